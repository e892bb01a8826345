#include <thread>

#include <spdlog/spdlog.h>

#include "base/bell.h"
#include "base/json.h"
#include "base/threads.h"
#include "desk/trail/import.h"
#include "platform/files/store.h"
#include "platform/files/uploads.h"

namespace hetang::trail {
namespace {

constexpr std::chrono::seconds kTick{5};

json::Limits Roomy() {
  json::Limits limits;
  limits.bytes = std::size_t{1} << 30;
  return limits;
}

class ThreadedWorker final : public Worker {
 public:
  ThreadedWorker(database::Database& database, const Clock& clock, std::filesystem::path data)
      : database_(database),
        clock_(clock),
        data_(std::move(data)),
        bell_(std::make_shared<Bell>()) {
    // The listener may be called after the worker is gone, while the database still closes.
    database.OnCommit([bell = bell_] { bell->Ring(); });
    thread_ = std::thread([this] {
      SweepFiles();
      do {
        if (const Status done = LoadWaiting(); !done) {
          spdlog::warn("An import failed: {} ({})", done.error().message,
                       FactsOf(done.error().code).name);
        }
      } while (bell_->Wait(kTick));
    });
  }

  ~ThreadedWorker() override {
    bell_->Close();
    thread_.join();
  }

 private:
  // What an earlier run left half written, or began and never finished.
  void SweepFiles() {
    const auto left = files::FileStore(data_).Sweep();
    const auto old = files::Uploads(data_, {}).Sweep(clock_.Now());
    if (!left || !old) spdlog::warn("Old files could not be swept.");
  }

  Status LoadWaiting() {
    HT_TRY(const auto waiting, database_.Read([](database::Transaction& tx) {
      return tx.Find<Import>("WHERE state IN ('waiting', 'loading') AND source <> '' ORDER BY id");
    }));
    Status first;
    for (const Import& import : waiting) {
      Status done = Load(import);
      // Another loader has its turn: that is no failure, this one comes back.
      if (!done && done.error().rule == "import_running") break;
      if (first) first = std::move(done);
    }
    return first;
  }

  Status Load(const Import& import) {
    HT_TRY(const Source source, SourceOf(import));
    if (source.answer) return LoadAnswer(database_, clock_, *source.answer, import);
    ImportWish wish;
    wish.case_id = import.case_id;
    wish.officer_id = import.officer_id;
    const files::FileStore store(data_);
    for (const InputName& upload : source.uploads) {
      HT_TRY(const auto path, store.PathOf(upload.hash));
      wish.files.push_back({path, upload.name, upload.hash});
    }
    // A bank's answer is small and awaited; files may be large, and others need the machine.
    Status done;
    std::thread([&] {
      GiveWayToOthers();
      if (const auto loaded = LoadFiles(database_, clock_, wish, import); !loaded) {
        done = tl::unexpected(loaded.error());
      }
    }).join();
    return done;
  }

  database::Database& database_;
  const Clock& clock_;
  std::filesystem::path data_;
  std::shared_ptr<Bell> bell_;
  std::thread thread_;
};

Result<std::int64_t> PutDown(database::Transaction& tx, Import import, const Source& source,
                             Moment now) {
  import.began_at = now;
  import.source = PersonalText(json::Write(source, Reveal::in_full));
  return tx.Insert(import);
}

}  // namespace

std::unique_ptr<Worker> Worker::Start(database::Database& database, const Clock& clock,
                                      std::filesystem::path data) {
  return std::make_unique<ThreadedWorker>(database, clock, std::move(data));
}

Result<std::int64_t> TakeBankAnswer(database::Transaction& tx, const BankAnswer& answer,
                                    Moment now) {
  HT_TRY(const auto known, tx.Query<std::int64_t>("SELECT id FROM trail_import WHERE order_id = :o",
                                                  answer.order_id));
  if (!known.empty() && !answer.adds_to_earlier) return known.front();
  Import import;
  import.case_id = answer.case_id;
  // The first answer stands for the order; what adds to it is found by its case.
  if (known.empty()) import.order_id = answer.order_id;
  Source source;
  source.answer = answer;
  return PutDown(tx, std::move(import), source, now);
}

Result<std::int64_t> ImportUploads(database::Transaction& tx, std::optional<std::int64_t> case_id,
                                   std::vector<InputName> uploads, std::int64_t officer_id,
                                   Moment now) {
  Import import;
  import.case_id = case_id;
  import.officer_id = officer_id;
  return PutDown(tx, std::move(import), Source{std::nullopt, std::move(uploads)}, now);
}

Result<Source> SourceOf(const Import& import) {
  if (import.source.empty()) return Source{};
  return json::Read<Source>(import.source.Reveal(), Roomy());
}

Result<Import> Retry(database::Transaction& tx, Import import, std::int64_t officer_id,
                     Moment now) {
  if (import.state != ImportState::failed && import.state != ImportState::shown) {
    return Fail(ErrorCode::conflict, "The import is underway.", "import_underway");
  }
  HT_TRY(const Source source, SourceOf(import));
  if (!source.answer && source.uploads.empty()) {
    return Fail(ErrorCode::conflict, "What it was made from is not kept.", "nothing_to_retry");
  }
  if (import.state == ImportState::shown) {
    HT_TRY(const std::int64_t id,
           ImportUploads(tx, import.case_id, source.uploads, officer_id, now));
    return tx.Get<Import>(id);
  }
  import.state = ImportState::waiting;
  import.problem.clear();
  import.touched_at.reset();
  import.ended_at.reset();
  HT_TRY_STATUS(tx.Update(import));
  Import by = import;
  by.officer_id = officer_id;  // Who tries it again, and not who began it.
  HT_TRY_STATUS(JournalImport(tx, by, "import_retried", now));
  return import;
}

}  // namespace hetang::trail
