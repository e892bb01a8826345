#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "desk/funds/lists.h"
#include "desk/funds/order_states.h"
#include "desk/funds/orders.h"
#include "desk/funds/test_centre.h"

namespace hetang::funds {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kCard = "6222020000000000018";

class QueriesTest : public testing::TestWithParam<database::Engine> {
 protected:
  QueryWish WishFor(const registry::OpenedCase& opened,
                    OrderKind kind = OrderKind::transactions) const {
    QueryWish wish;
    wish.record = opened.record;
    wish.kind = kind;
    wish.bank_code = kBankA;
    wish.account = AccountNumber(kCard);
    wish.holder = PersonName("邬望舒");
    wish.reason = "电信网络诈骗案件资金查询";
    return wish;
  }
  Result<Placed> Place(const QueryWish& wish) {
    return centre_.Write([&](database::Transaction& tx) {
      return PlaceQuery(tx, wish, centre_.duty(), centre_.now());
    });
  }
  template <typename Message>
  Message SentFor(const Order& order) {
    return centre_.SentFor<Message>(order);
  }
  template <typename Feedback>
  std::string Written(const Order& order, Feedback feedback, const char* result = "0000") const {
    return centre_.Written(order, std::move(feedback), result);
  }
  static bank::CardAccounts CardOf(const char* number, std::int64_t balance_fen) {
    bank::SubAccount sub;
    sub.account_number = AccountNumber(std::string(number) + "_001");
    sub.account_balance_fen = Fen(balance_fen);
    sub.account_status = "正常";
    bank::CardAccounts card;
    card.account_name = PersonName("邬望舒");
    card.card_number = AccountNumber(number);
    card.account = {sub};
    return card;
  }
  bank::TransactionsFeedback Rows(std::int64_t amount_fen = 5'000'000) const {
    bank::TransactionRow row;
    row.borrowing_signs = bank::BorrowingSigns::credit;
    row.transaction_amount_fen = Fen(amount_fen);
    row.transaction_time = Moment{centre_.now().ms / 1000 * 1000};
    bank::TransactionsFeedback feedback;
    feedback.accounts = {CardOf(kCard, amount_fen)};
    feedback.accounts[0].account[0].transaction = {row};
    return feedback;
  }
  OrderView View(const Order& order) {
    return *centre_.db().Read([&](database::Transaction& tx) {
      const auto stored = tx.Get<Order>(order.id);
      return ViewOf(tx, *stored, centre_.duty());
    });
  }
  PersonName HolderInRegister(const char* number) {
    const auto holders = centre_.db().Read([&](database::Transaction& tx) {
      return tx.Query<PersonName>("SELECT holder FROM register_account WHERE number = :n",
                                  AccountNumber(number));
    });
    return holders->at(0);
  }

