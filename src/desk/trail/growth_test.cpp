// A world that grew with each import is the one that is read anew.
#include <random>

#include <gmock/gmock.h>

#include "base/json.h"
#include "desk/trail/test_trail.h"
#include "desk/trail/world.h"
#include "engine/trace/test_world.h"

namespace hetang::trail {
namespace {

constexpr std::array kMethods{trace::Method::fifo, trace::Method::lifo, trace::Method::pro_rata,
                              trace::Method::taint_first, trace::Method::poison};

// Payments between a few accounts, told by both banks in files that overlap, reversed now and then,
// by card or by account number; and tables that say which of these are one account.
class Story {
 public:
  explicit Story(std::uint32_t seed) : random_(seed) {
    for (int i = 0; i < 60; ++i) Tell(i);
  }

  std::vector<std::string> NextFiles() {
    std::vector<std::string> files;
    for (int count = Roll(1, 2); count > 0; --count) {
      if (Roll(1, 6) == 1) {
        const int account = Roll(0, kAccounts - 1);
        files.push_back(AccountSheet("刘强", Card(account), Number(account)));
        continue;
      }
      std::vector<FileRow> rows;
      for (const FileRow& row : rows_) {
        if (Roll(1, 5) == 1) rows.push_back(row);
      }
      if (!rows.empty()) files.push_back(Transactions(rows));
    }
    return files;
  }

 private:
  static constexpr int kAccounts = 5;

  static std::string Card(int account) { return "622202000000000010" + std::to_string(account); }
  static std::string Number(int account) { return "190300000000000" + std::to_string(account); }
  int Roll(int from, int to) { return std::uniform_int_distribution<int>(from, to)(random_); }
  std::string Named(int account) { return Roll(1, 3) == 1 ? Number(account) : Card(account); }

  void Tell(int i) {
    const int from = Roll(0, kAccounts - 1);
    const int to = Roll(0, kAccounts - 1);
    // Few seconds, so that many rows share one.
    const std::string time = "2026-04-01 10:00:" + std::string(1, char('0' + Roll(0, 5))) +
                             std::string(1, char('0' + Roll(0, 1)));
    const std::string amount = std::to_string(Roll(1, 9)) + "00.00";
    const std::string sign = Roll(1, 12) == 1 ? "-" : "";
    const std::string serial = "S" + std::to_string(i);
    rows_.push_back({Named(from), "", time, sign + amount, "", "出", Named(to), serial + "A"});
    if (Roll(1, 2) == 1) {
      rows_.push_back({Named(to), "", time, amount, "", "进", Named(from), serial + "B"});
    }
  }

  std::mt19937 random_;
  std::vector<FileRow> rows_;
};

std::vector<std::string> TextsOf(const World& world) {
  std::vector<std::string> texts;
  for (const Transfer& transfer : world.flow.All()) {
    texts.push_back(json::Write(transfer, Reveal::in_full));
  }
  return texts;
}

class GrowthTest : public testing::TestWithParam<database::Engine> {
 protected:
  registry::Case OpenCase() {
    std::vector<registry::Payment> payments{
        registry::PaidTo("6222020000000000101", 30'000, TestTrail::kStart),
        registry::PaidTo("6222020000000000102", 50'000, TestTrail::kStart)};
    const auto duty = trail_.Somebody(trail_.centre(), "duty");
    return Must(trail_.Open(trail_.Report(trail_.centre(), payments), duty,
                            TestTrail::kStart + Days(9)))
        .record;
  }

  // The answer with ids of transfers wherever it has positions; 0 for a payment no row proves.
  static Result<std::string> Traced(database::Transaction& tx, std::shared_ptr<const World> shown,
                                    const registry::Case& record, trace::Method method) {
    HT_TRY(const auto world, CaseWorld::Make(tx, std::move(shown), record, std::nullopt));
    trace::Question question;
    question.method = method;
    for (const Seed& seed : world->seeds()) question.seeds.push_back(seed.position.value());
    HT_TRY(auto answer, trace::Trace(*world, *world, question));
    const auto id_at = [&](std::uint32_t position) {
      const Transfer* stored = world->StoredAt(position);
      return stored == nullptr ? 0U : static_cast<std::uint32_t>(stored->id);
    };
    for (trace::SeedSum& seed : answer.seeds) seed.position = id_at(seed.position);
    for (trace::EdgeSum& edge : answer.edges) {
      for (std::uint32_t& position : edge.positions) position = id_at(position);
    }
    return TextOf(answer);
  }

  TestTrail trail_{GetParam()};
};

TEST_P(GrowthTest, AfterAnyImportsTheGrownWorldAnswersAsOneReadAnew) {
  const registry::Case record = OpenCase();
  const int stories = GetParam() == database::Engine::sqlite ? 12 : 3;
  int merged = 0;
  WarmWorld warm;
  auto grown = Must(trail_.See([](database::Transaction& tx) { return ReadWorld(tx); }));
  for (int number = 0; number < stories; ++number) {
    SCOPED_TRACE("story " + std::to_string(number));
    Story story(static_cast<std::uint32_t>(number));
    for (int import = 0; import < 6; ++import) {
      trail_.clock().Set(trail_.clock().Now() + Seconds(import % 2));
      trail_.Import(story.NextFiles());
      Must(trail_.See([&](database::Transaction& tx) -> Status {
        HT_TRY(const auto anew, ReadWorld(tx));
        HT_TRY(grown, GrowWorld(tx, *grown));
        HT_CHECK(grown != nullptr);
        EXPECT_EQ(TextsOf(*grown), TextsOf(*anew));
        EXPECT_EQ(grown->version, anew->version);
        EXPECT_EQ(grown->known_at, anew->known_at);
        EXPECT_EQ(grown->last_account, anew->last_account);
        EXPECT_EQ(grown->merged, anew->merged);
        merged = static_cast<int>(anew->merged.size());
        HT_TRY(const auto kept, warm.Get(tx));
        for (const trace::Method method : kMethods) {
          HT_TRY(const std::string expected, Traced(tx, anew, record, method));
          HT_TRY(const std::string of_grown, Traced(tx, grown, record, method));
          HT_TRY(const std::string of_kept, Traced(tx, kept, record, method));
          EXPECT_EQ(of_grown, expected);
          EXPECT_EQ(of_kept, expected);
        }
        return {};
      }));
      ASSERT_FALSE(testing::Test::HasFailure());
    }
  }
  EXPECT_GT(merged, 0);
}

TEST_P(GrowthTest, AClockThatWentBackIsSaid) {
  trail_.clock().Set(TestTrail::kStart + Hours(2));
  trail_.Import({Story(1).NextFiles()});
  const auto before = Must(trail_.See([](database::Transaction& tx) { return ReadWorld(tx); }));
  trail_.clock().Set(TestTrail::kStart + Hours(1));
  trail_.Import({Story(2).NextFiles()});
  const auto grown =
      Must(trail_.See([&](database::Transaction& tx) { return GrowWorld(tx, *before); }));
  EXPECT_EQ(grown, nullptr);
  WarmWorld warm;
  EXPECT_EQ(Must(trail_.See([&](database::Transaction& tx) { return warm.Get(tx); }))->version, 2);
}

INSTANTIATE_TEST_SUITE_P(Growth, GrowthTest, database::BothEngines(),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace hetang::trail
