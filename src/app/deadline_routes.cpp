#include "app/deadline_routes.h"

#include <algorithm>
#include <charconv>

#include "app/route_help.h"
#include "base/ids.h"
#include "desk/register/register.h"
#include "desk/roster/rota.h"
#include "platform/auth/password.h"
#include "platform/deadline/board.h"
#include "platform/deadline/feed.h"
#include "platform/deadline/rule.h"

namespace hetang::app {
namespace {

using database::Transaction;
using http::Call;
using http::Nothing;
using http::Page;

constexpr char kReadRight[] = "deadline:read";
constexpr std::int64_t kMostEvents = 2000;
constexpr std::int64_t kMostHours = 24 * 366;
// How much of the rota a calendar holds, and how long before a shift it rings.
constexpr Duration kShiftsBack = Days(7);
constexpr Duration kShiftsAhead = Days(62);
constexpr Duration kBeforeShift = Hours(1);

// A clock as the page shows it: with the case, the officer and the basis it runs on.
struct Clock {
  std::int64_t id = 0;
  std::string rule;
  std::string desk;
  std::string subject;
  std::int64_t subject_id = 0;
  std::int64_t case_id = 0;
  std::string case_number;
  std::int64_t unit_id = 0;
  std::int64_t officer_id = 0;
  std::string officer_name;
  Moment opened_at;
  Moment due_at;
  deadline::State state = deadline::State::open;
  std::int64_t reminders = 0;
  std::string note;
  std::string basis;
};
BOOST_DESCRIBE_STRUCT(Clock, (),
                      (id, rule, desk, subject, subject_id, case_id, case_number, unit_id,
                       officer_id, officer_name, opened_at, due_at, state, reminders, note, basis))

struct ClockRuleForm {
  deadline::LengthUnit unit = deadline::LengthUnit::time;
  std::int64_t length_ms = 0;  // Of unit `time`.
  std::int64_t count = 0;      // Months or working days.
  std::string remind_ms;
  std::string remind_role;
  std::string escalate_role;
  std::string basis;
};
BOOST_DESCRIBE_STRUCT(ClockRuleForm, (),
                      (unit, length_ms, count, remind_ms, remind_role, escalate_role, basis))

struct FeedForm {
  deadline::FeedScope scope = deadline::FeedScope::mine;
  std::vector<deadline::FeedTitle> titles;  // What the page calls the rules, in its language.
};
BOOST_DESCRIBE_STRUCT(FeedForm, (), (scope, titles))

struct FeedView {
  std::int64_t id = 0;
  deadline::FeedScope scope = deadline::FeedScope::mine;
  Moment made_at;
};
BOOST_DESCRIBE_STRUCT(FeedView, (), (id, scope, made_at))

struct NewFeed {
  std::int64_t id = 0;
  std::string path;  // With the token, which is shown this once.
};
BOOST_DESCRIBE_STRUCT(NewFeed, (), (id, path))

deadline::Reader ReaderOf(const Call& call) {
  return {call.who.officer_id, call.who.roles, call.who.units};
}

Result<std::map<std::string, deadline::Rule>> RulesByName(Transaction& tx) {
  HT_TRY(const auto rules, tx.Find<deadline::Rule>("ORDER BY id"));
  std::map<std::string, deadline::Rule> by_name;
  for (const deadline::Rule& rule : rules) by_name[rule.name] = rule;
  return by_name;
}

std::optional<std::int64_t> NumberIn(const std::string& text) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return number;
}

// The query as what is wanted of the board. A unit the officer does not see shows nothing.
Result<deadline::Wanted> WantedBy(const Call& call) {
  deadline::Wanted wanted;
  wanted.units = call.who.units;
  wanted.desk = call.QueryText("desk").value_or("");
  wanted.rule = call.QueryText("rule").value_or("");
  if (call.QueryText("unit_id")) {
    HT_TRY(const std::int64_t unit, call.PathId("unit_id"));
    std::erase_if(wanted.units, [&](std::int64_t seen) { return seen != unit; });
  }
  if (call.QueryText("officer_id")) {
    HT_TRY(wanted.officer_id, call.PathId("officer_id"));
  }
  if (call.QueryText("mine") == "true") wanted.officer_id = call.who.officer_id;
  const auto overdue = call.QueryText("overdue");
  if (overdue == "true") wanted.due_before = call.now;
  if (overdue == "false") wanted.due_from = call.now;
  if (const auto text = call.QueryText("within_hours"); text && overdue != "true") {
    const auto hours = NumberIn(*text);
    if (!hours || *hours < 1 || *hours > kMostHours) {
      return Invalid({{"within_hours", "range", "From one hour to a year."}});
    }
    wanted.due_before = call.now + Hours(*hours);
  }
  return wanted;
}

Result<Page<Clock>> Clocks(const Call& call, Transaction& tx) {
  HT_TRY(const deadline::Wanted wanted, WantedBy(call));
  std::int64_t limit = http::kPageSize;
  if (call.QueryText("limit")) {
    Call of_limit;  // PageOf reads a cursor that is an id; ours is not.
    of_limit.query["limit"] = *call.QueryText("limit");
    HT_TRY(const http::PageRequest request, http::PageOf(of_limit));
    limit = request.limit;
  }
  std::optional<deadline::Cursor> after;
  if (const auto text = call.QueryText("after")) {
    after = deadline::ParseCursor(*text);
    if (!after) return Invalid({{"after", "cursor", "This is no cursor of the board."}});
  }
  HT_TRY(const deadline::Board board, deadline::BoardOf(tx, wanted, after, limit));
  std::vector<std::int64_t> officers;
  std::vector<std::int64_t> cases;
  for (const deadline::Deadline& clock : board.clocks) {
    officers.push_back(clock.officer_id);
    cases.push_back(clock.case_id);
  }
  HT_TRY(const auto names, roster::NamesOf(tx, officers));
  HT_TRY(const auto numbers, registry::NumbersOf(tx, cases));
  HT_TRY(const auto rules, RulesByName(tx));
  Page<Clock> page;
  for (const deadline::Deadline& clock : board.clocks) {
    page.items.push_back({clock.id, clock.rule, clock.desk, clock.subject, clock.subject_id,
                          clock.case_id, Named(numbers, clock.case_id), clock.unit_id,
                          clock.officer_id, Named(names, clock.officer_id), clock.opened_at,
                          clock.due_at, clock.state, clock.reminders, clock.note,
                          Named(rules, clock.rule).basis});
  }
  if (board.next) page.next = deadline::CursorText(*board.next);
  return page;
}

Result<Page<deadline::RuleCount>> Counts(const Call& call, Transaction& tx) {
  HT_TRY(const deadline::Wanted wanted, WantedBy(call));
  HT_TRY(auto counts, deadline::CountsOf(tx, wanted, call.now));
  return ListOf(std::move(counts));
}

Result<Page<deadline::Notice>> Notices(const Call& call, Transaction& tx) {
  HT_TRY(auto notices, deadline::NoticesFor(tx, ReaderOf(call)));
  return ListOf(std::move(notices));
}

Result<Nothing> SeeNotice(const Call& call, const Nothing&, Transaction& tx) {
  HT_TRY(const std::int64_t id, call.PathId("id"));
  HT_TRY_STATUS(deadline::MarkSeen(tx, id, ReaderOf(call), call.now));
  return Nothing{};
}

Result<Page<deadline::Rule>> Rules(const Call&, Transaction& tx) {
  HT_TRY(auto rules, tx.Find<deadline::Rule>("ORDER BY id"));
  return ListOf(std::move(rules));
}

Result<deadline::Rule> PutRule(const Call& call, const ClockRuleForm& form, Transaction& tx) {
  HT_TRY(const std::int64_t id, call.PathId("id"));
  HT_TRY(deadline::Rule rule, tx.Get<deadline::Rule>(id));
  HT_TRY(rule.version, call.VersionRead());
  rule.unit = form.unit;
  rule.length_ms = form.length_ms;
  rule.count = form.count;
  rule.remind_ms = form.remind_ms;
  rule.remind_role = form.remind_role;
  rule.escalate_role = form.escalate_role;
  rule.basis = form.basis;
  return deadline::ChangeRule(tx, rule, call.who.actor(), call.now);
}

Result<Page<FeedView>> Feeds(const Call& call, Transaction& tx) {
  HT_TRY(const auto feeds, deadline::FeedsOf(tx, call.who.officer_id));
  Page<FeedView> page;
  for (const deadline::Feed& feed : feeds) {
    page.items.push_back({feed.id, feed.scope, feed.made_at});
  }
  return page;
}

Result<NewFeed> PostFeed(const Call& call, const FeedForm& form, Transaction& tx) {
  if (form.scope != deadline::FeedScope::shifts && !call.who.May(kReadRight)) {
    return Fail(ErrorCode::forbidden, "Clocks are not for this officer to see.");
  }
  const std::string token = RandomToken(32);
  deadline::Feed feed;
  feed.scope = form.scope;
  feed.token_digest = auth::StoredForm(token);
  HT_TRY(feed, deadline::MakeFeed(tx, feed, form.titles, call.who.actor(), call.now));
  return NewFeed{feed.id, "/api/v1/deadline/calendars/" + token + ".ics"};
}

Result<Nothing> EndFeed(const Call& call, const Nothing&, Transaction& tx) {
  HT_TRY(const std::int64_t id, call.PathId("id"));
  HT_TRY_STATUS(deadline::EndFeed(tx, id, call.who.actor(), call.now));
  return Nothing{};
}

using Events = std::vector<deadline::CalendarEvent>;

Result<Events> ShiftEvents(Transaction& tx, const deadline::Feed& feed, Moment now) {
  HT_TRY(const auto shifts,
         roster::ShiftsOf(tx, feed.officer_id, {now - kShiftsBack, now + kShiftsAhead}));
  Events events;
  for (const roster::ShiftLine& shift : shifts) {
    deadline::CalendarEvent event;
    event.uid = "shift-" + std::to_string(shift.id) + "@hetang";
    event.summary = deadline::TitleIn(feed, shift.role) + " " + shift.unit_name;
    event.at = shift.since;
    event.until = shift.until;
    event.alarms = {kBeforeShift};
    events.push_back(std::move(event));
  }
  return events;
}

Result<Events> ClockEvents(Transaction& tx, const deadline::Feed& feed,
                           const std::vector<std::int64_t>& units) {
  deadline::Wanted wanted;
  wanted.units = units;
  if (feed.scope == deadline::FeedScope::mine) wanted.officer_id = feed.officer_id;
  HT_TRY(const auto board, deadline::BoardOf(tx, wanted, std::nullopt, kMostEvents));
  if (board.next) {
    return Fail(ErrorCode::too_large, "More clocks are open than a calendar holds.");
  }
  std::vector<std::int64_t> cases;
  for (const deadline::Deadline& clock : board.clocks) cases.push_back(clock.case_id);
  HT_TRY(const auto numbers, registry::NumbersOf(tx, cases));
  HT_TRY(const auto rules, RulesByName(tx));
  Events events;
  for (const deadline::Deadline& clock : board.clocks) {
    deadline::CalendarEvent event;
    event.uid = "clock-" + std::to_string(clock.id) + "@hetang";
    event.summary = deadline::TitleIn(feed, clock.rule) + " " + Named(numbers, clock.case_id);
    event.at = clock.due_at;
    event.alarms = deadline::ParseReminders(Named(rules, clock.rule).remind_ms)
                       .value_or(std::vector<Duration>{});
    events.push_back(std::move(event));
  }
  return events;
}

// Whoever has left the centre has no calendar any more.
Result<std::string> CalendarOf(const Call& call, const std::string& token, Transaction& tx) {
  HT_TRY(const deadline::Feed feed, deadline::FeedWith(tx, auth::StoredForm(token)));
  const auto officer = roster::Roster().PrincipalOf(tx, feed.officer_id);
  if (!officer) return Fail(ErrorCode::not_found, "There is no such feed.");
  HT_TRY(const Events events, feed.scope == deadline::FeedScope::shifts
                                  ? ShiftEvents(tx, feed, call.now)
                                  : ClockEvents(tx, feed, officer->units));
  return deadline::WriteCalendar("荷塘 Hetang", events, call.now);
}

Result<http::Response> Calendar(const Call& call, database::Database& database) {
  std::string token = call.path.find("token")->second;
  if (token.ends_with(".ics")) token.resize(token.size() - 4);
  http::Response response;
  response.content_type = "text/calendar; charset=utf-8";
  HT_TRY(response.body,
         database.Read([&](Transaction& tx) { return CalendarOf(call, token, tx); }));
  return response;
}

void AddFeedRoutes(http::Router& router, database::Database& database) {
  router.Query<Page<FeedView>>(RouteOf("GET", "/deadline/feeds", "", "Your calendar feeds."),
                               Feeds);
  http::Route make = RouteOf("POST", "/deadline/feeds", "",
                             "Makes a calendar feed of open clocks (with deadline:read) or of your "
                             "shifts.");
  make.reveals = true;  // Its answer holds the token, which nothing may keep.
  router.Command<FeedForm, NewFeed>(std::move(make), PostFeed);
  router.Command<Nothing, Nothing>(
      RouteOf("DELETE", "/deadline/feeds/{id}", "", "Takes a calendar feed back."), EndFeed);
  router.Raw(RouteOf("GET", "/deadline/calendars/{token}", "public",
                     "Open clocks or shifts as iCalendar; the token stands for the officer."),
             [&database](const Call& call) { return Calendar(call, database); });
}

}  // namespace

