#include <algorithm>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/statement/table_in_text.h"

namespace hetang::statement {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using trace::Kind;

constexpr std::string_view kSimple = R"(
交易卡号|交易时间|收付标志|交易金额|交易余额|交易对手账卡号|对手户名|摘要说明|交易流水号
6222020000001234567|2026-03-02 21:05:09|出|1,234.50|100.00|6217000000007654321|李四|转账|S1
6222020000001234567|2026-03-02 21:06:00|进|5|105.00|||结息|S2
)";

std::string At(const Entry& entry) { return FormatIso(entry.at).substr(0, 19); }

TEST(TableReader, ReadsTheTransactionsOfABank) {
  const ReadTable read = Draw(kSimple);
  EXPECT_EQ(read.table, Table::transactions);
  const auto entries = read.entries();
  ASSERT_EQ(entries.size(), 2U);
  const Entry& first = entries[0];
  EXPECT_EQ(first.card.main.Reveal(), "6222020000001234567");
  EXPECT_EQ(At(first), "2026-03-02T21:05:09");
  EXPECT_EQ(first.direction, Direction::out);
  EXPECT_EQ(first.amount_fen, 123450);
  EXPECT_EQ(first.balance_fen, 10000);
  EXPECT_EQ(first.other.main.Reveal(), "6217000000007654321");
  EXPECT_EQ(first.other_name.Reveal(), "李四");
  EXPECT_EQ(first.serial, "S1");
  EXPECT_EQ(first.kind, Kind::transfer);
  EXPECT_EQ(entries[1].kind, Kind::interest);
  EXPECT_EQ(entries[1].direction, Direction::in);
}

TEST(TableReader, TitlesBlankLinesAndTotalsAreNoData) {
  const ReadTable read = Draw(R"(
荷叶银行账户交易明细|||||
打印日期：2026-03-05||起始日期|20260301||
------|----|----|----||
卡号|交易时间|收支|金额|对方户名|摘要
6222020000001234567|20260302210509|收|1.00||
本页合计|||1.00||
卡号|交易时间|收支|金额|对方户名|摘要
6222020000001234567|20260302210510|付|2.00||
合 计||共2笔|3.00||
说明：本明细仅供参考|||||
)");
  EXPECT_THAT(read.refusals(), IsEmpty());
  EXPECT_EQ(read.entries().size(), 2U);
  EXPECT_EQ(read.All<NotData>().size(), 8U);
}

TEST(TableReader, TheFourTablesAndTheWalletAreTold) {
  EXPECT_EQ(Draw("客户名称|证照号码|工作单位\n张三|430201199001011234|无").table, Table::persons);
  EXPECT_EQ(Draw("账户开户名称|开户人证件号码|交易卡号|交易账号|开户网点").table, Table::accounts);
  EXPECT_EQ(Draw("交易账号|子账户账号|子账户类别|余额").table, Table::sub_accounts);
  EXPECT_EQ(Draw("付款支付帐号|收款支付帐号|交易金额|交易时间|订单号").table, Table::wallet);
  EXPECT_EQ(Draw("交易时间|交易对方|收/支|金额（元）|商户订单号").table, Table::wallet);
  EXPECT_EQ(Draw("甲|乙|丙\n1001|2002|3003").table, Table::unknown);
}

TEST(TableReader, HeadersMayCarryBlanksMarksAndUnits) {
  for (const std::string_view header :
       {"交易 卡号\t|交易　时间|收/付标志|交易金额(元)|对手户名",
        "*卡号|交易日期时间|借/贷|金额（元）|对方姓名",
        "卡号：|【交易时间】|收付标志(进/出)|交易金额/元|对手名称",
        "Card Number|Transaction Time|Direction|Amount (CNY)|Counterparty Name",
        "\xEF\xBB\xBF\"卡号\"|入账时间|借贷标志|发生额|交易对方名称"}) {
    const auto rows = std::string(header) + "\n6222020000001234567|20260302210509|进|12.50|李四";
    const auto entries = Draw(rows).entries();
    ASSERT_EQ(entries.size(), 1U) << header;
    EXPECT_EQ(entries[0].amount_fen, 1250) << header;
    EXPECT_EQ(entries[0].direction, Direction::in) << header;
    EXPECT_EQ(entries[0].other_name.Reveal(), "李四") << header;
  }
}

