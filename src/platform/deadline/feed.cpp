#include "platform/deadline/feed.h"

#include <fmt/core.h>

#include "base/json.h"

namespace hetang::deadline {
namespace {

constexpr std::size_t kMostFeeds = 10;
constexpr std::size_t kMostTitles = 200;

struct Titles {
  std::vector<FeedTitle> titles;
};
BOOST_DESCRIBE_STRUCT(Titles, (), (titles))

Status Note(database::Transaction& tx, const Feed& feed, std::string act,
            const journal::Actor& actor, Moment now) {
  journal::Entry entry;
  entry.actor = actor;
  entry.desk = "deadline";
  entry.act = std::move(act);
  entry.subject = "deadline_feed";
  entry.subject_id = feed.id;
  entry.unit_id = actor.unit_id;
  entry.facts = {{"scope", EnumName(feed.scope)}};
  return journal::Append(tx, entry, now);
}

std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\r') continue;
    if (c == '\\' || c == ';' || c == ',') escaped += '\\';
    escaped += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return escaped;
}

bool ContinuesCharacter(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// Adds a content line, folded so that no line has more than 75 bytes and no character is cut.
void AddLine(std::string& calendar, std::string_view line) {
  std::size_t room = 75;
  while (line.size() > room) {
    std::size_t cut = room;
    while (cut > 0 && ContinuesCharacter(line[cut])) --cut;
    calendar += line.substr(0, cut);
    calendar += "\r\n ";
    line.remove_prefix(cut);
    room = 74;  // The blank that begins a continuation counts.
  }
  calendar += line;
  calendar += "\r\n";
}

// `20260506T013000Z`
std::string UtcText(Moment moment) {
  const std::string local = FormatCompact(moment - Hours(8));
  return local.substr(0, 8) + "T" + local.substr(8) + "Z";
}

}  // namespace

Result<Feed> MakeFeed(database::Transaction& tx, Feed feed, std::span<const FeedTitle> titles,
                      const journal::Actor& actor, Moment now) {
  if (titles.size() > kMostTitles) {
    return Invalid({{"titles", "too_many", "A feed has at most 200 titles."}});
  }
  HT_TRY(const auto there, FeedsOf(tx, actor.officer_id));
  if (there.size() >= kMostFeeds) {
    return Fail(ErrorCode::conflict, "An officer has at most ten feeds.", "feed_limit");
  }
  feed.id = 0;
  feed.officer_id = actor.officer_id;
  feed.titles = json::Write(Titles{{titles.begin(), titles.end()}});
  feed.made_at = now;
  feed.ended_at.reset();
  HT_TRY(feed.id, tx.Insert(feed));
  HT_TRY_STATUS(Note(tx, feed, "feed_made", actor, now));
  return feed;
}

Result<std::vector<Feed>> FeedsOf(database::Transaction& tx, std::int64_t officer_id) {
  return tx.Find<Feed>("WHERE officer_id = :officer AND ended_at IS NULL ORDER BY id DESC",
                       officer_id);
}

Status EndFeed(database::Transaction& tx, std::int64_t feed_id, const journal::Actor& actor,
               Moment now) {
  HT_TRY(Feed feed, tx.Get<Feed>(feed_id));
  if (feed.officer_id != actor.officer_id || feed.ended_at) {
    return Fail(ErrorCode::not_found, "There is no such feed.");
  }
  feed.ended_at = now;
  HT_TRY_STATUS(tx.Update(feed));
  return Note(tx, feed, "feed_ended", actor, now);
}

Result<Feed> FeedWith(database::Transaction& tx, std::string_view token_digest) {
  HT_TRY(auto found,
         tx.Find<Feed>("WHERE token_digest = :digest AND ended_at IS NULL", token_digest));
  if (found.empty()) return Fail(ErrorCode::not_found, "There is no such feed.");
  return std::move(found.front());
}

std::string TitleIn(const Feed& feed, const std::string& rule) {
  const auto titles = json::Read<Titles>(std::string_view(feed.titles));
  if (!titles) return rule;
  for (const FeedTitle& title : titles->titles) {
    if (title.rule == rule) return title.title.str();
  }
  return rule;
}

std::string WriteCalendar(std::string_view name, std::span<const CalendarEvent> events,
                          Moment now) {
  std::string calendar;
  AddLine(calendar, "BEGIN:VCALENDAR");
  AddLine(calendar, "VERSION:2.0");
  AddLine(calendar, "PRODID:-//Hetang//Deadlines//ZH");
  AddLine(calendar, "CALSCALE:GREGORIAN");
  AddLine(calendar, "METHOD:PUBLISH");
  AddLine(calendar, "X-WR-CALNAME:" + Escaped(name));
  AddLine(calendar, "REFRESH-INTERVAL;VALUE=DURATION:PT5M");
  for (const CalendarEvent& event : events) {
    AddLine(calendar, "BEGIN:VEVENT");
    AddLine(calendar, "UID:" + Escaped(event.uid));
    AddLine(calendar, "DTSTAMP:" + UtcText(now));
    AddLine(calendar, "DTSTART:" + UtcText(event.at));
    if (event.until) AddLine(calendar, "DTEND:" + UtcText(*event.until));
    AddLine(calendar, "SUMMARY:" + Escaped(event.summary));
    if (!event.until) AddLine(calendar, "TRANSP:TRANSPARENT");
    for (const Duration before : event.alarms) {
      AddLine(calendar, "BEGIN:VALARM");
      AddLine(calendar, "ACTION:DISPLAY");
      AddLine(calendar, "DESCRIPTION:" + Escaped(event.summary));
      AddLine(calendar, fmt::format("TRIGGER:-PT{}S", before.ms / 1000));
      AddLine(calendar, "END:VALARM");
    }
    AddLine(calendar, "END:VEVENT");
  }
  AddLine(calendar, "END:VCALENDAR");
  return calendar;
}

}  // namespace hetang::deadline
