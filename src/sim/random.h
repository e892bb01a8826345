// A small seeded generator (splitmix64): the same numbers on every machine and compiler.
#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <string>

namespace hetang::sim {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t Next() {
    state_ += 0x9E3779B97F4A7C15u;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  // 0 to `limit` - 1.
  std::uint64_t Below(std::uint64_t limit) { return Next() % limit; }
  std::int64_t Between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(Below(static_cast<std::uint64_t>(high - low + 1)));
  }
  double Unit() { return static_cast<double>(Next() >> 11) * 0x1.0p-53; }
  // Log-normal with the median given and a spread of one e-fold at sigma 1.
  double LogNormal(double median, double sigma) {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - Unit()));
    return median * std::exp(sigma * radius * std::cos(6.283185307179586 * Unit()));
  }
  template <typename T, std::size_t kCount>
  const T& Pick(const T (&items)[kCount]) {
    return items[Below(kCount)];
  }
  std::string Digits(std::size_t count) {
    std::string digits;
    while (digits.size() < count) digits.push_back(static_cast<char>('0' + Below(10)));
    return digits;
  }

 private:
  std::uint64_t state_;
};

}  // namespace hetang::sim
