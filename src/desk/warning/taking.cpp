#include "desk/warning/taking.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/ids.h"
#include "base/json.h"
#include "desk/warning/advance.h"
#include "desk/warning/rules.h"

namespace hetang::warning {
namespace {

// The units of a warning: where the person lives, and the centre whose officers call.
struct Units {
  roster::Unit centre;
  std::int64_t visiting_id = 0;
  bool known = true;  // The address is of a unit of ours.
};

Result<Units> UnitsFor(database::Transaction& tx, const InstructionForm& form) {
  Units units;
  HT_TRY(auto centres, tx.Find<roster::Unit>("WHERE kind = 'centre' ORDER BY id LIMIT 1"));
  if (centres.empty()) return Fail(ErrorCode::conflict, "There is no centre.", "no_centre");
  units.centre = std::move(centres.front());
  units.visiting_id = units.centre.id;
  if (!form.unit_code || form.unit_code->empty()) return units;
  HT_TRY(const auto found, tx.Find<roster::Unit>("WHERE code = :code", *form.unit_code));
  units.known = !found.empty();
  if (units.known) units.visiting_id = found.front().id;
  return units;
}

// The person's numbers, each once.
std::vector<PhoneNumber> PhonesOf(const InstructionForm& form) {
  std::vector<PhoneNumber> phones;
  for (const PhoneNumber& phone : form.phones.value_or(std::vector<PhoneNumber>())) {
    PhoneNumber plain = Plain(phone);
    if (std::find(phones.begin(), phones.end(), plain) == phones.end()) {
      phones.push_back(std::move(plain));
    }
  }
  return phones;
}

Result<std::optional<Warning>> LastWarningOf(database::Transaction& tx, std::int64_t person_id) {
  HT_TRY(auto found, tx.Find<Warning>("WHERE person_id = :p ORDER BY id DESC LIMIT 1", person_id));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

// Whom an instruction is about, and the warning it belongs to when one is open.
struct Known {
  std::int64_t person_id = 0;
  std::optional<Warning> open;
};

Result<Known> KnownBy(database::Transaction& tx, const InstructionForm& form,
                      const registry::VictimForm& person) {
  HT_TRY(auto persons, registry::PersonsLike(tx, person));
  for (const PhoneNumber& phone : PhonesOf(form)) {
    HT_TRY(const auto ids,
           tx.Query<std::int64_t>("SELECT DISTINCT w.person_id FROM warning_contact c JOIN"
                                  " warning_record w ON w.id = c.warning_id WHERE c.phone = :p AND"
                                  " c.kind = 'own'",
                                  phone));
    for (const std::int64_t id : ids) {
      HT_TRY(auto other, tx.Get<registry::Person>(id));
      if (registry::MayBe(other, person)) persons.push_back(std::move(other));
    }
  }
  Known known;
  for (const registry::Person& each : persons) {
    if (known.person_id == 0) known.person_id = each.id;
    HT_TRY(auto last, LastWarningOf(tx, each.id));
    if (!last || !IsOpen(last->state)) continue;
    known.person_id = each.id;
    known.open = std::move(last);
    break;
  }
  return known;
}

Status AddContacts(database::Transaction& tx, const Warning& warning, const InstructionForm& form) {
  HT_TRY(auto held, ContactsOf(tx, warning.id));
  const auto add = [&](Contact contact) -> Status {
    const bool known = std::any_of(held.begin(), held.end(), [&](const Contact& each) {
      return each.kind == contact.kind && each.phone == contact.phone &&
             each.place == contact.place;
    });
    if (known) return {};
    contact.warning_id = warning.id;
    HT_TRY(contact.id, tx.Insert(contact));
    held.push_back(std::move(contact));
    return {};
  };
  const auto own = std::count_if(held.begin(), held.end(), [](const Contact& contact) {
    return contact.kind == ContactKind::own;
  });
  std::size_t room =
      kMostPhones - std::min<std::size_t>(kMostPhones, static_cast<std::size_t>(own));
  for (PhoneNumber& phone : PhonesOf(form)) {
    if (room == 0) break;
    const std::size_t before = held.size();
    HT_TRY_STATUS(add({0, 0, ContactKind::own, PersonName(), std::move(phone), Address()}));
    room -= held.size() - before;
  }
  for (const ContactForm& each : form.contacts.value_or(std::vector<ContactForm>())) {
    HT_TRY_STATUS(add({0, 0, each.kind, each.name.value_or(PersonName()),
                       Plain(each.phone.value_or(PhoneNumber())), each.place.value_or(Address())}));
  }
  return {};
}

Status TellOfGravest(database::Transaction& tx, const Warning& warning, Moment now) {
  HT_TRY(const Level level, LevelNamed(tx, warning.level));
  if (!level.interrupts) return {};
  deadline::Notice notice;
  notice.at = now;
  notice.kind = "attention";
  notice.code = "warning_interrupts";
  notice.role = "duty";
  notice.unit_id = warning.desk_unit_id;
  notice.subject = kWarningSubject;
  notice.subject_id = warning.id;
  notice.note = warning.number;
  return deadline::Notify(tx, notice);
}

// What one instruction brings, checked and looked up.
struct Incoming {
  const InstructionForm& form;
  Level level;
  std::string fraud_type;
  Units units;
  registry::VictimForm person;
  journal::Actor actor;
};

Status JournalArrival(database::Transaction& tx, const Warning& warning, std::string act,
                      const Instruction& instruction, const Incoming& in, Moment now) {
  journal::Entry entry;
  entry.act = std::move(act);
  entry.facts = {{"instruction_id", instruction.id}, {"source", instruction.source}};
  return JournalWarning(tx, warning, std::move(entry), in.actor, now);
}

Result<Warning> BeginWarning(database::Transaction& tx, const Incoming& in, std::int64_t person_id,
                             Moment now) {
  Warning warning;
  HT_TRY(warning.number, registry::NextNumber(tx, "YJ" + in.units.centre.code.str().substr(0, 6) +
                                                      FormatCompact(now).substr(0, 8)));
  warning.person_id = person_id;
  warning.unit_id = in.units.visiting_id;
  warning.desk_unit_id = in.units.centre.id;
  warning.level = in.level.name;
  warning.rank = in.level.rank;
  warning.fraud_type = in.fraud_type;
  warning.instructions = 1;
  warning.arrived_at = now;
  warning.climb_from = now;
  HT_TRY(warning.ladder_id, LadderFor(tx, warning.level, warning.fraud_type));
  warning.version = 1;
  HT_TRY(warning.id, tx.Insert(warning));
  HT_TRY_STATUS(
      OpenWarningClock(tx, warning, kReachRule, now + Milliseconds(in.level.reach_within_ms), now));
  HT_TRY_STATUS(AddContacts(tx, warning, in.form));
  return warning;
}

// More about somebody who is warned of already. Graver than before: the graver ladder begins; while
// somebody is with the person, only should that one get no further. Watched: what was thought over
// has begun again, one level graver.
Result<Arrival> JoinWarning(database::Transaction& tx, const Incoming& in, Warning& warning,
                            Moment now) {
  ++warning.instructions;
  if (warning.fraud_type.empty()) warning.fraud_type = in.fraud_type;
  HT_TRY_STATUS(AddContacts(tx, warning, in.form));
  const bool watched = warning.state == WarningState::watched;
  Level level = in.level;
  if (watched) {
    HT_TRY(Level above, LevelAbove(tx, warning.rank));
    if (above.rank < level.rank) level = std::move(above);
  }
  if (!watched && level.rank >= warning.rank) {
    HT_TRY_STATUS(tx.Update(warning));
    return Arrival::joined;
  }
  warning.level = level.name;
  warning.rank = level.rank;
  if (warning.state == WarningState::reached) {
    HT_TRY_STATUS(tx.Update(warning));
    return Arrival::joined;
  }
  HT_TRY_STATUS(BeginLadder(tx, warning, now));
  HT_TRY_STATUS(Move(tx, warning, watched ? WarningAct::reopen : WarningAct::raise, now));
  return watched ? Arrival::reopened : Arrival::joined;
}

Status PutIn(database::Transaction& tx, const Incoming& in, Instruction& instruction,
             TakenIn& taken, Moment now) {
  HT_TRY(Known known, KnownBy(tx, in.form, in.person));
  if (known.person_id == 0) {
    HT_TRY(const auto person, registry::PersonFor(tx, in.person));
    known.person_id = person.id;
  } else {
    HT_TRY_STATUS(registry::CompletePerson(tx, known.person_id, in.person));
  }
  const std::int64_t climb_before = known.open ? known.open->climb : 0;
  std::string act = "warning_arrived";
  if (known.open) {
    HT_TRY(taken.arrival, JoinWarning(tx, in, *known.open, now));
    act = "instruction_" + std::string(EnumName(taken.arrival));
  } else {
    HT_TRY(known.open, BeginWarning(tx, in, known.person_id, now));
  }
  Warning& warning = *known.open;
  instruction.warning_id = warning.id;
  instruction.taken_at = now;
  instruction.state = InstructionState::taken;
  instruction.form = PersonalText();
  if (instruction.id == 0) {
    HT_TRY(instruction.id, tx.Insert(instruction));
  } else {
    HT_TRY_STATUS(tx.Update(instruction));
  }
  taken.instruction_id = instruction.id;
  taken.warning_id = warning.id;
  HT_TRY_STATUS(JournalArrival(tx, warning, std::move(act), instruction, in, now));
  if (warning.climb == climb_before) return {};
  HT_TRY_STATUS(TellOfGravest(tx, warning, now));
  return Advance(tx, warning, in.actor, now);
}

Instruction RowOf(const Incoming& in, std::string_view batch, Moment now) {
  const InstructionForm& form = in.form;
  Instruction row;
  row.source = form.source;
  row.external_number = form.external_number.value_or(Text<64>()).str();
  row.batch = batch;
  row.level = in.level.name;
  row.rank = in.level.rank;
  row.fraud_type = in.fraud_type;
  row.seen = form.seen.value_or(PersonalText());
  row.call_minutes = form.call_minutes;
  row.transfers_tried = form.transfers_tried;
  row.tried_fen = form.tried_fen;
  row.marks = fmt::format("{}", fmt::join(MarksOf(form, in.units.known, now), ","));
  row.sent_at = form.sent_at;
  row.received_at = now;
  row.valid_until = form.valid_until;
  row.officer_id = in.actor.officer_id;
  if (!row.external_number.empty()) return row;
  // Without a number of its own, a line of a batch is known by what it says; a form filled in by
  // hand is one more each time.
  row.external_number = batch.empty() ? "form:" + RandomToken(12)
                                      : "line:" + journal::DigestOf(form).substr(0, 24) + ":" +
                                            journal::DigestOfText(batch).substr(0, 12);
  return row;
}

Result<Incoming> ReadIncoming(database::Transaction& tx, const InstructionForm& form,
                              const journal::Actor& actor, Moment now) {
  std::vector<FieldError> faults = FaultsOf(form, now);
  Incoming in{form, {}, {}, {}, PersonFormOf(form, now), actor};
  auto level = LevelNamed(tx, form.level);
  if (!level && level.error().code != ErrorCode::invalid) return tl::unexpected(level.error());
  if (!level) faults.push_back(level.error().fields.front());
  if (!faults.empty()) return Invalid(std::move(faults));
  in.level = std::move(*level);
  if (form.fraud_type) in.fraud_type = EnumName(*form.fraud_type);
  HT_TRY(in.units, UnitsFor(tx, form));
  return in;
}

}  // namespace

Result<TakenIn> TakeIn(database::Transaction& tx, const InstructionForm& form,
                       std::string_view batch, const auth::Principal& who, Moment now) {
  HT_TRY(const Incoming in, ReadIncoming(tx, form, who.actor(), now));
  Instruction row = RowOf(in, batch, now);
  TakenIn taken;
  taken.marks = MarksIn(row.marks);
  HT_TRY(const auto same, tx.Find<Instruction>("WHERE source = :s AND external_number = :n",
                                               row.source, row.external_number));
  if (!same.empty()) {
    taken.arrival = Arrival::known;
    taken.instruction_id = same.front().id;
    taken.warning_id = same.front().warning_id;
    return taken;
  }
  HT_TRY(const bool has_share, TakeShare(tx, row.source, now));
  if (has_share) {
    HT_TRY_STATUS(PutIn(tx, in, row, taken, now));
    return taken;
  }
  row.state = InstructionState::held;
  row.form = PersonalText(json::Write(form, Reveal::in_full));
  HT_TRY(row.id, tx.Insert(row));
  taken.arrival = Arrival::held;
  taken.instruction_id = row.id;
  return taken;
}

Status TakeHeld(database::Transaction& tx, std::int64_t instruction_id, Moment now) {
  HT_TRY(Instruction row, tx.Get<Instruction>(instruction_id));
  if (row.state != InstructionState::held) {
    return Fail(ErrorCode::conflict, "The instruction is taken in.", "not_held");
  }
  HT_TRY(const bool has_share, TakeShare(tx, row.source, now));
  if (!has_share) return {};
  HT_TRY(const auto form, json::Read<InstructionForm>(std::string_view(row.form.Reveal())));
  // What was right when it came is not refused for the time it waited.
  HT_TRY(const Incoming in, ReadIncoming(tx, form, {row.officer_id, 0}, now));
  TakenIn taken;
  return PutIn(tx, in, row, taken, now);
}

}  // namespace hetang::warning
