// Described message records to XML elements and back. Inside profile.cpp only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "base/describe.h"
#include "base/field.h"
#include "base/text.h"
#include "gateway/bank/encoding.h"
#include "gateway/bank/messages.h"

namespace hetang::bank::wire {

// `original_application_id` -> `OriginalApplicationID`, `account_balance_fen` -> `AccountBalance`.
std::string ElementName(std::string_view field);

// Yuan, whole or with exactly two decimals; no signs but a leading minus, no separators.
std::string FormatAmount(Fen amount);
std::optional<Fen> ParseAmount(std::string_view text);

template <std::size_t kMax>
std::string Format(const Text<kMax>& value) {
  return value.str();
}
template <PersonalKind kKind>
std::string Format(const Personal<kKind>& value) {
  return value.Reveal();
}
inline std::string Format(Fen value) { return FormatAmount(value); }
inline std::string Format(Moment value) { return value.ms == 0 ? "" : FormatCompact(value); }
// How many digits an enumerator has on the wire.
template <typename E>
inline constexpr int kDigits = 2;
template <>
inline constexpr int kDigits<SubjectType> = 1;
template <>
inline constexpr int kDigits<BorrowingSigns> = 1;
template <>
inline constexpr int kDigits<OrderNumberKind> = 1;
template <>
inline constexpr int kDigits<PaymentStatus> = 1;

// What stands before the digits.
template <typename E>
inline constexpr std::string_view kLetter = "";
template <>
inline constexpr std::string_view kLetter<OrderNumberKind> = "A";

template <typename E>
requires std::is_enum_v<E> std::string Format(E value) {
  return fmt::format("{}{:0{}}", kLetter<E>, static_cast<int>(value), kDigits<E>);
}

template <std::size_t kMax>
bool Parse(std::string_view text, Text<kMax>& out) {
  auto checked = CheckedText(text, kMax);
  if (!checked) return false;
  out = std::move(*checked);
  return true;
}
template <PersonalKind kKind>
bool Parse(std::string_view text, Personal<kKind>& out) {
  auto checked = CheckedText(text, Field<Personal<kKind>>::kMax);
  if (!checked) return false;
  out = Personal<kKind>(std::move(*checked));
  return true;
}
inline bool Parse(std::string_view text, Fen& out) {
  const auto amount = ParseAmount(text);
  if (amount) out = *amount;
  return amount.has_value();
}
inline bool Parse(std::string_view text, Moment& out) {
  const auto moment = text.size() == 14 ? ParseCompact(text) : std::nullopt;
  if (moment) out = *moment;
  return moment.has_value();
}
template <typename E>
requires std::is_enum_v<E>
bool Parse(std::string_view text, E& out) {
  // `01` is seen where `1` is the rule.
  if (kDigits<E> == 1 && text.size() == 2 && text[0] == '0') text.remove_prefix(1);
  bool found = false;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto enumerator) {
    if (Format(enumerator.value) != text) return;
    out = enumerator.value;
    found = true;
  });
  return found;
}

template <typename Record>
constexpr bool IsInline() {
  if constexpr (requires { Record::kInline; }) return Record::kInline;
  return false;
}

// A field that is an element for each of its records. Attachments have a form of their own.
template <typename T>
struct ListOf : std::false_type {};
template <typename T>
struct ListOf<std::vector<T>> : std::true_type {
  using Record = T;
};

using Errors = std::vector<FieldError>;

// A list in which this many elements are wrong is not read further: the message is refused anyway,
// and what is said of it stays short.
inline constexpr std::size_t kMostErrors = 50;

inline void Report(Errors& errors, const std::string& element, std::string_view code) {
  errors.push_back({element, std::string(code), ""});
}

