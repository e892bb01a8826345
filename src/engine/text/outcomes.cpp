#include "engine/text/outcomes.h"

#include <algorithm>
#include <cstdint>

#include "engine/text/roles.h"

namespace hetang::text {
namespace {

using Amounts = std::vector<Entity*>;

constexpr CueSet kUnsure{Cue::ask,  Cue::plan, Cue::deny,    Cue::urge,
                         Cue::says, Cue::back, Cue::promise, Cue::borrow};

bool Holds(const Page& page, Span span, std::u32string_view word) {
  return page.Plain(span.start, span.end).find(word) != std::u32string_view::npos;
}

// A verb of paying that is done: 转了, 已付, 支付至, or 某某遂转账.
bool IsDone(const Page& page, const Mark& mark, Span clause) {
  if (mark.cue == Cue::paid || mark.cue == Cue::settled) return page.At(mark.end - 1) != U'的';
  if (mark.cue != Cue::pay) return false;
  constexpr std::u32string_view kAspect = U"了过后完至到";
  if (kAspect.find(page.At(mark.end)) != kAspect.npos && mark.end < page.size()) return true;
  const Span before{clause.start, mark.start};
  for (const std::u32string_view word : {U"某", U"其", U"遂", U"随即", U"均", U"通过", U"照"}) {
    if (Holds(page, before, word)) return true;
  }
  return false;
}

// The sums that the words round them call paid: 转了三千; 已付; for a report also a date by a verb.
bool IsFirm(const Page& page, const Gaps& gaps, const Entity& amount) {
  constexpr std::size_t kReach = 24;
  Span clause{amount.start, amount.end};
  while (clause.start > 0 && amount.start - clause.start < kReach &&
         !gaps.EndsAt(clause.start - 1)) {
    --clause.start;
  }
  while (clause.end < page.size() && clause.end - amount.end < kReach / 2 &&
         !gaps.EndsAt(clause.end)) {
    ++clause.end;
  }
  // 被骗取18,000元 and 请其代转18,000元 announce the payment that is told further on.
  const Span before{clause.start, amount.start};
  if (Holds(page, before, U"骗") || Holds(page, before, U"请")) return false;
  bool firm = Holds(page, {amount.end, clause.end}, U"了");
  for (std::size_t i = page.MarkFrom(clause.start); i < page.marks().size(); ++i) {
    const Mark& mark = page.marks()[i];
    if (mark.end > clause.end) break;
    if (mark.cue == Cue::ask || mark.cue == Cue::plan || mark.cue == Cue::deny) return false;
    firm = firm || (IsDone(page, mark, clause) && !page.Has(mark.start, U"分别"));
  }
  return firm;
}

// Reads the clauses that speak of no sum of their own, and hands their verdict to the sums before.
class Answers {
 public:
  Answers(const Page& page, const Gaps& gaps, const std::vector<Turn>& turns,
          const Amounts& amounts)
      : page_(page), gaps_(gaps), turns_(turns), amounts_(amounts) {}

  void Run() {
    Span clause;
    for (std::size_t at = 0; at <= page_.size(); ++at) {
      if (at < page_.size() && !gaps_.EndsAt(at)) continue;
      clause.end = at;
      while (next_ < amounts_.size() && amounts_[next_]->start < clause.start) ++next_;
      if (next_ > 0 && clause.end > clause.start) Read(clause);
      clause.start = at + 1;
    }
  }

 private:
  void Read(Span clause) {
    if (next_ < amounts_.size() && amounts_[next_]->start < clause.end) return;
    const Turn* turn = TurnAt(turns_, clause.start);
    if (turn != nullptr && turn->speaker == Speaker::other_side) return;
    if (turn != nullptr) clause.start = std::max(clause.start, turn->name_end);
    if (IsDenial(clause)) {
      Deny(clause);
    } else if (IsAnswer(clause)) {
      Pay(clause, turn);
    }
  }

  bool IsDenial(Span clause) const {
    if (Holds(page_, clause, U"就") || Holds(page_, clause, U"会")) return false;  // A threat.
    for (std::size_t i = page_.MarkFrom(clause.start); i < page_.marks().size(); ++i) {
      const Mark& mark = page_.marks()[i];
      if (mark.end > clause.end) return false;
      constexpr std::u32string_view kOther = U"通开电招我理你";  // 没打通, 没理我.
      const bool other = kOther.find(page_.At(mark.end)) != kOther.npos;
      if (mark.cue == Cue::deny && !(other && mark.end < page_.size())) return true;
    }
    return false;
  }

