#include "engine/text/amounts.h"

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "engine/text/numbers.h"

namespace hetang::text {
namespace {

constexpr std::int64_t kFenScale = kNumberScale / 100;

constexpr CueSet kMoneyTalk{Cue::pay,    Cue::paid,    Cue::ask,   Cue::plan,
                            Cue::back,   Cue::promise, Cue::total, Cue::shown,
                            Cue::borrow, Cue::money,   Cue::to_me, Cue::settled};
constexpr CueSet kNotMoney{Cue::trap_label,  Cue::qq_label, Cue::phone_label, Cue::tail_label,
                           Cue::order_label, Cue::id_label, Cue::wechat_label};

struct Currency {
  std::u32string_view word;
  std::string_view code;  // Empty is yuan.
};

// What may stand after a number. The longest first.
constexpr Currency kUnits[] = {
    {U"元人民币", ""},    {U"圆人民币", ""},  {U"元整", ""},       {U"圆整", ""},
    {U"元钱", ""},        {U"元", ""},        {U"块钱", ""},       {U"块", ""},
    {U"圆", ""},          {U"塊", ""},        {U"人民币", ""},     {U"大洋", ""},
    {U"yuan", ""},        {U"rmb", ""},       {U"cny", ""},        {U"个usdt", "USDT"},
    {U"usdt", "USDT"},    {U"个u", "USDT"},   {U"u币", "USDT"},    {U"u", "USDT"},
    {U"泰达币", "USDT"},  {U"美元", "USD"},   {U"美金", "USD"},    {U"美圆", "USD"},
    {U"美刀", "USD"},     {U"usd", "USD"},    {U"dollars", "USD"}, {U"港币", "HKD"},
    {U"港元", "HKD"},     {U"hkd", "HKD"},    {U"欧元", "EUR"},    {U"日元", "JPY"},
    {U"英镑", "GBP"},     {U"台币", "TWD"},   {U"韩元", "KRW"},    {U"泰铢", "THB"},
    {U"瑞士法郎", "CHF"}, {U"卢布", "RUB"},   {U"加元", "CAD"},    {U"澳元", "AUD"},
    {U"个比特币", "BTC"}, {U"比特币", "BTC"},
};
constexpr Currency kPrefixes[] = {{U"¥", ""},      {U"￥", ""},     {U"rmb", ""},    {U"cny", ""},
                                  {U"usd", "USD"}, {U"us$", "USD"}, {U"hk$", "HKD"}, {U"$", "USD"},
                                  {U"€", "EUR"},   {U"£", "GBP"}};

struct Unit {
  std::size_t end = 0;
  std::string_view code;
  std::int64_t extra_fen = 0;  // 8块8 is 8.80.
};

bool IsBare(char32_t c) { return !IsLatin(c) && !IsDigit(c); }

// 8块8, 二十三块五, 5块5毛, 三元二角五分: what stands behind the unit.
void ReadSmallChange(const Page& page, Unit& unit) {
  std::size_t at = unit.end;
  const auto digit_at = [&](std::size_t place) {
    if (IsDigit(page.At(place))) return static_cast<int>(page.At(place) - U'0');
    return ChineseDigit(page.At(place));
  };
  const int tenth = digit_at(at);
  if (tenth < 0 || digit_at(at + 1) >= 0 || ChineseUnit(page.At(at + 1)) != 0) return;
  const char32_t next = page.At(at + 1);
  if (next == U'角' || next == U'毛') {
    unit.extra_fen = tenth * 10;
    unit.end = at + 2;
    const int hundredth = digit_at(unit.end);
    if (hundredth >= 0 && page.At(unit.end + 1) == U'分') {
      unit.extra_fen += hundredth;
      unit.end += 2;
    }
    return;
  }
  const bool spoken = page.Before(at) == U'块' && !IsCounter(page, at + 1) && next != U'.' &&
                      next != U'月' && next != U'/' && next != U':';
  if (!spoken) return;
  unit.extra_fen = tenth * 10;
  unit.end = at + 1;
}

std::optional<Unit> ReadUnit(const Page& page, std::size_t at) {
  const std::size_t start = page.SkipBlanks(at);
  if (start > at + 1) return std::nullopt;
  for (const Currency& currency : kUnits) {
    if (!page.Has(start, currency.word)) continue;
    const std::size_t end = start + currency.word.size();
    const bool latin = IsLatin(currency.word.back());
    if (latin && !IsBare(page.At(end))) continue;
    if (currency.word == U"u" && start != at) continue;
    if (page.Has(end, U"盾") || page.Has(end, U"盘")) continue;  // U盾, U盘.
    Unit unit{end, currency.code, 0};
    if (currency.code.empty() && !latin) ReadSmallChange(page, unit);
    return unit;
  }
  return std::nullopt;
}

// Where the amount begins when ￥ or RMB stands before its number.
std::optional<Unit> ReadPrefix(const Page& page, std::size_t at) {
  std::size_t end = at;
  if (page.Before(end) == U' ') --end;
  for (const Currency& currency : kPrefixes) {
    if (!page.EndsWith(end, currency.word)) continue;
    const std::size_t start = end - currency.word.size();
    if (IsLatin(currency.word.front()) && IsLatin(page.Before(start))) continue;
    return Unit{start, currency.code, 0};
  }
  return std::nullopt;
}

// The amounts found so far.
struct Found {
  std::size_t last_end = 0;
  std::unordered_set<std::int64_t> sums;
};

// Decides whether a number without a unit is money.
class Judge {
 public:
  Judge(const Page& page, const Number& number, const Found& found)
      : page_(page), number_(number), found_(found) {}

