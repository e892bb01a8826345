// Fuzzes the reader of transfer files and the trace behind it: any bytes are read or refused, and
// what was read can be followed by every method, whose own checks hold (what is tagged rests or has
// exited). Not part of the usual build:
//   clang++-14 -std=c++20 -g -fsanitize=fuzzer,address,undefined -Isrc fuzz/transfer_file_fuzz.cpp
//     src/app/{csv_rows,name_table,transfer_file}.cpp
//     src/engine/trace/{graph,holding,replay,trace}.cpp src/base/{check,result,text,time}.cpp -o
//     transfer_file_fuzz
//   ./transfer_file_fuzz -max_len=512 corpus
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/transfer_file.h"
#include "base/check.h"
#include "engine/trace/graph.h"

namespace {

class NothingKnown final : public hetang::trace::Accounts {
 public:
  hetang::Result<std::vector<hetang::trace::Knowledge>> Of(
      std::span<const std::uint32_t> accounts) override {
    return std::vector<hetang::trace::Knowledge>(accounts.size());
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hetang;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  (void)app::ParseColumns(bytes);
  (void)app::ReadOpening(bytes);
  // The header is given, so that the bytes are spent on rows.
  const std::string text = "from,to,amount,at,id,kind\n" + std::string(bytes);
  const auto file = app::TransferFile::Read(text, {});
  if (!file.has_value() || file->transfers().empty()) return 0;
  auto graph = trace::TransferGraph::Make(file->transfers());
  HT_CHECK(graph.has_value());
  NothingKnown accounts;
  for (int method = 0; method <= static_cast<int>(trace::Method::poison); ++method) {
    trace::Question question;
    question.method = static_cast<trace::Method>(method);
    const auto last = static_cast<std::uint32_t>(file->transfers().size() - 1);
    for (std::uint32_t seed = 0; seed <= last && seed < 3; ++seed) question.seeds.push_back(seed);
    const auto answer = trace::Trace(*graph, accounts, question);
    HT_CHECK(answer.has_value() || answer.error().code == ErrorCode::too_large);
  }
  return 0;
}
