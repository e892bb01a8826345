#include "desk/warning/advance.h"
#include "desk/warning/figures.h"
#include "desk/warning/rules.h"
#include "desk/warning/steps.h"
#include "desk/warning/taking.h"
#include "desk/warning/views.h"

namespace hetang::warning {
namespace {

using database::Transaction;
using http::Call;
using http::Nothing;
using http::Page;

struct RevealForm {
  Text<200> why;
};
BOOST_DESCRIBE_STRUCT(RevealForm, (), (why))

// Each line is an InstructionForm; one that is wrong refuses itself alone.
struct BatchForm {
  Text<64> batch;
  std::vector<boost::json::value> lines;
};
BOOST_DESCRIBE_STRUCT(BatchForm, (), (batch, lines))

struct LineFault {
  std::string path;
  std::string code;
};
BOOST_DESCRIBE_STRUCT(LineFault, (), (path, code))

struct LineResult {
  std::int64_t line = 0;  // From 1.
  std::optional<TakenIn> taken;
  std::vector<LineFault> faults;
};
BOOST_DESCRIBE_STRUCT(LineResult, (), (line, taken, faults))

struct BatchResult {
  std::int64_t begun = 0;
  std::int64_t joined = 0;  // With those that began again.
  std::int64_t known = 0;
  std::int64_t held = 0;
  std::int64_t refused = 0;
  std::vector<LineResult> lines;
};
BOOST_DESCRIBE_STRUCT(BatchResult, (), (begun, joined, known, held, refused, lines))

http::Route Of(std::string method, std::string path, std::string_view right, std::string summary,
               std::vector<std::string> query = {}) {
  http::Route route;
  route.method = std::move(method);
  route.path = "/api/v1/warning" + std::move(path);
  route.right = right;
  route.summary = std::move(summary);
  route.query_parameters = std::move(query);
  return route;
}

template <typename Item>
Page<Item> ListOf(std::vector<Item> items) {
  Page<Item> page;
  page.items = std::move(items);
  return page;
}

// One line; what is wrong with it alone is part of its result.
Status TakeLine(Transaction& tx, const BatchForm& form, const Call& call, LineResult& result) {
  const auto& value = form.lines[static_cast<std::size_t>(result.line - 1)];
  auto line = json::Read<InstructionForm>(value);
  auto taken = line ? TakeIn(tx, *line, form.batch.str(), call.who, call.now)
                    : Result<TakenIn>(tl::unexpected(std::move(line).error()));
  if (taken) {
    result.taken = std::move(*taken);
    return {};
  }
  if (taken.error().code != ErrorCode::invalid) return tl::unexpected(std::move(taken).error());
  for (const FieldError& field : taken.error().fields) {
    result.faults.push_back({field.path, field.code});
  }
  return {};
}

void Count(BatchResult& batch, const LineResult& line) {
  if (!line.taken) {
    ++batch.refused;
    return;
  }
  switch (line.taken->arrival) {
    case Arrival::begun:
      ++batch.begun;
      break;
    case Arrival::joined:
    case Arrival::reopened:
      ++batch.joined;
      break;
    case Arrival::known:
      ++batch.known;
      break;
    case Arrival::held:
      ++batch.held;
      break;
  }
}

// So many lines go into one command: few enough that an order to a bank waits for no batch, many
// enough that they share a commit. A batch that breaks off is sent again, and what was taken in is
// known.
constexpr std::size_t kLinesTogether = 25;

Result<BatchResult> TakeBatch(database::Database& database, const Call& call) {
  HT_TRY(const auto form, json::Read<BatchForm>(std::string_view(call.body)));
  if (form.batch.empty()) return Invalid({{"batch", "missing", "A batch has a name."}});
  if (form.lines.empty() || form.lines.size() > kMostLines) {
    return Invalid({{"lines", "range", "From one line to 2,000."}});
  }
  BatchResult batch;
  for (std::size_t begin = 0; begin < form.lines.size(); begin += kLinesTogether) {
    const std::size_t end = std::min(begin + kLinesTogether, form.lines.size());
    HT_TRY(const auto results,
           database.Write([&](Transaction& tx) -> Result<std::vector<LineResult>> {
             std::vector<LineResult> lines;
             for (std::size_t i = begin; i < end; ++i) {
               lines.emplace_back().line = static_cast<std::int64_t>(i) + 1;
               HT_TRY_STATUS(TakeLine(tx, form, call, lines.back()));
             }
             return lines;
           }));
    for (const LineResult& line : results) Count(batch, line);
    batch.lines.insert(batch.lines.end(), results.begin(), results.end());
  }
  return batch;
}

void AddTakingRoutes(http::Router& router, database::Database& database) {
  router.Command<InstructionForm, TakenIn>(
      Of("POST", "/instructions", kTakeInRight, "Takes one instruction in."),
      [](const Call& call, const InstructionForm& form, Transaction& tx) {
        return TakeIn(tx, form, "", call.who, call.now);
      });
  router.Raw<BatchForm, BatchResult>(
      Of("POST", "/batches", kTakeInRight,
         "Takes up to 2,000 instructions in, each with its own result; again changes nothing."),
      [&database](const Call& call) -> Result<http::Response> {
        HT_TRY(const BatchResult batch, TakeBatch(database, call));
        http::Response response;
        response.body = json::Write(batch);
        return response;
      });
}

Result<Page<QueueItem>> Queue(const Call& call, Transaction& tx) {
  HT_TRY(const http::PageRequest page, http::PageOf(call));
  return QueueFor(tx, call.who, page);
}

Result<Page<WarningLine>> Warnings(const Call& call, Transaction& tx) {
  WarningQuery query;
  HT_TRY(query.page, http::PageOf(call));
  query.level = call.QueryText("level").value_or("");
  if (const auto state = call.QueryText("state")) {
    query.state = EnumFromName<WarningState>(*state);
    if (!query.state) return Invalid({{"state", "choice", "A warning has no such state."}});
  }
  return WarningsOf(tx, query, call.who);
}

Result<WarningView> View(const Call& call, Transaction& tx) {
  HT_TRY(const std::int64_t id, call.PathId("id"));
  HT_TRY(const Warning warning, WarningFor(tx, id, call.who));
  return ViewOf(tx, warning, call.who);
}

Result<WarningView> Revealed(const Call& call, const RevealForm& form, const Warning& warning,
                             Transaction& tx) {
  if (form.why.empty()) return Invalid({{"why", "missing", "Say why you need to see it."}});
  journal::Entry entry;
  entry.act = "warning_revealed";
  entry.why = form.why.str();
  HT_TRY_STATUS(JournalWarning(tx, warning, std::move(entry), call.who.actor(), call.now));
  return ViewOf(tx, warning, call.who);
}

Result<WarningView> RevealWarning(const Call& call, const RevealForm& form, Transaction& tx) {
  HT_TRY(const std::int64_t id, call.PathId("id"));
  HT_TRY(const Warning warning, WarningFor(tx, id, call.who));
  return Revealed(call, form, warning, tx);
}

// Whoever has taken a step must know whom to ring and where to go, whatever else they may see.
Result<WarningView> RevealForStep(const Call& call, const RevealForm& form, Transaction& tx) {
  HT_TRY(const std::int64_t id, call.PathId("id"));
  HT_TRY(const StepRow row, tx.Get<StepRow>(id));
  HT_TRY(const Warning warning, WarningFor(tx, row.warning_id, call.who));
  if (row.taken_by != call.who.officer_id || !IsToDo(row.phase)) {
    return Fail(ErrorCode::conflict, "The step is not yours.", "step_not_yours");
  }
  return Revealed(call, form, warning, tx);
}

void AddReadingRoutes(http::Router& router) {
  router.Query<Page<QueueItem>>(
      Of("GET", "/queue", kReadRight, "What is to be done by this officer, the gravest first.",
         {"after", "limit"}),
      Queue);
  router.Query<Page<WarningLine>>(Of("GET", "/warnings", kReadRight, "Warnings, newest first.",
                                     {"state", "level", "after", "limit"}),
                                  Warnings);
  router.Query<WarningView>(
      Of("GET", "/warnings/{id}", kReadRight, "A warning in one piece, masked."), View);
  http::Route reveal = Of("POST", "/warnings/{id}/reveal", "register:reveal",
                          "A warning in one piece, in full; journaled.");
  reveal.reveals = true;
  router.Command<RevealForm, WarningView>(std::move(reveal), RevealWarning);
  http::Route step = Of("POST", "/steps/{id}/reveal", kHandleRight,
                        "The warning in full for who has taken this step of it; journaled.");
  step.reveals = true;
  router.Command<RevealForm, WarningView>(std::move(step), RevealForStep);
  router.Query<WarningFigures>(
      Of("GET", "/figures", kReadRight,
         "How many were warned, reached and kept from paying, by level.", {"from", "until"}),
      [](const Call& call, Transaction& tx) { return FiguresOf(call, tx); });
}

using StepAction = Result<StepRow> (*)(Transaction&, std::int64_t, const auth::Principal&, Moment);

void AddStepRoute(http::Router& router, http::Route route, StepAction act) {
  router.Command<Nothing, StepView>(
      std::move(route),
      [act](const Call& call, const Nothing&, Transaction& tx) -> Result<StepView> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        HT_TRY(const StepRow row, act(tx, id, call.who, call.now));
        return StepViewOf(tx, row, call.who);
      });
}

// What was told after the end changes nothing and is refused; that it was said is journaled.
void KeepLateWord(database::Database& database, std::int64_t step_id, Outcome outcome,
                  const journal::Actor& actor, Moment now) {
  database.Submit(
      [=](Transaction& tx) -> Status {
        HT_TRY(const StepRow row, tx.Get<StepRow>(step_id));
        HT_TRY(const Warning warning, tx.Get<Warning>(row.warning_id));
        journal::Entry entry;
        entry.act = "told_after_end";
        entry.facts = {{"step_id", step_id}, {"outcome", EnumName(outcome)}};
        return JournalWarning(tx, warning, std::move(entry), actor, now);
      },
      [](const Status&) {});
}

void AddStepRoutes(http::Router& router, database::Database& database) {
  AddStepRoute(router,
               Of("POST", "/steps/{id}/take", kHandleRight, "Takes a step: one officer gets it."),
               TakeStep);
  AddStepRoute(router,
               Of("POST", "/steps/{id}/give_back", kHandleRight, "Gives a step back to the queue."),
               GiveBack);
  router.Command<TellForm, StepView>(
      Of("POST", "/steps/{id}/tell", kHandleRight, "Tells how a step went."),
      [&database](const Call& call, const TellForm& form, Transaction& tx) -> Result<StepView> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        const auto row = TellStep(tx, id, form, call.who, call.now);
        if (!row && row.error().rule == "warning_ended") {
          KeepLateWord(database, id, form.outcome, call.who.actor(), call.now);
        }
        if (!row) return tl::unexpected(row.error());
        return StepViewOf(tx, *row, call.who);
      });
}

