#include "desk/roster/gaps.h"

#include <algorithm>
#include <map>

#include "desk/roster/forms.h"
#include "desk/roster/roles.h"
#include "desk/roster/shift_parts.h"
#include "platform/deadline/deadline.h"

namespace hetang::roster {
namespace {

constexpr Duration kFarthest = Days(31);

Result<Moment> Horizon(database::Transaction& tx, Moment now) {
  HT_TRY(const deadline::Rule rule, deadline::RuleOf(tx, kGapClock));
  const bool timed = rule.unit == deadline::LengthUnit::time;
  return now + std::min(timed ? Milliseconds(rule.length_ms) : Days(1), kFarthest);
}

struct Served {
  std::int64_t unit_id = 0;
  std::string role;
  Moment since;
  Moment until;
};
BOOST_DESCRIBE_STRUCT(Served, (), (unit_id, role, since, until))

using Place = std::pair<std::int64_t, std::string>;  // Unit and role.

// What active officers serve. Whoever has left serves nothing.
Result<std::map<Place, std::vector<Span>>> ServedIn(database::Transaction& tx, const Span& span) {
  HT_TRY(const auto rows,
         tx.Query<Served>("SELECT s.unit_id, s.role, s.since, s.until FROM roster_shift s "
                          "JOIN roster_officer o ON o.id = s.officer_id WHERE o.active = 1 "
                          "AND s.since > :earliest AND s.since < :to AND s.until > :from",
                          span.from - kLongestShift, span.to, span.from));
  std::map<Place, std::vector<Span>> served;
  for (const Served& row : rows) {
    served[{row.unit_id, row.role}].push_back({row.since, row.until});
  }
  return served;
}

// The gap of one occurrence from the parts that nobody serves; nothing when all of it is served
// from now on.
std::optional<Span> HullAfter(std::vector<Span> parts, Moment now) {
  std::erase_if(parts, [&](const Span& part) { return part.to <= now; });
  if (parts.empty()) return std::nullopt;
  return Span{parts.front().from, parts.back().to};
}

Gap Closed(Gap gap, GapState state, Moment now) {
  gap.state = state;
  gap.closed_at = now;
  return gap;
}

// What becomes of the gap that is open at this occurrence (id 0: none is).
std::optional<GapStep> StepOf(Gap gap, const std::optional<Span>& hull, Moment horizon,
                              Moment now) {
  if (!hull) {
    if (gap.id == 0) return std::nullopt;
    const bool over = gap.until <= now;
    return GapStep{Closed(std::move(gap), over ? GapState::passed : GapState::filled, now)};
  }
  if (gap.id == 0) {
    if (hull->from > horizon) return std::nullopt;
    gap.since = hull->from;
    gap.until = hull->to;
    gap.found_at = now;
    return GapStep{std::move(gap)};
  }
  // A gap that has begun keeps its beginning.
  const Moment since = hull->from > now || gap.since > now ? hull->from : gap.since;
  if (since == gap.since && hull->to == gap.until) return std::nullopt;
  gap.since = since;
  gap.until = hull->to;
  return GapStep{std::move(gap), true};
}

Status NoteGap(database::Transaction& tx, const Gap& gap, std::string act, Moment now) {
  journal::Entry entry;
  entry.desk = "roster";
  entry.act = std::move(act);
  entry.subject = "rota_gap";
  entry.subject_id = gap.id;
  entry.unit_id = gap.unit_id;
  entry.facts = {
      {"role", gap.role}, {"since", FormatIso(gap.since)}, {"until", FormatIso(gap.until)}};
  return journal::Append(tx, entry, now);
}

Result<std::string> TextOf(database::Transaction& tx, const Gap& gap) {
  HT_TRY(const Unit unit, UnitOf(tx, gap.unit_id));
  return unit.name.str() + " " + SpanText(gap.since, gap.until);
}

Status OpenClock(database::Transaction& tx, const Gap& gap, Moment now) {
  deadline::Opening opening;
  opening.rule = kGapClock;
  opening.desk = "roster";
  opening.subject = "rota_gap";
  opening.subject_id = gap.id;
  opening.unit_id = gap.unit_id;
  opening.due_at = gap.since;
  HT_TRY(opening.note, TextOf(tx, gap));
  return deadline::Open(tx, opening, now).map([](std::int64_t) {});
}

Status Tell(database::Transaction& tx, const Gap& gap, const std::string& role, Moment now) {
  deadline::Notice notice;
  notice.at = now;
  notice.kind = "attention";
  notice.code = kGapClock;
  notice.role = role;
  notice.unit_id = gap.unit_id;
  notice.subject = "rota_gap";
  notice.subject_id = gap.id;
  HT_TRY(notice.note, TextOf(tx, gap));
  return deadline::Notify(tx, notice);
}

Status Shout(database::Transaction& tx, Gap gap, Moment now) {
  HT_TRY(gap.id, tx.Insert(gap));
  HT_TRY_STATUS(OpenClock(tx, gap, now));
  HT_TRY_STATUS(Tell(tx, gap, gap.role, now));
  if (gap.role != "leader") HT_TRY_STATUS(Tell(tx, gap, "leader", now));
  return NoteGap(tx, gap, "gap_found", now);
}

// A gap that is gone asks nobody any more.
Status Silence(database::Transaction& tx, const Gap& gap, Moment now) {
  HT_TRY_STATUS(deadline::TakeBack(tx, "rota_gap", gap.id, now));
  if (gap.state == GapState::dropped)
    return deadline::Cancel(tx, kGapClock, "rota_gap", gap.id, now);
  return deadline::Meet(tx, kGapClock, "rota_gap", gap.id, now);
}

Status Take(database::Transaction& tx, GapStep step, Moment now) {
  Gap& gap = step.gap;
  if (gap.id == 0) return Shout(tx, gap, now);
  HT_TRY_STATUS(tx.Update(gap));
  if (!step.moved) {
    HT_TRY_STATUS(Silence(tx, gap, now));
    return NoteGap(tx, gap, "gap_" + std::string(EnumName(gap.state)), now);
  }
  HT_TRY_STATUS(deadline::Cancel(tx, kGapClock, "rota_gap", gap.id, now));
  HT_TRY_STATUS(OpenClock(tx, gap, now));
  return NoteGap(tx, gap, "gap_changed", now);
}

Status NoteRequirement(database::Transaction& tx, const Requirement& requirement, std::string act,
                       const journal::Actor& actor, Moment now) {
  journal::Entry entry;
  entry.actor = actor;
  entry.desk = "roster";
  entry.act = std::move(act);
  entry.subject = "requirement";
  entry.subject_id = requirement.id;
  entry.unit_id = requirement.unit_id;
  entry.facts = {{"role", requirement.role},
                 {"begins", FormatTimeOfDay(requirement.begins)},
                 {"ends", FormatTimeOfDay(requirement.ends)},
                 {"officers", requirement.officers}};
  return journal::Append(tx, entry, now);
}

}  // namespace

std::vector<Span> OccurrencesIn(const Requirement& requirement, const Span& span) {
  std::vector<Span> occurrences;
  for (Moment day = DayOf(span.from) - Days(1); day < span.to; day = day + Days(1)) {
    const Moment since = On(day, requirement.begins);
    const bool next_day = requirement.ends <= requirement.begins;
    const Moment until = On(next_day ? day + Days(1) : day, requirement.ends);
    if (until > span.from && since < span.to) occurrences.push_back({since, until});
  }
  return occurrences;
}

std::vector<Span> Uncovered(const Span& wanted, std::span<const Span> served,
                            std::int64_t officers) {
  std::vector<Moment> edges{wanted.from, wanted.to};
  for (const Span& one : served) {
    for (const Moment edge : {one.from, one.to}) {
      if (wanted.from < edge && edge < wanted.to) edges.push_back(edge);
    }
  }
  std::sort(edges.begin(), edges.end());
  std::vector<Span> uncovered;
  for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
    const Span part{edges[i], edges[i + 1]};
    const auto there = std::count_if(served.begin(), served.end(), [&](const Span& one) {
      return one.from <= part.from && part.to <= one.to;
    });
    if (part.from == part.to || there >= officers) continue;
    if (!uncovered.empty() && uncovered.back().to == part.from) {
      uncovered.back().to = part.to;
    } else {
      uncovered.push_back(part);
    }
  }
  return uncovered;
}

