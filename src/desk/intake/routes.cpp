#include "desk/intake/reports.h"
#include "desk/intake/views.h"

namespace hetang::intake {
namespace {

using database::Transaction;
using http::Call;

Result<Reading> ReadRequest(const Call& call, Transaction& tx) {
  HT_TRY(const auto request, json::Read<ReadingRequest>(std::string_view(call.body)));
  HT_TRY(const auto banks, funds::BanksOf(tx));
  return ReadText(request.text.Reveal(), request.report_time.value_or(call.now), banks);
}

// Reading stores nothing, so it runs as a raw route beside the write lane, not in it.
void AddReadingRoute(http::Router& router, database::Database& database) {
  http::Route route{"POST", "/api/v1/intake/readings", "intake:take",
                    "Reads what a victim said or sent into a form with marks."};
  router.Raw(route, [&database](const Call& call) -> Result<http::Response> {
    HT_TRY(const Reading reading,
           database.Read([&](Transaction& tx) { return ReadRequest(call, tx); }));
    http::Response response;
    response.body = json::Write(reading, Reveal::in_full);
    return response;
  });
}

Result<http::Page<Report>> ListReports(const Call& call, Transaction& tx) {
  HT_TRY(const http::PageRequest request, http::PageOf(call));
  const std::string state = call.QueryText("state").value_or("");
  const std::int64_t before = request.after_id == 0 ? INT64_MAX : request.after_id;
  HT_TRY(auto reports, tx.Find<Report>("WHERE id < :before AND (:s = '' OR state = :s2)"
                                       " ORDER BY id DESC LIMIT :limit",
                                       before, state, state, request.limit));
  http::Page<Report> page;
  if (static_cast<std::int64_t>(reports.size()) == request.limit) {
    page.next = std::to_string(reports.back().id);
  }
  for (Report& report : reports) {
    if (call.who.Sees(report.unit_id)) page.items.push_back(std::move(report));
  }
  return page;
}

// Opening a waiting report shows its personal data in full, so it is an act with an entry.
Result<WaitingReport> OpenWaiting(const Call& call, const http::Nothing&, Transaction& tx) {
  WaitingReport waiting;
  HT_TRY(const std::int64_t id, call.PathId("id"));
  HT_TRY(waiting.report, tx.Get<Report>(id));
  if (!call.who.Sees(waiting.report.unit_id)) {
    return Fail(ErrorCode::forbidden, "The report belongs to another unit.", "other_unit");
  }
  if (waiting.report.state != ReportState::waiting) {
    return Fail(ErrorCode::conflict, "The report is taken.", "already_taken");
  }
  HT_TRY(const auto form, json::Read<ReportForm>(std::string_view(waiting.report.form.Reveal())));
  HT_TRY(const auto banks, funds::BanksOf(tx));
  waiting.reading = ReadText(form.text.Reveal(), form.began_at, banks);
  if (!form.payments.empty() || !form.victim.name.empty()) waiting.reading.draft = form;
  waiting.reading.marks = MarksOf(waiting.reading.draft, banks, call.now);
  HT_TRY_STATUS(JournalReport(tx, waiting.report, "report_opened", call.who, call.now));
  return waiting;
}

void AddTakingRoutes(http::Router& router) {
  router.Command<ReportForm, Taken>(
      {"POST", "/api/v1/intake/reports", "intake:take",
       "Takes a report in, opens its case and stops the ticked accounts."},
      [](const Call& call, const ReportForm& form, Transaction& tx) {
        return Take(tx, form, 0, call.who, call.now);
      });
  router.Command<http::Nothing, WaitingReport>(
      {"POST", "/api/v1/intake/reports/{id}/open", "intake:take",
       "Opens a waiting report, read into a form, with its personal data in full.", true},
      OpenWaiting);
  router.Command<ReportForm, Taken>(
      {"POST", "/api/v1/intake/reports/{id}/take", "intake:take", "Takes a waiting report in."},
      [](const Call& call, const ReportForm& form, Transaction& tx) -> Result<Taken> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        return Take(tx, form, id, call.who, call.now);
      });
  router.Command<LeftReport, ReportId>(
      {"POST", "/api/v1/intake/feed", "intake:take",
       "Leaves a report for the next officer: the 110 feed, a station, a bank."},
      [](const Call& call, const LeftReport& left, Transaction& tx) -> Result<ReportId> {
        HT_TRY(const std::int64_t id,
               Leave(tx, left.form, left.external_number.str(), call.who, call.now));
        return ReportId{id};
      });
}

}  // namespace

void AddRoutes(http::Router& router, database::Database& database) {
  AddReadingRoute(router, database);
  AddTakingRoutes(router);
  router.Query<http::Page<Report>>({"GET",
                                    "/api/v1/intake/reports",
                                    "intake:read",
                                    "Reports, newest first.",
                                    false,
                                    {"state", "after", "limit"}},
                                   ListReports);
}

}  // namespace hetang::intake