template <typename Form>
using WarningAction = Result<Warning> (*)(Transaction&, std::int64_t, const Form&,
                                          const auth::Principal&, Moment);

// An act on a warning that answers with the warning as it then is.
template <typename Form>
void AddAct(http::Router& router, http::Route route, WarningAction<Form> act) {
  router.Command<Form, WarningView>(
      std::move(route),
      [act](const Call& call, const Form& form, Transaction& tx) -> Result<WarningView> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        HT_TRY(const Warning warning, act(tx, id, form, call.who, call.now));
        return ViewOf(tx, warning, call.who);
      });
}

void AddLeadingRoutes(http::Router& router) {
  router.Command<PaidForm, PaidView>(
      Of("POST", "/warnings/{id}/pay", kHandleRight,
         "The money has left: takes the report in and stops the ticked accounts."),
      [](const Call& call, const PaidForm& form, Transaction& tx) -> Result<PaidView> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        return ReportPaid(tx, id, form, call.who, call.now);
      });
  AddAct<WhyForm>(router,
                  Of("POST", "/warnings/{id}/close", kLeadRight, "A leader closes a warning."),
                  CloseWarning);
  AddAct<WhyForm>(
      router,
      Of("POST", "/warnings/{id}/climb_again", kLeadRight, "A leader has the ladder begin again."),
      ClimbAgain);
  AddAct<TransferForm>(router,
                       Of("POST", "/warnings/{id}/transfer", kLeadRight,
                          "A leader gives a warning to another unit."),
                       TransferWarning);
}

