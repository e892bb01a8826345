#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "platform/database/test_database.h"
#include "platform/journal/journal.h"

namespace hetang::journal {
namespace {

using database::Engine;
using database::Transaction;
using testing::ElementsAre;

constexpr database::Migration kEffects[] = {
    {"effects", 1, "CREATE TABLE effect (id ID, name TEXT NOT NULL, position INTEGER NOT NULL);\n"},
};

std::vector<database::Migration> AllMigrations() {
  std::vector<database::Migration> all(Migrations().begin(), Migrations().end());
  all.push_back(kEffects[0]);
  return all;
}

// A subscriber whose effect is a row, so that what took effect can be read from the database.
Sealer::Subscriber Recording(std::string name) {
  return [name](Transaction& tx, const Sealed& entry) -> Status {
    HT_TRY_STATUS(tx.Execute("INSERT INTO effect (name, position) VALUES (:name, :position)", name,
                             entry.position));
    return {};
  };
}

class SubscriberTest : public testing::TestWithParam<Engine> {
 protected:
  void Start() { sealer_ = *Sealer::Start(*database_, HashKind::sha256); }

  void Write(int count) {
    ASSERT_TRUE(database_
                    ->Write([&](Transaction& tx) -> Status {
                      for (int i = 0; i < count; ++i) {
                        Entry entry;
                        entry.desk = "intake";
                        entry.act = "report_taken";
                        HT_TRY_STATUS(Append(tx, entry, Moment{1}));
                      }
                      return {};
                    })
                    .has_value());
  }

  std::vector<std::int64_t> Effects(const std::string& name) {
    return *database_->Read([&](Transaction& tx) {
      return tx.Query<std::int64_t>("SELECT position FROM effect WHERE name = :name ORDER BY id",
                                    name);
    });
  }

  static std::vector<std::int64_t> UpTo(std::int64_t last) {
    std::vector<std::int64_t> positions;
    for (std::int64_t i = 1; i <= last; ++i) positions.push_back(i);
    return positions;
  }

  database::TestDatabase database_{GetParam(), AllMigrations()};
  std::unique_ptr<Sealer> sealer_;
};
INSTANTIATE_TEST_SUITE_P(Engines, SubscriberTest, database::BothEngines(),
                         testing::PrintToStringParamName());

TEST_P(SubscriberTest, EachEntryTakesEffectOnceAndInOrder) {
  Start();
  Write(3);
  sealer_->Subscribe("a", Recording("a"));
  Write(200);
  ASSERT_TRUE(sealer_->Flush().has_value());
  EXPECT_EQ(Effects("a"), UpTo(203));
}

TEST_P(SubscriberTest, ARestartNeitherRepeatsNorSkips) {
  Start();
  sealer_->Subscribe("a", Recording("a"));
  Write(5);
  ASSERT_TRUE(sealer_->Flush().has_value());
  sealer_.reset();
  Write(5);
  database_.Reopen();
  Start();
  sealer_->Subscribe("a", Recording("a"));
  ASSERT_TRUE(sealer_->Flush().has_value());
  EXPECT_EQ(Effects("a"), UpTo(10));
}

TEST_P(SubscriberTest, IsFedWithoutBeingAsked) {
  Start();
  std::promise<void> fed;
  std::once_flag once;
  sealer_->Subscribe("a", [&](Transaction&, const Sealed&) -> Status {
    std::call_once(once, [&] { fed.set_value(); });
    return {};
  });
  Write(1);
  fed.get_future().wait();
  sealer_.reset();
}

TEST_P(SubscriberTest, AFailingOneStopsAtItsEntryAndHoldsUpNobodyElse) {
  Start();
  std::atomic<bool> broken = true;
  sealer_->Subscribe("bad", [&](Transaction& tx, const Sealed& entry) -> Status {
    HT_TRY_STATUS(Recording("bad")(tx, entry));
    if (broken && entry.position == 4) return Fail(ErrorCode::unavailable, "Not now.");
    return {};
  });
  sealer_->Subscribe("good", Recording("good"));
  Write(10);
  const Status flushed = sealer_->Flush();
  ASSERT_FALSE(flushed.has_value());
  EXPECT_EQ(flushed.error().code, ErrorCode::unavailable);
  EXPECT_EQ(Effects("good"), UpTo(10));
  EXPECT_THAT(Effects("bad"), ElementsAre(1, 2, 3));  // Nothing of the failed attempt is left.
  broken = false;
  ASSERT_TRUE(sealer_->Flush().has_value());
  EXPECT_EQ(Effects("bad"), UpTo(10));
  sealer_.reset();
}

TEST_P(SubscriberTest, AFailingOneIsTriedAgainByItself) {
  Start();
  std::atomic<int> attempts = 0;
  std::promise<void> done;
  std::once_flag once;
  sealer_->Subscribe("a", [&](Transaction& tx, const Sealed& entry) -> Status {
    if (++attempts < 3) return Fail(ErrorCode::unavailable, "Not now.");
    HT_TRY_STATUS(Recording("a")(tx, entry));
    std::call_once(once, [&] { done.set_value(); });
    return {};
  });
  Write(1);
  done.get_future().wait();
  ASSERT_TRUE(sealer_->Flush().has_value());
  EXPECT_EQ(Effects("a"), UpTo(1));
  sealer_.reset();
}

TEST_P(SubscriberTest, WhatASubscriberAppendsIsFedToo) {
  Start();
  sealer_->Subscribe("a", [](Transaction& tx, const Sealed& entry) -> Status {
    HT_TRY_STATUS(Recording("a")(tx, entry));
    if (entry.position > 3) return {};
    Entry next;
    next.desk = "funds";
    next.act = "followed";
    return Append(tx, next, Moment{2});
  });
  Write(1);
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(sealer_->Flush().has_value());
  EXPECT_EQ(Effects("a"), UpTo(4));
}

}  // namespace
}  // namespace hetang::journal
