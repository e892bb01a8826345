#include "platform/deadline/board.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "platform/database/test_database.h"

namespace hetang::deadline {
namespace {

using database::Engine;
using database::Transaction;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr Moment kNow{1'775'000'000'000};

std::vector<database::Migration> AllMigrations() {
  std::vector<database::Migration> all(journal::Migrations().begin(), journal::Migrations().end());
  all.insert(all.end(), Migrations().begin(), Migrations().end());
  return all;
}

// Clocks of three units, two desks, four rules and five officers; many fall due at one time.
class BoardTest : public testing::TestWithParam<Engine> {
 protected:
  BoardTest() {
    std::mt19937 random(20201222);
    const auto filled = database_->Write([&](Transaction& tx) -> Status {
      for (std::int64_t i = 0; i < 300; ++i) {
        Deadline clock;
        const unsigned rule = random() % 4;
        clock.rule = "rule_" + std::to_string(rule);
        clock.desk = rule < 3 ? "funds" : "register";
        clock.subject = "order";
        clock.subject_id = i;
        clock.unit_id = 1 + static_cast<std::int64_t>(random() % 3);
        clock.officer_id = static_cast<std::int64_t>(random() % 5);
        clock.opened_at = kNow - Days(1);
        clock.due_at = kNow + Minutes(static_cast<std::int64_t>(random() % 40) - 10);
        clock.state = random() % 10 == 0 ? State::met : State::open;
        HT_TRY(clock.id, tx.Insert(clock));
        all_.push_back(clock);
      }
      return {};
    });
    EXPECT_TRUE(filled.has_value());
    std::sort(all_.begin(), all_.end(), [](const Deadline& a, const Deadline& b) {
      return std::tie(a.due_at, a.id) < std::tie(b.due_at, b.id);
    });
  }

  std::vector<std::int64_t> Expected(const Wanted& wanted) const {
    std::vector<std::int64_t> ids;
    for (const Deadline& clock : all_) {
      const auto& units = wanted.units;
      if (clock.state != State::open) continue;
      if (std::find(units.begin(), units.end(), clock.unit_id) == units.end()) continue;
      if (!wanted.desk.empty() && clock.desk != wanted.desk) continue;
      if (!wanted.rule.empty() && clock.rule != wanted.rule) continue;
      if (wanted.officer_id && clock.officer_id != *wanted.officer_id) continue;
      if (wanted.due_from && clock.due_at < *wanted.due_from) continue;
      if (wanted.due_before && clock.due_at >= *wanted.due_before) continue;
      ids.push_back(clock.id);
    }
    return ids;
  }
  // All pages of this length, one after the other.
  std::vector<std::int64_t> Paged(const Wanted& wanted, std::int64_t limit) {
    std::vector<std::int64_t> ids;
    std::optional<Cursor> after;
    do {
      const Board board =
          *database_->Read([&](Transaction& tx) { return BoardOf(tx, wanted, after, limit); });
      EXPECT_LE(board.clocks.size(), static_cast<std::size_t>(limit));
      for (const Deadline& clock : board.clocks) ids.push_back(clock.id);
      after = board.next;
    } while (after);
    return ids;
  }

  database::TestDatabase database_{GetParam(), AllMigrations()};
  std::vector<Deadline> all_;
};
INSTANTIATE_TEST_SUITE_P(Engines, BoardTest, database::BothEngines(),
                         testing::PrintToStringParamName());

TEST_P(BoardTest, PagesHoldEachMatchingClockOnceTheFirstDueFirst) {
  for (int i = 0; i < 64; ++i) {
    SCOPED_TRACE(i);
    Wanted wanted;
    wanted.units = i % 2 == 0 ? std::vector<std::int64_t>{1, 2, 3} : std::vector<std::int64_t>{2};
    if (i & 2) wanted.desk = "funds";
    if (i & 4) wanted.rule = "rule_1";
    if (i & 8) wanted.officer_id = 3;
    if (i & 16) wanted.due_from = kNow;
    if (i & 32) wanted.due_before = kNow + Minutes(5);
    const auto expected = Expected(wanted);
    EXPECT_EQ(Paged(wanted, 7), expected);
    EXPECT_EQ(Paged(wanted, 1000), expected);
  }
}

TEST_P(BoardTest, APageEndsExactlyWhereNothingFollows) {
  Wanted wanted;
  wanted.units = {1, 2, 3};
  const auto count = static_cast<std::int64_t>(Expected(wanted).size());
  const Board board =
      *database_->Read([&](Transaction& tx) { return BoardOf(tx, wanted, std::nullopt, count); });
  EXPECT_FALSE(board.next.has_value());
  EXPECT_THAT(Paged({}, 10), IsEmpty());
}

TEST_P(BoardTest, CountsByRuleAreThoseOfTheList) {
  for (int i = 0; i < 16; ++i) {
    SCOPED_TRACE(i);
    Wanted wanted;
    wanted.units = {1, 3};
    if (i & 1) wanted.desk = "funds";
    if (i & 2) wanted.officer_id = 2;
    if (i & 4) wanted.due_before = kNow + Minutes(9);
    if (i & 8) wanted.rule = "rule_2";
    const auto counts =
        *database_->Read([&](Transaction& tx) { return CountsOf(tx, wanted, kNow); });
    std::int64_t open = 0;
    std::int64_t overdue = 0;
    for (const RuleCount& count : counts) {
      Wanted of_rule = wanted;
      of_rule.rule = count.rule;
      EXPECT_EQ(count.open, static_cast<std::int64_t>(Expected(of_rule).size()));
      open += count.open;
      overdue += count.overdue;
    }
    EXPECT_EQ(open, static_cast<std::int64_t>(Expected(wanted).size()));
    wanted.due_before = kNow;
    EXPECT_EQ(overdue, static_cast<std::int64_t>(Expected(wanted).size()));
  }
}

TEST(BoardCursor, IsReadAsItIsWrittenAndNothingElseIs) {
  const auto read = ParseCursor(CursorText({kNow, 17}));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->due_at, kNow);
  EXPECT_EQ(read->id, 17);
  for (const char* wrong : {"", "17", "-", "1-", "-1", "1-x", "x-1", "1-2-3", "1--2"}) {
    EXPECT_FALSE(ParseCursor(wrong).has_value()) << wrong;
  }
}

}  // namespace
}  // namespace hetang::deadline
