#include "engine/text/numbers.h"

#include <array>
#include <string_view>

#include "base/money.h"

namespace hetang::text {
namespace {

constexpr std::int64_t kMaxScaled = kMaxFen / 100 * kNumberScale / 10;

// Adds up the parts of a number from the left, as they are spoken.
class Sum {
 public:
  // A coefficient waits for its unit.
  void Put(std::int64_t scaled, bool single_digit) {
    waiting_ = scaled;
    single_ = single_digit;
  }
  bool waiting() const { return waiting_ >= 0; }
  bool empty() const { return total_ == 0 && section_ == 0 && waiting_ < 0; }
  std::int64_t last_unit() const { return last_unit_; }
  bool is_tail_implied() const { return waiting() && single_ && last_unit_ >= 100 && !zero_; }
  void Zero() { zero_ = true; }
  void Drop() { waiting_ = -1; }

  // False when the number grows out of range.
  bool Multiply(std::int64_t unit) {
    if (unit >= 10'000) {
      const std::int64_t below = section_ + (waiting() ? waiting_ : 0);
      const std::int64_t base = below == 0 && total_ > 0 && unit > last_unit_ ? total_ : below;
      if (base > kMaxScaled / unit) return false;
      total_ = base == total_ && below == 0 ? base * unit : total_ + base * unit;
      section_ = 0;
    } else {
      const std::int64_t coefficient = waiting() ? waiting_ : kNumberScale;
      if (coefficient > kMaxScaled / unit) return false;
      section_ += coefficient * unit;
    }
    waiting_ = -1;
    last_unit_ = unit;
    zero_ = false;
    return total_ <= kMaxScaled;
  }

  std::int64_t Value() const {
    if (!waiting()) return total_ + section_;
    return total_ + section_ + (is_tail_implied() ? waiting_ * (last_unit_ / 10) : waiting_);
  }

 private:
  std::int64_t total_ = 0;     // Finished parts: what stands before 万 and 亿.
  std::int64_t section_ = 0;   // The part below the next 万.
  std::int64_t waiting_ = -1;  // A coefficient without its unit yet.
  std::int64_t last_unit_ = 0;
  bool single_ = false;
  bool zero_ = false;
};

struct Arabic {
  std::int64_t scaled = 0;
  std::size_t end = 0;
  int digits = 0;
  bool grouped = false;
  bool decimals = false;
};

std::size_t DigitsFrom(const Page& page, std::size_t at) {
  std::size_t end = at;
  while (IsDigit(page.At(end)) && end - at < 40) ++end;
  return end - at;
}

std::optional<Arabic> ReadArabic(const Page& page, std::size_t at) {
  Arabic number;
  std::size_t end = at + DigitsFrom(page, at);
  if (end == at) return std::nullopt;
  if (end - at <= 3) {
    // A full-width comma groups full-width digits only; else it parts two numbers.
    const bool wide = page.Raw(at) != page.At(at);
    while (page.At(end) == U',' && (wide || page.Raw(end) == U',') &&
           DigitsFrom(page, end + 1) == 3) {
      end += 4;
      number.grouped = true;
    }
  }
  for (std::size_t i = at; i < end; ++i) {
    if (!IsDigit(page.At(i))) continue;
    number.scaled = number.scaled * 10 + static_cast<std::int64_t>(page.At(i) - U'0');
    if (++number.digits > 13) return std::nullopt;
  }
  number.scaled *= kNumberScale;
  if (page.At(end) == U'.' && IsDigit(page.At(end + 1))) {
    const std::size_t places = DigitsFrom(page, end + 1);
    std::int64_t worth = kNumberScale / 10;
    for (std::size_t i = end + 1; i <= end + places; ++i, worth /= 10) {
      number.scaled += static_cast<std::int64_t>(page.At(i) - U'0') * worth;
    }
    end += 1 + places;
    number.decimals = true;
  }
  number.end = end;
  return number;
}

// 万, 千, w, k right after an Arabic coefficient; Chinese units after any.
std::int64_t UnitAt(const Page& page, std::size_t at, bool after_arabic) {
  const char32_t here = page.At(at);
  if (after_arabic && (here == U'w' || here == U'k') && !IsLatin(page.At(at + 1))) {
    return here == U'w' ? 10'000 : 1'000;
  }
  return ChineseUnit(here);
}

// 多, 余, 来 between a number and what it counts: 九百多万, 七万余元, 一千多.
bool IsVague(const Page& page, std::size_t at) {
  const char32_t here = page.At(at);
  if (here == U'多' || here == U'余') return true;
  const char32_t next = page.At(at + 1);
  return here == U'来' && (ChineseUnit(next) != 0 || next == U'元' || next == U'块');
}

// Reads one number; the state of one call of ReadNumber.
class Reader {
 public:
  Reader(const Page& page, std::size_t at) : page_(page), at_(at) { number_.start = at; }

