#include <algorithm>

#include "desk/register/cases.h"
#include "desk/register/rules.h"

namespace hetang::registry {
namespace {

// The one already known by this form, if any.
Result<std::optional<Person>> KnownBy(database::Transaction& tx, const VictimForm& form) {
  if (!form.identity.empty()) {
    HT_TRY(const auto same,
           tx.Find<Person>("WHERE identity = :identity ORDER BY id LIMIT 1", form.identity));
    if (!same.empty()) return same.front();
  }
  if (form.phone.empty() || form.name.empty()) return std::nullopt;
  HT_TRY(const auto near, tx.Find<Person>("WHERE phone = :phone AND name = :name ORDER BY id",
                                          form.phone, form.name));
  // Two people of one name and phone with two identity numbers are two people.
  const auto found = std::find_if(near.begin(), near.end(), [&](const Person& person) {
    return person.identity.empty() || form.identity.empty();
  });
  if (found == near.end()) return std::nullopt;
  return *found;
}

}  // namespace

Result<Person> PersonFor(database::Transaction& tx, const VictimForm& form) {
  HT_TRY(auto known, KnownBy(tx, form));
  if (!known) {
    Person person;
    Complete(person, form);
    person.version = 1;
    HT_TRY(person.id, tx.Insert(person));
    return person;
  }
  if (Complete(*known, form)) HT_TRY_STATUS(tx.Update(*known));
  return std::move(*known);
}

bool MayBe(const Person& person, const VictimForm& form) {
  const auto agree = [](const auto& known, const auto& told) {
    return known.empty() || told.empty() || known == told;
  };
  if (!person.identity.empty() && person.identity == form.identity) return true;
  return agree(person.identity, form.identity) && agree(person.name, form.name);
}

Result<std::vector<Person>> PersonsLike(database::Transaction& tx, const VictimForm& form) {
  std::vector<Person> found;
  const auto add = [&](std::vector<Person> more) {
    for (Person& person : more) {
      const bool known = std::any_of(found.begin(), found.end(),
                                     [&](const Person& other) { return other.id == person.id; });
      if (!known && MayBe(person, form)) found.push_back(std::move(person));
    }
  };
  if (!form.identity.empty()) {
    HT_TRY(auto same, tx.Find<Person>("WHERE identity = :i ORDER BY id", form.identity));
    add(std::move(same));
  }
  if (!form.phone.empty()) {
    HT_TRY(auto same, tx.Find<Person>("WHERE phone = :p ORDER BY id", form.phone));
    add(std::move(same));
  }
  if (!form.name.empty() && !form.address.empty()) {
    HT_TRY(auto same, tx.Find<Person>("WHERE name = :n AND address = :a ORDER BY id", form.name,
                                      form.address));
    add(std::move(same));
  }
  return found;
}

Result<Person> CompletePerson(database::Transaction& tx, std::int64_t person_id,
                              const VictimForm& form) {
  HT_TRY(Person person, tx.Get<Person>(person_id));
  if (Complete(person, form)) HT_TRY_STATUS(tx.Update(person));
  return person;
}

Result<Person> ChangePerson(database::Transaction& tx, const PersonSeen& seen,
                            const VictimForm& form, const auth::Principal& who, Moment now) {
  HT_TRY(const Person stored, tx.Get<Person>(seen.id));
  HT_TRY(const auto cases, tx.Find<Case>("WHERE victim_id = :id ORDER BY id DESC", seen.id));
  const auto own = std::find_if(cases.begin(), cases.end(),
                                [&](const Case& record) { return who.Sees(record.unit_id); });
  if (own == cases.end()) {
    return Fail(ErrorCode::forbidden, "The person belongs to another unit's case.", "other_unit");
  }
  Person person = Edited(stored, form);
  person.version = seen.version;
  const VictimForm wanted{person.name,      person.phone,      person.identity,  person.sex,
                          person.age,       person.occupation, person.workplace, person.community,
                          person.residence, person.address};
  auto faults = FaultsOfVictim(wanted, "");
  if (!faults.empty()) return Invalid(std::move(faults));
  HT_TRY_STATUS(tx.Update(person));
  journal::Entry entry;
  entry.act = "person_changed";
  entry.subject = "person";
  entry.subject_id = person.id;
  entry.before = journal::DigestOf(stored);
  entry.after = journal::DigestOf(person);
  HT_TRY_STATUS(JournalCase(tx, *own, std::move(entry), who.actor(), now));
  return person;
}

Result<Account> AccountOf(database::Transaction& tx, const Account& wanted) {
  HT_TRY(auto found, tx.Find<Account>("WHERE number = :number AND bank_code = :bank", wanted.number,
                                      wanted.bank_code));
  if (found.empty()) {
    Account made = wanted;
    made.id = 0;
    HT_TRY(made.id, tx.Insert(made));
    return made;
  }
  Account& known = found.front();
  const bool learns = (known.holder.empty() && !wanted.holder.empty()) ||
                      (known.bank_name.empty() && !wanted.bank_name.empty());
  if (learns) {
    if (known.holder.empty()) known.holder = wanted.holder;
    if (known.bank_name.empty()) known.bank_name = wanted.bank_name;
    HT_TRY_STATUS(tx.Update(known));
  }
  return std::move(known);
}

Result<std::vector<std::string>> BanksOfNumber(database::Transaction& tx,
                                               const AccountNumber& number) {
  return tx.Query<std::string>(
      "SELECT DISTINCT bank_code FROM register_account WHERE number = :number AND bank_code <> ''"
      " ORDER BY bank_code",
      number);
}

}  // namespace hetang::registry
