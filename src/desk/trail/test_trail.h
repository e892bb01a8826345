// For tests of the trail: statements as files, and what the trail holds after they came in.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "desk/register/test_register.h"
#include "desk/trail/trail.h"

namespace hetang::trail {

using roster::Must;

// One row of a table of transactions, as its cells are written.
struct FileRow {
  std::string card;
  std::string account;
  std::string time;
  std::string amount;
  std::string balance;
  std::string direction;  // 进 or 出.
  std::string other;
  std::string serial;
  std::string success = "成功";
  std::string reason = {};
};

inline std::string Transactions(const std::vector<FileRow>& rows) {
  std::string text =
      "交易卡号,交易账号,账户开户名称,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,对手户名,"
      "交易流水号,交易是否成功,查询反馈结果原因\n";
  for (const FileRow& row : rows) {
    const std::string holder = row.card.empty() && row.account.empty() ? "" : "刘强";
    for (const std::string& cell :
         {row.card, row.account, holder, row.time, row.amount, row.balance, row.direction,
          row.other, std::string(), row.serial, row.success}) {
      text += cell + ",";
    }
    text += row.reason + "\n";
  }
  return text;
}

// A table of accounts that says: this card and this account number are one account.
inline std::string AccountSheet(const std::string& holder, const std::string& card,
                                const std::string& account) {
  return "账户开户名称,开户人证件号码,交易卡号,交易账号,开户网点,账号开户银行\n" + holder +
         ",430202199001010015," + card + "," + account + ",株洲站前支行,工商银行\n";
}

class TestTrail : public registry::TestRegister {
 public:
  explicit TestTrail(database::Engine engine) : TestRegister(engine, Migrations()) {}

  // Writes the texts as files of one import and takes them in.
  Result<ImportAnswer> TryImport(const std::vector<std::string>& texts,
                                 const std::string& ending = ".csv") {
    ImportWish wish;
    for (const std::string& text : texts) {
      const std::string name = std::to_string(++files_) + ending;
      const std::filesystem::path path = std::filesystem::path(folder_.path()) / name;
      std::ofstream(path, std::ios::binary) << text;
      wish.files.push_back({path, name});
    }
    return ImportFiles(**this, clock_, wish);
  }
  ImportAnswer Import(const std::vector<std::string>& texts) { return Must(TryImport(texts)); }

  std::vector<Transfer> Transfers() {
    return Must(See([](database::Transaction& tx) { return ShownTransfers(tx); }));
  }
  std::vector<Account> AccountsOf(const std::string& number) {
    return Must(See([&](database::Transaction& tx) {
      return tx.Find<Account>("WHERE id IN (SELECT account_id FROM trail_number WHERE number = :n)",
                              number);
    }));
  }
  Account AccountOf(const std::string& number) {
    const std::vector<Account> found = AccountsOf(number);
    HT_CHECK(found.size() == 1);
    return found.front();
  }
  std::int64_t Count(const std::string& of) {
    return Must(See([&](database::Transaction& tx) {
      return tx.Query<std::int64_t>("SELECT COUNT(*) FROM " + of);
    }))[0];
  }

  SimulatedClock& clock() { return clock_; }
  const std::string& folder() const { return folder_.path(); }

 private:
  database::TemporaryFolder folder_;
  SimulatedClock clock_{kStart};
  int files_ = 0;
};

}  // namespace hetang::trail
