#include "engine/text/roles.h"

#include <algorithm>

namespace hetang::text {
namespace {

constexpr CueSet kSides{Cue::victim, Cue::suspect, Cue::payee};

// A bank's text message speaks to its own customer: 您尾号, 您的借记卡, 【…银行】尾号.
bool IsOfNotice(const Page& page, const Entity& entity) {
  std::size_t line = entity.start;
  std::size_t steps = 0;
  while (line > 0 && page.At(line - 1) != U'\n' && steps < 40) --line, ++steps;
  bool notice = page.At(line) == U'【';
  for (std::size_t at = line; at < entity.start; ++at) {
    if (page.At(at) == U'您') notice = true;
    if (page.Has(at, U"对方") || page.Has(at, U"收款") || page.Has(at, U"对手")) return false;
    // Past the first comma a notice speaks of the other account.
    if (page.At(at) == U'*' && IsHan(page.At(at + 1))) return false;
  }
  return notice;
}

// 我的卡, 我招行卡, my card: the pronoun owns what follows. 卡号我念给你 does not.
bool Owns(const Page& page, const Mark& side) {
  const std::u32string_view word = page.Plain(side.start, side.end);
  if (word.front() != U'我' && word != U"自己") return !page.Has(side.end, U"手写");
  if (page.Has(side.end, U"行")) return false;  // A bank speaks of itself.
  constexpr std::u32string_view kOwned = U"的卡尾账名";
  if (kOwned.find(page.At(side.end)) != kOwned.npos && side.end < page.size()) return true;
  return page.MarkAfter(side.end, 0, {Cue::bank, Cue::card_label}) != nullptr;
}

// 向, 给, 到 right before the account or the name in front of it.
bool IsTarget(const Page& page, const Gaps& gaps, std::size_t at) {
  constexpr std::size_t kReach = 6;
  constexpr std::u32string_view kTowards = U"向给到至入进";
  for (std::size_t p = at; p-- > 0 && at - p < 40 && gaps.Between(p + 1, at) <= kReach;) {
    if (EndsSentence(page, p)) return false;
    if (kTowards.find(page.At(p)) != kTowards.npos) return true;
  }
  return false;
}

// 被分三次转走, 转出, 支出 right behind the account; for a tail, within the notice: 尾号4817账户
// 6月13日转出.
bool LosesMoney(const Page& page, const Gaps& gaps, const Entity& account) {
  const std::size_t reach = account.form == Form::tail ? 10 : 3;
  for (std::size_t at = account.end; at < page.size() && at < account.end + 48; ++at) {
    if (EndsSentence(page, at) || gaps.Between(account.end, at) > reach) return false;
    if (page.Has(at, U"被冻") || page.Has(at, U"被限") || page.Has(at, U"收款")) return false;
    for (const std::u32string_view word : {U"被", U"转出", U"支出", U"转走", U"扣款", U"消费"}) {
      if (page.Has(at, word)) return true;
    }
  }
  return false;
}

// 账户…共收到6名客户汇款: it is where the money came in.
bool TakesMoney(const Page& page, const Gaps& gaps, const Entity& account) {
  for (std::size_t at = account.end; at < page.size() && at < account.end + 48; ++at) {
    if (EndsSentence(page, at) || gaps.Between(account.end, at) > 14) return false;
    if (page.At(at) == U'被' || page.Has(at, U"转出")) return false;
    if (page.Has(at, U"收到") || page.Has(at, U"汇入")) return true;
  }
  return false;
}

// 从, 用, 通过 shortly before the account: the money came from there.
bool IsSource(const Page& page, const Gaps& gaps, std::size_t at) {
  constexpr std::size_t kReach = 8;
  constexpr std::u32string_view kNotUse = U"信费专备通";  // 信用卡, 费用.
  for (std::size_t p = at; p-- > 0 && at - p < 40 && gaps.Between(p + 1, at) <= kReach;) {
    if (EndsClause(page, p) && page.At(p) != U' ') return false;
    const bool uses = page.At(p) == U'用' && kNotUse.find(page.Before(p)) == kNotUse.npos;
    if (page.At(p) == U'从' || uses || page.Has(p, U"通过")) return true;
    if (page.Has(p, U"名下") && page.Has(p - 1, U"其名下")) return true;
  }
  return false;
}

// Whether the clause of the account, or the one before it, speaks of where the money went.
bool PointsToPayee(const Page& page, const Entity& account) {
  if (page.MarkAfter(account.end, 10, Cue::payee) != nullptr) return true;
  if (page.MarkBefore(account.start, 24, {Cue::payee, Cue::suspect}) != nullptr) return true;
  for (std::size_t at = account.start, steps = 0; at-- > 0 && steps < 30; ++steps) {
    if (EndsSentence(page, at)) return false;
    for (const std::u32string_view word :
         {U"转到", U"转给", U"转至", U"转入", U"打到", U"打给", U"打进", U"汇到", U"汇至", U"汇入",
          U"充到", U"存到", U"存入", U"付给", U"交到", U"交给", U"进了", U"都是", U"一个叫"}) {
      if (page.Has(at, word)) return true;
    }
  }
  return false;
}

Role RoleOfAccount(const Page& page, const Gaps& gaps, const Turn* turn, const Entity& entity) {
  if (entity.kind == Kind::account) {
    if (page.MarkBefore(entity.start, 6, Cue::order_label) != nullptr) return Role::other;
    if (!IsDigit(page.At(entity.start))) return Role::other;
  }
  const bool target = IsTarget(page, gaps, entity.start);
  if (entity.form != Form::tail && TakesMoney(page, gaps, entity)) return Role::suspect;
  if (!target && LosesMoney(page, gaps, entity)) return Role::victim;
  if (!target && IsSource(page, gaps, entity.start)) return Role::victim;
  const bool bracket = entity.form == Form::tail && page.Before(entity.start) == U'(';
  const bool plain = entity.form == Form::whole || bracket;
  // In a chat the other side tells where to pay.
  if (turn != nullptr && turn->speaker == Speaker::other_side && plain) return Role::suspect;
  if (turn == nullptr && IsOfNotice(page, entity) && !(target && plain)) return Role::victim;
  constexpr std::size_t kReach = 40;
  const Mark* side = page.MarkBefore(entity.start, kReach, kSides);
  if (side != nullptr && side->cue == Cue::victim && Owns(page, *side)) {
    const bool near = gaps.Between(side->end, entity.start) <= 7;
    if (near && !target) return Role::victim;
  }
  const bool tail = entity.form == Form::tail;
  if (tail && page.EndsWith(entity.start, U"tail ")) return Role::victim;
  if (tail && !target && page.Before(entity.start) == U'(') return Role::victim;
  if (tail && turn == nullptr && !target && !PointsToPayee(page, entity)) return Role::victim;
  return Role::suspect;
}

// 我叫, 我是: what follows in the sentence is the speaker's own.
bool Introduces(const Page& page, std::size_t at) {
  return page.Has(at, U"叫") || page.Has(at, U"是");
}

Role RoleOfPhone(const Page& page, const Entity& entity) {
  constexpr std::size_t kReach = 16;
  const Mark* side = page.MarkBefore(entity.start, kReach, kSides);
  if (side == nullptr) {
    const Span sentence = page.Sentence(entity.start, 60);
    const bool bracket = page.HasMark({sentence.start, entity.start}, Cue::id_label);
    return bracket ? Role::victim : Role::suspect;
  }
  if (side->cue != Cue::victim) return Role::suspect;
  const std::u32string_view word = page.Plain(side->start, side->end);
  if (word == U"我") {
    const bool near = side->end + 6 >= entity.start || Introduces(page, side->end);
    return near ? Role::report : Role::suspect;
  }
  return word == U"您" ? Role::suspect : Role::victim;
}

// The card or account within `reach` of a name or bank, before or behind it in its sentence.
const Entity* AccountNear(const Page& page, const std::vector<Entity>& entities, std::size_t index,
                          std::size_t reach) {
  const Entity& self = entities[index];
  const auto is_account = [](const Entity& e) {
    return e.kind == Kind::card || e.kind == Kind::account;
  };
  for (std::size_t i = index + 1; i < entities.size(); ++i) {
    if (entities[i].start > self.end + reach) break;
    bool parted = false;
    for (std::size_t p = self.end; p < entities[i].start; ++p) parted |= EndsSentence(page, p);
    if (parted) break;
    if (is_account(entities[i])) return &entities[i];
  }
  for (std::size_t i = index; i-- > 0;) {
    if (entities[i].end + reach < self.start) break;
    if (is_account(entities[i])) return &entities[i];
  }
  return nullptr;
}

Role RoleOfBank(const Page& page, const std::vector<Entity>& entities, std::size_t index) {
  const Entity& bank = entities[index];
  if (page.Before(bank.start) == U'【') return Role::victim;
  const Entity* account = AccountNear(page, entities, index, 8);
  if (account != nullptr) return account->role;
  if (bank.start < 12) return Role::report;
  return Role::other;
}

Role RoleOfPerson(const Page& page, const std::vector<Entity>& entities, std::size_t index) {
  const Entity& person = entities[index];
  const bool masked = person.text.find("某") != std::string::npos;
  if (page.MarkBefore(person.start, 4, Cue::payee) != nullptr) return Role::suspect;
  if (masked && page.MarkBefore(person.start, 4, Cue::victim) != nullptr) return Role::victim;
  const Mark* self = page.MarkBefore(person.start, 1, Cue::victim);
  if (self != nullptr && Introduces(page, self->end)) return Role::victim;
  const Entity* account = AccountNear(page, entities, index, 10);
  if (account != nullptr && account->role == Role::suspect) return Role::suspect;
  return masked ? Role::victim : Role::suspect;
}

}  // namespace

bool IsTip(const Page& page) {
  // 我要举报…我还了: the informer paid.
  constexpr std::size_t kReach = 2000;
  for (const Mark& mark : page.marks()) {
    if (mark.end > kReach) break;
    if (mark.cue != Cue::paid || !page.Has(mark.end - 1, U"了") || page.Has(mark.start, U"打")) {
      continue;
    }
    if (page.EndsWith(mark.start, U"我") || page.EndsWith(mark.start, U"我又")) return false;
  }
  constexpr std::size_t kOpening = 24;
  for (const Mark& mark : page.marks()) {
    if (mark.end > kOpening) return false;
    if (mark.cue != Cue::tip) continue;
    // 居民反映: and 反映一个情况 open a tip; 客户反映，其… tells a case.
    const bool tells = page.Has(mark.start, U"反映") && mark.start > 0 && page.At(mark.end) != U':';
    if (!tells) return true;
  }
  return false;
}

bool IsFromCounter(const Page& page) {
  constexpr std::size_t kOpening = 16;
  const Mark* bank = page.MarkAfter(0, kOpening, Cue::bank);
  return bank != nullptr && page.At(0) != U'【' &&
         page.Plain(0, 200).find(U"您尾号") == std::u32string_view::npos;
}

void GiveRoles(const Page& page, const Gaps& gaps, const std::vector<Turn>& turns,
               std::vector<Entity>& entities) {
  for (Entity& entity : entities) {
    switch (entity.kind) {
      case Kind::card:
      case Kind::account:
        entity.role = RoleOfAccount(page, gaps, TurnAt(turns, entity.start), entity);
        break;
      case Kind::phone:
        entity.role = RoleOfPhone(page, entity);
        break;
      case Kind::id_number:
        entity.role = Role::victim;
        break;
      case Kind::wechat:
      case Kind::qq:
      case Kind::alipay:
      case Kind::url:
      case Kind::ip:
      case Kind::crypto:
        entity.role = Role::suspect;
        break;
      case Kind::app:
        entity.role = entity.text == entity.value ? Role::suspect : Role::other;
        break;
      default:
        break;
    }
  }
  for (std::size_t i = 0; i < entities.size(); ++i) {
    if (entities[i].kind == Kind::bank) entities[i].role = RoleOfBank(page, entities, i);
    if (entities[i].kind == Kind::person) entities[i].role = RoleOfPerson(page, entities, i);
  }
  GiveAmountRoles(page, gaps, turns, entities);
}

}  // namespace hetang::text
