#include <thread>

#include "base/json.h"
#include "base/text.h"
#include "desk/roster/roster.h"
#include "desk/trail/import.h"
#include "desk/trail/past.h"
#include "desk/trail/saved.h"
#include "desk/trail/settle.h"
#include "desk/trail/views.h"
#include "platform/files/uploads.h"

namespace hetang::trail {
namespace {

using database::Transaction;
using http::Call;

constexpr std::string_view kReadRight = "trail:read";
constexpr std::string_view kImportRight = "trail:import";
constexpr std::string_view kClaimRight = "trail:claim";

http::Route Of(std::string method, std::string path, std::string_view right, std::string summary) {
  http::Route route;
  route.method = std::move(method);
  route.path = "/api/v1/trail" + std::move(path);
  route.right = right;
  route.summary = std::move(summary);
  return route;
}

struct UploadForm {
  Text<200> name;
  std::int64_t size_bytes = 0;
};
BOOST_DESCRIBE_STRUCT(UploadForm, (), (name, size_bytes))

struct UploadView {
  std::string id;
  std::string name;
  std::int64_t size_bytes = 0;
  std::int64_t part_bytes = static_cast<std::int64_t>(files::kUploadPartBytes);
  std::vector<std::int64_t> parts_received;
  std::optional<std::string> sha256;
  bool whole = false;
};
BOOST_DESCRIBE_STRUCT(UploadView, (),
                      (id, name, size_bytes, part_bytes, parts_received, sha256, whole))

struct ImportForm {
  std::optional<std::int64_t> case_id;
  std::vector<std::string> upload_ids;
};
BOOST_DESCRIBE_STRUCT(ImportForm, (), (case_id, upload_ids))

struct ImportView {
  std::int64_t id = 0;
  std::optional<std::int64_t> case_id;
  ImportState state = ImportState::waiting;
  std::string officer_name;
  Moment began_at;
  std::optional<Moment> ended_at;
  std::int64_t rows_read = 0;
  std::int64_t bytes_read = 0;
  std::int64_t bytes_total = 0;
  std::int64_t transfers_new = 0;
  std::int64_t pairs = 0;
  std::string problem;
  std::vector<ImportedFile> files;
  std::vector<InputName> originals;  // Kept here: it can be loaded again without a new upload.
  bool can_retry = false;
};
BOOST_DESCRIBE_STRUCT(ImportView, (),
                      (id, case_id, state, officer_name, began_at, ended_at, rows_read, bytes_read,
                       bytes_total, transfers_new, pairs, problem, files, originals, can_retry))

struct MappingForm {
  std::string header_key;
  statement::Table kind = statement::Table::transactions;
  std::vector<std::string> columns;
  bool amounts_in_fen = false;
};
BOOST_DESCRIBE_STRUCT(MappingForm, (), (header_key, kind, columns, amounts_in_fen))

UploadView ViewOf(const files::UploadState& state) {
  UploadView view;
  view.id = state.id;
  view.name = state.name;
  view.size_bytes = static_cast<std::int64_t>(state.bytes);
  view.whole = state.missing.empty();
  if (!state.hash.empty()) view.sha256 = state.hash;
  auto missing = state.missing.begin();
  for (std::uint64_t part = 0; part < state.parts; ++part) {
    if (missing != state.missing.end() && *missing == part) {
      ++missing;
    } else {
      view.parts_received.push_back(static_cast<std::int64_t>(part));
    }
  }
  return view;
}

http::Response JsonOf(const UploadView& view) {
  http::Response response;
  response.body = json::Write(view);
  return response;
}

Result<ImportView> ViewOf(Transaction& tx, const Import& import) {
  ImportView view;
  view.id = import.id;
  view.case_id = import.case_id;
  view.state = import.state;
  view.began_at = import.began_at;
  view.ended_at = import.ended_at;
  view.rows_read = import.rows_read;
  view.bytes_read = import.bytes_read;
  view.bytes_total = import.bytes_total;
  view.transfers_new = import.transfers_new;
  view.pairs = import.pairs;
  view.problem = import.problem;
  if (import.officer_id != 0) {
    HT_TRY(const auto officer, roster::OfficerOf(tx, import.officer_id));
    view.officer_name = officer.name.str();
  }
  if (!import.files.empty()) {
    json::Limits roomy;
    roomy.bytes = std::size_t{1} << 30;
    HT_TRY(view.files, json::Read<std::vector<ImportedFile>>(import.files.Reveal(), roomy));
  }
  HT_TRY(const Source source, SourceOf(import));
  view.originals = source.uploads;
  const bool over = import.state == ImportState::failed || import.state == ImportState::shown;
  view.can_retry = over && (source.answer || !source.uploads.empty());
  return view;
}

// An import of another unit's case is not shown; one of no case is everybody's, as its rows are.
Result<Import> ImportFor(Transaction& tx, std::int64_t id, const auth::Principal& who) {
  HT_TRY(auto import, tx.Get<Import>(id));
  if (import.case_id) HT_TRY_STATUS(registry::CaseFor(tx, *import.case_id, who));
  return import;
}

Result<http::Page<ImportView>> Imports(const Call& call, Transaction& tx) {
  HT_TRY(const http::PageRequest request, http::PageOf(call));
  const auto text = call.QueryText("case_id");
  std::int64_t case_id = 0;
  if (text) {
    if (!IsDigits(*text) || text->size() > 18) {
      return Invalid({{"case_id", "integer", "A case is named by its id."}});
    }
    case_id = std::stoll(*text);
    HT_TRY_STATUS(registry::CaseFor(tx, case_id, call.who));
  }
  const std::int64_t before = request.after_id == 0 ? INT64_MAX : request.after_id;
  HT_TRY(const auto imports, tx.Find<Import>("WHERE id < :before AND loader <> :hand AND (case_id "
                                             "= :c OR (:c2 = 0 AND case_id IS NULL))"
                                             " ORDER BY id DESC LIMIT :limit",
                                             before, kByHand, case_id, case_id, request.limit));
  http::Page<ImportView> page;
  for (const Import& import : imports) {
    HT_TRY(page.items.emplace_back(), ViewOf(tx, import));
  }
  if (static_cast<std::int64_t>(imports.size()) == request.limit) {
    page.next = std::to_string(imports.back().id);
  }
  return page;
}

Result<http::Response> RefusedRows(const Call& call, database::Database& database) {
  HT_TRY(const std::int64_t id, call.PathId("id"));
  HT_TRY(const ImportView view, database.Read([&](Transaction& tx) -> Result<ImportView> {
    HT_TRY(const Import import, ImportFor(tx, id, call.who));
    return ViewOf(tx, import);
  }));
  http::Response response;
  response.content_type = "text/csv; charset=utf-8";
  response.headers.emplace_back("Content-Disposition",
                                "attachment; filename=\"refused-" + std::to_string(id) + ".csv\"");
  response.body =
      "\xEF\xBB\xBF"
      "file,sheet,row,reason\r\n";
  for (const ImportedFile& file : view.files) {
    for (const RowNote& note : file.refused) {
      response.body += CsvCell(file.file) + "," + CsvCell(file.sheet) + "," +
                       std::to_string(note.row) + "," + note.reason + "\r\n";
    }
  }
  return response;
}

Result<ImportView> Begin(const Call& call, const ImportForm& form, Transaction& tx,
                         files::Uploads& uploads) {
  if (form.case_id) HT_TRY_STATUS(registry::CaseFor(tx, *form.case_id, call.who));
  if (form.upload_ids.empty()) {
    return Invalid({{"upload_ids", "missing", "Name at least one upload."}});
  }
  std::vector<InputName> names;
  for (const std::string& id : form.upload_ids) {
    HT_TRY(const auto state, uploads.State(id));
    HT_TRY(const std::string hash, uploads.Finish(id));
    names.push_back({hash, state.name});
  }
  HT_TRY(const std::int64_t id,
         ImportUploads(tx, form.case_id, std::move(names), call.who.officer_id, call.now));
  HT_TRY(const auto import, tx.Get<Import>(id));
  return ViewOf(tx, import);
}

Result<MappingForm> Remember(const Call& call, const MappingForm& form, Transaction& tx) {
  std::vector<FieldError> errors;
  if (form.header_key.empty()) errors.push_back({"header_key", "missing", "Which header?"});
  std::string columns;
  for (std::size_t i = 0; i < form.columns.size(); ++i) {
    if (!EnumFromName<statement::Column>(form.columns[i])) {
      errors.push_back({"columns[" + std::to_string(i) + "]", "choice", "No such column."});
    }
    columns += (i == 0 ? "" : ",") + form.columns[i];
  }
  if (!errors.empty()) return Invalid(std::move(errors));
  HT_TRY_STATUS(tx.Execute(
      "INSERT INTO trail_mapping (header_key, kind, columns, amounts_in_fen, officer_id, made_at)"
      " VALUES (:k, :t, :c, :f, :o, :m) ON CONFLICT (header_key) DO UPDATE SET"
      " kind = EXCLUDED.kind, columns = EXCLUDED.columns,"
      " amounts_in_fen = EXCLUDED.amounts_in_fen, officer_id = EXCLUDED.officer_id,"
      " made_at = EXCLUDED.made_at",
      form.header_key, form.kind, columns, form.amounts_in_fen, call.who.officer_id, call.now));
  return form;
}

Result<std::optional<Moment>> MomentIn(const Call& call, std::string_view name) {
  const auto text = call.QueryText(name);
  if (!text || text->empty()) return std::optional<Moment>();
  const auto moment = ParseIso(*text);
  if (!moment) return Invalid({{std::string(name), "moment", "A moment is ISO 8601."}});
  return moment;
}

Result<TraceQuestion> QuestionIn(const Call& call) {
  TraceQuestion question;
  HT_TRY(question.case_id, call.PathId("id"));
  if (const auto method = call.QueryText("method")) {
    const auto known = EnumFromName<trace::Method>(*method);
    if (!known) return Invalid({{"method", "choice", "There is no such method."}});
    question.method = *known;
  }
  HT_TRY(question.until, MomentIn(call, "until"));
  HT_TRY(question.known_at, MomentIn(call, "known_at"));
  return question;
}

void AddUploadRoutes(http::Router& router, files::Uploads& uploads, const Clock& clock) {
  router.Raw<UploadForm, UploadView>(
      Of("POST", "/uploads", kImportRight, "Begins an upload that travels in parts."),
      [&](const Call& call) -> Result<http::Response> {
        HT_TRY(const auto form, json::Read<UploadForm>(call.body));
        if (form.size_bytes <= 0) {
          return Invalid({{"size_bytes", "positive", "An empty file holds no statement."}});
        }
        HT_TRY(const auto state,
               uploads.Create(form.name.str(), static_cast<std::uint64_t>(form.size_bytes),
                              clock.Now()));
        return JsonOf(ViewOf(state));
      });
  router.Raw<http::Nothing, UploadView>(
      Of("GET", "/uploads/{id}", kImportRight, "Which parts of an upload have arrived."),
      [&](const Call& call) -> Result<http::Response> {
        HT_TRY(const auto state, uploads.State(call.path.at("id")));
        return JsonOf(ViewOf(state));
      });
  router.Raw<http::Nothing, UploadView>(
      Of("PUT", "/uploads/{id}/parts/{part}", kImportRight, "One part; a repeat is harmless."),
      [&](const Call& call) -> Result<http::Response> {
        const std::string& part = call.path.at("part");
        if (!IsDigits(part) || part.size() > 9) {
          return Invalid({{"part", "integer", "Parts are numbered from 0."}});
        }
        const std::string& id = call.path.at("id");
        HT_TRY_STATUS(uploads.WritePart(id, std::stoull(part), call.body));
        HT_TRY(const auto state, uploads.State(id));
        return JsonOf(ViewOf(state));
      });
}

void AddImportRoutes(http::Router& router, database::Database& database, files::Uploads& uploads) {
  http::Route list = Of("GET", "/imports", kReadRight, "Imports, the newest first.");
  list.query_parameters = {"case_id", "after", "limit"};
  router.Query<http::Page<ImportView>>(std::move(list), Imports);
  router.Query<ImportView>(Of("GET", "/imports/{id}", kReadRight, "One import and its account."),
                           [](const Call& call, Transaction& tx) -> Result<ImportView> {
                             HT_TRY(const std::int64_t id, call.PathId("id"));
                             HT_TRY(const Import import, ImportFor(tx, id, call.who));
                             return ViewOf(tx, import);
                           });
  router.Raw<http::Nothing, http::Nothing>(
      Of("GET", "/imports/{id}/refused.csv", kReadRight, "The refused rows as a file."),
      [&database](const Call& call) { return RefusedRows(call, database); });
  router.Command<ImportForm, ImportView>(
      Of("POST", "/imports", kImportRight, "Imports uploads; the work goes on by itself."),
      [&uploads](const Call& call, const ImportForm& form, Transaction& tx) {
        return Begin(call, form, tx, uploads);
      });
  router.Command<http::Nothing, ImportView>(
      Of("POST", "/imports/{id}/retry", kImportRight, "Loads the same originals again."),
      [](const Call& call, const http::Nothing&, Transaction& tx) -> Result<ImportView> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        HT_TRY(const Import import, ImportFor(tx, id, call.who));
        HT_TRY(const Import again, Retry(tx, import, call.who.officer_id, call.now));
        return ViewOf(tx, again);
      });
  router.Command<MappingForm, MappingForm>(
      Of("POST", "/mappings", kImportRight, "Remembers what the columns of a header mean."),
      Remember);
}

void AddTraceRoutes(http::Router& router, database::Database& database, WarmWorld& warm) {
  http::Route trace = Of("GET", "/cases/{id}/trace", kReadRight, "Where the money of a case is.");
  trace.query_parameters = {"method", "until", "known_at"};
  trace.reveals = true;
  router.Query<TraceView>(std::move(trace),
                          [&warm](const Call& call, Transaction& tx) -> Result<TraceView> {
                            HT_TRY(const auto question, QuestionIn(call));
                            return TraceOf(tx, warm, question, call.who);
                          });
  http::Route file =
      Of("GET", "/cases/{id}/export", kReadRight, "A trace as csv, xlsx, gexf, graphml or ftm.");
  file.query_parameters = {"format", "method", "until", "known_at"};
  router.Raw<http::Nothing, http::Nothing>(
      std::move(file), [&](const Call& call) -> Result<http::Response> {
        HT_TRY(const auto question, QuestionIn(call));
        HT_TRY(const auto view, database.Read([&](Transaction& tx) {
          return TraceOf(tx, warm, question, call.who);
        }));
        return ExportTrace(view, call.QueryText("format").value_or("csv"), Reveal::masked,
                           call.now);
      });
  router.Command<RowsForm, TransferRows>(
      Of("POST", "/transfers/read", kReadRight, "Transfers with the rows that prove them."),
      [](const Call&, const RowsForm& form, Transaction& tx) { return RowsOf(tx, form); });
  http::Route entries = Of("GET", "/accounts/{id}/entries", kReadRight, "An account's rows.");
  entries.query_parameters = {"after", "limit"};
  router.Query<http::Page<AccountEntry>>(std::move(entries), EntriesOf);
  router.Query<DoubtList>(Of("GET", "/cases/{id}/doubts", kReadRight,
                             "Rows that may be one transfer, where nothing decides."),
                          [](const Call& call, Transaction& tx) -> Result<DoubtList> {
                            HT_TRY(const std::int64_t id, call.PathId("id"));
                            HT_TRY_STATUS(registry::CaseFor(tx, id, call.who));
                            return DoubtsIn(tx);
                          });
  router.Command<SettleForm, SettlementView>(
      Of("POST", "/cases/{id}/doubts/{doubt}/settle", kClaimRight,
         "Decides whether rows in doubt are one transfer, under one's name."),
      [](const Call& call, const SettleForm& form, Transaction& tx) -> Result<SettlementView> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        HT_TRY(const std::int64_t doubt, call.PathId("doubt"));
        return Settle(tx, id, doubt, form, call.who, call.now);
      });
  router.Command<WithdrawForm, SettlementView>(
      Of("POST", "/settlements/{id}/withdraw", kClaimRight, "Takes such a decision back."),
      [](const Call& call, const WithdrawForm& form, Transaction& tx) -> Result<SettlementView> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        return Unsettle(tx, id, form.note, call.who, call.now);
      });
}

