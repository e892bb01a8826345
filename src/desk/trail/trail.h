// Trail: statements of banks and payment companies, their entries, the transfers that entries
// prove, and the trace of a case through them.
//
// Whatever the source (files somebody was given, a bank's answer to a query), rows come in through
// one import: read, told apart from what is held, woven into transfers (engine/statement), written
// in batches that nobody sees, and shown by one commit. One import loads at a time; a dead one
// leaves nothing. All cases of a centre share its statements.
//
// Accounts of the trail are accounts that any row or payment names; numbers that a row ties
// together (card, main account) are one account.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/field.h"
#include "base/result.h"
#include "desk/register/register.h"
#include "engine/statement/statement.h"
#include "engine/trace/trace.h"
#include "platform/database/database.h"
#include "platform/http/router.h"
#include "platform/journal/journal.h"

namespace hetang::trail {

// `waiting`: to be loaded by the program itself. `loading`: rows are being written, unseen.
enum class ImportState { waiting, loading, shown, failed };
BOOST_DESCRIBE_ENUM(ImportState, waiting, loading, shown, failed)

struct Import {
  std::int64_t id = 0;
  std::optional<std::int64_t> case_id;
  std::optional<std::int64_t> order_id;  // The query to a bank that it answers.
  ImportState state = ImportState::waiting;
  std::int64_t officer_id = 0;  // 0: a bank's answer, or the command line.
  Moment began_at;
  std::optional<Moment> touched_at;  // While it loads: the loader lives.
  std::optional<Moment> ended_at;
  std::string loader;  // Which process loads it.
  // What it is made from, as JSON: the originals, or a bank's answer, which goes once it is shown.
  PersonalText source;
  std::int64_t rows_read = 0;
  std::int64_t bytes_read = 0;
  std::int64_t bytes_total = 0;
  std::int64_t transfers_new = 0;
  std::int64_t pairs = 0;
  std::string problem;  // Why it failed, by a stable name.
  PersonalText files;   // The account of it: std::vector<ImportedFile> as JSON.
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Import, (),
                      (id, case_id, order_id, state, officer_id, began_at, touched_at, ended_at,
                       loader, source, rows_read, bytes_read, bytes_total, transfers_new, pairs,
                       problem, files, version))

// A row named with what is the matter with it. `row` is the line of the file or the row of the
// sheet, from 1.
struct RowNote {
  std::int64_t row = 0;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(RowNote, (), (row, reason))

struct BreakNote {
  AccountNumber account;
  std::int64_t row = 0;  // After the gap.
  Fen expected_fen;
  Fen found_fen;
};
BOOST_DESCRIBE_STRUCT(BreakNote, (), (account, row, expected_fen, found_fen))

// The account of one file and sheet: rows = entries_new + entries_known + failed + query_failures +
// other + refused.
struct ImportedFile {
  std::string file;
  std::string sheet;
  std::string encoding;
  statement::Table kind = statement::Table::unknown;
  std::int64_t rows = 0;
  std::int64_t entries_new = 0;
  std::int64_t entries_known = 0;
  std::int64_t failed = 0;
  std::int64_t query_failures = 0;
  std::int64_t unknown_direction = 0;
  std::int64_t other = 0;
  std::vector<RowNote> refused;
  std::int64_t pairs = 0;
  std::vector<RowNote> conflicts;
  std::vector<BreakNote> breaks;
  std::optional<std::string> error;
  // Of a table that was not recognised: its header as far as one can tell, and its first rows, of
  // whose cells only the shape is kept (ShapeOf).
  std::string header_key;
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> samples;
};
BOOST_DESCRIBE_STRUCT(ImportedFile, (),
                      (file, sheet, encoding, kind, rows, entries_new, entries_known, failed,
                       query_failures, unknown_direction, other, refused, pairs, conflicts, breaks,
                       error, header_key, header, samples))

// An account of the trail. `opening_fen` is what it held before its first row, told by balances.
struct Account {
  std::int64_t id = 0;
  AccountNumber card;
  AccountNumber number;
  PersonName holder;
  IdentityNumber identity;
  Text<80> bank;
  std::optional<Moment> held_from;
  std::optional<Moment> held_until;
  std::optional<Fen> opening_fen;
  std::optional<std::int64_t> merged_into;

