#include "platform/auth/password.h"

#include <array>
#include <semaphore>

#include <sodium.h>

#include "base/check.h"
#include "base/ids.h"
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

const std::string& HashOfNobody() {
  static const std::string hash = HashPassword(RandomToken(16));
  return hash;
}

}  // namespace

std::string HashPassword(std::string_view password) {
  HT_CHECK(sodium_init() >= 0);
  const Place place;
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  HT_CHECK(crypto_pwhash_str(hash.data(), password.data(), password.size(), kPasses, kMemory) == 0);
  return hash.data();
}

bool PasswordFits(std::string_view password, const std::string& hash) {
  // Made before it is needed, so that the first unknown login takes no longer than a known one.
  const std::string& nobody = HashOfNobody();
  const std::string& against = hash.empty() ? nobody : hash;
  const Place place;
  const bool fits =
      crypto_pwhash_str_verify(against.c_str(), password.data(), password.size()) == 0;
  return fits && !hash.empty();
}

std::string StoredForm(std::string_view secret) {
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(digest.data()),
                     reinterpret_cast<const unsigned char*>(secret.data()), secret.size());
  return ToHex(digest);
}

}  // namespace hetang::auth
