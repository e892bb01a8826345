// What became of an amount.
//
// The words on both sides vote, the nearer the more, each for the role that its cue stands for. A
// sum in a list without words of its own takes the role of the one before it. In a pasted chat the
// speaker votes too. Afterwards arithmetic decides: what equals the sum of its neighbours is a
// total, however it is worded.
#include <algorithm>
#include <array>
#include <cstdint>

#include "engine/text/roles.h"

namespace hetang::text {
namespace {

constexpr std::array<Role, 5> kRoles{Role::paid, Role::asked, Role::returned, Role::report,
                                     Role::other};

using Votes = std::array<double, 5>;  // In the order of kRoles.

double& VoteFor(Votes& votes, Role role) {
  return votes[static_cast<std::size_t>(std::find(kRoles.begin(), kRoles.end(), role) -
                                        kRoles.begin())];
}

struct CueVote {
  Cue cue;
  Role role;
  double left;   // Its weight when it stands before the amount,
  double right;  // and behind it.
};

constexpr CueVote kCueVotes[] = {
    {Cue::pay, Role::paid, 1.2, 0.9},      {Cue::paid, Role::paid, 2.5, 1.8},
    {Cue::ask, Role::asked, 2.0, 1.2},     {Cue::plan, Role::asked, 1.5, 0.8},
    {Cue::deny, Role::asked, 1.6, 2.6},    {Cue::back, Role::returned, 2.2, 1.4},
    {Cue::promise, Role::asked, 2.4, 0.3}, {Cue::total, Role::report, 2.4, 0.6},
    {Cue::shown, Role::other, 2.4, 1.6},   {Cue::borrow, Role::other, 1.8, 0.4},
};

constexpr CueSet kDecisive{Cue::pay,  Cue::paid,    Cue::ask,   Cue::plan,  Cue::deny,
                           Cue::back, Cue::promise, Cue::total, Cue::shown, Cue::borrow};

const CueVote* VoteOf(Cue cue) {
  for (const CueVote& vote : kCueVotes) {
    if (vote.cue == cue) return &vote;
  }
  return nullptr;
}

class Balloter {
 public:
  Balloter(const Page& page, const std::vector<Turn>& turns, std::vector<Entity*> amounts)
      : page_(page), turns_(turns), amounts_(std::move(amounts)), tip_(IsTip(page)) {}

  void Run() {
    for (std::size_t i = 0; i < amounts_.size(); ++i) amounts_[i]->role = RoleOf(i);
  }

 private:
  Role RoleOf(std::size_t index) {
    Votes votes{};
    const Entity& amount = *amounts_[index];
    const Turn* turn = TurnAt(turns_, amount.start);
    Prior(turn, votes);
    const bool decided = Left(index, turn, votes);
    Right(index, votes);
    if (!decided) Inherit(index, turn, votes);
    Repeat(index, votes);
    if (amount.approximate) VoteFor(votes, Role::paid) -= 0.6;
    const auto best = std::max_element(votes.begin(), votes.end());
    return kRoles[static_cast<std::size_t>(best - votes.begin())];
  }

  void Prior(const Turn* turn, Votes& votes) const {
    VoteFor(votes, Role::paid) = 0.5;
    VoteFor(votes, Role::other) = 0.3;
    if (turn != nullptr && turn->speaker == Speaker::reporter) VoteFor(votes, Role::paid) += 0.8;
    if (turn != nullptr && turn->speaker == Speaker::other_side) {
      VoteFor(votes, Role::asked) += 2.0;
      VoteFor(votes, Role::paid) -= 0.6;
    }
    if (tip_) VoteFor(votes, Role::other) += 3.0;
  }

  // The words between the amount before this one and this one, within its sentence.
  Span LeftWindow(std::size_t index, const Turn* turn) const {
    constexpr std::size_t kReach = 28;
    const std::size_t at = amounts_[index]->start;
    std::size_t start = at;
    const std::size_t floor =
        std::max(index > 0 ? amounts_[index - 1]->end : 0, turn == nullptr ? 0 : turn->name_end);
    while (start > floor && at - start < kReach && !EndsSentence(page_, start - 1)) --start;
    return {start, at};
  }

  bool Left(std::size_t index, const Turn* turn, Votes& votes) const {
    const Span window = LeftWindow(index, turn);
    bool decided = false;
    for (std::size_t i = page_.MarkFrom(window.start); i < page_.marks().size(); ++i) {
      const Mark& mark = page_.marks()[i];
      if (mark.end > window.end) break;
      const CueVote* vote = VoteOf(mark.cue);
      if (vote == nullptr) continue;
      double weight = vote->left / (1.0 + static_cast<double>(window.end - mark.end) / 6.0);
      for (std::size_t p = mark.end; p < window.end; ++p) {
        if (EndsClause(page_, p) && p + 1 < window.end) {
          weight *= 0.6;
          break;
        }
      }
      VoteFor(votes, vote->role) += weight;
      decided = true;
    }
    return decided;
  }

