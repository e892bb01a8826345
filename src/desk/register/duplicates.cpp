#include <algorithm>
#include <map>

#include "desk/register/cases.h"
#include "desk/register/rules.h"

namespace hetang::registry {
namespace {

struct Hit {
  std::int64_t case_id = 0;
  std::string case_number;
  Moment taken_at;
};
BOOST_DESCRIBE_STRUCT(Hit, (), (case_id, case_number, taken_at))

// Collects what each question finds, one entry a case, its reasons in the order they were asked.
class Finder {
 public:
  Finder(database::Transaction& tx, const auth::Principal& who, Moment began_at)
      : tx_(tx), units_(UnitsSeen(who)), since_(began_at - kDuplicateWindow) {}

  // `joined` brings the rows that lead to a case `c`, `where` and its binds limit them.
  template <typename... Binds>
  Status Ask(std::string_view why, const std::string& joined, const std::string& where,
             const Binds&... binds) {
    HT_TRY(const auto hits, tx_.Query<Hit>("SELECT DISTINCT c.id, c.number, c.taken_at FROM " +
                                               joined + " WHERE " + where +
                                               " AND c.state <> :merged AND c.taken_at >= "
                                               ":since AND " +
                                               units_,
                                           binds..., CaseState::merged, since_));
    for (const Hit& hit : hits) {
      Duplicate& found = found_[hit.case_id];
      found.case_id = hit.case_id;
      found.case_number = hit.case_number;
      found.taken_at = hit.taken_at;
      if (std::find(found.why.begin(), found.why.end(), why) == found.why.end()) {
        found.why.emplace_back(why);
      }
    }
    return {};
  }

  // The newest first.
  std::vector<Duplicate> Found() const {
    std::vector<Duplicate> all;
    for (auto item = found_.rbegin(); item != found_.rend(); ++item) all.push_back(item->second);
    return all;
  }

 private:
  database::Transaction& tx_;
  std::string units_;
  Moment since_;
  std::map<std::int64_t, Duplicate> found_;
};

constexpr std::string_view kSameVictim = "same_victim";
const std::string kByVictim = "register_person v JOIN register_case c ON c.victim_id = v.id";
const std::string kByPayment = "register_payment p JOIN register_case c ON c.id = p.case_id";

Status AskVictim(Finder& finder, const VictimForm& victim) {
  if (!victim.identity.empty()) {
    HT_TRY_STATUS(finder.Ask(kSameVictim, kByVictim, "v.identity = :identity", victim.identity));
  }
  if (!victim.phone.empty()) {
    HT_TRY_STATUS(finder.Ask(kSameVictim, kByVictim, "v.phone = :phone", victim.phone));
  }
  return {};
}

Status AskPayment(Finder& finder, const Payment& payment) {
  if (payment.to_account.empty()) return {};
  const std::string same = "p.to_account = :account AND p.amount_fen = :amount";
  if (!payment.at) {
    return finder.Ask("same_payment", kByPayment, same, payment.to_account, payment.amount_fen);
  }
  const Moment from = *payment.at - kSameTime;
  const Moment to = *payment.at + kSameTime;
  HT_TRY_STATUS(finder.Ask("same_payment", kByPayment,
                           same + " AND (p.at IS NULL OR (p.at >= :from AND p.at <= :to))",
                           payment.to_account, payment.amount_fen, from, to));
  return finder.Ask("same_account_and_time", kByPayment,
                    "p.to_account = :account AND p.at >= :from AND p.at <= :to", payment.to_account,
                    from, to);
}

}  // namespace

Result<std::vector<Duplicate>> DuplicatesOf(database::Transaction& tx, const NewCase& form,
                                            const auth::Principal& who) {
  Finder finder(tx, who, form.began_at);
  HT_TRY_STATUS(AskVictim(finder, form.victim));
  for (const Payment& payment : form.payments) HT_TRY_STATUS(AskPayment(finder, payment));
  return finder.Found();
}

}  // namespace hetang::registry
