// What comes back later: whether a short message reached the phone, and what its reader answered.
// A gateway posts both to the centre; the shapes are those of its profile.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/field.h"
#include "base/result.h"
#include "gateway/message/sms_profile.h"

namespace hetang::message {

enum class Delivery {
  delivered,
  failed,
  expired,  // The phone was off or out of reach for as long as the network keeps a message.
};
BOOST_DESCRIBE_ENUM(Delivery, delivered, failed, expired)

struct Report {
  std::string provider_id;  // Of Outcome.
  std::string id;           // Ours, when the gateway gives it back.
  PhoneNumber phone;        // 11 digits.
  Delivery delivery = Delivery::failed;
  std::string code;  // The gateway's own, when it is plain.
  std::optional<Moment> at;
};
BOOST_DESCRIBE_STRUCT(Report, (), (provider_id, id, phone, delivery, code, at))

struct Reply {
  std::string provider_id;  // Of the reply: one that comes again has the same.
  PhoneNumber phone;
  PersonalText text;
  std::optional<Moment> at;
};
BOOST_DESCRIBE_STRUCT(Reply, (), (provider_id, phone, text, at))

// One body. What could not be read of it is told by its place, such as `[3].phone`, and does not
// keep the rest away: a gateway would bring the whole again and again.
template <typename Item>
struct Incoming {
  std::vector<Item> items;
  std::vector<FieldError> unread;
};

// A body has at most this many items; more is too_large.
inline constexpr std::size_t kMostItems = 1'000;

// Errors: invalid (no JSON, or no list where one should be), too_large, unsupported (the profile
// has no such shape). Whether the sender is the gateway is for the caller to know before.
Result<Incoming<Report>> ReadReports(std::string_view body, const SmsProfile& profile);
Result<Incoming<Reply>> ReadReplies(std::string_view body, const SmsProfile& profile);

}  // namespace hetang::message
