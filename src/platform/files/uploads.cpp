#include "platform/files/uploads.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <functional>
#include <utility>

#include <boost/json.hpp>

#include "base/ids.h"
#include "base/text.h"
#include "platform/files/bytes.h"

namespace hetang::files {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::string_view kBeginning = ".new";  // Behind the id while an upload is created.

std::uint64_t PartsOf(std::uint64_t bytes) {
  return bytes / kUploadPartBytes + (bytes % kUploadPartBytes != 0 ? 1 : 0);
}

fs::path MarkOf(const fs::path& folder, std::uint64_t number) {
  return folder / ("part-" + std::to_string(number));
}

bool Exists(const fs::path& path) {
  std::error_code error;
  return fs::exists(path, error);
}

Result<std::string> ReadSmall(const fs::path& path) {
  HT_TRY(const MappedFile file, MappedFile::Open(path));
  return std::string(file.bytes());
}

Error NoSuchUpload() { return {ErrorCode::not_found, "There is no such upload.", {}, {}}; }

// The name without folders, when it is one a person may have given.
Result<std::string> CleanName(std::string_view name) {
  const std::size_t folder = name.find_last_of("/\\");
  if (folder != std::string_view::npos) name.remove_prefix(folder + 1);
  const bool has_control =
      std::any_of(name.begin(), name.end(), [](char c) { return c >= 0 && c < 0x20; });
  if (name.empty() || name.size() > 255 || has_control || !IsUtf8(name)) {
    return Invalid({{"name", "invalid", "The name of a file has 1 to 255 bytes of UTF-8."}});
  }
  return std::string(name);
}

Status RemoveFolder(const fs::path& folder) {
  std::error_code error;
  fs::remove_all(folder, error);
  if (error) return FileFailed(error.value());
  return {};
}

Status MakeContent(const fs::path& path, std::uint64_t bytes) {
  const Descriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (file.get() < 0 || ftruncate(file.get(), static_cast<off_t>(bytes)) != 0 ||
      fsync(file.get()) != 0) {
    return FileFailed(errno);
  }
  return {};
}

Status WriteAt(const fs::path& path, std::uint64_t offset, std::string_view bytes) {
  const Descriptor file(open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW));
  if (file.get() < 0) return FileFailed(errno);
  if (lseek(file.get(), static_cast<off_t>(offset), SEEK_SET) < 0) return FileFailed(errno);
  HT_TRY_STATUS(WriteAll(file.get(), bytes));
  if (fdatasync(file.get()) != 0) return FileFailed(errno);
  return {};
}

}  // namespace

Result<fs::path> Uploads::FolderOf(std::string_view id) const {
  const bool is_id = id.size() == 32 && std::all_of(id.begin(), id.end(), [](char c) {
                       return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                     });
  if (!is_id || !Exists(root_ / id)) return Fail(NoSuchUpload());
  return root_ / id;
}

std::mutex& Uploads::LockOf(std::string_view id) {
  return locks_[std::hash<std::string_view>()(id) % locks_.size()];
}

Result<Uploads::Facts> Uploads::ReadFacts(const fs::path& folder) const {
  HT_TRY(const std::string text, ReadSmall(folder / "facts"));
  boost::system::error_code error;
  const json::value value = json::parse(text, error);
  const json::object* const object = error ? nullptr : value.if_object();
  const auto* const name = object == nullptr ? nullptr : object->if_contains("name");
  const auto* const bytes = object == nullptr ? nullptr : object->if_contains("bytes");
  const auto* const created = object == nullptr ? nullptr : object->if_contains("created_ms");
  if (name == nullptr || bytes == nullptr || created == nullptr || !name->is_string()) {
    return Fail(ErrorCode::corrupt, "What is known of an upload cannot be read.");
  }
  boost::system::error_code no_size;
  boost::system::error_code no_moment;
  const auto size = bytes->to_number<std::uint64_t>(no_size);
  const auto moment = created->to_number<std::int64_t>(no_moment);
  if (no_size || no_moment) {
    return Fail(ErrorCode::corrupt, "What is known of an upload cannot be read.");
  }
  return Facts{std::string(name->get_string()), size, moment};
}

Result<std::size_t> Uploads::CountOpen() const {
  std::error_code error;
  std::size_t count = 0;
  for (auto entry = fs::directory_iterator(root_, error);
       !error && entry != fs::directory_iterator(); entry.increment(error)) {
    count += Exists(entry->path() / "hash") ? 0 : 1;
  }
  if (error) return FileFailed(error.value());
  return count;
}

