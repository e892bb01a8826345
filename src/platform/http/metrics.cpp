#include "platform/http/metrics.h"

#include <iterator>

#include <fmt/format.h>

namespace hetang::http {

void Metrics::Answered(const std::string& method, const std::string& route, int status,
                       double seconds) {
  const std::lock_guard lock(mutex_);
  Timing& timing = timings_[route][method];
  for (std::size_t i = 0; i < kBounds.size(); ++i) {
    if (seconds <= kBounds[i]) ++timing.at_most[i];
  }
  timing.sum += seconds;
  ++timing.count;
  ++timing.by_status[status];
}

void Metrics::StreamOpened(int change) {
  const std::lock_guard lock(mutex_);
  streams_ += change;
}

std::string Metrics::Text(std::int64_t journal_position) const {
  std::string requests = "# TYPE hetang_http_requests_total counter\n";
  std::string seconds = "# TYPE hetang_http_request_seconds histogram\n";
  const std::lock_guard lock(mutex_);
  for (const auto& [route, methods] : timings_) {
    for (const auto& [method, timing] : methods) {
      const std::string labels = fmt::format("route=\"{}\",method=\"{}\"", route, method);
      for (const auto& [status, count] : timing.by_status) {
        fmt::format_to(std::back_inserter(requests),
                       "hetang_http_requests_total{{{},status=\"{}\"}} {}\n", labels, status,
                       count);
      }
      for (std::size_t i = 0; i < kBounds.size(); ++i) {
        fmt::format_to(std::back_inserter(seconds),
                       "hetang_http_request_seconds_bucket{{{},le=\"{}\"}} {}\n", labels,
                       kBounds[i], timing.at_most[i]);
      }
      fmt::format_to(std::back_inserter(seconds),
                     "hetang_http_request_seconds_bucket{{{0},le=\"+Inf\"}} {1}\n"
                     "hetang_http_request_seconds_sum{{{0}}} {2}\n"
                     "hetang_http_request_seconds_count{{{0}}} {1}\n",
                     labels, timing.count, timing.sum);
    }
  }
  return fmt::format(
      "{}{}# TYPE hetang_event_streams gauge\nhetang_event_streams {}\n"
      "# TYPE hetang_journal_position gauge\nhetang_journal_position {}\n",
      requests, seconds, streams_, journal_position);
}

}  // namespace hetang::http
