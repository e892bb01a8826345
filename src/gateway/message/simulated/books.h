// What the simulated recipients got: the truth from which a test judges a centre from outside.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "gateway/bank/simulated/faults.h"
#include "gateway/message/message.h"
#include "gateway/message/report.h"
#include "platform/database/database.h"

namespace hetang::message::simulated {

enum class Fault {
  late,        // A report or a reply comes later.
  never,       // The report does not come.
  twice,       // The report comes two times.
  garbage,     // The message is taken, and answered with bytes that are no answer.
  refuse,      // The message is not taken: HTTP 503, SMTP 451.
  cut,         // The message is taken, and half an answer given; the mail connection is closed.
  rate_limit,  // The message is not taken: the code or status for too many.
  fail,        // The report says that the message failed.
  expire,      // The report says that the phone was out of reach for too long.
  huge,        // The message is taken, and the answer is 1 MiB long.
};
BOOST_DESCRIBE_ENUM(Fault, late, never, twice, garbage, refuse, cut, rate_limit, fail, expire, huge)
using Faults = bank::simulated::FaultsOf<Fault>;

enum class PostState {
  none,     // Robots, webhooks and mail have no reports.
  waiting,  // It is on its way.
  late,     // It was held back once.
  posted,   // The centre has it, or it was lost on purpose.
};
BOOST_DESCRIBE_ENUM(PostState, none, waiting, late, posted)

struct Arrival {
  std::int64_t id = 0;
  Channel channel = Channel::sms;
  std::string message_id;  // The centre's; a robot is told none.
  PersonalText destination;
  PersonalText subject;
  PersonalText text;
  std::int64_t received = 1;  // How often the recipient got it.
  Moment received_at;
  PostState report = PostState::none;
  Delivery delivery = Delivery::delivered;
  Moment due_at;  // Of the report.
  std::int64_t attempts = 0;

  std::string ProviderId() const { return "m-" + std::to_string(id); }
};
BOOST_DESCRIBE_STRUCT(Arrival, (),
                      (id, channel, message_id, destination, subject, text, received, received_at,
                       report, delivery, due_at, attempts))

// What a recipient writes back.
struct Answer {
  std::int64_t id = 0;
  PersonalText phone;
  PersonalText text;
  PostState state = PostState::waiting;
  Moment due_at;
  std::int64_t attempts = 0;
};
BOOST_DESCRIBE_STRUCT(Answer, (), (id, phone, text, state, due_at, attempts))

std::span<const database::Migration> Migrations();

}  // namespace hetang::message::simulated

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<message::simulated::Arrival> = "sandbox_arrival";
template <>
inline constexpr std::string_view kTable<message::simulated::Answer> = "sandbox_answer";
}  // namespace hetang::database