  // What it is called: the card, else the account number.
  const AccountNumber& Name() const { return card.empty() ? number : card; }
};
BOOST_DESCRIBE_STRUCT(Account, (),
                      (id, card, number, holder, identity, bank, held_from, held_until, opening_fen,
                       merged_into))

// One row of a statement, with its provenance.
struct Entry {
  std::int64_t id = 0;
  std::int64_t import_id = 0;
  std::int64_t sheet_id = 0;
  std::int64_t row = 0;
  std::int64_t byte_begin = 0;
  std::int64_t byte_end = 0;
  std::int64_t account_id = 0;
  std::string sub;
  std::optional<std::int64_t> other_id;
  PersonName other_name;
  Moment at;
  statement::Precision precision = statement::Precision::second;
  statement::Direction direction = statement::Direction::unknown;
  trace::Kind kind = trace::Kind::transfer;
  Fen amount_fen;
  std::optional<Fen> balance_fen;
  std::string serial;
  std::string order_number;
  PersonalText summary;
  PersonalText place;
  std::string ip;
  std::string mac;
  bool wallet = false;
  bool newest_first = false;
  std::int64_t row_hash = 0;  // Of all that tells a row from another one of its account.
};
BOOST_DESCRIBE_STRUCT(Entry, (),
                      (id, import_id, sheet_id, row, byte_begin, byte_end, account_id, sub,
                       other_id, other_name, at, precision, direction, kind, amount_fen,
                       balance_fen, serial, order_number, summary, place, ip, mac, wallet,
                       newest_first, row_hash))

struct Sheet {
  std::int64_t id = 0;
  std::int64_t import_id = 0;
  std::string file;
  std::string sheet;
  std::string hash;  // SHA-256 of the original; empty for a bank's answer.
};
BOOST_DESCRIBE_STRUCT(Sheet, (), (id, import_id, file, sheet, hash))

// What one row, or two rows that match, prove. An absent account is the outside, or unknown.
struct Transfer {
  std::int64_t id = 0;
  std::int64_t import_id = 0;   // That showed it first.
  std::int64_t changed_in = 0;  // The import that changed it last.
  std::optional<std::int64_t> from_id;
  std::optional<std::int64_t> to_id;
  Fen amount_fen;
  Moment at;
  trace::Kind kind = trace::Kind::transfer;
  bool flows = true;
  Moment order_at;
  std::int64_t order_rank = 0;
  std::optional<std::int64_t> out_entry;
  std::optional<std::int64_t> in_entry;

