#include "desk/roster/roles.h"

#include <algorithm>

#include "base/text.h"

namespace hetang::roster {
namespace {

const Role* RoleNamed(std::span<const Role> known, std::string_view name) {
  for (const Role& role : known) {
    if (role.name == name) return &role;
  }
  return nullptr;
}

}  // namespace

std::vector<std::string> WordsOf(std::string_view comma_separated) {
  std::vector<std::string> words;
  for (const std::string_view part : Split(comma_separated, ',')) {
    const std::string_view word = Trim(part);
    if (word.empty() || std::find(words.begin(), words.end(), word) != words.end()) continue;
    words.emplace_back(word);
  }
  return words;
}

std::string JoinWords(std::span<const std::string> words) {
  std::string joined;
  for (const std::string& word : words) joined += (joined.empty() ? "" : ",") + word;
  return joined;
}

std::vector<std::string> RightsOf(std::span<const Role> known, std::string_view roles) {
  std::vector<std::string> rights;
  for (const std::string& name : WordsOf(roles)) {
    const Role* role = RoleNamed(known, name);
    if (role == nullptr) continue;
    for (std::string& right : WordsOf(role->rights)) rights.push_back(std::move(right));
  }
  std::sort(rights.begin(), rights.end());
  rights.erase(std::unique(rights.begin(), rights.end()), rights.end());
  return rights;
}

bool Gives(std::span<const Role> known, std::string_view roles, std::string_view right) {
  const std::vector<std::string> rights = RightsOf(known, roles);
  return std::find(rights.begin(), rights.end(), right) != rights.end();
}

std::vector<FieldError> FaultsOfRoles(std::span<const Role> known, std::string_view roles) {
  const std::vector<std::string> names = WordsOf(roles);
  if (names.empty()) return {{"roles", "missing", "An officer holds at least one role."}};
  for (const std::string& name : names) {
    if (RoleNamed(known, name) == nullptr) {
      return {{"roles", "unknown_role", "There is no role of this name."}};
    }
  }
  const std::vector<std::string> rights = RightsOf(known, roles);
  const bool edits = std::find(rights.begin(), rights.end(), kEditRight) != rights.end();
  const bool reads_more = std::any_of(rights.begin(), rights.end(), [](const std::string& right) {
    return !right.starts_with("roster:");
  });
  if (edits && reads_more) {
    return {{"roles", "admin_alone", "Who edits the roster may hold no right to case data."}};
  }
  return {};
}

}  // namespace hetang::roster
