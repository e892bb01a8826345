// Personal data as types: a value that cannot be printed, logged or compared by accident.
//
// Reveal() is the only way to the text. JSON shows Masked() unless the caller was allowed to reveal
// (json.h), and there is no operator<< and no formatter on purpose.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace hetang {

enum class PersonalKind { name, phone, identity, account, address, text };

std::string MaskPersonal(PersonalKind kind, std::string_view value);

template <PersonalKind kKind>
class Personal {
 public:
  static constexpr PersonalKind kind = kKind;
  Personal() = default;
  explicit Personal(std::string value) : value_(std::move(value)) {}
  const std::string& Reveal() const { return value_; }
  std::string Masked() const { return MaskPersonal(kKind, value_); }
  bool empty() const { return value_.empty(); }
  friend bool operator==(const Personal&, const Personal&) = default;

 private:
  std::string value_;
};

using PersonName = Personal<PersonalKind::name>;          // 张** (the family name stays)
using PhoneNumber = Personal<PersonalKind::phone>;        // 138****5678
using IdentityNumber = Personal<PersonalKind::identity>;  // 4302************ (the region stays)
using AccountNumber = Personal<PersonalKind::account>;    // 6222********1234
using Address = Personal<PersonalKind::address>;          // the first six characters stay
using PersonalText = Personal<PersonalKind::text>;        // free text about people: hidden whole

}  // namespace hetang
