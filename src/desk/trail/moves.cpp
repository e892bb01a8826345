#include "desk/trail/trail.h"

namespace hetang::trail {

Result<std::optional<Account>> AccountNumbered(database::Transaction& tx,
                                               const AccountNumber& number) {
  if (number.empty()) return std::nullopt;
  HT_TRY(const auto ids,
         tx.Query<std::int64_t>("SELECT account_id FROM trail_number WHERE number = :n", number));
  if (ids.empty()) return std::nullopt;
  HT_TRY(Account account, tx.Get<Account>(ids.front()));
  return account;
}

Result<std::vector<Move>> MovesOf(database::Transaction& tx, std::int64_t account_id) {
  // Both halves are read by an index in order of flow; a row of its own tells the balance.
  return tx.Query<Move>(
      "SELECT m.id, m.from_id, m.to_id, CASE WHEN a.card IS NULL THEN '' WHEN a.card = '' THEN"
      " a.number ELSE a.card END, COALESCE(a.holder, ''), m.amount_fen, m.order_at, m.kind,"
      " e.balance_fen FROM ("
      "SELECT id, from_id, to_id, from_id AS other_id, in_entry AS entry_id, amount_fen, order_at,"
      " order_rank, kind FROM trail_transfer WHERE to_id = :a1 AND flows = 1 AND import_id IN"
      " (SELECT id FROM trail_import WHERE state = 'shown') UNION ALL "
      "SELECT id, from_id, to_id, to_id AS other_id, out_entry AS entry_id, amount_fen, order_at,"
      " order_rank, kind FROM trail_transfer WHERE from_id = :a2 AND flows = 1 AND import_id IN"
      " (SELECT id FROM trail_import WHERE state = 'shown')) m"
      " LEFT JOIN trail_account a ON a.id = m.other_id"
      " LEFT JOIN trail_entry e ON e.id = m.entry_id"
      " WHERE m.other_id IS NULL OR m.other_id <> :a3"
      " ORDER BY m.order_at, m.order_rank, m.id",
      account_id, account_id, account_id);
}

}  // namespace hetang::trail
