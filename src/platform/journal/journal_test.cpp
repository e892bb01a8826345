#include "platform/journal/journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "platform/database/test_database.h"

namespace hetang::journal {
namespace {

using database::Engine;
using database::Transaction;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr Moment kNow{1'775'000'000'000};

Entry Made(std::int64_t subject_id, std::int64_t case_id = 0) {
  Entry entry;
  entry.actor = {7, 3};
  entry.desk = "intake";
  entry.act = "report_taken";
  entry.subject = "report";
  entry.subject_id = subject_id;
  entry.case_id = case_id;
  entry.unit_id = 3;
  entry.why = "电话报警";
  entry.facts = {{"payments", 2}};
  entry.before = DigestOfText("before");
  entry.after = DigestOfText("after");
  return entry;
}

class JournalTest : public testing::TestWithParam<Engine> {
 protected:
  void StartSealer(HashKind kind = HashKind::sha256) {
    auto started = Sealer::Start(*database_, kind);
    ASSERT_TRUE(started.has_value()) << started.error().message;
    sealer_ = std::move(*started);
  }

  void Restart() {
    sealer_.reset();
    database_.Reopen();
    StartSealer();
  }

  void Write(const Entry& entry) {
    const Status written =
        database_->Write([&](Transaction& tx) { return Append(tx, entry, kNow); });
    ASSERT_TRUE(written.has_value()) << written.error().message;
  }

  void Flush() {
    const Status flushed = sealer_->Flush();
    ASSERT_TRUE(flushed.has_value()) << flushed.error().message;
  }

  std::vector<Sealed> After(std::int64_t position, std::int64_t limit = 1000) {
    return *database_->Read([&](Transaction& tx) { return ReadAfter(tx, position, limit); });
  }

  std::vector<std::int64_t> SubjectsAfter(std::int64_t position, std::int64_t limit = 10'000) {
    std::vector<std::int64_t> subjects;
    for (const Sealed& sealed : After(position, limit)) subjects.push_back(sealed.subject_id);
    return subjects;
  }

  std::optional<std::string> Personal(std::int64_t position) {
    return *database_->Read([&](Transaction& tx) { return PersonalOf(tx, position); });
  }

  Result<Proof> Prove(const std::string& head = "") { return Verify(*database_, head); }

