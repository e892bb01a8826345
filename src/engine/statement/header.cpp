#include "engine/statement/header.h"

#include <algorithm>
#include <string>

#include "engine/statement/columns.h"
#include "engine/statement/points.h"

namespace hetang::statement {
namespace {

using enum Column;

bool Has(const std::vector<Column>& columns, Column wanted) {
  return std::find(columns.begin(), columns.end(), wanted) != columns.end();
}
template <typename... Wanted>
bool HasAny(const std::vector<Column>& columns, Wanted... wanted) {
  return (Has(columns, wanted) || ...);
}

void Rename(std::vector<Column>& columns, Column from, Column to) {
  std::replace(columns.begin(), columns.end(), from, to);
}

// A table that tells only one of payer and payee tells the counterparty by it.
void SettleSides(std::vector<Column>& columns) {
  const bool payer = HasAny(columns, payer_wallet, payer_card);
  const bool payee = HasAny(columns, payee_wallet, payee_card);
  if (payer && payee) return;
  const bool other = HasAny(columns, other_number, other_name);
  const bool named_payee = !payer && (payee || Has(columns, payee_name)) && !other;
  const bool named_payer = !payee && (payer || Has(columns, payer_name)) && !other && !named_payee;
  const auto turn = [&](bool named, std::initializer_list<Column> sides) {
    const Column to[] = {other_number, other_number, other_name, other_bank};
    std::size_t i = 0;
    for (const Column side : sides) Rename(columns, side, named ? to[i++] : ignored);
  };
  turn(named_payee, {payee_wallet, payee_card, payee_name, payee_bank});
  turn(named_payer, {payer_wallet, payer_card, payer_name, payer_bank});
}

Table TableOf(const Header& header, bool bill) {
  const std::vector<Column>& columns = header.mapping.columns;
  const bool timed = HasAny(columns, time, date);
  const bool money = HasAny(columns, amount, amount_in, amount_out);
  constexpr int kLeastKnown = 3;
  if (timed && money) {
    if (header.known < kLeastKnown) return Table::unknown;
    const bool sides = HasAny(columns, payer_wallet, payee_wallet) &&
                       HasAny(columns, payer_wallet, payer_card) &&
                       HasAny(columns, payee_wallet, payee_card);
    const bool own = HasAny(columns, card, account);
    if (sides || header.wallet || (bill && !own && Has(columns, order_number))) {
      return Table::wallet;
    }
    return Table::transactions;
  }
  const bool numbers = HasAny(columns, card, account);
  const bool named = HasAny(columns, holder, person_name);
  if (Has(columns, sub_account) && (numbers || Has(columns, sub_account_kind))) {
    return Table::sub_accounts;
  }
  if (numbers && (named || Has(columns, open_branch))) return Table::accounts;
  if (named && HasAny(columns, identity, holder_identity)) return Table::persons;
  return Table::unknown;
}

// Reads header cells one by one; what is found is judged as a whole by Finish().
class Builder {
 public:
  void Add(const HeaderCell& cell, NamedColumn named) {
    // Of equal columns the first one counts; one of another name may fill its blanks.
    const std::string name = cell.text + "|" + cell.qualifier;
    const bool seen = std::find(names_.begin(), names_.end(), name) != names_.end();
    if (seen) named = {};
    names_.push_back(name);
    bill_ = bill_ || cell.text == "收支";
    header_.wallet = header_.wallet || (named.wallet && named.column == account);
    header_.mapping.columns.push_back(named.column);
    header_.ranks.push_back(named.rank);
    if (named.column == amount || named.column == amount_in || named.column == amount_out) {
      header_.mapping.amounts_in_fen |= UnitOf(cell) == Unit::fen;
      header_.mapping.amounts_in_wan |= UnitOf(cell) == Unit::wan;
    }
  }

  Header Finish() {
    std::vector<Column>& columns = header_.mapping.columns;
    SettleSides(columns);
    // The bank card a wallet pays with is an account of its own.
    if (header_.wallet) Rename(columns, card, ignored);
    header_.known = static_cast<int>(
        std::count_if(columns.begin(), columns.end(), [](Column c) { return c != ignored; }));
    header_.mapping.table = TableOf(header_, bill_);
    return std::move(header_);
  }

