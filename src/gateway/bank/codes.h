// The bank's four-digit result codes: what each means, in both languages, and what it means for the
// order. The list is the one bank systems in use were seen to carry; of the groups 14 to 17
// (freeze, lift, renewal, return) no list is known, those are this program's own and unsure. A code
// outside the list is shown to a person and changes nothing.
#pragma once

#include <span>
#include <string_view>

#include <boost/describe.hpp>

namespace hetang::bank {

enum class Outcome {
  done,              // In force as asked.
  done_with_defect,  // In force, but less than asked: the balance is below the amount.
  refused,           // The order is wrong or not allowed; sent again unchanged it stays refused.
  already_done,      // The bank had processed this order before.
  failed,            // The bank tried and could not.
  unreachable,       // The account's system could not be reached; sending again may help.
  queued,            // Taken, and waits behind an earlier freeze: nothing is held by it yet.
};
BOOST_DESCRIBE_ENUM(Outcome, done, done_with_defect, refused, already_done, failed, unreachable,
                    queued)

struct ResultCode {
  std::string_view code;
  Outcome outcome;
  std::string_view zh;
  std::string_view en;
  bool own = false;  // Of this program's own making: banks may write something else.
};

std::span<const ResultCode> ResultCodes();

// The centre's own code for what never left: the bank's profile cannot say it. In no bank's list.
inline constexpr ResultCode kUnwritable{
    "unwritable", Outcome::refused, "该银行的报文格式无法表达，未发出",
    "Not sent: this bank's message profile cannot say it", true};

// Null when it is neither in the list nor kUnwritable.
const ResultCode* FindResultCode(std::string_view code);

// Whether the order took effect by this answer: stopped or frozen, for a release free. Never for a
// code that is not in the list, and not for a freeze that waits behind another.
bool IsInForce(std::string_view result_code);

}  // namespace hetang::bank
