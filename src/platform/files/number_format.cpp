#include "platform/files/number_format.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace hetang::files {
namespace {

constexpr std::int64_t kSecondsOfDay = 86'400;
constexpr double kLargestSerial = 2'958'466;  // The day behind 9999-12-31.

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// The letters of the first section that are neither quoted nor escaped nor of a colour, language or
// condition; an elapsed time such as [h] is kept.
std::string LettersOf(std::string_view code) {
  std::string letters;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == ';') break;
    if (c == '"') {
      i = code.find('"', i + 1);
      if (i == std::string_view::npos) break;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '[') {
      const std::size_t close = code.find(']', i);
      if (close == std::string_view::npos) break;
      const char first = Lower(code[i + 1]);
      const bool is_elapsed = code.substr(i + 1, close - i - 1).find_first_not_of(code[i + 1]) ==
                                  std::string_view::npos ||
                              close - i == 2;
      if (is_elapsed && (first == 'h' || first == 'm' || first == 's')) letters.push_back('h');
      i = close;
    } else {
      letters.push_back(Lower(c));
    }
  }
  return letters;
}

struct Day {
  std::int64_t year;
  unsigned month, day;
};

// Days since 1970-01-01 to a date (Howard Hinnant's civil_from_days).
Day DayOf(std::int64_t days) {
  days += 719'468;
  const std::int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
  const auto day_of_era = static_cast<unsigned>(days - era * 146'097);
  const unsigned year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const unsigned day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned shifted = (5 * day_of_year + 2) / 153;
  const unsigned month = shifted < 10 ? shifted + 3 : shifted - 9;
  const std::int64_t year =
      static_cast<std::int64_t>(year_of_era) + era * 400 + (month <= 2 ? 1 : 0);
  return {year, month, day_of_year - (153 * shifted + 2) / 5 + 1};
}

std::string FormatDay(std::int64_t days, bool is_1904) {
  // Excel counts a 29th of February 1900 that never was: day 60.
  const std::int64_t since_1970 = is_1904 ? days - 24'107 : days - 25'569 + (days < 60 ? 1 : 0);
  const Day day = DayOf(since_1970);
  std::array<char, 32> text{};
  const int length = std::snprintf(text.data(), text.size(), "%04d-%02u-%02u",
                                   static_cast<int>(day.year), day.month, day.day);
  return std::string(text.data(), static_cast<std::size_t>(length));
}

std::string FormatTime(std::int64_t seconds) {
  std::array<char, 32> text{};
  const int length =
      std::snprintf(text.data(), text.size(), "%02d:%02d:%02d", static_cast<int>(seconds / 3600),
                    static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
  return std::string(text.data(), static_cast<std::size_t>(length));
}

}  // namespace

DateParts PartsOfBuiltin(int id) {
  if (id == 22) return {true, true};
  const bool is_time = (id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) ||
                       id == 55 || id == 56;
  const bool is_date = (id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 ||
                       (id >= 50 && id <= 54) || id == 57 || id == 58;
  return {is_date, is_time};
}

DateParts PartsOfFormat(std::string_view code) {
  const std::string letters = LettersOf(code);
  if (letters.find("general") != std::string::npos) return {};
  const auto has = [&](char letter) { return letters.find(letter) != std::string::npos; };
  DateParts parts;
  parts.has_time = has('h') || has('s');
  parts.has_date = has('y') || has('d') || (has('m') && !parts.has_time);
  return parts;
}

std::string FormatNumber(double value) {
  if (!std::isfinite(value)) return {};
  if (value == 0) return "0";
  std::array<char, 400> text{};
  const auto whole = [&](std::to_chars_result result) {
    return std::string(text.data(), result.ptr);
  };
  // Fifteen digits first, so that 66000.500000000007 is what was meant by it.
  auto end = std::to_chars(text.data(), text.data() + text.size(), value,
                           std::chars_format::scientific, 14);
  std::string scientific = whole(end);
  if (std::abs(value) >= 1e15) {
    const std::size_t exponent = scientific.find('e');
    std::string mantissa = scientific.substr(0, exponent);
    while (mantissa.back() == '0') mantissa.pop_back();
    if (mantissa.back() == '.') mantissa.pop_back();
    return mantissa + "E" + scientific.substr(exponent + 1);
  }
  double rounded = value;
  std::from_chars(scientific.data(), scientific.data() + scientific.size(), rounded);
  return whole(
      std::to_chars(text.data(), text.data() + text.size(), rounded, std::chars_format::fixed));
}

std::string FormatSerial(double serial, DateParts parts, bool is_1904) {
  const bool is_moment = serial >= 0 && serial < kLargestSerial;
  if ((!parts.has_date && !parts.has_time) || !is_moment) return FormatNumber(serial);
  const auto total = static_cast<std::int64_t>(std::llround(serial * 86'400.0));
  const std::int64_t days = total / kSecondsOfDay;
  const std::int64_t seconds = total % kSecondsOfDay;
  // Below one day there is no date to show in the system of 1900.
  if (days == 0 && (!parts.has_date || !is_1904)) return FormatTime(seconds);
  std::string date = FormatDay(days, is_1904);
  if (seconds == 0 && !parts.has_time) return date;
  return date + " " + FormatTime(seconds);
}

}  // namespace hetang::files
