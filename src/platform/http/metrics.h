// Counts and times of the answers, as Prometheus reads them.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace hetang::http {

class Metrics {
 public:
  // `route` is the path template, so that no id becomes a label.
  void Answered(const std::string& method, const std::string& route, int status, double seconds);
  void StreamOpened(int change);
  // The text of /metrics.
  std::string Text(std::int64_t journal_position) const;

 private:
  static constexpr std::array<double, 9> kBounds = {0.001, 0.0025, 0.005, 0.01, 0.025,
                                                    0.05,  0.1,    0.25,  1.0};
  struct Timing {
    std::array<std::int64_t, kBounds.size()> at_most{};
    double sum = 0;
    std::int64_t count = 0;
    std::map<int, std::int64_t> by_status;
  };
  mutable std::mutex mutex_;
  std::map<std::string, std::map<std::string, Timing>> timings_;  // By route, by method.
  std::int64_t streams_ = 0;
};

}  // namespace hetang::http