  bool IsMoney() const {
    if (IsPartOfSomethingElse() || IsCounter(page_, number_.end)) return false;
    // 3200 股; behind Chinese digits a blank parts clauses.
    const bool plain = !number_.chinese && !number_.has_unit && !number_.grouped;
    if (plain && IsCounterBehindBlank()) return false;
    const Mark* label = page_.MarkBefore(number_.start, 6, kNotMoney);
    const bool ordinal = label != nullptr && page_.Has(label->start, U"第");  // 第三档6000.
    if (plain && label != nullptr && !ordinal && !SpeaksOfMoneyBetween(label->end)) return false;
    return number_.chinese ? IsChineseMoney() : IsArabicMoney();
  }

 private:
  bool IsPartOfSomethingElse() const {
    const char32_t before = page_.Before(number_.start);
    const char32_t after = page_.At(number_.end);
    const bool joined = number_.start > 0 && page_.IsFree({number_.start - 1, number_.start});
    if ((IsDigit(before) && joined) || IsDigit(after) || IsLatin(after)) return true;
    if (IsLatin(before) || before == U'_' || before == U'#' || before == U'@') return true;
    if (before == U'第' || before == U'双' || before == U'初' || before == U'/') return true;
    if (after == U'%' || after == U'_' || after == U':' || after == U'@') return true;
    if (after == U'.' &&
        (IsDigit(page_.At(number_.end + 1)) || IsLatin(page_.At(number_.end + 1)))) {
      return true;
    }
    // Behind a date or a clock that is known, the mark only parts: 13:25:188付了.
    if ((before == U'-' || before == U':' || before == U'.') &&
        IsDigit(page_.At(number_.start - 2)) &&
        page_.IsFree({number_.start - 2, number_.start - 1})) {
      return true;
    }
    // 12-34 and 3～5 are ranges; a dash before Han only parts words.
    if ((after == U'-' || after == U'~') && IsDigit(page_.At(number_.end + 1))) return true;
    return page_.Has(number_.end, U"分之") || page_.EndsWith(number_.start, U"百分之") ||
           page_.EndsWith(number_.start, U"今年") || page_.EndsWith(number_.start, U"年满") ||
           page_.EndsWith(number_.start, U"未满") || page_.EndsWith(number_.start, U"单元");
  }

  // 3200 股. Most counters also begin words, and behind a blank they rather do: 5000 名字是.
  bool IsCounterBehindBlank() const {
    constexpr std::u32string_view kSure = U"个人股张单条台件套天年月日岁斤瓶盒箱包票次位";
    const std::size_t at = page_.SkipBlanks(number_.end);
    return at > number_.end && IsCounter(page_, at) && kSure.find(page_.At(at)) != kSure.npos;
  }

  bool SpeaksOfMoneyBetween(std::size_t from) const {
    return page_.HasMark({from, number_.start}, kMoneyTalk);
  }

  // The clause round the number talks of money, or an amount stands right before it in a list.
  bool SpeaksOfMoney() const {
    if (page_.MarkBefore(number_.start, 12, kMoneyTalk) != nullptr) return true;
    if (page_.MarkAfter(number_.end, 5, kMoneyTalk) != nullptr) return true;
    if (IsPriceOfPiece()) return true;
    // 8000 然后7000 然后5000.
    const std::size_t reach = number_.digits >= 3 ? 4 : 2;
    return found_.last_end > 0 && number_.start - found_.last_end <= reach;
  }

  // 每份25, 一箱980.
  bool IsPriceOfPiece() const {
    constexpr std::u32string_view kPieces = U"份箱件套个人单条斤瓶盒天";
    const bool piece = kPieces.find(page_.Before(number_.start)) != kPieces.npos;
    const bool each = page_.EndsWith(number_.start - 1, U"每") ||
                      (number_.digits >= 3 && page_.EndsWith(number_.start - 1, U"一"));
    return number_.start >= 2 && piece && each;
  }

  // A chat turn that is nothing but a number answers a demand.
  bool IsWholeTurn() const {
    const char32_t after = page_.At(page_.SkipBlanks(number_.end));
    const bool round = number_.digits >= 4 && number_.scaled % (100 * kNumberScale) == 0;
    if (round && page_.Before(number_.start) == U':' && !found_.sums.empty()) return true;
    if (after == U',' && number_.digits >= 4) return IsRoundBehindHan(number_.start);
    if (after != U'\n' && after != U'\0') return false;
    std::size_t start = number_.start;
    while (start > 0 && page_.At(start - 1) == U' ') --start;
    const bool stamped = start > 0 && start < number_.start && !page_.IsFree({start - 1, start});
    return stamped || IsRoundBehindHan(start) || page_.Before(start) == U':';
  }

