#include "platform/database/sqlite_database.h"

#include <cerrno>
#include <filesystem>

#include <fcntl.h>
#include <unistd.h>

#include "base/check.h"
#include "platform/database/migrate.h"

namespace hetang::database {
namespace {

Status Flush(const std::string& path, int flags) {
  const int file = ::open(path.c_str(), flags | O_RDONLY | O_CLOEXEC);
  if (file < 0) return Fail(ErrorCode::unavailable, "The backup cannot be opened.");
  const bool flushed = ::fsync(file) == 0;
  ::close(file);
  if (!flushed) return Fail(ErrorCode::storage_full, "The backup cannot be written to the disk.");
  return {};
}

}  // namespace

Result<std::unique_ptr<Database>> SqliteDatabase::Open(const Options& options,
                                                       std::span<const Migration> migrations) {
  HT_CHECK(options.readers > 0 && options.lane_size > 0);
  HT_TRY(auto writer, EngineConnection::Open(options.target, Access::writing));
  HT_TRY_STATUS(Migrate(*writer, migrations));
  HT_TRY(auto readers, ReaderPool::Open(options.target, options.readers));
  HT_TRY(auto keeper, LogKeeper::Open(options.target));
  return std::unique_ptr<Database>(
      new SqliteDatabase(options, std::move(writer), std::move(readers), std::move(keeper)));
}

SqliteDatabase::SqliteDatabase(const Options& options, std::unique_ptr<EngineConnection> writer,
                               std::unique_ptr<ReaderPool> readers,
                               std::unique_ptr<LogKeeper> keeper)
    : options_(options),
      writer_(std::move(writer)),
      readers_(std::move(readers)),
      keeper_(std::move(keeper)),
      lane_([this] { RunLane(); }) {}

SqliteDatabase::~SqliteDatabase() {
  queue_.Close();
  lane_.join();
}

void SqliteDatabase::Submit(Command command, Done done) {
  queue_.Put({std::move(command), std::move(done)});
}

void SqliteDatabase::SubmitInBackground(Command step, Done done) {
  queue_.Put({std::move(step), std::move(done), true});
}

void SqliteDatabase::RunLane() {
  for (;;) {
    auto batch = queue_.Take(options_.lane_size);
    if (batch.empty()) return;
    RunBatch(batch);
    if (keeper_->WantsRest()) static_cast<void>(writer_->CopyLog());
  }
}

void SqliteDatabase::RunBatch(std::vector<WaitingCommand>& batch) {
  std::vector<Status> answers(batch.size());
  wrote_ = false;
  const bool in_background = batch.front().in_background;
  Status whole = writer_->SetFlush(!in_background);
  if (whole.has_value()) whole = writer_->Begin("BEGIN IMMEDIATE");
  bool accepted = false;
  for (std::size_t i = 0; whole.has_value() && i < batch.size(); ++i) {
    answers[i] = RunOne(batch[i], batch.size() > 1);
    accepted = accepted || answers[i].has_value();
    if (!writer_->InTransaction()) whole = answers[i];
  }
  if (whole.has_value()) whole = accepted ? Commit() : writer_->Control("ROLLBACK");
  if (whole.has_value() && wrote_) keeper_->Note(writer_->LogPages(), in_background);
  for (std::size_t i = 0; i < batch.size(); ++i) {
    batch[i].done(!whole.has_value() && answers[i].has_value() ? whole : std::move(answers[i]));
  }
  if (whole.has_value() && wrote_ && !in_background) listeners_.Call();
}

Status SqliteDatabase::RunOne(const WaitingCommand& waiting, bool shared) {
  if (shared) HT_TRY_STATUS(writer_->Control("SAVEPOINT command"));
  Status answer = RunCommand(*writer_, waiting.command);
  wrote_ = wrote_ || (answer.has_value() && writer_->wrote());
  if (!shared || !writer_->InTransaction()) return answer;
  Status closed = answer.has_value() ? Status() : writer_->Control("ROLLBACK TO command");
  if (closed.has_value()) closed = writer_->Control("RELEASE command");
  if (closed.has_value()) return answer;
  // What the command wrote can be neither kept nor taken back alone.
  static_cast<void>(writer_->Control("ROLLBACK"));
  return closed;
}

Status SqliteDatabase::Commit() {
  Status status = writer_->Control("COMMIT");
  if (!status.has_value() && writer_->InTransaction()) {
    static_cast<void>(writer_->Control("ROLLBACK"));
  }
  return status;
}

Status SqliteDatabase::BackupTo(const std::string& path) {
  const auto taken = [] {
    return Fail(ErrorCode::conflict, "There is a file of that name already.");
  };
  if (::access(path.c_str(), F_OK) == 0) return taken();
  // It gets its name only when it is whole and flushed.
  const std::string part = path + ".part";
  ::unlink(part.c_str());
  Status status = CopyTo(part);
  if (status.has_value() && ::link(part.c_str(), path.c_str()) != 0) {
    status =
        errno == EEXIST ? taken() : Fail(ErrorCode::unavailable, "The backup cannot get its name.");
  }
  ::unlink(part.c_str());
  if (!status.has_value()) return status;
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return Flush(folder.empty() ? "." : folder, O_DIRECTORY);
}

Status SqliteDatabase::CopyTo(const std::string& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return Fail(ErrorCode::unavailable, "The backup cannot be created.");
  ::close(file);
  HT_TRY(auto connection, EngineConnection::Open(options_.target, Access::writing));
  Transaction tx(*connection, Engine::sqlite);
  HT_TRY_STATUS(tx.Execute("VACUUM INTO :path", path));
  return Flush(path, 0);
}

}  // namespace hetang::database
