// Loading: turns, dead loaders, what nobody may see yet, and the worker.

#include "desk/trail/import.h"

#include <atomic>
#include <future>
#include <thread>

#include <gmock/gmock.h>

#include "desk/trail/loader.h"
#include "desk/trail/test_trail.h"
#include "platform/files/store.h"

namespace hetang::trail {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kPayer = "6222020000000000011";
constexpr const char* kPayee = "6222020000000000022";
constexpr Moment kNow = TestTrail::kStart;

// A clock that tells how often somebody looked.
class WatchedClock final : public Clock {
 public:
  Moment Now() const override {
    ++looks_;
    return kNow;
  }
  int looks() const { return looks_; }

 private:
  mutable std::atomic<int> looks_ = 0;
};

class ImportTest : public testing::TestWithParam<database::Engine> {
 protected:
  // An import that some process loads, with one sheet, row and transfer written so far.
  Import Loading(const std::string& loader, const std::string& source = "") {
    Import import;
    import.state = ImportState::loading;
    import.loader = loader;
    import.began_at = kNow;
    import.touched_at = kNow;
    import.source = PersonalText(source);
    import.id = Must(trail_.Do([&](database::Transaction& tx) { return tx.Insert(import);
  }));
  const Sheet sheet{900, import.id, "left.csv", "", ""};
  Entry entry;
  entry.id = 900;
  entry.import_id = import.id;
  entry.sheet_id = sheet.id;
  entry.account_id = 900;
  Transfer transfer;
  transfer.id = 900;
  transfer.import_id = import.id;
  transfer.to_id = 900;
  transfer.amount_fen = Fen(100);
  transfer.out_entry = entry.id;
  Must(trail_.Do([&](database::Transaction& tx) -> Status {
    HT_TRY_STATUS(tx.InsertAll<Sheet>({&sheet, 1}));
    HT_TRY_STATUS(tx.InsertAll<Entry>({&entry, 1}));
    return tx.InsertAll<Transfer>({&transfer, 1});
  }));
  return import;
} Import Stored(std::int64_t id) {
  return Must(trail_.See([&](database::Transaction& tx) { return tx.Get<Import>(id); }));
}
std::int64_t Left(std::int64_t import_id) {
  const std::string of = " WHERE import_id = " + std::to_string(import_id);
  return trail_.Count("trail_sheet" + of) + trail_.Count("trail_entry" + of) +
         trail_.Count("trail_transfer" + of);
}
void AwaitShown(std::int64_t import_id) {
  for (int turn = 0; turn < 4'000; ++turn) {
    if (Stored(import_id).state == ImportState::shown) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  FAIL() << "The import is " << EnumName(Stored(import_id).state);
}

static std::string File() {
  return Transactions({{kPayer, "", "2026-04-01 10:00:00", "1.00", "9.00", "出", kPayee, "A1"}});
}
// What the bank of the payee answers: one arrival, and a statement that reaches an hour further.
static BankAnswer Answer(std::int64_t case_id) {
  statement::Entry entry;
  entry.card = statement::ReadNumber(kPayee);
  entry.at = kNow;
  entry.amount_fen = 100'000;
  entry.direction = statement::Direction::in;
  entry.other = statement::ReadNumber(kPayer);
  entry.balance_fen = 100'000;
  entry.serial = "B1";
  BankAnswer answer;
  answer.case_id = case_id;
  answer.order_id = 7;
  answer.bank_code = "102100099996";
  answer.entries = {entry};
  answer.held_from = kNow - Days(1);
  answer.held_until = kNow + Hours(1);
  return answer;
}
std::int64_t OpenCase() {
  const auto duty = trail_.Somebody(trail_.centre(), "duty");
  return Must(trail_.Open(trail_.Report(trail_.centre()), duty)).record.id;
}

TestTrail trail_{GetParam()};
};  // namespace

TEST_P(ImportTest, NobodySeesTheRowsOfAnImportThatLoads) {
  Loading(ThisLoader());
  EXPECT_EQ(trail_.Count("trail_transfer"), 1);
  EXPECT_THAT(trail_.Transfers(), IsEmpty());
}

TEST_P(ImportTest, WhatADeadLoaderLeftIsSweptAndNeverShown) {
  // Process 1 lives, but started at another time: its number was given anew.
  std::string gone = ThisLoader();
  gone = gone.substr(0, gone.find(':')) + ":1:1";
  const Import dead = Loading(gone);
  const ImportAnswer next = trail_.Import({File()});
  EXPECT_EQ(next.files[0].entries_new, 1);
  EXPECT_EQ(Stored(dead.id).state, ImportState::failed);
  EXPECT_EQ(Stored(dead.id).problem, "interrupted");
  EXPECT_EQ(Left(dead.id), 0);
  EXPECT_THAT(trail_.Transfers(), SizeIs(1));
}

TEST_P(ImportTest, ALoaderElsewhereThatIsSilentForLongIsDead) {
  const Import silent = Loading("elsewhere:1:1");
  trail_.clock().Advance(Minutes(1));
  trail_.Import({File()});
  EXPECT_EQ(Stored(silent.id).state, ImportState::failed);
  EXPECT_EQ(Left(silent.id), 0);
}

TEST_P(ImportTest, ALivingLoaderMakesTheNextOneWait) {
  const Import living = Loading(ThisLoader());
  WatchedClock clock;
  const std::string path = trail_.folder() + "/waits.csv";
  std::ofstream(path) << File();
  std::future<Result<ImportAnswer>> waits = std::async(std::launch::async, [&] {
    ImportWish wish;
    wish.files.push_back({path, "waits.csv"});
    return ImportFiles(*trail_, clock, wish);
  });
  // One look when it begins, one for each time it asks for its turn.
  constexpr int kAskedAgain = 4;
  while (clock.looks() < kAskedAgain) std::this_thread::yield();
  Must(trail_.Do([&](database::Transaction& tx) -> Status {
    HT_TRY(const auto imports, tx.Query<std::int64_t>("SELECT COUNT(*) FROM trail_import"));
    EXPECT_THAT(imports, ElementsAre(1));
    HT_TRY_STATUS(tx.Execute("UPDATE trail_import SET state = 'failed' WHERE id = :i", living.id));
    return {};
  }));
  EXPECT_EQ(Must(waits.get()).files[0].entries_new, 1);
  EXPECT_EQ(Left(living.id), 0);
}

TEST_P(ImportTest, ABanksAnswerIsPutDownOnceAndLoadedByTheWorker) {
  const BankAnswer answer = Answer(OpenCase());
  const auto take = [&] {
    return Must(
        trail_.Do([&](database::Transaction& tx) { return TakeBankAnswer(tx, answer, kNow); }));
  };
  const std::int64_t id = take();
  EXPECT_EQ(take(), id);
  EXPECT_EQ(Stored(id).state, ImportState::waiting);
  const auto worker = Worker::Start(*trail_, trail_.clock(), trail_.folder());
  AwaitShown(id);
  EXPECT_EQ(take(), id);
  EXPECT_EQ(trail_.Count("trail_import"), 1);
  const Import shown = Stored(id);
  EXPECT_EQ(shown.transfers_new, 1);
  EXPECT_TRUE(shown.source.empty());
  EXPECT_THAT(trail_.Transfers(), SizeIs(1));
  // The statement was asked for until then, whenever its last row is.
  EXPECT_EQ(trail_.AccountOf(kPayee).held_until, answer.held_until);
}

TEST_P(ImportTest, AWorkerCanEndWhileAnotherLoaderHasItsTurn) {
  const BankAnswer answer = Answer(OpenCase());
  Loading(ThisLoader());
  const std::int64_t id =
      Must(trail_.Do([&](database::Transaction& tx) { return TakeBankAnswer(tx, answer, kNow); }));
  WatchedClock clock;
  {
    const auto worker = Worker::Start(*trail_, clock, trail_.folder());
    while (clock.looks() < 2) std::this_thread::yield();  // The first is for sweeping.
  }
  constexpr int kFewTurns = 100;  // A loader that awaits its turn looks thousands of times.
  EXPECT_LT(clock.looks(), kFewTurns);
  EXPECT_EQ(Stored(id).state, ImportState::waiting);
}

TEST_P(ImportTest, TheWorkerLoadsOriginalsThatWerePutDown) {
  const std::string path = trail_.folder() + "/upload.csv";
  std::ofstream(path) << File();
  const std::string hash = Must(files::FileStore(trail_.folder()).Keep(path));
  const std::int64_t id = Must(trail_.Do([&](database::Transaction& tx) {
    return ImportUploads(tx, std::nullopt, {{hash, "upload.csv"}}, 0, kNow);
  }));
  const auto worker = Worker::Start(*trail_, trail_.clock(), trail_.folder());
  AwaitShown(id);
  EXPECT_THAT(trail_.Transfers(), SizeIs(1));
  EXPECT_EQ(trail_.Count("trail_sheet WHERE file = 'upload.csv' AND hash <> ''"), 1);
}

TEST_P(ImportTest, AnAnswerWithoutRowsStillTellsHowFarTheStatementReaches) {
  BankAnswer answer = Answer(OpenCase());
  answer.entries.clear();
  statement::AccountRow row;
  row.card = statement::ReadNumber(kPayee);
  row.holder = PersonName("刘强");
  answer.accounts = {row};
  const std::int64_t id =
      Must(trail_.Do([&](database::Transaction& tx) { return TakeBankAnswer(tx, answer, kNow); }));
  const auto worker = Worker::Start(*trail_, trail_.clock(), trail_.folder());
  AwaitShown(id);
  EXPECT_EQ(trail_.AccountOf(kPayee).held_until, answer.held_until);
  EXPECT_EQ(trail_.AccountOf(kPayee).held_from, answer.held_from);
}

TEST_P(ImportTest, TheWorkerLoadsAgainWhatDiedUnderAnotherAndShowsNoRowTwice) {
  const BankAnswer answer = Answer(OpenCase());
  const std::int64_t id =
      Must(trail_.Do([&](database::Transaction& tx) { return TakeBankAnswer(tx, answer, kNow); }));
  std::string gone = ThisLoader();
  gone = gone.substr(0, gone.find(':')) + ":1:1";
  const Sheet sheet{900, id, "left", "", ""};
  Transfer transfer;
  transfer.id = 900;
  transfer.import_id = id;
  transfer.to_id = 900;
  Must(trail_.Do([&](database::Transaction& tx) -> Status {
    HT_TRY_STATUS(
        tx.Execute("UPDATE trail_import SET state = 'loading', loader = :l,"
                   " touched_at = :t WHERE id = :i",
                   gone, kNow, id));
    HT_TRY_STATUS(tx.InsertAll<Sheet>({&sheet, 1}));
    return tx.InsertAll<Transfer>({&transfer, 1});
  }));
  const auto worker = Worker::Start(*trail_, trail_.clock(), trail_.folder());
  AwaitShown(id);
  ASSERT_THAT(trail_.Transfers(), SizeIs(1));
  EXPECT_NE(trail_.Transfers()[0].id, 900);
}

TEST_P(ImportTest, AFailedImportOfOriginalsIsLoadedAgainUnderItsId) {
  const std::string path = trail_.folder() + "/upload.csv";
  std::ofstream(path) << File();
  const std::string hash = Must(files::FileStore(trail_.folder()).Keep(path));
  const std::int64_t id = Must(trail_.Do([&](database::Transaction& tx) -> Result<std::int64_t> {
    HT_TRY(const std::int64_t put,
           ImportUploads(tx, std::nullopt, {{hash, "upload.csv"}}, 0, kNow));
    HT_TRY_STATUS(tx.Execute("UPDATE trail_import SET state = 'failed', problem = 'storage_full'"));
    return put;
  }));
  const auto retry = [&] {
    return trail_.Do([&](database::Transaction& tx) -> Result<Import> {
      HT_TRY(const Import import, tx.Get<Import>(id));
      return Retry(tx, import, 0, kNow);
    });
  };
  EXPECT_EQ(Must(retry()).id, id);
  EXPECT_EQ(retry().error().rule, "import_underway");
  const auto worker = Worker::Start(*trail_, trail_.clock(), trail_.folder());
  AwaitShown(id);
  EXPECT_THAT(trail_.Transfers(), SizeIs(1));
  // What is shown is read again under a new id, as when its columns are mapped since.
  const Import again = Must(retry());
  EXPECT_NE(again.id, id);
  AwaitShown(again.id);
  EXPECT_THAT(trail_.Transfers(), SizeIs(1));
}

TEST_P(ImportTest, WhatTheCommandLineReadCannotBeReadAgainFromHere) {
  const std::int64_t id = trail_.Import({File()}).import_id;
  const Import shown = Stored(id);
  const auto again =
      trail_.Do([&](database::Transaction& tx) { return Retry(tx, shown, 0, kNow); });
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().rule, "nothing_to_retry");
}

INSTANTIATE_TEST_SUITE_P(Import, ImportTest, database::BothEngines(),
                         testing::PrintToStringParamName());

}  // namespace hetang::trail
}  // namespace hetang::trail
