// A person settles rows in doubt: at once, against later imports, and back again.

#include "desk/trail/settle.h"

#include <gmock/gmock.h>

#include "desk/trail/test_trail.h"

namespace hetang::trail {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kPayer = "6222020000000000011";
constexpr const char* kPayee = "6222020000000000022";
constexpr const char* kThird = "6222020000000000033";
constexpr Moment kNow = TestTrail::kStart + Hours(9);

class SettleTest : public testing::TestWithParam<database::Engine> {
 protected:
  void SetUp() override {
    analyst_ = trail_.Somebody(trail_.centre(), "analyst");
    const auto duty = trail_.Somebody(trail_.centre(), "duty");
    case_id_ = Must(trail_.Open(trail_.Report(trail_.centre()), duty)).record.id;
    trail_.Import(
        {Transactions({{kPayer, "", "2026-04-01 10:00:00", "100.00", "", "出", kPayee, "A1"},
                       {kPayer, "", "2026-04-01 10:00:40", "100.00", "", "出", kPayee, "A2"}}),
         Transactions({{kPayee, "", "2026-04-01 10:00:20", "100.00", "", "进", kPayer, "B1"}})});
  }

  DoubtList Doubts() {
    return Must(trail_.See([](database::Transaction& tx) { return DoubtsIn(tx); }));
  }
  DoubtView Doubt() {
    const DoubtList list = Doubts();
    HT_CHECK(list.items.size() == 1);
    return list.items.front();
  }
  Result<SettlementView> TrySettle(std::int64_t doubt, const SettleForm& form) {
    return trail_.Do([&](database::Transaction& tx) {
      return Settle(tx, case_id_, doubt, form, analyst_, kNow);
    });
  }
  // The row of each side with these serials.
  SettleForm Form(const std::string& out, const std::string& in, bool same) {
    SettleForm form;
    form.same = same;
    form.note = "银行电话核实";
    const DoubtView doubt = Doubt();
    for (const EntryRow& row : doubt.outs) {
      if (row.serial == out) form.outs.push_back(row.id);
    }
    for (const EntryRow& row : doubt.ins) {
      if (row.serial == in) form.ins.push_back(row.id);
    }
    return form;
  }
  SettlementView Decide(const std::string& out, const std::string& in, bool same) {
    return Must(TrySettle(Doubt().id, Form(out, in, same)));
  }
  Result<SettlementView> TakeBack(std::int64_t id, const Text<400>& why = "记错了") {
    return trail_.Do(
        [&](database::Transaction& tx) { return Unsettle(tx, id, why, analyst_, kNow); });
  }
  // `A1+B1 A2`: the serials of each transfer's rows.
  std::string Shown() {
    std::string text;
    for (const Transfer& transfer : trail_.Transfers()) {
      std::string one;
      for (const auto& half : {transfer.out_entry, transfer.in_entry}) {
        if (!half) continue;
        const Entry entry =
            Must(trail_.See([&](database::Transaction& tx) { return tx.Get<Entry>(*half); }));
        one += (one.empty() ? "" : "+") + entry.serial;
      }
      text += (text.empty() ? "" : " ") + one;
    }
    return text;
  }
  static std::string Nearby() {
    return Transactions({{kPayer, "", "2026-04-01 11:00:00", "7.00", "", "出", kThird, "A3"},
                         {kPayee, "", "2026-04-01 11:05:00", "9.00", "", "出", kThird, "B2"}});
  }

