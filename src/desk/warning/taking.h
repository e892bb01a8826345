// Taking instructions in: what is wrong with one, what is only odd about it, and whom it is about.
#pragma once

#include <string>
#include <vector>

#include "desk/warning/warning.h"

namespace hetang::warning {

inline constexpr std::size_t kMostPhones = 10;
inline constexpr std::size_t kMostContacts = 20;
inline constexpr std::size_t kMostLines = 2'000;

// What refuses an instruction. Pure; that the level is one of the centre's is for the caller.
std::vector<FieldError> FaultsOf(const InstructionForm& form, Moment now);
// What is odd and kept: `no_phone`, `no_name`, `foreign_number`, `other_district`, `expired`.
std::vector<std::string> MarksOf(const InstructionForm& form, bool known_unit, Moment now);
// The marks of a stored instruction.
std::vector<std::string> MarksIn(std::string_view stored);
// A number without blanks, hyphens and the country code of China.
PhoneNumber Plain(const PhoneNumber& phone);
bool IsForeign(const PhoneNumber& plain);

// The form as the register knows a person; the first number is the person's.
registry::VictimForm PersonFormOf(const InstructionForm& form, Moment now);

// Takes in one that was held apart. Error: conflict (`not_held`).
Status TakeHeld(database::Transaction& tx, std::int64_t instruction_id, Moment now);

}  // namespace hetang::warning