TEST(TableReader, TheHeaderTellsFenAndTenThousands) {
  const auto amount = [](std::string header) {
    const auto entries =
        Draw("卡号|交易时间|收支|摘要|" + header + "\n6222020000001234567|20260302|收|转账|1500")
            .entries();
    return entries.size() == 1 ? entries[0].amount_fen : -1;
  };
  EXPECT_EQ(amount("金额(分)"), 1500);
  EXPECT_EQ(amount("交易金额（单位：分）"), 1500);
  EXPECT_EQ(amount("金额(元)"), 150000);
  EXPECT_EQ(amount("金额（万元）"), 1'500'000'000);
  EXPECT_EQ(amount("金额"), 150000);
}

TEST(TableReader, ATitleTellsTheUnitOnlyWhereItSaysNothingElse) {
  const auto amount = [](std::string title) {
    const auto entries =
        Draw(title + "|\n卡号|交易时间|收支|摘要|金额\n6222020000001234567|20260302|收|转账|15")
            .entries();
    return entries.size() == 1 ? entries[0].amount_fen : -1;
  };
  EXPECT_EQ(amount("单位：分"), 15);
  EXPECT_EQ(amount("单位：人民币分"), 15);
  EXPECT_EQ(amount("金额单位：万元"), 15'000'000);
  EXPECT_EQ(amount("单位：元"), 1500);
  EXPECT_EQ(amount("反馈单位：荷塘分理处"), 1500);
  EXPECT_EQ(amount("查询单位：万安分局"), 1500);
}

TEST(TableReader, TwoLinesMayBeOneHeader) {
  const ReadTable read = Draw(R"(
账号|交易时间|发生额||余额|对方信息|
|||||账号|户名
)");
  EXPECT_EQ(read.table, Table::transactions);
  const auto entries = Draw(R"(
账号|交易时间|发生额||余额|对方|
||借方|贷方||账号|户名
43010001000200030|20260302210509||8.00|10.00|6217000000007654321|李四
43010001000200030|20260302210510|9.00||1.00|6217000000007654321|李四
)")
                           .entries();
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].direction, Direction::in);
  EXPECT_EQ(entries[0].other.main.Reveal(), "6217000000007654321");
  EXPECT_EQ(entries[1].direction, Direction::out);
  EXPECT_EQ(entries[1].amount_fen, 900);
}

TEST(TableReader, GroupsAboveAHeaderTellWhoseColumnsTheyAre) {
  const auto entries = Draw(R"(
本方信息||交易信息|||对方信息|
账号|户名|交易时间|借贷标志|金额|账号|户名
43010001000200030|张三|20260302210509|借|8.00|6217000000007654321|李四
)")
                           .entries();
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].account.main.Reveal(), "43010001000200030");
  EXPECT_EQ(entries[0].holder.Reveal(), "张三");
  EXPECT_EQ(entries[0].other.main.Reveal(), "6217000000007654321");
  EXPECT_EQ(entries[0].other_name.Reveal(), "李四");
}

TEST(TableReader, TheAccountMayStandInATitle) {
  for (const std::string_view titles :
       {"户名：张三  账号：6222020000001234567|||", "户名|张三|卡号|6222020000001234567",
        "账 号：|6222 0200 0000 1234 567|户 名：|张三",
        "客户姓名:张三,查询卡号:6222020000001234567,币种:人民币|||",
        "6222020000001234567交易明细|||\n户名：张三|||"}) {
    const auto entries =
        Draw(std::string(titles) + "\n交易日期|收入|支出|余额\n2026-03-02|5.00||5.00").entries();
    ASSERT_EQ(entries.size(), 1U) << titles;
    const Entry& entry = entries[0];
    const auto& number = entry.card.main.empty() ? entry.account : entry.card;
    EXPECT_EQ(number.main.Reveal(), "6222020000001234567") << titles;
    EXPECT_EQ(entry.holder.Reveal(), "张三") << titles;
  }
}

