#include "sim/page.h"

#include <algorithm>

#include <fmt/format.h>

namespace hetang::sim {
namespace {

std::size_t At(int index) { return static_cast<std::size_t>(index); }

Line LineOf(std::vector<std::string> texts) {
  Line line;
  for (std::string& text : texts) line.cells.push_back({std::move(text)});
  return line;
}

PageRow NotData(Line line) {
  PageRow row;
  row.line = std::move(line);
  return row;
}

PageRow OtherRow(std::vector<std::string> texts) {
  PageRow row = NotData(LineOf(std::move(texts)));
  row.meaning = Meaning::other;
  return row;
}

Page BarePage(const Layout& layout) {
  Page page;
  page.layout = layout.name;
  page.kind = layout.table == LayoutTable::wallet ? "wallet" : "transactions";
  page.format = layout.format;
  page.form = {layout.encoding, layout.delimiter, layout.quote_all, layout.crlf};
  return page;
}

std::vector<PageRow> Titles(const TownAccount& account, const Layout& layout) {
  std::vector<PageRow> rows;
  if (layout.titles > 0) rows.push_back(NotData(LineOf({account.bank + "账户交易明细"})));
  if (layout.titles > 1 && layout.scope == Scope::many_accounts) {
    rows.push_back(NotData(LineOf({"反馈单位：" + account.bank})));
  } else if (layout.titles > 1) {
    const bool apart = layout.name.size() % 2 == 0;
    rows.push_back(NotData(apart ? LineOf({"账号：", account.name(), "户名：", account.holder})
                                 : LineOf({"账号：" + account.name(), "户名：" + account.holder})));
  }
  if (layout.titles > 2) rows.push_back(NotData(LineOf({"查询区间：2026-02-20 至 2026-03-05"})));
  return rows;
}

PageRow TellRow(const Town& town, const Ledger& ledger, const Layout& layout, int index) {
  const LedgerRow& row = ledger.rows[At(index)];
  const Deed& deed = town.deeds[At(row.deed)];
  PageRow told;
  told.line.cells = CellsOf(town, row, layout, deed.amount_fen);
  told.ledger_row = index;
  told.undirected = !row.directed();
  told.meaning = deed.trait == Trait::failed ? Meaning::failed : Meaning::entry_new;
  return told;
}

// Two rows of one second where the later one comes first; their balances tell.
void DisorderSeconds(const Town& town, const Ledger& ledger, const Layout& layout, Planted& planted,
                     std::vector<int>& rows) {
  if (!layout.Has("balance") || layout.fineness != Fineness::second) return;
  for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
    const LedgerRow& one = ledger.rows[At(rows[i])];
    const LedgerRow& two = ledger.rows[At(rows[i + 1])];
    if (one.account != two.account || one.sub != two.sub || one.at != two.at) continue;
    if (town.deeds[At(one.deed)].trait != Trait::same_second) continue;
    std::swap(rows[i], rows[i + 1]);
    ++planted["second_disorder"];
    ++i;
  }
}

void AddTotals(const Layout& layout, std::vector<PageRow>& rows) {
  const auto columns = ColumnsOf(layout);
  PageRow total;
  total.line.cells.resize(columns.size());
  total.line.cells.front().text = "合计";
  for (std::size_t i = 1; i < columns.size(); ++i) {
    if (columns[i].field.starts_with("amount")) {
      total.line.cells[i] = SpellAmount(1'234'500, layout.amount);
    }
  }
  const std::string count = fmt::format("总笔数：{}", rows.size());
  rows.push_back(std::move(total));
  rows.push_back(NotData(LineOf({count})));
}

void RepeatHeader(const Layout& layout, std::vector<PageRow>& rows) {
  constexpr std::size_t kRowsOnPaper = 20;
  for (std::size_t at = kRowsOnPaper; at < rows.size(); at += kRowsOnPaper + 1) {
    Line header;
    header.cells = HeaderOf(layout);
    rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(at), NotData(std::move(header)));
  }
}

