#include "engine/text/payments.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

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
    const bool payees = page.Has(number->end, U"个账户") || page.Has(number->end, U"张卡") ||
                        page.Has(number->end, U"个人");
    return payees || unit == U'笔' || unit == U'次' || unit == U'回' ? number->value : 0;
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
  const std::size_t floor = amount.start > 48 ? amount.start - 48 : 0;
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
    for (const std::size_t payee : payees_) {
      const auto name = NearAccount(payee, Kind::person);
      every_payee_named_ = every_payee_named_ && name.has_value();
      if (name) payee_names_.insert(*name);
    }
    only_name_ = OnlyPayeeName();
    PairWithList();
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
      if (!payment.to_name) payment.to_name = only_name_;
      const int times = TimesPaid(page_, amount);
      payments.insert(payments.end(), static_cast<std::size_t>(times), payment);
    }
    return payments;
  }

 private:
  // One place where an account of the other side stands, and the entity that is the account.
  struct Mention {
    std::size_t place = 0;
    std::size_t account = 0;  // An index of payees_.
  };

  // A slip of the payee's number is the payee's, whoever wrote it down.
  void CorrectSlips() {
    std::vector<std::size_t> whole;
    for (std::size_t i = 0; i < entities_.size() && whole.size() < kMostCompared; ++i) {
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
    const Entity& entity = entities_[index];
    const auto [known, is_new] = by_value_.try_emplace(entity.value, payees_.size());
    std::size_t account = known->second;
    if (is_new) {
      for (std::size_t i = 0; i < std::min(payees_.size(), kMostCompared); ++i) {
        const Entity& other = entities_[payees_[i]];
        const bool lesser = IsSlipOf(entity, other) || IsTailOf(entity, other);
        const bool better = IsSlipOf(other, entity) || IsTailOf(other, entity);
        if (!lesser && !better) continue;
        if (better) payees_[i] = index;
        account = known->second = i;
        break;
      }
      if (account == payees_.size()) payees_.push_back(index);
    }
    mentions_.push_back({index, account});
  }

  bool SameSentence(std::size_t a, std::size_t b) const {
    const std::size_t from = std::min(entities_[a].end, entities_[b].end);
    const std::size_t to = std::max(entities_[a].start, entities_[b].start);
    return to - from <= 200 && gaps_.InOneSentence(from, to);
  }

  // 5月转4万元、6月转5万元，收款账户依次为甲、乙: as many accounts as payments, named in their
  // order.
  void PairWithList() {
    if (mentions_.size() < 2 || mentions_.size() > kMostCompared) return;
    const std::size_t first = mentions_.front().place;
    const std::size_t last = mentions_.back().place;
    if (!SameSentence(first, last)) return;
    std::vector<std::size_t> paid;
    for (std::size_t i = 0; i < entities_.size(); ++i) {
      const bool is_paid = entities_[i].kind == Kind::amount && entities_[i].role == Role::paid;
      if (is_paid && i > first && i < last) return;
      if (is_paid && i < first) paid.push_back(i);
    }
    if (paid.size() < mentions_.size()) return;
    const std::size_t skipped = paid.size() - mentions_.size();
    if (skipped > 0 && SameSentence(paid[skipped - 1], paid[skipped])) return;
    for (std::size_t i = 0; i < mentions_.size(); ++i) {
      paired_.emplace(paid[skipped + i], payees_[mentions_[i].account]);
    }
  }

  // One account known: it is the payee. Several: the one of the same sentence, the nearer on either
  // side, else the next one named, else the last one.
  std::optional<std::size_t> PayeeOf(std::size_t amount) const {
    if (mentions_.empty()) return std::nullopt;
    if (const auto pair = paired_.find(amount); pair != paired_.end()) return pair->second;
    if (const auto name = NameBefore(amount)) return AccountOf(*name, amount);
    const auto next = std::lower_bound(
        mentions_.begin(), mentions_.end(), amount,
        [](const Mention& mention, std::size_t place) { return mention.place < place; });
    const Mention* after = next == mentions_.end() ? nullptr : &*next;
    const Mention* before = next == mentions_.begin() ? nullptr : &*std::prev(next);
    const bool near_after = after != nullptr && SameSentence(after->place, amount);
    const bool near_before = before != nullptr && SameSentence(before->place, amount);
    if (!near_after && !near_before && GoesThroughWallet(amount)) return std::nullopt;
    if (NamesWallet(amount) && near_after && HasPaidBetween(amount + 1, after->place + 2)) {
      return std::nullopt;
    }
    if (NamesAnother(amount)) return std::nullopt;
    if (payees_.size() == 1) {
      if (IsToldLater(amount, mentions_.front().place)) return std::nullopt;
      return payees_.front();
    }
    if (near_before && near_after) {
      if (TakesNext(amount, after->place)) return payees_[after->account];
      const std::size_t left = gaps_.Between(entities_[before->place].end, entities_[amount].start);
      const std::size_t right = gaps_.Between(entities_[amount].end, entities_[after->place].start);
      return payees_[(left <= right ? before : after)->account];
    }
    if (near_after || near_before) return payees_[(near_after ? after : before)->account];
    if (AreListedTogether()) return std::nullopt;
    if (!turns_.empty() && before != nullptr) return payees_[before->account];
    return payees_[(after != nullptr ? after : before)->account];
  }

  // 转出18万元至甲（…）、9万元至乙（…）: the sum is followed by where it went.
  bool TakesNext(std::size_t amount, std::size_t account) const {
    const std::size_t end = entities_[amount].end;
    for (std::size_t i = amount + 1; i < account; ++i) {
      if (entities_[i].kind == Kind::amount) return false;
    }
    for (const std::u32string_view word : {U"至", U"到", U"给", U"转入", U"汇入", U"转至"}) {
      if (page_.Has(end, word)) return true;
    }
    return false;
  }

  // 进阶单3888，打到6228…: the other side names the account together with a new demand.
  bool HasDemand(Span turn) const {
    const auto first = std::lower_bound(
        entities_.begin(), entities_.end(), turn.start,
        [](const Entity& entity, std::size_t place) { return entity.start < place; });
    for (auto i = first; i != entities_.end() && i->start < turn.end; ++i) {
      if (i->kind == Kind::amount && i->role == Role::asked) return true;
    }
    return false;
  }

  // In a chat the reporter names the account of one payment; what went before an answer of the
  // other side went elsewhere.
  bool IsToldLater(std::size_t amount, std::size_t payee) const {
    const Turn* from = TurnAt(turns_, entities_[amount].start);
    const Turn* to = TurnAt(turns_, entities_[payee].start);
    if (from == nullptr || to == nullptr || from >= to) return false;
    if (to->speaker != Speaker::reporter) return HasDemand(to->span);
    constexpr std::ptrdiff_t kFar = 20;
    if (to - from > kFar) return true;
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

  // 【微信支付】向…转账600元: paid with a wallet.
  bool GoesThroughWallet(std::size_t amount) const {
    const Span sentence = page_.Sentence(entities_[amount].start, 60);
    for (std::size_t p = sentence.start; p < sentence.end; ++p) {
      for (const std::u32string_view word :
           {U"微信支付", U"微信转", U"用微信", U"支付宝转", U"微信给", U"微信付", U"支付宝付",
            U"用支付宝", U"现金", U"扫码付"}) {
        if (page_.Has(p, word)) return true;
      }
    }
    return false;
  }

  // Another payment stands before the first account: it has a claim of its own.
  bool HasPaidBetween(std::size_t from, std::size_t to) const {
    for (std::size_t i = from; i < to && (i == from || SameSentence(from, i)); ++i) {
      if (entities_[i].kind == Kind::amount && entities_[i].role == Role::paid) return true;
    }
    return false;
  }

  // 向某甲转账支出20,000元: the payee's name between the verb's 向 and the sum, when accounts have
  // names of their own.
  std::optional<std::string> NameBefore(std::size_t amount) const {
    if (payee_names_.empty()) return std::nullopt;
    for (std::size_t i = amount; i-- > 0 && amount - i <= 3;) {
      const Entity& entity = entities_[i];
      if (!SameSentence(i, amount) || entity.kind == Kind::amount || IsAccount(entity)) break;
      if (entity.kind != Kind::person) continue;
      constexpr std::u32string_view kTowards = U"向给";
      const bool towards = kTowards.find(page_.Before(entity.start)) != kTowards.npos;
      if (towards && entity.start > 0) return entity.value;
    }
    return std::nullopt;
  }

  // The account that the name stands by. 某甲 alone may be short for a name that is told in full.
  std::optional<std::size_t> AccountOf(const std::string& name, std::size_t amount) const {
    for (std::size_t i = 0; i < std::min(payees_.size(), kMostCompared); ++i) {
      if (NearAccount(payees_[i], Kind::person) == name) return payees_[i];
    }
    if (!every_payee_named_ || payees_.size() > 1) return std::nullopt;
    const std::size_t only = payees_.front();
    return SameSentence(only, amount) ? std::optional(only) : std::nullopt;
  }

  // 扫码付款9999元: the words right before the sum name a wallet.
  bool NamesWallet(std::size_t amount) const {
    const std::size_t end = entities_[amount].start;
    const auto text = page_.Plain(end > 10 ? end - 10 : 0, end);
    for (const std::u32string_view word : {U"扫码付款", U"扫码支付", U"微信转", U"支付宝转"}) {
      const std::size_t found = text.rfind(word);
      if (found != text.npos && !gaps_.Parted(end - text.size() + found, end)) return true;
    }
    return false;
  }

  // 28万到某甲: the sum went to a name that no account belongs to.
  bool NamesAnother(std::size_t amount) const {
    for (std::size_t i = amount + 1; i < entities_.size(); ++i) {
      const Entity& next = entities_[i];
      if (gaps_.Between(entities_[amount].end, next.start) > 3) return false;
      if (next.kind != Kind::person) continue;
      constexpr std::u32string_view kTowards = U"到给至向往入(";
      if (kTowards.find(page_.Before(next.start)) == kTowards.npos) return false;
      if (!SameSentence(amount, i) || payee_names_.contains(next.value)) return false;
      return every_payee_named_ || HasPaidBetween(i, mentions_.front().place);
    }
    return false;
  }

  // The victim's account of the same sentence, the last before the amount or else the next; or the
  // only one of the text.
  std::optional<std::string> PayerOf(std::size_t amount) const {
    const auto next = std::lower_bound(payers_.begin(), payers_.end(), amount);
    if (next != payers_.begin() && SameSentence(*std::prev(next), amount)) {
      return entities_[*std::prev(next)].value;
    }
    if (next != payers_.end() && SameSentence(*next, amount)) return entities_[*next].value;
    if (payers_.size() == 1) return entities_[payers_.front()].value;
    return std::nullopt;
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

  // So many accounts are compared with each other digit by digit; a narrative holds a few.
  static constexpr std::size_t kMostCompared = 32;

  const Page& page_;
  const Gaps& gaps_;
  const std::vector<Turn>& turns_;
  std::vector<Entity>& entities_;
  std::vector<std::size_t> payees_;  // Accounts of the other side, each once.
  std::vector<Mention> mentions_;    // Where they stand, in order.
  std::unordered_map<std::string, std::size_t> by_value_;
  std::vector<std::size_t> payers_;
  std::unordered_set<std::string> payee_names_;
  std::unordered_map<std::size_t, std::size_t> paired_;  // Amounts and accounts, as entities.
  bool every_payee_named_ = true;
  std::optional<std::string> only_name_;
};

}  // namespace

std::vector<Payment> FindPayments(const Page& page, const Gaps& gaps,
                                  const std::vector<Turn>& turns, std::vector<Entity>& entities) {
  return Linker(page, gaps, turns, entities).Run();
}

}  // namespace hetang::text
