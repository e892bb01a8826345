#include "engine/statement/columns.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <unordered_map>

#include "engine/statement/aliases.h"
#include "engine/statement/points.h"

namespace hetang::statement {
namespace {

char32_t Lower(char32_t point) { return point >= U'A' && point <= U'Z' ? point + 32 : point; }

bool IsMark(char32_t point) {
  constexpr std::u32string_view kMarks = U"*#_/\\.,:;|、。·&+-~!?<>的或及与和";
  return IsPadding(point) || IsGuard(point) || IsDash(point) || kMarks.find(point) != kMarks.npos;
}
bool Opens(char32_t point) { return point == U'(' || point == U'[' || point == U'【'; }
bool Closes(char32_t point) { return point == U')' || point == U']' || point == U'】'; }

// One letter for the spellings of one word.
char32_t Same(char32_t point) {
  if (point == U'帐' || point == U'賬' || point == U'帳') return U'账';
  return Lower(point);
}

using Index = std::unordered_map<std::string_view, const Alias*>;

const Index& IndexOfAliases() {
  static const Index index = [] {
    Index made;
    for (const Alias& alias : Aliases()) made.emplace(alias.name, &alias);
    return made;
  }();
  return index;
}

std::optional<NamedColumn> FindExact(std::string_view text) {
  const Index& index = IndexOfAliases();
  const auto found = index.find(text);
  if (found == index.end()) return std::nullopt;
  return NamedColumn{found->second->column, found->second->rank, found->second->wallet};
}

Column ColumnOf(Side side, Attribute attribute) {
  using enum Column;
  static constexpr std::array<std::array<Column, 6>, 4> kColumns{{
      //  number       wallet        name         bank        identity         merchant
      {{account, account, holder, bank, holder_identity, merchant}},              // own
      {{other_number, other_number, other_name, other_bank, ignored, merchant}},  // other
      {{payer_card, payer_wallet, payer_name, payer_bank, ignored, ignored}},     // payer
      {{payee_card, payee_wallet, payee_name, payee_bank, ignored, merchant}},    // payee
  }};
  return kColumns[static_cast<std::size_t>(side)][static_cast<std::size_t>(attribute)];
}

std::optional<NamedColumn> FindSided(std::string_view text) {
  for (const SideWord& side : SideWords()) {
    if (!text.starts_with(side.word)) continue;
    const std::string_view rest = text.substr(side.word.size());
    for (const AttributeWord& word : AttributeWords()) {
      if (rest != word.word) continue;
      if (rest.empty() && side.side == Side::own) continue;
      const Column column = ColumnOf(side.side, word.attribute);
      if (column == Column::ignored) return std::nullopt;
      const bool card = side.side == Side::own && rest.find("卡") != rest.npos;
      return NamedColumn{card ? Column::card : column, word.rank,
                         word.attribute == Attribute::wallet};
    }
  }
  return std::nullopt;
}

std::optional<NamedColumn> Find(std::string_view text) {
  if (text.empty()) return std::nullopt;
  if (const auto exact = FindExact(text)) return exact;
  return FindSided(text);
}

// A longer name that ends in what it is: `资金收付标志`, `交易后账户余额`. Never of somebody else,
// nor of another event than the transfer.
std::optional<NamedColumn> FindByEnd(std::string_view text) {
  for (const std::string_view word :
       {"对方", "对手", "收款", "付款", "冻结", "退款", "手续费", "服务费", "优惠", "利息", "限额",
        "次数", "最近", "上次", "最后", "末次", "首次", "开户",   "销户",   "开始", "结束"}) {
    if (text.find(word) != text.npos) return std::nullopt;
  }
  constexpr int kLast = 9;
  struct End {
    std::string_view text;
    Column column;
  };
  for (const End& end :
       {End{"余额", Column::balance}, End{"收付标志", Column::direction},
        End{"借贷标志", Column::direction}, End{"借贷标识", Column::direction},
        End{"借贷方向", Column::direction}, End{"收支标志", Column::direction},
        End{"进出标志", Column::direction}, End{"收付方向", Column::direction},
        End{"交易金额", Column::amount}, End{"发生额", Column::amount}, End{"金额", Column::amount},
        End{"交易时间", Column::time}, End{"交易日期", Column::date},
        End{"交易流水号", Column::serial}, End{"订单号", Column::order_number},
        End{"摘要", Column::summary}, End{"币种", Column::currency}}) {
    if (text.ends_with(end.text)) return NamedColumn{end.column, kLast, false};
  }
  return std::nullopt;
}

// The unit at the end of a header without brackets: `交易金额元`, `金额单位分`.
std::string_view WithoutUnit(std::string_view text) {
  for (const std::string_view unit : {"单位人民币元", "单位万元", "单位元", "单位分", "人民币元",
                                      "人民币", "万元", "rmb", "cny", "元", "分"}) {
    if (text.size() > unit.size() && text.ends_with(unit)) {
      return text.substr(0, text.size() - unit.size());
    }
  }
  return text;
}

}  // namespace

HeaderCell ReadHeaderCell(std::string_view cell) {
  constexpr std::size_t kLongest = 200;
  HeaderCell read;
  int depth = 0;
  if (cell.size() > kLongest) return read;
  for (std::size_t at = 0; at < cell.size();) {
    const char32_t point = NextPoint(cell, at);
    if (Opens(point)) {
      ++depth;
    } else if (Closes(point)) {
      depth = std::max(0, depth - 1);
    } else if (!IsMark(point)) {
      AppendUtf8(depth > 0 ? read.qualifier : read.text, Same(point));
    }
  }
  if (read.text.empty()) std::swap(read.text, read.qualifier);
  return read;
}

NamedColumn FindColumn(const HeaderCell& cell) {
  if (!cell.qualifier.empty()) {
    // `金额(收入)`, `借方(支出)`: the brackets may say which one it is.
    if (const auto found = Find(cell.text + cell.qualifier)) return *found;
  }
  if (const auto found = Find(cell.text)) return *found;
  if (const auto found = Find(WithoutUnit(cell.text))) return *found;
  if (const auto found = Find(cell.qualifier)) return *found;
  if (const auto found = FindByEnd(WithoutUnit(cell.text))) return *found;
  return {};
}

Unit UnitOf(const HeaderCell& cell) {
  const auto told = [](std::string_view text, std::string_view unit) {
    return text == unit || (text.size() > unit.size() && text.ends_with(unit));
  };
  for (const std::string& text : {cell.qualifier, cell.text}) {
    if (told(text, "分") || text == "fen" || text == "cents" || text == "cent") return Unit::fen;
    if (told(text, "万元") || text == "万") return Unit::wan;
  }
  return Unit::yuan;
}

}  // namespace hetang::statement
