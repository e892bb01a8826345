// Which roles of a unit must be served at which time of the day, and where the rota leaves a gap.
//
// A gap is looked for as far ahead as the clock rule `rota_gap` is long (a day). It is told once,
// to those who hold the role and to the leaders; its clock reminds the leaders and escalates when
// the gap begins. It is gone when shifts fill it.
#pragma once

#include <span>
#include <vector>

#include "desk/roster/rota.h"
#include "desk/roster/time_of_day.h"

namespace hetang::roster {

inline constexpr std::string_view kGapClock = "rota_gap";
inline constexpr std::int64_t kMostNeeded = 20;

struct Requirement {
  std::int64_t id = 0;
  std::int64_t unit_id = 0;
  std::string role;
  TimeOfDay begins;
  TimeOfDay ends;             // At or before `begins`: of the next day.
  std::int64_t officers = 1;  // So many at once.
};
BOOST_DESCRIBE_STRUCT(Requirement, (), (id, unit_id, role, begins, ends, officers))

struct RequirementForm {
  std::int64_t unit_id = 0;
  std::string role;
  TimeOfDay begins;
  TimeOfDay ends;
  std::int64_t officers = 1;
};
BOOST_DESCRIBE_STRUCT(RequirementForm, (), (unit_id, role, begins, ends, officers))

// `passed`: it was never filled. `dropped`: it no longer has to be served.
enum class GapState { open, filled, passed, dropped };
BOOST_DESCRIBE_ENUM(GapState, open, filled, passed, dropped)

struct Gap {
  std::int64_t id = 0;
  std::int64_t requirement_id = 0;
  std::int64_t unit_id = 0;
  std::string role;
  Moment occurs_at;   // When the time to be served begins: the gap of one day, whatever its shape.
  Moment since = {};  // From the first time that is not served ...
  Moment until = {};  // ... to the end of the last one.
  Moment found_at = {};
  GapState state = GapState::open;
  std::optional<Moment> closed_at = {};
};
BOOST_DESCRIBE_STRUCT(Gap, (),
                      (id, requirement_id, unit_id, role, occurs_at, since, until, found_at, state,
                       closed_at))

// The times the requirement asks for that end after `span.from` and begin before `span.to`.
std::vector<Span> OccurrencesIn(const Requirement& requirement, const Span& span);
// The parts of `wanted` in which fewer than `officers` of the served spans run, in order.
std::vector<Span> Uncovered(const Span& wanted, std::span<const Span> served,
                            std::int64_t officers);

Result<std::vector<Requirement>> RequirementsOf(database::Transaction& tx,
                                                std::span<const std::int64_t> units);
// Errors: invalid (each field), forbidden (`other_unit`), conflict (`requirement_there`).
Result<Requirement> AddRequirement(database::Transaction& tx, const RequirementForm& form,
                                   const auth::Principal& who, Moment now);
// Errors: not_found, forbidden (`other_unit`).
Status RemoveRequirement(database::Transaction& tx, std::int64_t requirement_id,
                         const auth::Principal& who, Moment now);

Result<std::vector<Gap>> OpenGaps(database::Transaction& tx, std::span<const std::int64_t> units);

// What has to be done about gaps by now: open, reshape and close them.
struct GapStep {
  Gap gap;  // As it should be; id 0: to be opened.
  bool moved = false;
};
Result<std::vector<GapStep>> GapSteps(database::Transaction& tx, Moment now);
// Does it.
Status CheckGaps(database::Transaction& tx, Moment now);

}  // namespace hetang::roster

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<roster::Requirement> = "roster_requirement";
template <>
inline constexpr std::string_view kTable<roster::Gap> = "roster_gap";
}  // namespace hetang::database
