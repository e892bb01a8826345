// A town of accounts and the money that moved between them, for statement files: what happened,
// before any bank wrote it down. Chains that fan out from victims to the fifth level and leave by
// cash, shops, payment companies or abroad, between the everyday movements of everybody.
//
// Each account is asked about at one bank, whose layout says how finely it tells the time. Two
// movements of one day never agree in payer, payee and amount, but for those planted to do so.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "sim/layouts.h"

namespace hetang::sim {

inline constexpr int kNobody = -1;

struct TownAccount {
  std::string card;    // Empty for a company and a wallet.
  std::string number;  // The account number behind the card; of a wallet its id.
  std::string holder;
  std::string identity;
  std::string bank;
  std::vector<std::string> subs;   // Sub-accounts, at least one; "" alone where there are none.
  const Layout* layout = nullptr;  // Null when nobody asks about this account.
  bool held() const { return layout != nullptr; }
  bool wallet() const { return held() && layout->table == LayoutTable::wallet; }
  // The name that the program calls it by.
  const std::string& name() const { return card.empty() ? number : card; }
};

// Why a movement was planted.
enum class Trait {
  plain,
  self,         // Between two sub-accounts, or out and in again.
  burst,        // One of several equal ones, seen by both sides in the same order.
  ambiguous,    // Two equal ones, of which the payee's bank shows one: a person must decide.
  late,         // The payee's bank books it minutes later: two transfers with one witness each.
  failed,       // Never flowed; the payee's bank does not know it.
  reversed,     // Taken back by the next movement, which is
  reversal,     // this one; the payee's bank knows neither.
  same_second,  // One of two in one second.
  third_party,  // To a payment company, and nobody holds the wallet's row.
  top_up,       // From a card to a wallet, by a payment company's settlement account.
  withdrawal,   // From a wallet to a card.
  zero,         // 0.00
};

struct Deed {
  int payer = kNobody;  // Index of an account; nobody is the outside.
  int payee = kNobody;
  int payer_sub = 0;
  int payee_sub = 0;
  Moment payer_at;
  Moment payee_at;
  std::int64_t amount_fen = 0;
  std::string_view kind = "transfer";  // As `hetang transfers` names it.
  Trait trait = Trait::plain;
  std::string summary;
  std::string outside_number;  // Of the counterparty, where it is not one of the town.
  std::string outside_name;
  std::string shop;
  std::string order_number;
  bool cash = false;
  bool seen_by_payer = true;
  bool seen_by_payee = true;
};

struct Town {
  std::vector<TownAccount> accounts;
  std::vector<Deed> deeds;
};

struct TownOptions {
  std::uint64_t seed = 1;
  int accounts = 120;
  int transfers = 1500;
};
Town InventTown(const TownOptions& options);

}  // namespace hetang::sim
