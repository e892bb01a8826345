// The wire to each bank as officers see it: what waits, how the bank fares, and holding it up.
//
// While a bank is paused its orders are placed as ever and wait; their deadlines keep running, so
// an order that nobody sent still rings a person, who calls the bank's 24-hour number.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "desk/funds/funds.h"
#include "gateway/bank/samples.h"
#include "platform/outbox/lines.h"

namespace hetang::funds {

// Who paused a bank, and why; there is one while it is paused.
struct BankPause {
  std::int64_t id = 0;
  std::string bank_code;
  Moment paused_at;
  std::int64_t officer_id = 0;
  Text<400> note;
};
BOOST_DESCRIBE_STRUCT(BankPause, (), (id, bank_code, paused_at, officer_id, note))

struct GatewayLine {
  std::int64_t bank_id = 0;
  std::string bank_code;
  std::string bank_name;
  std::string phone_24h;  // For when the wire is down.
  outbox::Breaker breaker = outbox::Breaker::closed;
  bool down = false;         // Failing, or paused: whoever needs the bank calls it.
  std::int64_t waiting = 0;  // Messages.
  std::optional<Moment> oldest_at;
  std::int64_t unanswered = 0;  // Orders that the bank has, and has not answered.
  std::int64_t failures = 0;    // In a row.
  std::string last_error;
  std::optional<Moment> failed_at;
  std::int64_t attempts = 0;      // Of the message that goes next.
  std::optional<Moment> next_at;  // When it is tried; nothing while paused.
  std::optional<Moment> paused_at;
  std::string paused_by;
  Text<400> paused_note;
  std::vector<std::string> actions;  // `pause`, `resume`
};
BOOST_DESCRIBE_STRUCT(GatewayLine, (),
                      (bank_id, bank_code, bank_name, phone_24h, breaker, down, waiting, oldest_at,
                       unanswered, failures, last_error, failed_at, attempts, next_at, paused_at,
                       paused_by, paused_note, actions))

struct GatewayState {
  std::vector<GatewayLine> items;  // Every active bank, and others with something waiting.
};
BOOST_DESCRIBE_STRUCT(GatewayState, (), (items))

struct GatewayNote {
  Text<400> note;
};
BOOST_DESCRIBE_STRUCT(GatewayNote, (), (note))

Result<GatewayState> GatewayOf(database::Transaction& tx, const auth::Principal& who, Moment now);

// Errors: not_found, invalid (a note is needed), conflict (`already_paused`, `not_paused`).
Result<GatewayLine> PauseBank(database::Transaction& tx, std::int64_t bank_id,
                              const GatewayNote& note, const auth::Principal& who, Moment now);
Result<GatewayLine> ResumeBank(database::Transaction& tx, std::int64_t bank_id,
                               const GatewayNote& note, const auth::Principal& who, Moment now);

// The bytes of an invented order as they would go to this bank.
struct SampleView {
  bank::SampleKind kind = bank::SampleKind::stop;
  std::string bank_code;
  std::string tx_code;
  std::string profile;
  std::string encoding;  // Of the bytes.
  std::string text;      // The same as UTF-8, for reading.
  std::string bytes_base64;
  std::int64_t size = 0;
};
BOOST_DESCRIBE_STRUCT(SampleView, (),
                      (kind, bank_code, tx_code, profile, encoding, text, bytes_base64, size))

// Errors: not_found, unsupported (`tx_code`: this bank's profile does not have the message).
Result<SampleView> SampleFor(database::Transaction& tx, std::int64_t bank_id, bank::SampleKind kind,
                             Moment now);

void AddGatewayRoutes(http::Router& router);

}  // namespace hetang::funds

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<funds::BankPause> = "funds_bank_pause";
}  // namespace hetang::database
