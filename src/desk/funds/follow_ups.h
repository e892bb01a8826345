// What officers do about a stop, a freeze or a watch that stands: renew it, let it go, make its
// papers good. Each places an order of its own; the original changes when the bank has done it.
#pragma once

#include "desk/funds/asking.h"
#include "desk/funds/order_states.h"

namespace hetang::funds {

struct FollowForm {
  Text<200> reason;
  // Of the renewal of a freeze: its new end, by default as long as the law allows.
  std::optional<Moment> until = {};
  // Of the renewal of a limited freeze: less than it keeps; the rest is let go.
  std::optional<Fen> keep_fen = {};
  // Of the renewal or lift of a freeze: of a notice numbered elsewhere.
  std::optional<Text<60>> notice_number = {};
};
BOOST_DESCRIBE_STRUCT(FollowForm, (), (reason, until, keep_fen, notice_number))

// `act` is `renew`, `release`, `lift`, `end_watch` or `hand_in_papers` of the order's table. A
// release, a lift and the renewal of a freeze are approved by a leader before they leave; the
// renewal of a freeze that is about to end leaves at once and is approved afterwards.
// Errors: not_found, forbidden (`other_unit`, the right), invalid (no reason, `until`, `keep_fen`),
// conflict
// (`not_in_this_state`; `third_stop`: a renewal counts as the second stop; `follow_up_under_way`;
// `freeze_too_long`; `papers_incomplete`: the victim's leg still lacks something).
Result<Placed> Follow(database::Transaction& tx, std::int64_t order_id, OrderAct act,
                      const FollowForm& form, const auth::Principal& who, Moment now);

// Marks a freeze as of money that is no victim's: it is to be lifted within three days.
Result<Order> FindUnrelated(database::Transaction& tx, std::int64_t order_id,
                            const FollowForm& form, const auth::Principal& who, Moment now);

// Why the act that the table offers on this order is not possible now, by the name of the rule;
// empty when it is. Read for the officer's list of actions.
Result<std::string> RuleAgainst(database::Transaction& tx, const Order& order, OrderAct act);

// The original of a follow-up still lets it happen. Error: conflict (`not_in_this_state`).
Status CheckOriginalStands(database::Transaction& tx, const Order& follow_up);

}  // namespace hetang::funds
