#include "sim/spelling.h"

#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

namespace hetang::sim {
namespace {

// Days since 1899-12-30 at +08:00, as a workbook counts them.
double WorkbookDays(Moment at) {
  constexpr std::int64_t kDaysTo1970 = 25'569;
  return static_cast<double>(kDaysTo1970) +
         static_cast<double>(at.ms + Hours(8).ms) / static_cast<double>(Days(1).ms);
}

std::string Clock(const Civil& civil, Fineness fineness) {
  if (fineness == Fineness::minute) return fmt::format("{:02}:{:02}", civil.hour, civil.minute);
  return fmt::format("{:02}:{:02}:{:02}", civil.hour, civil.minute, civil.second);
}

std::string Day(const Civil& civil, TimeStyle style) {
  switch (style) {
    case TimeStyle::slashes:
      return fmt::format("{}/{}/{}", civil.year, civil.month, civil.day);
    case TimeStyle::dots:
      return fmt::format("{}.{:02}.{:02}", civil.year, civil.month, civil.day);
    case TimeStyle::chinese:
      return fmt::format("{}年{}月{}日", civil.year, civil.month, civil.day);
    case TimeStyle::compact:
    case TimeStyle::compact_gap:
    case TimeStyle::split:
      return fmt::format("{}{:02}{:02}", civil.year, civil.month, civil.day);
    default:
      return fmt::format("{}-{:02}-{:02}", civil.year, civil.month, civil.day);
  }
}

std::string Yuan(std::int64_t fen) { return fmt::format("{}.{:02}", fen / 100, fen % 100); }

std::string WithCommas(std::string plain) {
  for (std::size_t at = plain.find('.'); at > 3; at -= 3) plain.insert(at - 3, ",");
  return plain;
}

// Yuan in units of ten thousand, without a loss.
std::string Wan(std::int64_t fen) {
  std::string text = fmt::format("{}.{:06}", fen / 1'000'000, fen % 1'000'000);
  while (text.back() == '0' && text[text.size() - 2] != '.') text.pop_back();
  return text + "万";
}

}  // namespace

Moment AsTold(Moment at, Fineness fineness) {
  if (fineness == Fineness::second) return {at.ms - at.ms % 1000};
  if (fineness == Fineness::minute) return {at.ms - at.ms % 60'000};
  return {at.ms - (at.ms + Hours(8).ms) % Days(1).ms};
}

Cell SpellTime(Moment at, TimeStyle style, Fineness fineness) {
  at = AsTold(at, fineness);
  const Civil civil = CivilOf(at);
  const double days = WorkbookDays(at);
  const std::string day = Day(civil, style);
  if (style == TimeStyle::serial) return {fmt::format("{:.9f}", days), CellKind::number, days};
  if (style == TimeStyle::date_cell)
    return {day + " " + Clock(civil, fineness), CellKind::date, days};
  if (style == TimeStyle::midnight) return {day + " 00:00:00"};
  if (fineness == Fineness::day) return {day};
  if (style == TimeStyle::compact) return {FormatCompact(at)};
  if (style == TimeStyle::zone) return {FormatIso(at)};
  if (style == TimeStyle::utc) {
    const std::string shifted = FormatIso(at - Hours(8));
    return {shifted.substr(0, shifted.find('+')) + "Z"};
  }
  if (style == TimeStyle::chinese) {
    return {day + fmt::format(" {:02}时{:02}分{:02}秒", civil.hour, civil.minute, civil.second)};
  }
  return {day + " " + Clock(civil, fineness)};
}

std::string SpellDate(Moment at, TimeStyle style) { return Day(CivilOf(at), style); }

std::string SpellClock(Moment at, TimeStyle style) {
  const Civil civil = CivilOf(at);
  if (style == TimeStyle::split_marks) return Clock(civil, Fineness::second);
  return fmt::format("{:02}{:02}{:02}", civil.hour, civil.minute, civil.second);
}

Cell SpellAmount(std::int64_t fen, AmountStyle style) {
  const bool negative = fen < 0;
  const std::string sign = negative ? "-" : "";
  const std::int64_t size = std::abs(fen);
  switch (style) {
    case AmountStyle::plain:
      return {sign + Yuan(size)};
    case AmountStyle::commas:
      return {sign + WithCommas(Yuan(size))};
    case AmountStyle::yen:
      return {sign + "¥" + WithCommas(Yuan(size))};
    case AmountStyle::yuan:
      return {sign + Yuan(size) + "元"};
    case AmountStyle::wan:
      return {sign + Wan(size)};
    case AmountStyle::fen:
      return {fmt::format("{}", fen)};
    case AmountStyle::plus:
      return {(negative ? "-" : "+") + Yuan(size)};
    case AmountStyle::currency:
      return {sign + "CNY " + WithCommas(Yuan(size))};
    case AmountStyle::number:
      return {sign + Yuan(size), CellKind::number, static_cast<double>(fen) / 100};
  }
  return {};
}

std::string SpellNumber(const std::string& number, NumberStyle style) {
  if (number.empty()) return number;
  if (style == NumberStyle::tabbed) return number + "\t";
  if (style == NumberStyle::blanks) return "\u3000" + number + " ";
  if (style == NumberStyle::plain) return number;
  std::string grouped;
  for (std::size_t i = 0; i < number.size(); ++i) {
    if (i > 0 && i % 4 == 0 && number.find('_') > i) grouped += ' ';
    grouped += number[i];
  }
  return grouped;
}

Cell SpellScientific(const std::string& digits) {
  const double value = std::strtod(digits.c_str(), nullptr);
  return {fmt::format("{:.5E}", value), CellKind::number, value};
}

}  // namespace hetang::sim
