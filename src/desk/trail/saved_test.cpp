// Traces that are kept, and accounts of one person.

#include "desk/trail/saved.h"

#include <gmock/gmock.h>

#include "base/json.h"
#include "desk/trail/test_trail.h"

namespace hetang::trail {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kPayer = "6222020000000000011";
constexpr const char* kPayee = "6222020000000000022";
constexpr const char* kThird = "6222020000000000033";
constexpr const char* kFourth = "6222020000000000044";
constexpr Moment kTen = TestTrail::kStart + Seconds(8'800);  // 2026-04-01 10:00:00 at +08:00.

class SavedTest : public testing::TestWithParam<database::Engine> {
 protected:
  void SetUp() override {
    analyst_ = trail_.Somebody(trail_.centre(), "analyst");
    const auto duty = trail_.Somebody(trail_.centre(), "duty");
    case_id_ =
        Must(trail_.Open(trail_.Report(trail_.centre(), {registry::PaidTo(kPayee, 100'000, kTen)}),
                         duty, kTen + Days(9)))
            .record.id;
    trail_.clock().Set(kTen + Hours(1));
    trail_.Import({Transactions(
        {{kPayee, "", "2026-04-01 10:00:03", "1000.00", "1000.00", "进", kPayer, "B1"},
         {kPayee, "", "2026-04-01 10:05:00", "600.00", "400.00", "出", kThird, "B2"}})});
  }

  SavedLine Save() {
    SaveForm form;
    form.name = "第一次反馈后";
    form.method = trace::Method::taint_first;
    return Must(trail_.Do([&](database::Transaction& tx) {
      return SaveTrace(tx, warm_, case_id_, form, analyst_, kTen + Hours(3));
    }));
  }
  Result<SavedView> Open(std::int64_t id) {
    return trail_.See([&](database::Transaction& tx) { return SavedTrace(tx, id, analyst_); });
  }
  SavedDifference Compare(std::int64_t id) {
    return Must(trail_.See(
        [&](database::Transaction& tx) { return CompareWithNow(tx, warm_, id, analyst_); }));
  }
  TraceView Now() {
    return Must(trail_.See([&](database::Transaction& tx) {
      TraceQuestion question;
      question.case_id = case_id_;
      return TraceOf(tx, warm_, question, analyst_);
    }));
  }
  ClaimView SamePerson(const char* one, const char* other) {
    ClaimForm form;
    form.kind = ClaimKind::same_person;
    form.from_number = AccountNumber(one);
    form.to_number = AccountNumber(other);
    form.note = "同一身份证";
    return Must(trail_.Do([&](database::Transaction& tx) {
      return MakeClaim(tx, case_id_, form, analyst_, kTen + Hours(2));
    }));
  }
  void Later() {
    trail_.clock().Set(kTen + Hours(4));
    trail_.Import({Transactions(
        {{kThird, "", "2026-04-01 10:05:01", "600.00", "600.00", "进", kPayee, "C1"},
         {kThird, "", "2026-04-01 10:09:00", "600.00", "0.00", "出", kFourth, "C2"}})});
  }

  TestTrail trail_{GetParam()};
  WarmWorld warm_;
  auth::Principal analyst_;
  std::int64_t case_id_ = 0;
};

TEST_P(SavedTest, ASavedTraceIsReadAsItWasWhateverComesLater) {
  const SavedLine line = Save();
  EXPECT_EQ(line.officer_name, analyst_.name);
  EXPECT_EQ(line.tagged_fen, Fen(100'000));
  EXPECT_EQ(line.accounts, 2);
  EXPECT_EQ(trail_.Count("journal_entry WHERE act = 'trace_saved'"), 1);
  Later();
  const SavedView opened = Must(Open(line.id));
  EXPECT_EQ(opened.method, trace::Method::taint_first);
  ASSERT_THAT(opened.trace.accounts, SizeIs(2));
  EXPECT_EQ(opened.trace.accounts[1].resting_fen, Fen(60'000));
  EXPECT_EQ(opened.digest, line.digest);
  const auto list =
      Must(trail_.See([&](database::Transaction& tx) { return SavedOf(tx, case_id_, analyst_); }));
  ASSERT_THAT(list.items, SizeIs(1));
  EXPECT_EQ(list.items[0].name, line.name);
}

TEST_P(SavedTest, PersonalValuesOfASavedTraceAreMaskedWhenItIsRead) {
  const SavedView opened = Must(Open(Save().id));
  EXPECT_EQ(opened.trace.accounts[0].number.Reveal(), kPayee);
  EXPECT_EQ(json::Write(opened).find(kPayee), std::string::npos);
}

TEST_P(SavedTest, WhatIsOtherThanWhatWasSavedIsNotShown) {
  const SavedLine line = Save();
  Must(trail_.Do([&](database::Transaction& tx) -> Status {
    HT_TRY_STATUS(tx.Execute("UPDATE trail_saved SET answer = REPLACE(answer, '60000', '50000')"));
    return {};
  }));
  const auto opened = Open(line.id);
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().code, ErrorCode::corrupt);
}

TEST_P(SavedTest, ComparedWithNowItNamesTheAccountsThatDiffer) {
  const SavedLine line = Save();
  EXPECT_THAT(Compare(line.id).accounts, IsEmpty());
  Later();
  const SavedDifference difference = Compare(line.id);
  EXPECT_EQ(difference.tagged_fen, Fen(100'000));
  ASSERT_THAT(difference.accounts, SizeIs(2));
  EXPECT_EQ(difference.accounts[0].number.Reveal(), kThird);
  EXPECT_EQ(difference.accounts[0].then->resting_fen, Fen(60'000));
  EXPECT_EQ(difference.accounts[0].now->resting_fen, Fen(0));
  EXPECT_EQ(difference.accounts[1].number.Reveal(), kFourth);
  EXPECT_FALSE(difference.accounts[1].then.has_value());
  EXPECT_EQ(difference.accounts[1].now->received_fen, Fen(60'000));
}

TEST_P(SavedTest, ANameIsAskedForAndAnotherUnitsCaseIsNotSaved) {
  const auto save = [&](const SaveForm& form, std::int64_t case_id) {
    return trail_.Do([&](database::Transaction& tx) {
      return SaveTrace(tx, warm_, case_id, form, analyst_, kTen);
    });
  };
  const auto nameless = save({}, case_id_);
  ASSERT_FALSE(nameless.has_value());
  EXPECT_EQ(nameless.error().fields.at(0).path, "name");
  SaveForm form;
  form.name = "x";
  EXPECT_EQ(save(form, case_id_ + 1).error().code, ErrorCode::not_found);
}

TEST_P(SavedTest, AccountsOfOnePersonNameEachOther) {
  SamePerson(kPayee, kThird);
  const TraceView view = Now();
  ASSERT_THAT(view.accounts, SizeIs(2));
  EXPECT_EQ(view.accounts[0].same_person.at(0).Reveal(), kThird);
  EXPECT_EQ(view.accounts[1].same_person.at(0).Reveal(), kPayee);
  EXPECT_THAT(view.accounts[0].marks, testing::Contains("same_person"));
  EXPECT_THAT(view.persons_accounts, IsEmpty());
}

TEST_P(SavedTest, AnUnreachedAccountOfAPersonIsWorthAQuestionUntilTheClaimIsTakenBack) {
  const std::size_t ranked = Now().query_next.size();
  const ClaimView claim = SamePerson(kFourth, kPayee);
  const TraceView view = Now();
  EXPECT_THAT(view.accounts, SizeIs(2));
  ASSERT_THAT(view.persons_accounts, SizeIs(1));
  const PersonsAccount& other = view.persons_accounts[0];
  EXPECT_EQ(other.number.Reveal(), kFourth);
  EXPECT_EQ(other.same_person.at(0).Reveal(), kPayee);
  ASSERT_THAT(view.query_next, SizeIs(ranked + 1));
  EXPECT_EQ(view.query_next.back().account_id, other.id);
  EXPECT_EQ(view.query_next.back().reason, QueryReason::same_person);
  EXPECT_EQ(view.query_next.back().from_at, view.accounts[0].first_at);
  // Nobody else names it: an order finds its number by the claim.
  ASSERT_EQ(other.claim_id, claim.id);
  const auto number = Must(trail_.See([&](database::Transaction& tx) {
    return NumberClaimed(tx, *other.claim_id, *other.claim_end, analyst_);
  }));
  EXPECT_EQ(number.Reveal(), kFourth);

  WithdrawForm why;
  why.note = "查错了";
  Must(trail_.Do([&](database::Transaction& tx) {
    return WithdrawClaim(tx, claim.id, why, analyst_, kTen + Hours(3));
  }));
  EXPECT_THAT(Now().query_next, SizeIs(ranked));
  EXPECT_THAT(Now().persons_accounts, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Saved, SavedTest, database::BothEngines(),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace hetang::trail