// Adds the field's element below `parent`. What a reader would refuse is reported, not written.
template <typename T>
void WriteElement(pugi::xml_node parent, const std::string& name, const T& value, Errors& errors) {
  const std::string text = Format(value);
  T read_back{};
  if (Trim(text).empty()) {
    Report(errors, name, "missing");
  } else if (!Parse(text, read_back)) {
    Report(errors, name, "text");
  } else {
    parent.append_child(name.c_str()).text().set(text.c_str());
  }
}

inline void WriteAttachments(pugi::xml_node parent, const std::vector<Attachment>& attachments,
                             Errors& errors) {
  if (attachments.empty()) return;
  pugi::xml_node list = parent.append_child("Attachments");
  for (const Attachment& attachment : attachments) {
    pugi::xml_node node = list.append_child("Attachment");
    WriteElement(node, "Filename", attachment.filename, errors);
    node.append_child("Content").text().set(ToBase64(attachment.content).c_str());
  }
}

template <typename Record>
void WriteRecord(pugi::xml_node parent, const std::string& prefix, const Record& record,
                 Errors& errors) {
  ForEachField(record, [&](std::string_view field, const auto& value) {
    using T = std::remove_cvref_t<decltype(value)>;
    const std::string name = prefix + ElementName(field);
    if constexpr (std::is_same_v<T, std::vector<Attachment>>) {
      WriteAttachments(parent, value, errors);
    } else if constexpr (ListOf<T>::value) {
      for (const auto& record_of_list : value) {
        if (errors.size() >= kMostErrors) return;
        WriteRecord(parent.append_child(name.c_str()), "", record_of_list, errors);
      }
    } else if constexpr (kIsRecord<T>) {
      WriteRecord(parent, IsInline<T>() ? prefix : name, value, errors);
    } else if constexpr (OptionalOf<T>::value) {
      if (value) WriteElement(parent, name, *value, errors);
    } else {
      WriteElement(parent, name, value, errors);
    }
  });
}

// The trimmed text of the one element of this name; empty when there is none. An element that comes
// twice or holds elements is reported.
std::string_view TextOf(pugi::xml_node parent, const std::string& name, Errors& errors);

template <typename T>
void ReadElement(pugi::xml_node parent, const std::string& name, bool required, T& out, bool& found,
                 Errors& errors) {
  const std::size_t errors_before = errors.size();
  const std::string_view text = TextOf(parent, name, errors);
  found = false;
  if (errors.size() != errors_before) return;
  if (text.empty()) {
    if (required) Report(errors, name, "missing");
    return;
  }
  found = Parse(text, out);
  if (!found) Report(errors, name, Field<T>::kCode);
}

void ReadAttachments(pugi::xml_node parent, std::vector<Attachment>& out, Errors& errors);

template <typename Record>
void ReadRecord(pugi::xml_node parent, const std::string& prefix, Record& record, Errors& errors);

template <typename Record>
void ReadList(pugi::xml_node parent, const std::string& name, std::vector<Record>& out,
              Errors& errors) {
  for (const pugi::xml_node node : parent.children(name.c_str())) {
    if (errors.size() >= kMostErrors) return;
    ReadRecord(node, "", out.emplace_back(), errors);
  }
}

template <typename Record>
void ReadRecord(pugi::xml_node parent, const std::string& prefix, Record& record, Errors& errors) {
  ForEachField(record, [&](std::string_view field, auto& value) {
    using T = std::remove_reference_t<decltype(value)>;
    const std::string name = prefix + ElementName(field);
    bool found = false;
    if constexpr (std::is_same_v<T, std::vector<Attachment>>) {
      ReadAttachments(parent, value, errors);
    } else if constexpr (ListOf<T>::value) {
      ReadList(parent, name, value, errors);
    } else if constexpr (kIsRecord<T>) {
      ReadRecord(parent, IsInline<T>() ? prefix : name, value, errors);
    } else if constexpr (OptionalOf<T>::value) {
      ReadElement(parent, name, false, value.emplace(), found, errors);
      if (!found) value.reset();
    } else {
      ReadElement(parent, name, true, value, found, errors);
    }
  });
}

}  // namespace hetang::bank::wire
