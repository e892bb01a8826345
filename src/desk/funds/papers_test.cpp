#include "desk/funds/papers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "desk/funds/paper_making.h"
#include "desk/funds/test_centre.h"

namespace hetang::funds {
namespace {

using document::Language;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

ReturnPaper ThreeVictims() {
  ReturnPaper paper;
  paper.head.unit = "荷塘分局";
  paper.head.victim = PersonName("瞿安澜");
  paper.account = {"甲银行", AccountNumber("6222020000000000018"), PersonName("邬望舒")};
  paper.frozen = Fen(10'000'000);
  paper.article = "pro_rata";
  for (const auto& [name, lost, returned] :
       {std::tuple("瞿安澜", 6'000'000, 2'000'000), std::tuple("柏听雨", 9'000'000, 3'000'000),
        std::tuple("祁连云", 15'000'000, 4'999'999)}) {
    PaperVictim victim;
    victim.name = PersonName(name);
    victim.lost = Fen(lost);
    victim.returned = Fen(returned);
    paper.victims.push_back(victim);
  }
  return paper;
}

TEST(Papers, EveryKindIsCompleteInBothLanguages) {
  ASSERT_EQ(PaperKinds().size(), 10u);
  for (const document::Kind& kind : PaperKinds()) {
    ASSERT_EQ(kind.built_in.size(), 2u) << kind.name;
    for (const document::BuiltIn& words : kind.built_in) {
      const document::TemplateForm form{Text<80>(std::string(words.title)),
                                        Text<80>(std::string(words.number_format)),
                                        Text<document::kLongestBody>(std::string(words.body))};
      const auto checked = document::CheckTemplate(kind, form);
      ASSERT_TRUE(checked.has_value())
          << kind.name << " " << words.title << ": " << checked.error().fields.front().path;
      const auto page = document::Preview(
          kind, {kind.name, words.language, document::Sample::crowded, form}, Moment{0});
      ASSERT_TRUE(page.has_value()) << kind.name;
      if (words.language == Language::zh) continue;
      // Capital numerals alone are Chinese in an English paper.
      for (const char* chinese : {"年", "月", "号", "被害人", "签名", "公章", "银行"}) {
        EXPECT_THAT(*page, Not(HasSubstr(chinese))) << kind.name;
      }
    }
  }
}

TEST(Papers, AReturnSaysItsSumsInFiguresAndInWordsAndWhatRemains) {
  const auto fields = ReturnReportFields(ThreeVictims(), Language::zh);
  EXPECT_EQ(fields.values.at("returned"), "99,999.99");
  EXPECT_EQ(fields.values.at("returned_capitals"), "玖万玖仟玖佰玖拾玖元玖角玖分");
  EXPECT_EQ(fields.values.at("lost"), "300,000.00");
  EXPECT_EQ(fields.values.at("remaining"), "0.01");
  EXPECT_EQ(fields.rows.at("victims").size(), 3u);
  EXPECT_THAT(fields.values.at("article"), HasSubstr("第八条第（三）项"));
}

TEST(Papers, AFreezeOfAllThereIsNamesNoAmount) {
  FreezePaper paper;
  EXPECT_EQ(FieldsOf(paper, Language::zh).rows.at("when_all").size(), 1u);
  EXPECT_EQ(FieldsOf(paper, Language::zh).rows.at("when_amount").size(), 0u);
  paper.amount = Fen(1);
  EXPECT_EQ(FieldsOf(paper, Language::zh).rows.at("when_all").size(), 0u);
}

TEST(Papers, ADecisionIsAboutOneVictim) {
  const auto fields = ReturnDecisionFields(ThreeVictims(), 1, Language::zh);
  EXPECT_EQ(fields.values.at("victim"), "柏听雨");
  EXPECT_EQ(fields.values.at("returned_capitals"), "叁万元整");
}

TEST(Papers, TheAnnouncementIsPublicAndNamesNobodyInFull) {
  const document::Kind* kind = PaperKind(kReturnAnnouncement);
  const auto fields = ReturnAnnouncementFields(ThreeVictims(), Language::zh);
  for (const auto& [name, value] : fields.values) {
    EXPECT_THAT(value, AllOf(Not(HasSubstr("邬望舒")), Not(HasSubstr("瞿安澜")),
                             Not(HasSubstr("6222020000000000018"))))
        << name;
  }
  EXPECT_EQ(fields.rows.at("victims").at(0).at("victim"), "瞿**");
  EXPECT_FALSE(fields.rows.at("victims").at(0).contains("victim_identity"));
  // A template cannot ask for what the paper does not give.
  const document::TemplateForm curious{
      "公告", "{{year}}{{sequence}}", "<p>{{#victims}}{{to_account}}{{/victims}}{{case_name}}</p>"};
  const auto refused = document::CheckTemplate(*kind, curious);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().fields.at(0).path, "body.to_account");
  EXPECT_EQ(refused.error().fields.at(1).path, "body.case_name");
}

class PaperMakingTest : public testing::TestWithParam<database::Engine> {
 protected:
  Result<document::Document> MakeFor(const Order& order, std::string_view kind,
                                     const auth::Principal& who) {
    return centre_.Write([&](database::Transaction& tx) {
      return MakePaper(tx, order.id, {std::string(kind), std::nullopt}, who, centre_.now());
    });
  }
  std::string PageOf(const document::Document& made) {
    return centre_
        .Write([&](database::Transaction& tx) {
          return document::Read(tx, made.id, centre_.duty(), centre_.now());
        })
        ->Reveal();
  }

