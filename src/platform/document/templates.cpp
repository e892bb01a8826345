#include <algorithm>

#include "base/check.h"
#include "platform/document/document.h"
#include "platform/document/kinds.h"

namespace hetang::document {
namespace {

const BuiltIn* BuiltInOf(const Kind& kind, Language language) {
  for (const BuiltIn& each : kind.built_in) {
    if (each.language == language) return &each;
  }
  return nullptr;
}

TemplateForm FormOf(const BuiltIn& words) {
  return {Text<80>(std::string(words.title)), Text<80>(std::string(words.number_format)),
          Text<kLongestBody>(std::string(words.body))};
}

void Take(Template& row, const TemplateForm& form) {
  row.title = form.title;
  row.number_format = form.number_format;
  row.body = form.body;
}

bool Holds(const Template& row, const TemplateForm& form) {
  return row.title == form.title && row.number_format == form.number_format &&
         row.body == form.body;
}

// Whether two numbers of the format can never be the same.
bool IsTelling(std::string_view format) {
  const auto printed = [&](const char* year, const char* sequence) {
    return RenderLine(format, {{"year", year}, {"sequence", sequence}}).value_or("");
  };
  const std::string one = printed("2026", "1");
  return one != printed("2026", "2") && one != printed("2027", "1");
}

Status Journal(database::Transaction& tx, const Template& row, std::string act,
               const std::string& before, const auth::Principal& who, Moment now) {
  journal::Entry entry;
  entry.actor = who.actor();
  entry.desk = "document";
  entry.act = std::move(act);
  entry.subject = "template";
  entry.subject_id = row.id;
  entry.facts = {{"kind", row.kind}, {"language", EnumName(row.language)}};
  entry.before = before;
  entry.after = journal::DigestOf(row);
  return journal::Append(tx, entry, now);
}

Status SeedOne(database::Transaction& tx, const Kind& kind, const BuiltIn& words) {
  const TemplateForm form = FormOf(words);
  HT_CHECK(CheckTemplate(kind, form).has_value());
  HT_TRY(auto rows, tx.Find<Template>("WHERE kind = :kind AND language = :language", kind.name,
                                      words.language));
  if (rows.empty()) {
    Template row;
    row.kind = kind.name;
    row.language = words.language;
    Take(row, form);
    HT_TRY_STATUS(tx.Insert(row));
  } else if (!rows.front().edited && !Holds(rows.front(), form)) {
    Take(rows.front(), form);
    HT_TRY_STATUS(tx.Update(rows.front()));
  }
  return {};
}

}  // namespace

Result<const Kind*> KindNamed(const Kinds& kinds, std::string_view name) {
  const auto found =
      std::find_if(kinds.begin(), kinds.end(), [&](const Kind& kind) { return kind.name == name; });
  if (found == kinds.end()) return Fail(ErrorCode::not_found, "There is no such document.");
  return &*found;
}

Fields KnownFieldsOf(const Kind& kind, Language language) {
  Fields known = kind.sample(language, Sample::usual);
  for (const char* name : {"title", "number", "made_date"}) known.values[name] = name;
  return known;
}

Status CheckTemplate(const Kind& kind, const TemplateForm& form) {
  std::vector<FieldError> faults;
  if (form.title.empty()) faults.push_back({"title", "missing", "A document has a title."});
  const auto number = RenderLine(form.number_format.str(), {{"year", "1"}, {"sequence", "2"}});
  if (!number) {
    faults = number.error().fields;
  } else if (!IsTelling(form.number_format.str())) {
    faults.push_back({"number_format", "missing_field", "A number tells year and sequence."});
  }
  std::vector<std::string> needed = kind.needed;
  needed.emplace_back("number");
  const auto body = CheckBody(form.body.str(), KnownFieldsOf(kind, Language::zh), needed);
  if (!body) {
    faults.insert(faults.end(), body.error().fields.begin(), body.error().fields.end());
  }
  if (!faults.empty()) return Invalid(std::move(faults));
  return {};
}

Result<std::string> Preview(const Kind& kind, const PreviewForm& form, Moment now) {
  HT_TRY_STATUS(CheckTemplate(kind, form.words));
  const std::string& title = form.words.title.str();
  Fields fields = kind.sample(form.language, form.sample);
  HT_TRY(fields.values["number"],
         RenderLine(form.words.number_format.str(),
                    {{"year", std::to_string(CivilOf(now).year)}, {"sequence", "1"}}));
  fields.values["title"] = title;
  fields.values["made_date"] = DateText(now, form.language);
  HT_TRY(const std::string rendered, Render(form.words.body.str(), fields));
  return PageOf(title, form.language, rendered);
}

Result<Template> ChangeTemplate(database::Transaction& tx, const Kinds& kinds, std::int64_t id,
                                std::int64_t version_read, const TemplateForm& form,
                                const auth::Principal& who, Moment now) {
  HT_TRY(Template row, tx.Get<Template>(id));
  HT_TRY(const Kind* kind, KindNamed(kinds, row.kind));
  HT_TRY_STATUS(CheckTemplate(*kind, form));
  const std::string before = journal::DigestOf(row);
  row.version = version_read;
  Take(row, form);
  row.edited = true;
  HT_TRY_STATUS(tx.Update(row));
  HT_TRY_STATUS(Journal(tx, row, "template_changed", before, who, now));
  return row;
}

Result<Template> ResetTemplate(database::Transaction& tx, const Kinds& kinds, std::int64_t id,
                               const auth::Principal& who, Moment now) {
  HT_TRY(Template row, tx.Get<Template>(id));
  HT_TRY(const Kind* kind, KindNamed(kinds, row.kind));
  const BuiltIn* words = BuiltInOf(*kind, row.language);
  if (words == nullptr) return Fail(ErrorCode::not_found, "There are no built-in words.");
  const std::string before = journal::DigestOf(row);
  Take(row, FormOf(*words));
  row.edited = false;
  HT_TRY_STATUS(tx.Update(row));
  HT_TRY_STATUS(Journal(tx, row, "template_reset", before, who, now));
  return row;
}

Status Seed(database::Transaction& tx, const Kinds& kinds) {
  for (const Kind& kind : kinds) {
    for (const BuiltIn& words : kind.built_in) HT_TRY_STATUS(SeedOne(tx, kind, words));
  }
  return {};
}

}  // namespace hetang::document
