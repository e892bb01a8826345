#include "desk/funds/attachments.h"

#include "desk/funds/paper_making.h"
#include "desk/funds/return_papers.h"

namespace hetang::funds {
namespace {

// Of a return the latest notice of its round; of other orders those made for the message.
Result<std::vector<document::Document>> DocumentsWith(database::Transaction& tx,
                                                      const Order& order) {
  if (order.kind == OrderKind::freeze_return) {
    return tx.Find<document::Document>(
        "WHERE kind = :kind AND subject = :subject AND subject_id IN"
        " (SELECT round_id FROM funds_return_share WHERE order_id = :o)"
        " AND voided_at IS NULL ORDER BY id DESC LIMIT 1",
        kReturnNotice, kReturnSubject, order.id);
  }
  return tx.Find<document::Document>(
      "WHERE subject = :subject AND subject_id = :o AND voided_at IS NULL ORDER BY id",
      kOrderSubject, order.id);
}

}  // namespace

Result<std::vector<bank::Attachment>> AttachmentsFor(database::Transaction& tx,
                                                     const Order& order) {
  std::vector<bank::Attachment> attached;
  if (order.id == 0) return attached;
  HT_TRY(const auto documents, DocumentsWith(tx, order));
  for (const document::Document& document : documents) {
    HT_TRY(const PersonalText page, document::PageToSend(tx, document.id));
    attached.push_back({document.title.str() + ".html", page.Reveal()});
  }
  return attached;
}

}  // namespace hetang::funds
