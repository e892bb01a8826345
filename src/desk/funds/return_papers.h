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
};
// Makes one paper of the round as its records stand now. Error: invalid (`kind`).
Result<document::Document> MakeReturnPaper(database::Transaction& tx, const Round& round,
                                           const ReturnPaperWish& wish, const auth::Principal& who,
                                           Moment now);

}  // namespace hetang::funds
