#include "engine/text/times.h"

#include <algorithm>
#include <array>
#include <optional>

#include "engine/text/clock.h"
#include "engine/text/numbers.h"

namespace hetang::text {
namespace {

struct Date {
  int year = 0, month = 1, day = 1;
  Precision precision = Precision::day;
  std::size_t end = 0;
};

Moment MidnightOf(const Date& date) {
  Civil civil;
  civil.year = date.year;
  civil.month = date.month;
  civil.day = date.day;
  return MomentOf(civil);
}

Date DateOf(Moment moment, std::size_t end) {
  const Civil civil = CivilOf(moment);
  return {civil.year, civil.month, civil.day, Precision::day, end};
}

struct DayWord {
  std::u32string_view word;
  int days;
};

// Days counted from the day of speaking.
constexpr DayWord kDayWords[] = {
    {U"大前天", -3},        {U"前天", -2},        {U"前日", -2},       {U"昨天", -1},
    {U"昨日", -1},          {U"今天", 0},         {U"今日", 0},        {U"今儿", 0},
    {U"昨儿", -1},          {U"明天", 1},         {U"明日", 1},        {U"后天", 2},
    {U"昨晚", -1},          {U"昨夜", -1},        {U"今晚", 0},        {U"今早", 0},
    {U"今晨", 0},           {U"今夜", 0},         {U"昨早", -1},       {U"明早", 1},
    {U"昨下午", -1},        {U"前晚", -2},        {U"明晚", 1},        {U"yesterday", -1},
    {U"today", 0},          {U"tonight", 0},      {U"tomorrow", 1},    {U"this morning", 0},
    {U"this afternoon", 0}, {U"this evening", 0}, {U"last night", -1},
};
// Days counted from the date named last.
constexpr DayWord kAnchorWords[] = {{U"当日", 0},   {U"当天", 0}, {U"当晚", 0},
                                    {U"同日", 0},   {U"次日", 1}, {U"翌日", 1},
                                    {U"第二天", 1}, {U"隔天", 1}, {U"同一天", 0}};
constexpr std::array<std::u32string_view, 12> kMonths{
    U"jan", U"feb", U"mar", U"apr", U"may", U"jun", U"jul", U"aug", U"sep", U"oct", U"nov", U"dec"};

class TimeReader {
 public:
  TimeReader(const Page& page, Moment report) : page_(page), report_(report), today_(report) {
    anchor_ = DateOf(report, 0);
  }

  // What 今天 means from here on: the day of a chat line.
  void SetToday(Moment today) { today_ = today; }

  // `opens_line`: a clock there is the stamp of a chat line, of the same day as the stamp before.
  std::optional<Entity> Read(std::size_t at, bool opens_line) {
    if (auto ago = ReadAgo(at)) return ago;
    if (auto date = ReadDate(at)) {
      if (date->precision == Precision::day) anchor_ = *date;
      return WithClock(at, *date);
    }
    auto clock = ReadBareClock(at, opens_line ? DateOf(today_, 0) : anchor_);
    // A chat of 23:59 that reached the centre at noon is of the day before.
    if (clock && opens_line && *clock->at > report_) {
      return Make({clock->start, clock->end}, *clock->at - Days(1), *clock->precision);
    }
    return clock;
  }

 private:
  Entity Make(Span span, Moment moment, Precision precision) const {
    Entity entity;
    entity.kind = Kind::time;
    entity.start = span.start;
    entity.end = span.end;
    entity.text = page_.Original(span);
    entity.value = FormatIso(moment);
    entity.at = moment;
    entity.precision = precision;
    return entity;
  }

  // The date with the part of the day and the clock that follow it.
  Entity WithClock(std::size_t at, const Date& date) const {
    const Moment midnight = MidnightOf(date);
    if (date.precision != Precision::day) return Make({at, date.end}, midnight, date.precision);
    // 今晚七点: the part of the day is inside the word.
    const Period inside = PeriodInside(page_, at, date.end);
    const auto clock = ReadClock(page_, date.end, inside);
    if (clock) {
      return Make({at, clock->end}, midnight + Duration{clock->ms}, clock->precision);
    }
    const PeriodWord period = ReadPeriod(page_, page_.SkipBlanks(date.end));
    if (period.end == 0 || page_.At(date.end) == U' ') {
      return Make({at, date.end}, midnight, Precision::day);
    }
    if (period.period == Period::noon) {
      return Make({at, period.end}, midnight + Hours(12), Precision::hour);
    }
    return Make({at, period.end}, midnight, Precision::day);
  }

