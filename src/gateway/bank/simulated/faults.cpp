#include "gateway/bank/simulated/faults.h"

#include <charconv>

namespace hetang::bank::simulated {

Status Faults::Plan(const FaultPlan& plan) {
  std::array<double, kFaultCount> chances{};
  std::vector<FieldError> errors;
  for (std::size_t i = 0; i < plan.faults.size(); ++i) {
    const std::string& text = plan.faults[i];
    const std::size_t equals = text.find('=');
    const auto fault = EnumFromName<Fault>(std::string_view(text).substr(0, equals));
    double chance = -1;
    if (equals != std::string::npos) {
      const char* end = text.data() + text.size();
      const auto [stop, error] = std::from_chars(text.data() + equals + 1, end, chance);
      if (error != std::errc() || stop != end) chance = -1;
    }
    if (!fault || !(chance >= 0 && chance <= 1)) {
      errors.push_back({"faults[" + std::to_string(i) + "]", "fault", "NAME=PROBABILITY"});
      continue;
    }
    chances[static_cast<std::size_t>(*fault)] = chance;
  }
  if (plan.late_ms < 0) errors.push_back({"late_ms", "positive", ""});
  if (!errors.empty()) return Invalid(std::move(errors));
  const std::lock_guard lock(mutex_);
  chances_ = chances;
  late_ = Milliseconds(plan.late_ms);
  random_.seed(static_cast<std::uint64_t>(plan.seed));
  return {};
}

bool Faults::Strikes(Fault fault) {
  const std::lock_guard lock(mutex_);
  const double chance = chances_[static_cast<std::size_t>(fault)];
  // Drawn even when the chance is 0, so that one fault's chance does not shift the others' draws.
  return std::uniform_real_distribution<double>(0, 1)(random_) < chance;
}

Duration Faults::late() const {
  const std::lock_guard lock(mutex_);
  return late_;
}

}  // namespace hetang::bank::simulated
