#include "platform/deadline/feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "platform/database/test_database.h"

namespace hetang::deadline {
namespace {

using database::Engine;
using database::Transaction;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr Moment kNow{1'775'027'400'000};  // 2026-04-01T15:10:00+08:00
constexpr journal::Actor kOfficer{7, 3};

std::vector<database::Migration> AllMigrations() {
  std::vector<database::Migration> all(journal::Migrations().begin(), journal::Migrations().end());
  all.insert(all.end(), Migrations().begin(), Migrations().end());
  return all;
}

class FeedTest : public testing::TestWithParam<Engine> {
 protected:
  template <typename Work>
  std::invoke_result_t<Work, Transaction&> Do(Work work) {
    return database_->Write(work);
  }
  Result<Feed> Make(const std::string& digest, const std::vector<FeedTitle>& titles = {}) {
    Feed feed;
    feed.scope = FeedScope::unit;
    feed.token_digest = digest;
    return Do([&](Transaction& tx) { return MakeFeed(tx, feed, titles, kOfficer, kNow); });
  }

  database::TestDatabase database_{GetParam(), AllMigrations()};
};
INSTANTIATE_TEST_SUITE_P(Engines, FeedTest, database::BothEngines(),
                         testing::PrintToStringParamName());

TEST_P(FeedTest, AnswersItsTokenUntilItsOfficerEndsIt) {
  const Feed feed = *Make("digest");
  EXPECT_EQ(Do([](Transaction& tx) { return FeedWith(tx, "digest"); })->officer_id, 7);
  EXPECT_EQ(Do([](Transaction& tx) { return FeedWith(tx, "other"); }).error().code,
            ErrorCode::not_found);
  const auto end = [&](const journal::Actor& actor) {
    return Do([&](Transaction& tx) { return EndFeed(tx, feed.id, actor, kNow); });
  };
  EXPECT_EQ(end({8, 3}).error().code, ErrorCode::not_found);
  EXPECT_TRUE(end(kOfficer).has_value());
  EXPECT_EQ(end(kOfficer).error().code, ErrorCode::not_found);
  EXPECT_FALSE(Do([](Transaction& tx) { return FeedWith(tx, "digest"); }).has_value());
  EXPECT_THAT(*Do([](Transaction& tx) { return FeedsOf(tx, 7); }), IsEmpty());
}

TEST_P(FeedTest, AnOfficerHasAtMostTen) {
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(Make(std::to_string(i)).has_value());
  EXPECT_EQ(Make("one more").error().rule, "feed_limit");
  EXPECT_EQ(Make("x", std::vector<FeedTitle>(201)).error().fields.front().code, "too_many");
  EXPECT_THAT(*Do([](Transaction& tx) { return FeedsOf(tx, 7); }), SizeIs(10));
}

TEST_P(FeedTest, CallsARuleAsThePageDoesThatMadeIt) {
  const Feed feed = *Make("digest", {{"stop_expiry", "止付到期"}});
  EXPECT_EQ(TitleIn(feed, "stop_expiry"), "止付到期");
  EXPECT_EQ(TitleIn(feed, "filing"), "filing");
}

TEST(Calendar, IsWrittenInUtcWithItsAlarms) {
  const std::string text = WriteCalendar(
      "x", std::vector<CalendarEvent>{{"clock-1@hetang", "止付到期 A1", kNow, {Hours(2)}}}, kNow);
  EXPECT_THAT(text, HasSubstr("BEGIN:VEVENT\r\nUID:clock-1@hetang\r\nDTSTAMP:20260401T071000Z\r\n"
                              "DTSTART:20260401T071000Z\r\nSUMMARY:止付到期 A1\r\n"));
  EXPECT_THAT(text, HasSubstr("BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:止付到期 A1\r\n"
                              "TRIGGER:-PT7200S\r\nEND:VALARM\r\nEND:VEVENT\r\n"));
  EXPECT_TRUE(text.ends_with("END:VCALENDAR\r\n"));
}

TEST(Calendar, WhatLastsEndsAndTakesTime) {
  CalendarEvent shift{"shift-1@hetang", "值班", kNow, {}};
  shift.until = kNow + Hours(12);
  const std::string text = WriteCalendar("x", std::vector<CalendarEvent>{shift}, kNow);
  EXPECT_THAT(text, HasSubstr("DTSTART:20260401T071000Z\r\nDTEND:20260401T191000Z\r\n"));
  EXPECT_THAT(text, testing::Not(HasSubstr("TRANSP")));
}

// Undone as RFC 5545 says, the text is the one that was written; no line is too long, none is cut
// within a character.
TEST(Calendar, FoldsAndEscapesSoThatAnyTextComesBack) {
  std::string summary = "a,b;c\\d\ne";
  for (int i = 0; i < 90; ++i) {
    summary += i % 3 == 0 ? "止" : "x";
    const std::string text =
        WriteCalendar("n", std::vector<CalendarEvent>{{"u", summary, kNow, {}}}, kNow);
    std::string unfolded;
    for (std::string_view line : Split(text, '\n')) {
      if (line.empty()) continue;
      ASSERT_TRUE(line.ends_with('\r'));
      line.remove_suffix(1);
      EXPECT_LE(line.size(), 75u);
      const std::string_view rest = line.starts_with(' ') ? line.substr(1) : line;
      EXPECT_NE(static_cast<unsigned char>(rest.front()) & 0xC0, 0x80);
      unfolded += line.starts_with(' ') ? std::string(rest) : "\n" + std::string(line);
    }
    std::string escaped;
    for (const char c : summary) {
      if (c == ',' || c == ';' || c == '\\') escaped += '\\';
      escaped += c == '\n' ? std::string("\\n") : std::string(1, c);
    }
    EXPECT_THAT(unfolded, HasSubstr("\nSUMMARY:" + escaped + "\n"));
  }
}

}  // namespace
}  // namespace hetang::deadline
