#include "platform/outbox/outbox.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "platform/database/test_database.h"
#include "platform/outbox/lines.h"

namespace hetang::outbox {
namespace {

using database::Engine;
using database::Transaction;
using testing::ElementsAre;

constexpr Moment kStart{1'775'000'000'000};

// The other side: takes messages, notes them, and fails when told to.
class Receiver {
 public:
  Status Take(const Message& message) {
    std::unique_lock lock(mutex_);
    ++attempts_[message.key];
    changed_.notify_all();
    changed_.wait(lock, [&] { return !slow_.contains(message.destination); });
    if (broken_.contains(message.destination)) {
      return Fail(ErrorCode::unavailable, "The bank does not answer.");
    }
    taken_.push_back(message.key);
    payloads_[message.key] = message.payload.Reveal();
    changed_.notify_all();
    return {};
  }

  void Break(const std::string& destination) {
    Change([&] { broken_.insert(destination); });
  }
  void Repair(const std::string& destination) {
    Change([&] { broken_.erase(destination); });
  }
  void Hold(const std::string& destination) {
    Change([&] { slow_.insert(destination); });
  }
  void Release(const std::string& destination) {
    Change([&] { slow_.erase(destination); });
  }

  void AwaitTaken(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return taken_.size() >= count; });
  }
  void AwaitAttempts(const std::string& key, int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return attempts_[key] >= count; });
  }
  std::vector<std::string> taken() {
    const std::lock_guard lock(mutex_);
    return taken_;
  }
  int attempts(const std::string& key) {
    const std::lock_guard lock(mutex_);
    return attempts_[key];
  }
  std::string payload(const std::string& key) {
    const std::lock_guard lock(mutex_);
    return payloads_[key];
  }

 private:
  template <typename Make>
  void Change(Make make) {
    const std::lock_guard lock(mutex_);
    make();
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> taken_;
  std::map<std::string, int> attempts_;
  std::map<std::string, std::string> payloads_;
  std::set<std::string> broken_;
  std::set<std::string> slow_;
};

class OutboxTest : public testing::TestWithParam<Engine> {
 protected:
  void Start(std::size_t threads = 4) {
    dispatcher_ = Dispatcher::Start(*database_, clock_, "bank",
                                    [this](const Message& message) { return bank_.Take(message); },
                                    {threads});
  }

  Status TryPut(const std::string& destination, const std::string& key) {
    return database_->Write([&](Transaction& tx) {
      return outbox::Put(tx, "bank", destination, key, "payload of " + key, clock_.Now());
    });
  }
  void Put(const std::string& destination, const std::string& key) {
    const Status put = TryPut(destination, key);
    ASSERT_TRUE(put.has_value()) << put.error().message;
  }
  Status Again(const std::string& key) {
    return database_->Write(
        [&](Transaction& tx) { return SendAgain(tx, "bank", key, clock_.Now()); });
  }
  Status TakeBack(const std::string& key) {
    return database_->Write([&](Transaction& tx) { return outbox::Cancel(tx, "bank", key); });
  }

  Message Stored(const std::string& key) {
    auto found = *database_->Read(
        [&](Transaction& tx) { return tx.Find<Message>("WHERE key = :key", key); });
    EXPECT_EQ(found.size(), 1u);
    return std::move(found.at(0));
  }
  // Waits until the stored message is as `wanted` says; the test's time limit is the bound.
  template <typename Wanted>
  void AwaitStored(const std::string& key, Wanted wanted) {
    while (!wanted(Stored(key))) std::this_thread::yield();
  }
  void AwaitSent(const std::string& key) {
    AwaitStored(key, [](const Message& message) { return message.state == State::sent; });
  }
  void AwaitFailures(const std::string& key, std::int64_t count) {
    AwaitStored(key, [&](const Message& message) { return message.attempts >= count; });
  }

