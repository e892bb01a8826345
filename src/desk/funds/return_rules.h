// Which article gives the money of a frozen account back, how much to whom, and the proof of it.
//
// The rules are those of the 2016 provisions on returning frozen money
// (电信网络新型违法犯罪案件冻结 资金返还若干规定), art. 8, as domain.md §1.3 reads them:
//   8(1) the account has a single inflow, and it is a victim's;
//   8(2) several inflows, but time traces the money: from a victim's credit to the freeze no other
//        credit mixes, and the running balance never falls below the victim's amount net of later
//        debits that can only be of the victim's money;
//   8(3) otherwise by ratio of the losses.
// Interest that the bank pays is no remittance or deposit (汇(存)入) and counts as no inflow. What
// cannot be proven (a statement that ends early, balances that contradict each other, an unknown
// opening balance, a claim no row of which is found) is never assumed: it leads to 8(3).
//
// No clock, no database. Amounts are fen up to kMaxFen each; products and sums are 128 bits wide.
// Everybody gets at most the loss, the account gives at most what is frozen.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/field.h"
#include "base/result.h"

namespace hetang::funds {

// `recovered`: no frozen account; money seized or paid back, handed out by the ratio of the losses.
enum class Article { single_inflow, traced_by_time, pro_rata, recovered };
BOOST_DESCRIBE_ENUM(Article, single_inflow, traced_by_time, pro_rata, recovered)

// What a loss is held against. `sum_of_losses` (reading A): the losses of all victims of the round.
// `frozen_in_case` (reading B, the letter of the rule): all that is frozen in the case, capped.
enum class Basis { sum_of_losses, frozen_in_case };
BOOST_DESCRIBE_ENUM(Basis, sum_of_losses, frozen_in_case)

// A part of a credit that is a victim's money; `victim` is a place in the question's victims.
struct VictimPart {
  std::uint32_t victim = 0;
  Fen fen;
};

// One row of the account's statement.
struct ReturnRow {
  std::int64_t transfer_id = 0;  // Where it comes from; the engine only hands it on.
  Moment at;
  bool credit = false;
  bool interest = false;
  Fen amount_fen;
  std::optional<Fen> balance_fen;  // After the row, as the bank tells it.
  std::vector<VictimPart> parts;   // Of a credit. What they leave is nobody's known money.
};

struct ReturnQuestion {
  Moment frozen_at;
  Fen frozen_fen;          // What there is to give back.
  Fen frozen_in_case_fen;  // At least frozen_fen; read for Basis::frozen_in_case only.
  Basis basis = Basis::sum_of_losses;
  std::vector<Fen> losses;  // Of each victim, as attributed to this account; ties in this order.
  std::vector<ReturnRow> rows;       // Rows of one moment in the order they stand in the statement.
  std::optional<Fen> opening_fen;    // Before the first row; absent: not known.
  std::optional<Moment> held_until;  // How far the statement reaches; absent: none is held.
};

// Whether a victim's money is proven to lie in the frozen balance.
enum class Whereabouts { resting, gone, undecided };
BOOST_DESCRIBE_ENUM(Whereabouts, resting, gone, undecided)

// Why a victim's money is undecided.
enum class Doubt { none, no_credit, other_credit, mixed_credit, balance_fell, after_freeze };
BOOST_DESCRIBE_ENUM(Doubt, none, no_credit, other_credit, mixed_credit, balance_fell, after_freeze)

// Why the statement as a whole proves nothing.
enum class Gap { none, no_statement, ends_early, opening_unknown, balances_disagree };
BOOST_DESCRIBE_ENUM(Gap, none, no_statement, ends_early, opening_unknown, balances_disagree)

enum class Finding {
  victim_credit,
  other_credit,
  mixed_credit,
  interest,
  debit_of_victim,   // Nothing but the victim's money was there to be taken.
  debit_of_other,    // The victim's amount is still covered after it.
  debit_undecided,   // Takes the balance below the victim's amount.
  debit_after_doubt  // Of money already mixed, or before any victim's credit.
};
BOOST_DESCRIBE_ENUM(Finding, victim_credit, other_credit, mixed_credit, interest, debit_of_victim,
                    debit_of_other, debit_undecided, debit_after_doubt)

// One row of the evidence, in order of time.
struct EvidenceRow {
  std::int64_t transfer_id = 0;
  Moment at;
  bool credit = false;
  Fen amount_fen;
  std::optional<Fen> balance_fen;      // Running, after the row.
  std::optional<std::int64_t> victim;  // Whose amount `held_fen` is.
  Fen held_fen;                        // Of that victim, proven after the row.
  Finding finding = Finding::other_credit;
};
BOOST_DESCRIBE_STRUCT(EvidenceRow, (),
                      (transfer_id, at, credit, amount_fen, balance_fen, victim, held_fen, finding))

struct VictimProof {
  Fen loss_fen;
  Fen credited_fen;  // What came into the account before the freeze.
  Whereabouts whereabouts = Whereabouts::undecided;
  Doubt doubt = Doubt::none;
  std::int64_t doubt_transfer_id = 0;  // The row that brought it; 0: none did.
  Fen resting_fen;                     // Proven.
  Fen fifo_fen;  // What would rest if the oldest money left first, or the newest:
  Fen lifo_fen;  // other evidence, never the decision.
  Fen return_fen;
};
BOOST_DESCRIBE_STRUCT(VictimProof, (),
                      (loss_fen, credited_fen, whereabouts, doubt, doubt_transfer_id, resting_fen,
                       fifo_fen, lifo_fen, return_fen))

struct ReturnProof {
  Article article = Article::pro_rata;
  Basis basis = Basis::sum_of_losses;
  Gap gap = Gap::none;
  std::int64_t inflows = 0;  // Credits before the freeze, interest not counted.
  Fen frozen_fen;
  Fen frozen_in_case_fen;
  Fen losses_fen;
  Fen return_fen;                 // The sum of all returns.
  Fen remains_fen;                // Stays frozen.
  std::int64_t rounding_fen = 0;  // Placed by largest remainder, one fen a victim.
  std::vector<VictimProof> victims;
  // From the first victim's credit to the freeze. Under 8(3) only the rows that decide: credits,
  // and debits that took a balance below a victim's amount.
  std::vector<EvidenceRow> rows;
};
BOOST_DESCRIBE_STRUCT(ReturnProof, (),
                      (article, basis, gap, inflows, frozen_fen, frozen_in_case_fen, losses_fen,
                       return_fen, remains_fen, rounding_fen, victims, rows))

// Decides and proves. Errors: invalid (no victim, an amount below zero or over kMaxFen, parts above
// their credit or of nobody, `frozen_in_case_fen` below `frozen_fen`), too_large (losses or rows
// that sum beyond int64).
Result<ReturnProof> ProveReturn(const ReturnQuestion& question);

// Divides `total` by the ratio of `weights`: floors, then one fen each by largest remainder, ties
// in order. The shares sum to `total` exactly, and none passes its weight while total <= sum of
// weights. Nothing is divided when all weights are 0. `rounding` counts the fen placed by
// remainder.
std::vector<Fen> Apportion(Fen total, std::span<const Fen> weights, std::int64_t& rounding);

// Recovered money: what each victim gets of `amount`, by the ratio of the losses. Errors as above.
Result<ReturnProof> DivideRecovered(Fen amount, std::span<const Fen> losses);

}  // namespace hetang::funds
