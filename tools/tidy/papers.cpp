#include "tidy/papers.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/text.h"

namespace hetang::tidy {
namespace {

constexpr std::string_view kDependencies = "docs/dependencies.md";

bool Exists(const std::vector<SourceFile>& files, const std::string& path) {
  return std::any_of(files.begin(), files.end(), [&](const SourceFile& file) {
    return file.path == path || file.path.starts_with(path + "/");
  });
}

bool LeadsOut(std::string_view target) {
  return target.starts_with('#') || target.starts_with("mailto:") ||
         target.find("://") != std::string_view::npos;
}

// Where a link in `from` leads, as a path from the root of the tree.
std::string Resolve(const std::string& from, std::string_view target) {
  const std::filesystem::path folder = std::filesystem::path(from).parent_path();
  const std::string_view path = target.substr(0, target.find('#'));
  std::string resolved = (folder / path).lexically_normal().generic_string();
  if (resolved.ends_with('/')) resolved.pop_back();
  return resolved;
}

void CheckLinksOn(const SourceFile& file, std::size_t index, const std::vector<SourceFile>& files,
                  Faults& faults) {
  const std::string_view line = file.lines[index];
  for (std::size_t at = line.find("]("); at != std::string_view::npos; at = line.find("](", at)) {
    at += 2;
    const std::string_view target = line.substr(at, line.find(')', at) - at);
    if (LeadsOut(target) || Exists(files, Resolve(file.path, target))) continue;
    faults.push_back({file.path, index + 1,
                      "the link `" + std::string(target) + "` leads nowhere; mend or remove it"});
  }
}

const SourceFile* Find(const std::vector<SourceFile>& files, std::string_view path) {
  const auto found = std::find_if(files.begin(), files.end(),
                                  [&](const SourceFile& file) { return file.path == path; });
  return found == files.end() ? nullptr : &*found;
}

void CheckNamed(const SourceFile& where, std::size_t line, std::string_view package,
                const SourceFile& papers, Faults& faults) {
  const std::string quoted = "`" + std::string(package) + "`";
  for (const std::string& text : papers.lines) {
    if (text.find(quoted) != std::string::npos) return;
  }
  std::string text = quoted + " has no line in ";
  text.append(kDependencies).append("; say there what it is for, or do without it");
  faults.push_back({where.path, line, std::move(text)});
}

std::size_t LineNaming(const SourceFile& file, std::string_view package) {
  const std::string quoted = "\"" + std::string(package) + "\"";
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    if (file.lines[i].find(quoted) != std::string::npos) return i + 1;
  }
  return 1;
}

void CheckNodePackages(const SourceFile& file, const SourceFile& papers, Faults& faults) {
  std::string text;
  for (const std::string& line : file.lines) text.append(line).append("\n");
  const auto parsed = json::Parse(text);
  if (!parsed.has_value() || !parsed->is_object()) {
    faults.push_back({file.path, 1, "this is not a JSON object; mend it"});
    return;
  }
  for (const std::string_view list : {"dependencies", "devDependencies"}) {
    const boost::json::value* packages = parsed->get_object().if_contains(list);
    if (packages == nullptr || !packages->is_object()) continue;
    for (const auto& package : packages->get_object()) {
      CheckNamed(file, LineNaming(file, package.key()), package.key(), papers, faults);
    }
    const std::size_t count = packages->get_object().size();
    if (list != "dependencies" || count <= kMostPagePackages) continue;
    faults.push_back({file.path, LineNaming(file, list),
                      std::to_string(count) + " runtime packages; the limit is " +
                          std::to_string(kMostPagePackages) + ": do without some"});
  }
}

}  // namespace

void CheckLinks(const std::vector<SourceFile>& files, Faults& faults) {
  for (const SourceFile& file : files) {
    if (!file.path.ends_with(".md")) continue;
    bool in_example = false;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      if (Trim(file.lines[i]).starts_with("```")) in_example = !in_example;
      if (!in_example) CheckLinksOn(file, i, files, faults);
    }
  }
}

void CheckDependencies(const std::vector<SourceFile>& files, Faults& faults) {
  const SourceFile none;
  const SourceFile* papers = Find(files, kDependencies);
  if (papers == nullptr) papers = &none;
  if (const SourceFile* list = Find(files, "tools/dev/packages.txt")) {
    for (std::size_t i = 0; i < list->lines.size(); ++i) {
      const std::string_view package = Trim(list->lines[i]);
      if (package.empty() || package.starts_with('#')) continue;
      CheckNamed(*list, i + 1, package, *papers, faults);
    }
  }
  for (const SourceFile& file : files) {
    const bool is_node = file.path == "package.json" || file.path.ends_with("/package.json");
    if (is_node) CheckNodePackages(file, *papers, faults);
  }
}

}  // namespace hetang::tidy
