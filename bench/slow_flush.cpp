// Preloaded into a program, makes every flush to disk take HETANG_FLUSH_MS longer: a disk that does
// not hide behind a cache.
#include <cstdlib>
#include <ctime>

#include <sys/syscall.h>
#include <unistd.h>

namespace {

void Wait() {
  static const long ms = [] {
    const char* said = std::getenv("HETANG_FLUSH_MS");
    return said == nullptr ? 0 : std::atol(said);
  }();
  const timespec pause{ms / 1000, ms % 1000 * 1'000'000};
  nanosleep(&pause, nullptr);
}

}  // namespace

extern "C" int fsync(int file) {
  Wait();
  return static_cast<int>(syscall(SYS_fsync, file));
}

extern "C" int fdatasync(int file) {
  Wait();
  return static_cast<int>(syscall(SYS_fdatasync, file));
}
