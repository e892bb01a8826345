#include "desk/roster/roster.h"

#include <gmock/gmock.h>

#include "desk/roster/forms.h"
#include "desk/roster/test_roster.h"

namespace hetang::roster {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

constexpr Moment kNow = TestRoster::kStart;

NewOfficer Form(std::int64_t unit_id) {
  NewOfficer form;
  form.unit_id = unit_id;
  form.name = "李静";
  form.number = "043001";
  form.phone = PhoneNumber("13812345678");
  form.roles = "duty";
  form.login = "lijing";
  return form;
}

OfficerForm FormOf(const Officer& officer) {
  return {officer.unit_id, officer.name,   officer.number, officer.phone,
          officer.roles,   officer.active, officer.login,  std::nullopt};
}

std::vector<std::string> FaultsIn(const Error& error) {
  std::vector<std::string> faults;
  for (const FieldError& field : error.fields) faults.push_back(field.path + ":" + field.code);
  return faults;
}

class RosterTest : public testing::TestWithParam<database::Engine> {
 protected:
  template <typename Work>
  auto Write(Work work) {
    return roster_->Write(std::move(work));
  }
  Result<Officer> Add(const NewOfficer& form) {
    return Write([&](database::Transaction& tx) { return AddOfficer(tx, form, {}, kNow); });
  }
  Officer Stored(std::int64_t id) {
    return Must(roster_->Read([&](database::Transaction& tx) { return OfficerOf(tx, id); }));
  }
  Result<Officer> Change(const Officer& seen, const OfficerForm& form, std::int64_t actor = 0) {
    return Write([&](database::Transaction& tx) {
      return ChangeOfficer(tx, {seen.id, seen.version}, form, {actor, 1}, kNow);
    });
  }
  Result<auth::Principal> Principal(std::int64_t id) {
    return roster_->Read([&](database::Transaction& tx) { return Roster().PrincipalOf(tx, id); });
  }
  TestRoster roster_{GetParam()};
};

TEST_P(RosterTest, OfficersOfTheCentreSeeAllUnitsOthersTheirOwn) {
  const auto duty = roster_.Somebody(roster_.centre(), "duty");
  const auto station = roster_.Somebody(roster_.station(), "station_officer");
  EXPECT_THAT(duty.units, UnorderedElementsAre(roster_.centre(), roster_.station()));
  EXPECT_THAT(station.units, ElementsAre(roster_.station()));
  EXPECT_TRUE(duty.May("funds:stop"));
  EXPECT_FALSE(station.May("funds:stop"));
}

TEST_P(RosterTest, SeedingAgainChangesNothing) {
  Must(Write([](database::Transaction& tx) { return Seed(tx, kNow); }));
  const auto counts = Must(roster_->Read([](database::Transaction& tx) {
    return tx.Query<std::int64_t>(
        "SELECT COUNT(*) FROM roster_role UNION ALL SELECT COUNT(*) FROM roster_unit");
  }));
  EXPECT_THAT(counts, ElementsAre(10, 2));
}

TEST_P(RosterTest, EveryWrongFieldOfAnOfficerIsReported) {
  NewOfficer form;
  form.unit_id = 999;
  form.phone = PhoneNumber("call me");
  form.roles = "king";
  form.login = "Li Jing";
  const auto added = Add(form);
  ASSERT_FALSE(added.has_value());
  EXPECT_EQ(added.error().code, ErrorCode::invalid);
  EXPECT_THAT(FaultsIn(added.error()),
              UnorderedElementsAre("roles:unknown_role", "unit_id:unknown_unit", "name:missing",
                                   "number:missing", "phone:phone", "login:login"));
}

TEST_P(RosterTest, LoginAndPoliceNumberAreTakenOnce) {
  Must(Add(Form(roster_.centre())));
  NewOfficer same_login = Form(roster_.centre());
  same_login.number = "043002";
  EXPECT_EQ(Add(same_login).error().rule, "login_taken");
  NewOfficer same_number = Form(roster_.centre());
  same_number.login = "lijing2";
  EXPECT_EQ(Add(same_number).error().rule, "number_taken");
  EXPECT_EQ(Add(same_number).error().code, ErrorCode::conflict);
}

TEST_P(RosterTest, TwoOfficersMayHaveNoLogin) {
  NewOfficer form = Form(roster_.centre());
  form.login = "";
  Must(Add(form));
  form.number = "043002";
  EXPECT_TRUE(Add(form).has_value());
}

TEST_P(RosterTest, APasswordNeedsALogin) {
  NewOfficer form = Form(roster_.centre());
  form.login = "";
  form.password = Text<200>("a long enough one");
  EXPECT_THAT(FaultsIn(Add(form).error()), ElementsAre("login:missing"));
}

TEST_P(RosterTest, AnOfficerWhoLeftIsNobody) {
  const Officer officer = Must(Add(Form(roster_.centre())));
  OfficerForm form = FormOf(officer);
  form.active = false;
  Must(Change(officer, form));
  const auto principal = Principal(officer.id);
  ASSERT_FALSE(principal.has_value());
  EXPECT_EQ(principal.error().code, ErrorCode::not_found);
}

TEST_P(RosterTest, LeavingEndsTheSessionWithinTheLifeOfTheCache) {
  NewOfficer form = Form(roster_.centre());
  form.password = Text<200>("correct horse battery");
  const Officer officer = Must(Add(form));
  Roster directory;
  auth::Sessions sessions(*roster_, directory);
  const auto session = Must(auth::SignIn(*roster_, "lijing", "correct horse battery", kNow));
  ASSERT_TRUE(sessions.CallerOf(session.token, kNow).has_value());
  OfficerForm leaving = FormOf(officer);
  leaving.active = false;
  Must(Change(officer, leaving));
  const auto caller = sessions.CallerOf(session.token, kNow + auth::Sessions::kCacheLife);
  ASSERT_FALSE(caller.has_value());
  EXPECT_EQ(caller.error().code, ErrorCode::unauthenticated);
}

TEST_P(RosterTest, AChangeOfRolesIsAChangeOfRights) {
  const Officer officer = Must(Add(Form(roster_.centre())));
  OfficerForm form = FormOf(officer);
  form.roles = "leader";
  Must(Change(officer, form));
  EXPECT_FALSE(Must(Principal(officer.id)).May("funds:stop"));
  EXPECT_TRUE(Must(Principal(officer.id)).May("funds:rules"));
}

TEST_P(RosterTest, AChangeOnAnOldVersionIsStale) {
  const Officer officer = Must(Add(Form(roster_.centre())));
  Must(Change(officer, FormOf(officer)));
  EXPECT_EQ(Change(officer, FormOf(officer)).error().code, ErrorCode::stale);
}

TEST_P(RosterTest, AMaskedPhoneSentBackStaysAndAnyOtherMaskIsRefused) {
  const Officer officer = Must(Add(Form(roster_.centre())));
  OfficerForm form = FormOf(officer);
  form.phone = PhoneNumber(officer.phone.Masked());
  const Officer changed = Must(Change(officer, form));
  EXPECT_EQ(changed.phone.Reveal(), "13812345678");
  form.phone = PhoneNumber("139****0000");
  EXPECT_THAT(FaultsIn(Change(changed, form).error()), ElementsAre("phone:masked"));
}

TEST_P(RosterTest, NobodyTakesTheRosterAwayFromHimself) {
  const Officer admin = Stored(roster_.AddOfficer(roster_.centre(), "admin"));
  roster_.AddOfficer(roster_.centre(), "admin");
  OfficerForm form = FormOf(admin);
  form.roles = "publicity";
  EXPECT_EQ(Change(admin, form, admin.id).error().rule, "own_rights");
  form = FormOf(admin);
  form.active = false;
  EXPECT_EQ(Change(admin, form, admin.id).error().rule, "own_rights");
}

TEST_P(RosterTest, TheLastAdministratorStays) {
  const Officer first = Stored(roster_.AddOfficer(roster_.centre(), "admin"));
  const Officer second = Stored(roster_.AddOfficer(roster_.centre(), "admin"));
  OfficerForm leaving = FormOf(first);
  leaving.active = false;
  Must(Change(first, leaving, second.id));
  // The first one's session may live a few seconds longer.
  leaving = FormOf(second);
  leaving.active = false;
  EXPECT_EQ(Change(second, leaving, first.id).error().rule, "last_admin");
}

TEST_P(RosterTest, EveryWrongFieldOfAUnitIsReported) {
  const Unit unit{0, "43020201", "", UnitKind::station, 999, 0};
  const auto added = Write([&](database::Transaction& tx) { return AddUnit(tx, unit, {}, kNow); });
  EXPECT_THAT(FaultsIn(added.error()),
              ElementsAre("code:unit_code", "name:missing", "parent_id:unknown_unit"));
}

TEST_P(RosterTest, AUnitCodeIsTakenOnce) {
  const Unit unit{0, "430202010000", "又一个", UnitKind::station, std::nullopt, 0};
  const auto added = Write([&](database::Transaction& tx) { return AddUnit(tx, unit, {}, kNow); });
  EXPECT_EQ(added.error().rule, "code_taken");
}

TEST_P(RosterTest, AUnitCannotStandBelowItself) {
  const auto change = [&](std::int64_t id, const UnitForm& form) {
    return Write([&](database::Transaction& tx) {
      const Unit seen = Must(UnitOf(tx, id));
      return ChangeUnit(tx, {id, seen.version}, form, {}, kNow);
    });
  };
  const UnitForm below{"430202010000", "站前派出所", UnitKind::station, roster_.centre()};
  Must(change(roster_.station(), below));
  const UnitForm above{"430202000000", "反诈中心", UnitKind::centre, roster_.station()};
  EXPECT_THAT(FaultsIn(change(roster_.centre(), above).error()),
              ElementsAre("parent_id:parent_loop"));
}

TEST_P(RosterTest, EveryActIsJournaledWithoutPersonalData) {
  const Officer officer = Must(Add(Form(roster_.centre())));
  Must(Change(officer, FormOf(officer)));
  Must(Write([&](database::Transaction& tx) {
    return RevealOfficer(tx, officer.id, "call back", {7, 1}, kNow);
  }));
  std::vector<std::string> acts;
  for (const journal::Sealed& entry : roster_.Journal()) {
    if (entry.subject == "officer") acts.push_back(entry.act);
    EXPECT_EQ(entry.facts.find("13812345678"), std::string::npos);
    EXPECT_EQ(entry.facts.find("李静"), std::string::npos);
  }
  EXPECT_THAT(acts, ElementsAre("officer_added", "officer_changed", "officer_revealed"));
}

TEST_P(RosterTest, NamesAreGivenForThoseWhoAreThere) {
  const std::int64_t id = Must(Add(Form(roster_.centre()))).id;
  const std::vector<std::int64_t> asked{id, 9'999};
  const auto names =
      Must(roster_->Read([&](database::Transaction& tx) { return NamesOf(tx, asked); }));
  EXPECT_THAT(names, ElementsAre(testing::Pair(id, "李静")));
}

INSTANTIATE_TEST_SUITE_P(Roster, RosterTest, database::BothEngines(),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace hetang::roster
