// One description of a record (Boost.Describe) read as a list of named fields or enumerators.
#pragma once

#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

namespace hetang {

template <typename T>
inline constexpr bool kIsRecord =
    std::is_class_v<T>&& boost::describe::has_describe_members<T>::value;

template <typename T>
using FieldsOf = boost::describe::describe_members<T, boost::describe::mod_public |
                                                          boost::describe::mod_inherited>;

// Calls visit(name, value) for each field in the order of the description.
template <typename Record, typename Visit>
void ForEachField(Record& record, Visit&& visit) {
  boost::mp11::mp_for_each<FieldsOf<std::remove_const_t<Record>>>(
      [&](auto field) { visit(std::string_view(field.name), record.*field.pointer); });
}

// Calls visit(name, std::type_identity<FieldType>{}) for each field of the type.
template <typename Record, typename Visit>
void ForEachFieldType(Visit&& visit) {
  boost::mp11::mp_for_each<FieldsOf<Record>>([&](auto field) {
    using Type = std::remove_reference_t<decltype(std::declval<Record&>().*field.pointer)>;
    visit(std::string_view(field.name), std::type_identity<Type>{});
  });
}

template <typename E>
std::string_view EnumName(E value) {
  return boost::describe::enum_to_string(value, "");
}

template <typename E>
std::optional<E> EnumFromName(std::string_view name) {
  std::optional<E> found;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto enumerator) {
    if (name == enumerator.name) found = enumerator.value;
  });
  return found;
}

template <typename E>
std::vector<std::string_view> EnumNames() {
  std::vector<std::string_view> names;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
      [&](auto enumerator) { names.emplace_back(enumerator.name); });
  return names;
}

}  // namespace hetang
