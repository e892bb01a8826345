#include "platform/auth/password.h"

#include <array>
#include <semaphore>

#include <sodium.h>

#include "base/check.h"
#include "base/text.h"

namespace hetang::auth {
namespace {

constexpr unsigned long long kPasses = 3;  // About 150 ms on the machines of 2020.
constexpr std::size_t kMemory = 64u << 20;
constexpr std::ptrdiff_t kAtATime = 2;

std::counting_semaphore<kAtATime>& Places() {
  static std::counting_semaphore<kAtATime> places(kAtATime);
  return places;
}

class Place {
 public:
  Place() { Places().acquire(); }
  ~Place() { Places().release(); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
};

// Of 32 random bytes that nobody kept, under the cost above: an unknown login takes as long as a
// known one, from the first on.
constexpr const char* kHashOfNobody =
    "$argon2id$v=19$m=65536,t=3,p=1$D1S+xyYFCn5DxLo+Yy9exQ$"
    "wm1rx2xWleXl0kIPfbwPgSn4T9j96Pt6PEGTdiNTneU";

}  // namespace

std::string HashPassword(std::string_view password) {
  HT_CHECK(sodium_init() >= 0);
  const Place place;
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  HT_CHECK(crypto_pwhash_str(hash.data(), password.data(), password.size(), kPasses, kMemory) == 0);
  return hash.data();
}

bool PasswordFits(std::string_view password, const std::string& hash) {
  HT_CHECK(sodium_init() >= 0);
  HT_CHECK(crypto_pwhash_str_needs_rehash(kHashOfNobody, kPasses, kMemory) == 0);
  const char* against = hash.empty() ? kHashOfNobody : hash.c_str();
  const Place place;
  const bool fits = crypto_pwhash_str_verify(against, password.data(), password.size()) == 0;
  return fits && !hash.empty();
}

std::string StoredForm(std::string_view secret) {
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(digest.data()),
                     reinterpret_cast<const unsigned char*>(secret.data()), secret.size());
  return ToHex(digest);
}

}  // namespace hetang::auth
