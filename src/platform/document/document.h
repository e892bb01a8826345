// Documents: numbered papers made from editable templates, kept for ever as they were made.
//
// A desk describes its kinds of document (their fields, a sample, built-in templates) and fills the
// fields; this module numbers, renders, stores, shows and voids. A document is one HTML page that
// needs nothing from outside, with its SHA-256; PDF is made by the browser's print.
//
// Numbers run 1, 2, 3, ... without gaps for each kind, unit and year (of +08:00). A number is taken
// in the transaction that stores its document: when that is rolled back, it was never given. A
// document that is wrong is voided with a reason and keeps its number. A document that is numbered
// elsewhere takes no number of these; its sequence is below 0.
//
// A page holds personal values in full. Reading one needs the right `document:read` and is
// journaled in the same transaction; lists show none of it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/field.h"
#include "base/result.h"
#include "platform/auth/auth.h"
#include "platform/database/database.h"
#include "platform/document/template.h"
#include "platform/http/router.h"
#include "platform/journal/journal.h"

namespace hetang::document {

inline constexpr std::string_view kReadRight = "document:read";
inline constexpr std::string_view kMakeRight = "document:make";
inline constexpr std::string_view kVoidRight = "document:void";
inline constexpr std::string_view kTemplateRight = "document:templates";

// How the program words a kind in one language before anybody edits it. `number_format` has the
// fields `year` and `sequence`.
struct BuiltIn {
  Language language = Language::zh;
  std::string_view title;
  std::string_view number_format;
  std::string_view body;
};

// How full a sample is: as most documents are, or with the longest values and lists that must fit.
enum class Sample { usual, crowded };
BOOST_DESCRIBE_ENUM(Sample, usual, crowded)

// A kind of document, described by its desk. `sample` gives an invented document with every field
// the kind has and, in every section that has fields of its own, a row: it is what templates are
// checked against and previewed with. Every document also has `title`, `number` and `made_date`; no
// sample names them.
struct Kind {
  std::string name;
  std::vector<std::string> needed;  // Fields that a template must show, besides `number`.
  Fields (*sample)(Language language, Sample sample) = nullptr;
  std::vector<BuiltIn> built_in;
};

struct Template {
  std::int64_t id = 0;
  std::string kind;
  Language language = Language::zh;
  Text<80> title;
  Text<80> number_format;
  Text<kLongestBody> body;
  bool edited = false;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Template, (),
                      (id, kind, language, title, number_format, body, edited, version))

struct Document {
  std::int64_t id = 0;
  std::string kind;
  Language language = Language::zh;
  Text<80> title;
  std::string number;  // As printed: `公(刑)返字〔2026〕1号`.
  std::int64_t year = 0;
  std::int64_t sequence = 0;
  std::int64_t unit_id = 0;
  std::string subject;  // What it is about: `order`, `return_round`, ...
  std::int64_t subject_id = 0;
  std::int64_t case_id = 0;
  std::int64_t template_version = 0;
  std::string sha256;  // Of the page.
  std::int64_t made_by = 0;
  Text<64> made_by_name;
  Moment made_at;
  std::optional<Moment> voided_at;
  std::optional<std::int64_t> voided_by;
  Text<200> void_reason;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Document, (),
                      (id, kind, language, title, number, year, sequence, unit_id, subject,
                       subject_id, case_id, template_version, sha256, made_by, made_by_name,
                       made_at, voided_at, voided_by, void_reason, version))

// A document as officers see it in lists. `actions`: `read`, `void`.
struct DocumentView : Document {
  std::vector<std::string> actions;
};
BOOST_DESCRIBE_STRUCT(DocumentView, (Document), (actions))
struct DocumentList {
  std::vector<DocumentView> items;
};
BOOST_DESCRIBE_STRUCT(DocumentList, (), (items))
DocumentView ViewOf(const Document& document, const auth::Principal& who);

// What to make. `unit_id` is the unit whose numbers count and whose officers may see it.
struct Order {
  const Kind* kind = nullptr;
  Language language = Language::zh;
  Fields fields;
  std::int64_t unit_id = 0;
  std::string subject;
  std::int64_t subject_id = 0;
  std::int64_t case_id = 0;
  std::string own_number = {};            // Given where the document is numbered elsewhere.
  std::vector<std::string> wording = {};  // Paragraphs edited for it; none: as the template says.
};
// Numbers, renders and stores the document, and journals it. Errors: invalid (`missing_field`: the
// template names a value that `fields` does not have), not_found (no such template).
Result<Document> Make(database::Transaction& tx, const Order& order, const auth::Principal& who,
                      Moment now);

// The paragraphs that the document would have (each `<p class="text">` of its template), for
// editing; nothing is stored. Errors: as Make.
Result<std::vector<std::string>> WordingOf(database::Transaction& tx, const Order& order,
                                           Moment now);

// The page of a document for this officer, journaled. A void one is marked. Errors: not_found,
// forbidden (right; `other_unit`), corrupt (the page does not have its SHA-256).
Result<PersonalText> Read(database::Transaction& tx, std::int64_t document_id,
                          const auth::Principal& who, Moment now);

// The page as it was made, for a message that takes it to whom it is addressed: sending that
// message is what is journaled. Errors: not_found, corrupt.
Result<PersonalText> PageToSend(database::Transaction& tx, std::int64_t document_id);

// Errors: not_found, forbidden (`other_unit`), invalid (no reason), conflict (`already_void`).
Result<Document> Void(database::Transaction& tx, std::int64_t document_id, const Text<200>& reason,
                      const auth::Principal& who, Moment now);

// The documents of a case, and those about one subject, the latest first, of the units this
// officer sees.
Result<std::vector<DocumentView>> OfCase(database::Transaction& tx, std::int64_t case_id,
                                         const auth::Principal& who);
Result<std::vector<DocumentView>> OfSubject(database::Transaction& tx, std::string_view subject,
                                            std::int64_t subject_id, const auth::Principal& who);

// What an editor may change of a template.
struct TemplateForm {
  Text<80> title;
  Text<80> number_format;
  Text<kLongestBody> body;
};
BOOST_DESCRIBE_STRUCT(TemplateForm, (), (title, number_format, body))
// Errors: invalid (each fault of CheckBody; number_format without `sequence` or `year`).
Status CheckTemplate(const Kind& kind, const TemplateForm& form);
// A page from the form and the sample of its kind, under the number 1 of the year.
struct PreviewForm {
  std::string kind;
  Language language = Language::zh;
  Sample sample = Sample::usual;
  TemplateForm words;
};
BOOST_DESCRIBE_STRUCT(PreviewForm, (), (kind, language, sample, words))
Result<std::string> Preview(const Kind& kind, const PreviewForm& form, Moment now);

using Kinds = std::vector<Kind>;
// Errors: not_found, stale, invalid as CheckTemplate.
Result<Template> ChangeTemplate(database::Transaction& tx, const Kinds& kinds, std::int64_t id,
                                std::int64_t version_read, const TemplateForm& form,
                                const auth::Principal& who, Moment now);
// Back to the words the program came with.
Result<Template> ResetTemplate(database::Transaction& tx, const Kinds& kinds, std::int64_t id,
                               const auth::Principal& who, Moment now);

// Adds the templates that are not there yet, and renews those that nobody has edited. A built-in
// template that does not pass its own check is a broken invariant.
Status Seed(database::Transaction& tx, const Kinds& kinds);

// /api/v1/document/...: templates and documents. The desks add what makes them.
void AddRoutes(http::Router& router, database::Database& database, const Kinds& kinds);
std::span<const database::Migration> Migrations();

}  // namespace hetang::document

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<document::Template> = "document_template";
template <>
inline constexpr std::string_view kTable<document::Document> = "document_document";
}  // namespace hetang::database