  std::optional<Entity> ReadBareClock(std::size_t at, Date date) const {
    const auto clock = ReadClock(page_, at, Period::none);
    if (!clock || !clock->certain) return std::nullopt;
    std::size_t end = clock->end;
    for (const std::u32string_view tail : {U" today", U" this morning", U" this afternoon"}) {
      if (page_.Has(end, tail)) {
        end += tail.size();
        date = DateOf(today_, end);
      }
    }
    return Make({at, end}, MidnightOf(date) + Duration{clock->ms}, clock->precision);
  }

  // 十分钟前, 半小时前, 三天前, 刚刚.
  std::optional<Entity> ReadAgo(std::size_t at) const {
    for (const std::u32string_view word : {U"刚刚", U"刚才", U"刚刚才", U"just now"}) {
      if (page_.Has(at, word)) return Make({at, at + word.size()}, report_, Precision::hour);
    }
    int count = 0;
    bool half = false;
    std::size_t end = at;
    if (page_.At(at) == U'半') {
      half = true;
      ++end;
    } else if (const auto number = ReadSmall(page_, at)) {
      count = number->value;
      end = number->end;
    } else {
      return std::nullopt;
    }
    if (page_.At(end) == U'多') ++end;
    if (page_.At(end) == U'个') ++end;
    if (page_.At(end) == U'半') half = true, ++end;
    struct Unit {
      std::u32string_view word;
      std::int64_t minutes;
    };
    for (const Unit unit :
         {Unit{U"分钟", 1}, Unit{U"小时", 60}, Unit{U"钟头", 60}, Unit{U"天", 1440},
          Unit{U"日", 1440}, Unit{U"周", 10080}, Unit{U"星期", 10080}}) {
      if (!page_.Has(end, unit.word)) continue;
      end += unit.word.size();
      if (page_.At(end) == U'之' || page_.At(end) == U'以') ++end;
      if (page_.At(end) != U'前') return std::nullopt;
      const std::int64_t minutes = unit.minutes * count + (half ? unit.minutes / 2 : 0);
      const Moment moment = report_ - Minutes(minutes);
      if (unit.minutes < 1440) return Make({at, end + 1}, moment, Precision::minute);
      return Make({at, end + 1}, MidnightOf(DateOf(moment, 0)), Precision::day);
    }
    return std::nullopt;
  }

  std::optional<Date> ReadDate(std::size_t at) const {
    if (auto date = ReadDayWord(at)) return date;
    if (auto date = ReadWeekday(at)) return date;
    if (auto date = ReadYearFirst(at)) return date;
    if (auto date = ReadMonthFirst(at, 0)) return date;
    if (auto date = ReadSlashed(at)) return date;
    if (auto date = ReadEnglish(at)) return date;
    return ReadBareDay(at);
  }

  std::optional<Date> ReadDayWord(std::size_t at) const {
    for (const DayWord& word : kDayWords) {
      if (!page_.Has(at, word.word)) continue;
      return DateOf(today_ + Days(word.days), at + word.word.size());
    }
    for (const DayWord& word : kAnchorWords) {
      if (!page_.Has(at, word.word)) continue;
      return DateOf(MidnightOf(anchor_) + Days(word.days), at + word.word.size());
    }
    return std::nullopt;
  }

