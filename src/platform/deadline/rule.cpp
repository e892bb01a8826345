#include "platform/deadline/rule.h"

#include <charconv>

#include "base/check.h"
#include "base/text.h"

namespace hetang::deadline {

std::optional<std::vector<Duration>> ParseReminders(std::string_view remind_ms) {
  std::vector<Duration> reminders;
  if (remind_ms.empty()) return reminders;
  for (const std::string_view item : Split(remind_ms, ',')) {
    std::int64_t ms = 0;
    const auto [end, error] = std::from_chars(item.data(), item.data() + item.size(), ms);
    if (error != std::errc() || end != item.data() + item.size() || ms <= 0) return std::nullopt;
    if (!reminders.empty() && reminders.back().ms <= ms) return std::nullopt;
    reminders.push_back(Milliseconds(ms));
  }
  return reminders;
}

Step NextStep(const Rule& rule, const Deadline& deadline) {
  const auto reminders = ParseReminders(rule.remind_ms);
  HT_CHECK(reminders.has_value());
  std::int64_t counted = 0;
  for (const Duration before : *reminders) {
    const Moment at = deadline.due_at - before;
    if (at <= deadline.opened_at) continue;
    if (counted++ == deadline.reminders) return {at, true};
  }
  return {deadline.due_at, false};
}

}  // namespace hetang::deadline
