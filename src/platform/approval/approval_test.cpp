#include "platform/approval/approval.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/database/test_database.h"

namespace hetang::approval {
namespace {

using database::Engine;
using database::Transaction;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr Moment kNow{1'775'000'000'000};
constexpr std::int64_t kAsker = 7;
constexpr std::int64_t kSecond = 8;
constexpr std::int64_t kLeader = 9;
constexpr std::int64_t kDeputy = 10;
constexpr char kRight[] = "funds:review_stop";

std::vector<database::Migration> AllMigrations() {
  std::vector<database::Migration> all(journal::Migrations().begin(), journal::Migrations().end());
  all.insert(all.end(), Migrations().begin(), Migrations().end());
  return all;
}

Request Review(std::int64_t decider_id = 0) {
  Request request;
  request.desk = "funds";
  request.act = "stop_review";
  request.subject = "order";
  request.subject_id = 55;
  request.case_id = 40;
  request.unit_id = 3;
  request.afterwards = true;
  request.right_needed = kRight;
  request.decider_id = decider_id;
  request.requested_by = kAsker;
  request.grounds = "受害人刚刚转账";
  return request;
}

Decider Holding(std::int64_t officer_id, std::vector<std::int64_t> units = {3}) {
  return {{officer_id, 3}, {"intake:take", kRight}, std::move(units)};
}
Decider WithoutRight(std::int64_t officer_id) { return {{officer_id, 3}, {"intake:take"}, {3}}; }

class ApprovalTest : public testing::TestWithParam<Engine> {
 protected:
  template <typename Work>
  std::invoke_result_t<Work, Transaction&> Do(Work work) {
    return database_->Write(work);
  }
  std::int64_t AskFor(const Request& request, Moment now = kNow) {
    return *Do([&](Transaction& tx) { return Ask(tx, request, now); });
  }
  Result<Request> DecideAs(const Decider& decider, std::int64_t id, const Decision& decision,
                           Moment now = kNow) {
    return Do([&](Transaction& tx) { return Decide(tx, id, decider, decision, handlers_, now); });
  }
  Result<Request> Approve(const Decider& decider, std::int64_t id, Moment now = kNow) {
    return DecideAs(decider, id, {true, {}}, now);
  }
  std::vector<std::int64_t> Inbox(const Decider& decider, Moment now = kNow) {
    const auto inbox = database_->Read([&](Transaction& tx) { return InboxOf(tx, decider, now); });
    std::vector<std::int64_t> ids;
    for (const Request& request : *inbox) ids.push_back(request.id);
    return ids;
  }
  Result<std::int64_t> Lend(std::int64_t from, std::int64_t to, Moment since, Moment until) {
    return Do([&](Transaction& tx) { return Delegate(tx, {0, from, to, since, until}, kNow); });
  }
  Request Stored(std::int64_t id) {
    return *database_->Read([&](Transaction& tx) { return tx.Get<Request>(id); });
  }
  std::vector<std::string> Acts() {
    return *database_->Read([](Transaction& tx) {
      return tx.Query<std::string>("SELECT act FROM journal_entry ORDER BY id");
    });
  }

