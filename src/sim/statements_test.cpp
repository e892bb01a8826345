#include "sim/statements.h"

#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "base/text.h"
#include "sim/sheet_files.h"

namespace hetang::sim {
namespace {

namespace fs = std::filesystem;

class Statements : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) /
              testing::UnitTest::GetInstance()->current_test_info()->name();
  }
  void TearDown() override { fs::remove_all(folder_); }

  Truth Write(std::uint64_t seed) {
    const auto truth = WriteStatements({seed, folder_, 120, 1'500});
    EXPECT_TRUE(truth.has_value());
    return *truth;
  }
  std::string Bytes(const std::string& name) const {
    std::ifstream file(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  fs::path folder_;
};

TEST_F(Statements, TheSameSeedWritesTheSameFiles) {
  Write(7);
  std::map<fs::path, std::string> first;
  for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
    if (entry.is_regular_file()) first[entry.path()] = Bytes(fs::relative(entry.path(), folder_));
  }
  Write(7);
  ASSERT_GT(first.size(), 50u);
  for (const auto& [path, bytes] : first) {
    EXPECT_EQ(Bytes(fs::relative(path, folder_)), bytes) << path;
  }
}

TEST_F(Statements, EveryLayoutAndEveryQuirkIsWritten) {
  std::set<std::string> layouts;
  Planted planted;
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    const Truth truth = Write(seed);
    for (const FileTruth& file : truth.files) layouts.insert(file.layout);
    for (const auto& [name, count] : truth.planted) planted[name] += count;
  }
  for (const Layout& layout : Layouts()) EXPECT_TRUE(layouts.contains(std::string(layout.name)));
  EXPECT_EQ(Layouts().size(), 40u);
  for (const char* quirk : {"ambiguous",
                            "blank_direction",
                            "blank_holder",
                            "blank_other",
                            "break",
                            "burst",
                            "conflict",
                            "copy",
                            "duplicate",
                            "duplicate_without_proof",
                            "failed",
                            "late",
                            "line_break_in_cell",
                            "missing",
                            "negative",
                            "odd_direction",
                            "overlap",
                            "query_failure",
                            "refused_amount_too_large",
                            "refused_both_directions",
                            "refused_digits_lost",
                            "refused_no_account",
                            "refused_no_amount",
                            "refused_no_time",
                            "refused_other_encoding",
                            "refused_unterminated_quote",
                            "refused_wrong_amount",
                            "refused_wrong_time",
                            "reversal",
                            "scientific_other",
                            "second_disorder",
                            "self",
                            "top_up",
                            "withdrawal",
                            "zero"}) {
    EXPECT_GT(planted[quirk], 0) << quirk;
  }
}

TEST_F(Statements, EveryRowCountsAsOneThing) {
  for (const FileTruth& file : Write(3).files) {
    EXPECT_EQ(file.rows, file.entries_new + file.entries_known + file.failed + file.query_failures +
                             file.other + static_cast<int>(file.refused.size()))
        << file.file;
    EXPECT_GT(file.rows, 0) << file.file;
    EXPECT_LE(file.unknown_direction, file.entries_new) << file.file;
  }
}

TEST_F(Statements, EveryEntryWitnessesOneTransfer) {
  const Truth truth = Write(4);
  std::set<std::pair<int, int>> seen;
  int entries = 0;
  int pairs = 0;
  for (const TransferTruth& transfer : truth.transfers) {
    ASSERT_GE(transfer.witnesses.size(), 1u);
    ASSERT_LE(transfer.witnesses.size(), 2u);
    pairs += transfer.witnesses.size() == 2 ? 1 : 0;
    for (const Witness& witness : transfer.witnesses) {
      EXPECT_TRUE(seen.insert({witness.file, witness.row}).second);
    }
  }
  for (const FileTruth& file : truth.files) entries += file.entries_new + file.failed;
  EXPECT_EQ(static_cast<int>(seen.size()), entries);
  EXPECT_EQ(pairs, truth.pairs);
  EXPECT_GT(pairs, 500);
}

TEST_F(Statements, TheTransfersOfACompleteAccountAreItsBalances) {
  const Truth truth = Write(5);
  std::map<std::string, std::int64_t> moved;
  for (const TransferTruth& transfer : truth.transfers) {
    if (transfer.kind == "failed") continue;
    if (transfer.from) moved[*transfer.from] -= transfer.amount_fen;
    if (transfer.to) moved[*transfer.to] += transfer.amount_fen;
  }
  int complete = 0;
  for (const AccountTruth& account : truth.accounts) {
    if (!account.complete) continue;
    ++complete;
    EXPECT_EQ(account.opening_fen + moved[account.account], account.closing_fen);
  }
  EXPECT_GT(complete, 20);
}

TEST_F(Statements, ABreakStandsAfterEachGapInTheBooks) {
  for (const std::uint64_t seed : {6u, 7u, 8u}) {
    Truth truth = Write(seed);
    int breaks = 0;
    for (const FileTruth& file : truth.files) {
      for (const BreakRow& row : file.breaks) {
        ++breaks;
        EXPECT_NE(row.expected_fen, row.found_fen);
      }
    }
    EXPECT_GT(breaks, 0);
    // Two rows left out of one account make one gap; nothing else breaks a chain.
    EXPECT_LE(breaks, truth.planted["missing"]);
  }
}

TEST_F(Statements, OnlyThePlantedLinesAreOfAnotherEncoding) {
  const Truth truth = Write(9);
  int files = 0;
  int foreign_files = 0;
  for (const FileTruth& file : truth.files) {
    if (file.encoding != "utf-8" || file.file.find(".zip/") != std::string::npos) continue;
    ++files;
    int foreign = 0;
    for (const RefusedRow& row : file.refused) foreign += row.reason == "other_encoding" ? 1 : 0;
    foreign_files += foreign > 0 ? 1 : 0;
    const std::string bytes = Bytes("statements/" + file.file);
    int found = 0;
    for (const std::string_view line : Split(bytes, '\n')) found += IsUtf8(line) ? 0 : 1;
    EXPECT_EQ(found, foreign) << file.file;
  }
  EXPECT_GT(files, foreign_files);
  EXPECT_GT(foreign_files, 0);
}

TEST(SheetFiles, ARowIsTheLineWhereItBeginsAfterCellsWithLineBreaks) {
  std::vector<Line> lines(3);
  lines[0].cells = {{"一\n二"}, {"三"}};
  lines[2].cells = {{"四"}, {"五,六"}};
  EXPECT_EQ(WriteText(lines, {.crlf = false}), "\"一\n二\",三\n\n四,\"五,六\"\n");
  EXPECT_EQ(lines[0].row, 1);
  EXPECT_EQ(lines[1].row, 3);
  EXPECT_EQ(lines[2].row, 4);
}

TEST(Spelling, TellsOneMomentAndOneAmountInManyWays) {
  const Moment at = *ParseIso("2026-03-02T21:05:09+08:00");
  EXPECT_EQ(SpellTime(at, TimeStyle::compact, Fineness::second).text, "20260302210509");
  EXPECT_EQ(SpellTime(at, TimeStyle::utc, Fineness::second).text, "2026-03-02T13:05:09Z");
  EXPECT_EQ(SpellTime(at, TimeStyle::slashes, Fineness::minute).text, "2026/3/2 21:05");
  EXPECT_EQ(SpellTime(at, TimeStyle::serial, Fineness::second).text, "46083.878576389");
  EXPECT_EQ(SpellTime(at, TimeStyle::midnight, Fineness::day).text, "2026-03-02 00:00:00");
  EXPECT_EQ(SpellAmount(123'456'789, AmountStyle::yen).text, "¥1,234,567.89");
  EXPECT_EQ(SpellAmount(123'450, AmountStyle::wan).text, "0.12345万");
  EXPECT_EQ(SpellAmount(-5, AmountStyle::commas).text, "-0.05");
  EXPECT_EQ(SpellScientific("6228480123456789012").text, "6.22848E+18");
  EXPECT_EQ(SpellNumber("6228480123456789012", NumberStyle::grouped), "6228 4801 2345 6789 012");
}

}  // namespace
}  // namespace hetang::sim