void CountQuirk(RowQuirk quirk, Planted& planted) {
  if (quirk == RowQuirk::blank_direction) ++planted["blank_direction"];
  if (quirk == RowQuirk::odd_direction) ++planted["odd_direction"];
  if (quirk == RowQuirk::blank_other) ++planted["blank_other"];
  if (quirk == RowQuirk::scientific_other) ++planted["scientific_other"];
  if (quirk == RowQuirk::negative) ++planted["negative"];
  if (quirk == RowQuirk::missing) ++planted["missing"];
}

Page TablePage(std::string kind, TextEncoding encoding) {
  Page page;
  page.kind = std::move(kind);
  page.layout = page.kind;
  page.form.encoding = encoding;
  return page;
}

}  // namespace

std::string_view EncodingName(const Page& page) {
  if (page.format == FileFormat::xlsx) return "xlsx";
  if (page.format == FileFormat::xls) return "xls";
  switch (page.form.encoding) {
    case TextEncoding::utf_8:
      return "utf-8";
    case TextEncoding::utf_8_bom:
      return "utf-8-bom";
    case TextEncoding::gb18030:
      return "gb18030";
    case TextEncoding::utf_16le:
      return "utf-16le";
    case TextEncoding::utf_16be:
      return "utf-16be";
  }
  return "";
}

Page StatementPage(const Town& town, const Ledger& ledger, const Layout& layout,
                   const std::vector<int>& rows, Random& random, Planted& planted) {
  Page page = BarePage(layout);
  std::vector<int> told;
  for (const int index : rows) {
    const LedgerRow& row = ledger.rows[At(index)];
    CountQuirk(row.quirk, planted);
    if (row.quirk != RowQuirk::missing) told.push_back(index);
  }
  DisorderSeconds(town, ledger, layout, planted, told);
  if (layout.newest_first) std::reverse(told.begin(), told.end());
  for (const int index : told) page.rows.push_back(TellRow(town, ledger, layout, index));
  PlantRows(town, ledger, layout, random, planted, page.rows);
  if (layout.repeats_header) RepeatHeader(layout, page.rows);
  if (layout.totals) AddTotals(layout, page.rows);
  const int first = ledger.rows[At(rows.front())].account;
  std::vector<PageRow> head = Titles(town.accounts[At(first)], layout);
  if (!head.empty() && random.Unit() < 0.5) head.push_back(PageRow{});  // A blank line.
  Line header;
  header.cells = HeaderOf(layout);
  head.push_back(NotData(std::move(header)));
  page.rows.insert(page.rows.begin(), head.begin(), head.end());
  return page;
}

Page OverlappingPage(const Town& town, const Ledger& ledger, const Layout& layout,
                     const std::vector<int>& rows, int conflicting) {
  Page page = BarePage(layout);
  Line header;
  header.cells = HeaderOf(layout);
  page.rows.push_back(NotData(std::move(header)));
  for (const int index : rows) {
    PageRow row = TellRow(town, ledger, layout, index);
    row.meaning = Meaning::entry_known;
    row.ledger_row = -1;
    if (index == conflicting) {
      constexpr std::int64_t kOneYuan = 100;
      const LedgerRow& told = ledger.rows[At(index)];
      const std::int64_t amount = town.deeds[At(told.deed)].amount_fen + kOneYuan;
      row.line.cells = CellsOf(town, told, layout, amount);
      row.meaning = Meaning::entry_new;
      row.conflict = true;
      row.doubled_row = index;
    }
    page.rows.push_back(std::move(row));
  }
  return page;
}

Page AccountsPage(const Town& town, const std::vector<int>& accounts) {
  Page page = TablePage("accounts", TextEncoding::gb18030);
  page.rows.push_back(
      NotData(LineOf({"账户开户名称", "开户人证件号码", "交易卡号", "交易账号", "账号开户时间",
                      "开户网点", "账号开户银行", "账户类型", "账户状态"})));
  for (const int index : accounts) {
    const TownAccount& account = town.accounts[At(index)];
    for (const std::string& sub : account.subs) {
      const std::string number = sub.empty() ? account.number : account.number + "_" + sub;
      page.rows.push_back(
          OtherRow({account.holder, account.identity, account.card + "\t", number + "\t",
                    "2019-05-06", account.bank, account.bank, "个人", "正常"}));
    }
  }
  return page;
}

