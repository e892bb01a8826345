#include "desk/register/cases.h"

#include <set>
#include <thread>

#include <gmock/gmock.h>

#include "desk/register/rules.h"
#include "desk/register/test_register.h"
#include "desk/register/views.h"

namespace hetang::registry {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr Moment kNow = TestRegister::kStart;
constexpr std::string_view kPrefix = "AJ430202";

class CasesTest : public testing::TestWithParam<database::Engine> {
 protected:
  OpenedCase Open(const NewCase& form, Moment now = kNow) {
    return Must(register_.Open(form, duty_, now));
  }
  Case Stored(std::int64_t id) {
    return Must(register_.See([&](database::Transaction& tx) { return CaseFor(tx, id, duty_); }));
  }
  Result<OpenedCase> AddTo(std::int64_t id, const NewCase& form) {
    return register_.Do(
        [&](database::Transaction& tx) { return AddToCase(tx, id, form, duty_, kNow); });
  }
  Result<Case> Merge(std::int64_t from, std::int64_t into) {
    return register_.Do(
        [&](database::Transaction& tx) { return MergeCase(tx, from, {into}, duty_, kNow); });
  }
  std::vector<std::pair<std::string, std::vector<std::string>>> DuplicatesFor(
      const NewCase& form, const auth::Principal& who) {
    std::vector<std::pair<std::string, std::vector<std::string>>> found;
    for (const Duplicate& duplicate : Must(register_.See(
             [&](database::Transaction& tx) { return DuplicatesOf(tx, form, who); }))) {
      found.emplace_back(duplicate.case_number, duplicate.why);
    }
    return found;
  }
  std::int64_t Count(const std::string& table) {
    return Must(register_.See([&](database::Transaction& tx) {
      return tx.Query<std::int64_t>("SELECT COUNT(*) FROM " + table);
    }))[0];
  }
  std::vector<std::string> ActsOf(std::int64_t case_id) {
    std::vector<std::string> acts;
    for (const journal::Sealed& entry : register_.Journal()) {
      if (entry.case_id == case_id) acts.push_back(entry.act);
    }
    return acts;
  }
  http::Page<CaseLine> List(const ListQuery& query, const auth::Principal& who) {
    return Must(
        register_.See([&](database::Transaction& tx) { return CasesOf(tx, query, who, nullptr); }));
  }