  TestTrail trail_{GetParam()};
  auth::Principal analyst_;
  std::int64_t case_id_ = 0;
};

TEST_P(SettleTest, RowsOfWhichMoreThanOnePairFitsWaitForAPerson) {
  EXPECT_EQ(Shown(), "A1 B1 A2");
  EXPECT_THAT(Doubt().outs, SizeIs(2));
  EXPECT_THAT(Doubt().ins, SizeIs(1));
}

TEST_P(SettleTest, RowsThatAPersonCallsOneAreOneTransferAtOnce) {
  const SettlementView view = Decide("A2", "B1", true);
  EXPECT_EQ(view.officer_name, analyst_.name);
  EXPECT_EQ(Shown(), "A1 A2+B1");
  EXPECT_THAT(Doubts().items, IsEmpty());
  ASSERT_THAT(Doubts().settled, SizeIs(1));
  EXPECT_EQ(Doubts().settled[0].outs[0].serial, "A2");
  EXPECT_EQ(trail_.Count("journal_entry WHERE act = 'doubt_settled' AND case_id = " +
                         std::to_string(case_id_)),
            1);
}

TEST_P(SettleTest, RowsThatAPersonTellsApartLeaveTheOnlyPairThatFits) {
  Decide("A1", "B1", false);
  EXPECT_EQ(Shown(), "A1 A2+B1");
}

TEST_P(SettleTest, WhatIsAllToldApartStaysTwoTransfersAndIsNoDoubt) {
  SettleForm form = Form("A1", "B1", false);
  form.outs.push_back(Form("A2", "B1", false).outs.at(0));
  Must(TrySettle(Doubt().id, form));
  EXPECT_EQ(Shown(), "A1 B1 A2");
  EXPECT_THAT(Doubts().items, IsEmpty());
}

TEST_P(SettleTest, ADecisionOutlivesLaterImports) {
  Decide("A2", "B1", true);
  trail_.Import({Nearby()});
  EXPECT_EQ(Shown(), "A1 A2+B1 A3 B2");
  EXPECT_THAT(Doubts().items, IsEmpty());
}

TEST_P(SettleTest, TakenBackItIsADoubtAgainAlsoAfterImports) {
  const SettlementView view = Decide("A2", "B1", true);
  trail_.Import({Nearby()});
  Must(TakeBack(view.id));
  EXPECT_EQ(Shown(), "A1 B1 A2 A3 B2");
  EXPECT_THAT(Doubts().settled, IsEmpty());
  EXPECT_THAT(Doubt().outs, SizeIs(2));
  const auto again = TakeBack(view.id);
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().rule, "already_withdrawn");
  Decide("A1", "B1", true);
  EXPECT_EQ(Shown(), "A1+B1 A2 A3 B2");
}

TEST_P(SettleTest, OnlyRowsOfTheDoubtEachOnceCanBeSettled) {
  const std::int64_t doubt = Doubt().id;
  const SettleForm right = Form("A1", "B1", true);
  const auto rule = [&](const SettleForm& form) {
    const auto settled = TrySettle(doubt, form);
    return settled || settled.error().fields.empty() ? "" : settled.error().fields[0].code;
  };
  SettleForm form = right;
  form.outs = form.ins;
  EXPECT_EQ(rule(form), "not_of_doubt");
  form = right;
  form.outs[0] = 999'999;
  EXPECT_EQ(rule(form), "not_of_doubt");
  form = right;
  form.same = false;
  form.outs.push_back(form.outs[0]);
  EXPECT_EQ(rule(form), "named_twice");
  form = right;
  form.outs = {right.outs[0], Form("A2", "B1", true).outs[0]};
  EXPECT_EQ(rule(form), "one_row");
  form = right;
  form.ins.clear();
  EXPECT_EQ(rule(form), "missing");
  form = right;
  form.note = "";
  EXPECT_EQ(rule(form), "missing");
  const auto unknown = TrySettle(999, right);
  ASSERT_FALSE(unknown.has_value());
  EXPECT_EQ(unknown.error().code, ErrorCode::not_found);
  EXPECT_EQ(Shown(), "A1 B1 A2");
}

TEST_P(SettleTest, ADoubtIsSettledOnce) {
  const std::int64_t doubt = Doubt().id;
  const SettleForm form = Form("A1", "B1", true);
  Must(TrySettle(doubt, form));
  const auto again = TrySettle(doubt, form);
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().rule, "doubt_settled");
}

TEST_P(SettleTest, WhatWasToldApartIsTakenBackBeforeItIsOne) {
  // Another pair of rows keeps all of them in doubt.
  trail_.Import(
      {Transactions({{kPayer, "", "2026-04-01 10:00:50", "100.00", "", "出", kPayee, "A9"}}),
       Transactions({{kPayee, "", "2026-04-01 10:00:45", "100.00", "", "进", kPayer, "B9"}})});
  Decide("A1", "B1", false);
  const auto one = TrySettle(Doubt().id, Form("A1", "B1", true));
  ASSERT_FALSE(one.has_value());
  EXPECT_EQ(one.error().rule, "said_apart");
}

TEST_P(SettleTest, OnlyOfficersOfTheCaseSettle) {
  const std::int64_t doubt = Doubt().id;
  const SettleForm form = Form("A1", "B1", true);
  const auto settled = trail_.Do([&](database::Transaction& tx) {
    return Settle(tx, case_id_ + 1, doubt, form, analyst_, kNow);
  });
  ASSERT_FALSE(settled.has_value());
  EXPECT_EQ(settled.error().code, ErrorCode::not_found);
}

INSTANTIATE_TEST_SUITE_P(Settle, SettleTest, database::BothEngines(),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace hetang::trail
