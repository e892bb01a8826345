// One row under a header that is known: finds cells by the meaning of their columns and makes the
// entry they tell.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "engine/statement/header.h"
#include "engine/statement/statement.h"
#include "engine/statement/times.h"
#include "engine/statement/titles.h"
#include "engine/statement/values.h"

namespace hetang::statement {

inline constexpr std::size_t kColumns = static_cast<std::size_t>(Column::ignored) + 1;

// Where the columns of a table stand. Two columns may mean the same (`对方账号`, `对方卡号`): the
// second one fills the blanks of the first.
class Places {
 public:
  Places() = default;
  Places(const Mapping& mapping, const std::vector<int>& ranks);
  bool has(Column column) const { return first(column) != kNone; }
  // The cell of a column, clean; empty when it says nothing (`--`, `无`).
  std::string_view Get(Cells cells, Column column) const;
  // The same, but a dash is itself.
  std::string_view GetRaw(Cells cells, Column column) const;

 private:
  static constexpr std::uint16_t kNone = 0xFFFF;
  std::uint16_t first(Column column) const { return at_[static_cast<std::size_t>(column)][0]; }
  void Add(Column column, std::size_t place, int rank);

  std::array<std::array<std::uint16_t, 2>, kColumns> at_{};
  std::array<std::array<int, 2>, kColumns> ranks_{};
};

// The moment a row tells, from one, two or three columns.
TimeCell MomentIn(const Places& places, Cells cells);

// What a row moved, and which way its columns and signs say.
struct Money {
  Told told = Told::blank;
  bool both = false;  // Came and went in one row.
  std::int64_t fen = 0;
  bool negative = false;
  bool by_column = false;  // The direction is that of the column the amount stands in.
  Direction direction = Direction::unknown;
};
Money MoneyIn(const Places& places, Unit unit, Cells cells);

struct RowContext {
  const Places& places;
  Unit unit = Unit::yuan;
  bool wallet = false;
  bool both_sides = false;  // The table tells payer and payee.
  const Owner& owner;
};
// The entry of a row whose moment and money are known; or why there is none.
Outcome EntryOf(const RowContext& table, Cells cells, const TimeCell& time, const Money& money);

}  // namespace hetang::statement
