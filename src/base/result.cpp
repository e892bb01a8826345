#include "base/result.h"

#include <array>

#include "base/check.h"

namespace hetang {
namespace {

constexpr std::array<ErrorFacts, 13> kFacts{{
    {ErrorCode::invalid, "invalid", 422, 1},
    {ErrorCode::unauthenticated, "unauthenticated", 401, 1},
    {ErrorCode::forbidden, "forbidden", 403, 1},
    {ErrorCode::not_found, "not_found", 404, 1},
    {ErrorCode::conflict, "conflict", 409, 1},
    {ErrorCode::stale, "stale", 412, 1},
    {ErrorCode::too_large, "too_large", 413, 1},
    {ErrorCode::rate_limited, "rate_limited", 429, 1},
    {ErrorCode::unsupported, "unsupported", 415, 1},
    {ErrorCode::unavailable, "unavailable", 503, 1},
    {ErrorCode::storage_full, "storage_full", 507, 1},
    {ErrorCode::corrupt, "corrupt", 500, 1},
    {ErrorCode::internal, "internal", 500, 1},
}};

}  // namespace

const ErrorFacts& FactsOf(ErrorCode code) {
  const auto index = static_cast<std::size_t>(code);
  HT_CHECK(index < kFacts.size() && kFacts[index].code == code);
  return kFacts[index];
}

}  // namespace hetang
