// Swaps, replacements, gaps and hand-over on a rota of one post.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>

#include "desk/roster/gaps.h"
#include "desk/roster/handover.h"
#include "desk/roster/keeper.h"
#include "desk/roster/swaps.h"
#include "desk/roster/test_roster.h"

namespace hetang::roster {
namespace {

using database::Transaction;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(SwapStates, EveryPairIsAllowedOrRefusedAsTheTableSays) {
  const std::map<std::pair<SwapState, SwapAct>, SwapState> allowed = {
      {{SwapState::asked, SwapAct::agree}, SwapState::agreed},
      {{SwapState::asked, SwapAct::refuse}, SwapState::refused},
      {{SwapState::asked, SwapAct::withdraw}, SwapState::withdrawn},
      {{SwapState::asked, SwapAct::impose}, SwapState::imposed},
      {{SwapState::asked, SwapAct::lapse}, SwapState::lapsed},
      {{SwapState::refused, SwapAct::impose}, SwapState::imposed},
  };
  for (const auto state : EnumNames<SwapState>()) {
    for (const auto act : EnumNames<SwapAct>()) {
      const std::pair pair{*EnumFromName<SwapState>(state), *EnumFromName<SwapAct>(act)};
      const auto found = RequireTransition(kSwapStates, pair.first, pair.second);
      const auto wanted = allowed.find(pair);
      ASSERT_EQ(found.has_value(), wanted != allowed.end()) << state << " " << act;
      if (!found) continue;
      EXPECT_EQ((*found)->to, wanted->second) << state << " " << act;
    }
  }
}

TEST(Gaps, WhatIsUncoveredIsWhatTooFewServe) {
  const Moment zero;
  const auto in = [&](int from, int to) { return Span{zero + Hours(from), zero + Hours(to)}; };
  const auto text = [&](std::initializer_list<Span> served, int officers) {
    std::string hours;
    for (const Span& part : Uncovered(in(8, 20), std::vector<Span>(served), officers)) {
      hours += std::to_string(part.from.ms / Hours(1).ms) + "-" +
               std::to_string(part.to.ms / Hours(1).ms) + " ";
    }
    return hours;
  };
  EXPECT_EQ(text({}, 1), "8-20 ");
  EXPECT_EQ(text({in(0, 24)}, 1), "");
  EXPECT_EQ(text({in(8, 12), in(12, 20)}, 1), "");
  EXPECT_EQ(text({in(6, 10), in(12, 18)}, 1), "10-12 18-20 ");
  EXPECT_EQ(text({in(8, 20)}, 2), "8-20 ");
  EXPECT_EQ(text({in(8, 20), in(8, 14)}, 2), "14-20 ");
  EXPECT_EQ(text({in(0, 8), in(20, 24)}, 1), "8-20 ");
}

class DutyTest : public testing::TestWithParam<database::Engine> {
 protected:
  template <typename Work>
  std::invoke_result_t<Work, Transaction&> Do(Work work) {
    return roster_->Write(work);
  }
  std::int64_t Put(const auth::Principal& officer, Moment since, Moment until) {
    const ShiftForm form{officer.officer_id, roster_.centre(), "duty", since, until};
    return Must(Do([&](Transaction& tx) { return AddShift(tx, form, leader_, now_); })).id;
  }
  Result<SwapView> Ask(const auth::Principal& who, std::int64_t shift, std::int64_t to) {
    return Do([&](Transaction& tx) { return AskSwap(tx, shift, {to, "孩子生病"}, who, now_); });
  }
  Result<SwapView> Decide(const auth::Principal& who, std::int64_t swap, SwapAct act,
                          Text<200> reason = {}) {
    return Do([&](Transaction& tx) { return DecideSwap(tx, swap, {act, reason}, who, now_); });
  }
  Result<HandoverView> Write(const auth::Principal& who, std::int64_t shift) {
    const HandoverForm form{shift, "两张卡等银行反馈", {{"order", 17, "止付 AJ1"}}};
    return Do([&](Transaction& tx) { return WriteHandover(tx, form, who, now_); });
  }
  Result<HandoverView> Confirm(const auth::Principal& who, std::int64_t note) {
    return Do([&](Transaction& tx) { return ConfirmHandover(tx, note, who, now_); });
  }
  std::vector<HandoverView> Waiting(const auth::Principal& who) {
    return Must(Do([&](Transaction& tx) { return HandoversWaiting(tx, who, now_); }));
  }
  std::int64_t OfficerOfShift(std::int64_t shift) {
    return Must(Do([&](Transaction& tx) { return tx.Get<Shift>(shift); })).officer_id;
  }
  std::vector<std::int64_t> OnPost() {
    std::vector<std::int64_t> ids;
    for (const Officer& officer :
         Must(Do([&](Transaction& tx) { return OnDuty(tx, roster_.centre(), "duty", now_); }))) {
      ids.push_back(officer.id);
    }
    return ids;
  }
  std::vector<Gap> Gaps() {
    const std::vector<std::int64_t> units{roster_.centre()};
    return Must(Do([&](Transaction& tx) { return OpenGaps(tx, units); }));
  }
  void Keep() {
    Must(Do([&](Transaction& tx) { return KeepRota(tx, now_); }));
    EXPECT_FALSE(Must(Do([&](Transaction& tx) { return RotaWaits(tx, now_); })));
  }
  Requirement Require(TimeOfDay begins, TimeOfDay ends) {
    const RequirementForm form{roster_.centre(), "duty", begins, ends, 1};
    return Must(Do([&](Transaction& tx) { return AddRequirement(tx, form, leader_, now_); }));
  }
  std::vector<deadline::Deadline> Clocks(const std::string& rule, const std::string& state) {
    return Must(Do([&](Transaction& tx) {
      return tx.Find<deadline::Deadline>("WHERE rule = :rule AND state = :state ORDER BY id", rule,
                                         state);
    }));
  }
  std::size_t Unseen(const auth::Principal& who, const std::string& code) {
    const deadline::Reader reader{who.officer_id, who.roles, who.units};
    const auto notices =
        Must(Do([&](Transaction& tx) { return deadline::NoticesFor(tx, reader); }));
    return static_cast<std::size_t>(
        std::count_if(notices.begin(), notices.end(),
                      [&](const deadline::Notice& notice) { return notice.code == code; }));
  }

