#include "gateway/bank/profile_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/bank/samples.h"
#include "gateway/bank/test_messages.h"

namespace hetang::bank {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> WrongIn(std::string_view data, std::string_view name = "platform") {
  const auto profile = ProfileWith(name, data);
  std::vector<std::string> wrong;
  if (profile.has_value()) return wrong;
  for (const FieldError& field : profile.error().fields) {
    wrong.push_back(field.path + ":" + field.code);
  }
  return wrong;
}

TEST(ProfileData, WhatABankWritesDifferentlyIsData) {
  const auto profile =
      ProfileWith("platform_gb18030",
                  R"({"results":[{"own":"1","code":"0000"},{"own":"0","code":"1399"}],)"
                  R"("freeze_modes":[{"mode":"limit","own":"1"},{"mode":"full","own":"2"}],)"
                  R"("return_notice":false})");
  ASSERT_TRUE(profile.has_value());
  EXPECT_EQ(profile->encoding, Encoding::gb18030);
  EXPECT_FALSE(Carries(*profile, FreezeType::no_debit));
  EXPECT_FALSE(Carries(*profile, "100211"));
  FreezeRequest freeze = TestFreeze();
  freeze.freeze_type = FreezeType::full;
  freeze.balance_fen.reset();
  EXPECT_THAT(*Write(TestEnvelope(freeze), *profile), HasSubstr("<FreezeType>2<"));
}

TEST(ProfileData, NothingAddedIsTheBuiltInProfile) {
  for (const char* data : {"", "  ", "{}"}) {
    const auto profile = ProfileWith("platform", data);
    ASSERT_TRUE(profile.has_value());
    EXPECT_TRUE(profile->return_notice);
    EXPECT_TRUE(profile->results.empty());
  }
}

TEST(ProfileData, EachWrongFieldIsNamed) {
  EXPECT_THAT(WrongIn("", "nobody"), ElementsAre("profile:unknown_profile"));
  EXPECT_THAT(WrongIn("{").size(), 1u);
  EXPECT_THAT(
      WrongIn(R"({"results":[{"own":"1","code":"9876"},{"own":"1","code":"0000"},)"
              R"({"own":"<a>","code":"0000"}]})"),
      ElementsAre("profile_data.results[0].code:choice", "profile_data.results[1].own:doubled",
                  "profile_data.results[2].own:text"));
  EXPECT_THAT(WrongIn(R"({"freeze_modes":[{"mode":"limit","own":"1"},{"mode":"full","own":"1"}]})"),
              ElementsAre("profile_data.freeze_modes[1].own:doubled"));
  EXPECT_THAT(WrongIn(R"({"freeze_modes":[{"mode":"half","own":"1"}]})"),
              ElementsAre("profile_data.freeze_modes[0].mode:choice"));
}

TEST(Sample, EveryKindCanBeWrittenForAPaymentInstitutionAndReadBack) {
  const Profile& profile = KeepingProfile();
  for (const SampleKind kind : AllSampleKinds()) {
    const Envelope sample =
        SampleOf(kind, {kTestBank, "荷塘银行"}, At("2026-04-01T15:12:30+08:00"));
    const auto bytes = Write(sample, profile);
    ASSERT_TRUE(bytes.has_value()) << EnumName(kind);
    EXPECT_TRUE(Read(*bytes, profile).has_value()) << EnumName(kind);
    EXPECT_TRUE(IsOrder(sample.body)) << EnumName(kind);
  }
}

}  // namespace
}  // namespace hetang::bank
