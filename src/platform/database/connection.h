// One connection to either engine with its prepared statements. Only connection.cpp knows SOCI.
//
// Not for two threads at once. SOCI's exceptions may carry bound values: none leaves this file, and
// only their codes are logged.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "platform/database/database.h"

namespace hetang::database {

enum class Access { writing, reading };

Engine EngineOf(const std::string& target);

class EngineConnection final : public Connection {
 public:
  // Errors: unavailable, corrupt (not a database), storage_full.
  static Result<std::unique_ptr<EngineConnection>> Open(const std::string& target, Access access);
  ~EngineConnection() override;

  Engine engine() const;

  // Forgets what happened to the command before: its failure, its conflict and its writes.
  void StartCommand();

  // A statement of a command. The first one that fails ends the command: those after it give the
  // same error without running, as PostgreSQL has it.
  Status Run(std::string_view sql, std::span<const Cell> binds, std::span<const CellKind> shape,
             std::vector<std::vector<Cell>>& rows, std::int64_t& affected) override;
  Status Load(std::string_view table, std::string_view columns, std::span<const CellKind> kinds,
              std::span<const Cell> cells) override;

  // Runs the BEGIN of a transaction; a lost connection is opened anew first.
  Status Begin(std::string_view sql);

  // Any other statement about the transaction (SAVEPOINT, COMMIT, ...); runs after a failure too.
  Status Control(std::string_view sql);

  // What happened since StartCommand.
  const std::optional<Error>& failure() const { return failure_; }
  bool conflicted() const { return conflicted_; }  // PostgreSQL: the command may run again.
  bool wrote() const { return wrote_; }            // Rows were changed.

  // SQLite only: some failures (a full disk) end the transaction by themselves.
  bool InTransaction() const;

  // SQLite only: whether the commits that follow wait for the disk. One that does not is as durable
  // as the next one that does.
  Status SetFlush(bool flush);
  // SQLite only: the pages of the write-ahead log after the last commit of this connection.
  int LogPages() const;
  // SQLite only: copies the log into the database file as far as readers allow, and flushes it.
  struct Log {
    int pages = 0;
    int copied = 0;
  };
  Result<Log> CopyLog();

  // Drops the prepared statements; they must not be running.
  void ForgetStatements();

 private:
  struct Session;
  explicit EngineConnection(std::unique_ptr<Session> session);
  Status Perform(std::string_view sql, std::span<const Cell> binds, std::span<const CellKind> shape,
                 std::vector<std::vector<Cell>>& rows, std::int64_t& affected);
  Status InsertEach(std::string_view table, std::string_view columns,
                    std::span<const CellKind> kinds, std::span<const Cell> cells);
  Status Copy(std::string_view table, std::string_view columns, std::size_t width,
              std::span<const Cell> cells);

  std::unique_ptr<Session> session_;
  std::optional<Error> failure_;
  bool conflicted_ = false;
  bool wrote_ = false;
};

// Runs a command on a transaction that has begun. What the command throws becomes an error, and a
// command that went on after a failed statement gets that statement's error.
Status RunCommand(EngineConnection& connection, const Database::Command& command);

}  // namespace hetang::database
