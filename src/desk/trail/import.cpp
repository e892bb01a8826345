#include <algorithm>
#include <set>
#include <thread>

#include "base/bell.h"
#include "base/json.h"
#include "desk/trail/import.h"
#include "desk/trail/loader.h"
#include "desk/trail/past.h"
#include "platform/files/store.h"

namespace hetang::trail {
namespace {

constexpr std::size_t kBatch = 2'000;   // Rows that are made ready at once.
constexpr std::size_t kRemoved = 150;   // Rows a step removes.
constexpr Duration kLife = Seconds(5);  // How often a loader says that it lives.
constexpr std::string_view kChangedMeanwhile = "changed_meanwhile";
constexpr Duration kSilence = Minutes(1);  // A loader elsewhere that is silent for longer is dead.
constexpr std::chrono::milliseconds kTurn{50};
constexpr int kMostTurns = 6'000;  // Five minutes.

bool IsAlive(const Import& import, Moment now) {
  return MayLive(import.loader) && import.touched_at && now - *import.touched_at < kSilence;
}

Status Failed(database::Transaction& tx, Import& import, std::string problem, Moment now) {
  import.state = ImportState::failed;
  import.problem = std::move(problem);
  import.ended_at = now;
  return tx.Update(import);
}

// One loading import a centre: the one that asks gets the turn, or is told who has it.
Result<bool> TakeTurn(database::Transaction& tx, Import& import, Moment now) {
  HT_TRY(auto loading, tx.Find<Import>("WHERE state = 'loading'"));
  for (Import& other : loading) {
    if (IsAlive(other, now)) return false;
    if (other.id == import.id) continue;  // Its loader died: it is loaded again.
    // What waits for the program itself is tried again; what the command line read is not here.
    if (other.source.empty()) {
      HT_TRY_STATUS(Failed(tx, other, "interrupted", now));
    } else {
      other.state = ImportState::waiting;
      HT_TRY_STATUS(tx.Update(other));
    }
  }
  import.state = ImportState::loading;
  import.loader = ThisLoader();
  import.touched_at = now;
  if (import.id != 0) {
    HT_TRY_STATUS(tx.Update(import));
    return true;
  }
  HT_TRY(import.id, tx.Insert(import));
  return true;
}

// Deletes what an import wrote, a batch a command.
Status RemoveRows(database::Database& database, std::int64_t import_id) {
  for (const std::string table : {"trail_transfer", "trail_entry", "trail_sheet", "trail_doubt"}) {
    const std::string sql = "DELETE FROM " + table + " WHERE id IN (SELECT id FROM " + table +
                            " WHERE import_id = :i LIMIT " + std::to_string(kRemoved) + ")";
    for (std::int64_t gone = 1; gone > 0;) {
      HT_TRY(gone, database.WriteInBackground(
                       [&](database::Transaction& tx) { return tx.Execute(sql, import_id); }));
    }
  }
  return {};
}

// Removes what loaders that died or failed have left behind.
Status Sweep(database::Database& database) {
  HT_TRY(const auto left, database.Read([](database::Transaction& tx) {
    return tx.Query<std::int64_t>(
        "SELECT DISTINCT s.import_id FROM trail_sheet s JOIN trail_import i ON i.id = s.import_id"
        " WHERE i.state IN ('failed', 'waiting')");
  }));
  for (const std::int64_t id : left) HT_TRY_STATUS(RemoveRows(database, id));
  return {};
}

Result<statement::Remembered> RememberedIn(database::Transaction& tx) {
  statement::Remembered remembered;
  HT_TRY(const auto rows, tx.Find<MappingRow>("ORDER BY id"));
  for (const MappingRow& row : rows) {
    statement::Mapping mapping;
    mapping.table = row.kind;
    mapping.amounts_in_fen = row.amounts_in_fen;
    for (const std::string_view name : Split(row.columns, ',')) {
      mapping.columns.push_back(
          EnumFromName<statement::Column>(name).value_or(statement::Column::ignored));
    }
    remembered.emplace(row.header_key, std::move(mapping));
  }
  return remembered;
}

Entry EntryOf(const Staging& staging, const Resolved& resolved, std::size_t index,
              std::int64_t first_sheet) {
  const StagedEntry& staged = staging.entries[index];
  const auto text = [&](std::uint32_t id) { return staging.pool.At(id); };
  Entry entry;
  entry.sheet_id = first_sheet + staged.sheet;
  entry.row = staged.row;
  entry.byte_begin = static_cast<std::int64_t>(staged.byte_begin);
  entry.byte_end = static_cast<std::int64_t>(staged.byte_end);
  entry.account_id = OwnAccount(resolved, staged);
  entry.sub = text(staged.account.sub != 0 ? staged.account.sub : staged.card.sub);
  if (staged.other.main != 0) entry.other_id = resolved.account_of[staged.other.main];
  entry.other_name = PersonName(text(staged.other_name));
  entry.at = Moment{staged.at_ms};
  entry.precision = staged.precision;
  entry.direction = staged.direction;
  entry.kind = staged.kind;
  entry.amount_fen = Fen(staged.amount_fen);
  if (staged.has_balance) entry.balance_fen = Fen(staged.balance_fen);
  entry.serial = text(staged.serial);
  entry.order_number = text(staged.order_number);
  entry.summary = PersonalText(text(staged.summary));
  entry.place = PersonalText(text(staged.place));
  entry.ip = text(staged.ip);
  entry.mac = text(staged.mac);
  entry.wallet = staged.wallet;
  entry.newest_first = staged.newest_first;
  return entry;
}

// Takes one import from its staging to what everybody sees.
class Loader {
 public:
  Loader(database::Database& database, const Clock& clock, Import& import, Staging& staging)
      : database_(database), clock_(clock), import_(import), staging_(staging) {}

