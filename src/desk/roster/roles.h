// Roles as named sets of rights, and the rules about holding them.
//
// The table here seeds `roster_role`; what an officer may do is read from the rows. A right is
// `desk:verb`. The administrator's role cannot be joined with one that opens case data, so that
// whoever edits rights can never read a case.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "desk/roster/roster.h"

namespace hetang::roster {

struct RoleSeed {
  std::string_view name;
  std::string_view rights;  // Comma-separated.
};

inline constexpr std::array<RoleSeed, 10> kRoleSeeds{{
    {"duty",
     "intake:read,intake:take,register:read,register:edit,register:reveal,register:file,funds:read,"
     "funds:query,funds:stop,funds:freeze,funds:release,funds:review,deadline:read,"
     "approval:decide,roster:read,trail:read,trail:import,document:read,document:make,document:"
     "void,warning:read,warning:take_in,warning:handle"},
    {"analyst",
     "intake:read,register:read,register:reveal,funds:read,funds:query,funds:stop,deadline:read,"
     "roster:read,trail:read,trail:import,trail:claim,document:read,document:make"},
    {"investigator",
     "intake:read,register:read,register:edit,register:reveal,register:file,register:close,"
     "funds:read,funds:query,funds:stop,funds:freeze,funds:release,funds:review,deadline:read,"
     "approval:decide,roster:read,trail:read,trail:import,trail:claim,document:read,document:make,"
     "document:void"},
    {"station_officer",
     "intake:read,intake:take,register:read,deadline:read,roster:read,warning:read,warning:handle"},
    {"leader",
     "intake:read,register:read,register:reveal,register:approve_filing,register:close,"
     "funds:read,funds:query,"
     "funds:review,funds:approve,funds:rules,deadline:read,deadline:rules,approval:decide,"
     "approval:rules,roster:read,roster:plan,roster:impose,journal:read,trail:read,document:read,"
     "document:make,document:void,document:templates,warning:read,warning:take_in,warning:handle,"
     "warning:lead,warning:rules"},
    {"bank_liaison", "funds:read,funds:query,funds:banks,roster:read"},
    {"publicity", "roster:read"},
    {"community", "roster:read"},
    {"admin", "roster:read,roster:edit,roster:plan"},
    {"auditor",
     "journal:read,journal:verify,register:read,funds:read,deadline:read,roster:read,trail:read,"
     "warning:read"},
}};

inline constexpr std::string_view kEditRight = "roster:edit";
// Lays shifts and says which roles must be served.
inline constexpr std::string_view kPlanRight = "roster:plan";
// Replaces whoever is on duty, and imposes a swap that was asked for.
inline constexpr std::string_view kImposeRight = "roster:impose";
// The second officer of an order reviews it.
inline constexpr std::string_view kReviewRight = "funds:review";

// `a, b,a` as its distinct words in order.
std::vector<std::string> WordsOf(std::string_view comma_separated);
std::string JoinWords(std::span<const std::string> words);

// All rights of these roles, sorted, each once. An unknown role gives none.
std::vector<std::string> RightsOf(std::span<const Role> known, std::string_view roles);
bool Gives(std::span<const Role> known, std::string_view roles, std::string_view right);

// What is wrong with this choice of roles, at path `roles`: `missing`, `unknown_role`,
// `admin_alone` (the right to edit the roster together with any right outside it).
std::vector<FieldError> FaultsOfRoles(std::span<const Role> known, std::string_view roles);

}  // namespace hetang::roster
