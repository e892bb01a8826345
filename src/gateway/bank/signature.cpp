#include "gateway/bank/signature.h"

#include <sys/stat.h>

#include <array>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/check.h"
#include "base/ids.h"
#include "base/text.h"
#include "gateway/bank/file.h"

namespace hetang::bank {
namespace {

constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kLeastKeyBytes = 16;
constexpr std::size_t kMostFileBytes = 1u << 20;

}  // namespace

std::string Sign(std::string_view key, std::string_view body) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(body.data());
  HT_CHECK(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes, body.size(),
                digest.data(), &size) != nullptr);
  return ToHex({reinterpret_cast<const char*>(digest.data()), size});
}

Status CheckSignature(std::string_view key, std::string_view body, std::string_view signature) {
  const std::string expected = Sign(key, body);
  if (signature.size() != expected.size() ||
      CRYPTO_memcmp(signature.data(), expected.data(), expected.size()) != 0) {
    return Fail(ErrorCode::unauthenticated, "The signature of the message is not the bank's.");
  }
  return {};
}

Result<Keys> Keys::Load(const std::string& path) {
  struct stat facts {};
  if (stat(path.c_str(), &facts) != 0) {
    return Fail(ErrorCode::not_found, "There is no key file at " + path + ".");
  }
  if ((facts.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return Fail(ErrorCode::forbidden, "Others may read the key file: chmod 600 " + path + ".");
  }
  HT_TRY(const std::string text, ReadFile(path, kMostFileBytes));
  Keys keys;
  std::size_t number = 0;
  for (const std::string_view line : Split(text, '\n')) {
    ++number;
    if (Trim(line).empty()) continue;
    const std::size_t blank = line.find(' ');
    const std::string_view code = line.substr(0, blank);
    const auto key =
        blank == std::string_view::npos ? std::nullopt : FromHex(Trim(line.substr(blank + 1)));
    if (code.size() != 12 || !IsDigits(code) || !key || key->size() < kLeastKeyBytes ||
        !keys.keys_.emplace(code, *key).second) {
      return Fail(ErrorCode::invalid,
                  "Line " + std::to_string(number) + " of the key file is not `code hex`.");
    }
  }
  return keys;
}

Result<Keys> Keys::LoadOrCreate(const std::string& path, std::span<const std::string> codes) {
  struct stat facts {};
  if (stat(path.c_str(), &facts) != 0) {
    std::string text;
    for (const std::string& code : codes) text += code + " " + RandomToken(kKeyBytes) + "\n";
    HT_TRY_STATUS(CreateFileOnce(path, text));
  }
  return Load(path);
}

const std::string* Keys::For(std::string_view code) const {
  const auto found = keys_.find(code);
  return found == keys_.end() ? nullptr : &found->second;
}

}  // namespace hetang::bank
