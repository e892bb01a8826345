#include "tidy/papers.h"

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

TEST(Links, ALinkLeadsToAFileOrFolderOfTheTree) {
  TestTree tree;
  tree.Add("docs/a.md", "[b](b.md) and ![c](pictures/c.png)\n[up](../README.md#try-it) [d](adr/)\n")
      .Add("docs/b.md", "[whole](https://example.org/x) [here](#there) [m](mailto:a@example.org)\n")
      .Add("docs/pictures/c.png", std::string("\x89PNG\0", 5))
      .Add("docs/adr/1.md", "")
      .Add("README.md", "[docs](docs/a.md)\n");
  EXPECT_THAT(tree.Check(), IsEmpty());
}

TEST(Links, ALinkThatLeadsNowhereIsAFault) {
  const auto said = TestTree().Add("docs/a.md", "\n[a](a.md), [x](../x.md), ![y](y.png)\n").Check();
  EXPECT_THAT(said, ElementsAre(HasSubstr("docs/a.md:2: the link `../x.md` leads nowhere"),
                                HasSubstr("`y.png`")));
}

TEST(Links, AnExampleIsNoLink) {
  EXPECT_THAT(TestTree().Add("a.md", "```\n[a](b.md)\n```\n").Check(), IsEmpty());
  EXPECT_THAT(TestTree().Add("a.md", "```\n```\n[a](b.md)\n").Check(), SizeIs(1));
}

TEST(Dependencies, EveryDebianPackageSaysWhyItIsThere) {
  TestTree tree;
  tree.Add("tools/dev/packages.txt", "# Libraries.\nlibone-dev\n\nlibtwo-dev\n")
      .Add("docs/dependencies.md", "| `libone-dev`, `libthree-dev` | for counting |\n");
  EXPECT_THAT(tree.Check(), ElementsAre(AllOf(HasSubstr("packages.txt:4: `libtwo-dev` has no line"),
                                              HasSubstr("say there what it is for"))));
}

TEST(Dependencies, EveryNpmPackageSaysWhyItIsThere) {
  TestTree tree;
  tree.Add("web/package.json",
           "{\n\"dependencies\": {\"one\": \"1.0.0\"},\n\"devDependencies\": {\"two\": \"1.0.0\"}}")
      .Add("docs/dependencies.md", "`one`\n");
  EXPECT_THAT(tree.Check(), ElementsAre(HasSubstr("web/package.json:3: `two` has no line")));
}

TEST(Dependencies, ThePageHasAtMostTwelveRuntimePackages) {
  std::string list;
  std::string named;
  const auto check = [&](int count) {
    list.clear();
    for (int i = 0; i < count; ++i) {
      const std::string name = "p" + std::to_string(i);
      list.append(i == 0 ? "" : ",").append("\"" + name + "\": \"1\"");
      named.append("`" + name + "`\n");
    }
    return TestTree()
        .Add("web/package.json", "{\"dependencies\": {" + list + "}}")
        .Add("docs/dependencies.md", named)
        .Check();
  };
  EXPECT_THAT(check(12), IsEmpty());
  EXPECT_THAT(check(13), ElementsAre(HasSubstr("13 runtime packages")));
}

TEST(Dependencies, ABrokenPackageFileIsAFault) {
  EXPECT_THAT(TestTree().Add("web/package.json", "{\n").Check(), SizeIs(1));
}

}  // namespace
}  // namespace hetang::tidy
