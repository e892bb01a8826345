#include "desk/funds/return_papers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "desk/funds/test_returns.h"

namespace hetang::funds {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class ReturnPapersTest : public testing::TestWithParam<database::Engine> {
 protected:
  ReturnPapersTest() {
    for (int i = 0; i < 2; ++i) cases_.push_back(centre_.OpenCase());
    const Order freeze = centre_.Freeze(cases_[0], Fen(6'000'000));
    centre_.Advance(Days(93));
    round_ = *centre_.Open(freeze);
    for (const auto& opened : cases_) {
      round_ = *centre_.Add(round_, TestReturns::ClaimOf(opened));
    }
  }
  // The numbers of all documents of a kind that are not void, as they were made.
  std::vector<std::string> Numbers(std::string_view kind) {
    return *centre_.db().Read([&](database::Transaction& tx) {
      return tx.Query<std::string>(
          "SELECT number FROM document_document WHERE kind = :k AND"
          " voided_at IS NULL ORDER BY id",
          kind);
    });
  }
  std::string LastPage(std::string_view kind) {
    const auto page = centre_.db().Read([&](database::Transaction& tx) -> Result<PersonalText> {
      HT_TRY(const auto made,
             tx.Find<document::Document>("WHERE kind = :k ORDER BY id DESC LIMIT 1", kind));
      return document::PageToSend(tx, made.at(0).id);
    });
    return page->Reveal();
  }
  Result<Round> Publish(const std::string& text) {
    return centre_.Do([&](auto& tx) {
      return PublishNotice(tx, round_.id, {Text<4000>(text)}, centre_.duty(), centre_.now());
    });
  }

  TestReturns centre_{GetParam()};
  std::vector<registry::OpenedCase> cases_;
  Round round_;
};
INSTANTIATE_TEST_SUITE_P(Returns, ReturnPapersTest, database::BothEngines(),
                         testing::PrintToStringParamName());

TEST_P(ReturnPapersTest, EachStepMakesItsPapersAndNumbersThemWithoutGaps) {
  ASSERT_TRUE(centre_.DecideByRatio(round_).has_value());
  EXPECT_THAT(Numbers(kReturnApplication),
              ElementsAre("返还申请〔2026〕1号", "返还申请〔2026〕2号"));
  EXPECT_THAT(Numbers(kReturnReport), ElementsAre("公(刑)呈返字〔2026〕1号"));
  EXPECT_THAT(Numbers(kReturnAnnouncement), ElementsAre("返还公告〔2026〕1号"));
  EXPECT_THAT(Numbers(kReturnDecision),
              ElementsAre("公(刑)返字〔2026〕1号", "公(刑)返字〔2026〕2号"));
  EXPECT_EQ(centre_.Reload(round_).decision_number, "公(刑)返字〔2026〕1号至公(刑)返字〔2026〕2号");
  ASSERT_TRUE(centre_.NotifyBank(round_).has_value());
  EXPECT_THAT(LastPage(kReturnNotice),
              AllOf(HasSubstr("公(刑)返字〔2026〕1号至"), HasSubstr("蓝一舟"),
                    HasSubstr("陆万元整"), HasSubstr(kVictimCard), HasSubstr("瞿安澜")));
  EXPECT_THAT(LastPage(kReturnDecision), AllOf(HasSubstr("叁万元整"), HasSubstr("瞿安澜")));
}

TEST_P(ReturnPapersTest, TheNoticeIsWordedByItsTemplateUntilAnOfficerWordsItOtherwise) {
  ASSERT_TRUE(centre_.Ask(round_).has_value());
  ASSERT_TRUE(centre_.Approve(centre_.leader()).has_value());
  const Round published = *Publish("");
  EXPECT_THAT(published.notice_text.str(), AllOf(HasSubstr("公告期三十日，自2026年6月3日起"),
                                                 HasSubstr("2 人返还"), Not(HasSubstr("瞿安澜"))));
  ASSERT_TRUE(centre_
                  .Do([&](auto& tx) {
                    return Revise(tx, round_.id, {Text<400>("重拟")}, centre_.duty(),
                                  centre_.now());
                  })
                  .has_value());
  ASSERT_TRUE(centre_.Ask(round_).has_value());
  ASSERT_TRUE(centre_.Approve(centre_.leader()).has_value());
  ASSERT_TRUE(Publish("改写过的<公告>\n\n第二段").has_value());
  // The list of victims is the records', whatever the words are.
  EXPECT_THAT(
      LastPage(kReturnAnnouncement),
      AllOf(HasSubstr("改写过的&lt;公告&gt;"), HasSubstr("第二段"), Not(HasSubstr("公告期三十日")),
            HasSubstr("30,000.00"), HasSubstr("返还公告〔2026〕2号")));
}

TEST_P(ReturnPapersTest, WhatGoesBackToTheDraftLeavesNoPaperThatLooksValid) {
  ASSERT_TRUE(centre_.Ask(round_).has_value());
  ASSERT_TRUE(centre_.Approve(centre_.leader(), false).has_value());
  EXPECT_THAT(Numbers(kReturnReport), ElementsAre());
  EXPECT_THAT(Numbers(kReturnApplication), ElementsAre());
  ASSERT_TRUE(centre_.Ask(round_).has_value());
  EXPECT_THAT(Numbers(kReturnReport), ElementsAre("公(刑)呈返字〔2026〕2号"));
}

}  // namespace
}  // namespace hetang::funds