  // Rows that a person settles by hand meanwhile change what was compared with: then it is done
  // again.
  Status Run(const BankAnswer* answer) {
    const std::vector<ImportedFile> counted = staging_.files;
    for (;;) {
      Status done = Try(answer);
      if (done || done.error().rule != kChangedMeanwhile) return done;
      staging_.files = counted;
      HT_TRY_STATUS(RemoveRows(database_, import_.id));
    }
  }

 private:
  Status Try(const BankAnswer* answer) {
    HT_TRY_STATUS(Compare());
    HT_TRY_STATUS(WriteRows());
    return database_.Write([&](database::Transaction& tx) { return Show(tx, answer); });
  }

  Status IsUnchanged(database::Transaction& tx) const {
    HT_TRY(const std::int64_t shown, ShownImports(tx));
    if (shown == shown_) return {};
    return Fail(ErrorCode::conflict, "Rows were settled meanwhile.",
                std::string(kChangedMeanwhile));
  }

  Status Compare() {
    return database_.Read([&](database::Transaction& tx) -> Status {
      HT_TRY(shown_, ShownImports(tx));
      HT_TRY(last_account_, LastOf(tx, "account"));
      HT_TRY(last_number_, LastOf(tx, "number"));
      HT_TRY(last_sheet_, LastOf(tx, "sheet"));
      HT_TRY(last_doubt_, LastOf(tx, "doubt"));
      HT_TRY(last_.entry, LastOf(tx, "entry"));
      HT_TRY(last_.transfer, LastOf(tx, "transfer"));
      HT_TRY(resolved_, Resolve(tx, staging_, last_account_));
      HT_TRY(const Held held, HeldNear(tx, staging_, resolved_));
      plan_ = MakePlan(staging_, resolved_, held, last_, import_.id);
      return {};
    });
  }

  template <typename Record>
  Status WriteBatches(std::span<const Record> records) {
    for (std::size_t begin = 0; begin < records.size(); begin += kBatch) {
      const auto batch = records.subspan(begin, std::min(kBatch, records.size() - begin));
      HT_TRY_STATUS(SayThatItLives());
      HT_TRY_STATUS(database_.InsertInBackground(batch));
    }
    return {};
  }

  Status SayThatItLives() {
    const Moment now = clock_.Now();
    if (said_at_ && now - *said_at_ < kLife) return {};
    said_at_ = now;
    return database_.WriteInBackground([&](database::Transaction& tx) -> Status {
      HT_TRY_STATUS(
          tx.Execute("UPDATE trail_import SET touched_at = :t WHERE id = :id", now, import_.id));
      return {};
    });
  }