  database::TestDatabase database_{GetParam(), Migrations()};
  std::unique_ptr<Sealer> sealer_;
};
INSTANTIATE_TEST_SUITE_P(Engines, JournalTest, database::BothEngines(),
                         testing::PrintToStringParamName());

TEST_P(JournalTest, SealedEntriesHavePositionsWithoutGapsAndAllTheirFields) {
  StartSealer();
  Write(Made(1, 40));
  Write(Made(2));
  Flush();
  const auto sealed = After(0);
  ASSERT_EQ(sealed.size(), 2u);
  EXPECT_EQ(sealed[0].position, 1);
  EXPECT_EQ(sealed[1].position, 2);
  EXPECT_EQ(sealed[0].at, kNow);
  EXPECT_EQ(sealed[0].officer_id, 7);
  EXPECT_EQ(sealed[0].desk, "intake");
  EXPECT_EQ(sealed[0].act, "report_taken");
  EXPECT_EQ(sealed[0].subject, "report");
  EXPECT_EQ(sealed[0].subject_id, 1);
  EXPECT_EQ(sealed[0].case_id, 40);
  EXPECT_EQ(sealed[0].unit_id, 3);
  EXPECT_EQ(sealed[0].why, "电话报警");
  EXPECT_EQ(sealed[0].facts, R"({"payments":2})");
  EXPECT_EQ(sealed[0].hash.size(), 64u);
  EXPECT_NE(sealed[0].hash, sealed[1].hash);
}

TEST_P(JournalTest, NothingIsReadBeforeItIsSealed) {
  Write(Made(1, 40));
  EXPECT_THAT(After(0), IsEmpty());
  EXPECT_THAT(*database_->Read([](Transaction& tx) { return OfCase(tx, 40); }), IsEmpty());
  EXPECT_EQ(*database_->Read([](Transaction& tx) { return LastPosition(tx); }), 0);
}

TEST_P(JournalTest, ReadAfterGoesOnWhereThePageBeforeEnded) {
  StartSealer();
  for (int i = 1; i <= 5; ++i) Write(Made(i));
  Flush();
  EXPECT_THAT(SubjectsAfter(0, 2), ElementsAre(1, 2));
  EXPECT_THAT(SubjectsAfter(2, 2), ElementsAre(3, 4));
  EXPECT_THAT(SubjectsAfter(4, 2), ElementsAre(5));
  EXPECT_EQ(*database_->Read([](Transaction& tx) { return LastPosition(tx); }), 5);
}

TEST_P(JournalTest, TheTimelineOfACaseHoldsItsEntriesOnly) {
  StartSealer();
  Write(Made(1, 40));
  Write(Made(2, 41));
  Write(Made(3));
  Write(Made(4, 40));
  Flush();
  const auto of_case = *database_->Read([](Transaction& tx) { return OfCase(tx, 40); });
  ASSERT_EQ(of_case.size(), 2u);
  EXPECT_EQ(of_case[0].subject_id, 1);
  EXPECT_EQ(of_case[1].subject_id, 4);
}

TEST_P(JournalTest, ARefusedCommandLeavesNoEntry) {
  StartSealer();
  const Status refused = database_->Write([](Transaction& tx) -> Status {
    HT_TRY_STATUS(Append(tx, Made(1), kNow));
    return Fail(ErrorCode::conflict, "No.");
  });
  EXPECT_FALSE(refused.has_value());
  Write(Made(2));
  Flush();
  EXPECT_THAT(SubjectsAfter(0), ElementsAre(2));
}

TEST_P(JournalTest, CommitsWakeTheSealer) {
  StartSealer();
  std::promise<std::int64_t> told;
  std::atomic<bool> first = true;
  sealer_->OnSealed([&](std::int64_t last_position) {
    if (first.exchange(false)) told.set_value(last_position);
  });
  Write(Made(1));
  EXPECT_EQ(told.get_future().get(), 1);
  sealer_.reset();
  EXPECT_THAT(SubjectsAfter(0), ElementsAre(1));
}

TEST_P(JournalTest, TheChainGoesOnAfterARestart) {
  StartSealer();
  Write(Made(1));
  Flush();
  const std::string first = After(0)[0].hash;
  sealer_.reset();
  Write(Made(2));  // Committed, and the program ended before it was sealed.
  Restart();
  Write(Made(3));
  Flush();
  EXPECT_THAT(SubjectsAfter(0), ElementsAre(1, 2, 3));
  EXPECT_EQ(After(0)[0].hash, first);
  const auto proof = Prove(first);
  ASSERT_TRUE(proof.has_value()) << proof.error().message;
  EXPECT_EQ(proof->entries, 3);
  EXPECT_EQ(proof->head, After(2)[0].hash);
}

TEST_P(JournalTest, AChainKeepsTheHashItWasBegunWith) {
  StartSealer(HashKind::sm3);
  Write(Made(1));
  Flush();
  EXPECT_TRUE(Prove().has_value());
  sealer_.reset();
  const auto other = Sealer::Start(*database_, HashKind::sha256);
  ASSERT_FALSE(other.has_value());
  EXPECT_EQ(other.error().code, ErrorCode::unsupported);
  StartSealer(HashKind::sm3);
  Write(Made(2));
  Flush();
  EXPECT_EQ(Prove()->entries, 2);
}

TEST_P(JournalTest, EntriesOfManyThreadsAreAllSealedOnce) {
  StartSealer();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) Write(Made(t * 50 + i));
    });
  }
  for (auto& thread : threads) thread.join();
  Flush();
  std::vector<std::int64_t> expected(200);
  for (std::size_t i = 0; i < 200; ++i) expected[i] = static_cast<std::int64_t>(i);
  EXPECT_THAT(SubjectsAfter(0), testing::UnorderedElementsAreArray(expected));
  EXPECT_EQ(Prove()->entries, 200);
}

TEST_P(JournalTest, TwoSealersMakeOneChain) {
  StartSealer();
  auto second = *Sealer::Start(*database_, HashKind::sha256);
  for (int i = 0; i < 100; ++i) Write(Made(i));
  ASSERT_TRUE(second->Flush().has_value());
  Flush();
  EXPECT_EQ(SubjectsAfter(0).size(), 100u);
  EXPECT_EQ(Prove()->entries, 100);
}

