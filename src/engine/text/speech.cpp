#include "engine/text/speech.h"

#include <algorithm>
#include <array>

namespace hetang::text {
namespace {

constexpr std::array<std::u32string_view, 26> kTitles{
    U"客服", U"管理", U"导师", U"经理", U"助理", U"老师", U"班长", U"专员", U"主任",
    U"接待", U"群主", U"官",   U"教授", U"老板", U"卖家", U"平台", U"业务", U"代办",
    U"系统", U"财务", U"参谋", U"总",   U"中介", U"警官", U"顾问", U"商家"};

struct Line {
  Span span;
  std::size_t text = 0;  // Where the words begin after name and stamp.
  std::u32string name;   // Empty: the line goes on with the turn before it.
  std::optional<std::size_t> stamp;
};

// The name in what stands before the colon: stamps and brackets are taken out.
std::u32string NameOf(const Page& page, Span head, const std::vector<Entity>& entities,
                      std::size_t first_time) {
  constexpr std::u32string_view kDrop = U" []()【】「」:\u3000";
  std::u32string name;
  std::size_t time = first_time;
  for (std::size_t at = head.start; at < head.end; ++at) {
    while (time < entities.size() &&
           (entities[time].kind != Kind::time || entities[time].end <= at)) {
      ++time;
    }
    if (time < entities.size() && entities[time].start <= at) continue;
    const char32_t here = page.At(at);
    if (here == U'→' || here == U'>') break;
    if (kDrop.find(here) == kDrop.npos) name.push_back(here);
  }
  return name;
}

bool CouldBeName(const Page& page, Span head, const std::vector<Entity>& entities,
                 std::size_t first) {
  if (head.end - head.start > 40) return false;
  for (std::size_t i = first; i < entities.size() && entities[i].start < head.end; ++i) {
    const Kind kind = entities[i].kind;
    if (kind != Kind::time && kind != Kind::person && kind != Kind::app) return false;
  }
  for (std::size_t at = head.start; at < head.end; ++at) {
    const char32_t here = page.At(at);
    if (here == U'。' || here == U'?' || here == U'!' || here == U',' || here == U';') return false;
  }
  return true;
}

class LineReader {
 public:
  LineReader(const Page& page, const std::vector<Entity>& entities)
      : page_(page), entities_(entities) {}

  std::vector<Line> Read() {
    std::vector<Line> lines;
    for (std::size_t start = 0; start < page_.size();) {
      std::size_t end = start;
      while (end < page_.size() && page_.At(end) != U'\n') ++end;
      if (end > start) lines.push_back(ReadLine({start, end}));
      start = end + 1;
    }
    return lines;
  }

 private:
  Line ReadLine(Span span) {
    while (next_ < entities_.size() && entities_[next_].start < span.start) ++next_;
    Line line{span, span.start, {}, std::nullopt};
    for (std::size_t i = next_; i < entities_.size() && entities_[i].start < span.start + 24; ++i) {
      const bool clock = entities_[i].precision >= Precision::minute;
      if (entities_[i].kind == Kind::time && clock && entities_[i].end <= span.end) {
        line.stamp = i;
        break;
      }
    }
    const std::size_t colon = ColonIn(span);
    if (colon < span.end && CouldBeName(page_, {span.start, colon}, entities_, next_)) {
      line.name = NameOf(page_, {span.start, colon}, entities_, next_);
      line.text = colon + 1;
    } else if (CouldBeName(page_, span, entities_, next_)) {
      line.name = NameOf(page_, span, entities_, next_);
      line.text = span.end;
      const bool lone = line.stamp.has_value() || span.end - span.start <= 10;
      if (!lone) line.name.clear();
    }
    if (line.name.size() > 14) line.name.clear();
    if (line.name.empty()) line.text = span.start;
    return line;
  }

