// What became of an amount.
//
// The words on both sides vote, the nearer the more, each for the role that its cue stands for. A
// demand or a plan in the same clause turns a verb of paying into something not yet paid. A sum in
// a list without words of its own takes the role of the one before it. In a pasted chat the speaker
// votes too. Afterwards what the text says further on corrects the result (outcomes.h).
#include <algorithm>
#include <array>
#include <cstdint>

#include "engine/text/numbers.h"
#include "engine/text/outcomes.h"
#include "engine/text/roles.h"

namespace hetang::text {
namespace {

constexpr std::array<Role, 5> kRoles{Role::paid, Role::asked, Role::returned, Role::report,
                                     Role::other};

class Votes {
 public:
  double& operator[](Role role) { return votes_[Index(role)]; }
  double operator[](Role role) const { return votes_[Index(role)]; }
  Role Winner() const {
    Role best = kRoles.front();
    for (const Role role : kRoles) {
      if ((*this)[role] > (*this)[best]) best = role;
    }
    return best;
  }

 private:
  static std::size_t Index(Role role) { return static_cast<std::size_t>(role); }
  std::array<double, 7> votes_{};
};

struct CueVote {
  Cue cue;
  Role role;
  double left;   // Its weight when it stands before the amount,
  double right;  // and behind it.
};

constexpr CueVote kCueVotes[] = {
    {Cue::pay, Role::paid, 1.4, 1.4},       {Cue::paid, Role::paid, 2.5, 1.8},
    {Cue::ask, Role::asked, 2.0, 1.2},      {Cue::urge, Role::asked, 0.8, 0.0},
    {Cue::plan, Role::asked, 2.0, 0.8},     {Cue::deny, Role::asked, 1.6, 2.8},
    {Cue::back, Role::returned, 2.2, 1.7},  {Cue::promise, Role::asked, 2.4, 0.3},
    {Cue::total, Role::report, 2.4, 0.6},   {Cue::shown, Role::other, 2.4, 1.6},
    {Cue::to_me, Role::returned, 1.6, 3.2}, {Cue::borrow, Role::other, 1.8, 0.3},
    {Cue::says, Role::asked, 0.3, 0.0},
};

constexpr CueSet kNotYet{Cue::ask, Cue::plan, Cue::deny};

const CueVote* VoteOf(Cue cue) {
  for (const CueVote& vote : kCueVotes) {
    if (vote.cue == cue) return &vote;
  }
  return nullptr;
}

// What may stand beside an amount, in the order of the text.
struct Neighbours {
  std::vector<std::size_t> payees;  // Where accounts and names of the other side begin.
  std::vector<const Entity*> times;
};

class Balloter {
 public:
  Balloter(const Page& page, const Gaps& gaps, const std::vector<Turn>& turns,
           std::vector<Entity*> amounts, Neighbours neighbours)
      : page_(page),
        gaps_(gaps),
        turns_(turns),
        amounts_(std::move(amounts)),
        neighbours_(std::move(neighbours)),
        tip_(IsTip(page)),
        counter_(IsFromCounter(page)) {}

  void Run() {
    for (std::size_t i = 0; i < amounts_.size(); ++i) amounts_[i]->role = RoleOf(i);
  }

 private:
  Role RoleOf(std::size_t index) {
    Votes votes;
    const Entity& amount = *amounts_[index];
    const Turn* turn = TurnAt(turns_, amount.start);
    Prior(turn, votes);
    const bool decided = Left(index, turn, votes);
    Right(index, turn, votes);
    if (!decided) Inherit(index, turn, votes);
    Repeat(index, votes);
    Settled(index, votes);
    Touching(index, turn, votes);
    Written(amount, votes);
    OwnLoss(amount, votes);
    return votes.Winner();
  }

  // What the writing itself tells: 约213万 is hearsay, 一个两块 a price, 九千八加五万 an addition.
  void Written(const Entity& amount, Votes& votes) const {
    if (amount.approximate) votes[Role::paid] -= 2.0;
    constexpr std::u32string_view kPieces = U"个条票张件字天月年晚节瓶套斤股本台课份位名顶箱盒单";
    const bool piece = kPieces.find(page_.Before(amount.start)) != kPieces.npos;
    const bool each = page_.EndsWith(amount.start - 1, U"一") ||
                      page_.EndsWith(amount.start - 1, U"每") ||
                      page_.EndsWith(amount.start - 1, U"一千");
    const bool counts = page_.EndsWith(amount.start - 2, U"第");  // 第一单.
    if (amount.start >= 2 && piece && each && !counts) votes[Role::other] += 2.0;
    const bool apiece = page_.At(amount.end) == U'一' && amount.end + 1 < page_.size() &&
                        kPieces.find(page_.At(amount.end + 1)) != kPieces.npos;
    if (apiece) votes[Role::other] += 2.0;
    const bool adds =
        page_.EndsWith(amount.start, U"加") || page_.EndsWith(amount.start, U"+") ||
        (page_.At(amount.end) == U'加' && ChineseDigit(page_.At(amount.end + 1)) >= 0);
    if (adds) votes[Role::report] += 3.0;
    if (page_.Has(amount.end, U"过来")) votes[Role::returned] += 2.0;  // 打了五万过来.
  }

