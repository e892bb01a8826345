#include <algorithm>

#include "desk/intake/intake.h"
#include "engine/text/extract.h"

namespace hetang::intake {
namespace {

using text::Entity;
using text::Kind;
using text::Role;

Found FoundOf(const Entity& entity) {
  Found found;
  found.kind = EnumName(entity.kind);
  found.start = static_cast<std::int64_t>(entity.start);
  found.end = static_cast<std::int64_t>(entity.end);
  found.value = entity.amount_fen ? std::to_string(*entity.amount_fen) : entity.value;
  found.valid = entity.valid;
  found.form = EnumName(entity.form);
  found.role = EnumName(entity.role);
  return found;
}

bool IsIdentifier(Kind kind) {
  switch (kind) {
    case Kind::phone:
    case Kind::wechat:
    case Kind::qq:
    case Kind::alipay:
    case Kind::url:
    case Kind::app:
    case Kind::ip:
    case Kind::crypto:
      return true;
    default:
      return false;
  }
}

// The victim's own particulars: the first of each kind that the text gives to the victim.
void FillVictim(const std::vector<Entity>& entities, VictimForm& victim) {
  for (const Entity& entity : entities) {
    const bool own = entity.role == Role::victim;
    if (entity.kind == Kind::person && own && victim.name.empty()) {
      victim.name = PersonName(entity.value);
      if (entity.value.ends_with("女士")) victim.sex = registry::Sex::female;
      if (entity.value.ends_with("先生")) victim.sex = registry::Sex::male;
    } else if (entity.kind == Kind::phone && own && victim.phone.empty()) {
      victim.phone = PhoneNumber(entity.value);
    } else if (entity.kind == Kind::id_number && own && victim.identity.empty()) {
      victim.identity = IdentityNumber(entity.value);
    }
  }
  // A caller who is not named the victim is the next best number to ring.
  for (const Entity& entity : entities) {
    if (entity.kind == Kind::phone && entity.role == Role::report && victim.phone.empty()) {
      victim.phone = PhoneNumber(entity.value);
    }
  }
}

const Entity* EntityWithValue(const std::vector<Entity>& entities, std::string_view value) {
  const auto found = std::find_if(entities.begin(), entities.end(), [&](const Entity& entity) {
    return entity.value == value && entity.kind != Kind::amount;
  });
  return found == entities.end() ? nullptr : &*found;
}

Channel ChannelOf(const Entity* payee) {
  if (payee != nullptr && payee->kind == Kind::alipay) return Channel::alipay;
  if (payee != nullptr && payee->kind == Kind::wechat) return Channel::wechat;
  return Channel::bank;
}

void NameBank(Leg& leg, std::string_view named, const Entity* account,
              std::span<const funds::Bank> banks) {
  std::string_view name = named;
  if (name.empty() && account != nullptr) name = account->bank;
  leg.bank_name = Text<80>(std::string(name));
  if (const funds::Bank* bank = funds::BankNamed(banks, name)) {
    leg.bank_code = bank->code.str();
    leg.bank_name = bank->name;
  }
}

PaymentForm PaymentOf(const text::Payment& payment, const text::Extraction& extraction,
                      std::span<const funds::Bank> banks, const VictimForm& victim) {
  PaymentForm form;
  form.amount_fen = Fen(payment.amount_fen);
  form.at = payment.at;
  const Entity* payee = nullptr;
  if (payment.to_account) {
    form.to.account = AccountNumber(*payment.to_account);
    payee = EntityWithValue(extraction.entities, *payment.to_account);
  }
  form.to.holder = PersonName(payment.to_name.value_or(""));
  form.channel = ChannelOf(payee);
  NameBank(form.to, payment.to_bank.value_or(""), payee, banks);
  if (payment.from_account) {
    form.from.account = AccountNumber(*payment.from_account);
    form.from.holder = victim.name;
    NameBank(form.from, "", EntityWithValue(extraction.entities, *payment.from_account), banks);
  }
  form.stop = form.channel == Channel::bank && payee != nullptr && payee->valid &&
              !form.to.bank_code.empty();
  return form;
}

// Puts the place in the text to the marks of fields that came from there.
void PlaceMarks(const text::Extraction& extraction, const ReportForm& draft,
                std::vector<Mark>& marks) {
  const auto place = [&](Mark& mark, const Entity& entity) {
    mark.start = static_cast<std::int64_t>(entity.start);
    mark.end = static_cast<std::int64_t>(entity.end);
  };
  for (Mark& mark : marks) {
    for (std::size_t i = 0; i < extraction.payments.size(); ++i) {
      const std::string head = "payments[" + std::to_string(i) + "].";
      if (!mark.path.starts_with(head)) continue;
      const std::string field = mark.path.substr(head.size());
      if (field == "amount_fen") {
        place(mark, extraction.entities[extraction.payments[i].amount_index]);
      } else if (field == "to.account") {
        const std::string& number = draft.payments[i].to.account.Reveal();
        if (const auto* entity = EntityWithValue(extraction.entities, number)) place(mark, *entity);
      }
    }
  }
}

// What only the text tells: a sum that was said to be about so much.
void MarkGuesses(const text::Extraction& extraction, std::vector<Mark>& marks) {
  for (std::size_t i = 0; i < extraction.payments.size(); ++i) {
    const Entity& amount = extraction.entities[extraction.payments[i].amount_index];
    if (!amount.approximate) continue;
    marks.push_back(
        {"payments[" + std::to_string(i) + "].amount_fen", "approximate", Level::doubtful, {}, {}});
  }
}

}  // namespace

Reading ReadText(std::string_view text, Moment report_time, std::span<const funds::Bank> banks) {
  const text::Extraction extraction = text::Extract(text, report_time);
  Reading reading;
  for (const Entity& entity : extraction.entities) reading.entities.push_back(FoundOf(entity));
  ReportForm& draft = reading.draft;
  draft.began_at = report_time;
  draft.text = PersonalText(std::string(text));
  FillVictim(extraction.entities, draft.victim);
  for (const text::Payment& payment : extraction.payments) {
    draft.payments.push_back(PaymentOf(payment, extraction, banks, draft.victim));
  }
  for (const Entity& entity : extraction.entities) {
    const bool own = entity.role == Role::victim || entity.value == draft.victim.phone.Reveal();
    if (!IsIdentifier(entity.kind) || own) continue;
    draft.identifiers.push_back({std::string(EnumName(entity.kind)), PersonalText(entity.value),
                                 std::string(EnumName(entity.role))});
  }
  reading.marks = MarksOf(draft, banks, report_time);
  MarkGuesses(extraction, reading.marks);
  PlaceMarks(extraction, draft, reading.marks);
  return reading;
}

}  // namespace hetang::intake
