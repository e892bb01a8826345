#include "app/command_text.h"

#include <istream>
#include <iterator>
#include <ostream>
#include <string>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "base/describe.h"
#include "base/json.h"
#include "base/money.h"
#include "base/text.h"
#include "engine/text/extract.h"

namespace hetang::app {
namespace {

boost::json::value OrNull(const std::optional<std::string>& text) {
  if (!text) return nullptr;
  return boost::json::value(*text);
}

boost::json::value ValueOf(const text::Entity& entity) {
  if (entity.kind != text::Kind::amount) return boost::json::value(entity.value);
  if (!entity.amount_fen) return nullptr;
  return *entity.amount_fen;
}

boost::json::object ToJson(const text::Entity& entity) {
  boost::json::object object{
      {"kind", EnumName(entity.kind)}, {"start", entity.start},    {"end", entity.end},
      {"text", entity.text},           {"value", ValueOf(entity)}, {"valid", entity.valid},
      {"role", EnumName(entity.role)}};
  if (entity.form != text::Form::whole) object["form"] = EnumName(entity.form);
  if (entity.precision) object["precision"] = EnumName(*entity.precision);
  if (entity.approximate) object["approx"] = true;
  if (!entity.currency.empty()) {
    object["currency"] = entity.currency;
    object["units"] = entity.units;
  }
  if (!entity.bank.empty()) object["bank"] = entity.bank;
  return object;
}

boost::json::object ToJson(const text::Payment& payment) {
  return {{"amount_fen", payment.amount_fen},
          {"at", payment.at ? boost::json::value(FormatIso(*payment.at)) : nullptr},
          {"from_account", OrNull(payment.from_account)},
          {"to_account", OrNull(payment.to_account)},
          {"to_name", OrNull(payment.to_name)},
          {"to_bank", OrNull(payment.to_bank)}};
}

void AddTo(boost::json::object& object, const text::Extraction& found) {
  boost::json::array entities;
  for (const text::Entity& entity : found.entities) entities.push_back(ToJson(entity));
  boost::json::array payments;
  for (const text::Payment& payment : found.payments) payments.push_back(ToJson(payment));
  object["entities"] = std::move(entities);
  object["payments"] = std::move(payments);
}

void PrintTable(const text::Extraction& found, std::ostream& out) {
  for (const text::Entity& entity : found.entities) {
    const std::string value =
        entity.kind == text::Kind::amount
            ? (entity.amount_fen ? FormatYuan(Fen(*entity.amount_fen)) : std::string("-"))
            : entity.value;
    out << fmt::format("{:>6}  {:<10} {:<9} {:<9} {}  <- {}\n", entity.start, EnumName(entity.kind),
                       EnumName(entity.role), entity.valid ? "" : EnumName(entity.form), value,
                       entity.text);
  }
  for (const text::Payment& payment : found.payments) {
    out << fmt::format("payment {}  at {}  from {}  to {} {} {}\n",
                       FormatYuan(Fen(payment.amount_fen)),
                       payment.at ? FormatIso(*payment.at) : "-",
                       payment.from_account.value_or("-"), payment.to_account.value_or("-"),
                       payment.to_name.value_or("-"), payment.to_bank.value_or("-"));
  }
}

// One line of --jsonl; an error says what is wrong with it.
Result<boost::json::object> Answer(std::string_view line, Moment otherwise) {
  HT_TRY(boost::json::value document, json::Parse(line));
  if (!document.is_object()) return Fail(ErrorCode::invalid, "not an object");
  const boost::json::object& object = document.get_object();
  const boost::json::value* narrative = object.if_contains("text");
  if (narrative == nullptr || !narrative->is_string()) {
    return Fail(ErrorCode::invalid, "no text");
  }
  Moment report_time = otherwise;
  const boost::json::value* told = object.if_contains("report_time");
  if (told != nullptr && !told->is_null()) {
    const auto moment = told->is_string() ? ParseIso(std::string_view(told->get_string()))
                                          : std::optional<Moment>();
    if (!moment) return Fail(ErrorCode::invalid, "report_time is not ISO 8601");
    report_time = *moment;
  }
  boost::json::object answer;
  const boost::json::value* id = object.if_contains("id");
  answer["id"] = id == nullptr ? boost::json::value(nullptr) : *id;
  AddTo(answer, text::Extract(std::string_view(narrative->get_string()), report_time));
  return answer;
}

int RunLines(Moment report_time, std::istream& in, std::ostream& out, std::ostream& err) {
  int code = 0;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (Trim(line).empty()) continue;
    const auto answer = Answer(line, report_time);
    if (answer) {
      out << boost::json::serialize(*answer) << '\n';
    } else {
      err << "line " << number << ": " << answer.error().message << '\n';
      code = 1;
    }
  }
  return code;
}

}  // namespace

int RunText(const TextOptions& options, std::istream& in, std::ostream& out, std::ostream& err,
            Moment now) {
  const Moment report_time = options.at.value_or(now);
  if (options.jsonl) return RunLines(report_time, in, out, err);
  const std::string narrative{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!IsUtf8(narrative)) {
    err << "the text is not UTF-8\n";
    return 1;
  }
  const text::Extraction found = text::Extract(narrative, report_time);
  if (options.json) {
    boost::json::object object;
    AddTo(object, found);
    out << boost::json::serialize(object) << '\n';
  } else {
    PrintTable(found, out);
  }
  return 0;
}

}  // namespace hetang::app
