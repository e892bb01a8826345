#include "desk/funds/ledger_view.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "desk/funds/orders.h"
#include "desk/roster/roster.h"

namespace hetang::funds {
namespace {

using database::Transaction;
using http::Call;

constexpr std::array<std::pair<std::string_view, LedgerBy>, 5> kGroupings{{
    {"month", LedgerBy::month},
    {"unit", LedgerBy::unit},
    {"victim", LedgerBy::victim},
    {"case", LedgerBy::case_},
    {"account", LedgerBy::account},
}};

std::string MonthOf(Moment moment) {
  const Civil civil = CivilOf(moment);
  return fmt::format("{:04}-{:02}", civil.year, civil.month);
}

// What a call narrows the ledger to. Absent: everything the officer sees.
struct Narrowing {
  registry::Period period;
  std::optional<std::int64_t> unit_id;
  std::optional<std::int64_t> case_id;
  std::optional<std::int64_t> victim_id;
  std::optional<std::string> month;

  bool Keeps(const registry::CaseLoss& loss) const {
    return (!unit_id || *unit_id == loss.unit_id) && (!case_id || *case_id == loss.id) &&
           (!victim_id || *victim_id == loss.victim_id) &&
           (!month || *month == MonthOf(loss.taken_at));
  }
};

Result<std::optional<std::int64_t>> IdIn(const Call& call, std::string_view name) {
  if (!call.QueryText(name)) return std::optional<std::int64_t>();
  HT_TRY(const std::int64_t id, call.PathId(name));
  return std::optional(id);
}

Result<std::optional<Moment>> MomentIn(const Call& call, std::string_view name) {
  const auto text = call.QueryText(name);
  if (!text) return std::optional<Moment>();
  const auto moment = ParseIso(*text);
  if (!moment) return Invalid({{std::string(name), "time", "A time is written in ISO 8601."}});
  return moment;
}

Result<Narrowing> NarrowingIn(const Call& call) {
  Narrowing narrowing;
  HT_TRY(narrowing.period.from, MomentIn(call, "from"));
  HT_TRY(narrowing.period.until, MomentIn(call, "until"));
  if (narrowing.period.from && narrowing.period.until &&
      *narrowing.period.from >= *narrowing.period.until) {
    return Invalid({{"until", "order", "A period ends after it begins."}});
  }
  HT_TRY(narrowing.unit_id, IdIn(call, "unit_id"));
  HT_TRY(narrowing.case_id, IdIn(call, "case_id"));
  HT_TRY(narrowing.victim_id, IdIn(call, "victim_id"));
  narrowing.month = call.QueryText("month");
  return narrowing;
}

Result<LedgerRecords> Narrowed(Transaction& tx, const Narrowing& narrowing,
                               const auth::Principal& who) {
  HT_TRY(const LedgerRecords all, LedgerRecordsOf(tx, narrowing.period, who));
  LedgerRecords kept;
  std::set<std::int64_t> cases;
  for (std::size_t i = 0; i < all.cases.size(); ++i) {
    if (!narrowing.Keeps(all.cases[i])) continue;
    cases.insert(all.cases[i].id);
    kept.cases.push_back(all.cases[i]);
    kept.losses.push_back(all.losses[i]);
  }
  for (const Piece& piece : all.pieces) {
    if (cases.contains(piece.case_id)) kept.pieces.push_back(piece);
  }
  return kept;
}

// Adds the records up by one grouping.
class Grouping {
 public:
  Grouping(const LedgerRecords& records, LedgerBy by) : by_(by) {
    for (std::size_t i = 0; i < records.cases.size(); ++i) {
      const registry::CaseLoss& loss = records.cases[i];
      const std::string key = KeyOf(loss);
      key_of_case_[loss.id] = key;
      LedgerRow& row = RowOf(key);
      ++row.cases;
      if (by_ == LedgerBy::case_) row.case_number = loss.number;
      if (by_ == LedgerBy::victim) row.victim = loss.victim;
      AddTo(row.sums, records.losses[i]);
    }
    for (const Piece& piece : records.pieces) AddTo(RowOf(KeyOf(piece)).sums, piece);
  }

  // The latest month first; of others those with most money.
  std::vector<LedgerRow> Rows() && {
    std::vector<LedgerRow> rows;
    for (auto& [key, row] : rows_) rows.push_back(std::move(row));
    const bool by_month = by_ == LedgerBy::month;
    std::sort(rows.begin(), rows.end(), [&](const LedgerRow& a, const LedgerRow& b) {
      if (by_month || Weight(a) == Weight(b)) return a.key > b.key;
      return Weight(a) > Weight(b);
    });
    return rows;
  }

 private:
  static std::pair<Fen, Fen> Weight(const LedgerRow& row) {
    const LedgerSums& sums = row.sums;
    return {sums.lost_fen, sums.saved_fen + sums.frozen_fen + sums.stopped_fen + sums.lapsed_fen +
                               sums.released_fen + sums.over_fen};
  }

  std::string KeyOf(const registry::CaseLoss& loss) const {
    switch (by_) {
      case LedgerBy::month:
        return MonthOf(loss.taken_at);
      case LedgerBy::unit:
        return std::to_string(loss.unit_id);
      case LedgerBy::victim:
        return std::to_string(loss.victim_id);
      case LedgerBy::case_:
        return std::to_string(loss.id);
      case LedgerBy::account:
        break;
    }
    return "";
  }