void AddSavedRoutes(http::Router& router, WarmWorld& warm) {
  router.Command<SaveForm, SavedLine>(
      Of("POST", "/cases/{id}/traces", kReadRight, "Keeps the trace as it is, for the record."),
      [&warm](const Call& call, const SaveForm& form, Transaction& tx) -> Result<SavedLine> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        return SaveTrace(tx, warm, id, form, call.who, call.now);
      });
  router.Query<SavedList>(Of("GET", "/cases/{id}/traces", kReadRight, "Traces that were kept."),
                          [](const Call& call, Transaction& tx) -> Result<SavedList> {
                            HT_TRY(const std::int64_t id, call.PathId("id"));
                            return SavedOf(tx, id, call.who);
                          });
  http::Route saved = Of("GET", "/traces/{id}", kReadRight, "A kept trace as it was.");
  saved.reveals = true;
  router.Query<SavedView>(std::move(saved),
                          [](const Call& call, Transaction& tx) -> Result<SavedView> {
                            HT_TRY(const std::int64_t id, call.PathId("id"));
                            return SavedTrace(tx, id, call.who);
                          });
  router.Query<SavedDifference>(
      Of("GET", "/traces/{id}/difference", kReadRight, "A kept trace beside what is known now."),
      [&warm](const Call& call, Transaction& tx) -> Result<SavedDifference> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        return CompareWithNow(tx, warm, id, call.who);
      });
}