  Status WriteRows() {
    // The counters go first: whatever happens, no id is given twice.
    HT_TRY_STATUS(database_.Write([&](database::Transaction& tx) { return CountIds(tx); }));
    HT_TRY_STATUS(WriteAccounts());
    std::vector<Sheet> sheets;
    for (std::size_t i = 0; i < staging_.files.size(); ++i) {
      sheets.push_back({last_sheet_ + 1 + static_cast<std::int64_t>(i), import_.id,
                        staging_.files[i].file, staging_.files[i].sheet, staging_.originals[i]});
    }
    HT_TRY_STATUS(WriteBatches<Sheet>(sheets));
    for (std::size_t begin = 0; begin < plan_.entries.size(); begin += kBatch) {
      std::vector<Entry> batch;
      for (std::size_t i = begin; i < std::min(begin + kBatch, plan_.entries.size()); ++i) {
        Entry entry = EntryOf(staging_, resolved_, plan_.entries[i], last_sheet_ + 1);
        entry.id = last_.entry + 1 + static_cast<std::int64_t>(i);
        entry.import_id = import_.id;
        entry.row_hash = plan_.row_hashes[i];
        batch.push_back(std::move(entry));
      }
      HT_TRY_STATUS(WriteBatches<Entry>(batch));
    }
    return WriteBatches<Transfer>(plan_.added);
  }

  Status CountIds(database::Transaction& tx) {
    HT_TRY_STATUS(IsUnchanged(tx));
    const auto count = [](const auto& items) { return static_cast<std::int64_t>(items.size()); };
    HT_TRY_STATUS(SetLast(tx, "account", last_account_ + count(resolved_.added)));
    HT_TRY_STATUS(SetLast(tx, "number", last_number_ + count(resolved_.numbers)));
    HT_TRY_STATUS(SetLast(tx, "sheet", last_sheet_ + count(staging_.files)));
    HT_TRY_STATUS(SetLast(tx, "doubt", last_doubt_ + count(plan_.doubts)));
    HT_TRY_STATUS(SetLast(tx, "entry", last_.entry + count(plan_.entries)));
    return SetLast(tx, "transfer", last_.transfer + count(plan_.added));
  }

  // New accounts and their numbers are no secret: without rows they are in nobody's way, also when
  // the import comes to nothing.
  Status WriteAccounts() {
    HT_TRY_STATUS(WriteBatches<Account>(resolved_.added));
    for (std::size_t i = 0; i < resolved_.numbers.size(); ++i) {
      resolved_.numbers[i].id = last_number_ + 1 + static_cast<std::int64_t>(i);
    }
    return WriteBatches<NumberRow>(resolved_.numbers);
  }

  // All that touches what others see already, in one commit.
  Status Show(database::Transaction& tx, const BankAnswer* answer) {
    HT_TRY_STATUS(IsUnchanged(tx));
    for (Account& account : resolved_.changed) HT_TRY_STATUS(tx.Update(account));
    HT_TRY_STATUS(Apply(tx, plan_, import_.id, last_doubt_ + 1));
    for (const auto& [before, now] : resolved_.merged) {
      HT_TRY_STATUS(MergeAccounts(tx, before, now));
    }
    HT_TRY_STATUS(SetKnowledge(tx, answer));
    return MarkShown(tx);
  }

  Status SetKnowledge(database::Transaction& tx, const BankAnswer* answer) {
    std::map<std::int64_t, Reach> reaches;
    for (const Plan::Span& span : plan_.spans) {
      Reach& reach = reaches[span.account_id];
      reach.from_at = Moment{span.from_ms};
      reach.until_at = Moment{span.until_ms};
    }
    if (answer != nullptr) ReachAsAsked(*answer, reaches);
    for (const statement::Opening& opening : plan_.openings) {
      reaches[opening.account].opening_fen = Fen(opening.opening_fen);
    }
    std::vector<Reach> noted;
    for (auto& [id, reach] : reaches) {
      HT_TRY(Account account, tx.Get<Account>(id));
      if (!reach.until_at && reach.opening_fen == account.opening_fen) continue;
      Extend(account, reach.from_at, reach.until_at);
      if (reach.opening_fen) account.opening_fen = reach.opening_fen;
      HT_TRY_STATUS(tx.Update(account));
      reach.account_id = id;
      reach.import_id = import_.id;
      noted.push_back(reach);
    }
    return NoteReach(tx, std::move(noted));
  }

