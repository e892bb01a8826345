#include "desk/register/filing.h"

#include <gmock/gmock.h>

#include "desk/register/test_register.h"

namespace hetang::registry {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class FilingTest : public testing::TestWithParam<database::Engine> {
 protected:
  Case Open() {
    return Must(register_.Open(register_.Report(centre_), duty_, clock_.Now())).record;
  }
  Case Stored(std::int64_t id) {
    return Must(register_.See([&](database::Transaction& tx) { return CaseFor(tx, id, duty_); }));
  }
  Result<Case> Ask(std::int64_t id, FilingDecision decision = FilingDecision::file) {
    return AskAs(duty_, id, {decision, centre_, "loss above the threshold"});
  }
  Result<Case> AskAs(const auth::Principal& who, std::int64_t id, const FilingForm& form) {
    return register_.Do(
        [&](database::Transaction& tx) { return AskFiling(tx, id, form, who, clock_.Now()); });
  }
  Result<Case> Extend(std::int64_t id, std::int64_t days) {
    return register_.Do([&](database::Transaction& tx) {
      return ExtendFiling(tx, id, {days, "clues need checking"}, duty_, clock_.Now());
    });
  }
  static approval::Decider DeciderOf(const auth::Principal& who) {
    return {who.actor(), who.rights, who.units, {}};
  }
  std::vector<approval::Request> InboxOf(const auth::Principal& who) {
    return Must(register_.See([&](database::Transaction& tx) {
      return approval::InboxOf(tx, DeciderOf(who), clock_.Now());
    }));
  }
  Result<approval::Request> Decide(const auth::Principal& who, std::int64_t request, bool approve) {
    return register_.Do([&](database::Transaction& tx) {
      return approval::Decide(tx, request, DeciderOf(who), {approve, "seen"}, ApprovalHandlers(),
                              clock_.Now());
    });
  }
  // The clocks of filing, as `state due-in-days-after-start`.
  std::vector<std::pair<deadline::State, std::int64_t>> Clocks(std::int64_t id) {
    std::vector<std::pair<deadline::State, std::int64_t>> clocks;
    for (const auto& clock :
         Must(register_.See([&](database::Transaction& tx) { return deadline::OfCase(tx, id); }))) {
      clocks.emplace_back(clock.state, (clock.due_at - TestRegister::kStart).ms / Days(1).ms);
    }
    std::sort(clocks.begin(), clocks.end(),
              [](const auto& a, const auto& b) { return a.second < b.second; });
    return clocks;
  }

