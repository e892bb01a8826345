#include "desk/trail/trail.h"

#include <gmock/gmock.h>

#include "desk/trail/test_trail.h"

namespace hetang::trail {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kPayer = "6222020000000000011";
constexpr const char* kPayee = "6222020000000000022";
constexpr const char* kThird = "6222020000000000033";
constexpr const char* kPayeeNumber = "1903000000000000022";

class TrailTest : public testing::TestWithParam<database::Engine> {
 protected:
  static FileRow Paid(const std::string& time, const std::string& amount,
                      const std::string& balance, const std::string& serial,
                      const std::string& to = kPayee) {
    return {kPayer, "", "2026-04-01 " + time, amount, balance, "出", to, serial};
  }
  static FileRow Got(const std::string& time, const std::string& amount, const std::string& balance,
                     const std::string& serial) {
    return {kPayee, "", "2026-04-01 " + time, amount, balance, "进", kPayer, serial};
  }
  static std::int64_t Sum(const ImportedFile& file) {
    return file.entries_new + file.entries_known + file.failed + file.query_failures + file.other +
           static_cast<std::int64_t>(file.refused.size());
  }

  TestTrail trail_{GetParam()};
};

TEST_P(TrailTest, EveryRowOfAFileIsCountedOnce) {
  std::vector<FileRow> rows{
      Paid("10:00:00", "100.00", "900.00", "A1"), Paid("10:05:00", "200.00", "700.00", "A2"),
      Paid("10:05:00", "200.00", "700.00", "A2"), Paid("10:06:00", "50.00", "700.00", "A3"),
      Paid("10:07:00", "much", "700.00", "A4"),   {"", "", "", "", "", "", "", "", "", "查无此卡"}};
  rows[3].success = "失败";
  const ImportAnswer answer =
      trail_.Import({Transactions(rows), AccountSheet("刘强", kPayee, kPayeeNumber)});
  ASSERT_THAT(answer.files, SizeIs(2));
  const ImportedFile& file = answer.files[0];
  EXPECT_EQ(file.kind, statement::Table::transactions);
  EXPECT_EQ(file.rows, 6);
  EXPECT_EQ(file.entries_new, 2);
  EXPECT_EQ(file.entries_known, 1);
  EXPECT_EQ(file.failed, 1);
  EXPECT_EQ(file.query_failures, 1);
  ASSERT_THAT(file.refused, SizeIs(1));
  EXPECT_EQ(file.refused[0].row, 6);
  EXPECT_EQ(file.refused[0].reason, "wrong_amount");
  EXPECT_EQ(Sum(file), file.rows);
  EXPECT_EQ(answer.files[1].kind, statement::Table::accounts);
  EXPECT_EQ(answer.files[1].other, 1);
  EXPECT_EQ(Sum(answer.files[1]), answer.files[1].rows);
  EXPECT_EQ(trail_.Count("trail_entry"), 3);
  EXPECT_EQ(answer.transfers_new, 3);  // The failed one is held too; it does not flow.
  EXPECT_EQ(trail_.Count("trail_transfer WHERE flows = 1"), 2);
}

TEST_P(TrailTest, TheSameFileAgainAddsNothing) {
  const std::string file =
      Transactions({Paid("10:00:00", "100.00", "900.00", "A1"), Paid("10:05:00", "200.00", "", ""),
                    Paid("10:05:00", "200.00", "", "")});
  EXPECT_EQ(trail_.Import({file}).files[0].entries_new, 3);
  const std::vector<Transfer> before = trail_.Transfers();
  const ImportAnswer again = trail_.Import({file});
  EXPECT_EQ(again.files[0].entries_new, 0);
  EXPECT_EQ(again.files[0].entries_known, 3);
  EXPECT_EQ(again.transfers_new, 0);
  EXPECT_EQ(trail_.Count("trail_entry"), 3);
  const std::vector<Transfer> after = trail_.Transfers();
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t i = 0; i < after.size(); ++i) {
    EXPECT_EQ(after[i].id, before[i].id);
    EXPECT_EQ(after[i].changed_in, before[i].changed_in);
  }
}

TEST_P(TrailTest, OverlappingFilesAddWhatIsNew) {
  trail_.Import({Transactions(
      {Paid("10:00:00", "100.00", "900.00", "A1"), Paid("10:05:00", "200.00", "700.00", "A2")})});
  const ImportAnswer second = trail_.Import({Transactions(
      {Paid("10:05:00", "200.00", "700.00", "A2"), Paid("10:09:00", "300.00", "400.00", "A3")})});
  EXPECT_EQ(second.files[0].entries_known, 1);
  EXPECT_EQ(second.files[0].entries_new, 1);
  EXPECT_THAT(second.files[0].breaks, IsEmpty());
  EXPECT_THAT(trail_.Transfers(), SizeIs(3));
}

