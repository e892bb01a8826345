#include "platform/files/archive.h"

#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/files/encoding.h"
#include "platform/files/test_books.h"
#include "platform/files/test_tables.h"

namespace hetang::files {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

std::vector<std::string> Files(const Seen& seen) {
  std::vector<std::string> files;
  for (const SeenSheet& sheet : seen.sheets) files.push_back(sheet.sheet.file);
  return files;
}

TEST(Archive, MembersAreReadByNameEachAsWhatItIs) {
  const std::string xlsx = XlsxOf({{"一", "<row><c><v>1</v></c></row>"}});
  const Seen seen = ReadBytes(ZipOf({{"b/two.csv", "a,b\n1,2\n"},
                                     {"a.xlsx", xlsx},
                                     {"b/", ""},
                                     {"__MACOSX/._x.csv", "\1\2\3"},
                                     {ToGb18030("中文/流水.csv"), ToGb18030("户名\n张三\n")}}),
                              {}, "up.zip");
  EXPECT_THAT(Files(seen),
              ElementsAre("up.zip/a.xlsx", "up.zip/b/two.csv", "up.zip/中文/流水.csv"));
  EXPECT_THAT(seen.Lines(), ElementsAre("1", "a|b", "1|2", "户名", "张三"));
  EXPECT_THAT(seen.refused, IsEmpty());
}

TEST(Archive, AnArchiveInAnArchiveIsReadOnceButNotDeeper) {
  const std::string inner = ZipOf({{"a.csv", "x\n"}});
  const std::string deeper = ZipOf({{"in.zip", inner}, {"b.csv", "y\n"}});
  const Seen seen = ReadBytes(ZipOf({{"mid.zip", deeper}, {"c.csv", "z\n"}}), {}, "up.zip");
  EXPECT_THAT(Files(seen), ElementsAre("up.zip/c.csv", "up.zip/mid.zip/b.csv"));
  EXPECT_THAT(seen.refused, ElementsAre(Pair("up.zip/mid.zip/in.zip", "nested")));
}

TEST(Archive, NamesThatLeadOutAreRefusedAndTheOthersRead) {
  const Seen seen = ReadBytes(ZipOf({{"../evil.csv", "x\n"},
                                     {"a/../../evil.csv", "x\n"},
                                     {"..\\evil.csv", "x\n"},
                                     {"/etc/evil.csv", "x\n"},
                                     {"C:\\evil.csv", "x\n"},
                                     {"link.csv", "/etc/passwd", false, true},
                                     {"good..csv", "y\n"}}),
                              {}, "z.zip");
  EXPECT_THAT(Files(seen), ElementsAre("z.zip/good..csv"));
  EXPECT_EQ(seen.refused.size(), 5U);  // Two of them are one name.
  for (const auto& [file, rule] : seen.refused) EXPECT_EQ(rule, "unsafe_name") << file;
}

TEST(Archive, AnEncryptedMemberIsNamed) {
  const Seen seen = ReadBytes(ZipOf({{"a.csv", "x\n", true}, {"b.csv", "y\n"}}), {}, "z.zip");
  EXPECT_THAT(seen.Lines(), ElementsAre("y"));
  EXPECT_THAT(seen.refused, ElementsAre(Pair("z.zip/a.csv", "encrypted")));
}

TEST(Archive, ABombIsRefusedBeforeItUnpacks) {
  Limits limits;
  limits.least_judged_bytes = 1 << 20;
  const std::string bomb = ZipOf({{"a.csv", std::string(4 << 20, '0')}});
  EXPECT_EQ(ReadBytes(bomb, limits, "z.zip").refused.at("z.zip"), "too_large");
  EXPECT_THAT(ReadBytes(bomb, {}, "z.zip").refused, IsEmpty());
  limits = {};
  limits.unpacked_bytes = 1000;
  EXPECT_EQ(ReadBytes(ZipOf({{"a.csv", std::string(600, 'a')}, {"b.csv", std::string(600, 'b')}}),
                      limits, "z.zip")
                .refused.at("z.zip"),
            "too_large");
  limits = {};
  limits.members = 2;
  EXPECT_EQ(
      ReadBytes(ZipOf({{"a", "x"}, {"b", "x"}, {"c", "x"}}), limits, "z.zip").refused.at("z.zip"),
      "too_large");
  // What inner archives unpack to counts together.
  limits = {};
  limits.unpacked_bytes = 2'500;
  const std::string inner = ZipOf({{"a.csv", std::string(1000, 'a')}});
  const Seen seen =
      ReadBytes(ZipOf({{"1.zip", inner}, {"2.zip", inner}, {"3.zip", inner}}), limits, "z.zip");
  EXPECT_THAT(seen.refused, ElementsAre(Pair("z.zip/3.zip", "too_large")));
}

TEST(Archive, AMemberThatIsMoreThanItSaysIsRefused) {
  // The sizes in both headers are lowered; the packed bytes stay.
  std::string bytes = ZipOf({{"a.csv", std::string(1000, 'a')}, {"b.csv", "y\n"}});
  const std::string said = BiffWriter::Number(1000, 4);
  for (std::size_t at = bytes.find(said); at != std::string::npos; at = bytes.find(said)) {
    bytes.replace(at, 4, BiffWriter::Number(10, 4));
  }
  const Seen seen = ReadBytes(bytes, {}, "z.zip");
  EXPECT_EQ(seen.refused.count("z.zip/a.csv"), 1U);
  EXPECT_THAT(Files(seen), ElementsAre("z.zip/b.csv"));
}

TEST(Archive, AFolderIsReadByNameAndLinksOutOfItAreNot) {
  const TestFolder outside;
  outside.Write("secret.csv", "s\n");
  const TestFolder folder;
  folder.Write("b.csv", "b\n");
  folder.Write("a/z.csv", "z\n");
  folder.Write("c.zip", ZipOf({{"d.csv", "d\n"}}));
  folder.Write(".DS_Store", "x");
  folder.Write("empty.csv", "");
  std::filesystem::create_symlink(outside.path() / "secret.csv", folder.path() / "out.csv");
  std::filesystem::create_directory_symlink(folder.path(), folder.path() / "loop");
  std::filesystem::create_symlink(folder.path() / "b.csv", folder.path() / "in.csv");
  Seen seen;
  ASSERT_TRUE(ReadTables(folder.path(), "f", {}, seen).has_value());
  EXPECT_THAT(Files(seen), ElementsAre("f/a/z.csv", "f/b.csv", "f/c.zip/d.csv", "f/in.csv"));
  EXPECT_THAT(seen.refused,
              UnorderedElementsAre(Pair("f/out.csv", "unsafe_name"), Pair("f/loop", "unsafe_name"),
                                   Pair("f/empty.csv", "empty")));
}

TEST(Archive, WhatIsNotThereIsAnErrorAndTemporaryFilesGo) {
  Seen seen;
  EXPECT_EQ(ReadTables("/nowhere/at/all", "x", {}, seen).error().code, ErrorCode::not_found);
  const TestFolder folder;
  const TestFolder temporary;
  const char* const before = std::getenv("TMPDIR");
  const std::string old = before == nullptr ? "" : before;
  setenv("TMPDIR", temporary.path().c_str(), 1);
  const auto path = folder.Write("z.zip", ZipOf({{"a.csv", "x\n"}}));
  EXPECT_THAT(ReadPathOf(path).Lines(), ElementsAre("x"));
  EXPECT_TRUE(std::filesystem::is_empty(temporary.path()));
  old.empty() ? unsetenv("TMPDIR") : setenv("TMPDIR", old.c_str(), 1);
}

class Refusing final : public TableVisitor {
 public:
  Status Begin(const Sheet&) override { return {}; }
  Status OnRow(const Row&) override { return Fail(ErrorCode::storage_full, "The disk is full."); }
  Status End() override { return {}; }
  Status Unreadable(const std::string&, const std::string&, const Error&) override { return {}; }
};

TEST(Archive, AnErrorOfTheVisitorEndsTheReading) {
  const TestFolder folder;
  folder.Write("a.csv", "x\n");
  folder.Write("b.xlsx", XlsxOf({{"a", "<row><c><v>1</v></c></row>"}}));
  folder.Write("c.zip", ZipOf({{"a.csv", "x\n"}}));
  for (const std::string name : {"a.csv", "b.xlsx", "c.zip", ""}) {
    Refusing visitor;
    const Status status = ReadTables(folder.path() / name, "x", {}, visitor);
    ASSERT_FALSE(status.has_value()) << name;
    EXPECT_EQ(status.error().code, ErrorCode::storage_full);
  }
}

}  // namespace
}  // namespace hetang::files