  // The first colon of the line that is not inside a time.
  std::size_t ColonIn(Span span) const {
    for (std::size_t at = span.start; at < span.end && at < span.start + 40; ++at) {
      if (page_.At(at) != U':') continue;
      bool in_time = false;
      for (std::size_t i = next_; i < entities_.size() && entities_[i].start <= at; ++i) {
        in_time = in_time || (entities_[i].kind == Kind::time && at < entities_[i].end);
      }
      if (!in_time) return at;
    }
    return span.end;
  }

  const Page& page_;
  const std::vector<Entity>& entities_;
  std::size_t next_ = 0;
};

bool HasTitle(const std::u32string& name) {
  return std::any_of(kTitles.begin(), kTitles.end(),
                     [&](std::u32string_view title) { return name.find(title) != name.npos; });
}

Speaker SpeakerOf(const std::u32string& name, const std::u32string& first, bool has_me,
                  bool first_has_title, bool any_title) {
  if (has_me) return name.starts_with(U'我') ? Speaker::reporter : Speaker::other_side;
  if (HasTitle(name)) return Speaker::other_side;
  if (name == first && !first_has_title && any_title) return Speaker::reporter;
  return name == first ? Speaker::other_side : Speaker::reporter;
}

// A line of a few words that is neither a name with a colon nor stamped is a name only when the
// line after it is stamped (客服-某某 / 1/23 20:00 …).
void DropLooseNames(std::vector<Line>& lines) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    Line& line = lines[i];
    const bool loose = !line.name.empty() && line.text == line.span.end && !line.stamp;
    if (!loose) continue;
    const bool stamped_next =
        i + 1 < lines.size() && lines[i + 1].stamp.has_value() &&
        (lines[i + 1].name.empty() || lines[i + 1].text == lines[i + 1].span.end);
    if (!stamped_next) line.name.clear();
  }
}

}  // namespace

std::vector<Turn> FindTurns(const Page& page, const std::vector<Entity>& entities) {
  std::vector<Line> lines = LineReader(page, entities).Read();
  DropLooseNames(lines);
  std::vector<std::u32string> names;
  std::size_t named = 0;
  for (const Line& line : lines) {
    if (line.name.empty()) continue;
    ++named;
    if (names.size() < 16 && std::find(names.begin(), names.end(), line.name) == names.end()) {
      names.push_back(line.name);
    }
  }
  if (named < 3 || names.size() < 2 || named <= names.size()) return {};
  const bool has_me = std::any_of(names.begin(), names.end(), [](const std::u32string& name) {
    return name.starts_with(U'我') && name.size() <= 2;
  });
  const bool any_title = std::any_of(names.begin(), names.end(), HasTitle);
  std::vector<Turn> turns;
  std::optional<std::size_t> last_stamp;
  for (const Line& line : lines) {
    const bool stamp_only = line.name.empty() && line.stamp && line.text == line.span.start &&
                            entities[*line.stamp].end + 1 >= line.span.end;
    if (line.stamp) last_stamp = line.stamp;
    if (stamp_only && turns.empty()) continue;
    if (!line.name.empty()) {
      Turn turn;
      turn.span = line.span;
      turn.name_end = line.text;
      turn.speaker =
          SpeakerOf(line.name, names.front(), has_me, HasTitle(names.front()), any_title);
      turn.stamp = last_stamp;
      turns.push_back(turn);
    } else if (!turns.empty()) {
      // The turn goes on; a new stamp opens a turn of the same speaker.
      if (line.stamp && !stamp_only) {
        Turn turn = turns.back();
        turn.span = line.span;
        turn.name_end = line.span.start;
        turn.stamp = line.stamp;
        turns.push_back(turn);
      } else {
        turns.back().span.end = line.span.end;
      }
    }
  }
  return turns;
}

const Turn* TurnAt(const std::vector<Turn>& turns, std::size_t at) {
  const auto after =
      std::upper_bound(turns.begin(), turns.end(), at,
                       [](std::size_t place, const Turn& t) { return place < t.span.start; });
  if (after == turns.begin()) return nullptr;
  const Turn& turn = *std::prev(after);
  return at < turn.span.end ? &turn : nullptr;
}

}  // namespace hetang::text
