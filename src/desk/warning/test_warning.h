// For tests of the desk: a centre with a station, and officers of each kind on two databases.
#pragma once

#include <string>
#include <vector>

#include "desk/funds/test_centre.h"
#include "desk/roster/test_roster.h"
#include "desk/warning/steps.h"
#include "desk/warning/taking.h"
#include "desk/warning/views.h"

namespace hetang::warning {

using database::Transaction;
using roster::Must;

class TestDesk {
 public:
  explicit TestDesk(database::Engine engine)
      : centre_(engine, roster::Joined({intake::Migrations(), Migrations()})) {
    Must(centre_.Write([&](Transaction& tx) { return Seed(tx, now()); }));
    roster::Unit unit;
    unit.code = "430202010000";
    unit.name = "站前派出所";
    unit.kind = roster::UnitKind::station;
    station_id_ = Must(centre_.Write([&](Transaction& tx) {
                    return roster::AddUnit(tx, unit, {}, now());
                  })).id;
    for (const char* name : {"覃问", "蒙远"}) {
      roster::NewOfficer officer;
      officer.unit_id = station_id_;
      officer.name = name;
      officer.number = Text<20>(std::to_string(910'001 + stations_.size()));
      officer.phone = PhoneNumber("000-0000111");
      officer.roles = "station_officer";
      officer.login = officer.number.str();
      stations_.push_back(Must(centre_.Write([&](Transaction& tx) -> Result<auth::Principal> {
        HT_TRY(const auto added, roster::AddOfficer(tx, officer, {}, now()));
        return roster::Roster().PrincipalOf(tx, added.id);
      })));
    }
  }

  Moment now() const { return centre_.now(); }
  const auth::Principal& duty() const { return centre_.duty(); }
  const auth::Principal& second() const { return centre_.second(); }
  const auth::Principal& leader() const { return centre_.leader(); }
  const auth::Principal& officer() const { return stations_[0]; }
  const auth::Principal& mate() const { return stations_[1]; }
  std::int64_t station() const { return station_id_; }
  funds::TestCentre& centre() { return centre_; }

  template <typename Work>
  auto Write(Work&& work) {
    return centre_.Write(std::forward<Work>(work));
  }
  template <typename Work>
  auto Read(Work&& work) {
    return centre_.db().Read(std::forward<Work>(work));
  }

  // Time goes on, and the runners with it, as in the running program.
  void Pass(Duration by) {
    centre_.Advance(by);
    Must(RunDue(centre_.db(), now()).map([](int) {}));
    Must(deadline::RunDue(centre_.db(), now()).map([](int) {}));
  }

  // Somebody in the station's streets with one phone, on the phone with a fraudster.
  InstructionForm Form(std::string phone = "19900001111", std::string level = "red") const {
    InstructionForm form;
    form.source = "national";
    form.level = std::move(level);
    form.fraud_type = FraudType::authority;
    form.name = PersonName("李采薇");
    form.phones = std::vector{PhoneNumber(std::move(phone))};
    form.address = Address("站前街道荷花小区3栋");
    form.unit_code = Text<12>("430202010000");
    form.seen = PersonalText("与境外号码通话40分钟");
    return form;
  }

  Result<TakenIn> Take(const InstructionForm& form, std::string_view batch = "") {
    return Write([&](Transaction& tx) { return TakeIn(tx, form, batch, duty(), now()); });
  }
  Warning Begin(const InstructionForm& form) {
    const auto taken = Must(Take(form));
    return Get(taken.warning_id.value_or(0));
  }
  Warning Get(std::int64_t id) {
    return Must(Read([&](Transaction& tx) { return tx.Get<Warning>(id); }));
  }
  // The newest step of this name.
  StepRow Step(const Warning& warning, const std::string& name) {
    const auto rows = Must(Read([&](Transaction& tx) {
      return tx.Find<StepRow>("WHERE warning_id = :w AND name = :n ORDER BY id DESC LIMIT 1",
                              warning.id, name);
    }));
    HT_CHECK(!rows.empty());
    return rows.front();
  }
  Result<StepRow> TakeUp(const StepRow& step, const auth::Principal& who) {
    return Write([&](Transaction& tx) { return TakeStep(tx, step.id, who, now()); });
  }
  Result<StepRow> Tell(const StepRow& step, Outcome outcome, const auth::Principal& who) {
    TellForm form;
    form.outcome = outcome;
    return Tell(step, form, who);
  }
  Result<StepRow> Tell(const StepRow& step, const TellForm& form, const auth::Principal& who) {
    return Write([&](Transaction& tx) { return TellStep(tx, step.id, form, who, now()); });
  }
  std::vector<QueueItem> QueueOf(const auth::Principal& who) {
    return Must(Read([&](Transaction& tx) { return QueueFor(tx, who, {}); })).items;
  }
  std::int64_t Count(const std::string& from_where) { return centre_.Count(from_where); }

 private:
  funds::TestCentre centre_;
  std::int64_t station_id_ = 0;
  std::vector<auth::Principal> stations_;
};

class DeskTest : public testing::TestWithParam<database::Engine> {
 protected:
  TestDesk desk_{GetParam()};
};

}  // namespace hetang::warning
