// Personal values of the journal under a person's key: XChaCha20-Poly1305 with a random nonce in
// front. Keys and cipher texts are lower-case hex.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hetang::journal {

std::string MakeKey();
// Error: corrupt, when the key is none.
Result<std::string> Encrypt(std::string_view key, std::string_view plain);
// Nothing when the cipher text was not made with this key.
std::optional<std::string> Decrypt(std::string_view key, std::string_view cipher);

}  // namespace hetang::journal
