#include "desk/funds/gateway.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "desk/funds/bank_edit.h"
#include "desk/funds/test_centre.h"

namespace hetang::funds {
namespace {

using database::Engine;
using database::Transaction;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class GatewayTest : public testing::TestWithParam<Engine> {
 protected:
  auth::Principal Liaison() const {
    auth::Principal who = centre_.duty();
    who.rights.emplace_back("funds:banks");
    return who;
  }
  GatewayLine LineOf(std::string_view code) {
    const auto state = *centre_.db().Read(
        [&](Transaction& tx) { return GatewayOf(tx, Liaison(), centre_.now()); });
    for (const GatewayLine& line : state.items) {
      if (line.bank_code == code) return line;
    }
    ADD_FAILURE() << "no such bank";
    return {};
  }
  Bank BankA() {
    return *centre_.db().Read([](Transaction& tx) { return BankOf(tx, kBankA); });
  }
  Result<GatewayLine> Pause(const char* note) {
    const std::int64_t id = BankA().id;
    return centre_.Write([&](Transaction& tx) {
      return PauseBank(tx, id, {Text<400>(note)}, Liaison(), centre_.now());
    });
  }
  Result<GatewayLine> Resume(const char* note) {
    const std::int64_t id = BankA().id;
    return centre_.Write([&](Transaction& tx) {
      return ResumeBank(tx, id, {Text<400>(note)}, Liaison(), centre_.now());
    });
  }
  Result<SampleView> Sample(const Bank& bank, bank::SampleKind kind) {
    return centre_.db().Read(
        [&](Transaction& tx) { return SampleFor(tx, bank.id, kind, centre_.now()); });
  }

  TestCentre centre_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Engines, GatewayTest, database::BothEngines());

TEST_P(GatewayTest, EveryBankIsShownWithItsNumberAndWhatWaits) {
  const Moment since = centre_.now();
  ASSERT_TRUE(centre_
                  .Write([&](Transaction& tx) {
                    return outbox::Put(tx, std::string(kChannel), std::string(kBankA), "key-1", "x",
                                       since);
                  })
                  .has_value());
  const GatewayLine a = LineOf(kBankA);
  EXPECT_EQ(a.waiting, 1);
  EXPECT_EQ(a.oldest_at, since);
  EXPECT_EQ(a.breaker, outbox::Breaker::closed);
  EXPECT_FALSE(a.down);
  EXPECT_FALSE(a.phone_24h.empty());
  EXPECT_THAT(a.actions, ElementsAre("pause"));
  EXPECT_EQ(LineOf(kBankB).waiting, 0);
}

TEST_P(GatewayTest, APauseNamesWhoAndWhyAndEndsOnce) {
  EXPECT_FALSE(Pause("").has_value());
  const auto paused = Pause("银行系统升级");
  ASSERT_TRUE(paused.has_value());
  EXPECT_TRUE(paused->down);
  EXPECT_EQ(paused->paused_at, centre_.now());
  EXPECT_EQ(paused->paused_note.str(), "银行系统升级");
  EXPECT_FALSE(paused->paused_by.empty());
  EXPECT_THAT(paused->actions, ElementsAre("resume"));
  EXPECT_EQ(Pause("再次").error().rule, "already_paused");
  const auto resumed = Resume("已恢复");
  ASSERT_TRUE(resumed.has_value());
  EXPECT_FALSE(resumed->down);
  EXPECT_EQ(Resume("再次").error().rule, "not_paused");
}

TEST_P(GatewayTest, AnOfficerWithoutTheRightMayOnlyLook) {
  const auto state = *centre_.db().Read([&](Transaction& tx) {
    auth::Principal who = centre_.duty();
    who.rights = {"funds:read"};
    return GatewayOf(tx, who, centre_.now());
  });
  for (const GatewayLine& line : state.items) EXPECT_THAT(line.actions, ElementsAre());
}

TEST_P(GatewayTest, ABankThatFailsIsDownAndTellsWhenItIsTriedNext) {
  ASSERT_TRUE(centre_
                  .Write([&](Transaction& tx) -> Status {
                    HT_TRY_STATUS(outbox::Put(tx, std::string(kChannel), std::string(kBankA),
                                              "key-1", "x", centre_.now()));
                    HT_TRY(outbox::Line line, outbox::LineOf(tx, kChannel, kBankA));
                    for (int i = 0; i < 5; ++i) {
                      outbox::Fail(line, "The bank's server answered 503.", centre_.now(), 0.5);
                    }
                    return outbox::Keep(tx, line);
                  })
                  .has_value());
  const GatewayLine a = LineOf(kBankA);
  EXPECT_TRUE(a.down);
  EXPECT_EQ(a.breaker, outbox::Breaker::open);
  EXPECT_EQ(a.failures, 5);
  EXPECT_EQ(a.last_error, "The bank's server answered 503.");
  EXPECT_EQ(a.next_at, centre_.now() + outbox::kBreakerPause);
  EXPECT_THAT(a.actions, ElementsAre("pause", "resume"));
}

TEST_P(GatewayTest, ASampleIsWrittenByTheBanksOwnProfileAndSendsNothing) {
  Bank bank = BankA();
  const auto stop = Sample(bank, bank::SampleKind::stop);
  ASSERT_TRUE(stop.has_value());
  EXPECT_EQ(stop->tx_code, "100101");
  EXPECT_EQ(stop->size, static_cast<std::int64_t>(stop->text.size()));
  EXPECT_THAT(stop->text, HasSubstr("<To>" + std::string(kBankA)));
  bank.profile = "platform_gb18030";
  bank.profile_data = Text<2000>(R"({"freeze_modes":[{"mode":"limit","own":"7"}]})");
  ASSERT_TRUE(centre_
                  .Write([&](Transaction& tx) {
                    return SaveBank(tx, bank, "", centre_.duty(), centre_.now());
                  })
                  .has_value());
  const auto freeze = Sample(bank, bank::SampleKind::freeze);
  ASSERT_TRUE(freeze.has_value());
  EXPECT_EQ(freeze->encoding, "GB18030");
  EXPECT_LT(freeze->size, static_cast<std::int64_t>(freeze->text.size()));
  EXPECT_THAT(freeze->text, HasSubstr("<FreezeType>7<"));
  EXPECT_EQ(Sample(bank, bank::SampleKind::payment_stop).error().rule, "tx_code");
  EXPECT_EQ(LineOf(kBankA).waiting, 0);
}

TEST_P(GatewayTest, WrongProfileDataIsRefusedFieldByField) {
  Bank bank = BankA();
  bank.profile_data = Text<2000>(R"({"results":[{"own":"1","code":"9876"}]})");
  const auto saved = centre_.Write(
      [&](Transaction& tx) { return SaveBank(tx, bank, "", centre_.duty(), centre_.now()); });
  ASSERT_FALSE(saved.has_value());
  ASSERT_EQ(saved.error().fields.size(), 1u);
  EXPECT_EQ(saved.error().fields[0].path, "profile_data.results[0].code");
}

}  // namespace
}  // namespace hetang::funds
