#include "desk/trail/held.h"

#include <algorithm>

#include <boost/unordered/unordered_flat_set.hpp>

#include "base/text.h"

namespace hetang::trail {
namespace {

constexpr std::string_view kRows =
    "SELECT e.id, e.account_id, e.sub, e.other_id, e.at, e.precision, e.direction, e.kind,"
    " e.amount_fen, e.balance_fen, e.serial, e.order_number, e.wallet, e.newest_first, e.row_hash"
    " FROM trail_entry e JOIN trail_import i ON i.id = e.import_id AND i.state = 'shown' WHERE ";

class Collector {
 public:
  Collector(database::Transaction& tx, const Resolved& resolved) : tx_(tx), resolved_(resolved) {}

  // `account` as the rows are stored: before this import's merges.
  Status Account(std::int64_t account) {
    if (!accounts_.insert(account).second) return {};
    static const std::string sql = std::string(kRows) + "e.account_id = :a";
    HT_TRY(auto rows, tx_.Query<HeldRow>(sql, account));
    for (HeldRow& row : rows) Keep(std::move(row));
    for (const std::string_view side : {"from_id", "to_id"}) {
      HT_TRY(const auto transfers,
             tx_.Find<Transfer>("WHERE " + std::string(side) +
                                    " = :a AND EXISTS (SELECT 1 FROM trail_import i WHERE"
                                    " i.id = import_id AND i.state = 'shown')",
                                account));
      for (const Transfer& transfer : transfers) {
        if (transfers_.insert(transfer.id).second) held_.transfers.push_back(transfer);
      }
    }
    return {};
  }

  Status AccountsDealingWith(std::int64_t account) {
    HT_TRY(const auto dealing,
           tx_.Query<std::int64_t>(
               "SELECT DISTINCT account_id FROM trail_entry WHERE other_id = :a", account));
    for (const std::int64_t id : dealing) HT_TRY_STATUS(Account(id));
    return {};
  }

  Status AccountsOfOrder(const std::string& order_number) {
    HT_TRY(const auto dealing,
           tx_.Query<std::int64_t>("SELECT DISTINCT account_id FROM trail_entry WHERE"
                                   " order_number = :o AND order_number <> ''",
                                   order_number));
    for (const std::int64_t id : dealing) HT_TRY_STATUS(Account(id));
    return {};
  }

  Result<Held> Finish() {
    static const std::string sql = std::string(kRows) + "e.id = :id";
    for (const Transfer& transfer : held_.transfers) {
      for (const auto& half : {transfer.out_entry, transfer.in_entry}) {
        if (!half || rows_.contains(*half)) continue;
        HT_TRY(auto rows, tx_.Query<HeldRow>(sql, *half));
        for (HeldRow& row : rows) {
          held_.partial.insert(Now(row.account_id));
          Keep(std::move(row));
        }
      }
    }
    std::sort(held_.rows.begin(), held_.rows.end(),
              [](const HeldRow& a, const HeldRow& b) { return a.id < b.id; });
    HT_TRY(held_.doubts, tx_.Find<Doubt>("WHERE import_id IN (SELECT id FROM trail_import WHERE"
                                         " state = 'shown') ORDER BY id"));
    HT_TRY(held_.settled, tx_.Find<Settlement>("WHERE withdrawn_at IS NULL ORDER BY id"));
    return std::move(held_);
  }

 private:
  void Keep(HeldRow row) {
    if (!rows_.insert(row.id).second) return;
    row.account_id = Now(row.account_id);
    if (row.other_id) row.other_id = Now(*row.other_id);
    held_.rows.push_back(std::move(row));
  }

  std::int64_t Now(std::int64_t account) const {
    const auto found = resolved_.merged.find(account);
    return found == resolved_.merged.end() ? account : found->second;
  }

  database::Transaction& tx_;
  const Resolved& resolved_;
  Held held_;
  boost::unordered_flat_set<std::int64_t> accounts_;
  boost::unordered_flat_set<std::int64_t> rows_;
  boost::unordered_flat_set<std::int64_t> transfers_;
};

}  // namespace

Result<Held> HeldNear(database::Transaction& tx, const Staging& staging, const Resolved& resolved) {
  HT_TRY(const auto any, tx.Query<std::int64_t>("SELECT id FROM trail_entry LIMIT 1"));
  if (any.empty()) return Held{};
  std::set<std::int64_t> own;
  std::set<std::int64_t> others;
  std::set<std::uint32_t> orders;
  for (const StagedEntry& entry : staging.entries) {
    own.insert(OwnAccount(resolved, entry));
    if (entry.other.main != 0) others.insert(resolved.account_of[entry.other.main]);
    if (entry.order_number != 0) orders.insert(entry.order_number);
  }
  // Two accounts that become one are woven anew, rows or not.
  for (const auto& [before, now] : resolved.merged) own.insert({before, now});
  std::int64_t first_new = std::numeric_limits<std::int64_t>::max();
  for (const Account& added : resolved.added) first_new = std::min(first_new, added.id);
  Collector collector(tx, resolved);
  for (const std::int64_t account : own) {
    if (account >= first_new) continue;
    HT_TRY_STATUS(collector.Account(account));
    HT_TRY_STATUS(collector.AccountsDealingWith(account));
  }
  for (const std::int64_t account : others) {
    if (account < first_new) HT_TRY_STATUS(collector.Account(account));
  }
  for (const std::uint32_t order : orders) {
    HT_TRY_STATUS(collector.AccountsOfOrder(staging.pool.At(order)));
  }
  return collector.Finish();
}

Result<Held> HeldOf(database::Transaction& tx, const std::set<std::int64_t>& accounts) {
  const Resolved none;
  Collector collector(tx, none);
  for (const std::int64_t account : accounts) HT_TRY_STATUS(collector.Account(account));
  return collector.Finish();
}

std::vector<std::int64_t> IdsIn(const std::string& text) {
  std::vector<std::int64_t> ids;
  for (const std::string_view id : Split(text, ',')) ids.push_back(std::stoll(std::string(id)));
  return ids;
}

}  // namespace hetang::trail
