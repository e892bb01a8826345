// Brings the schema to the steps the program knows.
#pragma once

#include <span>

#include "platform/database/connection.h"

namespace hetang::database {

// Runs the steps the database lacks, in the order of the list, all in one transaction; a second
// process that opens the same database waits for the first. Errors: unsupported (the database has a
// step the program does not know), and those of a statement.
Status Migrate(EngineConnection& connection, std::span<const Migration> migrations);

}  // namespace hetang::database
