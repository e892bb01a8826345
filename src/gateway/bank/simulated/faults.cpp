#include "gateway/bank/simulated/faults.h"

#include <algorithm>
#include <charconv>

namespace hetang::bank::simulated {
namespace {

// FNV-1a over all but long runs of digits: serials and application ids have at least 28.
std::uint64_t HashWithoutIds(std::string_view text, std::uint64_t hash) {
  constexpr std::size_t kLongestNumber = 20;
  std::size_t run = 0;
  const auto add = [&](std::string_view part) {
    for (const char c : part) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  };
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const bool digit = i < text.size() && text[i] >= '0' && text[i] <= '9';
    if (digit) {
      ++run;
      continue;
    }
    if (run <= kLongestNumber) add(text.substr(i - run, run));
    if (i < text.size()) add(text.substr(i, 1));
    run = 0;
  }
  return hash;
}

// The last step of splitmix64: neighbouring hashes become unlike numbers.
double UnitOf(std::uint64_t hash) {
  hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9u;
  hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBu;
  return static_cast<double>((hash ^ (hash >> 31)) >> 11) * 0x1.0p-53;
}

}  // namespace

FaultTable::FaultTable(std::vector<std::string_view> names)
    : names_(std::move(names)), chances_(names_.size()) {}

Status FaultTable::Plan(const FaultPlan& plan) {
  std::vector<double> chances(names_.size());
  std::vector<FieldError> errors;
  for (std::size_t i = 0; i < plan.faults.size(); ++i) {
    const std::string& text = plan.faults[i];
    const std::size_t equals = text.find('=');
    const auto fault = std::find(names_.begin(), names_.end(), text.substr(0, equals));
    double chance = -1;
    if (equals != std::string::npos) {
      const char* end = text.data() + text.size();
      const auto [stop, error] = std::from_chars(text.data() + equals + 1, end, chance);
      if (error != std::errc() || stop != end) chance = -1;
    }
    if (fault == names_.end() || !(chance >= 0 && chance <= 1)) {
      errors.push_back({"faults[" + std::to_string(i) + "]", "fault", "NAME=PROBABILITY"});
      continue;
    }
    chances[static_cast<std::size_t>(fault - names_.begin())] = chance;
  }
  if (plan.late_ms < 0) errors.push_back({"late_ms", "positive", ""});
  if (!errors.empty()) return Invalid(std::move(errors));
  const std::lock_guard lock(mutex_);
  chances_ = std::move(chances);
  late_ = Milliseconds(plan.late_ms);
  seed_ = plan.seed;
  return {};
}

bool FaultTable::Strikes(std::size_t fault, std::string_view what) const {
  const std::lock_guard lock(mutex_);
  const auto which = std::uint64_t{fault} + 1;
  const auto seed = static_cast<std::uint64_t>(seed_) ^ (which << 32);
  return UnitOf(HashWithoutIds(what, seed)) < chances_[fault];
}

double FaultTable::Draw(std::string_view what) const {
  const std::lock_guard lock(mutex_);
  return UnitOf(HashWithoutIds(what, static_cast<std::uint64_t>(seed_)));
}

Duration FaultTable::late() const {
  const std::lock_guard lock(mutex_);
  return late_;
}

}  // namespace hetang::bank::simulated
