// The file command `hetang text`: finds entities and payments in a narrative and prints them.
//
// The caller (main) parses the options, opens the input and tells the time.
#pragma once

#include <iosfwd>
#include <optional>

#include "base/time.h"

namespace hetang::app {

struct TextOptions {
  std::optional<Moment> at;  // --at: the report time. Without it, `now`.
  bool json = false;         // --json: one document {"entities":[...],"payments":[...]}.
  // --jsonl: one object a line, {"id","text","report_time"} in, the same id with entities and
  // payments out. A line that cannot be read is named on `err` and the others go on.
  bool jsonl = false;
};

// Answers the exit code: 0 done, 1 something could not be read.
int RunText(const TextOptions& options, std::istream& in, std::ostream& out, std::ostream& err,
            Moment now);

}  // namespace hetang::app
