// The one database of the program: SQLite in a file by default, PostgreSQL by its address.
//
// A command (read, check, write, journal, outbox) is a function of a Transaction and runs whole or
// not at all. Success is reported only after commit with fsync.
//
// On SQLite all commands run in one write lane: up to `Options::lane_size` waiting commands share
// one commit, each inside its own SAVEPOINT, so that one refusal never undoes another. On
// PostgreSQL each command is a SERIALIZABLE transaction of its own on a pool of connections and is
// run again on a serialisation failure. Work may therefore run more than once: it must not touch
// anything but its Transaction and values it assigns anew.
//
// A long work (an import) is cut into steps that run in the background: a command that somebody
// waits for goes before every step, and a step that has begun ends as soon as one waits.
//
// A statement that fails ends its command on both engines: the statements after it and the command
// itself get its error, whatever the command answers. Where a conflict is expected, say so in SQL
// (ON CONFLICT DO NOTHING). When PostgreSQL is lost during a commit the error is unavailable and it
// is not known whether the command took effect.
//
// One SQL text serves both. Placeholders are `:name`, bound in order of appearance: a name that
// appears twice is bound twice. A statement that only reads starts with SELECT. Migrations use
// the type words INTEGER (64 bits), TEXT and REAL, and `ID` for an integer primary key the database
// fills in; tables are STRICT on SQLite. Moments, Fen and ids are INTEGER, enumerators and
// personal values TEXT, booleans INTEGER 0 or 1, an absent optional NULL.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/describe.h"
#include "base/field.h"
#include "base/result.h"

namespace hetang::database {

enum class Engine { sqlite, postgresql };

struct Options {
  std::string target = {};     // `postgresql://...`, or the path of a SQLite file.
  std::size_t readers = 4;     // Connections for reading.
  std::size_t writers = 4;     // PostgreSQL only: connections for commands.
  std::size_t lane_size = 64;  // SQLite only: commands that may share one commit; 1 turns it off.
};

// One step of the schema. A module numbers its own steps from 1 without gaps and never changes one
// that has landed. `sql` holds statements, each ended by a semicolon.
struct Migration {
  std::string_view module;
  int number;
  std::string_view sql;
};

// The table a described record is a row of: `template <> inline constexpr std::string_view
// kTable<Officer> = "roster_officer";`. Its first field is `id`.
template <typename Record>
inline constexpr std::string_view kTable = "";

// One bound or fetched value.
using Cell = std::variant<std::monostate, std::int64_t, std::string>;

enum class CellKind { integer, text };

// What SOCI does for a Transaction; two engines behind one face, in connection.cpp.
class Connection {
 public:
  virtual ~Connection() = default;
  // Runs a statement. `shape` says the kinds of the columns it answers (empty: none). Rows are
  // appended to `rows`. Errors: conflict (a constraint), storage_full, unavailable, internal.
  virtual Status Run(std::string_view sql, std::span<const Cell> binds,
                     std::span<const CellKind> shape, std::vector<std::vector<Cell>>& rows,
                     std::int64_t& affected) = 0;
  // Adds many rows to a table; `cells` holds them row after row, `kinds` the kind of each column.
  virtual Status Load(std::string_view table, std::string_view columns,
                      std::span<const CellKind> kinds, std::span<const Cell> cells) = 0;
};

class Transaction {
 public:
  explicit Transaction(Connection& connection, Engine engine)
      : connection_(connection), engine_(engine) {}
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  Engine engine() const { return engine_; }

  // Runs a statement that answers nothing; gives the number of rows it touched.
  template <typename... Binds>
  Result<std::int64_t> Execute(std::string_view sql, const Binds&... binds);

  // Rows as described records (columns in the order of the description) or as single field types.
  template <typename Row, typename... Binds>
  Result<std::vector<Row>> Query(std::string_view sql, const Binds&... binds);

  // Rows of the record's own table: `tx.Find<Officer>("WHERE unit_id = :u ORDER BY id", unit)`.
  template <typename Record, typename... Binds>
  Result<std::vector<Record>> Find(std::string_view tail, const Binds&... binds);

  // The one row with this id. Error: not_found.
  template <typename Record>
  Result<Record> Get(std::int64_t id);

  // Inserts the record, letting the database choose the id when it is 0; gives the id.
  template <typename Record>
  Result<std::int64_t> Insert(const Record& record);

  // Inserts many records that bring their ids, in the fastest way the engine has (COPY on
  // PostgreSQL). Ids of its own choosing the database must not give to this table: they would meet.
  template <typename Record>
  Status InsertAll(std::span<const Record> records);

  // Writes all fields of the record with this id. A record with a `version` field must still have
  // the version it was read with (error: stale) and gets the next one, also in `record`.
  template <typename Record>
  Status Update(Record& record);

 private:
  Connection& connection_;
  Engine engine_;
};

class Database {
 public:
  using Command = std::function<Status(Transaction&)>;
  using Done = std::function<void(Status)>;

  // Errors: unsupported (written by a newer program), unavailable (cannot be opened), corrupt.
  static Result<std::unique_ptr<Database>> Open(const Options& options,
                                                std::span<const Migration> migrations);
  virtual ~Database() = default;

  virtual Engine engine() const = 0;

  // Queues a command; `done` is called once, on a thread of the database, after the commit (or the
  // refusal) and must be quick. Commands queued by one thread run in that order on SQLite.
  virtual void Submit(Command command, Done done) = 0;

  // Runs a command and waits for its commit. The result type is that of `work`. A command, a `done`
  // or a commit listener that called it would wait for itself: the check aborts the program.
  template <typename Work>
  auto Write(Work&& work) -> std::invoke_result_t<Work, Transaction&>;

  // A step of a long work: as Write, but commands go first, and none shares its commit. It should
  // look at IsAwaited and end early. On SQLite a success means that it is as durable as the next
  // command: a crash may take it back with all that came after it. What makes the work count (the
  // showing of an import) therefore goes through Write. Commit listeners hear of it with the next
  // command.
  template <typename Work>
  auto WriteInBackground(Work&& work) -> std::invoke_result_t<Work, Transaction&>;

  // Inserts many records that bring their ids (as Transaction::InsertAll) in background steps.
  // When one fails, those before it stay.
  template <typename Record>
  Status InsertInBackground(std::span<const Record> records);

  // A command waits for the writer: a background step should end. Never on PostgreSQL, where steps
  // are in nobody's way.
  virtual bool IsAwaited() const = 0;

  // Runs `work` on a consistent view of the committed data, on the caller's thread; waits for a
  // free connection. A read inside a read aborts the program: pass the transaction on instead.
  template <typename Work>
  auto Read(Work&& work) -> std::invoke_result_t<Work, Transaction&>;

  // Called after each commit that changed something, on a thread of the database; must be quick and
  // must stay callable as long as the database lives. For sealer and outbox.
  virtual void OnCommit(std::function<void()> listener) = 0;

  // Copies the whole database, as of one moment, to a new file while it is in use. SQLite writes a
  // SQLite file; on PostgreSQL the error is unsupported (its own tools do it).
  virtual Status BackupTo(const std::string& path) = 0;

 protected:
  virtual Status RunRead(const Command& work) = 0;
  virtual bool OnWriterThread() const = 0;
  virtual void SubmitInBackground(Command step, Done done) = 0;

 private:
  template <typename Work, typename Put>
  auto RunAndWait(Work& work, Put&& put) -> std::invoke_result_t<Work, Transaction&>;
};

}  // namespace hetang::database

#include "platform/database/database_inline.h"
