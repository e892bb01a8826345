#include "gateway/bank/profile_data.h"

#include <algorithm>
#include <set>

#include "base/json.h"
#include "base/text.h"
#include "gateway/bank/codes.h"

namespace hetang::bank {
namespace {

struct ResultLine {
  std::string own;
  std::string code;
};
BOOST_DESCRIBE_STRUCT(ResultLine, (), (own, code))

struct ModeLine {
  FreezeType mode = FreezeType::limit;
  std::string own;
};
BOOST_DESCRIBE_STRUCT(ModeLine, (), (mode, own))

struct Data {
  std::optional<std::vector<ResultLine>> results;
  std::optional<std::vector<ModeLine>> freeze_modes;
  std::optional<bool> return_notice;
};
BOOST_DESCRIBE_STRUCT(Data, (), (results, freeze_modes, return_notice))

using Errors = std::vector<FieldError>;

std::string PathOf(std::string_view list, std::size_t index, std::string_view field) {
  return "profile_data." + std::string(list) + "[" + std::to_string(index) + "]." +
         std::string(field);
}

// A code as it stands in an element: short, and nothing that could be anything else.
bool IsCode(std::string_view text) {
  return !text.empty() && text.size() <= 4 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  });
}

void AddResults(const std::vector<ResultLine>& lines, Profile& profile, Errors& errors) {
  std::set<std::string> seen;
  profile.results.clear();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!IsCode(lines[i].own)) errors.push_back({PathOf("results", i, "own"), "text", ""});
    if (!seen.insert(lines[i].own).second) {
      errors.push_back({PathOf("results", i, "own"), "doubled", ""});
    }
    if (FindResultCode(lines[i].code) == nullptr) {
      errors.push_back({PathOf("results", i, "code"), "choice", "Not in the table of codes."});
    }
    profile.results.emplace_back(lines[i].own, lines[i].code);
  }
}

void AddModes(const std::vector<ModeLine>& lines, Profile& profile, Errors& errors) {
  std::set<std::string> codes;
  std::set<FreezeType> modes;
  profile.freeze_modes.clear();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!IsCode(lines[i].own)) errors.push_back({PathOf("freeze_modes", i, "own"), "text", ""});
    // One code for two modes could not be read back.
    if (!codes.insert(lines[i].own).second) {
      errors.push_back({PathOf("freeze_modes", i, "own"), "doubled", ""});
    }
    if (!modes.insert(lines[i].mode).second) {
      errors.push_back({PathOf("freeze_modes", i, "mode"), "doubled", ""});
    }
    profile.freeze_modes.emplace_back(lines[i].mode, lines[i].own);
  }
}

}  // namespace

Result<Profile> ProfileWith(std::string_view name, std::string_view data) {
  const Profile* built_in = FindProfile(name);
  if (built_in == nullptr) {
    return Invalid({{"profile", "unknown_profile", "There is no message profile of this name."}});
  }
  Profile profile = *built_in;
  if (Trim(data).empty()) return profile;
  const auto read = json::Read<Data>(data);
  Errors errors;
  if (!read.has_value()) {
    for (const FieldError& field : read.error().fields) {
      const bool is_place = field.path.starts_with('(');
      errors.push_back(
          {is_place ? "profile_data" : "profile_data." + field.path, field.code, field.message});
    }
    if (errors.empty()) errors.push_back({"profile_data", "json", "This is not JSON."});
    return Invalid(std::move(errors));
  }
  if (read->results) AddResults(*read->results, profile, errors);
  if (read->freeze_modes) AddModes(*read->freeze_modes, profile, errors);
  if (!errors.empty()) return Invalid(std::move(errors));
  profile.return_notice = read->return_notice.value_or(profile.return_notice);
  return profile;
}

}  // namespace hetang::bank
