#include "platform/database/log_keeper.h"

#include <gtest/gtest.h>

#include "platform/database/test_database.h"

namespace hetang::database {
namespace {

class Writer {
 public:
  explicit Writer(const std::string& target)
      : connection_(EngineConnection::Open(target, Access::writing).value()) {
    Run("CREATE TABLE test_row (body TEXT NOT NULL)");
  }
  // One commit of some pages.
  int Write() {
    Run("INSERT INTO test_row VALUES (hex(zeroblob(10000)))");
    return connection_->LogPages();
  }
  EngineConnection& connection() { return *connection_; }

 private:
  void Run(std::string_view sql) { ASSERT_TRUE(connection_->Control(sql).has_value()); }

  std::unique_ptr<EngineConnection> connection_;
};

TEST(LogKeeper, ALogBeginsAnewThoughWritingGoesOn) {
  const TemporaryFolder folder;
  const std::string target = folder.path() + "/test.db";
  Writer writer(target);
  const auto keeper = LogKeeper::Open(target, {.copy_from = 10, .begin_anew_at = 100}).value();
  int longest = 0;
  for (int pages = 0; pages >= longest; longest = std::max(longest, pages)) {
    pages = writer.Write();
    keeper->Note(pages, false);
    if (keeper->WantsRest()) static_cast<void>(writer.connection().CopyLog().value());
  }
  EXPECT_GE(longest, 100);
}

TEST(LogKeeper, WhatIsUnflushedAndShortStaysInTheLog) {
  const TemporaryFolder folder;
  const std::string target = folder.path() + "/test.db";
  Writer writer(target);
  const auto keeper = LogKeeper::Open(target, {.unflushed = 1}).value();
  ASSERT_TRUE(writer.connection().SetFlush(false).has_value());
  for (int i = 0; i < 20; ++i) keeper->Note(writer.Write(), true);
  ASSERT_TRUE(writer.connection().SetFlush(true).has_value());
  const auto log = writer.connection().CopyLog();
  ASSERT_TRUE(log.has_value());
  EXPECT_EQ(log->pages, log->copied);
  EXPECT_FALSE(keeper->WantsRest());
}

}  // namespace
}  // namespace hetang::database
