#include "gateway/message/report.h"

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "gateway/message/json_place.h"
#include "gateway/message/message.h"
#include "gateway/message/posters.h"

namespace hetang::message {
namespace {

constexpr std::size_t kLongestId = 100;
constexpr std::size_t kLongestReply = 1'000;
constexpr std::size_t kMostBytes = 1u << 20;

// One item and where what is wrong with it is told.
class ItemReader {
 public:
  ItemReader(const boost::json::value& item, std::string path, std::vector<FieldError>& errors)
      : item_(item), path_(std::move(path)), errors_(errors) {}

  bool failed() const { return failed_; }

  void Wrong(std::string_view field, std::string_view code) {
    failed_ = true;
    errors_.push_back({path_ + "." + std::string(field), std::string(code), ""});
  }

  std::string Required(std::string_view field, std::string_view place, std::size_t longest) {
    const auto text = PlainTextAt(item_, place);
    if (!text || text->empty()) {
      Wrong(field, "missing");
      return {};
    }
    auto checked = CheckedText(*text, longest);
    if (!checked) Wrong(field, "text");
    return checked ? std::move(*checked) : std::string();
  }

  PhoneNumber Phone(std::string_view place) {
    const std::string text = Required("phone", place, 40);
    if (text.empty()) return {};
    const auto phone = CheckDestination(Channel::sms, PersonalText(text));
    if (!phone) Wrong("phone", "phone");
    return phone ? PhoneNumber(phone->Reveal()) : PhoneNumber();
  }

  // A time that is there must be one.
  std::optional<Moment> At(const std::optional<std::string>& place) {
    if (!place) return std::nullopt;
    const auto text = PlainTextAt(item_, *place);
    if (!text || text->empty()) return std::nullopt;
    const auto at = ParseIso(*text);
    if (!at) Wrong("at", "time");
    return at;
  }

 private:
  const boost::json::value& item_;
  const std::string path_;
  std::vector<FieldError>& errors_;
  bool failed_ = false;
};

bool Holds(const std::vector<std::string>& codes, const std::string& code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

void ReadItem(const ReportShape& shape, ItemReader reader, const boost::json::value& value,
              std::vector<Report>& reports) {
  Report report;
  report.provider_id = reader.Required("message_id", shape.message_id, kLongestId);
  report.phone = reader.Phone(shape.phone);
  const std::string status = reader.Required("status", shape.status, kLongestId);
  report.at = reader.At(shape.at);
  if (shape.id) {
    const auto id = PlainTextAt(value, *shape.id);
    if (id && IsMessageId(*id)) report.id = *id;
  }
  if (reader.failed() || (shape.pending && Holds(*shape.pending, status))) return;
  report.code = PlainCode(status);
  if (Holds(shape.delivered, status)) {
    report.delivery = Delivery::delivered;
  } else if (shape.expired && Holds(*shape.expired, status)) {
    report.delivery = Delivery::expired;
  }
  reports.push_back(std::move(report));
}

void ReadItem(const ReplyShape& shape, ItemReader reader, const boost::json::value&,
              std::vector<Reply>& replies) {
  Reply reply;
  reply.provider_id = reader.Required("message_id", shape.message_id, kLongestId);
  reply.phone = reader.Phone(shape.phone);
  reply.text = PersonalText(reader.Required("text", shape.text, kLongestReply));
  reply.at = reader.At(shape.at);
  if (!reader.failed()) replies.push_back(std::move(reply));
}

template <typename Item, typename Shape>
Result<Incoming<Item>> ReadItems(std::string_view body, const std::optional<Shape>& shape) {
  if (!shape) return Fail(ErrorCode::unsupported, "The gateway's profile has no such shape.");
  HT_TRY(const boost::json::value value, json::Parse(body, {32, kMostBytes}));
  const boost::json::value* list = shape->list ? ValueAt(value, *shape->list) : &value;
  if (list == nullptr || !(list->is_array() || list->is_object())) {
    return Invalid({{"(body)", "list", "There is no list of items where the profile says."}});
  }
  Incoming<Item> incoming;
  if (list->is_object()) {
    ReadItem(*shape, ItemReader(*list, "[0]", incoming.unread), *list, incoming.items);
    return incoming;
  }
  const boost::json::array& items = list->get_array();
  if (items.size() > kMostItems) return Fail(ErrorCode::too_large, "There are too many items.");
  for (std::size_t i = 0; i < items.size(); ++i) {
    ReadItem(*shape, ItemReader(items[i], "[" + std::to_string(i) + "]", incoming.unread), items[i],
             incoming.items);
  }
  return incoming;
}

}  // namespace

Result<Incoming<Report>> ReadReports(std::string_view body, const SmsProfile& profile) {
  return ReadItems<Report>(body, profile.report);
}

Result<Incoming<Reply>> ReadReplies(std::string_view body, const SmsProfile& profile) {
  return ReadItems<Reply>(body, profile.reply);
}

}  // namespace hetang::message
