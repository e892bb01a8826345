#include "app/centre.h"

#include <filesystem>

#include "app/folder_collector.h"
#include "app/page.h"
#include "app/platform_routes.h"
#include "base/ids.h"
#include "desk/funds/funds.h"
#include "desk/funds/papers.h"
#include "desk/intake/intake.h"
#include "desk/register/register.h"
#include "desk/roster/keeper.h"
#include "desk/roster/roster.h"
#include "desk/trail/trail.h"
#include "desk/warning/warning.h"
#include "platform/approval/approval.h"
#include "platform/auth/auth.h"
#include "platform/deadline/deadline.h"
#include "platform/document/document.h"
#include "platform/http/router.h"
#include "platform/http/session_routes.h"
#include "platform/outbox/outbox.h"

namespace hetang::app {
namespace {

std::vector<database::Migration> AllMigrations() {
  std::vector<database::Migration> all;
  for (const auto module :
       {journal::Migrations(), outbox::Migrations(), deadline::Migrations(), approval::Migrations(),
        auth::Migrations(), http::Migrations(), document::Migrations(), roster::Migrations(),
        registry::Migrations(), trail::Migrations(), funds::Migrations(), intake::Migrations(),
        warning::Migrations()}) {
    all.insert(all.end(), module.begin(), module.end());
  }
  return all;
}

Status SeedAll(database::Database& database, Moment now) {
  return database.Write([&](database::Transaction& tx) -> Status {
    HT_TRY_STATUS(roster::Seed(tx, now));
    HT_TRY_STATUS(registry::Seed(tx));
    HT_TRY_STATUS(document::Seed(tx, funds::PaperKinds()));
    HT_TRY_STATUS(funds::Seed(tx));
    return warning::Seed(tx, now);
  });
}

approval::Handlers AllApprovalHandlers() {
  approval::Handlers all = registry::ApprovalHandlers();
  all.merge(funds::ApprovalHandlers());
  return all;
}

// Gives what the routes keep: it lives as long as they are called.
std::shared_ptr<void> AddAllRoutes(http::Router& router, database::Database& database,
                                   auth::Sessions& sessions, const Clock& clock,
                                   const std::filesystem::path& files) {
  http::AddSessionRoutes(router, database, sessions, clock);
  AddPlatformRoutes(router, database, AllApprovalHandlers());
  document::AddRoutes(router, database, funds::PaperKinds());
  roster::AddRoutes(router);
  registry::AddRoutes(router, funds::ForRegister());
  funds::AddRoutes(router, database, clock);
  intake::AddRoutes(router, database);
  warning::AddRoutes(router, database);
  return trail::AddRoutes(router, database, clock, files);
}

}  // namespace

Result<std::unique_ptr<database::Database>> OpenDatabase(const CentreOptions& options) {
  database::Options how;
  how.lane_size = options.lane_size;
  if (!options.database.empty()) {
    how.target = options.database;
  } else {
    std::error_code failed;
    std::filesystem::create_directories(options.data, failed);
    if (failed) return Fail(ErrorCode::unavailable, "The data directory cannot be made.");
    how.target = (std::filesystem::path(options.data) / "hetang.sqlite").string();
  }
  const auto migrations = AllMigrations();
  return database::Database::Open(how, migrations);
}

// In the order of construction; destruction goes the other way, the server first.
struct Centre::Parts {
  std::unique_ptr<database::Database> database;
  roster::Roster roster;
  std::unique_ptr<auth::Sessions> sessions;
  std::unique_ptr<journal::Sealer> sealer;
  std::unique_ptr<funds::BankPost> post;
  std::unique_ptr<outbox::Dispatcher> dispatcher;
  std::unique_ptr<deadline::Runner> runner;
  std::unique_ptr<warning::Runner> warnings;
  std::unique_ptr<FolderCollector> folders;
  std::unique_ptr<trail::Worker> imports;
  http::Router router;
  std::shared_ptr<void> kept_by_routes;
  std::unique_ptr<http::Server> server;
};

Centre::Centre() : parts_(std::make_unique<Parts>()) {}
Centre::~Centre() = default;

Result<std::unique_ptr<Centre>> Centre::Start(const CentreOptions& options, const Clock& clock) {
  std::unique_ptr<Centre> centre(new Centre());
  Parts& parts = *centre->parts_;
  HT_TRY(parts.database, OpenDatabase(options));
  database::Database& database = *parts.database;
  HT_TRY_STATUS(SeedAll(database, clock.Now()));
  parts.sessions = std::make_unique<auth::Sessions>(database, parts.roster);
  HT_TRY(parts.sealer, journal::Sealer::Start(database, options.hash));
  parts.sealer->Subscribe("funds", funds::OnJournal);
  parts.post = std::make_unique<funds::BankPost>(database, clock);
  parts.dispatcher = outbox::Dispatcher::Start(
      database, clock, std::string(funds::kChannel),
      [&post = *parts.post](const outbox::Message& message) { return post.Deliver(message); }, {});
  parts.runner = deadline::Runner::Start(database, clock);
  parts.warnings = warning::Runner::Start(database, clock);
  parts.folders = FolderCollector::Start(database, clock);
  const std::filesystem::path files = options.FilesFolder();
  parts.imports = trail::Worker::Start(database, clock, files);
  parts.kept_by_routes = AddAllRoutes(parts.router, database, *parts.sessions, clock, files);
  http::ServerParts given;
  given.database = &database;
  given.sessions = parts.sessions.get();
  given.sealer = parts.sealer.get();
  given.clock = &clock;
  given.page = PageAssets();
  HT_TRY(parts.server, http::Server::Start(options.server, parts.router, given));
  return centre;
}

std::uint16_t Centre::port() const { return parts_->server->port(); }
database::Database& Centre::database() { return *parts_->database; }

Result<std::string> OpenApi() {
  // Routes keep references to a database, so describing them takes one that nobody else sees.
  const auto folder = std::filesystem::temp_directory_path() / ("hetang-" + RandomToken(8));
  CentreOptions nowhere;
  nowhere.data = folder.string();
  Result<std::string> document = Fail(ErrorCode::unavailable, "No temporary database.");
  if (const auto database = OpenDatabase(nowhere)) {
    roster::Roster roster;
    auth::Sessions sessions(**database, roster);
    const SystemClock clock;
    http::Router router;
    const auto kept = AddAllRoutes(router, **database, sessions, clock, folder);
    document = http::OpenApiOf(router);
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return document;
}

}  // namespace hetang::app
