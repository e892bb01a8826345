#include <algorithm>
#include <filesystem>
#include <vector>

#include "base/ids.h"
#include "gateway/bank/channel.h"
#include "gateway/bank/file.h"

namespace hetang::bank {
namespace {

namespace fs = std::filesystem;

constexpr const char* kUpload = "/upload";
constexpr const char* kReceive = "/receive";
constexpr const char* kDone = "/done";
constexpr const char* kError = "/error";

// A file that is still being written ends in `.tmp` and is not there yet.
Result<std::vector<std::string>> WaitingNames(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    std::string name = entry->path().filename().string();
    if (!name.starts_with('.') && !name.ends_with(".tmp")) names.push_back(std::move(name));
  }
  if (error) return Fail(ErrorCode::unavailable, "The drop folder cannot be read.");
  std::sort(names.begin(), names.end());
  return names;
}

// Both folders are of one file system, so the move is whole. An earlier file of that name stays.
Status MoveAway(const std::string& from, const std::string& folder, const std::string& name) {
  std::string target = folder + "/" + name;
  if (fs::exists(fs::symlink_status(target))) target += "." + RandomToken(4);
  std::error_code error;
  fs::rename(from, target, error);
  if (error) return Fail(ErrorCode::unavailable, "A picked-up message cannot be moved away.");
  return {};
}

bool TryAgainLater(const Error& error) {
  return error.code == ErrorCode::unavailable || error.code == ErrorCode::storage_full;
}

}  // namespace

Result<DropFolder> DropFolder::Open(const std::string& path, Side side) {
  for (const char* name : {kUpload, kReceive, kDone, kError}) {
    std::error_code error;
    fs::create_directories(path + name, error);
    if (error) return Fail(ErrorCode::unavailable, "A drop folder cannot be made at " + path + ".");
  }
  return DropFolder(path, side);
}

std::string DropFolder::Outgoing() const {
  return path_ + (side_ == Side::centre ? kUpload : kReceive);
}

std::string DropFolder::Incoming() const {
  return path_ + (side_ == Side::centre ? kReceive : kUpload);
}

Status DropFolder::Put(const std::string& name, std::string_view bytes) const {
  return WriteFileWhole(Outgoing(), name, bytes);
}

Result<std::size_t> DropFolder::Collect(const Take& take) const {
  HT_TRY(const std::vector<std::string> names, WaitingNames(Incoming()));
  std::size_t taken = 0;
  for (const std::string& name : names) {
    const std::string path = Incoming() + "/" + name;
    const auto bytes = ReadFile(path, kMostMessageBytes);
    if (!bytes.has_value() && bytes.error().code == ErrorCode::not_found) continue;
    Status handled = bytes.has_value() ? take(*bytes) : Status(tl::unexpected(bytes.error()));
    if (bytes.has_value() && !handled.has_value() && TryAgainLater(handled.error())) {
      return tl::unexpected(handled.error());
    }
    HT_TRY_STATUS(MoveAway(path, path_ + (handled.has_value() ? kDone : kError), name));
    if (handled.has_value()) ++taken;
  }
  return taken;
}

}  // namespace hetang::bank
