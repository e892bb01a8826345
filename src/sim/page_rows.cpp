#include "sim/page_rows.h"

#include <algorithm>
#include <array>

#include "sim/people.h"

namespace hetang::sim {
namespace {

std::size_t At(int index) { return static_cast<std::size_t>(index); }

constexpr const char* kFailures[] = {"该卡号不存在", "查询超时", "账户已销户，无法查询"};

class Planter {
 public:
  Planter(const Town& town, const Ledger& ledger, const Layout& layout, Random& random,
          Planted& planted, std::vector<PageRow>& rows)
      : town_(town),
        ledger_(ledger),
        layout_(layout),
        random_(random),
        planted_(planted),
        rows_(rows),
        columns_(ColumnsOf(layout)),
        form_{layout.encoding, layout.delimiter, layout.quote_all, layout.crlf} {
    for (const PageRow& row : rows) {
      if (row.meaning == Meaning::entry_new && IsPlain(row)) models_.push_back(row);
    }
  }

  void Run() {
    if (models_.empty()) return;
    if (Chance(0.5)) PlantDouble();
    for (int i = 0; i < 2; ++i) {
      if (Chance(0.5)) PlantUnreadable();
    }
    if (layout_.table == LayoutTable::transactions && Chance(0.4)) PlantLostDigits();
    if (layout_.Has("reason") && layout_.Has("card") && Chance(0.8)) PlantQueryFailures();
    if (layout_.format == FileFormat::csv && Chance(0.5)) PlantForeignLine();
    if (layout_.format == FileFormat::csv && Chance(0.5)) PlantOpenQuote();
    if (layout_.quote_all && Chance(0.7)) PlantLineBreak();
  }

 private:
  bool Chance(double share) { return random_.Unit() < share; }

  bool IsPlain(const PageRow& row) const {
    if (row.ledger_row < 0) return false;
    const LedgerRow& told = ledger_.rows[At(row.ledger_row)];
    return told.quirk == RowQuirk::none && town_.deeds[At(told.deed)].trait == Trait::plain;
  }

  const PageRow& Model() { return models_[random_.Below(models_.size())]; }

