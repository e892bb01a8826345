#include "engine/statement/times.h"

#include <array>
#include <optional>

#include "engine/statement/points.h"

namespace hetang::statement {
namespace {

constexpr int kFirstYear = 1990;
constexpr int kLastYear = 2099;
constexpr std::int64_t kSecond = 1'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kHome = 8 * kHour;  // The zone of a file that tells none.

// A cell in a few ASCII characters: the words for year, month, hour and the halves of the day are
// the marks and letters that mean the same.
class Plain {
 public:
  explicit Plain(std::string_view cell) {
    while (at_ < cell.size() && readable_) Take(cell);
    while (size_ > 0 && text_[size_ - 1] == ' ') --size_;
  }
  bool readable() const { return readable_; }
  std::string_view text() const { return {text_.data(), size_}; }

 private:
  void Take(std::string_view cell) {
    const auto byte = static_cast<unsigned char>(cell[at_]);
    if (byte > ' ' && byte < 0x80 && !IsGuard(byte)) {
      ++at_;
      return Add(static_cast<char>(Upper(byte)));
    }
    const char32_t point = NextPoint(cell, at_);
    if (IsPadding(point)) {
      // Marks without width, as a byte-order mark, part nothing.
      const bool wide = point <= U' ' || point == 0xA0 || point == 0x3000;
      if (wide && size_ > 0 && text_[size_ - 1] != ' ') Add(' ');
      return;
    }
    if (!IsGuard(point)) TakeWord(point, cell);
  }

  void TakeWord(char32_t point, std::string_view cell) {
    switch (point) {
      case U'年':
      case U'月':
        return Add('-');
      case U'日':
      case U'号':
      case U'秒':
        return Add(' ');
      case U'时':
      case U'点':
      case U'分':
        return Add(':');
      case U'上':
      case U'下':
      case U'中':
      case U'凌':
      case U'早':
      case U'晚':
        return TakeHalf(point, cell);
      case U'星':
      case U'周':
        // `星期一`, `周三`: the day of the week says nothing new.
        if (point == U'星' && at_ < cell.size()) NextPoint(cell, at_);
        if (at_ < cell.size()) NextPoint(cell, at_);
        return Add(' ');
      default:
        break;
    }
    if (IsDash(point)) return Add('-');
    if (point < 0x80) return Add(static_cast<char>(Upper(point)));
    readable_ = false;
  }

  void TakeHalf(char32_t half, std::string_view cell) {
    if (at_ < cell.size()) NextPoint(cell, at_);
    Add(half == U'上' || half == U'凌' || half == U'早' ? 'A' : 'P');
    Add('M');
  }

  void Add(char c) {
    if (size_ == text_.size()) {
      readable_ = false;
    } else {
      text_[size_++] = c;
    }
  }

