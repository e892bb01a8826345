#include "platform/database/connection.h"

#include <cerrno>
#include <unordered_map>

#include <fcntl.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include "base/check.h"
#include "platform/database/sql_text.h"

namespace hetang::database {
namespace {

// More statements than the program has by far; a caller that builds SQL text from values meets it.
constexpr std::size_t kMostStatements = 2000;

// A value on its way in or out; SOCI holds references to its parts.
struct Slot {
  CellKind kind = CellKind::text;
  long long integer = 0;
  std::string text;
  soci::indicator indicator = soci::i_ok;
};

struct Prepared {
  explicit Prepared(soci::session& session) : statement(session) {}
  soci::statement statement;
  std::vector<Slot> in;
  std::vector<Slot> out;
  // A statement that failed is not run again but prepared anew: SOCI keeps what it was given, and
  // on PostgreSQL sends it in the place of the next NULL.
  bool failed = false;
};

// A NULL fits a slot of either kind.
bool Fits(const Slot& slot, const Cell& cell) {
  return std::holds_alternative<std::monostate>(cell) ||
         std::holds_alternative<std::int64_t>(cell) == (slot.kind == CellKind::integer);
}

bool Fits(const Prepared& prepared, std::span<const Cell> binds, std::span<const CellKind> shape) {
  HT_CHECK(prepared.in.size() == binds.size());
  if (prepared.failed) return false;
  if (prepared.out.size() != shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (prepared.out[i].kind != shape[i]) return false;
  }
  for (std::size_t i = 0; i < binds.size(); ++i) {
    if (!Fits(prepared.in[i], binds[i])) return false;
  }
  return true;
}

void Fill(Slot& slot, const Cell& cell) {
  slot.indicator = soci::i_ok;
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) {
    slot.integer = *integer;
  } else if (const auto* text = std::get_if<std::string>(&cell)) {
    slot.text = *text;
  } else {
    slot.indicator = soci::i_null;
  }
}

Cell Take(Slot& slot) {
  if (slot.indicator == soci::i_null) return {};
  if (slot.kind == CellKind::integer) return static_cast<std::int64_t>(slot.integer);
  return std::move(slot.text);
}

std::unique_ptr<Prepared> Prepare(soci::session& session, std::string_view sql,
                                  std::span<const Cell> binds, std::span<const CellKind> shape) {
  auto prepared = std::make_unique<Prepared>(session);
  const Numbered numbered = NumberPlaceholders(sql);
  HT_CHECK(numbered.placeholders == binds.size());
  prepared->in.resize(binds.size());
  prepared->out.resize(shape.size());
  soci::statement& statement = prepared->statement;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    Slot& slot = prepared->out[i];
    slot.kind = shape[i];
    if (slot.kind == CellKind::integer) {
      statement.exchange(soci::into(slot.integer, slot.indicator));
    } else {
      statement.exchange(soci::into(slot.text, slot.indicator));
    }
  }
  for (std::size_t i = 0; i < binds.size(); ++i) {
    Slot& slot = prepared->in[i];
    if (std::holds_alternative<std::int64_t>(binds[i])) {
      slot.kind = CellKind::integer;
      statement.exchange(soci::use(slot.integer, slot.indicator));
    } else {
      statement.exchange(soci::use(slot.text, slot.indicator));
    }
  }
  statement.alloc();
  statement.prepare(numbered.sql);
  statement.define_and_bind();
  return prepared;
}

// What a failure is to us. `code` is all of it that may be logged.
struct Meaning {
  ErrorCode error = ErrorCode::internal;
  bool conflicted = false;
  std::string code;
};

