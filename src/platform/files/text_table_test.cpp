#include "platform/files/text_table.h"

#include <random>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "platform/files/encoding.h"
#include "platform/files/test_tables.h"

namespace hetang::files {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string Utf16(std::string_view utf8, bool big_endian) {
  std::string out;
  const auto put = [&](char32_t unit) {
    const char high = static_cast<char>(unit >> 8);
    const char low = static_cast<char>(unit & 0xFF);
    out += big_endian ? std::string{high, low} : std::string{low, high};
  };
  const std::u32string points = *DecodeUtf8(utf8);
  for (const char32_t point : points) {
    if (point >= 0x10000) {
      put(0xD800 + ((point - 0x10000) >> 10));
      put(0xDC00 + ((point - 0x10000) & 0x3FF));
    } else {
      put(point);
    }
  }
  return out;
}

std::string Latin1AsUtf8(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) AppendUtf8(out, static_cast<unsigned char>(c));
  return out;
}

// The bytes read as GBK, `?`-like marks for what is none, saved as UTF-8.
std::string GbkAsUtf8(std::string_view bytes) {
  std::string out;
  Gb18030Decoder decoder;
  for (std::size_t i = 0; i < bytes.size();) {
    const std::size_t length = static_cast<unsigned char>(bytes[i]) < 0x80 ? 1 : 2;
    bool ok = false;
    const auto text = decoder.Decode(bytes.substr(i, length), ok);
    out += ok ? std::string(text) : "\xEF\xBF\xBD";
    i += ok ? length : 1;
  }
  return out;
}

std::string Without(std::string text, std::string_view part) {
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part)) {
    text.erase(at, part.size());
  }
  return text;
}

const std::string kStatement =
    "交易卡号,交易账号,交易时间,交易金额,收付标志,对手户名,摘要说明\n"
    "6222020000000000001,1102021009000000001,20260401151000,66000.50,出,邬望舒,网银转账\n"
    "6222020000000000001,1102021009000000001,20260401151201,120.00,进,郗若水,快捷支付-财付通\n";

const std::vector<std::string> kStatementLines{
    "交易卡号|交易账号|交易时间|交易金额|收付标志|对手户名|摘要说明",
    "6222020000000000001|1102021009000000001|20260401151000|66000.50|出|邬望舒|网银转账",
    "6222020000000000001|1102021009000000001|20260401151201|120.00|进|郗若水|快捷支付-财付通"};

TEST(TextTable, EveryEncodingGivesTheSameRowsAndIsNamed) {
  const std::vector<std::pair<std::string, std::string>> files{
      {"utf-8", kStatement},
      {"utf-8-bom", "\xEF\xBB\xBF" + kStatement},
      {"gb18030", ToGb18030(kStatement)},
      {"utf-16le", "\xFF\xFE" + Utf16(kStatement, false)},
      {"utf-16be", "\xFE\xFF" + Utf16(kStatement, true)},
      {"utf-16le", Utf16(kStatement, false)},
      {"utf-16be", Utf16(kStatement, true)},
  };
  for (const auto& [encoding, bytes] : files) {
    const Seen seen = ReadBytes(bytes);
    ASSERT_EQ(seen.sheets.size(), 1U) << encoding;
    EXPECT_EQ(seen.sheets[0].sheet.encoding, encoding);
    EXPECT_EQ(seen.sheets[0].sheet.file, "a.csv");
    EXPECT_TRUE(seen.sheets[0].has_ended);
    EXPECT_EQ(seen.Lines(), kStatementLines) << encoding;
    EXPECT_EQ(seen.sheets[0].rows[2].number, 3);
  }
}

TEST(TextTable, RareLettersOfFourBytesAreRead) {
  const std::string text = "户名,金额\n㐂𠮷·é,1\n";
  EXPECT_THAT(ReadBytes(ToGb18030(text)).Lines(), ElementsAre("户名|金额", "㐂𠮷·é|1"));
  EXPECT_THAT(ReadBytes("\xFF\xFE" + Utf16(text, false)).Lines(),
              ElementsAre("户名|金额", "㐂𠮷·é|1"));
}