TEST_P(TrailTest, BothSidesAreOneTransferWithTwoWitnesses) {
  const ImportAnswer answer =
      trail_.Import({Transactions({Paid("10:00:00", "100.00", "900.00", "A1")}),
                     Transactions({Got("10:00:03", "100.00", "100.00", "B1")})});
  EXPECT_EQ(answer.transfers_new, 1);
  EXPECT_EQ(answer.pairs, 1);
  EXPECT_EQ(answer.files[1].pairs, 1);
  const std::vector<Transfer> transfers = trail_.Transfers();
  ASSERT_THAT(transfers, SizeIs(1));
  EXPECT_EQ(transfers[0].Witnesses(), 2);
  EXPECT_EQ(transfers[0].from_id, trail_.AccountOf(kPayer).id);
  EXPECT_EQ(transfers[0].to_id, trail_.AccountOf(kPayee).id);
}

TEST_P(TrailTest, TheSecondSideOfALaterImportJoinsTheTransferThatIsHeld) {
  trail_.Import({Transactions({Paid("10:00:00", "100.00", "900.00", "A1")})});
  const Transfer before = trail_.Transfers().at(0);
  const ImportAnswer later =
      trail_.Import({Transactions({Got("10:00:03", "100.00", "100.00", "B1")})});
  EXPECT_EQ(later.transfers_new, 0);
  EXPECT_EQ(later.pairs, 1);
  const std::vector<Transfer> transfers = trail_.Transfers();
  ASSERT_THAT(transfers, SizeIs(1));
  EXPECT_EQ(transfers[0].id, before.id);
  EXPECT_EQ(transfers[0].import_id, before.import_id);
  EXPECT_EQ(transfers[0].changed_in, later.import_id);
  EXPECT_EQ(transfers[0].Witnesses(), 2);
}

TEST_P(TrailTest, AnAccountSheetMakesACardAndANumberOneAccount) {
  trail_.Import({Transactions({Paid("10:00:00", "100.00", "900.00", "A1", kPayeeNumber)})});
  trail_.Import({Transactions({Got("10:00:03", "100.00", "100.00", "B1")})});
  ASSERT_THAT(trail_.Transfers(), SizeIs(2));
  ASSERT_NE(trail_.AccountOf(kPayee).id, trail_.AccountOf(kPayeeNumber).id);
  const std::int64_t first = trail_.Transfers().at(0).id;
  const Moment held_until = *trail_.AccountOf(kPayee).held_until;

  const ImportAnswer sheet = trail_.Import({AccountSheet("刘强", kPayee, kPayeeNumber)});
  EXPECT_EQ(sheet.pairs, 1);
  const Account one = trail_.AccountOf(kPayee);
  EXPECT_EQ(one.id, trail_.AccountOf(kPayeeNumber).id);
  EXPECT_EQ(one.card.Reveal(), kPayee);
  EXPECT_EQ(one.number.Reveal(), kPayeeNumber);
  EXPECT_EQ(one.held_until, held_until);
  const std::vector<Transfer> transfers = trail_.Transfers();
  ASSERT_THAT(transfers, SizeIs(1));
  EXPECT_EQ(transfers[0].id, first);
  EXPECT_EQ(transfers[0].to_id, one.id);
  EXPECT_EQ(transfers[0].Witnesses(), 2);
  EXPECT_EQ(trail_.Count("trail_account WHERE merged_into IS NOT NULL"), 1);
  EXPECT_EQ(trail_.Count("trail_entry WHERE account_id = " + std::to_string(one.id)), 1);
  EXPECT_EQ(trail_.Count("trail_entry WHERE other_id = " + std::to_string(one.id)), 1);

  // The same rows under either number are known now.
  FileRow by_number = Got("10:00:03", "100.00", "100.00", "B1");
  by_number.card.clear();
  by_number.account = kPayeeNumber;
  const ImportAnswer again = trail_.Import(
      {Transactions({by_number, Paid("10:00:00", "100.00", "900.00", "A1", kPayee)})});
  EXPECT_EQ(again.files[0].entries_known, 2);
  EXPECT_EQ(again.transfers_new, 0);
}

