#include "app/platform_routes.h"

#include "app/approval_routes.h"
#include "app/deadline_routes.h"
#include "app/route_help.h"
#include "platform/journal/journal.h"

namespace hetang::app {
namespace {

using database::Transaction;
using http::Call;
using http::Page;

struct VerificationForm {
  std::optional<std::string> head;
};
BOOST_DESCRIBE_STRUCT(VerificationForm, (), (head))

struct Verification {
  std::int64_t entries = 0;
  std::string head;
  bool proved = false;
  std::string problem;  // Which entry does not prove itself; empty when all do.
};
BOOST_DESCRIBE_STRUCT(Verification, (), (entries, head, proved, problem))

Result<Page<journal::Sealed>> Entries(const Call& call, Transaction& tx) {
  HT_TRY(const http::PageRequest wanted, http::PageOf(call));
  std::vector<journal::Sealed> found;
  Page<journal::Sealed> page;
  if (call.QueryText("case_id")) {
    HT_TRY(const std::int64_t case_id, call.PathId("case_id"));
    HT_TRY(found, journal::OfCase(tx, case_id));
  } else {
    HT_TRY(found, journal::ReadAfter(tx, wanted.after_id, wanted.limit));
    if (found.size() == static_cast<std::size_t>(wanted.limit)) {
      page.next = std::to_string(found.back().position);
    }
  }
  for (journal::Sealed& entry : found) {
    if (entry.unit_id == 0 || call.who.Sees(entry.unit_id)) page.items.push_back(std::move(entry));
  }
  return page;
}

// Reads the whole chain, so it runs on a worker and outside of any transaction of its own.
Result<http::Response> Verify(const Call& call, database::Database& database) {
  VerificationForm form;
  if (!call.body.empty()) {
    HT_TRY(form, json::Read<VerificationForm>(std::string_view(call.body)));
  }
  Verification verification;
  const auto proof = journal::Verify(database, form.head.value_or(""));
  if (proof) {
    verification = {proof->entries, proof->head, true, ""};
  } else if (proof.error().code == ErrorCode::corrupt) {
    verification.problem = proof.error().message;
  } else {
    return tl::unexpected(proof.error());
  }
  journal::Entry entry;
  entry.actor = call.who.actor();
  entry.desk = "journal";
  entry.act = "journal_verified";
  entry.subject = "journal";
  entry.facts = {{"entries", verification.entries}, {"proved", verification.proved}};
  HT_TRY_STATUS(database.Write(
      [&](Transaction& tx) -> Status { return journal::Append(tx, entry, call.now); }));
  http::Response response;
  response.body = json::Write(verification);
  return response;
}

void AddJournalRoutes(http::Router& router, database::Database& database) {
  http::Route entries =
      RouteOf("GET", "/journal/entries", "journal:read", "Sealed entries, oldest first.");
  entries.query_parameters = {"after", "limit", "case_id"};
  router.Query<Page<journal::Sealed>>(std::move(entries), Entries);
  router.Raw<VerificationForm, Verification>(
      RouteOf("POST", "/journal/verification", "journal:verify",
              "Proves the chain of the journal."),
      [&database](const Call& call) { return Verify(call, database); });
}

}  // namespace

void AddPlatformRoutes(http::Router& router, database::Database& database,
                       approval::Handlers handlers) {
  AddDeadlineRoutes(router, database);
  AddApprovalRoutes(router, std::move(handlers));
  AddJournalRoutes(router, database);
}

}  // namespace hetang::app
