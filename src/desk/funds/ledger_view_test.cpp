#include "desk/funds/ledger_view.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "desk/funds/recovered.h"
#include "desk/funds/test_returns.h"

namespace hetang::funds {
namespace {

class LedgerViewTest : public testing::TestWithParam<database::Engine> {
 protected:
  LedgerViewTest() { AddLedgerRoutes(router_); }

  Result<boost::json::value> Get(std::string_view path, std::map<std::string, std::string> query,
                                 const auth::Principal& who) {
    for (const http::Router::Entry& entry : router_.entries()) {
      if (entry.route.path != path) continue;
      http::Call call;
      call.who = who;
      call.now = centre_.now();
      call.query.insert(query.begin(), query.end());
      HT_TRY(const auto response,
             centre_.db().Read([&](database::Transaction& tx) { return entry.query(call, tx); }));
      return boost::json::parse(response.body);
    }
    return Fail(ErrorCode::not_found, "There is no such route.");
  }
  boost::json::value Ledger(std::map<std::string, std::string> query) {
    return *Get("/api/v1/funds/ledger", std::move(query), centre_.duty());
  }
  boost::json::value Pieces(std::map<std::string, std::string> query) {
    return *Get("/api/v1/funds/ledger/pieces", std::move(query), centre_.duty());
  }
  // A case of 50,000 yuan of which the bank stopped 32,100.
  Order StoppedCase(std::string account = "6222020000000000018") {
    const auto opened = centre_.OpenCase(std::move(account));
    const auto placed = centre_.Place(centre_.WishFor(opened));
    HT_CHECK(placed.has_value());
    HT_CHECK(centre_.Answer(kBankA, centre_.FeedbackFor(placed->order, "1200")) ==
             Verdict::effective);
    return centre_.Reload(placed->order);
  }
  static std::int64_t Fens(const boost::json::value& sums, std::string_view name) {
    return sums.at(name).as_int64();
  }

