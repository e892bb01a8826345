#include "desk/trail/past.h"

namespace hetang::trail {

Result<std::int64_t> LastOf(database::Transaction& tx, std::string_view name) {
  HT_TRY(const auto last,
         tx.Query<std::int64_t>("SELECT last FROM trail_counter WHERE name = :n", name));
  return last.empty() ? 0 : last.front();
}

Status SetLast(database::Transaction& tx, std::string_view name, std::int64_t last) {
  HT_TRY_STATUS(
      tx.Execute("INSERT INTO trail_counter (name, last) VALUES (:n, :l)"
                 " ON CONFLICT (name) DO UPDATE SET last = EXCLUDED.last",
                 name, last));
  return {};
}

Result<std::int64_t> ShownImports(database::Transaction& tx) {
  HT_TRY(const auto shown,
         tx.Query<std::int64_t>("SELECT count(*) FROM trail_import WHERE state = 'shown'"));
  return shown.front();
}

Status Apply(database::Transaction& tx, Plan& plan, std::int64_t import_id,
             std::int64_t first_doubt) {
  HT_TRY(std::int64_t last, LastOf(tx, "past"));
  std::vector<PastTransfer> past;
  for (const Transfer& before : plan.before) {
    PastTransfer& each = past.emplace_back();
    static_cast<Transfer&>(each) = before;
    each.id = ++last;
    each.transfer_id = before.id;
    each.ended_in = import_id;
  }
  HT_TRY_STATUS(tx.InsertAll<PastTransfer>(past));
  HT_TRY_STATUS(SetLast(tx, "past", last));
  for (const std::int64_t id : plan.removed) {
    HT_TRY_STATUS(tx.Execute("DELETE FROM trail_transfer WHERE id = :id", id));
  }
  for (Transfer& transfer : plan.changed) HT_TRY_STATUS(tx.Update(transfer));
  for (const std::int64_t id : plan.settled_doubts) {
    HT_TRY_STATUS(tx.Execute("DELETE FROM trail_doubt WHERE id = :id", id));
  }
  for (std::size_t i = 0; i < plan.doubts.size(); ++i) {
    plan.doubts[i].id = first_doubt + static_cast<std::int64_t>(i);
  }
  return tx.InsertAll<Doubt>(plan.doubts);
}

Status NoteReach(database::Transaction& tx, std::vector<Reach> reaches) {
  HT_TRY(std::int64_t last, LastOf(tx, "reach"));
  for (Reach& reach : reaches) reach.id = ++last;
  HT_TRY_STATUS(tx.InsertAll<Reach>(reaches));
  return SetLast(tx, "reach", last);
}

}  // namespace hetang::trail
