#include "base/personal.h"

#include <ostream>

#include <gtest/gtest.h>

namespace hetang {
namespace {

TEST(Personal, EachKindShowsOnlyItsPart) {
  EXPECT_EQ(PersonName("张小三").Masked(), "张**");
  EXPECT_EQ(PhoneNumber("13812345678").Masked(), "138****5678");
  EXPECT_EQ(IdentityNumber("430224199001011234").Masked(), "4302************");
  EXPECT_EQ(AccountNumber("6222021234561234").Masked(), "6222********1234");
  EXPECT_EQ(Address("湖南省株洲市荷塘区").Masked(), "湖南省株洲市***");
  EXPECT_EQ(PersonalText("我叫张三").Masked(), "****");
}

TEST(Personal, AValueTooShortToHideInPartIsHiddenWhole) {
  EXPECT_EQ(PersonName("张").Masked(), "****");
  EXPECT_EQ(PhoneNumber("1234567").Masked(), "****");
  EXPECT_EQ(AccountNumber("62221234").Masked(), "****");
  EXPECT_EQ(PersonName("\xFF\xFE not text").Masked(), "****");
  EXPECT_EQ(PersonName().Masked(), "");
}

template <typename T>
concept Printable = requires(std::ostream& out, const T& value) {
  out << value;
};

TEST(Personal, AValueCannotBePrinted) {
  EXPECT_TRUE(Printable<std::string>);
  EXPECT_FALSE(Printable<PersonName>);
  EXPECT_FALSE((std::is_convertible_v<PersonName, std::string>));
}

}  // namespace
}  // namespace hetang
