// JSON from and to described records.
//
// Reading is strict and tells everything that is wrong at once: Parse refuses text that is not
// JSON (with the place), Read refuses fields that are missing, unknown or of a wrong kind (each
// with its path). A non-optional field must be there; `null` is the same as absent for an optional
// one. Neither ever puts the value it read into an error.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "base/field.h"
#include "base/result.h"

namespace hetang::json {

struct Limits {
  std::size_t depth = 32;
  std::size_t bytes = 8u << 20;
};

// Errors: invalid (not JSON, broken UTF-8, a duplicate key, a number out of range), too_large.
Result<boost::json::value> Parse(std::string_view text, Limits limits = {});

template <typename T>
boost::json::value ToValue(const T& value, Reveal reveal = Reveal::masked);

namespace detail {

template <typename T>
struct VectorOf : std::false_type {};
template <typename T>
struct VectorOf<std::vector<T>> : std::true_type {
  using Value = T;
};

template <typename T>
inline constexpr bool kAlwaysFalse = false;

std::string Join(std::string_view path, std::string_view field);
std::string Index(std::string_view path, std::size_t index);
void Report(std::vector<FieldError>& errors, std::string_view path, std::string_view code);

template <typename T>
void ReadInto(const boost::json::value& value, const std::string& path, T& out,
              std::vector<FieldError>& errors);

template <typename T>
void ReadRecord(const boost::json::object& object, const std::string& path, T& out,
                std::vector<FieldError>& errors) {
  std::size_t used = 0;
  ForEachField(out, [&](std::string_view name, auto& field) {
    using FieldT = std::remove_reference_t<decltype(field)>;
    const boost::json::value* found = object.if_contains(name);
    if (found != nullptr) ++used;
    if (found == nullptr || found->is_null()) {
      if constexpr (!OptionalOf<FieldT>::value) Report(errors, Join(path, name), "missing");
      return;
    }
    ReadInto(*found, Join(path, name), field, errors);
  });
  if (used == object.size()) return;
  for (const auto& member : object) {
    bool known = false;
    ForEachFieldType<T>(
        [&](std::string_view name, auto) { known = known || name == member.key(); });
    if (!known) Report(errors, path.empty() ? "(body)" : path, "unknown_field");
  }
}

template <typename T>
void ReadInto(const boost::json::value& value, const std::string& path, T& out,
              std::vector<FieldError>& errors) {
  if constexpr (std::is_same_v<T, boost::json::value>) {
    out = value;
  } else if constexpr (OptionalOf<T>::value) {
    ReadInto(value, path, out.emplace(), errors);
  } else if constexpr (FieldType<T>) {
    auto read = Field<T>::FromJson(value);
    if (read) {
      out = std::move(*read);
    } else {
      Report(errors, path, Field<T>::kCode);
    }
  } else if constexpr (VectorOf<T>::value) {
    if (!value.is_array()) return Report(errors, path, "list");
    const auto& items = value.get_array();
    out.resize(items.size());
    for (std::size_t i = 0; i < items.size(); ++i)
      ReadInto(items[i], Index(path, i), out[i], errors);
  } else if constexpr (kIsRecord<T>) {
    if (!value.is_object()) return Report(errors, path, "object");
    ReadRecord(value.get_object(), path, out, errors);
  } else {
    static_assert(kAlwaysFalse<T>, "not a field type, a record or a vector");
  }
}

template <typename T>
boost::json::value SchemaOf(boost::json::object& schemas);

template <typename T>
void AddRecordSchema(std::string_view name, boost::json::object& schemas) {
  if (schemas.contains(name)) return;
  schemas[name] = boost::json::object{};  // Placed first, so that a recursive record ends.
  boost::json::object properties;
  boost::json::array required;
  ForEachFieldType<T>([&](std::string_view field, auto type) {
    using FieldT = typename decltype(type)::type;
    properties[field] = SchemaOf<FieldT>(schemas);
    if constexpr (!OptionalOf<FieldT>::value) required.emplace_back(field);
  });
  boost::json::object schema{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = std::move(required);
  schemas[name] = std::move(schema);
}

// The unqualified name of a type, as the schema names it.
std::string ShortTypeName(const char* mangled);

template <typename T>
boost::json::value SchemaOf(boost::json::object& schemas) {
  if constexpr (std::is_same_v<T, boost::json::value>) {
    return boost::json::object{};
  } else if constexpr (OptionalOf<T>::value) {
    using Value = typename OptionalOf<T>::Value;
    auto inner = SchemaOf<Value>(schemas);
    if constexpr (FieldType<Value>) {
      auto& object = inner.as_object();
      if (object.contains("enum")) object["enum"].as_array().emplace_back(nullptr);
      object["type"] = boost::json::array{object["type"], "null"};
      return inner;
    } else {
      return boost::json::object{
          {"anyOf", boost::json::array{std::move(inner), boost::json::object{{"type", "null"}}}}};
    }
  } else if constexpr (FieldType<T>) {
    return Field<T>::Schema();
  } else if constexpr (VectorOf<T>::value) {
    return boost::json::object{{"type", "array"},
                               {"items", SchemaOf<typename VectorOf<T>::Value>(schemas)}};
  } else {
    const std::string name = ShortTypeName(typeid(T).name());
    AddRecordSchema<T>(name, schemas);
    return boost::json::object{{"$ref", "#/components/schemas/" + name}};
  }
}

}  // namespace detail

template <typename T>
boost::json::value ToValue(const T& value, Reveal reveal) {
  if constexpr (std::is_same_v<T, boost::json::value>) {
    return value;
  } else if constexpr (OptionalOf<T>::value) {
    return value ? ToValue(*value, reveal) : boost::json::value(nullptr);
  } else if constexpr (FieldType<T>) {
    return Field<T>::ToJson(value, reveal);
  } else if constexpr (detail::VectorOf<T>::value) {
    boost::json::array items;
    items.reserve(value.size());
    for (const auto& item : value) items.push_back(ToValue(item, reveal));
    return items;
  } else {
    boost::json::object object;
    ForEachField(value, [&](std::string_view name, const auto& field) {
      object[name] = ToValue(field, reveal);
    });
    return object;
  }
}

template <typename T>
std::string Write(const T& value, Reveal reveal = Reveal::masked) {
  return boost::json::serialize(ToValue(value, reveal));
}

// Errors: invalid, with one FieldError for each field that is wrong.
template <typename T>
Result<T> Read(const boost::json::value& value) {
  T out{};
  std::vector<FieldError> errors;
  detail::ReadInto(value, "", out, errors);
  if (!errors.empty()) return Invalid(std::move(errors));
  return out;
}

template <typename T>
Result<T> Read(std::string_view text, Limits limits = {}) {
  HT_TRY(const boost::json::value value, Parse(text, limits));
  return Read<T>(value);
}

// The JSON schema of T as OpenAPI 3.1 uses it; records are added to `schemas` by name.
template <typename T>
boost::json::value SchemaOf(boost::json::object& schemas) {
  return detail::SchemaOf<T>(schemas);
}

}  // namespace hetang::json