  // A bank answers for the whole period it was asked about, and an answer without rows says that
  // there were none.
  void ReachAsAsked(const BankAnswer& answer, std::map<std::int64_t, Reach>& reaches) const {
    std::set<std::int64_t> asked;
    for (const StagedEntry& entry : staging_.entries) asked.insert(OwnAccount(resolved_, entry));
    for (const StagedAccount& row : staging_.accounts) {
      const std::uint32_t number = row.card.main != 0 ? row.card.main : row.account.main;
      if (number != 0) asked.insert(resolved_.account_of[number]);
    }
    for (const std::int64_t id : asked) {
      Reach& reach = reaches[id];
      if (answer.held_from) {
        reach.from_at = std::min(*answer.held_from, reach.from_at.value_or(*answer.held_from));
      }
      reach.until_at = std::max(answer.held_until, reach.until_at.value_or(answer.held_until));
    }
  }

  Status MarkShown(database::Transaction& tx) {
    HT_TRY(Import now, tx.Get<Import>(import_.id));
    const Moment moment = clock_.Now();
    now.state = ImportState::shown;
    // What a bank answered is here as rows now; which originals it was may be asked for again.
    if (now.order_id) now.source = PersonalText();
    now.rows_read = staging_.rows_read;
    now.bytes_read = now.bytes_total;
    now.transfers_new = static_cast<std::int64_t>(plan_.added.size());
    now.pairs = plan_.pairs;
    now.files = PersonalText(json::Write(staging_.files, Reveal::in_full));
    now.ended_at = moment;
    HT_TRY_STATUS(tx.Update(now));
    import_ = now;
    return JournalImport(tx, import_, "import_shown", moment);
  }

