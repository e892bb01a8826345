#include "desk/funds/appeal.h"
#include "platform/http/guard.h"

namespace hetang::funds {
namespace {

using database::Transaction;
using http::Call;
using http::Nothing;

Result<AppealView> Shown(const Call& call, Transaction& tx, const Result<Appeal>& appeal) {
  if (!appeal) return tl::unexpected(appeal.error());
  return ViewOf(tx, *appeal, call.who);
}

Result<http::Page<AppealView>> List(const Call& call, Transaction& tx) {
  HT_TRY(const http::PageRequest request, http::PageOf(call));
  const std::string state = call.QueryText("state").value_or("");
  const std::int64_t before = request.after_id == 0 ? INT64_MAX : request.after_id;
  HT_TRY(const auto appeals,
         tx.Find<Appeal>("WHERE id < :before AND (:state = '' OR state = :state2)"
                         " ORDER BY id DESC LIMIT :limit",
                         before, state, state, request.limit));
  http::Page<AppealView> page;
  for (const Appeal& appeal : appeals) {
    if (!call.who.Sees(appeal.unit_id)) continue;
    HT_TRY(AppealView view, ViewOf(tx, appeal, call.who));
    page.items.push_back(std::move(view));
  }
  if (static_cast<std::int64_t>(appeals.size()) == request.limit) {
    page.next = std::to_string(appeals.back().id);
  }
  return page;
}

}  // namespace

void AddAppealRoutes(http::Router& router) {
  router.Query<http::Page<AppealView>>({"GET",
                                        "/api/v1/funds/appeals",
                                        "funds:read",
                                        "Appeals of owners, newest first.",
                                        false,
                                        {"state", "after", "limit"}},
                                       List);
  router.Query<AppealView>({"GET", "/api/v1/funds/appeals/{id}", "funds:read", "One appeal."},
                           [](const Call& call, Transaction& tx) -> Result<AppealView> {
                             HT_TRY(const std::int64_t id, call.PathId("id"));
                             HT_TRY(const Appeal appeal, tx.Get<Appeal>(id));
                             if (!call.who.Sees(appeal.unit_id)) {
                               return Fail(ErrorCode::forbidden, "Of another unit.", "other_unit");
                             }
                             return ViewOf(tx, appeal, call.who);
                           });
  http::Route reveal;
  reveal.method = "POST";
  reveal.path = "/api/v1/funds/appeals/{id}/reveal";
  reveal.right = http::kRevealRight;
  reveal.summary = "One appeal in full; journaled.";
  reveal.reveals = true;
  router.Command<LookForm, AppealView>(
      std::move(reveal),
      [](const Call& call, const LookForm& form, Transaction& tx) -> Result<AppealView> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        return Shown(call, tx, LookAtAppeal(tx, id, form, call.who, call.now));
      });
  router.Command<AppealForm, AppealView>(
      {"POST", "/api/v1/funds/appeals", "funds:stop", "Takes an owner's appeal in."},
      [](const Call& call, const AppealForm& form, Transaction& tx) {
        return Shown(call, tx, ReceiveAppeal(tx, form, call.who, call.now));
      });
  router.Command<Nothing, AppealView>(
      {"POST", "/api/v1/funds/appeals/{id}/take_up", "funds:read", "Begins the review."},
      [](const Call& call, const Nothing&, Transaction& tx) -> Result<AppealView> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        return Shown(call, tx, TakeUpAppeal(tx, id, call.who, call.now));
      });
  router.Command<StepForm, AppealView>(
      {"POST", "/api/v1/funds/appeals/{id}/steps", "funds:read", "Notes a step of the review."},
      [](const Call& call, const StepForm& form, Transaction& tx) -> Result<AppealView> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        return Shown(call, tx, AddAppealStep(tx, id, form, call.who, call.now));
      });
  router.Command<AnswerForm, AppealView>(
      {"POST", "/api/v1/funds/appeals/{id}/answer", "funds:read",
       "Answers with reasons; when upheld, the release leaves at once."},
      [](const Call& call, const AnswerForm& form, Transaction& tx) -> Result<AppealView> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        return Shown(call, tx, AnswerAppeal(tx, id, form, call.who, call.now));
      });
  router.Command<Nothing, AppealView>(
      {"POST", "/api/v1/funds/appeals/{id}/release", "funds:read",
       "Releases what was stopped or frozen, as the answer says."},
      [](const Call& call, const Nothing&, Transaction& tx) -> Result<AppealView> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        return Shown(call, tx, ReleaseForAppeal(tx, id, call.who, call.now));
      });
}

}  // namespace hetang::funds
