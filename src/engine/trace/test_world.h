// What the tests of the trace share: a world of transfers and what is known of its accounts, and
// an answer as text, so that two answers are compared in one line and a difference can be read.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/describe.h"
#include "engine/trace/graph.h"
#include "engine/trace/trace.h"

namespace hetang::trace {

struct KnownAccounts final : Accounts {
  std::map<std::uint32_t, Knowledge> knowledge;
  Result<std::vector<Knowledge>> Of(std::span<const std::uint32_t> accounts) override {
    std::vector<Knowledge> found;
    for (const std::uint32_t account : accounts) {
      const auto known = knowledge.find(account);
      found.push_back(known == knowledge.end() ? Knowledge() : known->second);
    }
    return found;
  }
};

struct TestWorld {
  std::vector<Transfer> transfers;
  KnownAccounts known;
  Question question;

  Result<Answer> Trace() {
    HT_TRY(TransferGraph graph, TransferGraph::Make(transfers));
    return trace::Trace(graph, known, question);
  }
};

// Every figure of an answer; the two lists by account, as ranking is proved on its own.
inline std::string TextOf(const Answer& answer) {
  const auto name = [](std::uint32_t account) {
    return account == kOutside ? std::string("-") : std::to_string(account);
  };
  const auto number = [](auto value) { return " " + std::to_string(value); };
  std::string text = std::string(EnumName(answer.method)) + number(answer.tagged_fen) +
                     number(answer.resting_fen) + number(answer.exited_fen) + "\n";
  for (const SeedSum& seed : answer.seeds) {
    text += "seed" + number(seed.position) + number(seed.tagged_fen) + number(seed.resting_fen) +
            number(seed.exited_fen) + "\n";
  }
  for (const AccountSum& sum : answer.accounts) {
    text += "account " + name(sum.account) + " level" + number(sum.level) +
            number(sum.first_at_ms) + number(sum.last_seen_at_ms) + " in" +
            number(sum.received_fen) + " on" + number(sum.passed_on_fen) + " exited" +
            number(sum.exited_fen) + " rests" + number(sum.resting_fen) + " of";
    for (const std::int64_t fen : sum.by_seed) text += number(fen);
    text += sum.overdrawn ? " overdrawn" : "";
    text += sum.opening_known ? "\n" : " opening unknown\n";
  }
  for (const EdgeSum& edge : answer.edges) {
    text += "edge " + name(edge.from) + " " + name(edge.to) + " " +
            (edge.exit ? std::string(EnumName(*edge.exit)) : "-") + number(edge.count) +
            number(edge.sum_fen) + number(edge.first_at_ms) + ":";
    for (const std::uint32_t position : edge.positions) text += number(position);
    text += "\n";
  }
  std::vector<std::string> advice;
  for (const StopAdvice& stop : answer.stop_now) {
    advice.push_back("stop " + name(stop.account) + number(stop.resting_fen) +
                     number(stop.last_seen_at_ms) + " " + std::string(EnumName(stop.reason)));
  }
  for (const QueryAdvice& query : answer.query_next) {
    advice.push_back("query " + name(query.account) + number(query.received_fen) +
                     number(query.from_at_ms) + " " + std::string(EnumName(query.reason)));
  }
  std::sort(advice.begin(), advice.end());
  for (const std::string& line : advice) text += line + "\n";
  return text;
}

}  // namespace hetang::trace
