// The contract of database.h, held by both engines.
#include "platform/database/database.h"

#include <atomic>
#include <future>
#include <latch>
#include <thread>

#include <gmock/gmock.h>

#include "platform/database/test_database.h"

namespace hetang::database {

enum class Colour { red, green };
BOOST_DESCRIBE_ENUM(Colour, red, green)

struct Fish {
  std::int64_t id = 0;
  PersonName name;
  std::optional<Text<64>> pond;
  std::optional<Fen> price_fen;
  std::optional<Moment> caught_at;
  Colour colour = Colour::red;
  bool fresh = false;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(Fish, (), (id, name, pond, price_fen, caught_at, colour, fresh, version))
template <>
inline constexpr std::string_view kTable<Fish> = "test_fish";

struct Counter {
  std::int64_t id = 0;
  std::int64_t value = 0;
};
BOOST_DESCRIBE_STRUCT(Counter, (), (id, value))
template <>
inline constexpr std::string_view kTable<Counter> = "test_counter";

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr Migration kMigrations[] = {
    {"test", 1, R"(
CREATE TABLE test_fish (
  id ID,
  name TEXT NOT NULL UNIQUE,
  pond TEXT,  -- Where it was caught; it isn't always told.
  price_fen INTEGER,
  caught_at INTEGER,
  colour TEXT NOT NULL,
  fresh INTEGER NOT NULL,
  version INTEGER NOT NULL
);
CREATE INDEX test_fish_by_pond ON test_fish (pond);
)"},
    {"test", 2, R"(
CREATE TABLE test_counter (id ID, value INTEGER NOT NULL);
CREATE TABLE test_child (
  id ID,
  parent_id INTEGER NOT NULL REFERENCES test_counter (id)
);
)"},
};

Fish Named(std::string name) {
  Fish fish;
  fish.name = PersonName(std::move(name));
  return fish;
}

template <typename T>
ErrorCode CodeOf(const Result<T>& result) {
  EXPECT_FALSE(result.has_value());
  return result.has_value() ? ErrorCode::internal : result.error().code;
}

class DatabaseTest : public testing::TestWithParam<Engine> {
 protected:
  Result<std::int64_t> Add(const Fish& fish) {
    return database_->Write([&](Transaction& tx) { return tx.Insert(fish); });
  }
  std::int64_t Count(std::string_view table) {
    const std::string sql = "SELECT count(*) FROM " + std::string(table);
    return database_->Read([&](Transaction& tx) { return tx.Query<std::int64_t>(sql); })
        .value()
        .front();
  }
  Result<Counter> CounterOf(std::int64_t id) {
    return database_->Read([&](Transaction& tx) { return tx.Get<Counter>(id); });
  }