  Line Kept(const std::string& destination) {
    return *database_->Read([&](Transaction& tx) { return LineOf(tx, "bank", destination); });
  }
  Status HoldUp(const std::string& destination) {
    return database_->Write(
        [&](Transaction& tx) { return outbox::Pause(tx, "bank", destination, clock_.Now()); });
  }
  Status LetGo(const std::string& destination) {
    return database_->Write(
        [&](Transaction& tx) { return outbox::Resume(tx, "bank", destination, clock_.Now()); });
  }
  // Fails a message until its destination's breaker opens.
  void OpenBreaker(const std::string& key) {
    for (std::int64_t failures = 1; failures < kBreakerFailures; ++failures) {
      AwaitFailures(key, failures);
      clock_.Advance(Seconds(12));
      dispatcher_->Wake();
    }
    AwaitFailures(key, kBreakerFailures);
  }

  database::TestDatabase database_{GetParam(), Migrations()};
  SimulatedClock clock_{kStart};
  Receiver bank_;
  std::unique_ptr<Dispatcher> dispatcher_;
};
INSTANTIATE_TEST_SUITE_P(Engines, OutboxTest, database::BothEngines(),
                         testing::PrintToStringParamName());

TEST_P(OutboxTest, AMessageIsDeliveredAndMarked) {
  Start();
  Put("A", "1");
  AwaitSent("1");
  EXPECT_EQ(bank_.payload("1"), "payload of 1");
  const Message sent = Stored("1");
  EXPECT_EQ(sent.sent_at, kStart);
  EXPECT_EQ(sent.attempts, 1);
  EXPECT_EQ(sent.last_error, "");
}

TEST_P(OutboxTest, WhatARefusedCommandPutIsNotSent) {
  Start();
  const Status refused = database_->Write([&](Transaction& tx) -> Status {
    HT_TRY_STATUS(outbox::Put(tx, "bank", "A", "1", "x", kStart));
    return Fail(ErrorCode::conflict, "No.");
  });
  EXPECT_FALSE(refused.has_value());
  Put("A", "2");
  AwaitSent("2");
  EXPECT_THAT(bank_.taken(), ElementsAre("2"));
}

TEST_P(OutboxTest, AKeyIsPutOnceInAChannel) {
  Put("A", "1");
  const Status second = TryPut("B", "1");
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, ErrorCode::conflict);
}

TEST_P(OutboxTest, MessagesOfOtherChannelsStay) {
  const Status put = database_->Write(
      [&](Transaction& tx) { return outbox::Put(tx, "message", "A", "1", "x", kStart); });
  ASSERT_TRUE(put.has_value());
  Start();
  Put("A", "2");
  AwaitSent("2");
  EXPECT_EQ(Stored("1").state, State::waiting);
}

TEST_P(OutboxTest, MessagesOfOneDestinationKeepTheirOrder) {
  std::vector<std::string> expected;
  const Status put = database_->Write([&](Transaction& tx) -> Status {
    for (int i = 0; i < 200; ++i) {
      HT_TRY_STATUS(outbox::Put(tx, "bank", "A", std::to_string(i), "x", kStart));
    }
    return {};
  });
  ASSERT_TRUE(put.has_value());
  for (int i = 0; i < 200; ++i) expected.push_back(std::to_string(i));
  Start();
  AwaitSent("199");
  EXPECT_EQ(bank_.taken(), expected);
}

TEST_P(OutboxTest, AFailedHeadHoldsItsLineAndNoOther) {
  bank_.Break("A");
  Start();
  Put("A", "a1");
  Put("A", "a2");
  Put("B", "b1");
  AwaitFailures("a1", 1);
  AwaitSent("b1");
  EXPECT_EQ(bank_.attempts("a2"), 0);
  const Message failed = Stored("a1");
  EXPECT_EQ(failed.state, State::waiting);
  EXPECT_EQ(failed.last_error, "The bank does not answer.");
  EXPECT_GE(failed.next_at, kStart + Milliseconds(750));
  EXPECT_LE(failed.next_at, kStart + Milliseconds(1250));
  bank_.Repair("A");
  clock_.Advance(Seconds(2));
  AwaitSent("a2");
  EXPECT_THAT(bank_.taken(), ElementsAre("b1", "a1", "a2"));
}

