#include "gateway/message/template.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "gateway/message/placeholders.h"
#include "gateway/message/sms_text.h"

namespace hetang::message {
namespace {

constexpr AgreedField kCitizen[] = {
    {"centre", 30},       // Who writes: 荷塘反诈中心.
    {"hotline", 20},      // Where to call back.
    {"fraud_class", 20},  // The trick, by its public name: 刷单返利.
    {"reference", 20},    // To be told on the phone; says nothing by itself.
};
constexpr AgreedField kCommunity[] = {
    {"centre", 30}, {"hotline", 20},   {"reference", 20}, {"level", 10},
    {"street", 30}, {"community", 30}, {"due", 30},       {"count", 6},
};
constexpr AgreedField kOfficer[] = {
    {"centre", 30},    {"reference", 20}, {"level", 10}, {"fraud_class", 20}, {"street", 30},
    {"community", 30}, {"unit", 30},      {"due", 30},   {"count", 6},
};
constexpr AgreedField kMemberUnit[] = {
    {"centre", 30}, {"hotline", 20}, {"reference", 20}, {"level", 10},
    {"unit", 30},   {"due", 30},     {"count", 6},
};

// Room for the signature (【荷塘反诈中心】) that the gateway's profile puts before a short message.
constexpr std::size_t kSmsSignaturePoints = 20;
constexpr std::size_t kMostLongText = 20'000;

const AgreedField* FindAgreed(Audience audience, std::string_view name) {
  for (const AgreedField& field : AgreedFields(audience)) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

using Errors = std::vector<FieldError>;

// The placeholders of `text`; what is wrong with them is added to `errors`.
std::vector<std::string> AgreedPlaceholders(Audience audience, std::string_view text,
                                            const std::string& path, Errors& errors) {
  auto names = PlaceholdersIn(text, path);
  if (!names.has_value()) {
    errors.insert(errors.end(), names.error().fields.begin(), names.error().fields.end());
    return {};
  }
  const std::set<std::string> unique(names->begin(), names->end());
  for (const std::string& name : unique) {
    if (FindAgreed(audience, name) == nullptr) {
      errors.push_back(
          {path + "." + name, "not_agreed", "This audience may not be told this field."});
    }
  }
  return {unique.begin(), unique.end()};
}

bool IsTemplateName(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

void CheckText(std::string_view text, std::size_t longest, const std::string& path,
               Errors& errors) {
  if (Trim(text).empty()) errors.push_back({path, "missing", ""});
  if (!CheckedText(text, longest)) errors.push_back({path, "text", ""});
}

std::vector<std::string> CheckInto(const Template& of, Errors& errors) {
  if (!IsTemplateName(of.name)) errors.push_back({"name", "text", ""});
  if (of.markup == Markup::markdown && of.channel != Channel::robot) {
    errors.push_back({"markup", "choice", "Only a robot draws markdown."});
  }
  CheckText(of.text.str(), 4000, "text", errors);
  const bool has_subject = of.channel == Channel::email;
  if (has_subject) {
    CheckText(of.subject.str(), 100, "subject", errors);
    // A line end would begin another header.
    if (of.subject.str().find('\n') != std::string::npos) errors.push_back({"subject", "text", ""});
  } else if (!of.subject.empty()) {
    errors.push_back({"subject", "not_agreed", "Only an email has a subject."});
  }
  auto names = AgreedPlaceholders(of.audience, of.text.str(), "text", errors);
  for (std::string& name : AgreedPlaceholders(of.audience, of.subject.str(), "subject", errors)) {
    names.push_back(std::move(name));
  }
  return names;
}

// One line, so that a value cannot add a paragraph; no braces, so that it is no placeholder.
bool IsValue(std::string_view text, std::size_t longest) {
  return !Trim(text).empty() && CheckedText(text, longest) &&
         text.find_first_of("\n\t{}") == std::string_view::npos;
}

// What markdown would read as a sign stands as its full-width twin: a value is only ever words.
std::string WithoutMarkdown(std::string_view value) {
  std::string words;
  for (const char c : value) {
    if (std::string_view("[]()<>*#_`\\~!|").find(c) == std::string_view::npos) {
      words += c;
    } else {
      AppendUtf8(words, static_cast<char32_t>(c) + 0xFEE0);
    }
  }
  return words;
}

bool IsTooLarge(Channel channel, Markup markup, const std::string& text) {
  switch (channel) {
    case Channel::sms: {
      std::string signed_text = text;
      for (std::size_t i = 0; i < kSmsSignaturePoints; ++i) AppendUtf8(signed_text, U'荷');
      return SmsSizeOf(signed_text).parts > kMostSmsParts;
    }
    case Channel::robot:
      return text.size() >
             (markup == Markup::markdown ? kMostRobotMarkdownBytes : kMostRobotTextBytes);
    case Channel::webhook:
    case Channel::email:
      return text.size() > kMostLongText;
  }
  return true;
}

}  // namespace

// The one that may make a Message.
class Composer {
 public:
  static Message Make(Parts parts) { return Message(std::move(parts)); }
};

std::span<const AgreedField> AgreedFields(Audience audience) {
  switch (audience) {
    case Audience::citizen:
      return kCitizen;
    case Audience::community:
      return kCommunity;
    case Audience::officer:
      return kOfficer;
    case Audience::member_unit:
      return kMemberUnit;
  }
  return {};
}

Status Check(const Template& of) {
  Errors errors;
  CheckInto(of, errors);
  if (!errors.empty()) return Invalid(std::move(errors));
  return {};
}

Result<Message> Compose(const Template& of, const Filling& filling) {
  Errors errors;
  const std::vector<std::string> used = CheckInto(of, errors);
  if (!IsMessageId(filling.id)) errors.push_back({"id", "text", ""});
  const auto to = CheckDestination(of.channel, filling.to);
  if (!to.has_value()) errors.push_back(to.error().fields.front());
  for (const auto& [name, value] : filling.fields) {
    const AgreedField* agreed = FindAgreed(of.audience, name);
    if (agreed == nullptr) {
      errors.push_back({"fields." + name, "not_agreed", ""});
    } else if (!IsValue(value, agreed->longest)) {
      errors.push_back({"fields." + name, "text", ""});
    }
  }
  for (const std::string& name : std::set<std::string>(used.begin(), used.end())) {
    if (!filling.fields.contains(name)) errors.push_back({"fields." + name, "missing", ""});
  }
  if (!errors.empty()) return Invalid(std::move(errors));
  const auto value = [&](std::string_view name) {
    const std::string plain(Trim(filling.fields.find(name)->second));
    return of.markup == Markup::markdown ? WithoutMarkdown(plain) : plain;
  };
  const std::string text = Filled(of.text.str(), value);
  if (IsTooLarge(of.channel, of.markup, text)) return Invalid({{"text", "too_large", ""}});
  return Composer::Make({filling.id, of.channel, *to, of.name, of.markup,
                         PersonalText(Filled(of.subject.str(), value)), PersonalText(text)});
}

}  // namespace hetang::message