  void Prior(const Turn* turn, Votes& votes) const {
    votes[Role::paid] = 0.5;
    votes[Role::other] = 0.3;
    if (turn != nullptr && turn->speaker == Speaker::reporter) votes[Role::paid] += 0.8;
    if (turn != nullptr && turn->speaker == Speaker::other_side) {
      votes[Role::asked] += 1.3;
      votes[Role::paid] -= 2.0;
    }
    if (tip_) votes[Role::other] += 3.0;
  }

  // 我…被骗了4600元 is a loss, even in a tip.
  void OwnLoss(const Entity& amount, Votes& votes) const {
    constexpr std::size_t kReach = 18;
    const Mark* self = page_.MarkBefore(amount.start, 60, Cue::victim);
    if (!tip_ || self == nullptr || page_.At(self->start) != U'我') return;
    const bool passive =
        page_.Plain(self->end, amount.start).find(U'被') != std::u32string_view::npos;
    if (passive && gaps_.Between(self->end, amount.start) <= kReach) votes[Role::paid] += 4.0;
  }

  // The words between the amount before this one and this one, within its sentence.
  Span LeftWindow(std::size_t index, const Turn* turn) const {
    constexpr std::size_t kReach = 28;
    const std::size_t at = amounts_[index]->start;
    std::size_t start = at;
    const std::size_t floor =
        std::max(index > 0 ? amounts_[index - 1]->end : 0, turn == nullptr ? 0 : turn->name_end);
    while (start > floor && gaps_.Between(start, at) < kReach && at - start < 200 &&
           gaps_.InOneSentence(start - 1, at)) {
      --start;
    }
    return {start, at};
  }

  bool InClause(Span window, CueSet cues) const {
    const Mark* pretext = page_.MarkBefore(window.end, window.end - window.start, Cue::pretext);
    if (pretext != nullptr && !cues.Has(Cue::pretext)) {
      window.start = std::max(window.start, pretext->end);
    }
    for (std::size_t i = page_.MarkFrom(window.start); i < page_.marks().size(); ++i) {
      const Mark& mark = page_.marks()[i];
      if (mark.end > window.end) break;
      if (cues.Has(mark.cue) && !gaps_.Parted(mark.end, window.end)) return true;
    }
    return false;
  }

  bool InClauseBefore(std::size_t end, Span window, CueSet cues) const {
    for (std::size_t i = page_.MarkFrom(window.start); i < page_.marks().size(); ++i) {
      const Mark& mark = page_.marks()[i];
      if (mark.end > end) break;
      if (cues.Has(mark.cue) && !gaps_.Parted(mark.end, end)) return true;
    }
    return false;
  }

  // How a word on the left votes, given what else its clause says.
  Role RoleOnLeft(const Mark& mark, const CueVote& vote, Span window) const {
    const bool verb = mark.cue == Cue::pay || mark.cue == Cue::paid;
    const Span between{mark.end, window.end};
    if (mark.cue == Cue::paid && InClause(between, Cue::ask)) return Role::asked;  // 扣了要交700.
    if (verb && IsHearsay({window.start, mark.start})) return Role::other;
    if (gaps_.Parted(mark.end, window.end)) return vote.role;
    if (mark.cue == Cue::plan && IsPassive(window)) return Role::paid;
    if (mark.cue == Cue::pay && !IsPassive(window) && InClause(window, kNotYet)) {
      return Role::asked;
    }
    // At the counter whoever demands is the customer, and the bank has not paid yet.
    if (mark.cue == Cue::pay && counter_ && InClause(window, Cue::urge)) return Role::asked;
    const bool done = page_.Before(mark.end) == U'了' || page_.At(mark.end) == U'了';
    if (mark.cue == Cue::back && !done && InClause(window, Cue::says)) return Role::asked;
    return vote.role;
  }