  TestCentre centre_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Funds, QueriesTest, database::BothEngines(),
                         testing::PrintToStringParamName());

TEST_P(QueriesTest, AQueryIsWrittenWithMessageJournalAndTheBanksClockAndNothingElse) {
  QueryWish wish = WishFor(centre_.OpenCase());
  wish.from = centre_.now() - Hours(24);
  wish.until = centre_.now();
  const auto placed = Place(wish);
  ASSERT_TRUE(placed.has_value()) << placed.error().message;
  EXPECT_EQ(placed->order.reviewed, Review::none);
  const auto sent = SentFor<bank::TransactionsQuery>(placed->order);
  EXPECT_EQ(sent.inquiry_mode, bank::InquiryMode::quick);
  EXPECT_EQ(sent.target.card_number, AccountNumber(kCard));
  EXPECT_EQ(sent.target.account_name, PersonName("邬望舒"));
  EXPECT_EQ(sent.inquiry_period_start, wish.from);
  EXPECT_EQ(sent.tail.investigator.name, PersonName("蓝一舟"));
  EXPECT_EQ(centre_.Count("journal_entry WHERE act = 'order_placed'"), 1);
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'bank_answer'"), 1);
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'first_stop_call'"), 0);
  EXPECT_EQ(centre_.Count("approval_request"), 0);
}

TEST_P(QueriesTest, AnAnswerEndsTheBanksClockAndStartsNoFortyEightHours) {
  const auto placed = Place(WishFor(centre_.OpenCase()));
  EXPECT_EQ(centre_.Answer(kBankA, Written(placed->order, Rows())), Verdict::effective);
  const OrderView view = View(placed->order);
  EXPECT_EQ(view.state, OrderState::answered);
  EXPECT_THAT(view.actions, IsEmpty());
  ASSERT_TRUE(view.answer.has_value());
  EXPECT_EQ(view.answer->rows, 1);
  EXPECT_EQ(view.answer->holder, PersonName("邬望舒"));
  ASSERT_THAT(view.answer->accounts, SizeIs(1));
  EXPECT_EQ(view.answer->accounts[0].balance_fen, Fen(5'000'000));
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'bank_answer' AND state = 'met'"), 1);
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'stop_expiry'"), 0);
  EXPECT_EQ(centre_.Count("journal_entry WHERE act = 'order_answered'"), 1);
}

TEST_P(QueriesTest, TheSameAnswerAgainChangesNothingAndAnotherOneContradicts) {
  const auto placed = Place(WishFor(centre_.OpenCase()));
  const std::string raw = Written(placed->order, Rows());
  EXPECT_EQ(centre_.Answer(kBankA, raw), Verdict::effective);
  EXPECT_EQ(centre_.Answer(kBankA, raw), Verdict::repeated);
  EXPECT_EQ(centre_.Answer(kBankA, Written(placed->order, Rows())), Verdict::repeated);
  EXPECT_EQ(centre_.Answer(kBankA, Written(placed->order, Rows(1))), Verdict::contradicts);
  EXPECT_EQ(centre_.Answer(kBankA, Written(placed->order, Rows(), "0300")), Verdict::contradicts);
  EXPECT_EQ(centre_.Count("funds_query_answer"), 1);
  EXPECT_EQ(centre_.Reload(placed->order).state, OrderState::answered);
}

TEST_P(QueriesTest, AnAnswerOfAnotherKindBankOrAccountIsNotBelieved) {
  const auto placed = Place(WishFor(centre_.OpenCase()));
  EXPECT_EQ(centre_.Answer(kBankA, centre_.FeedbackFor(placed->order, "0000")),
            Verdict::contradicts);
  bank::TransactionsFeedback other = Rows();
  other.accounts = {CardOf("6222020000000000992", 1)};
  EXPECT_EQ(centre_.Answer(kBankA, Written(placed->order, other)), Verdict::contradicts);
  Order of_b = placed->order;
  of_b.bank_code = kBankB;
  EXPECT_EQ(centre_.Answer(kBankB, Written(of_b, Rows())), Verdict::wrong_bank);
  EXPECT_EQ(centre_.Reload(placed->order).state, OrderState::waiting);
  EXPECT_EQ(centre_.Count("funds_answer WHERE settled_at IS NULL"), 3);
}

TEST_P(QueriesTest, ARefusedQueryIsRefusedAndMayBeAskedAgain) {
  const QueryWish wish = WishFor(centre_.OpenCase());
  const auto placed = Place(wish);
  EXPECT_EQ(centre_.Answer(kBankA, Written(placed->order, bank::TransactionsFeedback(), "0300")),
            Verdict::effective);
  EXPECT_EQ(View(placed->order).state, OrderState::refused);
  EXPECT_FALSE(View(placed->order).answer.has_value());
  EXPECT_TRUE(Place(wish).has_value());
}

TEST_P(QueriesTest, TheSameQueryIsNotAskedTwiceAtATime) {
  const QueryWish wish = WishFor(centre_.OpenCase());
  ASSERT_TRUE(Place(wish).has_value());
  EXPECT_EQ(Place(wish).error().rule, "query_under_way");
  QueryWish more = wish;
  more.mode = QueryMode::both;
  EXPECT_TRUE(Place(more).has_value());
  more.kind = OrderKind::holder;
  EXPECT_TRUE(Place(more).has_value());
}

TEST_P(QueriesTest, QueriesCountAsNoStopsAndDoNotTouchTheFiveMinutes) {
  const registry::OpenedCase opened = centre_.OpenCase();
  ASSERT_TRUE(Place(WishFor(opened)).has_value());
  const auto stop = centre_.Place(centre_.WishFor(opened));
  ASSERT_TRUE(stop.has_value()) << stop.error().message;
  EXPECT_THAT(stop->warnings, IsEmpty());
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'first_stop_call' AND state = 'open'"), 1);
  // The query is still open when the case's only stop is answered.
  EXPECT_EQ(centre_.Answer(kBankA, centre_.FeedbackFor(stop->order, "0000")), Verdict::effective);
  EXPECT_EQ(centre_.Count("deadline_clock WHERE rule = 'first_stop_call' AND state = 'met'"), 1);
}

TEST_P(QueriesTest, AHolderTheBankTellsIsLearntWhereTheRegisterKnewNone) {
  QueryWish wish = WishFor(centre_.OpenCase(), OrderKind::holder);
  wish.account = AccountNumber("6222020000000000091");
  wish.holder = PersonName();
  const auto placed = Place(wish);
  EXPECT_FALSE(SentFor<bank::HolderQuery>(placed->order).target.account_name.has_value());
  bank::HolderFeedback told;
  told.account_subject_name = PersonName("屈疏影");
  told.account_credential_type = "01";
  told.account_credential_number = IdentityNumber("430102199001010015");
  EXPECT_EQ(centre_.Answer(kBankA, Written(placed->order, told)), Verdict::effective);
  EXPECT_EQ(View(placed->order).answer->holder, PersonName("屈疏影"));
  EXPECT_EQ(HolderInRegister("6222020000000000091"), PersonName("屈疏影"));
  // And all accounts of that person are asked for by the number told.
  wish.kind = OrderKind::all_accounts;
  const auto all = Place(wish);
  ASSERT_TRUE(all.has_value()) << all.error().message;
  const auto sent = SentFor<bank::AccountsQuery>(all->order);
  EXPECT_EQ(sent.subject.account_credential_number, IdentityNumber("430102199001010015"));
  EXPECT_EQ(sent.subject.account_subject_name, PersonName("屈疏影"));
}

TEST_P(QueriesTest, AHolderTheRegisterKnowsIsNotOverwritten) {
  const auto placed = Place(WishFor(centre_.OpenCase(), OrderKind::holder));
  bank::HolderFeedback told;
  told.account_subject_name = PersonName("屈疏影");
  EXPECT_EQ(centre_.Answer(kBankA, Written(placed->order, told)), Verdict::effective);
  EXPECT_EQ(HolderInRegister(kCard), PersonName("邬望舒"));
}

TEST_P(QueriesTest, AllAccountsOfAPersonAreKeptAndKnownToTheRegister) {
  const auto placed = Place(WishFor(centre_.OpenCase(), OrderKind::all_accounts));
  bank::AccountsFeedback told;
  told.accounts = {CardOf(kCard, 100), CardOf("6222020000000000075", 2'300)};
  EXPECT_EQ(centre_.Answer(kBankA, Written(placed->order, told)), Verdict::effective);
  const OrderView view = View(placed->order);
  ASSERT_THAT(view.answer->accounts, SizeIs(2));
  EXPECT_EQ(view.answer->accounts[1].number, AccountNumber("6222020000000000075"));
  EXPECT_EQ(view.answer->accounts[1].balance_fen, Fen(2'300));
  EXPECT_EQ(HolderInRegister("6222020000000000075"), PersonName("邬望舒"));
}

TEST_P(QueriesTest, AllAccountsOfNobodyCannotBeAskedFor) {
  QueryWish wish = WishFor(centre_.OpenCase(), OrderKind::all_accounts);
  wish.account = AccountNumber("6222020000000000091");
  wish.holder = PersonName();
  EXPECT_EQ(Place(wish).error().rule, "holder_unknown");
  EXPECT_EQ(centre_.Count("funds_order"), 0);
}

TEST_P(QueriesTest, AQueryIsSentAgainByWhoeverMayAsk) {
  const auto placed = Place(WishFor(centre_.OpenCase()));
  ASSERT_TRUE(centre_.Write([&](database::Transaction& tx) {
    return MarkSent(tx, placed->order.application_id, centre_.now());
  }));
  EXPECT_THAT(View(placed->order).actions, ElementsAre("resend"));
  const auto resend = [&](const auth::Principal& who) {
    return centre_.Write([&](database::Transaction& tx) {
      return Resend(tx, placed->order.id, who, centre_.now());
    });
  };
  auth::Principal reader = centre_.duty();
  reader.rights = {"funds:read"};
  EXPECT_EQ(resend(reader).error().rule, "funds:query");
  EXPECT_TRUE(resend(centre_.duty()).has_value());
}

class ListsTest : public QueriesTest {
 protected:
  ListsTest() {
    EXPECT_TRUE(centre_.Write([](database::Transaction& tx) -> Status {
      Bank bank;
      bank.code = "900000000004";
      bank.name = "中国建设银行";
      bank.phone_24h = "000-1110000";
      bank.address = "http://127.0.0.1:9/";
      HT_TRY_STATUS(tx.Insert(bank));
      return {};
    }));
  }
  static std::string RulesIn(const ListedOrders& listed) {
    std::string rules;
    for (const RefusedLine& line : listed.refused) {
      rules += std::to_string(line.index) + ":" + line.rule + " ";
    }
    return rules;
  }
  Result<ListedOrders> Stop(const registry::OpenedCase& opened, std::vector<StopLine> lines) {
    const StopList list{std::move(lines), "三级卡紧急止付"};
    return centre_.Write([&](database::Transaction& tx) {
      return PlaceStops(tx, opened.record.id, list, centre_.duty(), centre_.now());
    });
  }
};
INSTANTIATE_TEST_SUITE_P(Funds, ListsTest, database::BothEngines(),
                         testing::PrintToStringParamName());

StopLine LineFor(const char* number, std::optional<std::string> bank = std::nullopt) {
  return {AccountNumber(number), std::move(bank), std::nullopt, Fen(120'000)};
}

TEST_P(ListsTest, EachAccountIsStoppedOrRefusedOnItsOwn) {
  const registry::OpenedCase opened = centre_.OpenCase();
  StopLine nothing = LineFor("6217000000000000057");
  nothing.amount_fen = Fen(0);
  const auto listed = Stop(
      opened, {LineFor("6217000000000000016"), LineFor("6217000000000000016"), LineFor("12345"),
               LineFor("6217000000000000032", "999999999999"), LineFor("6217********0032"), nothing,
               LineFor("6217000000000000024", std::string(kBankB))});
  ASSERT_TRUE(listed.has_value()) << listed.error().message;
  EXPECT_EQ(RulesIn(*listed),
            "1:stop_in_force 2:bank_unknown 3:bank_unknown 4:masked_number 5:positive ");
  ASSERT_THAT(listed->placed, SizeIs(2));
  EXPECT_EQ(listed->placed[0].order.bank_code, "900000000004");  // Told by the card's issuer.
  EXPECT_EQ(listed->placed[0].order.amount_fen, Fen(120'000));
  EXPECT_THAT(listed->placed[0].warnings, ElementsAre("late_paperwork"));
  EXPECT_EQ(listed->placed[1].index, 6);
  EXPECT_EQ(listed->placed[1].order.bank_code, kBankB);
  EXPECT_EQ(centre_.Count("funds_order"), 2);
  EXPECT_EQ(centre_.Count("outbox_message"), 2);
}

TEST_P(ListsTest, ABankIsToldByTheRegisterWhereNoIssuerTellsIt) {
  const registry::OpenedCase opened = centre_.OpenCase("990001");
  const auto listed = Stop(opened, {LineFor("990001")});
  ASSERT_TRUE(listed.has_value());
  ASSERT_THAT(listed->placed, SizeIs(1)) << RulesIn(*listed);
  EXPECT_EQ(listed->placed[0].order.bank_code, kBankA);
  // The case's own payment into the account speaks for the stop.
  EXPECT_THAT(listed->placed[0].warnings, IsEmpty());
  EXPECT_EQ(listed->placed[0].order.payment_id, opened.payments[0].id);
}

TEST_P(ListsTest, AListOfQueriesIsOneKey) {
  const registry::OpenedCase opened = centre_.OpenCase();
  QueryList list;
  list.accounts = {{AccountNumber("6217000000000000016"), {}, {}},
                   {AccountNumber("6217000000000000024"), {}, PersonName("屈疏影")},
                   {AccountNumber("77"), {}, {}}};
  const auto listed = centre_.Write([&](database::Transaction& tx) {
    return PlaceQueries(tx, opened.record.id, list, centre_.duty(), centre_.now());
  });
  ASSERT_TRUE(listed.has_value());
  ASSERT_THAT(listed->placed, SizeIs(2));
  EXPECT_EQ(listed->placed[0].order.mode, QueryMode::quick);
  EXPECT_EQ(RulesIn(*listed), "2:bank_unknown ");
}

TEST_P(ListsTest, AnEmptyOrEndlessListIsRefusedWhole) {
  const registry::OpenedCase opened = centre_.OpenCase();
  EXPECT_EQ(Stop(opened, {}).error().fields.at(0).code, "missing");
  const std::vector<StopLine> many(kMostLines + 1, LineFor("6217000000000000016"));
  EXPECT_EQ(Stop(opened, many).error().fields.at(0).code, "too_many");
  StopList unreasoned{{LineFor("6217000000000000016")}, ""};
  const auto listed = centre_.Write([&](database::Transaction& tx) {
    return PlaceStops(tx, opened.record.id, unreasoned, centre_.duty(), centre_.now());
  });
  ASSERT_TRUE(listed.has_value());
  EXPECT_EQ(RulesIn(*listed), "0:missing ");
  EXPECT_EQ(centre_.Count("funds_order"), 0);
  EXPECT_EQ(centre_.Count("outbox_message"), 0);
}

}  // namespace
}  // namespace hetang::funds
