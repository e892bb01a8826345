#include "engine/statement/kinds.h"

#include <gtest/gtest.h>

namespace hetang::statement {
namespace {

using trace::Kind;

KindSigns Summary(std::string_view summary, Direction direction = Direction::out) {
  KindSigns signs;
  signs.summary = summary;
  signs.direction = direction;
  return signs;
}

KindSigns Between(std::string_view summary, std::string_view name = "张三") {
  KindSigns signs = Summary(summary);
  signs.has_other_number = true;
  signs.other_number = "6222020000007654321";
  signs.other_name = name;
  return signs;
}

TEST(Kinds, CashIsCashInBothDirections) {
  for (const std::string_view words : {"ATM取款", "现金取款", "柜面取现", "无卡取款", "取现"}) {
    EXPECT_EQ(KindOf(Summary(words)), Kind::cash) << words;
  }
  for (const std::string_view words : {"现金存入", "ATM存款", "现存", "CASH DEPOSIT"}) {
    EXPECT_EQ(KindOf(Summary(words, Direction::in)), Kind::cash) << words;
  }
  KindSigns marked = Summary("支出");
  marked.cash_mark = true;
  EXPECT_EQ(KindOf(marked), Kind::cash);
  EXPECT_EQ(KindOf(Summary("ATM转账")), Kind::transfer);
  EXPECT_EQ(KindOf(Summary("非现金转账")), Kind::transfer);
}

TEST(Kinds, FeesAndInterestAreOfTheBank) {
  for (const std::string_view words :
       {"手续费", "跨行汇款手续费", "年费", "短信费", "短信服务费", "工本费", "账户管理费"}) {
    EXPECT_EQ(KindOf(Summary(words)), Kind::fee) << words;
  }
  EXPECT_EQ(KindOf(Summary("免手续费转账")), Kind::transfer);
  for (const std::string_view words : {"结息", "利息", "存款利息", "利息入账"}) {
    EXPECT_EQ(KindOf(Summary(words, Direction::in)), Kind::interest) << words;
  }
  EXPECT_EQ(KindOf(Between("手续费", "荷叶银行手续费收入")), Kind::fee);
  // What a victim was told to write into the note of a transfer to a person.
  EXPECT_EQ(KindOf(Between("解冻手续费")), Kind::transfer);
}

TEST(Kinds, PurchasesAreOfMerchants) {
  EXPECT_EQ(KindOf(Summary("消费")), Kind::merchant);
  EXPECT_EQ(KindOf(Summary("POS消费")), Kind::merchant);
  KindSigns shop = Summary("快捷消费");
  shop.merchant = "藕香超市";
  EXPECT_EQ(KindOf(shop), Kind::merchant);
  EXPECT_EQ(KindOf(Summary("deposit")), Kind::transfer);
}

TEST(Kinds, PaymentCompaniesAreToldByNameAndWords) {
  for (const std::string_view name :
       {"财付通支付科技有限公司", "支付宝（中国）网络技术有限公司", "网联清算有限公司",
        "某某支付有限公司客户备付金", "财付通-藕香超市"}) {
    EXPECT_EQ(KindOf(Between("快捷支付", name)), Kind::third_party) << name;
  }
  KindSigns arrived = Between("提现", "财付通支付科技有限公司");
  arrived.direction = Direction::in;
  EXPECT_EQ(KindOf(arrived), Kind::third_party);
  EXPECT_EQ(KindOf(Summary("微信支付")), Kind::third_party);
  EXPECT_EQ(KindOf(Summary("快捷支付")), Kind::third_party);
}

TEST(Kinds, AbroadIsAbroad) {
  for (const std::string_view words : {"境外汇款", "境外ATM取款", "跨境汇款", "境外消费"}) {
    EXPECT_EQ(KindOf(Summary(words)), Kind::abroad) << words;
  }
  EXPECT_EQ(KindOf(Between("境外汇款", "ORCHID POND TRADING LTD")), Kind::abroad);
  KindSigns notes = Summary("ATM取款");
  notes.foreign_currency = true;
  EXPECT_EQ(KindOf(notes), Kind::abroad);
}

TEST(Kinds, ReversalsAreToldAndWhatTheyReversedKeepsItsKind) {
  for (const std::string_view words : {"冲正", "抹账", "冲账", "消费撤销", "退汇"}) {
    EXPECT_EQ(KindOf(Summary(words)), Kind::reversal) << words;
    EXPECT_EQ(KindOf(Between(words)), Kind::reversal) << words;
  }
  EXPECT_EQ(KindOf(Between("转账(已冲正)")), Kind::transfer);
}

TEST(Kinds, BetweenTwoNamedAccountsItIsATransferWhateverTheNoteSays) {
  for (const std::string_view words :
       {"消费", "取款", "境外购物", "支付宝转账", "快捷支付", "现金", "货款", ""}) {
    EXPECT_EQ(KindOf(Between(words)), Kind::transfer) << words;
  }
}

}  // namespace
}  // namespace hetang::statement
