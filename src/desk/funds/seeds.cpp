#include "desk/funds/appeal.h"
#include "desk/funds/asking.h"
#include "desk/funds/order_states.h"
#include "desk/funds/orders.h"
#include "desk/funds/return_rounds.h"
#include "desk/funds/rules.h"
#include "gateway/bank/directory.h"

namespace hetang::funds {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kHourMs = 60 * kMinuteMs;
constexpr std::int64_t kDayMs = 24 * kHourMs;

deadline::Rule ClockRule(std::string name, std::int64_t length_ms, std::string remind_ms,
                         std::string basis) {
  deadline::Rule rule;
  rule.name = std::move(name);
  rule.length_ms = length_ms;
  rule.remind_ms = std::move(remind_ms);
  rule.escalate_role = "leader";
  rule.basis = std::move(basis);
  return rule;
}

std::string Before(std::initializer_list<std::int64_t> counts, std::int64_t unit_ms) {
  std::string list;
  for (const std::int64_t count : counts) {
    list += (list.empty() ? "" : ",") + std::to_string(count * unit_ms);
  }
  return list;
}
std::string HoursBefore(std::initializer_list<std::int64_t> hours) {
  return Before(hours, kHourMs);
}
std::string DaysBefore(std::initializer_list<std::int64_t> days) { return Before(days, kDayMs); }

Status SeedClocks(database::Transaction& tx) {
  HT_TRY_STATUS(deadline::SeedRule(
      tx, ClockRule(std::string(kBankAnswer), 5 * kMinuteMs, "180000,60000", "local practice")));
  HT_TRY_STATUS(deadline::SeedRule(
      tx, ClockRule(std::string(kStopExpiry), 48 * kHourMs, HoursBefore({24, 12, 6, 2}),
                    "银发〔2016〕86号: 48 hours from the stop, to the minute")));
  HT_TRY_STATUS(deadline::SeedRule(
      tx, ClockRule(std::string(kFreezeExpiry), 182 * kDayMs, DaysBefore({30, 15, 7, 1}),
                    "2013 notice on search and freezing, Art. 26: six months at most")));
  HT_TRY_STATUS(deadline::SeedRule(
      tx, ClockRule(std::string(kLatePaperwork), 24 * kHourMs, HoursBefore({6, 2}),
                    "local practice: stop first, form within 24 hours")));
  HT_TRY_STATUS(deadline::SeedRule(
      tx, ClockRule(std::string(kLiftUnrelated), 3 * kDayMs, HoursBefore({24, 6}),
                    "公安机关办理刑事案件程序规定第247条: within three days")));
  HT_TRY_STATUS(deadline::SeedRule(
      tx, ClockRule(std::string(kQueuedTurn), kDayMs, DaysBefore({7, 1}), "local practice")));
  HT_TRY_STATUS(deadline::SeedRule(
      tx, ClockRule(std::string(kWatchExpiry), 30 * kDayMs, DaysBefore({1}), "local practice")));
  for (const std::string_view source : EnumNames<registry::Source>()) {
    HT_TRY_STATUS(deadline::SeedRule(
        tx, ClockRule(std::string(kFirstStop) + "_" + std::string(source), 5 * kMinuteMs,
                      "120000,60000", "local practice: the golden five minutes")));
  }
  return {};
}

}  // namespace

Status Seed(database::Transaction& tx) {
  HT_TRY_STATUS(SeedRules(tx));
  HT_TRY_STATUS(SeedApprovals(tx));
  HT_TRY_STATUS(SeedClocks(tx));
  HT_TRY_STATUS(SeedReturnRules(tx));
  return SeedAppealClock(tx);
}

Status SeedDemoBanks(database::Transaction& tx, std::string_view sandbox_url) {
  for (const bank::BankEntry& entry : bank::DemoBanks(sandbox_url)) {
    Bank bank;
    bank.code = Text<12>(entry.code);
    bank.name = Text<80>(entry.name);
    bank.short_name = Text<40>(entry.short_name);
    bank.english_name = Text<120>(entry.name_en);
    std::string aliases;
    for (const std::string& alias : entry.aliases) aliases += (aliases.empty() ? "" : ",") + alias;
    bank.aliases = Text<400>(aliases);
    bank.phone_24h = Text<40>(entry.phone_24h);
    bank.profile = Text<40>(entry.profile);
    bank.address = Text<300>(entry.address);
    bank.answer_limit_minutes = entry.answer_limit_minutes;
    HT_TRY_STATUS(tx.Insert(bank));
  }
  return {};
}

}  // namespace hetang::funds
