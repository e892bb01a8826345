#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/files/number_format.h"
#include "platform/files/test_books.h"
#include "platform/files/test_tables.h"
#include "platform/files/write_xlsx.h"

namespace hetang::files {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Xlsx, WhatIsWrittenIsReadBack) {
  const std::vector<ExportSheet> sheets{{"止付",
                                         {{std::string("卡号"), std::string("金额")},
                                          {std::string("6222020000000000001"), Fen(6600050)},
                                          {std::monostate(), Fen(-100)}}},
                                        {"空", {}},
                                        {"冻结", {{std::string("<&>\"'\t末")}}}};
  const auto bytes = WriteXlsx(sheets, Moment{1'775'000'000'000});
  ASSERT_TRUE(bytes.has_value());
  EXPECT_EQ(*WriteXlsx(sheets, Moment{1'775'000'000'000}), *bytes);
  const Seen seen = ReadBytes(*bytes, {}, "a.xlsx");
  ASSERT_EQ(seen.sheets.size(), 2U);
  EXPECT_EQ(seen.sheets[0].sheet.sheet, "止付");
  EXPECT_EQ(seen.sheets[0].sheet.encoding, "xlsx");
  EXPECT_EQ(seen.sheets[0].sheet.file, "a.xlsx");
  EXPECT_EQ(seen.sheets[1].sheet.sheet, "冻结");
  EXPECT_TRUE(seen.sheets[1].has_ended);
  EXPECT_THAT(seen.Lines(),
              ElementsAre("卡号|金额", "6222020000000000001|66000.5", "|-1", "<&>\"'\t末"));
  EXPECT_EQ(WriteXlsx({{"a/b", {}}}, Moment{}).error().code, ErrorCode::invalid);
  EXPECT_EQ(WriteXlsx({}, Moment{}).error().code, ErrorCode::invalid);
}

TEST(Xlsx, SharedInlineAndRichStringsAreText) {
  const std::string strings =
      "<si><t>交易</t></si><si><r><t>网</t></r><r><rPr><b/></rPr><t>银</t></r>"
      "<rPh sb=\"0\" eb=\"1\"><t>wang</t></rPh></si><si><t xml:space=\"preserve\"> "
      "a_x0009_b_x005F_ "
      "</t></si>";
  const Seen seen = ReadBytes(
      XlsxOf({{"a",
               "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>"
               "<c r=\"C1\" t=\"s\"><v>2</v></c><c r=\"D1\" t=\"inlineStr\"><is><r><t>行</t></r>"
               "<r><t>内</t></r></is></c><c r=\"E1\" t=\"str\"><f>A1</f><v>算</v></c>"
               "<c r=\"F1\" t=\"b\"><v>1</v></c><c r=\"G1\" t=\"e\"><v>#N/A</v></c>"
               "<c r=\"H1\" t=\"s\"><v>99</v></c><c r=\"I1\" "
               "t=\"d\"><v>2026-04-01T15:10:00</v></c></row>"}},
             strings));
  EXPECT_THAT(seen.Lines(), ElementsAre("交易|网银|a\tb_|行内|算|TRUE|#N/A||2026-04-01 15:10:00"));
}

