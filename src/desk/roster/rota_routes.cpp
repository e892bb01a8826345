#include "desk/roster/gaps.h"
#include "desk/roster/handover.h"
#include "desk/roster/pattern.h"
#include "desk/roster/roles.h"
#include "desk/roster/rota.h"
#include "desk/roster/routes.h"
#include "desk/roster/swaps.h"

namespace hetang::roster {
namespace {

using database::Transaction;
using http::Call;
using http::Nothing;
using http::Page;

// The span asked for, or the usual one.
Result<Span> SpanOf(const Call& call, Span span) {
  std::vector<FieldError> faults;
  const auto read = [&](std::string_view name, Moment& moment) {
    const auto text = call.QueryText(name);
    if (!text) return;
    const auto parsed = ParseIso(*text);
    if (parsed) moment = *parsed;
    if (!parsed) faults.push_back({std::string(name), "time", "A time is written in ISO 8601."});
  };
  read("from", span.from);
  read("to", span.to);
  if (faults.empty() && span.to - span.from > kLongestSpan) {
    faults.push_back({"to", "too_long", "Ask for at most 92 days at once."});
  }
  if (!faults.empty()) return Invalid(std::move(faults));
  return span;
}

Result<Page<ShiftView>> Shifts(const Call& call, Transaction& tx) {
  HT_TRY(const Span span, SpanOf(call, {call.now - Days(1), call.now + Days(14)}));
  HT_TRY(auto shifts, ShiftsIn(tx, span, call.who.units));
  return ListOf(ViewsOf(std::move(shifts), call.who, call.now));
}

Result<Page<ShiftView>> OnDutyNow(const Call& call, Transaction& tx) {
  HT_TRY(auto shifts, ShiftsIn(tx, {call.now, call.now + Milliseconds(1)}, call.who.units));
  return ListOf(ViewsOf(std::move(shifts), call.who, call.now));
}

// The officer's own, in all units: what is to come, and what may still be handed over.
Result<Page<ShiftView>> MyShifts(const Call& call, Transaction& tx) {
  HT_TRY(const Span span, SpanOf(call, {call.now - kNoteTaken, call.now + Days(31)}));
  HT_TRY(auto shifts, ShiftsOf(tx, call.who.officer_id, span));
  return ListOf(ViewsOf(std::move(shifts), call.who, call.now));
}

Result<ShiftView> PostShift(const Call& call, const ShiftForm& form, Transaction& tx) {
  return AddShift(tx, form, call.who, call.now);
}

Result<Nothing> DeleteShift(const Call& call, const Nothing&, Transaction& tx) {
  HT_TRY(const std::int64_t id, call.PathId("id"));
  HT_TRY_STATUS(RemoveShift(tx, id, call.who, call.now));
  return Nothing{};
}

Result<ShiftView> PostReplacement(const Call& call, const ReplaceForm& form, Transaction& tx) {
  HT_TRY(const std::int64_t id, call.PathId("id"));
  return ReplaceOnShift(tx, id, form, call.who, call.now);
}

Result<PatternPlan> PostPlan(const Call& call, const PatternForm& form, Transaction& tx) {
  return PlanPattern(tx, form, call.who, call.now);
}

Result<PatternPlan> PostPattern(const Call& call, const PatternForm& form, Transaction& tx) {
  return LayPattern(tx, form, call.who, call.now);
}

Result<Page<SwapView>> Swaps(const Call& call, Transaction& tx) {
  HT_TRY(auto swaps, SwapsFor(tx, call.who, call.now));
  return ListOf(std::move(swaps));
}

Result<SwapView> PostSwap(const Call& call, const SwapForm& form, Transaction& tx) {
  HT_TRY(const std::int64_t id, call.PathId("id"));
  return AskSwap(tx, id, form, call.who, call.now);
}

Result<SwapView> PostSwapDecision(const Call& call, const SwapDecision& form, Transaction& tx) {
  HT_TRY(const std::int64_t id, call.PathId("id"));
  return DecideSwap(tx, id, form, call.who, call.now);
}

Result<Page<Requirement>> Requirements(const Call& call, Transaction& tx) {
  HT_TRY(auto requirements, RequirementsOf(tx, call.who.units));
  return ListOf(std::move(requirements));
}

Result<Requirement> PostRequirement(const Call& call, const RequirementForm& form,
                                    Transaction& tx) {
  return AddRequirement(tx, form, call.who, call.now);
}

Result<Nothing> DeleteRequirement(const Call& call, const Nothing&, Transaction& tx) {
  HT_TRY(const std::int64_t id, call.PathId("id"));
  HT_TRY_STATUS(RemoveRequirement(tx, id, call.who, call.now));
  return Nothing{};
}

Result<Page<Gap>> Gaps(const Call& call, Transaction& tx) {
  HT_TRY(auto gaps, OpenGaps(tx, call.who.units));
  return ListOf(std::move(gaps));
}

Result<Page<HandoverView>> Handovers(const Call& call, Transaction& tx) {
  HT_TRY(const Span span, SpanOf(call, {call.now - Days(7), call.now + Milliseconds(1)}));
  HT_TRY(auto notes, HandoversIn(tx, span, call.who, call.now));
  return ListOf(std::move(notes));
}

Result<Page<HandoverView>> Waiting(const Call& call, Transaction& tx) {
  HT_TRY(auto notes, HandoversWaiting(tx, call.who, call.now));
  return ListOf(std::move(notes));
}

Result<HandoverView> PostHandover(const Call& call, const HandoverForm& form, Transaction& tx) {
  return WriteHandover(tx, form, call.who, call.now);
}

Result<HandoverView> PostReading(const Call& call, const Nothing&, Transaction& tx) {
  HT_TRY(const std::int64_t id, call.PathId("id"));
  return ConfirmHandover(tx, id, call.who, call.now);
}

http::Route Over(http::Route route) {
  route.query_parameters = {"from", "to"};
  return route;
}

constexpr char kRead[] = "roster:read";

void AddShiftRoutes(http::Router& router) {
  const std::string plan(kPlanRight);
  router.Query<Page<ShiftView>>(
      Over(Of("GET", "/shifts", kRead, "Shifts that touch a span of time.")), Shifts);
  router.Query<Page<ShiftView>>(Of("GET", "/on-duty", kRead, "Who is on duty now."), OnDutyNow);
  router.Query<Page<ShiftView>>(
      Over(Of("GET", "/my-shifts", kRead, "Your own shifts, whatever their unit.")), MyShifts);
  router.Command<ShiftForm, ShiftView>(
      Of("POST", "/shifts", plan, "Puts an officer on duty for a time."), PostShift);
  router.Command<Nothing, Nothing>(
      Of("DELETE", "/shifts/{id}", plan, "Takes a shift that has not begun off the rota."),
      DeleteShift);
  router.Command<ReplaceForm, ShiftView>(
      Of("POST", "/shifts/{id}/replacement", std::string(kImposeRight),
         "Puts another officer in the place of the one who is on duty."),
      PostReplacement);
  router.Command<PatternForm, PatternPlan>(
      Of("POST", "/patterns/plan", plan, "Shows what a pattern would put on the rota."), PostPlan);
  router.Command<PatternForm, PatternPlan>(
      Of("POST", "/patterns", plan, "Lays a pattern of shifts, all of it or nothing."),
      PostPattern);
}

void AddSwapRoutes(http::Router& router) {
  router.Query<Page<SwapView>>(Of("GET", "/swaps", kRead, "Swaps of a week that concern you."),
                               Swaps);
  router.Command<SwapForm, SwapView>(
      Of("POST", "/shifts/{id}/swap", kRead, "Asks a colleague to take your shift."), PostSwap);
  router.Command<SwapDecision, SwapView>(
      Of("POST", "/swaps/{id}/decision", kRead, "Agrees, refuses, withdraws or imposes a swap."),
      PostSwapDecision);
}

void AddGapRoutes(http::Router& router) {
  const std::string plan(kPlanRight);
  router.Query<Page<Requirement>>(
      Of("GET", "/requirements", kRead, "Which roles must be served, and when."), Requirements);
  router.Command<RequirementForm, Requirement>(
      Of("POST", "/requirements", plan, "Says that a role must be served."), PostRequirement);
  router.Command<Nothing, Nothing>(
      Of("DELETE", "/requirements/{id}", plan, "Says that a role need not be served any more."),
      DeleteRequirement);
  router.Query<Page<Gap>>(Of("GET", "/gaps", kRead, "What the rota leaves open soon."), Gaps);
}

void AddHandoverRoutes(http::Router& router) {
  router.Query<Page<HandoverView>>(
      Over(Of("GET", "/handovers", kRead, "Hand-over notes of the units you see.")), Handovers);
  router.Query<Page<HandoverView>>(
      Of("GET", "/handovers/waiting", kRead, "Notes that wait for you, who are on duty."), Waiting);
  router.Command<HandoverForm, HandoverView>(
      Of("POST", "/handovers", kRead, "Writes the hand-over note of your shift."), PostHandover);
  router.Command<Nothing, HandoverView>(
      Of("POST", "/handovers/{id}/reading", kRead, "Confirms that you have read a note."),
      PostReading);
}

}  // namespace

void AddRotaRoutes(http::Router& router) {
  AddShiftRoutes(router);
  AddSwapRoutes(router);
  AddGapRoutes(router);
  AddHandoverRoutes(router);
}

}  // namespace hetang::roster
