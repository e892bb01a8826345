#include "gateway/message/simulated/postman.h"

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "gateway/message/simulated/inbox.h"
#include "gateway/message/sms_text.h"
#include "gateway/message/webhook_signature.h"

namespace hetang::message::simulated {
namespace {

constexpr std::int64_t kBatch = 64;

// 250 ms, 500 ms, 1 s ... at most 30 s: a centre that restarts is found soon.
Duration PauseAfter(std::int64_t attempts) {
  const std::int64_t doublings = std::min<std::int64_t>(attempts - 1, 7);
  return Milliseconds(std::min<std::int64_t>(250 << doublings, 30'000));
}

std::string_view StatusOf(Delivery delivery) {
  switch (delivery) {
    case Delivery::delivered:
      return "DELIVERED";
    case Delivery::expired:
      return "EXPIRED";
    case Delivery::failed:
      return "UNDELIV";
  }
  return "";
}

std::string ReportOf(const Arrival& arrival, Moment now) {
  const std::size_t parts = SmsSizeOf(arrival.text.Reveal()).parts;
  return boost::json::serialize(
      boost::json::array{boost::json::object{{"phone_number", arrival.destination.Reveal()},
                                             {"send_time", FormatIso(arrival.received_at)},
                                             {"report_time", FormatIso(now)},
                                             {"success", arrival.delivery == Delivery::delivered},
                                             {"err_code", StatusOf(arrival.delivery)},
                                             {"sms_size", std::to_string(parts)},
                                             {"biz_id", arrival.ProviderId()},
                                             {"out_id", arrival.message_id}}});
}

std::string ReplyOf(const Answer& answer, const std::string& id) {
  return boost::json::serialize(
      boost::json::array{boost::json::object{{"phone_number", answer.phone.Reveal()},
                                             {"send_time", FormatIso(answer.due_at)},
                                             {"content", answer.text.Reveal()},
                                             {"sequence_id", id}}});
}

}  // namespace

Postman::Postman(database::Database& database, const Clock& clock, const Faults& faults,
                 std::string centre, std::string secret)
    : database_(database),
      clock_(clock),
      faults_(faults),
      centre_(std::move(centre)),
      secret_(std::move(secret)) {}

Result<std::int64_t> Postman::DeliverDue() {
  if (centre_.empty()) return 0;
  HT_TRY(const std::int64_t reports, DeliverReports());
  HT_TRY(const std::int64_t answers, DeliverAnswers());
  return reports + answers;
}

Result<std::int64_t> Postman::DeliverReports() {
  HT_TRY(const auto due, database_.Read([&](database::Transaction& tx) {
    return tx.Find<Arrival>(
        "WHERE report IN (:waiting, :late) AND due_at <= :now ORDER BY due_at, id LIMIT :most",
        PostState::waiting, PostState::late, clock_.Now(), kBatch);
  }));
  std::int64_t taken = 0;
  for (Arrival arrival : due) {
    const auto strikes = [&](Fault fault) { return faults_.Strikes(fault, NameOf(arrival)); };
    if (arrival.report == PostState::waiting && strikes(Fault::late)) {
      arrival.report = PostState::late;
      arrival.due_at = clock_.Now() + faults_.late();
    } else if (strikes(Fault::never)) {
      arrival.report = PostState::posted;
    } else {
      const std::string body = ReportOf(arrival, clock_.Now());
      const std::string id = arrival.ProviderId();
      if (strikes(Fault::twice)) Post(kReportsPath, id, body);
      const bool is_taken = Post(kReportsPath, id, body);
      ++arrival.attempts;
      if (is_taken) arrival.report = PostState::posted;
      arrival.due_at = clock_.Now() + PauseAfter(arrival.attempts);
      taken += is_taken ? 1 : 0;
    }
    // Not the whole row: it may have been received once more meanwhile.
    HT_TRY_STATUS(database_.Write([&](database::Transaction& tx) {
      return tx.Execute(
          "UPDATE sandbox_arrival SET report = :report, due_at = :due, attempts = :attempts "
          "WHERE id = :id",
          arrival.report, arrival.due_at, arrival.attempts, arrival.id);
    }));
  }
  return taken;
}

Result<std::int64_t> Postman::DeliverAnswers() {
  HT_TRY(const auto due, database_.Read([&](database::Transaction& tx) {
    return tx.Find<Answer>(
        "WHERE state IN (:waiting, :late) AND due_at <= :now ORDER BY due_at, id LIMIT :most",
        PostState::waiting, PostState::late, clock_.Now(), kBatch);
  }));
  std::int64_t taken = 0;
  for (Answer answer : due) {
    const std::string id = "r-" + std::to_string(answer.id);
    const std::string name = "answer" + answer.phone.Reveal() + answer.text.Reveal();
    if (answer.state == PostState::waiting && faults_.Strikes(Fault::late, name)) {
      answer.state = PostState::late;
      answer.due_at = clock_.Now() + faults_.late();
    } else if (Post(kRepliesPath, id, ReplyOf(answer, id))) {
      answer.state = PostState::posted;
      ++taken;
    } else {
      ++answer.attempts;
      answer.due_at = clock_.Now() + PauseAfter(answer.attempts);
    }
    HT_TRY_STATUS(database_.Write([&](database::Transaction& tx) { return tx.Update(answer); }));
  }
  return taken;
}

bool Postman::Post(std::string_view path, const std::string& id, const std::string& body) {
  bank::PostRequest request;
  request.url = centre_ + std::string(path);
  request.headers = SignedHeaders(secret_, id, clock_.Now(), body);
  request.headers.emplace_back("Content-Type: application/json; charset=utf-8");
  request.body = body;
  const auto reply = poster_.Post(request);
  return reply.has_value() && reply->status >= 200 && reply->status <= 299;
}

}  // namespace hetang::message::simulated