Result<UploadState> Uploads::Create(std::string_view name, std::uint64_t bytes, Moment now) {
  HT_TRY(const std::string clean, CleanName(name));
  if (bytes > limits_.bytes) {
    return Fail(ErrorCode::too_large, "The file is larger than is taken.", "upload_size");
  }
  const std::lock_guard lock(creating_);
  HT_TRY_STATUS(MakeFolder(root_));
  HT_TRY(const std::size_t open, CountOpen());
  if (open >= limits_.open) {
    return Fail(ErrorCode::rate_limited, "Too many uploads are open.", "open_uploads");
  }
  const std::string id = RandomToken(16);
  const fs::path beginning = root_ / (id + std::string(kBeginning));
  HT_TRY_STATUS(MakeFolder(beginning));
  const json::object facts{{"name", clean}, {"bytes", bytes}, {"created_ms", now.ms}};
  Status made = WriteWhole(beginning / "facts", json::serialize(facts));
  if (made.has_value()) made = MakeContent(beginning / "content", bytes);
  if (made.has_value()) made = SyncFolder(beginning);
  if (made.has_value() && rename(beginning.c_str(), (root_ / id).c_str()) != 0) {
    made = FileFailed(errno);
  }
  if (!made.has_value()) {
    (void)RemoveFolder(beginning);
    return Fail(made.error());
  }
  HT_TRY_STATUS(SyncFolder(root_));
  return State(id);
}

Status Uploads::WritePart(std::string_view id, std::uint64_t number, std::string_view bytes) {
  const std::lock_guard lock(LockOf(id));
  HT_TRY(const fs::path folder, FolderOf(id));
  HT_TRY(const Facts facts, ReadFacts(folder));
  if (number >= PartsOf(facts.bytes)) {
    return Invalid({{"part", "out_of_range", "The upload has no part of this number."}});
  }
  const std::uint64_t offset = number * kUploadPartBytes;
  if (bytes.size() != std::min(kUploadPartBytes, facts.bytes - offset)) {
    return Invalid({{"bytes", "wrong_length", "The part has not the length it must have."}});
  }
  if (Exists(MarkOf(folder, number))) return {};
  if (Exists(folder / "hash")) {
    return Fail(ErrorCode::conflict, "The upload is finished.", "upload_finished");
  }
  HT_TRY_STATUS(WriteAt(folder / "content", offset, bytes));
  // The mark follows the bytes to the disk, so that a mark is never without them.
  return WriteWhole(MarkOf(folder, number), "");
}

Result<UploadState> Uploads::State(std::string_view id) const {
  HT_TRY(const fs::path folder, FolderOf(id));
  HT_TRY(const Facts facts, ReadFacts(folder));
  UploadState state{std::string(id), facts.name, facts.bytes, PartsOf(facts.bytes), {}, ""};
  for (std::uint64_t number = 0; number < state.parts; ++number) {
    if (!Exists(MarkOf(folder, number))) state.missing.push_back(number);
  }
  if (Exists(folder / "hash") && !Exists(folder / "content")) {
    HT_TRY(state.hash, ReadSmall(folder / "hash"));
  }
  return state;
}

Result<std::string> Uploads::Finish(std::string_view id) {
  const std::lock_guard lock(LockOf(id));
  HT_TRY(const UploadState state, State(id));
  if (!state.hash.empty()) return state.hash;
  if (!state.missing.empty()) {
    return Fail(ErrorCode::conflict, "Parts of the upload are missing.", "parts_missing");
  }
  const fs::path folder = root_ / id;
  HT_TRY(const std::string hash, HashOf(folder / "content"));
  // The hash is written first: after a crash in between, the content is there and is moved again.
  HT_TRY_STATUS(WriteWhole(folder / "hash", hash));
  HT_TRY_STATUS(store_.Adopt(folder / "content", hash));
  HT_TRY_STATUS(SyncFolder(folder));
  return hash;
}

Status Uploads::Drop(std::string_view id) {
  const std::lock_guard lock(LockOf(id));
  HT_TRY(const fs::path folder, FolderOf(id));
  return RemoveFolder(folder);
}

Result<std::size_t> Uploads::Sweep(Moment now) {
  const std::lock_guard lock(creating_);
  if (!Exists(root_)) return std::size_t{0};
  std::error_code error;
  std::vector<fs::path> folders;
  for (auto entry = fs::directory_iterator(root_, error);
       !error && entry != fs::directory_iterator(); entry.increment(error)) {
    folders.push_back(entry->path());
  }
  if (error) return FileFailed(error.value());
  std::size_t count = 0;
  for (const fs::path& folder : folders) {
    const std::string id = folder.filename().string();
    const std::lock_guard own(LockOf(id));
    const auto facts = ReadFacts(folder);
    const bool is_broken = !facts.has_value() && (facts.error().code == ErrorCode::corrupt ||
                                                  facts.error().code == ErrorCode::not_found);
    const bool is_old = facts.has_value() && now.ms - facts->created_ms > limits_.age.ms;
    if (!id.ends_with(kBeginning) && !is_broken && !is_old) continue;
    HT_TRY_STATUS(RemoveFolder(folder));
    ++count;
  }
  return count;
}

}  // namespace hetang::files
