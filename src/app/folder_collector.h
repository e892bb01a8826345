// Looks into the drop folders of banks for answers, twice a second, on a thread of its own.
#pragma once

#include <memory>
#include <thread>

#include "base/bell.h"
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
  Bell stop_;
  std::thread thread_;
};

}  // namespace hetang::app