  // 上周六, 这周三, 周五: a bare weekday is the last one not after today.
  std::optional<Date> ReadWeekday(std::size_t at) const {
    std::size_t end = at;
    int weeks = 0;
    bool named = true;
    if (page_.Has(end, U"上上"))
      weeks = -2, end += 2;
    else if (page_.At(end) == U'上')
      weeks = -1, ++end;
    else if (page_.At(end) == U'这' || page_.At(end) == U'本')
      ++end;
    else if (page_.At(end) == U'下')
      weeks = 1, ++end;
    else
      named = false;
    if (named && page_.At(end) == U'个') ++end;
    if (page_.Has(end, U"星期") || page_.Has(end, U"礼拜"))
      end += 2;
    else if (page_.At(end) == U'周')
      ++end;
    else
      return std::nullopt;
    constexpr std::u32string_view kDays = U"一二三四五六日天";
    const auto found = kDays.find(page_.At(end));
    if (found == kDays.npos || page_.At(end) == U'\0') return std::nullopt;
    if (ChineseUnit(page_.At(end + 1)) != 0) return std::nullopt;  // 一个星期一千七.
    const int wanted = found >= 6 ? 6 : static_cast<int>(found);   // Monday is 0.
    const int current = (CivilOf(today_).weekday + 6) % 7;
    int days = wanted - current + weeks * 7;
    if (!named && days > 0) days -= 7;
    if (!named && !page_.Has(end + 1, U"晚") && IsHan(page_.Before(at)) &&
        page_.Before(at) == U'每') {
      return std::nullopt;
    }
    return DateOf(today_ + Days(days), end + 1);
  }

  // 2026年3月2日, 2025年9月, 1961年, 去年十月, 2026-03-10, 2026/3/10, 上个月5号.
  std::optional<Date> ReadYearFirst(std::size_t at) const {
    const int this_year = CivilOf(report_).year;
    struct YearWord {
      std::u32string_view word;
      int years;
    };
    for (const YearWord word :
         {YearWord{U"去年", -1}, YearWord{U"今年", 0}, YearWord{U"前年", -2}}) {
      if (!page_.Has(at, word.word)) continue;
      return ReadMonthFirst(at + word.word.size(), this_year + word.years);
    }
    for (const std::u32string_view word : {U"上个月", U"上月", U"这个月", U"本月"}) {
      if (page_.Has(at, word)) return ReadMonthWord(at, word);
    }
    if (!IsDigit(page_.At(at)) || IsDigit(page_.At(at + 4))) return std::nullopt;
    int year = 0;
    for (std::size_t i = at; i < at + 4; ++i) {
      if (!IsDigit(page_.At(i))) return std::nullopt;
      year = year * 10 + static_cast<int>(page_.At(i) - U'0');
    }
    if (year < 1900 || year > 2100) return std::nullopt;
    const char32_t separator = page_.At(at + 4);
    if (separator == U'年') {
      if (auto date = ReadMonthFirst(at + 5, year)) return date;
      if (page_.At(at + 5) == U'前' || page_.At(at + 5) == U'会') return std::nullopt;
      return Date{year, 1, 1, Precision::year, at + 5};
    }
    if (separator != U'-' && separator != U'/' && separator != U'.') return std::nullopt;
    const auto month = ReadSmall(page_, at + 5);
    if (!month || page_.At(month->end) != separator) return std::nullopt;
    const auto day = ReadSmall(page_, month->end + 1);
    if (!day || !IsValidDate(year, month->value, day->value)) return std::nullopt;
    return Date{year, month->value, day->value, Precision::day, day->end};
  }

  std::optional<Date> ReadMonthWord(std::size_t at, std::u32string_view word) const {
    const Moment base = word.front() == U'上' ? AddMonths(report_, -1) : report_;
    const Civil civil = CivilOf(base);
    const std::size_t end = at + word.size();
    const auto day = ReadSmall(page_, end);
    const bool named = day && (page_.At(day->end) == U'号' || page_.At(day->end) == U'日');
    if (named && IsValidDate(civil.year, civil.month, day->value)) {
      return Date{civil.year, civil.month, day->value, Precision::day, day->end + 1};
    }
    return Date{civil.year, civil.month, 1, Precision::month, end};
  }

