#include "sim/people.h"

#include "base/ids.h"

namespace hetang::sim {
namespace {

constexpr const char* kFamily[] = {"瞿", "邬", "庾", "昝", "缪", "鄢",
                                   "逄", "褚", "芮", "柘", "殳", "郜"};
constexpr const char* kGiven[] = {"安澜", "望舒", "采薇", "知行", "若谷", "云岫", "清和", "景行",
                                  "乐然", "书禾", "念慈", "青梧", "远舟", "令仪", "晏如", "其琛"};

// Tries the ten last digits until the check agrees.
template <typename Passes>
std::string WithCheck(std::string body, std::string_view checks, Passes&& passes) {
  for (const char check : checks) {
    if (passes(body + check)) return body + check;
  }
  return body + checks.front();
}

}  // namespace

std::string InventName(Random& random) {
  return std::string(random.Pick(kFamily)) + random.Pick(kGiven);
}

std::string InventPhone(Random& random) { return "1990000" + random.Digits(4); }

std::string InventIdentity(Random& random) {
  const std::int64_t year = random.Between(1950, 2004);
  const std::int64_t month = random.Between(10, 12);
  const std::int64_t day = random.Between(10, 28);
  std::string body = "990000" + std::to_string(year) + std::to_string(month) + std::to_string(day);
  body += random.Digits(3);
  return WithCheck(body, "0123456789X", IsIdentityNumber);
}

std::string InventCard(Random& random, std::string_view prefix) {
  constexpr std::size_t kBodyDigits = 18;
  std::string body(prefix);
  body += random.Digits(kBodyDigits - body.size());
  return WithCheck(body, "0123456789", PassesLuhn);
}

}  // namespace hetang::sim
