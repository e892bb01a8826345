// What single cells say: amounts, directions, marks, numbers of accounts. Each reader takes a cell
// as a file writes it and knows nothing of the row around it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/statement/statement.h"

namespace hetang::statement {

enum class Told : std::uint8_t { blank, ok, wrong, too_large };

// What one unit of a column's numbers is worth.
enum class Unit : std::uint8_t { fen, yuan, wan };

struct Amount {
  Told told = Told::blank;
  std::int64_t fen = 0;  // Never negative.
  bool negative = false;
};
// `1,234.50`, `¥1234.5`, `(12.00)`, `12.00-`, `0.5万`, `CNY 3`; at most two decimals of a yuan that
// are not zero. A unit the cell itself names wins over that of the column.
Amount ReadAmount(std::string_view cell, Unit unit);

// Unknown when blank, contradictory or not a direction at all.
Direction ReadDirection(std::string_view cell);

// What a column about the success of a transfer says. A blank or a word not known is a success.
enum class Success : std::uint8_t { succeeded, failed, reversal };
Success ReadSuccess(std::string_view cell);

// 01, 现金: the money came or went as notes.
bool IsCashMark(std::string_view cell);
bool IsForeignCurrency(std::string_view cell);

// True for a cell that says nothing: blanks, dashes, `无`, `NULL`.
bool IsBlank(std::string_view cell);

struct NumberCell {
  NumberInFile number;
  bool digits_lost = false;  // Written in scientific notation.
  std::string name;          // What else a cell such as `2088...(张三)` says.
};
NumberCell ReadNumberCell(std::string_view cell);

// Text without padding at its ends and without the guards against a workbook.
std::string_view CleanText(std::string_view cell);

}  // namespace hetang::statement