TEST(TableReader, ANewTitleInsideAFileBeginsAnotherAccount) {
  const auto entries = Draw(R"(
账号：43010001000200030||
交易日期|收入|支出
2026-03-02|5.00|
账号：43010001000200099||
交易日期|收入|支出
2026-03-02|6.00|
)")
                           .entries();
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].account.main.Reveal(), "43010001000200030");
  EXPECT_EQ(entries[1].account.main.Reveal(), "43010001000200099");
}

TEST(TableReader, ARowThatCannotBeReadIsRefusedWithItsReason) {
  const ReadTable read = Draw(R"(
卡号|交易时间|收支|金额|对方账号|摘要
|20260302210509|收|1.00||
6.22202E+18|20260302210509|收|1.00||
6222020000001234567||收|1.00|43010001000200030|转账
6222020000001234567|20261302210509|收|1.00||
6222020000001234567|20260302210509|收||43010001000200030|转账
6222020000001234567|20260302210509|收|一百||
6222020000001234567|20260302210509|收|92233720368547758.08||
6222020000001234567|20260302210509|收|1.00|6.22202E+18|转账
)");
  EXPECT_THAT(read.refusals(), ElementsAre("no_account", "digits_lost", "no_time", "wrong_time",
                                           "no_amount", "wrong_amount", "amount_too_large"));
  ASSERT_EQ(read.entries().size(), 1U);
  EXPECT_TRUE(read.entries()[0].other.main.empty());
}

TEST(TableReader, TwoColumnsOfMoneyTellTheDirection) {
  const ReadTable read = Draw(R"(
账号|交易时间|借方发生额|贷方发生额|余额|摘要
43010001000200030|20260302|8.00|0.00|1|
43010001000200030|20260302||9.00|1|
43010001000200030|20260302|--|-9.00|1|
43010001000200030|20260302|1.00|2.00|1|
43010001000200030|20260302|||1|转账
43010001000200030|20260302|0.00|0.00|x|转账
)");
  const auto entries = read.entries();
  ASSERT_EQ(entries.size(), 4U);
  EXPECT_EQ(entries[0].direction, Direction::out);
  EXPECT_EQ(entries[1].direction, Direction::in);
  EXPECT_EQ(entries[2].direction, Direction::out);
  EXPECT_TRUE(entries[2].was_negative);
  EXPECT_EQ(entries[3].amount_fen, 0);
  EXPECT_FALSE(entries[3].balance_fen.has_value());
  EXPECT_THAT(read.refusals(), ElementsAre("both_directions", "no_amount"));
}

TEST(TableReader, ANegativeAmountIsTheOppositeDirection) {
  const auto entries = Draw(R"(
卡号|交易时间|收支|金额|摘要
6222020000001234567|20260302210509|收|-1.00|转账
6222020000001234567|20260302210509||-1.00|转账
)")
                           .entries();
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].direction, Direction::out);
  EXPECT_TRUE(entries[0].was_negative);
  EXPECT_EQ(entries[0].amount_fen, 100);
  EXPECT_EQ(entries[1].direction, Direction::unknown);
}

TEST(TableReader, WithoutAColumnOfDirectionsTheSignTells) {
  const auto entries = Draw(R"(
卡号|交易时间|交易金额|余额|摘要
6222020000001234567|20260302210509|-1.00|9|转账
6222020000001234567|20260302210509|+2.00|11|转账
)")
                           .entries();
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].direction, Direction::out);
  EXPECT_FALSE(entries[0].was_negative);
  EXPECT_EQ(entries[1].direction, Direction::in);
}

