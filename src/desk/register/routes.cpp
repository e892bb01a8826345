#include "base/text.h"
#include "desk/register/cases.h"
#include "desk/register/closing.h"
#include "desk/register/filing.h"
#include "desk/register/rules.h"
#include "desk/register/views.h"

namespace hetang::registry {
namespace {

using database::Transaction;
using http::Call;
using http::Page;

struct SearchForm {
  Text<200> text;
};
BOOST_DESCRIBE_STRUCT(SearchForm, (), (text))

struct RevealForm {
  Text<200> why;
};
BOOST_DESCRIBE_STRUCT(RevealForm, (), (why))

http::Route Of(std::string method, std::string path, std::string_view right, std::string summary) {
  http::Route route;
  route.method = std::move(method);
  route.path = "/api/v1/register" + std::move(path);
  route.right = right;
  route.summary = std::move(summary);
  return route;
}

Result<Page<CaseLine>> Cases(const Call& call, Transaction& tx, const LaterDesks& later) {
  ListQuery query;
  HT_TRY(query.page, http::PageOf(call));
  if (const auto state = call.QueryText("state")) {
    query.state = EnumFromName<CaseState>(*state);
    if (!query.state) return Invalid({{"state", "choice", "A case has no such state."}});
  }
  return CasesOf(tx, query, call.who, later.order_sums);
}

// A search looks people up, so it is an act and leaves its trace, without the text.
Result<Page<CaseLine>> Search(const Call& call, const SearchForm& form, Transaction& tx,
                              const LaterDesks& later) {
  ListQuery query;
  HT_TRY(query.page, http::PageOf(call));
  query.text = form.text.str();
  if (CountCodePoints(query.text) < 2) {
    return Invalid({{"text", "too_short", "A search needs at least two characters."}});
  }
  HT_TRY(auto found, CasesOf(tx, query, call.who, later.order_sums));
  journal::Entry entry;
  entry.actor = call.who.actor();
  entry.desk = "register";
  entry.act = "cases_searched";
  entry.subject = "officer";
  entry.subject_id = call.who.officer_id;
  entry.unit_id = call.who.unit_id;
  entry.facts = {{"found", found.items.size()}};
  HT_TRY_STATUS(journal::Append(tx, entry, call.now));
  return found;
}

Result<CaseView> View(const Call& call, Transaction& tx, const LaterDesks& later) {
  HT_TRY(const std::int64_t id, call.PathId("id"));
  HT_TRY(const Case record, CaseFor(tx, id, call.who));
  return ViewOf(tx, record, call.who, later, Reveal::masked);
}

Result<CaseView> RevealCase(const Call& call, const RevealForm& form, Transaction& tx,
                            const LaterDesks& later) {
  HT_TRY(const std::int64_t id, call.PathId("id"));
  if (form.why.empty()) return Invalid({{"why", "missing", "Say why you need to see it."}});
  HT_TRY(const Case record, CaseFor(tx, id, call.who));
  journal::Entry entry;
  entry.act = "case_revealed";
  entry.why = form.why.str();
  HT_TRY_STATUS(JournalCase(tx, record, std::move(entry), call.who.actor(), call.now));
  return ViewOf(tx, record, call.who, later, Reveal::in_full);
}

Result<Page<TimelineItem>> Timeline(const Call& call, Transaction& tx) {
  HT_TRY(const std::int64_t id, call.PathId("id"));
  HT_TRY_STATUS(CaseFor(tx, id, call.who));
  Page<TimelineItem> page;
  HT_TRY(page.items, TimelineOf(tx, id));
  return page;
}

Result<Case> PutCase(const Call& call, const CaseEdit& form, Transaction& tx) {
  HT_TRY(const std::int64_t id, call.PathId("id"));
  HT_TRY(const std::int64_t version, call.VersionRead());
  return ChangeCase(tx, {id, version}, form, call.who, call.now);
}

Result<Person> PutPerson(const Call& call, const VictimForm& form, Transaction& tx) {
  HT_TRY(const std::int64_t id, call.PathId("id"));
  HT_TRY(const std::int64_t version, call.VersionRead());
  return ChangePerson(tx, {id, version}, form, call.who, call.now);
}

template <typename Form>
using CaseAct = Result<Case> (*)(Transaction&, std::int64_t, const Form&, const auth::Principal&,
                                 Moment);

// An act on a case that answers with the case as it then is.
template <typename Form>
void AddAct(http::Router& router, http::Route route, CaseAct<Form> act, const LaterDesks& later) {
  router.Command<Form, CaseView>(
      std::move(route),
      [act, later](const Call& call, const Form& form, Transaction& tx) -> Result<CaseView> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        HT_TRY(const Case record, act(tx, id, form, call.who, call.now));
        return ViewOf(tx, record, call.who, later, Reveal::masked);
      });
}

void AddReadingRoutes(http::Router& router, const LaterDesks& later) {
  http::Route list = Of("GET", "/cases", "register:read", "Cases, the newest first.");
  list.query_parameters = {"state", "after", "limit"};
  router.Query<Page<CaseLine>>(std::move(list), [later](const Call& call, Transaction& tx) {
    return Cases(call, tx, later);
  });
  http::Route search = Of("POST", "/cases/search", "register:read",
                          "Cases by number, victim, account or identifier; journaled.");
  search.query_parameters = {"after", "limit"};
  router.Command<SearchForm, Page<CaseLine>>(
      std::move(search), [later](const Call& call, const SearchForm& form, Transaction& tx) {
        return Search(call, form, tx, later);
      });
  router.Query<CaseView>(
      Of("GET", "/cases/{id}", "register:read", "A case in one piece, masked."),
      [later](const Call& call, Transaction& tx) { return View(call, tx, later); });
  http::Route reveal =
      Of("POST", "/cases/{id}/reveal", kRevealRight, "A case in one piece, in full; journaled.");
  reveal.reveals = true;
  router.Command<RevealForm, CaseView>(
      std::move(reveal), [later](const Call& call, const RevealForm& form, Transaction& tx) {
        return RevealCase(call, form, tx, later);
      });
  router.Query<Page<TimelineItem>>(
      Of("GET", "/cases/{id}/timeline", "register:read", "All that happened on a case."), Timeline);
}

}  // namespace