struct LadderView {
  std::int64_t id = 0;
  std::string level;
  std::string fraud_type;
  std::vector<Rung> rungs;
  Moment since;
};
BOOST_DESCRIBE_STRUCT(LadderView, (), (id, level, fraud_type, rungs, since))

Result<LadderView> ViewOfLadder(const LadderRow& row) {
  HT_TRY(auto rungs, json::Read<std::vector<Rung>>(std::string_view(row.rungs)));
  return LadderView{row.id, row.level, row.fraud_type, std::move(rungs), row.since};
}

Result<Page<LadderView>> Ladders(const Call&, Transaction& tx) {
  HT_TRY(const auto rows, LaddersInForce(tx));
  Page<LadderView> page;
  for (const LadderRow& row : rows) {
    HT_TRY(page.items.emplace_back(), ViewOfLadder(row));
  }
  return page;
}

void AddRuleRoutes(http::Router& router) {
  router.Query<Page<Level>>(
      Of("GET", "/levels", kReadRight, "The levels of the centre, the gravest first."),
      [](const Call&, Transaction& tx) -> Result<Page<Level>> {
        HT_TRY(auto levels, LevelsOf(tx));
        return ListOf(std::move(levels));
      });
  router.Command<LevelList, Page<Level>>(
      Of("PUT", "/levels", kRulesRight, "Changes levels, and adds those that are new."),
      [](const Call& call, const LevelList& list, Transaction& tx) -> Result<Page<Level>> {
        HT_TRY(auto levels, PutLevels(tx, list, call.who, call.now));
        return ListOf(std::move(levels));
      });
  router.Query<Page<LadderView>>(
      Of("GET", "/ladders", kReadRight, "The ladders in force, by level and fraud type."), Ladders);
  router.Command<LadderForm, LadderView>(
      Of("PUT", "/ladders", kRulesRight,
         "A new ladder for what arrives from now on; a loop is refused and shown."),
      [](const Call& call, const LadderForm& form, Transaction& tx) -> Result<LadderView> {
        HT_TRY(const LadderRow row, PutLadder(tx, form, call.who, call.now));
        return ViewOfLadder(row);
      });
  router.Query<Page<Script>>(
      Of("GET", "/scripts", kReadRight, "What to say, by fraud type and language."),
      [](const Call&, Transaction& tx) -> Result<Page<Script>> {
        HT_TRY(auto scripts, tx.Find<Script>("ORDER BY fraud_type, language"));
        return ListOf(std::move(scripts));
      });
  router.Command<ScriptForm, Script>(Of("PUT", "/scripts", kRulesRight, "Changes what to say."),
                                     [](const Call& call, const ScriptForm& form, Transaction& tx) {
                                       return PutScript(tx, form, call.who, call.now);
                                     });
}

}  // namespace

void AddRoutes(http::Router& router, database::Database& database) {
  AddTakingRoutes(router, database);
  AddReadingRoutes(router);
  AddStepRoutes(router, database);
  AddLeadingRoutes(router);
  AddRuleRoutes(router);
}

}  // namespace hetang::warning
