#include "tidy/layers.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"

namespace hetang::tidy {
namespace {

struct Layer {
  std::string_view name;
  std::vector<std::string_view> may_include;  // Its own layer is always allowed.
  std::vector<std::string_view> folders;      // Empty: the layer is one folder.
};

// The plan. A new room is drawn here and in docs/architecture.md first.
const std::array<Layer, 7>& Plan() {
  static const std::array<Layer, 7> kPlan{{
      {"base", {}, {}},
      {"engine", {"base"}, {"trace", "statement", "pattern", "link", "text", "classify"}},
      {"platform",
       {"base"},
       {"database", "journal", "outbox", "deadline", "approval", "document", "http", "auth",
        "files"}},
      {"gateway", {"base", "platform"}, {"bank", "message"}},
      {"desk",
       {"base", "engine", "platform", "gateway"},
       {"roster", "register", "trail", "funds", "intake", "warning", "casework", "publicity",
        "command"}},
      {"sim", {"base", "engine"}, {}},
      {"app", {"base", "engine", "platform", "gateway", "desk", "sim"}, {}},
  }};
  return kPlan;
}

const Layer* LayerNamed(std::string_view name) {
  for (const Layer& layer : Plan()) {
    if (layer.name == name) return &layer;
  }
  return nullptr;
}

// Where a path below src/ belongs: `desk/intake/rules.cpp` is in layer desk, folder intake.
struct Place {
  const Layer* layer = nullptr;
  std::string folder;  // Empty for a layer of one folder.

  std::string Name() const {
    std::string name(layer->name);
    if (!folder.empty()) name.append("/").append(folder);
    return name;
  }
};

bool Contains(const std::vector<std::string_view>& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

std::optional<Place> PlaceOf(std::string_view path) {
  const std::vector<std::string_view> parts = Split(path, '/');
  const Layer* layer = LayerNamed(parts[0]);
  if (layer == nullptr || parts.size() < 2) return std::nullopt;
  if (layer->folders.empty()) return Place{layer, ""};
  if (parts.size() < 3 || !Contains(layer->folders, parts[1])) return std::nullopt;
  return Place{layer, std::string(parts[1])};
}

struct Include {
  std::size_t line = 0;
  std::string target;
  bool is_quoted = true;
};

std::optional<Include> IncludeOn(const SourceFile& file, std::size_t index) {
  std::string_view text = Trim(file.lines[index]);
  // The blanked line tells a directive from the same words inside a comment or a raw string.
  if (!Trim(file.code[index]).starts_with('#') || !text.starts_with('#')) return std::nullopt;
  text = Trim(text.substr(1));
  if (!text.starts_with("include")) return std::nullopt;
  text = Trim(text.substr(7));
  if (text.empty() || (text[0] != '"' && text[0] != '<')) return std::nullopt;
  const bool is_quoted = text[0] == '"';
  const std::size_t end = text.find(is_quoted ? '"' : '>', 1);
  if (end == std::string_view::npos) return std::nullopt;
  return Include{index + 1, std::string(text.substr(1, end - 1)), is_quoted};
}

// Why one desk may not include this header of another desk; empty when it may. What tests share of
// an earlier desk, `test_roster.h`, is open to the tests of later ones.
std::string ReasonAmongDesks(const Place& from, const Place& to, std::string_view target,
                             bool is_test) {
  const std::vector<std::string_view>& order = from.layer->folders;
  if (std::find(order.begin(), order.end(), to.folder) >
      std::find(order.begin(), order.end(), from.folder)) {
    return from.Name() + " must not include the later " + to.Name() +
           "; learn of it as a subscriber of the journal, wired in app/";
  }
  const std::string facade = to.Name() + "/" + to.folder + ".h";
  if (target == facade) return "";
  if (is_test && target.starts_with(to.Name() + "/test_")) return "";
  return from.Name() + " must not look inside " + to.Name() + "; include \"" + facade + "\"";
}

// Why `from` may not include `target`, which lies in `to`; empty when it may.
std::string ReasonAgainst(const Place& from, const Place& to, std::string_view target,
                          bool is_test) {
  if (from.layer == to.layer) {
    const bool other_desk = from.layer->name == "desk" && from.folder != to.folder;
    return other_desk ? ReasonAmongDesks(from, to, target, is_test) : "";
  }
  if (Contains(from.layer->may_include, to.layer->name)) return "";
  return from.Name() + " must not include " + to.Name() +
         "; move what both need further down, or let app/ hand it in";
}

// Which folder includes which, with the first line that does; tests do not count, for a test may
// use any neighbour to set its scene.
class FolderGraph {
 public:
  void Add(const Place& from, const Place& to, const SourceFile& file, std::size_t line) {
    if (from.layer != to.layer || from.folder == to.folder || file.IsTest()) return;
    edges_[from.Name()].emplace(to.Name(), Fault{file.path, line, "", false});
  }

  void Check(Faults& faults) {
    for (const auto& [folder, unused] : edges_) Visit(folder, faults);
  }

 private:
  void Visit(const std::string& folder, Faults& faults) {
    if (done_.contains(folder)) return;
    trail_.push_back(folder);
    for (const auto& [next, witness] : edges_[folder]) {
      const auto seen = std::find(trail_.begin(), trail_.end(), next);
      if (seen == trail_.end()) {
        Visit(next, faults);
        continue;
      }
      std::string circle = "includes go in a circle: ";
      for (auto step = seen; step != trail_.end(); ++step) circle.append(*step).append(" -> ");
      circle.append(next).append("; move what both need into one of them or further down");
      faults.push_back({witness.path, witness.line, std::move(circle), false});
    }
    trail_.pop_back();
    done_.insert(folder);
  }

  std::map<std::string, std::map<std::string, Fault>> edges_;
  std::set<std::string> done_;
  std::vector<std::string> trail_;
};

std::string_view BelowSrc(const SourceFile& file) {
  return std::string_view(file.path).substr(std::string_view("src/").size());
}

void CheckFile(const SourceFile& file, FolderGraph& graph, Faults& faults) {
  const std::optional<Place> from = PlaceOf(BelowSrc(file));
  if (!from) {
    faults.push_back({file.path, 1,
                      "this folder is not on the plan; move the file into a room that is, or add "
                      "the room to tools/tidy/layers.cpp and docs/architecture.md"});
    return;
  }
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    const std::optional<Include> include = IncludeOn(file, i);
    if (!include) continue;
    const std::optional<Place> to = PlaceOf(include->target);
    if (!to) {
      if (!include->is_quoted) continue;
      faults.push_back({file.path, include->line,
                        "\"" + include->target +
                            "\" is no path on the plan; write it from src/ "
                            "like \"base/time.h\", and a library's header in <>"});
      continue;
    }
    const std::string reason = ReasonAgainst(*from, *to, include->target, file.IsTest());
    if (!reason.empty()) faults.push_back({file.path, include->line, reason});
    graph.Add(*from, *to, file, include->line);
  }
}

}  // namespace

void CheckLayers(const std::vector<SourceFile>& files, Faults& faults) {
  FolderGraph graph;
  for (const SourceFile& file : files) {
    if (file.language == Language::kCpp && file.IsUnder("src/")) CheckFile(file, graph, faults);
  }
  graph.Check(faults);
}

}  // namespace hetang::tidy
