#include "app/demo_data.h"

#include <array>

#include "desk/funds/funds.h"
#include "desk/roster/gaps.h"
#include "desk/roster/roster.h"
#include "gateway/bank/signature.h"

namespace hetang::app {
namespace {

constexpr journal::Actor kProgram{};

constexpr std::array<DemoLogin, 8> kLogins{{
    {"duty", "韦青禾", "900101", "duty", false},
    {"duty2", "蓝一舟", "900102", "duty", false},
    {"analyst", "苗知秋", "900103", "analyst,investigator", false},
    {"leader", "荀岳川", "900104", "leader", false},
    {"liaison", "简白露", "900105", "bank_liaison", false},
    {"station", "谷长风", "900106", "station_officer", true},
    {"admin", "闻星野", "900107", "admin", false},
    {"auditor", "司徒砚", "900108", "auditor", false},
}};

Result<std::int64_t> StationOf(database::Transaction& tx, std::int64_t centre_id, Moment now) {
  roster::Unit station;
  station.code = Text<12>("990201010001");
  station.name = Text<80>("藕塘派出所");
  station.kind = roster::UnitKind::station;
  station.parent_id = centre_id;
  HT_TRY(const roster::Unit added, roster::AddUnit(tx, station, kProgram, now));
  return added.id;
}

// The centre's telephone is served by day and by night.
Status FillRequirements(database::Transaction& tx, std::int64_t centre_id) {
  for (const auto& [begins, ends] : {std::pair(8, 20), std::pair(20, 8)}) {
    const roster::Requirement served{0, centre_id, "duty", roster::At(begins), roster::At(ends), 1};
    HT_TRY_STATUS(tx.Insert(served));
  }
  return {};
}

// Day shifts from eight to twenty and night shifts after them, around today and for two weeks.
Status FillRota(database::Transaction& tx, std::span<const roster::Officer> duty, Moment now) {
  Civil civil = CivilOf(now - Days(1));
  civil.hour = 8;
  civil.minute = civil.second = civil.millisecond = 0;
  const Moment first = MomentOf(civil);
  constexpr int kShifts = 30;
  for (int i = 0; i < kShifts; ++i) {
    const roster::Officer& officer = duty[static_cast<std::size_t>(i) % duty.size()];
    roster::Shift shift;
    shift.officer_id = officer.id;
    shift.unit_id = officer.unit_id;
    shift.role = "duty";
    shift.since = first + Hours(12 * i);
    shift.until = shift.since + Hours(12);
    HT_TRY_STATUS(tx.Insert(shift));
  }
  return {};
}

Status FillOfficers(database::Transaction& tx, Moment now) {
  HT_TRY(const auto centres, tx.Find<roster::Unit>("WHERE kind = 'centre' ORDER BY id"));
  const std::int64_t centre_id = centres.front().id;
  HT_TRY(const std::int64_t station_id, StationOf(tx, centre_id, now));
  std::vector<roster::Officer> duty;
  for (const DemoLogin& login : kLogins) {
    roster::NewOfficer officer;
    officer.unit_id = login.at_station ? station_id : centre_id;
    officer.name = Text<40>(std::string(login.name));
    officer.number = Text<20>(std::string(login.number));
    officer.phone = PhoneNumber("000-0000" + std::string(login.number.substr(3)));
    officer.roles = login.roles;
    officer.login = Text<40>(std::string(login.login));
    officer.password = Text<200>(std::string(kDemoPassword));
    HT_TRY(const roster::Officer added, roster::AddOfficer(tx, officer, kProgram, now));
    if (login.roles == "duty") duty.push_back(added);
  }
  HT_TRY_STATUS(FillRequirements(tx, centre_id));
  return FillRota(tx, duty, now);
}

Status FillBanks(database::Transaction& tx, std::string_view sandbox_url,
                 const std::string& keys_file) {
  HT_TRY_STATUS(funds::SeedDemoBanks(tx, sandbox_url));
  HT_TRY(const auto banks, funds::BanksOf(tx));
  std::vector<std::string> codes;
  for (const funds::Bank& bank : banks) codes.push_back(bank.code.str());
  HT_TRY(const bank::Keys keys, bank::Keys::LoadOrCreate(keys_file, codes));
  for (const std::string& code : codes) {
    const std::string* key = keys.For(code);
    if (key == nullptr) return Fail(ErrorCode::corrupt, "The key file lacks a bank.");
    HT_TRY_STATUS(funds::SetBankKey(tx, code, *key));
  }
  return {};
}

}  // namespace

std::span<const DemoLogin> DemoLogins() { return kLogins; }

Result<bool> IsFresh(database::Database& database) {
  return database.Read([](database::Transaction& tx) -> Result<bool> {
    HT_TRY(const auto count, tx.Query<std::int64_t>("SELECT COUNT(*) FROM roster_officer"));
    return count.front() == 0;
  });
}

Status FillDemo(database::Database& database, std::string_view sandbox_url,
                const std::string& keys_file, Moment now) {
  return database.Write([&](database::Transaction& tx) -> Status {
    HT_TRY_STATUS(roster::Seed(tx, now));
    HT_TRY_STATUS(FillOfficers(tx, now));
    return FillBanks(tx, sandbox_url, keys_file);
  });
}

}  // namespace hetang::app
