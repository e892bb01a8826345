// What the routes of the desk take and answer, beside its records.
#pragma once

#include <optional>
#include <vector>

#include "desk/intake/intake.h"

namespace hetang::intake {

struct ReadingRequest {
  PersonalText text;
  std::optional<Moment> report_time;
};
BOOST_DESCRIBE_STRUCT(ReadingRequest, (), (text, report_time))

struct LeftReport {
  Text<64> external_number;
  ReportForm form;
};
BOOST_DESCRIBE_STRUCT(LeftReport, (), (external_number, form))

struct ReportId {
  std::int64_t report_id = 0;
};
BOOST_DESCRIBE_STRUCT(ReportId, (), (report_id))

// A waiting report with what its text says, ready to be taken.
struct WaitingReport {
  Report report;
  Reading reading;
};
BOOST_DESCRIBE_STRUCT(WaitingReport, (), (report, reading))

}  // namespace hetang::intake
