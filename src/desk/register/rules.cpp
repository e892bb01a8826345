#include "desk/register/rules.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace hetang::registry {
namespace {

bool IsIn(Act act, std::span<const Act> acts) {
  return std::find(acts.begin(), acts.end(), act) != acts.end();
}

template <typename Value>
void CheckMask(const Value& value, const std::string& path, std::vector<FieldError>& faults) {
  if (value.Reveal().find('*') == std::string::npos) return;
  faults.push_back({path, "masked", "A masked value cannot be stored."});
}

void CheckPayments(std::span<const Payment> payments, Moment now, std::vector<FieldError>& faults) {
  if (payments.size() > kMostPayments) {
    faults.push_back({"payments", "too_many", "One report holds at most 500 payments."});
    return;
  }
  for (std::size_t i = 0; i < payments.size(); ++i) {
    const Payment& payment = payments[i];
    const std::string path = fmt::format("payments[{}].", i);
    if (payment.amount_fen.value() == 0) {
      faults.push_back({path + "amount_fen", "zero_amount", "A payment has an amount."});
    } else if (payment.amount_fen.value() < 0 || payment.amount_fen.value() > kMaxFen) {
      faults.push_back({path + "amount_fen", "amount", "The amount is out of range."});
    }
    if (payment.at && *payment.at > now + kClockSkew) {
      faults.push_back({path + "at", "future_time", "A payment lies in the past."});
    }
  }
}

template <typename T>
bool Fill(T& known, const T& told, const T& nothing) {
  if (!(known == nothing) || told == nothing) return false;
  known = told;
  return true;
}

}  // namespace

const Step* StepFor(Act act, CaseState from, CaseState to) {
  for (const Step& step : kSteps) {
    if (step.act == act && step.from == from && step.to == to) return &step;
  }
  return nullptr;
}

bool Allows(CaseState from, Act act) {
  return std::any_of(kSteps.begin(), kSteps.end(),
                     [&](const Step& step) { return step.act == act && step.from == from; });
}

Status CheckAct(const Case& record, Act act) {
  if (Allows(record.state, act)) return {};
  if (record.state == CaseState::merged) {
    return Fail(ErrorCode::conflict, "The case was merged into another one.", "case_merged");
  }
  return Fail(ErrorCode::conflict, "The state of the case does not allow this.", "case_state");
}

std::vector<std::string> ActionsOf(const Case& record, const auth::Principal& who) {
  constexpr std::array kOffered{Act::edit,  Act::ask_filing, Act::extend_filing,
                                Act::merge, Act::close,      Act::reopen};
  std::vector<std::string> actions;
  for (const Step& step : kSteps) {
    if (step.from != record.state || !IsIn(step.act, kOffered) || !who.May(step.right)) continue;
    const std::string name(EnumName(step.act));
    if (std::find(actions.begin(), actions.end(), name) == actions.end()) actions.push_back(name);
  }
  if (who.May(kRevealRight)) actions.emplace_back("reveal");
  return actions;
}

Result<Moment> ExtendedDue(Moment taken_at, Moment due_at, std::int64_t days, Moment now) {
  if (days != kLongFilingDays && days != kLongestFilingDays) {
    return Invalid({{"days", "choice", "The term is 7 or 30 days."}});
  }
  if (now > due_at) {
    return Fail(ErrorCode::conflict, "The filing clock has run out.", "filing_clock_over");
  }
  const Moment extended = taken_at + Days(days);
  if (extended <= due_at) {
    return Fail(ErrorCode::conflict, "The filing clock already runs this long.",
                "already_extended");
  }
  return extended;
}

std::string CaseNumberPrefix(std::string_view unit_code, Moment now) {
  return fmt::format("AJ{}{}", unit_code.substr(0, 6), FormatCompact(now).substr(0, 8));
}

std::string FilingNumberPrefix(std::string_view unit_code, Moment now) {
  return fmt::format("LA{}{}", unit_code.substr(0, 6), FormatCompact(now).substr(0, 4));
}