  void Right(std::size_t index, Votes& votes) const {
    constexpr std::size_t kReach = 10;
    const std::size_t at = amounts_[index]->end;
    const std::size_t ceiling =
        index + 1 < amounts_.size() ? amounts_[index + 1]->start : page_.size();
    std::size_t clauses = 0;
    std::size_t mark_index = page_.MarkFrom(at);
    for (std::size_t p = at; p < std::min(ceiling, at + kReach); ++p) {
      if (EndsSentence(page_, p)) break;
      if (EndsClause(page_, p)) ++clauses;
      if (clauses > 1) break;
      if (mark_index >= page_.marks().size() || page_.marks()[mark_index].start != p) continue;
      const Mark& mark = page_.marks()[mark_index++];
      const CueVote* vote = VoteOf(mark.cue);
      if (vote == nullptr) continue;
      // A new clause speaks of this sum only when it denies it.
      if (clauses > 0 && mark.cue != Cue::deny) continue;
      VoteFor(votes, vote->role) += vote->right / (1.0 + static_cast<double>(p - at) / 6.0);
    }
  }

  // A list: 2000元、9800元、28888元.
  void Inherit(std::size_t index, const Turn* turn, Votes& votes) const {
    if (index == 0) return;
    const Entity& before = *amounts_[index - 1];
    const Entity& amount = *amounts_[index];
    const std::size_t gap = amount.start - before.end;
    if (gap > 24 || (turn != nullptr && before.start < turn->span.start)) return;
    for (std::size_t p = before.end; p < amount.start; ++p) {
      if (EndsSentence(page_, p)) return;
    }
    if (before.role == Role::report && gap > 3) return;
    VoteFor(votes, before.role) += gap <= 4 ? 2.4 : 1.2;
  }

  // The same sum once more, without a verb of its own, repeats what was said.
  void Repeat(std::size_t index, Votes& votes) const {
    const Entity& amount = *amounts_[index];
    if (!amount.amount_fen) return;
    const std::size_t first = index > 16 ? index - 16 : 0;
    for (std::size_t i = first; i < index; ++i) {
      if (amounts_[i]->amount_fen != amount.amount_fen || amounts_[i]->role != Role::paid) continue;
      const Span window = LeftWindow(index, TurnAt(turns_, amount.start));
      if (!page_.HasMark(window, {Cue::pay, Cue::paid})) VoteFor(votes, Role::report) += 1.0;
      return;
    }
  }

  const Page& page_;
  const std::vector<Turn>& turns_;
  std::vector<Entity*> amounts_;
  bool tip_;
};

bool MayBePart(const Entity& amount) {
  return amount.amount_fen.has_value() && amount.role != Role::other &&
         amount.role != Role::report && amount.role != Role::returned;
}

// 两千四（先400后2000）, 30,000元…120,000元…共投入15万: one sum of those around it.
void FindTotals(const std::vector<Entity*>& amounts) {
  constexpr std::size_t kMost = 12;
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    if (!amounts[i]->amount_fen || *amounts[i]->amount_fen == 0) continue;
    const std::int64_t wanted = *amounts[i]->amount_fen;
    std::int64_t sum = 0;
    std::size_t count = 0;
    bool found = false;
    for (std::size_t j = i + 1; j < amounts.size() && j - i <= kMost && sum < wanted; ++j) {
      if (!MayBePart(*amounts[j])) break;
      sum += *amounts[j]->amount_fen;
      found = ++count >= 2 && sum == wanted;
    }
    sum = 0;
    count = 0;
    for (std::size_t j = i; !found && j-- > 0 && i - j <= kMost && sum < wanted;) {
      if (!MayBePart(*amounts[j])) continue;
      sum += *amounts[j]->amount_fen;
      found = ++count >= 2 && sum == wanted;
    }
    if (found) amounts[i]->role = Role::report;
  }
}

}  // namespace

void GiveAmountRoles(const Page& page, const std::vector<Turn>& turns,
                     std::vector<Entity>& entities) {
  std::vector<Entity*> amounts;
  for (Entity& entity : entities) {
    if (entity.kind == Kind::amount) amounts.push_back(&entity);
  }
  Balloter(page, turns, amounts).Run();
  FindTotals(amounts);
}

}  // namespace hetang::text
