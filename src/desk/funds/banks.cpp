#include <algorithm>

#include "base/text.h"
#include "desk/funds/bank_edit.h"
#include "desk/funds/funds.h"
#include "gateway/bank/directory.h"
#include "gateway/bank/profile_data.h"
#include "platform/journal/journal.h"

namespace hetang::funds {
namespace {

bank::BankEntry EntryOf(const Bank& bank) {
  bank::BankEntry entry;
  entry.code = bank.code.str();
  entry.name = bank.name.str();
  entry.short_name = bank.short_name.str();
  entry.name_en = bank.english_name.str();
  for (const std::string_view alias : Split(bank.aliases.str(), ',')) {
    if (!Trim(alias).empty()) entry.aliases.emplace_back(Trim(alias));
  }
  return entry;
}

std::vector<FieldError> Problems(const Bank& bank) {
  std::vector<FieldError> errors;
  if (bank.code.str().size() != 12 || !IsDigits(bank.code.str())) {
    errors.push_back({"code", "bank_code", "A bank code has 12 digits."});
  }
  if (bank.name.empty()) errors.push_back({"name", "missing", "A bank has a name."});
  if (bank.phone_24h.empty()) {
    errors.push_back({"phone_24h", "missing", "A bank can be called at any hour."});
  }
  if (bank.address.empty()) errors.push_back({"address", "missing", "Where do its orders go?"});
  if (const auto profile = ProfileOf(bank); !profile.has_value()) {
    const auto& wrong = profile.error().fields;
    errors.insert(errors.end(), wrong.begin(), wrong.end());
  }
  if (bank.answer_limit_minutes < 1 || bank.answer_limit_minutes > 1440) {
    errors.push_back({"answer_limit_minutes", "range", "1 to 1440 minutes."});
  }
  return errors;
}

}  // namespace

Result<std::vector<Bank>> BanksOf(database::Transaction& tx) {
  return tx.Find<Bank>("ORDER BY id");
}

Result<Bank> BankOf(database::Transaction& tx, std::string_view code) {
  HT_TRY(auto found, tx.Find<Bank>("WHERE code = :code", code));
  if (found.empty()) {
    return Invalid({{"bank_code", "unknown_bank", "The bank directory has no such code."}});
  }
  return std::move(found.front());
}

const Bank* BankNamed(std::span<const Bank> banks, std::string_view name) {
  if (name.empty()) return nullptr;
  std::vector<bank::BankEntry> entries;
  for (const Bank& bank : banks) {
    if (bank.active) entries.push_back(EntryOf(bank));
  }
  const bank::Directory directory(std::move(entries));
  const bank::BankEntry* entry = directory.ByName(name);
  if (entry == nullptr) return nullptr;
  const auto found = std::find_if(banks.begin(), banks.end(),
                                  [&](const Bank& bank) { return bank.code.str() == entry->code; });
  return &*found;
}

Status SetBankKey(database::Transaction& tx, std::string_view code, std::string_view key) {
  HT_TRY_STATUS(tx.Execute("DELETE FROM funds_bank_key WHERE bank_code = :code", code));
  HT_TRY_STATUS(
      tx.Execute("INSERT INTO funds_bank_key (bank_code, signing_key) VALUES (:code, :key)", code,
                 ToHex(key)));  // Any bytes; a column of text does not hold them.
  return {};
}

Result<std::string> BankKeyOf(database::Transaction& tx, std::string_view code) {
  HT_TRY(const auto keys,
         tx.Query<std::string>("SELECT signing_key FROM funds_bank_key WHERE bank_code = :code",
                               code));
  auto key = keys.empty() ? std::nullopt : FromHex(keys.front());
  if (!key) return Fail(ErrorCode::unauthenticated, "No key is set for this bank.");
  return *std::move(key);
}

Result<bank::Profile> ProfileOf(const Bank& bank) {
  return bank::ProfileWith(bank.profile.str(), bank.profile_data.value_or(Text<2000>()).str());
}

Result<Bank> SaveBank(database::Transaction& tx, Bank bank, std::string_view version_read,
                      const auth::Principal& who, Moment now) {
  if (auto errors = Problems(bank); !errors.empty()) return Invalid(std::move(errors));
  journal::Entry entry;
  if (bank.id == 0) {
    bank.version = 0;
    HT_TRY(bank.id, tx.Insert(bank));
    entry.act = "bank_added";
  } else {
    HT_TRY(const Bank before, tx.Get<Bank>(bank.id));
    bank.version = before.version;
    if (!version_read.empty() && version_read != std::to_string(before.version)) {
      return Fail(ErrorCode::stale, "The bank changed since it was read.");
    }
    entry.before = journal::DigestOf(before);
    HT_TRY_STATUS(tx.Update(bank));
    entry.act = "bank_changed";
  }
  entry.after = journal::DigestOf(bank);
  entry.actor = who.actor();
  entry.desk = "funds";
  entry.subject = "bank";
  entry.subject_id = bank.id;
  entry.facts = {{"bank", bank.name.str()}, {"active", bank.active}};
  HT_TRY_STATUS(journal::Append(tx, entry, now));
  return bank;
}

}  // namespace hetang::funds
