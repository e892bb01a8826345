#include "gateway/bank/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "base/ids.h"

namespace hetang::bank {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  int get() const { return number_; }

 private:
  int number_;
};

tl::unexpected<Error> FileFailed(int number) {
  if (number == ENOSPC || number == EDQUOT) {
    return Fail(ErrorCode::storage_full, "The disk is full.");
  }
  if (number == ENOENT) return Fail(ErrorCode::not_found, "There is no such file or folder.");
  return Fail(ErrorCode::unavailable,
              "A file could not be used (error " + std::to_string(number) + ").");
}

Status SyncFolder(const std::string& folder) {
  const Descriptor directory(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.get() < 0 || fsync(directory.get()) != 0) return FileFailed(errno);
  return {};
}

Status WriteAll(const std::string& path, std::string_view bytes) {
  const Descriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (file.get() < 0) return FileFailed(errno);
  while (!bytes.empty()) {
    const ssize_t count = write(file.get(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return FileFailed(errno);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  if (fsync(file.get()) != 0) return FileFailed(errno);
  return {};
}

// Writes a file of a name nobody else uses, and gives it its place by `settle(from)`.
template <typename Settle>
Status WriteThenSettle(const std::string& folder, const std::string& name, std::string_view bytes,
                       Settle&& settle) {
  const std::string temporary = folder + "/" + name + "." + RandomToken(6) + ".tmp";
  Status status = WriteAll(temporary, bytes);
  if (status.has_value()) status = settle(temporary);
  if (!status.has_value()) {
    unlink(temporary.c_str());
    return status;
  }
  return SyncFolder(folder);
}

}  // namespace

Result<std::string> ReadFile(const std::string& path, std::size_t most_bytes) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (file.get() < 0) return FileFailed(errno);
  struct stat facts {};
  if (fstat(file.get(), &facts) != 0) return FileFailed(errno);
  if (!S_ISREG(facts.st_mode)) return Fail(ErrorCode::unavailable, "This is not a plain file.");
  if (static_cast<std::size_t>(facts.st_size) > most_bytes) {
    return Fail(ErrorCode::too_large, "The file is larger than is read.");
  }
  std::string bytes(static_cast<std::size_t>(facts.st_size), '\0');
  std::size_t at = 0;
  while (at < bytes.size()) {
    const ssize_t count = read(file.get(), bytes.data() + at, bytes.size() - at);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return FileFailed(errno);
    if (count == 0) break;
    at += static_cast<std::size_t>(count);
  }
  bytes.resize(at);
  return bytes;
}

Status WriteFileWhole(const std::string& folder, const std::string& name, std::string_view bytes) {
  return WriteThenSettle(folder, name, bytes, [&](const std::string& temporary) -> Status {
    if (rename(temporary.c_str(), (folder + "/" + name).c_str()) != 0) return FileFailed(errno);
    return {};
  });
}

Status CreateFileOnce(const std::string& path, std::string_view bytes) {
  const std::filesystem::path place(path);
  const std::string folder = place.has_parent_path() ? place.parent_path().string() : ".";
  return WriteThenSettle(folder, place.filename().string(), bytes,
                         [&](const std::string& temporary) -> Status {
                           const int linked = link(temporary.c_str(), path.c_str());
                           if (linked != 0 && errno != EEXIST) return FileFailed(errno);
                           unlink(temporary.c_str());
                           return {};
                         });
}

}  // namespace hetang::bank