TEST(Xlsx, MoreSharedStringsThanMemoryIsLentAreReadToo) {
  std::string strings;
  std::string rows;
  for (int i = 0; i < 60'000; ++i) {
    strings += "<si><t>" + std::to_string(i) + " 网银转账至对方账户</t></si>";
    rows += "<row><c t=\"s\"><v>" + std::to_string(59'999 - i) + "</v></c></row>";
  }
  const std::vector<std::string> lines = ReadBytes(XlsxOf({{"a", rows}}, strings)).Lines();
  ASSERT_EQ(lines.size(), 60'000U);
  EXPECT_EQ(lines.front(), "59999 网银转账至对方账户");
  EXPECT_EQ(lines[30'000], "29999 网银转账至对方账户");
  EXPECT_EQ(lines.back(), "0 网银转账至对方账户");
}

TEST(Xlsx, NumbersAreDatesByTheirFormat) {
  const std::string row =
      "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>46113</v></c><c r=\"B1\" s=\"2\"><v>46113.5</v></c>"
      "<c r=\"C1\" s=\"3\"><v>0.25</v></c><c r=\"D1\"><v>46113</v></c>"
      "<c r=\"E1\"><v>66000.500000000007</v></c><c r=\"F1\"><v>6.2284801E+18</v></c>"
      "<c r=\"G1\"><v>6222020000000000001</v></c></row>";
  EXPECT_THAT(
      ReadBytes(XlsxOf({{"a", row}})).Lines(),
      ElementsAre(
          "2026-04-01|2026-04-01 12:00:00|06:00:00|46113|66000.5|6.2284801E+18|6.22202E+18"));
  EXPECT_THAT(
      ReadBytes(XlsxOf({{"a", "<row><c s=\"1\"><v>44651</v></c></row>"}}, "", true)).Lines(),
      ElementsAre("2026-04-01"));
}

TEST(Xlsx, GapsAreEmptyCellsAndHiddenSheetsAreRead) {
  const Seen seen = ReadBytes(XlsxOf({{"a",
                                       "<row r=\"2\"/><row r=\"5\"><c r=\"B5\"><v>1</v></c>"
                                       "<c r=\"AB5\"><v>2</v></c></row><row><c><v>3</v></c></row>"},
                                      {"暗", "<row r=\"1\"><c r=\"A1\"><v>4</v></c></row>"},
                                      {"空", "<row r=\"1\"><c r=\"A1\" s=\"1\"/></row>"}}));
  ASSERT_EQ(seen.sheets.size(), 2U);
  ASSERT_EQ(seen.sheets[0].rows.size(), 2U);
  EXPECT_EQ(seen.sheets[0].rows[0].number, 5);
  ASSERT_EQ(seen.sheets[0].rows[0].cells.size(), 28U);
  EXPECT_EQ(seen.sheets[0].rows[0].cells[1], "1");
  EXPECT_EQ(seen.sheets[0].rows[0].cells[27], "2");
  EXPECT_EQ(seen.sheets[0].rows[1].number, 6);
  EXPECT_EQ(seen.sheets[1].sheet.sheet, "暗");
}

TEST(Xlsx, ARowBeyondTheLimitsIsRefusedAlone) {
  Limits limits;
  limits.bytes_in_row = 100;
  const std::string text(101, 'x');
  const Seen seen =
      ReadBytes(XlsxOf({{"a",
                         "<row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\" "
                         "t=\"str\"><v>" +
                             text + "</v></c></row><row r=\"3\"><c><v>3</v></c></row>"}}),
                limits);
  EXPECT_THAT(seen.Lines(), ElementsAre("<too_many_cells>", "<too_long>", "3"));
}

TEST(Xlsx, AnyCutOfTheFileIsTruncated) {
  const std::string whole = XlsxOf({{"a", "<row><c><v>1</v></c></row>"}});
  for (std::size_t size = 8; size < whole.size(); size += 37) {
    const Seen seen = ReadBytes(whole.substr(0, size), {}, "a.xlsx");
    ASSERT_EQ(seen.refused.at("a.xlsx"), "truncated") << size;
    ASSERT_THAT(seen.sheets, IsEmpty());
  }
}

TEST(Xlsx, DamageInsideEndsTheReadingOfTheBook) {
  std::string damaged = XlsxOf({{"a", "<row><c><v>1</v></c></row><row><c><v>2</v>"}});
  Seen seen = ReadBytes(damaged, {}, "a.xlsx");
  EXPECT_EQ(seen.refused.at("a.xlsx"), "unreadable");
  EXPECT_FALSE(seen.sheets.at(0).has_ended);
  EXPECT_EQ(ReadBytes(XlsxOf({{"a", ""}}), {}, "a.xlsx").refused.at("a.xlsx"), "empty");
  std::mt19937 random(5);
  const std::string whole = XlsxOf({{"a", "<row><c><v>1</v></c></row>"}});
  for (int round = 0; round < 300; ++round) {
    damaged = whole;
    damaged[random() % damaged.size()] ^= static_cast<char>(1 + random() % 255);
    seen = ReadBytes(damaged, {}, "a.xlsx");
    ASSERT_EQ(seen.refused.size() + (seen.sheets.empty() ? 0 : 1) > 0, true);
  }
}

TEST(Xlsx, ADocumentTypeIsRefused) {
  const std::string doctype =
      "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]>";
  const Seen seen = ReadBytes(
      XlsxOf({{"a", "<row><c t=\"str\"><v>&f;</v></c></row>"}}, "", false, doctype), {}, "a.xlsx");
  EXPECT_THAT(seen.sheets, IsEmpty());
  EXPECT_EQ(seen.refused.at("a.xlsx"), "unreadable");
}

TEST(Xlsx, OtherOfficeDocumentsAreAnotherFormat) {
  EXPECT_EQ(ReadBytes(ZipOf({{"[Content_Types].xml", "<Types/>"}, {"word/document.xml", "<a/>"}}),
                      {}, "a.xlsx")
                .refused.at("a.xlsx"),
            "other_format");
  EXPECT_EQ(ReadBytes(ZipOf({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
                             {"content.xml", "<a/>"}}),
                      {}, "a.ods")
                .refused.at("a.ods"),
            "other_format");
}

// Cells of a small XLS: strings by index, numbers with a format.
std::string LabelCell(std::uint16_t row, std::uint16_t column, std::uint32_t index) {
  using Biff = BiffWriter;
  return Biff::Record(0x00FD, Biff::Number(row, 2) + Biff::Number(column, 2) + Biff::Number(0, 2) +
                                  Biff::Number(index, 4));
}
std::string NumberCell(std::uint16_t row, std::uint16_t column, std::uint16_t format,
                       double value) {
  using Biff = BiffWriter;
  return Biff::Record(0x0203, Biff::Number(row, 2) + Biff::Number(column, 2) +
                                  Biff::Number(format, 2) + Biff::Real(value));
}

const std::vector<std::u16string> kStrings{u"交易时间", u"交易金额", u"6222020000000000001"};

std::string SmallXls(bool is_encrypted = false) {
  return XlsOf(LabelCell(0, 0, 0) + LabelCell(0, 1, 1) + NumberCell(2, 0, 2, 46113.632025462961) +
                   NumberCell(2, 1, 0, 66000.5) + LabelCell(2, 3, 2) + NumberCell(3, 0, 1, 46113) +
                   NumberCell(3, 1, 0, 6228480100000000000.0) + NumberCell(4, 0, 3, 46113.5),
               5, 4, kStrings, is_encrypted);
}

TEST(Xls, CellsOfBiff8AreRead) {
  const Seen seen = ReadBytes(SmallXls(), {}, "a.xls");
  ASSERT_EQ(seen.sheets.size(), 1U);
  EXPECT_EQ(seen.sheets[0].sheet.sheet, "流水");
  EXPECT_EQ(seen.sheets[0].sheet.encoding, "xls");
  EXPECT_THAT(seen.Lines(),
              ElementsAre("交易时间|交易金额||", "2026-04-01 15:10:07|66000.5||6222020000000000001",
                          "2026-04-01|6.2284801E+18||", "2026-04-01 12:00:00|||"));
  EXPECT_EQ(seen.sheets[0].rows[1].number, 3);
}

TEST(Xls, EverySecondOfADayIsTheSameAsInXlsx) {
  std::string cells;
  std::vector<std::string> wanted;
  for (std::uint16_t row = 0; row < 1500; ++row) {
    const double serial = 46113 + (row * 57 + row % 7) / 86'400.0;
    cells += NumberCell(row, 0, 2, serial);
    wanted.push_back(FormatSerial(serial, {true, true}, false));
  }
  EXPECT_EQ(ReadBytes(XlsOf(cells, 1500, 1, {})).Lines(), wanted);
}

TEST(Xls, ATruncatedEncryptedOrForeignContainerIsUnreadable) {
  const std::string whole = SmallXls();
  EXPECT_EQ(ReadBytes(whole.substr(0, 1024), {}, "a.xls").refused.at("a.xls"), "truncated");
  EXPECT_EQ(ReadBytes(whole.substr(0, 100), {}, "a.xls").refused.at("a.xls"), "truncated");
  EXPECT_EQ(ReadBytes(SmallXls(true), {}, "a.xls").refused.at("a.xls"), "encrypted");
}

TEST(Xls, WhatBreaksTheLibraryDoesNotBreakTheProgram) {
  // The length of a name in the container's directory, which libfreexl believes.
  std::string damaged = SmallXls();
  const std::size_t directory = 1024;
  damaged[directory + 128 + 64] = '\xFF';
  damaged[directory + 128 + 65] = '\xFF';
  EXPECT_EQ(ReadBytes(damaged, {}, "a.xls").refused.count("a.xls"), 1U);
  std::mt19937 random(3);
  const std::string whole = SmallXls();
  for (int round = 0; round < 60; ++round) {
    damaged = whole;
    for (int i = 0; i < 8; ++i) damaged[random() % 1600] = static_cast<char>(random());
    const Seen seen = ReadBytes(damaged, {}, "a.xls");
    EXPECT_TRUE(!seen.refused.empty() || !seen.sheets.empty());
  }
}

}  // namespace
}  // namespace hetang::files