TEST_P(OutboxTest, APauseIsKeptByTheClockAndOverARestart) {
  bank_.Break("A");
  Start();
  Put("A", "a1");
  AwaitFailures("a1", 1);
  dispatcher_.reset();
  database_.Reopen();
  Start();
  Put("B", "b1");
  AwaitSent("b1");
  EXPECT_EQ(bank_.attempts("a1"), 1);
  clock_.Advance(Seconds(2));
  dispatcher_->Wake();
  AwaitFailures("a1", 2);
}

TEST_P(OutboxTest, AClockThatJumpsBackDoesNotStopALine) {
  bank_.Break("A");
  Start();
  Put("A", "a1");
  AwaitFailures("a1", 1);
  bank_.Repair("A");
  clock_.Set(kStart - Days(3));
  AwaitSent("a1");
}

TEST_P(OutboxTest, ASlowDestinationHoldsUpNoOther) {
  bank_.Hold("A");
  Start(2);
  Put("A", "a1");
  bank_.AwaitAttempts("a1", 1);
  for (int i = 0; i < 20; ++i) Put("B" + std::to_string(i), "b" + std::to_string(i));
  for (int i = 0; i < 20; ++i) AwaitSent("b" + std::to_string(i));
  EXPECT_EQ(Stored("a1").state, State::waiting);
  bank_.Release("A");
  AwaitSent("a1");
}

TEST_P(OutboxTest, DestinationsThatFailedTakeHalfOfTheThreadsAtMost) {
  const std::vector<std::string> bad = {"W", "X", "Y", "Z"};
  for (const auto& name : bad) bank_.Break(name);
  Start(4);
  for (const auto& name : bad) Put(name, name);
  for (const auto& name : bad) AwaitFailures(name, 1);
  for (const auto& name : bad) bank_.Hold(name);  // Down, and now slow to say so.
  clock_.Advance(Seconds(2));
  Put("B", "b");
  AwaitSent("b");
  for (const auto& name : bad) bank_.Release(name);
}

TEST_P(OutboxTest, WhatWasDeliveredButNotMarkedIsDeliveredAgain) {
  bank_.Hold("A");
  Start();
  Put("A", "a1");
  bank_.AwaitAttempts("a1", 1);
  // As if the program had been killed here: nothing of the attempt is in the database.
  EXPECT_EQ(Stored("a1").attempts, 0);
  auto second =
      Dispatcher::Start(*database_, clock_, "bank",
                        [this](const Message& message) { return bank_.Take(message); }, {1});
  bank_.AwaitAttempts("a1", 2);
  bank_.Release("A");
  AwaitSent("a1");
}

TEST_P(OutboxTest, AnAcceptedMessageCanBeSentAgain) {
  Start();
  Put("A", "1");
  AwaitSent("1");
  ASSERT_TRUE(Again("1").has_value());
  bank_.AwaitTaken(2);
  AwaitSent("1");
  EXPECT_THAT(bank_.taken(), ElementsAre("1", "1"));
  EXPECT_EQ(Again("2").error().code, ErrorCode::not_found);
}

TEST_P(OutboxTest, ACancelledMessageIsNeverSent) {
  Put("A", "1");
  Put("A", "2");
  ASSERT_TRUE(TakeBack("1").has_value());
  EXPECT_EQ(TakeBack("3").error().code, ErrorCode::not_found);
  Start();
  AwaitSent("2");
  EXPECT_THAT(bank_.taken(), ElementsAre("2"));
  EXPECT_EQ(Stored("1").state, State::cancelled);
  EXPECT_EQ(Again("1").error().code, ErrorCode::conflict);
  EXPECT_TRUE(TakeBack("2").has_value());
  EXPECT_EQ(Stored("2").state, State::sent);
}

