#include <algorithm>

#include "desk/funds/paper_making.h"
#include "desk/funds/return_papers.h"

namespace hetang::funds {
namespace {

using database::Transaction;
using http::Call;

constexpr const char* kOfRound = "/api/v1/funds/returns/{id}/documents";
constexpr const char* kOfClaim = "/api/v1/funds/returns/{id}/claims/{claim_id}/documents";

// The announcement before it is published, a paragraph a line.
struct NoticeDraft {
  Text<4000> text;
};
BOOST_DESCRIBE_STRUCT(NoticeDraft, (), (text))

// What may be made again of the whole round, once its step has been done.
std::vector<std::string> PapersOf(const Round& round) {
  std::vector<std::string> kinds;
  if (round.state == RoundState::draft || round.state == RoundState::cancelled) return kinds;
  if (round.asked_at) kinds.emplace_back(kReturnReport);
  if (round.notice_from) kinds.emplace_back(kReturnAnnouncement);
  if (round.notified_at) kinds.emplace_back(kReturnNotice);
  return kinds;
}

std::vector<std::string> PapersOf(const Round& round, const Claim& claim) {
  std::vector<std::string> kinds;
  if (round.state == RoundState::cancelled || claim.return_fen <= Fen(0)) return kinds;
  kinds.emplace_back(kReturnApplication);
  if (round.decided_at) kinds.emplace_back(kReturnDecision);
  return kinds;
}

// Whose papers a call is about.
struct Ground {
  Round round;
  std::optional<std::int64_t> claim_id;
  std::vector<std::string> kinds;
};

Result<Ground> GroundOf(const Call& call, Transaction& tx) {
  Ground ground;
  HT_TRY(const std::int64_t id, call.PathId("id"));
  HT_TRY(ground.round, RoundFor(tx, id, call.who));
  if (!call.path.contains("claim_id")) {
    ground.kinds = PapersOf(ground.round);
    return ground;
  }
  HT_TRY(ground.claim_id, call.PathId("claim_id"));
  HT_TRY(const Claim claim, tx.Get<Claim>(*ground.claim_id));
  if (claim.round_id != id) return Fail(ErrorCode::not_found, "The round has no such claim.");
  ground.kinds = PapersOf(ground.round, claim);
  return ground;
}

Result<MadePapers> List(const Call& call, Transaction& tx) {
  HT_TRY(const Ground ground, GroundOf(call, tx));
  MadePapers papers;
  HT_TRY(papers.items, document::OfSubject(tx, ground.claim_id ? kClaimSubject : kReturnSubject,
                                           ground.claim_id.value_or(ground.round.id), call.who));
  if (call.who.May(document::kMakeRight)) papers.kinds = ground.kinds;
  return papers;
}

Result<document::DocumentView> Make(const Call& call, const PaperForm& form, Transaction& tx) {
  HT_TRY(const Ground ground, GroundOf(call, tx));
  if (std::find(ground.kinds.begin(), ground.kinds.end(), form.kind) == ground.kinds.end()) {
    return Invalid({{"kind", "choice", "There is no such document now."}});
  }
  ReturnPaperWish wish{form.kind, form.language.value_or(document::Language::zh), ground.claim_id};
  if (form.kind == kReturnAnnouncement && wish.language == document::Language::zh) {
    wish.wording = ParagraphsOf(ground.round.notice_text.str());
  }
  HT_TRY(const auto made, MakeReturnPaper(tx, ground.round, wish, call.who, call.now));
  return document::ViewOf(made, call.who);
}

}  // namespace

void AddReturnPaperRoutes(http::Router& router) {
  const std::string read(document::kReadRight);
  const std::string make(document::kMakeRight);
  router.Query<MadePapers>(
      {"GET", kOfRound, read, "The documents of a round, and the kinds that may be made."}, List);
  router.Command<PaperForm, document::DocumentView>(
      {"POST", kOfRound, make, "Makes a document of a round."}, Make);
  router.Query<MadePapers>(
      {"GET", kOfClaim, read, "The documents of one victim of a round, and the kinds to make."},
      List);
  router.Command<PaperForm, document::DocumentView>(
      {"POST", kOfClaim, make, "Makes a document of one victim of a round."}, Make);
  router.Query<NoticeDraft>(
      {"GET", "/api/v1/funds/returns/{id}/notice", "funds:read",
       "The public notice in the words of its template, to be edited and published."},
      [](const Call& call, Transaction& tx) -> Result<NoticeDraft> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        HT_TRY(const Round round, RoundFor(tx, id, call.who));
        HT_TRY(const auto paragraphs, AnnouncementWords(tx, round, call.now));
        return NoticeDraft{TextOf(paragraphs)};
      });
}

}  // namespace hetang::funds
