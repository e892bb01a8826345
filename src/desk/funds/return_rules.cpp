#include "desk/funds/return_rules.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "engine/trace/holding.h"

namespace hetang::funds {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr Wide kLargestSum = static_cast<Wide>(std::numeric_limits<std::int64_t>::max());

bool IsAmount(Fen fen) { return fen >= Fen(0) && fen.value() <= kMaxFen; }

Wide WideOf(Fen fen) { return static_cast<Wide>(fen.value()); }

Fen Smaller(Fen a, Fen b) { return a < b ? a : b; }

std::string At(std::string_view list, std::size_t index, std::string_view field) {
  return std::string(list) + "[" + std::to_string(index) + "]" + std::string(field);
}

Status CheckLosses(std::span<const Fen> losses) {
  std::vector<FieldError> errors;
  if (losses.empty()) errors.push_back({"victims", "missing", "A return needs a victim."});
  for (std::size_t i = 0; i < losses.size(); ++i) {
    if (!IsAmount(losses[i])) {
      errors.push_back({At("victims", i, ".loss_fen"), "range", "A loss is not negative."});
    }
  }
  if (!errors.empty()) return Invalid(std::move(errors));
  const Wide sum = std::accumulate(losses.begin(), losses.end(), Wide{0},
                                   [](Wide so_far, Fen loss) { return so_far + WideOf(loss); });
  if (sum > kLargestSum) {
    return Fail(ErrorCode::too_large, "The losses sum beyond what can be counted.");
  }
  return {};
}

void CheckRow(const ReturnQuestion& question, std::size_t index, std::vector<FieldError>& errors) {
  const ReturnRow& row = question.rows[index];
  if (!IsAmount(row.amount_fen)) {
    errors.push_back({At("rows", index, ".amount_fen"), "range", "An amount is not negative."});
    return;
  }
  Wide sum = 0;
  for (const VictimPart& part : row.parts) {
    if (part.victim >= question.losses.size() || !IsAmount(part.fen)) {
      errors.push_back({At("rows", index, ".parts"), "range", "A part is of a victim named."});
      return;
    }
    sum += WideOf(part.fen);
  }
  if (sum > WideOf(row.amount_fen) || (!row.parts.empty() && !row.credit)) {
    errors.push_back({At("rows", index, ".parts"), "over_amount", "Parts pass their credit."});
  }
}

Status Check(const ReturnQuestion& question) {
  HT_TRY_STATUS(CheckLosses(question.losses));
  std::vector<FieldError> errors;
  if (!IsAmount(question.frozen_fen)) {
    errors.push_back({"frozen_fen", "range", "A frozen amount is not negative."});
  }
  if (question.basis == Basis::frozen_in_case &&
      (!IsAmount(question.frozen_in_case_fen) ||
       question.frozen_in_case_fen < question.frozen_fen)) {
    errors.push_back({"frozen_in_case_fen", "range", "The case has at least this much frozen."});
  }
  if (question.opening_fen && question.opening_fen->value() > kMaxFen) {
    errors.push_back({"opening_fen", "range", "An account does not hold so much."});
  }
  for (std::size_t i = 0; i < question.rows.size(); ++i) CheckRow(question, i, errors);
  if (!errors.empty()) return Invalid(std::move(errors));
  Wide sum = static_cast<Wide>(kMaxFen);
  for (const ReturnRow& row : question.rows) sum += WideOf(row.amount_fen);
  if (sum > kLargestSum) {
    return Fail(ErrorCode::too_large, "The rows sum beyond what can be counted.");
  }
  return {};
}

Fen SumOf(std::span<const Fen> amounts) {
  Fen sum;
  for (const Fen amount : amounts) sum += amount;
  return sum;
}

// Walks the rows up to the freeze and keeps, for the one victim whose money may still be told from
// the rest, how much of it is proven to be there.
class Walk {
 public:
  Walk(const ReturnQuestion& question, ReturnProof& proof) : question_(question), proof_(proof) {
    for (std::size_t i = 0; i < question.rows.size(); ++i) order_.push_back(i);
    std::stable_sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) {
      return question.rows[a].at < question.rows[b].at;
    });
    for (const Fen loss : question.losses) {
      proof_.victims.emplace_back().loss_fen = loss;
      proof_.victims.back().doubt = Doubt::no_credit;
    }
    balance_ = question.opening_fen;
    if (!question.held_until) {
      proof_.gap = Gap::no_statement;
    } else if (*question.held_until < question.frozen_at) {
      proof_.gap = Gap::ends_early;
    } else if (!question.opening_fen) {
      proof_.gap = Gap::opening_unknown;
    }
  }

  void Run() {
    for (const std::size_t index : order_) {
      const ReturnRow& row = question_.rows[index];
      if (row.at > question_.frozen_at) {
        NoteLate(row);
        continue;
      }
      Step(row);
    }
    if (!holder_) return;
    VictimProof& victim = proof_.victims[*holder_];
    victim.whereabouts = Whereabouts::resting;
    victim.resting_fen = held_;
  }

  const std::vector<std::size_t>& order() const { return order_; }

 private:
  // Money that came after the freeze is not what was frozen, but may lie beside it.
  void NoteLate(const ReturnRow& row) {
    for (const VictimPart& part : row.parts) {
      if (proof_.victims[part.victim].doubt == Doubt::no_credit) {
        Doubtful(part.victim, Doubt::after_freeze, row);
      }
    }
  }

  void Doubtful(std::uint32_t victim, Doubt doubt, const ReturnRow& row) {
    proof_.victims[victim].whereabouts = Whereabouts::undecided;
    proof_.victims[victim].doubt = doubt;
    proof_.victims[victim].doubt_transfer_id = row.transfer_id;
    if (holder_ == victim) {
      holder_.reset();
      held_ = Fen();
    }
  }

  void Step(const ReturnRow& row) {
    const std::optional<Fen> before = balance_;
    if (balance_) balance_ = row.credit ? *balance_ + row.amount_fen : *balance_ - row.amount_fen;
    if (row.balance_fen) {
      if (balance_ && *balance_ != *row.balance_fen && proof_.gap == Gap::none) {
        proof_.gap = Gap::balances_disagree;
      }
      balance_ = row.balance_fen;
    }
    EvidenceRow evidence;
    evidence.transfer_id = row.transfer_id;
    evidence.at = row.at;
    evidence.credit = row.credit;
    evidence.amount_fen = row.amount_fen;
    evidence.balance_fen = balance_;
    if (holder_) evidence.victim = *holder_;
    evidence.finding = row.credit ? Credit(row) : Debit(row, before);
    if (balance_ == Fen(0)) Emptied();
    if (evidence.finding == Finding::victim_credit) evidence.victim = row.parts.front().victim;
    evidence.held_fen = held_;
    began_ = began_ || !row.parts.empty();
    if (began_) proof_.rows.push_back(evidence);
  }

  Finding Credit(const ReturnRow& row) {
    if (row.interest) return Finding::interest;
    ++proof_.inflows;
    for (const VictimPart& part : row.parts) {
      proof_.victims[part.victim].credited_fen += part.fen;
    }
    const bool whole = row.parts.size() == 1 && row.parts.front().fen == row.amount_fen;
    const std::optional<std::uint32_t> payer =
        whole ? std::optional(row.parts.front().victim) : std::nullopt;
    if (holder_ && holder_ != payer) Doubtful(*holder_, Doubt::other_credit, row);
    if (!whole) {
      for (const VictimPart& part : row.parts) Doubtful(part.victim, Doubt::mixed_credit, row);
      return row.parts.empty() ? Finding::other_credit : Finding::mixed_credit;
    }
    VictimProof& victim = proof_.victims[*payer];
    const bool mixed = victim.whereabouts == Whereabouts::undecided &&
                       victim.doubt != Doubt::no_credit && holder_ != payer;
    if (mixed) return Finding::victim_credit;
    holder_ = payer;
    held_ += row.amount_fen;
    victim.doubt = Doubt::none;
    return Finding::victim_credit;
  }

  Finding Debit(const ReturnRow& row, std::optional<Fen> before) {
    if (!holder_) return Finding::debit_after_doubt;
    if (before && *before == held_ && row.amount_fen <= held_) {
      held_ -= row.amount_fen;
      return Finding::debit_of_victim;
    }
    if (balance_ && *balance_ >= held_) return Finding::debit_of_other;
    Doubtful(*holder_, Doubt::balance_fell, row);
    return Finding::debit_undecided;
  }

  // Nothing is left, so nobody's money is.
  void Emptied() {
    for (VictimProof& victim : proof_.victims) {
      if (victim.doubt == Doubt::no_credit) continue;
      victim.whereabouts = Whereabouts::gone;
      victim.doubt = Doubt::none;
      victim.doubt_transfer_id = 0;
    }
    holder_.reset();
    held_ = Fen();
  }

  const ReturnQuestion& question_;
  ReturnProof& proof_;
  std::vector<std::size_t> order_;  // Of the rows, by time.
  std::optional<Fen> balance_;
  std::optional<std::uint32_t> holder_;
  Fen held_;
  bool began_ = false;
};

