// The known words of the trade and what each tells: labels of numbers, banks, applications, and the
// verbs and nouns that say what became of money.
//
// The tables (words_*.cpp) are data. FindMarks reads the text once, longest word first from the
// left.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

namespace hetang::text {

enum class Cue : std::uint8_t {
  // What a number after it is.
  card_label,
  account_label,
  phone_label,
  id_label,
  qq_label,
  wechat_label,
  alipay_label,
  tail_label,
  order_label,
  trap_label,
  // What became of an amount.
  pay,      // Money leaves: 转账, 支付.
  paid,     // It has left: 转了, 已付, sent.
  ask,      // It is demanded: 须, 还差, 才能.
  urge,     // It was demanded, and mostly paid: 要求, 诱导.
  says,     // Somebody only says so: 说, 称.
  settled,  // All of it went: 均转入, 都打给.
  to_me,    // It came to the victim: 给我.
  pretext,  // What stands before it does not count: 以…为由.
  plan,     // Somebody is about to pay: 拟, 预约, 申请.
  deny,     // It did not happen: 未, 没成功, 拦截.
  back,     // It comes back: 返, 退还, 提现.
  promise,  // It would come back: 承诺, 赔.
  total,    // A sum of what is counted elsewhere: 共计, 损失.
  shown,    // A balance, a price, a limit, a wage.
  borrow,   // 借款, 贷: money on its way to the victim.
  money,    // Talk of money that decides nothing: 钱, 费, 押金.
  // Who.
  victim,   // 我, 您, 客户, 报案人.
  suspect,  // 对方, 骗子, 客服.
  payee,    // What follows is a payee: 收款人, 户名.
  tip,      // The text is a tip, not a victim's report: 举报.
  // Names with a value.
  bank,
  app,
};

// A few cues as one value.
class CueSet {
 public:
  constexpr CueSet(std::initializer_list<Cue> cues) {
    for (const Cue cue : cues) bits_ |= Bit(cue);
  }
  constexpr CueSet(Cue cue) : bits_(Bit(cue)) {}  // NOLINT: one cue is a set.
  constexpr bool Has(Cue cue) const { return (bits_ & Bit(cue)) != 0; }

 private:
  static constexpr std::uint64_t Bit(Cue cue) { return 1ULL << static_cast<unsigned>(cue); }
  std::uint64_t bits_ = 0;
};

struct Word {
  std::u32string_view text;  // Half-width, Latin letters lower-case.
  Cue cue;
  std::string_view value = {};  // The full name of a bank or an application.
};

struct Mark {
  std::size_t start = 0;
  std::size_t end = 0;
  Cue cue = Cue::money;
  std::string_view value;
};

std::span<const Word> LabelWords();  // words_labels.cpp
std::span<const Word> MoneyWords();  // words_money.cpp
std::span<const Word> NameWords();   // words_names.cpp

std::vector<Mark> FindMarks(std::u32string_view plain);

}  // namespace hetang::text
