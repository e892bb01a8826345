// The running centre: every part wired together, in the one place that knows them all.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "platform/database/database.h"
#include "platform/http/server.h"
#include "platform/journal/journal.h"

namespace hetang::app {

struct CentreOptions {
  std::string data;      // Directory of the SQLite database.
  std::string database;  // `postgresql://...`; then `data` is not needed.
  std::string files;     // Where originals and uploads lie; empty: in `data`.
  std::string clock_file;  // The server takes the time from it; empty: the machine's.
  http::ServerOptions server;
  std::size_t lane_size = 64;
  journal::HashKind hash = journal::HashKind::sha256;

  std::string FilesFolder() const {
    if (!files.empty()) return files;
    return data.empty() ? "hetang-files" : data;
  }
};

// Opens the database of the options and brings its schema up to date. Used by the server and by
// every command that works on a data directory.
Result<std::unique_ptr<database::Database>> OpenDatabase(const CentreOptions& options);

class Centre {
 public:
  // Serves when it returns. Errors: those of the database and of the listening address.
  static Result<std::unique_ptr<Centre>> Start(const CentreOptions& options, const Clock& clock);
  ~Centre();

  std::uint16_t port() const;
  database::Database& database();

 private:
  Centre();
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// The OpenAPI document of the program.
Result<std::string> OpenApi();

}  // namespace hetang::app
