// The kind of a row: whether money moved between accounts, left as cash, was a fee, and so on. Told
// by the cash mark, the words of the bank and the counterparty's name, in both directions alike.
//
// Between two accounts that a row names, it is a transfer whatever people wrote into its summary,
// unless the bank's own words make it a reversal, a fee or interest.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/statement/statement.h"

namespace hetang::statement {

// What a row says that its kind is told by. Names are as the file wrote them.
struct KindSigns {
  Direction direction = Direction::unknown;
  bool was_negative = false;
  bool cash_mark = false;
  bool foreign_currency = false;
  bool wallet = false;
  bool status_reversal = false;
  bool has_other_number = false;  // And it is not the account itself.
  std::string_view other_number;
  std::string_view other_name;
  std::string_view summary;
  std::string_view type;
  std::string_view remark;
  std::string_view merchant;
};
trace::Kind KindOf(const KindSigns& signs);

}  // namespace hetang::statement
