#include "platform/files/archive.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <utility>

#include <zip.h>

#include "platform/files/bytes.h"
#include "platform/files/encoding.h"

namespace hetang::files {
namespace {

tl::unexpected<Error> Refused(std::string_view rule, std::string message) {
  return Fail(NotReadable(rule, std::move(message)));
}

bool IsLink(zip* archive, std::uint64_t index) {
  zip_uint8_t system = 0;
  zip_uint32_t attributes = 0;
  if (zip_file_get_external_attributes(archive, index, 0, &system, &attributes) != 0) return false;
  return system == ZIP_OPSYS_UNIX && S_ISLNK(attributes >> 16);
}

bool EqualsNoCase(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

// Unpacks a member beside and reads it like any file.
Status ReadMember(const Source& source, const Archive& archive, const ArchiveMember& member,
                  const Limits& limits, Budget& budget, TableVisitor& visitor) {
  const std::string name = source.name + "/" + member.name;
  if (member.is_link || member.HasUnsafeName()) {
    return visitor.Unreadable(
        name, "", NotReadable("unsafe_name", "The name of the member leads out of the archive."));
  }
  auto stream = archive.Open(member);
  if (!stream.has_value()) return visitor.Unreadable(name, "", stream.error());
  HT_TRY(TemporaryFile file, TemporaryFile::Create());
  std::vector<char> buffer(256 << 10);
  while (true) {
    const auto count = stream->Read(buffer.data(), buffer.size());
    if (!count.has_value()) return visitor.Unreadable(name, "", count.error());
    if (*count == 0) break;
    HT_TRY_STATUS(file.Write({buffer.data(), *count}));
  }
  return ReadPath(file.path(), name, source.depth + 1, limits, budget, visitor);
}

}  // namespace

bool ArchiveMember::HasUnsafeName() const {
  if (name.starts_with('/') || name.find('\0') != std::string::npos) return true;
  if (name.size() >= 2 && name[1] == ':') return true;
  for (std::size_t at = 0; at <= name.size();) {
    const std::size_t end = std::min(name.find('/', at), name.size());
    if (std::string_view(name).substr(at, end - at) == "..") return true;
    at = end + 1;
  }
  return false;
}

void ArchiveStream::Close::operator()(zip_file* file) const { zip_fclose(file); }

Result<std::size_t> ArchiveStream::Read(char* into, std::size_t most) {
  const zip_int64_t count = zip_fread(file_.get(), into, most);
  if (count < 0) {
    const int code = zip_error_code_zip(zip_file_get_error(file_.get()));
    const bool is_cut = code == ZIP_ER_EOF || code == ZIP_ER_READ || code == ZIP_ER_SEEK;
    return Refused(is_cut ? "truncated" : "unreadable", "The archive is damaged.");
  }
  const auto read = static_cast<std::uint64_t>(count);
  if (read > left_) return Refused("too_large", "The archive holds more than it says.");
  left_ -= read;
  if (read == 0 && left_ > 0) return Refused("truncated", "The archive is damaged.");
  return static_cast<std::size_t>(read);
}

void Archive::Close::operator()(zip* archive) const { zip_discard(archive); }

Result<Archive> Archive::Open(std::string_view bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* const source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* const opened =
      source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
  if (opened == nullptr && source != nullptr) zip_source_free(source);
  zip_error_fini(&error);
  if (opened == nullptr) return Refused("truncated", "The end of the archive is missing.");
  Archive archive(opened, bytes.size());
  const zip_int64_t count = zip_get_num_entries(opened, 0);
  for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(std::max<zip_int64_t>(count, 0)); ++i) {
    zip_stat_t facts;
    if (zip_stat_index(opened, i, ZIP_FL_ENC_RAW, &facts) != 0 || facts.name == nullptr) continue;
    ArchiveMember member;
    member.index = i;
    member.name = ReadableName(facts.name);
    std::replace(member.name.begin(), member.name.end(), '\\', '/');
    member.bytes = (facts.valid & ZIP_STAT_SIZE) != 0 ? facts.size : 0;
    member.is_folder = member.name.ends_with('/');
    member.is_encrypted = facts.encryption_method != ZIP_EM_NONE;
    member.is_link = IsLink(opened, i);
    archive.members_.push_back(std::move(member));
  }
  std::sort(archive.members_.begin(), archive.members_.end(),
            [](const ArchiveMember& a, const ArchiveMember& b) { return a.name < b.name; });
  return archive;
}

const ArchiveMember* Archive::Find(std::string_view name) const {
  const auto found =
      std::find_if(members_.begin(), members_.end(),
                   [&](const ArchiveMember& member) { return EqualsNoCase(member.name, name); });
  return found == members_.end() ? nullptr : &*found;
}

Status Archive::Check(const Limits& limits, Budget& budget) const {
  if (members_.size() > limits.members) return Refused("too_large", "Too many members.");
  std::uint64_t total = 0;
  for (const ArchiveMember& member : members_) {
    if (member.bytes > budget.unpacked_bytes - total) {
      return Refused("too_large", "The archive unpacks to more than is read.");
    }
    total += member.bytes;
  }
  if (total >= limits.least_judged_bytes && total / limits.unpacked_ratio > packed_bytes_) {
    return Refused("too_large", "The archive unpacks to far more than it is.");
  }
  budget.unpacked_bytes -= total;
  return {};
}

Result<ArchiveStream> Archive::Open(const ArchiveMember& member) const {
  if (member.is_encrypted) return Refused("encrypted", "The member is encrypted.");
  zip_file_t* const file = zip_fopen_index(archive_.get(), member.index, 0);
  if (file == nullptr) {
    const int code = zip_error_code_zip(zip_get_error(archive_.get()));
    if (code == ZIP_ER_COMPNOTSUPP) {
      return Refused("other_format", "The member is packed in a way that is not read.");
    }
    return Refused("unreadable", "The archive is damaged.");
  }
  return ArchiveStream(file, member.bytes);
}

Result<std::string> Archive::ReadWhole(const ArchiveMember& member, std::size_t most) const {
  if (member.bytes > most) return Refused("too_large", "A part of the workbook is too large.");
  HT_TRY(ArchiveStream stream, Open(member));
  std::string text(member.bytes + 1, '\0');
  std::size_t at = 0;
  while (true) {
    HT_TRY(const std::size_t count, stream.Read(text.data() + at, text.size() - at));
    if (count == 0) break;
    at += count;
  }
  text.resize(at);
  return text;
}

Status ReadZip(const Source& source, const Limits& limits, Budget& budget, TableVisitor& visitor) {
  const auto refuse = [&](const Error& error) {
    return visitor.Unreadable(source.name, "", error);
  };
  const auto archive = Archive::Open(source.bytes);
  if (!archive.has_value()) return refuse(archive.error());
  const bool is_office = archive->Find("[Content_Types].xml") != nullptr;
  if (!is_office && source.depth > 1) {
    return refuse(NotReadable("nested", "An archive in an archive in an archive is not read."));
  }
  if (const Status status = archive->Check(limits, budget); !status.has_value()) {
    return refuse(status.error());
  }
  if (is_office) return ReadXlsx(source.name, *archive, limits, visitor);
  if (archive->Find("mimetype") != nullptr && archive->Find("content.xml") != nullptr) {
    return refuse(NotReadable("other_format", "This is no table that is read."));
  }
  bool has_files = false;
  for (const ArchiveMember& member : archive->members()) {
    if (member.is_folder || IsLitter(member.name)) continue;
    has_files = true;
    HT_TRY_STATUS(ReadMember(source, *archive, member, limits, budget, visitor));
  }
  if (!has_files) return refuse(NotReadable("empty", "There is nothing in the archive."));
  return {};
}

}  // namespace hetang::files
