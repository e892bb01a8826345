#include "base/ids.h"
#include "base/text.h"
#include "desk/intake/intake.h"
#include "engine/text/issuers.h"

namespace hetang::intake {
namespace {

// A phone's clock may be a little ahead of ours.
constexpr Duration kClockSlack = Minutes(2);

class Marker {
 public:
  Marker(const ReportForm& form, std::span<const funds::Bank> banks, Moment now)
      : form_(form), banks_(banks), now_(now) {}

  std::vector<Mark> Run() {
    if (form_.began_at > now_ + kClockSlack) Put("began_at", "future_time", Level::wrong);
    MarkVictim(form_.victim);
    if (form_.payments.empty()) Put("payments", "missing", Level::missing);
    for (std::size_t i = 0; i < form_.payments.size(); ++i) {
      MarkPayment("payments[" + std::to_string(i) + "].", form_.payments[i]);
    }
    return std::move(marks_);
  }

 private:
  void Put(std::string path, std::string code, Level level) {
    marks_.push_back({std::move(path), std::move(code), level, {}, {}});
  }

  void MarkVictim(const VictimForm& victim) {
    if (victim.name.empty()) Put("victim.name", "missing", Level::missing);
    if (victim.phone.empty()) Put("victim.phone", "missing", Level::missing);
    const std::string& identity = victim.identity.Reveal();
    if (!identity.empty() && identity.size() == 18 && !IsIdentityNumber(identity)) {
      // Read out wrongly in a hurry; no reason to hold up a stop.
      Put("victim.identity", "checksum", Level::doubtful);
    }
    if (victim.age && (*victim.age < 0 || *victim.age > 130))
      Put("victim.age", "range", Level::wrong);
  }

  void MarkPayment(const std::string& path, const PaymentForm& payment) {
    if (payment.amount_fen <= Fen(0)) {
      Put(path + "amount_fen", payment.amount_fen == Fen(0) ? "zero_amount" : "range",
          Level::wrong);
    }
    if (!payment.at) {
      Put(path + "at", "missing", Level::missing);
    } else if (*payment.at > now_ + kClockSlack) {
      Put(path + "at", "future_time", Level::wrong);
    }
    MarkPayee(path, payment);
    if (payment.channel == Channel::bank && !payment.from.account.empty()) {
      MarkNumber(path + "from.account", payment.from.account.Reveal(), Level::doubtful);
    }
  }

  void MarkPayee(const std::string& path, const PaymentForm& payment) {
    if (payment.channel != Channel::bank) {
      if (payment.stop) Put(path + "stop", "no_order_for_channel", Level::wrong);
      return;
    }
    const std::string& number = payment.to.account.Reveal();
    if (number.empty()) {
      Put(path + "to.account", "missing", payment.stop ? Level::wrong : Level::missing);
    } else {
      MarkNumber(path + "to.account", number, payment.stop ? Level::wrong : Level::doubtful);
    }
    if (payment.to.bank_code.empty()) {
      Put(path + "to.bank_code", "unknown_bank", payment.stop ? Level::wrong : Level::missing);
    } else if (!IsInDirectory(payment.to.bank_code)) {
      Put(path + "to.bank_code", "unknown_bank", Level::wrong);
    }
    if (payment.to.holder.empty()) Put(path + "to.holder", "missing", Level::missing);
    if (payment.stop && !IsLegWhole(payment)) Put(path + "from", "late_paperwork", Level::doubtful);
  }

  // A number too short for any account is a tail; one of a card's length must pass its check.
  void MarkNumber(const std::string& path, const std::string& number, Level level) {
    constexpr std::size_t kShortestAccount = 9;
    if (!IsDigits(number)) {
      Put(path, "digits", level);
    } else if (number.size() < kShortestAccount) {
      Put(path, "truncated", level);
    } else if (text::LooksLikeCard(number) && !PassesLuhn(number)) {
      Put(path, "checksum", level);
    }
  }

  static bool IsLegWhole(const PaymentForm& payment) {
    return !payment.from.bank_code.empty() && !payment.from.account.empty() &&
           !payment.from.holder.empty() && payment.at && !payment.to.holder.empty();
  }

  bool IsInDirectory(std::string_view code) const {
    for (const funds::Bank& bank : banks_) {
      if (bank.code.str() == code) return true;
    }
    return false;
  }

  const ReportForm& form_;
  std::span<const funds::Bank> banks_;
  Moment now_;
  std::vector<Mark> marks_;
};

}  // namespace

std::vector<Mark> MarksOf(const ReportForm& form, std::span<const funds::Bank> banks, Moment now) {
  return Marker(form, banks, now).Run();
}

}  // namespace hetang::intake