  // 我充了, 丘某转账后, 均已支付; but no condition, no question and no report of others' words.
  bool IsAnswer(Span clause) const {
    if (clause.end - clause.start > 40 || page_.At(clause.end) == U'?') return false;
    for (const std::u32string_view word : {U"才", U"如果", U"只要", U"就能", U"可以", U"吗", U"没",
                                           U"未", U"不", U"怎么", U"什么时候", U"对方", U"客服"}) {
      if (Holds(page_, clause, word)) return false;
    }
    bool done = false;
    for (std::size_t i = page_.MarkFrom(clause.start); i < page_.marks().size(); ++i) {
      const Mark& mark = page_.marks()[i];
      if (mark.end > clause.end) break;
      const bool borrowed = mark.cue == Cue::borrow && Holds(page_, clause, U"后");
      if (kUnsure.Has(mark.cue) && !borrowed) return false;
      done = done || IsDone(page_, mark, clause);
    }
    return done;
  }

  // The sum before the clause, if it is near enough to be what the clause speaks of.
  Entity* SumBefore(Span clause, std::size_t reach) const {
    Entity* amount = amounts_[next_ - 1];
    const bool near = clause.start - std::min(amount->end, clause.start) <= 160 &&
                      gaps_.Between(std::min(amount->end, clause.start), clause.start) <= reach;
    return near ? amount : nullptr;
  }

  void Deny(Span clause) {
    constexpr std::size_t kReach = 30;
    if (SumBefore(clause, kReach) == nullptr) return;
    for (std::size_t i = next_; i-- > 0;) {
      Entity& amount = *amounts_[i];
      // A price or a promise on the way is passed over, within the sentence.
      if (i + 1 < next_ && !gaps_.InOneSentence(amount.end, clause.start)) return;
      if ((amount.role == Role::other || amount.approximate) && next_ - i < 3) continue;
      if (amount.role != Role::paid || IsFirm(page_, gaps_, amount)) return;
      if (page_.HasMark({amount.end, clause.start}, {Cue::paid, Cue::settled})) return;
      amount.role = Role::asked;
      if (i == 0 || !AreListed(page_, gaps_, *amounts_[i - 1], amount)) return;
    }
  }

  void Pay(Span clause, const Turn* turn) {
    // 我交了 一千: the clause has its sum behind it.
    const bool own_sum = next_ < amounts_.size() &&
                         gaps_.Between(clause.end, amounts_[next_]->start) <= 1 &&
                         page_.At(clause.end) != U'。' && page_.At(clause.end) != U'\n';
    if (own_sum) return;
    const std::size_t reach = turn == nullptr ? 40 : 60;
    if (SumBefore(clause, reach) == nullptr) return;
    const bool all =
        Holds(page_, clause, U"都") || Holds(page_, clause, U"均") || Holds(page_, clause, U"全");
    std::size_t i = next_ - 1;
    if (amounts_[i]->role == Role::report && i > 0) --i;
    for (;; --i) {
      Entity& amount = *amounts_[i];
      const bool open =
          amount.role == Role::asked || (amount.role == Role::other && IsDemand(amount));
      const bool refused = page_.HasMark({amount.end, clause.start}, Cue::deny);
      if ((!open && amount.role != Role::paid) || !amount.amount_fen || refused) return;
      // 再充一万三才能提 全部充到…: the condition still stands.
      const bool condition = all && Holds(page_, {amount.end, amount.end + 3}, U"才");
      if (!condition) amount.role = Role::paid;
      if (i == 0) return;
      const Entity& before = *amounts_[i - 1];
      // 差三万 我只有两万二 都转给她了: what is paid already is what 都 speaks of.
      const bool near = all && open && gaps_.InOneSentence(before.end, amount.start);
      if (!near && !AreListed(page_, gaps_, before, amount)) return;
    }
  }

  // 缴纳额度20%的解冻金即16,000元: a word of paying in the clause of the sum.
  bool IsDemand(const Entity& amount) const {
    if (page_.EndsWith(amount.start, U"只有")) return true;  // 我只有两万二 都转给她了.
    const Mark* mark =
        page_.MarkBefore(amount.start, 20, {Cue::ask, Cue::urge, Cue::pay, Cue::borrow});
    return mark != nullptr && !gaps_.Parted(mark->end, amount.start);
  }

