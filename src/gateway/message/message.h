// One message on its way out of the centre.
//
// Nothing about a case is told to a third party beyond the words that were agreed. So a Message has
// no public constructor: it is made from a template by Compose (template.h), which lets in only the
// fields that are agreed for the template's audience, and from there on it can only be kept, read
// back and sent.
#pragma once

#include <string>

#include "base/field.h"
#include "base/result.h"

namespace hetang::message {

enum class Channel {
  sms,
  robot,    // A group robot of WeCom (企业微信群机器人).
  webhook,  // A signed POST to another system.
  email,
};
BOOST_DESCRIBE_ENUM(Channel, sms, robot, webhook, email)

enum class Markup {
  plain,
  markdown,  // Robots only.
};
BOOST_DESCRIBE_ENUM(Markup, plain, markdown)

struct Parts {
  std::string id;  // Idempotency: 8 to 64 of A-Z a-z 0-9 _ -. The same message has the same id.
  Channel channel = Channel::sms;
  PersonalText to;  // As CheckDestination writes it.
  std::string template_name;
  Markup markup = Markup::plain;
  PersonalText subject;  // Of an email.
  PersonalText text;
};
BOOST_DESCRIBE_STRUCT(Parts, (), (id, channel, to, template_name, markup, subject, text))

class Message {
 public:
  const std::string& id() const { return parts_.id; }
  Channel channel() const { return parts_.channel; }
  const PersonalText& to() const { return parts_.to; }
  const std::string& template_name() const { return parts_.template_name; }
  Markup markup() const { return parts_.markup; }
  const PersonalText& subject() const { return parts_.subject; }
  const PersonalText& text() const { return parts_.text; }

  // The message as the outbox keeps it, and back. Only what Keep wrote may be read: whoever writes
  // it by hand goes round the agreement. Errors: those of json::Read.
  PersonalText Keep() const;
  static Result<Message> FromKept(const PersonalText& kept);

 private:
  friend class Composer;
  explicit Message(Parts parts) : parts_(std::move(parts)) {}

  Parts parts_;
};

// The destination as it is used: a mobile number of 11 digits (+86, 0086, blanks and hyphens are
// taken off), the key of a robot, an address of https (of http on this machine only, with neither
// user nor fragment), an email address. Error: invalid (`to`), which never holds what was given.
Result<PersonalText> CheckDestination(Channel channel, const PersonalText& to);

bool IsMessageId(std::string_view text);

}  // namespace hetang::message
