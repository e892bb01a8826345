#include "desk/trail/loader.h"

#include <array>
#include <fstream>
#include <sstream>

#include <unistd.h>

#include "base/text.h"

namespace hetang::trail {
namespace {

std::string HostName() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "host";
  std::string host(name.data());
  for (char& c : host) c = c == ':' ? '-' : c;
  return host;
}

// The 22nd field of /proc/PID/stat; the second one may hold blanks, in brackets.
std::string StartOf(std::string_view pid) {
  std::ifstream file("/proc/" + std::string(pid) + "/stat");
  std::stringstream read;
  read << file.rdbuf();
  const std::string text = read.str();
  const std::size_t bracket = text.rfind(')');
  if (bracket == std::string::npos) return "";
  std::istringstream rest(text.substr(bracket + 1));
  constexpr int kFieldsBetween = 20;
  std::string field;
  for (int i = 0; i < kFieldsBetween; ++i) rest >> field;
  return field;
}

std::string TokenOf(std::string_view pid) {
  return HostName() + ":" + std::string(pid) + ":" + StartOf(pid);
}

}  // namespace

const std::string& ThisLoader() {
  static const std::string token = TokenOf(std::to_string(::getpid()));
  return token;
}

bool MayLive(std::string_view loader) {
  const auto parts = Split(loader, ':');
  if (parts.size() != 3) return false;
  return parts[0] != HostName() || loader == TokenOf(parts[1]);
}

}  // namespace hetang::trail