// What would rest of each victim's money if it had left in this order.
std::vector<Fen> RestingBy(trace::Method method, const ReturnQuestion& question,
                           const std::vector<std::size_t>& order) {
  trace::Holding holding(method);
  std::vector<trace::Piece> left;
  const auto put = [&](std::uint32_t tag, Fen fen) {
    if (fen > Fen(0)) (void)holding.Put({tag, fen.value()});
  };
  put(trace::kClean, question.opening_fen.value_or(Fen()));
  for (const std::size_t index : order) {
    const ReturnRow& row = question.rows[index];
    if (row.at > question.frozen_at) break;
    if (!row.credit) {
      left.clear();
      holding.Take(std::min(row.amount_fen.value(), holding.total_fen()), left);
      continue;
    }
    Fen rest = row.amount_fen;
    for (const VictimPart& part : row.parts) {
      put(part.victim, part.fen);
      rest -= part.fen;
    }
    put(trace::kClean, rest);
  }
  std::vector<std::int64_t> by_victim(question.losses.size());
  holding.AddTags(by_victim);
  std::vector<Fen> resting;
  resting.reserve(by_victim.size());
  for (const std::int64_t fen : by_victim) resting.emplace_back(fen);
  return resting;
}

bool Any(const ReturnProof& proof, Whereabouts whereabouts) {
  return std::any_of(proof.victims.begin(), proof.victims.end(),
                     [&](const VictimProof& victim) { return victim.whereabouts == whereabouts; });
}