  TestRegister register_{GetParam()};
  const std::int64_t centre_ = register_.centre();
  const std::int64_t station_ = register_.station();
  const auth::Principal duty_ = register_.Somebody(centre_, "duty");
  const auth::Principal officer_ = register_.Somebody(station_, "station_officer");
};

TEST_P(CasesTest, AReportBecomesACaseWithItsPaymentsAccountsAndClock) {
  NewCase form = register_.Report(
      centre_, {PaidTo("62170001", 100'000, kNow - Hours(1)), PaidTo("62170001", 50'000, {})});
  form.identifiers = {{0, 0, "wechat", PersonalText("wx_1"), "suspect"},
                      {0, 0, "wechat", PersonalText("wx_1"), "suspect"}};
  const OpenedCase opened = Open(form);
  EXPECT_EQ(opened.record.loss_fen, Fen(150'000));
  EXPECT_EQ(opened.record.state, CaseState::taken_in);
  ASSERT_THAT(opened.payments, SizeIs(2));
  EXPECT_EQ(opened.payments[1].sequence, 2);
  EXPECT_EQ(opened.payments[0].to_account_id, opened.payments[1].to_account_id);
  EXPECT_EQ(Count("register_account"), 1);
  EXPECT_EQ(Count("register_identifier"), 1);
  const auto clocks = Must(register_.See(
      [&](database::Transaction& tx) { return deadline::OfCase(tx, opened.record.id); }));
  ASSERT_THAT(clocks, SizeIs(1));
  EXPECT_EQ(clocks[0].due_at, kNow + Days(3));
  EXPECT_EQ(clocks[0].officer_id, duty_.officer_id);
  EXPECT_THAT(ActsOf(opened.record.id), testing::Contains("case_opened"));
}

TEST_P(CasesTest, TheStoredCaseIsTheOneGiven) {
  const OpenedCase opened = Open(register_.Report(centre_, {PaidTo("62170001", 9, kNow)}));
  EXPECT_EQ(json::Write(Stored(opened.record.id), Reveal::in_full),
            json::Write(opened.record, Reveal::in_full));
  const auto payments = Must(
      register_.See([&](database::Transaction& tx) { return PaymentsOf(tx, opened.record.id); }));
  EXPECT_EQ(json::Write(payments, Reveal::in_full), json::Write(opened.payments, Reveal::in_full));
}

TEST_P(CasesTest, AReportWithWrongFieldsOpensNothing) {
  NewCase form = register_.Report(centre_, {PaidTo("62170001", 0, {})});
  EXPECT_EQ(register_.Open(form, duty_).error().code, ErrorCode::invalid);
  form = register_.Report(999);
  EXPECT_EQ(register_.Open(form, duty_).error().fields.at(0).code, "unknown_unit");
  EXPECT_EQ(Count("register_case"), 0);
  EXPECT_EQ(Count("register_person"), 0);
}

TEST_P(CasesTest, NobodyOpensACaseForAnotherUnit) {
  const auto opened = register_.Open(register_.Report(centre_), officer_);
  EXPECT_EQ(opened.error().code, ErrorCode::forbidden);
  EXPECT_EQ(opened.error().rule, "other_unit");
}

TEST_P(CasesTest, AnotherUnitsCaseIsForbiddenAndTheCentreSeesAll) {
  const auto own = Open(register_.Report(centre_)).record;
  const auto theirs = Must(register_.Open(register_.Report(station_), officer_)).record;
  const auto see = [&](const Case& record, const auth::Principal& who) {
    return register_.See([&](database::Transaction& tx) { return CaseFor(tx, record.id, who); });
  };
  EXPECT_EQ(see(own, officer_).error().rule, "other_unit");
  EXPECT_TRUE(see(theirs, officer_).has_value());
  EXPECT_TRUE(see(theirs, duty_).has_value());
  EXPECT_EQ(Merge(999, own.id).error().code, ErrorCode::not_found);
}

TEST_P(CasesTest, NumbersAreCountedByAreaAndDay) {
  const Moment late = *ParseIso("2026-04-01T23:59:59+08:00");
  EXPECT_EQ(Open(register_.Report(centre_), late).record.number, "AJ430202202604010001");
  EXPECT_EQ(Open(register_.Report(station_), late).record.number, "AJ430202202604010002");
  EXPECT_EQ(Open(register_.Report(centre_), late + Seconds(1)).record.number,
            "AJ430202202604020001");
}

TEST_P(CasesTest, ARefusedReportLeavesNoGapInTheNumbers) {
  const NewCase form = register_.Report(centre_);
  const auto refused = register_.Do([&](database::Transaction& tx) -> Result<OpenedCase> {
    HT_TRY_STATUS(OpenCase(tx, form, duty_, kNow));
    return Fail(ErrorCode::conflict, "A later step refuses.");
  });
  EXPECT_FALSE(refused.has_value());
  EXPECT_TRUE(Open(form).record.number.ends_with("0001"));
}

TEST_P(CasesTest, NumbersAreUniqueAndGapFreeWhenOpenedAtTheSameTime) {
  constexpr int kThreads = 4;
  constexpr int kEach = 15;
  std::vector<NewCase> forms;
  for (int i = 0; i < kThreads * kEach; ++i) forms.push_back(register_.Report(centre_));
  std::vector<std::vector<Result<OpenedCase>>> opened(kThreads);
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      for (int j = 0; j < kEach; ++j) {
        opened[static_cast<std::size_t>(i)].push_back(
            register_.Open(forms[static_cast<std::size_t>(i * kEach + j)], duty_));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<std::string> numbers;
  for (const auto& results : opened) {
    for (const auto& result : results) {
      ASSERT_TRUE(result.has_value()) << result.error().message;
      numbers.insert(result->record.number);
    }
  }
  std::set<std::string> expected;
  for (int i = 1; i <= kThreads * kEach; ++i) {
    expected.insert(Numbered(CaseNumberPrefix("430202", kNow), i));
  }
  EXPECT_EQ(numbers, expected);
  EXPECT_TRUE(numbers.begin()->starts_with(kPrefix));
}

TEST_P(CasesTest, APersonKnownByIdentityOrByNameAndPhoneIsNotMadeTwice) {
  NewCase first = register_.Report(centre_);
  const std::int64_t known = Open(first).record.victim_id;
  NewCase again = first;
  again.victim.identity = IdentityNumber("440524188001010014");
  again.victim.occupation = "教师";
  EXPECT_EQ(Open(again).record.victim_id, known);
  NewCase moved = register_.Report(centre_);
  moved.victim.identity = IdentityNumber("11010519491231002X");
  const std::int64_t other = Open(moved).record.victim_id;
  EXPECT_NE(other, known);
  NewCase same_identity = register_.Report(centre_);
  same_identity.victim.identity = moved.victim.identity;
  EXPECT_EQ(Open(same_identity).record.victim_id, other);
}

TEST_P(CasesTest, TwoIdentityNumbersAreTwoPeople) {
  NewCase form = register_.Report(centre_);
  form.victim.identity = IdentityNumber("11010519491231002X");
  const std::int64_t first = Open(form).record.victim_id;
  form.victim.identity = IdentityNumber("440524188001010014");
  EXPECT_NE(Open(form).record.victim_id, first);
}

TEST_P(CasesTest, OneAccountOfOneBankIsOneRowAndItsHolderStays) {
  const auto account = [&](std::string bank, std::string holder) {
    return Must(register_.Do([&](database::Transaction& tx) {
      return AccountOf(tx, {0, bank, "", AccountNumber("6217"), PersonName(holder)});
    }));
  };
  const Account first = account("102100099996", "");
  EXPECT_EQ(account("102100099996", "刘强").id, first.id);
  EXPECT_EQ(account("102100099996", "别人").holder.Reveal(), "刘强");
  EXPECT_NE(account("103100000026", "").id, first.id);
}

TEST_P(CasesTest, ASecondReportAddsWhatIsNewAndCountsNothingTwice) {
  const auto opened = Open(register_.Report(centre_, {PaidTo("A1", 500, kNow - Hours(1))}));
  NewCase second = register_.Report(
      centre_, {PaidTo("A2", 700, kNow), PaidTo("A1", 500, kNow - Hours(1) + Minutes(3))});
  const OpenedCase added = Must(AddTo(opened.record.id, second));
  ASSERT_THAT(added.payments, SizeIs(2));
  EXPECT_EQ(added.payments[0].sequence, 2);
  EXPECT_EQ(added.payments[1].id, opened.payments[0].id);
  EXPECT_EQ(added.record.loss_fen, Fen(1'200));
  EXPECT_EQ(added.record.narrative.Reveal(), "被骗了\n\n被骗了");
  EXPECT_EQ(Stored(opened.record.id).loss_fen, Fen(1'200));
}

TEST_P(CasesTest, MergingKeepsBothCasesAndCountsEachPaymentOnce) {
  const auto target = Open(register_.Report(centre_, {PaidTo("A1", 500, kNow)})).record;
  const auto merged =
      Open(register_.Report(centre_, {PaidTo("A1", 500, kNow), PaidTo("A2", 70, kNow)})).record;
  const Case after = Must(Merge(merged.id, target.id));
  EXPECT_EQ(after.state, CaseState::merged);
  EXPECT_EQ(after.merged_into, target.id);
  EXPECT_EQ(Stored(merged.id).loss_fen, Fen(570));
  EXPECT_EQ(Stored(target.id).loss_fen, Fen(570));
  EXPECT_THAT(ActsOf(target.id), testing::Contains("case_absorbed"));
  const auto clocks = Must(
      register_.See([&](database::Transaction& tx) { return deadline::OfCase(tx, merged.id); }));
  EXPECT_EQ(clocks.at(0).state, deadline::State::cancelled);
}

TEST_P(CasesTest, AMergedCasePointsToOneThatIsNotMerged) {
  const auto a = Open(register_.Report(centre_, {PaidTo("A1", 1, kNow)})).record;
  const auto b = Open(register_.Report(centre_, {PaidTo("A2", 2, kNow)})).record;
  const auto c = Open(register_.Report(centre_, {PaidTo("A3", 4, kNow)})).record;
  Must(Merge(a.id, b.id));
  EXPECT_EQ(Merge(c.id, a.id).error().rule, "case_merged");
  Must(Merge(b.id, c.id));
  EXPECT_EQ(Stored(a.id).merged_into, c.id);
  EXPECT_EQ(Stored(c.id).loss_fen, Fen(7));
  EXPECT_EQ(Merge(b.id, c.id).error().rule, "case_merged");
  EXPECT_EQ(AddTo(b.id, register_.Report(centre_)).error().rule, "case_merged");
}

TEST_P(CasesTest, ACaseIsNotMergedIntoItself) {
  const auto record = Open(register_.Report(centre_)).record;
  EXPECT_EQ(Merge(record.id, record.id).error().fields.at(0).code, "same_case");
}

TEST_P(CasesTest, ClassifyingNeedsTheVersionThatWasRead) {
  const auto record = Open(register_.Report(centre_)).record;
  const auto classify = [&](std::int64_t version) {
    return register_.Do([&](database::Transaction& tx) {
      return ChangeCase(tx, {record.id, version}, {FraudType::investment}, duty_, kNow);
    });
  };
  EXPECT_EQ(Must(classify(1)).fraud_type, FraudType::investment);
  EXPECT_EQ(classify(1).error().code, ErrorCode::stale);
}

TEST_P(CasesTest, APersonIsCorrectedByWhoSeesOneOfHisCases) {
  const auto record = Open(register_.Report(centre_)).record;
  const auto change = [&](const auth::Principal& who, std::int64_t version) {
    VictimForm form;
    form.name = PersonName(PersonName("王芳").Masked());
    form.phone = PhoneNumber("13900000000");
    return register_.Do([&](database::Transaction& tx) {
      return ChangePerson(tx, {record.victim_id, version}, form, who, kNow);
    });
  };
  EXPECT_EQ(change(officer_, 1).error().rule, "other_unit");
  EXPECT_EQ(Must(change(duty_, 1)).name.Reveal(), "王芳");
  EXPECT_EQ(change(duty_, 1).error().code, ErrorCode::stale);
  EXPECT_THAT(ActsOf(record.id), testing::Contains("person_changed"));
}

TEST_P(CasesTest, ADuplicateIsFoundByVictimPaymentOrAccountAndTime) {
  NewCase first = register_.Report(centre_, {PaidTo("A1", 500, kNow)});
  const std::string number = Open(first).record.number;
  const auto why = [&](const NewCase& form) {
    const auto found = DuplicatesFor(form, duty_);
    return found.empty() ? std::vector<std::string>{} : found[0].second;
  };
  NewCase same_phone = register_.Report(centre_);
  same_phone.victim.phone = first.victim.phone;
  EXPECT_THAT(why(same_phone), ElementsAre("same_victim"));
  EXPECT_THAT(why(register_.Report(centre_, {PaidTo("A1", 500, kNow - Minutes(10))})),
              ElementsAre("same_payment", "same_account_and_time"));
  EXPECT_THAT(why(register_.Report(centre_, {PaidTo("A1", 700, kNow)})),
              ElementsAre("same_account_and_time"));
  EXPECT_THAT(why(register_.Report(centre_, {PaidTo("A1", 500, {})})), ElementsAre("same_payment"));
  EXPECT_THAT(why(register_.Report(centre_, {PaidTo("A1", 500, kNow - Minutes(11))})), IsEmpty());
  EXPECT_THAT(why(register_.Report(centre_, {PaidTo("A2", 500, kNow)})), IsEmpty());
  EXPECT_THAT(why(register_.Report(centre_)), IsEmpty());
  EXPECT_EQ(DuplicatesFor(first, duty_).at(0).first, number);
}

TEST_P(CasesTest, OldMergedAndUnseenCasesAreNoDuplicates) {
  NewCase form = register_.Report(centre_, {PaidTo("A1", 500, kNow)});
  const auto first = Open(form).record;
  EXPECT_THAT(DuplicatesFor(form, duty_), SizeIs(1));
  EXPECT_THAT(DuplicatesFor(form, officer_), IsEmpty());
  NewCase later = form;
  later.began_at = kNow + Days(91);
  EXPECT_THAT(DuplicatesFor(later, duty_), IsEmpty());
  const auto target = Open(register_.Report(centre_)).record;
  Must(Merge(first.id, target.id));
  EXPECT_THAT(DuplicatesFor(form, duty_), IsEmpty());
}

TEST_P(CasesTest, TheListShowsTheNewestFirstPageByPageAndOnlyWhatOneSees) {
  std::vector<std::int64_t> ids;
  for (int i = 0; i < 5; ++i) ids.push_back(Open(register_.Report(centre_)).record.id);
  Must(register_.Open(register_.Report(station_), officer_));
  ListQuery query;
  query.page.limit = 2;
  std::vector<std::int64_t> seen;
  for (;;) {
    const auto page = List(query, duty_);
    for (const CaseLine& line : page.items) seen.push_back(line.id);
    if (!page.next) break;
    query.page.after_id = std::stoll(*page.next);
  }
  EXPECT_THAT(seen, ElementsAre(ids[4] + 1, ids[4], ids[3], ids[2], ids[1], ids[0]));
  EXPECT_THAT(List({}, officer_).items, SizeIs(1));
  query = {};
  query.state = CaseState::filed;
  EXPECT_THAT(List(query, duty_).items, IsEmpty());
}

TEST_P(CasesTest, ASearchFindsByNumberVictimAccountAndIdentifier) {
  NewCase form = register_.Report(centre_, {PaidTo("62170009", 1, {})});
  form.victim.name = PersonName("诸葛明");
  form.victim.identity = IdentityNumber("11010519491231002X");
  form.identifiers = {{0, 0, "wechat", PersonalText("wx_1"), "suspect"}};
  const auto record = Open(form).record;
  Open(register_.Report(centre_, {PaidTo("62170010", 1, {})}));
  const auto found = [&](const std::string& text) {
    ListQuery query;
    query.text = text;
    return List(query, duty_).items.size();
  };
  for (const std::string& text :
       {record.number, form.victim.name.Reveal(), form.victim.phone.Reveal(),
        form.victim.identity.Reveal(), std::string("62170009"), std::string("wx_1")}) {
    EXPECT_EQ(found(text), 1U) << text.size();
  }
  EXPECT_EQ(found(record.number.substr(0, 16)), 2U);
  EXPECT_EQ(found(record.number.substr(0, 15)), 0U);
  EXPECT_EQ(found("6217000"), 0U);
  EXPECT_EQ(found("6228480001"), 2U);
  EXPECT_EQ(found("'; --"), 0U);
}

TEST_P(CasesTest, SumsOfOrdersReachTheirLine) {
  const auto first = Open(register_.Report(centre_)).record.id;
  Open(register_.Report(centre_));
  const auto third = Open(register_.Report(centre_)).record.id;
  const OrderSums sums = [&](database::Transaction&, std::int64_t from,
                             std::int64_t to) -> Result<std::vector<OrderSum>> {
    std::vector<OrderSum> all;
    for (const std::int64_t id : {first, third}) {
      if (from <= id && id <= to) all.push_back({id, id, Fen(id * 100)});
    }
    return all;
  };
  const auto page =
      Must(register_.See([&](database::Transaction& tx) { return CasesOf(tx, {}, duty_, sums); }));
  ASSERT_THAT(page.items, SizeIs(3));
  EXPECT_EQ(page.items[0].orders_open, third);
  EXPECT_EQ(page.items[1].orders_open, 0);
  EXPECT_EQ(page.items[2].stopped_fen, Fen(first * 100));
}

TEST_P(CasesTest, NumbersAreGivenForLists) {
  const auto record = Open(register_.Report(centre_)).record;
  const std::vector<std::int64_t> asked{record.id, 999};
  const auto numbers =
      Must(register_.See([&](database::Transaction& tx) { return NumbersOf(tx, asked); }));
  EXPECT_THAT(numbers, ElementsAre(testing::Pair(record.id, record.number)));
}

INSTANTIATE_TEST_SUITE_P(Cases, CasesTest, database::BothEngines(),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace hetang::registry