  TestDatabase database_{GetParam(), kMigrations};
};
INSTANTIATE_TEST_SUITE_P(Contract, DatabaseTest, BothEngines(), testing::PrintToStringParamName());

TEST_P(DatabaseTest, ARecordComesBackAsItWasWritten) {
  Fish fish = Named("鲤'鱼\n\"𠮷\" :p1 %s");
  fish.pond = Text<64>("后塘");
  fish.price_fen = Fen(-9'000'000'000'000'000);
  fish.caught_at = Moment{4'102'444'800'123};
  fish.colour = Colour::green;
  fish.fresh = true;
  fish.version = 3'000'000'000;
  const auto id = Add(fish);
  ASSERT_TRUE(id.has_value());
  database_.Reopen();
  const auto read = database_->Read([&](Transaction& tx) { return tx.Get<Fish>(*id); });
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->id, *id);
  EXPECT_EQ(read->name, fish.name);
  EXPECT_EQ(read->pond, fish.pond);
  EXPECT_EQ(read->price_fen, fish.price_fen);
  EXPECT_EQ(read->caught_at, fish.caught_at);
  EXPECT_EQ(read->colour, Colour::green);
  EXPECT_TRUE(read->fresh);
  EXPECT_EQ(read->version, 3'000'000'000);
}

TEST_P(DatabaseTest, ManyRecordsComeBackAsTheyWereWritten) {
  std::vector<Fish> many;
  for (int i = 1; i <= 500; ++i) {
    Fish fish = Named("鲤\t\\N\r\n\"𠮷\" " + std::to_string(i));
    fish.id = 1'000 + i;
    if (i % 2 == 0) fish.pond = Text<64>("");
    if (i % 3 == 0) fish.price_fen = Fen(-i);
    many.push_back(fish);
  }
  const Status loaded =
      database_->Write([&](Transaction& tx) { return tx.InsertAll(std::span<const Fish>(many)); });
  ASSERT_TRUE(loaded.has_value());
  const auto read = database_->Read([](Transaction& tx) { return tx.Find<Fish>("ORDER BY id"); });
  ASSERT_TRUE(read.has_value());
  ASSERT_EQ(read->size(), many.size());
  for (std::size_t i = 0; i < many.size(); ++i) {
    EXPECT_EQ((*read)[i].id, many[i].id);
    EXPECT_EQ((*read)[i].name, many[i].name);
    EXPECT_EQ((*read)[i].pond, many[i].pond);
    EXPECT_EQ((*read)[i].price_fen, many[i].price_fen);
  }
}

TEST_P(DatabaseTest, ManyRecordsOfWhichOneIsRefusedAreAllRefused) {
  std::vector<Fish> many{Named("a"), Named("b"), Named("a")};
  for (std::size_t i = 0; i < many.size(); ++i) many[i].id = static_cast<std::int64_t>(i) + 1;
  const Status loaded =
      database_->Write([&](Transaction& tx) { return tx.InsertAll(std::span<const Fish>(many)); });
  EXPECT_EQ(CodeOf(loaded), ErrorCode::conflict);
  EXPECT_EQ(Count("test_fish"), 0);
}

TEST_P(DatabaseTest, AbsentOptionalsStayAbsentWhateverTheStatementBoundBefore) {
  Fish priced = Named("b");
  priced.price_fen = Fen(5);
  ASSERT_TRUE(Add(Named("a")).has_value());
  ASSERT_TRUE(Add(priced).has_value());
  ASSERT_TRUE(Add(Named("c")).has_value());
  const auto all =
      database_->Read([](Transaction& tx) { return tx.Find<Fish>("ORDER BY name"); }).value();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].price_fen, std::nullopt);
  EXPECT_EQ(all[0].pond, std::nullopt);
  EXPECT_EQ(all[1].price_fen, Fen(5));
  EXPECT_EQ(all[2].price_fen, std::nullopt);
  EXPECT_EQ(all[2].caught_at, std::nullopt);
}

TEST_P(DatabaseTest, AbsentOptionalsStayAbsentWhateverAFailedStatementBoundBefore) {
  // More of them than there are connections that write, so that one meets a failure of its own.
  ASSERT_TRUE(Add(Named("taken")).has_value());
  Fish priced = Named("taken");
  priced.price_fen = Fen(5);
  for (int i = 0; i < 20; ++i) EXPECT_FALSE(Add(priced).has_value());
  for (int i = 0; i < 20; ++i) {
    const auto id = Add(Named(std::to_string(i)));
    ASSERT_TRUE(id.has_value());
    const auto read = database_->Read([&](Transaction& tx) { return tx.Get<Fish>(*id); });
    EXPECT_EQ(read->price_fen, std::nullopt);
  }
}

TEST_P(DatabaseTest, ValuesAreBoundInOrderOfAppearanceEvenUnderOneName) {
  ASSERT_TRUE(Add(Named("a")).has_value());
  const auto found = database_->Read([](Transaction& tx) {
    return tx.Find<Fish>("WHERE name = :n AND version = :v OR name = :n", "x", 1, "a");
  });
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->size(), 1U);
}

