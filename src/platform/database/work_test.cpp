#include "platform/database/work.h"

#include <gmock/gmock.h>

namespace hetang::database {
namespace {

using testing::ElementsAre;

// Takes once and runs what was taken; its commands name themselves.
class NamedQueue {
 public:
  void Put(const std::string& name, bool in_background = false) {
    queue_.Put({[](Transaction&) { return Status(); },
                [this, name](const Status&) { taken_.push_back(name); }, in_background});
  }
  std::vector<std::string> Take(std::size_t most) {
    taken_.clear();
    for (const WaitingCommand& each : queue_.Take(most)) each.done({});
    return taken_;
  }
  bool IsAwaited() const { return queue_.IsAwaited(); }

 private:
  CommandQueue queue_;
  std::vector<std::string> taken_;
};

TEST(CommandQueue, CommandsGoBeforeBackgroundStepsAndNeverTogether) {
  NamedQueue queue;
  queue.Put("step 1", true);
  queue.Put("step 2", true);
  EXPECT_FALSE(queue.IsAwaited());
  queue.Put("command 1");
  queue.Put("command 2");
  EXPECT_TRUE(queue.IsAwaited());
  EXPECT_THAT(queue.Take(64), ElementsAre("command 1", "command 2"));
  EXPECT_FALSE(queue.IsAwaited());
  EXPECT_THAT(queue.Take(64), ElementsAre("step 1"));
  EXPECT_THAT(queue.Take(64), ElementsAre("step 2"));
}

TEST(CommandQueue, AStepIsNotPutOffForEver) {
  NamedQueue queue;
  queue.Put("step", true);
  int before = 0;
  for (;; ++before) {
    ASSERT_LT(before, 1'000);
    queue.Put("command");
    queue.Put("command");
    if (queue.Take(1).front() == "step") break;
  }
  EXPECT_GT(before, 0);
}

}  // namespace
}  // namespace hetang::database
