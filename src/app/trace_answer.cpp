#include "app/trace_answer.h"

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "base/describe.h"
#include "base/time.h"

namespace hetang::app {
namespace {

using boost::json::object;
using boost::json::value;

std::string Iso(std::int64_t at_ms) { return FormatIso(Moment{at_ms}); }

class Printer {
 public:
  Printer(const trace::Answer& answer, const TraceNames& names, std::ostream& out)
      : answer_(answer), names_(names), out_(out) {
    for (std::size_t i = 0; i < answer.seeds.size(); ++i) {
      const value id = names.Seed(i);
      keys_.push_back(id.is_string() ? std::string(id.get_string()) : boost::json::serialize(id));
    }
  }

  void Print() {
    out_ << "{\"method\":\"" << EnumName(answer_.method)
         << "\",\"tagged_fen\":" << answer_.tagged_fen << ",\"resting_fen\":" << answer_.resting_fen
         << ",\"exited_fen\":" << answer_.exited_fen;
    std::size_t index = 0;
    List("seeds", answer_.seeds, [&](const auto& seed) { return SeedJson(index++, seed); });
    List("accounts", answer_.accounts, [&](const auto& sum) { return AccountJson(sum); });
    List("edges", answer_.edges, [&](const auto& edge) { return EdgeJson(edge); });
    List("stop_now", answer_.stop_now, [&](const trace::StopAdvice& stop) {
      return object{{"account", names_.Account(stop.account)},
                    {"resting_fen", stop.resting_fen},
                    {"last_seen_at", Iso(stop.last_seen_at_ms)},
                    {"reason", EnumName(stop.reason)}};
    });
    List("query_next", answer_.query_next, [&](const trace::QueryAdvice& query) {
      return object{{"account", names_.Account(query.account)},
                    {"from_at", Iso(query.from_at_ms)},
                    {"received_fen", query.received_fen},
                    {"reason", EnumName(query.reason)}};
    });
    out_ << "}\n";
  }

 private:
  template <typename Items, typename ToJson>
  void List(std::string_view name, const Items& items, ToJson to_json) {
    out_ << ",\"" << name << "\":[";
    bool first = true;
    for (const auto& item : items) {
      out_ << (first ? "" : ",") << boost::json::serialize(to_json(item));
      first = false;
    }
    out_ << ']';
  }

  bool poison() const { return answer_.method == trace::Method::poison; }

  object SeedJson(std::size_t index, const trace::SeedSum& seed) const {
    object json{{"id", names_.Seed(index)}, {"tagged_fen", seed.tagged_fen}};
    if (poison()) return json;
    json["resting_fen"] = seed.resting_fen;
    json["exited_fen"] = seed.exited_fen;
    return json;
  }

  object AccountJson(const trace::AccountSum& sum) const {
    object json{
        {"account", names_.Account(sum.account)}, {"level", sum.level},
        {"first_at", Iso(sum.first_at_ms)},       {"last_seen_at", Iso(sum.last_seen_at_ms)},
        {"received_fen", sum.received_fen},       {"passed_on_fen", sum.passed_on_fen},
        {"exited_fen", sum.exited_fen},           {"resting_fen", sum.resting_fen}};
    if (poison()) return json;
    // Only the seeds whose money rests here: fifty seeds and many accounts are mostly zeros.
    object by_seed;
    for (std::size_t i = 0; i < sum.by_seed.size(); ++i) {
      if (sum.by_seed[i] != 0) by_seed[keys_[i]] = sum.by_seed[i];
    }
    json["by_seed"] = std::move(by_seed);
    json["opening_known"] = sum.opening_known;
    json["overdrawn"] = sum.overdrawn;
    return json;
  }

  object EdgeJson(const trace::EdgeSum& edge) const {
    boost::json::array transfers;
    transfers.reserve(edge.positions.size());
    for (const std::uint32_t position : edge.positions) {
      transfers.push_back(names_.Transfer(position));
    }
    return {{"from", NameOf(edge.from)},
            {"to", NameOf(edge.to)},
            {"exit", edge.exit ? value(EnumName(*edge.exit)) : value(nullptr)},
            {"count", edge.count},
            {"sum_fen", edge.sum_fen},
            {"first_at", Iso(edge.first_at_ms)},
            {"transfers", std::move(transfers)}};
  }

  value NameOf(std::uint32_t account) const {
    return account == trace::kOutside ? value(nullptr) : names_.Account(account);
  }

  const trace::Answer& answer_;
  const TraceNames& names_;
  std::ostream& out_;
  std::vector<std::string> keys_;  // Of the seeds, as names of by_seed.
};

}  // namespace

void PrintTrace(const trace::Answer& answer, const TraceNames& names, std::ostream& out) {
  Printer(answer, names, out).Print();
}

}  // namespace hetang::app
