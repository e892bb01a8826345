#include "desk/funds/papers.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/check.h"
#include "base/text.h"

namespace hetang::funds {
namespace {

using document::AmountText;
using document::DateText;
using document::DateTimeText;
using document::Fields;
using document::Language;
using document::Values;

// One code in the two languages of papers.
struct Wording {
  std::string_view code;
  std::string_view zh;
  std::string_view en;
};

constexpr std::array<Wording, 16> kWordings{{
    {"transactions", "账户交易明细", "transactions of the account"},
    {"holder", "账户持卡主体信息", "the holder of the account"},
    {"all_accounts", "账户持有人名下全部账户", "all accounts of the holder"},
    {"watch", "账户动态（每一笔变动）", "each movement of the account from now on"},
    {"limit", "限额冻结", "limited to the amount"},
    {"no_debit", "只进不出", "no debit (money may arrive)"},
    {"full", "不进不出", "no debit and no credit"},
    {"single_inflow", "第八条第（一）项：冻结账户内仅有单笔汇（存）款记录，可直接溯源被害人",
     "Article 8(1): a single inflow, traced straight to the victim"},
    {"traced_by_time",
     "第八条第（二）项：冻结账户内有多笔汇（存）款记录，按时间戳记可直接溯源被害人",
     "Article 8(2): several inflows, traced straight to the victim by their times"},
    {"pro_rata",
     "第八条第（三）项：冻结账户内有多笔汇（存）款记录，按时间戳记无法直接溯源，按比例返还",
     "Article 8(3): several inflows that times cannot trace, returned in proportion"},
    {"recovered", "追缴、退赔的涉案资金，依法返还被害人",
     "money seized or paid back, returned to the victims by law"},
    {"male", "男", "male"},
    {"female", "女", "female"},
    {"unknown", "", ""},
    {"first", "冻结", "freeze"},
    {"renewal", "继续冻结", "renewal of a freeze"},
}};

std::string Word(std::string_view code, Language language) {
  const auto found = std::find_if(kWordings.begin(), kWordings.end(),
                                  [&](const Wording& each) { return each.code == code; });
  if (found == kWordings.end()) return std::string(code);
  return std::string(language == Language::zh ? found->zh : found->en);
}

std::string TimeOrNothing(const std::optional<Moment>& moment, Language language) {
  return moment ? DateTimeText(*moment, language) : "";
}
std::string DateOrNothing(const std::optional<Moment>& moment, Language language) {
  return moment ? DateText(*moment, language) : "";
}

void Put(Fields& fields, std::string_view name, std::string value) {
  fields.values.insert_or_assign(std::string(name), std::move(value));
}

// `name` in figures and `name_capitals` in words.
void PutAmount(Fields& fields, const std::string& name, Fen amount) {
  Put(fields, name, AmountText(amount));
  Put(fields, name + "_capitals", YuanInCapitals(amount));
}

void PutAccount(Fields& fields, const std::string& prefix, const PaperAccount& account) {
  Put(fields, prefix + "bank", account.bank.str());
  Put(fields, prefix + "account", account.number.Reveal());
  Put(fields, prefix + "holder", account.holder.Reveal());
}

Fields HeadFields(const PaperHead& head, Language language) {
  Fields fields;
  Put(fields, "unit", head.unit.str());
  Put(fields, "case_number", head.case_number);
  Put(fields, "filing_number", head.filing_number);
  const std::string& victim = head.victim.Reveal();
  Put(fields, "case_name",
      language == Language::zh ? victim + "被诈骗案" : "the fraud against " + victim);
  for (std::size_t i = 0; i < 2; ++i) {
    const PaperOfficer officer = i < head.officers.size() ? head.officers[i] : PaperOfficer();
    const std::string name = i == 0 ? "officer_one" : "officer_two";
    Put(fields, name, officer.name.str());
    Put(fields, name + "_number", officer.number.str());
  }
  return fields;
}

// What is the same for all victims of a round.
Fields RoundFields(const ReturnPaper& paper, Language language) {
  Fields fields = HeadFields(paper.head, language);
  Put(fields, "freezing_unit", paper.freezing_unit.str());
  PutAccount(fields, "", paper.account);
  PutAmount(fields, "frozen", paper.frozen);
  Put(fields, "article", Word(paper.article, language));
  Put(fields, "grounds", paper.grounds.str());
  Put(fields, "decision_number", paper.decision_number);
  Put(fields, "announced_from", DateOrNothing(paper.announced_from, language));
  Put(fields, "announced_until", DateOrNothing(paper.announced_until, language));
  Put(fields, "contact", paper.contact.str());
  Fen total;
  Fen lost;
  for (const PaperVictim& victim : paper.victims) {
    total += victim.returned;
    lost += victim.lost;
  }
  PutAmount(fields, "returned", total);
  PutAmount(fields, "lost", lost);
  PutAmount(fields, "remaining", paper.frozen - total);
  Put(fields, "victim_count", std::to_string(paper.victims.size()));
  return fields;
}

Fields VictimFields(const ReturnPaper& paper, std::size_t index, Language language) {
  HT_CHECK(index < paper.victims.size());
  const PaperVictim& victim = paper.victims[index];
  Fields fields = RoundFields(paper, language);
  Put(fields, "victim", victim.name.Reveal());
  Put(fields, "victim_sex", Word(EnumName(victim.sex), language));
  Put(fields, "victim_identity", victim.identity.Reveal());
  Put(fields, "victim_address", victim.address.Reveal());
  Put(fields, "victim_phone", victim.phone.Reveal());
  PutAccount(fields, "to_", victim.to);
  PutAmount(fields, "lost", victim.lost);
  PutAmount(fields, "returned", victim.returned);
  return fields;
}

Values VictimRow(const PaperVictim& victim, std::size_t index) {
  return {{"index", std::to_string(index + 1)},
          {"victim", victim.name.Reveal()},
          {"victim_identity", victim.identity.Reveal()},
          {"victim_case", victim.case_number},
          {"victim_lost", AmountText(victim.lost)},
          {"victim_returned", AmountText(victim.returned)},
          {"to_bank", victim.to.bank.str()},
          {"to_account", victim.to.number.Reveal()},
          {"to_holder", victim.to.holder.Reveal()}};
}

Fields WithVictims(Fields fields, const ReturnPaper& paper) {
  std::vector<Values>& rows = fields.rows["victims"];
  for (std::size_t i = 0; i < paper.victims.size(); ++i) {
    rows.push_back(VictimRow(paper.victims[i], i));
  }
  return fields;
}

}  // namespace

Fields FieldsOf(const StopPaper& paper, Language language) {
  Fields fields = HeadFields(paper.head, language);
  Put(fields, "victim", paper.head.victim.Reveal());
  Put(fields, "victim_identity", paper.victim_identity.Reveal());
  Put(fields, "victim_phone", paper.victim_phone.Reveal());
  PutAccount(fields, "from_", paper.from);
  Put(fields, "paid_at", TimeOrNothing(paper.paid_at, language));
  Put(fields, "paid", paper.paid ? AmountText(*paper.paid) : "");
  PutAccount(fields, "", paper.account);
  PutAmount(fields, "amount", paper.amount);
  Put(fields, "application_id", paper.application_id);
  Put(fields, "requested_at", DateTimeText(paper.requested_at, language));
  Put(fields, "starts_at", TimeOrNothing(paper.starts_at, language));
  Put(fields, "expires_at", TimeOrNothing(paper.expires_at, language));
  Put(fields, "reason", paper.reason.str());
  fields.rows["when_late"];
  if (paper.late_paperwork) {
    fields.rows["when_late"].push_back({{"requested_at", fields.values["requested_at"]}});
  }
  return fields;
}

Fields FieldsOf(const QueryPaper& paper, Language language) {
  Fields fields = HeadFields(paper.head, language);
  PutAccount(fields, "", paper.account);
  Put(fields, "holder_identity", paper.holder_identity.Reveal());
  Put(fields, "asked", Word(paper.kind, language));
  fields.rows["when_period"];
  if (paper.from || paper.until) {
    fields.rows["when_period"].push_back({{"from", DateOrNothing(paper.from, language)},
                                          {"until", DateOrNothing(paper.until, language)}});
  }
  Put(fields, "application_id", paper.application_id);
  return fields;
}

Fields FieldsOf(const FilingPaper& paper, Language language) {
  Fields fields = HeadFields(paper.head, language);
  Put(fields, "filed_at", DateOrNothing(paper.filed_at, language));
  return fields;
}

Fields FieldsOf(const FreezePaper& paper, Language language) {
  Fields fields = HeadFields(paper.head, language);
  PutAccount(fields, "", paper.account);
  PutAmount(fields, "amount", paper.amount);
  fields.rows["when_amount"].resize(paper.amount == Fen(0) ? 0 : 1);
  fields.rows["when_all"].resize(paper.amount == Fen(0) ? 1 : 0);
  Put(fields, "mode", Word(paper.mode, language));
  Put(fields, "act", Word(paper.is_renewal ? "renewal" : "first", language));
  Put(fields, "from", DateText(paper.from, language));
  Put(fields, "until", DateText(paper.until, language));
  Put(fields, "application_id", paper.application_id);
  std::vector<Values>& rows = fields.rows["former"];
  for (const FormerFreeze& former : paper.former) {
    rows.push_back({{"former_authority", former.authority.str()},
                    {"former_amount", AmountText(former.amount)},
                    {"former_until", DateOrNothing(former.until, language)}});
  }
  return fields;
}

Fields FieldsOf(const LiftPaper& paper, Language language) {
  Fields fields = HeadFields(paper.head, language);
  PutAccount(fields, "", paper.account);
  PutAmount(fields, "amount", paper.amount);
  Put(fields, "freeze_number", paper.freeze_number);
  Put(fields, "frozen_at", DateOrNothing(paper.frozen_at, language));
  Put(fields, "lifted_at", DateText(paper.lifted_at, language));
  Put(fields, "reason", paper.reason.str());
  Put(fields, "application_id", paper.application_id);
  return fields;
}

Fields ReturnApplicationFields(const ReturnPaper& paper, std::size_t victim, Language language) {
  return VictimFields(paper, victim, language);
}

Fields ReturnReportFields(const ReturnPaper& paper, Language language) {
  Fields fields = WithVictims(RoundFields(paper, language), paper);
  fields.rows["when_announced"];
  if (paper.announced_from) {
    fields.rows["when_announced"].push_back({{"announced_from", fields.values["announced_from"]}});
  }
  return fields;
}

Fields ReturnDecisionFields(const ReturnPaper& paper, std::size_t victim, Language language) {
  return VictimFields(paper, victim, language);
}

Fields ReturnNoticeFields(const ReturnPaper& paper, Language language) {
  return WithVictims(RoundFields(paper, language), paper);
}

Fields ReturnAnnouncementFields(const ReturnPaper& paper, Language language) {
  Fields fields = WithVictims(RoundFields(paper, language), paper);
  Put(fields, "account", paper.account.number.Masked());
  Put(fields, "holder", paper.account.holder.Masked());
  fields.values.erase("case_name");  // It bears a name.
  for (std::size_t i = 0; i < paper.victims.size(); ++i) {
    const PaperVictim& victim = paper.victims[i];
    fields.rows["victims"][i] = {{"index", std::to_string(i + 1)},
                                 {"victim", victim.name.Masked()},
                                 {"victim_case", victim.case_number},
                                 {"victim_lost", AmountText(victim.lost)},
                                 {"victim_returned", AmountText(victim.returned)}};
  }
  return fields;
}

const document::Kind* PaperKind(std::string_view name) {
  for (const document::Kind& kind : PaperKinds()) {
    if (kind.name == name) return &kind;
  }
  HT_CHECK(false);
  return nullptr;
}

}  // namespace hetang::funds
