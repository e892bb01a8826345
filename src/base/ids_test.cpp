#include "base/ids.h"

#include <set>

#include <gtest/gtest.h>

namespace hetang {
namespace {

TEST(Ids, TokensHaveTheirLengthAndDoNotRepeat) {
  std::set<std::string> tokens;
  for (int i = 0; i < 1000; ++i) tokens.insert(RandomToken(16));
  EXPECT_EQ(tokens.size(), 1000U);
  for (const auto& token : tokens) ASSERT_EQ(token.size(), 32U);
}

TEST(Ids, ACardNumberWithOneWrongDigitFailsLuhn) {
  const std::string card = "4111111111111111";
  ASSERT_TRUE(PassesLuhn(card));
  for (std::size_t i = 0; i < card.size(); ++i) {
    std::string wrong = card;
    wrong[i] = wrong[i] == '9' ? '0' : static_cast<char>(wrong[i] + 1);
    EXPECT_FALSE(PassesLuhn(wrong)) << wrong;
  }
  EXPECT_FALSE(PassesLuhn(""));
  EXPECT_FALSE(PassesLuhn("4111-1111"));
}

TEST(Ids, AnIdentityNumberNeedsItsCheckPlaceAndADateThatExists) {
  EXPECT_TRUE(IsIdentityNumber("11010519491231002X"));  // The example of GB 11643-1999.
  EXPECT_TRUE(IsIdentityNumber("11010519491231002x"));
  EXPECT_TRUE(IsIdentityNumber("440524188001010014"));
  EXPECT_FALSE(IsIdentityNumber("110105194912310021"));
  EXPECT_FALSE(IsIdentityNumber("1101051949123100"));
  EXPECT_FALSE(IsIdentityNumber("11010519491231002Y"));
  EXPECT_FALSE(IsIdentityNumber("X1010519491231002X"));
  // Right check place, no such day: the 31st of February.
  EXPECT_FALSE(IsIdentityNumber("110105194902310026"));
}

}  // namespace
}  // namespace hetang
