#include "platform/deadline/deadline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "platform/database/test_database.h"

namespace hetang::deadline {
namespace {

using database::Engine;
using database::Transaction;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr Moment kStart{1'775'000'000'000};

std::vector<database::Migration> AllMigrations() {
  std::vector<database::Migration> all(journal::Migrations().begin(), journal::Migrations().end());
  all.insert(all.end(), Migrations().begin(), Migrations().end());
  return all;
}

Rule BankAnswer() {
  Rule rule;
  rule.name = "bank_answer";
  rule.length_ms = Minutes(5).ms;
  rule.remind_ms = "120000,60000";
  rule.escalate_role = "leader";
  rule.basis = "local practice";
  return rule;
}

Opening Answer(std::int64_t order_id, std::int64_t unit_id = 3) {
  Opening opening;
  opening.rule = "bank_answer";
  opening.desk = "funds";
  opening.subject = "order";
  opening.subject_id = order_id;
  opening.case_id = 40;
  opening.unit_id = unit_id;
  opening.officer_id = 7;
  opening.note = "bank 24 h number 95588";
  return opening;
}

const Reader kOfficer{7, {"duty"}, {3}};
const Reader kLeader{9, {"leader"}, {3}};

class DeadlineTest : public testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    ASSERT_TRUE(Do([](Transaction& tx) { return SeedRule(tx, BankAnswer()); }).has_value());
  }

  template <typename Work>
  std::invoke_result_t<Work, Transaction&> Do(Work work) {
    return database_->Write(work);
  }
  std::int64_t OpenAt(const Opening& opening, Moment now) {
    return *Do([&](Transaction& tx) { return Open(tx, opening, now); });
  }
  int Run(Moment now) {
    const auto steps = RunDue(*database_, now);
    EXPECT_TRUE(steps.has_value()) << steps.error().message;
    return steps.value_or(-1);
  }
  void MeetAt(std::int64_t order_id, Moment now) {
    ASSERT_TRUE(Do([&](Transaction& tx) {
                  return Meet(tx, "bank_answer", "order", order_id, now);
                }).has_value());
  }
  Deadline Stored(std::int64_t id) {
    return *database_->Read([&](Transaction& tx) { return tx.Get<Deadline>(id); });
  }
  std::vector<std::string> Codes(const Reader& reader) {
    std::vector<std::string> codes;
    const auto notices = database_->Read([&](Transaction& tx) { return NoticesFor(tx, reader); });
    for (const Notice& notice : *notices) {
      codes.push_back(notice.code);
    }
    return codes;
  }
  std::vector<std::string> Acts() {
    return *database_->Read([](Transaction& tx) {
      return tx.Query<std::string>("SELECT act FROM journal_entry ORDER BY id");
    });
  }

  database::TestDatabase database_{GetParam(), AllMigrations()};
};
INSTANTIATE_TEST_SUITE_P(Engines, DeadlineTest, database::BothEngines(),
                         testing::PrintToStringParamName());

TEST_P(DeadlineTest, AnEditedRuleIsNotSeededAgain) {
  ASSERT_TRUE(Do([](Transaction& tx) -> Status {
                HT_TRY(Rule rule, RuleOf(tx, "bank_answer"));
                rule.length_ms = 1;
                return tx.Update(rule);
              }).has_value());
  ASSERT_TRUE(Do([](Transaction& tx) { return SeedRule(tx, BankAnswer()); }).has_value());
  const Rule rule = *database_->Read([](Transaction& tx) { return RuleOf(tx, "bank_answer"); });
  EXPECT_EQ(rule.length_ms, 1);
  EXPECT_EQ(rule.version, 1);
}

