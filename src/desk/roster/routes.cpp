#include "desk/roster/routes.h"
#include "base/text.h"
#include "desk/roster/forms.h"
#include "desk/roster/roles.h"
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

void AddHolidayRoutes(http::Router& router) {
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
  AddHolidayRoutes(router);
  AddRotaRoutes(router);
}

}  // namespace hetang::roster
