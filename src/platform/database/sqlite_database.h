// The SQLite engine: one write lane, several readers.
//
// The lane is one thread with one connection. It takes what waits, up to `lane_size` commands, runs
// each inside a SAVEPOINT and commits them together: one flush to the disk serves all. A command
// that fails is rolled back to its SAVEPOINT and leaves the others alone. Only when the transaction
// itself is lost (a full disk) all of its commands fail.
//
// A background step is committed alone, and its commit does not wait for the disk: the log is
// flushed from its beginning by the next command's commit, so that nothing is kept without what was
// committed before it.
#pragma once

#include <memory>
#include <thread>

#include "platform/database/log_keeper.h"
#include "platform/database/work.h"

namespace hetang::database {

class SqliteDatabase final : public Database {
 public:
  static Result<std::unique_ptr<Database>> Open(const Options& options,
                                                std::span<const Migration> migrations);
  // Runs what still waits.
  ~SqliteDatabase() override;

  Engine engine() const override { return Engine::sqlite; }
  void Submit(Command command, Done done) override;
  void OnCommit(std::function<void()> listener) override { listeners_.Add(std::move(listener)); }
  Status BackupTo(const std::string& path) override;
  bool IsAwaited() const override { return queue_.IsAwaited(); }

 protected:
  Status RunRead(const Command& work) override { return readers_->Run(work); }
  bool OnWriterThread() const override { return lane_.get_id() == std::this_thread::get_id(); }
  void SubmitInBackground(Command step, Done done) override;

 private:
  SqliteDatabase(const Options& options, std::unique_ptr<EngineConnection> writer,
                 std::unique_ptr<ReaderPool> readers, std::unique_ptr<LogKeeper> keeper);

  void RunLane();
  void RunBatch(std::vector<WaitingCommand>& batch);
  Status RunOne(const WaitingCommand& waiting, bool shared);
  Status Commit();
  Status CopyTo(const std::string& path);

  Options options_;
  std::unique_ptr<EngineConnection> writer_;
  std::unique_ptr<ReaderPool> readers_;
  std::unique_ptr<LogKeeper> keeper_;
  CommandQueue queue_;
  CommitListeners listeners_;
  bool wrote_ = false;  // The batch has changed something. Of the lane's thread.
  std::thread lane_;
};

}  // namespace hetang::database
