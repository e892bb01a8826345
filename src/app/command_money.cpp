#include "app/command_money.h"

#include <iostream>

#include <fmt/core.h>
#include <boost/json/serialize.hpp>

#include "app/commands.h"
#include "app/input_file.h"
#include "app/trace_answer.h"
#include "base/json.h"
#include "desk/intake/intake.h"
#include "desk/roster/roster.h"
#include "desk/trail/trail.h"
#include "desk/trail/world.h"

namespace hetang::app {
namespace {

constexpr int kSomethingWrong = 1;

// A command line acts as the program itself, over all units.
Result<auth::Principal> ProgramItself(database::Transaction& tx, Moment now) {
  HT_TRY_STATUS(roster::Seed(tx, now));
  HT_TRY(const auto units, tx.Find<roster::Unit>("WHERE kind = 'centre' ORDER BY id"));
  if (units.empty()) return Fail(ErrorCode::not_found, "The centre has no unit.");
  auth::Principal program;
  program.unit_id = units.front().id;
  HT_TRY(program.units, tx.Query<std::int64_t>("SELECT id FROM roster_unit"));
  return program;
}

// A transfer as the contract has it; the outside is null.
struct TransferLine {
  std::int64_t id = 0;
  std::optional<AccountNumber> from;
  std::optional<AccountNumber> to;
  Fen amount_fen;
  Moment at;
  trace::Kind kind = trace::Kind::transfer;
  std::int64_t witnesses = 0;
};
BOOST_DESCRIBE_STRUCT(TransferLine, (), (id, from, to, amount_fen, at, kind, witnesses))

struct TransferList {
  std::vector<TransferLine> transfers;
};
BOOST_DESCRIBE_STRUCT(TransferList, (), (transfers))

Result<TransferList> LinesOf(database::Transaction& tx) {
  HT_TRY(const auto stored, trail::ShownTransfers(tx));
  std::map<std::int64_t, AccountNumber> names;
  const auto name =
      [&](const std::optional<std::int64_t>& id) -> Result<std::optional<AccountNumber>> {
    if (!id) return std::optional<AccountNumber>();
    const auto [found, fresh] = names.try_emplace(*id);
    if (fresh) {
      HT_TRY(const auto account, tx.Get<trail::Account>(*id));
      found->second = account.Name();
    }
    return std::optional(found->second);
  };
  TransferList list;
  for (const trail::Transfer& transfer : stored) {
    TransferLine& line = list.transfers.emplace_back();
    line.id = transfer.id;
    HT_TRY(line.from, name(transfer.from_id));
    HT_TRY(line.to, name(transfer.to_id));
    line.amount_fen = transfer.amount_fen;
    line.at = transfer.at;
    line.kind = transfer.kind;
    line.witnesses = transfer.Witnesses();
  }
  return list;
}

void PrintCsv(const TransferList& list) {
  fmt::print("id,from,to,amount_fen,at,kind,witnesses\n");
  for (const TransferLine& line : list.transfers) {
    fmt::print("{},{},{},{},{},{},{}\n", line.id, line.from ? line.from->Reveal() : "",
               line.to ? line.to->Reveal() : "", line.amount_fen.value(), FormatIso(line.at),
               EnumName(line.kind), line.witnesses);
  }
}

class CaseNames final : public TraceNames {
 public:
  CaseNames(trail::CaseWorld& world, std::vector<std::int64_t> payments)
      : world_(world), payments_(std::move(payments)) {}
  boost::json::value Account(std::uint32_t account) const override {
    const auto known = world_.AccountAt(account);
    return known ? boost::json::value(known->Name().Reveal()) : boost::json::value(nullptr);
  }
  boost::json::value Seed(std::size_t index) const override { return payments_[index]; }
  boost::json::value Transfer(std::uint32_t position) const override {
    const trail::Transfer* stored = world_.StoredAt(position);
    return stored == nullptr ? boost::json::value(nullptr) : boost::json::value(stored->id);
  }

