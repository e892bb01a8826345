#include "desk/trail/rows.h"

#include "desk/trail/past.h"

namespace hetang::trail {
namespace {

constexpr std::size_t kMostTransfers = 500;

Result<TransferRow> RowOf(database::Transaction& tx, const Transfer& transfer) {
  TransferRow row;
  row.id = transfer.id;
  row.at = transfer.at;
  row.amount_fen = transfer.amount_fen;
  row.kind = transfer.kind;
  row.witnesses = transfer.Witnesses();
  row.flows = transfer.flows;
  if (transfer.from_id) {
    HT_TRY(const Account account, tx.Get<Account>(*transfer.from_id));
    row.from_number = account.Name();
    row.from_holder = account.holder;
  }
  if (transfer.to_id) {
    HT_TRY(const Account account, tx.Get<Account>(*transfer.to_id));
    row.to_number = account.Name();
    row.to_holder = account.holder;
  }
  for (const auto& half : {transfer.out_entry, transfer.in_entry}) {
    if (!half) continue;
    HT_TRY(const Entry entry, tx.Get<Entry>(*half));
    if (row.entries.empty() || entry.precision > row.precision) row.precision = entry.precision;
    HT_TRY(row.entries.emplace_back(), RowOf(tx, entry));
  }
  return row;
}

// A transfer that is no more, as a trace of an earlier moment names it, is told as it last was.
Result<Transfer> TransferAt(database::Transaction& tx, std::int64_t id) {
  HT_TRY(const auto now, tx.Find<Transfer>("WHERE id = :id", id));
  if (!now.empty()) return now.front();
  HT_TRY(const auto past,
         tx.Find<PastTransfer>("WHERE transfer_id = :id ORDER BY id DESC LIMIT 1", id));
  if (past.empty()) return Fail(ErrorCode::not_found, "There is no such transfer.");
  Transfer transfer = past.front();
  transfer.id = id;
  return transfer;
}

}  // namespace

Result<EntryRow> RowOf(database::Transaction& tx, const Entry& entry) {
  EntryRow row;
  row.id = entry.id;
  row.import_id = entry.import_id;
  HT_TRY(const auto sheets, tx.Find<Sheet>("WHERE id = :id", entry.sheet_id));
  if (!sheets.empty()) {
    row.file = sheets.front().file;
    row.sheet = sheets.front().sheet;
  }
  row.row = entry.row;
  row.at = entry.at;
  row.direction = entry.direction;
  row.amount_fen = entry.amount_fen;
  row.balance_fen = entry.balance_fen;
  row.serial = entry.serial;
  row.summary = entry.summary;
  return row;
}

Result<TransferRows> RowsOf(database::Transaction& tx, const RowsForm& form) {
  if (form.transfer_ids.size() > kMostTransfers) {
    return Fail(ErrorCode::too_large, "At most 500 transfers are read at once.");
  }
  TransferRows rows;
  for (const std::int64_t id : form.transfer_ids) {
    HT_TRY(const Transfer transfer, TransferAt(tx, id));
    HT_TRY(rows.items.emplace_back(), RowOf(tx, transfer));
  }
  return rows;
}

Result<http::Page<AccountEntry>> EntriesOf(const http::Call& call, database::Transaction& tx) {
  HT_TRY(const std::int64_t account, call.PathId("id"));
  HT_TRY(const http::PageRequest request, http::PageOf(call));
  HT_TRY(const auto entries, tx.Find<Entry>("WHERE account_id = :a AND id > :after AND import_id IN"
                                            " (SELECT id FROM trail_import WHERE state = 'shown')"
                                            " ORDER BY id LIMIT :limit",
                                            account, request.after_id, request.limit));
  http::Page<AccountEntry> page;
  for (const Entry& entry : entries) {
    AccountEntry& shown = page.items.emplace_back();
    HT_TRY(static_cast<EntryRow&>(shown), RowOf(tx, entry));
    shown.kind = entry.kind;
    shown.other_name = entry.other_name;
    if (entry.other_id) {
      HT_TRY(const Account other, tx.Get<Account>(*entry.other_id));
      shown.other_number = other.Name();
    }
  }
  if (static_cast<std::int64_t>(entries.size()) == request.limit) {
    page.next = std::to_string(entries.back().id);
  }
  return page;
}

std::string CsvCell(std::string_view text) {
  const bool formula = !text.empty() && std::string_view("=+-@\t\r").find(text[0]) != text.npos;
  std::string cell(formula ? "'" : "");
  cell += text;
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

}  // namespace hetang::trail
