// How a ledger row looks in the columns of a layout.
#include <fmt/format.h>

#include "base/text.h"
#include "sim/page_rows.h"

namespace hetang::sim {
namespace {

std::size_t At(int index) { return static_cast<std::size_t>(index); }

std::string OneOf(std::string_view pair, bool first) {
  const std::size_t comma = pair.find(',');
  return std::string(first ? pair.substr(0, comma) : pair.substr(comma + 1));
}

class RowCells {
 public:
  RowCells(const Town& town, const LedgerRow& row, const Layout& layout, std::int64_t amount_fen)
      : row_(row),
        layout_(layout),
        amount_fen_(amount_fen),
        account_(town.accounts[At(row.account)]),
        deed_(town.deeds[At(row.deed)]),
        payer_(deed_.payer == kNobody ? nullptr : &town.accounts[At(deed_.payer)]),
        payee_(deed_.payee == kNobody ? nullptr : &town.accounts[At(deed_.payee)]) {
    negative_ = row.quirk == RowQuirk::negative;
    shown_out_ = row.out != negative_;
  }

  Cell Of(std::string_view field) const {
    if (field == "time") return SpellTime(row_.at, layout_.time, layout_.fineness);
    if (field == "date") return {SpellDate(row_.at, layout_.time)};
    if (field == "clock") return {SpellClock(row_.at, layout_.time)};
    if (field == "amount") return SpellAmount(Signed(), layout_.amount);
    if (field == "amount_in" || field == "amount_out") return InColumn(field == "amount_out");
    if (field == "balance") return SpellAmount(row_.balance_fen, layout_.amount);
    if (field == "other") return Other();
    if (field.starts_with("pay")) return {OfWallet(field)};
    return {Text(field)};
  }

 private:
  std::int64_t Signed() const { return negative_ ? -amount_fen_ : amount_fen_; }

  Cell InColumn(bool column_out) const {
    if (column_out == shown_out_) return SpellAmount(Signed(), layout_.amount);
    // Two amounts of nothing would leave the direction open.
    if (layout_.totals && amount_fen_ != 0) return SpellAmount(0, layout_.amount);
    return {};
  }

  Cell Other() const {
    if (row_.quirk == RowQuirk::blank_other) return {};
    if (row_.quirk == RowQuirk::scientific_other) {
      return SpellScientific(row_.other_text.substr(0, row_.other_text.find('_')));
    }
    return {SpellNumber(row_.other_text, layout_.number)};
  }

  std::string OtherName() const {
    if (row_.quirk == RowQuirk::blank_other) return "";
    if (!deed_.outside_name.empty()) return deed_.outside_name;
    const TownAccount* other = row_.out ? payee_ : payer_;
    return other == nullptr ? "" : other->holder;
  }

  std::string Direction() const {
    if (row_.quirk == RowQuirk::blank_direction) return "";
    if (row_.quirk == RowQuirk::odd_direction) return "其他";
    return OneOf(layout_.directions, !shown_out_);
  }

  std::string Text(std::string_view field) const {
    const bool codes = layout_.success == "00,01";
    if (field == "card") return SpellNumber(account_.card, layout_.number);
    if (field == "account") {
      const std::string& sub = account_.subs[At(row_.sub)];
      return SpellNumber(sub.empty() ? account_.number : account_.number + "_" + sub,
                         layout_.number);
    }
    if (field == "holder") return row_.blank_holder ? "" : account_.holder;
    if (field == "identity") return row_.blank_holder ? "" : account_.identity;
    if (field == "direction") return Direction();
    if (field == "other_name") return OtherName();
    if (field == "summary") return deed_.summary;
    if (field == "currency") return codes ? "CNY" : "人民币";
    if (field == "success") return OneOf(layout_.success, deed_.trait != Trait::failed);
    if (field == "cash") return deed_.cash ? (codes ? "01" : "现金") : (codes ? "00" : "转账");
    if (field == "serial") return row_.serial;
    if (field == "order") return deed_.order_number;
    if (field == "merchant") return deed_.shop;
    if (field == "branch" || field == "open_bank") return account_.bank;
    if (field == "place") return "藕塘区";
    if (field == "teller") return fmt::format("T{:04}", row_.deed % 97);
    if (field == "ip") return fmt::format("10.0.{}.{}", row_.account % 250, row_.deed % 250);
    if (field == "index") return "1";
    return "";
  }

  // The table of a payment company tells both sides. A card stands where the money came from or
  // went to a bank.
  std::string OfWallet(std::string_view field) const {
    const bool of_payer = field.starts_with("payer");
    const TownAccount* side = of_payer ? payer_ : payee_;
    const std::string_view what = field.substr(field.find('_') + 1);
    if (side == nullptr) return "";
    if (what == "wallet") return side->wallet() ? SpellNumber(side->number, layout_.number) : "";
    if (side->wallet()) return "";
    if (what == "card") return SpellNumber(side->name(), layout_.number);
    return what == "bank" ? side->bank : "";
  }

  const LedgerRow& row_;
  const Layout& layout_;
  const std::int64_t amount_fen_;
  const TownAccount& account_;
  const Deed& deed_;
  const TownAccount* payer_;
  const TownAccount* payee_;
  bool negative_ = false;
  bool shown_out_ = false;
};

}  // namespace

std::vector<Cell> HeaderOf(const Layout& layout) {
  std::vector<Cell> cells;
  for (const ColumnOf& column : ColumnsOf(layout)) {
    std::string text(column.header);
    if (layout.number == NumberStyle::tabbed) text += "\t";
    cells.push_back({text});
  }
  return cells;
}

std::vector<Cell> CellsOf(const Town& town, const LedgerRow& row, const Layout& layout,
                          std::int64_t amount_fen) {
  const RowCells writer(town, row, layout, amount_fen);
  std::vector<Cell> cells;
  for (const ColumnOf& column : ColumnsOf(layout)) cells.push_back(writer.Of(column.field));
  return cells;
}

}  // namespace hetang::sim
