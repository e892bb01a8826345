// Field types: what one field of a record is in a database column, in JSON and in the API's schema.
//
// A record is a plain struct described with Boost.Describe whose fields are of these types. Adding
// a field type means one specialisation of Field here (or beside the type); reading, writing, row
// mapping and OpenAPI follow from it.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "base/describe.h"
#include "base/ids.h"
#include "base/money.h"
#include "base/personal.h"
#include "base/time.h"

namespace hetang {

// Whether personal fields are written in full. Only a caller that has checked the right and
// written the journal entry says `in_full`.
enum class Reveal { masked, in_full };

// Field<T> offers
//   using Column = std::int64_t | std::string;       the stored form
//   static Column ToColumn(const T&);
//   static std::optional<T> FromColumn(Column);      nothing when the stored form makes no T
//   static boost::json::value ToJson(const T&, Reveal);
//   static std::optional<T> FromJson(const boost::json::value&);
//   static constexpr std::string_view kCode          what FromJson refuses, for FieldError.code
//   static boost::json::object Schema();
template <typename T>
struct Field;

// Text of at most `kMax` code points, blanks trimmed, no control characters but tab and line feed.
template <std::size_t kMax>
class Text {
 public:
  Text() = default;
  Text(std::string value) : value_(std::move(value)) {}  // NOLINT: a Text is written like a string.
  Text(const char* value) : value_(value) {}             // NOLINT
  const std::string& str() const { return value_; }
  bool empty() const { return value_.empty(); }
  friend bool operator==(const Text&, const Text&) = default;