  TestRoster roster_{GetParam()};
  auth::Principal leader_ = roster_.Somebody(roster_.centre(), "leader");
  auth::Principal first_ = roster_.Somebody(roster_.centre(), "duty");
  auth::Principal second_ = roster_.Somebody(roster_.centre(), "duty");
  const Moment noon_ = *ParseIso("2026-04-01T12:00");
  const Moment evening_ = noon_ + Hours(8);
  const Moment morning_ = noon_ + Hours(20);
  Moment now_ = noon_;
};
INSTANTIATE_TEST_SUITE_P(Rota, DutyTest, database::BothEngines(),
                         testing::PrintToStringParamName());

TEST_P(DutyTest, AnAgreedSwapMovesTheShiftAndEndsItsClock) {
  const std::int64_t shift = Put(first_, evening_, morning_);
  const SwapView asked = Must(Ask(first_, shift, second_.officer_id));
  EXPECT_THAT(asked.actions, ElementsAre("withdraw"));
  EXPECT_EQ(Unseen(second_, "swap_asked"), 1u);
  EXPECT_EQ(Clocks("swap_answer", "open")[0].due_at, evening_);
  EXPECT_EQ(Decide(first_, asked.id, SwapAct::agree).error().code, ErrorCode::forbidden);
  Must(Decide(second_, asked.id, SwapAct::agree));
  EXPECT_EQ(OfficerOfShift(shift), second_.officer_id);
  EXPECT_THAT(Clocks("swap_answer", "met"), SizeIs(1));
  EXPECT_EQ(Unseen(first_, "swap_agreed"), 1u);
  EXPECT_EQ(Decide(second_, asked.id, SwapAct::refuse).error().rule, "not_in_this_state");
}

TEST_P(DutyTest, OnlyALeaderImposesAndSaysWhy) {
  const std::int64_t shift = Put(first_, evening_, morning_);
  const SwapView asked = Must(Ask(first_, shift, second_.officer_id));
  Must(Decide(second_, asked.id, SwapAct::refuse));
  EXPECT_EQ(Decide(first_, asked.id, SwapAct::impose, "x").error().code, ErrorCode::forbidden);
  EXPECT_EQ(Decide(leader_, asked.id, SwapAct::impose).error().fields[0].path, "reason");
  Must(Decide(leader_, asked.id, SwapAct::impose, "专案抽调"));
  EXPECT_EQ(OfficerOfShift(shift), second_.officer_id);
  const auto journal = roster_.Journal();
  EXPECT_EQ(journal.back().act, "swap_imposed");
  EXPECT_EQ(journal.back().why, "专案抽调");
}

TEST_P(DutyTest, ASwapIsRefusedThatCannotBe) {
  const std::int64_t shift = Put(first_, evening_, morning_);
  const std::int64_t analyst = roster_.AddOfficer(roster_.centre(), "analyst");
  EXPECT_EQ(Ask(first_, shift, first_.officer_id).error().fields[0].code, "self");
  EXPECT_EQ(Ask(first_, shift, analyst).error().fields[0].code, "role_not_held");
  EXPECT_EQ(Ask(first_, shift, 999).error().fields[0].code, "unknown_officer");
  EXPECT_EQ(Ask(second_, shift, first_.officer_id).error().code, ErrorCode::not_found);
  const SwapView asked = Must(Ask(first_, shift, second_.officer_id));
  EXPECT_EQ(Ask(first_, shift, second_.officer_id).error().rule, "swap_open");
  const auto stranger = roster_.Somebody(roster_.station(), "leader");
  EXPECT_EQ(Decide(stranger, asked.id, SwapAct::impose, "x").error().code, ErrorCode::not_found);
  Put(second_, evening_, morning_);
  EXPECT_EQ(Decide(second_, asked.id, SwapAct::agree).error().rule, "shift_overlap");
  now_ = evening_;
  EXPECT_EQ(Decide(second_, asked.id, SwapAct::agree).error().rule, "shift_begun");
}

TEST_P(DutyTest, ASwapThatNobodyAnsweredLapsesWhenTheShiftBegins) {
  const SwapView asked = Must(Ask(first_, Put(first_, evening_, morning_), second_.officer_id));
  now_ = evening_ - Milliseconds(1);
  EXPECT_FALSE(Must(Do([&](Transaction& tx) { return RotaWaits(tx, now_); })));
  now_ = evening_;
  Keep();
  EXPECT_EQ(Decide(leader_, asked.id, SwapAct::impose, "x").error().rule, "not_in_this_state");
  EXPECT_EQ(Unseen(first_, "swap_lapsed"), 1u);
}

TEST_P(DutyTest, WhoeverIsReplacedLeavesAndTheOtherServesTheRest) {
  const std::int64_t shift = Put(first_, evening_, morning_);
  const auto replace = [&](std::int64_t officer, Text<200> why) {
    return Do([&](Transaction& tx) {
      return ReplaceOnShift(tx, shift, {officer, why}, leader_, now_);
    });
  };
  EXPECT_EQ(replace(second_.officer_id, "病").error().rule, "shift_not_running");
  now_ = evening_ + Hours(2);
  EXPECT_THAT(OnPost(), ElementsAre(first_.officer_id));
  EXPECT_THAT(replace(first_.officer_id, "").error().fields, SizeIs(2));
  const ShiftView rest = Must(replace(second_.officer_id, "突发疾病"));
  EXPECT_EQ(rest.since, now_);
  EXPECT_EQ(rest.until, morning_);
  EXPECT_EQ(rest.replaces_name, first_.name.str());
  EXPECT_THAT(OnPost(), ElementsAre(second_.officer_id));
  EXPECT_EQ(replace(second_.officer_id, "病").error().rule, "shift_not_running");
  EXPECT_EQ(roster_.Journal().back().why, "突发疾病");
}

TEST_P(DutyTest, AShiftThatHasBegunStaysOnTheRota) {
  const std::int64_t shift = Put(first_, evening_, morning_);
  now_ = evening_;
  EXPECT_EQ(Do([&](Transaction& tx) { return RemoveShift(tx, shift, leader_, now_); }).error().rule,
            "shift_begun");
}

TEST_P(DutyTest, AGapIsToldOnceADayAheadAndIsGoneWhenFilled) {
  Put(first_, noon_ - Hours(1), evening_);
  now_ = evening_ - Days(1) - Milliseconds(1);
  Require(At(20), At(8));
  EXPECT_THAT(Gaps(), SizeIs(1));  // Tonight's; tomorrow's lies beyond a day.
  Put(second_, morning_ - Days(1) - Hours(12), morning_ - Days(1));
  EXPECT_THAT(Gaps(), IsEmpty());
  now_ = evening_ - Days(1);
  Keep();
  Keep();
  ASSERT_THAT(Gaps(), SizeIs(1));
  EXPECT_EQ(Gaps()[0].since, evening_);
  EXPECT_EQ(Unseen(leader_, "rota_gap"), 1u);
  EXPECT_EQ(Unseen(second_, "rota_gap"), 1u);
  EXPECT_EQ(Clocks("rota_gap", "open")[0].due_at, evening_);
  Put(first_, evening_, evening_ + Hours(4));  // The gap begins later now.
  EXPECT_EQ(Gaps()[0].since, evening_ + Hours(4));
  EXPECT_EQ(Clocks("rota_gap", "open")[0].due_at, evening_ + Hours(4));
  Put(second_, evening_ + Hours(4), morning_);
  EXPECT_THAT(Gaps(), IsEmpty());
  EXPECT_THAT(Clocks("rota_gap", "open"), IsEmpty());
  EXPECT_EQ(Unseen(leader_, "rota_gap"), 0u);
}

TEST_P(DutyTest, AGapThatNobodyFillsIsEscalatedAndPasses) {
  now_ = evening_ - Days(1);
  Require(At(20), At(8));
  Keep();
  now_ = evening_;
  Must(deadline::RunDue(*roster_, now_));
  EXPECT_GE(Unseen(leader_, "rota_gap_overdue"), 1u);
  now_ = morning_;
  Keep();
  for (const Gap& gap : Gaps()) EXPECT_GT(gap.until, now_);
  EXPECT_THAT(Clocks("rota_gap", "missed"), SizeIs(2));
}

TEST_P(DutyTest, AnOfficerWhoLeftServesNothing) {
  Put(first_, evening_, morning_);
  Require(At(20), At(8));
  EXPECT_THAT(Gaps(), IsEmpty());
  Must(Do([&](Transaction& tx) -> Status {
    HT_TRY_STATUS(
        tx.Execute("UPDATE roster_officer SET active = 0 WHERE id = :id", first_.officer_id));
    return {};
  }));
  Keep();
  EXPECT_THAT(Gaps(), SizeIs(1));
}

TEST_P(DutyTest, WhatNeedNotBeServedHasNoGap) {
  const Requirement requirement = Require(At(20), At(8));
  const RequirementForm again{roster_.centre(), "duty", At(20), At(8), 2};
  EXPECT_EQ(
      Do([&](Transaction& tx) { return AddRequirement(tx, again, leader_, now_); }).error().rule,
      "requirement_there");
  const RequirementForm wrong{999, "nobody", At(20), At(8), 0};
  EXPECT_THAT(
      Do([&](Transaction& tx) { return AddRequirement(tx, wrong, leader_, now_); }).error().fields,
      SizeIs(3));
  EXPECT_THAT(Gaps(), SizeIs(1));
  Must(Do([&](Transaction& tx) { return RemoveRequirement(tx, requirement.id, leader_, now_); }));
  EXPECT_THAT(Gaps(), IsEmpty());
  EXPECT_THAT(Clocks("rota_gap", "cancelled"), SizeIs(1));
}

TEST_P(DutyTest, TheNextOnThePostReadsTheNoteAndConfirms) {
  Require(At(8), At(8));
  const std::int64_t day = Put(first_, noon_ - Hours(4), evening_);
  Put(second_, evening_, morning_);
  Keep();
  EXPECT_EQ(Clocks("handover_note", "open")[0].due_at, evening_ + Minutes(30));
  now_ = evening_ - Minutes(5);
  const HandoverView note = Must(Write(first_, day));
  EXPECT_EQ(note.links.at(0).subject_id, 17);
  EXPECT_THAT(Clocks("handover_note", "met"), SizeIs(1));
  EXPECT_EQ(Clocks("handover_reading", "open")[0].officer_id, second_.officer_id);
  EXPECT_EQ(Clocks("handover_reading", "open")[0].due_at, evening_ + Minutes(30));
  EXPECT_THAT(Waiting(second_), IsEmpty());  // Not on duty yet.
  EXPECT_EQ(Confirm(second_, note.id).error().rule, "not_on_duty");
  EXPECT_EQ(Confirm(first_, note.id).error().rule, "own_note");
  now_ = evening_;
  ASSERT_THAT(Waiting(second_), SizeIs(1));
  const HandoverView read = Must(Confirm(second_, note.id));
  ASSERT_THAT(read.readers, SizeIs(1));
  EXPECT_EQ(read.readers[0].read_at, now_);
  EXPECT_THAT(Clocks("handover_reading", "met"), SizeIs(1));
  EXPECT_THAT(Waiting(second_), IsEmpty());
  Must(Confirm(second_, note.id));  // A second time changes nothing.
  EXPECT_THAT(Must(Do([&](Transaction& tx) { return tx.Find<Reading>("ORDER BY id"); })),
              SizeIs(1));
}

TEST_P(DutyTest, ANoteIsOfOnesOwnShiftThatHasBegunAndIsNotLongOver) {
  const std::int64_t shift = Put(first_, evening_, morning_);
  EXPECT_EQ(Write(first_, shift).error().rule, "shift_not_begun");
  EXPECT_EQ(Write(second_, shift).error().code, ErrorCode::not_found);
  const HandoverForm empty{shift, "", {{"", 0, ""}}};
  EXPECT_THAT(
      Do([&](Transaction& tx) { return WriteHandover(tx, empty, first_, now_); }).error().fields,
      SizeIs(4));
  now_ = morning_ + Days(1);
  EXPECT_EQ(Write(first_, shift).error().rule, "shift_long_over");
}

TEST_P(DutyTest, WhoeverIsReplacedHandsOverAtOnce) {
  Require(At(8), At(8));
  const std::int64_t shift = Put(first_, noon_ - Hours(4), evening_);
  Keep();
  Must(Do([&](Transaction& tx) {
    return ReplaceOnShift(tx, shift, {second_.officer_id, "病"}, leader_, now_);
  }));
  Keep();
  const auto open = Clocks("handover_note", "open");
  ASSERT_THAT(open, SizeIs(2));
  EXPECT_EQ(open[0].due_at, noon_ + Minutes(30));
  EXPECT_EQ(open[1].due_at, evening_ + Minutes(30));
}

}  // namespace
}  // namespace hetang::roster
