#include <algorithm>
#include <set>

#include "desk/trail/views.h"

namespace hetang::trail {
namespace {

std::optional<Fen> SumOf(trace::Method method, std::int64_t fen) {
  if (method == trace::Method::poison) return std::nullopt;
  return Fen(fen);
}

class Painter {
 public:
  Painter(CaseWorld& world, const trace::Answer& answer, TraceView& view)
      : world_(world), answer_(answer), view_(view) {}

  Status Run() {
    view_.tagged_fen = Fen(answer_.tagged_fen);
    view_.resting_fen = Fen(answer_.resting_fen);
    view_.exited_fen = Fen(answer_.exited_fen);
    AddSeeds();
    HT_TRY_STATUS(AddAccounts());
    HT_TRY_STATUS(AddEdges());
    for (const trace::StopAdvice& advice : answer_.stop_now) {
      view_.stop_now.push_back(
          {advice.account, Fen(advice.resting_fen), Moment{advice.last_seen_at_ms}, advice.reason});
    }
    for (const trace::QueryAdvice& advice : answer_.query_next) {
      view_.query_next.push_back(
          {advice.account, Moment{advice.from_at_ms}, Fen(advice.received_fen),
           advice.reason == trace::Reason::no_statement ? QueryReason::no_statement
                                                        : QueryReason::after_statement});
    }
    return AddPersons();
  }

 private:
  void AddSeeds() {
    std::size_t followed = 0;
    for (const Seed& seed : world_.seeds()) {
      TraceSeed& shown = view_.seeds.emplace_back();
      shown.payment_id = seed.payment.id;
      shown.amount_fen = seed.payment.amount_fen;
      shown.at = seed.payment.at;
      shown.to_number = seed.payment.to_account;
      shown.witnessed = seed.witnessed;
      if (!seed.position) continue;
      const Transfer* proof = world_.StoredAt(*seed.position);
      if (proof != nullptr) shown.transfer_id = proof->id;
      const trace::SeedSum& sum = answer_.seeds[followed++];
      shown.tagged_fen = Fen(sum.tagged_fen);
      shown.resting_fen = SumOf(answer_.method, sum.resting_fen);
      shown.exited_fen = SumOf(answer_.method, sum.exited_fen);
    }
  }

  Status AddAccounts() {
    for (const trace::AccountSum& sum : answer_.accounts) {
      HT_TRY(const Account account, world_.AccountAt(sum.account));
      TraceAccount& shown = view_.accounts.emplace_back();
      shown.id = sum.account;
      NameBy(sum.account, shown);
      shown.number = account.Name();
      shown.holder = account.holder;
      shown.bank_name = account.bank.str();
      shown.level = sum.level;
      shown.first_at = Moment{sum.first_at_ms};
      shown.last_seen_at = Moment{sum.last_seen_at_ms};
      shown.received_fen = Fen(sum.received_fen);
      shown.passed_on_fen = Fen(sum.passed_on_fen);
      shown.exited_fen = Fen(sum.exited_fen);
      shown.resting_fen = Fen(sum.resting_fen);
      for (const std::int64_t fen : sum.by_seed) shown.by_seed.emplace_back(fen);
      shown.statement_until = account.held_until;
      if (!account.held_until) shown.marks.emplace_back("no_statement");
      if (account.held_until && !sum.opening_known) shown.marks.emplace_back("opening_unknown");
      if (sum.overdrawn) shown.marks.emplace_back("overdrawn");
      listed_.insert(sum.account);
    }
    for (const trace::QueryAdvice& advice : answer_.query_next) {
      if (advice.reason != trace::Reason::after_statement) continue;
      for (TraceAccount& account : view_.accounts) {
        if (account.id == advice.account) account.marks.emplace_back("statement_ends_early");
      }
    }
    return {};
  }

  template <typename Shown>
  void NameBy(std::uint32_t node, Shown& shown) const {
    shown.payment_id = world_.PaymentNaming(node);
    if (const auto claim = world_.ClaimNaming(node)) {
      shown.claim_id = claim->first;
      shown.claim_end = claim->second;
    }
  }

  // Accounts that claims tie together, each set once.
  std::vector<std::set<std::uint32_t>> Persons() const {
    std::vector<std::set<std::uint32_t>> persons;
    for (const auto& [one, other] : world_.same_person()) {
      std::set<std::uint32_t> person{one, other};
      std::erase_if(persons, [&](const std::set<std::uint32_t>& known) {
        if (!known.contains(one) && !known.contains(other)) return false;
        person.insert(known.begin(), known.end());
        return true;
      });
      persons.push_back(std::move(person));
    }
    return persons;
  }

