// The file commands on a data directory: take reports in, import statements, list transfers, trace
// a case. Each answers its exit code; what they print is fixed for other programs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/centre.h"
#include "engine/trace/trace.h"

namespace hetang::app {

struct ImportOptions {
  CentreOptions centre;
  std::optional<std::int64_t> case_id;
  std::vector<std::string> files;
};
int RunImport(const ImportOptions& options);

struct TransfersOptions {
  CentreOptions centre;
  std::optional<std::int64_t> case_id;  // Cases share their statements: only checked to exist.
  bool csv = false;
};
int RunTransfers(const TransfersOptions& options);

struct CaseTraceOptions {
  CentreOptions centre;
  std::int64_t case_id = 0;
  trace::Method method = trace::Method::fifo;
};
int RunCaseTrace(const CaseTraceOptions& options);

struct IntakeOptions {
  CentreOptions centre;
  std::string file = "-";  // One report or an array of them, as the API takes them.
  bool send = false;       // Places stop orders too.
};
int RunIntake(const IntakeOptions& options);

}  // namespace hetang::app
