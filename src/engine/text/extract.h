// Finds in the narrative of a fraud report what an officer acts on: cards, accounts, phones,
// identity numbers, messenger ids, addresses, names, banks, amounts and times, and the payments
// that they make up together.
//
// Pure computing: the same text and the same report time give the same answer, whatever the clock.
// The work is linear in the length of the text; 5 MB take a few seconds at most.
//
// What callers must know
// - Places are Unicode code points counted from 0, `end` is exclusive. They count the text as it
//   was given, so a page can mark it without knowing how it was read.
// - `value` is the normal form. Cards, accounts, phones, QQ: digits (order numbers keep their
//   letters); Chinese mobiles have 11 digits without +86, land lines keep area code and leading 0,
//   foreign numbers have the country code without + or 00. URLs are refanged, lower-case, with
//   their path. Banks have their full name. Times are ISO 8601 at +08:00. For an amount `value` is
//   empty and `amount_fen` holds it; it is absent when the text does not tell (几十万) and for
//   other currencies, whose number stands in `units` and whose code in `currency`.
// - `valid` is false for what cannot be used as it stands; `form` says why. The text is never
//   repaired: a card with one wrong digit keeps that digit, and its form is `mistyped`.
// - Public hotlines (96110, 110, 95588) are not marked: they are nobody's identifier.
// - A relative time (昨天21:40) is resolved against `report_time`, or against the date that the
//   narrative itself named last.
// - Roles and payments are a reading of ordinary language. They are proposals for an officer to
//   confirm, never facts: an order to a bank is not sent on them alone.
// - Text that is not well-formed UTF-8 gives an empty answer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include "base/time.h"

namespace hetang::text {

enum class Kind {
  card,
  account,
  phone,
  id_number,
  wechat,
  qq,
  alipay,
  url,
  app,
  ip,
  crypto,
  person,
  bank,
  amount,
  time,
};
BOOST_DESCRIBE_ENUM(Kind, card, account, phone, id_number, wechat, qq, alipay, url, app, ip, crypto,
                    person, bank, amount, time)

// Whose it is, or what became of the money. Identifiers: victim, suspect, report (the caller's own
// phone, the bank that forwards a report), other. Amounts: paid, asked (demanded or planned, not
// paid), returned, report (a sum or a repeat of what is already counted), other (balances, prices).
// Times: paid (when money left), returned, other.
enum class Role { other, victim, suspect, report, paid, asked, returned };
BOOST_DESCRIBE_ENUM(Role, other, victim, suspect, report, paid, asked, returned)

enum class Form {
  whole,
  tail,       // Only the last digits are told; `value` holds them.
  masked,     // The middle is hidden; `value` holds the last digits.
  mistyped,   // The check digit does not agree.
  shortened,  // An address of which the middle is left out.
};
BOOST_DESCRIBE_ENUM(Form, whole, tail, masked, mistyped, shortened)

enum class Precision { year, month, day, hour, minute, second };
BOOST_DESCRIBE_ENUM(Precision, year, month, day, hour, minute, second)

struct Entity {
  Kind kind = Kind::account;
  std::size_t start = 0;
  std::size_t end = 0;
  std::string text;
  std::string value;
  bool valid = true;
  Form form = Form::whole;
  Role role = Role::other;
  std::optional<std::int64_t> amount_fen;  // Kind amount.
  bool approximate = false;                // 七万余元, 约213万元.
  std::string currency;                    // ISO 4217 code or USDT; empty is yuan.
  std::string units;                       // The number of a foreign currency, as decimal text.
  std::optional<Moment> at;                // Kind time.
  std::optional<Precision> precision;      // Kind time: what is told; the rest is zero.
  std::string bank;                        // Kind card: the issuer by its number, if known.
};

// One movement of the victim's money. What the text does not tell is absent. `from_account` and
// `to_account` are values of entities and may be tails, or numbers that are mistyped.
struct Payment {
  std::int64_t amount_fen = 0;
  std::optional<Moment> at;
  std::optional<std::string> from_account;
  std::optional<std::string> to_account;
  std::optional<std::string> to_name;
  std::optional<std::string> to_bank;
  std::size_t amount_index = 0;  // The amount in Extraction::entities; several may share one.
};

// Entities stand in the order of the text and do not overlap; payments in the order of the amounts.
struct Extraction {
  std::vector<Entity> entities;
  std::vector<Payment> payments;
};

Extraction Extract(std::string_view utf8, Moment report_time);

}  // namespace hetang::text
