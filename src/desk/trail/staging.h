// The rows of one import in memory, between the files and the database.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "desk/trail/pool.h"
#include "desk/trail/trail.h"
#include "platform/files/tables.h"

namespace hetang::trail {

// A number as the pool holds it.
struct StagedNumber {
  std::uint32_t main = 0;
  std::uint32_t sub = 0;
};

struct StagedEntry {
  std::uint32_t sheet = 0;
  std::int64_t row = 0;
  std::uint64_t byte_begin = 0;
  std::uint64_t byte_end = 0;
  StagedNumber card;
  StagedNumber account;
  StagedNumber other;
  std::uint32_t holder = 0;
  std::uint32_t identity = 0;
  std::uint32_t other_name = 0;
  std::uint32_t other_bank = 0;
  std::uint32_t serial = 0;
  std::uint32_t order_number = 0;
  std::uint32_t summary = 0;
  std::uint32_t place = 0;
  std::uint32_t ip = 0;
  std::uint32_t mac = 0;
  std::int64_t at_ms = 0;
  std::int64_t amount_fen = 0;
  std::int64_t balance_fen = 0;
  bool has_balance = false;
  bool wallet = false;
  bool newest_first = false;
  statement::Precision precision = statement::Precision::second;
  statement::Direction direction = statement::Direction::unknown;
  trace::Kind kind = trace::Kind::transfer;
};

// Two numbers that a row says are one account, and whose it is.
struct StagedAccount {
  StagedNumber card;
  StagedNumber account;
  std::uint32_t holder = 0;
  std::uint32_t identity = 0;
  std::uint32_t bank = 0;
};

struct Staging {
  Pool pool;
  std::vector<ImportedFile> files;     // The account of each sheet, counted so far.
  std::vector<std::string> originals;  // For each of `files`: the hash of the original, or empty.
  std::vector<StagedEntry> entries;    // In order of reading.
  std::vector<StagedAccount> accounts;
  std::int64_t rows_read = 0;

  void Add(const statement::Entry& entry, std::uint32_t sheet, const files::Row& row);
  void Add(const statement::AccountRow& account);
};

// A cell of which one can tell what it is, and not whose: the middle of long numbers and what
// follows the first letter of Chinese words is hidden; times, amounts and short signs stay.
std::string ShapeOf(std::string_view cell);
// A column's title: only long numbers in it are hidden.
std::string TitleOf(std::string_view cell);

// How far the reading is; called now and then. An error ends the reading.
using Progress = std::function<Status(std::int64_t rows_read, std::int64_t bytes_read)>;

// Reads files into the staging. `hash` is that of the original they come from.
// Errors: not_found (the path), and of `progress`.
Status Stage(const InputFile& file, const std::string& hash,
             const statement::Remembered& remembered, const Progress& progress, Staging& staging);
// Stages what a bank answered, as one sheet.
void Stage(const BankAnswer& answer, Staging& staging);

}  // namespace hetang::trail
