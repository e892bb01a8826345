#include "platform/database/database.h"

#include "platform/database/postgresql_database.h"
#include "platform/database/sqlite_database.h"

namespace hetang::database {

Result<std::unique_ptr<Database>> Database::Open(const Options& options,
                                                 std::span<const Migration> migrations) {
  if (EngineOf(options.target) == Engine::postgresql) {
    return PostgresqlDatabase::Open(options, migrations);
  }
  return SqliteDatabase::Open(options, migrations);
}

}  // namespace hetang::database
