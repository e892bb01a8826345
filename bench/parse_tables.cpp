// Reads a table file as often as asked and prints what the fastest reading took: the parse alone,
// to which nothing is done but counting. usage: parse_tables FILE [ROUNDS]; prints one JSON line.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "platform/files/tables.h"

namespace {

namespace files = hetang::files;
using hetang::Error;
using hetang::Fail;
using hetang::Status;

class Counter final : public files::TableVisitor {
 public:
  Status Begin(const files::Sheet& sheet) override {
    encoding = sheet.encoding;
    return {};
  }
  Status OnRow(const files::Row& row) override {
    ++rows;
    cells += row.cells.size();
    for (const std::string_view cell : row.cells) bytes += cell.size();
    return {};
  }
  Status End() override { return {}; }
  Status Unreadable(const std::string&, const std::string&, const Error& error) override {
    return Fail(error);
  }

  std::string encoding;
  std::size_t rows = 0;
  std::size_t cells = 0;
  std::size_t bytes = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const std::filesystem::path path = argv[1];
  const int rounds = argc > 2 ? std::max(std::atoi(argv[2]), 1) : 5;
  std::vector<double> seconds;
  Counter counter;
  for (int round = 0; round < rounds; ++round) {
    counter = Counter();
    const auto begin = std::chrono::steady_clock::now();
    if (!files::ReadTables(path, path.filename().string(), {}, counter).has_value()) return 1;
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    seconds.push_back(took.count());
  }
  const double fastest = *std::min_element(seconds.begin(), seconds.end());
  struct rusage use {};
  getrusage(RUSAGE_SELF, &use);
  std::printf(
      "{\"encoding\":\"%s\",\"rows\":%zu,\"cells\":%zu,\"cell_bytes\":%zu,\"ms\":%.1f,"
      "\"rows_per_second\":%.0f,\"gb_per_second\":%.3f,\"peak_mb\":%.1f}\n",
      counter.encoding.c_str(), counter.rows, counter.cells, counter.bytes, fastest * 1e3,
      static_cast<double>(counter.rows) / fastest,
      static_cast<double>(std::filesystem::file_size(path)) / fastest / 1e9,
      static_cast<double>(use.ru_maxrss) / 1024);
  return 0;
}
