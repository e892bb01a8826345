#include "desk/trail/staging.h"

#include "base/describe.h"
#include "base/text.h"

namespace hetang::trail {
namespace {

constexpr std::size_t kSampleRows = 8;
constexpr std::int64_t kRowsBetweenReports = 20'000;

std::string_view NameOf(files::RowFault fault) {
  switch (fault) {
    case files::RowFault::unterminated_quote:
      return "unterminated_quote";
    case files::RowFault::other_encoding:
      return "other_encoding";
    case files::RowFault::too_many_cells:
      return "too_many_cells";
    case files::RowFault::too_long:
      return "too_long";
    case files::RowFault::none:
      break;
  }
  return "";
}

StagedNumber NumberIn(Pool& pool, const statement::NumberInFile& number) {
  return {pool.Add(number.main.Reveal()), pool.Add(number.sub)};
}

constexpr std::size_t kLongestShown = 40;

bool IsDigit(char32_t point) { return point >= U'0' && point <= U'9'; }
bool IsHan(char32_t point) { return point >= 0x4E00 && point <= 0x9FFF; }

// 20260302 and 20260302110000 are times.
bool IsTime(std::u32string_view digits) {
  if (digits.size() != 8 && digits.size() != 14) return false;
  const auto two = [&](std::size_t at) {
    return (digits[at] - U'0') * 10 + (digits[at + 1] - U'0');
  };
  return (two(0) == 19 || two(0) == 20) && two(4) >= 1 && two(4) <= 12 && two(6) >= 1 &&
         two(6) <= 31;
}

// The same with the middle of every long run of digits hidden.
std::u32string WithoutNumbers(std::u32string_view points) {
  constexpr std::size_t kLong = 9;
  constexpr std::size_t kFront = 3;
  constexpr std::size_t kBack = 4;
  std::u32string shown;
  for (std::size_t begin = 0, end = 0; begin < points.size(); begin = end) {
    end = begin + 1;
    if (IsDigit(points[begin])) {
      while (end < points.size() && IsDigit(points[end])) ++end;
    }
    const std::u32string_view run = points.substr(begin, end - begin);
    if (run.size() < kLong || IsTime(run)) {
      shown += run;
    } else {
      shown += run.substr(0, kFront);
      shown.append(run.size() - kFront - kBack, U'*');
      shown += run.substr(run.size() - kBack);
    }
  }
  return shown;
}

// At most so many letters, none of them a control character.
std::u32string Fitted(std::string_view cell) {
  std::u32string points = DecodeUtf8(cell).value_or(U"?");
  if (points.size() > kLongestShown) points = points.substr(0, kLongestShown) + U"…";
  for (char32_t& point : points) {
    if (point < U' ') point = U' ';
  }
  return points;
}

bool SameAccount(const StagedEntry& a, const StagedEntry& b) {
  return a.card.main == b.card.main && a.account.main == b.account.main &&
         a.account.sub == b.account.sub;
}

// A file lists an account newest first when its time falls more often than it rises.
void MarkNewestFirst(std::vector<StagedEntry>& entries, std::size_t begin) {
  std::int64_t rises = 0;
  for (std::size_t i = begin + 1; i < entries.size(); ++i) {
    if (!SameAccount(entries[i - 1], entries[i])) continue;
    if (entries[i].at_ms > entries[i - 1].at_ms) ++rises;
    if (entries[i].at_ms < entries[i - 1].at_ms) --rises;
  }
  if (rises >= 0) return;
  for (std::size_t i = begin; i < entries.size(); ++i) entries[i].newest_first = true;
}

class Reader final : public files::TableVisitor {
 public:
  Reader(const std::string& hash, const statement::Remembered& remembered, const Progress& progress,
         Staging& staging)
      : hash_(hash), remembered_(remembered), progress_(progress), staging_(staging) {}

  Status Begin(const files::Sheet& sheet) override {
    ImportedFile file;
    file.file = sheet.file;
    file.sheet = sheet.sheet;
    file.encoding = sheet.encoding;
    staging_.files.push_back(std::move(file));
    staging_.originals.push_back(hash_);
    first_entry_ = staging_.entries.size();
    first_account_ = staging_.accounts.size();
    table_ = std::make_unique<statement::TableReader>(remembered_);
    samples_.clear();
    open_ = true;
    return {};
  }

  Status OnRow(const files::Row& row) override {
    ++staging_.rows_read;
    bytes_ = row.byte_end;
    if (staging_.rows_read % kRowsBetweenReports == 0) {
      HT_TRY_STATUS(progress_(staging_.rows_read, static_cast<std::int64_t>(bytes_)));
    }
    if (row.fault != files::RowFault::none) {
      Refuse(row.number, std::string(NameOf(row.fault)));
      return {};
    }
    if (samples_.size() < kSampleRows) samples_.emplace_back(row.cells.begin(), row.cells.end());
    Count(row, table_->Read(row.cells));
    return {};
  }

  Status End() override {
    ImportedFile& file = Current();
    file.kind = table_->table();
    if (file.kind == statement::Table::unknown) Show(file);
    MarkNewestFirst(staging_.entries, first_entry_);
    open_ = false;
    return {};
  }

  // Nothing of a file that turns out damaged is kept.
  Status Unreadable(const std::string& name, const std::string& encoding,
                    const Error& error) override {
    if (!open_) {
      staging_.files.emplace_back();
      staging_.originals.push_back(hash_);
    } else {
      staging_.entries.resize(first_entry_);
      staging_.accounts.resize(first_account_);
    }
    ImportedFile broken;
    broken.file = name;
    broken.encoding = encoding;
    broken.error = error.rule.empty() ? "unreadable" : error.rule;
    staging_.files.back() = std::move(broken);
    open_ = false;
    return {};
  }

