// `hetang demo`: a centre with an invented district and simulated banks, ready to look at and to
// train on. Its officers, banks and reports exist in this data directory only.
#pragma once

#include <cstdint>
#include <string>

namespace hetang::app {

struct DemoOptions {
  std::string data;
  std::string listen = "127.0.0.1:8080";
  std::string bank_listen = "127.0.0.1:8090";
  std::string bank_delay_ms = "1500:6000";  // How long a simulated bank takes to answer.
  std::string clock_file;  // The time of the centre and its banks; empty: the machine's.
  std::uint64_t seed = 20201222;
  int stories = 8;
};
int RunDemo(const DemoOptions& options);

}  // namespace hetang::app
