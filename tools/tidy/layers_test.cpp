#include "tidy/layers.h"

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
using testing::StartsWith;

std::string Including(const std::string& header) { return "#include \"" + header + "\"\n"; }

// What the rules say about one file that includes one header.
std::vector<std::string> CheckPair(const std::string& path, const std::string& header) {
  return TestTree().Add(path, Including(header)).Check();
}

TEST(Layers, ATreeThatKeepsThePlanIsClean) {
  TestTree tree;
  tree.Add("src/base/time.h", "// Time.\n#pragma once\n#include <string>\n")
      .Add("src/engine/trace/trace.cpp", Including("base/time.h") + Including("engine/link/a.h"))
      .Add("src/platform/journal/journal.cpp", Including("platform/database/database.h"))
      .Add("src/gateway/bank/bank.cpp", Including("platform/http/http.h"))
      .Add("src/desk/funds/funds.cpp",
           Including("desk/funds/rules.h") + Including("desk/register/register.h") +
               Including("gateway/bank/bank.h") + Including("engine/trace/trace.h"))
      .Add("src/sim/town.cpp", Including("engine/text/text.h") + Including("sim/people.h"))
      .Add("src/app/main.cpp", Including("desk/funds/rules.h") + Including("sim/town.h"));
  EXPECT_THAT(tree.Check(), IsEmpty());
}

TEST(Layers, ALowerLayerMustNotIncludeAHigherOne) {
  EXPECT_THAT(CheckPair("src/base/a.cpp", "engine/text/text.h"), SizeIs(1));
  EXPECT_THAT(CheckPair("src/engine/text/a.cpp", "platform/http/http.h"), SizeIs(1));
  EXPECT_THAT(CheckPair("src/platform/http/a.cpp", "engine/text/text.h"), SizeIs(1));
  EXPECT_THAT(CheckPair("src/platform/http/a.cpp", "gateway/bank/bank.h"), SizeIs(1));
  EXPECT_THAT(CheckPair("src/gateway/bank/a.cpp", "desk/funds/funds.h"), SizeIs(1));
  EXPECT_THAT(CheckPair("src/gateway/bank/a.cpp", "engine/text/text.h"), SizeIs(1));
  EXPECT_THAT(CheckPair("src/desk/funds/a.cpp", "sim/town.h"), SizeIs(1));
  EXPECT_THAT(CheckPair("src/desk/funds/a.cpp", "app/main.h"), SizeIs(1));
}

TEST(Layers, TheInventedTownUsesOnlyPublicDoors) {
  EXPECT_THAT(CheckPair("src/sim/a.cpp", "gateway/bank/bank.h"), SizeIs(1));
  EXPECT_THAT(CheckPair("src/sim/a.cpp", "platform/database/database.h"), SizeIs(1));
  EXPECT_THAT(CheckPair("src/sim/a.cpp", "desk/intake/intake.h"), SizeIs(1));
}

TEST(Layers, AFaultNamesFileLineAndWayOut) {
  const auto said = TestTree().Add("src/base/a.cpp", "\n" + Including("app/main.h")).Check();
  EXPECT_THAT(said, ElementsAre(AllOf(StartsWith("src/base/a.cpp:2: base must not include app"),
                                      HasSubstr("let app/ hand it in"))));
}

TEST(Layers, TestsOfADeskShareWhatTestsOfEarlierDesksShare) {
  const char* shared = "desk/register/test_register.h";
  EXPECT_THAT(CheckPair("src/desk/funds/a_test.cpp", shared), IsEmpty());
  EXPECT_THAT(CheckPair("src/desk/funds/a.cpp", shared), SizeIs(1));
  EXPECT_THAT(CheckPair("src/desk/roster/a_test.cpp", shared), SizeIs(1));
}

TEST(Layers, ADeskSeesEarlierDesksThroughTheirFacadeOnly) {
  EXPECT_THAT(CheckPair("src/desk/intake/a.cpp", "desk/funds/funds.h"), IsEmpty());
  EXPECT_THAT(CheckPair("src/desk/intake/a.cpp", "desk/funds/rules.h"),
              ElementsAre(HasSubstr("include \"desk/funds/funds.h\"")));
  EXPECT_THAT(CheckPair("src/desk/intake/a_test.cpp", "desk/funds/rules.h"), SizeIs(1));
  EXPECT_THAT(CheckPair("src/desk/funds/a.cpp", "desk/intake/intake.h"),
              ElementsAre(HasSubstr("subscriber of the journal")));
}

TEST(Layers, FoldersOfALayerMustNotIncludeEachOtherInACircle) {
  TestTree tree;
  tree.Add("src/platform/http/a.cpp", Including("platform/auth/auth.h"))
      .Add("src/platform/auth/a.cpp", Including("platform/files/files.h"))
      .Add("src/platform/files/a.cpp", Including("platform/http/http.h"));
  EXPECT_THAT(tree.Check(), ElementsAre(HasSubstr("platform/auth -> platform/files -> "
                                                  "platform/http -> platform/auth")));
}

TEST(Layers, ATestMayUseANeighbourThatUsesItsFolder) {
  TestTree tree;
  tree.Add("src/platform/journal/a.cpp", Including("platform/database/database.h"))
      .Add("src/platform/database/a_test.cpp", Including("platform/journal/journal.h"));
  EXPECT_THAT(tree.Check(), IsEmpty());
}

TEST(Layers, AFileOutsideThePlanIsRefused) {
  EXPECT_THAT(TestTree().Add("src/misc/a.cpp", "").Check(), ElementsAre(HasSubstr("the plan")));
  EXPECT_THAT(TestTree().Add("src/a.cpp", "").Check(), SizeIs(1));
  EXPECT_THAT(TestTree().Add("src/desk/a.cpp", "").Check(), SizeIs(1));
  EXPECT_THAT(TestTree().Add("src/desk/canteen/a.cpp", "").Check(), SizeIs(1));
  EXPECT_THAT(TestTree().Add("src/desk/funds/sql/a.cpp", "").Check(), IsEmpty());
}

TEST(Layers, AnIncludeIsWrittenFromSrc) {
  EXPECT_THAT(CheckPair("src/base/a.cpp", "time.h"), ElementsAre(HasSubstr("from src/")));
  EXPECT_THAT(CheckPair("src/base/a.cpp", "../base/time.h"), SizeIs(1));
}

TEST(Layers, AngleBracketsDoNotHideAnInclude) {
  EXPECT_THAT(TestTree().Add("src/base/a.cpp", "#include <desk/funds/funds.h>\n").Check(),
              SizeIs(1));
  EXPECT_THAT(TestTree().Add("src/base/a.cpp", "#include <boost/json.hpp>\n").Check(), IsEmpty());
}

TEST(Layers, AnIncludeInACommentIsNone) {
  EXPECT_THAT(TestTree().Add("src/base/a.cpp", "/*\n#include \"app/a.h\"\n*/\n").Check(),
              IsEmpty());
}

}  // namespace
}  // namespace hetang::tidy
