// What a demo centre starts with: units, officers with known passwords, a rota, banks.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "platform/database/database.h"

namespace hetang::app {

struct DemoLogin {
  std::string_view login;
  std::string_view name;
  std::string_view number;
  std::string_view roles;
  bool at_station;
};
std::span<const DemoLogin> DemoLogins();
inline constexpr std::string_view kDemoPassword = "hetang-demo-2020";

// True when this data directory has no officers yet.
Result<bool> IsFresh(database::Database& database);

// Errors: those of the database; conflict when it is not fresh.
Status FillDemo(database::Database& database, std::string_view sandbox_url,
                const std::string& keys_file, Moment now);

}  // namespace hetang::app
