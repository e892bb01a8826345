// The papers of a round of return, made from its records at the steps that need them: application
// and decision of each victim, the report, the announcement, and the notice to the bank.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "desk/funds/papers.h"
#include "desk/funds/return_rounds.h"

namespace hetang::funds {

inline constexpr std::string_view kReturnSubject = "return";       // Papers of the whole round.
inline constexpr std::string_view kClaimSubject = "return_claim";  // Papers of one victim.

struct ReturnPaperWish {
  std::string kind;
  document::Language language = document::Language::zh;
  std::optional<std::int64_t> claim_id = {};  // Of the application and the decision.
  std::vector<std::string> wording = {};      // Of the announcement, as it was edited.
};
// Makes one paper of the round as its records stand now. Error: invalid (`kind`).
Result<document::Document> MakeReturnPaper(database::Transaction& tx, const Round& round,
                                           const ReturnPaperWish& wish, const auth::Principal& who,
                                           Moment now);

// The announcement in the words of its template, from `now` on, to be edited before it is
// published.
Result<std::vector<std::string>> AnnouncementWords(database::Transaction& tx, Round round,
                                                   Moment now);

// What the steps make by themselves. At the request: the application of each victim that has none,
// and the report. At the decision: one for each victim who gets something; answers their numbers as
// one text, first to last.
Status MakeReportPapers(database::Transaction& tx, const Round& round, const auth::Principal& who,
                        Moment now);
Result<std::string> MakeDecisions(database::Transaction& tx, const Round& round,
                                  const auth::Principal& who, Moment now);

// A round that goes back to its draft leaves no paper behind that still looks valid.
Status VoidReturnPapers(database::Transaction& tx, const Round& round, const std::string& reason,
                        const auth::Principal& who, Moment now);

// A text of one paragraph a line, and back; empty lines are none.
std::vector<std::string> ParagraphsOf(const std::string& text);
std::string TextOf(const std::vector<std::string>& paragraphs);

void AddReturnPaperRoutes(http::Router& router);

}  // namespace hetang::funds