  // 第三档6000: a round sum that closes its line or clause, in a text that has told sums.
  bool IsRoundBehindHan(std::size_t start) const {
    return number_.digits >= 3 && number_.scaled % (100 * kNumberScale) == 0 &&
           IsHan(page_.Before(start)) && !found_.sums.empty();
  }

  bool IsChineseMoney() const {
    if (!number_.known) return number_.has_unit && SpeaksOfMoney();
    if (number_.has_unit) {
      const bool small = number_.scaled < 100 * kNumberScale;
      return !small || SpeaksOfMoney();
    }
    // 八十, 六十六: only where money is near, and never a single digit.
    return number_.end - number_.start >= 2 && number_.scaled >= 10 * kNumberScale &&
           page_.MarkBefore(number_.start, 4, kMoneyTalk) != nullptr;
  }

  bool IsArabicMoney() const {
    if (number_.has_unit) return true;
    if (number_.grouped) return true;
    if (number_.digits < 2 || number_.digits > 8) return false;
    if (page_.At(number_.start) == U'0') return false;
    // The same sum was already found, with words that said so.
    const bool known = number_.digits >= 3 && found_.sums.contains(number_.scaled);
    return known || SpeaksOfMoney() || IsWholeTurn();
  }

  const Page& page_;
  const Number& number_;
  const Found& found_;
};

std::string DecimalText(std::int64_t scaled) {
  std::string text = std::to_string(scaled / kNumberScale);
  std::int64_t rest = scaled % kNumberScale;
  if (rest == 0) return text;
  std::string places = std::to_string(kNumberScale + rest).substr(1);
  places.erase(places.find_last_not_of('0') + 1);
  return text + "." + places;
}

bool SaysAbout(const Page& page, Span span) {
  return page.EndsWith(span.start, U"约") || page.EndsWith(span.start, U"近") ||
         page.EndsWith(span.start, U"大概") || page.EndsWith(span.start, U"差不多") ||
         page.Has(span.end, U"左右") || page.Has(span.end, U"上下");
}

Entity Make(const Page& page, Span span, const Number& number, std::string_view code,
            std::int64_t extra_fen) {
  Entity entity;
  entity.kind = Kind::amount;
  entity.start = span.start;
  entity.end = span.end;
  entity.text = page.Original(span);
  entity.approximate = number.approximate || SaysAbout(page, span);
  entity.currency = code;
  if (!number.known) return entity;
  if (code.empty()) {
    entity.amount_fen = number.scaled / kFenScale + extra_fen;
  } else {
    entity.units = DecimalText(number.scaled);
  }
  return entity;
}

bool MayStart(const Page& page, std::size_t at) {
  const char32_t here = page.At(at);
  if (IsDigit(here)) return true;
  return ChineseDigit(here) >= 0 || here == U'十' || here == U'拾' || here == U'几' ||
         here == U'数';
}

std::optional<Entity> ReadAmount(const Page& page, std::size_t at, Found& known) {
  const auto number = ReadNumber(page, at);
  if (!number) return std::nullopt;
  const auto prefix = ReadPrefix(page, at);
  const auto unit = ReadUnit(page, number->end);
  Span span{at, unit ? unit->end : number->end};
  if (!prefix && !unit) {
    if (!Judge(page, *number, known).IsMoney()) return std::nullopt;
  } else if (IsLatin(page.Before(at)) && !prefix) {
    return std::nullopt;
  }
  if (prefix) span.start = prefix->end;
  // 人民币-9,800.00: the sign of a notice belongs to its amount.
  if (!prefix && page.Before(at) == U'-' && !IsDigit(page.Before(at - 1)) && at > 1 &&
      (unit || number->grouped || number->decimals) && !IsLatin(page.Before(at - 1))) {
    --span.start;
  }
  if (!page.IsFree(span)) return std::nullopt;
  known.last_end = span.end;
  known.sums.insert(number->scaled);
  const std::string_view code = prefix && !prefix->code.empty() ? prefix->code
                                : unit                          ? unit->code
                                                                : std::string_view();
  return Make(page, span, *number, code, unit ? unit->extra_fen : 0);
}

}  // namespace

void FindAmounts(Page& page, std::vector<Entity>& out) {
  Found known;
  for (std::size_t at = 0; at < page.size();) {
    if (!MayStart(page, at) || !page.IsFree({at, at + 1})) {
      ++at;
      continue;
    }
    if (auto found = ReadAmount(page, at, known)) {
      at = found->end;
      page.Take({found->start, found->end});
      out.push_back(std::move(*found));
      continue;
    }
    // The rest of a number that is no amount is none either.
    const auto number = ReadNumber(page, at);
    at = number ? number->end : at + 1;
    while (!number && IsDigit(page.At(at - 1)) && IsDigit(page.At(at))) ++at;
  }
}

}  // namespace hetang::text
