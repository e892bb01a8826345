// A clock that another program sets by writing a file, so that a test or an exercise moves the time
// of several programs at once. For tests and training only.
//
// The file holds milliseconds since 1970 as 8 bytes, little-endian. It is set by writing the 8
// bytes in place. While the file is shorter (it is just being written anew), the last time stands.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "base/result.h"
#include "base/time.h"

namespace hetang {

class FileClock final : public Clock {
 public:
  // Errors: not_found (the file cannot be read), invalid (it holds no time).
  static Result<std::unique_ptr<FileClock>> Open(const std::string& file);
  ~FileClock() override;

  Moment Now() const override;
  bool IsSet() const override { return true; }

 private:
  explicit FileClock(int descriptor) : descriptor_(descriptor) {}
  bool Look() const;  // False: no time could be read, the last one stands.

  const int descriptor_;
  mutable std::atomic<std::int64_t> last_ms_{0};
};

}  // namespace hetang
