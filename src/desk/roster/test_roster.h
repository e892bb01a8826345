// For tests of desks: a database with roster, a centre, a station and officers in it.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "desk/roster/roster.h"
#include "platform/approval/approval.h"
#include "platform/auth/auth.h"
#include "platform/database/test_database.h"
#include "platform/deadline/deadline.h"
#include "platform/journal/journal.h"

namespace hetang::roster {

using MigrationList = std::span<const database::Migration>;

// The steps of these modules one after another.
inline std::vector<database::Migration> Joined(std::initializer_list<MigrationList> lists) {
  std::vector<database::Migration> all;
  for (const MigrationList list : lists) all.insert(all.end(), list.begin(), list.end());
  return all;
}

// The value of a result that must be one.
template <typename T>
T Must(Result<T> result) {
  if (!result) ADD_FAILURE() << result.error().message << " " << result.error().rule;
  for (const FieldError& field : result ? std::vector<FieldError>{} : result.error().fields) {
    ADD_FAILURE() << field.path << ": " << field.code;
  }
  HT_CHECK(result.has_value());
  return std::move(*result);
}
inline void Must(Status status) {
  EXPECT_TRUE(status.has_value()) << status.error().message << " " << status.error().rule;
}

class TestRoster {
 public:
  explicit TestRoster(database::Engine engine, MigrationList later_desks = {})
      : database_(engine, Joined({journal::Migrations(), auth::Migrations(), deadline::Migrations(),
                                  approval::Migrations(), Migrations(), later_desks})) {
    Must(database_->Write([&](database::Transaction& tx) { return Seed(tx, kStart); }));
    centre_ = 1;
    station_ = AddUnit("430202010000", "站前派出所", UnitKind::station);
  }

  static constexpr Moment kStart{1'775'000'000'000};

  database::Database& operator*() { return *database_; }
  database::Database* operator->() { return &*database_; }
  std::int64_t centre() const { return centre_; }
  std::int64_t station() const { return station_; }

  std::int64_t AddUnit(std::string code, std::string name, UnitKind kind) {
    const Unit unit{0, code, name, kind, std::nullopt, 0};
    return Must(database_->Write([&](database::Transaction& tx) {
             return roster::AddUnit(tx, unit, {}, kStart);
           }))
        .id;
  }

  std::int64_t AddOfficer(std::int64_t unit_id, const std::string& roles) {
    const std::string number = std::to_string(100'000 + ++officers_);
    NewOfficer officer;
    officer.unit_id = unit_id;
    officer.name = "officer " + number;
    officer.number = number;
    officer.phone = PhoneNumber("0731-" + number);
    officer.roles = roles;
    officer.login = "o" + number;
    return Must(database_->Write([&](database::Transaction& tx) {
             return roster::AddOfficer(tx, officer, {}, kStart);
           }))
        .id;
  }

  auth::Principal PrincipalOf(std::int64_t officer_id) {
    Roster roster;
    return Must(database_->Read(
        [&](database::Transaction& tx) { return roster.PrincipalOf(tx, officer_id); }));
  }

  // All that was journaled, sealed.
  std::vector<journal::Sealed> Journal() {
    auto sealer = Must(journal::Sealer::Start(*database_, journal::HashKind::sha256));
    Must(sealer->Flush());
    return Must(database_->Read(
        [](database::Transaction& tx) { return journal::ReadAfter(tx, 0, 1'000); }));
  }

  // A new officer of this unit and these roles, as a request brings one.
  auth::Principal Somebody(std::int64_t unit_id, const std::string& roles) {
    return PrincipalOf(AddOfficer(unit_id, roles));
  }

 private:
  database::TestDatabase database_;
  std::int64_t centre_ = 0;
  std::int64_t station_ = 0;
  int officers_ = 0;
};

}  // namespace hetang::roster