Result<std::vector<Requirement>> RequirementsOf(database::Transaction& tx,
                                                std::span<const std::int64_t> units) {
  return tx.Find<Requirement>("WHERE unit_id IN (" + IdList(units) +
                              ") ORDER BY unit_id, role, begins, id");
}

Result<Requirement> AddRequirement(database::Transaction& tx, const RequirementForm& form,
                                   const auth::Principal& who, Moment now) {
  std::vector<FieldError> faults;
  HT_TRY(const auto unit, tx.Find<Unit>("WHERE id = :id", form.unit_id));
  if (unit.empty()) faults.push_back({"unit_id", "unknown_unit", "There is no such unit."});
  HT_TRY(const auto role, tx.Find<Role>("WHERE name = :name", form.role));
  if (role.empty()) faults.push_back({"role", "unknown_role", "There is no role of this name."});
  if (form.officers < 1 || form.officers > kMostNeeded) {
    faults.push_back({"officers", "range", "From one to 20 officers at once."});
  }
  if (!faults.empty()) return Invalid(std::move(faults));
  HT_TRY_STATUS(CheckSees(who, form.unit_id));
  HT_TRY(const auto same,
         tx.Find<Requirement>("WHERE unit_id = :unit AND role = :role AND begins = :begins AND "
                              "ends = :ends",
                              form.unit_id, form.role, form.begins, form.ends));
  if (!same.empty()) {
    return Fail(ErrorCode::conflict, "This must be served already.", "requirement_there");
  }
  Requirement added{0, form.unit_id, form.role, form.begins, form.ends, form.officers};
  HT_TRY(added.id, tx.Insert(added));
  HT_TRY_STATUS(NoteRequirement(tx, added, "requirement_added", who.actor(), now));
  HT_TRY_STATUS(CheckGaps(tx, now));
  return added;
}