void AddClaimRoutes(http::Router& router) {
  router.Command<ClaimForm, ClaimView>(
      Of("POST", "/cases/{id}/claims", kClaimRight, "Adds what no file says, under one's name."),
      [](const Call& call, const ClaimForm& form, Transaction& tx) -> Result<ClaimView> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        return MakeClaim(tx, id, form, call.who, call.now);
      });
  router.Command<WithdrawForm, ClaimView>(
      Of("POST", "/claims/{id}/withdraw", kClaimRight, "Takes a claim back."),
      [](const Call& call, const WithdrawForm& form, Transaction& tx) -> Result<ClaimView> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        return WithdrawClaim(tx, id, form, call.who, call.now);
      });
}

// What the routes keep between requests; lives as long as they do.
struct Kept {
  // The world is read at once: the first trace of the day shall not wait for it. Should that fail,
  // the first trace tries again and says why.
  Kept(database::Database& database, const std::filesystem::path& data)
      : uploads(data, Roomy()), warming([this, &database] {
          static_cast<void>(database.Read([this](Transaction& tx) { return warm.Get(tx); }));
        }) {}
  ~Kept() { warming.join(); }
  Kept(const Kept&) = delete;
  Kept& operator=(const Kept&) = delete;
  // A folder of a hundred files is one import: each is an upload until it begins.
  static files::UploadLimits Roomy() {
    files::UploadLimits limits;
    limits.open = 1'000;
    return limits;
  }
  files::Uploads uploads;
  WarmWorld warm;
  std::thread warming;
};

}  // namespace

std::shared_ptr<void> AddRoutes(http::Router& router, database::Database& database,
                                const Clock& clock, const std::filesystem::path& data) {
  auto kept = std::make_shared<Kept>(database, data);
  AddUploadRoutes(router, kept->uploads, clock);
  AddImportRoutes(router, database, kept->uploads);
  AddTraceRoutes(router, database, kept->warm);
  AddClaimRoutes(router);
  AddSavedRoutes(router, kept->warm);
  return kept;
}

}  // namespace hetang::trail