void AddDeadlineRoutes(http::Router& router, database::Database& database) {
  const std::vector<std::string> narrowing = {"desk", "rule",    "unit_id",     "officer_id",
                                              "mine", "overdue", "within_hours"};
  std::vector<std::string> paged = narrowing;
  paged.insert(paged.end(), {"after", "limit"});
  router.Query<Page<Clock>>(RouteOf("GET", "/deadline/clocks", "deadline:read",
                                    "Open clocks, the first due first.", paged),
                            Clocks);
  router.Query<Page<deadline::RuleCount>>(
      RouteOf("GET", "/deadline/counts", "deadline:read", "Open clocks by rule.", narrowing),
      Counts);
  router.Query<Page<deadline::Notice>>(
      RouteOf("GET", "/deadline/notices", "deadline:read", "What waits for your eyes."), Notices);
  router.Command<Nothing, Nothing>(
      RouteOf("POST", "/deadline/notices/{id}/seen", "deadline:read", "Takes note of a notice."),
      SeeNotice);
  router.Query<Page<deadline::Rule>>(
      RouteOf("GET", "/deadline/rules", "deadline:read", "How long each clock runs, and why."),
      Rules);
  router.Command<ClockRuleForm, deadline::Rule>(
      RouteOf("PUT", "/deadline/rules/{id}", "deadline:rules",
              "Changes a rule; open clocks keep their due time."),
      PutRule);
  AddFeedRoutes(router, database);
}

}  // namespace hetang::app