  database::TestDatabase database_{GetParam(), AllMigrations()};
  Handlers handlers_;
};
INSTANTIATE_TEST_SUITE_P(Engines, ApprovalTest, database::BothEngines(),
                         testing::PrintToStringParamName());

void ExpectRefused(const Result<Request>& result, ErrorCode code, const std::string& rule) {
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, code);
  EXPECT_EQ(result.error().rule, rule);
}

TEST_P(ApprovalTest, AnybodyWithTheRightInTheUnitDecides) {
  const auto id = AskFor(Review());
  EXPECT_THAT(Inbox(Holding(kLeader)), ElementsAre(id));
  EXPECT_THAT(Inbox(Holding(kLeader, {4, 5})), IsEmpty());
  EXPECT_THAT(Inbox(WithoutRight(kLeader)), IsEmpty());
  ExpectRefused(Approve(WithoutRight(kLeader), id), ErrorCode::forbidden, "");
  ExpectRefused(Approve(Holding(kLeader, {4}), id), ErrorCode::forbidden, "");
  const auto decided = Approve(Holding(kLeader), id);
  ASSERT_TRUE(decided.has_value()) << decided.error().message;
  const Request stored = Stored(id);
  EXPECT_EQ(stored.state, State::approved);
  EXPECT_EQ(stored.decided_by, kLeader);
  EXPECT_EQ(stored.decided_for, 0);
  EXPECT_EQ(stored.decided_at, kNow);
  EXPECT_EQ(stored.version, decided->version);
  EXPECT_THAT(Inbox(Holding(kLeader)), IsEmpty());
  EXPECT_THAT(Acts(), ElementsAre("approval_asked", "approval_given"));
}

TEST_P(ApprovalTest, ARequestByNameIsForThatOfficerAlone) {
  const auto id = AskFor(Review(kSecond));
  EXPECT_THAT(Inbox(Holding(kLeader)), IsEmpty());
  ExpectRefused(Approve(Holding(kLeader), id), ErrorCode::forbidden, "");
  ExpectRefused(Approve(WithoutRight(kSecond), id), ErrorCode::forbidden, "");
  EXPECT_THAT(Inbox(Holding(kSecond, {})), ElementsAre(id));
  EXPECT_TRUE(Approve(Holding(kSecond, {}), id).has_value());
}

TEST_P(ApprovalTest, NobodyDecidesTheirOwnRequest) {
  const auto id = AskFor(Review());
  EXPECT_THAT(Inbox(Holding(kAsker)), IsEmpty());
  ExpectRefused(Approve(Holding(kAsker), id), ErrorCode::conflict, "own_request");
  const auto named = Do([](Transaction& tx) { return Ask(tx, Review(kAsker), kNow); });
  ASSERT_FALSE(named.has_value());
  EXPECT_EQ(named.error().rule, "own_request");
}

TEST_P(ApprovalTest, ALoanDoesNotReachTheLendersOrTheBorrowersOwnRequest) {
  ASSERT_TRUE(Lend(kAsker, kDeputy, kNow, kNow + Days(1)).has_value());
  ASSERT_TRUE(Lend(kLeader, kAsker, kNow, kNow + Days(1)).has_value());
  const auto id = AskFor(Review());
  Decider deputy = WithoutRight(kDeputy);
  deputy.lent = {{kAsker, {kRight}, {3}}};
  EXPECT_THAT(Inbox(deputy), IsEmpty());
  ExpectRefused(Approve(deputy, id), ErrorCode::forbidden, "");
  Decider asker = WithoutRight(kAsker);
  asker.lent = {{kLeader, {kRight}, {3}}};
  EXPECT_THAT(Inbox(asker), IsEmpty());
  ExpectRefused(Approve(asker, id), ErrorCode::conflict, "own_request");
}

TEST_P(ApprovalTest, ADelegateDecidesWithinTheDatesOnly) {
  ASSERT_TRUE(Lend(kSecond, kDeputy, kNow + Hours(1), kNow + Hours(2)).has_value());
  const auto by_name = AskFor(Review(kSecond));
  const auto by_right = AskFor(Review());
  Decider deputy = WithoutRight(kDeputy);
  deputy.lent = {{kSecond, {kRight}, {3}}};
  for (const Moment outside : {kNow, kNow + Hours(1) - Milliseconds(1), kNow + Hours(2)}) {
    EXPECT_THAT(Inbox(deputy, outside), IsEmpty());
    ExpectRefused(Approve(deputy, by_name, outside), ErrorCode::forbidden, "");
  }
  const Moment inside = kNow + Hours(1);
  EXPECT_THAT(Inbox(deputy, inside), ElementsAre(by_name, by_right));
  EXPECT_EQ(*database_->Read([&](Transaction& tx) { return DelegatorsOf(tx, kDeputy, inside); }),
            std::vector<std::int64_t>{kSecond});
  ASSERT_TRUE(Approve(deputy, by_name, inside).has_value());
  EXPECT_EQ(Stored(by_name).decided_by, kDeputy);
  EXPECT_EQ(Stored(by_name).decided_for, kSecond);
}

TEST_P(ApprovalTest, APowerThatNobodyLentCountsNothing) {
  const auto id = AskFor(Review());
  Decider deputy = WithoutRight(kDeputy);
  deputy.lent = {{kLeader, {kRight}, {3}}};
  EXPECT_THAT(Inbox(deputy), IsEmpty());
  ExpectRefused(Approve(deputy, id), ErrorCode::forbidden, "");
}

TEST_P(ApprovalTest, ARequestIsDecidedOnce) {
  const auto id = AskFor(Review());
  ASSERT_TRUE(Approve(Holding(kLeader), id).has_value());
  ExpectRefused(Approve(Holding(kSecond), id), ErrorCode::conflict, "already_decided");
  ExpectRefused(Approve(Holding(kLeader), id + 1), ErrorCode::not_found, "");
}

TEST_P(ApprovalTest, ARefusalNeedsAReason) {
  const auto id = AskFor(Review());
  const auto refused = DecideAs(Holding(kLeader), id, {false, {}});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::invalid);
  ASSERT_EQ(refused.error().fields.size(), 1u);
  EXPECT_EQ(refused.error().fields[0].path, "reason");
  ASSERT_TRUE(DecideAs(Holding(kLeader), id, {false, "材料不全"}).has_value());
  EXPECT_EQ(Stored(id).state, State::refused);
  EXPECT_EQ(Stored(id).reason.str(), "材料不全");
  EXPECT_THAT(Acts(), ElementsAre("approval_asked", "approval_refused"));
}