  TestCentre centre_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Papers, PaperMakingTest, database::BothEngines(),
                         testing::PrintToStringParamName());

TEST_P(PaperMakingTest, AStopOrderHasItsApplicationForm) {
  const auto opened = centre_.OpenCase();
  const Order order = centre_.Place(centre_.WishFor(opened))->order;
  EXPECT_THAT(PapersOf(order), ElementsAre("stop_application"));
  const auto made = MakeFor(order, kStopApplication, centre_.duty());
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->number, "止付申请〔2026〕1号");
  EXPECT_EQ(made->case_id, opened.record.id);
  const std::string page = PageOf(*made);
  for (const std::string& said :
       {std::string("瞿安澜"), std::string("6228480000000000018"), std::string("邬望舒"),
        std::string("6222020000000000018"), std::string("50,000.00"), std::string("伍万元整"),
        std::string("韦青禾"), std::string("蓝一舟"), std::string("900102"),
        std::string("2026年3月2日"), opened.record.number, order.application_id}) {
    EXPECT_THAT(page, HasSubstr(said));
  }
}

TEST_P(PaperMakingTest, AQueryHasItsNotice) {
  const auto opened = centre_.OpenCase();
  QueryWish wish;
  wish.record = opened.record;
  wish.bank_code = kBankA;
  wish.account = AccountNumber("6222020000000000018");
  wish.holder = PersonName("邬望舒");
  wish.reason = "电信网络诈骗案件资金查询";
  wish.from = centre_.now() - Days(30);
  wish.until = centre_.now();
  const auto placed = centre_.Write([&](database::Transaction& tx) {
    return PlaceQuery(tx, wish, centre_.duty(), centre_.now());
  });
  ASSERT_TRUE(placed.has_value()) << placed.error().message;
  EXPECT_EQ(MakeFor(placed->order, kStopApplication, centre_.duty()).error().fields.at(0).path,
            "kind");
  const auto made = MakeFor(placed->order, kQueryNotice, centre_.duty());
  ASSERT_TRUE(made.has_value());
  EXPECT_THAT(PageOf(*made), AllOf(HasSubstr("账户交易明细"), HasSubstr("2026年1月31日"),
                                   HasSubstr("公(刑)查财字〔2026〕1号")));
}

TEST_P(PaperMakingTest, AFreezeHasItsNoticeAndALiftNamesIt) {
  Order freeze = centre_.Place(centre_.WishFor(centre_.OpenCase()))->order;
  freeze.kind = OrderKind::freeze;
  freeze.freeze_mode = FreezeMode::no_debit;
  freeze.filing_number = "公(刑)立字〔2026〕21号";
  freeze.notice_number = "公(刑)冻财字〔2026〕9号";
  freeze.asked_until = AddMonths(centre_.now(), 6);
  freeze.former_authority = "某某县公安局";
  freeze.former_amount_fen = Fen(1'000'000);
  Order lift = freeze;
  lift.id = 0;
  lift.kind = OrderKind::freeze_lift;
  lift.application_id += "1";
  lift.original_order_id = freeze.id;
  lift.amount_fen = Fen(0);
  lift.reason = "经查明该款项确实与案件无关";
  ASSERT_TRUE(centre_
                  .Write([&](database::Transaction& tx) -> Status {
                    HT_TRY_STATUS(tx.Update(freeze));
                    HT_TRY(lift.id, tx.Insert(lift));
                    return {};
                  })
                  .has_value());
  const auto notice = MakeFor(freeze, kFreezeNotice, centre_.duty());
  ASSERT_TRUE(notice.has_value());
  EXPECT_EQ(notice->number, freeze.notice_number.str()) << "a copy bears what the bank knows";
  EXPECT_THAT(PageOf(*notice), AllOf(HasSubstr("公(刑)立字〔2026〕21号"), HasSubstr("只进不出"),
                                     HasSubstr("2026年9月2日"), HasSubstr("伍万元整"),
                                     HasSubstr("某某县公安局，10,000.00 元")));
  const auto lifted = MakeFor(lift, kLiftNotice, centre_.duty());
  ASSERT_TRUE(lifted.has_value());
  EXPECT_THAT(PageOf(*lifted), AllOf(HasSubstr("公(刑)冻财字〔2026〕9号"), HasSubstr("伍万元整"),
                                     HasSubstr("经查明该款项确实与案件无关")));
}

TEST_P(PaperMakingTest, AnotherUnitMakesNoDocumentOfTheOrder) {
  const Order order = centre_.Place(centre_.WishFor(centre_.OpenCase()))->order;
  auth::Principal stranger = centre_.duty();
  stranger.units = {centre_.duty().unit_id + 1};
  EXPECT_EQ(MakeFor(order, kStopApplication, stranger).error().rule, "other_unit");
}

}  // namespace
}  // namespace hetang::funds