TEST_P(JournalTest, AnEntryThatCommitsAfterALargerIdIsSealed) {
  if (GetParam() == Engine::sqlite) GTEST_SKIP() << "SQLite commits in the order of ids.";
  StartSealer();
  std::promise<void> appended;
  std::promise<void> go_on;
  std::once_flag once;
  std::promise<Status> committed;
  const auto may_go_on = go_on.get_future().share();
  database_->Submit(
      [&](Transaction& tx) -> Status {
        HT_TRY_STATUS(Append(tx, Made(1), kNow));
        std::call_once(once, [&] { appended.set_value(); });
        may_go_on.wait();
        return {};
      },
      [&](Status status) { committed.set_value(std::move(status)); });
  appended.get_future().wait();
  // So many that the frontier would like to move past the entry under way, again and again.
  for (int round = 0; round < 3; ++round) {
    ASSERT_TRUE(database_
                    ->Write([&](Transaction& tx) -> Status {
                      for (int i = 0; i < 5000; ++i) HT_TRY_STATUS(Append(tx, Made(2), kNow));
                      return {};
                    })
                    .has_value());
    Flush();
  }
  EXPECT_EQ(SubjectsAfter(0, 20'000).size(), 15'000u);
  go_on.set_value();
  ASSERT_TRUE(committed.get_future().get().has_value());
  Flush();
  EXPECT_THAT(SubjectsAfter(15'000), ElementsAre(1));
  for (int round = 0; round < 3; ++round) Flush();
  Restart();
  Write(Made(3));
  Flush();
  EXPECT_THAT(SubjectsAfter(15'001), ElementsAre(3));
  EXPECT_EQ(Prove()->entries, 15'002);
}

Entry WithPersonal(std::int64_t person_id, const std::string& value) {
  Entry entry = Made(person_id);
  entry.person_id = person_id;
  entry.personal = value;
  return entry;
}

TEST_P(JournalTest, PersonalValuesAreReadBackAndNotStoredInClear) {
  StartSealer();
  Write(WithPersonal(5, "张三 13800138000"));
  Write(Made(6));
  Flush();
  EXPECT_EQ(Personal(1), "张三 13800138000");
  EXPECT_EQ(Personal(2), std::nullopt);
  const auto absent = database_->Read([](Transaction& tx) { return PersonalOf(tx, 3); });
  EXPECT_EQ(absent.error().code, ErrorCode::not_found);
  const auto ciphers = *database_->Read(
      [](Transaction& tx) { return tx.Query<std::string>("SELECT cipher FROM journal_personal"); });
  ASSERT_EQ(ciphers.size(), 1u);
  EXPECT_EQ(ciphers[0].find("13800138000"), std::string::npos);
  EXPECT_EQ(ciphers[0].find("3133383030313338303030"), std::string::npos);
}

TEST_P(JournalTest, AForgottenPersonIsGoneAndTheChainStillProves) {
  StartSealer();
  Write(WithPersonal(5, "张三"));
  Write(WithPersonal(6, "李四"));
  Flush();
  ASSERT_TRUE(database_->Write([](Transaction& tx) { return Forget(tx, 5); }).has_value());
  EXPECT_EQ(Personal(1), std::nullopt);
  EXPECT_EQ(Personal(2), "李四");
  Write(WithPersonal(5, "later"));
  Flush();
  EXPECT_EQ(Personal(1), std::nullopt);
  EXPECT_EQ(Personal(3), "later");
  EXPECT_TRUE(Prove().has_value());
}

TEST_P(JournalTest, EqualPersonalValuesHaveDifferentCipherTexts) {
  StartSealer();
  Write(WithPersonal(5, "same"));
  Write(WithPersonal(5, "same"));
  const auto distinct = *database_->Read([](Transaction& tx) {
    return tx.Query<std::int64_t>("SELECT COUNT(DISTINCT cipher) FROM journal_personal");
  });
  EXPECT_EQ(distinct.front(), 2);
}

TEST(JournalDigest, IsSha256InHex) {
  EXPECT_EQ(DigestOfText("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace hetang::journal
