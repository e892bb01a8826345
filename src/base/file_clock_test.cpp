#include "base/file_clock.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "base/ids.h"

namespace hetang {
namespace {

class FileClockTest : public testing::Test {
 protected:
  FileClockTest()
      : file_((std::filesystem::temp_directory_path() / ("clock-" + RandomToken(8))).string()) {}
  ~FileClockTest() override { std::filesystem::remove(file_); }

  void Put(std::string_view bytes, std::ios::openmode how) const {
    std::fstream file(file_, std::ios::out | std::ios::binary | how);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  }
  void Set(Moment moment) const {
    std::string bytes;
    for (int i = 0; i < 8; ++i) bytes += static_cast<char>(moment.ms >> (8 * i));
    Put(bytes, std::filesystem::exists(file_) ? std::ios::in : std::ios::trunc);
  }

  const std::string file_;
};

constexpr Moment kCall{1'775'027'400'123};

TEST_F(FileClockTest, StandsWhereTheFileSaysAndFollowsIt) {
  Set(kCall);
  const auto clock = FileClock::Open(file_);
  ASSERT_TRUE(clock.has_value());
  EXPECT_EQ((*clock)->Now(), kCall);
  Set(kCall + Days(31));
  EXPECT_EQ((*clock)->Now(), kCall + Days(31));
  Set(kCall - Hours(1));
  EXPECT_EQ((*clock)->Now(), kCall - Hours(1));
}

TEST_F(FileClockTest, KeepsTheLastTimeWhileTheFileIsWrittenAnew) {
  Set(kCall);
  const auto clock = FileClock::Open(file_);
  ASSERT_TRUE(clock.has_value());
  Put("", std::ios::trunc);
  EXPECT_EQ((*clock)->Now(), kCall);
  Put("abc", std::ios::trunc);
  EXPECT_EQ((*clock)->Now(), kCall);
  Set(kCall + Seconds(1));
  EXPECT_EQ((*clock)->Now(), kCall + Seconds(1));
}

TEST_F(FileClockTest, IsRefusedWithoutATime) {
  EXPECT_EQ(FileClock::Open(file_).error().code, ErrorCode::not_found);
  Put("1234567", std::ios::trunc);
  EXPECT_EQ(FileClock::Open(file_).error().code, ErrorCode::invalid);
  Put(std::string(8, '\0'), std::ios::trunc);
  EXPECT_EQ(FileClock::Open(file_).error().code, ErrorCode::invalid);
}

TEST_F(FileClockTest, NeverReadsHalfATime) {
  const Moment other{kCall.ms ^ 0x0000'0055'5555'5555};
  Set(kCall);
  const auto clock = FileClock::Open(file_);
  ASSERT_TRUE(clock.has_value());
  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (int i = 0; i < 2000; ++i) Set(i % 2 == 0 ? other : kCall);
    done = true;
  });
  while (!done) {
    const Moment now = (*clock)->Now();
    EXPECT_TRUE(now == kCall || now == other) << now.ms;
  }
  writer.join();
}

TEST(LongestWait, IsShortWhereWaitingDoesNotMoveTheClock) {
  using std::chrono::milliseconds;
  EXPECT_EQ(LongestWait(SystemClock(), milliseconds(1000)), milliseconds(1000));
  EXPECT_EQ(LongestWait(SimulatedClock(kCall), milliseconds(1000)), milliseconds(1));
  EXPECT_EQ(LongestWait(SimulatedClock(kCall), milliseconds(1)), milliseconds(1));
}

}  // namespace
}  // namespace hetang
