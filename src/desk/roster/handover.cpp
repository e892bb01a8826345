#include "desk/roster/handover.h"

#include <algorithm>

#include "base/json.h"
#include "desk/roster/forms.h"
#include "desk/roster/roles.h"
#include "desk/roster/shift_parts.h"
#include "platform/deadline/deadline.h"

namespace hetang::roster {
namespace {

constexpr Duration kFarthestBack = Days(7);
// The next shift that is taken for the one a note is for.
constexpr Duration kNextWithin = Hours(24);

struct Links {
  std::vector<Link> links;
};
BOOST_DESCRIBE_STRUCT(Links, (), (links))

std::vector<Link> LinksOf(const Handover& note) {
  auto links = json::Read<Links>(std::string_view(note.links));
  return links ? std::move(links->links) : std::vector<Link>{};
}

std::vector<FieldError> FaultsOf(const HandoverForm& form) {
  std::vector<FieldError> faults;
  if (form.text.empty()) faults.push_back({"text", "missing", "A note says something."});
  if (form.links.size() > kMostLinks) {
    faults.push_back({"links", "too_many", "A note has at most 100 links."});
    return faults;
  }
  for (std::size_t i = 0; i < form.links.size(); ++i) {
    const std::string path = "links[" + std::to_string(i) + "].";
    const Link& link = form.links[i];
    if (link.subject.empty() || link.subject.size() > 40) {
      faults.push_back({path + "subject", "missing", "A link names what it leads to."});
    }
    if (link.subject_id <= 0)
      faults.push_back({path + "subject_id", "range", "An id is positive."});
    if (link.label.empty()) faults.push_back({path + "label", "missing", "A link has a label."});
  }
  return faults;
}

// The shift this officer is on now.
Result<std::optional<Shift>> RunningOf(database::Transaction& tx, std::int64_t officer_id,
                                       Moment now) {
  HT_TRY(auto running, Overlapping(tx, officer_id, {now, now + Milliseconds(1)}));
  if (running.empty()) return std::nullopt;
  return std::move(running.front());
}

// When the officer last left this post before this shift, a week ago at the most.
Result<Moment> LastLeft(database::Transaction& tx, const Shift& shift) {
  HT_TRY(const auto before,
         tx.Find<Shift>("WHERE officer_id = :officer AND unit_id = :unit AND role = :role AND "
                        "since > :earliest AND until <= :since ORDER BY until DESC LIMIT 1",
                        shift.officer_id, shift.unit_id, shift.role, shift.since - kFarthestBack,
                        shift.since));
  if (before.empty()) return shift.since - kFarthestBack;
  return before.front().until;
}

// For what shows notes to one officer: the shift that runs, and from when on notes are for it.
struct Post {
  std::optional<Shift> shift;
  Moment from;

