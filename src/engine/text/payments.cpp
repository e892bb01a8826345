#include "engine/text/payments.h"

#include <algorithm>
#include <cstdlib>

#include "engine/text/numbers.h"

namespace hetang::text {
namespace {

bool IsAccount(const Entity& entity) {
  return entity.kind == Kind::card || entity.kind == Kind::account;
}

// True for two numbers of one length that differ in one place: one is the other, mistyped.
bool IsSlipOf(const Entity& slip, const Entity& whole) {
  if (slip.valid || !whole.valid || slip.value.size() != whole.value.size()) return false;
  int differences = 0;
  for (std::size_t i = 0; i < slip.value.size(); ++i) {
    differences += slip.value[i] != whole.value[i] ? 1 : 0;
  }
  return differences == 1;
}

bool IsTailOf(const Entity& tail, const Entity& whole) {
  return tail.form != Form::whole && whole.value.size() > tail.value.size() &&
         whole.value.ends_with(tail.value);
}

// How often one amount was paid: 分三笔各2万, 648元六次. 1 when nothing says so.
int TimesPaid(const Page& page, const Entity& amount) {
  constexpr int kMost = 20;
  const auto counted = [&](std::size_t at) {
    const auto number = ReadSmall(page, at);
    if (!number || number->value < 2 || number->value > kMost) return 0;
    const char32_t unit = page.At(number->end);
    return unit == U'笔' || unit == U'次' || unit == U'回' ? number->value : 0;
  };
  // 12,600、7,000两次 counts the list and repeats nothing.
  const char32_t before = page.Before(amount.start);
  const bool listed = before == U'、' || before == U',' || before == U'和';
  if (const int times = listed ? 0 : counted(amount.end); times > 0) return times;
  if (page.At(amount.end) == U'x' || page.At(amount.end) == U'*') {
    const auto number = ReadSmall(page, amount.end + 1);
    if (number && number->value >= 2 && number->value <= kMost) return number->value;
  }
  // 各 right before the amount or its verb, and the count before 各.
  const std::size_t floor = amount.start > 20 ? amount.start - 20 : 0;
  for (std::size_t at = amount.start; at-- > floor;) {
    if (EndsSentence(page, at)) return 1;
    if (page.At(at) != U'各' && !page.Has(at, U"每笔") && !page.Has(at, U"每次")) continue;
    if (amount.start - at > 6) return 1;
    for (std::size_t back = at; back-- > floor;) {
      if (EndsSentence(page, back)) return 1;
      if (ChineseDigit(page.Before(back)) >= 0 || IsDigit(page.Before(back))) continue;
      if (const int times = counted(back); times > 0) return times;
    }
    return 1;
  }
  return 1;
}

class Linker {
 public:
  Linker(const Page& page, const Gaps& gaps, const std::vector<Turn>& turns,
         std::vector<Entity>& entities)
      : page_(page), gaps_(gaps), turns_(turns), entities_(entities) {
    CorrectSlips();
    for (std::size_t i = 0; i < entities_.size(); ++i) {
      if (IsAccount(entities_[i]) && entities_[i].role == Role::suspect) AddPayee(i);
      if (IsAccount(entities_[i]) && entities_[i].role == Role::victim) payers_.push_back(i);
    }
  }

  std::vector<Payment> Run() {
    std::vector<Payment> payments;
    for (std::size_t i = 0; i < entities_.size(); ++i) {
      const Entity& amount = entities_[i];
      if (amount.kind != Kind::amount || amount.role != Role::paid || !amount.amount_fen) continue;
      Payment payment;
      payment.amount_fen = *amount.amount_fen;
      payment.amount_index = i;
      payment.at = TimeOf(i);
      payment.from_account = PayerOf(i);
      if (const auto payee = PayeeOf(i)) {
        payment.to_account = entities_[*payee].value;
        payment.to_name = NearAccount(*payee, Kind::person);
        payment.to_bank = NearAccount(*payee, Kind::bank);
      }
      if (!payment.to_name) payment.to_name = OnlyPayeeName();
      const int times = TimesPaid(page_, amount);
      payments.insert(payments.end(), static_cast<std::size_t>(times), payment);
    }
    return payments;
  }

