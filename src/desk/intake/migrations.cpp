#include <array>

#include "desk/intake/intake.h"

namespace hetang::intake {

std::span<const database::Migration> Migrations() {
  static constexpr std::array<database::Migration, 1> kSteps{{
      {"intake", 1, R"(
CREATE TABLE intake_report (
  id ID, state TEXT NOT NULL, source TEXT NOT NULL, began_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL, unit_id INTEGER NOT NULL, external_number TEXT NOT NULL,
  form TEXT NOT NULL, taken_by INTEGER, taken_at INTEGER, case_id INTEGER,
  version INTEGER NOT NULL);
CREATE INDEX intake_report_state ON intake_report (state, id);
CREATE INDEX intake_report_number ON intake_report (source, external_number);
)"},
  }};
  return kSteps;
}

}  // namespace hetang::intake