TEST_P(DeadlineTest, ARuleThatCannotWorkIsRefusedWithEachFault) {
  Rule rule;
  rule.remind_ms = "60000,120000";
  const Status refused = Do([&](Transaction& tx) { return SeedRule(tx, rule); });
  ASSERT_FALSE(refused.has_value());
  std::vector<std::string> paths;
  for (const auto& fault : refused.error().fields) paths.push_back(fault.path);
  EXPECT_THAT(paths, ElementsAre("name", "length_ms", "remind_ms", "escalate_role"));
  for (const std::string reminders : {"1,", "x", "-5", "0", "5,5", "9999999999999999999"}) {
    rule = BankAnswer();
    rule.remind_ms = reminders;
    EXPECT_FALSE(Do([&](Transaction& tx) { return SeedRule(tx, rule); }).has_value()) << reminders;
  }
}

TEST_P(DeadlineTest, AnEditedRuleKeepsItsNameAndNeedsTheVersionThatWasRead) {
  Rule rule = *Do([](Transaction& tx) { return RuleOf(tx, "bank_answer"); });
  const auto change = [&](const Rule& changed) {
    return Do([&](Transaction& tx) { return ChangeRule(tx, changed, {9, 3}, kStart); });
  };
  Rule wrong = rule;
  wrong.length_ms = 0;
  EXPECT_EQ(change(wrong).error().fields.at(0).path, "length_ms");
  Rule edited = rule;
  edited.name = "another";
  edited.length_ms = Minutes(10).ms;
  EXPECT_EQ(change(edited)->name, "bank_answer");
  EXPECT_EQ(change(rule).error().code, ErrorCode::stale);
  rule.id = 999;
  EXPECT_EQ(change(rule).error().code, ErrorCode::not_found);
}

TEST_P(DeadlineTest, AnUnknownRuleOpensNothing) {
  Opening opening = Answer(1);
  opening.rule = "none";
  const auto opened = Do([&](Transaction& tx) { return Open(tx, opening, kStart); });
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().code, ErrorCode::not_found);
}

TEST_P(DeadlineTest, RemindsTwiceThenEscalatesEachAtItsTime) {
  const auto id = OpenAt(Answer(1), kStart);
  EXPECT_EQ(Stored(id).due_at, kStart + Minutes(5));
  EXPECT_EQ(Run(kStart + Minutes(3) - Milliseconds(1)), 0);
  EXPECT_EQ(Run(kStart + Minutes(3)), 1);
  EXPECT_THAT(Codes(kOfficer), ElementsAre("bank_answer_due"));
  EXPECT_EQ(Run(kStart + Minutes(4) - Milliseconds(1)), 0);
  EXPECT_EQ(Run(kStart + Minutes(4)), 1);
  EXPECT_EQ(Stored(id).reminders, 2);
  EXPECT_THAT(Codes(kLeader), IsEmpty());
  EXPECT_EQ(Run(kStart + Minutes(5)), 1);
  EXPECT_THAT(Codes(kLeader), ElementsAre("bank_answer_overdue"));
  EXPECT_THAT(Codes(kOfficer), SizeIs(2));
  EXPECT_EQ(Run(kStart + Days(9)), 0);
  const Deadline overdue = Stored(id);
  EXPECT_EQ(overdue.state, State::open);
  EXPECT_EQ(overdue.next_at, std::nullopt);
  EXPECT_THAT(Acts(), ElementsAre("deadline_reminded", "deadline_reminded", "deadline_fell_due"));
}

TEST_P(DeadlineTest, ANoticeSaysWhatAPersonNeeds) {
  OpenAt(Answer(1), kStart);
  Run(kStart + Minutes(5));
  const auto notices = *database_->Read([](Transaction& tx) { return NoticesFor(tx, kLeader); });
  ASSERT_THAT(notices, SizeIs(1));
  EXPECT_EQ(notices[0].at, kStart + Minutes(5));
  EXPECT_EQ(notices[0].kind, "escalation");
  EXPECT_EQ(notices[0].subject, "order");
  EXPECT_EQ(notices[0].subject_id, 1);
  EXPECT_EQ(notices[0].case_id, 40);
  EXPECT_EQ(notices[0].note, "bank 24 h number 95588");
}

TEST_P(DeadlineTest, AllStepsMissedWhileTheProgramStoodAreTaken) {
  OpenAt(Answer(1), kStart);
  database_.Reopen();
  EXPECT_EQ(Run(kStart + Days(1)), 3);
  EXPECT_EQ(Run(kStart + Days(1)), 0);
}

