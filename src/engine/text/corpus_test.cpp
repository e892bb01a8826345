// Scores the engine on labelled text that lies beside the repository. Skipped where it is absent.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/describe.h"
#include "base/json.h"
#include "engine/text/extract.h"

namespace hetang::text {
namespace {

namespace fs = std::filesystem;

fs::path Shared(const std::string& name) {
  if (const char* told = std::getenv("HETANG_SHARED")) return fs::path(told) / name;
  return fs::path("../shared") / name;
}

struct Score {
  std::size_t hits = 0, extra = 0, missed = 0;
  double Precision() const { return Ratio(hits, hits + extra); }
  double Recall() const { return Ratio(hits, hits + missed); }
  double F1() const { return Ratio(2 * hits, 2 * hits + extra + missed); }
  void Add(const Score& other) {
    hits += other.hits;
    extra += other.extra;
    missed += other.missed;
  }
  static double Ratio(std::size_t part, std::size_t whole) {
    return whole == 0 ? 1.0 : static_cast<double>(part) / static_cast<double>(whole);
  }
};

template <typename T>
Score Compare(const std::multiset<T>& gold, const std::multiset<T>& found) {
  Score score;
  for (auto at = gold.begin(); at != gold.end(); at = gold.upper_bound(*at)) {
    score.hits += std::min(gold.count(*at), found.count(*at));
  }
  score.missed = gold.size() - score.hits;
  score.extra = found.size() - score.hits;
  return score;
}

void Print(const std::string& name, const Score& score) {
  std::printf("  %-10s precision %.3f recall %.3f F1 %.3f (%zu labelled)\n", name.c_str(),
              score.Precision(), score.Recall(), score.F1(), score.hits + score.missed);
}

using Place = std::pair<std::size_t, std::size_t>;

std::string TextOf(const boost::json::value& value) {
  return value.is_string() ? std::string(std::string_view(value.get_string())) : "-";
}

TEST(NarrativeCorpus, EntitiesAndPaymentsAreFoundWellEnough) {
  const fs::path path = Shared("data/narratives/train.jsonl");
  if (!fs::exists(path)) GTEST_SKIP() << path << " is not here";
  std::map<std::string, Score> kinds;
  Score payments;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    const auto document = json::Parse(line);
    ASSERT_TRUE(document.has_value());
    const auto& object = document->get_object();
    const auto report_time = ParseIso(TextOf(object.at("report_time")));
    ASSERT_TRUE(report_time.has_value());
    const Extraction found = Extract(TextOf(object.at("text")), *report_time);

    std::set<Place> hotlines;
    std::map<std::string, std::multiset<Place>> gold, told;
    for (const auto& value : object.at("entities").get_array()) {
      const auto& entity = value.get_object();
      const Place place{entity.at("start").to_number<std::size_t>(),
                        entity.at("end").to_number<std::size_t>()};
      if (entity.contains("hotline"))
        hotlines.insert(place);
      else
        gold[TextOf(entity.at("kind"))].insert(place);
    }
    for (const Entity& entity : found.entities) {
      const Place place{entity.start, entity.end};
      if (!hotlines.contains(place)) told[std::string(EnumName(entity.kind))].insert(place);
    }
    for (const std::string_view kind : EnumNames<Kind>()) {
      const std::string name(kind);
      kinds[name].Add(Compare(gold[name], told[name]));
    }
    std::multiset<std::pair<std::int64_t, std::string>> gold_payments, told_payments;
    for (const auto& value : object.at("payments").get_array()) {
      const auto& payment = value.get_object();
      gold_payments.emplace(payment.at("amount_fen").to_number<std::int64_t>(),
                            TextOf(payment.at("to_account")));
    }
    for (const Payment& payment : found.payments) {
      told_payments.emplace(payment.amount_fen, payment.to_account.value_or("-"));
    }
    payments.Add(Compare(gold_payments, told_payments));
  }
  Score strict;
  for (const auto& [name, score] : kinds) Print(name, score);
  for (const auto* kind : {"card", "account", "phone", "id_number", "url", "amount"}) {
    strict.Add(kinds[kind]);
  }
  Print("strict", strict);
  Print("payments", payments);
  EXPECT_GE(strict.F1(), 0.95);
  EXPECT_GE(payments.F1(), 0.85);
}

// Whether the engine finds what one file of general Chinese cases marks, by the text of the
// finding.
Score ScoreCases(const fs::path& path, Kind kind, std::string_view must_hold) {
  Score score;
  std::ifstream in(path, std::ios::binary);
  std::string all{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const auto document = json::Parse(all);
  if (!document) return {0, 0, 1};
  const Moment noon = *ParseIso("2026-03-05T12:00:00+08:00");
  for (const auto& value : document->get_array()) {
    const auto& test = value.get_object();
    const std::string input = TextOf(test.at("Input"));
    if (input.find(must_hold) == std::string::npos) continue;
    std::multiset<std::string> gold, told;
    for (const auto& result : test.at("Results").get_array()) {
      gold.insert(TextOf(result.get_object().at("Text")));
    }
    for (const Entity& entity : Extract(input, noon).entities) {
      if (entity.kind == kind) told.insert(entity.text);
    }
    score.Add(Compare(gold, told));
  }
  return score;
}

// General text has its own idea of an amount (a currency named without a number) and of a phone
// (any foreign number), so the bars are lower than for reports.
TEST(GeneralCases, AmountsAndAddressesAreFoundWellEnough) {
  const fs::path folder = Shared("data/text/recognizers_zh");
  if (!fs::exists(folder)) GTEST_SKIP() << folder << " is not here";
  const Score amounts = ScoreCases(folder / "Currency.json", Kind::amount, "");
  const Score addresses = ScoreCases(folder / "URL.json", Kind::url, "");
  const Score chinese_phones = ScoreCases(folder / "PhoneNumber.json", Kind::phone, "宝爵台球");
  Print("currency", amounts);
  Print("url", addresses);
  Print("phone", chinese_phones);
  EXPECT_GE(amounts.F1(), 0.65);
  EXPECT_GE(addresses.F1(), 0.75);
  EXPECT_GE(chinese_phones.F1(), 0.85);
}

}  // namespace
}  // namespace hetang::text
