// What only the PostgreSQL engine does: running a command again, and coming back.
#include "platform/database/postgresql_database.h"

#include <future>
#include <latch>

#include <gmock/gmock.h>

#include "platform/database/test_database.h"

namespace hetang::database {
namespace {

constexpr Migration kMigrations[] = {
    {"test", 1, "CREATE TABLE test_sum (id ID, value INTEGER NOT NULL);"}};

class PostgresqlDatabaseTest : public testing::Test {
 protected:
  void SetUp() override {
    if (EnginesUnderTest().size() < 2) GTEST_SKIP() << "HETANG_SKIP_POSTGRESQL says so.";
    database_ = std::make_unique<TestDatabase>(Engine::postgresql, kMigrations);
  }
  Database& database() { return **database_; }
  std::vector<std::int64_t> Values() {
    return database()
        .Read([](Transaction& tx) {
          return tx.Query<std::int64_t>("SELECT value FROM test_sum ORDER BY id");
        })
        .value();
  }
  std::unique_ptr<TestDatabase> database_;
};

// Both commands have read the same rows before either writes: PostgreSQL must stop one of them.
TEST_F(PostgresqlDatabaseTest, ACommandStoppedForAnotherRunsAgain) {
  std::latch both_have_read(2);
  std::atomic<int> runs = 0;
  const auto add_count = [&] {
    bool first_run = true;
    return database().Write([&, first_run](Transaction& tx) mutable -> Status {
      ++runs;
      HT_TRY(const auto count, tx.Query<std::int64_t>("SELECT count(*) FROM test_sum"));
      if (std::exchange(first_run, false)) both_have_read.arrive_and_wait();
      HT_TRY_STATUS(tx.Execute("INSERT INTO test_sum (value) VALUES (:v)", count[0]));
      return {};
    });
  };
  auto other = std::async(std::launch::async, add_count);
  EXPECT_TRUE(add_count().has_value());
  EXPECT_TRUE(other.get().has_value());
  EXPECT_GE(runs, 3);
  auto values = Values();
  std::sort(values.begin(), values.end());
  EXPECT_THAT(values, testing::ElementsAre(0, 1));
}

TEST_F(PostgresqlDatabaseTest, ItComesBackWhenTheServerDroppedItsConnections) {
  const auto add = [&] {
    return database().Write([](Transaction& tx) {
      return tx.Execute("INSERT INTO test_sum (value) VALUES (3000000000)");
    });
  };
  for (int i = 0; i < 8; ++i) ASSERT_TRUE(add().has_value());
  EXPECT_EQ(Values().size(), 8U);
  database_->DropConnections();
  for (int i = 0; i < 8; ++i) EXPECT_TRUE(add().has_value());
  for (int i = 0; i < 8; ++i) EXPECT_EQ(Values().size(), 16U);
}

TEST_F(PostgresqlDatabaseTest, AConnectionLostInACommandIsUnavailableAndTakesNoEffect) {
  const auto lost = database().Write([&](Transaction& tx) -> Status {
    HT_TRY_STATUS(tx.Execute("INSERT INTO test_sum (value) VALUES (1)"));
    database_->DropConnections();
    HT_TRY_STATUS(tx.Execute("INSERT INTO test_sum (value) VALUES (2)"));
    return {};
  });
  ASSERT_FALSE(lost.has_value());
  EXPECT_EQ(lost.error().code, ErrorCode::unavailable);
  EXPECT_THAT(Values(), testing::IsEmpty());
}

TEST_F(PostgresqlDatabaseTest, ItsBackupIsLeftToItsOwnTools) {
  EXPECT_EQ(database().BackupTo(database_->folder() + "/b").error().code, ErrorCode::unsupported);
}

TEST(Postgresql, AServerThatIsNotThereIsUnavailable) {
  const auto opened = Database::Open({.target = "postgresql:///x?host=/nowhere"}, kMigrations);
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().code, ErrorCode::unavailable);
}

}  // namespace
}  // namespace hetang::database
