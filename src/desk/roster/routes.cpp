#include "base/text.h"
#include "desk/roster/forms.h"
#include "desk/roster/roles.h"
#include "desk/roster/rota.h"
#include "platform/deadline/calendar.h"

namespace hetang::roster {
namespace {

using database::Transaction;
using http::Call;
using http::Nothing;
using http::Page;

struct RoleLine {
  std::string name;
  std::vector<std::string> rights;
};
BOOST_DESCRIBE_STRUCT(RoleLine, (), (name, rights))

struct RevealForm {
  Text<200> why;
};
BOOST_DESCRIBE_STRUCT(RevealForm, (), (why))

template <typename Item>
Page<Item> ListOf(std::vector<Item> items) {
  Page<Item> page;
  page.items = std::move(items);
  return page;
}

Result<Seen> SeenBy(const Call& call) {
  HT_TRY(const std::int64_t id, call.PathId("id"));
  HT_TRY(const std::int64_t version, call.VersionRead());
  return Seen{id, version};
}

Result<Page<Unit>> Units(const Call&, Transaction& tx) {
  HT_TRY(auto units, tx.Find<Unit>("ORDER BY id"));
  return ListOf(std::move(units));
}

Result<Unit> PostUnit(const Call& call, const UnitForm& form, Transaction& tx) {
  const Unit unit{0, form.code, form.name, form.kind, form.parent_id, 0};
  return AddUnit(tx, unit, call.who.actor(), call.now);
}

Result<Unit> PutUnit(const Call& call, const UnitForm& form, Transaction& tx) {
  HT_TRY(const Seen seen, SeenBy(call));
  return ChangeUnit(tx, seen, form, call.who.actor(), call.now);
}

Result<Page<Officer>> Officers(const Call& call, Transaction& tx) {
  HT_TRY(const http::PageRequest wanted, http::PageOf(call));
  Page<Officer> page;
  HT_TRY(page.items, tx.Find<Officer>("WHERE id > :after AND unit_id IN (" +
                                          IdList(call.who.units) + ") ORDER BY id LIMIT :limit",
                                      wanted.after_id, wanted.limit + 1));
  if (page.items.size() > static_cast<std::size_t>(wanted.limit)) {
    page.items.pop_back();
    page.next = std::to_string(page.items.back().id);
  }
  return page;
}

Result<Officer> PostOfficer(const Call& call, const NewOfficer& form, Transaction& tx) {
  return AddOfficer(tx, form, call.who.actor(), call.now);
}

Result<Officer> PutOfficer(const Call& call, const OfficerForm& form, Transaction& tx) {
  HT_TRY(const Seen seen, SeenBy(call));
  return ChangeOfficer(tx, seen, form, call.who.actor(), call.now);
}

Result<Officer> PostReveal(const Call& call, const RevealForm& form, Transaction& tx) {
  HT_TRY(const std::int64_t id, call.PathId("id"));
  if (id != call.who.officer_id && !call.who.May(kEditRight)) {
    return Fail(ErrorCode::forbidden, "Another officer's phone is not shown.");
  }
  return RevealOfficer(tx, id, form.why.str(), call.who.actor(), call.now);
}

Result<Page<RoleLine>> Roles(const Call&, Transaction& tx) {
  HT_TRY(const auto roles, tx.Find<Role>("ORDER BY id"));
  Page<RoleLine> page;
  for (const Role& role : roles) page.items.push_back({role.name, WordsOf(role.rights)});
  return page;
}

// The span asked for; without one, from yesterday to two weeks ahead.
Result<Span> SpanOf(const Call& call) {
  Span span{call.now - Days(1), call.now + Days(14)};
  std::vector<FieldError> faults;
  const auto read = [&](std::string_view name, Moment& moment) {
    const auto text = call.QueryText(name);
    if (!text) return;
    const auto parsed = ParseIso(*text);
    if (parsed) moment = *parsed;
    if (!parsed) faults.push_back({std::string(name), "time", "A time is written in ISO 8601."});
  };
  read("from", span.from);
  read("to", span.to);
  if (faults.empty() && span.to - span.from > kLongestSpan) {
    faults.push_back({"to", "too_long", "Ask for at most 92 days at once."});
  }
  if (!faults.empty()) return Invalid(std::move(faults));
  return span;
}

Result<Page<ShiftLine>> Shifts(const Call& call, Transaction& tx) {
  HT_TRY(const Span span, SpanOf(call));
  HT_TRY(auto shifts, ShiftsIn(tx, span, call.who.units));
  return ListOf(std::move(shifts));
}

Result<ShiftLine> PostShift(const Call& call, const ShiftForm& form, Transaction& tx) {
  return AddShift(tx, form, call.who.actor(), call.now);
}

Result<Nothing> DeleteShift(const Call& call, const Nothing&, Transaction& tx) {
  HT_TRY(const std::int64_t id, call.PathId("id"));
  HT_TRY_STATUS(RemoveShift(tx, id, call.who.actor(), call.now));
  return Nothing{};
}

using deadline::Holiday;
using deadline::HolidayYear;

// Working days move legal clocks, so their table belongs to whoever edits the rules of clocks.
constexpr char kHolidaysRight[] = "deadline:rules";

Result<Page<Holiday>> Holidays(const Call& call, Transaction& tx) {
  std::int64_t year = CivilOf(call.now).year;
  if (const auto text = call.QueryText("year")) {
    if (text->size() != 4 || !IsDigits(*text)) {
      return Invalid({{"year", "integer", "A year has four digits."}});
    }
    year = std::stoll(*text);
  }
  HT_TRY(auto days, deadline::HolidaysOf(tx, year));
  return ListOf(std::move(days));
}

Result<Page<Holiday>> PutHolidays(const Call& call, const HolidayYear& form, Transaction& tx) {
  HT_TRY(auto days, deadline::SetHolidays(tx, form, call.who.actor(), call.now));
  return ListOf(std::move(days));
}

struct HolidayFile {
  std::int64_t year = 0;
  Text<20000> csv;
};
BOOST_DESCRIBE_STRUCT(HolidayFile, (), (year, csv))

Result<Page<Holiday>> ImportHolidays(const Call& call, const HolidayFile& form, Transaction& tx) {
  HT_TRY(const HolidayYear year, deadline::ReadHolidays(form.year, form.csv.str()));
  return PutHolidays(call, year, tx);
}

http::Route Of(std::string method, std::string path, std::string right, std::string summary) {
  http::Route route;
  route.method = std::move(method);
  route.path = "/api/v1/roster" + std::move(path);
  route.right = std::move(right);
  route.summary = std::move(summary);
  return route;
}

void AddRotaRoutes(http::Router& router) {
  http::Route shifts = Of("GET", "/shifts", "roster:read", "Shifts that touch a span of time.");
  shifts.query_parameters = {"from", "to"};
  router.Query<Page<ShiftLine>>(std::move(shifts), Shifts);
  router.Command<ShiftForm, ShiftLine>(
      Of("POST", "/shifts", "roster:edit", "Puts an officer on duty for a time."), PostShift);
  router.Command<Nothing, Nothing>(
      Of("DELETE", "/shifts/{id}", "roster:edit", "Takes a shift off the rota."), DeleteShift);
  http::Route holidays = Of("GET", "/holidays", "roster:read", "Days unlike the plain week.");
  holidays.query_parameters = {"year"};
  router.Query<Page<Holiday>>(std::move(holidays), Holidays);
  router.Command<HolidayYear, Page<Holiday>>(
      Of("PUT", "/holidays", kHolidaysRight, "Replaces the holidays of a year."), PutHolidays);
  router.Command<HolidayFile, Page<Holiday>>(
      Of("POST", "/holidays/import", kHolidaysRight,
         "Replaces the holidays of a year by lines of date,name,kind."),
      ImportHolidays);
}

}  // namespace

void AddRoutes(http::Router& router) {
  router.Query<Page<Unit>>(Of("GET", "/units", "roster:read", "All units."), Units);
  router.Command<UnitForm, Unit>(Of("POST", "/units", "roster:edit", "Adds a unit."), PostUnit);
  router.Command<UnitForm, Unit>(Of("PUT", "/units/{id}", "roster:edit", "Changes a unit."),
                                 PutUnit);
  http::Route officers = Of("GET", "/officers", "roster:read", "Officers of the units you see.");
  officers.query_parameters = {"after", "limit"};
  router.Query<Page<Officer>>(std::move(officers), Officers);
  router.Command<NewOfficer, Officer>(
      Of("POST", "/officers", "roster:edit", "Adds an officer with a login."), PostOfficer);
  router.Command<OfficerForm, Officer>(
      Of("PUT", "/officers/{id}", "roster:edit", "Changes an officer, the roles, the password."),
      PutOfficer);
  http::Route reveal = Of("POST", "/officers/{id}/reveal", "",
                          "The officer with the phone in full; journaled. Your own, or any with "
                          "roster:edit.");
  reveal.reveals = true;
  router.Command<RevealForm, Officer>(std::move(reveal), PostReveal);
  router.Query<Page<RoleLine>>(Of("GET", "/roles", "roster:read", "Roles and their rights."),
                               Roles);
  AddRotaRoutes(router);
}

}  // namespace hetang::roster
