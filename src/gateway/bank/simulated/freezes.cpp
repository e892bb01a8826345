#include "gateway/bank/simulated/freezes.h"

#include <algorithm>

namespace hetang::bank::simulated {
namespace {

bool IsUnlimited(const Freeze& freeze) { return freeze.mode != FreezeType::limit; }

// What the earlier claims leave.
Fen LeftFor(std::span<const Freeze> freezes, std::size_t rank, Fen balance, Moment at) {
  return balance - HeldInAll(freezes.first(rank), balance, at);
}

bool IsTooLong(Moment start, Moment end) { return end > AddMonths(start, kFreezeMonths); }

std::string RefusalOf(Standing standing) {
  switch (standing) {
    case Standing::normal:
    case Standing::lost:  // What is lost can still be held.
      return "";
    case Standing::whitelisted:
      return "0302";
    case Standing::limit_frozen:
    case Standing::frozen:
      return "1499";
  }
  return "0304";
}

// The same case does not freeze an account twice; another one queues behind it.
bool IsFrozenByCase(std::span<const Freeze> freezes, const Freeze& fresh, Moment now) {
  return std::any_of(freezes.begin(), freezes.end(), [&](const Freeze& known) {
    return known.case_number == fresh.case_number && known.authority == fresh.authority &&
           (known.InForce(now) || known.state == FreezeState::queued);
  });
}

// The freeze this order made, unless a refusal stands against changing it.
struct Found {
  std::string refusal;
  const Freeze* freeze = nullptr;
};
struct Codes {
  const char* expired;
  const char* lifted;
};
Found FreezeFor(const Text<36>& original, const Facts& facts, Moment now, const Codes& codes) {
  const Freeze* freeze = FindFreeze(facts.freezes, original.str());
  if (freeze == nullptr) return {"0400"};
  if (freeze->state == FreezeState::lifted) return {codes.lifted};
  const bool over = freeze->state == FreezeState::expired ||
                    (freeze->state == FreezeState::in_force && now >= freeze->expire_at);
  if (over) return {codes.expired};
  return {"", freeze};
}

// Ranks last, and in force at once or waiting.
FreezeVerdict Lay(Freeze fresh, const Facts& facts, Moment now) {
  std::vector<Freeze> all(facts.freezes.begin(), facts.freezes.end());
  fresh.account_id = facts.account->id;
  all.push_back(fresh);
  const std::size_t rank = all.size() - 1;
  const Fen balance = facts.account->balance_fen;
  if (!HasItsTurn(all, rank, balance, now)) {
    fresh.state = FreezeState::queued;
    return {"1401", fresh};
  }
  return {ResultInForce(all, rank, balance, now), fresh};
}

}  // namespace

std::vector<Fen> HeldBy(std::span<const Freeze> freezes, Fen balance, Moment at) {
  std::vector<Fen> held;
  Fen left = balance;
  for (const Freeze& freeze : freezes) {
    Fen part;
    if (freeze.InForce(at)) part = IsUnlimited(freeze) ? left : std::min(freeze.limit_fen, left);
    left -= part;
    held.push_back(part);
  }
  return held;
}

Fen HeldInAll(std::span<const Freeze> freezes, Fen balance, Moment at) {
  Fen sum;
  for (const Fen part : HeldBy(freezes, balance, at)) sum += part;
  return sum;
}

bool IsClosed(std::span<const Freeze> freezes, Moment at) {
  return std::any_of(freezes.begin(), freezes.end(), [&](const Freeze& freeze) {
    return freeze.mode == FreezeType::full && freeze.InForce(at);
  });
}

const Freeze* FormerOf(std::span<const Freeze> freezes, std::size_t rank, Fen balance, Moment at) {
  const std::vector<Fen> held = HeldBy(freezes, balance, at);
  const Freeze* former = nullptr;
  Fen most;
  for (std::size_t i = 0; i < rank; ++i) {
    if (!freezes[i].InForce(at) || (former != nullptr && held[i] <= most)) continue;
    former = &freezes[i];
    most = held[i];
  }
  return former;
}

bool HasItsTurn(std::span<const Freeze> freezes, std::size_t rank, Fen balance, Moment at) {
  return FormerOf(freezes, rank, balance, at) == nullptr ||
         LeftFor(freezes, rank, balance, at) > Fen(0);
}

std::string ResultInForce(std::span<const Freeze> freezes, std::size_t rank, Fen balance,
                          Moment at) {
  const Freeze& freeze = freezes[rank];
  const bool behind = FormerOf(freezes, rank, balance, at) != nullptr;
  const bool whole =
      IsUnlimited(freeze) ? !behind : LeftFor(freezes, rank, balance, at) >= freeze.limit_fen;
  if (whole) return "0000";
  return behind ? "1402" : "1400";
}

FreezeVerdict JudgeFreeze(const FreezeRequest& order, const Facts& facts, Moment now) {
  if (IsTooLong(order.freeze_start_time, order.expire_time)) return {"0801"};
  if (order.tail.application_time > now + kClockTolerance) return {"0802"};
  if (order.tail.attachments.size() < kFreezeDocuments) return {"0600"};
  if (std::string refusal = RefusalOf(order.target, facts); !refusal.empty()) return {refusal};
  if (std::string refusal = RefusalOf(facts.account->standing); !refusal.empty()) return {refusal};
  Freeze freeze;
  freeze.application_id = order.head.application_id.str();
  freeze.case_number = order.head.case_number.str();
  freeze.authority = order.tail.application_org_name.str();
  freeze.mode = order.freeze_type;
  freeze.limit_fen = order.balance_fen.value_or(Fen(0));
  freeze.start_at = now;
  freeze.expire_at = now + (order.expire_time - order.freeze_start_time);
  if (IsFrozenByCase(facts.freezes, freeze, now)) return {"1403"};
  return Lay(std::move(freeze), facts, now);
}

FreezeVerdict JudgeFreeze(const FreezeLift& order, const Facts& facts, Moment now) {
  if (std::string refusal = RefusalOf(order.target, facts); !refusal.empty()) return {refusal};
  const Found found = FreezeFor(order.original_application_id, facts, now, {"1500", "1501"});
  if (found.freeze == nullptr) return {found.refusal};
  Freeze lifted = *found.freeze;
  lifted.state = FreezeState::lifted;
  lifted.lifted_at = now;
  return {"0000", lifted};
}

FreezeVerdict JudgeFreeze(const FreezeRenewal& order, const Facts& facts, Moment now) {
  if (IsTooLong(order.postpone_start_time, order.expire_time)) return {"0801"};
  if (std::string refusal = RefusalOf(order.target, facts); !refusal.empty()) return {refusal};
  const Found found = FreezeFor(order.original_application_id, facts, now, {"1600", "1601"});
  if (found.freeze == nullptr) return {found.refusal};
  Freeze renewed = *found.freeze;
  if (renewed.state == FreezeState::queued || renewed.mode != order.freeze_type) return {"1699"};
  if (order.balance_fen && *order.balance_fen > renewed.limit_fen) return {"0299"};
  renewed.limit_fen = order.balance_fen.value_or(renewed.limit_fen);
  // The new term follows the old one, wherever the order thinks that it ends.
  renewed.expire_at = renewed.expire_at + (order.expire_time - order.postpone_start_time);
  ++renewed.renewals;
  std::vector<Freeze> all(facts.freezes.begin(), facts.freezes.end());
  const std::size_t rank = RankOf(all, renewed.id);
  all[rank] = renewed;
  return {ResultInForce(all, rank, facts.account->balance_fen, now), renewed};
}

std::string JudgeReturn(const ReturnNotice& order, const Facts& facts, Moment now) {
  if (order.tail.application_time > now + kClockTolerance) return "0802";
  if (order.tail.attachments.empty()) return "0600";
  if (std::string refusal = RefusalOf(order.target, facts); !refusal.empty()) return refusal;
  const Freeze* freeze = FindFreeze(facts.freezes, order.original_application_id.str());
  if (freeze == nullptr) return "0400";
  if (!freeze->InForce(now)) return "1702";
  const auto held = HeldBy(facts.freezes, facts.account->balance_fen, now);
  return order.total_amount_fen > held[RankOf(facts.freezes, freeze->id)] ? "1701" : "0000";
}

FreezeVerdict JudgePayment(const PaymentStop& order, const Movement& payment, const Facts& facts,
                           Moment now) {
  if (order.expire_time - order.start_time > kStopTerm) return {"0801"};
  if (facts.account->standing == Standing::whitelisted) return {"0302"};
  if (order.transfer_amount_fen && *order.transfer_amount_fen != payment.amount_fen) {
    return {"0299"};
  }
  Freeze stop;
  stop.application_id = order.head.application_id.str();
  stop.case_number = order.head.case_number.str();
  stop.authority = order.tail.application_org_name.str();
  stop.order_number = order.target.order_number.str();
  stop.limit_fen = payment.amount_fen;
  stop.start_at = now;
  stop.expire_at = now + kStopTerm;
  for (const Freeze& known : facts.freezes) {
    if (known.order_number == stop.order_number && known.InForce(now)) return {"1301"};
  }
  FreezeVerdict verdict = Lay(std::move(stop), facts, now);
  if (verdict.result == "1401") return {"1302"};
  if (verdict.result != "0000") verdict.result = "1200";
  return verdict;
}

FreezeVerdict JudgePayment(const PaymentStopChange& order, const Facts& facts, Moment now) {
  const bool extends = order.operation_type == PaymentOperation::extend;
  const Codes codes = extends ? Codes{"1800", "1899"} : Codes{"1900", "1999"};
  const Found found = FreezeFor(order.original_application_id, facts, now, codes);
  if (found.freeze == nullptr) return {found.refusal};
  Freeze changed = *found.freeze;
  if (changed.order_number != order.target.order_number.str()) return {"0499"};
  if (!extends) {
    changed.state = FreezeState::lifted;
    changed.lifted_at = now;
    return {"0000", changed};
  }
  if (1 + changed.renewals >= kMostStops) return {"1304"};
  changed.expire_at = changed.expire_at + kStopTerm;
  ++changed.renewals;
  return {"0000", changed};
}

const Freeze* FindFreeze(std::span<const Freeze> freezes, const std::string& application_id) {
  for (const Freeze& freeze : freezes) {
    if (!application_id.empty() && freeze.application_id == application_id) return &freeze;
  }
  return nullptr;
}

std::size_t RankOf(std::span<const Freeze> freezes, std::int64_t id) {
  std::size_t rank = 0;
  while (rank < freezes.size() && freezes[rank].id != id) ++rank;
  return rank;
}

}  // namespace hetang::bank::simulated
