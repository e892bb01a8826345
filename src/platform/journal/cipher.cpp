#include "platform/journal/cipher.h"

#include <sodium.h>

#include "base/check.h"
#include "base/text.h"

namespace hetang::journal {
namespace {

constexpr std::size_t kKeyBytes = crypto_secretbox_xchacha20poly1305_KEYBYTES;
constexpr std::size_t kNonceBytes = crypto_secretbox_xchacha20poly1305_NONCEBYTES;
constexpr std::size_t kProofBytes = crypto_secretbox_xchacha20poly1305_MACBYTES;

void NeedSodium() {
  static const int ready = sodium_init();
  HT_CHECK(ready >= 0);
}

std::string RandomBytes(std::size_t count) {
  NeedSodium();
  std::string bytes(count, '\0');
  randombytes_buf(bytes.data(), count);
  return bytes;
}

unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::optional<std::string> KeyFromHex(std::string_view hex) {
  auto key = FromHex(hex);
  if (!key || key->size() != kKeyBytes) return std::nullopt;
  return key;
}

}  // namespace

std::string MakeKey() { return ToHex(RandomBytes(kKeyBytes)); }

Result<std::string> Encrypt(std::string_view key, std::string_view plain) {
  const auto raw_key = KeyFromHex(key);
  if (!raw_key) return Fail(ErrorCode::corrupt, "A journal key is damaged.");
  std::string sealed = RandomBytes(kNonceBytes);
  const std::string nonce = sealed;
  sealed.resize(kNonceBytes + kProofBytes + plain.size());
  HT_CHECK(crypto_secretbox_xchacha20poly1305_easy(Bytes(sealed) + kNonceBytes, Bytes(plain),
                                                   plain.size(), Bytes(std::string_view(nonce)),
                                                   Bytes(std::string_view(*raw_key))) == 0);
  return ToHex(sealed);
}

std::optional<std::string> Decrypt(std::string_view key, std::string_view cipher) {
  NeedSodium();
  const auto raw_key = KeyFromHex(key);
  const auto sealed = FromHex(cipher);
  if (!raw_key || !sealed || sealed->size() < kNonceBytes + kProofBytes) return std::nullopt;
  const std::string_view nonce(sealed->data(), kNonceBytes);
  const std::string_view body = std::string_view(*sealed).substr(kNonceBytes);
  std::string plain(body.size() - kProofBytes, '\0');
  if (crypto_secretbox_xchacha20poly1305_open_easy(Bytes(plain), Bytes(body), body.size(),
                                                   Bytes(nonce),
                                                   Bytes(std::string_view(*raw_key))) != 0) {
    return std::nullopt;
  }
  return plain;
}

}  // namespace hetang::journal
