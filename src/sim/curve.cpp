#include "sim/curve.h"

#include <algorithm>
#include <unordered_map>

namespace hetang::sim {
namespace {

constexpr int kMinutes[] = {0, 1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120, 180};

// A payment and what became of it, as times and sums from the payment on.
struct Flow {
  struct Step {
    Duration after;
    std::int64_t amount_fen = 0;
  };
  Moment at;
  std::int64_t paid_fen = 0;
  std::vector<Step> passed_on;  // From the first account.
  std::vector<Step> taken_out;
};

// Every account of the town gets money of one payment only, so the account tells the payment.
std::vector<Flow> FlowsOf(const District& district) {
  std::unordered_map<std::string, int> levels;
  for (const Card& card : district.cards) levels[card.number] = card.level;
  std::vector<Flow> flows;
  std::unordered_map<std::string, std::size_t> flow_of;
  for (const Movement& movement : district.movements) {
    const int level = levels[movement.from];
    if (level == 0) {
      flow_of[movement.to] = flows.size();
      flows.push_back({movement.at, movement.amount_fen, {}, {}});
      continue;
    }
    const std::size_t index = flow_of.at(movement.from);
    Flow& flow = flows[index];
    const Flow::Step step{movement.at - flow.at, movement.amount_fen};
    if (level == 1) flow.passed_on.push_back(step);
    if (movement.is_cash) flow.taken_out.push_back(step);
    if (!movement.is_cash) flow_of[movement.to] = index;
  }
  return flows;
}

double ShareLeft(const Flow& flow, const std::vector<Flow::Step>& steps, Duration after) {
  std::int64_t left = flow.paid_fen;
  for (const Flow::Step& step : steps) {
    if (step.after <= after) left -= step.amount_fen;
  }
  return static_cast<double>(left) / static_cast<double>(flow.paid_fen);
}

CurvePoint PointOf(const std::vector<Flow>& flows, int minutes) {
  CurvePoint point;
  point.minutes = minutes;
  double paid = 0;
  std::vector<double> shares;
  shares.reserve(flows.size());
  for (const Flow& flow : flows) {
    const double weight = static_cast<double>(flow.paid_fen);
    const double share = ShareLeft(flow, flow.taken_out, Minutes(minutes));
    paid += weight;
    point.in_reach += weight * share;
    point.first_account += weight * ShareLeft(flow, flow.passed_on, Minutes(minutes));
    shares.push_back(share);
  }
  point.in_reach /= paid;
  point.first_account /= paid;
  std::sort(shares.begin(), shares.end());
  point.low = shares[shares.size() / 10];
  point.high = shares[shares.size() - 1 - shares.size() / 10];
  return point;
}

}  // namespace

Curve CurveOf(const CurveOptions& options) {
  DistrictOptions wanted;
  wanted.seed = options.seed;
  wanted.now = Moment{Days(20'000).ms};
  wanted.stories = options.frauds;
  wanted.dwell_minutes = options.dwell_minutes;
  wanted.banks = {{"900000000001", "中国工商银行"}, {"900000000002", "中国农业银行"}};
  const std::vector<Flow> flows = FlowsOf(Invent(wanted));
  Curve curve;
  curve.payments = static_cast<std::int64_t>(flows.size());
  for (const int minutes : kMinutes) curve.points.push_back(PointOf(flows, minutes));
  return curve;
}

}  // namespace hetang::sim