Meaning MeaningOfSqlite(int extended) {
  Meaning meaning;
  meaning.code = "SQLite " + std::to_string(extended);
  switch (extended) {
    case SQLITE_IOERR_WRITE:    // A file over the limit of the process or the quota.
    case SQLITE_IOERR_SHMSIZE:  // The shared memory file could not grow.
      meaning.error = ErrorCode::storage_full;
      return meaning;
    default:
      break;
  }
  switch (extended & 0xFF) {
    case SQLITE_CONSTRAINT:
      meaning.error = ErrorCode::conflict;
      break;
    case SQLITE_FULL:
      meaning.error = ErrorCode::storage_full;
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
      meaning.error = ErrorCode::unavailable;
      break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      meaning.error = ErrorCode::corrupt;
      break;
    default:
      break;
  }
  return meaning;
}

Meaning MeaningOfPostgresql(const std::string& state, bool connected) {
  Meaning meaning;
  meaning.code = "SQLSTATE " + state;
  if (!connected || state.starts_with("08") || state.starts_with("57P")) {
    meaning.error = ErrorCode::unavailable;
  } else if (state == "40001" || state == "40P01") {
    meaning.conflicted = true;
  } else if (state.starts_with("23")) {
    meaning.error = ErrorCode::conflict;
  } else if (state == "53100") {
    meaning.error = ErrorCode::storage_full;
  } else if (state.starts_with("53")) {
    meaning.error = ErrorCode::unavailable;
  } else if (state.starts_with("XX00") && state != "XX000") {
    meaning.error = ErrorCode::corrupt;
  }
  return meaning;
}

std::string MessageOf(ErrorCode code) {
  switch (code) {
    case ErrorCode::conflict:
      return "A rule of the stored data does not allow this.";
    case ErrorCode::storage_full:
      return "The disk is full: nothing was stored.";
    case ErrorCode::unavailable:
      return "The database does not answer.";
    case ErrorCode::corrupt:
      return "The database file is damaged.";
    default:
      return "The database refused a statement.";
  }
}

constexpr std::string_view kSqliteSettings[] = {
    "PRAGMA busy_timeout = 10000",   "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",     "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -65536",    "PRAGMA temp_store = MEMORY",
    "PRAGMA wal_autocheckpoint = 0", "PRAGMA journal_size_limit = 67108864",
};

// A server that was told not to flush is told otherwise for our connections.
constexpr std::string_view kPostgresqlSettings[] = {
    "SET client_min_messages = warning",
    "SELECT set_config('synchronous_commit', 'on', false) "
    "WHERE current_setting('synchronous_commit') = 'off'",
};

// A command that reads a whole table because it is small would meet every other command that
// writes to it, and one of the two would have to run again. A plan that has no other way costs so
// much on paper that it would be compiled.
constexpr std::string_view kPostgresqlWriterSettings[] = {
    "SET enable_seqscan = off",
    "SET jit = off",
};

// Each connection has one thread at a time, so SQLite need not lock it once more, nor count memory
// for all threads together.
void ConfigureSqlite() {
  static const bool configured = [] {
    return sqlite_api::sqlite3_config(SQLITE_CONFIG_MULTITHREAD) == SQLITE_OK &&
           sqlite_api::sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK;
  }();
  HT_CHECK(configured);
}

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};

// The address with our name in it, unless it gives one, as the server's own lists show it. SOCI
// also needs it: it takes an address without any `=` apart wrongly.
std::string WithName(const std::string& address) {
  if (address.find("application_name=") != std::string::npos) return address;
  return address + (address.find('?') == std::string::npos ? "?" : "&") + "application_name=hetang";
}

}  // namespace

struct EngineConnection::Session {
  Session(std::string target_in, Access access_in)
      : target(std::move(target_in)), access(access_in), engine(EngineOf(target)) {}

