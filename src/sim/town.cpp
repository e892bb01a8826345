#include "sim/town.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

#include "base/check.h"
#include "sim/people.h"
#include "sim/random.h"

namespace hetang::sim {
namespace {

constexpr std::array<std::pair<const char*, const char*>, 5> kBanks{{
    {"中国工商银行藕塘支行", "622202"},
    {"中国农业银行藕塘支行", "622848"},
    {"中国建设银行荷叶支行", "621700"},
    {"交通银行莲子分理处", "622260"},
    {"中国邮政储蓄银行菱角支行", "621799"},
}};
constexpr const char* kShops[] = {"藕香超市", "菱角茶馆", "荷叶粥铺", "莲蓬文具店"};
constexpr const char* kSummaries[] = {"转账", "网银转账", "跨行汇款", "货款", "借款", "手机转账"};
constexpr const char* kFees[] = {"手续费", "短信服务费", "账户管理费"};

struct Settlement {
  const char* name;
  const char* number;
};
constexpr Settlement kSettlements[] = {
    {"财付通支付科技有限公司", "243300133990001"},
    {"支付宝（中国）网络技术有限公司", "215500690990002"},
};

class Builder {
 public:
  explicit Builder(const TownOptions& options) : options_(options), random_(options.seed) {
    start_ = *ParseIso("2026-02-20T00:00:00+08:00");
  }

  Town Run() {
    AddAccounts();
    AddPlanted();
    while (Count() < options_.transfers * 2 / 5) AddChain();
    while (Count() < options_.transfers) AddEveryday();
    return std::move(town_);
  }

 private:
  int Count() const { return static_cast<int>(town_.deeds.size()); }
  bool Chance(double share) { return random_.Unit() < share; }
  const TownAccount& At(int account) const {
    return town_.accounts[static_cast<std::size_t>(account)];
  }

  void AddAccounts() {
    const auto layouts = Layouts();
    for (int i = 0; i < options_.accounts; ++i) {
      AddAccount(&layouts[static_cast<std::size_t>(i) % layouts.size()]);
    }
    for (int i = 0; i < options_.accounts / 3 + 3; ++i) AddAccount(nullptr);
    for (int i = 0; i < static_cast<int>(town_.accounts.size()); ++i) {
      if (At(i).wallet()) {
        wallets_.push_back(i);
      } else {
        (At(i).held() ? held_ : others_).push_back(i);
      }
    }
  }

  void AddAccount(const Layout* layout) {
    const auto& [bank, prefix] = kBanks[random_.Below(kBanks.size())];
    TownAccount account;
    account.layout = layout;
    account.holder = InventName(random_);
    account.identity = InventIdentity(random_);
    account.bank = bank;
    account.subs = {""};
    if (account.wallet()) {
      account.number = "20889900" + random_.Digits(8);
      account.bank.clear();
    } else {
      account.number = "4301" + random_.Digits(12);
      const bool company = layout != nullptr && !layout->Has("card") && Chance(0.4);
      if (!company) account.card = InventCard(random_, prefix);
      if (company) account.holder = account.holder + "商贸有限公司";
      AddSubs(account);
    }
    town_.accounts.push_back(std::move(account));
  }

  // Only a layout with a column for account numbers shows which sub-account a row is about.
  void AddSubs(TownAccount& account) {
    if (!account.held() || !account.layout->Has("account")) return;
    if (account.layout->scope == Scope::account_in_title || !account.layout->Has("balance")) return;
    const double share = random_.Unit();
    if (share < 0.12) account.subs = {"000_156"};
    if (share < 0.07) account.subs = {"001", "002"};
  }

  // --- Moments -----------------------------------------------------------------------------------

  Fineness FinenessOf(int account) const {
    return At(account).held() ? At(account).layout->fineness : Fineness::second;
  }

  // Away from midnight, so that both sides of a movement fall on one day.
  Moment SomeMoment() {
    return start_ + Days(random_.Between(0, 9)) + Seconds(random_.Between(7 * 3600, 20 * 3600));
  }
  Moment Daytime(Moment at) const {
    const Moment midnight{at.ms - (at.ms + Hours(8).ms) % Days(1).ms};
    return std::clamp(at, midnight + Hours(6), midnight + Hours(22));
  }

  // How much later (or a little earlier) the payee's bank books. A row without seconds could stand
  // for any of its minute: there the difference stays clear of the window's edge.
  Duration Skew(int payer, int payee) {
    const bool coarse =
        FinenessOf(payer) != Fineness::second || FinenessOf(payee) != Fineness::second;
    const double share = random_.Unit();
    if (share < 0.6) return Seconds(random_.Between(0, 3));
    if (share < 0.7) return Seconds(-random_.Between(1, 20));
    return Seconds(random_.Between(0, coarse ? 30 : 120));
  }

