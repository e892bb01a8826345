#include "engine/statement/titles.h"

#include <algorithm>
#include <initializer_list>
#include <vector>

#include "engine/statement/columns.h"
#include "engine/statement/points.h"

namespace hetang::statement {
namespace {

// Where a colon of either width stands at or behind `from`: its place and length.
std::size_t FindColon(std::string_view text, std::size_t from, std::size_t& length) {
  for (std::size_t at = from; at < text.size();) {
    const std::size_t begin = at;
    if (NextPoint(text, at) == U':') {
      length = at - begin;
      return begin;
    }
  }
  return text.npos;
}

struct Labelled {
  Column column = Column::ignored;
  bool wallet = false;
  std::size_t begin = 0;  // Of the label in its text.
};

bool EndsLabel(char32_t point) {
  return IsPadding(point) || point == U',' || point == U';' || point == U'。' || point == U'、' ||
         point == U'|' || point == U')' || point == U']';
}

// The label that ends in front of a colon: the shortest run of words that names something.
Labelled LabelBefore(std::string_view text, std::size_t from, std::size_t colon) {
  std::vector<std::size_t> begins{from};
  for (std::size_t at = from; at < colon;) {
    if (EndsLabel(NextPoint(text, at)) && at < colon) begins.push_back(at);
  }
  Labelled label;
  label.begin = begins.back();
  constexpr std::size_t kMostWords = 6;
  const std::size_t words = std::min(kMostWords, begins.size());
  for (std::size_t i = 0; i < words; ++i) {
    const std::size_t begin = begins[begins.size() - 1 - i];
    const std::string_view words_of_label = text.substr(begin, colon - begin);
    const NamedColumn named = FindColumn(words_of_label);
    const bool unit = ReadHeaderCell(words_of_label).text.ends_with("单位");
    if (named.column == Column::ignored && !unit) continue;
    return {unit ? Column::currency : named.column, named.wallet, begin};
  }
  return label;
}

std::string_view WithoutBrackets(std::string_view text) {
  text = CleanText(text);
  // What parts a value from the label behind it.
  for (bool parted = true; parted;) {
    parted = false;
    for (const std::string_view mark : {",", ";", "，", "；", "、", "|"}) {
      if (!text.ends_with(mark)) continue;
      text.remove_suffix(mark.size());
      parted = true;
    }
    text = CleanText(text);
  }
  for (const auto& [open, close] : {std::pair{"[", "]"}, {"【", "】"}, {"(", ")"}}) {
    if (text.starts_with(open) && text.ends_with(close)) {
      text = text.substr(std::string_view(open).size());
      text.remove_suffix(std::string_view(close).size());
    }
  }
  return CleanText(text);
}

bool TakeNumber(const Labelled& label, std::string_view value, Owner& owner) {
  constexpr std::size_t kLeast = 5;
  const NumberInFile number = ReadNumber(WithoutBrackets(value));
  if (number.main.Reveal().size() < kLeast) return false;
  // Another block of the file is about another account, whichever of its numbers stood there.
  const bool card = label.column == Column::card;
  const AccountNumber& before = (card ? owner.card : owner.account).main;
  const bool changed = !before.empty() && !(before == number.main);
  if (!owner.labelled || changed) owner.card = owner.account = {};
  (card ? owner.card : owner.account) = number;
  owner.labelled = true;
  owner.wallet = owner.wallet || label.wallet;
  return true;
}

// The value is a unit and nothing else: a unit can also be an office (`反馈单位：荷塘分理处`).
bool IsUnit(std::string_view value, std::initializer_list<std::string_view> names) {
  value = WithoutBrackets(value);
  return std::find(names.begin(), names.end(), value) != names.end();
}

bool TakeValue(const Labelled& label, std::string_view value, Owner& owner) {
  switch (label.column) {
    case Column::card:
    case Column::account:
      return TakeNumber(label, value, owner);
    case Column::holder:
    case Column::person_name:
      if (IsBlank(value)) return false;
      owner.holder = PersonName(std::string(WithoutBrackets(value)));
      return true;
    case Column::holder_identity:
    case Column::identity:
      if (IsBlank(value)) return false;
      owner.identity = IdentityNumber(std::string(WithoutBrackets(value)));
      return true;
    case Column::currency:
      owner.in_fen = owner.in_fen || IsUnit(value, {"分", "人民币分"});
      owner.in_wan = owner.in_wan || IsUnit(value, {"万", "万元", "人民币万元"});
      return false;
    default:
      return false;
  }
}

// `户名：张三  账号：6222 0200 ...` in one cell; a value ends where the next label begins. Answers
// with the label of a last value that is blank: it may stand in the next cell.
Labelled TakeLabelled(std::string_view cell, Owner& owner, bool& told) {
  std::size_t length = 0;
  std::size_t colon = FindColon(cell, 0, length);
  Labelled label;
  std::size_t from = 0;
  while (colon != cell.npos) {
    label = LabelBefore(cell, from, colon);
    from = colon + length;
    colon = FindColon(cell, from, length);
    std::size_t end = cell.size();
    if (colon != cell.npos) end = LabelBefore(cell, from, colon).begin;
    const std::string_view value = cell.substr(from, end - from);
    if (colon == cell.npos && CleanText(value).empty()) return label;
    told = TakeValue(label, value, owner) || told;
  }
  return {};
}

// A number of 16 to 19 digits in a title without a label: `6222020000001234567交易明细`.
void TakeBareNumber(std::string_view cell, Owner& owner) {
  if (owner.has_number()) return;
  constexpr std::size_t kLeast = 16, kMost = 19;
  for (std::size_t at = 0; at < cell.size();) {
    const std::size_t begin = at;
    while (at < cell.size() && cell[at] >= '0' && cell[at] <= '9') ++at;
    const std::size_t size = at - begin;
    if (size >= kLeast && size <= kMost) {
      owner.card.main = AccountNumber(std::string(cell.substr(begin, size)));
      return;
    }
    if (size == 0) ++at;
  }
}

// `合 计` without its blanks, at most the first few characters.
std::string Head(std::string_view cell) {
  constexpr std::size_t kMost = 60;
  std::string head;
  for (std::size_t at = 0; at < cell.size() && head.size() < kMost;) {
    const char32_t point = NextPoint(cell, at);
    if (!IsPadding(point) && !IsGuard(point)) AppendUtf8(head, point);
  }
  return head;
}

bool NamesTotal(const std::string& head) {
  for (const std::string_view word :
       {"合计",     "总计",     "小计",     "本页",     "累计",   "总额",   "合共",     "总笔数",
        "本月合计", "本年累计", "承前页",   "过次页",   "结转",   "上页",   "期初余额", "期末余额",
        "收入合计", "支出合计", "借方合计", "贷方合计", "Total",  "TOTAL",  "total",    "Subtotal",
        "收入笔数", "支出笔数", "借方笔数", "贷方笔数", "总收入", "总支出", "汇总"}) {
    if (head.starts_with(word)) return true;
  }
  const bool counts = head.starts_with("共") || head.starts_with("总");
  return counts && (head.find("笔") != head.npos || head.find("条") != head.npos);
}

}  // namespace

bool TakeTitle(Cells cells, Owner& owner) {
  bool told = false;
  Labelled waiting;
  for (const std::string_view cell : cells) {
    if (CleanText(cell).empty()) continue;
    std::size_t length = 0;
    if (FindColon(cell, 0, length) != cell.npos) {
      waiting = TakeLabelled(cell, owner, told);
      continue;
    }
    if (waiting.column != Column::ignored) {
      told = TakeValue(waiting, cell, owner) || told;
      waiting = {};
      continue;
    }
    if (const NamedColumn named = FindColumn(cell); named.column != Column::ignored) {
      waiting = {named.column, named.wallet, 0};
      continue;
    }
    constexpr std::string_view kUnit = "单位";
    if (const std::size_t unit = cell.find(kUnit); unit != cell.npos) {
      TakeValue({Column::currency, false, 0}, cell.substr(unit + kUnit.size()), owner);
    }
    TakeBareNumber(cell, owner);
  }
  return told;
}

bool IsTotal(Cells cells) {
  bool first = true;
  for (const std::string_view cell : cells) {
    if (CleanText(cell).empty()) continue;
    const std::string head = Head(cell);
    if (NamesTotal(head)) {
      constexpr std::size_t kShort = 18;
      if (first || head.size() <= kShort) return true;
    }
    first = false;
  }
  return false;
}

bool IsDecoration(Cells cells) {
  for (const std::string_view cell : cells) {
    for (std::size_t at = 0; at < cell.size();) {
      const char32_t point = NextPoint(cell, at);
      constexpr std::u32string_view kLines = U"*_~.#+|—─━═…";
      if (!IsPadding(point) && !IsGuard(point) && !IsDash(point) &&
          kLines.find(point) == kLines.npos) {
        return false;
      }
    }
  }
  return true;
}

std::size_t CountFilled(Cells cells) {
  std::size_t filled = 0;
  for (const std::string_view cell : cells) filled += CleanText(cell).empty() ? 0U : 1U;
  return filled;
}

}  // namespace hetang::statement