  // 卡被分五次取现: the card suffers it. 被要求转 is a demand.
  bool IsPassive(Span window) const {
    for (std::size_t at = window.end; at-- > window.start;) {
      if (gaps_.EndsAt(at)) return false;
      if (page_.At(at) != U'被') continue;
      for (const std::u32string_view word : {U"告", U"通知", U"让", U"叫", U"骗", U"诱"}) {
        if (page_.Has(at + 1, word)) return false;
      }
      return !page_.HasMark({at, window.end}, {Cue::ask, Cue::urge});
    }
    return false;
  }

  // 把家里的三万: what is taken in hand is given away.
  bool IsDisposed(Span window) const {
    if (InClause(window, {Cue::ask, Cue::urge, Cue::plan, Cue::says})) return false;
    for (std::size_t at = window.end; at-- > window.start && window.end - at < 14;) {
      if (gaps_.EndsAt(at)) return false;
      if (page_.At(at) == U'把') return true;
    }
    return false;
  }

  // 说我有一笔跨境消费八千八: what stands on somebody's name, true or not.
  bool IsHearsay(Span before) const {
    const std::u32string_view text = page_.Plain(before.start, before.end);
    for (const std::u32string_view word :
         {U"我有一笔", U"你有一笔", U"您有一笔", U"其有一笔", U"名下有", U"名下存在"}) {
      const std::size_t found = text.rfind(word);
      if (found != text.npos && !gaps_.Parted(before.start + found, before.end)) return true;
    }
    return false;
  }

  bool Left(std::size_t index, const Turn* turn, Votes& votes) const {
    const Span window = LeftWindow(index, turn);
    bool decided = IsDisposed(window);
    if (decided) votes[Role::paid] += 1.4;
    for (std::size_t i = page_.MarkFrom(window.start); i < page_.marks().size(); ++i) {
      const Mark& mark = page_.marks()[i];
      if (mark.end > window.end) break;
      const CueVote* vote = VoteOf(mark.cue);
      if (vote == nullptr || InClause({mark.end, window.end}, Cue::pretext)) continue;
      const auto gap = static_cast<double>(gaps_.Between(mark.end, window.end));
      double weight = vote->left / (1.0 + gap / 6.0);
      if (gaps_.Parted(mark.end, window.end)) weight *= 0.6;
      // 买了一股九千八 is paid for; 还差最后一单两万六 is demanded.
      // 流水显示…转出3万: the nearer verb tells what became of it.
      const bool moved =
          mark.cue == Cue::shown && (InClauseBefore(mark.start, window, {Cue::paid, Cue::ask}) ||
                                     InClause({mark.end, window.end}, {Cue::pay, Cue::paid}));
      if (moved) weight *= 0.4;
      votes[RoleOnLeft(mark, *vote, window)] += weight;
      decided = decided || mark.cue != Cue::says;
    }
    return decided;
  }

  void Right(std::size_t index, const Turn* turn, Votes& votes) const {
    constexpr std::size_t kReach = 10;
    const std::size_t at = amounts_[index]->end;
    const std::size_t ceiling =
        index + 1 < amounts_.size() ? amounts_[index + 1]->start : page_.size();
    for (std::size_t i = page_.MarkFrom(at); i < page_.marks().size(); ++i) {
      const Mark& mark = page_.marks()[i];
      if (mark.start >= ceiling || mark.start - at > 80) break;
      const std::size_t gap = gaps_.Between(at, mark.start);
      if (gap > kReach) break;
      // A denial may open the next sentence: 又被要求转5万元。未继续转账.
      const bool denied = mark.cue == Cue::deny && gap <= 2;
      if (!gaps_.InOneSentence(at, mark.start) && !denied) break;
      const CueVote* vote = VoteOf(mark.cue);
      if (vote == nullptr) continue;
      // 一开始六十六 返我八十: the word belongs to the sum that it touches.
      if (ceiling < page_.size() && (gap > 0 || page_.At(at) == U' ') &&
          gaps_.Between(mark.end, ceiling) == 0)
        continue;
      // A new clause speaks of this sum only when it denies it.
      if (gaps_.Parted(at, mark.start) && mark.cue != Cue::deny) continue;
      // 要求把30万元转到…: a demand before the sum holds for the verb behind it.
      const Role role =
          mark.cue == Cue::pay ? RoleOnLeft(mark, *vote, LeftWindow(index, turn)) : vote->role;
      // 扣款5,196元失败: what stands right behind the sum has the last word.
      const double last_word = mark.cue == Cue::deny && gap <= 2 ? 2.0 : 1.0;
      votes[role] += last_word * vote->right / (1.0 + static_cast<double>(gap) / 6.0);
    }
  }

