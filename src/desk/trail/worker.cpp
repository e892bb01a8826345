#include <thread>

#include <spdlog/spdlog.h>

#include "base/bell.h"
#include "base/json.h"
#include "desk/trail/import.h"
#include "platform/files/store.h"
#include "platform/files/uploads.h"

namespace hetang::trail {
namespace {

constexpr std::chrono::seconds kTick{5};

// What an import that waits is made from. One of the two is there.
struct Source {
  std::optional<BankAnswer> answer;
  std::vector<InputName> uploads;
};
BOOST_DESCRIBE_STRUCT(Source, (), (answer, uploads))

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
    HT_TRY(const Source source, json::Read<Source>(import.source.Reveal(), Roomy()));
    if (source.answer) return LoadAnswer(database_, clock_, *source.answer, import);
    ImportWish wish;
    wish.case_id = import.case_id;
    wish.officer_id = import.officer_id;
    const files::FileStore store(data_);
    for (const InputName& upload : source.uploads) {
      HT_TRY(const auto path, store.PathOf(upload.hash));
      wish.files.push_back({path, upload.name, upload.hash});
    }
    HT_TRY_STATUS(LoadFiles(database_, clock_, wish, import));
    return {};
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
  if (!known.empty()) return known.front();
  Import import;
  import.case_id = answer.case_id;
  import.order_id = answer.order_id;
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

}  // namespace hetang::trail