  std::optional<Number> Read() {
    const char32_t first = page_.At(at_);
    number_.chinese = !IsDigit(first);
    while (Step()) {
    }
    if (failed_ || at_ == number_.start || (sum_.empty() && number_.known)) return std::nullopt;
    const bool other_word = IsCounter(page_, at_) || BeginsOtherWord();
    if (sum_.is_tail_implied() && other_word && coefficient_at_ > number_.start) {
      sum_.Drop();  // 5万2次 is 50,000, twice.
      at_ = coefficient_at_;
    }
    number_.end = at_;
    number_.scaled = sum_.Value();
    return number_;
  }

 private:
  // 两万一直, 三万一起: the last digit is the first half of another word.
  bool BeginsOtherWord() const {
    constexpr std::u32string_view kSecond = U"直起共下定样半并般旦";
    return page_.Before(at_) == U'一' && kSecond.find(page_.At(at_)) != kSecond.npos &&
           at_ < page_.size();
  }

  bool Step() {
    const char32_t here = page_.At(at_);
    if (IsDigit(here)) return StepArabic();
    if (const int digit = ChineseDigit(here); digit >= 0) return StepDigit(digit);
    if (here == U'几' || here == U'数') return StepSome();
    if (number_.end != at_ && IsVague(page_, at_) && at_ > number_.start) {
      number_.approximate = true;
      ++at_;
      return UnitAt(page_, at_, false) > 0 && StepUnit();
    }
    return StepUnit();
  }

  bool StepArabic() {
    if (sum_.waiting() || (number_.chinese && sum_.last_unit() == 0)) return false;
    const auto arabic = ReadArabic(page_, at_);
    if (!arabic) {
      failed_ = at_ == number_.start;
      return false;
    }
    if (at_ == number_.start) {
      number_.digits = arabic->digits;
      number_.grouped = arabic->grouped;
      number_.decimals = arabic->decimals;
    } else if (arabic->scaled >= sum_.last_unit() * kNumberScale || arabic->decimals) {
      return false;
    }
    coefficient_at_ = at_;
    sum_.Put(arabic->scaled, arabic->digits == 1);
    at_ = arabic->end;
    after_arabic_ = true;
    return true;
  }

  bool StepDigit(int digit) {
    if (digit == 0) {
      if (sum_.waiting() || sum_.last_unit() == 0) return false;
      sum_.Zero();
      ++at_;
      return true;
    }
    if (sum_.waiting()) {
      // 两三万 is about 20,000; 一二三 is a row of digits and no number.
      if (after_arabic_ || ChineseUnit(page_.At(at_ + 1)) == 0) return false;
      number_.approximate = true;
      ++at_;
      return true;
    }
    coefficient_at_ = at_;
    sum_.Put(digit * kNumberScale, true);
    after_arabic_ = false;
    ++at_;
    return true;
  }

  // 几十万 is not known; 一百一十几万 is about 1.1 million.
  bool StepSome() {
    if (sum_.waiting() || ChineseUnit(page_.At(at_ + 1)) == 0) return false;
    if (page_.At(at_) == U'数' && !sum_.empty()) return false;
    if (sum_.empty()) number_.known = false;
    number_.approximate = true;
    sum_.Put(0, true);
    after_arabic_ = false;
    ++at_;
    return true;
  }

