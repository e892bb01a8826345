#include "desk/register/closing.h"

#include <gmock/gmock.h>

#include "desk/register/test_register.h"

namespace hetang::registry {
namespace {

class ClosingTest : public testing::TestWithParam<database::Engine> {
 protected:
  Case Filed() {
    Case record = Must(register_.Open(register_.Report(centre_), duty_)).record;
    record.state = CaseState::filed;
    record.filed_at = TestRegister::kStart;
    Must(register_.Do([&](database::Transaction& tx) { return tx.Update(record); }));
    return record;
  }
  Result<Case> Close(const Case& record, const char* reason = "案件办结") {
    return register_.Do([&](database::Transaction& tx) {
      return CloseCase(tx, record.id, {Text<400>(reason)}, later_, leader_, kNow);
    });
  }

  static constexpr Moment kNow = TestRegister::kStart;
  TestRegister register_{GetParam()};
  LaterDesks later_;
  const std::int64_t centre_ = register_.centre();
  const auth::Principal duty_ = register_.Somebody(centre_, "duty");
  const auth::Principal leader_ = register_.Somebody(centre_, "leader");
};
INSTANTIATE_TEST_SUITE_P(Closing, ClosingTest, database::BothEngines(),
                         testing::PrintToStringParamName());

TEST_P(ClosingTest, ACaseIsClosedWithAReasonAndOpenedAgainAsItWas) {
  const Case record = Filed();
  EXPECT_EQ(Close(record, "").error().code, ErrorCode::invalid);
  EXPECT_EQ(Must(Close(record)).state, CaseState::closed);
  EXPECT_EQ(Close(record).error().rule, "case_state");
  const auto reopened = register_.Do([&](database::Transaction& tx) {
    return ReopenCase(tx, record.id, {Text<400>("发现新线索")}, leader_, kNow);
  });
  EXPECT_EQ(Must(reopened).state, CaseState::filed);
}

TEST_P(ClosingTest, WithSomethingOpenItIsRefusedWithTheListOfAllDesks) {
  const Case record = Filed();
  for (const char* path : {"orders/7", "return_rounds/3"}) {
    later_.open_items.push_back(
        [path](database::Transaction&, std::int64_t) -> Result<std::vector<OpenItem>> {
          return std::vector<OpenItem>{{path, "waiting"}};
        });
  }
  const auto refused = Close(record);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().rule, "open_items");
  ASSERT_EQ(refused.error().fields.size(), 2u);
  EXPECT_EQ(refused.error().fields[0].path, "orders/7");
  EXPECT_EQ(refused.error().fields[0].code, "waiting");
  EXPECT_EQ(refused.error().fields[1].path, "return_rounds/3");
}

TEST_P(ClosingTest, ACaseOfWhichNobodyHasDecidedTheFilingIsNotClosed) {
  const Case record = Must(register_.Open(register_.Report(centre_), duty_)).record;
  EXPECT_EQ(Close(record).error().rule, "case_state");
}

}  // namespace
}  // namespace hetang::registry
