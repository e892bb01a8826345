#include <algorithm>

#include "base/text.h"
#include "desk/warning/taking.h"

namespace hetang::warning {
namespace {

constexpr Duration kClockSkew = Minutes(5);

template <typename Value>
bool IsEmpty(const std::optional<Value>& value) {
  return !value || value->empty();
}

// A birthday as a moment; nothing when it is no day.
std::optional<Moment> BirthdayOf(const std::string& text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  return ParseIso(text + "T00:00:00");
}

class Faults {
 public:
  void Add(std::string path, std::string code, std::string message) {
    found.push_back({std::move(path), std::move(code), std::move(message)});
  }
  std::vector<FieldError> found;
};

void CheckPerson(const InstructionForm& form, Moment now, Faults& faults) {
  const bool placed = !IsEmpty(form.name) && !IsEmpty(form.address);
  if (IsEmpty(form.identity) && IsEmpty(form.phones) && !placed) {
    faults.Add("phones", "nobody", "An identity number, a phone, or a name and an address.");
  }
  if (!IsEmpty(form.identity) && form.identity->Reveal().size() == 18 &&
      !IsIdentityNumber(form.identity->Reveal())) {
    faults.Add("identity", "checksum", "The identity number fails its check.");
  }
  if (IsEmpty(form.birthday)) return;
  const auto birthday = BirthdayOf(*form.birthday);
  if (!birthday) {
    faults.Add("birthday", "date", "A birthday is a day, yyyy-MM-dd.");
  } else if (*birthday > now) {
    faults.Add("birthday", "future_time", "A birthday lies in the past.");
  }
}

void CheckNumber(const PhoneNumber& phone, const std::string& path, Faults& faults) {
  const std::string plain = Plain(phone).Reveal();
  const std::string_view digits =
      plain.starts_with('+') ? std::string_view(plain).substr(1) : std::string_view(plain);
  if (!IsDigits(digits) || digits.size() < 3 || digits.size() > 20) {
    faults.Add(path, "phone", "A phone number has 3 to 20 digits.");
  }
}

void CheckNumbers(const InstructionForm& form, Faults& faults) {
  const auto phones = form.phones.value_or(std::vector<PhoneNumber>());
  if (phones.size() > kMostPhones) {
    faults.Add("phones", "too_many", "At most ten numbers of the person's own.");
  }
  for (std::size_t i = 0; i < phones.size(); ++i) {
    CheckNumber(phones[i], "phones[" + std::to_string(i) + "]", faults);
  }
  const auto contacts = form.contacts.value_or(std::vector<ContactForm>());
  if (contacts.size() > kMostContacts) {
    faults.Add("contacts", "too_many", "At most 20 contacts.");
  }
  for (std::size_t i = 0; i < contacts.size(); ++i) {
    if (IsEmpty(contacts[i].phone)) continue;
    CheckNumber(*contacts[i].phone, "contacts[" + std::to_string(i) + "].phone", faults);
  }
}

void CheckFigures(const InstructionForm& form, Moment now, Faults& faults) {
  constexpr std::int64_t kMostCounted = 100'000;
  const auto counted = [&](const std::optional<std::int64_t>& value, const char* path) {
    if (value && (*value < 0 || *value > kMostCounted)) {
      faults.Add(path, "range", "From 0 to 100,000.");
    }
  };
  counted(form.call_minutes, "call_minutes");
  counted(form.transfers_tried, "transfers_tried");
  if (form.tried_fen && *form.tried_fen < Fen(0)) {
    faults.Add("tried_fen", "range", "An amount is not negative.");
  }
  if (form.sent_at && *form.sent_at > now + kClockSkew) {
    faults.Add("sent_at", "future_time", "An instruction was sent in the past.");
  }
}

}  // namespace

PhoneNumber Plain(const PhoneNumber& phone) {
  std::string plain;
  for (const char character : phone.Reveal()) {
    if (character != ' ' && character != '-' && character != '(' && character != ')') {
      plain += character;
    }
  }
  if (plain.starts_with("00")) plain = "+" + plain.substr(2);
  if (plain.starts_with("+86")) plain = plain.substr(3);
  return PhoneNumber(std::move(plain));
}

bool IsForeign(const PhoneNumber& plain) { return plain.Reveal().starts_with('+'); }

std::vector<FieldError> FaultsOf(const InstructionForm& form, Moment now) {
  Faults faults;
  if (form.source.empty() || CountCodePoints(form.source) > 40) {
    faults.Add("source", "missing", "Who sent the instruction, in at most 40 characters?");
  }
  CheckPerson(form, now, faults);
  CheckNumbers(form, faults);
  CheckFigures(form, now, faults);
  return std::move(faults.found);
}

std::vector<std::string> MarksOf(const InstructionForm& form, bool known_unit, Moment now) {
  std::vector<std::string> marks;
  const auto phones = form.phones.value_or(std::vector<PhoneNumber>());
  if (phones.empty()) marks.emplace_back("no_phone");
  if (IsEmpty(form.name)) marks.emplace_back("no_name");
  if (std::any_of(phones.begin(), phones.end(),
                  [](const PhoneNumber& phone) { return IsForeign(Plain(phone)); })) {
    marks.emplace_back("foreign_number");
  }
  if (!known_unit) marks.emplace_back("other_district");
  if (form.valid_until && *form.valid_until < now) marks.emplace_back("expired");
  return marks;
}

std::vector<std::string> MarksIn(std::string_view stored) {
  if (stored.empty()) return {};
  const auto parts = Split(stored, ',');
  return {parts.begin(), parts.end()};
}

registry::VictimForm PersonFormOf(const InstructionForm& form, Moment now) {
  registry::VictimForm person;
  person.name = form.name.value_or(PersonName());
  person.identity = form.identity.value_or(IdentityNumber());
  person.address = form.address.value_or(Address());
  person.workplace = form.workplace.value_or(Text<120>());
  if (!IsEmpty(form.phones)) person.phone = Plain(form.phones->front());
  if (IsEmpty(form.birthday)) return person;
  if (const auto birthday = BirthdayOf(*form.birthday)) {
    const Civil born = CivilOf(*birthday);
    const Civil today = CivilOf(now);
    const bool had = std::pair(today.month, today.day) >= std::pair(born.month, born.day);
    person.age = today.year - born.year - (had ? 0 : 1);
  }
  return person;
}

}  // namespace hetang::warning