Page PersonsPage(const Town& town, const std::vector<int>& accounts) {
  Page page = TablePage("persons", TextEncoding::utf_8);
  page.rows.push_back(NotData(LineOf(
      {"客户名称", "证照类型", "证照号码", "工作单位", "单位地址", "法人代表", "联系电话"})));
  for (const int index : accounts) {
    const TownAccount& account = town.accounts[At(index)];
    page.rows.push_back(
        OtherRow({account.holder, "身份证", account.identity, "", "藕塘区", "", ""}));
  }
  return page;
}

Page SubAccountsPage(const Town& town, const std::vector<int>& accounts) {
  Page page = TablePage("sub_accounts", TextEncoding::utf_8_bom);
  page.rows.push_back(NotData(LineOf({"账号", "子账户账号", "子账户类别", "币种", "账户状态"})));
  for (const int index : accounts) {
    const TownAccount& account = town.accounts[At(index)];
    for (const std::string& sub : account.subs) {
      if (sub.empty()) continue;
      page.rows.push_back(
          OtherRow({account.number, account.number + "_" + sub, "活期", "人民币", "正常"}));
    }
  }
  return page;
}

namespace {

// The row told again is a transfer more, seen by this side only.
void AddSecondTelling(const PageRow& row, int file, const Town& town, const Ledger& ledger,
                      Truth& truth) {
  const LedgerRow& told = ledger.rows[At(row.doubled_row)];
  const Deed& deed = town.deeds[At(told.deed)];
  const TownAccount& account = town.accounts[At(told.account)];
  TransferTruth transfer;
  transfer.amount_fen = deed.amount_fen + (row.conflict ? 100 : 0);
  transfer.at = AsTold(told.at, account.layout->fineness);
  transfer.kind = deed.kind;
  transfer.trait = deed.trait;
  std::optional<std::string> other;
  const int other_account = told.out ? deed.payee : deed.payer;
  if (deed.outside_number.empty() && other_account != kNobody && account.layout->Has("other")) {
    other = town.accounts[At(other_account)].name();
  }
  (told.out ? transfer.from : transfer.to) = account.name();
  (told.out ? transfer.to : transfer.from) = other;
  transfer.undirected = row.undirected;
  transfer.doubled = true;
  transfer.witnesses = {{file, row.line.row, told.out}};
  truth.transfers.push_back(std::move(transfer));
}

}  // namespace

FileTruth CountPage(const Page& page, int file, const Town& town, Ledger& ledger, Truth& truth) {
  FileTruth counts;
  counts.file = page.path;
  counts.sheet = page.sheet;
  counts.layout = page.layout;
  counts.encoding = EncodingName(page);
  counts.kind = page.kind;
  for (const PageRow& row : page.rows) {
    if (row.meaning == Meaning::not_data) continue;
    ++counts.rows;
    if (row.undirected && row.meaning != Meaning::refused) ++counts.unknown_direction;
    if (row.meaning == Meaning::entry_new) ++counts.entries_new;
    if (row.meaning == Meaning::entry_known) ++counts.entries_known;
    if (row.meaning == Meaning::failed) ++counts.failed;
    if (row.meaning == Meaning::query_failure) ++counts.query_failures;
    if (row.meaning == Meaning::other) ++counts.other;
    if (row.meaning == Meaning::refused) counts.refused.push_back({row.line.row, row.reason});
    if (row.conflict) {
      counts.conflicts.push_back(row.line.row);
      counts.unsure_breaks.push_back(row.line.row);
    }
    if (row.ledger_row >= 0) {
      LedgerRow& told = ledger.rows[At(row.ledger_row)];
      told.file = file;
      told.file_row = row.line.row;
    }
    if (row.doubled_row >= 0) AddSecondTelling(row, file, town, ledger, truth);
  }
  return counts;
}

}  // namespace hetang::sim
