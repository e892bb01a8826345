#include "tidy/words.h"

#include <array>
#include <string>
#include <string_view>

namespace hetang::tidy {
namespace {

// Where a call is refused.
enum class Scope {
  everywhere,     // All C++ of the repository.
  below_clock,    // src/ but base/time.cpp, which owns the clock.
  below_app,      // src/ but app/ and tests: the process belongs to main.
  below_console,  // platform/, gateway/, desk/ and engine/, tests aside: they speak by results.
};

struct Banned {
  std::string_view token;
  Scope scope;
  std::string_view instead;
};

constexpr std::string_view kSpawn = "start the program with posix_spawn and an argument list";
constexpr std::string_view kBounded = "use std::string, or fmt::format";
constexpr std::string_view kClock = "take `now` as an argument, or a Clock (base/time.h)";
constexpr std::string_view kConsole = "return a Result or write to the log; only app/ prints";
constexpr std::string_view kRandom = "use RandomToken (base/ids.h), or <random> with a given seed";
constexpr std::string_view kNoRegex = "use RE2, whose time is linear in its input";
constexpr std::string_view kNoViews = "write the loop; clang 14 cannot read the views of g++ 12";

constexpr std::array<Banned, 33> kBanned{{
    {"system(", Scope::everywhere, kSpawn},
    {"popen(", Scope::everywhere, kSpawn},
    {"gets(", Scope::everywhere, kBounded},
    {"sprintf(", Scope::everywhere, kBounded},
    {"vsprintf(", Scope::everywhere, kBounded},
    {"strcpy(", Scope::everywhere, kBounded},
    {"strcat(", Scope::everywhere, kBounded},
    {"rand(", Scope::everywhere, kRandom},
    {"srand(", Scope::everywhere, kRandom},
    {"std::regex", Scope::everywhere, kNoRegex},
    {"#include <regex>", Scope::everywhere, kNoRegex},
    {"std::views", Scope::everywhere, kNoViews},
    {"ranges::views", Scope::everywhere, kNoViews},
    {"soci::row", Scope::everywhere, "use typed into(...): a dynamic row misreads large integers"},
    {"system_clock", Scope::below_clock, kClock},
    {"time(nullptr)", Scope::below_clock, kClock},
    {"time(NULL)", Scope::below_clock, kClock},
    {"time(0)", Scope::below_clock, kClock},
    {"gettimeofday(", Scope::below_clock, kClock},
    {"CLOCK_REALTIME", Scope::below_clock, kClock},
    {"getenv(", Scope::below_app, "read the environment in app/ and hand the value in"},
    {"secure_getenv(", Scope::below_app, "read the environment in app/ and hand the value in"},
    {"std::exit(", Scope::below_app, "return a Result; only main ends the program"},
    {"std::cout", Scope::below_console, kConsole},
    {"std::cerr", Scope::below_console, kConsole},
    {"std::clog", Scope::below_console, kConsole},
    {"printf(", Scope::below_console, kConsole},
    {"fprintf(", Scope::below_console, kConsole},
    {"puts(", Scope::below_console, kConsole},
    {"putchar(", Scope::below_console, kConsole},
    {"fmt::print(", Scope::below_console, kConsole},
    {"stdout", Scope::below_console, kConsole},
    {"stderr", Scope::below_console, kConsole},
}};

bool Applies(Scope scope, const SourceFile& file) {
  switch (scope) {
    case Scope::everywhere:
      return true;
    case Scope::below_clock:
      return file.IsUnder("src/") && file.path != "src/base/time.cpp";
    case Scope::below_app:
      return file.IsUnder("src/") && !file.IsUnder("src/app/") && !file.IsTest();
    case Scope::below_console:
      return !file.IsTest() && (file.IsUnder("src/platform/") || file.IsUnder("src/gateway/") ||
                                file.IsUnder("src/desk/") || file.IsUnder("src/engine/"));
  }
  return false;
}

bool SaysWhyItCatches(std::string_view line) {
  constexpr std::string_view kMarker = "// tidy: catches ";
  const std::size_t at = line.find(kMarker);
  return at != std::string_view::npos && at + kMarker.size() < line.size();
}

void CheckCatches(const SourceFile& file, Faults& faults) {
  if (!Applies(Scope::below_app, file)) return;
  for (std::size_t i = 0; i < file.code.size(); ++i) {
    if (FindToken(file.code[i], "catch (...)") == std::string_view::npos) continue;
    if (SaysWhyItCatches(file.lines[i]) || (i > 0 && SaysWhyItCatches(file.lines[i - 1]))) continue;
    faults.push_back({file.path, i + 1,
                      "catch (...) hides what failed; let it reach the request or job loop, or "
                      "say above it `// tidy: catches <why>`"});
  }
}

struct Word {
  std::string_view text;
  std::string_view why;
};

constexpr std::string_view kMachine = "is a path of one machine; write it from the repository root";
constexpr std::string_view kHost = "is a registry host; name the package only";
constexpr std::string_view kNote =
    "is a left-over note; do it now, or say what is not done and why";

// Written in two pieces each, so that the house may look at this file too.
constexpr std::array<Word, 8> kWords{{
    {"/wo"
     "rk/",
     kMachine},
    {"/fa"
     "rm/",
     kMachine},
    {"deb.deb"
     "ian.org",
     kHost},
    {"registry.np"
     "mjs.org",
     kHost},
    {"registry.npm"
     "mirror.com",
     kHost},
    {"TO"
     "DO",
     kNote},
    {"FIX"
     "ME",
     kNote},
    {"XX"
     "X",
     kNote},
}};

}  // namespace

void CheckCalls(const SourceFile& file, Faults& faults) {
  if (file.language != Language::kCpp) return;
  for (std::size_t i = 0; i < file.code.size(); ++i) {
    for (const Banned& banned : kBanned) {
      if (FindToken(file.code[i], banned.token) == std::string_view::npos) continue;
      if (!Applies(banned.scope, file)) continue;
      faults.push_back(
          {file.path, i + 1,
           "`" + std::string(banned.token) + "` is not used here; " + std::string(banned.instead)});
    }
  }
  CheckCatches(file, faults);
}

void CheckWords(const SourceFile& file, Faults& faults) {
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    for (const Word& word : kWords) {
      if (FindToken(file.lines[i], word.text) == std::string_view::npos) continue;
      faults.push_back(
          {file.path, i + 1, "`" + std::string(word.text) + "` " + std::string(word.why)});
    }
  }
}

}  // namespace hetang::tidy