TEST(TextTable, DelimitersAreToldByWhatSplitsLinesAlike) {
  EXPECT_THAT(ReadBytes("a;b;c\n1,5;2,5;3,5\n").Lines(), ElementsAre("a|b|c", "1,5|2,5|3,5"));
  EXPECT_THAT(ReadBytes("a\tb\tc\n1,234.00\t2\t3\n").Lines(), ElementsAre("a|b|c", "1,234.00|2|3"));
  EXPECT_THAT(ReadBytes("a|b\n1|2\n").Lines(), ElementsAre("a|b", "1|2"));
  EXPECT_THAT(ReadBytes("only\none\n").Lines(), ElementsAre("only", "one"));
  EXPECT_THAT(ReadBytes("卡号\t,时间\t,金额\t\n6222\t,20260401\t,1.00\t\n").Lines(),
              ElementsAre("卡号|时间|金额", "6222|20260401|1.00"));
}

TEST(TextTable, ALetterWhoseSecondByteLooksLikeABarIsWhole) {
  // 瓅 is AD 7C in GBK.
  const std::string text = "户名|\"金额\"\n瓅|\"1\"\n瓅瓅|\"2|2\"\n";
  ASSERT_NE(ToGb18030(text).find("\xAD|"), std::string::npos);
  const Seen seen = ReadBytes(ToGb18030(text));
  ASSERT_EQ(seen.Lines().size(), 3U);
  EXPECT_THAT(seen.sheets[0].rows[1].cells, ElementsAre("瓅", "1"));
  EXPECT_THAT(seen.sheets[0].rows[2].cells, ElementsAre("瓅瓅", "2|2"));
}

TEST(TextTable, CellsAreTrimmedOfBlanksOfEveryWidth) {
  const Seen seen = ReadBytes("a,b\n \t6222\t ,\xE3\x80\x80名\xC2\xA0\n'1,\" 2 \"\n");
  EXPECT_THAT(seen.Lines(), ElementsAre("a|b", "6222|名", "'1|2"));
}

TEST(TextTable, QuotesHoldDelimitersLineEndsAndDoubledQuotes) {
  const Seen seen = ReadBytes("a,b\n\"1,5\",\"x\"\"y\"\n\"two\r\nlines\",z\nlast,\"\"\n");
  EXPECT_THAT(seen.Lines(), ElementsAre("a|b", "1,5|x\"y", "two\r\nlines|z", "last|"));
  EXPECT_EQ(seen.sheets[0].rows[2].number, 3);
  EXPECT_EQ(seen.sheets[0].rows[3].number, 5);
}

TEST(TextTable, AnUnterminatedQuoteRefusesItsLineAlone) {
  EXPECT_THAT(ReadBytes("a,b\n1,\"open\n2,x\n3,y\n").Lines(),
              ElementsAre("a|b", "<unterminated_quote>", "2|x", "3|y"));
  // The next quote is that of another row.
  EXPECT_THAT(ReadBytes("a,b\n1,\"open\n2,\"x\"\n3,y\n").Lines(),
              ElementsAre("a|b", "<unterminated_quote>", "2|x", "3|y"));
  EXPECT_THAT(ReadBytes("a,b\n1,x\n2,\"open").Lines(),
              ElementsAre("a|b", "1|x", "<unterminated_quote>"));
  Limits limits;
  limits.bytes_in_row = 64;
  const std::string far = "a,b\n1,\"open\n" + std::string(80, 'x') + ",2\nlast,\"\n";
  EXPECT_THAT(ReadBytes(far, limits).Lines(),
              ElementsAre("a|b", "<unterminated_quote>", "<too_long>", "<unterminated_quote>"));
}

TEST(TextTable, EveryLineEndEndsARow) {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    const Seen seen = ReadBytes(fmt::format("a,b{0}{0}1,2{0},,{0}3,4", end));
    EXPECT_THAT(seen.Lines(), ElementsAre("a|b", "1|2", "3|4"));
    EXPECT_EQ(seen.sheets[0].rows[1].number, 3);
    EXPECT_EQ(seen.sheets[0].rows[2].number, 5);
  }
}

TEST(TextTable, AnEncodingIsToldHoweverLateItsFirstLetterComes) {
  std::string text = "a,b\n";
  while (text.size() < 20U << 20) text += "6222020000000000001,20260401151000\n";
  const Seen seen = ReadBytes(text + ToGb18030("末,行\n"));
  EXPECT_EQ(seen.sheets.at(0).sheet.encoding, "gb18030");
  EXPECT_EQ(seen.Lines().back(), "末|行");
  EXPECT_EQ(ReadBytes(text).sheets.at(0).sheet.encoding, "utf-8");
}

