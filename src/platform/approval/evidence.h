// What a request shows to whoever decides it: the money, the account, the records behind it.
//
// A desk describes it when it asks; the request keeps it as it was then.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/approval/approval.h"

namespace hetang::approval {

// A record to look at. `kind` is a word of the page: `case`, `order`, `document`, `trace`,
// `return`.
struct EvidenceLink {
  std::string kind;
  std::int64_t id = 0;
  Text<80> label;  // Its number, or empty.
};
BOOST_DESCRIBE_STRUCT(EvidenceLink, (), (kind, id, label))

// One more fact; `name` and, where `is_word`, `value` are words of the page. Not personal.
struct EvidenceFact {
  std::string name;
  Text<200> value;
  bool is_word = false;
};
BOOST_DESCRIBE_STRUCT(EvidenceFact, (), (name, value, is_word))

struct Evidence {
  std::optional<Fen> amount_fen;
  Text<80> bank_name;
  AccountNumber account;
  PersonName holder;
  std::vector<EvidenceLink> links;
  std::vector<EvidenceFact> facts;
};
BOOST_DESCRIBE_STRUCT(Evidence, (), (amount_fen, bank_name, account, holder, links, facts))

void Attach(Request& request, const Evidence& evidence);
// Empty, when none was attached or it was written by a program that described it otherwise.
Evidence EvidenceOf(const Request& request);

}  // namespace hetang::approval
