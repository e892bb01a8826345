#include "platform/database/postgresql_database.h"

#include <algorithm>
#include <chrono>
#include <random>

#include "base/check.h"
#include "platform/database/migrate.h"

namespace hetang::database {
namespace {

constexpr int kMostAttempts = 20;
constexpr int kLongestPauseMs = 100;

// The database whose commands this thread runs.
thread_local const Database* writing_for = nullptr;

// Pauses up to 1, 2, 4, ... milliseconds, so that two who met do not meet again.
void PauseBefore(int attempt) {
  thread_local std::minstd_rand random{std::random_device{}()};
  const int longest_ms = std::min(kLongestPauseMs, 1 << std::min(attempt, 10));
  std::uniform_int_distribution<int> pause_us(0, longest_ms * 1000);
  std::this_thread::sleep_for(std::chrono::microseconds(pause_us(random)));
}

Status RunOnce(EngineConnection& connection, const Database::Command& command) {
  HT_TRY_STATUS(connection.Begin("BEGIN ISOLATION LEVEL SERIALIZABLE"));
  Status answer = RunCommand(connection, command);
  if (answer.has_value()) answer = connection.Control("COMMIT");
  if (!answer.has_value()) static_cast<void>(connection.Control("ROLLBACK"));
  return answer;
}

Status RunUntilAlone(EngineConnection& connection, const Database::Command& command) {
  for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
    if (attempt > 0) PauseBefore(attempt);
    Status answer = RunOnce(connection, command);
    if (answer.has_value() || !connection.conflicted()) return answer;
  }
  return Fail(ErrorCode::unavailable, "Too many commands change the same records.");
}

}  // namespace

Result<std::unique_ptr<Database>> PostgresqlDatabase::Open(const Options& options,
                                                           std::span<const Migration> migrations) {
  HT_CHECK(options.readers > 0 && options.writers > 0);
  std::vector<std::unique_ptr<EngineConnection>> writers;
  for (std::size_t i = 0; i < options.writers; ++i) {
    HT_TRY(auto writer, EngineConnection::Open(options.target, Access::writing));
    writers.push_back(std::move(writer));
  }
  HT_TRY_STATUS(Migrate(*writers.front(), migrations));
  HT_TRY(auto readers, ReaderPool::Open(options.target, options.readers));
  return std::unique_ptr<Database>(new PostgresqlDatabase(std::move(writers), std::move(readers)));
}

PostgresqlDatabase::PostgresqlDatabase(std::vector<std::unique_ptr<EngineConnection>> writers,
                                       std::unique_ptr<ReaderPool> readers)
    : writers_(std::move(writers)), readers_(std::move(readers)) {
  for (const auto& writer : writers_) {
    threads_.emplace_back([this, &connection = *writer] { RunWriter(connection); });
  }
}

PostgresqlDatabase::~PostgresqlDatabase() {
  queue_.Close();
  for (auto& thread : threads_) thread.join();
}

void PostgresqlDatabase::Submit(Command command, Done done) {
  queue_.Put({std::move(command), std::move(done)});
}

void PostgresqlDatabase::SubmitInBackground(Command step, Done done) {
  queue_.Put({std::move(step), std::move(done), true});
}

bool PostgresqlDatabase::OnWriterThread() const { return writing_for == this; }

void PostgresqlDatabase::RunWriter(EngineConnection& connection) {
  writing_for = this;
  for (;;) {
    auto taken = queue_.Take(1);
    if (taken.empty()) return;
    Status answer = RunUntilAlone(connection, taken.front().command);
    const bool changed = answer.has_value() && connection.wrote() && !taken.front().in_background;
    taken.front().done(std::move(answer));
    if (changed) listeners_.Call();
  }
}

Status PostgresqlDatabase::BackupTo(const std::string&) {
  return Fail(ErrorCode::unsupported, "A PostgreSQL database is saved with its own tools.");
}

}  // namespace hetang::database