  // 3月4日, 五月二十号, 三月十九, 10月下旬, 二月底. `year` 0 is to be told from the report.
  std::optional<Date> ReadMonthFirst(std::size_t at, int year) const {
    const auto month = ReadSmall(page_, at);
    if (!month || month->value < 1 || month->value > 12) return std::nullopt;
    if (page_.At(month->end) != U'月') return std::nullopt;
    if (page_.At(month->end + 1) == U'份') return WholeMonth(year, month->value, month->end + 2);
    const std::size_t after = page_.SkipBlanks(month->end + 1);
    for (const std::u32string_view part : {U"上旬", U"中旬", U"下旬", U"底", U"初", U"末"}) {
      if (page_.Has(after, part)) return WholeMonth(year, month->value, after + part.size());
    }
    const auto day = ReadSmall(page_, after);
    if (!day || day->value < 1 || day->value > 31)
      return WholeMonth(year, month->value, month->end + 1);
    if (ChineseDigit(page_.At(day->end)) >= 0 || page_.Has(day->end, U"几号")) {
      return WholeMonth(year, month->value, day->end + 2);
    }
    const char32_t next = page_.At(day->end);
    const bool closed = next == U'日' || next == U'号';
    if (!closed && IsCounter(page_, day->end)) {
      return WholeMonth(year, month->value, month->end + 1);
    }
    return InYear(year, month->value, day->value, day->end + (closed ? 1 : 0));
  }

  std::optional<Date> WholeMonth(int year, int month, std::size_t end) const {
    auto date = InYear(year, month, 1, end);
    if (date) date->precision = Precision::month;
    return date;
  }

  // Without a year it is the latest such date that is not after the report; a day ahead is let
  // through, for appointments.
  std::optional<Date> InYear(int year, int month, int day, std::size_t end) const {
    if (year != 0) {
      if (!IsValidDate(year, month, day)) return std::nullopt;
      return Date{year, month, day, Precision::day, end};
    }
    const int this_year = CivilOf(report_).year;
    for (const int candidate : {this_year, this_year - 1}) {
      if (!IsValidDate(candidate, month, day)) continue;
      const Date date{candidate, month, day, Precision::day, end};
      if (MidnightOf(date) <= report_ + Days(31)) return date;
    }
    return std::nullopt;
  }

  // 4/26 12:11 and 03-09 09:29: without a clock it may be anything.
  std::optional<Date> ReadSlashed(std::size_t at) const {
    const char32_t before = page_.Before(at);
    if (before == U'/' || before == U'-' || before == U'.' || IsDigit(before)) return std::nullopt;
    if (!IsDigit(page_.At(at))) return std::nullopt;
    const auto month = ReadSmall(page_, at);
    if (!month || month->value < 1 || month->value > 12) return std::nullopt;
    const char32_t separator = page_.At(month->end);
    if (separator != U'/' && separator != U'-' && separator != U'.') return std::nullopt;
    if (!IsDigit(page_.At(month->end + 1))) return std::nullopt;
    const auto day = ReadSmall(page_, month->end + 1);
    if (!day) return std::nullopt;
    const auto clock = ReadClock(page_, day->end, Period::none);
    if (!clock || !clock->colon || page_.At(day->end) != U' ') return std::nullopt;
    return InYear(0, month->value, day->value, day->end);
  }

  // June 10, 10 June.
  std::optional<Date> ReadEnglish(std::size_t at) const {
    if (IsLatin(page_.Before(at))) return std::nullopt;
    if (const auto month = MonthName(at)) {
      const auto day = ReadSmall(page_, page_.SkipBlanks(month->end));
      if (!day || !IsDigit(page_.At(day->end - 1)) || IsDigit(page_.At(day->end))) {
        return std::nullopt;
      }
      return InYear(0, month->value, day->value, day->end);
    }
    if (!IsDigit(page_.At(at))) return std::nullopt;
    const auto day = ReadSmall(page_, at);
    if (!day) return std::nullopt;
    const auto month = MonthName(page_.SkipBlanks(day->end));
    if (!month) return std::nullopt;
    return InYear(0, month->value, day->value, month->end);
  }

  std::optional<SmallNumber> MonthName(std::size_t at) const {
    for (std::size_t i = 0; i < kMonths.size(); ++i) {
      if (!page_.Has(at, kMonths[i])) continue;
      std::size_t end = at + 3;
      while (IsLatin(page_.At(end)) && end - at < 9) ++end;
      const std::size_t size = end - at;
      if (IsLatin(page_.At(end)) || (size > 4 && !IsFullName(i, page_.Plain(at, end)))) {
        return std::nullopt;
      }
      if (page_.At(end) == U'.') ++end;
      return SmallNumber{static_cast<int>(i) + 1, end};
    }
    return std::nullopt;
  }

