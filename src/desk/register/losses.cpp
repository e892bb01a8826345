#include <limits>

#include "desk/register/cases.h"

namespace hetang::registry {
namespace {

struct MergedRow {
  std::int64_t id = 0;
  std::int64_t merged_into = 0;
};
BOOST_DESCRIBE_STRUCT(MergedRow, (), (id, merged_into))

}  // namespace

Result<std::vector<CaseLoss>> LossesOf(database::Transaction& tx, const Period& period,
                                       const auth::Principal& who) {
  return tx.Query<CaseLoss>(
      "SELECT c.id, c.number, c.unit_id, c.victim_id, v.name, c.taken_at, c.loss_fen FROM "
      "register_case c JOIN register_person v ON v.id = c.victim_id WHERE c.merged_into IS NULL "
      "AND c.taken_at >= :since AND c.taken_at < :before AND " +
          UnitsSeen(who) + " ORDER BY c.id",
      period.from.value_or(Moment{std::numeric_limits<std::int64_t>::min()}),
      period.until.value_or(Moment{std::numeric_limits<std::int64_t>::max()}));
}

Result<std::map<std::int64_t, std::int64_t>> MergedCases(database::Transaction& tx) {
  HT_TRY(const auto rows,
         tx.Query<MergedRow>(
             "SELECT id, merged_into FROM register_case WHERE merged_into IS NOT NULL"));
  std::map<std::int64_t, std::int64_t> merged;
  for (const MergedRow& row : rows) merged[row.id] = row.merged_into;
  return merged;
}

}  // namespace hetang::registry