  bool StepUnit() {
    const std::int64_t unit = UnitAt(page_, at_, after_arabic_);
    if (unit == 0) return false;
    // 万一, 千万, 百万保障: only 十 may begin a number.
    if (at_ == number_.start && unit != 10) return false;
    if (!sum_.Multiply(unit)) {
      failed_ = true;
      return false;
    }
    after_arabic_ = false;
    number_.has_unit = number_.has_unit || unit >= 100;
    ++at_;
    return true;
  }

  const Page& page_;
  std::size_t at_;
  Sum sum_;
  Number number_;
  std::size_t coefficient_at_ = 0;
  bool after_arabic_ = false;
  bool failed_ = false;
};

}  // namespace

std::optional<Number> ReadNumber(const Page& page, std::size_t at) {
  return Reader(page, at).Read();
}

int ChineseDigit(char32_t c) {
  constexpr std::u32string_view kPlain = U"〇一二三四五六七八九";
  constexpr std::u32string_view kFormal = U"零壹贰叁肆伍陆柒捌玖";
  if (c == U'两' || c == U'俩' || c == U'贰' || c == U'貳') return 2;
  if (c == U'幺') return 1;
  if (c < 0x3007) return -1;
  if (const auto at = kPlain.find(c); at != kPlain.npos) return static_cast<int>(at);
  if (const auto at = kFormal.find(c); at != kFormal.npos) return static_cast<int>(at);
  return -1;
}

std::int64_t ChineseUnit(char32_t c) {
  switch (c) {
    case U'十':
    case U'拾':
      return 10;
    case U'百':
    case U'佰':
      return 100;
    case U'千':
    case U'仟':
      return 1'000;
    case U'万':
    case U'萬':
      return 10'000;
    case U'亿':
    case U'億':
      return 100'000'000;
    default:
      return 0;
  }
}

std::optional<SmallNumber> ReadSmall(const Page& page, std::size_t at) {
  if (IsDigit(page.At(at))) {
    const std::size_t count = DigitsFrom(page, at);
    if (count > 3) return std::nullopt;
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
      value = value * 10 + static_cast<int>(page.At(i) - U'0');
    }
    return SmallNumber{value, at + count};
  }
  int value = 0;
  std::size_t end = at;
  if (const int digit = ChineseDigit(page.At(end)); digit >= 0) {
    value = digit;
    ++end;
  }
  if (page.At(end) == U'十') {
    value = end == at ? 10 : value * 10;
    ++end;
    if (const int digit = ChineseDigit(page.At(end)); digit > 0) {
      value += digit;
      ++end;
    }
  } else if (end > at && value == 0 && ChineseDigit(page.At(end)) > 0) {
    value = ChineseDigit(page.At(end));  // 零五分.
    ++end;
  }
  if (end == at) return std::nullopt;
  return SmallNumber{value, end};
}

bool IsCounter(const Page& page, std::size_t at) {
  constexpr std::u32string_view kCounters =
      U"个人名位天日月年岁秒次笔单条张股台部件套只顶车栋层楼号期倍%"
      U"‰折斤克吨米里瓶盒箱包票群家户口轮"
      U"届级代路页章点时遍趟周星成度组批粉分步种项字站队盘场碗辆把双回门届号头例多几码集课间床桶袋"
      U"罐副枚颗根棵";
  const char32_t here = page.At(at);
  if (here == U'\0') return false;
  if (here == U'多' || here == U'几') return IsCounter(page, at + 1) && page.At(at + 1) != U'分';
  // 头 counts cattle, 点 hours, 家 shops; 户名, 单位, 人民币, 分别 and 分三笔 begin other words.
  if (page.Has(at, U"人民币") || page.Has(at, U"户名") || page.Has(at, U"分别")) return false;
  if (page.Has(at, U"次日") || page.Has(at, U"包邮") || page.Has(at, U"分三") ||
      page.Has(at, U"分两"))
    return false;
  if (page.Has(at, U"把卡") || page.Has(at, U"把钱") || page.Has(at, U"点进")) return false;
  if (page.Has(at, U"小时") || page.Has(at, U"公里") || page.Has(at, U"公斤")) return true;
  if (page.Has(at, U"礼拜") || page.Has(at, U"平米") || page.Has(at, U"平方")) return true;
  return kCounters.find(here) != kCounters.npos;
}

}  // namespace hetang::text
