// The message profile of the management platform: envelopes as XML, read strictly.
//
// `<Request><Head><Mode/><To/><TxCode/><TransSerialNumber/></Head><Body>...</Body></Request>`.
// Times are yyyyMMddHHmmss at +08:00; amounts are yuan, whole or with two decimals. The same
// envelope always gives the same bytes.
//
// Reading holds outside text for hostile: a document type or entity, another encoding than
// declared, too many bytes or elements, a doubled element, text where elements belong, a missing or
// malformed field each refuse the whole message. Errors name the elements, never what stood in
// them. Elements that this profile does not know are passed over: banks add their own.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "gateway/bank/encoding.h"
#include "gateway/bank/messages.h"

namespace hetang::bank {

// What differs from bank to bank.
struct Profile {
  std::string name;
  Encoding encoding = Encoding::utf8;  // Of what is written; what is read declares its own.
  std::string mode = "01";             // 01 standard, 02 point-to-point encrypted.
  char side = '1';                     // First digit of the transaction codes that are written.
  // A bank with its own result codes: what it writes and the four digits that means. A code that is
  // not listed is then refused; no list: four digits are expected. So 0 or 1 never is a success by
  // itself.
  std::vector<std::pair<std::string, std::string>> results = {};
  // What this bank writes for each mode of a freeze. A mode that is not listed cannot be ordered of
  // it (`FreezeType`, code `unsupported`); no list: 01 limit, 02 no_debit, 03 full.
  std::vector<std::pair<FreezeType, std::string>> freeze_modes = {};
  bool payment = false;       // Also the set of the payment institutions (A00105 and on).
  bool return_notice = true;  // 100211 goes as a message; else it is a paper.
};

const Profile* FindProfile(std::string_view name);  // Null when there is none of that name.

// Carries every message, with the codes of messages.h: for keeping what will go out later, by
// whatever profile its bank has then.
const Profile& KeepingProfile();

// Whether a profile has this message (`100211`) at all, and this mode of a freeze.
bool Carries(const Profile& profile, std::string_view tx_code);
bool Carries(const Profile& profile, FreezeType mode);

inline constexpr std::size_t kMostMessageBytes = 8u << 20;
inline constexpr std::string_view kCentreNode = "111111000000";  // The police side, unless set.

struct Envelope {
  std::string to;      // 12 characters: the bank's head office, or the centre's node.
  std::string serial;  // TransSerialNumber; its first 12 characters are the sender's code.
  Body body;

  std::string_view sender() const { return std::string_view(serial).substr(0, 12); }
};

// Errors: unsupported with rule `tx_code` (the profile does not carry the message); invalid, with
// one FieldError for each element that could not go out.
Result<std::string> Write(const Envelope& envelope, const Profile& profile);

// Errors: too_large, unsupported (encoding, document type; rule `tx_code`: a transaction code that
// is not known or not of this profile), invalid.
Result<Envelope> Read(std::string_view bytes, const Profile& profile);

// A bank's answer. Errors: those of Read; invalid with rule `not_an_answer`; conflict with rule
// `other_bank` when the sender is not `bank_code`.
struct Incoming {
  std::string serial;
  Answer answer;
};
Result<Incoming> ReadAnswer(std::string_view bytes, const Profile& profile,
                            std::string_view bank_code);

// What the receiver of an envelope says at once: taken, or why not (result code). Not the answer.
struct Receipt {
  std::string serial;  // Of the envelope that was received; empty when it could not be read.
  std::string result = "0000";
  std::string description;
};
std::string WriteReceipt(const Receipt& receipt, const Profile& profile);
Result<Receipt> ReadReceipt(std::string_view bytes);

}  // namespace hetang::bank
