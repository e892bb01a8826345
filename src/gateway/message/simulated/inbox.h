// Takes what arrives into the books, and shows them. What was taken is on disk when Take returns.
#pragma once

#include <string>
#include <vector>

#include "base/time.h"
#include "gateway/message/simulated/books.h"
#include "platform/http/router.h"

namespace hetang::message::simulated {

struct InboxOptions {
  Duration least_delay = Milliseconds(500);  // From an arrival to its report.
  Duration most_delay = Milliseconds(1'500);
  double answer_share = 0;  // Of the short messages, how many are answered.
  std::string answer_text = "1";
};

class Inbox {
 public:
  Inbox(database::Database& database, const Clock& clock, const Faults& faults,
        InboxOptions options);

  // A message that comes again, by its channel and id, is one arrival received once more.
  Result<Arrival> Take(Arrival arrival);
  // Whether the robot of this key has had its messages of a minute.
  Result<bool> IsRobotBusy(const PersonalText& key);
  // A recipient writes back by itself. Error: invalid (`phone`, `text`).
  Status AnswerFrom(const PersonalText& phone, const PersonalText& text);

  // JSON of all arrivals, of those with `id`, `phone` (any destination), `channel`, and `since`
  // that time, in order of arrival. Error: invalid, naming the parameter.
  Result<std::string> Show(const http::Call& call);

 private:
  Moment DueAfter(const Arrival& arrival) const;

  database::Database& database_;
  const Clock& clock_;
  const Faults& faults_;
  const InboxOptions options_;
};

// What faults are drawn by: the same message at its same coming, in every run.
std::string NameOf(const Arrival& arrival);

}  // namespace hetang::message::simulated