  std::string KeyOf(const Piece& piece) const {
    if (by_ != LedgerBy::account) return key_of_case_.at(piece.case_id);
    return piece.account_id == 0 ? "" : std::to_string(piece.account_id);
  }

  LedgerRow& RowOf(const std::string& key) {
    LedgerRow& row = rows_[key];
    row.key = key;
    return row;
  }

  LedgerBy by_;
  std::map<std::int64_t, std::string> key_of_case_;
  std::map<std::string, LedgerRow> rows_;
};

Status Name(Transaction& tx, LedgerRow& row, LedgerBy by) {
  if (row.key.empty()) return {};
  if (by == LedgerBy::unit) {
    HT_TRY(const auto unit, roster::UnitOf(tx, std::stoll(row.key)));
    row.unit_name = unit.name.str();
  }
  if (by == LedgerBy::account) {
    HT_TRY(const auto account, tx.Get<registry::Account>(std::stoll(row.key)));
    row.account = account.number;
    row.bank_name = account.bank_name.str();
  }
  return {};
}

// The part of a list that a page shows; `next` counts what was shown so far.
template <typename Item>
std::vector<Item> Part(std::vector<Item> all, const http::PageRequest& page,
                       std::optional<std::string>& next) {
  const auto size = static_cast<std::int64_t>(all.size());
  const std::int64_t begin = std::min(page.after_id, size);
  const std::int64_t end = std::min(begin + page.limit, size);
  if (end < size) next = std::to_string(end);
  return {std::make_move_iterator(all.begin() + begin), std::make_move_iterator(all.begin() + end)};
}

Result<LedgerView> Ledger(const Call& call, Transaction& tx) {
  LedgerView view;
  view.by = call.QueryText("by").value_or("month");
  const auto* grouping = std::find_if(kGroupings.begin(), kGroupings.end(),
                                      [&](const auto& known) { return known.first == view.by; });
  if (grouping == kGroupings.end()) {
    return Invalid({{"by", "choice", "By month, unit, victim, case or account."}});
  }
  HT_TRY(const http::PageRequest page, http::PageOf(call));
  HT_TRY(const Narrowing narrowing, NarrowingIn(call));
  HT_TRY(const LedgerRecords records, Narrowed(tx, narrowing, call.who));
  view.cases = static_cast<std::int64_t>(records.cases.size());
  for (const Loss& loss : records.losses) AddTo(view.sums, loss);
  for (const Piece& piece : records.pieces) AddTo(view.sums, piece);
  view.rows = Part(Grouping(records, grouping->second).Rows(), page, view.next);
  for (LedgerRow& row : view.rows) HT_TRY_STATUS(Name(tx, row, grouping->second));
  return view;
}

Result<http::Page<LedgerPiece>> Pieces(const Call& call, Transaction& tx) {
  HT_TRY(const http::PageRequest page, http::PageOf(call));
  HT_TRY(const Narrowing narrowing, NarrowingIn(call));
  HT_TRY(const auto account_id, IdIn(call, "account_id"));
  std::optional<Place> place;
  if (const auto text = call.QueryText("place")) {
    place = EnumFromName<Place>(*text);
    if (!place) return Invalid({{"place", "choice", "The ledger has no such place."}});
  }
  HT_TRY(LedgerRecords records, Narrowed(tx, narrowing, call.who));
  std::erase_if(records.pieces, [&](const Piece& piece) {
    return (place && piece.place != *place) || (account_id && piece.account_id != *account_id) ||
           (piece.counted_fen == Fen(0) && piece.over_fen == Fen(0));
  });
  std::sort(records.pieces.begin(), records.pieces.end(),
            [](const Piece& a, const Piece& b) { return a.at > b.at; });
  std::map<std::int64_t, std::string> numbers;
  for (const registry::CaseLoss& loss : records.cases) numbers[loss.id] = loss.number;
  http::Page<LedgerPiece> shown;
  for (const Piece& piece : Part(std::move(records.pieces), page, shown.next)) {
    LedgerPiece& item = shown.items.emplace_back();
    item.place = piece.place;
    item.case_id = piece.case_id;
    item.case_number = numbers[piece.case_id];
    item.amount_fen = piece.amount_fen;
    item.counted_fen = piece.counted_fen;
    item.over_fen = piece.over_fen;
    item.at = piece.at;
    item.subject = piece.subject;
    item.subject_id = piece.subject_id;
    if (piece.account_id == 0) continue;
    HT_TRY(const auto account, tx.Get<registry::Account>(piece.account_id));
    item.account = account.number;
    item.bank_name = account.bank_name.str();
  }
  return shown;
}

}  // namespace

void AddLedgerRoutes(http::Router& router) {
  router.Query<LedgerView>(
      {"GET",
       "/api/v1/funds/ledger",
       "funds:read",
       "Where the money that victims lost is now.",
       false,
       {"by", "from", "until", "unit_id", "case_id", "victim_id", "month", "after", "limit"}},
      Ledger);
  router.Query<http::Page<LedgerPiece>>({"GET",
                                         "/api/v1/funds/ledger/pieces",
                                         "funds:read",
                                         "The records under a figure of the ledger.",
                                         false,
                                         {"place", "from", "until", "unit_id", "case_id",
                                          "victim_id", "account_id", "month", "after", "limit"}},
                                        Pieces);
}

}  // namespace hetang::funds