  TestReturns centre_{GetParam()};
  http::Router router_;
};

TEST_P(LedgerViewTest, WhatTheBankStoppedIsHeldAndTheRestIsStillOut) {
  StoppedCase();
  const auto view = Ledger({{"by", "case"}});
  const auto& sums = view.at("sums");
  EXPECT_EQ(Fens(sums, "lost_fen"), 5'000'000);
  EXPECT_EQ(Fens(sums, "stopped_fen"), 3'210'000);
  EXPECT_EQ(Fens(sums, "still_out_fen"), 1'790'000);
  EXPECT_EQ(Fens(sums, "saved_fen"), 0);
  EXPECT_EQ(view.at("rows").at(0).at("sums"), sums);
}

TEST_P(LedgerViewTest, WhatAFreezeHasLetGoStandsAsReleased) {
  Order freeze = centre_.Freeze(centre_.OpenCase(), Fen(2'000'000));
  freeze.let_go_fen = Fen(3'000'000);
  ASSERT_TRUE(centre_.Do([&](auto& tx) { return tx.Update(freeze); }).has_value());
  const auto view = Ledger({{"by", "case"}});
  const auto& sums = view.at("sums");
  EXPECT_EQ(Fens(sums, "frozen_fen"), 2'000'000);
  EXPECT_EQ(Fens(sums, "released_fen"), 3'000'000);
  EXPECT_EQ(Fens(sums, "still_out_fen"), 0);
}

TEST_P(LedgerViewTest, EveryGroupingAddsUpToTheSameWhole) {
  StoppedCase("6222020000000000018");
  StoppedCase("6222020000000000026");
  const auto whole = Ledger({}).at("sums");
  for (const char* by : {"month", "unit", "victim", "case", "account"}) {
    SCOPED_TRACE(by);
    std::map<std::string, std::int64_t> added;
    const auto rows = Ledger({{"by", by}}).at("rows");
    for (const auto& row : rows.as_array()) {
      for (const auto& [name, fen] : row.at("sums").as_object()) added[name] += fen.as_int64();
    }
    for (const auto& [name, fen] : whole.as_object()) EXPECT_EQ(added[name], fen.as_int64());
  }
}

TEST_P(LedgerViewTest, AFigureOpensTheOrdersItIsAddedUpFrom) {
  const Order order = StoppedCase();
  const auto items = Pieces({{"place", "stopped"}}).at("items");
  ASSERT_EQ(items.as_array().size(), 1U);
  EXPECT_EQ(items.at(0).at("subject").as_string(), "order");
  EXPECT_EQ(items.at(0).at("subject_id").as_int64(), order.id);
  EXPECT_EQ(items.at(0).at("counted_fen").as_int64(), 3'210'000);
  EXPECT_EQ(items.at(0).at("account").as_string().find("0000000000"), std::string::npos);
  EXPECT_TRUE(Pieces({{"place", "frozen"}}).at("items").as_array().empty());
}

TEST_P(LedgerViewTest, WhatARoundGaveIsReturnedToEachVictimAndNoLongerFrozen) {
  std::vector<registry::OpenedCase> cases;
  for (int i = 0; i < 3; ++i) cases.push_back(centre_.OpenCase());
  const Order freeze = centre_.Freeze(cases[0], Fen(9'000'000));
  centre_.Advance(Days(93));
  Round round = *centre_.Open(freeze);
  for (const auto& opened : cases) round = *centre_.Add(round, TestReturns::ClaimOf(opened));
  ASSERT_TRUE(centre_.DecideByRatio(round).has_value());
  ASSERT_TRUE(centre_.NotifyBank(round).has_value());
  EXPECT_EQ(Fens(Ledger({}).at("sums"), "saved_fen"), 0);
  ASSERT_TRUE(centre_.Receipt(round, centre_.InFull(round)).has_value());
  const auto view = Ledger({{"by", "case"}});
  EXPECT_EQ(Fens(view.at("sums"), "lost_fen"), 15'000'000);
  EXPECT_EQ(Fens(view.at("sums"), "returned_fen"), 9'000'000);
  EXPECT_EQ(Fens(view.at("sums"), "saved_fen"), 9'000'000);
  EXPECT_EQ(Fens(view.at("sums"), "frozen_fen"), 0);
  for (const auto& row : view.at("rows").as_array()) {
    EXPECT_EQ(Fens(row.at("sums"), "returned_fen"), 3'000'000);
  }
  EXPECT_EQ(Pieces({{"place", "returned"}}).at("items").as_array().size(), 3U);
}

TEST_P(LedgerViewTest, RecoveredMoneyIsSavedBeforeItIsReturned) {
  const auto opened = centre_.OpenCase();
  RecoveredForm form;
  form.case_id = opened.record.id;
  form.amount_fen = Fen(2'000'000);
  form.at = centre_.now();
  form.from_name = PersonName("麻少棠");
  form.legal_basis = Text<200>("刑法第六十四条");
  ASSERT_TRUE(
      centre_.Do([&](auto& tx) { return EnterRecovered(tx, form, centre_.duty(), centre_.now()); })
          .has_value());
  const auto sums = Ledger({}).at("sums");
  EXPECT_EQ(Fens(sums, "recovered_fen"), 2'000'000);
  EXPECT_EQ(Fens(sums, "still_out_fen"), 3'000'000);
}

TEST_P(LedgerViewTest, APeriodHoldsTheCasesThatWereTakenInWithinIt) {
  StoppedCase();
  EXPECT_EQ(Ledger({{"until", "2026-03-01T00:00:00+08:00"}}).at("cases").as_int64(), 0);
  EXPECT_EQ(Ledger({{"from", "2026-03-01T00:00:00+08:00"}}).at("cases").as_int64(), 1);
  EXPECT_EQ(Ledger({{"month", "2026-03"}}).at("cases").as_int64(), 1);
}

TEST_P(LedgerViewTest, AnOfficerSeesTheMoneyOfTheOwnUnitsOnly) {
  StoppedCase();
  auth::Principal stranger = centre_.duty();
  stranger.units = {999};
  EXPECT_EQ(Get("/api/v1/funds/ledger", {}, stranger)->at("cases").as_int64(), 0);
  EXPECT_TRUE(Get("/api/v1/funds/ledger/pieces", {}, stranger)->at("items").as_array().empty());
}

TEST_P(LedgerViewTest, AWrongQuestionNamesItsParameter) {
  const std::pair<const char*, const char*> wrong[] = {
      {"by", "moon"}, {"from", "yesterday"}, {"case_id", "x"}};
  for (const auto& [name, value] : wrong) {
    const auto answer = Get("/api/v1/funds/ledger", {{name, value}}, centre_.duty());
    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().fields.at(0).path, name);
  }
}

INSTANTIATE_TEST_SUITE_P(Funds, LedgerViewTest, database::BothEngines(),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace hetang::funds
