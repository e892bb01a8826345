// What the files of the register share: persons, numbers, journal entries, merging, lists.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "desk/register/register.h"

namespace hetang::registry {

// Stores what the officer corrected. Errors: invalid, not_found, forbidden (`other_unit`), stale.
struct PersonSeen {
  std::int64_t id = 0;
  std::int64_t version = 0;
};
Result<Person> ChangePerson(database::Transaction& tx, const PersonSeen& seen,
                            const VictimForm& form, const auth::Principal& who, Moment now);

struct CaseEdit {
  std::optional<FraudType> fraud_type;
};
BOOST_DESCRIBE_STRUCT(CaseEdit, (), (fraud_type))
struct CaseSeen {
  std::int64_t id = 0;
  std::int64_t version = 0;
};
Result<Case> ChangeCase(database::Transaction& tx, const CaseSeen& seen, const CaseEdit& form,
                        const auth::Principal& who, Moment now);

struct MergeForm {
  std::int64_t into = 0;
};
BOOST_DESCRIBE_STRUCT(MergeForm, (), (into))
// Gives the case that was merged. Errors: invalid (`into`: itself, unknown), conflict
// (`case_state`, `case_merged`), and those of CaseFor.
Result<Case> MergeCase(database::Transaction& tx, std::int64_t case_id, const MergeForm& form,
                       const auth::Principal& who, Moment now);

// Appends an act on the case; `entry` brings act, why and facts.
Status JournalCase(database::Transaction& tx, const Case& record, journal::Entry entry,
                   const journal::Actor& actor, Moment now);

// `c.unit_id` limited to the units the officer sees. The sign in front keeps the index on units out
// of questions that come by a person or an account: a unit may have a million cases.
std::string UnitsSeen(const auth::Principal& who);

}  // namespace hetang::registry