  std::array<char, 48> text_{};
  std::size_t size_ = 0;
  std::size_t at_ = 0;
  bool readable_ = true;
};

// Walks over a plain cell.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}
  bool done() const { return at_ == text_.size(); }
  char peek() const { return done() ? '\0' : text_[at_]; }
  std::size_t digits() const {
    std::size_t n = 0;
    while (at_ + n < text_.size() && IsDigit(static_cast<unsigned char>(text_[at_ + n]))) ++n;
    return n;
  }
  char peek(std::size_t ahead) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  bool Skip(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  bool Skip(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }
  void SkipBlanks() {
    while (Skip(' ')) {
    }
  }
  // The next `n` digits, which must be there.
  int Take(std::size_t n) {
    int value = 0;
    for (std::size_t i = 0; i < n; ++i) value = value * 10 + (text_[at_++] - '0');
    return value;
  }
  void SkipDigits() { at_ += digits(); }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

constexpr bool IsLeap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

// The begin of a civil day, in milliseconds of the same clock without a zone.
std::optional<std::int64_t> DayOf(int year, int month, int day) {
  constexpr std::array<int, 13> kDaysBefore{0,   0,   31,  59,  90,  120, 151,
                                            181, 212, 243, 273, 304, 334};
  constexpr std::array<int, 13> kDays{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < kFirstYear || year > kLastYear || month < 1 || month > 12 || day < 1) return {};
  const bool leap = IsLeap(year);
  const auto m = static_cast<std::size_t>(month);
  if (day > kDays[m] + (leap && month == 2 ? 1 : 0)) return {};
  const int past = year - 1;
  const int days = past * 365 + past / 4 - past / 100 + past / 400 + kDaysBefore[m] +
                   (leap && month > 2 ? 1 : 0) + day - 1;
  constexpr int kDaysTo1970 = 719'162;
  return static_cast<std::int64_t>(days - kDaysTo1970) * kDay;
}

struct Reading {
  std::optional<std::int64_t> day;  // Without a zone yet.
  std::optional<std::int64_t> clock;
  bool seconds = false;
  std::optional<std::int64_t> zone;
};

bool SetClock(Reading& reading, int hour, int minute, int second) {
  if (hour > 23 || minute > 59 || second > 59) return false;
  reading.clock = hour * kHour + minute * kMinute + second * kSecond;
  return true;
}

bool TakeCompactDate(Cursor& cursor, Reading& reading) {
  const int year = cursor.Take(4);
  const int month = cursor.Take(2);
  reading.day = DayOf(year, month, cursor.Take(2));
  return reading.day.has_value();
}

// `2026-3-2`, `2026/03/02`, `2026.3.2`; day and month in front only when one cannot be a month.
bool TakeParts(Cursor& cursor, Reading& reading) {
  const std::size_t first = cursor.digits();
  int a = cursor.Take(first);
  const char mark = cursor.peek();
  cursor.Skip(mark);
  cursor.SkipBlanks();
  const std::size_t second = cursor.digits();
  if (second == 0 || second > 2) return false;
  const int b = cursor.Take(second);
  cursor.SkipBlanks();
  if (!cursor.Skip(mark)) return false;
  cursor.SkipBlanks();
  const std::size_t third = cursor.digits();
  if (first == 4) {
    if (third == 0 || third > 2) return false;
    reading.day = DayOf(a, b, cursor.Take(third));
    return reading.day.has_value();
  }
  if (third != 4 || first > 2) return false;
  const int year = cursor.Take(third);
  int month = b;
  if (a <= 12 && b <= 12 && a != b) return false;
  if (b > 12) month = a, a = b;
  reading.day = DayOf(year, month, a);
  return reading.day.has_value();
}

bool IsDateMark(char c) { return c == '-' || c == '/' || c == '.'; }

bool TakeDate(Cursor& cursor, Reading& reading) {
  const std::size_t n = cursor.digits();
  if (n == 8) return TakeCompactDate(cursor, reading);
  if (n == 12 || n == 14 || n == 17) {
    if (!TakeCompactDate(cursor, reading)) return false;
    const int hour = cursor.Take(2);
    const int minute = cursor.Take(2);
    const int second = n == 12 ? 0 : cursor.Take(2);
    cursor.SkipDigits();
    reading.seconds = n != 12;
    return SetClock(reading, hour, minute, second);
  }
  return IsDateMark(cursor.peek(n)) && n > 0 && TakeParts(cursor, reading);
}

void SkipFraction(Cursor& cursor) {
  if ((cursor.peek() == '.' || cursor.peek() == ',' || cursor.peek() == ':') &&
      IsDigit(static_cast<unsigned char>(cursor.peek(1)))) {
    cursor.Skip(cursor.peek());
    cursor.SkipDigits();
  }
}

// `21:5:09`, `21.05.09`, `21:05`, `21:`.
bool TakeParted(Cursor& cursor, Reading& reading) {
  const int hour = cursor.Take(cursor.digits());
  const char mark = cursor.peek();
  cursor.Skip(mark);
  cursor.SkipBlanks();
  int minute = 0, second = 0;
  if (const std::size_t n = cursor.digits(); n > 0) {
    if (n > 2) return false;
    minute = cursor.Take(n);
    if (cursor.Skip(mark)) {
      cursor.SkipBlanks();
      const std::size_t m = cursor.digits();
      if (m > 2) return false;
      reading.seconds = m > 0;
      second = cursor.Take(m);
    }
  }
  return SetClock(reading, hour, minute, second);
}

bool TakeClock(Cursor& cursor, Reading& reading) {
  const std::size_t n = cursor.digits();
  if (n == 0) return false;
  const char mark = cursor.peek(n);
  if (n <= 2 && (mark == ':' || mark == '.')) return TakeParted(cursor, reading);
  int hour = 0, minute = 0, second = 0;
  if (n == 5 || n == 6 || n == 9) {
    hour = cursor.Take(n == 5 ? 1 : 2);
    minute = cursor.Take(2);
    second = cursor.Take(2);
    cursor.SkipDigits();
    reading.seconds = true;
  } else if (n == 4) {
    hour = cursor.Take(2);
    minute = cursor.Take(2);
  } else {
    return false;
  }
  return SetClock(reading, hour, minute, second);
}

bool TakeHalfDay(Cursor& cursor, int& half) {
  cursor.SkipBlanks();
  if (cursor.Skip("AM")) {
    half = 1;
  } else if (cursor.Skip("PM")) {
    half = 2;
  }
  cursor.SkipBlanks();
  return half != 0;
}

bool ApplyHalfDay(Reading& reading, int half) {
  if (half == 0) return true;
  if (!reading.clock) return false;
  const std::int64_t hour = *reading.clock / kHour;
  if (half == 2 && hour < 12) *reading.clock += 12 * kHour;
  if (half == 1 && hour == 12) *reading.clock -= 12 * kHour;
  return true;
}

bool TakeZone(Cursor& cursor, Reading& reading) {
  cursor.SkipBlanks();
  if (cursor.Skip('Z')) return reading.zone = 0, true;
  if (cursor.Skip("CST")) return reading.zone = kHome, true;
  const bool named = cursor.Skip("GMT") || cursor.Skip("UTC");
  const char sign = cursor.peek();
  if (sign != '+' && sign != '-') {
    if (named) reading.zone = 0;
    return true;
  }
  cursor.Skip(sign);
  const std::size_t n = cursor.digits();
  if (n != 1 && n != 2 && n != 4) return false;
  const int hours = cursor.Take(n == 4 ? 2 : n);
  int minutes = n == 4 ? cursor.Take(2) : 0;
  if (n != 4 && cursor.Skip(':')) {
    if (cursor.digits() != 2) return false;
    minutes = cursor.Take(2);
  }
  if (hours > 14 || minutes > 59) return false;
  reading.zone = (hours * kHour + minutes * kMinute) * (sign == '-' ? -1 : 1);
  return true;
}

TimeCell ToCell(const Reading& reading) {
  TimeCell cell;
  cell.told = Told::ok;
  cell.has_date = reading.day.has_value();
  cell.has_clock = reading.clock.has_value();
  cell.day_ms = reading.day.value_or(0) - reading.zone.value_or(kHome);
  cell.clock_ms = reading.clock.value_or(0);
  // Midnight to the second at home is how a day is written; told with another zone it is a moment.
  const bool day = cell.clock_ms == 0 && reading.zone.value_or(kHome) == kHome;
  if (cell.has_clock && !day) {
    cell.precision = reading.seconds ? Precision::second : Precision::minute;
  }
  return cell;
}

TimeCell Wrong() {
  TimeCell cell;
  cell.told = Told::wrong;
  return cell;
}

// Days since 1899-12-30 as a workbook counts them, to the second.
std::optional<Reading> ReadSerial(std::string_view text) {
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view part = point == text.npos ? "" : text.substr(point + 1);
  if (!IsDigits(whole) || whole.size() > 5) return std::nullopt;
  if (point != text.npos && !IsDigits(part)) return std::nullopt;
  std::int64_t days = 0;
  for (const char c : whole) days = days * 10 + (c - '0');
  double fraction = 0, scale = 1;
  for (const char c : part) fraction += (c - '0') * (scale /= 10);
  constexpr double kSecondsOfDay = 86'400;
  auto seconds = static_cast<std::int64_t>(fraction * kSecondsOfDay + 0.5);
  constexpr std::int64_t kDaysTo1970 = 25'569;
  Reading reading;
  if (days > 0) {
    reading.day = (days - kDaysTo1970) * kDay;
    if (seconds == 86'400) *reading.day += kDay, seconds = 0;
    const auto first = DayOf(kFirstYear, 1, 1), last = DayOf(kLastYear, 12, 31);
    if (*reading.day < *first || *reading.day > *last) return std::nullopt;
  }
  seconds %= 86'400;
  if (!part.empty()) reading.clock = seconds * kSecond, reading.seconds = true;
  if (!reading.day && !reading.clock) return std::nullopt;
  return reading;
}

// Seconds or milliseconds since 1970.
std::optional<Reading> ReadEpoch(std::string_view text) {
  if (!IsDigits(text) || (text.size() != 10 && text.size() != 13) || text[0] != '1') return {};
  std::int64_t value = 0;
  for (const char c : text.substr(0, 10)) value = value * 10 + (c - '0');
  Reading reading;
  reading.zone = 0;
  reading.day = value * kSecond / kDay * kDay;
  reading.clock = value * kSecond - *reading.day;
  reading.seconds = true;
  return reading;
}

}  // namespace

TimeCell ReadTime(std::string_view cell) {
  const Plain plain(cell);
  if (plain.readable() && plain.text().empty()) return {};
  if (!plain.readable()) return IsBlank(cell) ? TimeCell{} : Wrong();
  if (const auto serial = ReadSerial(plain.text()); serial && serial->day) return ToCell(*serial);
  if (const auto epoch = ReadEpoch(plain.text())) return ToCell(*epoch);
  Cursor cursor(plain.text());
  Reading reading;
  int half = 0;
  const std::size_t n = cursor.digits();
  const bool clock_alone = (n <= 2 && cursor.peek(n) == ':') || cursor.peek() == 'A' ||
                           cursor.peek() == 'P' || (n < 8 && n >= 3 && cursor.peek(n) == '\0');
  if (clock_alone) return ReadClock(cell);
  if (!TakeDate(cursor, reading)) return IsBlank(cell) ? TimeCell{} : Wrong();
  if (reading.clock) {
    SkipFraction(cursor);
  } else {
    cursor.SkipBlanks();
    if (!cursor.Skip('T')) cursor.Skip('-');
    cursor.Skip(',');
    TakeHalfDay(cursor, half);
    if (cursor.digits() > 0) {
      if (!TakeClock(cursor, reading)) return Wrong();
      SkipFraction(cursor);
    }
  }
  if (half == 0) TakeHalfDay(cursor, half);
  if (!ApplyHalfDay(reading, half) || !TakeZone(cursor, reading)) return Wrong();
  cursor.SkipBlanks();
  return cursor.done() ? ToCell(reading) : Wrong();
}

TimeCell ReadClock(std::string_view cell) {
  const Plain plain(cell);
  if (plain.readable() && plain.text().empty()) return {};
  if (!plain.readable()) return IsBlank(cell) ? TimeCell{} : Wrong();
  Reading reading;
  const std::string_view text = plain.text();
  if (const auto serial = ReadSerial(text); serial && !serial->day && serial->clock) {
    return ToCell(*serial);
  }
  // `509` is 00:05:09 when a workbook took the zeros off; `0905` kept its own.
  if (IsDigits(text) && text.size() <= 6 && !(text.size() == 4 && text[0] == '0')) {
    int value = 0;
    for (const char c : text) value = value * 10 + (c - '0');
    reading.seconds = true;
    if (!SetClock(reading, value / 10'000, value / 100 % 100, value % 100)) return Wrong();
    return ToCell(reading);
  }
  Cursor cursor(text);
  int half = 0;
  TakeHalfDay(cursor, half);
  if (!TakeClock(cursor, reading)) return IsBlank(cell) ? TimeCell{} : Wrong();
  SkipFraction(cursor);
  if (half == 0) TakeHalfDay(cursor, half);
  if (!ApplyHalfDay(reading, half)) return Wrong();
  cursor.SkipBlanks();
  return cursor.done() ? ToCell(reading) : Wrong();
}

TimeCell Join(const TimeCell& date, const TimeCell& clock) {
  if (!clock.has_clock) return date;
  TimeCell joined = date;
  joined.has_clock = true;
  joined.clock_ms = clock.clock_ms;
  joined.precision = clock.precision;
  return joined;
}

}  // namespace hetang::statement
