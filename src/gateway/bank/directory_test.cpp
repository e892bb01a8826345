#include "gateway/bank/directory.h"

#include <set>

#include <gtest/gtest.h>

#include "base/text.h"
#include "gateway/bank/codes.h"
#include "gateway/bank/profile.h"

namespace hetang::bank {
namespace {

const Directory& Demo() {
  static const Directory directory(DemoBanks("http://127.0.0.1:1"));
  return directory;
}

std::string NameOf(std::string_view text) {
  const BankEntry* bank = Demo().ByName(text);
  return bank == nullptr ? "" : bank->name;
}

TEST(Directory, FindsABankByEachNamePeopleUse) {
  EXPECT_EQ(NameOf("中国工商银行"), "中国工商银行");
  EXPECT_EQ(NameOf("工商银行"), "中国工商银行");
  EXPECT_EQ(NameOf("工行"), "中国工商银行");
  EXPECT_EQ(NameOf(" icbc "), "中国工商银行");
  EXPECT_EQ(NameOf("ＣＣＢ"), "中国建设银行");
  EXPECT_EQ(NameOf("邮储"), "中国邮政储蓄银行");
  EXPECT_EQ(NameOf("信用社"), "农村信用社");
  EXPECT_EQ(NameOf("微信支付"), "财付通");
}

TEST(Directory, FindsTheHeadOfficeOfABranch) {
  EXPECT_EQ(NameOf("农业银行株董路分理处"), "中国农业银行");
  EXPECT_EQ(NameOf("中国银行股份有限公司长沙分行"), "中国银行");
  EXPECT_EQ(NameOf("长沙银行 麓谷支行"), "长沙银行");
}

TEST(Directory, DoesNotGuess) {
  EXPECT_EQ(NameOf("兴业证券"), "");
  EXPECT_EQ(NameOf("平安保险"), "");
  EXPECT_EQ(NameOf("银行"), "");
  EXPECT_EQ(NameOf(""), "");
  EXPECT_EQ(NameOf("\xFF"), "");
}

TEST(Directory, NoTwoDemoBanksShareACodeOrAName) {
  std::set<std::string> seen;
  for (const BankEntry& bank : Demo().entries()) {
    EXPECT_EQ(bank.code.size(), 12u);
    EXPECT_TRUE(IsDigits(bank.code));
    EXPECT_EQ(Demo().ByCode(bank.code), &bank);
    EXPECT_NE(FindProfile(bank.profile), nullptr);
    std::set<std::string> names(bank.aliases.begin(), bank.aliases.end());
    names.insert({bank.code, bank.name, bank.short_name, bank.name_en});
    for (const std::string& name : names) EXPECT_TRUE(seen.insert(name).second) << name;
  }
  EXPECT_EQ(Demo().ByCode("123456789012"), nullptr);
}

TEST(ResultCodes, EachIsThereOnceAndOnlyThoseThatDidSomethingAreInForce) {
  std::set<std::string_view> seen;
  const std::set<std::string_view> in_force = {"0000", "1200", "1400", "1402", "1700"};
  for (const ResultCode& code : ResultCodes()) {
    EXPECT_EQ(code.code.size(), 4u);
    EXPECT_TRUE(seen.insert(code.code).second) << code.code;
    EXPECT_EQ(IsInForce(code.code), in_force.count(code.code) == 1) << code.code;
  }
  EXPECT_EQ(FindResultCode("1401")->outcome, Outcome::queued);
  EXPECT_EQ(FindResultCode("9876"), nullptr);
  EXPECT_FALSE(IsInForce("9876"));
  EXPECT_FALSE(IsInForce("1"));
}

}  // namespace
}  // namespace hetang::bank