TEST(TableReader, DateAndClockMayStandApart) {
  const auto entries = Draw(R"(
卡号|交易日期|交易时间|收支|金额
6222020000001234567|20260302|210509|收|1.00
6222020000001234567|2026-03-02|21:05:09|收|1.00
6222020000001234567|20260302|90509|收|1.00
6222020000001234567|20260302||收|1.00
6222020000001234567|20260302|2026-03-02 21:05:09|收|1.00
6222020000001234567|20260302|250000|收|1.00
)")
                           .entries();
  ASSERT_EQ(entries.size(), 5U);
  EXPECT_EQ(At(entries[0]), "2026-03-02T21:05:09");
  EXPECT_EQ(At(entries[1]), "2026-03-02T21:05:09");
  EXPECT_EQ(At(entries[2]), "2026-03-02T09:05:09");
  EXPECT_EQ(entries[3].precision, Precision::day);
  EXPECT_EQ(At(entries[4]), "2026-03-02T21:05:09");
}

TEST(TableReader, FailedTransfersAndFailedQueriesAreKept) {
  const ReadTable read = Draw(R"(
交易卡号|交易时间|收付标志|交易金额|交易是否成功|查询反馈结果原因
6222020000001234567|20260302210509|出|1.00|失败|
6222020000001234567|20260302210509|出|1.00|成功|成功
6222020000001234568|||||账户不存在
|||||查询无交易记录
)");
  const auto entries = read.entries();
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].kind, Kind::failed);
  EXPECT_EQ(entries[1].kind, Kind::transfer);
  ASSERT_EQ(read.All<QueryFailure>().size(), 2U);
  EXPECT_EQ(read.All<QueryFailure>()[0].reason, "账户不存在");
}

TEST(TableReader, AWalletRowTellsBothSides) {
  const ReadTable read = Draw(R"(
交易时间|付款支付帐号|付款银行卡号|交易金额|收款支付帐号|收款银行卡号|交易主体的出入账标识|收款方的商户名称|订单号
20260302210509|2088990011112222||1.00|2088990033334444||出||A1
20260302210509|2088990011112222||1.00|2088990033334444||入||A1
20260302210510||6222020000001234567|2.00|2088990033334444||入||A2
20260302210511|2088990011112222||3.00|||出|藕香超市|A3
)");
  EXPECT_EQ(read.table, Table::wallet);
  const auto entries = read.entries();
  ASSERT_EQ(entries.size(), 4U);
  EXPECT_EQ(entries[0].account.main.Reveal(), "2088990011112222");
  EXPECT_EQ(entries[0].other.main.Reveal(), "2088990033334444");
  EXPECT_EQ(entries[0].order_number, "A1");
  EXPECT_TRUE(entries[0].wallet);
  EXPECT_EQ(entries[1].account.main.Reveal(), "2088990033334444");
  EXPECT_EQ(entries[1].direction, Direction::in);
  EXPECT_EQ(entries[2].account.main.Reveal(), "2088990033334444");
  EXPECT_EQ(entries[2].other.main.Reveal(), "6222020000001234567");
  EXPECT_EQ(entries[3].kind, Kind::merchant);
  EXPECT_EQ(entries[3].place, "藕香超市");
}

TEST(TableReader, TablesAboutAccountsTieNumbersToHolders) {
  const ReadTable read = Draw(R"(
账户开户名称|开户人证件号码|交易卡号|交易账号|账号开户时间|开户网点|账户余额
张三|430201199001011234|6222020000001234567|43010001000200030_001|20200101|藕塘支行|5.00
李四|430201199001011235||||藕塘支行|
)");
  ASSERT_EQ(read.All<AccountRow>().size(), 1U);
  const AccountRow row = read.All<AccountRow>()[0];
  EXPECT_EQ(row.card.main.Reveal(), "6222020000001234567");
  EXPECT_EQ(row.account.main.Reveal(), "43010001000200030");
  EXPECT_EQ(row.account.sub, "001");
  EXPECT_EQ(row.holder.Reveal(), "张三");
  EXPECT_EQ(read.All<OtherRow>().size(), 1U);
  const ReadTable persons = Draw("客户名称|证照号码\n张三|430201199001011234");
  EXPECT_EQ(persons.All<OtherRow>().size(), 1U);
}

