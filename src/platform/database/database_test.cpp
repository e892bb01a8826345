#include "platform/database/database.h"

#include <future>
#include <latch>

#include <gmock/gmock.h>

#include "platform/database/test_database.h"

namespace hetang::database {

enum class Colour { red, green };
BOOST_DESCRIBE_ENUM(Colour, red, green)

struct Fish {
  std::int64_t id = 0;
  PersonName name;
  std::optional<Text<64>> pond;
  std::optional<Fen> price_fen;
  std::optional<Moment> caught_at;
  Colour colour = Colour::red;
  bool fresh = false;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(Fish, (), (id, name, pond, price_fen, caught_at, colour, fresh, version))
template <>
inline constexpr std::string_view kTable<Fish> = "test_fish";

struct Counter {
  std::int64_t id = 0;
  std::int64_t value = 0;
};
BOOST_DESCRIBE_STRUCT(Counter, (), (id, value))
template <>
inline constexpr std::string_view kTable<Counter> = "test_counter";

namespace {

using testing::ElementsAre;

constexpr Migration kMigrations[] = {
    {"test", 1, R"(
CREATE TABLE test_fish (
  id ID,
  name TEXT NOT NULL UNIQUE,
  pond TEXT,  -- Where it was caught; "unknown" isn't stored.
  price_fen INTEGER,
  caught_at INTEGER,
  colour TEXT NOT NULL DEFAULT 'INTEGER; ID',
  fresh INTEGER NOT NULL,
  version INTEGER NOT NULL
);
CREATE INDEX test_fish_by_pond ON test_fish (pond);
)"},
    {"test", 2, R"(
CREATE TABLE test_counter (id ID, value INTEGER NOT NULL);
CREATE TABLE test_child (id ID, parent_id INTEGER NOT NULL REFERENCES test_counter (id));
)"},
};

Fish Carp(std::string name = "荷塘鲤") {
  Fish fish;
  fish.name = PersonName(std::move(name));
  return fish;
}

class DatabaseTest : public testing::TestWithParam<Engine> {
 protected:
  Result<std::int64_t> Add(const Fish& fish) {
    return database_->Write([&](Transaction& tx) { return tx.Insert(fish); });
  }
  std::vector<Fish> All() {
    return database_->Read([](Transaction& tx) { return tx.Find<Fish>("ORDER BY id"); }).value();
  }
  TestDatabase database_{GetParam(), kMigrations};
};
INSTANTIATE_TEST_SUITE_P(Contract, DatabaseTest, BothEngines(), testing::PrintToStringParamName());

TEST_P(DatabaseTest, ARecordComesBackAsItWasWritten) {
  Fish fish = Carp("鲤'鱼\n\"𠮷\" :p1 %s");
  fish.pond = Text<64>("后塘");
  fish.price_fen = Fen(-9'000'000'000'000'000);
  fish.caught_at = Moment{4'102'444'800'123};
  fish.colour = Colour::green;
  fish.fresh = true;
  fish.version = 3'000'000'000;
  const auto id = Add(fish);
  ASSERT_TRUE(id.has_value());
  const auto read = database_->Read([&](Transaction& tx) { return tx.Get<Fish>(*id); });
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->id, *id);
  EXPECT_EQ(read->name, fish.name);
  EXPECT_EQ(read->pond, fish.pond);
  EXPECT_EQ(read->price_fen, fish.price_fen);
  EXPECT_EQ(read->caught_at, fish.caught_at);
  EXPECT_EQ(read->colour, Colour::green);
  EXPECT_TRUE(read->fresh);
  EXPECT_EQ(read->version, 3'000'000'000);
}

TEST_P(DatabaseTest, AbsentOptionalsStayAbsentAndOneStatementServesBoth) {
  Fish priced = Carp("a");
  priced.price_fen = Fen(5);
  ASSERT_TRUE(Add(Carp("b")).has_value());
  ASSERT_TRUE(Add(priced).has_value());
  ASSERT_TRUE(Add(Carp("c")).has_value());
  const auto all = All();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].price_fen, std::nullopt);
  EXPECT_EQ(all[0].pond, std::nullopt);
  EXPECT_EQ(all[1].price_fen, Fen(5));
  EXPECT_EQ(all[2].caught_at, std::nullopt);
}

}  // namespace
}  // namespace hetang::database
