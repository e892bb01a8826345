#include "platform/files/tables.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "platform/files/bytes.h"
#include "platform/files/encoding.h"
#include "platform/files/kinds.h"
#include "platform/files/source.h"
#include "platform/files/text_table.h"

namespace hetang::files {
namespace {

namespace fs = std::filesystem;

struct Member {
  std::string name;  // Inside the folder, with `/`.
  fs::path path;
  bool is_outside = false;  // A link that leaves the folder.
};

bool LiesInside(const fs::path& path, const fs::path& folder) {
  const auto [end, ignored] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
  return end == folder.end();
}

// Plain files below a folder. A link to a folder is not followed, or it could lead in a circle.
Result<std::vector<Member>> MembersOf(const fs::path& folder) {
  std::error_code error;
  const fs::path root = fs::canonical(folder, error);
  if (error) return FileFailed(error.value());
  std::vector<Member> members;
  auto entry = fs::recursive_directory_iterator(root, error);
  while (!error && entry != fs::recursive_directory_iterator()) {
    const fs::path& path = entry->path();
    Member member{ReadableName(path.lexically_relative(root).string()), path, false};
    std::error_code ignored;
    if (entry->is_symlink(ignored)) {
      const fs::path target = fs::canonical(path, ignored);
      member.is_outside = !ignored && !LiesInside(target, root);
      if (fs::is_directory(target, ignored)) member.is_outside = true;
    }
    const bool is_folder = !entry->is_symlink(ignored) && entry->is_directory(ignored);
    if (!is_folder && !IsLitter(member.name)) members.push_back(std::move(member));
    entry.increment(error);
  }
  if (error) return FileFailed(error.value());
  std::sort(members.begin(), members.end(),
            [](const Member& a, const Member& b) { return a.name < b.name; });
  return members;
}

Status ReadFolder(const fs::path& folder, const std::string& name, const Limits& limits,
                  Budget& budget, TableVisitor& visitor) {
  HT_TRY(const std::vector<Member> members, MembersOf(folder));
  for (const Member& member : members) {
    const std::string full_name = name + "/" + member.name;
    if (member.is_outside) {
      HT_TRY_STATUS(visitor.Unreadable(
          full_name, "", NotReadable("unsafe_name", "A link that leaves the folder.")));
      continue;
    }
    HT_TRY_STATUS(ReadPath(member.path, full_name, 0, limits, budget, visitor));
  }
  return {};
}

}  // namespace

Error NotReadable(std::string_view rule, std::string message) {
  const bool is_large = rule == "too_large" || rule == "nested";
  const bool is_other = rule == "other_format" || rule == "encrypted" || rule == "doubly_encoded";
  const ErrorCode code = is_large   ? ErrorCode::too_large
                         : is_other ? ErrorCode::unsupported
                                    : ErrorCode::invalid;
  return Error{code, std::move(message), std::string(rule), {}};
}

bool IsLitter(std::string_view name) {
  const std::string_view last = name.substr(name.find_last_of('/') + 1);
  return name.starts_with("__MACOSX/") || name.find("/__MACOSX/") != std::string_view::npos ||
         last == ".DS_Store" || last == "Thumbs.db" || last == "desktop.ini" ||
         last.starts_with("~$");
}

Status ReadSource(const Source& source, const Limits& limits, Budget& budget,
                  TableVisitor& visitor) {
  switch (KindOf(source.bytes)) {
    case FileKind::empty:
      return visitor.Unreadable(source.name, "",
                                NotReadable("empty", "There is nothing in the file."));
    case FileKind::zip:
      return ReadZip(source, limits, budget, visitor);
    case FileKind::xls:
      return ReadXls(source, limits, visitor);
    case FileKind::other:
      return visitor.Unreadable(source.name, "",
                                NotReadable("other_format", "This is no table that is read."));
    case FileKind::text:
      break;
  }
  TextOptions options;
  options.is_mapped = true;
  return ReadText(source.bytes, Sheet{source.name, "", ""}, limits, options, visitor);
}

Status ReadPath(const fs::path& path, const std::string& name, int depth, const Limits& limits,
                Budget& budget, TableVisitor& visitor) {
  const auto file = MappedFile::Open(path);
  if (!file.has_value()) {
    Error error = file.error();
    error.rule = "unreadable";
    return visitor.Unreadable(name, "", error);
  }
  return ReadSource({name, path, file->bytes(), depth}, limits, budget, visitor);
}

Status ReadTables(const fs::path& path, const std::string& name, const Limits& limits,
                  TableVisitor& visitor) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) {
    return Fail(ErrorCode::not_found, "There is no such file or folder.");
  }
  Budget budget{limits.unpacked_bytes};
  if (fs::is_directory(status)) return ReadFolder(path, name, limits, budget, visitor);
  return ReadPath(path, name, 0, limits, budget, visitor);
}

}  // namespace hetang::files
