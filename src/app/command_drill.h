// `hetang drill`: the invented town as a training exercise against a running centre, with a score;
// and `--curve`: what a lost minute costs, by the town's assumptions. See docs/guide/drill.md.
#pragma once

#include <cstdint>
#include <string>

namespace hetang::app {

struct CurveCommand {
  std::uint64_t seed = 1;
  int frauds = 1000;
  int dwell_minutes = 6;
  bool json = false;
};
int PrintCurve(const CurveCommand& command);

struct DrillCommand {
  std::string centre = "http://127.0.0.1:8080";
  std::string banks;  // Where its hetang-bank is; empty: where the centre's first bank is.
  std::string login = "duty";
  std::string clock_file;  // The centre's time; empty: the machine's.
  std::uint64_t seed = 1;
  int reports = 6;
  int spacing_minutes = 4;  // Between two reports, about.
  int after_minutes = 20;   // From the last report to the score.
  int dwell_minutes = 6;
  bool json = false;
};
// Reads the password from standard input. Ends early, with a score, when it is interrupted.
int RunDrill(const DrillCommand& command);

}  // namespace hetang::app