 private:
  trail::CaseWorld& world_;
  std::vector<std::int64_t> payments_;
};

Status PrintCaseTrace(database::Transaction& tx, const CaseTraceOptions& options,
                      const auth::Principal& who) {
  HT_TRY(const auto record, registry::CaseFor(tx, options.case_id, who));
  HT_TRY(const auto shown, trail::ReadWorld(tx));
  HT_TRY(const auto world, trail::CaseWorld::Make(tx, shown, record, std::nullopt));
  trace::Question question;
  question.method = options.method;
  std::vector<std::int64_t> payments;
  for (const trail::Seed& seed : world->seeds()) {
    if (!seed.position) continue;
    question.seeds.push_back(*seed.position);
    payments.push_back(seed.payment.id);
  }
  HT_TRY(const auto answer, trace::Trace(*world, *world, question));
  PrintTrace(answer, CaseNames(*world, std::move(payments)), std::cout);
  return {};
}

struct PaymentLine {
  std::int64_t id = 0;
  Fen amount_fen;
  std::optional<Moment> at;
  AccountNumber from_account;
  AccountNumber to_account;
};
BOOST_DESCRIBE_STRUCT(PaymentLine, (), (id, amount_fen, at, from_account, to_account))
// `case` is no name a field can have.
boost::json::value JsonOf(const intake::Taken& taken,
                          const std::vector<registry::Payment>& payments) {
  boost::json::array lines;
  for (const registry::Payment& payment : payments) {
    lines.push_back(json::ToValue(PaymentLine{payment.id, payment.amount_fen, payment.at,
                                              payment.from_account, payment.to_account},
                                  Reveal::in_full));
  }
  return boost::json::object{
      {"case", taken.case_id}, {"number", taken.case_number}, {"payments", std::move(lines)}};
}

// Errors name the report: `[2].payments[0].amount_fen`.
Result<std::vector<intake::ReportForm>> ReportsIn(std::string_view text) {
  HT_TRY(const boost::json::value document, json::Parse(text));
  if (document.is_array()) {
    return json::Read<std::vector<intake::ReportForm>>(document);
  }
  HT_TRY(auto report, json::Read<intake::ReportForm>(document));
  return std::vector<intake::ReportForm>{std::move(report)};
}

// All of them or none.
Result<boost::json::array> TakeIn(database::Transaction& tx,
                                  std::vector<intake::ReportForm> reports, bool send, Moment now) {
  HT_TRY(const auto program, ProgramItself(tx, now));
  HT_TRY_STATUS(registry::Seed(tx));
  HT_TRY_STATUS(funds::Seed(tx));
  boost::json::array cases;
  for (intake::ReportForm& form : reports) {
    for (intake::PaymentForm& payment : form.payments) payment.stop = payment.stop && send;
    // Whoever hands reports over in a file has told them apart already.
    if (!form.duplicate_choice) form.duplicate_choice = intake::DuplicateChoice::separate;
    HT_TRY(const auto taken, intake::Take(tx, form, 0, program, now));
    HT_TRY(const auto payments, registry::PaymentsOf(tx, taken.case_id));
    cases.push_back(JsonOf(taken, payments));
  }
  return cases;
}

}  // namespace

int RunImport(const ImportOptions& options) {
  const auto database = OpenDatabase(options.centre);
  if (!database) return Report(database.error());
  trail::ImportWish wish;
  wish.case_id = options.case_id;
  // Beside a PostgreSQL nothing says where originals lie, unless the caller does.
  wish.originals =
      options.centre.data.empty() ? options.centre.files : options.centre.FilesFolder();
  for (const std::string& file : options.files) wish.files.push_back({file, file});
  const SystemClock clock;
  const auto answer = trail::ImportFiles(**database, clock, wish);
  if (!answer) return Report(answer.error());
  fmt::print("{}\n", json::Write(*answer, Reveal::in_full));
  for (const trail::ImportedFile& file : answer->files) {
    if (file.error) return kSomethingWrong;
  }
  return 0;
}

int RunTransfers(const TransfersOptions& options) {
  const auto database = OpenDatabase(options.centre);
  if (!database) return Report(database.error());
  const auto list = (*database)->Read([&](database::Transaction& tx) -> Result<TransferList> {
    if (options.case_id) HT_TRY_STATUS(tx.Get<registry::Case>(*options.case_id));
    return LinesOf(tx);
  });
  if (!list) return Report(list.error());
  if (options.csv) {
    PrintCsv(*list);
  } else {
    fmt::print("{}\n", json::Write(*list, Reveal::in_full));
  }
  return 0;
}

int RunCaseTrace(const CaseTraceOptions& options) {
  const auto database = OpenDatabase(options.centre);
  if (!database) return Report(database.error());
  const Moment now = SystemClock().Now();
  const auto who =
      (*database)->Write([&](database::Transaction& tx) { return ProgramItself(tx, now); });
  if (!who) return Report(who.error());
  const Status printed = (*database)->Read(
      [&](database::Transaction& tx) { return PrintCaseTrace(tx, options, *who); });
  return printed ? 0 : Report(printed.error());
}

int RunIntake(const IntakeOptions& options) {
  const auto input = InputFile::Open(options.file);
  if (!input) return Report(input.error());
  const auto reports = ReportsIn(input->bytes());
  if (!reports) return Report(reports.error());
  const auto database = OpenDatabase(options.centre);
  if (!database) return Report(database.error());
  const Moment now = SystemClock().Now();
  auto cases = (*database)->Write(
      [&](database::Transaction& tx) { return TakeIn(tx, *reports, options.send, now); });
  if (!cases) return Report(cases.error());
  fmt::print("{}\n", boost::json::serialize(boost::json::object{{"cases", std::move(*cases)}}));
  return 0;
}

}  // namespace hetang::app