  int ColumnAt(std::string_view field) const {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].field == field) return static_cast<int>(i);
    }
    return -1;
  }

  void Insert(PageRow row) {
    rows_.insert(rows_.begin() + static_cast<std::ptrdiff_t>(random_.Below(rows_.size() + 1)),
                 std::move(row));
  }

  bool IsSeenHereOnly(const PageRow& row) const {
    const Deed& deed = town_.deeds[At(ledger_.rows[At(row.ledger_row)].deed)];
    const auto unseen = [&](int account) {
      return account == kNobody || !town_.accounts[At(account)].held();
    };
    return unseen(deed.payer) || unseen(deed.payee);
  }

  // Without a balance and a serial the same row again is another transfer; it is planted where no
  // other side could be taken for its witness.
  void PlantDouble() {
    PageRow row = Model();
    if (layout_.Has("balance") || layout_.Has("serial")) {
      row.meaning = Meaning::entry_known;
      ++planted_["duplicate"];
    } else {
      const auto alone = std::find_if(models_.begin(), models_.end(),
                                      [&](const PageRow& model) { return IsSeenHereOnly(model); });
      if (alone == models_.end()) return;
      row = *alone;
      row.doubled_row = row.ledger_row;
      ++planted_["duplicate_without_proof"];
    }
    row.ledger_row = -1;
    Insert(std::move(row));
  }

  void Refuse(PageRow row, std::string reason) {
    row.meaning = Meaning::refused;
    row.ledger_row = -1;
    ++planted_["refused_" + reason];
    row.reason = std::move(reason);
    Insert(std::move(row));
  }

  void PlantUnreadable() {
    PageRow row = Model();
    const auto set = [&](std::string_view field, std::string text) {
      const int column = ColumnAt(field);
      if (column >= 0) row.line.cells[At(column)] = Cell{std::move(text)};
    };
    const std::string_view time = ColumnAt("date") >= 0 ? "date" : "time";
    const bool two = ColumnAt("amount_in") >= 0;
    switch (random_.Below(6)) {
      case 0:
        set(time, "2026-13-45");
        return Refuse(std::move(row), "wrong_time");
      case 1:
        set("date", "");
        set("clock", "");
        set("time", "");
        return Refuse(std::move(row), "no_time");
      case 2:
        for (const char* field : {"amount", "amount_in", "amount_out"}) set(field, "");
        return Refuse(std::move(row), "no_amount");
      case 3:
        set("amount", "见附件");
        set("amount_in", "见附件");
        set("amount_out", "");
        return Refuse(std::move(row), "wrong_amount");
      case 4:
        set("amount", "99999999999999999999");
        set("amount_out", "99999999999999999999");
        set("amount_in", "");
        return Refuse(std::move(row), "amount_too_large");
      default:
        if (two) {
          set("amount_in", "120.00");
          set("amount_out", "130.00");
          return Refuse(std::move(row), "both_directions");
        }
        if (layout_.scope != Scope::many_accounts || layout_.table == LayoutTable::wallet) return;
        set("card", "");
        set("account", "");
        return Refuse(std::move(row), "no_account");
    }
  }

  void PlantLostDigits() {
    PageRow row = Model();
    const TownAccount& account = town_.accounts[At(ledger_.rows[At(row.ledger_row)].account)];
    const int card = ColumnAt("card");
    const int number = ColumnAt("account");
    if (card < 0 && number < 0) return;
    if (card >= 0 && !account.card.empty())
      row.line.cells[At(card)] = SpellScientific(account.card);
    if (number >= 0) row.line.cells[At(number)] = SpellScientific(account.number);
    Refuse(std::move(row), "digits_lost");
  }

  void PlantQueryFailures() {
    for (std::int64_t i = random_.Between(1, 3); i > 0; --i) {
      PageRow row;
      row.meaning = Meaning::query_failure;
      row.line.cells.resize(columns_.size());
      row.line.cells[At(ColumnAt("card"))].text = InventCard(random_, "622202");
      row.line.cells[At(ColumnAt("reason"))].text = random_.Pick(kFailures);
      Insert(std::move(row));
      ++planted_["query_failure"];
    }
  }

  // A line that somebody pasted from a file of another encoding. Some such bytes mean something in
  // GB18030 by chance: those are not planted.
  void PlantForeignLine() {
    const TextEncoding encoding = layout_.encoding;
    if (encoding == TextEncoding::utf_16le || encoding == TextEncoding::utf_16be) return;
    PageRow row = Model();
    const int summary = ColumnAt("summary") >= 0 ? ColumnAt("summary") : ColumnAt("merchant");
    row.line.fault = LineFault::other_encoding;
    for (const char* text : {"荷塘转账", "荷塘转账款", "荷塘转账一笔"}) {
      row.line.cells[At(summary)].text = text;
      std::string joined;
      for (const Cell& cell : row.line.cells) joined += cell.text + layout_.delimiter;
      if (encoding != TextEncoding::gb18030 || IsForeignTo(joined, encoding)) {
        return Refuse(std::move(row), "other_encoding");
      }
    }
  }

  // Only where no other line has a quote that could end it.
  void PlantOpenQuote() {
    if (layout_.quote_all) return;
    for (const PageRow& row : rows_) {
      for (const Cell& cell : row.line.cells) {
        if (NeedsQuotes(cell.text, form_)) return;
      }
    }
    PageRow row = Model();
    row.line.fault = LineFault::unterminated_quote;
    row.line.cells.back().text = "没有结束";
    Refuse(std::move(row), "unterminated_quote");
  }

  void PlantLineBreak() {
    const int summary = ColumnAt("summary");
    if (summary < 0) return;
    for (PageRow& row : rows_) {
      if (row.meaning != Meaning::entry_new || !IsPlain(row)) continue;
      const Deed& deed = town_.deeds[At(ledger_.rows[At(row.ledger_row)].deed)];
      if (deed.kind != "transfer") continue;
      row.line.cells[At(summary)].text += "\n附言：货款";
      ++planted_["line_break_in_cell"];
      return;
    }
  }

  const Town& town_;
  const Ledger& ledger_;
  const Layout& layout_;
  Random& random_;
  Planted& planted_;
  std::vector<PageRow>& rows_;
  const std::vector<ColumnOf> columns_;
  const TextForm form_;
  std::vector<PageRow> models_;
};

}  // namespace

void PlantRows(const Town& town, const Ledger& ledger, const Layout& layout, Random& random,
               Planted& planted, std::vector<PageRow>& rows) {
  Planter(town, ledger, layout, random, planted, rows).Run();
}

}  // namespace hetang::sim