  // Marks the accounts of one person that the money has reached; those it has not are worth a
  // question as well, after all that the money itself points to.
  Status AddPersons() {
    for (const std::set<std::uint32_t>& person : Persons()) {
      std::optional<Moment> first;
      for (TraceAccount& account : view_.accounts) {
        if (!person.contains(static_cast<std::uint32_t>(account.id))) continue;
        first = std::min(account.first_at, first.value_or(account.first_at));
        account.marks.emplace_back("same_person");
        HT_TRY(account.same_person, OthersOf(person, static_cast<std::uint32_t>(account.id)));
      }
      if (!first) continue;
      for (const std::uint32_t node : person) {
        if (!listed_.contains(node)) HT_TRY_STATUS(AddUnreached(person, node, *first));
      }
    }
    return {};
  }

  Result<std::vector<AccountNumber>> OthersOf(const std::set<std::uint32_t>& person,
                                              std::uint32_t own) {
    std::vector<AccountNumber> numbers;
    for (const std::uint32_t node : person) {
      if (node == own) continue;
      HT_TRY(const Account account, world_.AccountAt(node));
      numbers.push_back(account.Name());
    }
    return numbers;
  }

  // Once a statement reaches past the money's arrival at the person, there is nothing to ask.
  Status AddUnreached(const std::set<std::uint32_t>& person, std::uint32_t node, Moment first) {
    HT_TRY(const Account account, world_.AccountAt(node));
    PersonsAccount& shown = view_.persons_accounts.emplace_back();
    shown.id = node;
    NameBy(node, shown);
    shown.number = account.Name();
    shown.holder = account.holder;
    shown.bank_name = account.bank.str();
    shown.statement_until = account.held_until;
    HT_TRY(shown.same_person, OthersOf(person, node));
    if (account.held_until && *account.held_until >= first) return {};
    view_.query_next.push_back({node, first, Fen(0), QueryReason::same_person});
    return {};
  }

  Status AddEdges() {
    std::set<std::uint32_t> victims;
    for (const trace::EdgeSum& sum : answer_.edges) {
      if (sum.from == trace::kOutside) continue;
      TraceEdge& edge = view_.edges.emplace_back();
      edge.from = sum.from;
      if (!sum.exit && sum.to != trace::kOutside) edge.to = sum.to;
      edge.exit = sum.exit;
      edge.count = sum.count;
      edge.sum_fen = Fen(sum.sum_fen);
      edge.first_at = Moment{sum.first_at_ms};
      for (const std::uint32_t position : sum.positions) Note(position, edge);
      if (listed_.contains(sum.from) || !victims.insert(sum.from).second) continue;
      HT_TRY(const Account account, world_.AccountAt(sum.from));
      view_.victims.push_back({sum.from, account.Name(), account.holder, account.bank.str()});
    }
    return {};
  }

  void Note(std::uint32_t position, TraceEdge& edge) {
    const Transfer* stored = world_.StoredAt(position);
    if (stored == nullptr) {
      if (const auto claim = world_.ClaimAt(position)) edge.claim_ids.push_back(*claim);
      return;
    }
    edge.transfer_ids.push_back(stored->id);
    view_.first_at = std::min(stored->at, view_.first_at.value_or(stored->at));
    view_.last_at = std::max(stored->at, view_.last_at.value_or(stored->at));
  }

  CaseWorld& world_;
  const trace::Answer& answer_;
  TraceView& view_;
  std::set<std::uint32_t> listed_;
};

}  // namespace

Result<TraceView> TraceOf(database::Transaction& tx, WarmWorld& warm, const TraceQuestion& question,
                          const auth::Principal& who) {
  HT_TRY(const auto record, registry::CaseFor(tx, question.case_id, who));
  HT_TRY(const auto world, question.known_at ? warm.At(tx, *question.known_at) : warm.Get(tx));
  HT_TRY(const auto of_case, CaseWorld::Make(tx, world, record, question.known_at));
  trace::Question asked;
  asked.method = question.method;
  if (question.until) asked.until_ms = question.until->ms;
  for (const Seed& seed : of_case->seeds()) {
    if (seed.position) asked.seeds.push_back(*seed.position);
  }
  trace::Answer answer;
  answer.method = question.method;
  if (!asked.seeds.empty()) {
    HT_TRY(answer, trace::Trace(*of_case, *of_case, asked));
  }
  TraceView view;
  view.case_id = record.id;
  view.case_number = record.number;
  view.method = question.method;
  view.until = question.until;
  view.known_at = question.known_at;
  view.version = world->version;
  for (const auto& [import, at] : world->known_at) view.knowledge.push_back(at);
  std::sort(view.knowledge.begin(), view.knowledge.end());
  HT_TRY_STATUS(Painter(*of_case, answer, view).Run());
  HT_TRY(view.claims, ClaimsOf(tx, record.id));
  return view;
}

}  // namespace hetang::trail