TEST_P(DeadlineTest, RemindersBeforeTheOpeningAreNone) {
  Opening opening = Answer(1);
  opening.due_at = kStart + Seconds(90);
  OpenAt(opening, kStart);
  EXPECT_EQ(Run(kStart + Seconds(29)), 0);
  EXPECT_EQ(Run(kStart + Seconds(30)), 1);
  EXPECT_EQ(Run(kStart + Seconds(90)), 1);
}

TEST_P(DeadlineTest, MetInTimeIsMetAndQuiet) {
  const auto id = OpenAt(Answer(1), kStart);
  const auto other = OpenAt(Answer(2), kStart);
  MeetAt(1, kStart + Minutes(5));
  EXPECT_EQ(Stored(id).state, State::met);
  EXPECT_EQ(Stored(id).closed_at, kStart + Minutes(5));
  EXPECT_EQ(Stored(other).state, State::open);
  EXPECT_EQ(Run(kStart + Minutes(5)), 3);  // Of the other one.
}

TEST_P(DeadlineTest, MetTooLateIsMissed) {
  const auto id = OpenAt(Answer(1), kStart);
  MeetAt(1, kStart + Minutes(5) + Milliseconds(1));
  EXPECT_EQ(Stored(id).state, State::missed);
  MeetAt(1, kStart + Minutes(9));  // None is open: nothing happens.
  EXPECT_EQ(Stored(id).closed_at, kStart + Minutes(5) + Milliseconds(1));
}

TEST_P(DeadlineTest, CancelledIsClosed) {
  const auto id = OpenAt(Answer(1), kStart);
  ASSERT_TRUE(Do([](Transaction& tx) {
                return deadline::Cancel(tx, "bank_answer", "order", 1, kStart + Days(1));
              }).has_value());
  EXPECT_EQ(Stored(id).state, State::cancelled);
  EXPECT_EQ(Run(kStart + Days(2)), 0);
}

TEST_P(DeadlineTest, AnEditedRuleCountsForRunningClocks) {
  const auto id = OpenAt(Answer(1), kStart);
  EXPECT_EQ(Run(kStart + Minutes(3)), 1);
  ASSERT_TRUE(Do([](Transaction& tx) -> Status {
                HT_TRY(Rule rule, RuleOf(tx, "bank_answer"));
                rule.remind_ms = "30000";
                return tx.Update(rule);
              }).has_value());
  EXPECT_EQ(Run(kStart + Minutes(4)), 0);  // The second reminder is no more.
  EXPECT_EQ(Stored(id).next_at, kStart + Minutes(5));
  EXPECT_EQ(Run(kStart + Minutes(5)), 1);
  EXPECT_THAT(Codes(kLeader), SizeIs(1));
}

TEST_P(DeadlineTest, ACaseHasAllItsClocks) {
  for (int i = 1; i <= 4; ++i) OpenAt(Answer(i, 3), kStart);
  MeetAt(4, kStart + Minutes(2));
  EXPECT_THAT(*database_->Read([](Transaction& tx) { return OfCase(tx, 40); }), SizeIs(4));
  EXPECT_THAT(*database_->Read([](Transaction& tx) { return OfCase(tx, 41); }), IsEmpty());
}

TEST_P(DeadlineTest, NoticesReachTheirRoleInTheirUnitOnly) {
  Notice notice;
  notice.kind = "attention";
  notice.code = "answer_unreadable";
  notice.role = "leader";
  notice.unit_id = 4;
  ASSERT_TRUE(Do([&](Transaction& tx) { return Notify(tx, notice); }).has_value());
  EXPECT_THAT(Codes(kLeader), IsEmpty());
  EXPECT_THAT(Codes(Reader{9, {"duty"}, {4}}), IsEmpty());
  EXPECT_THAT(Codes(Reader{9, {"leader", "duty"}, {3, 4}}), SizeIs(1));
  notice.unit_id = 0;
  ASSERT_TRUE(Do([&](Transaction& tx) { return Notify(tx, notice); }).has_value());
  EXPECT_THAT(Codes(kLeader), SizeIs(1));
}

