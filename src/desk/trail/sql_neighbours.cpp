#include "desk/trail/sql_neighbours.h"

#include <algorithm>
#include <limits>

#include "base/check.h"
#include "desk/trail/world.h"

namespace hetang::trail {
namespace {

// A transfer as it is read for one of its sides.
struct SidedTransfer {
  std::int64_t id = 0;
  std::optional<std::int64_t> from_id;
  std::optional<std::int64_t> to_id;
  Fen amount_fen;
  trace::Kind kind = trace::Kind::transfer;
  bool flows = true;
  Moment order_at;
  std::int64_t of_payer = 0;
};
BOOST_DESCRIBE_STRUCT(SidedTransfer, (),
                      (id, from_id, to_id, amount_fen, kind, flows, order_at, of_payer))

struct Placed {
  std::int64_t id = 0;
  Moment order_at;
};
BOOST_DESCRIBE_STRUCT(Placed, (), (id, order_at))

// Many numbers as one value that Among() reads.
template <typename Numbers>
std::string ListOf(database::Engine engine, const Numbers& numbers) {
  std::string list;
  for (const auto number : numbers) list += (list.empty() ? "" : ",") + std::to_string(number);
  return engine == database::Engine::sqlite ? "[" + list + "]" : "{" + list + "}";
}
std::string Among(database::Engine engine, const std::string& column) {
  return engine == database::Engine::sqlite ? column + " IN (SELECT value FROM json_each(:list))"
                                            : column + " = ANY(CAST(:list AS BIGINT[]))";
}

constexpr std::string_view kIsShown =
    " AND EXISTS (SELECT 1 FROM trail_import i WHERE i.id = import_id AND i.state = 'shown')";

std::string LegsSql(database::Engine engine) {
  const auto side = [&](const std::string& column, const std::string& of_payer) {
    return "SELECT id, from_id, to_id, amount_fen, kind, flows, order_at, CAST(" + of_payer +
           " AS BIGINT) FROM trail_transfer WHERE " + Among(engine, column) +
           " AND order_at <= :until" + std::string(kIsShown);
  };
  return side("from_id", "1") + " UNION ALL " + side("to_id", "0");
}

trace::Transfer InEngine(const SidedTransfer& row) {
  Transfer stored;
  stored.from_id = row.from_id;
  stored.to_id = row.to_id;
  stored.amount_fen = row.amount_fen;
  stored.kind = row.kind;
  stored.flows = row.flows;
  stored.order_at = row.order_at;
  return trail::InEngine(stored);
}

}  // namespace

Status SqlNeighbours::Number(std::vector<std::int64_t> moments) {
  std::erase_if(moments, [this](std::int64_t moment) { return !numbered_.insert(moment).second; });
  if (moments.empty()) return {};
  HT_TRY(const auto placed,
         tx_.Query<Placed>("SELECT id, order_at FROM trail_transfer WHERE " +
                               Among(tx_.engine(), "order_at") + std::string(kIsShown) +
                               " ORDER BY order_at, order_rank, id",
                           ListOf(tx_.engine(), moments)));
  if (placed.size() >= std::numeric_limits<std::uint32_t>::max() - id_at_.size()) {
    return Fail(ErrorCode::too_large, "There are too many transfers for one trace.");
  }
  for (const Placed& transfer : placed) {
    position_of_.emplace(transfer.id, static_cast<std::uint32_t>(id_at_.size()));
    id_at_.push_back(transfer.id);
  }
  return {};
}

Result<std::vector<Transfer>> SqlNeighbours::Stored(std::span<const std::int64_t> transfers) {
  HT_TRY(auto rows, tx_.Find<Transfer>("WHERE " + Among(tx_.engine(), "id") + std::string(kIsShown),
                                       ListOf(tx_.engine(), transfers)));
  boost::unordered_flat_map<std::int64_t, std::size_t> row_of;
  for (std::size_t i = 0; i < rows.size(); ++i) row_of[rows[i].id] = i;
  std::vector<Transfer> stored;
  for (const std::int64_t id : transfers) {
    const auto row = row_of.find(id);
    if (row == row_of.end()) return Fail(ErrorCode::not_found, "There is no such transfer.");
    stored.push_back(rows[row->second]);
  }
  return stored;
}

Result<std::vector<std::uint32_t>> SqlNeighbours::PositionsOf(
    std::span<const std::int64_t> transfers) {
  HT_TRY(const std::vector<Transfer> stored, Stored(transfers));
  std::vector<std::int64_t> moments;
  for (const Transfer& transfer : stored) moments.push_back(transfer.order_at.ms);
  HT_TRY_STATUS(Number(std::move(moments)));
  std::vector<std::uint32_t> positions;
  for (const std::int64_t id : transfers) positions.push_back(position_of_.at(id));
  return positions;
}

std::int64_t SqlNeighbours::TransferAt(std::uint32_t position) const {
  HT_CHECK(position < id_at_.size());
  return id_at_[position];
}

Result<std::vector<std::vector<trace::Leg>>> SqlNeighbours::LegsOf(
    std::span<const std::uint32_t> accounts) {
  return LegsUntil(accounts, std::numeric_limits<std::int64_t>::max());
}

Result<std::vector<std::vector<trace::Leg>>> SqlNeighbours::LegsUntil(
    std::span<const std::uint32_t> accounts, std::int64_t until_ms) {
  const std::string list = ListOf(tx_.engine(), accounts);
  HT_TRY(const auto rows, tx_.Query<SidedTransfer>(LegsSql(tx_.engine()), list, Moment{until_ms},
                                                   list, Moment{until_ms}));
  std::vector<std::int64_t> moments;
  for (const SidedTransfer& row : rows) moments.push_back(row.order_at.ms);
  HT_TRY_STATUS(Number(std::move(moments)));
  boost::unordered_flat_map<std::uint32_t, std::size_t> place_of;
  for (std::size_t i = 0; i < accounts.size(); ++i) place_of[accounts[i]] = i;
  std::vector<std::vector<trace::Leg>> legs(accounts.size());
  for (const SidedTransfer& row : rows) {
    // A self-transfer stands with what the account paid.
    if (row.of_payer == 0 && row.from_id == row.to_id) continue;
    const trace::Leg leg{position_of_.at(row.id), InEngine(row)};
    legs[place_of.at(row.of_payer != 0 ? leg.transfer.from : leg.transfer.to)].push_back(leg);
  }
  for (auto& of_account : legs) {
    std::sort(of_account.begin(), of_account.end(), [](const trace::Leg& a, const trace::Leg& b) {
      return std::pair(a.transfer.at_ms, a.position) < std::pair(b.transfer.at_ms, b.position);
    });
  }
  return legs;
}

Result<std::vector<trace::Transfer>> SqlNeighbours::At(std::span<const std::uint32_t> positions) {
  std::vector<std::int64_t> ids;
  for (const std::uint32_t position : positions) {
    if (position >= id_at_.size()) {
      return Fail(ErrorCode::not_found, "There is no such transfer.");
    }
    ids.push_back(id_at_[position]);
  }
  HT_TRY(const std::vector<Transfer> stored, Stored(ids));
  std::vector<trace::Transfer> found;
  for (const Transfer& transfer : stored) found.push_back(trail::InEngine(transfer));
  return found;
}

}  // namespace hetang::trail