TEST_P(ApprovalTest, TheHandlerRunsInTheDecidingTransaction) {
  const auto id = AskFor(Review());
  handlers_["stop_review"] = [](Transaction& tx, const Request& request, Moment now) -> Status {
    EXPECT_EQ(request.state, State::approved);
    EXPECT_EQ(now, kNow);
    Request next = Review();
    next.subject_id = 56;
    HT_TRY_STATUS(Ask(tx, next, now));
    return {};
  };
  ASSERT_TRUE(Approve(Holding(kLeader), id).has_value());
  EXPECT_THAT(Inbox(Holding(kLeader)), ElementsAre(id + 1));
}

TEST_P(ApprovalTest, ARefusingHandlerLeavesTheRequestWaiting) {
  const auto id = AskFor(Review());
  handlers_["stop_review"] = [](Transaction&, const Request&, Moment) -> Status {
    return Fail(ErrorCode::conflict, "The order is gone.", "order_gone");
  };
  ExpectRefused(Approve(Holding(kLeader), id), ErrorCode::conflict, "order_gone");
  EXPECT_EQ(Stored(id).state, State::waiting);
  EXPECT_THAT(Acts(), ElementsAre("approval_asked"));
}

TEST_P(ApprovalTest, TheAskerAloneTakesARequestBack) {
  const auto id = AskFor(Review());
  const auto withdraw = [&](std::int64_t officer) {
    return Do([&](Transaction& tx) { return Withdraw(tx, id, {officer, 3}, kNow); });
  };
  EXPECT_EQ(withdraw(kLeader).error().code, ErrorCode::forbidden);
  ASSERT_TRUE(withdraw(kAsker).has_value());
  EXPECT_EQ(Stored(id).state, State::withdrawn);
  EXPECT_THAT(Inbox(Holding(kLeader)), IsEmpty());
  ExpectRefused(Approve(Holding(kLeader), id), ErrorCode::conflict, "already_decided");
}

TEST_P(ApprovalTest, ARequestWithoutActRightOrAskerIsRefused) {
  const auto asked = Do([](Transaction& tx) { return Ask(tx, Request{}, kNow); });
  ASSERT_FALSE(asked.has_value());
  std::vector<std::string> paths;
  for (const auto& fault : asked.error().fields) paths.push_back(fault.path);
  EXPECT_THAT(paths, ElementsAre("act", "right_needed", "requested_by"));
}

TEST_P(ApprovalTest, ADelegationEndsEarlyByEitherOfItsTwo) {
  const auto end = [&](std::int64_t id, std::int64_t officer, Moment now) {
    return Do([&](Transaction& tx) { return EndDelegation(tx, id, {officer, 0}, now); });
  };
  const auto lenders = [&](Moment at) {
    return *database_->Read([&](Transaction& tx) { return DelegatorsOf(tx, kDeputy, at); });
  };
  const std::int64_t running = *Lend(kSecond, kDeputy, kNow, kNow + Days(2));
  const std::int64_t planned = *Lend(kLeader, kDeputy, kNow + Hours(2), kNow + Days(2));
  EXPECT_EQ(end(running, kLeader, kNow).error().code, ErrorCode::not_found);
  EXPECT_TRUE(end(running, kSecond, kNow + Hours(1)).has_value());
  EXPECT_EQ(end(running, kSecond, kNow + Hours(1)).error().rule, "already_ended");
  EXPECT_THAT(lenders(kNow + Minutes(59)), ElementsAre(kSecond));
  EXPECT_THAT(lenders(kNow + Hours(1)), IsEmpty());
  EXPECT_TRUE(end(planned, kDeputy, kNow + Hours(1)).has_value());
  EXPECT_THAT(lenders(kNow + Hours(3)), IsEmpty());
  EXPECT_EQ(Acts().back(), "delegation_ended");
}

TEST_P(ApprovalTest, ADelegationHasTwoOfficersAndATimeToCome) {
  EXPECT_FALSE(Lend(kLeader, kLeader, kNow, kNow + Days(1)).has_value());
  EXPECT_FALSE(Lend(kLeader, kDeputy, kNow + Days(1), kNow + Days(1)).has_value());
  EXPECT_FALSE(Lend(kLeader, kDeputy, kNow - Days(2), kNow - Days(1)).has_value());
  EXPECT_FALSE(Lend(kLeader, 0, kNow, kNow + Days(1)).has_value());
  ASSERT_TRUE(Lend(kLeader, kDeputy, kNow - Days(2), kNow + Days(1)).has_value());
  ASSERT_TRUE(Lend(kSecond, kLeader, kNow, kNow + Days(1)).has_value());
  const auto of_leader =
      database_->Read([](Transaction& tx) { return DelegationsOf(tx, kLeader); });
  ASSERT_EQ(of_leader->size(), 2u);
  EXPECT_EQ(of_leader->at(0).from_officer, kSecond);
  EXPECT_EQ(of_leader->at(1).to_officer, kDeputy);
}

TEST_P(ApprovalTest, TheInboxIsOldestFirst) {
  const auto first = AskFor(Review());
  const auto second = AskFor(Review(kLeader));
  const auto third = AskFor(Review());
  EXPECT_THAT(Inbox(Holding(kLeader)), ElementsAre(first, second, third));
}

}  // namespace
}  // namespace hetang::approval