  database::Database& database_;
  const Clock& clock_;
  Import& import_;
  Staging& staging_;
  Resolved resolved_;
  Plan plan_;
  LastIds last_;
  std::int64_t shown_ = 0;  // How many imports were shown when this one was compared.
  std::int64_t last_account_ = 0;
  std::int64_t last_number_ = 0;
  std::int64_t last_sheet_ = 0;
  std::int64_t last_doubt_ = 0;
  std::optional<Moment> said_at_;
};

// The turn. After it the import's row says `loading` and is ours. What is put down already is tried
// once, for the worker comes back to it; a new import waits.
Status AwaitTurn(database::Database& database, const Clock& clock, Import& import) {
  Bell never;
  const int most_turns = import.id != 0 ? 1 : kMostTurns;
  for (int turn = 0; turn < most_turns; ++turn) {
    if (turn > 0) never.Wait(kTurn);
    // A command may run more than once: what it makes of the import counts once it is committed.
    Import taken;
    HT_TRY(const bool mine, database.Write([&](database::Transaction& tx) {
      taken = import;
      return TakeTurn(tx, taken, clock.Now());
    }));
    if (mine) {
      import = std::move(taken);
      // It may have been begun before, by a loader that died.
      HT_TRY_STATUS(RemoveRows(database, import.id));
      return Sweep(database);
    }
  }
  return Fail(ErrorCode::conflict, "Another import is loading.", "import_running");
}

// The hash of the original, which is kept when there is a place for it.
Result<std::string> Keep(const ImportWish& wish, const InputFile& file) {
  std::error_code unknown;
  const bool plain = std::filesystem::is_regular_file(file.path, unknown);
  if (!file.hash.empty() || wish.originals.empty() || !plain) return file.hash;
  return files::FileStore(wish.originals).Keep(file.path);
}

Status StageAll(database::Database& database, const Clock& clock, const ImportWish& wish,
                Import& import, Staging& staging) {
  HT_TRY(const auto remembered,
         database.Read([](database::Transaction& tx) { return RememberedIn(tx); }));
  const Progress progress = [&](std::int64_t rows, std::int64_t bytes) -> Status {
    return database.WriteInBackground([&](database::Transaction& tx) -> Status {
      HT_TRY_STATUS(
          tx.Execute("UPDATE trail_import SET touched_at = :t, rows_read = :r,"
                     " bytes_read = :b WHERE id = :id",
                     clock.Now(), rows, bytes, import.id));
      return {};
    });
  };
  for (const InputFile& file : wish.files) {
    std::error_code unknown;
    if (!std::filesystem::exists(file.path, unknown)) {
      ImportedFile& missing = staging.files.emplace_back();
      missing.file = file.name;
      missing.error = "not_found";
      staging.originals.emplace_back();
      continue;
    }
    HT_TRY(const std::string hash, Keep(wish, file));
    HT_TRY_STATUS(Stage(file, hash, remembered, progress, staging));
  }
  return {};
}

// A failure leaves the import as failed, with nothing of it stored. When even that cannot be
// written, the next loader finds this one dead.
Status GiveUp(database::Database& database, const Clock& clock, std::int64_t import_id,
              const Error& error) {
  HT_TRY_STATUS(database.Write([&](database::Transaction& tx) -> Status {
    HT_TRY(Import import, tx.Get<Import>(import_id));
    const std::string_view name = error.rule.empty() ? FactsOf(error.code).name : error.rule;
    return Failed(tx, import, std::string(name), clock.Now());
  }));
  return RemoveRows(database, import_id);
}

}  // namespace

Status JournalImport(database::Transaction& tx, const Import& import, std::string act, Moment now) {
  journal::Entry entry;
  entry.actor.officer_id = import.officer_id;
  entry.desk = "trail";
  entry.act = std::move(act);
  entry.subject = "import";
  entry.subject_id = import.id;
  entry.case_id = import.case_id.value_or(0);
  if (import.case_id) {
    HT_TRY(
        const auto units,
        tx.Query<std::int64_t>("SELECT unit_id FROM register_case WHERE id = :c", *import.case_id));
    if (!units.empty()) entry.unit_id = units.front();
  }
  entry.facts = {{"state", EnumName(import.state)},
                 {"rows", import.rows_read},
                 {"transfers_new", import.transfers_new},
                 {"pairs", import.pairs}};
  return journal::Append(tx, entry, now);
}

Result<ImportAnswer> LoadFiles(database::Database& database, const Clock& clock,
                               const ImportWish& wish, Import import) {
  import.case_id = wish.case_id;
  import.officer_id = wish.officer_id;
  if (import.id == 0) import.began_at = clock.Now();
  HT_TRY_STATUS(AwaitTurn(database, clock, import));
  Staging staging;
  Status done = StageAll(database, clock, wish, import, staging);
  if (done) done = Loader(database, clock, import, staging).Run(nullptr);
  if (!done) {
    static_cast<void>(GiveUp(database, clock, import.id, done.error()));
    return tl::unexpected(std::move(done).error());
  }
  return ImportAnswer{import.id, std::move(staging.files), import.transfers_new, import.pairs};
}

Status LoadAnswer(database::Database& database, const Clock& clock, const BankAnswer& answer,
                  Import import) {
  HT_TRY_STATUS(AwaitTurn(database, clock, import));
  Staging staging;
  Stage(answer, staging);
  Status done = Loader(database, clock, import, staging).Run(&answer);
  if (!done) static_cast<void>(GiveUp(database, clock, import.id, done.error()));
  return done;
}

Result<ImportAnswer> ImportFiles(database::Database& database, const Clock& clock,
                                 const ImportWish& wish) {
  if (wish.case_id) {
    HT_TRY_STATUS(database.Read(
        [&](database::Transaction& tx) { return tx.Get<registry::Case>(*wish.case_id); }));
  }
  return LoadFiles(database, clock, wish, Import{});
}

Result<std::vector<Transfer>> ShownTransfers(database::Transaction& tx) {
  return tx.Find<Transfer>(
      "WHERE import_id IN (SELECT id FROM trail_import WHERE state = 'shown')"
      " ORDER BY order_at, order_rank, id");
}

Result<std::vector<Account>> AccountsWith(database::Transaction& tx,
                                          std::span<const std::int64_t> ids) {
  std::vector<Account> accounts;
  for (const std::int64_t id : ids) {
    HT_TRY(accounts.emplace_back(), tx.Get<Account>(id));
  }
  return accounts;
}

}  // namespace hetang::trail
