#include "platform/files/store.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/ids.h"
#include "base/text.h"
#include "platform/files/bytes.h"

namespace hetang::files {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kUnsettled = ".tmp";  // Behind the name of a file while it is written.

class Sha256 {
 public:
  Sha256() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    HT_CHECK(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
  }
  void Add(std::string_view bytes) {
    HT_CHECK(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
  }
  std::string Hex() {
    std::array<unsigned char, 32> digest{};
    HT_CHECK(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr) == 1);
    return ToHex({reinterpret_cast<const char*>(digest.data()), digest.size()});
  }

 private:
  std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context_;
};

// Gives the bytes of a plain file to `take` in large pieces.
template <typename Take>
Status ReadPieces(const fs::path& path, Take&& take) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) return FileFailed(errno);
  struct stat facts {};
  if (fstat(file.get(), &facts) != 0) return FileFailed(errno);
  if (!S_ISREG(facts.st_mode)) return Fail(ErrorCode::unavailable, "This is not a plain file.");
  std::vector<char> buffer(1 << 20);
  while (true) {
    const ssize_t count = read(file.get(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return FileFailed(errno);
    if (count == 0) return {};
    HT_TRY_STATUS(take(std::string_view(buffer.data(), static_cast<std::size_t>(count))));
  }
}

// A new file beside its place; removed again unless it was settled.
class Beside {
 public:
  static Result<Beside> Create(const fs::path& folder) {
    fs::path path = folder / (RandomToken(12) + std::string(kUnsettled));
    Descriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (file.get() < 0) return FileFailed(errno);
    flock(file.get(), LOCK_EX);  // Until it is closed: it is being written.
    return Beside(std::move(path), std::move(file));
  }
  Beside(Beside&& other) noexcept
      : path_(std::exchange(other.path_, {})), file_(std::move(other.file_)) {}
  Beside& operator=(Beside&&) = delete;
  ~Beside() {
    if (!path_.empty()) unlink(path_.c_str());
  }
  Status Write(std::string_view bytes) { return WriteAll(file_.get(), bytes); }
  Status Settle(const fs::path& place) {
    if (fsync(file_.get()) != 0) return FileFailed(errno);
    if (rename(path_.c_str(), place.c_str()) != 0) return FileFailed(errno);
    path_.clear();
    return SyncFolder(place.parent_path());
  }

 private:
  Beside(fs::path path, Descriptor file) : path_(std::move(path)), file_(std::move(file)) {}
  fs::path path_;
  Descriptor file_;
};

bool IsHash(std::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

}  // namespace

Status SyncFolder(const fs::path& folder) {
  const Descriptor directory(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.get() < 0 || fsync(directory.get()) != 0) return FileFailed(errno);
  return {};
}

Status MakeFolder(const fs::path& folder) {
  // A folder named alone stands in the working directory.
  const fs::path parent = folder.has_parent_path() ? folder.parent_path() : fs::path(".");
  if (mkdir(folder.c_str(), 0700) == 0) return SyncFolder(parent);
  if (errno == EEXIST) return {};
  if (errno != ENOENT) return FileFailed(errno);
  HT_TRY_STATUS(MakeFolder(parent));
  if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return FileFailed(errno);
  return SyncFolder(parent);
}

Status WriteWhole(const fs::path& path, std::string_view bytes) {
  HT_TRY(Beside beside, Beside::Create(path.parent_path()));
  HT_TRY_STATUS(beside.Write(bytes));
  return beside.Settle(path);
}

Result<std::string> HashOf(const fs::path& path) {
  Sha256 digest;
  HT_TRY_STATUS(ReadPieces(path, [&](std::string_view piece) -> Status {
    digest.Add(piece);
    return {};
  }));
  return digest.Hex();
}

fs::path FileStore::PlaceOf(std::string_view hash) const {
  return root_ / hash.substr(0, 2) / hash;
}

Result<std::string> FileStore::Keep(const fs::path& path) const {
  HT_TRY_STATUS(MakeFolder(root_));
  HT_TRY(Beside beside, Beside::Create(root_));
  Sha256 digest;
  HT_TRY_STATUS(ReadPieces(path, [&](std::string_view piece) {
    digest.Add(piece);
    return beside.Write(piece);
  }));
  std::string hash = digest.Hex();
  if (PathOf(hash).has_value()) return hash;
  const fs::path place = PlaceOf(hash);
  HT_TRY_STATUS(MakeFolder(place.parent_path()));
  HT_TRY_STATUS(beside.Settle(place));
  return hash;
}

Result<std::string> FileStore::KeepBytes(std::string_view bytes) const {
  Sha256 digest;
  digest.Add(bytes);
  std::string hash = digest.Hex();
  if (PathOf(hash).has_value()) return hash;
  const fs::path place = PlaceOf(hash);
  HT_TRY_STATUS(MakeFolder(place.parent_path()));
  HT_TRY_STATUS(WriteWhole(place, bytes));
  return hash;
}

Status FileStore::Adopt(const fs::path& path, const std::string& hash) const {
  HT_CHECK(IsHash(hash));
  const fs::path place = PlaceOf(hash);
  HT_TRY_STATUS(MakeFolder(place.parent_path()));
  if (rename(path.c_str(), place.c_str()) != 0) return FileFailed(errno);
  return SyncFolder(place.parent_path());
}

Result<std::size_t> FileStore::Sweep() const {
  std::size_t count = 0;
  std::error_code error;
  if (!fs::exists(root_, error)) return count;
  std::vector<fs::path> left;
  for (auto entry = fs::recursive_directory_iterator(root_, error);
       !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    if (entry->path().extension() == kUnsettled) left.push_back(entry->path());
  }
  if (error) return FileFailed(error.value());
  for (const fs::path& path : left) {
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (file.get() < 0 || flock(file.get(), LOCK_EX | LOCK_NB) != 0) continue;
    if (unlink(path.c_str()) == 0) ++count;
  }
  return count;
}

Result<fs::path> FileStore::PathOf(std::string_view hash) const {
  std::error_code error;
  if (!IsHash(hash) || !fs::is_regular_file(PlaceOf(hash), error)) {
    return Fail(ErrorCode::not_found, "No such file is kept.");
  }
  return PlaceOf(hash);
}

}  // namespace hetang::files