TEST_P(OutboxTest, ADeliveryThatThrowsIsAFailedDelivery) {
  dispatcher_ = Dispatcher::Start(
      *database_, clock_, "bank",
      [](const Message& message) -> Status { throw std::runtime_error(message.payload.Reveal()); },
      {1});
  Put("A", "1");
  AwaitFailures("1", 1);
  EXPECT_EQ(Stored("1").last_error.find("payload"), std::string::npos);
}

TEST_P(OutboxTest, ABreakerOpensAfterFiveFailuresAndClosesByAProbe) {
  bank_.Break("A");
  Start();
  for (const char* key : {"a1", "a2", "a3"}) Put("A", key);
  OpenBreaker("a1");
  const Line open = Kept("A");
  EXPECT_EQ(open.failures, kBreakerFailures);
  EXPECT_EQ(open.breaker(clock_.Now()), Breaker::open);
  EXPECT_GE(*open.open_until, clock_.Now() + Seconds(45));
  EXPECT_LE(*open.open_until, clock_.Now() + Seconds(75));
  EXPECT_EQ(open.last_error, "The bank does not answer.");
  clock_.Set(*open.open_until - Milliseconds(1));
  dispatcher_->Wake();
  Put("B", "b1");
  AwaitSent("b1");
  EXPECT_EQ(bank_.attempts("a1"), kBreakerFailures);
  // The probe is the head alone; it fails, and the breaker opens again.
  clock_.Set(*open.open_until);
  EXPECT_EQ(open.breaker(clock_.Now()), Breaker::half_open);
  dispatcher_->Wake();
  AwaitFailures("a1", kBreakerFailures + 1);
  EXPECT_EQ(Kept("A").breaker(clock_.Now()), Breaker::open);
  EXPECT_EQ(bank_.attempts("a2"), 0);
  bank_.Repair("A");
  clock_.Advance(Seconds(76));
  dispatcher_->Wake();
  AwaitSent("a3");
  EXPECT_EQ(Kept("A").breaker(clock_.Now()), Breaker::closed);
  EXPECT_EQ(Kept("A").failures, 0);
  EXPECT_THAT(bank_.taken(), ElementsAre("b1", "a1", "a2", "a3"));
}

TEST_P(OutboxTest, AnOpenBreakerIsKeptOverARestartAndForAnotherMessage) {
  bank_.Break("A");
  Start();
  Put("A", "a1");
  Put("A", "a2");
  OpenBreaker("a1");
  dispatcher_.reset();
  database_.Reopen();
  Start();
  ASSERT_TRUE(TakeBack("a1").has_value());
  Put("B", "b1");
  AwaitSent("b1");
  EXPECT_EQ(bank_.attempts("a2"), 0);
  bank_.Repair("A");
  clock_.Advance(Seconds(76));
  dispatcher_->Wake();
  AwaitSent("a2");
}

TEST_P(OutboxTest, APausedDestinationWaitsOverARestartAndLosesNothing) {
  Start();
  ASSERT_TRUE(HoldUp("A").has_value());
  for (const char* key : {"a1", "a2", "a3"}) Put("A", key);
  Put("B", "b1");
  AwaitSent("b1");
  clock_.Advance(Days(2));
  dispatcher_.reset();
  database_.Reopen();
  Start();
  Put("B", "b2");
  AwaitSent("b2");
  EXPECT_EQ(bank_.attempts("a1"), 0);
  EXPECT_EQ(Stored("a1").state, State::waiting);
  ASSERT_TRUE(LetGo("A").has_value());
  AwaitSent("a3");
  EXPECT_THAT(bank_.taken(), ElementsAre("b1", "b2", "a1", "a2", "a3"));
}

TEST_P(OutboxTest, ResumingTriesAtOnceWhateverTheBreakerSays) {
  bank_.Break("A");
  Start();
  Put("A", "a1");
  OpenBreaker("a1");
  bank_.Repair("A");
  ASSERT_TRUE(LetGo("A").has_value());
  AwaitSent("a1");
  EXPECT_EQ(Kept("A").failures, 0);
}

