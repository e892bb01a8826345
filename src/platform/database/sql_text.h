// SQL as far as the program reads it: quotes, comments, words and placeholders.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/database/database.h"

namespace hetang::database {

// A statement without its comments in which every placeholder has a name of its own: SQLite would
// make one parameter of two places with one name, PostgreSQL makes two.
struct Numbered {
  std::string sql;
  std::size_t placeholders = 0;
};
Numbered NumberPlaceholders(std::string_view sql);

// The statements of a migration step, without comments, in the words of the engine.
std::vector<std::string> StatementsFor(Engine engine, std::string_view sql);

// Appends a value in COPY's text format.
void AppendCopyText(std::string& out, const Cell& cell);

}  // namespace hetang::database