 private:
  // A slip of the payee's number is the payee's, whoever wrote it down.
  void CorrectSlips() {
    constexpr std::size_t kMost = 32;
    std::vector<std::size_t> whole;
    for (std::size_t i = 0; i < entities_.size() && whole.size() < kMost; ++i) {
      if (IsAccount(entities_[i]) && entities_[i].valid) whole.push_back(i);
    }
    for (Entity& slip : entities_) {
      if (!IsAccount(slip) || slip.form != Form::mistyped) continue;
      for (const std::size_t i : whole) {
        if (IsSlipOf(slip, entities_[i])) slip.role = entities_[i].role;
      }
    }
  }

  // Keeps one entity for each account: the whole number before a slip or a tail of it.
  void AddPayee(std::size_t index) {
    for (std::size_t& known : payees_) {
      const Entity& a = entities_[known];
      const Entity& b = entities_[index];
      if (a.value == b.value || IsSlipOf(b, a) || IsTailOf(b, a)) return;
      if (IsSlipOf(a, b) || IsTailOf(a, b)) {
        known = index;
        return;
      }
    }
    payees_.push_back(index);
  }

  bool SameSentence(std::size_t a, std::size_t b) const {
    const std::size_t from = std::min(entities_[a].end, entities_[b].end);
    const std::size_t to = std::max(entities_[a].start, entities_[b].start);
    if (to - from > 200) return false;
    for (std::size_t p = from; p < to; ++p) {
      if (EndsSentence(page_, p)) return false;
    }
    return true;
  }

  // One account known: it is the payee. Several: the one of the same sentence, behind the amount
  // first (转5000元到…), else the last one named before, else the next one.
  std::optional<std::size_t> PayeeOf(std::size_t amount) const {
    if (payees_.empty() || GoesThroughWallet(amount) || NamesAnother(amount)) return std::nullopt;
    if (payees_.size() == 1) {
      return IsToldLater(amount, payees_.front()) ? std::nullopt : std::optional(payees_.front());
    }
    std::optional<std::size_t> before, after, near_before, near_after;
    for (const std::size_t payee : payees_) {
      const bool near = SameSentence(payee, amount);
      if (payee < amount) {
        before = payee;
        if (near) near_before = payee;
      } else {
        if (!after) after = payee;
        if (near && !near_after) near_after = payee;
      }
    }
    if (near_before && near_after) {
      const std::size_t left = gaps_.Between(entities_[*near_before].end, entities_[amount].start);
      const std::size_t right = gaps_.Between(entities_[amount].end, entities_[*near_after].start);
      return left <= right ? near_before : near_after;
    }
    if (near_after) return near_after;
    if (near_before) return near_before;
    if (AreListedTogether()) return std::nullopt;
    return after ? after : before;
  }

  // In a chat the reporter names the account of one payment; what went before an answer of the
  // other side went elsewhere.
  bool IsToldLater(std::size_t amount, std::size_t payee) const {
    const Turn* from = TurnAt(turns_, entities_[amount].start);
    const Turn* to = TurnAt(turns_, entities_[payee].start);
    if (from == nullptr || to == nullptr || from >= to || to->speaker != Speaker::reporter) {
      return false;
    }
    return std::any_of(from, to, [](const Turn& t) { return t.speaker == Speaker::other_side; });
  }

  // 收款账户分别为甲（…）及乙（…): which of them took which sum is not told.
  bool AreListedTogether() const {
    const Entity& first = entities_[payees_.front()];
    return page_.MarkBefore(first.start, 40, Cue::paid) != nullptr &&
           page_.Plain(first.start > 40 ? first.start - 40 : 0, first.start).find(U"分别") !=
               std::u32string_view::npos &&
           SameSentence(payees_.front(), payees_.back());
  }

