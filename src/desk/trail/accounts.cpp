#include "desk/trail/accounts.h"

#include <algorithm>

#include "base/check.h"

namespace hetang::trail {
namespace {

// A shorter number ties nothing: it is a branch's own counter, not an account.
constexpr std::size_t kLeastDigitsToTie = 6;

// What the rows of the import say about one account, and which account it is so far.
struct Node {
  std::size_t parent = 0;
  std::int64_t held_id = 0;  // The smallest id of the held accounts in the set.
  std::uint32_t card = 0;
  std::uint32_t number = 0;
  std::uint32_t holder = 0;
  std::uint32_t identity = 0;
  std::uint32_t bank = 0;
};

class Resolver {
 public:
  Resolver(database::Transaction& tx, const Staging& staging)
      : tx_(tx), staging_(staging), node_of_(staging.pool.size(), kNone) {}

  Result<Resolved> Run(std::int64_t last_account_id) {
    HT_TRY(const auto any, tx_.Query<std::int64_t>("SELECT id FROM trail_number LIMIT 1"));
    holds_numbers_ = !any.empty();
    for (const StagedAccount& row : staging_.accounts) {
      HT_TRY_STATUS(Note(row.card, row.account, row.holder, row.identity, row.bank));
    }
    for (const StagedEntry& entry : staging_.entries) {
      HT_TRY_STATUS(Note(entry.card, entry.account, entry.holder, entry.identity, 0));
    }
    // What an account's own rows say of it goes before what others say.
    for (const StagedEntry& entry : staging_.entries) {
      if (entry.other.main == 0) continue;
      HT_TRY(const std::size_t node, NodeOf(entry.other.main));
      const bool named = nodes_[node].card != 0 || nodes_[node].number != 0;
      Fill(node, 0, named ? 0 : entry.other.main, entry.other_name, 0, entry.other_bank);
    }
    return Answer(last_account_id);
  }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  std::size_t Root(std::size_t node) {
    while (nodes_[node].parent != node) {
      nodes_[node].parent = nodes_[nodes_[node].parent].parent;
      node = nodes_[node].parent;
    }
    return node;
  }

  Result<std::size_t> NodeOf(std::uint32_t number) {
    if (node_of_[number] != kNone) return Root(node_of_[number]);
    std::vector<std::int64_t> held;
    if (holds_numbers_) {
      HT_TRY(held, tx_.Query<std::int64_t>("SELECT account_id FROM trail_number WHERE number = :n",
                                           staging_.pool.At(number)));
    }
    if (held.empty()) {
      fresh_.push_back(number);
    } else if (const auto known = node_of_held_.find(held.front()); known != node_of_held_.end()) {
      node_of_[number] = known->second;
      return Root(known->second);
    }
    Node node;
    node.parent = nodes_.size();
    if (!held.empty()) {
      node.held_id = held.front();
      node_of_held_[node.held_id] = nodes_.size();
    }
    nodes_.push_back(node);
    node_of_[number] = node.parent;
    return node.parent;
  }

  // A fact already there is not overwritten.
  void Fill(std::size_t node, std::uint32_t card, std::uint32_t number, std::uint32_t holder,
            std::uint32_t identity, std::uint32_t bank) {
    Node& facts = nodes_[node];
    const auto set = [](std::uint32_t& field, std::uint32_t value) {
      if (field == 0) field = value;
    };
    set(facts.card, card);
    set(facts.number, number);
    set(facts.holder, holder);
    set(facts.identity, identity);
    set(facts.bank, bank);
  }

  void Tie(std::size_t a, std::size_t b) {
    if (a == b) return;
    Node& into = nodes_[a];
    const Node from = nodes_[b];
    if (into.held_id == 0 || (from.held_id != 0 && from.held_id < into.held_id)) {
      into.held_id = from.held_id;
    }
    nodes_[b].parent = a;
    Fill(a, from.card, from.number, from.holder, from.identity, from.bank);
  }

  Status Note(const StagedNumber& card, const StagedNumber& account, std::uint32_t holder,
              std::uint32_t identity, std::uint32_t bank) {
    std::size_t node = kNone;
    for (const StagedNumber& number : {card, account}) {
      if (number.main == 0) continue;
      HT_TRY(const std::size_t of, NodeOf(number.main));
      if (node == kNone) {
        node = of;
      } else if (std::min(staging_.pool.At(card.main).size(),
                          staging_.pool.At(account.main).size()) >= kLeastDigitsToTie) {
        Tie(node, of);
      }
    }
    if (node != kNone) Fill(Root(node), card.main, account.main, holder, identity, bank);
    return {};
  }