 private:
  ImportedFile& Current() { return staging_.files.back(); }

  void Refuse(std::int64_t row, std::string reason) {
    ++Current().rows;
    Current().refused.push_back({row, std::move(reason)});
  }

  void Count(const files::Row& row, const statement::Outcome& outcome) {
    ImportedFile& file = Current();
    if (std::holds_alternative<statement::NotData>(outcome)) return;
    if (const auto* refused = std::get_if<statement::Refused>(&outcome)) {
      Refuse(row.number, refused->reason);
      return;
    }
    ++file.rows;
    if (const auto* entry = std::get_if<statement::Entry>(&outcome)) {
      if (entry->kind == trace::Kind::failed) ++file.failed;
      const bool unknown = entry->direction == statement::Direction::unknown;
      if (unknown && entry->kind != trace::Kind::failed) ++file.unknown_direction;
      staging_.Add(*entry, static_cast<std::uint32_t>(staging_.files.size() - 1), row);
    } else if (std::holds_alternative<statement::QueryFailure>(outcome)) {
      ++file.query_failures;
    } else {
      ++file.other;
      if (const auto* account = std::get_if<statement::AccountRow>(&outcome)) {
        staging_.Add(*account);
      }
    }
  }

  // What a person needs to draw the mapping by hand.
  void Show(ImportedFile& file) {
    std::vector<std::string_view> cells;
    for (const std::string& cell : table_->header()) {
      cells.push_back(cell);
      file.header.push_back(TitleOf(cell));
    }
    file.header_key = statement::HeaderKey(cells);
    for (const auto& sample : samples_) {
      auto& shown = file.samples.emplace_back();
      for (const std::string& cell : sample) shown.push_back(ShapeOf(cell));
    }
  }

  const std::string& hash_;
  const statement::Remembered& remembered_;
  const Progress& progress_;
  Staging& staging_;
  std::unique_ptr<statement::TableReader> table_;
  std::vector<std::vector<std::string>> samples_;
  std::size_t first_entry_ = 0;
  std::size_t first_account_ = 0;
  std::uint64_t bytes_ = 0;
  bool open_ = false;
};

}  // namespace

std::string TitleOf(std::string_view cell) { return EncodeUtf8(WithoutNumbers(Fitted(cell))); }

std::string ShapeOf(std::string_view cell) {
  std::u32string points = WithoutNumbers(Fitted(cell));
  for (std::size_t i = 1; i < points.size(); ++i) {
    if (IsHan(points[i])) points[i] = U'*';
  }
  return EncodeUtf8(points);
}

void Staging::Add(const statement::Entry& entry, std::uint32_t sheet, const files::Row& row) {
  StagedEntry staged;
  staged.sheet = sheet;
  staged.row = row.number;
  staged.byte_begin = row.byte_begin;
  staged.byte_end = row.byte_end;
  staged.card = NumberIn(pool, entry.card);
  staged.account = NumberIn(pool, entry.account);
  staged.other = NumberIn(pool, entry.other);
  staged.holder = pool.Add(entry.holder.Reveal());
  staged.identity = pool.Add(entry.holder_identity.Reveal());
  staged.other_name = pool.Add(entry.other_name.Reveal());
  staged.other_bank = pool.Add(entry.other_bank);
  staged.serial = pool.Add(entry.serial);
  staged.order_number = pool.Add(entry.order_number);
  staged.summary = pool.Add(entry.summary);
  staged.place = pool.Add(entry.place);
  staged.ip = pool.Add(entry.ip);
  staged.mac = pool.Add(entry.mac);
  staged.at_ms = entry.at.ms;
  staged.amount_fen = entry.amount_fen;
  staged.has_balance = entry.balance_fen.has_value();
  staged.balance_fen = entry.balance_fen.value_or(0);
  staged.wallet = entry.wallet;
  staged.precision = entry.precision;
  staged.direction = entry.direction;
  staged.kind = entry.kind;
  entries.push_back(staged);
}

void Staging::Add(const statement::AccountRow& account) {
  accounts.push_back({NumberIn(pool, account.card), NumberIn(pool, account.account),
                      pool.Add(account.holder.Reveal()), pool.Add(account.identity.Reveal()),
                      pool.Add(account.bank)});
}

Status Stage(const InputFile& file, const std::string& hash,
             const statement::Remembered& remembered, const Progress& progress, Staging& staging) {
  Reader reader(hash, remembered, progress, staging);
  return files::ReadTables(file.path, file.name, {}, reader);
}

void Stage(const BankAnswer& answer, Staging& staging) {
  ImportedFile sheet;
  sheet.file = answer.bank_name.empty() ? answer.bank_code : answer.bank_name;
  sheet.kind = statement::Table::transactions;
  staging.files.push_back(std::move(sheet));
  staging.originals.emplace_back();
  ImportedFile& counted = staging.files.back();
  files::Row row;
  const auto index = static_cast<std::uint32_t>(staging.files.size() - 1);
  for (const statement::Entry& entry : answer.entries) {
    ++row.number;
    ++counted.rows;
    if (entry.kind == trace::Kind::failed) ++counted.failed;
    const bool unknown = entry.direction == statement::Direction::unknown;
    if (unknown && entry.kind != trace::Kind::failed) ++counted.unknown_direction;
    staging.Add(entry, index, row);
  }
  for (const statement::AccountRow& account : answer.accounts) staging.Add(account);
  staging.rows_read = row.number;
  MarkNewestFirst(staging.entries, 0);
}

}  // namespace hetang::trail
