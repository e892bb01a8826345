#include <algorithm>

#include "base/check.h"
#include "platform/document/document.h"
#include "platform/document/wording.h"

namespace hetang::document {
namespace {

// The row of the counter is what two makers at once wait for (or, on PostgreSQL, are run again
// for), so that each gets a number of its own.
Result<std::int64_t> TakeSequence(database::Transaction& tx, const std::string& kind,
                                  std::int64_t unit_id, std::int64_t year) {
  HT_TRY_STATUS(
      tx.Execute("INSERT INTO document_counter (kind, unit_id, year, last)"
                 " VALUES (:kind, :unit, :year, 0)"
                 " ON CONFLICT (kind, unit_id, year) DO NOTHING",
                 kind, unit_id, year));
  HT_TRY_STATUS(
      tx.Execute("UPDATE document_counter SET last = last + 1"
                 " WHERE kind = :kind AND unit_id = :unit AND year = :year",
                 kind, unit_id, year));
  HT_TRY(const auto last,
         tx.Query<std::int64_t>("SELECT last FROM document_counter"
                                " WHERE kind = :kind AND unit_id = :unit AND year = :year",
                                kind, unit_id, year));
  return last.front();
}

Result<Template> TemplateFor(database::Transaction& tx, const Order& order) {
  HT_TRY(auto templates, tx.Find<Template>("WHERE kind = :kind AND language = :language",
                                           order.kind->name, order.language));
  if (templates.empty()) return Fail(ErrorCode::not_found, "There is no such template.");
  return std::move(templates.front());
}

// The next number, or the one that somebody else has given.
Status Number(database::Transaction& tx, const Order& order, const Template& used,
              Document& document) {
  const std::string& kind = order.kind->name;
  if (!order.own_number.empty()) {
    document.number = order.own_number;
    HT_TRY(const std::int64_t last,
           TakeSequence(tx, kind + "/elsewhere", order.unit_id, document.year));
    document.sequence = -last;
    return {};
  }
  HT_TRY(document.sequence, TakeSequence(tx, kind, order.unit_id, document.year));
  HT_TRY(document.number,
         RenderLine(used.number_format.str(), {{"year", std::to_string(document.year)},
                                               {"sequence", std::to_string(document.sequence)}}));
  return {};
}

Result<std::string> BodyOf(const Order& order, const Template& used, const std::string& number,
                           Moment now) {
  Fields fields = order.fields;
  fields.values["title"] = used.title.str();
  fields.values["number"] = number;
  fields.values["made_date"] = DateText(now, order.language);
  return Render(used.body.str(), fields);
}

Status Journal(database::Transaction& tx, const Document& document, std::string act,
               const std::string& before, const auth::Principal& who, Moment now) {
  journal::Entry entry;
  entry.actor = who.actor();
  entry.desk = "document";
  entry.act = std::move(act);
  entry.subject = "document";
  entry.subject_id = document.id;
  entry.case_id = document.case_id;
  entry.unit_id = document.unit_id;
  entry.facts = {{"kind", document.kind},
                 {"number", document.number},
                 {"about", document.subject},
                 {"about_id", document.subject_id},
                 {"sha256", document.sha256}};
  entry.before = before;
  if (entry.act != "document_read") entry.after = journal::DigestOf(document);
  if (entry.act == "document_voided") entry.why = document.void_reason.str();
  return journal::Append(tx, entry, now);
}

Result<Document> DocumentFor(database::Transaction& tx, std::int64_t id,
                             const auth::Principal& who) {
  HT_TRY(Document document, tx.Get<Document>(id));
  if (!who.Sees(document.unit_id)) {
    return Fail(ErrorCode::forbidden, "The document belongs to another unit.", "other_unit");
  }
  return document;
}

std::vector<DocumentView> Seen(const std::vector<Document>& documents, const auth::Principal& who) {
  std::vector<DocumentView> seen;
  for (const Document& document : documents) {
    if (who.Sees(document.unit_id)) seen.push_back(ViewOf(document, who));
  }
  return seen;
}

}  // namespace

DocumentView ViewOf(const Document& document, const auth::Principal& who) {
  DocumentView view{document, {}};
  if (who.May(kReadRight)) view.actions.emplace_back("read");
  if (!document.voided_at && who.May(kVoidRight)) view.actions.emplace_back("void");
  return view;
}

Result<Document> Make(database::Transaction& tx, const Order& order, const auth::Principal& who,
                      Moment now) {
  HT_CHECK(order.kind != nullptr && order.unit_id != 0);
  HT_TRY(const Template used, TemplateFor(tx, order));

  Document document;
  document.kind = order.kind->name;
  document.language = order.language;
  document.title = used.title;
  document.year = CivilOf(now).year;
  HT_TRY_STATUS(Number(tx, order, used, document));
  document.unit_id = order.unit_id;
  document.subject = order.subject;
  document.subject_id = order.subject_id;
  document.case_id = order.case_id;
  document.template_version = used.version;
  document.made_by = who.officer_id;
  document.made_by_name = who.name;
  document.made_at = now;

  HT_TRY(std::string rendered, BodyOf(order, used, document.number, now));
  if (!order.wording.empty()) rendered = WithParagraphs(rendered, order.wording);
  const std::string page = PageOf(used.title.str(), order.language, rendered);
  document.sha256 = journal::DigestOfText(page);

  HT_TRY(document.id, tx.Insert(document));
  HT_TRY_STATUS(tx.Execute("INSERT INTO document_page (document_id, html) VALUES (:id, :html)",
                           document.id, PersonalText(page)));
  HT_TRY_STATUS(Journal(tx, document, "document_made", "", who, now));
  return document;
}

Result<std::vector<std::string>> WordingOf(database::Transaction& tx, const Order& order,
                                           Moment now) {
  HT_TRY(const Template used, TemplateFor(tx, order));
  HT_TRY(const std::string rendered, BodyOf(order, used, order.own_number, now));
  return ParagraphsIn(rendered);
}

Result<PersonalText> PageToSend(database::Transaction& tx, std::int64_t document_id) {
  HT_TRY(const Document document, tx.Get<Document>(document_id));
  HT_TRY(const auto pages,
         tx.Query<PersonalText>("SELECT html FROM document_page WHERE document_id = :id",
                                document_id));
  if (pages.empty() || journal::DigestOfText(pages.front().Reveal()) != document.sha256) {
    return Fail(ErrorCode::corrupt, "The page of a document does not prove itself.");
  }
  return pages.front();
}

Result<PersonalText> Read(database::Transaction& tx, std::int64_t document_id,
                          const auth::Principal& who, Moment now) {
  if (!who.May(kReadRight)) return Fail(ErrorCode::forbidden, "Reading documents needs a right.");
  HT_TRY(const Document document, DocumentFor(tx, document_id, who));
  HT_TRY(PersonalText page, PageToSend(tx, document_id));
  HT_TRY_STATUS(Journal(tx, document, "document_read", "", who, now));
  if (!document.voided_at) return page;
  return PersonalText(MarkedVoid(page.Reveal()));
}

Result<Document> Void(database::Transaction& tx, std::int64_t document_id, const Text<200>& reason,
                      const auth::Principal& who, Moment now) {
  if (reason.empty()) return Invalid({{"reason", "missing", "Why is the document void?"}});
  HT_TRY(Document document, DocumentFor(tx, document_id, who));
  if (document.voided_at) {
    return Fail(ErrorCode::conflict, "The document is void already.", "already_void");
  }
  const std::string before = journal::DigestOf(document);
  document.voided_at = now;
  document.voided_by = who.officer_id;
  document.void_reason = reason;
  HT_TRY_STATUS(tx.Update(document));
  HT_TRY_STATUS(Journal(tx, document, "document_voided", before, who, now));
  return document;
}

Result<std::vector<DocumentView>> OfCase(database::Transaction& tx, std::int64_t case_id,
                                         const auth::Principal& who) {
  HT_TRY(const auto documents,
         tx.Find<Document>("WHERE case_id = :case ORDER BY id DESC", case_id));
  return Seen(documents, who);
}

Result<std::vector<DocumentView>> OfSubject(database::Transaction& tx, std::string_view subject,
                                            std::int64_t subject_id, const auth::Principal& who) {
  HT_TRY(const auto documents,
         tx.Find<Document>("WHERE subject_id = :id AND subject = :subject ORDER BY id DESC",
                           subject_id, subject));
  return Seen(documents, who);
}

}  // namespace hetang::document
