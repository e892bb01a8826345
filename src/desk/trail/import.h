// Loading imports, within the desk.
#pragma once

#include "base/text.h"
#include "desk/trail/trail.h"

namespace hetang::trail {

// A mapping of columns that somebody drew by hand, remembered by the header's key.
struct MappingRow {
  std::int64_t id = 0;
  std::string header_key;
  statement::Table kind = statement::Table::transactions;
  std::string columns;  // Names of statement::Column, comma-separated.
  bool amounts_in_fen = false;
  std::int64_t officer_id = 0;
  Moment made_at;
};
BOOST_DESCRIBE_STRUCT(MappingRow, (),
                      (id, header_key, kind, columns, amounts_in_fen, officer_id, made_at))

// Loads files under an import that waits (id not 0), or under a new one. One that waits is tried
// once while another loads (error: conflict, `import_running`); a new one awaits its turn.
Result<ImportAnswer> LoadFiles(database::Database& database, const Clock& clock,
                               const ImportWish& wish, Import import);
// Loads a bank's answer under the import that waits for it. Errors: those of LoadFiles.
Status LoadAnswer(database::Database& database, const Clock& clock, const BankAnswer& answer,
                  Import import);

// What an import that waits is made from. One of the two is there.
struct Source {
  std::optional<BankAnswer> answer;
  std::vector<InputName> uploads;
};
BOOST_DESCRIBE_STRUCT(Source, (), (answer, uploads))
Result<Source> SourceOf(const Import& import);

// Loads again what failed, under the same id; of what is shown, the same originals under a new one,
// as once their columns are mapped. Errors: conflict (`import_underway`; `nothing_to_retry`: its
// originals are not kept here).
Result<Import> Retry(database::Transaction& tx, Import import, std::int64_t officer_id, Moment now);

Status JournalImport(database::Transaction& tx, const Import& import, std::string act, Moment now);

}  // namespace hetang::trail

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<trail::MappingRow> = "trail_mapping";
}  // namespace hetang::database