  const Page& page_;
  const Gaps& gaps_;
  const std::vector<Turn>& turns_;
  const Amounts& amounts_;
  std::size_t next_ = 0;  // The first amount at or behind the clause.
};

// One payment told twice: first as what is to be paid, then as done (我再补4100 … 好了 4100).
void DropForetold(const Page& page, const Gaps& gaps, const std::vector<Turn>& turns,
                  const Amounts& amounts) {
  constexpr std::size_t kFar = 6;
  for (std::size_t i = 1; i < amounts.size(); ++i) {
    if (amounts[i]->role != Role::paid || !IsFirm(page, gaps, *amounts[i])) continue;
    for (std::size_t j = i; j-- > 0 && i - j <= kFar;) {
      Entity& before = *amounts[j];
      if (before.amount_fen != amounts[i]->amount_fen) continue;
      const bool apart = TurnAt(turns, before.start) != TurnAt(turns, amounts[i]->start) ||
                         gaps.Parted(before.end, amounts[i]->start);
      const std::size_t start = amounts[i]->start;
      const bool again = Holds(page, {start - std::min<std::size_t>(start, 4), start}, U"又");
      if (!again && apart && before.role == Role::paid && !IsFirm(page, gaps, before)) {
        before.role = Role::asked;
      }
      break;
    }
  }
}

// 要求汇款12万元，郝某凑得6万元汇出: what was paid at last is told behind the demand.
void DropUnmetDemands(const Page& page, const Gaps& gaps, const Amounts& amounts) {
  constexpr std::size_t kReach = 16;
  for (std::size_t i = 0; i + 1 < amounts.size(); ++i) {
    Entity& demand = *amounts[i];
    const Entity& answer = *amounts[i + 1];
    if (demand.role != Role::paid || answer.role != Role::paid) continue;
    const std::size_t gap = gaps.Between(demand.end, answer.start);
    const bool next_clause = gap <= kReach && gaps.Parted(demand.end, answer.start) &&
                             gaps.InOneSentence(demand.end, answer.start);
    if (!next_clause || answer.amount_fen > demand.amount_fen) continue;
    const Mark* urge = page.MarkBefore(demand.start, 16, Cue::urge);
    if (urge == nullptr || gaps.Parted(urge->end, demand.start)) continue;
    // 后又以…为由 goes on demanding; an answer names who paid.
    const Span between{demand.end, answer.start};
    const bool answers =
        Holds(page, between, U"某") || Holds(page, between, U"其") || Holds(page, between, U"我");
    const bool urged = !answers || page.HasMark({demand.end, answer.start}, {Cue::urge, Cue::ask});
    if (!urged && !AreListed(page, gaps, demand, answer)) demand.role = Role::asked;
  }
}

// 充了二十多万 … 5000元, 2万元: a sum told roughly beside exact ones is their total.
void DropRoughTotals(const Amounts& amounts) {
  const bool exact = std::any_of(amounts.begin(), amounts.end(), [](const Entity* a) {
    return a->role == Role::paid && !a->approximate;
  });
  if (!exact) return;
  for (Entity* amount : amounts) {
    if (amount->role == Role::paid && amount->approximate) amount->role = Role::report;
  }
}

bool MayBePart(const Entity& amount) {
  return amount.amount_fen.has_value() && amount.role == Role::paid;
}

// 两千四（先400后2000）, 被骗2万元。…转1万元，…又转1万元: the parts follow at once, or are all the
// payments that follow.
bool EqualsWhatFollows(const Gaps& gaps, const Amounts& amounts, std::size_t index) {
  constexpr std::size_t kMost = 12;
  const std::int64_t wanted = *amounts[index]->amount_fen;
  std::int64_t sum = 0;
  int parts = 0;
  bool near = true;
  for (std::size_t j = index + 1; j < amounts.size() && j - index <= kMost; ++j) {
    near = near && gaps.Between(amounts[j - 1]->end, amounts[j]->start) <= 8;
    if (!MayBePart(*amounts[j])) {
      near = false;
      continue;
    }
    sum += *amounts[j]->amount_fen;
    ++parts;
    if (sum > wanted) return false;
    if (sum < wanted || parts < 2) continue;
    return near || std::none_of(amounts.begin() + static_cast<std::ptrdiff_t>(j) + 1, amounts.end(),
                                [](const Entity* a) { return MayBePart(*a); });
  }
  return false;
}

// 3000元…12000元…15000元: the sum of those before it, and no further part of their list.
bool EqualsWhatPrecedes(const Gaps& gaps, const Amounts& amounts, std::size_t index) {
  constexpr std::size_t kMost = 12;
  if (index < 2) return false;
  if (gaps.Between(amounts[index - 1]->end, amounts[index]->start) <= 2) return false;
  const std::int64_t wanted = *amounts[index]->amount_fen;
  std::int64_t sum = 0;
  int parts = 0;
  for (std::size_t j = index; j-- > 0 && index - j <= kMost;) {
    if (!MayBePart(*amounts[j])) continue;
    sum += *amounts[j]->amount_fen;
    if (++parts >= 2 && sum == wanted) return true;
  }
  return false;
}

// 月租299 押金500 我付了799: the priced parts right before a payment of their sum.
void DropPricedParts(const Page& page, const Gaps& gaps, const Amounts& amounts,
                     std::size_t index) {
  constexpr std::size_t kMost = 6;
  const std::int64_t wanted = *amounts[index]->amount_fen;
  std::int64_t sum = 0;
  for (std::size_t j = index; j-- > 0 && index - j <= kMost;) {
    const Entity& part = *amounts[j];
    if (!part.amount_fen || part.role == Role::returned || IsFirm(page, gaps, part)) return;
    sum += *part.amount_fen;
    if (sum != wanted || index - j < 2) continue;
    for (std::size_t k = j; k < index; ++k) amounts[k]->role = Role::asked;
    return;
  }
}

void FindTotals(const Page& page, const Gaps& gaps, const Amounts& amounts) {
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    if (!amounts[i]->amount_fen || *amounts[i]->amount_fen == 0) continue;
    if (amounts[i]->role == Role::returned) continue;
    if (amounts[i]->role == Role::paid && IsFirm(page, gaps, *amounts[i])) {
      DropPricedParts(page, gaps, amounts, i);
    }
    if (!EqualsWhatFollows(gaps, amounts, i) && !EqualsWhatPrecedes(gaps, amounts, i)) continue;
    // Told before as one sum, it is the same total: 先付了1万 … 1万分了两次 6000 4000.
    for (std::size_t j = i; j-- > 0 && i - j <= 3;) {
      if (amounts[j]->amount_fen == amounts[i]->amount_fen) amounts[j]->role = Role::report;
    }
    amounts[i]->role = Role::report;
  }
}

// A loss that is told only as a total is one payment: 被骗5000元, and no other sum was paid.
void KeepOnlyTotal(const Page& page, const Amounts& amounts) {
  Entity* total = nullptr;
  for (Entity* amount : amounts) {
    if (amount->role == Role::paid) return;
    if (amount->role == Role::report && total == nullptr) total = amount;
  }
  if (total == nullptr || total->approximate || IsTip(page)) return;
  total->role = Role::paid;
}

}  // namespace

bool AreListed(const Page& page, const Gaps& gaps, const Entity& before, const Entity& amount) {
  const std::size_t gap = gaps.Between(before.end, amount.start);
  if (gap > 14 || amount.start - before.end > 80) return false;
  if (!gaps.InOneSentence(before.end, amount.start)) return false;
  if (gap <= 2) return true;
  if (gaps.Parted(before.end, amount.start)) return false;
  const Span between{before.end, amount.start};
  for (const std::u32string_view word : {U"、", U"和", U"及", U"and ", U"与"}) {
    if (Holds(page, between, word)) return true;
  }
  return false;
}

void SettleOutcomes(const Page& page, const Gaps& gaps, const std::vector<Turn>& turns,
                    const std::vector<Entity*>& amounts) {
  Answers(page, gaps, turns, amounts).Run();
  DropForetold(page, gaps, turns, amounts);
  DropUnmetDemands(page, gaps, amounts);
  DropRoughTotals(amounts);
  FindTotals(page, gaps, amounts);
  KeepOnlyTotal(page, amounts);
}

}  // namespace hetang::text