  void Connect() {
    statements.clear();
    connection.close();
    if (engine == Engine::postgresql) {
      connection.open(soci::postgresql, WithName(target));
      PQsetNoticeProcessor(
          Postgresql(), [](void*, const char*) {}, nullptr);
      for (const auto setting : kPostgresqlSettings) connection << std::string(setting);
      if (access == Access::writing) {
        for (const auto setting : kPostgresqlWriterSettings) connection << std::string(setting);
      }
    } else {
      ConfigureSqlite();
      connection.open(soci::sqlite3, "db=\"" + target + "\"");
      sqlite_api::sqlite3_extended_result_codes(Sqlite(), 1);
      for (const auto setting : kSqliteSettings) connection << std::string(setting);
      if (access == Access::reading) connection << "PRAGMA query_only = ON";
      sqlite_api::sqlite3_wal_hook(
          Sqlite(),
          [](void* pages, sqlite_api::sqlite3*, const char*, int now) {
            *static_cast<int*>(pages) = now;
            return SQLITE_OK;
          },
          &log_pages);
      flushes = true;
    }
    lost = false;
    told.clear();
  }

  sqlite_api::sqlite3* Sqlite() {
    auto* backend = static_cast<soci::sqlite3_session_backend*>(connection.get_backend());
    return backend == nullptr ? nullptr : backend->conn_;
  }

  PGconn* Postgresql() {
    auto* backend = static_cast<soci::postgresql_session_backend*>(connection.get_backend());
    return backend == nullptr ? nullptr : backend->conn_;
  }

  Prepared& StatementFor(std::string_view sql, std::span<const Cell> binds,
                         std::span<const CellKind> shape) {
    const auto found = statements.find(sql);
    if (found != statements.end()) {
      if (Fits(*found->second, binds, shape)) return *found->second;
      statements.erase(found);
    }
    if (statements.size() >= kMostStatements) statements.clear();
    auto made = Prepare(connection, sql, binds, shape);
    return *statements.emplace(std::string(sql), std::move(made)).first->second;
  }

  // A machine in trouble says so once, not once a command; the next commit makes it worth saying
  // again.
  Error ErrorOf(const Meaning& meaning) {
    if (meaning.error == ErrorCode::internal && !meaning.conflicted) {
      spdlog::error("database: a statement failed: {}", meaning.code);
    } else if (meaning.error != ErrorCode::conflict && !meaning.conflicted) {
      if (meaning.code != told) spdlog::warn("database: {}", meaning.code);
      told = meaning.code;
    }
    return {meaning.error, MessageOf(meaning.error)};
  }

  Meaning MeaningOf(const soci::soci_error& error) {
    if (engine == Engine::sqlite) {
      if (const auto* known = dynamic_cast<const soci::sqlite3_soci_error*>(&error)) {
        return MeaningOfSqlite(known->result());
      }
      return {};
    }
    const bool connected = PQstatus(Postgresql()) == CONNECTION_OK;  // A null one is bad.
    const auto* known = dynamic_cast<const soci::postgresql_soci_error*>(&error);
    Meaning meaning = MeaningOfPostgresql(known == nullptr ? "" : known->sqlstate(), connected);
    lost = lost || !connected;
    return meaning;
  }

  std::string target;
  Access access;
  Engine engine;
  soci::session connection;
  bool lost = false;
  int log_pages = 0;
  bool flushes = true;
  std::string told;  // The code of the trouble that was logged last.
  // After `connection`, so that statements are gone before it closes.
  std::unordered_map<std::string, std::unique_ptr<Prepared>, TextHash, std::equal_to<>> statements;
};

Engine EngineOf(const std::string& target) {
  return target.starts_with("postgresql://") ? Engine::postgresql : Engine::sqlite;
}

EngineConnection::EngineConnection(std::unique_ptr<Session> session)
    : session_(std::move(session)) {}

EngineConnection::~EngineConnection() = default;

Result<std::unique_ptr<EngineConnection>> EngineConnection::Open(const std::string& target,
                                                                 Access access) {
  auto session = std::make_unique<Session>(target, access);
  if (session->engine == Engine::sqlite) {
    // SQLite gives its side files the mode of the main one: nobody else reads any of them. Only a
    // new file is opened here. Closing a descriptor of a database in use would drop every lock this
    // process holds on it (POSIX), and the next program to close it would take the log away.
    const int file = ::open(target.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 && errno != EEXIST) {
      return Fail(ErrorCode::unavailable, "The database file cannot be opened.");
    }
    if (file >= 0) ::close(file);
  }
  try {
    session->Connect();
  } catch (const soci::soci_error& error) {
    return Fail(session->ErrorOf(session->MeaningOf(error)));
  }
  return std::unique_ptr<EngineConnection>(new EngineConnection(std::move(session)));
}

