#include "sim/district.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "base/check.h"
#include "base/money.h"
#include "sim/people.h"
#include "sim/stories.h"

namespace hetang::sim {
namespace {

// A card prefix of each bank that the district uses.
struct Prefix {
  std::string_view bank_name;
  std::string_view digits;
};
constexpr std::array kPrefixes{
    Prefix{"中国工商银行", "622202"},     Prefix{"中国农业银行", "622848"},
    Prefix{"中国建设银行", "621700"},     Prefix{"交通银行", "622260"},
    Prefix{"中国邮政储蓄银行", "621799"},
};

const Prefix* PrefixOf(const Bank& bank) {
  const auto known = std::find_if(kPrefixes.begin(), kPrefixes.end(), [&](const Prefix& prefix) {
    return prefix.bank_name == bank.name;
  });
  return known == kPrefixes.end() ? nullptr : &*known;
}

class Inventor {
 public:
  explicit Inventor(const DistrictOptions& options)
      : options_(options), random_(options.seed), aside_(options.seed ^ 0xA51DE) {
    for (const Bank& bank : options.banks) {
      const Prefix* known = PrefixOf(bank);
      if (known != nullptr) issuers_.push_back({bank, known->digits});
    }
    HT_CHECK(!issuers_.empty());
  }

  District Run() {
    for (int i = 0; i < options_.stories; ++i) InventStory(i);
    std::stable_sort(district_.movements.begin(), district_.movements.end(),
                     [](const Movement& a, const Movement& b) { return a.at < b.at; });
    return std::move(district_);
  }

 private:
  struct Issuer {
    Bank bank;
    std::string_view prefix;
  };

  std::size_t AddCard(int level, std::string holder, std::int64_t balance_fen) {
    const Issuer& issuer = issuers_[random_.Below(issuers_.size())];
    Card card;
    card.bank_code = issuer.bank.code;
    card.bank_name = issuer.bank.name;
    card.number = InventCard(random_, issuer.prefix);
    card.holder = std::move(holder);
    card.balance_fen = balance_fen;
    card.level = level;
    card.identity = InventIdentity(aside_);
    const bool has_second = level > 0 && aside_.Below(4) == 0;
    if (has_second) AddSecondCard(card, issuer);
    district_.cards.push_back(std::move(card));
    return district_.cards.size() - 1;
  }

  // Another card of the same holder at the same bank, which only a query for all accounts finds.
  void AddSecondCard(const Card& first, const Issuer& issuer) {
    Card second = first;
    second.number = InventCard(aside_, issuer.prefix);
    second.balance_fen = aside_.Between(0, 2'000) * 1'000;
    district_.cards.push_back(std::move(second));
  }

  void InventStory(int index) {
    StoryParts parts;
    parts.victim_name = InventName(random_);
    parts.victim_phone = InventPhone(random_);
    parts.victim_identity = InventIdentity(random_);
    const std::int64_t count = random_.Between(1, 3);
    const std::size_t own = AddCard(0, parts.victim_name, random_.Between(1, 900) * 10'000);
    district_.cards[own].identity = parts.victim_identity;
    // The calls come one after another; the first has only just begun.
    parts.began_at = options_.now - Seconds(40 + 45 * index);
    for (std::int64_t i = 0; i < count; ++i) {
      const std::size_t payee = AddCard(1, InventName(random_), random_.Between(0, 500) * 100);
      Movement payment;
      payment.at = parts.began_at - Minutes(random_.Between(4, 12)) + Minutes(i);
      payment.at.ms -= payment.at.ms % 60'000;
      payment.from = district_.cards[own].number;
      payment.to = district_.cards[payee].number;
      payment.amount_fen = random_.Between(8, 480) * 100'000 / count;
      payment.amount_fen -= payment.amount_fen % 10'000;
      district_.cards[own].balance_fen += payment.amount_fen;
      parts.payments.push_back({payment, district_.cards[own], district_.cards[payee]});
      district_.movements.push_back(payment);
      PassOn(payee, payment.amount_fen, payment.at, 2);
    }
    district_.stories.push_back(TellStory(parts, random_));
  }

  // What arrived goes on in parts to cards of the next level, and so to the fifth.
  void PassOn(std::size_t from, std::int64_t amount_fen, Moment arrived, int level) {
    if (level > kLastLevel) return TakeOut(from, amount_fen, arrived);
    if (amount_fen < 100'000) return;
    std::int64_t left =
        amount_fen * random_.Between(kPassedOnPercent[0], kPassedOnPercent[1]) / 100;
    const std::int64_t parts = random_.Between(2, level == 2 ? 4 : 3);
    Moment at = arrived;
    for (std::int64_t i = 0; i < parts; ++i) {
      const double minutes = random_.LogNormal(options_.dwell_minutes, kDwellSigma);
      at = at +
           Milliseconds(static_cast<std::int64_t>(minutes * 60'000.0 / static_cast<double>(parts)) +
                        (i == 0 ? options_.dwell_minutes * 30'000 : 0));
      const std::int64_t part = i + 1 == parts ? left : left / (parts - i);
      left -= part;
      const std::size_t to = AddCard(level, InventName(random_), random_.Between(0, 300) * 100);
      district_.movements.push_back(
          {at, district_.cards[from].number, district_.cards[to].number, part, false});
      PassOn(to, part, at, level + 1);
    }
  }

  // At the end of the chain somebody stands at a machine: by turns of at most 20,000 yuan, until a
  // tenth or more is left that is not worth the risk.
  void TakeOut(std::size_t from, std::int64_t amount_fen, Moment arrived) {
    constexpr std::int64_t kMostAtOnce = 2'000'000;
    const std::int64_t percent = aside_.Between(kTakenOutPercent[0], kTakenOutPercent[1]);
    std::int64_t left = amount_fen * percent / 100 / 10'000 * 10'000;
    Moment at = arrived;
    while (left > 0) {
      const double minutes = aside_.LogNormal(options_.dwell_minutes, kDwellSigma) / 3.0;
      at = at + Milliseconds(static_cast<std::int64_t>(minutes * 60'000.0));
      const std::int64_t part = std::min(left, kMostAtOnce);
      left -= part;
      district_.movements.push_back(
          {at, district_.cards[from].number, "ATM4302" + aside_.Digits(4), part, true});
    }
  }

  const DistrictOptions& options_;
  Random random_;
  Random aside_;  // What came later: it leaves the draws of the stories as they were.
  std::vector<Issuer> issuers_;
  District district_;
};

}  // namespace

bool HasKnownBank(const std::vector<Bank>& banks) {
  return std::any_of(banks.begin(), banks.end(),
                     [](const Bank& bank) { return PrefixOf(bank) != nullptr; });
}

District Invent(const DistrictOptions& options) { return Inventor(options).Run(); }

std::string TruthOf(const District& district) {
  std::string lines;
  for (const Card& card : district.cards) {
    const boost::json::object line{{"bank", card.bank_code},
                                   {"account", card.number},
                                   {"name", card.holder},
                                   {"balance_fen", card.balance_fen},
                                   {"identity", card.identity}};
    lines += boost::json::serialize(line) + "\n";
  }
  for (const Movement& movement : district.movements) {
    boost::json::object line{{"at", FormatIso(movement.at)},
                             {"from", movement.from},
                             {"to", movement.to},
                             {"amount_fen", movement.amount_fen}};
    if (movement.is_cash) line["way"] = "cash";
    lines += boost::json::serialize(line) + "\n";
  }
  return lines;
}

}  // namespace hetang::sim
