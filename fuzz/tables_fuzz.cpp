// Fuzzes the readers of tables: any bytes are read or refused, rows come in order and do not
// overlap, and the size of a chunk changes nothing. Not part of the usual build:
//   clang++-14 -std=c++20 -g -fsanitize=fuzzer,address,undefined -Isrc fuzz/tables_fuzz.cpp
//     $(ls src/platform/files/*.cpp src/base/*.cpp | grep -v _test)
//     $(pkg-config --cflags --libs icu-uc libzip expat freexl xlsxwriter fmt libcrypto)
//     -lboost_json -o tables_fuzz
//   ./tables_fuzz -max_len=65536 corpus
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "platform/files/encoding.h"
#include "platform/files/kinds.h"
#include "platform/files/source.h"
#include "platform/files/text_table.h"

namespace {

using namespace hetang;

class Checker final : public files::TableVisitor {
 public:
  Status Begin(const files::Sheet& sheet) override {
    HT_CHECK(!sheet.encoding.empty());
    end_ = 0;
    number_ = 0;
    is_text_ = sheet.encoding != "xlsx" && sheet.encoding != "xls";
    return {};
  }
  Status OnRow(const files::Row& row) override {
    if (is_text_) {
      HT_CHECK(row.number > number_ && row.byte_begin >= end_ && row.byte_end > row.byte_begin);
    }
    HT_CHECK(row.cells.empty() == (row.fault != files::RowFault::none));
    for (const std::string_view cell : row.cells) {
      if (is_text_) HT_CHECK(files::IsWellFormedUtf8(cell));
      cells.append(cell).push_back('|');
    }
    cells += std::to_string(row.byte_end) + '\n';
    number_ = row.number;
    end_ = row.byte_end;
    return {};
  }
  Status End() override { return {}; }
  Status Unreadable(const std::string&, const std::string&, const Error& error) override {
    HT_CHECK(!error.rule.empty());
    return {};
  }

  std::string cells;

 private:
  bool is_text_ = false;
  std::int64_t number_ = 0;
  std::uint64_t end_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  files::Limits limits;
  limits.bytes_in_row = 256;
  limits.cells_in_row = 16;
  limits.unpacked_bytes = 1 << 20;
  if (files::KindOf(bytes) == files::FileKind::text) {
    std::vector<std::string> seen;
    for (const std::size_t chunk : {std::size_t{4}, std::size_t{1} << 20}) {
      Checker checker;
      files::TextOptions options;
      options.chunk_bytes = chunk;
      HT_CHECK(files::ReadText(bytes, {"a", "", ""}, limits, options, checker).has_value());
      seen.push_back(checker.cells);
    }
    HT_CHECK(seen[0] == seen[1]);
    return 0;
  }
  // XLS is read by a library we did not write, and apart: what kills it there is no fault of ours.
  if (files::KindOf(bytes) == files::FileKind::xls) return 0;
  const std::string path = "/tmp/hetang_tables_fuzz";
  std::ofstream(path, std::ios::binary)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  Checker checker;
  HT_CHECK(files::ReadTables(path, "a", limits, checker).has_value());
  return 0;
}
