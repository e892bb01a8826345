#include "desk/funds/return_acts.h"
#include "desk/funds/return_hold.h"
#include "desk/funds/return_papers.h"
#include "desk/funds/return_views.h"
#include "platform/http/guard.h"

namespace hetang::funds {
namespace {

using database::Transaction;
using http::Call;
using http::Nothing;

constexpr const char* kRounds = "/api/v1/funds/returns";

Result<RoundFull> Shown(const Call& call, Transaction& tx, const Result<Round>& round) {
  if (!round) return tl::unexpected(round.error());
  return FullOf(tx, *round, call.who, call.now);
}

std::string Under(const char* tail) { return std::string(kRounds) + "/{id}" + tail; }

// A command on one round that answers the whole round.
template <typename Body, typename Act>
void OnRound(http::Router& router, const char* tail, const char* summary, Act act) {
  router.Command<Body, RoundFull>(
      {"POST", Under(tail), "funds:read", summary},
      [act](const Call& call, const Body& body, Transaction& tx) -> Result<RoundFull> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        return Shown(call, tx, act(call, id, body, tx));
      });
}

Result<http::Page<RoundView>> ListRounds(const Call& call, Transaction& tx) {
  HT_TRY(const http::PageRequest request, http::PageOf(call));
  const std::string state = call.QueryText("state").value_or("");
  const std::int64_t before = request.after_id == 0 ? INT64_MAX : request.after_id;
  HT_TRY(const auto rounds, tx.Find<Round>("WHERE id < :before AND (:state = '' OR state = :state2)"
                                           " ORDER BY id DESC LIMIT :limit",
                                           before, state, state, request.limit));
  http::Page<RoundView> page;
  for (const Round& round : rounds) {
    if (!call.who.Sees(round.unit_id)) continue;
    HT_TRY(RoundView view, ViewOf(tx, round, call.who, call.now));
    page.items.push_back(std::move(view));
  }
  if (static_cast<std::int64_t>(rounds.size()) == request.limit) {
    page.next = std::to_string(rounds.back().id);
  }
  return page;
}

void AddReading(http::Router& router) {
  router.Query<http::Page<RoundView>>({"GET",
                                       kRounds,
                                       "funds:read",
                                       "Rounds of return, newest first.",
                                       false,
                                       {"state", "after", "limit"}},
                                      ListRounds);
  router.Query<CandidateList>(
      {"GET", std::string(kRounds) + "/candidates", "funds:read",
       "Freezes in force from which money could be returned."},
      [](const Call& call, Transaction& tx) { return CandidatesFor(tx, call.who, call.now); });
  router.Query<RoundFull>(
      {"GET", Under(""), "funds:read", "One round with its victims, proof and objections."},
      [](const Call& call, Transaction& tx) -> Result<RoundFull> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        return Shown(call, tx, RoundFor(tx, id, call.who));
      });
  router.Query<SuggestionList>(
      {"GET", Under("/suggestions"), "funds:read", "Payments that may be claims of the round."},
      [](const Call& call, Transaction& tx) -> Result<SuggestionList> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        HT_TRY(const Round round, RoundFor(tx, id, call.who));
        return SuggestionsFor(tx, round, call.who);
      });
}

void AddReveal(http::Router& router) {
  http::Route route;
  route.method = "POST";
  route.path = Under("/reveal");
  route.right = http::kRevealRight;
  route.summary = "One round in full; journaled.";
  route.reveals = true;
  router.Command<LookForm, RoundFull>(
      std::move(route),
      [](const Call& call, const LookForm& form, Transaction& tx) -> Result<RoundFull> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        if (form.why.empty()) return Invalid({{"why", "missing", "Say why you need to see it."}});
        HT_TRY(const Round round, RoundFor(tx, id, call.who));
        journal::Entry entry;
        entry.act = "return_revealed";
        entry.why = form.why.str();
        HT_TRY_STATUS(JournalRound(tx, round, std::move(entry), call.who.actor(), call.now));
        return FullOf(tx, round, call.who, call.now);
      });
}

void AddDraft(http::Router& router) {
  router.Command<OpenRoundForm, RoundFull>(
      {"POST", kRounds, std::string(kReturnRight), "Opens a round on a freeze or a sum recovered."},
      [](const Call& call, const OpenRoundForm& form, Transaction& tx) {
        return Shown(call, tx, OpenRound(tx, form, call.who, call.now));
      });
  OnRound<BasisForm>(router, "/basis", "Chooses what losses are held against.",
                     [](const Call& call, std::int64_t id, const BasisForm& form, Transaction& tx) {
                       return SetBasis(tx, id, form.basis, call.who, call.now);
                     });
  OnRound<Nothing>(router, "/compute", "Computes the proposal anew.",
                   [](const Call& call, std::int64_t id, const Nothing&, Transaction& tx) {
                     return ComputeAnew(tx, id, call.who, call.now);
                   });
  OnRound<ClaimForm>(router, "/claims", "Adds a victim.",
                     [](const Call& call, std::int64_t id, const ClaimForm& form, Transaction& tx) {
                       return AddClaim(tx, id, form, call.who, call.now);
                     });
  OnRound<ClaimForm>(router, "/claims/{claim_id}", "Changes a victim's claim.",
                     [](const Call& call, std::int64_t id, const ClaimForm& form,
                        Transaction& tx) -> Result<Round> {
                       HT_TRY(const std::int64_t claim, call.PathId("claim_id"));
                       return ChangeClaim(tx, id, claim, form, call.who, call.now);
                     });
  OnRound<Nothing>(
      router, "/claims/{claim_id}/remove", "Takes a victim out.",
      [](const Call& call, std::int64_t id, const Nothing&, Transaction& tx) -> Result<Round> {
        HT_TRY(const std::int64_t claim, call.PathId("claim_id"));
        return RemoveClaim(tx, id, claim, call.who, call.now);
      });
}