 private:
  std::string value_;
};

// Trims and checks free text from outside; nothing when it is too long or holds control characters.
std::optional<std::string> CheckedText(std::string_view raw, std::size_t max_points);

template <>
struct Field<std::int64_t> {
  using Column = std::int64_t;
  static constexpr std::string_view kCode = "integer";
  static Column ToColumn(std::int64_t value) { return value; }
  static std::optional<std::int64_t> FromColumn(Column column) { return column; }
  static boost::json::value ToJson(std::int64_t value, Reveal) { return value; }
  static std::optional<std::int64_t> FromJson(const boost::json::value& value) {
    if (value.is_int64()) return value.get_int64();
    return std::nullopt;
  }
  static boost::json::object Schema() { return {{"type", "integer"}, {"format", "int64"}}; }
};

template <>
struct Field<bool> {
  using Column = std::int64_t;
  static constexpr std::string_view kCode = "boolean";
  static Column ToColumn(bool value) { return value ? 1 : 0; }
  static std::optional<bool> FromColumn(Column column) { return column != 0; }
  static boost::json::value ToJson(bool value, Reveal) { return value; }
  static std::optional<bool> FromJson(const boost::json::value& value) {
    if (value.is_bool()) return value.get_bool();
    return std::nullopt;
  }
  static boost::json::object Schema() { return {{"type", "boolean"}}; }
};

// A plain string of at most 4,096 code points: codes, names of rules, hashes. Use Text<N>
// otherwise.
template <>
struct Field<std::string> {
  using Column = std::string;
  static constexpr std::string_view kCode = "text";
  static constexpr std::size_t kMax = 4096;
  static Column ToColumn(const std::string& value) { return value; }
  static std::optional<std::string> FromColumn(Column column) { return column; }
  static boost::json::value ToJson(const std::string& value, Reveal) {
    return boost::json::value(value);
  }
  static std::optional<std::string> FromJson(const boost::json::value& value) {
    if (!value.is_string()) return std::nullopt;
    return CheckedText({value.get_string().data(), value.get_string().size()}, kMax);
  }
  static boost::json::object Schema() { return {{"type", "string"}, {"maxLength", kMax}}; }
};

template <std::size_t kMax>
struct Field<Text<kMax>> {
  using Column = std::string;
  static constexpr std::string_view kCode = "text";
  static Column ToColumn(const Text<kMax>& value) { return value.str(); }
  static std::optional<Text<kMax>> FromColumn(Column column) {
    return Text<kMax>(std::move(column));
  }
  static boost::json::value ToJson(const Text<kMax>& value, Reveal) {
    return boost::json::value(value.str());
  }
  static std::optional<Text<kMax>> FromJson(const boost::json::value& value) {
    if (!value.is_string()) return std::nullopt;
    auto text = CheckedText({value.get_string().data(), value.get_string().size()}, kMax);
    if (!text) return std::nullopt;
    return Text<kMax>(std::move(*text));
  }
  static boost::json::object Schema() { return {{"type", "string"}, {"maxLength", kMax}}; }
};

// Amounts in JSON are integer fen; a field of this type ends in `_fen`.
template <>
struct Field<Fen> {
  using Column = std::int64_t;
  static constexpr std::string_view kCode = "amount";
  static Column ToColumn(Fen value) { return value.value(); }
  static std::optional<Fen> FromColumn(Column column) { return Fen(column); }
  static boost::json::value ToJson(Fen value, Reveal) { return value.value(); }
  static std::optional<Fen> FromJson(const boost::json::value& value) {
    if (!value.is_int64() || value.get_int64() < -kMaxFen || value.get_int64() > kMaxFen) {
      return std::nullopt;
    }
    return Fen(value.get_int64());
  }
  static boost::json::object Schema() {
    return {{"type", "integer"}, {"format", "int64"}, {"description", "Amount in fen."}};
  }
};

template <>
struct Field<Moment> {
  using Column = std::int64_t;
  static constexpr std::string_view kCode = "time";
  static Column ToColumn(Moment value) { return value.ms; }
  static std::optional<Moment> FromColumn(Column column) { return Moment{column}; }
  static boost::json::value ToJson(Moment value, Reveal) {
    return boost::json::value(FormatIso(value));
  }
  static std::optional<Moment> FromJson(const boost::json::value& value) {
    if (!value.is_string()) return std::nullopt;
    return ParseIso({value.get_string().data(), value.get_string().size()});
  }
  static boost::json::object Schema() { return {{"type", "string"}, {"format", "date-time"}}; }
};

template <typename Tag>
struct Field<Id<Tag>> {
  using Column = std::int64_t;
  static constexpr std::string_view kCode = "id";
  static Column ToColumn(Id<Tag> id) { return id.value; }
  static std::optional<Id<Tag>> FromColumn(Column column) { return Id<Tag>{column}; }
  static boost::json::value ToJson(Id<Tag> id, Reveal) { return id.value; }
  static std::optional<Id<Tag>> FromJson(const boost::json::value& value) {
    if (!value.is_int64() || value.get_int64() <= 0) return std::nullopt;
    return Id<Tag>{value.get_int64()};
  }
  static boost::json::object Schema() { return {{"type", "integer"}, {"format", "int64"}}; }
};

template <PersonalKind kKind>
struct Field<Personal<kKind>> {
  using Value = Personal<kKind>;
  using Column = std::string;
  static constexpr std::string_view kCode = "text";
  static constexpr std::size_t kMax = kKind == PersonalKind::text ? 20'000 : 200;
  static Column ToColumn(const Value& value) { return value.Reveal(); }
  static std::optional<Value> FromColumn(Column column) { return Value(std::move(column)); }
  static boost::json::value ToJson(const Value& value, Reveal reveal) {
    return boost::json::value(reveal == Reveal::in_full ? value.Reveal() : value.Masked());
  }
  static std::optional<Value> FromJson(const boost::json::value& value) {
    if (!value.is_string()) return std::nullopt;
    auto text = CheckedText({value.get_string().data(), value.get_string().size()}, kMax);
    if (!text) return std::nullopt;
    return Value(std::move(*text));
  }
  static boost::json::object Schema() {
    return {{"type", "string"}, {"maxLength", kMax}, {"x-personal", EnumNameOf()}};
  }

 private:
  static std::string_view EnumNameOf() {
    switch (kKind) {
      case PersonalKind::name:
        return "name";
      case PersonalKind::phone:
        return "phone";
      case PersonalKind::identity:
        return "identity";
      case PersonalKind::account:
        return "account";
      case PersonalKind::address:
        return "address";
      case PersonalKind::text:
        return "text";
    }
    return "";
  }
};

template <typename E>
requires std::is_enum_v<E>
struct Field<E> {
  using Column = std::string;
  static constexpr std::string_view kCode = "choice";
  static Column ToColumn(E value) { return std::string(EnumName(value)); }
  static std::optional<E> FromColumn(const Column& column) { return EnumFromName<E>(column); }
  static boost::json::value ToJson(E value, Reveal) { return boost::json::value(EnumName(value)); }
  static std::optional<E> FromJson(const boost::json::value& value) {
    if (!value.is_string()) return std::nullopt;
    return EnumFromName<E>({value.get_string().data(), value.get_string().size()});
  }
  static boost::json::object Schema() {
    boost::json::array names;
    for (const std::string_view name : EnumNames<E>()) names.emplace_back(name);
    return {{"type", "string"}, {"enum", std::move(names)}};
  }
};

template <typename T>
concept FieldType = requires {
  typename Field<T>::Column;
};

template <typename T>
struct OptionalOf : std::false_type {};
template <typename T>
struct OptionalOf<std::optional<T>> : std::true_type {
  using Value = T;
};

}  // namespace hetang
