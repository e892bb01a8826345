#include "gateway/bank/messages.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace hetang::bank {
namespace {

// In the order of Body.
constexpr std::array<std::string_view, std::variant_size_v<Body>> kTxCodes = {
    "100101", "100103", "100105", "100102", "100104", "100106", "100301", "100303",
    "100309", "100302", "100304", "100310", "100201", "100203", "100205", "100202",
    "100204", "100206", "100305", "100307", "100306", "100308", "100211", "100212",
    "A00105", "A00107", "A00311", "A00106", "A00108", "A00312"};

std::string RandomDigits(std::size_t count) {
  std::string digits;
  while (digits.size() < count) {
    const auto bytes = FromHex(RandomToken(count));
    for (const char byte : *bytes) {
      const auto value = static_cast<unsigned char>(byte);
      // 250 and above would make some digits likelier than others.
      if (value < 250 && digits.size() < count) digits += static_cast<char>('0' + value % 10);
    }
  }
  return digits;
}

template <std::size_t kIndex = 0>
std::optional<Body> BodyAt(std::size_t index) {
  if constexpr (kIndex < std::variant_size_v<Body>) {
    if (index == kIndex) return Body(std::in_place_index<kIndex>);
    return BodyAt<kIndex + 1>(index);
  } else {
    return std::nullopt;
  }
}

}  // namespace

bool IsOrder(const Body& body) {
  return std::visit(
      [](const auto& message) { return !kIsAnswer<std::remove_cvref_t<decltype(message)>>; }, body);
}

std::string_view TxCodeOf(const Body& body) { return kTxCodes[body.index()]; }

std::optional<Body> BodyFor(std::string_view tx_code) {
  if (tx_code.size() != 6) return std::nullopt;
  std::string code(tx_code);
  if (code[0] == '2') code[0] = '1';
  for (std::size_t i = 0; i < kTxCodes.size(); ++i) {
    if (kTxCodes[i] == code) return BodyAt(i);
  }
  return std::nullopt;
}

const std::string& ApplicationIdOf(const Body& body) {
  return std::visit(
      [](const auto& message) -> const std::string& {
        if constexpr (requires { message.head; }) {
          return message.head.application_id.str();
        } else {
          return message.application_id.str();
        }
      },
      body);
}

std::string NewApplicationId(std::string_view tx_code, Moment now) {
  return std::string(tx_code) + FormatCompact(now).substr(0, 8) + RandomDigits(22);
}

std::string NewSerial(std::string_view org_code) {
  return std::string(org_code) + RandomDigits(28);
}

}  // namespace hetang::bank