Article ArticleOf(const ReturnQuestion& question, const ReturnProof& proof) {
  if (proof.gap != Gap::none || Any(proof, Whereabouts::undecided)) return Article::pro_rata;
  if (!Any(proof, Whereabouts::resting)) return Article::pro_rata;
  const bool single = proof.inflows == 1 && question.opening_fen == Fen(0);
  return single ? Article::single_inflow : Article::traced_by_time;
}

void GiveTraced(ReturnProof& proof) {
  Fen left = proof.frozen_fen;
  for (VictimProof& victim : proof.victims) {
    victim.return_fen = Smaller(left, Smaller(victim.loss_fen, victim.resting_fen));
    left -= victim.return_fen;
  }
}

// What there is for all victims together. Reading B gives F * sum / T, and no more than A where the
// losses pass what is frozen in the case.
Fen TotalFor(const ReturnProof& proof) {
  if (proof.basis == Basis::sum_of_losses || proof.losses_fen >= proof.frozen_in_case_fen) {
    return Smaller(proof.frozen_fen, proof.losses_fen);
  }
  const Wide product = WideOf(proof.frozen_fen) * WideOf(proof.losses_fen);
  return Fen(static_cast<std::int64_t>(product / WideOf(proof.frozen_in_case_fen)));
}

void GiveByRatio(ReturnProof& proof, std::span<const Fen> losses) {
  const std::vector<Fen> shares = Apportion(TotalFor(proof), losses, proof.rounding_fen);
  for (std::size_t i = 0; i < shares.size(); ++i) proof.victims[i].return_fen = shares[i];
}

