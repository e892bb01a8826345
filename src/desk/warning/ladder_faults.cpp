#include <algorithm>
#include <set>

#include "desk/warning/ladder.h"

namespace hetang::warning {
namespace {

// Follows the starts from rung to rung until one comes back to itself.
class LoopSearch {
 public:
  explicit LoopSearch(std::span<const Rung> rungs) : rungs_(rungs) {}

  // The names of one loop, the first again at its end; nothing without one.
  std::vector<std::string> Find() {
    for (const Rung& rung : rungs_) {
      if (Enter(rung.name)) return std::move(loop_);
    }
    return {};
  }

 private:
  bool Enter(const std::string& name) {
    const auto again = std::find(path_.begin(), path_.end(), name);
    if (again != path_.end()) {
      loop_.assign(again, path_.end());
      loop_.push_back(name);
      return true;
    }
    if (!seen_.insert(name).second) return false;
    path_.push_back(name);
    for (const Rung& rung : rungs_) {
      const bool follows = std::any_of(rung.starts.begin(), rung.starts.end(),
                                       [&](const Start& start) { return start.after == name; });
      if (follows && Enter(rung.name)) return true;
    }
    path_.pop_back();
    return false;
  }

  std::span<const Rung> rungs_;
  std::set<std::string> seen_;
  std::vector<std::string> path_;
  std::vector<std::string> loop_;
};

std::string Joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : " > ") + name;
  return text;
}

class FaultFinder {
 public:
  explicit FaultFinder(std::span<const Rung> rungs) : rungs_(rungs) {}

  std::vector<FieldError> Find() {
    if (rungs_.empty()) Add("rungs", "missing", "A ladder has at least one rung.");
    if (rungs_.size() > kMostRungs) Add("rungs", "range", "A ladder has at most 32 rungs.");
    for (std::size_t i = 0; i < rungs_.size(); ++i) CheckRung(i);
    const auto loop = LoopSearch(rungs_).Find();
    if (!loop.empty()) {
      Add("rungs", "loop", "The rungs start each other: " + Joined(loop) + ".");
    } else if (!rungs_.empty() && std::none_of(rungs_.begin(), rungs_.end(), [](const Rung& rung) {
                 return rung.starts.empty();
               })) {
      Add("rungs", "no_first", "No rung begins when the warning arrives.");
    }
    return std::move(faults_);
  }

 private:
  void Add(std::string path, std::string code, std::string message) {
    faults_.push_back({std::move(path), std::move(code), std::move(message)});
  }

  std::ptrdiff_t CountOf(const std::string& name) const {
    return std::count_if(rungs_.begin(), rungs_.end(),
                         [&](const Rung& rung) { return rung.name == name; });
  }

  void CheckRung(std::size_t index) {
    const Rung& rung = rungs_[index];
    const std::string path = "rungs[" + std::to_string(index) + "].";
    if (rung.name.empty()) {
      Add(path + "name", "missing", "A rung has a name.");
    } else if (CountOf(rung.name) > 1) {
      Add(path + "name", "twice", "Another rung has this name.");
    }
    if (rung.role.empty()) Add(path + "role", "missing", "A rung says who does it.");
    if (rung.within_ms < 1 || rung.within_ms > kLongestStep.ms) {
      Add(path + "within_ms", "range", "From a millisecond to 30 days.");
    }
    if (rung.tries < 1 || rung.tries > kMostTries) {
      Add(path + "tries", "range", "From one try to ten.");
    }
    if (rung.again_ms < 0 || rung.again_ms > kLongestStep.ms) {
      Add(path + "again_ms", "range", "At most 30 days.");
    }
    for (std::size_t i = 0; i < rung.starts.size(); ++i) {
      CheckStart(rung.starts[i], path + "starts[" + std::to_string(i) + "].");
    }
  }

  void CheckStart(const Start& start, const std::string& path) {
    if (CountOf(start.after) == 0) {
      Add(path + "after", "unknown_rung", "No rung has this name.");
    }
    if (start.on.empty()) Add(path + "on", "missing", "A start says on what.");
    if (start.wait_ms < 0 || start.wait_ms > kLongestStep.ms) {
      Add(path + "wait_ms", "range", "At most 30 days.");
    }
  }

  std::span<const Rung> rungs_;
  std::vector<FieldError> faults_;
};

}  // namespace

std::vector<FieldError> FaultsOf(std::span<const Rung> rungs) { return FaultFinder(rungs).Find(); }

}  // namespace hetang::warning
