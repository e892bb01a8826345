#include <filesystem>
#include <iostream>

#include <fmt/core.h>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "app/commands.h"
#include "base/text.h"
#include "desk/funds/funds.h"
#include "desk/roster/roster.h"
#include "gateway/bank/signature.h"
#include "platform/journal/journal.h"

namespace hetang::app {
namespace {

// A command line acts as the program itself; the journal says so by officer 0.
constexpr journal::Actor kProgram{};

Result<std::int64_t> UnitWithCode(database::Transaction& tx, const std::string& code) {
  HT_TRY(const auto units, code.empty() ? tx.Find<roster::Unit>("WHERE kind = 'centre' ORDER BY id")
                                        : tx.Find<roster::Unit>("WHERE code = :code", code));
  if (units.empty()) return Fail(ErrorCode::not_found, "There is no such unit.");
  return units.front().id;
}

Result<roster::Officer> AddWithPassword(database::Database& database, const OfficerOptions& options,
                                        const std::string& password, Moment now) {
  return database.Write([&](database::Transaction& tx) -> Result<roster::Officer> {
    HT_TRY_STATUS(roster::Seed(tx, now));
    roster::NewOfficer officer;
    HT_TRY(officer.unit_id, UnitWithCode(tx, options.unit_code));
    officer.name = Text<40>(options.name);
    officer.number = Text<20>(options.number);
    officer.phone = PhoneNumber(options.phone);
    officer.roles = options.roles;
    officer.login = Text<40>(options.login);
    officer.password = Text<200>(password);
    return roster::AddOfficer(tx, officer, kProgram, now);
  });
}

}  // namespace

int VerifyJournal(const VerifyOptions& options) {
  const auto database = OpenDatabase(options.centre);
  if (!database) return Report(database.error());
  const auto proof = journal::Verify(**database, options.head);
  if (options.json) {
    boost::json::object answer{{"proved", proof.has_value()}};
    if (proof) {
      answer["entries"] = proof->entries;
      answer["head"] = proof->head;
    } else {
      answer["problem"] = proof.error().message;
    }
    fmt::print("{}\n", boost::json::serialize(answer));
    return proof ? 0 : FactsOf(proof.error().code).exit_code;
  }
  if (!proof) return Report(proof.error());
  fmt::print("proved: {} entries, head {}\n", proof->entries, proof->head);
  return 0;
}

int AddOfficer(const OfficerOptions& options) {
  std::string password;
  if (!std::getline(std::cin, password)) {
    return Report({ErrorCode::invalid, "The password is read from standard input.", {}, {}});
  }
  const auto database = OpenDatabase(options.centre);
  if (!database) return Report(database.error());
  const auto added =
      AddWithPassword(**database, options, std::string(Trim(password)), SystemClock().Now());
  if (!added) return Report(added.error());
  fmt::print("{}\n", added->id);
  return 0;
}

int SetBankKeys(const CentreOptions& options, const std::string& file) {
  const auto keys = bank::Keys::Load(file);
  if (!keys) return Report(keys.error());
  const auto database = OpenDatabase(options);
  if (!database) return Report(database.error());
  const auto set = (*database)->Write([&](database::Transaction& tx) -> Result<int> {
    HT_TRY(const auto banks, funds::BanksOf(tx));
    int count = 0;
    for (const funds::Bank& bank : banks) {
      const std::string* key = keys->For(bank.code.str());
      if (key == nullptr) continue;
      HT_TRY_STATUS(funds::SetBankKey(tx, bank.code.str(), *key));
      ++count;
    }
    return count;
  });
  if (!set) return Report(set.error());
  fmt::print("{}\n", *set);
  return 0;
}

int Backup(const CentreOptions& options, const std::string& file) {
  const auto database = OpenDatabase(options);
  if (!database) return Report(database.error());
  if (const Status done = (*database)->BackupTo(file); !done) return Report(done.error());
  return 0;
}

int Restore(const CentreOptions& options, const std::string& file) {
  namespace fs = std::filesystem;
  const fs::path target = fs::path(options.data) / "hetang.sqlite";
  std::error_code failed;
  if (fs::exists(target, failed)) {
    return Report({ErrorCode::conflict,
                   "The data directory holds a database; restore into an empty one.",
                   {},
                   {}});
  }
  fs::create_directories(options.data, failed);
  // Copied beside and renamed, so that a cut restore leaves no half database behind.
  const fs::path copy = fs::path(options.data) / "hetang.sqlite.restoring";
  if (!fs::copy_file(file, copy, fs::copy_options::overwrite_existing, failed) || failed) {
    return Report({ErrorCode::unavailable, "The backup cannot be copied.", {}, {}});
  }
  CentreOptions check = options;
  fs::rename(copy, target, failed);
  if (failed) return Report({ErrorCode::unavailable, "The backup cannot be put in place.", {}, {}});
  const auto database = OpenDatabase(check);
  const auto proof = database ? journal::Verify(**database, "")
                              : Result<journal::Proof>(tl::unexpected(database.error()));
  if (!proof) {
    fs::remove(target, failed);
    return Report(proof.error());
  }
  fmt::print("restored and proved: {} entries, head {}\n", proof->entries, proof->head);
  return 0;
}

}  // namespace hetang::app