void SumUp(ReturnProof& proof) {
  for (const VictimProof& victim : proof.victims) proof.return_fen += victim.return_fen;
  proof.remains_fen = proof.frozen_fen - proof.return_fen;
}

void KeepDecidingRows(ReturnProof& proof) {
  std::erase_if(proof.rows, [](const EvidenceRow& row) {
    return row.finding == Finding::debit_after_doubt || row.finding == Finding::debit_of_other;
  });
}

}  // namespace

std::vector<Fen> Apportion(Fen total, std::span<const Fen> weights, std::int64_t& rounding) {
  struct Cut {
    std::size_t index;
    Wide remainder;
  };
  std::vector<Fen> shares(weights.size());
  Wide sum = 0;
  for (const Fen weight : weights) sum += WideOf(weight);
  rounding = 0;
  if (sum == 0) return shares;
  std::vector<Cut> cuts;
  cuts.reserve(weights.size());
  Fen missing = total;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const Wide product = WideOf(total) * WideOf(weights[i]);
    shares[i] = Fen(static_cast<std::int64_t>(product / sum));
    cuts.push_back({i, product % sum});
    missing -= shares[i];
  }
  std::stable_sort(cuts.begin(), cuts.end(),
                   [](const Cut& a, const Cut& b) { return a.remainder > b.remainder; });
  rounding = missing.value();
  for (std::size_t i = 0; i < static_cast<std::size_t>(rounding); ++i) {
    shares[cuts[i].index] += Fen(1);
  }
  return shares;
}

Result<ReturnProof> ProveReturn(const ReturnQuestion& question) {
  HT_TRY_STATUS(Check(question));
  ReturnProof proof;
  proof.basis = question.basis;
  proof.frozen_fen = question.frozen_fen;
  proof.frozen_in_case_fen = question.frozen_in_case_fen;
  proof.losses_fen = SumOf(question.losses);
  Walk walk(question, proof);
  walk.Run();
  const std::vector<Fen> fifo = RestingBy(trace::Method::fifo, question, walk.order());
  const std::vector<Fen> lifo = RestingBy(trace::Method::lifo, question, walk.order());
  for (std::size_t i = 0; i < proof.victims.size(); ++i) {
    proof.victims[i].fifo_fen = fifo[i];
    proof.victims[i].lifo_fen = lifo[i];
  }
  proof.article = ArticleOf(question, proof);
  if (proof.article == Article::pro_rata) {
    GiveByRatio(proof, question.losses);
    KeepDecidingRows(proof);
  } else {
    GiveTraced(proof);
  }
  SumUp(proof);
  return proof;
}

Result<ReturnProof> DivideRecovered(Fen amount, std::span<const Fen> losses) {
  HT_TRY_STATUS(CheckLosses(losses));
  if (!IsAmount(amount)) {
    return Invalid({{"amount_fen", "range", "An amount is not negative."}});
  }
  ReturnProof proof;
  proof.article = Article::recovered;
  proof.frozen_fen = amount;
  proof.frozen_in_case_fen = amount;
  proof.losses_fen = SumOf(losses);
  for (const Fen loss : losses) proof.victims.emplace_back().loss_fen = loss;
  GiveByRatio(proof, losses);
  SumUp(proof);
  return proof;
}

}  // namespace hetang::funds
