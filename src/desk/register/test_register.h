// For tests of the register and the desks after it: a roster, a register and reports to take in.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "desk/register/register.h"
#include "desk/roster/test_roster.h"

namespace hetang::registry {

using roster::Must;

inline Payment PaidTo(std::string account, std::int64_t fen, std::optional<Moment> at) {
  Payment payment;
  payment.amount_fen = Fen(fen);
  payment.at = at;
  payment.from_bank_code = "103100000026";
  payment.from_account = AccountNumber("6228480001");
  payment.to_bank_code = "102100099996";
  payment.to_bank_name = "工商银行";
  payment.to_account = AccountNumber(std::move(account));
  payment.to_holder = PersonName("刘强");
  return payment;
}

class TestRegister : public roster::TestRoster {
 public:
  explicit TestRegister(database::Engine engine, roster::MigrationList later_desks = {})
      : TestRoster(engine, roster::Joined({Migrations(), later_desks})) {
    Must((*this)->Write([](database::Transaction& tx) { return Seed(tx); }));
  }

  // A report whose victim nobody knows yet.
  NewCase Report(std::int64_t unit_id, std::vector<Payment> payments = {}) {
    NewCase form;
    form.unit_id = unit_id;
    form.began_at = kStart;
    form.narrative = PersonalText("被骗了");
    form.victim.name = PersonName("王芳");
    form.victim.phone = PhoneNumber(std::to_string(13'800'000'000 + ++victims_));
    form.payments = std::move(payments);
    return form;
  }

  Result<OpenedCase> Open(const NewCase& form, const auth::Principal& who, Moment now = kStart) {
    return (*this)->Write([&](database::Transaction& tx) { return OpenCase(tx, form, who, now); });
  }

  // Runs `work` on the database as a command or as a query.
  template <typename Work>
  auto Do(Work work) {
    return (*this)->Write(std::move(work));
  }
  template <typename Work>
  auto See(Work work) {
    return (*this)->Read(std::move(work));
  }

 private:
  std::int64_t victims_ = 0;
};

}  // namespace hetang::registry
