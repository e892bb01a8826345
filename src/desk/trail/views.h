// What officers see of the trail.
#pragma once

#include "desk/trail/world.h"

namespace hetang::trail {

struct TraceAccount {
  std::int64_t id = 0;
  std::optional<std::int64_t> payment_id;  // No row names the account: only this payment does ...
  std::optional<std::int64_t> claim_id;    // ... or only this claim, at this end.
  std::optional<ClaimEnd> claim_end;
  AccountNumber number;
  PersonName holder;
  std::string bank_name;
  std::int64_t level = 0;
  Moment first_at;
  Moment last_seen_at;
  Fen received_fen;
  Fen passed_on_fen;
  Fen exited_fen;
  Fen resting_fen;
  std::vector<Fen> by_seed;
  std::optional<Moment> statement_until;
  // no_statement, statement_ends_early, opening_unknown, overdrawn, same_person
  std::vector<std::string> marks;
  std::vector<AccountNumber> same_person;  // Other accounts of the person, as claims say.
};
BOOST_DESCRIBE_STRUCT(TraceAccount, (),
                      (id, payment_id, claim_id, claim_end, number, holder, bank_name, level,
                       first_at, last_seen_at, received_fen, passed_on_fen, exited_fen, resting_fen,
                       by_seed, statement_until, marks, same_person))

// An account that the money has not reached, of a person that it has, as a claim says.
struct PersonsAccount {
  std::int64_t id = 0;
  std::optional<std::int64_t> payment_id;
  std::optional<std::int64_t> claim_id;
  std::optional<ClaimEnd> claim_end;
  AccountNumber number;
  PersonName holder;
  std::string bank_name;
  std::optional<Moment> statement_until;
  std::vector<AccountNumber> same_person;
};
BOOST_DESCRIBE_STRUCT(PersonsAccount, (),
                      (id, payment_id, claim_id, claim_end, number, holder, bank_name,
                       statement_until, same_person))

struct TraceVictim {
  std::int64_t id = 0;
  AccountNumber number;
  PersonName holder;
  std::string bank_name;
};
BOOST_DESCRIBE_STRUCT(TraceVictim, (), (id, number, holder, bank_name))

struct TraceEdge {
  std::int64_t from = 0;
  std::optional<std::int64_t> to;  // Absent: the money left the known world there.
  std::optional<trace::Kind> exit;
  std::int64_t count = 0;
  Fen sum_fen;
  Moment first_at;
  std::vector<std::int64_t> transfer_ids;  // Those that a row proves.
  std::vector<std::int64_t> claim_ids;     // Those that only a claim tells of.
};
BOOST_DESCRIBE_STRUCT(TraceEdge, (),
                      (from, to, exit, count, sum_fen, first_at, transfer_ids, claim_ids))

struct TraceSeed {
  std::int64_t payment_id = 0;
  Fen amount_fen;
  std::optional<Moment> at;
  AccountNumber to_number;
  bool witnessed = false;
  std::optional<std::int64_t> transfer_id;  // That proves it.
  Fen tagged_fen;
  std::optional<Fen> resting_fen;
  std::optional<Fen> exited_fen;
};
BOOST_DESCRIBE_STRUCT(TraceSeed, (),
                      (payment_id, amount_fen, at, to_number, witnessed, transfer_id, tagged_fen,
                       resting_fen, exited_fen))

struct StopNow {
  std::int64_t account_id = 0;
  Fen resting_fen;
  Moment last_seen_at;
  trace::Reason reason = trace::Reason::resting_now;
};
BOOST_DESCRIBE_STRUCT(StopNow, (), (account_id, resting_fen, last_seen_at, reason))

// `same_person`: the money has not reached the account, but another one of its person.
enum class QueryReason { no_statement, after_statement, same_person };
BOOST_DESCRIBE_ENUM(QueryReason, no_statement, after_statement, same_person)

struct QueryNext {
  std::int64_t account_id = 0;
  Moment from_at;
  Fen received_fen;
  QueryReason reason = QueryReason::no_statement;
};
BOOST_DESCRIBE_STRUCT(QueryNext, (), (account_id, from_at, received_fen, reason))

enum class ClaimKind { transfer, same_person };
BOOST_DESCRIBE_ENUM(ClaimKind, transfer, same_person)

// What an analyst adds that no row says, under her name, until she takes it back.
struct Claim {
  std::int64_t id = 0;
  std::int64_t case_id = 0;
  ClaimKind kind = ClaimKind::transfer;
  AccountNumber from_number;  // Of same_person: the one account ...
  AccountNumber to_number;    // ... and the other.
  std::optional<Fen> amount_fen;
  std::optional<Moment> at;
  Text<400> note;
  std::int64_t officer_id = 0;
  Moment made_at;
  std::optional<std::int64_t> withdrawn_by;
  std::optional<Moment> withdrawn_at;
  Text<400> withdrawn_note;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Claim, (),
                      (id, case_id, kind, from_number, to_number, amount_fen, at, note, officer_id,
                       made_at, withdrawn_by, withdrawn_at, withdrawn_note, version))
struct ClaimView : Claim {
  std::string officer_name;
};
BOOST_DESCRIBE_STRUCT(ClaimView, (Claim), (officer_name))

struct TraceView {
  std::int64_t case_id = 0;
  std::string case_number;
  trace::Method method = trace::Method::fifo;
  std::optional<Moment> until;
  std::optional<Moment> known_at;
  std::int64_t version = 0;
  Fen tagged_fen;
  Fen resting_fen;
  Fen exited_fen;
  std::optional<Moment> first_at;
  std::optional<Moment> last_at;
  std::vector<Moment> knowledge;  // When something became known, the oldest first.
  std::vector<TraceSeed> seeds;
  std::vector<TraceVictim> victims;
  std::vector<TraceAccount> accounts;
  std::vector<TraceEdge> edges;
  std::vector<StopNow> stop_now;
  std::vector<QueryNext> query_next;
  std::vector<PersonsAccount> persons_accounts;
  std::vector<ClaimView> claims;
};
BOOST_DESCRIBE_STRUCT(TraceView, (),
                      (case_id, case_number, method, until, known_at, version, tagged_fen,
                       resting_fen, exited_fen, first_at, last_at, knowledge, seeds, victims,
                       accounts, edges, stop_now, query_next, persons_accounts, claims))

struct TraceQuestion {
  std::int64_t case_id = 0;
  trace::Method method = trace::Method::fifo;
  std::optional<Moment> until;
  std::optional<Moment> known_at;
};
// Errors: not_found, forbidden (the case), too_large.
Result<TraceView> TraceOf(database::Transaction& tx, WarmWorld& warm, const TraceQuestion& question,
                          const auth::Principal& who);

struct ClaimForm {
  ClaimKind kind = ClaimKind::transfer;
  AccountNumber from_number;
  AccountNumber to_number;
  std::optional<Fen> amount_fen;
  std::optional<Moment> at;
  Text<400> note;
};
BOOST_DESCRIBE_STRUCT(ClaimForm, (), (kind, from_number, to_number, amount_fen, at, note))
struct WithdrawForm {
  Text<400> note;
};
BOOST_DESCRIBE_STRUCT(WithdrawForm, (), (note))
Result<ClaimView> MakeClaim(database::Transaction& tx, std::int64_t case_id, const ClaimForm& form,
                            const auth::Principal& who, Moment now);
Result<ClaimView> WithdrawClaim(database::Transaction& tx, std::int64_t claim_id,
                                const WithdrawForm& form, const auth::Principal& who, Moment now);
Result<std::vector<ClaimView>> ClaimsOf(database::Transaction& tx, std::int64_t case_id);

// A trace as a file: `csv`, `xlsx`, `gexf`, `graphml`, `ftm`. Error: invalid (`format`).
Result<http::Response> ExportTrace(const TraceView& view, std::string_view format, Reveal reveal,
                                   Moment now);

}  // namespace hetang::trail

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<trail::Claim> = "trail_claim";
}  // namespace hetang::database
