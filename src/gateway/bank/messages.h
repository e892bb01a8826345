// What goes between a centre and a bank: orders that hold money (messages_stop.h,
// messages_freeze.h) and queries (messages_query.h, messages_watch.h), those of a payment
// institution (messages_payment.h), and the answer to each. profile.h puts them on the wire.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "gateway/bank/messages_freeze.h"
#include "gateway/bank/messages_payment.h"
#include "gateway/bank/messages_query.h"
#include "gateway/bank/messages_stop.h"
#include "gateway/bank/messages_watch.h"

namespace hetang::bank {

using Body =
    std::variant<StopRequest, StopRelease, StopExtension, StopFeedback, ReleaseFeedback,
                 ExtensionFeedback, TransactionsQuery, HolderQuery, AccountsQuery,
                 TransactionsFeedback, HolderFeedback, AccountsFeedback, FreezeRequest, FreezeLift,
                 FreezeRenewal, FreezeFeedback, FreezeLiftFeedback, FreezeRenewalFeedback,
                 WatchRequest, WatchEnd, WatchFeedback, WatchEndFeedback, ReturnNotice,
                 ReturnFeedback, PaymentStop, PaymentStopChange, PaymentQuery, PaymentStopFeedback,
                 PaymentChangeFeedback, PaymentDetail>;
using Answer = std::variant<StopFeedback, ReleaseFeedback, ExtensionFeedback, TransactionsFeedback,
                            HolderFeedback, AccountsFeedback, FreezeFeedback, FreezeLiftFeedback,
                            FreezeRenewalFeedback, WatchFeedback, WatchEndFeedback, ReturnFeedback,
                            PaymentStopFeedback, PaymentChangeFeedback, PaymentDetail>;

// An answer carries a result, an order does not.
template <typename Message>
inline constexpr bool kIsAnswer = requires(Message message) {
  message.result;
};
bool IsOrder(const Body& body);

// The transaction code as the bank side writes it: `100101`; `A00105` of a payment institution.
std::string_view TxCodeOf(const Body& body);

// The body a transaction code names, empty; nothing when the code is not known. The police side's
// codes (`200101`) name the same bodies.
std::optional<Body> BodyFor(std::string_view tx_code);

// The application id of an order or of the order an answer is about.
const std::string& ApplicationIdOf(const Body& body);

// The serial of a new envelope: the sender's code of 12 characters and 28 random digits.
std::string NewSerial(std::string_view org_code);

// `100101` + date + 22 random digits: 36 characters, the most the field holds.
std::string NewApplicationId(std::string_view tx_code, Moment now);

// What one field alone cannot tell: digits of codes, times in order, fields that must be there
// because of another. Adds one error a wrong element, its path the element's name.
void CheckBody(const Body& body, std::vector<FieldError>& errors);

}  // namespace hetang::bank