TEST_P(OutboxTest, WhatIsPausedIsNotPausedAgainAndWhatFaresWellNotResumed) {
  EXPECT_EQ(LetGo("A").error().rule, "not_paused");
  ASSERT_TRUE(HoldUp("A").has_value());
  EXPECT_EQ(HoldUp("A").error().rule, "already_paused");
  ASSERT_TRUE(LetGo("A").has_value());
  EXPECT_EQ(LetGo("A").error().rule, "not_paused");
}

TEST_P(OutboxTest, TheBacklogTellsWhatWaitsForEachDestination) {
  Put("A", "a1");
  clock_.Advance(Seconds(5));
  Put("A", "a2");
  Put("B", "b1");
  ASSERT_TRUE(HoldUp("C").has_value());
  const auto all = *database_->Read([](Transaction& tx) { return BacklogsOf(tx, "bank"); });
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].line.destination, "A");
  EXPECT_EQ(all[0].waiting, 2);
  EXPECT_EQ(all[0].oldest_at, kStart);
  EXPECT_EQ(all[1].waiting, 1);
  EXPECT_EQ(all[2].waiting, 0);
  EXPECT_TRUE(all[2].line.paused_at.has_value());
}

TEST_P(OutboxTest, ThousandMessagesThroughFailuresAllArrive) {
  std::atomic<int> calls = 0;
  std::mutex mutex;
  std::map<std::string, std::vector<std::string>> arrived;
  dispatcher_ = Dispatcher::Start(*database_, clock_, "bank",
                                  [&](const Message& message) -> Status {
                                    if (++calls % 17 == 0)
                                      return Fail(ErrorCode::unavailable, "Lost.");
                                    const std::lock_guard lock(mutex);
                                    arrived[message.destination].push_back(message.key);
                                    return {};
                                  },
                                  {4});
  for (int round = 0; round < 20; ++round) {
    const Status put = database_->Write([&](Transaction& tx) -> Status {
      for (int i = 0; i < 50; ++i) {
        const std::string key = std::to_string(round * 50 + i);
        HT_TRY_STATUS(
            outbox::Put(tx, "bank", "bank" + std::to_string(i % 10), key, "x", clock_.Now()));
      }
      return {};
    });
    ASSERT_TRUE(put.has_value());
  }
  const auto waiting = [&] {
    return database_
        ->Read([](Transaction& tx) {
          return tx.Query<std::int64_t>(
              "SELECT COUNT(*) FROM outbox_message WHERE state = 'waiting'");
        })
        ->front();
  };
  while (waiting() > 0) {
    clock_.Advance(Seconds(1));
    dispatcher_->Wake();
    std::this_thread::yield();
  }
  dispatcher_.reset();
  std::size_t total = 0;
  for (const auto& [destination, keys] : arrived) {
    total += keys.size();
    EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end(), [](const auto& a, const auto& b) {
      return std::stoi(a) < std::stoi(b);
    })) << destination;
  }
  EXPECT_EQ(total, 1000u);
}

TEST(OutboxPause, DoublesFromASecondToAMinuteGiveOrTakeAQuarter) {
  EXPECT_EQ(PauseAfter(1, 0.5), Seconds(1));
  EXPECT_EQ(PauseAfter(2, 0.5), Seconds(2));
  EXPECT_EQ(PauseAfter(6, 0.5), Seconds(32));
  EXPECT_EQ(PauseAfter(7, 0.5), Seconds(60));
  EXPECT_EQ(PauseAfter(1'000'000, 0.5), Seconds(60));
  EXPECT_EQ(PauseAfter(1, 0.0), Milliseconds(750));
  EXPECT_EQ(PauseAfter(1, 1.0), Milliseconds(1250));
}

}  // namespace
}  // namespace hetang::outbox