  TestRegister register_{GetParam()};
  SimulatedClock clock_{TestRegister::kStart};
  const std::int64_t centre_ = register_.centre();
  const auth::Principal duty_ = register_.Somebody(centre_, "duty");
  const auth::Principal leader_ = register_.Somebody(centre_, "leader");
};

using deadline::State;

TEST_P(FilingTest, ALeaderFilesTheCaseAndMeetsItsClock) {
  const Case record = Open();
  clock_.Advance(Days(1));
  EXPECT_EQ(Must(Ask(record.id)).state, CaseState::filing_asked);
  const auto inbox = InboxOf(leader_);
  ASSERT_THAT(inbox, SizeIs(1));
  EXPECT_EQ(inbox[0].act, "case_filing");
  EXPECT_EQ(inbox[0].case_id, record.id);
  clock_.Advance(Hours(1));
  Must(Decide(leader_, inbox[0].id, true));
  const Case filed = Stored(record.id);
  EXPECT_EQ(filed.state, CaseState::filed);
  EXPECT_EQ(filed.filed_at, clock_.Now());
  EXPECT_EQ(filed.filing_unit_id, centre_);
  EXPECT_EQ(filed.filing_approver, leader_.officer_id);
  EXPECT_EQ(filed.filing_number, "LA4302022026" + std::string("0001"));
  EXPECT_THAT(Clocks(record.id), ElementsAre(std::pair(State::met, 3)));
}

TEST_P(FilingTest, ADecisionNotToFileIsAskedUnderItsOwnNameAndCarriesNoNumber) {
  const Case record = Open();
  Must(Ask(record.id, FilingDecision::do_not_file));
  const auto inbox = InboxOf(leader_);
  EXPECT_EQ(inbox.at(0).act, "case_not_filing");
  Must(Decide(leader_, inbox[0].id, true));
  const Case after = Stored(record.id);
  EXPECT_EQ(after.state, CaseState::not_filed);
  EXPECT_EQ(after.filing_number, "");
  EXPECT_EQ(after.filed_at, std::nullopt);
  EXPECT_THAT(Clocks(record.id), ElementsAre(std::pair(State::met, 3)));
}

TEST_P(FilingTest, ARefusalPutsTheCaseBackAndItsClockRunsOn) {
  const Case record = Open();
  Must(Ask(record.id));
  Must(Decide(leader_, InboxOf(leader_).at(0).id, false));
  EXPECT_EQ(Stored(record.id).state, CaseState::taken_in);
  EXPECT_THAT(Clocks(record.id), ElementsAre(std::pair(State::open, 3)));
  EXPECT_TRUE(Ask(record.id).has_value());
}

TEST_P(FilingTest, ACaseNotFiledMayBeAskedForAgainAndFallsBackToNotFiled) {
  const Case record = Open();
  Must(Ask(record.id, FilingDecision::do_not_file));
  Must(Decide(leader_, InboxOf(leader_).at(0).id, true));
  Must(Ask(record.id));
  Must(Decide(leader_, InboxOf(leader_).at(0).id, false));
  EXPECT_EQ(Stored(record.id).state, CaseState::not_filed);
}

TEST_P(FilingTest, TheAskerDoesNotDecideAndNeitherDoesWhoLacksTheRight) {
  const auth::Principal asking_leader = [&] {
    auth::Principal who = leader_;
    who.rights.emplace_back("register:file");
    return who;
  }();
  const Case record = Open();
  Must(AskAs(asking_leader, record.id, {FilingDecision::file, centre_, "grounds"}));
  const auth::Principal other = register_.Somebody(centre_, "leader");
  const std::int64_t request = InboxOf(other).at(0).id;
  EXPECT_THAT(InboxOf(asking_leader), IsEmpty());
  EXPECT_EQ(Decide(asking_leader, request, true).error().rule, "own_request");
  EXPECT_EQ(Decide(duty_, request, true).error().code, ErrorCode::forbidden);
  EXPECT_EQ(Stored(record.id).state, CaseState::filing_asked);
  EXPECT_TRUE(Decide(other, request, true).has_value());
}

TEST_P(FilingTest, IsAskedOnceAtATimeAndNotOfAFiledCase) {
  const Case record = Open();
  Must(Ask(record.id));
  EXPECT_EQ(Ask(record.id).error().rule, "case_state");
  Must(Decide(leader_, InboxOf(leader_).at(0).id, true));
  EXPECT_EQ(Ask(record.id).error().rule, "case_state");
}

TEST_P(FilingTest, EveryWrongFieldIsReported) {
  const Case record = Open();
  const std::int64_t bank = register_.AddUnit("102100099996", "工商银行", roster::UnitKind::bank);
  const auto asked = AskAs(duty_, record.id, {FilingDecision::file, bank, ""});
  ASSERT_THAT(asked.error().fields, SizeIs(2));
  EXPECT_EQ(asked.error().fields[0].path, "grounds");
  EXPECT_EQ(asked.error().fields[1].code, "not_police");
  const auto unknown = AskAs(duty_, record.id, {FilingDecision::file, 999, "x"});
  EXPECT_EQ(unknown.error().fields.at(0).code, "unknown_unit");
}

TEST_P(FilingTest, AnotherUnitsCaseIsForbidden) {
  const Case record = Open();
  const auto officer = register_.Somebody(register_.station(), "investigator");
  EXPECT_EQ(AskAs(officer, record.id, {FilingDecision::file, centre_, "x"}).error().rule,
            "other_unit");
}

TEST_P(FilingTest, SevenDaysAreTheHandlersOwnActThirtyWaitForALeader) {
  const Case record = Open();
  clock_.Advance(Days(2));
  Must(Extend(record.id, 7));
  EXPECT_THAT(Clocks(record.id),
              ElementsAre(std::pair(State::cancelled, 3), std::pair(State::open, 7)));
  Must(Extend(record.id, 30));
  EXPECT_EQ(Extend(record.id, 30).error().rule, "extension_asked");
  EXPECT_THAT(Clocks(record.id), Contains(std::pair(State::open, 7)));
  const auto inbox = InboxOf(leader_);
  ASSERT_THAT(inbox, SizeIs(1));
  EXPECT_EQ(inbox[0].act, "filing_extension");
  Must(Decide(leader_, inbox[0].id, true));
  EXPECT_THAT(Clocks(record.id),
              ElementsAre(std::pair(State::cancelled, 3), std::pair(State::cancelled, 7),
                          std::pair(State::open, 30)));
}

TEST_P(FilingTest, ARefusedExtensionLeavesTheClock) {
  const Case record = Open();
  Must(Extend(record.id, 30));
  Must(Decide(leader_, InboxOf(leader_).at(0).id, false));
  EXPECT_THAT(Clocks(record.id), ElementsAre(std::pair(State::open, 3)));
  EXPECT_TRUE(Extend(record.id, 30).has_value());
}

TEST_P(FilingTest, AnExtensionComesBeforeTheClockRunsOut) {
  const Case record = Open();
  clock_.Advance(Hours(73));
  EXPECT_EQ(Extend(record.id, 7).error().rule, "filing_clock_over");
}

TEST_P(FilingTest, AnExtensionApprovedAfterTheDecisionMovesNothing) {
  const Case record = Open();
  Must(Extend(record.id, 30));
  Must(Ask(record.id));
  std::int64_t filing = 0;
  std::int64_t extension = 0;
  for (const auto& request : InboxOf(leader_)) {
    (request.act == "case_filing" ? filing : extension) = request.id;
  }
  Must(Decide(leader_, filing, true));
  Must(Decide(leader_, extension, true));
  EXPECT_THAT(Clocks(record.id), ElementsAre(std::pair(State::met, 3)));
}

TEST_P(FilingTest, ALateDecisionIsSeenAsMissed) {
  const Case record = Open();
  Must(Ask(record.id));
  clock_.Advance(Hours(73));
  Must(Decide(leader_, InboxOf(leader_).at(0).id, true));
  EXPECT_EQ(Stored(record.id).state, CaseState::filed);
  EXPECT_THAT(Clocks(record.id), ElementsAre(std::pair(State::missed, 3)));
}

TEST_P(FilingTest, TheHandlerIsRemindedAndTheLeaderToldWhenTheClockRunsOut) {
  Open();
  const auto notices = [&](const auth::Principal& who) {
    std::vector<std::string> codes;
    for (const auto& notice : Must(register_.See([&](database::Transaction& tx) {
           return deadline::NoticesFor(tx, {who.officer_id, who.roles, who.units});
         }))) {
      codes.push_back(notice.kind);
    }
    return codes;
  };
  clock_.Advance(Hours(49));
  Must(deadline::RunDue(*register_, clock_.Now()));
  EXPECT_THAT(notices(duty_), ElementsAre("reminder"));
  EXPECT_THAT(notices(leader_), IsEmpty());
  clock_.Advance(Days(1));
  Must(deadline::RunDue(*register_, clock_.Now()));
  EXPECT_THAT(notices(leader_), ElementsAre("escalation"));
}

TEST_P(FilingTest, EveryRequestAndItsFateIsKept) {
  const Case record = Open();
  Must(Ask(record.id));
  Must(Decide(leader_, InboxOf(leader_).at(0).id, false));
  Must(Ask(record.id));
  Must(Decide(leader_, InboxOf(leader_).at(0).id, true));
  const auto filings =
      Must(register_.See([&](database::Transaction& tx) { return FilingsOf(tx, record.id); }));
  ASSERT_THAT(filings, SizeIs(2));
  EXPECT_EQ(filings[0].state, AskedState::refused);
  EXPECT_EQ(filings[1].state, AskedState::approved);
  EXPECT_EQ(filings[1].decided_by, leader_.officer_id);
  std::vector<std::string> acts;
  for (const journal::Sealed& entry : register_.Journal()) {
    if (entry.desk == "register") acts.push_back(entry.act);
  }
  EXPECT_THAT(acts, ElementsAre("case_opened", "filing_asked", "filing_refused", "filing_asked",
                                "case_filed"));
}

INSTANTIATE_TEST_SUITE_P(Filing, FilingTest, database::BothEngines(),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace hetang::registry
