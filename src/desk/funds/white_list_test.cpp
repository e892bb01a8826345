#include "desk/funds/white_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "desk/funds/test_centre.h"

namespace hetang::funds {
namespace {

class WhiteListTest : public testing::TestWithParam<database::Engine> {
 protected:
  WhiteForm Form() const {
    WhiteForm form;
    form.bank_code = std::string(kBankA);
    form.account_number = AccountNumber("6222020000000000018");
    form.reason = Text<400>("本地商户收款账户，已核实");
    form.expires_at = centre_.now() + Days(90);
    return form;
  }
  Result<WhiteEntry> Add(const WhiteForm& form) {
    return centre_.Write([&](database::Transaction& tx) {
      return AddWhiteEntry(tx, form, centre_.duty(), centre_.now());
    });
  }
  bool Listed(std::string_view bank) {
    const auto found = centre_.db().Read([&](database::Transaction& tx) {
      return WhiteListed(tx, bank, AccountNumber("6222020000000000018"), centre_.now());
    });
    return found.has_value() && found->has_value();
  }

  TestCentre centre_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(WhiteList, WhiteListTest, database::BothEngines(),
                         testing::PrintToStringParamName());

TEST_P(WhiteListTest, AnEntryHoldsForItsBankUntilItExpiresOrIsEnded) {
  const auto added = Add(Form());
  ASSERT_TRUE(added.has_value());
  EXPECT_TRUE(Listed(kBankA));
  EXPECT_TRUE(Listed(""));
  EXPECT_FALSE(Listed(kBankB));
  EXPECT_EQ(Add(Form()).error().rule, "already_listed");
  centre_.Advance(Days(90));
  EXPECT_FALSE(Listed(kBankA));
  const auto again = Add(Form());
  ASSERT_TRUE(again.has_value());
  const auto end = [&](const char* reason) {
    return centre_.Write([&](database::Transaction& tx) {
      return EndWhiteEntry(tx, again->id, {Text<400>(reason)}, centre_.duty(), centre_.now());
    });
  };
  EXPECT_EQ(end("").error().fields.at(0).path, "reason");
  ASSERT_TRUE(end("账户已转让").has_value());
  EXPECT_FALSE(Listed(kBankA));
  EXPECT_EQ(end("账户已转让").error().rule, "already_ended");
}

TEST_P(WhiteListTest, AnEntryNeedsAReasonAndAnEndToCome) {
  WhiteForm form = Form();
  form.reason = Text<400>();
  form.expires_at = centre_.now();
  const auto added = Add(form);
  ASSERT_FALSE(added.has_value());
  EXPECT_THAT(added.error().fields, testing::SizeIs(2));
}

TEST_P(WhiteListTest, AStopOfAListedAccountNeedsTheOfficersWordAndIsNotForbidden) {
  ASSERT_TRUE(Add(Form()).has_value());
  StopWish wish = centre_.WishFor(centre_.OpenCase());
  EXPECT_EQ(centre_.Place(wish).error().rule, kWhiteListed);
  wish.white_list_confirmed = true;
  const auto placed = centre_.Place(wish);
  ASSERT_TRUE(placed.has_value());
  EXPECT_THAT(placed->warnings, testing::Contains(kWhiteListed));
}

}  // namespace
}  // namespace hetang::funds