  // 【微信支付】向…转账600元: a wallet's payment in a sentence without an account.
  bool GoesThroughWallet(std::size_t amount) const {
    const Entity& entity = entities_[amount];
    for (const std::size_t payee : payees_) {
      if (SameSentence(payee, amount)) return false;
    }
    const Span sentence = page_.Sentence(entity.start, 60);
    for (std::size_t p = sentence.start; p < sentence.end; ++p) {
      for (const std::u32string_view word : {U"微信支付", U"微信转", U"用微信", U"支付宝转",
                                             U"支付宝付", U"用支付宝", U"现金", U"扫码付"}) {
        if (page_.Has(p, word)) return true;
      }
    }
    return false;
  }

  // 28万到某甲: the sum went to a name that no account belongs to.
  bool NamesAnother(std::size_t amount) const {
    for (std::size_t i = amount + 1; i < entities_.size(); ++i) {
      const Entity& next = entities_[i];
      if (gaps_.Between(entities_[amount].end, next.start) > 3) return false;
      if (next.kind != Kind::person) continue;
      bool named = false;
      for (const std::size_t payee : payees_) {
        const auto name = NearAccount(payee, Kind::person);
        if (!name || *name == next.value) return false;
        named = true;
      }
      return named;
    }
    return false;
  }

  std::optional<std::string> PayerOf(std::size_t amount) const {
    std::optional<std::size_t> best;
    for (const std::size_t payer : payers_) {
      if (SameSentence(payer, amount)) best = payer;
      if (payer > amount) break;
    }
    if (!best && payers_.size() == 1) best = payers_.front();
    if (!best) return std::nullopt;
    return entities_[*best].value;
  }

  std::optional<Moment> TimeOf(std::size_t amount) const {
    if (const Turn* turn = TurnAt(turns_, entities_[amount].start); turn && turn->stamp) {
      return Use(*turn->stamp);
    }
    for (std::size_t i = amount; i-- > 0;) {
      if (!SameSentence(i, amount)) break;
      if (entities_[i].kind == Kind::time) return Use(i);
      if (entities_[i].kind == Kind::amount && entities_[i].role == Role::paid) break;
    }
    for (std::size_t i = amount + 1; i < entities_.size(); ++i) {
      if (entities_[i].start > entities_[amount].end + 3) break;
      if (entities_[i].kind == Kind::time) return Use(i);
    }
    return std::nullopt;
  }

  std::optional<Moment> Use(std::size_t time) const {
    entities_[time].role = Role::paid;
    return entities_[time].at;
  }

  // The name or bank that stands within a few places of the account.
  std::optional<std::string> NearAccount(std::size_t account, Kind kind) const {
    constexpr std::size_t kReach = 14;
    std::optional<std::string> found;
    for (std::size_t i = account; i-- > 0;) {
      if (entities_[i].end + kReach < entities_[account].start) break;
      if (entities_[i].kind == kind && entities_[i].role == Role::suspect) {
        found = entities_[i].value;
        break;
      }
    }
    for (std::size_t i = account + 1; i < entities_.size(); ++i) {
      if (entities_[i].start > entities_[account].end + kReach) break;
      if (found || !SameSentence(account, i)) break;
      if (entities_[i].kind == kind && entities_[i].role == Role::suspect)
        found = entities_[i].value;
    }
    return found;
  }

  // Without an account: the one name that a payee word introduces.
  std::optional<std::string> OnlyPayeeName() const {
    std::optional<std::string> name;
    for (const Entity& entity : entities_) {
      if (entity.kind != Kind::person || entity.role != Role::suspect) continue;
      if (page_.MarkBefore(entity.start, 4, {Cue::payee, Cue::pay}) == nullptr) continue;
      if (name && *name != entity.value) return std::nullopt;
      name = entity.value;
    }
    return name;
  }

  const Page& page_;
  const Gaps& gaps_;
  const std::vector<Turn>& turns_;
  std::vector<Entity>& entities_;
  std::vector<std::size_t> payees_;
  std::vector<std::size_t> payers_;
};

}  // namespace

std::vector<Payment> FindPayments(const Page& page, const Gaps& gaps,
                                  const std::vector<Turn>& turns, std::vector<Entity>& entities) {
  return Linker(page, gaps, turns, entities).Run();
}

}  // namespace hetang::text
