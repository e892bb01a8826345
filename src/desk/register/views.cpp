#include "desk/register/views.h"

#include <algorithm>
#include <limits>

#include "base/check.h"
#include "desk/register/cases.h"
#include "desk/register/rules.h"

namespace hetang::registry {
namespace {

const std::string kRowHead =
    "SELECT c.id, c.number, c.state, c.fraud_type, c.loss_fen, "
    "(SELECT COUNT(*) FROM register_payment p WHERE p.case_id = c.id), v.name, c.taken_at, "
    "c.began_at, c.unit_id FROM register_case c JOIN register_person v ON v.id = c.victim_id "
    "WHERE c.id < :before AND ";
const std::string kRowTail = " ORDER BY c.id DESC LIMIT :limit";

// Case numbers by their beginning (the letter A sorts after every digit), all else exactly. The
// beginning holds at least area and day, so that one search stays short: commands share a lane.
constexpr std::size_t kNumberBeginning = 16;
const std::string kByText =
    " AND c.id IN (SELECT id FROM register_case WHERE number >= :number AND number < :number_end "
    "UNION SELECT c2.id FROM register_case c2 JOIN register_person p ON p.id = c2.victim_id "
    "WHERE p.name = :name OR p.phone = :phone OR p.identity = :identity "
    "UNION SELECT case_id FROM register_payment WHERE to_account = :to_account "
    "UNION SELECT case_id FROM register_payment WHERE from_account = :from_account "
    "UNION SELECT case_id FROM register_identifier WHERE value = :value)";

Result<std::vector<CaseRow>> RowsOf(database::Transaction& tx, const ListQuery& query,
                                    const auth::Principal& who) {
  const std::string head = kRowHead + UnitsSeen(who);
  const std::int64_t before =
      query.page.after_id == 0 ? std::numeric_limits<std::int64_t>::max() : query.page.after_id;
  const std::int64_t limit = query.page.limit + 1;
  if (!query.text.empty()) {
    const std::string& text = query.text;
    const std::string number_end = text.size() < kNumberBeginning ? text : text + "A";
    return tx.Query<CaseRow>(head + kByText + kRowTail, before, text, number_end, text, text, text,
                             text, text, text, limit);
  }
  if (query.state) {
    return tx.Query<CaseRow>(head + " AND c.state = :state" + kRowTail, before, *query.state,
                             limit);
  }
  if (who.units.size() == 1) {
    return tx.Query<CaseRow>(kRowHead + "c.unit_id = :unit" + kRowTail, before, who.units[0],
                             limit);
  }
  return tx.Query<CaseRow>(head + kRowTail, before, limit);
}

// Asks the later desk once for each run of neighbouring ids, so that a sparse list stays cheap.
Status AddSums(database::Transaction& tx, std::vector<CaseLine>& lines, const OrderSums& sums) {
  for (std::size_t first = 0; sums && first < lines.size();) {
    std::size_t last = first;
    while (last + 1 < lines.size() && lines[last + 1].id == lines[last].id - 1) ++last;
    HT_TRY(const auto found, sums(tx, lines[last].id, lines[first].id));
    for (const OrderSum& sum : found) {
      const std::int64_t offset = lines[first].id - sum.case_id;
      HT_CHECK(offset >= 0 && offset <= lines[first].id - lines[last].id);
      CaseLine& line = lines[first + static_cast<std::size_t>(offset)];
      line.orders_open = sum.orders_open;
      line.stopped_fen = sum.stopped_fen;
    }
    first = last + 1;
  }
  return {};
}

}  // namespace

Result<http::Page<CaseLine>> CasesOf(database::Transaction& tx, const ListQuery& query,
                                     const auth::Principal& who, const OrderSums& sums) {
  HT_TRY(auto rows, RowsOf(tx, query, who));
  http::Page<CaseLine> page;
  if (rows.size() > static_cast<std::size_t>(query.page.limit)) {
    rows.pop_back();
    page.next = std::to_string(rows.back().id);
  }
  for (const CaseRow& row : rows) page.items.push_back({row, 0, Fen()});
  HT_TRY_STATUS(AddSums(tx, page.items, sums));
  return page;
}

Result<CaseView> ViewOf(database::Transaction& tx, const Case& record, const auth::Principal& who,
                        const LaterDesks& later, Reveal reveal) {
  CaseView view;
  view.record = record;
  HT_TRY(view.victim, tx.Get<Person>(record.victim_id));
  HT_TRY(view.payments, PaymentsOf(tx, record.id));
  HT_TRY(view.identifiers, IdentifiersOf(tx, record.id));
  view.orders = boost::json::array();
  if (later.orders_of_case) {
    HT_TRY(view.orders, later.orders_of_case(tx, who, record.id, reveal));
  }
  HT_TRY(view.clocks, deadline::OfCase(tx, record.id));
  HT_TRY(view.filings, FilingsOf(tx, record.id));
  HT_TRY(view.merged,
         tx.Query<std::int64_t>("SELECT id FROM register_case WHERE merged_into = :id ORDER BY id",
                                record.id));
  view.actions = ActionsOf(record, who);
  return view;
}

Result<std::vector<TimelineItem>> TimelineOf(database::Transaction& tx, std::int64_t case_id) {
  HT_TRY(const auto entries, journal::OfCase(tx, case_id));
  std::vector<std::int64_t> officers;
  for (const journal::Sealed& entry : entries) officers.push_back(entry.officer_id);
  std::sort(officers.begin(), officers.end());
  officers.erase(std::unique(officers.begin(), officers.end()), officers.end());
  HT_TRY(const auto names, roster::NamesOf(tx, officers));
  std::vector<TimelineItem> items;
  for (const journal::Sealed& entry : entries) {
    const auto name = names.find(entry.officer_id);
    HT_TRY(boost::json::value facts, json::Parse(entry.facts));
    items.push_back({entry.position, entry.at, entry.officer_id,
                     name == names.end() ? "" : name->second, entry.desk, entry.act, entry.subject,
                     entry.subject_id, entry.why, std::move(facts)});
  }
  return items;
}

}  // namespace hetang::registry