Engine EngineConnection::engine() const { return session_->engine; }

void EngineConnection::StartCommand() {
  failure_.reset();
  conflicted_ = false;
  wrote_ = false;
}

Status EngineConnection::Run(std::string_view sql, std::span<const Cell> binds,
                             std::span<const CellKind> shape, std::vector<std::vector<Cell>>& rows,
                             std::int64_t& affected) {
  if (failure_) return Fail(*failure_);
  Status status = Perform(sql, binds, shape, rows, affected);
  if (!status.has_value()) failure_ = status.error();
  wrote_ = wrote_ || (!sql.starts_with("SELECT") && (affected > 0 || !rows.empty()));
  return status;
}

Status EngineConnection::Begin(std::string_view sql) {
  StartCommand();
  Status status = session_->lost ? Status() : Control(sql);
  if (!session_->lost) return status;
  try {
    session_->Connect();
  } catch (const soci::soci_error& error) {
    return Fail(session_->ErrorOf(session_->MeaningOf(error)));
  }
  return Control(sql);
}

Status EngineConnection::Control(std::string_view sql) {
  std::vector<std::vector<Cell>> rows;
  std::int64_t affected = 0;
  Status status = Perform(sql, {}, {}, rows, affected);
  if (status.has_value() && sql == "COMMIT") session_->told.clear();
  return status;
}

Status EngineConnection::Perform(std::string_view sql, std::span<const Cell> binds,
                                 std::span<const CellKind> shape,
                                 std::vector<std::vector<Cell>>& rows, std::int64_t& affected) {
  try {
    Prepared& prepared = session_->StatementFor(sql, binds, shape);
    for (std::size_t i = 0; i < binds.size(); ++i) Fill(prepared.in[i], binds[i]);
    prepared.failed = true;
    // Read to the end always: a statement left in the middle would keep COMMIT from working.
    for (bool got = prepared.statement.execute(true); got; got = prepared.statement.fetch()) {
      auto& row = rows.emplace_back();
      row.reserve(prepared.out.size());
      for (Slot& slot : prepared.out) row.push_back(Take(slot));
    }
    affected = shape.empty() ? prepared.statement.get_affected_rows() : 0;
    prepared.failed = false;
    return {};
  } catch (const soci::soci_error& error) {
    const Meaning meaning = session_->MeaningOf(error);
    conflicted_ = conflicted_ || meaning.conflicted;
    return Fail(session_->ErrorOf(meaning));
  }
}

Status EngineConnection::Load(std::string_view table, std::string_view columns,
                              std::span<const CellKind> kinds, std::span<const Cell> cells) {
  if (failure_) return Fail(*failure_);
  HT_CHECK(!kinds.empty() && cells.size() % kinds.size() == 0);
  Status status = session_->engine == Engine::postgresql ? Copy(table, columns, kinds.size(), cells)
                                                         : InsertEach(table, columns, kinds, cells);
  if (!status.has_value()) failure_ = status.error();
  wrote_ = wrote_ || !cells.empty();
  return status;
}

