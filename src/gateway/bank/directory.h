// The bank directory: whom an order for an account goes to, how, and whom to telephone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace hetang::bank {

enum class Transport { http, folder };
BOOST_DESCRIBE_ENUM(Transport, http, folder)

struct BankEntry {
  std::string code;  // 12 digits: the head office, to which orders go.
  std::string name;  // 中国工商银行
  std::string short_name;
  std::string name_en;
  std::vector<std::string> aliases;  // As people say and write it: 工行, ICBC.
  std::string phone_24h;
  std::string profile = "platform";  // Of profile.h.
  Transport transport = Transport::http;
  std::string address;  // The URL that takes messages, or the drop folder.
  std::int64_t answer_limit_minutes = 5;
};
BOOST_DESCRIBE_STRUCT(BankEntry, (),
                      (code, name, short_name, name_en, aliases, phone_24h, profile, transport,
                       address, answer_limit_minutes))

class Directory {
 public:
  explicit Directory(std::vector<BankEntry> entries) : entries_(std::move(entries)) {}

  const std::vector<BankEntry>& entries() const { return entries_; }
  const BankEntry* ByCode(std::string_view code) const;

  // By any of its names, blanks and width and case aside, or by a longer text that begins with one
  // (`工商银行岳麓支行`). Null when none fits.
  const BankEntry* ByName(std::string_view text) const;

 private:
  std::vector<BankEntry> entries_;
};

// The directory of the demo centre. The names are those of real banks, because people name them;
// every code and telephone number is invented. All addresses are those of one hetang-bank:
// `{sandbox_url}/banks/{code}/messages`.
std::vector<BankEntry> DemoBanks(std::string_view sandbox_url);

}  // namespace hetang::bank
