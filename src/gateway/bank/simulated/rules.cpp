#include "gateway/bank/simulated/rules.h"

#include <algorithm>

#include "base/check.h"
#include "gateway/bank/codes.h"

namespace hetang::bank::simulated {
namespace {

// People are unsure of the hour, not of the day.
constexpr Duration kTimeTolerance = Hours(24);

// What an earlier freeze says to a stop.
std::string RefusalOf(std::span<const Freeze> freezes, Moment now) {
  std::string refusal;
  for (const Freeze& freeze : freezes) {
    if (!freeze.InForce(now)) continue;
    if (freeze.mode != FreezeType::limit) return "1303";
    refusal = "1302";
  }
  return refusal;
}

std::string RefusalOf(Standing standing) {
  switch (standing) {
    case Standing::normal:
      return "";
    case Standing::whitelisted:
      return "0302";
    case Standing::lost:
      return "0303";
    case Standing::limit_frozen:
      return "1302";
    case Standing::frozen:
      return "1303";
  }
  return "0304";
}

// A bank that saw payments of this payer to this account expects the order's among them.
std::string RefusalOfPayment(const StopRequest& order, const Facts& facts) {
  if (!order.transfer_amount_fen || !order.transfer_time || facts.payments.empty()) return "";
  bool amount_seen = false;
  for (const Movement& payment : facts.payments) {
    if (payment.amount_fen != *order.transfer_amount_fen) continue;
    amount_seen = true;
    const std::int64_t apart = payment.due_at.ms - order.transfer_time->ms;
    if (std::abs(apart) <= kTimeTolerance.ms) return "";
  }
  return amount_seen ? "0899" : "0299";
}

std::int64_t CountStops(std::span<const Stop> stops) {
  std::int64_t count = 0;
  for (const Stop& stop : stops) count += 1 + stop.extensions;
  return count;
}

const Stop* FindStop(std::span<const Stop> stops, const std::string& application_id) {
  const auto found = std::find_if(stops.begin(), stops.end(), [&](const Stop& stop) {
    return stop.application_id == application_id;
  });
  return found == stops.end() ? nullptr : &*found;
}

// The form of a stop that went out before its papers names that stop, and changes nothing of it. A
// stop that goes out without papers names itself.
const Stop* StopMadeGood(const StopRequest& order, const Facts& facts) {
  const bool late = order.application_type == ApplicationType::late_paperwork ||
                    order.application_type == ApplicationType::late_paperwork_foreign;
  if (!late || !order.original_application_id) return nullptr;
  if (*order.original_application_id == order.head.application_id) return nullptr;
  return FindStop(facts.stops, order.original_application_id->str());
}

}  // namespace

std::string RefusalOf(const TargetAccount& target, const Facts& facts) {
  if (facts.account == nullptr) return "0300";
  if (target.account_name && *target.account_name != facts.account->name) return "0301";
  return "";
}

Verdict Judge(const StopRequest& order, const Facts& facts, Moment now) {
  if (order.expire_time - order.start_time > kStopTerm) return {"0801"};
  if (order.tail.application_time > now + kClockTolerance) return {"0802"};
  if (std::string refusal = RefusalOf(order.target, facts); !refusal.empty()) return {refusal};
  const Account& account = *facts.account;
  if (std::string refusal = RefusalOf(account.standing); !refusal.empty()) return {refusal};
  if (std::string refusal = RefusalOf(facts.freezes, now); !refusal.empty()) return {refusal};
  if (std::string refusal = RefusalOfPayment(order, facts); !refusal.empty()) return {refusal};
  if (const Stop* made_good = StopMadeGood(order, facts); made_good && made_good->InForce(now)) {
    return {"0000", *made_good};
  }
  const bool stopped = std::any_of(facts.stops.begin(), facts.stops.end(),
                                   [&](const Stop& stop) { return stop.InForce(now); });
  if (stopped) return {"1301"};
  if (CountStops(facts.stops) >= kMostStops) return {"1304"};
  Stop stop;
  stop.account_id = account.id;
  stop.application_id = order.head.application_id.str();
  stop.start_at = now;
  stop.expire_at = now + kStopTerm;
  const bool enough =
      !order.transfer_amount_fen || account.balance_fen >= *order.transfer_amount_fen;
  return {enough ? "0000" : "1200", stop};
}

Verdict Judge(const StopRelease& order, const Facts& facts, Moment now) {
  if (std::string refusal = RefusalOf(order.target, facts); !refusal.empty()) return {refusal};
  const Stop* original = FindStop(facts.stops, order.original_application_id.str());
  if (original == nullptr) return {"0400"};
  if (original->released_at) return {"1999"};
  if (now >= original->expire_at) return {"1900"};
  Stop released = *original;
  released.released_at = now;
  return {"0000", released};
}

Verdict Judge(const StopExtension& order, const Facts& facts, Moment now) {
  if (std::string refusal = RefusalOf(order.target, facts); !refusal.empty()) return {refusal};
  const Stop* original = FindStop(facts.stops, order.original_application_id.str());
  if (original == nullptr) return {"0400"};
  if (original->released_at) return {"1899"};
  if (now >= original->expire_at) return {"1800"};
  if (CountStops(facts.stops) >= kMostStops) return {"1304"};
  Stop extended = *original;
  extended.expire_at = original->expire_at + kStopTerm;
  ++extended.extensions;
  return {"0000", extended};
}

void FillAnswer(StopFeedback& feedback, const TargetAccount& target, const std::string& result,
                const Facts& facts, std::string_view bank_name) {
  feedback.result = result;
  feedback.account_number = target.account_number;
  feedback.feedback_org_name = std::string(bank_name);
  feedback.operator_name = PersonName("模拟值班员");
  feedback.operator_phone_number = PhoneNumber("00000000000");
  if (const ResultCode* code = FindResultCode(result); code != nullptr) {
    feedback.feedback_remark = std::string(code->zh);
  }
  if (facts.account == nullptr) return;
  feedback.account_type = facts.account->type;
  feedback.card_number = facts.account->card;
}

namespace {

void FillFeedback(StopFeedback& feedback, const TargetAccount& target, const Verdict& verdict,
                  const Facts& facts, std::string_view bank_name) {
  FillAnswer(feedback, target, verdict.result, facts, bank_name);
  if (!verdict.stop) return;
  feedback.account_balance_fen = facts.account->balance_fen;
  feedback.start_time = verdict.stop->start_at;
  feedback.expire_time = verdict.stop->expire_at;
}

}  // namespace

Body FeedbackOn(const Body& order, const Verdict& verdict, const Facts& facts,
                std::string_view bank_name, Moment now) {
  if (const auto* stop = std::get_if<StopRequest>(&order)) {
    StopFeedback feedback;
    feedback.application_id = stop->head.application_id;
    FillFeedback(feedback, stop->target, verdict, facts, bank_name);
    return feedback;
  }
  if (const auto* release = std::get_if<StopRelease>(&order)) {
    ReleaseFeedback feedback;
    feedback.application_id = release->head.application_id;
    FillFeedback(feedback, release->target, verdict, facts, bank_name);
    if (verdict.stop) feedback.withdrawal_time = now;
    return feedback;
  }
  const auto* extension = std::get_if<StopExtension>(&order);
  HT_CHECK(extension != nullptr);
  ExtensionFeedback feedback;
  feedback.application_id = extension->head.application_id;
  FillFeedback(feedback, extension->target, verdict, facts, bank_name);
  // The second term only: it begins where the first ends.
  if (verdict.stop) feedback.start_time = verdict.stop->expire_at - kStopTerm;
  return feedback;
}

}  // namespace hetang::bank::simulated
