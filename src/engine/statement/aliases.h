// The names that banks and payment companies give to their columns, as data. Names are written as
// ReadHeaderCell() leaves them: no blanks, no marks, small letters, 账 for every spelling of it.
#pragma once

#include <span>
#include <string_view>

#include "engine/statement/statement.h"

namespace hetang::statement {

struct Alias {
  std::string_view name;
  Column column;
  int rank = 0;
  bool wallet = false;
};
std::span<const Alias> Aliases();

// Whose attribute a column tells.
enum class Side { own, other, payer, payee };
struct SideWord {
  std::string_view word;
  Side side;
};
std::span<const SideWord> SideWords();  // A longer word comes before its own beginning.

enum class Attribute { number, wallet, name, bank, identity, merchant };
struct AttributeWord {
  std::string_view word;
  Attribute attribute;
  int rank = 0;
};
std::span<const AttributeWord> AttributeWords();

}  // namespace hetang::statement
