#include "platform/database/migrate.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/check.h"
#include "base/time.h"
#include "platform/database/sql_text.h"

namespace hetang::database {
namespace {

struct Step {
  std::string module;
  std::int64_t number = 0;
  auto operator<=>(const Step&) const = default;
};
BOOST_DESCRIBE_STRUCT(Step, (), (module, number))

constexpr std::string_view kStepTable =
    "CREATE TABLE IF NOT EXISTS schema_step (module TEXT NOT NULL, number INTEGER NOT NULL, "
    "at INTEGER NOT NULL, PRIMARY KEY (module, number));";

// The program's own list: each module counts from 1 without a gap.
void CheckNumbers(std::span<const Migration> migrations) {
  std::map<std::string_view, int> last;
  for (const Migration& step : migrations) HT_CHECK(step.number == ++last[step.module]);
}

Status RefuseUnknown(const std::vector<Step>& done, std::span<const Migration> migrations) {
  for (const Step& step : done) {
    const bool known = std::any_of(migrations.begin(), migrations.end(), [&](const Migration& m) {
      return m.module == step.module && m.number == step.number;
    });
    if (known) continue;
    return Fail(ErrorCode::unsupported,
                fmt::format("The database was written by a newer program: it has step {} of {}.",
                            step.number, step.module));
  }
  return {};
}

Status RunSteps(Transaction& tx, std::span<const Migration> migrations) {
  if (tx.engine() == Engine::postgresql) {
    // Held until the transaction ends. The number is ours alone: "hetang" in ASCII.
    HT_TRY_STATUS(tx.Execute("SELECT pg_advisory_xact_lock(114784819736167)"));
  }
  for (const auto& sql : StatementsFor(tx.engine(), kStepTable)) HT_TRY_STATUS(tx.Execute(sql));
  HT_TRY(const auto done, tx.Query<Step>("SELECT module, number FROM schema_step"));
  HT_TRY_STATUS(RefuseUnknown(done, migrations));
  for (const Migration& step : migrations) {
    const Step wanted{std::string(step.module), step.number};
    if (std::find(done.begin(), done.end(), wanted) != done.end()) continue;
    for (const auto& sql : StatementsFor(tx.engine(), step.sql)) HT_TRY_STATUS(tx.Execute(sql));
    HT_TRY_STATUS(tx.Execute("INSERT INTO schema_step (module, number, at) VALUES (:m, :n, :at)",
                             step.module, step.number, SystemClock().Now()));
  }
  return {};
}

}  // namespace

Status Migrate(EngineConnection& connection, std::span<const Migration> migrations) {
  CheckNumbers(migrations);
  // Not SERIALIZABLE on PostgreSQL: the view must be taken after the lock was waited for.
  HT_TRY_STATUS(connection.Begin(connection.engine() == Engine::sqlite
                                     ? "BEGIN IMMEDIATE"
                                     : "BEGIN ISOLATION LEVEL READ COMMITTED"));
  Status status = RunCommand(connection, [&](Transaction& tx) { return RunSteps(tx, migrations); });
  if (status.has_value()) status = connection.Control("COMMIT");
  if (!status.has_value()) static_cast<void>(connection.Control("ROLLBACK"));
  connection.ForgetStatements();
  return status;
}

}  // namespace hetang::database
