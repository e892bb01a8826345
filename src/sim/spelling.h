// How files spell moments, amounts and numbers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.h"
#include "sim/layouts.h"

namespace hetang::sim {

enum class CellKind { text, number, date };

// A cell; a text file writes its text alone.
struct Cell {
  std::string text;
  CellKind kind = CellKind::text;
  double value = 0;  // Of a number; of a date the days as a workbook counts them.
};

Cell SpellTime(Moment at, TimeStyle style, Fineness fineness);
// For layouts that write day and time of day in two columns.
std::string SpellDate(Moment at, TimeStyle style);
std::string SpellClock(Moment at, TimeStyle style);
Cell SpellAmount(std::int64_t fen, AmountStyle style);
std::string SpellNumber(const std::string& number, NumberStyle style);
// `6.22848E+18`: what a workbook made of a number too long for it.
Cell SpellScientific(const std::string& digits);
// The begin of the day or minute that a file of this fineness tells.
Moment AsTold(Moment at, Fineness fineness);

}  // namespace hetang::sim
