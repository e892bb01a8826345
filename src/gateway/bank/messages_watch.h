// The live watch of an account: for days a bank tells the centre of every new movement. The
// conventions are those of messages_query.h.
//
// One watch is answered many times. The first 100306 says whether the bank watches; each one after
// it brings the transactions that are new since the last. None of them repeats or contradicts
// another. The watch ends by itself at its end time, or by a 100307.
#pragma once

#include <optional>

#include "gateway/bank/messages_query.h"

namespace hetang::bank {

inline constexpr Duration kLongestWatch = Hours(24 * 100);

// 100305.
struct WatchRequest {
  OrderHead head;
  QueryTarget target;
  Text<36> interception_order_id;  // The centre's own number of the watch.
  Moment interception_start_time;
  Moment interception_end_time;  // At most 100 days after the start.
  Text<500> reason;
  std::optional<Text<1000>> remark;
  OrderTail tail;
};
BOOST_DESCRIBE_STRUCT(WatchRequest, (),
                      (head, target, interception_order_id, interception_start_time,
                       interception_end_time, reason, remark, tail))

// 100307: ends a watch before its time.
struct WatchEnd {
  OrderHead head;
  Text<36> original_application_id;
  QueryTarget target;
  Moment interception_end_time;
  OrderTail tail;
};
BOOST_DESCRIBE_STRUCT(WatchEnd, (),
                      (head, original_application_id, target, interception_end_time, tail))

// 100306: the fields and rules of 100302; an account without transactions has none that are new.
struct WatchFeedback : TransactionsFeedback {};
BOOST_DESCRIBE_STRUCT(WatchFeedback, (TransactionsFeedback), ())

// 100308. When the result says done, the end is there.
struct WatchEndFeedback : QueryFeedback {
  std::optional<Moment> interception_end_time;
};
BOOST_DESCRIBE_STRUCT(WatchEndFeedback, (QueryFeedback), (interception_end_time))

}  // namespace hetang::bank