TEST(TextTable, ALineOfAnotherEncodingIsRefusedAlone) {
  const std::string odd = "6222,郗若水,转账\n";
  const Seen in_utf8 = ReadBytes(kStatement + ToGb18030(odd) + "1,末,行\n");
  EXPECT_EQ(in_utf8.sheets[0].sheet.encoding, "utf-8");
  EXPECT_EQ(in_utf8.Lines()[3], "<other_encoding>");
  EXPECT_EQ(in_utf8.Lines()[4], "1|末|行");
  const Seen in_gb18030 = ReadBytes(ToGb18030(kStatement) + odd + ToGb18030("1,末,行\n"));
  EXPECT_EQ(in_gb18030.sheets[0].sheet.encoding, "gb18030");
  EXPECT_EQ(in_gb18030.Lines()[3], "<other_encoding>");
  EXPECT_EQ(in_gb18030.Lines()[4], "1|末|行");
  const Seen in_utf16 = ReadBytes("\xFF\xFE" + Utf16("a,b\n1,", false) +
                                  std::string("\x00\xD8", 2) + Utf16("\n2,3\n", false));
  EXPECT_THAT(in_utf16.Lines(), ElementsAre("a|b", "<other_encoding>", "2|3"));
}

TEST(TextTable, TextEncodedTwiceIsUnreadable) {
  for (const std::string& bytes :
       {Latin1AsUtf8(kStatement), GbkAsUtf8(kStatement), Latin1AsUtf8(ToGb18030(kStatement)),
        ToGb18030(GbkAsUtf8(kStatement)), "\xEF\xBB\xBF" + GbkAsUtf8(kStatement),
        Without(GbkAsUtf8(kStatement), "\xEF\xBF\xBD"), GbkAsUtf8("对手户名称,备注\n")}) {
    const Seen seen = ReadBytes(bytes);
    EXPECT_THAT(seen.sheets, IsEmpty());
    EXPECT_EQ(seen.refused.at("a.csv"), "doubly_encoded") << bytes;
  }
}

TEST(TextTable, OrdinaryTextIsNotTakenForEncodedTwice) {
  for (const std::string text :
       {"户名,金额\n张三,1\n", "Müller,Größe,é\n1,2,3\n", "×÷,±,·\n", "备注,“引号”…—\n1,￥5\n",
        "瀵\n", "ａｂｃ,１２３\n", "氏名,金額\n田中さん,5円\n", "琉璃,浜海,鎮江\n"}) {
    EXPECT_THAT(ReadBytes(text).refused, IsEmpty()) << text;
    EXPECT_THAT(ReadBytes(ToGb18030(text)).refused, IsEmpty()) << text;
  }
}

TEST(TextTable, AnEmptyFileIsUnreadableButAHeaderAloneIsNot) {
  for (const std::string bytes : {"", "\n \r\n\t\n", "\xEF\xBB\xBF", "\xFF\xFE"}) {
    EXPECT_EQ(ReadBytes(bytes).refused.at("a.csv"), "empty");
  }
  EXPECT_THAT(ReadBytes("交易卡号,交易时间\n").Lines(), ElementsAre("交易卡号|交易时间"));
}

TEST(TextTable, BytesThatAreNoTableAreAnotherFormat) {
  std::string noise(5000, '\0');
  std::mt19937 random(7);
  for (char& c : noise) c = static_cast<char>(random());
  for (const std::string& bytes :
       {noise, std::string("%PDF-1.7\n%"), std::string("\x89PNG\r\n\x1A\n"),
        std::string("<html><table><tr><td>1</td></tr></table></html>"),
        std::string("\xEF\xBB\xBF  <table><tr><td>交易卡号</td></tr></table>"),
        std::string("\xFF\xFE") + Utf16("<html><body>", false)}) {
    EXPECT_EQ(ReadBytes(bytes, {}, "a.xls").refused.at("a.xls"), "other_format");
  }
}

