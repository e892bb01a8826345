// Fuzzes the reader of statements: any table is read, and what an entry tells is in its range. A
// line of the input is a row, a `|` parts its cells. Not part of the usual build:
//   clang++-14 -std=c++20 -g -fsanitize=fuzzer,address,undefined -Isrc fuzz/statement_fuzz.cpp
//     $(ls src/engine/statement/*.cpp src/base/*.cpp | grep -v _test)
//     $(pkg-config --cflags --libs fmt libcrypto) -lboost_json -o statement_fuzz
//   ./statement_fuzz -max_len=4096 corpus
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <variant>

#include "base/check.h"
#include "base/money.h"
#include "base/text.h"
#include "engine/statement/statement.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hetang;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const statement::Remembered remembered;
  statement::TableReader reader(remembered);
  for (const std::string_view line : Split(bytes, '\n')) {
    const auto cells = Split(line, '|');
    (void)statement::HeaderKey(cells);
    const statement::Outcome outcome = reader.Read(cells);
    const auto* entry = std::get_if<statement::Entry>(&outcome);
    if (entry == nullptr) continue;
    HT_CHECK(entry->amount_fen >= 0 && entry->amount_fen <= kMaxFen);
    HT_CHECK(!entry->card.main.empty() || !entry->account.main.empty());
    const int year = CivilOf(entry->at).year;
    HT_CHECK(year >= 1989 && year <= 2100);
  }
  return 0;
}