TEST_P(DeadlineTest, ASeenNoticeIsGoneAndNobodyElseMaySeeItAway) {
  OpenAt(Answer(1), kStart);
  Run(kStart + Minutes(3));
  const auto notice =
      (*database_->Read([](Transaction& tx) { return NoticesFor(tx, kOfficer); })).at(0);
  const auto seen = [&](const Reader& reader) {
    return Do([&](Transaction& tx) { return MarkSeen(tx, notice.id, reader, kStart); });
  };
  ASSERT_FALSE(seen(kLeader).has_value());
  EXPECT_EQ(seen(kLeader).error().code, ErrorCode::not_found);
  EXPECT_THAT(Codes(kOfficer), SizeIs(1));
  ASSERT_TRUE(seen(kOfficer).has_value());
  EXPECT_THAT(Codes(kOfficer), IsEmpty());
  EXPECT_TRUE(seen(kOfficer).has_value());
}

// Whatever the order of ticks, jumps of the clock, closings and restarts: each step of a clock that
// stays open is taken once, none before its time, and none of a closed one.
TEST_P(DeadlineTest, AnyInterleavingTakesEachStepOnce) {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    const auto pick = [&](int count) { return static_cast<int>(random() % unsigned(count)); };
    std::vector<std::int64_t> clocks;
    int steps = 0;
    Moment now = kStart;
    for (int i = 0; i < 60; ++i) {
      switch (pick(6)) {
        case 0:
          clocks.push_back(OpenAt(Answer(seed * 1000 + static_cast<unsigned>(i)), now));
          break;
        case 1:
          now = now + Seconds(pick(120));
          break;
        case 2:
          now = now - Seconds(pick(90));
          break;
        case 3:
          if (GetParam() == Engine::sqlite || pick(5) == 0) database_.Reopen();
          break;
        default:
          steps += Run(now);
      }
      for (const std::int64_t id : clocks) {
        const Deadline deadline = Stored(id);
        const Moment expected = deadline.due_at - Seconds(120 - 60 * deadline.reminders);
        EXPECT_EQ(deadline.next_at.value_or(expected), expected);
      }
    }
    steps += Run(now + Days(1));
    EXPECT_EQ(steps, 3 * static_cast<int>(clocks.size()));
    for (const std::int64_t id : clocks) {
      const Deadline deadline = Stored(id);
      EXPECT_EQ(deadline.reminders, 2);
      EXPECT_EQ(*database_->Read([&](Transaction& tx) {
        return tx.Query<std::string>(
            "SELECT kind FROM deadline_notice WHERE subject_id = :id ORDER BY id",
            deadline.subject_id);
      }),
                (std::vector<std::string>{"reminder", "reminder", "escalation"}));
    }
  }
}

TEST_P(DeadlineTest, TwoRunnersAtOnceTakeEachStepOnce) {
  for (int i = 0; i < 40; ++i) OpenAt(Answer(i), kStart);
  std::vector<std::thread> runners;
  for (int i = 0; i < 2; ++i) {
    runners.emplace_back([&] {
      // PostgreSQL may give up on commands that meet too often; the runner comes again.
      while (!RunDue(*database_, kStart + Minutes(5)).has_value()) std::this_thread::yield();
    });
  }
  for (auto& runner : runners) runner.join();
  EXPECT_EQ(Run(kStart + Minutes(5)), 0);
  EXPECT_THAT(Acts(), SizeIs(120));
}

TEST_P(DeadlineTest, TheRunnerFollowsItsClock) {
  SimulatedClock clock(kStart);
  OpenAt(Answer(1), kStart);
  const auto runner = Runner::Start(*database_, clock);
  clock.Advance(Minutes(3));
  while (Codes(kOfficer).empty()) std::this_thread::yield();
  EXPECT_THAT(Codes(kOfficer), SizeIs(1));
}

}  // namespace
}  // namespace hetang::deadline
