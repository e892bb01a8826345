// Documents from the records of the desk: which an order can have, and making them. Within the
// desk.
#pragma once

#include "desk/funds/funds.h"
#include "desk/funds/papers.h"

namespace hetang::funds {

inline constexpr std::string_view kOrderSubject = "order";

// The kinds of document this order can have now. What travels with an order is made when it leaves.
std::vector<std::string> PapersOf(const Order& order);

// The documents of one subject and what may be made next.
struct MadePapers {
  std::vector<document::DocumentView> items;
  std::vector<std::string> kinds;  // To make; empty without the right.
};
BOOST_DESCRIBE_STRUCT(MadePapers, (), (items, kinds))

struct PaperForm {
  std::string kind;
  std::optional<document::Language> language;  // Chinese unless said.
};
BOOST_DESCRIBE_STRUCT(PaperForm, (), (kind, language))

// Errors: not_found, forbidden (`other_unit`), invalid (`kind`: the order has no such document).
Result<document::Document> MakePaper(database::Transaction& tx, std::int64_t order_id,
                                     const PaperForm& form, const auth::Principal& who, Moment now);

// Makes the documents that travel with an order, as it leaves: with a freeze and its renewal the
// decision to file the case and the notice to assist, with a lift its notice. The notice gives the
// order its number, unless the officer brought one from elsewhere.
Status MakeTravelling(database::Transaction& tx, Order& order, const auth::Principal& who,
                      Moment now);

// The head of papers in this case, signed by these officers.
Result<PaperHead> HeadOf(database::Transaction& tx, const registry::Case& record,
                         std::span<const std::int64_t> officer_ids);

void AddPaperRoutes(http::Router& router);

}  // namespace hetang::funds