  // A list: 2000元、9800元、28888元.
  void Inherit(std::size_t index, const Turn* turn, Votes& votes) const {
    if (index == 0) return;
    const Entity& before = *amounts_[index - 1];
    const Entity& amount = *amounts_[index];
    const std::size_t gap = gaps_.Between(before.end, amount.start);
    if (gap > 20 || amount.start - before.end > 80) return;
    if (turn != nullptr && before.start < turn->span.start) return;
    if (!gaps_.InOneSentence(before.end, amount.start) || before.role == Role::report) return;
    const bool listed = AreListed(page_, gaps_, before, amount);
    if (!listed && before.role != Role::paid) return;
    votes[before.role] += listed ? 2.4 : 1.0;
  }

  // The same sum once more: after a demand it is paid, after a payment it is only told again.
  void Repeat(std::size_t index, Votes& votes) const {
    const Entity& amount = *amounts_[index];
    if (!amount.amount_fen) return;
    const std::size_t first = index > 16 ? index - 16 : 0;
    const Span window = LeftWindow(index, TurnAt(turns_, amount.start));
    const bool verb = page_.HasMark(window, {Cue::pay, Cue::paid});
    for (std::size_t i = index; i-- > first;) {
      if (amounts_[i]->amount_fen != amount.amount_fen) continue;
      if (amounts_[i]->role == Role::paid && !verb) votes[Role::report] += 1.0;
      if (amounts_[i]->role == Role::asked) votes[Role::paid] += 0.6;
      return;
    }
  }

  // 第二单两千八 第三单九千九百九 都打给一个账号: what follows says that all of it went.
  void Settled(std::size_t index, Votes& votes) const {
    const std::size_t at = amounts_[index]->end;
    const Mark* mark = page_.MarkAfter(at, 120, Cue::settled);
    if (mark == nullptr || gaps_.Between(at, mark->start) > 60) return;
    const bool open = votes[Role::returned] < 1.0 && votes[Role::report] < 1.0 &&
                      votes[Role::other] < 1.5 && votes[Role::asked] < 2.8;
    if (open) votes[Role::paid] += 2.0;
  }

  // What touches the sum: an account or a payee behind it (一万一千 6221…, 3万给某某), a date on
  // either side (1月26日六万).
  void Touching(std::size_t index, const Turn* turn, Votes& votes) const {
    const Entity& amount = *amounts_[index];
    const auto payee =
        std::lower_bound(neighbours_.payees.begin(), neighbours_.payees.end(), amount.end);
    if (payee != neighbours_.payees.end() && *payee - amount.end <= 40 &&
        gaps_.Between(amount.end, *payee) <= 2) {
      votes[Role::paid] += 1.2;
    }
    if (turn != nullptr) return;
    const auto after =
        std::lower_bound(neighbours_.times.begin(), neighbours_.times.end(), amount.start,
                         [](const Entity* time, std::size_t at) { return time->start < at; });
    const bool behind = after != neighbours_.times.end() && (*after)->start <= amount.end + 1 &&
                        page_.At(amount.end) == U'(';
    const bool before =
        after != neighbours_.times.begin() && (*std::prev(after))->end + 1 >= amount.start;
    if (behind || before) votes[Role::paid] += 0.8;
  }

  const Page& page_;
  const Gaps& gaps_;
  const std::vector<Turn>& turns_;
  std::vector<Entity*> amounts_;
  Neighbours neighbours_;
  bool tip_;
  bool counter_;
};

}  // namespace

void GiveAmountRoles(const Page& page, const Gaps& gaps, const std::vector<Turn>& turns,
                     std::vector<Entity>& entities) {
  std::vector<Entity*> amounts;
  Neighbours neighbours;
  for (Entity& entity : entities) {
    const bool account = entity.kind == Kind::card || entity.kind == Kind::account;
    if (entity.kind == Kind::amount) amounts.push_back(&entity);
    const bool payee = account || entity.kind == Kind::person;
    if (payee && entity.role == Role::suspect) neighbours.payees.push_back(entity.start);
    if (entity.kind == Kind::time) neighbours.times.push_back(&entity);
  }
  Balloter(page, gaps, turns, amounts, std::move(neighbours)).Run();
  SettleOutcomes(page, gaps, turns, amounts);
}

}  // namespace hetang::text