TEST(TextTable, ARowOfThreeMillionColumnsIsRefusedAlone) {
  const Seen seen = ReadBytes("a,b\n" + std::string(3'000'000, ',') + "\n1,2\n");
  EXPECT_THAT(seen.Lines(), ElementsAre("a|b", "<too_many_cells>", "1|2"));
  const Seen wide = ReadBytes("a,b\n" + std::string(5'000, ',') + "\n1,2\n");
  EXPECT_THAT(wide.Lines(), ElementsAre("a|b", "<too_many_cells>", "1|2"));
  const Seen is_long = ReadBytes("a,b\n" + std::string(2'000'000, 'x') + "\n1,2\n");
  EXPECT_THAT(is_long.Lines(), ElementsAre("a|b", "<too_long>", "1|2"));
}

// Pieces that meet every branch, thrown together.
std::string RandomText(std::mt19937& random) {
  const std::vector<std::string> pieces{"a",  ",", "\"", "\"\"", "\n",  "\r\n", "\r", "交易",
                                        "𠮷", " ", "12", ",",    ",\"", "\",",  "\t", "6222"};
  std::string text = "户名,金额\n";
  for (std::size_t i = random() % 120; i > 0; --i) text += pieces[random() % pieces.size()];
  return text;
}

Seen ReadInChunks(std::string_view bytes, std::size_t chunk, const Limits& limits) {
  Seen seen;
  TextOptions options;
  options.chunk_bytes = chunk;
  HT_CHECK(ReadText(bytes, {"a.csv", "", ""}, limits, options, seen).has_value());
  return seen;
}

TEST(TextTable, TheSizeOfAChunkChangesNothing) {
  std::mt19937 random(11);
  Limits limits;
  limits.bytes_in_row = 40;
  limits.cells_in_row = 8;
  for (int round = 0; round < 400; ++round) {
    const std::string text = RandomText(random);
    for (const bool big_endian : {false, true}) {
      const std::string bytes = (big_endian ? "\xFE\xFF" : "\xFF\xFE") + Utf16(text, big_endian);
      const Seen whole = ReadInChunks(bytes, 1 << 20, limits);
      for (const std::size_t chunk : {4, 6, 10, 64}) {
        const Seen parts = ReadInChunks(bytes, chunk, limits);
        ASSERT_EQ(parts.sheets.size(), whole.sheets.size()) << text;
        if (whole.sheets.empty()) continue;
        ASSERT_EQ(parts.sheets[0].rows, whole.sheets[0].rows) << text;
      }
      const Seen utf8 = ReadInChunks(text, 1 << 20, limits);
      ASSERT_EQ(utf8.Lines(), whole.Lines()) << text;
      // The limit is of bytes before decoding, so it is not the same row that is too long.
      ASSERT_EQ(ReadInChunks(ToGb18030(text), 1 << 20, {}).Lines(),
                ReadInChunks(text, 1 << 20, {}).Lines())
          << text;
    }
  }
}

TEST(TextTable, EveryByteIsOfOneRowOrABlankLineOrTheMark) {
  std::mt19937 random(13);
  Limits limits;
  limits.bytes_in_row = 40;
  for (int round = 0; round < 400; ++round) {
    const std::string text = RandomText(random);
    for (const std::string& bytes :
         {text, "\xEF\xBB\xBF" + text, ToGb18030(text), "\xFF\xFE" + Utf16(text, false)}) {
      const Seen seen = ReadInChunks(bytes, 8, limits);
      const bool wide = bytes.starts_with("\xFF\xFE");
      std::uint64_t at = bytes[0] == '\xEF' ? 3 : wide ? 2 : 0;
      std::int64_t line = 0;
      for (const SeenRow& row : seen.sheets.at(0).rows) {
        ASSERT_GE(row.begin, at);
        const std::string between = bytes.substr(at, row.begin - at);
        ASSERT_EQ(between.find_first_not_of(std::string(" \t\r\n,\"\0", 7)), std::string::npos)
            << text;
        ASSERT_GT(row.end, row.begin);
        ASSERT_GT(row.number, line);
        at = row.end;
        line = row.number;
      }
      ASSERT_LE(at, bytes.size());
      ASSERT_EQ(bytes.substr(at).find_first_not_of(std::string(" \t\r\n,\"\0", 7)),
                std::string::npos);
    }
  }
}

TEST(TextTable, TheFastProofOfUtf8AgreesWithThePlainOne) {
  std::mt19937 random(17);
  const std::vector<std::string> pieces{
      "a",        "交",       "𠮷",           "é",        "\xE4\xBA", "\xED\xA0\x80",
      "\xF4\x90", "\xC0\xAF", "\xE0\x80\x80", "12345678", "\xFF",     "易易易易"};
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (std::size_t i = random() % 8; i > 0; --i) text += pieces[random() % pieces.size()];
    ASSERT_EQ(IsWellFormedUtf8(text), IsUtf8(text)) << ToHex(text);
  }
}

TEST(TextTable, AllOfUnicodeSurvivesGb18030) {
  Gb18030Decoder decoder;
  for (char32_t point = 1; point < 0x20000; ++point) {
    if (point >= 0xD800 && point <= 0xDFFF) continue;
    const std::string utf8 = EncodeUtf8({&point, 1});
    bool ok = false;
    const auto back = decoder.Decode(ToGb18030(utf8), ok);
    ASSERT_TRUE(ok && back == utf8) << static_cast<std::uint32_t>(point);
  }
}

}  // namespace
}  // namespace hetang::files
