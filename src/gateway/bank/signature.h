// Who wrote a message: HMAC-SHA256 over the body with a key that only this bank and the centre
// hold, as lower-case hex in the header X-Hetang-Signature; and the file the keys are kept in.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hetang::bank {

inline constexpr std::string_view kSignatureHeader = "X-Hetang-Signature";

std::string Sign(std::string_view key, std::string_view body);

// In time that does not depend on where the signature is wrong. Error: unauthenticated.
Status CheckSignature(std::string_view key, std::string_view body, std::string_view signature);

// The keys of all banks: lines `code hex`, at least 16 bytes each, readable by its owner only.
class Keys {
 public:
  // Errors: not_found, invalid (naming the line), forbidden (others may read the file).
  static Result<Keys> Load(const std::string& path);
  // Makes the file with a fresh key for each code when it is absent. Two programs may do so at
  // once: both end with the same keys.
  static Result<Keys> LoadOrCreate(const std::string& path, std::span<const std::string> codes);

  // Null when this bank has no key: nothing it sends is believed.
  const std::string* For(std::string_view code) const;

 private:
  std::map<std::string, std::string, std::less<>> keys_;
};

}  // namespace hetang::bank