  bool Covers(const Handover& note) const {
    return shift && shift->unit_id == note.unit_id && shift->role == note.role &&
           shift->officer_id != note.officer_id;
  }
};

Result<Post> PostOf(database::Transaction& tx, std::int64_t officer_id, Moment now) {
  Post post;
  HT_TRY(post.shift, RunningOf(tx, officer_id, now));
  if (!post.shift) return post;
  HT_TRY(post.from, LastLeft(tx, *post.shift));
  return post;
}

// Whether this officer may confirm: on the post, or answering for the unit.
bool MayConfirm(const Handover& note, const Post& post, const auth::Principal& who) {
  if (note.officer_id == who.officer_id) return false;
  return post.Covers(note) || (who.May(kImposeRight) && who.Sees(note.unit_id));
}

HandoverView Plain(const Handover& note, std::map<std::int64_t, std::string>& names) {
  HandoverView view;
  view.id = note.id;
  view.shift_id = note.shift_id;
  view.unit_id = note.unit_id;
  view.role = note.role;
  view.officer_id = note.officer_id;
  view.officer_name = names[note.officer_id];
  view.text = note.text;
  view.links = LinksOf(note);
  view.written_at = note.written_at;
  return view;
}

Result<std::vector<HandoverView>> ViewsOf(database::Transaction& tx,
                                          const std::vector<Handover>& notes,
                                          const auth::Principal& who, Moment now) {
  std::vector<std::int64_t> ids;
  std::vector<std::int64_t> officers;
  for (const Handover& note : notes) {
    ids.push_back(note.id);
    officers.push_back(note.officer_id);
  }
  HT_TRY(const auto readings,
         tx.Find<Reading>("WHERE handover_id IN (" + IdList(ids) + ") ORDER BY id"));
  for (const Reading& reading : readings) officers.push_back(reading.officer_id);
  HT_TRY(auto names, NamesOf(tx, officers));
  HT_TRY(const Post post, PostOf(tx, who.officer_id, now));
  std::vector<HandoverView> views;
  for (const Handover& note : notes) {
    HandoverView view = Plain(note, names);
    bool read = false;
    for (const Reading& reading : readings) {
      if (reading.handover_id != note.id) continue;
      read |= reading.officer_id == who.officer_id;
      view.readers.push_back({reading.officer_id, names[reading.officer_id], reading.read_at});
    }
    view.waits = !read && post.Covers(note) && note.written_at > post.from;
    if (!read && MayConfirm(note, post, who)) view.actions.emplace_back("confirm");
    views.push_back(std::move(view));
  }
  return views;
}

Result<HandoverView> ViewOf(database::Transaction& tx, const Handover& note,
                            const auth::Principal& who, Moment now) {
  HT_TRY(auto views, ViewsOf(tx, {note}, who, now));
  return std::move(views.front());
}

Status Note(database::Transaction& tx, const Handover& note, std::string act,
            const journal::Actor& actor, Moment now) {
  journal::Entry entry;
  entry.actor = actor;
  entry.desk = "roster";
  entry.act = std::move(act);
  entry.subject = "handover";
  entry.subject_id = note.id;
  entry.unit_id = note.unit_id;
  entry.facts = {{"shift_id", note.shift_id}, {"role", note.role}};
  return journal::Append(tx, entry, now);
}

// Who comes next on this post: the first other officer who is on it at the end of the shift or
// begins within a day after.
Result<std::optional<Shift>> NextOn(database::Transaction& tx, const Shift& shift, Moment now) {
  const Moment from = std::max(shift.until, now);
  HT_TRY(auto next,
         tx.Find<Shift>("WHERE unit_id = :unit AND role = :role AND officer_id <> :officer AND "
                        "since > :earliest AND since < :latest AND until > :from "
                        "ORDER BY since DESC LIMIT 200",
                        shift.unit_id, shift.role, shift.officer_id, from - kLongestShift,
                        from + kNextWithin, from));
  if (next.empty()) return std::nullopt;
  // Whoever begins at the end of the shift goes before those who are there already.
  std::sort(next.begin(), next.end(),
            [](const Shift& a, const Shift& b) { return a.since < b.since; });
  const auto fresh = std::find_if(next.begin(), next.end(),
                                  [&](const Shift& other) { return other.since >= shift.until; });
  return fresh != next.end() ? *fresh : next.back();
}

Status OpenReadingClock(database::Transaction& tx, const Handover& note, const Shift& shift,
                        Moment now) {
  HT_TRY(const auto next, NextOn(tx, shift, now));
  HT_TRY(const deadline::Rule rule, deadline::RuleOf(tx, kReadingClock));
  const Moment begins = std::max({now, shift.until, next ? next->since : now});
  deadline::Opening opening;
  opening.rule = kReadingClock;
  opening.desk = "roster";
  opening.subject = "handover";
  opening.subject_id = note.id;
  opening.unit_id = note.unit_id;
  opening.officer_id = next ? next->officer_id : 0;
  HT_TRY(opening.due_at, deadline::DueUnder(tx, rule, begins));
  opening.note = SpanText(shift.since, shift.until);
  return deadline::Open(tx, opening, now).map([](std::int64_t) {});
}

}  // namespace

Result<HandoverView> WriteHandover(database::Transaction& tx, const HandoverForm& form,
                                   const auth::Principal& who, Moment now) {
  auto faults = FaultsOf(form);
  if (!faults.empty()) return Invalid(std::move(faults));
  HT_TRY(const Shift shift, tx.Get<Shift>(form.shift_id));
  if (shift.officer_id != who.officer_id) {
    return Fail(ErrorCode::not_found, "There is no such shift of yours.");
  }
  if (now < shift.since) {
    return Fail(ErrorCode::conflict, "The shift has not begun.", "shift_not_begun");
  }
  if (now >= shift.until + kNoteTaken) {
    return Fail(ErrorCode::conflict, "The shift is long over.", "shift_long_over");
  }
  Handover note{0,
                shift.id,
                shift.unit_id,
                shift.role,
                who.officer_id,
                form.text,
                json::Write(Links{form.links}),
                now};
  HT_TRY(note.id, tx.Insert(note));
  HT_TRY_STATUS(deadline::Meet(tx, kNoteClock, "shift", shift.id, now));
  HT_TRY_STATUS(OpenReadingClock(tx, note, shift, now));
  HT_TRY_STATUS(Note(tx, note, "handover_written", who.actor(), now));
  return ViewOf(tx, note, who, now);
}

Result<HandoverView> ConfirmHandover(database::Transaction& tx, std::int64_t handover_id,
                                     const auth::Principal& who, Moment now) {
  HT_TRY(const Handover note, tx.Get<Handover>(handover_id));
  HT_TRY(const Post post, PostOf(tx, who.officer_id, now));
  if (!post.Covers(note) && !who.Sees(note.unit_id)) {
    return Fail(ErrorCode::not_found, "There is no such note.");
  }
  if (note.officer_id == who.officer_id) {
    return Fail(ErrorCode::conflict, "The writer of a note is not its reader.", "own_note");
  }
  if (!MayConfirm(note, post, who)) {
    return Fail(ErrorCode::conflict, "Whoever is on duty confirms the reading.", "not_on_duty");
  }
  HT_TRY(const std::int64_t added,
         tx.Execute("INSERT INTO roster_handover_reading (handover_id, officer_id, read_at) VALUES "
                    "(:note, :officer, :now) ON CONFLICT (handover_id, officer_id) DO NOTHING",
                    note.id, who.officer_id, now));
  if (added > 0) {
    HT_TRY_STATUS(deadline::Meet(tx, kReadingClock, "handover", note.id, now));
    HT_TRY_STATUS(Note(tx, note, "handover_read", who.actor(), now));
  }
  return ViewOf(tx, note, who, now);
}

Result<std::vector<HandoverView>> HandoversIn(database::Transaction& tx, const Span& span,
                                              const auth::Principal& who, Moment now) {
  HT_TRY(const auto notes,
         tx.Find<Handover>("WHERE unit_id IN (" + IdList(who.units) +
                               ") AND written_at >= :from AND written_at < :to ORDER BY id DESC",
                           span.from, span.to));
  return ViewsOf(tx, notes, who, now);
}

Result<std::vector<HandoverView>> HandoversWaiting(database::Transaction& tx,
                                                   const auth::Principal& who, Moment now) {
  HT_TRY(const Post post, PostOf(tx, who.officer_id, now));
  if (!post.shift) return std::vector<HandoverView>{};
  HT_TRY(const auto notes,
         tx.Find<Handover>("WHERE unit_id = :unit AND written_at > :from ORDER BY id DESC",
                           post.shift->unit_id, post.from));
  HT_TRY(auto views, ViewsOf(tx, notes, who, now));
  std::erase_if(views, [](const HandoverView& view) { return !view.waits; });
  return views;
}

Status OpenNoteClock(database::Transaction& tx, Shift& shift, Moment now) {
  HT_TRY_STATUS(deadline::Cancel(tx, kNoteClock, "shift", shift.id, now));
  HT_TRY(const deadline::Rule rule, deadline::RuleOf(tx, kNoteClock));
  deadline::Opening opening;
  opening.rule = kNoteClock;
  opening.desk = "roster";
  opening.subject = "shift";
  opening.subject_id = shift.id;
  opening.unit_id = shift.unit_id;
  opening.officer_id = shift.officer_id;
  HT_TRY(opening.due_at, deadline::DueUnder(tx, rule, shift.until));
  opening.note = SpanText(shift.since, shift.until);
  HT_TRY_STATUS(deadline::Open(tx, opening, now));
  if (shift.note_due) return {};
  shift.note_due = true;
  return tx.Update(shift);
}

Result<std::vector<Shift>> ShiftsToWatch(database::Transaction& tx, Moment now) {
  return tx.Find<Shift>(
      "WHERE note_due = 0 AND since > :earliest AND since <= :now AND until > :now_too AND EXISTS "
      "(SELECT 1 FROM roster_requirement r WHERE r.unit_id = roster_shift.unit_id AND "
      "r.role = roster_shift.role) AND NOT EXISTS (SELECT 1 FROM roster_handover h WHERE "
      "h.shift_id = roster_shift.id) ORDER BY id",
      now - kLongestShift, now, now);
}

}  // namespace hetang::roster
