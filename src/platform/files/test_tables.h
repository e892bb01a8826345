// Files a test writes, and what reading them gives.
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/ids.h"
#include "platform/files/tables.h"

namespace hetang::files {

struct SeenRow {
  std::int64_t number = 0;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  std::vector<std::string> cells;
  RowFault fault = RowFault::none;
  bool operator==(const SeenRow&) const = default;
};

struct SeenSheet {
  Sheet sheet;
  std::vector<SeenRow> rows;
  bool has_ended = false;
};

class Seen final : public TableVisitor {
 public:
  Status Begin(const Sheet& sheet) override {
    sheets.push_back({sheet, {}, false});
    return {};
  }
  Status OnRow(const Row& row) override {
    sheets.back().rows.push_back({row.number,
                                  row.byte_begin,
                                  row.byte_end,
                                  {row.cells.begin(), row.cells.end()},
                                  row.fault});
    return {};
  }
  Status End() override {
    sheets.back().has_ended = true;
    return {};
  }
  Status Unreadable(const std::string& file, const std::string&, const Error& error) override {
    refused[file] = error.rule;
    return {};
  }

  // `a|b` a row, with the name of the fault for one that has one.
  std::vector<std::string> Lines() const {
    std::vector<std::string> lines;
    for (const SeenSheet& sheet : sheets) {
      for (const SeenRow& row : sheet.rows) lines.push_back(LineOf(row));
    }
    return lines;
  }
  static std::string LineOf(const SeenRow& row) {
    switch (row.fault) {
      case RowFault::unterminated_quote:
        return "<unterminated_quote>";
      case RowFault::other_encoding:
        return "<other_encoding>";
      case RowFault::too_many_cells:
        return "<too_many_cells>";
      case RowFault::too_long:
        return "<too_long>";
      case RowFault::none:
        break;
    }
    std::string line;
    for (const std::string& cell : row.cells) line += (&cell == row.cells.data() ? "" : "|") + cell;
    return line;
  }

  std::vector<SeenSheet> sheets;
  std::map<std::string, std::string> refused;  // Rule by file.
};

class TestFolder {
 public:
  TestFolder() : path_(std::filesystem::temp_directory_path() / ("hetang-" + RandomToken(8))) {
    std::filesystem::create_directory(path_);
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  ~TestFolder() { std::filesystem::remove_all(path_); }

  std::filesystem::path Write(const std::string& name, std::string_view bytes) const {
    std::filesystem::path path = path_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream file(path, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    HT_CHECK(file.good());
    return path;
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline Seen ReadPathOf(const std::filesystem::path& path, const Limits& limits = {}) {
  Seen seen;
  HT_CHECK(ReadTables(path, path.filename().string(), limits, seen).has_value());
  return seen;
}

// Reads bytes as the file `name`.
inline Seen ReadBytes(std::string_view bytes, const Limits& limits = {},
                      const std::string& name = "a.csv") {
  const TestFolder folder;
  return ReadPathOf(folder.Write(name, bytes), limits);
}

}  // namespace hetang::files
