// Fuzzes the reader of bank messages: any bytes are read or refused, and what was read can be
// written and read again. Not part of the usual build:
//   clang++-14 -std=c++20 -g -fsanitize=fuzzer,address,undefined -Isrc fuzz/bank_xml_fuzz.cpp
//     src/gateway/bank/{messages,codes,encoding,profile,wire,xml}.cpp $(ls src/base/*.cpp | grep -v
//     _test)
//     $(pkg-config --cflags --libs pugixml icu-uc fmt libcrypto) -lboost_json -o bank_xml_fuzz
//   ./bank_xml_fuzz -max_len=8192 corpus src/gateway/bank/testdata
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "gateway/bank/profile.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hetang::bank;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const Profile& profile = *FindProfile("platform");
  (void)ReadReceipt(bytes);
  const auto envelope = Read(bytes, profile);
  if (!envelope.has_value()) return 0;
  const auto written = Write(*envelope, profile);
  HT_CHECK(written.has_value());
  const auto again = Read(*written, profile);
  HT_CHECK(again.has_value());
  HT_CHECK(*Write(*again, profile) == *written);
  return 0;
}
