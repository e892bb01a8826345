// Hand-over: whoever leaves a shift writes a note, whoever comes on duty confirms having read it.
//
// A note takes links to open items as data, so that later desks can hand theirs over. Where a role
// must be served (gaps.h), two clocks run: that the note is written when the shift has ended, and
// that it is read when the next one has begun.
#pragma once

#include <vector>

#include "desk/roster/rota.h"

namespace hetang::roster {

inline constexpr std::string_view kNoteClock = "handover_note";
inline constexpr std::string_view kReadingClock = "handover_reading";
// So long after a shift its officer may write a note on it.
inline constexpr Duration kNoteTaken = Hours(24);
inline constexpr std::size_t kMostLinks = 100;

// Something open: `order` 17, `case` 3. The label is what a person knows it by and holds no
// personal data.
struct Link {
  std::string subject;
  std::int64_t subject_id = 0;
  Text<80> label;
};
BOOST_DESCRIBE_STRUCT(Link, (), (subject, subject_id, label))

struct Handover {
  std::int64_t id = 0;
  std::int64_t shift_id = 0;
  std::int64_t unit_id = 0;
  std::string role;
  std::int64_t officer_id = 0;  // Who wrote it.
  Text<2000> text;
  std::string links;  // JSON of the Links.
  Moment written_at;
};
BOOST_DESCRIBE_STRUCT(Handover, (),
                      (id, shift_id, unit_id, role, officer_id, text, links, written_at))

struct Reading {
  std::int64_t id = 0;
  std::int64_t handover_id = 0;
  std::int64_t officer_id = 0;
  Moment read_at;
};
BOOST_DESCRIBE_STRUCT(Reading, (), (id, handover_id, officer_id, read_at))

struct HandoverForm {
  std::int64_t shift_id = 0;
  Text<2000> text;
  std::vector<Link> links;
};
BOOST_DESCRIBE_STRUCT(HandoverForm, (), (shift_id, text, links))

struct HandoverReader {
  std::int64_t officer_id = 0;
  std::string officer_name;
  Moment read_at;
};
BOOST_DESCRIBE_STRUCT(HandoverReader, (), (officer_id, officer_name, read_at))

struct HandoverView {
  std::int64_t id = 0;
  std::int64_t shift_id = 0;
  std::int64_t unit_id = 0;
  std::string role;
  std::int64_t officer_id = 0;
  std::string officer_name;
  Text<2000> text;
  std::vector<Link> links;
  Moment written_at;
  std::vector<HandoverReader> readers;
  bool waits = false;                // For this officer, who is on duty now.
  std::vector<std::string> actions;  // `confirm`
};
BOOST_DESCRIBE_STRUCT(HandoverView, (),
                      (id, shift_id, unit_id, role, officer_id, officer_name, text, links,
                       written_at, readers, waits, actions))

// Errors: invalid (each field), not_found (also a shift of somebody else), conflict
// (`shift_not_begun`, `shift_long_over`).
Result<HandoverView> WriteHandover(database::Transaction& tx, const HandoverForm& form,
                                   const auth::Principal& who, Moment now);
// Confirms the reading; a second time is no error. Whoever is on duty in the role may, and whoever
// may impose in the unit. Errors: not_found (also of another unit), conflict (`own_note`,
// `not_on_duty`).
Result<HandoverView> ConfirmHandover(database::Transaction& tx, std::int64_t handover_id,
                                     const auth::Principal& who, Moment now);

// Notes of the units seen, written in the span, the latest first.
Result<std::vector<HandoverView>> HandoversIn(database::Transaction& tx, const Span& span,
                                              const auth::Principal& who, Moment now);
// What waits for this officer: on duty now, the notes of the same unit and role that others wrote
// since the officer's last shift there, a week back at most, and that are not confirmed yet.
Result<std::vector<HandoverView>> HandoversWaiting(database::Transaction& tx,
                                                   const auth::Principal& who, Moment now);

// Opens the clock of the note for this shift, closing one that ran for it.
Status OpenNoteClock(database::Transaction& tx, Shift& shift, Moment now);
// Running shifts in roles that must be served and whose clock is not open yet.
Result<std::vector<Shift>> ShiftsToWatch(database::Transaction& tx, Moment now);

}  // namespace hetang::roster

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<roster::Handover> = "roster_handover";
template <>
inline constexpr std::string_view kTable<roster::Reading> = "roster_handover_reading";
}  // namespace hetang::database
