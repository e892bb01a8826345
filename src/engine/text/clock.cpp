#include "engine/text/clock.h"

#include "base/time.h"
#include "engine/text/numbers.h"

namespace hetang::text {
namespace {

struct Named {
  std::u32string_view word;
  Period period;
};

constexpr Named kPeriods[] = {
    {U"凌晨", Period::night},     {U"半夜", Period::night},     {U"深夜", Period::evening},
    {U"早上", Period::morning},   {U"早晨", Period::morning},   {U"清晨", Period::morning},
    {U"上午", Period::morning},   {U"中午", Period::noon},      {U"正午", Period::noon},
    {U"下午", Period::afternoon}, {U"午后", Period::afternoon}, {U"傍晚", Period::evening},
    {U"晚上", Period::evening},   {U"晚间", Period::evening},   {U"夜里", Period::evening},
    {U"夜间", Period::evening},   {U"晚", Period::evening},     {U"早", Period::morning},
};

int To24(int hour, Period period) {
  if (period == Period::afternoon && hour < 12) return hour + 12;
  if (period == Period::evening && hour >= 5 && hour < 12) return hour + 12;
  if (period == Period::noon && hour < 4) return hour + 12;
  return hour;
}

// 21:40 and 19:41:07, also with a full-width colon (the page has evened it out).
std::optional<ClockReading> ReadColon(const Page& page, std::size_t at, Period period) {
  const auto hour = ReadSmall(page, at);
  if (!hour || !IsDigit(page.At(at)) || hour->value > 24 || page.At(hour->end) != U':') {
    return std::nullopt;
  }
  // Two places of minutes; a sum may be glued to them: 13:429,999元.
  const std::size_t at_minute = hour->end + 1;
  if (!IsDigit(page.At(at_minute)) || !IsDigit(page.At(at_minute + 1))) return std::nullopt;
  const int minute =
      static_cast<int>((page.At(at_minute) - U'0') * 10 + page.At(at_minute + 1) - U'0');
  const bool glued = IsDigit(page.At(at_minute + 2));
  if (minute > 59 || (glued && hour->end - at < 2)) return std::nullopt;
  ClockReading reading;
  reading.colon = true;
  reading.certain = true;
  reading.end = at_minute + 2;
  int second = 0;
  if (page.At(reading.end) == U':') {
    const auto part = ReadSmall(page, reading.end + 1);
    if (part && part->end == reading.end + 3 && part->value < 60) {
      second = part->value;
      reading.end = part->end;
      reading.precision = Precision::second;
    }
  }
  Period named = period;
  const std::size_t after = page.SkipBlanks(reading.end);
  if (page.Has(after, U"pm") || page.Has(after, U"am")) {
    named = page.At(after) == U'p' ? Period::afternoon : Period::morning;
    reading.end = after + 2;
  }
  reading.ms = ((To24(hour->value, named) * 60 + minute) * 60 + second) * 1000LL;
  return reading;
}

// The minutes after 点 or 时: 20分, 半, 一刻, 四十, 多.
void ReadMinutes(const Page& page, std::size_t at, char32_t mark, ClockReading& reading) {
  reading.end = at;
  reading.precision = Precision::hour;
  if (page.At(at) == U'半') {
    reading.ms += 30 * 60'000;
    reading.end = at + 1;
    reading.precision = Precision::minute;
  } else if (page.Has(at, U"一刻")) {
    reading.ms += 15 * 60'000;
    reading.end = at + 2;
    reading.precision = Precision::minute;
  } else if (const auto minute = ReadSmall(page, at); minute && minute->value < 60) {
    const bool closed = page.At(minute->end) == U'分';
    const bool spoken = mark == U'点' && (minute->value >= 10 || page.At(at) == U'零') &&
                        !IsCounter(page, minute->end) && ChineseUnit(page.At(minute->end)) == 0;
    if (closed || spoken) {
      reading.ms += minute->value * 60'000;
      reading.end = minute->end + (closed ? 1 : 0);
      reading.precision = Precision::minute;
    }
  }
  for (const std::u32string_view tail : {U"钟左右", U"左右", U"多钟", U"许", U"多", U"钟", U"整"}) {
    if (!page.Has(reading.end, tail)) continue;
    reading.end += tail.size();
    break;
  }
}

// 14时20分, 三点多, 七点半.
std::optional<ClockReading> ReadSpoken(const Page& page, std::size_t at, Period period) {
  const auto hour = ReadSmall(page, at);
  if (!hour || hour->value > 24) return std::nullopt;
  const char32_t mark = page.At(hour->end);
  if (mark != U'点' && mark != U'时') return std::nullopt;
  if (page.Has(hour->end, U"时间") || page.Has(hour->end, U"点击")) return std::nullopt;
  ClockReading reading;
  reading.ms = To24(hour->value, period) * 3'600'000LL;
  ReadMinutes(page, hour->end + 1, mark, reading);
  reading.certain = reading.end > hour->end + 1 || period != Period::none || mark == U'时' ||
                    IsDigit(page.At(at));
  return reading;
}

// 7 pm.
std::optional<ClockReading> ReadEnglish(const Page& page, std::size_t at) {
  const auto hour = ReadSmall(page, at);
  if (!hour || !IsDigit(page.At(at)) || hour->value > 12) return std::nullopt;
  const std::size_t after = page.SkipBlanks(hour->end);
  const bool pm = page.Has(after, U"pm");
  if ((!pm && !page.Has(after, U"am")) || IsLatin(page.At(after + 2))) return std::nullopt;
  ClockReading reading;
  reading.ms = To24(hour->value, pm ? Period::afternoon : Period::morning) * 3'600'000LL;
  reading.end = after + 2;
  reading.precision = Precision::hour;
  reading.certain = true;
  return reading;
}

}  // namespace

PeriodWord ReadPeriod(const Page& page, std::size_t at) {
  for (const Named& named : kPeriods) {
    if (page.Has(at, named.word)) return {named.period, at + named.word.size()};
  }
  return {};
}

Period PeriodInside(const Page& page, std::size_t start, std::size_t end) {
  for (std::size_t i = start; i < end; ++i) {
    if (page.At(i) == U'晚' || page.At(i) == U'夜') return Period::evening;
    if (page.At(i) == U'早' || page.At(i) == U'晨') return Period::morning;
    if (page.Has(i, U"afternoon")) return Period::afternoon;
    if (page.Has(i, U"night") || page.Has(i, U"evening")) return Period::evening;
  }
  return Period::none;
}

std::optional<ClockReading> ReadClock(const Page& page, std::size_t at, Period inside) {
  std::size_t start = page.SkipBlanks(at);
  Period period = inside;
  if (const PeriodWord word = ReadPeriod(page, start); word.end != 0) {
    period = word.period;
    start = page.SkipBlanks(word.end);
  }
  if (auto reading = ReadColon(page, start, period)) return reading;
  if (auto reading = ReadEnglish(page, start)) return reading;
  return ReadSpoken(page, start, period);
}

}  // namespace hetang::text
