// What only the SQLite engine promises: the order of its lane, a full disk, backups, a killed
// process.
#include "platform/database/sqlite_database.h"

#include <csignal>
#include <fstream>
#include <future>

#include <gmock/gmock.h>
#include <sys/resource.h>

#include "platform/database/test_database.h"

namespace hetang::database {
namespace {

using testing::ElementsAre;

constexpr Migration kMigrations[] = {
    {"test", 1, "CREATE TABLE test_row (id ID, number INTEGER NOT NULL, body TEXT NOT NULL);"}};

Status AddRow(Transaction& tx, std::int64_t number, const std::string& body) {
  HT_TRY_STATUS(tx.Execute("INSERT INTO test_row (number, body) VALUES (:n, :b)", number, body));
  return {};
}

Status Add(Database& database, std::int64_t number, const std::string& body = "") {
  return database.Write([&](Transaction& tx) { return AddRow(tx, number, body); });
}

std::vector<std::int64_t> Numbers(Database& database) {
  return database
      .Read([](Transaction& tx) {
        return tx.Query<std::int64_t>("SELECT number FROM test_row ORDER BY id");
      })
      .value();
}

class SqliteDatabaseTest : public testing::TestWithParam<std::size_t> {
 protected:
  TestDatabase database_{Engine::sqlite, kMigrations, Options{.lane_size = GetParam()}};
};
INSTANTIATE_TEST_SUITE_P(LaneSize, SqliteDatabaseTest, testing::Values(1U, 2U, 64U),
                         testing::PrintToStringParamName());

TEST_P(SqliteDatabaseTest, CommandsOfOneThreadTakeEffectAndAnswerInTheirOrder) {
  std::vector<std::int64_t> wanted;
  std::vector<std::int64_t> answered;
  for (std::int64_t i = 0; i < 200; ++i) {
    wanted.push_back(i);
    database_->Submit([i](Transaction& tx) { return AddRow(tx, i, ""); },
                      [&, i](const Status&) { answered.push_back(i); });
  }
  database_.Reopen();
  EXPECT_EQ(answered, wanted);
  EXPECT_EQ(Numbers(*database_), wanted);
}

// A limit on the size of files is as full as a disk gets in a test: write() really fails.
class FullDisk {
 public:
  explicit FullDisk(const std::string& database) {
    ::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    rlimit limit = before_;
    limit.rlim_cur = std::filesystem::file_size(database + "-wal") + 100'000;
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

TEST_P(SqliteDatabaseTest, AFullDiskIsSaidReadingGoesOnAndWritingRecovers) {
  ASSERT_TRUE(Add(*database_, 1).has_value());
  {
    const FullDisk full(database_.options().target);
    std::vector<Status> answers(200);
    for (std::size_t i = 0; i < answers.size(); ++i) {
      database_->Submit(
          [i](Transaction& tx) {
            return AddRow(tx, 1000 + static_cast<std::int64_t>(i), std::string(8192, 'x'));
          },
          [&, i](Status status) { answers[i] = std::move(status); });
    }
    const Status last = Add(*database_, 2, std::string(200'000, 'x'));
    ASSERT_FALSE(last.has_value());
    EXPECT_EQ(last.error().code, ErrorCode::storage_full);
    std::vector<std::int64_t> said{1};
    for (std::size_t i = 0; i < answers.size(); ++i) {
      if (answers[i].has_value()) {
        said.push_back(1000 + static_cast<std::int64_t>(i));
      } else {
        EXPECT_EQ(answers[i].error().code, ErrorCode::storage_full);
      }
    }
    EXPECT_LT(said.size(), answers.size());
    EXPECT_EQ(Numbers(*database_), said);
  }
  ASSERT_TRUE(Add(*database_, 3, std::string(200'000, 'x')).has_value());
  const auto before = Numbers(*database_);
  EXPECT_EQ(before.back(), 3);
  database_.Reopen();
  EXPECT_EQ(Numbers(*database_), before);
}

// The child reports each row through a pipe once it was told the row is durable.
TEST_P(SqliteDatabaseTest, AKilledProcessLosesNothingItCalledDurable) {
  const Options options = database_.options();
  database_.Close();
  int report[2];
  ASSERT_EQ(::pipe(report), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    auto database = Database::Open(options, kMigrations);
    for (std::int64_t i = 0;; ++i) {
      (*database)->Submit([i](Transaction& tx) { return AddRow(tx, i, "row"); },
                          [i, out = report[1]](const Status& status) {
                            if (status.has_value() && ::write(out, &i, sizeof i) < 0) ::_exit(1);
                          });
      if (i % 64 == 63)
        static_cast<void>((*database)->Write([](Transaction&) { return Status(); }));
    }
  }
  ::close(report[1]);
  std::vector<std::int64_t> durable;
  for (std::int64_t i = 0; ::read(report[0], &i, sizeof i) == sizeof i;) {
    durable.push_back(i);
    if (durable.size() == 300) ::kill(child, SIGKILL);
  }
  ::close(report[0]);
  ::waitpid(child, nullptr, 0);
  ASSERT_GE(durable.size(), 300U);
  database_.Reopen();
  auto stored = Numbers(*database_);
  ASSERT_GE(stored.size(), durable.size());
  stored.resize(durable.size());
  EXPECT_EQ(stored, durable);
}

TEST_P(SqliteDatabaseTest, ABackupHoldsOneMomentWhileWritingGoesOn) {
  for (std::int64_t i = 0; i < 50; ++i) ASSERT_TRUE(Add(*database_, i).has_value());
  std::atomic<bool> stop = false;
  auto writing = std::async(std::launch::async, [&] {
    // Two rows a command: a backup between them would hold an odd number.
    for (std::int64_t i = 50; !stop; i += 2) {
      EXPECT_TRUE(database_
                      ->Write([i](Transaction& tx) -> Status {
                        HT_TRY_STATUS(AddRow(tx, i, std::string(1000, 'x')));
                        return AddRow(tx, i + 1, std::string(1000, 'x'));
                      })
                      .has_value());
    }
  });
  const std::string path = database_.folder() + "/backup.db";
  const Status saved = database_->BackupTo(path);
  stop = true;
  writing.wait();
  ASSERT_TRUE(saved.has_value());
  auto copy = Database::Open({.target = path}, kMigrations);
  ASSERT_TRUE(copy.has_value());
  auto numbers = Numbers(**copy);
  EXPECT_GE(numbers.size(), 50U);
  EXPECT_EQ(numbers.size() % 2, 0U);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    ASSERT_EQ(numbers[i], static_cast<std::int64_t>(i));
  }
}

TEST(SqliteFile, ABackupNeverOverwritesAFile) {
  TestDatabase database(Engine::sqlite, kMigrations);
  const std::string path = database.folder() + "/mine.txt";
  std::ofstream(path) << "mine";
  const Status saved = database->BackupTo(path);
  ASSERT_FALSE(saved.has_value());
  EXPECT_EQ(saved.error().code, ErrorCode::conflict);
  std::string text;
  std::ifstream(path) >> text;
  EXPECT_EQ(text, "mine");
  EXPECT_EQ(database->BackupTo(database.folder() + "/none/b.db").error().code,
            ErrorCode::unavailable);
}

TEST(SqliteFile, OnlyItsOwnerMayReadIt) {
  TestDatabase database(Engine::sqlite, kMigrations);
  ASSERT_TRUE(Add(*database, 1).has_value());
  const std::string backup = database.folder() + "/backup.db";
  ASSERT_TRUE(database->BackupTo(backup).has_value());
  for (const std::string& path :
       {database.options().target, database.options().target + "-wal", backup}) {
    EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms(0600)) << path;
  }
}

TEST(SqliteFile, AnyPathWillDo) {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/two  blanks =x; 荷'塘\".db";
  {
    auto database = Database::Open({.target = path}, kMigrations);
    ASSERT_TRUE(database.has_value());
    ASSERT_TRUE(Add(**database, 1).has_value());
  }
  EXPECT_TRUE(std::filesystem::exists(path));
  auto database = Database::Open({.target = path}, kMigrations);
  ASSERT_TRUE(database.has_value());
  EXPECT_THAT(Numbers(**database), ElementsAre(1));
}

TEST(SqliteFile, AFileThatIsNoDatabaseIsCorruptAndStaysAsItIs) {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/letter.txt";
  const std::string letter(5000, 'a');
  std::ofstream(path) << letter;
  const auto opened = Database::Open({.target = path}, kMigrations);
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().code, ErrorCode::corrupt);
  std::string text;
  std::ifstream(path) >> text;
  EXPECT_EQ(text, letter);
}

TEST(SqliteFile, AFolderThatIsNotThereIsUnavailable) {
  const TemporaryFolder folder;
  const auto opened = Database::Open({.target = folder.path() + "/none/a.db"}, kMigrations);
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().code, ErrorCode::unavailable);
}

TEST(SqliteFile, TwoProgramsWriteToOneFileInTurn) {
  TestDatabase first(Engine::sqlite, kMigrations);
  auto second = Database::Open(first.options(), kMigrations);
  ASSERT_TRUE(second.has_value());
  auto writing = std::async(std::launch::async, [&] {
    for (int i = 0; i < 50; ++i) EXPECT_TRUE(Add(*first, i).has_value());
  });
  for (int i = 0; i < 50; ++i) EXPECT_TRUE(Add(**second, i).has_value());
  writing.wait();
  EXPECT_EQ(Numbers(**second).size(), 100U);
}

TEST(SqliteDeathTest, WaitingForItselfAbortsTheProgram) {
  const TemporaryFolder folder;
  const auto open = [&] {
    return Database::Open({.target = folder.path() + "/a.db"}, kMigrations).value();
  };
  EXPECT_DEATH(
      {
        auto database = open();
        static_cast<void>(database->Write([&](Transaction&) { return Add(*database, 1); }));
      },
      "OnWriterThread");
  EXPECT_DEATH(
      {
        auto database = open();
        database
            ->Read([&](Transaction&) -> Result<std::size_t> { return Numbers(*database).size(); })
            .value();
      },
      "reading");
}

}  // namespace
}  // namespace hetang::database
