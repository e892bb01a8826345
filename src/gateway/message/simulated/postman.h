// Brings reports and what recipients answered to the centre, again and again until it takes them,
// with the faults that were asked for. Each is signed as a webhook is (webhook_signature.h).
#pragma once

#include <string>

#include "gateway/bank/http_post.h"
#include "gateway/message/simulated/books.h"

namespace hetang::message::simulated {

// Where they go below the centre's address.
inline constexpr std::string_view kReportsPath = "/api/v1/gateway/message/demo/reports";
inline constexpr std::string_view kRepliesPath = "/api/v1/gateway/message/demo/replies";

class Postman {
 public:
  // `centre`: `http://127.0.0.1:8080`; empty: nothing is brought, and waits.
  Postman(database::Database& database, const Clock& clock, const Faults& faults,
          std::string centre, std::string secret);

  // Takes everything that is due to the centre once. Answers how much the centre took.
  Result<std::int64_t> DeliverDue();

 private:
  Result<std::int64_t> DeliverReports();
  Result<std::int64_t> DeliverAnswers();
  bool Post(std::string_view path, const std::string& id, const std::string& body);

  database::Database& database_;
  const Clock& clock_;
  const Faults& faults_;
  const std::string centre_;
  const std::string secret_;
  bank::Poster poster_;
};

}  // namespace hetang::message::simulated
