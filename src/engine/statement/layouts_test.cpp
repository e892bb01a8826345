// Layouts beside the canonical one: names nobody listed, payment companies' exports, lists of
// payers and payees, banks' bilingual headers. A row each, drawn as such a file has it.
#include <gtest/gtest.h>

#include "engine/statement/table_in_text.h"

namespace hetang::statement {
namespace {

using trace::Kind;

Entry Only(std::string_view text) {
  const ReadTable read = Draw(text);
  const auto entries = read.entries();
  EXPECT_EQ(entries.size(), 1U) << text;
  return entries.empty() ? Entry{} : entries[0];
}

std::string Number(const NumberInFile& number) { return number.main.Reveal(); }

TEST(Layouts, ANameNobodyListedIsASideAndAnAttribute) {
  const Entry entry = Only(R"(
我方卡号|我方户名|对端账号/卡号|对端账户名称|对端所属银行|交易发生时间|本次交易金额|资金收付标志|交易后账户余额
6222020000001234567|张三|6217000000007654321|李四|荷叶银行|2026-03-02|5.00|付|6.00
)");
  EXPECT_EQ(Number(entry.card), "6222020000001234567");
  EXPECT_EQ(entry.holder.Reveal(), "张三");
  EXPECT_EQ(Number(entry.other), "6217000000007654321");
  EXPECT_EQ(entry.other_name.Reveal(), "李四");
  EXPECT_EQ(entry.other_bank, "荷叶银行");
  EXPECT_EQ(entry.direction, Direction::out);
  EXPECT_EQ(entry.balance_fen, 600);
}

TEST(Layouts, ASecondColumnOfOneMeaningFillsTheBlanksOfTheFirst) {
  const auto entries = Draw(R"(
卡号|交易时间|收支|金额|对方账号|对方卡号
6222020000001234567|20260302|收|1.00|--|6217000000007654321
6222020000001234567|20260302|收|1.00|43010001000200030|6217000000007654321
)")
                           .entries();
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(Number(entries[0].other), "6217000000007654321");
  EXPECT_EQ(Number(entries[1].other), "43010001000200030");
}

TEST(Layouts, OfTwoEqualHeadersTheFirstCounts) {
  const Entry entry = Only(R"(
卡号|交易时间|收支|金额|金额
6222020000001234567|20260302|收|1.00|2.00
)");
  EXPECT_EQ(entry.amount_fen, 100);
}

TEST(Layouts, AStatementForACustomerHasPagesAndSignedAmounts) {
  const ReadTable read = Draw(R"(
荷叶银行个人客户交易明细清单|||||||
客户姓名：张三||卡号：6222 0200 0000 1234 567||账号：43010001000200030|||
起始日期：2026-01-01|终止日期：2026-03-31||||||
序号|交易日期|交易时间|交易类型|收入/支出金额|账户余额|对方户名|对方账号
1|2026-03-02|21:05:09|转账|-5.00|6.00|李四|6217000000007654321
2|2026-03-02|21:06:09|转账|+5.00|11.00|李四|6217000000007654321
打印时间：2026-03-05 10:00:00|||||||
第1页/共2页|||||||
)");
  EXPECT_TRUE(read.refusals().empty());
  const auto entries = read.entries();
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(Number(entries[0].card), "6222020000001234567");
  EXPECT_EQ(Number(entries[0].account), "43010001000200030");
  EXPECT_EQ(entries[0].holder.Reveal(), "张三");
  EXPECT_EQ(entries[0].direction, Direction::out);
  EXPECT_EQ(entries[1].direction, Direction::in);
}

TEST(Layouts, AGroupTellsEqualHeadersApart) {
  const Entry entry = Only(R"(
|||收入||支出||
账号|交易日期|余额|金额|笔数|金额|笔数
43010001000200030|20260302|6.00|||5.00|1
)");
  EXPECT_EQ(entry.direction, Direction::out);
  EXPECT_EQ(entry.amount_fen, 500);
}

TEST(Layouts, AListOfPayersAndPayeesIsSeenFromThePayer) {
  const Entry entry = Only(R"(
付款方名称|付款方账号|收款方名称|收款方账号|交易金额(元)|交易时间
张三|6222020000001234567|李四|6217000000007654321|5.00|2026-03-02 21:05:09
)");
  EXPECT_EQ(Number(entry.card), "6222020000001234567");
  EXPECT_EQ(entry.holder.Reveal(), "张三");
  EXPECT_EQ(entry.direction, Direction::out);
  EXPECT_EQ(Number(entry.other), "6217000000007654321");
  EXPECT_EQ(entry.other_name.Reveal(), "李四");
  EXPECT_FALSE(entry.wallet);
}

TEST(Layouts, ATitleTellsWhichOfPayerAndPayeeIsTheAccount) {
  const Entry entry = Only(R"(
账号：6217000000007654321||||
付款人账号[ Debit Account No. ]|收款人账号[ Payee's Account ]|交易日期[ Date ]|交易时间|交易金额
6222020000001234567|6217000000007654321|20260302|21:05:09|5.00
)");
  EXPECT_EQ(Number(entry.account), "6217000000007654321");
  EXPECT_EQ(entry.direction, Direction::in);
  EXPECT_EQ(Number(entry.other), "6222020000001234567");
}

TEST(Layouts, OnlyAPayeeIsTheCounterparty) {
  const Entry entry = Only(R"(
账号|交易时间|借贷标志|金额|收款人账号|收款人户名
43010001000200030|20260302|借|5.00|6217000000007654321|李四
)");
  EXPECT_EQ(Number(entry.account), "43010001000200030");
  EXPECT_EQ(Number(entry.other), "6217000000007654321");
  EXPECT_EQ(entry.other_name.Reveal(), "李四");
}

TEST(Layouts, APaymentCompanysAnswerIsAboutItsWallets) {
  const std::string_view text = R"(
用户ID|交易单号|大单号|用户侧账号名称|借贷类型|交易类型|交易金额(分)|账户余额(分)|交易时间|用户银行卡号|对手方ID|对手侧账户名称
wxid_lotus|1000|2000|张三|出|转账|100|500|2026-03-02 21:05:09|6222020000001234567|wxid_pond|李四
)";
  EXPECT_EQ(Draw(text).table, Table::wallet);
  const Entry entry = Only(text);
  EXPECT_EQ(Number(entry.account), "wxid_lotus");
  EXPECT_TRUE(entry.card.main.empty());  // The card it pays with is another account.
  EXPECT_EQ(Number(entry.other), "wxid_pond");
  EXPECT_EQ(entry.amount_fen, 100);
  EXPECT_EQ(entry.order_number, "2000");
  EXPECT_EQ(entry.serial, "1000");
  EXPECT_TRUE(entry.wallet);
}

TEST(Layouts, ANumberAndANameMayShareACell) {
  const Entry entry = Only(R"(
交易号|商户订单号|交易创建时间|类型|用户信息|交易对方信息|消费名称|金额（元）|收/支|交易状态
T1|O1|2026/3/2 21:05|即时到账|2088123412341234(张三)|2088990011112222（李四）|转账|5.00|支出|交易成功
)");
  EXPECT_EQ(Number(entry.account), "2088123412341234");
  EXPECT_EQ(entry.holder.Reveal(), "张三");
  EXPECT_EQ(Number(entry.other), "2088990011112222");
  EXPECT_EQ(entry.other_name.Reveal(), "李四");
  EXPECT_EQ(entry.precision, Precision::minute);
}

TEST(Layouts, ABillTellsItsWalletInATitle) {
  const ReadTable read = Draw(R"(
账单明细列表||||||
支付宝账户：2088123412341234|||||
交易时间|交易类型|交易对方|商品|收/支|金额(元)|当前状态|交易单号|商户单号
2026-03-02 21:05:09|商户消费|藕香超市|粥|支出|¥5.00|支付成功|1000|2000
2026-03-02 21:05:10|退款|藕香超市|粥|/|¥5.00|已全额退款|1001|2001
2026-03-02 21:05:11|转账|李四|/|支出|¥6.00|对方拒绝|1002|2002
)");
  EXPECT_EQ(read.table, Table::wallet);
  const auto entries = read.entries();
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(Number(entries[0].account), "2088123412341234");
  EXPECT_EQ(entries[0].kind, Kind::merchant);
  EXPECT_EQ(entries[1].direction, Direction::unknown);
  EXPECT_EQ(entries[2].kind, Kind::failed);
}

TEST(Layouts, EnglishHeadersAreRead) {
  const Entry entry = Only(R"(
Date|Description|Debit|Credit|Balance|Account No.|Reference
2026-03-02|ATM WITHDRAWAL|5.00||6.00|43010001000200030|R1
)");
  EXPECT_EQ(entry.direction, Direction::out);
  EXPECT_EQ(entry.kind, Kind::cash);
  EXPECT_EQ(entry.serial, "R1");
}

TEST(Layouts, APurchaseWithoutADirectionLeaves) {
  const Entry entry = Only(R"(
银行卡号|商户名称|终端号|交易日期|交易时间|交易金额|交易类型
6222020000001234567|藕香超市|T1|20260302|210509|5.00|消费
)");
  EXPECT_EQ(entry.direction, Direction::out);
  EXPECT_EQ(entry.kind, Kind::merchant);
  EXPECT_EQ(entry.place, "藕香超市");
}

TEST(Layouts, AnAccountInABlockAboveTellsWhoseStatementFollows) {
  const ReadTable read = Draw(R"(
户名|账号|开户行|||
张三|43010001000200030|荷叶支行|||
交易日期|收入|支出|余额|对方户名|摘要
2026-03-02|5.00||6.00|李四|转账
)");
  EXPECT_EQ(read.table, Table::transactions);
  ASSERT_EQ(read.entries().size(), 1U);
  EXPECT_EQ(Number(read.entries()[0].account), "43010001000200030");
  EXPECT_EQ(read.entries()[0].holder.Reveal(), "张三");
}

TEST(Layouts, ASubAccountMayStandAloneOrBehindItsMainNumber) {
  const auto rows = Draw(R"(
交易账号|子账户账号|子账户类别
43010001000200030|43010001000200030_001|活期
43010001000200030|002|定期
)")
                        .All<AccountRow>();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(Number(rows[0].account), "43010001000200030");
  EXPECT_EQ(rows[0].account.sub, "001");
  EXPECT_EQ(rows[1].account.sub, "002");
}

}  // namespace
}  // namespace hetang::statement
