#include "desk/roster/roles.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hetang::roster {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

std::vector<Role> Known() {
  std::vector<Role> roles;
  for (const RoleSeed& seed : kRoleSeeds) {
    roles.push_back({0, std::string(seed.name), std::string(seed.rights)});
  }
  return roles;
}

std::vector<std::string> RightsOfRole(std::string_view role) { return RightsOf(Known(), role); }

// Every right the program knows; a role that names another has a slip of the pen.
const std::vector<std::string> kAllRights{"intake:read",
                                          "intake:take",
                                          "register:read",
                                          "register:edit",
                                          "register:reveal",
                                          "register:file",
                                          "register:approve_filing",
                                          "register:close",
                                          "funds:read",
                                          "funds:query",
                                          "funds:stop",
                                          "funds:freeze",
                                          "funds:release",
                                          "funds:review",
                                          "funds:approve",
                                          "funds:banks",
                                          "funds:rules",
                                          "deadline:read",
                                          "deadline:rules",
                                          "approval:decide",
                                          "approval:rules",
                                          "roster:read",
                                          "roster:edit",
                                          "roster:plan",
                                          "roster:impose",
                                          "journal:read",
                                          "journal:verify",
                                          "trail:read",
                                          "trail:import",
                                          "trail:claim",
                                          "document:read",
                                          "document:make",
                                          "document:void",
                                          "document:templates",
                                          "warning:read",
                                          "warning:take_in",
                                          "warning:handle",
                                          "warning:lead",
                                          "warning:rules"};

std::string CodeOf(std::string_view roles) {
  const auto faults = FaultsOfRoles(Known(), roles);
  return faults.empty() ? "" : faults[0].code;
}

TEST(Roles, EveryRightOfARoleIsKnownAndEveryKnownRightIsHeldBySomeRole) {
  std::vector<std::string> held;
  for (const RoleSeed& seed : kRoleSeeds) {
    for (const std::string& right : RightsOfRole(seed.name)) {
      EXPECT_THAT(kAllRights, Contains(right)) << seed.name;
      held.push_back(right);
    }
  }
  for (const std::string& right : kAllRights) EXPECT_THAT(held, Contains(right));
}

TEST(Roles, AdminSeesNoCaseData) {
  for (const std::string& right : RightsOfRole("admin")) {
    EXPECT_TRUE(right.starts_with("roster:")) << right;
  }
}

TEST(Roles, PublicityAndCommunitySeeNoCaseData) {
  EXPECT_THAT(RightsOfRole("publicity"), ElementsAre("roster:read"));
  EXPECT_THAT(RightsOfRole("community"), ElementsAre("roster:read"));
}

TEST(Roles, AuditorReadsMaskedAndChangesNothing) {
  const std::vector<std::string> rights = RightsOfRole("auditor");
  EXPECT_THAT(rights, Contains("journal:verify"));
  EXPECT_THAT(rights, Not(Contains("register:reveal")));
  for (const std::string& right : rights) {
    EXPECT_TRUE(right.ends_with(":read") || right == "journal:verify") << right;
  }
}

TEST(Roles, WhoAsksForAFilingDoesNotHoldTheRightToApproveIt) {
  for (const RoleSeed& seed : kRoleSeeds) {
    const auto rights = RightsOfRole(seed.name);
    const bool asks = std::count(rights.begin(), rights.end(), "register:file") != 0;
    const bool approves = std::count(rights.begin(), rights.end(), "register:approve_filing") != 0;
    EXPECT_FALSE(asks && approves) << seed.name;
  }
}

TEST(Roles, OnlyTheLeaderApprovesFilingsAndEditsRules) {
  for (const RoleSeed& seed : kRoleSeeds) {
    const bool leader = seed.name == "leader";
    EXPECT_EQ(Gives(Known(), seed.name, "register:approve_filing"), leader) << seed.name;
    EXPECT_EQ(Gives(Known(), seed.name, "funds:rules"), leader) << seed.name;
  }
}

TEST(Roles, RightsOfSeveralRolesAreJoinedAndEachIsThereOnce) {
  const std::vector<Role> known{{1, "a", "x:read,y:read"}, {2, "b", "y:read, z:read"}};
  EXPECT_THAT(RightsOf(known, "b,a"), ElementsAre("x:read", "y:read", "z:read"));
}

TEST(Roles, AnOfficerHoldsAtLeastOneKnownRole) {
  EXPECT_EQ(CodeOf(""), "missing");
  EXPECT_EQ(CodeOf(" , "), "missing");
  EXPECT_EQ(CodeOf("duty,king"), "unknown_role");
  EXPECT_EQ(CodeOf("duty,leader"), "");
}

TEST(Roles, TheAdministratorHoldsNoRoleThatOpensCaseData) {
  for (const RoleSeed& seed : kRoleSeeds) {
    const auto rights = RightsOfRole(seed.name);
    const bool only_roster = std::all_of(rights.begin(), rights.end(), [](const auto& right) {
      return right.starts_with("roster:");
    });
    EXPECT_EQ(CodeOf("admin," + std::string(seed.name)), only_roster ? "" : "admin_alone");
  }
}

TEST(Roles, WordsAreTrimmedAndCountOnce) {
  EXPECT_THAT(WordsOf(" duty, leader ,duty,"), ElementsAre("duty", "leader"));
  EXPECT_THAT(WordsOf(""), IsEmpty());
  EXPECT_EQ(JoinWords(WordsOf(" duty, leader ,duty,")), "duty,leader");
}

}  // namespace
}  // namespace hetang::roster