  int Witnesses() const { return (out_entry ? 1 : 0) + (in_entry ? 1 : 0); }
};
BOOST_DESCRIBE_STRUCT(Transfer, (),
                      (id, import_id, changed_in, from_id, to_id, amount_fen, at, kind, flows,
                       order_at, order_rank, out_entry, in_entry))

// Files for one import. `name` is how answers call a file.
struct InputFile {
  std::filesystem::path path;
  std::string name;
  std::string hash = {};  // Of the original when it is kept already.
};
struct ImportWish {
  std::optional<std::int64_t> case_id;
  std::int64_t officer_id = 0;
  std::vector<InputFile> files;
  std::filesystem::path originals;  // The data directory that keeps originals; empty: none does.
};
struct ImportAnswer {
  std::int64_t import_id = 0;
  std::vector<ImportedFile> files;
  std::int64_t transfers_new = 0;
  std::int64_t pairs = 0;
};
BOOST_DESCRIBE_STRUCT(ImportAnswer, (), (files, transfers_new, pairs))
// Reads, weaves, stores and shows. Waits its turn while another import loads. Errors: not_found
// (the case), conflict (`import_running`: another loads for too long), storage_full and others of
// the database. After an error nothing of it is shown. A path that is not there and a file that
// cannot be read are no errors here: their records say so.
Result<ImportAnswer> ImportFiles(database::Database& database, const Clock& clock,
                                 const ImportWish& wish);

// What a bank answered about one account, as rows ready to be taken in.
struct BankAnswer {
  std::int64_t case_id = 0;
  std::int64_t order_id = 0;  // The query it answers.
  std::string bank_code;
  std::string bank_name;
  std::vector<statement::Entry> entries;
  std::vector<statement::AccountRow> accounts;  // Holder and numbers the answer told.
  std::optional<Moment> held_from;              // The period asked about, when one was.
  Moment held_until;                            // The statement reaches to here.
  bool adds_to_earlier = false;                 // One of the many answers to a watch. Not kept.
};
BOOST_DESCRIBE_STRUCT(BankAnswer, (),
                      (case_id, order_id, bank_code, bank_name, entries, accounts, held_from,
                       held_until))
// Puts the answer down inside the caller's transaction; the worker loads it at once. The same order
// answered again adds nothing, unless the answer says so. Gives the id of the import.
Result<std::int64_t> TakeBankAnswer(database::Transaction& tx, const BankAnswer& answer,
                                    Moment now);

// An original of the store, by its hash, and how its file was called.
struct InputName {
  std::string hash;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(InputName, (), (hash, name))
// Puts an import of originals down; the worker loads it.
Result<std::int64_t> ImportUploads(database::Transaction& tx, std::optional<std::int64_t> case_id,
                                   std::vector<InputName> uploads, std::int64_t officer_id,
                                   Moment now);

// Loads what waits: bank answers and uploads, one after the other, on a thread of its own. Sweeps
// what dead loaders left.
class Worker {
 public:
  static std::unique_ptr<Worker> Start(database::Database& database, const Clock& clock,
                                       std::filesystem::path data);
  virtual ~Worker() = default;
};

// All transfers that are shown, in order of flow.
Result<std::vector<Transfer>> ShownTransfers(database::Transaction& tx);
// The accounts with these ids, by id.
Result<std::vector<Account>> AccountsWith(database::Transaction& tx,
                                          std::span<const std::int64_t> ids);

// An account that only a claim names: the number at one of the claim's ends. Errors: not_found,
// forbidden (its case), conflict (`already_withdrawn`).
enum class ClaimEnd { from, to };
BOOST_DESCRIBE_ENUM(ClaimEnd, from, to)
Result<AccountNumber> NumberClaimed(database::Transaction& tx, std::int64_t claim_id, ClaimEnd end,
                                    const auth::Principal& who);

// The account of this number, as the trail knows it; nothing when no row or payment names it.
Result<std::optional<Account>> AccountNumbered(database::Transaction& tx,
                                               const AccountNumber& number);

// One transfer as the account sees it, with the balance its own row tells.
struct Move {
  std::int64_t transfer_id = 0;
  std::optional<std::int64_t> from_id;
  std::optional<std::int64_t> to_id;
  AccountNumber other_number;  // The other side, as it is called.
  PersonName other_holder;
  Fen amount_fen;
  Moment at;
  trace::Kind kind = trace::Kind::transfer;
  std::optional<Fen> balance_fen;
};
BOOST_DESCRIBE_STRUCT(Move, (),
                      (transfer_id, from_id, to_id, other_number, other_holder, amount_fen, at,
                       kind, balance_fen))
// What moved on the account, shown and flowing, in order of flow. A transfer to itself is left out.
Result<std::vector<Move>> MovesOf(database::Transaction& tx, std::int64_t account_id);

// Adds the routes; what they keep between requests lives as long as the answer is kept.
std::shared_ptr<void> AddRoutes(http::Router& router, database::Database& database,
                                const Clock& clock, const std::filesystem::path& data);
std::span<const database::Migration> Migrations();

}  // namespace hetang::trail

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<trail::Import> = "trail_import";
template <>
inline constexpr std::string_view kTable<trail::Account> = "trail_account";
template <>
inline constexpr std::string_view kTable<trail::Entry> = "trail_entry";
template <>
inline constexpr std::string_view kTable<trail::Sheet> = "trail_sheet";
template <>
inline constexpr std::string_view kTable<trail::Transfer> = "trail_transfer";
}  // namespace hetang::database
