#include "platform/document/document.h"

namespace hetang::document {

// The page lies beside its document, so that lists never touch it.
std::span<const database::Migration> Migrations() {
  static constexpr database::Migration kSteps[] = {
      {"document", 1, R"sql(
CREATE TABLE document_template (
  id ID,
  kind TEXT NOT NULL,
  language TEXT NOT NULL,
  title TEXT NOT NULL,
  number_format TEXT NOT NULL,
  body TEXT NOT NULL,
  edited INTEGER NOT NULL,
  version INTEGER NOT NULL,
  UNIQUE (kind, language)
);
CREATE TABLE document_counter (
  kind TEXT NOT NULL,
  unit_id INTEGER NOT NULL,
  year INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (kind, unit_id, year)
);
CREATE TABLE document_document (
  id ID,
  kind TEXT NOT NULL,
  language TEXT NOT NULL,
  title TEXT NOT NULL,
  number TEXT NOT NULL,
  year INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  unit_id INTEGER NOT NULL,
  subject TEXT NOT NULL,
  subject_id INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  template_version INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  made_by INTEGER NOT NULL,
  made_by_name TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  voided_at INTEGER,
  voided_by INTEGER,
  void_reason TEXT NOT NULL,
  version INTEGER NOT NULL,
  UNIQUE (kind, unit_id, year, sequence)
);
CREATE INDEX document_document_case ON document_document (case_id);
CREATE INDEX document_document_subject ON document_document (subject_id, subject);
CREATE TABLE document_page (
  document_id INTEGER PRIMARY KEY REFERENCES document_document (id),
  html TEXT NOT NULL
);
)sql"},
  };
  return kSteps;
}

}  // namespace hetang::document
