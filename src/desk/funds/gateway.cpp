#include "desk/funds/gateway.h"

#include <algorithm>
#include <map>

#include "desk/funds/bank_edit.h"
#include "gateway/bank/encoding.h"

namespace hetang::funds {
namespace {

struct Unanswered {
  std::string bank_code;
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(Unanswered, (), (bank_code, count))

// All that the lines are made from, read once.
struct Board {
  std::map<std::string, outbox::Backlog> backlogs;
  std::map<std::string, BankPause> pauses;
  std::map<std::string, std::int64_t> unanswered;
};

Result<Board> BoardOf(database::Transaction& tx) {
  Board board;
  HT_TRY(auto backlogs, outbox::BacklogsOf(tx, kChannel));
  for (outbox::Backlog& backlog : backlogs) {
    std::string code = backlog.line.destination;
    board.backlogs[std::move(code)] = std::move(backlog);
  }
  HT_TRY(auto pauses, tx.Find<BankPause>("ORDER BY id"));
  for (BankPause& pause : pauses) board.pauses[pause.bank_code] = std::move(pause);
  HT_TRY(const auto unanswered,
         tx.Query<Unanswered>("SELECT bank_code, COUNT(*) AS count FROM funds_order "
                              "WHERE state = 'sent' GROUP BY bank_code"));
  for (const Unanswered& one : unanswered) board.unanswered[one.bank_code] = one.count;
  return board;
}

template <typename Value>
const Value* Find(const std::map<std::string, Value>& map, const std::string& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

void FillBacklog(GatewayLine& line, const outbox::Backlog& backlog, Moment now) {
  line.breaker = backlog.line.breaker(now);
  line.waiting = backlog.waiting;
  line.oldest_at = backlog.oldest_at;
  line.failures = backlog.line.failures;
  line.failed_at = backlog.line.failed_at;
  line.attempts = backlog.attempts;
  line.paused_at = backlog.line.paused_at;
  // What is over is no trouble any more.
  if (line.failures > 0) line.last_error = backlog.line.last_error;
  if (line.waiting == 0 || line.paused_at) return;
  line.next_at = backlog.next_at;
  if (backlog.line.open_until) line.next_at = std::max(*line.next_at, *backlog.line.open_until);
}

Result<GatewayLine> LineFor(database::Transaction& tx, const Bank& bank, const Board& board,
                            const auth::Principal& who, Moment now) {
  GatewayLine line;
  line.bank_id = bank.id;
  line.bank_code = bank.code.str();
  line.bank_name = bank.name.str();
  line.phone_24h = bank.phone_24h.str();
  if (const auto* backlog = Find(board.backlogs, line.bank_code)) FillBacklog(line, *backlog, now);
  if (const auto* count = Find(board.unanswered, line.bank_code)) line.unanswered = *count;
  if (const auto* pause = Find(board.pauses, line.bank_code); pause != nullptr && line.paused_at) {
    HT_TRY(const roster::Officer officer, roster::OfficerOf(tx, pause->officer_id));
    line.paused_by = officer.name.str();
    line.paused_note = pause->note;
  }
  line.down = line.failures > 0 || line.paused_at.has_value();
  if (!who.May("funds:banks")) return line;
  if (!line.paused_at) line.actions.emplace_back("pause");
  if (line.down) line.actions.emplace_back("resume");
  return line;
}

Result<GatewayLine> Hold(database::Transaction& tx, std::int64_t bank_id, const GatewayNote& note,
                         const auth::Principal& who, Moment now, bool pauses) {
  if (note.note.empty()) {
    return Invalid({{"note", "missing", "Say why, for those who wait for this bank."}});
  }
  HT_TRY(const Bank bank, tx.Get<Bank>(bank_id));
  const std::string code = bank.code.str();
  HT_TRY_STATUS(pauses ? outbox::Pause(tx, kChannel, code, now)
                       : outbox::Resume(tx, kChannel, code, now));
  HT_TRY_STATUS(tx.Execute("DELETE FROM funds_bank_pause WHERE bank_code = :code", code));
  if (pauses) HT_TRY_STATUS(tx.Insert(BankPause{0, code, now, who.officer_id, note.note}));
  journal::Entry entry;
  entry.actor = who.actor();
  entry.desk = "funds";
  entry.act = pauses ? "bank_paused" : "bank_resumed";
  entry.subject = "bank";
  entry.subject_id = bank.id;
  entry.why = note.note.str();
  entry.facts = {{"bank", bank.name.str()}};
  HT_TRY_STATUS(journal::Append(tx, entry, now));
  HT_TRY(const Board board, BoardOf(tx));
  return LineFor(tx, bank, board, who, now);
}

}  // namespace

Result<GatewayState> GatewayOf(database::Transaction& tx, const auth::Principal& who, Moment now) {
  HT_TRY(const auto banks, BanksOf(tx));
  HT_TRY(const Board board, BoardOf(tx));
  GatewayState state;
  for (const Bank& bank : banks) {
    HT_TRY(GatewayLine line, LineFor(tx, bank, board, who, now));
    if (bank.active || line.waiting > 0 || line.paused_at) state.items.push_back(std::move(line));
  }
  return state;
}

Result<GatewayLine> PauseBank(database::Transaction& tx, std::int64_t bank_id,
                              const GatewayNote& note, const auth::Principal& who, Moment now) {
  return Hold(tx, bank_id, note, who, now, true);
}

Result<GatewayLine> ResumeBank(database::Transaction& tx, std::int64_t bank_id,
                               const GatewayNote& note, const auth::Principal& who, Moment now) {
  return Hold(tx, bank_id, note, who, now, false);
}

Result<SampleView> SampleFor(database::Transaction& tx, std::int64_t bank_id, bank::SampleKind kind,
                             Moment now) {
  HT_TRY(const Bank bank, tx.Get<Bank>(bank_id));
  HT_TRY(bank::Profile profile, ProfileOf(bank));
  const bank::Envelope envelope = bank::SampleOf(kind, {bank.code.str(), bank.name.str()}, now);
  HT_TRY(const std::string bytes, bank::Write(envelope, profile));
  SampleView view;
  view.kind = kind;
  view.bank_code = bank.code.str();
  view.tx_code = bank::TxCodeOf(envelope.body);
  view.profile = profile.name;
  view.encoding = profile.encoding == bank::Encoding::utf8 ? "UTF-8" : "GB18030";
  view.bytes_base64 = bank::ToBase64(bytes);
  view.size = static_cast<std::int64_t>(bytes.size());
  profile.encoding = bank::Encoding::utf8;
  HT_TRY(view.text, bank::Write(envelope, profile));
  return view;
}

void AddGatewayRoutes(http::Router& router) {
  using database::Transaction;
  using http::Call;
  router.Query<GatewayState>(
      {"GET", "/api/v1/funds/gateway", "funds:read",
       "The wire to each bank: what waits, how the bank fares, who holds it up."},
      [](const Call& call, Transaction& tx) { return GatewayOf(tx, call.who, call.now); });
  router.Command<GatewayNote, GatewayLine>(
      {"POST", "/api/v1/funds/gateway/{bank_id}/pause", "funds:banks",
       "Holds up all messages to a bank; they wait, and their deadlines keep running."},
      [](const Call& call, const GatewayNote& note, Transaction& tx) -> Result<GatewayLine> {
        HT_TRY(const std::int64_t id, call.PathId("bank_id"));
        return PauseBank(tx, id, note, call.who, call.now);
      });
  router.Command<GatewayNote, GatewayLine>(
      {"POST", "/api/v1/funds/gateway/{bank_id}/resume", "funds:banks",
       "Lets the messages to a bank go again, and tries at once."},
      [](const Call& call, const GatewayNote& note, Transaction& tx) -> Result<GatewayLine> {
        HT_TRY(const std::int64_t id, call.PathId("bank_id"));
        return ResumeBank(tx, id, note, call.who, call.now);
      });
  router.Query<SampleView>(
      {"GET",
       "/api/v1/funds/banks/{id}/sample",
       "funds:banks",
       "Shows the bytes of an invented order as this bank would get it; sends nothing.",
       false,
       {"kind"}},
      [](const Call& call, Transaction& tx) -> Result<SampleView> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        const auto kind = EnumFromName<bank::SampleKind>(call.QueryText("kind").value_or("stop"));
        if (!kind) return Invalid({{"kind", "choice", "There is no such kind of order."}});
        return SampleFor(tx, id, *kind, call.now);
      });
}

}  // namespace hetang::funds
