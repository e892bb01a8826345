#include "engine/text/extract.h"

#include <ctime>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/describe.h"

namespace hetang::text {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Moment kReport = *ParseIso("2026-03-05T15:40:00+08:00");  // A Thursday.

Extraction Read(std::string_view text) { return Extract(text, kReport); }

// The values of one kind, in the order of the text.
std::vector<std::string> Values(std::string_view text, Kind kind) {
  std::vector<std::string> values;
  for (const Entity& entity : Read(text).entities) {
    if (entity.kind == kind) values.push_back(entity.value);
  }
  return values;
}

std::vector<std::int64_t> Amounts(std::string_view text) {
  std::vector<std::int64_t> amounts;
  for (const Entity& entity : Read(text).entities) {
    if (entity.kind == Kind::amount) amounts.push_back(entity.amount_fen.value_or(-1));
  }
  return amounts;
}

Entity Only(std::string_view text, Kind kind) {
  std::vector<Entity> found;
  for (const Entity& entity : Read(text).entities) {
    if (entity.kind == kind) found.push_back(entity);
  }
  EXPECT_EQ(found.size(), 1U) << text;
  return found.empty() ? Entity{} : found.front();
}

TEST(Places, AreCodePointsOfTheTextAsGiven) {
  const Entity card = Only("卡号：６２２２ ９８４８ ２５０５ ８７０８。", Kind::card);
  EXPECT_EQ(card.start, 3U);
  EXPECT_EQ(card.end, 22U);
  EXPECT_EQ(card.text, "６２２２ ９８４８ ２５０５ ８７０８");
  EXPECT_EQ(card.value, "6222984825058708");
}

TEST(Cards, GroupsAreReadTogether) {
  EXPECT_THAT(Values("打到 6217-8575-0015-6564-970", Kind::card),
              ElementsAre("6217857500156564970"));
  EXPECT_THAT(Values("账户622298 4825058708", Kind::card), ElementsAre("6222984825058708"));
}

TEST(Cards, OneThatFailsLuhnIsKeptAsMistyped) {
  const Entity card = Only("卡6226908399769670", Kind::card);
  EXPECT_FALSE(card.valid);
  EXPECT_EQ(card.form, Form::mistyped);
  EXPECT_EQ(card.value, "6226908399769670");
}

TEST(Cards, ThePrefixNamesTheIssuer) {
  EXPECT_EQ(Only("转入6228481791166283542", Kind::card).bank, "中国农业银行");
}

TEST(Cards, TailNumberIsKeptAsSuch) {
  const Entity tail = Only("您尾号4817账户支出100元", Kind::card);
  EXPECT_EQ(tail.value, "4817");
  EXPECT_FALSE(tail.valid);
  EXPECT_EQ(tail.form, Form::tail);
  EXPECT_EQ(tail.role, Role::victim);
}

TEST(Cards, MaskedNumberKeepsItsLastDigits) {
  const Entity card = Only("卡622690******9670", Kind::card);
  EXPECT_EQ(card.value, "9670");
  EXPECT_EQ(card.form, Form::masked);
}

TEST(Cards, TheDateGluedToACardIsNoPartOfIt) {
  const Extraction found = Read("账户6222 9838 0591 85013月2日进出");
  ASSERT_EQ(found.entities.size(), 2U);
  EXPECT_EQ(found.entities[0].value, "6222983805918501");
  EXPECT_EQ(found.entities[1].value, "2026-03-02T00:00:00+08:00");
}

TEST(Accounts, LongNumbersThatAreNoCardAreAccounts) {
  EXPECT_THAT(Values("账号4050 8600 4884 0495 0634", Kind::account),
              ElementsAre("40508600488404950634"));
  EXPECT_THAT(Values("收款中行账号587005309418", Kind::account), ElementsAre("587005309418"));
}

TEST(Accounts, OrderNumbersKeepTheirLettersAndAreNobodys) {
  const Entity order = Only("商户单号：DD20260301998877", Kind::account);
  EXPECT_EQ(order.value, "DD20260301998877");
  EXPECT_EQ(order.role, Role::other);
}

TEST(Phones, WrittenInEveryWayAreOneNumber) {
  for (const auto* text : {"电话13819071234", "电话138-1907-1234", "电话138 1907 1234",
                           "电话+86 138 1907 1234", "电话008613819071234", "电话138.1907.1234",
                           "电话１３８１９０７１２３４", "电话一三八一九零七一二三四"}) {
    EXPECT_THAT(Values(text, Kind::phone), ElementsAre("13819071234")) << text;
  }
}

TEST(Phones, LandLinesKeepTheirAreaAndForeignNumbersTheirCountry) {
  EXPECT_THAT(Values("座机0731-88881234", Kind::phone), ElementsAre("073188881234"));
  EXPECT_THAT(Values("电话+1 213 555 0162", Kind::phone), ElementsAre("12135550162"));
  EXPECT_THAT(Values("号码0060-11 2903 7714", Kind::phone), ElementsAre("601129037714"));
  EXPECT_THAT(Values("客服400-820-1234", Kind::phone), ElementsAre("4008201234"));
}

TEST(Phones, HotlinesAreNotMarked) {
  EXPECT_THAT(Read("我打96110问了，又打110报警，还打了95588客服").entities, IsEmpty());
}

TEST(IdentityNumbers, AWrongCheckDigitIsToldAndKept) {
  EXPECT_TRUE(Only("身份证43028119790502050X", Kind::id_number).valid);
  const Entity wrong = Only("身份证430281197905020501", Kind::id_number);
  EXPECT_FALSE(wrong.valid);
  EXPECT_EQ(wrong.value, "430281197905020501");
}

TEST(Addresses, DisguisesAreTakenOff) {
  for (const auto* text :
       {"网址fake-shop.top/a", "hxxp://fake-shop[.]top/a 点", "打开fake-shop(dot)top/a",
        "链接fake-shop点top/a", "网址 fake-shop。top/a", "ｆａｋｅ－ｓｈｏｐ．ｔｏｐ／ａ"}) {
    const std::string value = Only(text, Kind::url).value;
    EXPECT_TRUE(value.ends_with("fake-shop.top/a")) << text << " gives " << value;
  }
}

TEST(Addresses, HoursAndVersionsAreNone) {
  EXPECT_THAT(Values("下午3点com会议，版本2.0，7.am开始", Kind::url), IsEmpty());
}

TEST(Amounts, AreReadInEveryWriting) {
  EXPECT_THAT(Amounts("转了66,000.50元"), ElementsAre(6600050));
  EXPECT_THAT(Amounts("共六十六万元"), ElementsAre(66000000));
  EXPECT_THAT(Amounts("陆拾陆万元整"), ElementsAre(66000000));
  EXPECT_THAT(Amounts("转了66万"), ElementsAre(66000000));
  EXPECT_THAT(Amounts("转了1万2"), ElementsAre(1200000));
  EXPECT_THAT(Amounts("转了3千5"), ElementsAre(350000));
  EXPECT_THAT(Amounts("转了两万八"), ElementsAre(2800000));
  EXPECT_THAT(Amounts("转了1w5"), ElementsAre(1500000));
  EXPECT_THAT(Amounts("转了２万"), ElementsAre(2000000));
  EXPECT_THAT(Amounts("领了8块8"), ElementsAre(880));
  EXPECT_THAT(Amounts("转了一万零五元"), ElementsAre(1000500));
  EXPECT_THAT(Amounts("￥300"), ElementsAre(30000));
}

TEST(Amounts, WhatIsNotToldIsNotMadeUp) {
  const Entity some = Only("被骗几十万元", Kind::amount);
  EXPECT_FALSE(some.amount_fen.has_value());
  const Entity about = Only("被骗七万余元", Kind::amount);
  EXPECT_EQ(about.amount_fen, 7000000);
  EXPECT_TRUE(about.approximate);
}

TEST(Amounts, OtherCurrenciesHaveNoFen) {
  const Entity coins = Only("转了3000USDT", Kind::amount);
  EXPECT_FALSE(coins.amount_fen.has_value());
  EXPECT_EQ(coins.currency, "USDT");
  EXPECT_EQ(coins.units, "3000");
}

TEST(Amounts, WhatIsCountedOrNamedIsNoMoney) {
  EXPECT_THAT(Amounts("群里三百个人，买了3200股，会议号 88123，工号10086，涨了15%，3栋1204室"),
              IsEmpty());
}

TEST(Times, RelativeOnesAreReadFromTheReport) {
  const auto at = [](std::string_view text) { return Only(text, Kind::time).value; };
  EXPECT_EQ(at("昨天21:40"), "2026-03-04T21:40:00+08:00");
  EXPECT_EQ(at("今日11时"), "2026-03-05T11:00:00+08:00");
  EXPECT_EQ(at("上周六晚上"), "2026-02-28T00:00:00+08:00");
  EXPECT_EQ(at("前天下午三点多"), "2026-03-03T15:00:00+08:00");
  EXPECT_EQ(at("半小时前"), "2026-03-05T15:10:00+08:00");
  EXPECT_EQ(at("今晚七点半"), "2026-03-05T19:30:00+08:00");
  EXPECT_EQ(at("去年十月"), "2025-10-01T00:00:00+08:00");
  EXPECT_EQ(at("12月18日"), "2025-12-18T00:00:00+08:00");
}

std::vector<Role> Roles(std::string_view text) {
  std::vector<Role> roles;
  for (const Entity& entity : Read(text).entities) {
    if (entity.kind == Kind::amount) roles.push_back(entity.role);
  }
  return roles;
}

TEST(Roles, PaidAskedReturnedAndTotalAreToldApart) {
  EXPECT_THAT(Roles("我转了5000元，他返我300元，后来要求再交8000元，一共损失4700元。"),
              ElementsAre(Role::paid, Role::returned, Role::asked, Role::report));
}

TEST(Roles, ADemandThatIsAnsweredWasPaid) {
  EXPECT_THAT(Roles("她让我先交120的入职费 我交了 后来又说要补500 我没理她"),
              ElementsAre(Role::paid, Role::asked));
  EXPECT_THAT(Roles("对方索要1,314元，佘某通过微信转账支付。"), ElementsAre(Role::paid));
}

TEST(Roles, ASumForetoldAndThenPaidIsPaidOnce) {
  EXPECT_THAT(Roles("我：我再补4100\n客服：还是那个卡\n我：4100转了\n客服：收到"),
              ElementsAre(Role::asked, Role::paid));
}

TEST(Roles, PricedPartsOfAPaymentAreNotPaidTwice) {
  EXPECT_EQ(Read("一个月租金299 押金500 我扫码付了799").payments.size(), 1U);
}

TEST(Roles, WhatACustomerDemandsAtTheCounterIsNotPaid) {
  EXPECT_THAT(Roles("华夏银行：客户仇某来我行柜台，要求汇款6.5万元，此前已汇过5,000元。"),
              ElementsAre(Role::asked, Role::paid));
}

TEST(Payments, ARestatedSumIsNotASecondPayment) {
  const Extraction found =
      Read("他3月1日转账2000元、9800元、28888元，共计被骗40688元，卡号6228481791166283542。");
  ASSERT_EQ(found.payments.size(), 3U);
  EXPECT_EQ(found.payments[2].amount_fen, 2888800);
  EXPECT_EQ(found.payments[2].to_account, "6228481791166283542");
}

TEST(Payments, SeveralEqualOnesAreSeveral) {
  EXPECT_EQ(Read("我分三笔各转了2万给他").payments.size(), 3U);
}

TEST(Payments, AsManyAccountsAsSumsPairInTheirOrder) {
  const Extraction found = Read(
      "3月1日转账8万元，3月2日转账15万元，收款账户依次为6222984825058708（平安，甲某）、"
      "6228481791166283542（农行，乙某）。");
  ASSERT_EQ(found.payments.size(), 2U);
  EXPECT_EQ(found.payments[0].to_account, "6222984825058708");
  EXPECT_EQ(found.payments[1].to_account, "6228481791166283542");
}

TEST(Payments, APayeesNameChoosesTheAccount) {
  const Extraction found = Read(
      "【建设银行】您尾号3307的卡3月4日16:05向杨金凤转账支出20,000.00元。\n"
      "【建设银行】您尾号3307的卡3月4日16:40向唐宝山转账支出25,000.00元。\n"
      "杨金凤的卡是6222984825058708，唐宝山的忘了");
  ASSERT_EQ(found.payments.size(), 2U);
  EXPECT_EQ(found.payments[0].to_account, "6222984825058708");
  EXPECT_FALSE(found.payments[1].to_account.has_value());
}

TEST(Payments, InAChatTheAccountToldLastIsPaid) {
  const Extraction found = Read(
      "我：账号发来\n经理：6222984825058708 定金5万\n我：5万已汇\n"
      "经理：尾款打我老婆卡 6228481791166283542\n我：打了3万");
  ASSERT_EQ(found.payments.size(), 2U);
  EXPECT_EQ(found.payments[0].to_account, "6222984825058708");
  EXPECT_EQ(found.payments[1].to_account, "6228481791166283542");
}

TEST(Payments, ABankNoticeNamesThePayer) {
  const Extraction found =
      Read("【华夏银行】您尾号4817的账户于3月4日21:05转出13,140.00元，余额5.00元");
  ASSERT_EQ(found.payments.size(), 1U);
  EXPECT_EQ(found.payments[0].from_account, "4817");
  EXPECT_EQ(found.payments[0].at, ParseIso("2026-03-04T21:05:00+08:00"));
  EXPECT_FALSE(found.payments[0].to_account.has_value());
}

TEST(Extract, IsEmptyForBrokenUtf8) { EXPECT_TRUE(Read("转了5000元\xFF").entities.empty()); }

// Processor seconds for `count` copies of `unit`.
double SecondsFor(std::string_view unit, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += unit;
  const std::clock_t start = std::clock();
  Read(text);
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

TEST(Extract, EightTimesTheTextTakesNoSquareOfTheTime) {
  for (const std::string_view unit :
       {"1 ", "a点", "到张", "12:34 ", "3月4日", "6222 9848 2505 8708 转1万 ",
        "我：转了5000\n对方：交钱\n", "尾号1234", "2000元、", "(1", "“", "一万"}) {
    const std::size_t count = 60'000 / unit.size();
    const double once = SecondsFor(unit, count);
    const double eight = SecondsFor(unit, 8 * count);
    EXPECT_LT(eight, 32 * once + 0.2) << unit;  // A square would be 64.
  }
}

TEST(Extract, TextOfPiecesNeverCrashes) {
  const std::vector<std::string> pieces{
      "1",  "2",  "6",  "0",  " ",  "-",    ".",    "*",  "元", "万",   "转", "，",
      "。", "\n", "：", "（", "）", "张",   "某",   "a",  "x",  "_",    "@",  "/",
      "点", "月", "日", "号", "我", "对方", "尾号", "卡", "QQ", "微信", "一", "几",
      "十", "“",  "”",  "+",  "各", "三次", "半",   "块", "￥", "前",   "周", "上"};
  std::minstd_rand random(1);
  for (int round = 0; round < 500; ++round) {
    std::string text;
    for (std::size_t i = random() % 300; i-- > 0;) text += pieces[random() % pieces.size()];
    const Extraction found = Read(text);
    std::size_t end = 0;
    for (const Entity& entity : found.entities) {
      EXPECT_GE(entity.start, end) << text;
      EXPECT_GT(entity.end, entity.start) << text;
      end = entity.end;
    }
  }
}

}  // namespace
}  // namespace hetang::text
