#include "platform/document/document.h"
#include "platform/document/kinds.h"

namespace hetang::document {
namespace {

using database::Transaction;
using http::Call;

// Together with the policy of the whole server: no script, nothing from outside, no window to act
// in, whatever a template says.
constexpr const char* kPagePolicy =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; sandbox";

struct TemplateList {
  std::vector<Template> items;
};
BOOST_DESCRIBE_STRUCT(TemplateList, (), (items))

// The names a template may use inside one section.
struct SectionNames {
  std::string name;
  std::vector<std::string> fields;
};
BOOST_DESCRIBE_STRUCT(SectionNames, (), (name, fields))

// A template as its editor needs it.
struct TemplateView : Template {
  std::vector<std::string> fields;
  std::vector<std::string> needed;
  std::vector<SectionNames> sections;
};
BOOST_DESCRIBE_STRUCT(TemplateView, (Template), (fields, needed, sections))

// Of sample values only: nothing personal.
struct PreviewPage {
  std::string html;
};
BOOST_DESCRIBE_STRUCT(PreviewPage, (), (html))

struct VoidForm {
  Text<200> reason;
};
BOOST_DESCRIBE_STRUCT(VoidForm, (), (reason))

http::Route Of(std::string method, std::string path, std::string_view right, std::string summary) {
  http::Route route;
  route.method = std::move(method);
  route.path = "/api/v1/document" + std::move(path);
  route.right = right;
  route.summary = std::move(summary);
  return route;
}

Result<TemplateView> ViewTemplate(const Kinds& kinds, const Template& row) {
  HT_TRY(const Kind* kind, KindNamed(kinds, row.kind));
  const Fields known = KnownFieldsOf(*kind, row.language);
  TemplateView view{row, {}, kind->needed, {}};
  view.needed.emplace_back("number");
  for (const auto& [name, value] : known.values) view.fields.push_back(name);
  for (const auto& [name, rows] : known.rows) {
    SectionNames section{name, {}};
    if (!rows.empty()) {
      for (const auto& [field, value] : rows.front()) section.fields.push_back(field);
    }
    view.sections.push_back(std::move(section));
  }
  return view;
}

void AddTemplateRoutes(http::Router& router, const Kinds& kinds) {
  router.Query<TemplateList>(
      Of("GET", "/templates", kTemplateRight, "The templates of all documents."),
      [](const Call&, Transaction& tx) -> Result<TemplateList> {
        HT_TRY(auto rows, tx.Find<Template>("ORDER BY id"));
        return TemplateList{std::move(rows)};
      });
  router.Query<TemplateView>(
      Of("GET", "/templates/{id}", kTemplateRight, "A template with the fields it may use."),
      [kinds](const Call& call, Transaction& tx) -> Result<TemplateView> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        HT_TRY(const Template row, tx.Get<Template>(id));
        return ViewTemplate(kinds, row);
      });
  router.Command<TemplateForm, TemplateView>(
      Of("PUT", "/templates/{id}", kTemplateRight, "Changes a template."),
      [kinds](const Call& call, const TemplateForm& form, Transaction& tx) -> Result<TemplateView> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        HT_TRY(const std::int64_t version, call.VersionRead());
        HT_TRY(const Template row,
               ChangeTemplate(tx, kinds, id, version, form, call.who, call.now));
        return ViewTemplate(kinds, row);
      });
  router.Command<http::Nothing, TemplateView>(
      Of("POST", "/templates/{id}/reset", kTemplateRight, "Back to the built-in template."),
      [kinds](const Call& call, const http::Nothing&, Transaction& tx) -> Result<TemplateView> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        HT_TRY(const Template row, ResetTemplate(tx, kinds, id, call.who, call.now));
        return ViewTemplate(kinds, row);
      });
  router.Raw<PreviewForm, PreviewPage>(
      Of("POST", "/preview", kTemplateRight, "A template drawn with invented values."),
      [kinds](const Call& call) -> Result<http::Response> {
        HT_TRY(const auto form, json::Read<PreviewForm>(std::string_view(call.body)));
        HT_TRY(const Kind* kind, KindNamed(kinds, form.kind));
        PreviewPage page;
        HT_TRY(page.html, Preview(*kind, form, call.now));
        http::Response response;
        response.body = json::Write(page);
        return response;
      });
}

void AddDocumentRoutes(http::Router& router, database::Database& database) {
  http::Route list = Of("GET", "/documents", kReadRight, "The documents of a case.");
  list.query_parameters = {"case_id"};
  router.Query<DocumentList>(std::move(list),
                             [](const Call& call, Transaction& tx) -> Result<DocumentList> {
                               HT_TRY(const std::int64_t id, call.PathId("case_id"));
                               HT_TRY(auto documents, OfCase(tx, id, call.who));
                               return DocumentList{std::move(documents)};
                             });
  router.Raw(Of("GET", "/documents/{id}/page", kReadRight,
                "The document itself, in full, as a page to print; journaled."),
             [&database](const Call& call) -> Result<http::Response> {
               HT_TRY(const std::int64_t id, call.PathId("id"));
               HT_TRY(const PersonalText page, database.Write([&](Transaction& tx) {
                 return Read(tx, id, call.who, call.now);
               }));
               http::Response response;
               response.content_type = "text/html; charset=utf-8";
               response.headers.emplace_back("Content-Security-Policy", kPagePolicy);
               response.body = page.Reveal();
               return response;
             });
  router.Command<VoidForm, DocumentView>(
      Of("POST", "/documents/{id}/void", kVoidRight, "Declares a document void."),
      [](const Call& call, const VoidForm& form, Transaction& tx) -> Result<DocumentView> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        HT_TRY(const Document document, Void(tx, id, form.reason, call.who, call.now));
        return ViewOf(document, call.who);
      });
}

}  // namespace

void AddRoutes(http::Router& router, database::Database& database, const Kinds& kinds) {
  AddTemplateRoutes(router, kinds);
  AddDocumentRoutes(router, database);
}

}  // namespace hetang::document
