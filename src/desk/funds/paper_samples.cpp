// The kinds of paper with invented samples: what templates are checked against and previewed with.
#include "desk/funds/paper_words.h"
#include "desk/funds/papers.h"

namespace hetang::funds {
namespace {

using document::Fields;
using document::Kind;
using document::Language;

using document::Sample;

const Moment kSampleTime{1'772'457'900'000};  // 2026-03-02 21:25 of the centre.
constexpr std::size_t kCrowd = 30;

// Whose words, and how long.
struct Style {
  Language language = Language::zh;
  Sample sample = Sample::usual;

  std::string In(const char* zh, const char* en) const {
    return language == Language::zh ? zh : en;
  }
  std::string In(const char* zh, const char* en, const char* long_zh, const char* long_en) const {
    return sample == Sample::usual ? In(zh, en) : In(long_zh, long_en);
  }
  Fen Amount(std::int64_t fen) const {
    return sample == Sample::usual ? Fen(fen) : Fen(fen + 12'345'678'900);
  }
};

PaperHead HeadIn(const Style& style) {
  PaperHead head;
  head.unit =
      style.In("某某市公安局荷塘分局", "Hetang District Police",
               "某某自治州某某自治县公安局打击治理新型违法犯罪中心",
               "Centre against Telecom and Online Crime of the Police of Sample Prefecture");
  head.case_number = "AJ430200202603020001";
  head.filing_number = style.In("公(刑)立字〔2026〕21号", "Filing [2026] 21");
  head.victim =
      PersonName(style.In("瞿安澜", "Qu Anlan", "某某市荷塘区示例路智能装备制造有限责任公司",
                          "Hetang Sample Road Intelligent Equipment Company Limited"));
  head.officers = {
      {style.In("韦青禾", "Wei Qinghe", "古丽娜尔·示例提江", "Gulnar Shili Tijiang"), "900101"},
      {style.In("蓝一舟", "Lan Yizhou"), "900102"}};
  return head;
}

PaperAccount SuspectAccount(const Style& style) {
  return {style.In("甲银行股份有限公司", "Bank A",
                   "甲银行股份有限公司某某自治州分行某某自治县示例路支行营业部",
                   "Bank A, Sample Prefecture Branch, Banking Hall of the Sample Road Sub-branch"),
          AccountNumber("6222020000000000018"),
          PersonName(style.In("邬望舒", "Wu Wangshu", "某某市望舒跨境电子商务供应链管理有限公司",
                              "Wangshu Cross-border Commerce and Supply Chain Company Limited"))};
}

PaperAccount OwnAccount(const Style& style) {
  return {style.In("乙银行股份有限公司", "Bank B", "乙银行股份有限公司某某自治州分行示例路支行",
                   "Bank B, Sample Prefecture Branch, Sample Road Sub-branch"),
          AccountNumber("6228480000000000018"), HeadIn(style).victim};
}

PaperVictim VictimIn(const Style& style, std::size_t index) {
  PaperVictim victim;
  const PaperHead head = HeadIn(style);
  // Every third of a crowd is a company with a long name.
  victim.name = index % 3 == 0 ? head.victim : PersonName(style.In("柏听雨", "Bai Tingyu"));
  victim.sex = registry::Sex::female;
  victim.identity = IdentityNumber("000000190001010000");
  victim.address = Address(
      style.In("某某市荷塘区示例路1号", "1 Sample Road, Hetang",
               "某某自治州某某自治县示例镇示例村民委员会第三村民小组示例路一百二十三号附四号",
               "123-4 Sample Road, Third Group of Sample Village, Sample Town, Sample "
               "County, Sample Prefecture"));
  victim.phone = PhoneNumber("19900001001");
  victim.case_number = head.case_number;
  victim.to = OwnAccount(index % 3 == 0 ? style : Style{style.language, Sample::usual});
  victim.to.holder = victim.name;
  victim.lost = style.Amount(6'000'000);
  victim.returned = style.Amount(2'000'000);
  return victim;
}

ReturnPaper ReturnIn(const Style& style) {
  ReturnPaper paper;
  paper.head = HeadIn(style);
  paper.freezing_unit = paper.head.unit;
  paper.account = SuspectAccount(style);
  paper.article = "pro_rata";
  paper.grounds = style.In(
      "冻结账户内有三名被害人的汇款，按时间戳记无法区分。",
      "The account received payments of three victims that times cannot part.",
      "冻结账户自2026年3月1日起至冻结时止共有入账四十七笔，其中三十笔为本案已查明被害人的"
      "汇款，其余十七笔来源不明；被害人汇款入账之后账户余额数次低于其汇款金额，按时间戳记无法"
      "直接溯源，应当按各被害人被骗金额占已查明被害人被骗总额的比例返还，尾差按最大余数法"
      "分配到分。",
      "From 1 March 2026 until the freeze the account received 47 payments, 30 of them of "
      "victims found in this case, 17 of unknown origin. After the payments of the victims "
      "the balance fell below them several times, so that times cannot trace them. The "
      "money is returned in proportion to the losses of the victims found; the last fen "
      "is placed by largest remainder.");
  const std::size_t victims = style.sample == Sample::usual ? 3 : kCrowd;
  for (std::size_t i = 0; i < victims; ++i) {
    paper.victims.push_back(VictimIn(style, i));
    paper.frozen += paper.victims.back().returned;
  }
  paper.frozen += Fen(12'345);
  paper.decision_number = style.In("公(刑)返字〔2026〕1号", "Return decision [2026] 1");
  paper.announced_from = kSampleTime;
  paper.announced_until = kSampleTime + Days(30);
  paper.contact =
      style.In("荷塘区示例路2号，电话 000-1110000", "2 Sample Road, Hetang; telephone 000-1110000");
  return paper;
}

Fields SampleStop(Language language, Sample sample) {
  const Style style{language, sample};
  StopPaper paper;
  paper.head = HeadIn(style);
  paper.victim_identity = IdentityNumber("000000190001010000");
  paper.victim_phone = PhoneNumber("19900001001");
  paper.from = OwnAccount(style);
  paper.paid_at = kSampleTime;
  paper.paid = style.Amount(5'000'000);
  paper.account = SuspectAccount(style);
  paper.amount = style.Amount(5'000'000);
  paper.application_id = "10010120260302000000001";
  paper.requested_at = kSampleTime + Minutes(5);
  paper.starts_at = kSampleTime + Minutes(7);
  paper.expires_at = kSampleTime + Minutes(7) + Hours(48);
  paper.reason = style.In("涉案账户紧急止付", "Urgent stop of an account used in a fraud",
                          "被害人被冒充客服人员诈骗，刚刚将款项转入该账户，资金可能随即被转移，"
                          "请立即止付并反馈余额和去向",
                          "The victim was deceived by somebody posing as customer service and has "
                          "just paid into this account; the money may leave at any moment");
  paper.late_paperwork = true;
  return FieldsOf(paper, language);
}

Fields SampleQuery(Language language, Sample sample) {
  const Style style{language, sample};
  QueryPaper paper;
  paper.head = HeadIn(style);
  paper.account = SuspectAccount(style);
  paper.holder_identity = IdentityNumber("000000190001010000");
  paper.kind = "transactions";
  paper.from = kSampleTime - Days(30);
  paper.until = kSampleTime;
  paper.application_id = "10030120260302000000001";
  return FieldsOf(paper, language);
}

Fields SampleFiling(Language language, Sample sample) {
  const Style style{language, sample};
  FilingPaper paper;
  paper.head = HeadIn(style);
  paper.filed_at = kSampleTime;
  return FieldsOf(paper, language);
}

Fields SampleFreeze(Language language, Sample sample) {
  const Style style{language, sample};
  FreezePaper paper;
  paper.head = HeadIn(style);
  paper.account = SuspectAccount(style);
  paper.amount = style.Amount(5'000'000);
  paper.mode = "limit";
  paper.from = kSampleTime + Days(1);
  paper.until = AddMonths(paper.from, 6);
  const FormerFreeze former{style.In("某某县公安局", "Sample County Police"), Fen(1'000'000),
                            kSampleTime + Days(90)};
  paper.former.assign(sample == Sample::usual ? 1 : 3, former);
  paper.application_id = "10020120260303000000001";
  return FieldsOf(paper, language);
}

Fields SampleLift(Language language, Sample sample) {
  const Style style{language, sample};
  LiftPaper paper;
  paper.head = HeadIn(style);
  paper.account = SuspectAccount(style);
  paper.amount = style.Amount(5'000'000);
  paper.freeze_number = style.In("公(刑)冻财字〔2026〕1号", "Freeze [2026] 1");
  paper.frozen_at = kSampleTime + Days(1);
  paper.lifted_at = kSampleTime + Days(3);
  paper.reason = style.In("经查明该款项确实与案件无关",
                          "the money has been found to have nothing to do with the case.");
  paper.application_id = "10020320260305000000001";
  return FieldsOf(paper, language);
}

Fields SampleApplication(Language language, Sample sample) {
  return ReturnApplicationFields(ReturnIn({language, sample}), 0, language);
}
Fields SampleReport(Language language, Sample sample) {
  return ReturnReportFields(ReturnIn({language, sample}), language);
}
Fields SampleDecision(Language language, Sample sample) {
  return ReturnDecisionFields(ReturnIn({language, sample}), 0, language);
}
Fields SampleNotice(Language language, Sample sample) {
  return ReturnNoticeFields(ReturnIn({language, sample}), language);
}
Fields SampleAnnouncement(Language language, Sample sample) {
  return ReturnAnnouncementFields(ReturnIn({language, sample}), language);
}

Kind KindOf(std::string_view name, std::vector<std::string> needed,
            Fields (*sample)(Language language, Sample sample)) {
  return {
      std::string(name), std::move(needed), sample, {ChineseWordsOf(name), EnglishWordsOf(name)}};
}

}  // namespace

const document::Kinds& PaperKinds() {
  static const document::Kinds kKinds{
      KindOf(kStopApplication,
             {"unit", "case_number", "bank", "account", "amount", "amount_capitals", "officer_one"},
             SampleStop),
      KindOf(kQueryNotice,
             {"unit", "case_number", "bank", "account", "asked", "officer_one", "officer_two"},
             SampleQuery),
      KindOf(kFilingDecision, {"unit", "case_name", "case_number", "filed_at"}, SampleFiling),
      KindOf(kFreezeNotice,
             {"unit", "filing_number", "bank", "account", "amount", "amount_capitals", "mode",
              "from", "until", "officer_one", "officer_two"},
             SampleFreeze),
      KindOf(kLiftNotice,
             {"unit", "bank", "account", "amount", "amount_capitals", "officer_one", "officer_two"},
             SampleLift),
      KindOf(kReturnApplication,
             {"victim", "victim_identity", "to_account", "account", "lost", "frozen", "returned",
              "returned_capitals"},
             SampleApplication),
      KindOf(kReturnReport,
             {"unit", "account", "frozen", "returned", "returned_capitals", "article", "grounds",
              "victims", "officer_one", "officer_two"},
             SampleReport),
      KindOf(kReturnDecision,
             {"unit", "victim", "victim_identity", "account", "to_account", "returned",
              "returned_capitals", "article", "officer_one", "officer_two"},
             SampleDecision),
      KindOf(kReturnNotice,
             {"unit", "bank", "account", "returned", "returned_capitals", "victims", "officer_one",
              "officer_two"},
             SampleNotice),
      KindOf(kReturnAnnouncement,
             {"unit", "returned", "article", "announced_from", "announced_until", "contact",
              "victims"},
             SampleAnnouncement),
  };
  return kKinds;
}

}  // namespace hetang::funds