  Result<Resolved> Answer(std::int64_t last_account_id) {
    Resolved answer;
    std::vector<std::int64_t> id_of(nodes_.size(), 0);
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (Root(i) != i) continue;
      id_of[i] = nodes_[i].held_id != 0 ? nodes_[i].held_id : ++last_account_id;
      HT_TRY_STATUS(Describe(nodes_[i], id_of[i], answer));
    }
    answer.account_of.resize(node_of_.size(), 0);
    for (std::size_t number = 0; number < node_of_.size(); ++number) {
      if (node_of_[number] != kNone) answer.account_of[number] = id_of[Root(node_of_[number])];
    }
    for (const auto& [held, node] : node_of_held_) {
      const std::int64_t now = id_of[Root(node)];
      if (now != held) answer.merged[held] = now;
    }
    for (const std::uint32_t number : fresh_) {
      answer.numbers.push_back(
          {0, AccountNumber(staging_.pool.At(number)), answer.account_of[number]});
    }
    return answer;
  }

  Status Describe(const Node& node, std::int64_t id, Resolved& answer) {
    Account account;
    account.id = id;
    if (node.held_id != 0) {
      HT_TRY(account, tx_.Get<Account>(id));
    }
    const Account before = account;
    const auto fill = [&](auto& field, std::uint32_t text) {
      using FieldT = std::remove_reference_t<decltype(field)>;
      if (field.empty() && text != 0) field = FieldT(staging_.pool.At(text));
    };
    fill(account.card, node.card);
    fill(account.number, node.number);
    fill(account.holder, node.holder);
    fill(account.identity, node.identity);
    fill(account.bank, node.bank);
    answer.names.emplace(id, account.Name());
    if (node.held_id == 0) {
      answer.added.push_back(std::move(account));
    } else if (account.card != before.card || account.number != before.number ||
               account.holder != before.holder || account.identity != before.identity ||
               !(account.bank == before.bank)) {
      answer.changed.push_back(std::move(account));
    }
    return {};
  }

  database::Transaction& tx_;
  const Staging& staging_;
  bool holds_numbers_ = false;
  std::vector<std::size_t> node_of_;  // By pool id of the number.
  std::vector<Node> nodes_;
  std::map<std::int64_t, std::size_t> node_of_held_;
  std::vector<std::uint32_t> fresh_;
};

}  // namespace

Result<Resolved> Resolve(database::Transaction& tx, const Staging& staging,
                         std::int64_t last_account_id) {
  return Resolver(tx, staging).Run(last_account_id);
}

void Extend(Account& account, std::optional<Moment> from, std::optional<Moment> until) {
  if (from) account.held_from = std::min(*from, account.held_from.value_or(*from));
  if (until) account.held_until = std::max(*until, account.held_until.value_or(*until));
}

Status MergeAccounts(database::Transaction& tx, std::int64_t before, std::int64_t now) {
  HT_TRY(const Account other, tx.Get<Account>(before));
  HT_TRY(Account account, tx.Get<Account>(now));
  const auto fill = [](auto& field, const auto& value) {
    if (field.empty()) field = value;
  };
  fill(account.card, other.card);
  fill(account.number, other.number);
  fill(account.holder, other.holder);
  fill(account.identity, other.identity);
  fill(account.bank, other.bank);
  Extend(account, other.held_from, other.held_until);
  if (!account.opening_fen) account.opening_fen = other.opening_fen;
  HT_TRY_STATUS(tx.Update(account));
  for (const std::string_view sql :
       {"UPDATE trail_number SET account_id = :now WHERE account_id = :before",
        "UPDATE trail_entry SET account_id = :now WHERE account_id = :before",
        "UPDATE trail_entry SET other_id = :now WHERE other_id = :before",
        "UPDATE trail_transfer SET from_id = :now WHERE from_id = :before",
        "UPDATE trail_transfer SET to_id = :now WHERE to_id = :before",
        "UPDATE trail_past SET from_id = :now WHERE from_id = :before",
        "UPDATE trail_past SET to_id = :now WHERE to_id = :before",
        "UPDATE trail_reach SET account_id = :now WHERE account_id = :before",
        "UPDATE trail_account SET merged_into = :now WHERE id = :before"}) {
    HT_TRY_STATUS(tx.Execute(sql, now, before));
  }
  return {};
}

std::int64_t OwnAccount(const Resolved& resolved, const StagedEntry& entry) {
  const std::uint32_t number = entry.card.main != 0 ? entry.card.main : entry.account.main;
  HT_CHECK(number != 0);
  return resolved.account_of[number];
}

}  // namespace hetang::trail
