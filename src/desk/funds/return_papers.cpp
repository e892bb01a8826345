#include "desk/funds/return_papers.h"

#include <algorithm>

#include "base/text.h"
#include "desk/funds/paper_making.h"
#include "desk/funds/return_hold.h"

namespace hetang::funds {
namespace {

// A notice is of what is still to be given; every other paper is of the whole round.
Fen SumOnPaper(const Claim& claim, std::string_view kind) {
  return kind == kReturnNotice ? claim.return_fen - claim.executed_fen : claim.return_fen;
}

std::vector<std::int64_t> OfficersOf(const Round& round, std::string_view kind) {
  const auto first = kind == kReturnNotice     ? round.first_officer_id
                     : kind == kReturnDecision ? round.decided_by
                                               : round.asked_by;
  std::vector<std::int64_t> officers{first.value_or(round.opened_by)};
  if (kind == kReturnNotice && round.second_officer_id) {
    officers.push_back(*round.second_officer_id);
  }
  return officers;
}

Result<PaperVictim> VictimOf(database::Transaction& tx, const Claim& claim, Fen returned) {
  HT_TRY(const auto person, tx.Get<registry::Person>(claim.person_id));
  HT_TRY(const auto record, tx.Get<registry::Case>(claim.case_id));
  PaperVictim victim;
  victim.name = claim.name;
  victim.sex = person.sex;
  victim.identity = person.identity;
  victim.address = person.address;
  victim.phone = person.phone;
  victim.case_number = record.number;
  victim.to = {claim.to_bank_name, claim.to_account, claim.to_holder};
  victim.lost = claim.loss_fen;
  victim.returned = returned;
  return victim;
}

// The round as its papers tell it, with the place of one claim among the victims.
struct OnPaper {
  ReturnPaper paper;
  std::size_t victim = 0;
};

Result<OnPaper> PaperOf(database::Transaction& tx, const Round& round,
                        const ReturnPaperWish& wish) {
  OnPaper made;
  ReturnPaper& paper = made.paper;
  HT_TRY(const auto record, tx.Get<registry::Case>(round.case_id));
  const auto officers = OfficersOf(round, wish.kind);
  HT_TRY(paper.head, HeadOf(tx, record, officers));
  HT_TRY(const roster::Unit unit, roster::UnitOf(tx, round.unit_id));
  paper.freezing_unit = unit.name;
  paper.contact = unit.name.str();
  paper.account = {round.bank_name, round.account_number, round.account_holder};
  paper.frozen = round.available_fen;
  if (wish.kind == kReturnNotice) paper.frozen -= round.executed_fen;
  paper.article = EnumName(round.article);
  paper.grounds = round.grounds;
  paper.decision_number = round.decision_number;
  paper.announced_from = round.notice_from;
  paper.announced_until = round.notice_until;
  HT_TRY(const auto claims, ClaimsOf(tx, round.id));
  for (const Claim& claim : claims) {
    const Fen sum = SumOnPaper(claim, wish.kind);
    if (sum <= Fen(0) && wish.claim_id != claim.id) continue;
    if (wish.claim_id == claim.id) made.victim = paper.victims.size();
    HT_TRY(PaperVictim victim, VictimOf(tx, claim, sum));
    paper.victims.push_back(std::move(victim));
  }
  return made;
}

Result<document::Fields> FieldsOf(const OnPaper& round, const ReturnPaperWish& wish) {
  const auto& [paper, victim] = round;
  if (wish.kind == kReturnReport) return ReturnReportFields(paper, wish.language);
  if (wish.kind == kReturnNotice) return ReturnNoticeFields(paper, wish.language);
  if (wish.kind == kReturnAnnouncement) return ReturnAnnouncementFields(paper, wish.language);
  if (wish.claim_id && wish.kind == kReturnApplication) {
    return ReturnApplicationFields(paper, victim, wish.language);
  }
  if (wish.claim_id && wish.kind == kReturnDecision) {
    return ReturnDecisionFields(paper, victim, wish.language);
  }
  return Invalid({{"kind", "choice", "The round has no such document."}});
}

Result<document::Order> OrderOf(database::Transaction& tx, const Round& round,
                                const ReturnPaperWish& wish) {
  HT_TRY(const OnPaper on_paper, PaperOf(tx, round, wish));
  document::Order made;
  HT_TRY(made.fields, FieldsOf(on_paper, wish));
  made.kind = PaperKind(wish.kind);
  made.language = wish.language;
  made.unit_id = round.unit_id;
  made.subject = wish.claim_id ? kClaimSubject : kReturnSubject;
  made.subject_id = wish.claim_id.value_or(round.id);
  made.case_id = round.case_id;
  made.wording = wish.wording;
  return made;
}

// The documents of the round and of its victims that are not void.
Result<std::vector<document::Document>> ValidOnes(database::Transaction& tx, const Round& round) {
  return tx.Find<document::Document>(
      "WHERE voided_at IS NULL AND ((subject = :whole AND subject_id = :r) OR"
      " (subject = :one AND subject_id IN"
      " (SELECT id FROM funds_return_claim WHERE round_id = :r2))) ORDER BY id",
      kReturnSubject, round.id, kClaimSubject, round.id);
}

}  // namespace

Result<document::Document> MakeReturnPaper(database::Transaction& tx, const Round& round,
                                           const ReturnPaperWish& wish, const auth::Principal& who,
                                           Moment now) {
  HT_TRY(const document::Order made, OrderOf(tx, round, wish));
  return document::Make(tx, made, who, now);
}

Result<std::vector<std::string>> AnnouncementWords(database::Transaction& tx, Round round,
                                                   Moment now) {
  HT_TRY(const ReturnRuleValues rules, ReturnRules(tx));
  round.notice_from = now;
  round.notice_until = now + Days(rules.notice_days);
  HT_TRY(const document::Order made, OrderOf(tx, round, {std::string(kReturnAnnouncement)}));
  return document::WordingOf(tx, made, now);
}

std::vector<std::string> ParagraphsOf(const std::string& text) {
  std::vector<std::string> paragraphs;
  for (const std::string_view line : Split(text, '\n')) {
    if (!Trim(line).empty()) paragraphs.emplace_back(Trim(line));
  }
  return paragraphs;
}

std::string TextOf(const std::vector<std::string>& paragraphs) {
  std::string text;
  for (const std::string& paragraph : paragraphs) text += (text.empty() ? "" : "\n") + paragraph;
  return text;
}

Status MakeReportPapers(database::Transaction& tx, const Round& round, const auth::Principal& who,
                        Moment now) {
  HT_TRY(const auto valid, ValidOnes(tx, round));
  HT_TRY(const auto claims, ClaimsOf(tx, round.id));
  for (const Claim& claim : claims) {
    const bool there = std::any_of(valid.begin(), valid.end(), [&](const auto& document) {
      return document.kind == kReturnApplication && document.subject_id == claim.id;
    });
    if (there) continue;
    const ReturnPaperWish wish{std::string(kReturnApplication), document::Language::zh, claim.id};
    HT_TRY_STATUS(MakeReturnPaper(tx, round, wish, who, now));
  }
  HT_TRY_STATUS(MakeReturnPaper(tx, round, {std::string(kReturnReport)}, who, now));
  return {};
}

Result<std::string> MakeDecisions(database::Transaction& tx, const Round& round,
                                  const auth::Principal& who, Moment now) {
  HT_TRY(const auto claims, ClaimsOf(tx, round.id));
  std::string first;
  std::string last;
  for (const Claim& claim : claims) {
    if (claim.return_fen <= Fen(0)) continue;
    const ReturnPaperWish wish{std::string(kReturnDecision), document::Language::zh, claim.id};
    HT_TRY(const auto made, MakeReturnPaper(tx, round, wish, who, now));
    if (first.empty()) first = made.number;
    last = made.number;
  }
  return first == last ? first : first + "至" + last;
}

Status VoidReturnPapers(database::Transaction& tx, const Round& round, const std::string& reason,
                        const auth::Principal& who, Moment now) {
  HT_TRY(const auto valid, ValidOnes(tx, round));
  for (const document::Document& document : valid) {
    HT_TRY_STATUS(document::Void(tx, document.id, Text<200>(reason), who, now));
  }
  return {};
}

}  // namespace hetang::funds
