// What became of one attempt to send a message.
//
// An attempt has one of three ends. `accepted`: the other side has the message and gave it an id.
// `refused`: the same message will be no better next time, so a person must look. `again`: try
// later. What could not be read is `again`, never `accepted`, and `may_have_arrived` then says that
// the recipient may get the message twice: a gateway of short messages does not know repeats.
#pragma once

#include <string>
#include <string_view>

#include "base/describe.h"
#include "base/time.h"

namespace hetang::message {

enum class Fate { accepted, refused, again };
BOOST_DESCRIBE_ENUM(Fate, accepted, refused, again)

enum class Refusal {
  recipient,       // No such number, robot, address; or it takes no messages of ours.
  content,         // Too long, a forbidden word, a signature nobody registered.
  authentication,  // Our key is wrong, or the account is locked or empty.
  other,
};
BOOST_DESCRIBE_ENUM(Refusal, recipient, content, authentication, other)

struct Outcome {
  Fate fate = Fate::again;
  std::string provider_id;           // Of what was accepted; reports name it.
  Refusal refusal = Refusal::other;  // Of what was refused.
  std::string code;                  // The other side's own, when it gave a readable one.
  std::string reason;                // English, free of personal data.
  Duration wait;                     // `again`: not before; 0 leaves it to the sender.
  bool may_have_arrived = false;     // `again`: the message may be there all the same.
};

inline Outcome Accept(std::string provider_id) {
  Outcome outcome;
  outcome.fate = Fate::accepted;
  outcome.provider_id = std::move(provider_id);
  return outcome;
}

inline Outcome Refuse(Refusal refusal, std::string code, std::string reason) {
  Outcome outcome;
  outcome.fate = Fate::refused;
  outcome.refusal = refusal;
  outcome.code = std::move(code);
  outcome.reason = std::move(reason);
  return outcome;
}

inline Outcome TryAgain(std::string code, std::string reason, Duration wait = {}) {
  Outcome outcome;
  outcome.code = std::move(code);
  outcome.reason = std::move(reason);
  outcome.wait = wait;
  return outcome;
}

// As TryAgain, for what may be there all the same.
inline Outcome Doubt(std::string reason) {
  Outcome outcome;
  outcome.reason = std::move(reason);
  outcome.may_have_arrived = true;
  return outcome;
}

}  // namespace hetang::message
