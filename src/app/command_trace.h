// The file command `hetang trace --transfers`: follows the money of some transfers of a plain file
// and prints the answer as JSON.
//
// The caller (main) parses the options.
#pragma once

#include <iosfwd>
#include <string>

#include "engine/trace/trace.h"

namespace hetang::app {

struct TraceOptions {
  std::string transfers;  // A file, or - for standard input.
  std::string opening;    // A file; empty: every account began with nothing.
  std::string columns;    // `from=A,to=B,amount=C:yuan,at=D,id=E,kind=F`; empty: the default names.
  std::string seeds;      // `ID,ID` or `@FILE`, one a line.
  trace::Method method = trace::Method::fifo;
};

// Answers the exit code: 0 done, 1 something could not be read or counted, 2 wrong use.
int RunTrace(const TraceOptions& options, std::ostream& out, std::ostream& err);

}  // namespace hetang::app
