#include "sim/stories.h"

#include <fmt/core.h>

#include "base/money.h"

namespace hetang::sim {
namespace {

// How each trick begins; the payments follow.
constexpr const char* kOpenings[] = {
    "有人在群里拉我做刷单任务，前两单都返了钱，后来说是联单要连做才能提现，网址是 "
    "task-lotus-{0}.example",
    "自称客服的人打来电话 400-000-{0}，说我的会员不取消每月要扣钱，让我开屏幕共享",
    "我在网上认识的老师带我炒外汇，平台叫“荷聚{0}”，看着一直在赚，今天提现提不出来",
    "对方说是公安局的，说我的身份证涉嫌洗钱，要把钱转到安全账户核查，QQ {0}8812 发来了通缉令",
    "要办贷款，对方说我银行卡号填错，账户冻结了，要先交解冻金，联系的微信号是 lotus_{0}",
    "领导加我微信（lxb_{0}），说在外面开会不方便，让我先垫付一笔货款",
};

std::string Amount(std::int64_t fen, Random& random) {
  const std::int64_t yuan = fen / 100;
  if (yuan % 10'000 == 0 && random.Below(2) == 0) return fmt::format("{}万元", yuan / 10'000);
  return fmt::format("{}元", yuan);
}

std::string TimeOfDay(Moment at) {
  const Civil civil = CivilOf(at);
  return fmt::format("{}月{}日{}:{:02}", civil.month, civil.day, civil.hour, civil.minute);
}

std::string Payment(const ToldPayment& told, bool first, Random& random) {
  const std::string from =
      first ? fmt::format("从我{}的卡{}", told.own.bank_name, told.own.number) : "同一张卡";
  return fmt::format("{}{}转了{}到{}，户名{}，卡号{}", TimeOfDay(told.payment.at), from,
                     Amount(told.payment.amount_fen, random), told.payee.bank_name,
                     told.payee.holder, told.payee.number);
}

}  // namespace

Story TellStory(const StoryParts& parts, Random& random) {
  Story story;
  story.began_at = parts.began_at;
  story.victim_name = parts.victim_name;
  story.victim_phone = parts.victim_phone;
  story.text = fmt::format("我叫{}，电话{}，身份证{}。", parts.victim_name, parts.victim_phone,
                           parts.victim_identity);
  story.text += fmt::format(fmt::runtime(random.Pick(kOpenings)), random.Digits(4)) + "。";
  for (std::size_t i = 0; i < parts.payments.size(); ++i) {
    story.text += Payment(parts.payments[i], i == 0, random);
    story.text += i + 1 == parts.payments.size() ? "。现在联系不上了，请帮我止付。" : "；";
  }
  return story;
}

}  // namespace hetang::sim