TEST_P(DatabaseTest, ExecuteTellsHowManyRowsItTouched) {
  ASSERT_TRUE(Add(Named("a")).has_value());
  ASSERT_TRUE(Add(Named("b")).has_value());
  const auto touched = database_->Write([](Transaction& tx) {
    return tx.Execute("UPDATE test_fish SET pond = :p WHERE version = :v", std::string("前塘"), 1);
  });
  EXPECT_EQ(touched, 2);
}

TEST_P(DatabaseTest, AnIdIsChosenAboveEveryIdThatWasGiven) {
  Fish given = Named("given");
  given.id = 5'000'000'000;
  EXPECT_EQ(Add(given), 5'000'000'000);
  EXPECT_EQ(Add(Named("next")), 5'000'000'001);
  given = Named("below");
  given.id = 7;
  EXPECT_EQ(Add(given), 7);
  EXPECT_GT(Add(Named("last")).value(), 5'000'000'001);
}

TEST_P(DatabaseTest, ARecordThatIsNotThereIsNotFound) {
  EXPECT_EQ(CodeOf(CounterOf(1)), ErrorCode::not_found);
  Counter gone{1, 2};
  EXPECT_EQ(CodeOf(database_->Write([&](Transaction& tx) { return tx.Update(gone); })),
            ErrorCode::not_found);
}

TEST_P(DatabaseTest, ARecordChangedSinceItWasReadIsStale) {
  Fish mine = Named("a");
  mine.id = Add(mine).value();
  Fish theirs = mine;
  theirs.pond = Text<64>("theirs");
  ASSERT_TRUE(database_->Write([&](Transaction& tx) { return tx.Update(theirs); }).has_value());
  EXPECT_EQ(theirs.version, 2);
  mine.pond = Text<64>("mine");
  EXPECT_EQ(CodeOf(database_->Write([&](Transaction& tx) { return tx.Update(mine); })),
            ErrorCode::stale);
  const auto stored = database_->Read([&](Transaction& tx) { return tx.Get<Fish>(mine.id); });
  EXPECT_EQ(stored->pond, Text<64>("theirs"));
  EXPECT_EQ(stored->version, 2);
}

TEST_P(DatabaseTest, AConstraintIsAConflictThatDoesNotTellTheValue) {
  ASSERT_TRUE(Add(Named("secret")).has_value());
  const auto again = Add(Named("secret"));
  EXPECT_EQ(CodeOf(again), ErrorCode::conflict);
  EXPECT_THAT(again.error().message, Not(HasSubstr("secret")));
  const auto orphan = database_->Write([](Transaction& tx) {
    return tx.Execute("INSERT INTO test_child (parent_id) VALUES (:p)", 99);
  });
  EXPECT_EQ(CodeOf(orphan), ErrorCode::conflict);
}

TEST_P(DatabaseTest, ACommandThatGoesOnAfterAFailedStatementIsRefusedWhole) {
  ASSERT_TRUE(Add(Named("a")).has_value());
  const Status status = database_->Write([](Transaction& tx) -> Status {
    HT_TRY_STATUS(tx.Insert(Named("b")));
    EXPECT_EQ(CodeOf(tx.Insert(Named("a"))), ErrorCode::conflict);
    EXPECT_EQ(CodeOf(tx.Insert(Named("c"))), ErrorCode::conflict);
    return {};
  });
  EXPECT_EQ(CodeOf(status), ErrorCode::conflict);
  EXPECT_EQ(Count("test_fish"), 1);
}

TEST_P(DatabaseTest, AStoredRowThatDoesNotFitItsRecordIsCorrupt) {
  const auto id = Add(Named("a")).value();
  ASSERT_TRUE(database_
                  ->Write([](Transaction& tx) {
                    return tx.Execute("UPDATE test_fish SET colour = 'mauve'");
                  })
                  .has_value());
  EXPECT_EQ(CodeOf(database_->Read([&](Transaction& tx) { return tx.Get<Fish>(id); })),
            ErrorCode::corrupt);
}

TEST_P(DatabaseTest, WhatACommandThrowsIsItsOwnErrorAndTheNextOneRuns) {
  const Status thrown = database_->Write([](Transaction& tx) -> Status {
    HT_TRY_STATUS(tx.Insert(Named("a")));
    throw std::runtime_error("secret");
  });
  EXPECT_EQ(CodeOf(thrown), ErrorCode::internal);
  EXPECT_THAT(thrown.error().message, Not(HasSubstr("secret")));
  EXPECT_TRUE(Add(Named("a")).has_value());
  EXPECT_EQ(Count("test_fish"), 1);
}

// Commands that wait together behind one that is held share a commit on SQLite.
TEST_P(DatabaseTest, ARefusedCommandDoesNotUndoItsNeighbours) {
  std::latch held(1);
  std::atomic<int> waiting = 100;
  std::promise<void> all_done;
  database_->Submit([&](Transaction&) -> Status { return held.wait(), Status(); }, [](Status) {});
  std::vector<Status> answers(100);
  for (int i = 0; i < 100; ++i) {
    database_->Submit(
        [i](Transaction& tx) -> Status {
          HT_TRY_STATUS(tx.Insert(Named(std::to_string(i))));
          if (i % 3 == 0) return Fail(ErrorCode::conflict, "No.", "third");
          if (i % 3 == 1) HT_TRY_STATUS(tx.Insert(Named(std::to_string(i))));
          return {};
        },
        [&, i](Status status) {
          answers[static_cast<std::size_t>(i)] = std::move(status);
          if (--waiting == 0) all_done.set_value();
        });
  }
  held.count_down();
  all_done.get_future().wait();
  EXPECT_EQ(CodeOf(answers[0]), ErrorCode::conflict);
  EXPECT_EQ(answers[0].error().rule, "third");
  EXPECT_EQ(CodeOf(answers[1]), ErrorCode::conflict);
  EXPECT_EQ(answers[1].error().rule, "");
  EXPECT_TRUE(answers[2].has_value());
  EXPECT_EQ(Count("test_fish"), 33);
}

TEST_P(DatabaseTest, ReadingSeesOnlyWhatIsCommitted) {
  std::promise<void> inserted;
  std::latch looked(1);
  const auto writing = std::async(std::launch::async, [&] {
    return database_->Write([&](Transaction& tx) -> Status {
      HT_TRY_STATUS(tx.Insert(Named("a")));
      inserted.set_value();
      looked.wait();
      return {};
    });
  });
  inserted.get_future().wait();
  EXPECT_EQ(Count("test_fish"), 0);
  looked.count_down();
  writing.wait();
  EXPECT_EQ(Count("test_fish"), 1);
}

TEST_P(DatabaseTest, AReadSeesOneMomentWhileOthersWrite) {
  const auto counts = database_->Read([&](Transaction& tx) -> Result<std::vector<std::int64_t>> {
    HT_TRY(auto first, tx.Query<std::int64_t>("SELECT count(*) FROM test_fish"));
    EXPECT_TRUE(Add(Named("a")).has_value());
    HT_TRY(auto second, tx.Query<std::int64_t>("SELECT count(*) FROM test_fish"));
    return std::vector<std::int64_t>{first[0], second[0]};
  });
  EXPECT_THAT(*counts, ElementsAre(0, 0));
  EXPECT_EQ(Count("test_fish"), 1);
}

TEST_P(DatabaseTest, AReadCannotWrite) {
  const auto written = database_->Read([](Transaction& tx) { return tx.Insert(Named("a")); });
  EXPECT_FALSE(written.has_value());
  EXPECT_EQ(Count("test_fish"), 0);
}

TEST_P(DatabaseTest, MoreReadersThanConnectionsWaitTheirTurn) {
  std::vector<std::future<std::int64_t>> reading;
  for (int i = 0; i < 32; ++i) {
    reading.push_back(std::async(std::launch::async, [&] { return Count("test_fish"); }));
  }
  for (auto& count : reading) EXPECT_EQ(count.get(), 0);
}

// Every command reads, then writes what it read plus one: none may be lost.
TEST_P(DatabaseTest, CommandsOnOneRecordTakeEffectOneAfterTheOther) {
  const auto id = database_->Write([](Transaction& tx) { return tx.Insert(Counter{}); }).value();
  std::vector<std::future<void>> writers;
  for (int i = 0; i < 8; ++i) {
    writers.push_back(std::async(std::launch::async, [&] {
      for (int round = 0; round < 25; ++round) {
        const Status status = database_->Write([&](Transaction& tx) -> Status {
          HT_TRY(auto counter, tx.Get<Counter>(id));
          ++counter.value;
          return tx.Update(counter);
        });
        EXPECT_TRUE(status.has_value());
      }
    }));
  }
  for (auto& writer : writers) writer.wait();
  EXPECT_EQ(CounterOf(id)->value, 200);
}

TEST_P(DatabaseTest, ListenersHearOfCommitsThatChangedSomething) {
  std::atomic<int> heard = 0;
  database_->OnCommit([&] { ++heard; });
  const auto refused = database_->Write([](Transaction& tx) -> Status {
    HT_TRY_STATUS(tx.Insert(Named("refused")));
    return Fail(ErrorCode::conflict, "No.");
  });
  EXPECT_FALSE(refused.has_value());
  ASSERT_TRUE(database_
                  ->Write([](Transaction& tx) {
                    return tx.Query<std::int64_t>("SELECT count(*) FROM test_fish");
                  })
                  .has_value());
  ASSERT_TRUE(Add(Named("a")).has_value());
  database_.Close();  // A listener is called after `done`; closing waits for it.
  EXPECT_EQ(heard, 1);
}

TEST_P(DatabaseTest, RecordsInsertedInTheBackgroundComeBackAndNoListenerHears) {
  std::atomic<int> heard = 0;
  database_->OnCommit([&] { ++heard; });
  std::vector<Fish> shoal;
  for (std::int64_t id = 1; id <= 5'000; ++id) {
    shoal.push_back(Named("fish " + std::to_string(id)));
    shoal.back().id = id;
  }
  ASSERT_TRUE(database_->InsertInBackground<Fish>(shoal).has_value());
  const auto last = database_->WriteInBackground(
      [](Transaction& tx) { return tx.Query<std::int64_t>("SELECT MAX(id) FROM test_fish"); });
  EXPECT_EQ(last.value().front(), 5'000);
  EXPECT_EQ(heard, 0);
  Fish prompt = Named("prompt");
  prompt.id = 6'000;
  ASSERT_TRUE(Add(prompt).has_value());
  database_.Close();
  EXPECT_EQ(heard, 1);
  database_.Reopen();
  const auto count = database_->Read(
      [](Transaction& tx) { return tx.Query<std::int64_t>("SELECT COUNT(*) FROM test_fish"); });
  EXPECT_EQ(count.value().front(), 5'001);
}

TEST_P(DatabaseTest, ACommandGoesThroughWhileTheBackgroundIsBusy) {
  std::atomic<bool> enough = false;
  std::thread background([&] {
    for (std::int64_t id = 1'000; !enough; id += 100) {
      std::vector<Fish> shoal;
      for (std::int64_t i = 0; i < 100; ++i) {
        shoal.push_back(Named("fish " + std::to_string(id + i)));
        shoal.back().id = id + i;
      }
      ASSERT_TRUE(database_->InsertInBackground<Fish>(shoal).has_value());
    }
  });
  for (std::int64_t id = 1; id <= 50; ++id) {
    Fish fish = Named("prompt " + std::to_string(id));
    fish.id = id;
    EXPECT_TRUE(database_->Write([&](Transaction& tx) { return tx.Insert(fish); }).has_value());
  }
  enough = true;
  background.join();
}

TEST_P(DatabaseTest, AStepThatIsRefusedLeavesThoseBeforeIt) {
  Fish fish = Named("a");
  fish.id = 7;
  ASSERT_TRUE(database_->InsertInBackground<Fish>(std::vector{fish}).has_value());
  const auto again = database_->InsertInBackground<Fish>(std::vector{fish});
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
  EXPECT_EQ(database_->Read([](Transaction& tx) { return tx.Get<Fish>(7); }).value().id, 7);
}

TEST_P(DatabaseTest, WhatWaitsIsRunBeforeTheDatabaseCloses) {
  std::atomic<int> done = 0;
  for (int i = 0; i < 100; ++i) {
    database_->Submit(
        [i](Transaction& tx) -> Status {
          HT_TRY_STATUS(tx.Insert(Named(std::to_string(i))));
          return {};
        },
        [&](Status status) { done += status.has_value() ? 1 : 0; });
  }
  database_.Reopen();
  EXPECT_EQ(done, 100);
  EXPECT_EQ(Count("test_fish"), 100);
}

TEST_P(DatabaseTest, ANewerStepIsRunOnceAndKeepsWhatIsThere) {
  ASSERT_TRUE(Add(Named("a")).has_value());
  constexpr Migration kNewer[] = {
      kMigrations[0],
      kMigrations[1],
      {"test", 3, "ALTER TABLE test_fish ADD COLUMN scales INTEGER NOT NULL DEFAULT 3000000000;"},
  };
  database_.Close();
  for (int i = 0; i < 2; ++i) {
    auto newer = Database::Open(database_.options(), kNewer);
    ASSERT_TRUE(newer.has_value());
    const auto scales = (*newer)->Read(
        [](Transaction& tx) { return tx.Query<std::int64_t>("SELECT scales FROM test_fish"); });
    EXPECT_THAT(*scales, ElementsAre(3'000'000'000));
  }
}

TEST_P(DatabaseTest, ADatabaseOfANewerProgramIsRefusedByName) {
  database_.Close();
  const auto older = Database::Open(database_.options(), std::span(kMigrations).first(1));
  EXPECT_EQ(CodeOf(older), ErrorCode::unsupported);
  EXPECT_THAT(older.error().message, HasSubstr("step 2 of test"));
  database_.Reopen();
}

TEST_P(DatabaseTest, AStepThatFailsLeavesNothingOfTheStepsBeforeIt) {
  constexpr Migration kBroken[] = {
      kMigrations[0],
      kMigrations[1],
      {"test", 3, "CREATE TABLE test_third (id ID);"},
      {"test", 4, "CREATE TABLE test_fish (id ID);"},
  };
  database_.Close();
  EXPECT_FALSE(Database::Open(database_.options(), kBroken).has_value());
  database_.Reopen();
  EXPECT_FALSE(database_
                   ->Read([](Transaction& tx) {
                     return tx.Query<std::int64_t>("SELECT count(*) FROM test_third");
                   })
                   .has_value());
}

TEST_P(DatabaseTest, ManyMayOpenANewDatabaseAtOnceAndUseItTogether) {
  constexpr Migration kOther[] = {
      kMigrations[0], kMigrations[1], {"other", 1, "CREATE TABLE other_thing (id ID);"}};
  database_.Close();
  std::vector<std::future<bool>> opening;
  for (int i = 0; i < 6; ++i) {
    opening.push_back(std::async(std::launch::async, [&, i] {
      auto opened = Database::Open(database_.options(), kOther);
      return opened.has_value() &&
             (*opened)
                 ->Write([i](Transaction& tx) { return tx.Insert(Named(std::to_string(i))); })
                 .has_value();
    }));
  }
  for (auto& opened : opening) EXPECT_TRUE(opened.get());
}

}  // namespace
}  // namespace hetang::database
