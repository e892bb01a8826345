#include "desk/warning/figures.h"

#include <fmt/format.h>

namespace hetang::warning {
namespace {

Result<Moment> MomentOr(const http::Call& call, std::string_view name, Moment otherwise) {
  const auto text = call.QueryText(name);
  if (!text) return otherwise;
  const auto moment = ParseIso(*text);
  if (!moment) return Invalid({{std::string(name), "time", "A time as ISO 8601."}});
  return *moment;
}

}  // namespace

Result<WarningFigures> FiguresOf(const http::Call& call, database::Transaction& tx) {
  WarningFigures figures;
  HT_TRY(figures.until, MomentOr(call, "until", call.now));
  HT_TRY(figures.from, MomentOr(call, "from", figures.until - Hours(24)));
  const std::string units = fmt::format("{}", fmt::join(call.who.units, ","));
  HT_TRY(figures.levels,
         tx.Query<LevelFigures>(
             "SELECT w.level, COUNT(*), CAST(SUM(w.instructions) AS BIGINT),"
             " SUM(CASE WHEN w.state IN ('climbing', 'reached') THEN 1 ELSE 0 END),"
             " SUM(CASE WHEN w.reached_at IS NOT NULL THEN 1 ELSE 0 END),"
             " SUM(CASE WHEN w.reached_at <= w.arrived_at + l.reach_within_ms THEN 1 ELSE 0 END),"
             " SUM(CASE WHEN w.outcome = 'dissuaded' THEN 1 ELSE 0 END),"
             " SUM(CASE WHEN w.state = 'paid' THEN 1 ELSE 0 END),"
             " SUM(CASE WHEN w.state = 'with_leader' THEN 1 ELSE 0 END)"
             " FROM warning_record w JOIN warning_level l ON l.name = w.level"
             " WHERE w.arrived_at >= :from AND w.arrived_at < :until AND (w.unit_id IN (" +
                 units + ") OR w.desk_unit_id IN (" + units +
                 ")) GROUP BY w.level, w.rank ORDER BY w.rank",
             figures.from, figures.until));
  return figures;
}

}  // namespace hetang::warning