TEST_P(TrailTest, WhatIsKnownOfAnAccountOutlivesItsMerging) {
  // The number is known first, without a statement; the card with one.
  trail_.Import({Transactions({Paid("10:00:00", "100.00", "900.00", "A1", kPayeeNumber)})});
  trail_.Import({Transactions(
      {Got("10:00:03", "100.00", "350.00", "B1"), Got("11:00:00", "50.00", "400.00", "B2")})});
  const Account before = trail_.AccountOf(kPayee);
  ASSERT_TRUE(before.held_from && before.opening_fen);
  trail_.Import({AccountSheet("刘强", kPayee, kPayeeNumber)});
  const Account now = trail_.AccountOf(kPayee);
  EXPECT_EQ(now.held_from, before.held_from);
  EXPECT_EQ(now.held_until, before.held_until);
  EXPECT_EQ(now.opening_fen, Fen(25'000));
}

TEST_P(TrailTest, AnImportNearbyLeavesWhatIsHeldOfOthersAsItWas) {
  // Of the payer's rows only one has to do with the payee, and the last one takes that one back.
  FileRow undoing = Paid("09:30:00", "-100.00", "930.00", "A2", "");
  trail_.Import({Transactions({Paid("09:00:00", "70.00", "930.00", "A0", "6222020000000000044"),
                               Paid("09:10:00", "100.00", "830.00", "A1"), undoing})});
  const std::optional<Fen> opening = trail_.AccountOf(kPayer).opening_fen;
  ASSERT_EQ(opening, Fen(100'000));
  trail_.Import({Transactions(
      {Got("09:10:00", "100.00", "100.00", "B1"), Got("09:40:00", "5.00", "105.00", "B2")})});
  const std::vector<Transfer> before = trail_.Transfers();
  trail_.Import(
      {Transactions({{kThird, "", "2026-04-01 12:00:00", "10.00", "90.00", "出", kPayee, "C1"}})});
  EXPECT_EQ(trail_.AccountOf(kPayer).opening_fen, opening);
  const std::vector<Transfer> after = trail_.Transfers();
  ASSERT_EQ(after.size(), before.size() + 1);
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_EQ(after[i].id, before[i].id);
    EXPECT_EQ(after[i].flows, before[i].flows);
    EXPECT_EQ(after[i].order_at, before[i].order_at);
    EXPECT_EQ(after[i].out_entry, before[i].out_entry);
    EXPECT_EQ(after[i].in_entry, before[i].in_entry);
  }
}

TEST_P(TrailTest, ConflictsAndBreaksAreNamedByTheirRows) {
  const ImportAnswer answer = trail_.Import({Transactions(
      {Paid("10:00:00", "100.00", "900.00", "A1"), Paid("10:05:00", "200.00", "600.00", "A2"),
       Paid("10:10:00", "50.00", "550.00", "A3"), Paid("10:10:00", "60.00", "550.00", "A3")})});
  const ImportedFile& file = answer.files[0];
  ASSERT_THAT(file.conflicts, SizeIs(1));
  EXPECT_EQ(file.conflicts[0].row, 5);
  EXPECT_EQ(file.conflicts[0].reason, "same_serial");
  ASSERT_FALSE(file.breaks.empty());
  EXPECT_EQ(file.breaks[0].row, 3);
  EXPECT_EQ(file.breaks[0].account.Reveal(), kPayer);
  EXPECT_EQ(file.breaks[0].expected_fen, Fen(70'000));
  EXPECT_EQ(file.breaks[0].found_fen, Fen(60'000));
}

TEST_P(TrailTest, AnUnknownTableIsShownByItsShapeAndNamesNobody) {
  const ImportAnswer answer = trail_.Import(
      {"甲栏,乙栏,丙栏,丁栏\n6222020000000000011,20260401100000,1234.50,王小芳13800138000\n"});
  const ImportedFile& file = answer.files.at(0);
  EXPECT_EQ(file.kind, statement::Table::unknown);
  EXPECT_THAT(file.header, ElementsAre("甲栏", "乙栏", "丙栏", "丁栏"));
  ASSERT_THAT(file.samples, SizeIs(2));
  EXPECT_THAT(file.samples[1],
              ElementsAre("622************0011", "20260401100000", "1234.50", "王**138****8000"));
}

TEST_P(TrailTest, AFileThatCannotBeReadSaysSoAndChangesNothing) {
  const ImportAnswer answer = Must(trail_.TryImport({"PK\x03\x04 and no more"}, ".xlsx"));
  ASSERT_THAT(answer.files, SizeIs(1));
  ASSERT_TRUE(answer.files[0].error.has_value());
  EXPECT_FALSE(answer.files[0].error->empty());
  EXPECT_EQ(answer.files[0].rows, 0);
  EXPECT_EQ(trail_.Count("trail_entry"), 0);
  EXPECT_EQ(trail_.Count("trail_transfer"), 0);
  EXPECT_EQ(trail_.Count("trail_account"), 0);
}

TEST_P(TrailTest, APathThatIsNotThereIsNamedAndTheOthersAreImported) {
  ImportWish wish;
  wish.files.push_back({trail_.folder() + "/none.csv", "none.csv"});
  wish.files.push_back({trail_.folder(), "folder"});
  const auto answer = ImportFiles(*trail_, trail_.clock(), wish);
  ASSERT_TRUE(answer.has_value());
  ASSERT_FALSE(answer->files.empty());
  EXPECT_EQ(answer->files[0].file, "none.csv");
  EXPECT_EQ(answer->files[0].error, "not_found");
}

TEST_P(TrailTest, ACaseThatIsNotThereFailsTheImport) {
  ImportWish wish;
  wish.case_id = 99;
  const auto answer = ImportFiles(*trail_, trail_.clock(), wish);
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().code, ErrorCode::not_found);
  EXPECT_EQ(trail_.Count("trail_import"), 0);
}

INSTANTIATE_TEST_SUITE_P(Trail, TrailTest, database::BothEngines(),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace hetang::trail
