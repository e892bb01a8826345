#include "base/field.h"

#include <gtest/gtest.h>

namespace hetang {
namespace {

enum class Colour { red, green };
BOOST_DESCRIBE_ENUM(Colour, red, green)

using FishId = Id<struct FishTag>;

template <typename T>
void ExpectStored(const T& value) {
  EXPECT_EQ(Field<T>::FromColumn(Field<T>::ToColumn(value)), value);
  EXPECT_EQ(Field<T>::FromJson(Field<T>::ToJson(value, Reveal::in_full)), value);
}

TEST(Field, EveryKindComesBackFromItsColumnAndItsJson) {
  ExpectStored<std::int64_t>(-3'000'000'000);
  ExpectStored(true);
  ExpectStored(std::string("荷塘"));
  ExpectStored(Text<4>("荷塘月色"));
  ExpectStored(Fen(-6'600'050));
  ExpectStored(Moment{1'775'027'400'123});
  ExpectStored(FishId{5'000'000'000});
  ExpectStored(PersonName("张三"));
  ExpectStored(Colour::green);
}

TEST(Field, WhatIsNotOfTheKindIsRefused) {
  EXPECT_FALSE(Field<std::int64_t>::FromJson(1.5));
  EXPECT_FALSE(Field<std::int64_t>::FromJson("1"));
  EXPECT_FALSE(Field<bool>::FromJson(1));
  EXPECT_FALSE(Field<Fen>::FromJson(kMaxFen + 1));
  EXPECT_FALSE(Field<Moment>::FromJson("yesterday"));
  EXPECT_FALSE(Field<FishId>::FromJson(0));
  EXPECT_FALSE(Field<Colour>::FromJson("mauve"));
  EXPECT_FALSE(Field<Colour>::FromColumn("mauve"));
  EXPECT_FALSE(Field<PersonName>::FromJson(nullptr));
}

TEST(Field, APersonalFieldIsMaskedUnlessRevealed) {
  EXPECT_EQ(Field<PersonName>::ToJson(PersonName("张三"), Reveal::masked), "张*");
  EXPECT_EQ(Field<PersonName>::ToJson(PersonName("张三"), Reveal::in_full), "张三");
}

TEST(Field, TextIsTrimmedAndItsLengthCountedInCodePoints) {
  EXPECT_EQ(CheckedText("\u3000荷塘 ", 2), "荷塘");
  EXPECT_EQ(CheckedText("荷塘月", 2), std::nullopt);
  EXPECT_EQ(CheckedText("a\tb\nc", 9), "a\tb\nc");
  EXPECT_EQ(CheckedText(std::string_view("a\0b", 3), 9), std::nullopt);
  EXPECT_EQ(CheckedText("a\x1B[31m", 9), std::nullopt);
  EXPECT_EQ(CheckedText("\xFF", 9), std::nullopt);
}

}  // namespace
}  // namespace hetang