  // --- Deeds -------------------------------------------------------------------------------------

  Deed& Add(Deed deed) {
    while (deed.amount_fen > 0 && !used_.insert({deed.payer, deed.payee, deed.amount_fen}).second) {
      deed.amount_fen += 100;
    }
    town_.deeds.push_back(std::move(deed));
    return town_.deeds.back();
  }

  int SubOf(int account) {
    return account == kNobody ? 0 : static_cast<int>(random_.Below(At(account).subs.size()));
  }

  Deed Between(int payer, int payee, Moment at, std::int64_t amount_fen) {
    Deed deed;
    deed.payer = payer;
    deed.payee = payee;
    deed.payer_sub = SubOf(payer);
    deed.payee_sub = SubOf(payee);
    deed.payer_at = at;
    deed.payee_at = at + Skew(payer, payee);
    deed.amount_fen = amount_fen;
    deed.summary = random_.Pick(kSummaries);
    return deed;
  }

  // With the outside: `payer` or `payee` is nobody.
  Deed Outside(int payer, int payee, std::string_view kind, std::string summary,
               std::int64_t amount_fen) {
    Deed deed;
    deed.payer = payer;
    deed.payee = payee;
    deed.payer_sub = SubOf(payer);
    deed.payee_sub = SubOf(payee);
    deed.payer_at = deed.payee_at = SomeMoment();
    deed.amount_fen = amount_fen;
    deed.kind = kind;
    deed.summary = std::move(summary);
    return deed;
  }

  std::int64_t SomeAmount() {
    const double yuan = random_.LogNormal(1800, 1.3);
    const auto fen = static_cast<std::int64_t>(yuan * 100);
    if (Chance(0.5)) return std::max<std::int64_t>(10'000, fen - fen % 10'000);
    return std::max<std::int64_t>(1, fen);
  }

  int Held() { return held_[random_.Below(held_.size())]; }
  int Anybody() { return Chance(0.25) ? others_[random_.Below(others_.size())] : Held(); }
  int Wallet() { return wallets_[random_.Below(wallets_.size())]; }
  int Other(int account, int chosen) {
    while (chosen == account) chosen = Held();
    return chosen;
  }
  // Somebody whose layout has what is asked for.
  template <typename Fits>
  int HeldWhere(Fits&& fits) {
    for (int attempt = 0; attempt < 10'000; ++attempt) {
      const int account = Held();
      if (fits(At(account))) return account;
    }
    HT_CHECK(false && "no such account in the town");
    return kNobody;
  }
  int TellsOther() {
    return HeldWhere([](const TownAccount& account) { return account.layout->Has("other"); });
  }
  int TellsOtherThan(int account) {
    for (;;) {
      const int other = TellsOther();
      if (other != account) return other;
    }
  }