 private:
  Header header_;
  std::vector<std::string> names_;
  bool bill_ = false;
};

// The group over a column: the text above it, or the last one to its left.
class Groups {
 public:
  explicit Groups(Cells above) : above_(above) {}
  std::string At(std::size_t i) {
    if (i < above_.size() && !CleanText(above_[i]).empty()) {
      group_ = ReadHeaderCell(above_[i]).text;
      for (const std::string_view tail : {"信息", "情况", "资料"}) {
        if (group_.ends_with(tail)) group_.resize(group_.size() - tail.size());
      }
    }
    return group_;
  }

 private:
  Cells above_;
  std::string group_;
};

bool IsSide(const std::string& group) {
  return FindColumn(HeaderCell{group + "账号", ""}).column != ignored && !group.empty();
}

bool HoldsValue(Cells cells) {
  return std::any_of(cells.begin(), cells.end(),
                     [](std::string_view cell) { return IsValue(cell); });
}

// `收入` over `金额` and `支出` over `金额`: only the group tells the two apart.
bool IsRepeated(Cells cells, std::size_t i) {
  for (std::size_t other = 0; other < cells.size(); ++other) {
    if (other != i && cells[other] == cells[i]) return true;
  }
  return false;
}

constexpr std::size_t kMostColumns = 4'096;

}  // namespace

bool IsValue(std::string_view cell) {
  constexpr int kLeastDigits = 3;
  int digits = 0;
  for (std::size_t at = 0; at < cell.size();) {
    const char32_t point = NextPoint(cell, at);
    if (IsPadding(point) || IsGuard(point) || IsDash(point)) continue;
    if (IsDigit(point)) {
      ++digits;
    } else if (point >= 0x80 && point != U'年' && point != U'月' && point != U'日') {
      return false;
    } else if ((point >= U'a' && point <= U'z') || (point >= U'A' && point <= U'Z')) {
      return digits >= kLeastDigits;
    }
  }
  return digits >= kLeastDigits;
}

Header ReadHeader(Cells cells, Cells above) {
  if (cells.size() > kMostColumns || HoldsValue(cells)) return {};
  Builder builder;
  Groups groups(above);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const HeaderCell cell = ReadHeaderCell(cells[i]);
    const std::string group = groups.At(i);
    if (!cell.text.empty() && !group.empty() && (IsSide(group) || IsRepeated(cells, i))) {
      const HeaderCell sided{group + cell.text, cell.qualifier};
      if (const NamedColumn named = FindColumn(sided); named.column != ignored) {
        builder.Add(sided, named);
        continue;
      }
    }
    builder.Add(cell, FindColumn(cell));
  }
  return builder.Finish();
}

Header ReadTwoLines(Cells above, Cells below) {
  if (below.size() > kMostColumns || HoldsValue(below) || HoldsValue(above)) return {};
  Builder builder;
  Groups groups(above);
  for (std::size_t i = 0; i < std::max(above.size(), below.size()); ++i) {
    const std::string group = groups.At(i);
    const HeaderCell upper = i < above.size() ? ReadHeaderCell(above[i]) : HeaderCell{};
    const HeaderCell lower = i < below.size() ? ReadHeaderCell(below[i]) : HeaderCell{};
    HeaderCell both{group + lower.text, lower.qualifier};
    if (lower.text.empty()) both = upper;
    NamedColumn named = FindColumn(both);
    if (named.column == ignored && !lower.text.empty()) {
      both = lower;
      named = FindColumn(lower);
    }
    builder.Add(both, named);
  }
  return builder.Finish();
}

int Likeness(Cells cells) {
  constexpr int kKnown = 4;
  int likeness = 0;
  for (const std::string_view cell : cells) {
    if (CleanText(cell).empty()) continue;
    likeness += IsValue(cell) ? -1 : 1;
    if (FindColumn(cell).column != ignored) likeness += kKnown;
  }
  return likeness;
}

std::string HeaderKey(Cells cells) {
  std::string key;
  std::size_t end = 0;
  for (const std::string_view cell : cells) {
    const HeaderCell read = ReadHeaderCell(cell);
    key += read.text;
    if (!read.qualifier.empty()) key += "(" + read.qualifier + ")";
    if (!read.text.empty()) end = key.size();
    key += '|';
  }
  key.resize(end);
  return key;
}

}  // namespace hetang::statement
