// Looks into the drop folders of banks for answers, twice a second, on a thread of its own.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "base/time.h"
#include "platform/database/database.h"

namespace hetang::app {

class FolderCollector {
 public:
  static std::unique_ptr<FolderCollector> Start(database::Database& database, const Clock& clock);
  ~FolderCollector();

 private:
  FolderCollector(database::Database& database, const Clock& clock);
  void Run();

  database::Database& database_;
  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace hetang::app
