// Expected failures as values.
//
// Three kinds of error are never mixed. An expected failure (bad input, a rule that says no, a full
// disk) is a Result<T> with a code of the closed list below. A broken invariant aborts (check.h). A
// machine that failed throws, and only the request loop and the job loop catch.
//
// A message is English, short, and free of personal data: it may be logged and it crosses the wire.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

namespace hetang {

enum class ErrorCode {
  invalid,          // The input is wrong; `fields` says where.
  unauthenticated,  // Nobody is signed in, or the session has ended.
  forbidden,        // The officer lacks the right, or the record belongs to another unit.
  not_found,
  conflict,   // The state or a rule does not allow it; `rule` names the rule.
  stale,      // The record changed since it was read (If-Match failed).
  too_large,  // A limit on size, depth or count was hit.
  rate_limited,
  unsupported,   // A format or version this program does not read.
  unavailable,   // Something outside did not answer; trying again may help.
  storage_full,  // The disk is full: nothing was stored, reading still works.
  corrupt,       // Stored data does not prove itself (journal, backup).
  internal,
};

// One wrong field. `path` is a JSON path such as `payments[0].amount_fen`; `code` is stable and
// translated by the page; `message` is for programmers.
struct FieldError {
  std::string path;
  std::string code;
  std::string message;
};

struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;
  std::string rule = {};  // Stable name of the rule that refused, or empty.
  std::vector<FieldError> fields = {};
};

template <typename T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

inline tl::unexpected<Error> Fail(ErrorCode code, std::string message, std::string rule = {}) {
  return tl::unexpected<Error>(Error{code, std::move(message), std::move(rule), {}});
}
inline tl::unexpected<Error> Fail(Error error) { return tl::unexpected<Error>(std::move(error)); }
inline tl::unexpected<Error> Invalid(std::vector<FieldError> fields) {
  return tl::unexpected<Error>(
      Error{ErrorCode::invalid, "Some fields are wrong.", {}, std::move(fields)});
}

// The one table from which HTTP status, exit code and the stable name of a failure are read.
struct ErrorFacts {
  ErrorCode code;
  std::string_view name;
  int http_status;
  int exit_code;  // 1: could not be done. 2: wrong use.
};
const ErrorFacts& FactsOf(ErrorCode code);

}  // namespace hetang

#define HT_JOIN_INNER(a, b) a##b
#define HT_JOIN(a, b) HT_JOIN_INNER(a, b)

// HT_TRY(auto rows, Read(tx)); leaves the function with the error, or goes on with the value.
#define HT_TRY(declaration, expression) \
  HT_TRY_NAMED(HT_JOIN(ht_try_, __COUNTER__), declaration, expression)
#define HT_TRY_NAMED(name, declaration, expression)                      \
  auto name = (expression);                                              \
  if (!name.has_value()) return tl::unexpected(std::move(name).error()); \
  declaration = std::move(*name)

// HT_TRY_STATUS(Check(input)); the same for a Status, or where the value is not wanted. The name of
// its own lets one stand in a lambda inside another.
#define HT_TRY_STATUS(expression) \
  HT_TRY_STATUS_NAMED(HT_JOIN(ht_try_status_, __COUNTER__), expression)
#define HT_TRY_STATUS_NAMED(name, expression)                              \
  do {                                                                     \
    auto name = (expression);                                              \
    if (!name.has_value()) return tl::unexpected(std::move(name).error()); \
  } while (false)