void AddRoutes(http::Router& router, LaterDesks later) {
  AddReadingRoutes(router, later);
  router.Command<CaseEdit, Case>(
      Of("PUT", "/cases/{id}", kEditRight, "Sets the fraud type of a case."), PutCase);
  router.Command<VictimForm, Person>(
      Of("PUT", "/persons/{id}", kEditRight, "Corrects what is known of a person."), PutPerson);
  AddAct<FilingForm>(
      router,
      Of("POST", "/cases/{id}/filing", kFileRight, "Asks a leader to file the case, or not to."),
      AskFiling, later);
  AddAct<ExtensionForm>(router,
                        Of("POST", "/cases/{id}/filing/extension", kFileRight,
                           "Takes 7 days to decide on filing, or asks a leader for 30."),
                        ExtendFiling, later);
  AddAct<MergeForm>(router,
                    Of("POST", "/cases/{id}/merge", kEditRight, "Merges a case into another one."),
                    MergeCase, later);
  router.Command<ClosingForm, CaseView>(
      Of("POST", "/cases/{id}/close", kCloseRight, "Closes a case of which nothing is open."),
      [later](const Call& call, const ClosingForm& form, Transaction& tx) -> Result<CaseView> {
        HT_TRY(const std::int64_t id, call.PathId("id"));
        HT_TRY(const Case record, CloseCase(tx, id, form, later, call.who, call.now));
        return ViewOf(tx, record, call.who, later, Reveal::masked);
      });
  AddAct<ClosingForm>(router,
                      Of("POST", "/cases/{id}/reopen", kCloseRight, "Opens a closed case again."),
                      ReopenCase, later);
}

}  // namespace hetang::registry
