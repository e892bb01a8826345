#include "engine/statement/values.h"

#include <array>

#include "base/money.h"
#include "engine/statement/points.h"

namespace hetang::statement {
namespace {

// What a cell without a value is filled with.
constexpr std::array<std::string_view, 12> kNothing{"无",  "空", "NULL", "null", "Null", "N/A",
                                                    "n/a", "NA", "\\N",  "None", "nan",  "NaN"};

// --- Amounts -------------------------------------------------------------------------------------

// An amount in a few ASCII characters: digits, `.`, `,`, signs, brackets, `E`, and a unit: F fen,
// Y yuan, W ten thousand yuan, B a hundred million.
struct PlainAmount {
  static constexpr std::size_t kMost = 64;
  std::array<char, kMost> text{};
  std::size_t size = 0;
  char unit = 0;
  bool readable = true;
  bool marked = false;  // A currency mark stood there.

  void Add(char c) {
    if (size == kMost) {
      readable = false;
    } else {
      text[size++] = c;
    }
  }
};

// `CNY`, `RMB`: the length of a currency's name at `at`, or 0.
std::size_t CurrencyAt(std::string_view cell, std::size_t at) {
  for (const std::string_view name : {"CNY", "RMB", "cny", "rmb", "人民币"}) {
    if (cell.substr(at).starts_with(name)) return name.size();
  }
  return 0;
}

void AddPoint(PlainAmount& plain, char32_t point) {
  switch (point) {
    case U'¥':
    case U'￥':
    case U'整':
    case U'正':
      plain.marked = true;
      return;
    case U'元':
    case U'圆':
      plain.marked = true;
      if (plain.unit == 0) plain.unit = 'Y';
      return;
    case U'万':
      plain.unit = 'W';
      return;
    case U'亿':
      plain.unit = 'B';
      return;
    case U'分':
      plain.unit = 'F';
      return;
    default:
      break;
  }
  if (IsDash(point)) return plain.Add('-');
  if (point < 0x80) return plain.Add(static_cast<char>(Upper(point)));
  plain.readable = false;
}

PlainAmount ToPlainAmount(std::string_view cell) {
  PlainAmount plain;
  for (std::size_t at = 0; at < cell.size() && plain.readable;) {
    const char c = cell[at];
    if ((c >= '0' && c <= '9') || c == '.' || c == ',') {
      plain.Add(c);
      ++at;
      continue;
    }
    if (const std::size_t n = CurrencyAt(cell, at)) {
      plain.marked = true;
      at += n;
      continue;
    }
    const char32_t point = NextPoint(cell, at);
    if (!IsPadding(point) && !IsGuard(point)) AddPoint(plain, point);
  }
  return plain;
}

__extension__ using Wide = unsigned __int128;

// A decimal number without its sign: value = digits * 10^exponent.
struct Decimal {
  bool ok = false;
  bool huge = false;  // More digits than any amount has.
  Wide digits = 0;
  int exponent = 0;
  int decimals = 0;
};

// Reads `1,234.50` and `1.5E+5`. A comma is taken only between groups of three digits.
Decimal ReadDecimal(std::string_view text) {
  Decimal decimal;
  std::size_t at = 0;
  std::size_t group = 0;  // Digits since the begin or the last comma.
  bool commas = false;
  std::size_t count = 0;
  const auto take = [&](char c) {
    constexpr Wide kMost = static_cast<Wide>(1) << 110;
    ++count;
    if (decimal.digits > kMost) {
      decimal.huge = true;
    } else {
      decimal.digits = decimal.digits * 10 + static_cast<Wide>(c - '0');
    }
  };
  for (; at < text.size() && (IsDigit(static_cast<unsigned char>(text[at])) || text[at] == ',');
       ++at) {
    if (text[at] == ',') {
      if (group == 0 || group > 3 || (commas && group != 3)) return {};
      commas = true;
      group = 0;
      continue;
    }
    ++group;
    take(text[at]);
  }
  if (commas && group != 3) return {};
  if (at < text.size() && text[at] == '.') {
    for (++at; at < text.size() && IsDigit(static_cast<unsigned char>(text[at])); ++at) {
      if (decimal.huge && decimal.decimals == 0) continue;
      take(text[at]);
      ++decimal.decimals;
    }
  }
  if (count == 0) return {};
  decimal.exponent = -decimal.decimals;
  if (at < text.size() && text[at] == 'E') {
    const bool negative = at + 1 < text.size() && text[at + 1] == '-';
    at += at + 1 < text.size() && (text[at + 1] == '-' || text[at + 1] == '+') ? 2 : 1;
    const std::string_view digits = text.substr(at);
    if (!IsDigits(digits) || digits.size() > 3) return {};
    int value = 0;
    for (const char c : digits) value = value * 10 + (c - '0');
    decimal.exponent += negative ? -value : value;
    at = text.size();
  }
  decimal.ok = at == text.size();
  return decimal;
}

int PowerOf(const PlainAmount& plain, Unit unit) {
  constexpr int kYuan = 2, kWan = 6, kYi = 10;
  switch (plain.unit) {
    case 'F':
      return 0;
    case 'Y':
      return kYuan;
    case 'W':
      return kWan;
    case 'B':
      return kYi;
    default:
      return unit == Unit::fen ? 0 : unit == Unit::wan ? kWan : kYuan;
  }
}

// What a workbook's binary numbers leave behind: `12.340000000000002` means 12.34.
bool IsRoundingNoise(const Decimal& decimal, Wide divisor) {
  constexpr int kLeastDecimals = 8;
  if (decimal.decimals < kLeastDecimals) return false;
  const Wide rest = decimal.digits % divisor;
  const Wide distance = rest < divisor - rest ? rest : divisor - rest;
  constexpr Wide kOneIn = 10'000;
  return distance * kOneIn < divisor;
}

Amount ToFen(const Decimal& decimal, int power) {
  int exponent = decimal.exponent + power;
  Wide value = decimal.digits;
  const Wide limit = static_cast<Wide>(kMaxFen);
  if (decimal.huge) return {Told::too_large, 0, false};
  if (value == 0) return {Told::ok, 0, false};
  for (; exponent > 0; --exponent) {
    value *= 10;
    if (value > limit) return {Told::too_large, 0, false};
  }
  constexpr int kMostPlaces = 36;
  if (exponent < -kMostPlaces) return {Told::wrong, 0, false};
  Wide divisor = 1;
  for (; exponent < 0; ++exponent) divisor *= 10;
  if (value % divisor != 0) {
    if (!IsRoundingNoise(decimal, divisor)) return {Told::wrong, 0, false};
    value += divisor / 2;
  }
  value /= divisor;
  if (value > limit) return {Told::too_large, 0, false};
  return {Told::ok, static_cast<std::int64_t>(value), false};
}

// Takes the sign off both ends: `-1`, `1-`, `(1)`, `+1`. False when two signs stand there.
bool TakeSign(std::string_view& text, bool& negative) {
  int signs = 0;
  const auto sign = [&](char c) {
    ++signs;
    negative = c == '-';
  };
  if (text.size() > 2 && text.front() == '(' && text.back() == ')') {
    text = text.substr(1, text.size() - 2);
    sign('-');
  }
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    sign(text.front());
    text.remove_prefix(1);
  }
  if (!text.empty() && (text.back() == '-' || text.back() == '+')) {
    sign(text.back());
    text.remove_suffix(1);
  }
  return signs <= 1;
}

// --- Numbers -------------------------------------------------------------------------------------

bool IsAlnum(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// `6.22202E+18`, `6E+18`: what a workbook makes of a number too long for it.
bool IsScientific(std::string_view text) {
  const std::size_t e = text.find_first_of("eE");
  if (e == text.npos || e == 0) return false;
  std::string_view power = text.substr(e + 1);
  const bool plus = !power.empty() && power[0] == '+';
  if (plus) power.remove_prefix(1);
  if (!IsDigits(power) || power.size() > 3) return false;
  const std::string_view mantissa = text.substr(0, e);
  const std::size_t point = mantissa.find('.');
  if (point == mantissa.npos) return IsDigits(mantissa) && (plus || mantissa.size() == 1);
  return IsDigits(mantissa.substr(0, point)) && IsDigits(mantissa.substr(point + 1));
}

// A main number is split from its sub-account at the first underscore; `wxid_...` is one name.
void SplitSub(std::string text, NumberInFile& number) {
  constexpr std::size_t kLeastDigits = 5;
  const std::size_t underscore = text.find('_');
  std::size_t digits = 0;
  for (std::size_t i = 0; i < text.size() && i < underscore; ++i) {
    digits += IsDigit(static_cast<unsigned char>(text[i])) ? 1U : 0U;
  }
  if (underscore != text.npos && digits >= kLeastDigits) {
    number.sub = text.substr(underscore + 1);
    text.resize(underscore);
  }
  number.main = AccountNumber(std::move(text));
}

void DropZeroDecimals(std::string& text) {
  const std::size_t point = text.find('.');
  if (point == std::string::npos || !IsDigits(std::string_view(text).substr(0, point))) return;
  if (text.find_first_not_of('0', point + 1) == std::string::npos) text.resize(point);
}

// The longest run of digits (with what a sub-account adds) in a cell that also holds words.
std::string_view LongestRun(std::string_view text) {
  std::string_view best;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    while (at < text.size() && (IsAlnum(text[at]) || text[at] == '_' || text[at] == '*')) ++at;
    const std::string_view run = text.substr(begin, at - begin);
    if (run.size() > best.size()) best = run;
    if (at == begin) ++at;
  }
  return best;
}

bool SaysNothing(std::string_view text) {
  if (text.find_first_not_of("0-*/._") == text.npos) return true;
  for (const std::string_view word : kNothing) {
    if (text == word) return true;
  }
  return false;
}

NumberCell ReadHardNumber(std::string_view cell) {
  std::string text;
  bool words = false;
  for (std::size_t at = 0; at < cell.size();) {
    const char32_t point = NextPoint(cell, at);
    if (IsPadding(point) || IsGuard(point) || IsDash(point) || point == U',') continue;
    AppendUtf8(text, point);
    words = words || point >= 0x80;
  }
  NumberCell read;
  if (SaysNothing(text)) return read;
  if (IsScientific(text)) {
    read.digits_lost = true;
    return read;
  }
  if (!words && text.find_first_of("()[]|:;") == std::string::npos) {
    DropZeroDecimals(text);
    SplitSub(std::move(text), read.number);
    return read;
  }
  constexpr std::size_t kLeastDigits = 8;
  const std::string_view run = LongestRun(text);
  if (run.size() >= kLeastDigits) {
    std::string rest = text;
    rest.erase(static_cast<std::size_t>(run.data() - text.data()), run.size());
    std::erase_if(rest, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    read.name = std::move(rest);
    SplitSub(std::string(run), read.number);
  } else if (words) {
    read.name = std::move(text);
  }
  return read;
}

}  // namespace

Amount ReadAmount(std::string_view cell, Unit unit) {
  const PlainAmount plain = ToPlainAmount(cell);
  std::string_view text(plain.text.data(), plain.size);
  if (!plain.readable || text.find_first_not_of("-/") == text.npos || text == "N/A") {
    if (IsBlank(cell) || (plain.readable && plain.unit == 0) || text == "N/A") return {};
    return {Told::wrong, 0, false};
  }
  if (text == "NULL") return {};
  bool negative = false;
  if (!TakeSign(text, negative)) return {Told::wrong, 0, false};
  const Decimal decimal = ReadDecimal(text);
  if (!decimal.ok) return {Told::wrong, 0, false};
  Amount amount = ToFen(decimal, PowerOf(plain, unit));
  amount.negative = negative && amount.fen > 0;
  return amount;
}

Direction ReadDirection(std::string_view cell) {
  constexpr std::u32string_view kOut = U"借支出付取往";
  constexpr std::u32string_view kIn = U"贷收进入存来";
  constexpr std::size_t kMost = 24;
  std::array<char, kMost> letters{};
  std::size_t size = 0;
  bool out = false, in = false, words = false;
  for (std::size_t at = 0; at < cell.size();) {
    const char32_t point = NextPoint(cell, at);
    if (IsPadding(point) || IsGuard(point)) continue;
    if (point == U'不' || point == U'非' || point == U'未') return Direction::unknown;
    words = words || point >= 0x80;
    out = out || kOut.find(point) != kOut.npos;
    in = in || kIn.find(point) != kIn.npos;
    if (point < 0x80 && size < kMost) letters[size++] = static_cast<char>(Upper(point));
  }
  if (words) return out == in ? Direction::unknown : in ? Direction::in : Direction::out;
  const std::string_view text(letters.data(), size);
  for (const std::string_view word :
       {"0", "D", "DR", "DEBIT", "O", "OUT", "-", "OUTGO", "EXPENSE", "WITHDRAWAL", "PAY"}) {
    if (text == word) return Direction::out;
  }
  for (const std::string_view word :
       {"1", "C", "CR", "CREDIT", "I", "IN", "+", "INCOME", "DEPOSIT", "RECEIVE"}) {
    if (text == word) return Direction::in;
  }
  return Direction::unknown;
}

Success ReadSuccess(std::string_view cell) {
  const std::string_view text = CleanText(cell);
  if (text.empty() || text == "成功" || text == "00" || text == "是") return Success::succeeded;
  const auto has = [&](std::string_view word) { return text.find(word) != text.npos; };
  for (const std::string_view word : {"01", "否", "N", "n", "F", "NO", "No", "no"}) {
    if (text == word) return Success::failed;
  }
  for (const std::string_view word :
       {"失败",  "不成功", "未成功",   "关闭",         "拒绝",   "作废",   "无效",
        "取消",  "待付款", "等待付款", "等待买家付款", "未支付", "待支付", "未付款",
        "异常",  "退票",   "FAIL",     "fail",         "Fail",   "FALSE",  "false",
        "False", "CLOSED", "closed",   "Closed",       "REJECT", "Reject", "reject"}) {
    if (has(word)) return Success::failed;
  }
  if (has("冲正") && !has("已冲正") && !has("被冲正") && !has("未冲正")) return Success::reversal;
  return Success::succeeded;
}

bool IsCashMark(std::string_view cell) {
  const std::string_view text = CleanText(cell);
  if (text.empty() || text == "00") return false;
  for (const std::string_view word : {"01", "1", "现", "是", "Y", "y", "CASH", "Cash", "cash"}) {
    if (text == word) return true;
  }
  return text.find("现金") != text.npos && text.find("非现金") == text.npos;
}

bool IsForeignCurrency(std::string_view cell) {
  const std::string_view text = CleanText(cell);
  if (text.empty()) return false;
  for (const std::string_view word : {"CNY", "RMB", "人民币", "人民币元", "156", "01", "1", "001",
                                      "元", "cny", "rmb", "CNH", "本币", "¥", "￥"}) {
    if (text == word) return false;
  }
  for (const std::string_view word :
       {"USD",  "EUR",  "HKD",  "GBP",  "JPY",  "AUD",  "CAD",  "SGD", "THB",  "KRW",  "MOP",
        "TWD",  "VND",  "PHP",  "MMK",  "RUB",  "CHF",  "NZD",  "MYR", "美元", "欧元", "港币",
        "港元", "英镑", "日元", "澳元", "泰铢", "韩元", "外币", "840", "978",  "344"}) {
    if (text == word) return true;
  }
  return false;
}

bool IsBlank(std::string_view cell) {
  bool dashes = true;
  for (std::size_t at = 0; at < cell.size() && dashes;) {
    const char32_t point = NextPoint(cell, at);
    dashes = IsPadding(point) || IsGuard(point) || IsDash(point) || point == U'/';
  }
  if (dashes) return true;
  const std::string_view text = CleanText(cell);
  for (const std::string_view word : kNothing) {
    if (text == word) return true;
  }
  return false;
}

NumberCell ReadNumberCell(std::string_view cell) {
  bool plain = !cell.empty();
  bool letters = false;
  bool nonzero = false;
  for (const char c : cell) {
    plain = plain && IsAlnum(c);
    letters = letters || (c > '9' && IsAlnum(c));
    nonzero = nonzero || c != '0';
  }
  if (!plain || letters || !nonzero) return ReadHardNumber(cell);
  NumberCell read;
  read.number.main = AccountNumber(std::string(cell));
  return read;
}

NumberInFile ReadNumber(std::string_view cell) { return ReadNumberCell(cell).number; }

std::string_view CleanText(std::string_view cell) {
  const auto guard_or_padding = [](char32_t point) { return IsPadding(point) || IsGuard(point); };
  // Every padding that is not ASCII begins with one of these bytes; most words do not.
  const auto may_pad = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x80 ? IsPadding(byte) || IsGuard(byte)
                       : byte == 0xC2 || byte == 0xE2 || byte == 0xE3 || byte == 0xEF;
  };
  while (!cell.empty() && may_pad(cell.front())) {
    std::size_t at = 0;
    if (!guard_or_padding(NextPoint(cell, at))) break;
    cell.remove_prefix(at);
  }
  while (!cell.empty()) {
    std::size_t begin = cell.size() - 1;
    while (begin > 0 && (static_cast<unsigned char>(cell[begin]) & 0xC0) == 0x80) --begin;
    if (!may_pad(cell[begin])) break;
    std::size_t at = begin;
    if (!guard_or_padding(NextPoint(cell, at)) || at < cell.size()) break;
    cell.remove_suffix(cell.size() - begin);
  }
  return cell;
}

}  // namespace hetang::statement
