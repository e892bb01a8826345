// A transfer as the engines compute with it: accounts are small numbers that the caller gives.
#pragma once

#include <cstdint>

#include <boost/describe/enum.hpp>

namespace hetang::trace {

// What becomes of the money. From `cash` to `fee` it leaves the known world at the payer.
// `interest` adds clean money at the payee and takes none from its payer; `failed` never flows. In
// a plain file a `reversal` is an ordinary transfer; a statement's reversal is taken out of the
// flow before.
enum class Kind : std::uint8_t {
  transfer,
  cash,
  merchant,
  third_party,
  abroad,
  fee,
  interest,
  reversal,
  failed,
};
BOOST_DESCRIBE_ENUM(Kind, transfer, cash, merchant, third_party, abroad, fee, interest, reversal,
                    failed)

constexpr bool IsExit(Kind kind) { return kind >= Kind::cash && kind <= Kind::fee; }

// The side of a transfer that is not an account anybody can be asked about.
inline constexpr std::uint32_t kOutside = 0xFFFF'FFFF;

struct Transfer {
  std::uint32_t from = kOutside;
  std::uint32_t to = kOutside;
  std::int64_t at_ms = 0;       // UTC milliseconds, as Moment counts.
  std::int64_t amount_fen = 0;  // Not negative.
  Kind kind = Kind::transfer;
};

}  // namespace hetang::trace