Status EngineConnection::InsertEach(std::string_view table, std::string_view columns,
                                    std::span<const CellKind> kinds, std::span<const Cell> cells) {
  std::string sql =
      "INSERT INTO " + std::string(table) + " (" + std::string(columns) + ") VALUES (";
  for (std::size_t i = 0; i < kinds.size(); ++i)
    sql += (i == 0 ? ":c" : ", :c") + std::to_string(i);
  sql += ')';
  try {
    // One statement whose slots have the columns' kinds, whatever the first row leaves absent.
    std::vector<Cell> first;
    for (const CellKind kind : kinds) {
      first.push_back(kind == CellKind::integer ? Cell(std::int64_t{0}) : Cell(std::string()));
    }
    Prepared& prepared = session_->StatementFor(sql, first, {});
    prepared.failed = true;
    for (std::size_t row = 0; row < cells.size(); row += kinds.size()) {
      for (std::size_t i = 0; i < kinds.size(); ++i) Fill(prepared.in[i], cells[row + i]);
      prepared.statement.execute(true);
    }
    prepared.failed = false;
    return {};
  } catch (const soci::soci_error& error) {
    return Fail(session_->ErrorOf(session_->MeaningOf(error)));
  }
}

Status EngineConnection::Copy(std::string_view table, std::string_view columns, std::size_t width,
                              std::span<const Cell> cells) {
  PGconn* server = session_->Postgresql();
  const std::string sql =
      "COPY " + std::string(table) + " (" + std::string(columns) + ") FROM STDIN";
  const auto refused = [&](PGresult* result) {
    const char* state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const bool connected = PQstatus(server) == CONNECTION_OK;
    session_->lost = session_->lost || !connected;
    const Meaning meaning = MeaningOfPostgresql(state == nullptr ? "" : state, connected);
    conflicted_ = conflicted_ || meaning.conflicted;
    PQclear(result);
    return Fail(session_->ErrorOf(meaning));
  };
  PGresult* begun = PQexec(server, sql.c_str());
  if (PQresultStatus(begun) != PGRES_COPY_IN) return refused(begun);
  PQclear(begun);
  constexpr std::size_t kEnough = 1 << 16;
  std::string text;
  bool sent = true;
  for (std::size_t i = 0; sent && i < cells.size(); ++i) {
    AppendCopyText(text, cells[i]);
    text += (i + 1) % width == 0 ? '\n' : '\t';
    if (text.size() < kEnough && i + 1 < cells.size()) continue;
    sent = PQputCopyData(server, text.data(), static_cast<int>(text.size())) == 1;
    text.clear();
  }
  PQputCopyEnd(server, sent ? nullptr : "the client failed");
  Status status;
  while (PGresult* result = PQgetResult(server)) {
    if (status.has_value() && PQresultStatus(result) != PGRES_COMMAND_OK) {
      status = refused(result);
    } else {
      PQclear(result);
    }
  }
  return status;
}

bool EngineConnection::InTransaction() const {
  return sqlite_api::sqlite3_get_autocommit(session_->Sqlite()) == 0;
}

Status EngineConnection::SetFlush(bool flush) {
  if (session_->flushes == flush) return {};
  const char* const sql = flush ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL";
  const int code = sqlite_api::sqlite3_exec(session_->Sqlite(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return Fail(session_->ErrorOf(MeaningOfSqlite(code)));
  session_->flushes = flush;
  return {};
}

int EngineConnection::LogPages() const { return session_->log_pages; }

Result<EngineConnection::Log> EngineConnection::CopyLog() {
  Log log;
  const int code = sqlite_api::sqlite3_wal_checkpoint_v2(
      session_->Sqlite(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &log.pages, &log.copied);
  // Busy: another program copies just now.
  if (code != SQLITE_OK && (code & 0xFF) != SQLITE_BUSY) {
    return Fail(session_->ErrorOf(MeaningOfSqlite(code)));
  }
  return log;
}

void EngineConnection::ForgetStatements() { session_->statements.clear(); }

Status RunCommand(EngineConnection& connection, const Database::Command& command) {
  connection.StartCommand();
  Transaction transaction(connection, connection.engine());
  Status answer;
  try {
    answer = command(transaction);
  } catch (...) {  // tidy: catches what a command throws; it may hold personal data.
    spdlog::error("database: a command threw an exception");
    answer = Fail(ErrorCode::internal, "The command failed unexpectedly.");
  }
  if (answer.has_value() && connection.failure()) return Fail(*connection.failure());
  return answer;
}

}  // namespace hetang::database