std::string Numbered(std::string_view prefix, std::int64_t sequence) {
  return fmt::format("{}{:04}", prefix, sequence);
}

std::vector<FieldError> FaultsOfVictim(const VictimForm& form, const std::string& prefix) {
  std::vector<FieldError> faults;
  CheckMask(form.name, prefix + "name", faults);
  CheckMask(form.phone, prefix + "phone", faults);
  CheckMask(form.identity, prefix + "identity", faults);
  CheckMask(form.address, prefix + "address", faults);
  const std::string& identity = form.identity.Reveal();
  // Other papers (passports, permits) have other lengths and no check digit we know.
  if (identity.size() == 18 && identity.find('*') == std::string::npos &&
      !IsIdentityNumber(identity)) {
    faults.push_back({prefix + "identity", "checksum", "The identity number fails its check."});
  }
  if (form.age && (*form.age < 0 || *form.age > 130)) {
    faults.push_back({prefix + "age", "range", "An age lies between 0 and 130."});
  }
  return faults;
}

std::vector<FieldError> FaultsOf(const NewCase& form, Moment now) {
  std::vector<FieldError> faults = FaultsOfVictim(form.victim, "victim.");
  if (form.began_at > now + kClockSkew) {
    faults.push_back({"began_at", "future_time", "A call began in the past."});
  }
  CheckPayments(form.payments, now, faults);
  if (form.identifiers.size() > kMostIdentifiers) {
    faults.push_back({"identifiers", "too_many", "One report holds at most 1,000 identifiers."});
  }
  return faults;
}

bool TellOfOne(const Payment& a, const Payment& b) {
  if (a.to_account.empty() || !(a.to_account == b.to_account) || a.amount_fen != b.amount_fen) {
    return false;
  }
  if (!a.at || !b.at) return true;
  return std::max(*a.at, *b.at) - std::min(*a.at, *b.at) <= kSameTime;
}

std::vector<std::optional<std::size_t>> MatchPayments(std::span<const Payment> held,
                                                      std::span<const Payment> told) {
  std::vector<bool> used(held.size());
  std::vector<std::optional<std::size_t>> matches(told.size());
  for (std::size_t i = 0; i < told.size(); ++i) {
    for (std::size_t j = 0; j < held.size() && !matches[i]; ++j) {
      if (used[j] || !TellOfOne(held[j], told[i])) continue;
      used[j] = true;
      matches[i] = j;
    }
  }
  return matches;
}

bool Complete(Person& person, const VictimForm& form) {
  const VictimForm blank;
  bool changed = Fill(person.name, form.name, blank.name);
  changed |= Fill(person.phone, form.phone, blank.phone);
  changed |= Fill(person.identity, form.identity, blank.identity);
  changed |= Fill(person.sex, form.sex, blank.sex);
  changed |= Fill(person.occupation, form.occupation, blank.occupation);
  changed |= Fill(person.workplace, form.workplace, blank.workplace);
  changed |= Fill(person.community, form.community, blank.community);
  changed |= Fill(person.residence, form.residence, blank.residence);
  changed |= Fill(person.address, form.address, blank.address);
  if (form.age && form.age != person.age) {
    person.age = form.age;
    changed = true;
  }
  return changed;
}

Person Edited(const Person& stored, const VictimForm& form) {
  Person edited = stored;
  const auto take = [](auto& field, const auto& sent) {
    if (sent.Reveal() != field.Masked()) field = sent;
  };
  take(edited.name, form.name);
  take(edited.phone, form.phone);
  take(edited.identity, form.identity);
  take(edited.address, form.address);
  edited.sex = form.sex;
  edited.age = form.age;
  edited.occupation = form.occupation;
  edited.workplace = form.workplace;
  edited.community = form.community;
  edited.residence = form.residence;
  return edited;
}

}  // namespace hetang::registry
