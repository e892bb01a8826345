#include "tidy/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tidy/test_tree.h"

namespace hetang::tidy {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::string> CheckOne(const std::string& path, const std::string& text) {
  return TestTree().Add(path, text).Check();
}

TEST(Calls, DangerousCallsAreRefusedInAllCode) {
  for (const std::string call :
       {"system(a);", "std::system(a);", "popen(a, b);", "gets(a);", "sprintf(a, b);",
        "strcpy(a, b);", "rand();", "std::rand();", "std::regex r;", "#include <regex>",
        "std::views::all(a);", "soci::row r;", "soci::rowset<soci::row> r;"}) {
    EXPECT_THAT(CheckOne("src/app/a.cpp", call), SizeIs(1)) << call;
    EXPECT_THAT(CheckOne("tools/a.cpp", call), SizeIs(1)) << call;
  }
}

TEST(Calls, ALongerNameIsAnotherName) {
  for (const std::string call : {"snprintf(a, n, b);", "fgets(a, n, f);", "grand();", "Brand();",
                                 "filesystem(a);", "mktime(nullptr);"}) {
    EXPECT_THAT(CheckOne("src/desk/funds/a.cpp", call), IsEmpty()) << call;
  }
}

TEST(Calls, CommentsAndLiteralsAreNoCalls) {
  EXPECT_THAT(CheckOne("src/app/a.cpp", "// system(x)\n/* rand() */\nF(\"gets(\");\n"), IsEmpty());
}

TEST(Calls, OnlyTheClockOfBaseAsksTheMachineForTheTime) {
  for (const std::string call :
       {"std::chrono::system_clock::now();", "time(nullptr);", "std::time(nullptr);"}) {
    EXPECT_THAT(CheckOne("src/base/time.cpp", call), IsEmpty()) << call;
    EXPECT_THAT(CheckOne("src/base/ids.cpp", call),
                ElementsAre(HasSubstr("take `now` as an argument")))
        << call;
    EXPECT_THAT(CheckOne("bench/a.cpp", call), IsEmpty()) << call;
  }
}

TEST(Calls, OnlyAppReadsTheEnvironment) {
  EXPECT_THAT(CheckOne("src/app/a.cpp", "std::getenv(a);"), IsEmpty());
  EXPECT_THAT(CheckOne("src/platform/http/a_test.cpp", "std::getenv(a);"), IsEmpty());
  EXPECT_THAT(CheckOne("src/platform/http/test_a.cpp", "std::getenv(a);"), IsEmpty());
  EXPECT_THAT(CheckOne("src/platform/http/a.cpp", "std::getenv(a);"), SizeIs(1));
}

TEST(Calls, OnlyAppAndSimPrint) {
  for (const std::string call : {"std::cout << a;", "std::cerr << a;", "std::printf(a);",
                                 "puts(a);", "fmt::print(a);", "fprintf(f, a);"}) {
    EXPECT_THAT(CheckOne("src/app/a.cpp", call), IsEmpty()) << call;
    EXPECT_THAT(CheckOne("src/sim/a.cpp", call), IsEmpty()) << call;
    EXPECT_THAT(CheckOne("src/engine/text/a.cpp", call), SizeIs(1)) << call;
    EXPECT_THAT(CheckOne("src/platform/http/a.cpp", call), SizeIs(1)) << call;
    EXPECT_THAT(CheckOne("src/gateway/bank/a.cpp", call), SizeIs(1)) << call;
    EXPECT_THAT(CheckOne("src/desk/funds/a.cpp", call), SizeIs(1)) << call;
  }
}

TEST(Calls, CatchingEverythingNeedsAReason) {
  const std::string block = "try {\n} catch (...) {\n}\n";
  EXPECT_THAT(CheckOne("src/app/a.cpp", block), IsEmpty());
  EXPECT_THAT(CheckOne("src/platform/http/a.cpp", block),
              ElementsAre(AllOf(HasSubstr("a.cpp:2: "), HasSubstr("// tidy: catches <why>"))));
  EXPECT_THAT(CheckOne("src/platform/http/a.cpp",
                       "try {\n} catch (...) {  // tidy: catches what a handler throws.\n}\n"),
              IsEmpty());
  EXPECT_THAT(CheckOne("src/platform/http/a.cpp",
                       "try {\n  // tidy: catches what a handler throws.\n} catch (...) {\n}\n"),
              IsEmpty());
  EXPECT_THAT(CheckOne("src/platform/http/a.cpp", "try {\n} catch (...) {  // tidy: catches\n}\n"),
              SizeIs(1));
}

TEST(Words, MachinePathsHostsAndNotesAreRefusedInEveryTextFile) {
  for (const std::string& word :
       {std::string("/wo") + "rk/main", std::string("http://deb.deb") + "ian.org/x",
        std::string("registry.np") + "mjs.org", std::string("TO") + "DO: later",
        std::string("FIX") + "ME", std::string("// XX") + "X"}) {
    EXPECT_THAT(CheckOne("docs/a.md", "\n" + word + "\n"), ElementsAre(HasSubstr("docs/a.md:2: ")))
        << word;
    EXPECT_THAT(CheckOne("web/package-lock.json", word), SizeIs(1)) << word;
    EXPECT_THAT(CheckOne("dev", word), SizeIs(1)) << word;
  }
}

TEST(Words, WhatABuildMadeAndBinaryDataArePassedOver) {
  const std::string word = std::string("TO") + "DO";
  EXPECT_THAT(CheckOne("build/a.txt", word), IsEmpty());
  EXPECT_THAT(CheckOne("web/node_modules/a/a.js", word), IsEmpty());
  EXPECT_THAT(CheckOne(".git/a", word), IsEmpty());
  EXPECT_THAT(CheckOne(".git", word), IsEmpty());
  EXPECT_THAT(CheckOne("docs/a.png", std::string("\0", 1) + word), IsEmpty());
  EXPECT_THAT(CheckOne(".ci/run", word), SizeIs(1));
}

TEST(Words, ALongerWordIsAnotherWord) {
  EXPECT_THAT(CheckOne("docs/a.md", std::string("TO") + "DOS and MASTO" + "DON\n"), IsEmpty());
}

}  // namespace
}  // namespace hetang::tidy