  // A victim pays a first-level card, and what arrives goes on in parts to the fifth level.
  void AddChain() {
    const int victim = Anybody();
    const int first = Other(victim, Held());
    const Moment at = SomeMoment();
    const std::int64_t amount = random_.Between(50, 4'000) * 10'000;
    Add(Between(victim, first, at, amount));
    PassOn(first, amount, at, 2);
  }

  void PassOn(int from, std::int64_t amount_fen, Moment arrived, int level) {
    constexpr int kLastLevel = 5;
    if (amount_fen < 100'000) return;
    if (level > kLastLevel) return Leave(from, amount_fen, arrived);
    std::int64_t left = amount_fen * random_.Between(85, 99) / 100;
    const std::int64_t parts = random_.Between(2, level == 2 ? 4 : 3);
    for (std::int64_t i = 0; i < parts; ++i) {
      const std::int64_t part = i + 1 == parts ? left : left / (parts - i) / 100 * 100;
      left -= part;
      const auto dwell = static_cast<std::int64_t>(random_.LogNormal(6, 0.6) * 60);
      const Moment at = Daytime(arrived + Seconds(180 + dwell));
      const int to = Other(from, Chance(0.1) ? Anybody() : Held());
      Add(Between(from, to, at, part));
      if (At(to).held() && Chance(0.6)) PassOn(to, part, at, level + 1);
    }
  }

  void Leave(int from, std::int64_t amount_fen, Moment arrived) {
    Deed deed = Outside(from, kNobody, "cash", "ATM取款", amount_fen / 100 * 100);
    deed.payer_at = deed.payee_at = Daytime(arrived + Minutes(random_.Between(5, 40)));
    deed.cash = true;
    Add(std::move(deed));
  }

  void AddEveryday() {
    const double share = random_.Unit();
    const int one = Held();
    if (share < 0.5) {
      const int other = Other(one, Anybody());
      const bool pays = Chance(0.5);
      Add(Between(pays ? one : other, pays ? other : one, SomeMoment(), SomeAmount()));
    } else if (share < 0.58) {
      AddCash(one);
    } else if (share < 0.64) {
      Add(Outside(one, kNobody, "fee", random_.Pick(kFees), random_.Between(1, 50) * 50));
    } else if (share < 0.68) {
      Add(Outside(kNobody, one, "interest", "结息", random_.Between(1, 9'999)));
    } else if (share < 0.78) {
      AddShop(one);
    } else if (share < 0.86) {
      AddThirdParty(one);
    } else if (share < 0.88) {
      Deed deed = Outside(one, kNobody, "abroad", "境外汇款", SomeAmount());
      deed.outside_name = "ORCHID POND TRADING LTD";
      Add(std::move(deed));
    } else {
      AddOfWallet();
    }
  }

  void AddCash(int account) {
    const bool out = Chance(0.6);
    Deed deed = Outside(out ? account : kNobody, out ? kNobody : account, "cash",
                        out ? "ATM取款" : "现金存入", random_.Between(1, 200) * 10'000);
    deed.cash = true;
    Add(std::move(deed));
  }

  void AddShop(int account) {
    Deed deed = Outside(account, kNobody, "merchant", "消费", SomeAmount());
    deed.shop = random_.Pick(kShops);
    deed.outside_name = deed.shop;
    Add(std::move(deed));
  }

  void AddThirdParty(int account) {
    const Settlement& settlement = random_.Pick(kSettlements);
    Deed deed = Outside(account, kNobody, "third_party", "快捷支付", SomeAmount());
    deed.trait = Trait::third_party;
    deed.outside_name = settlement.name;
    deed.outside_number = settlement.number;
    deed.order_number = "1000" + random_.Digits(24);
    Add(std::move(deed));
  }

  void AddOfWallet() {
    const int wallet = Wallet();
    const double share = random_.Unit();
    if (share < 0.4) {
      const int other = Wallet();
      if (other == wallet) return;
      Deed deed = Between(wallet, other, SomeMoment(), SomeAmount());
      deed.order_number = "5300" + random_.Digits(24);
      Add(std::move(deed));
      return;
    }
    if (share < 0.6) {
      Deed deed = Outside(wallet, kNobody, "merchant", "消费", SomeAmount());
      deed.shop = deed.outside_name = random_.Pick(kShops);
      deed.order_number = "4200" + random_.Digits(24);
      Add(std::move(deed));
      return;
    }
    AddThroughSettlement(wallet, share < 0.85);
  }

  void AddThroughSettlement(int wallet, bool into_wallet) {
    const int card = HeldWhere([](const TownAccount& account) {
      return account.layout->Has("order") && account.layout->Has("other");
    });
    const Settlement& settlement = random_.Pick(kSettlements);
    Deed deed = into_wallet ? Between(card, wallet, SomeMoment(), SomeAmount())
                            : Between(wallet, card, SomeMoment(), SomeAmount());
    deed.trait = into_wallet ? Trait::top_up : Trait::withdrawal;
    deed.summary = into_wallet ? "零钱充值" : "零钱提现";
    deed.outside_name = settlement.name;
    deed.outside_number = settlement.number;
    deed.order_number = "1000" + random_.Digits(24);
    Add(std::move(deed));
  }

  // --- What is planted ---------------------------------------------------------------------------

  void AddPlanted() {
    const int rounds = std::max(4, options_.transfers / 150);
    for (int i = 0; i < rounds; ++i) {
      AddBurst();
      AddAmbiguous();
      AddLate();
      AddFailed();
      AddReversal();
      AddSameSecond();
      AddSelf();
      AddZero();
      AddThirdParty(Held());
      AddThroughSettlement(Wallet(), i % 2 == 0);
    }
  }

  // Not Add(): equal amounts are meant here. The amount is nobody else's.
  std::int64_t AmountOfItsOwn(int payer, int payee) {
    std::int64_t amount = random_.Between(10, 300) * 10'000;
    while (!used_.insert({payer, payee, amount}).second) amount += 100;
    return amount;
  }

  void AddBurst() {
    const int payer = TellsOther();
    const int payee = TellsOtherThan(payer);
    const std::int64_t amount = AmountOfItsOwn(payer, payee);
    const Duration skew = Seconds(random_.Between(0, 25));
    const int payer_sub = SubOf(payer);
    const int payee_sub = SubOf(payee);
    Moment at = SomeMoment();
    for (std::int64_t i = random_.Between(2, 5); i >= 0; --i) {
      Deed deed = Between(payer, payee, at, amount);
      deed.payer_sub = payer_sub;
      deed.payee_sub = payee_sub;
      deed.payee_at = at + skew;
      deed.trait = Trait::burst;
      town_.deeds.push_back(std::move(deed));
      at = at + Seconds(random_.Between(20, 100));
    }
  }

  void AddAmbiguous() {
    const int payer = TellsOther();
    const int payee = TellsOtherThan(payer);
    const std::int64_t amount = AmountOfItsOwn(payer, payee);
    const Moment at = SomeMoment();
    // A minute's begin may stand for its end: near enough together to be in the window all the
    // same.
    const Duration gap = Seconds(random_.Between(15, 35));
    for (const bool second : {false, true}) {
      Deed deed = Between(payer, payee, second ? at + gap : at, amount);
      deed.payee_at = deed.payer_at + Seconds(random_.Between(0, 15));
      deed.trait = Trait::ambiguous;
      deed.seen_by_payee = second;
      town_.deeds.push_back(std::move(deed));
    }
  }

  void AddLate() {
    const auto fine = [](const TownAccount& account) {
      return account.layout->Has("other") && account.layout->fineness != Fineness::day;
    };
    const int payer = HeldWhere(fine);
    int payee = HeldWhere(fine);
    while (payee == payer) payee = HeldWhere(fine);
    Deed deed = Between(payer, payee, SomeMoment(), SomeAmount());
    const bool coarse =
        FinenessOf(payer) != Fineness::second || FinenessOf(payee) != Fineness::second;
    deed.payee_at =
        deed.payer_at + Seconds(coarse ? random_.Between(600, 1'500) : random_.Between(121, 900));
    deed.trait = Trait::late;
    Add(std::move(deed));
  }

  void AddFailed() {
    const int payer =
        HeldWhere([](const TownAccount& account) { return account.layout->Has("success"); });
    Deed deed = Between(payer, Other(payer, Held()), SomeMoment(), SomeAmount());
    deed.trait = Trait::failed;
    deed.kind = "failed";
    deed.seen_by_payee = false;
    Add(std::move(deed));
  }

  void AddReversal() {
    const int payer = TellsOther();
    const int payee = TellsOtherThan(payer);
    Deed deed = Between(payer, payee, SomeMoment(), SomeAmount());
    deed.trait = Trait::reversed;
    deed.seen_by_payee = false;
    const Deed original = Add(std::move(deed));
    Deed back = Between(payee, payer, original.payer_at + Seconds(random_.Between(5, 300)),
                        original.amount_fen);
    back.payee_sub = original.payer_sub;
    back.payee_at = back.payer_at;
    back.kind = "reversal";
    back.summary = "冲正";
    back.trait = Trait::reversal;
    back.seen_by_payer = false;
    used_.insert({payee, payer, back.amount_fen});
    town_.deeds.push_back(std::move(back));
  }

  void AddSameSecond() {
    const int payer = HeldWhere([](const TownAccount& account) {
      return account.layout->Has("balance") && account.layout->fineness == Fineness::second;
    });
    const int sub = SubOf(payer);
    const Moment at = SomeMoment();
    for (int i = 0; i < 2; ++i) {
      Deed deed = Between(payer, Other(payer, Held()), at, SomeAmount());
      deed.payer_sub = sub;
      deed.trait = Trait::same_second;
      Add(std::move(deed));
    }
  }

  void AddSelf() {
    const int account = TellsOther();
    Deed deed = Between(account, account, SomeMoment(), SomeAmount());
    const bool two = At(account).subs.size() > 1;
    deed.payer_sub = 0;
    deed.payee_sub = two ? 1 : 0;
    deed.payee_at = deed.payer_at + Seconds(1);
    deed.trait = Trait::self;
    deed.summary = "本人互转";
    Add(std::move(deed));
  }

  void AddZero() {
    const int account = Held();
    if (!verified_.insert(account).second) return;
    Deed deed = Outside(account, kNobody, "transfer", "账户验证", 0);
    deed.trait = Trait::zero;
    Add(std::move(deed));
  }

  const TownOptions options_;
  Random random_;
  Moment start_;
  Town town_;
  std::vector<int> held_;
  std::vector<int> others_;
  std::vector<int> wallets_;
  std::set<std::tuple<int, int, std::int64_t>> used_;
  std::set<int> verified_;
};

}  // namespace

Town InventTown(const TownOptions& options) { return Builder(options).Run(); }

}  // namespace hetang::sim