  static bool IsFullName(std::size_t month, std::u32string_view word) {
    constexpr std::array<std::u32string_view, 12> kNames{
        U"january", U"february", U"march",     U"april",   U"may",      U"june",
        U"july",    U"august",   U"september", U"october", U"november", U"december"};
    return kNames[month] == word;
  }

  // 22号, 12日, 15号晚上: a day of the month named last.
  std::optional<Date> ReadBareDay(std::size_t at) const {
    if (page_.Before(at) == U'第' || IsLatin(page_.Before(at))) return std::nullopt;
    const auto day = ReadSmall(page_, at);
    if (!day || day->value < 1 || day->value > 31) return std::nullopt;
    const char32_t next = page_.At(day->end);
    if (next != U'号' && next != U'日') return std::nullopt;
    constexpr std::u32string_view kHouse = U"楼栋门房线店院室铺内元公";
    if (kHouse.find(page_.At(day->end + 1)) != kHouse.npos) return std::nullopt;
    const Civil report = CivilOf(report_);
    int year = anchor_.year;
    int month = anchor_.month;
    if (year == report.year && month == report.month && day->value > report.day + 1) {
      const Civil before = CivilOf(AddMonths(report_, -1));
      year = before.year;
      month = before.month;
    }
    if (!IsValidDate(year, month, day->value)) return std::nullopt;
    return Date{year, month, day->value, Precision::day, day->end + 1};
  }

  const Page& page_;
  Moment report_;
  Moment today_;
  Date anchor_;
};

bool MayStartTime(const Page& page, std::size_t at) {
  constexpr std::u32string_view kStarts =
      U"今昨前明后大当次同翌隔第上这本下周星礼去半刚十早中下晚凌傍夜清深";
  const char32_t here = page.At(at);
  if (IsDigit(here)) {
    // The digits of a tail may touch a date: 尾号48176月13日.
    const bool joined = at > 0 && IsDigit(page.At(at - 1)) && page.IsFree({at - 1, at});
    const bool grouped = at > 0 && page.Raw(at - 1) == U',' && at > 1 && IsDigit(page.At(at - 2));
    return !joined && !(grouped && page.IsFree({at - 2, at - 1}));
  }
  if (ChineseDigit(here) >= 0) return ChineseDigit(page.Before(at)) < 0 && page.Before(at) != U'十';
  if (IsLatin(here)) return !IsLatin(page.Before(at));
  return kStarts.find(here) != kStarts.npos;
}

// True when nothing but an opening bracket or a speaker stands before `at` in its line.
bool IsNearLineStart(const Page& page, std::size_t at) {
  constexpr std::size_t kSpeaker = 16;
  for (std::size_t i = at; i > 0; --i) {
    if (page.At(i - 1) == U'\n') return true;
    if (at - i >= kSpeaker || EndsSentence(page, i - 1) || page.At(i - 1) == U',') return false;
  }
  return true;
}

bool HasClock(const Entity& time) {
  return time.precision == Precision::minute || time.precision == Precision::second;
}

}  // namespace

void FindTimes(Page& page, Moment report_time, std::vector<Entity>& out) {
  TimeReader reader(page, report_time);
  for (std::size_t at = 0; at < page.size();) {
    if (!MayStartTime(page, at) || !page.IsFree({at, at + 1})) {
      ++at;
      continue;
    }
    const bool opens_line = IsNearLineStart(page, at);
    auto found = reader.Read(at, opens_line);
    if (!found || !page.IsFree({found->start, found->end})) {
      ++at;
      continue;
    }
    // 3月31日17时20分客户… tells a story; a stamp stands apart from what is said.
    const char32_t next = page.At(found->end);
    if (opens_line && HasClock(*found) && !IsHan(next) && next != U',') reader.SetToday(*found->at);
    at = found->end;
    page.Take({found->start, found->end});
    out.push_back(std::move(*found));
  }
}

}  // namespace hetang::text
