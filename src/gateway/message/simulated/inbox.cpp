#include "gateway/message/simulated/inbox.h"

#include <cmath>

#include "gateway/message/transport.h"

namespace hetang::message::simulated {
namespace {

// An arrival as the truth shows it.
struct ArrivalTruth {
  std::string provider_id;
  Arrival message;
};
BOOST_DESCRIBE_STRUCT(ArrivalTruth, (), (provider_id, message))

struct InboxTruth {
  std::vector<ArrivalTruth> messages;
  std::vector<Answer> answers;
};
BOOST_DESCRIBE_STRUCT(InboxTruth, (), (messages, answers))

}  // namespace

std::string NameOf(const Arrival& arrival) {
  return std::string(EnumName(arrival.channel)) + arrival.destination.Reveal() +
         arrival.text.Reveal() + "#" + std::to_string(arrival.received);
}

Inbox::Inbox(database::Database& database, const Clock& clock, const Faults& faults,
             InboxOptions options)
    : database_(database), clock_(clock), faults_(faults), options_(std::move(options)) {}

Moment Inbox::DueAfter(const Arrival& arrival) const {
  const auto span = static_cast<double>(options_.most_delay.ms - options_.least_delay.ms);
  return clock_.Now() + options_.least_delay +
         Milliseconds(std::llround(span * faults_.Draw("delay" + NameOf(arrival))));
}

Result<Arrival> Inbox::Take(Arrival arrival) {
  arrival.received_at = clock_.Now();
  if (arrival.channel == Channel::sms) {
    arrival.report = PostState::waiting;
    arrival.due_at = DueAfter(arrival);
    if (faults_.Strikes(Fault::fail, NameOf(arrival))) {
      arrival.delivery = Delivery::failed;
    } else if (faults_.Strikes(Fault::expire, NameOf(arrival))) {
      arrival.delivery = Delivery::expired;
    }
  }
  const bool is_answered = arrival.channel == Channel::sms &&
                           arrival.delivery == Delivery::delivered &&
                           faults_.Draw("answer" + NameOf(arrival)) < options_.answer_share;
  return database_.Write([&](database::Transaction& tx) -> Result<Arrival> {
    if (!arrival.message_id.empty()) {
      HT_TRY(auto known, tx.Find<Arrival>("WHERE channel = :channel AND message_id = :id",
                                          arrival.channel, arrival.message_id));
      if (!known.empty()) {
        ++known.front().received;
        HT_TRY_STATUS(tx.Update(known.front()));
        return known.front();
      }
    }
    Arrival taken = arrival;
    HT_TRY(taken.id, tx.Insert(taken));
    if (is_answered) {
      HT_TRY_STATUS(tx.Insert(Answer{0, taken.destination, PersonalText(options_.answer_text),
                                     PostState::waiting, taken.due_at + Seconds(1), 0}));
    }
    return taken;
  });
}

Result<bool> Inbox::IsRobotBusy(const PersonalText& key) {
  const Moment since = clock_.Now() - Minutes(1);
  HT_TRY(const auto recent, database_.Read([&](database::Transaction& tx) {
    return tx.Query<std::int64_t>(
        "SELECT id FROM sandbox_arrival WHERE destination = :key AND received_at > :since", key,
        since);
  }));
  return recent.size() >= kMostRobotMessages;
}

Status Inbox::AnswerFrom(const PersonalText& phone, const PersonalText& text) {
  const auto to = CheckDestination(Channel::sms, phone);
  std::vector<FieldError> errors;
  if (!to) errors.push_back({"phone", "phone", ""});
  if (text.empty()) errors.push_back({"text", "missing", ""});
  if (!errors.empty()) return Invalid(std::move(errors));
  HT_TRY_STATUS(database_.Write([&](database::Transaction& tx) {
    return tx.Insert(Answer{0, *to, text, PostState::waiting, clock_.Now(), 0});
  }));
  return {};
}

Result<std::string> Inbox::Show(const http::Call& call) {
  const std::string id = call.QueryText("id").value_or("");
  const std::string phone = call.QueryText("phone").value_or("");
  const std::string channel = call.QueryText("channel").value_or("");
  const std::string since = call.QueryText("since").value_or("");
  const Moment from = since.empty() ? Moment{} : ParseIso(since).value_or(Moment{-1});
  std::vector<FieldError> errors;
  if (!channel.empty() && !EnumFromName<Channel>(channel)) {
    errors.push_back({"channel", "choice", ""});
  }
  if (from.ms < 0) errors.push_back({"since", "time", ""});
  if (!errors.empty()) return Invalid(std::move(errors));
  HT_TRY(InboxTruth truth, database_.Read([&](database::Transaction& tx) -> Result<InboxTruth> {
    InboxTruth shown;
    HT_TRY(const auto arrivals,
           tx.Find<Arrival>("WHERE (:id = '' OR message_id = :id) AND (:phone = '' OR destination ="
                            " :phone) AND (:channel = '' OR channel = :channel) AND received_at >="
                            " :since ORDER BY id",
                            id, id, phone, phone, channel, channel, from));
    for (const Arrival& arrival : arrivals) {
      shown.messages.push_back({arrival.ProviderId(), arrival});
    }
    HT_TRY(shown.answers,
           tx.Find<Answer>("WHERE (:phone = '' OR phone = :phone) ORDER BY id", phone, phone));
    return shown;
  }));
  return json::Write(truth, Reveal::in_full);
}

}  // namespace hetang::message::simulated
