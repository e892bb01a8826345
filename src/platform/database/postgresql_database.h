// The PostgreSQL engine: a pool of connections for commands, another for reading.
//
// Each command is a SERIALIZABLE transaction of its own. One that PostgreSQL stops for the sake of
// another (serialization failure, deadlock) is run again after a short random pause.
#pragma once

#include <memory>
#include <thread>
#include <vector>

#include "platform/database/work.h"

namespace hetang::database {

class PostgresqlDatabase final : public Database {
 public:
  static Result<std::unique_ptr<Database>> Open(const Options& options,
                                                std::span<const Migration> migrations);
  // Runs what still waits.
  ~PostgresqlDatabase() override;

  Engine engine() const override { return Engine::postgresql; }
  void Submit(Command command, Done done) override;
  void OnCommit(std::function<void()> listener) override { listeners_.Add(std::move(listener)); }
  Status BackupTo(const std::string& path) override;
  bool IsAwaited() const override { return false; }

 protected:
  Status RunRead(const Command& work) override { return readers_->Run(work); }
  bool OnWriterThread() const override;
  void SubmitInBackground(Command step, Done done) override;

 private:
  PostgresqlDatabase(std::vector<std::unique_ptr<EngineConnection>> writers,
                     std::unique_ptr<ReaderPool> readers);

  void RunWriter(EngineConnection& connection);

  std::vector<std::unique_ptr<EngineConnection>> writers_;
  std::unique_ptr<ReaderPool> readers_;
  CommandQueue queue_;
  CommitListeners listeners_;
  std::vector<std::thread> threads_;
};

}  // namespace hetang::database
