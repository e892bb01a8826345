// Templates of messages: the agreed words, and the few fields that may stand in them.
//
// Who may read what is agreed once for each audience: a template may hold only the placeholders of
// its audience, and a message gets no other field. There is no field for a person's name, number,
// address or account, nor for an amount: who needs these signs in and looks. What an audience may
// read is changed here, in a review, and nowhere else.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "base/field.h"
#include "base/result.h"
#include "gateway/message/message.h"

namespace hetang::message {

enum class Audience {
  citizen,      // Somebody who is being cheated, or may be soon.
  community,    // A street or community that is asked to go and see.
  officer,      // The centre's own people, through channels that belong to others.
  member_unit,  // A bank, an operator, another member unit.
};
BOOST_DESCRIBE_ENUM(Audience, citizen, community, officer, member_unit)

struct AgreedField {
  std::string_view name;
  std::size_t longest;  // Code points.
};
std::span<const AgreedField> AgreedFields(Audience audience);

struct Template {
  std::string name;  // `imminent_call_back`: of a to z, 0 to 9 and _.
  Audience audience = Audience::citizen;
  Channel channel = Channel::sms;
  Markup markup = Markup::plain;
  Text<100> subject;  // Of an email, and of that only.
  Text<4000> text;
};
BOOST_DESCRIBE_STRUCT(Template, (), (name, audience, channel, markup, subject, text))

// Whether the template may be kept. Error: invalid, naming each wrong field; a placeholder that is
// not agreed is `text.{name}` (or `subject.{name}`) with the code `not_agreed`.
Status Check(const Template& of);

// What Compose fills in. A field the template does not use may be there when it is agreed.
struct Filling {
  std::string id;
  PersonalText to;
  std::map<std::string, std::string, std::less<>> fields;
};

// Error: invalid, naming everything that is wrong at once: what Check says; `id`; `to`;
// `fields.{name}` with `not_agreed`, `missing` or `text` (too long, empty, more than one line,
// braces); `text` with `too_large` when the whole is longer than the channel carries. Never holds a
// value.
Result<Message> Compose(const Template& of, const Filling& filling);

// The bytes a text and a markdown message of a robot may have (developer.work.weixin.qq.com,
// document 91770).
inline constexpr std::size_t kMostRobotTextBytes = 2'048;
inline constexpr std::size_t kMostRobotMarkdownBytes = 4'096;

}  // namespace hetang::message
