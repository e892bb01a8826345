// Filing a case (立案): asked by its handler, decided by a leader, with the clocks of 3, 7 and 30
// days. What was asked is a row of its own, so that the record keeps every request and its fate.
#pragma once

#include <optional>
#include <vector>

#include "desk/register/register.h"

namespace hetang::registry {

enum class FilingDecision { file, do_not_file };
BOOST_DESCRIBE_ENUM(FilingDecision, file, do_not_file)
enum class AskedState { asked, approved, refused };
BOOST_DESCRIBE_ENUM(AskedState, asked, approved, refused)

struct Filing {
  std::int64_t id = 0;
  std::int64_t case_id = 0;
  FilingDecision decision = FilingDecision::file;
  std::int64_t filing_unit_id = 0;
  Text<400> grounds;
  CaseState asked_from = CaseState::taken_in;  // Where a refusal puts the case back.
  std::int64_t asked_by = 0;
  Moment asked_at;
  AskedState state = AskedState::asked;
  std::optional<std::int64_t> decided_by;
  std::optional<Moment> decided_at;
};
BOOST_DESCRIBE_STRUCT(Filing, (),
                      (id, case_id, decision, filing_unit_id, grounds, asked_from, asked_by,
                       asked_at, state, decided_by, decided_at))

// A longer term that waits for a leader.
struct Extension {
  std::int64_t id = 0;
  std::int64_t case_id = 0;
  std::int64_t days = 0;
  Text<400> grounds;
  std::int64_t asked_by = 0;
  Moment asked_at;
  AskedState state = AskedState::asked;
};
BOOST_DESCRIBE_STRUCT(Extension, (), (id, case_id, days, grounds, asked_by, asked_at, state))

struct FilingForm {
  FilingDecision decision = FilingDecision::file;
  std::int64_t filing_unit_id = 0;
  Text<400> grounds;
};
BOOST_DESCRIBE_STRUCT(FilingForm, (), (decision, filing_unit_id, grounds))

struct ExtensionForm {
  std::int64_t days = 0;
  Text<400> grounds;
};
BOOST_DESCRIBE_STRUCT(ExtensionForm, (), (days, grounds))

// Errors: invalid (no grounds, a unit that files no cases), conflict (`case_state`,
// `case_merged`), and those of CaseFor.
Result<Case> AskFiling(database::Transaction& tx, std::int64_t case_id, const FilingForm& form,
                       const auth::Principal& who, Moment now);

// Seven days are the handler's own act; thirty wait for a leader. Errors: invalid, conflict
// (`filing_clock_over`, `already_extended`, `extension_asked`, `case_state`, `case_merged`).
Result<Case> ExtendFiling(database::Transaction& tx, std::int64_t case_id,
                          const ExtensionForm& form, const auth::Principal& who, Moment now);

Result<std::vector<Filing>> FilingsOf(database::Transaction& tx, std::int64_t case_id);

}  // namespace hetang::registry

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<registry::Filing> = "register_filing";
template <>
inline constexpr std::string_view kTable<registry::Extension> = "register_extension";
}  // namespace hetang::database