TEST(TableReader, ARememberedMappingWins) {
  const std::vector<std::string_view> header{"甲 ", "乙（元）", "丙", "丁"};
  Mapping mapping;
  mapping.table = Table::transactions;
  mapping.columns = {Column::time, Column::amount_out, Column::account, Column::ignored};
  const Remembered remembered{{HeaderKey(header), mapping}};
  const ReadTable read = Draw("甲|乙(元)|丙|丁\n20260302|7.00|43010001000200030|x", remembered);
  ASSERT_EQ(read.entries().size(), 1U);
  EXPECT_EQ(read.entries()[0].amount_fen, 700);
  EXPECT_EQ(read.entries()[0].direction, Direction::out);
}

TEST(TableReader, WithoutAHeaderRowsAreUnmappedAndTheLikeliestHeaderIsShown) {
  const ReadTable read = Draw(R"(
某单位导出|||
编号甲|时点乙|数目丙|备忘丁
1|20260302|5.00|a
2|20260303|6.00|b
)");
  EXPECT_EQ(read.table, Table::unknown);
  EXPECT_THAT(read.refusals(), ElementsAre("unmapped", "unmapped"));
  EXPECT_THAT(read.header, testing::Contains("数目丙"));
}

TEST(TableReader, AHeaderIsLookedForInTheFirstThirtyRowsOnly) {
  const auto after = [](int titles) {
    std::vector<std::vector<std::string>> rows(static_cast<std::size_t>(titles), {"标题行"});
    for (auto& row : RowsOf(kSimple)) rows.push_back(row);
    return ReadRows(rows);
  };
  EXPECT_EQ(after(29).entries().size(), 2U);
  EXPECT_EQ(after(30).table, Table::unknown);
}

TEST(TableReader, TheOrderOfColumnsAndPaddingChangeNothing) {
  const auto rows = RowsOf(R"(
交易卡号|交易日期|交易时间|收付标志|交易金额|交易余额|交易对手账卡号|对手户名|摘要说明|现金标志|交易流水号|无关列
6222020000001234567_1|20260302|210509|出|1,234.50|100.00|6217000000007654321|李四|转账||S1|x
6222020000001234567_1|20260302|210510|进|5|105.00|--|—|现金存入|01|S2|y
6222020000001234567_1|20260302|250000|进|5|105.00|||结息||S3|z
)");
  const auto describe = [](const ReadTable& read) {
    std::string all;
    for (const Entry& entry : read.entries()) {
      all += entry.card.main.Reveal() + "_" + entry.card.sub + " " + FormatIso(entry.at) + " " +
             std::to_string(entry.amount_fen) + " " + entry.other.main.Reveal() + " " +
             entry.other_name.Reveal() + " " + entry.serial + " " + entry.summary + " " +
             std::to_string(static_cast<int>(entry.kind)) + " " +
             std::to_string(static_cast<int>(entry.direction)) + "\n";
    }
    for (const std::string& reason : read.refusals()) all += reason;
    return all;
  };
  const std::string expected = describe(ReadRows(rows));
  EXPECT_NE(expected.find("S2"), std::string::npos);
  EXPECT_NE(expected.find("wrong_time"), std::string::npos);
  std::mt19937 random(7);
  const char* paddings[] = {"", " ", "\t", "\u3000", "\u00A0", " \t "};
  for (int round = 0; round < 200; ++round) {
    std::vector<std::size_t> order(rows[0].size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::shuffle(order.begin(), order.end(), random);
    auto shuffled = rows;
    for (std::size_t r = 0; r < rows.size(); ++r) {
      for (std::size_t i = 0; i < order.size(); ++i) {
        shuffled[r][i] = paddings[random() % 6] + rows[r][order[i]] + paddings[random() % 6];
      }
    }
    ASSERT_EQ(describe(ReadRows(shuffled)), expected);
  }
}

}  // namespace
}  // namespace hetang::statement