Status RemoveRequirement(database::Transaction& tx, std::int64_t requirement_id,
                         const auth::Principal& who, Moment now) {
  HT_TRY(const Requirement requirement, tx.Get<Requirement>(requirement_id));
  HT_TRY_STATUS(CheckSees(who, requirement.unit_id));
  HT_TRY_STATUS(tx.Execute("DELETE FROM roster_requirement WHERE id = :id", requirement_id));
  HT_TRY_STATUS(NoteRequirement(tx, requirement, "requirement_removed", who.actor(), now));
  return CheckGaps(tx, now);
}

Result<std::vector<Gap>> OpenGaps(database::Transaction& tx, std::span<const std::int64_t> units) {
  return tx.Find<Gap>("WHERE state = 'open' AND unit_id IN (" + IdList(units) +
                      ") ORDER BY since, id");
}

Result<std::vector<GapStep>> GapSteps(database::Transaction& tx, Moment now) {
  HT_TRY(const auto requirements, tx.Find<Requirement>("ORDER BY id"));
  HT_TRY(const auto open, tx.Find<Gap>("WHERE state = 'open' ORDER BY id"));
  if (requirements.empty() && open.empty()) return std::vector<GapStep>{};
  HT_TRY(const Moment horizon, Horizon(tx, now));
  // An occurrence lasts a day at most, so that one which runs or begins by the horizon lies here.
  HT_TRY(auto served, ServedIn(tx, {now - Days(1), horizon + Days(1)}));
  std::map<std::pair<std::int64_t, Moment>, Gap> known;
  for (const Gap& gap : open) known[{gap.requirement_id, gap.occurs_at}] = gap;
  std::vector<GapStep> steps;
  for (const Requirement& wanted : requirements) {
    for (const Span& when : OccurrencesIn(wanted, {now, horizon + Milliseconds(1)})) {
      Gap gap{0, wanted.id, wanted.unit_id, wanted.role, when.from};
      if (auto found = known.extract({wanted.id, when.from})) gap = std::move(found.mapped());
      const auto parts = Uncovered(when, served[{wanted.unit_id, wanted.role}], wanted.officers);
      auto step = StepOf(std::move(gap), HullAfter(parts, now), horizon, now);
      if (step) steps.push_back(std::move(*step));
    }
  }
  // What is left is over, or asked for no more.
  for (auto& [when, gap] : known) {
    const bool over = gap.until <= now;
    steps.push_back({Closed(std::move(gap), over ? GapState::passed : GapState::dropped, now)});
  }
  return steps;
}

Status CheckGaps(database::Transaction& tx, Moment now) {
  HT_TRY(auto steps, GapSteps(tx, now));
  for (GapStep& step : steps) HT_TRY_STATUS(Take(tx, std::move(step), now));
  return {};
}

}  // namespace hetang::roster
