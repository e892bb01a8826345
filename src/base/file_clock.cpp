#include "base/file_clock.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <optional>

namespace hetang {
namespace {

// Not mapped into memory: touching a mapping of a file that is cut while it is written anew would
// end the program.
std::optional<std::int64_t> ReadOnce(int descriptor) {
  std::array<unsigned char, 8> bytes{};
  if (pread(descriptor, bytes.data(), bytes.size(), 0) != 8) return std::nullopt;
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) value = value << 8 | bytes[i];
  return static_cast<std::int64_t>(value);
}

}  // namespace

Result<std::unique_ptr<FileClock>> FileClock::Open(const std::string& file) {
  const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return Fail(ErrorCode::not_found, "The clock file cannot be read.");
  std::unique_ptr<FileClock> clock(new FileClock(descriptor));
  if (!clock->Look()) {
    return Fail(ErrorCode::invalid, "The clock file holds no time: 8 bytes, little-endian.");
  }
  return clock;
}

FileClock::~FileClock() { close(descriptor_); }

Moment FileClock::Now() const {
  Look();
  return {last_ms_.load()};
}

// Reads until two readings agree: one alone may fall into the middle of a writing.
bool FileClock::Look() const {
  auto seen = ReadOnce(descriptor_);
  for (auto again = ReadOnce(descriptor_); again != seen; again = ReadOnce(descriptor_)) {
    seen = again;
  }
  if (!seen || *seen <= 0) return false;
  last_ms_.store(*seen);
  return true;
}

}  // namespace hetang