void AddSteps(http::Router& router) {
  OnRound<AskForm>(router, "/ask", "Asks a leader to approve the report.",
                   [](const Call& call, std::int64_t id, const AskForm& form, Transaction& tx) {
                     return AskReport(tx, id, form, call.who, call.now);
                   });
  OnRound<Nothing>(router, "/withdraw", "Takes the report back.",
                   [](const Call& call, std::int64_t id, const Nothing&, Transaction& tx) {
                     return WithdrawReport(tx, id, call.who, call.now);
                   });
  OnRound<NoticeForm>(
      router, "/notice", "Publishes the notice; its period begins.",
      [](const Call& call, std::int64_t id, const NoticeForm& form, Transaction& tx) {
        return PublishNotice(tx, id, form, call.who, call.now);
      });
  OnRound<ReasonForm>(router, "/revise", "Puts the round back to its draft.",
                      [](const Call& call, std::int64_t id, const ReasonForm& form,
                         Transaction& tx) { return Revise(tx, id, form, call.who, call.now); });
  OnRound<Nothing>(router, "/decide", "Decides the return.",
                   [](const Call& call, std::int64_t id, const Nothing&, Transaction& tx) {
                     return Decide(tx, id, call.who, call.now);
                   });
  OnRound<NotifyForm>(router, "/notify",
                      "Gives the notice to the bank: as a message, or by two officers.",
                      [](const Call& call, std::int64_t id, const NotifyForm& form,
                         Transaction& tx) { return Notify(tx, id, form, call.who, call.now); });
  OnRound<Nothing>(router, "/take_by_hand",
                   "Takes back the message that waits; two officers carry the notice.",
                   [](const Call& call, std::int64_t id, const Nothing&, Transaction& tx) {
                     return TakeByHand(tx, id, call.who, call.now);
                   });
  OnRound<ReceiptForm>(
      router, "/receipt", "Records what the bank has given whom.",
      [](const Call& call, std::int64_t id, const ReceiptForm& form, Transaction& tx) {
        return RecordReceipt(tx, id, form, call.who, call.now);
      });
  OnRound<ConfirmForm>(router, "/claims/{claim_id}/confirm", "A victim has the money.",
                       [](const Call& call, std::int64_t id, const ConfirmForm& form,
                          Transaction& tx) -> Result<Round> {
                         HT_TRY(const std::int64_t claim, call.PathId("claim_id"));
                         return ConfirmClaim(tx, id, claim, form, call.who, call.now);
                       });
  OnRound<Nothing>(router, "/finish", "Closes a round of which the bank refused a part.",
                   [](const Call& call, std::int64_t id, const Nothing&, Transaction& tx) {
                     return FinishRound(tx, id, call.who, call.now);
                   });
  OnRound<ReasonForm>(
      router, "/cancel", "Cancels the round before it is decided.",
      [](const Call& call, std::int64_t id, const ReasonForm& form, Transaction& tx) {
        return CancelRound(tx, id, form, call.who, call.now);
      });
}

void AddObjections(http::Router& router) {
  OnRound<ObjectionForm>(router, "/objections", "Takes an objection in.",
                         [](const Call& call, std::int64_t id, const ObjectionForm& form,
                            Transaction& tx) -> Result<Round> {
                           HT_TRY_STATUS(Object(tx, id, form, call.who, call.now));
                           return RoundFor(tx, id, call.who);
                         });
  OnRound<ReviewForm>(router, "/objections/{objection_id}/review", "Answers an objection.",
                      [](const Call& call, std::int64_t id, const ReviewForm& form,
                         Transaction& tx) -> Result<Round> {
                        HT_TRY(const std::int64_t objection, call.PathId("objection_id"));
                        HT_TRY_STATUS(ReviewObjection(tx, id, objection, form, call.who, call.now));
                        return RoundFor(tx, id, call.who);
                      });
  OnRound<EventForm>(router, "/events", "Enters a public handing-back.",
                     [](const Call& call, std::int64_t id, const EventForm& form,
                        Transaction& tx) -> Result<Round> {
                       HT_TRY_STATUS(AddEvent(tx, id, form, call.who, call.now));
                       return RoundFor(tx, id, call.who);
                     });
}

}  // namespace

void AddReturnRoutes(http::Router& router) {
  AddReading(router);
  AddReveal(router);
  AddDraft(router);
  AddSteps(router);
  AddObjections(router);
  AddReturnPaperRoutes(router);
}

}  // namespace hetang::funds
