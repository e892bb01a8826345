// Archives and workbooks a test writes byte by byte, as other programs write them.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <zip.h>

#include "base/check.h"

namespace hetang::files {

struct PackedFile {
  std::string name;
  std::string bytes;
  bool is_encrypted = false;
  bool is_link = false;
};

// A zip; names that are not UTF-8 are stored as they are, without the flag of UTF-8.
inline std::string ZipOf(const std::vector<PackedFile>& files) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* const target = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(target);
  zip_t* const archive = zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, &error);
  HT_CHECK(archive != nullptr);
  for (const PackedFile& file : files) {
    zip_source_t* const source =
        zip_source_buffer(archive, file.bytes.data(), file.bytes.size(), 0);
    const zip_int64_t index = zip_file_add(archive, file.name.c_str(), source, ZIP_FL_ENC_GUESS);
    HT_CHECK(index >= 0);
    const auto at = static_cast<zip_uint64_t>(index);
    if (file.is_encrypted) {
      HT_CHECK(zip_file_set_encryption(archive, at, ZIP_EM_AES_256, "secret") == 0);
    }
    if (file.is_link) {
      HT_CHECK(zip_file_set_external_attributes(archive, at, 0, ZIP_OPSYS_UNIX, 0120777U << 16) ==
               0);
    }
  }
  HT_CHECK(zip_close(archive) == 0);
  zip_stat_t facts;
  HT_CHECK(zip_source_stat(target, &facts) == 0 && zip_source_open(target) == 0);
  std::string bytes(facts.size, '\0');
  HT_CHECK(zip_source_read(target, bytes.data(), bytes.size()) ==
           static_cast<zip_int64_t>(bytes.size()));
  zip_source_close(target);
  zip_source_free(target);
  zip_error_fini(&error);
  return bytes;
}

struct SheetXml {
  std::string name;
  std::string data;  // What is inside <sheetData>.
};

// A workbook with styles 0 General, 1 yyyy-mm-dd (builtin 14), 2 a custom date and time, 3 time.
inline std::string XlsxOf(const std::vector<SheetXml>& sheets, const std::string& strings = "",
                          bool is_1904 = false, const std::string& prologue = "") {
  const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + prologue;
  const std::string types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  std::string list;
  std::string relations;
  std::vector<PackedFile> files;
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    const std::string id = std::to_string(i + 1);
    list += fmt::format(R"(<sheet name="{}" sheetId="{}" r:id="rId{}"{}/>)", sheets[i].name, id, id,
                        i == 1 ? R"( state="hidden")" : "");
    relations += fmt::format(
        R"(<Relationship Id="rId{}" Type="{}/worksheet" Target="worksheets/sheet{}.xml"/>)", id,
        types, id);
    files.push_back(
        {"xl/worksheets/sheet" + id + ".xml",
         fmt::format("{}<worksheet><sheetData>{}</sheetData></worksheet>", head, sheets[i].data)});
  }
  files.push_back({"[Content_Types].xml", head + "<Types/>"});
  files.push_back({"_rels/.rels", head + "<Relationships><Relationship Id=\"a\" Type=\"" + types +
                                      "/officeDocument\" Target=\"xl/workbook.xml\"/>"
                                      "</Relationships>"});
  files.push_back({"xl/workbook.xml", head + "<workbook xmlns:r=\"" + types + "\"><workbookPr " +
                                          (is_1904 ? "date1904=\"1\"" : "") + "/><sheets>" + list +
                                          "</sheets></workbook>"});
  files.push_back({"xl/_rels/workbook.xml.rels",
                   head + "<Relationships>" + relations + "<Relationship Id=\"s\" Type=\"" + types +
                       "/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>" +
                       "<Relationship Id=\"t\" Type=\"" + types +
                       "/styles\" Target=\"styles.xml\"/></Relationships>"});
  files.push_back({"xl/sharedStrings.xml", head + "<sst>" + strings + "</sst>"});
  files.push_back(
      {"xl/styles.xml",
       head + "<styleSheet><numFmts><numFmt numFmtId=\"176\" formatCode=\"yyyy/m/d\\ h:mm;@\"/>"
              "</numFmts><cellStyleXfs><xf numFmtId=\"22\"/></cellStyleXfs><cellXfs>"
              "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"176\"/><xf numFmtId=\"21\"/>"
              "</cellXfs></styleSheet>"});
  return ZipOf(files);
}

// Writes BIFF8, the inside of an XLS file.
class BiffWriter {
 public:
  static std::string Number(std::uint64_t value, int bytes) {
    std::string out;
    for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>(value >> (8 * i) & 0xFF));
    return out;
  }
  static std::string Real(double value) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, &value, 8);
    return Number(bits, 8);
  }
  static std::string Record(std::uint16_t type, const std::string& body) {
    return Number(type, 2) + Number(body.size(), 2) + body;
  }
  // A string of UTF-16 with a length of two bytes.
  static std::string Text(std::u16string_view text) {
    std::string out = Number(text.size(), 2) + "\x01";
    for (const char16_t unit : text) out += Number(unit, 2);
    return out;
  }
  static std::string Xf(std::uint16_t format) {
    return Record(0x00E0, Number(0, 2) + Number(format, 2) + std::string(16, '\0'));
  }
};

// One sheet of BIFF8 in an OLE2 container. XF 0 is General, 1 builtin 14, 2 builtin 22, 3 custom.
inline std::string XlsOf(const std::string& cells, std::uint32_t rows, std::uint16_t columns,
                         const std::vector<std::u16string>& strings, bool is_encrypted = false) {
  using Biff = BiffWriter;
  const auto bof = [](std::uint16_t kind) {
    return Biff::Record(0x0809,
                        Biff::Number(0x0600, 2) + Biff::Number(kind, 2) + std::string(12, '\0'));
  };
  std::string table = Biff::Number(strings.size(), 4) + Biff::Number(strings.size(), 4);
  for (const std::u16string& text : strings) table += Biff::Text(text);
  std::string globals = bof(0x0005);
  if (is_encrypted) globals += Biff::Record(0x002F, Biff::Number(1, 2) + std::string(52, 'x'));
  globals += Biff::Record(0x0042, Biff::Number(0x04B0, 2));
  globals += Biff::Record(0x0022, Biff::Number(0, 2));
  globals += Biff::Record(0x041E, Biff::Number(176, 2) + Biff::Text(u"yyyy/m/d\\ h:mm;@"));
  constexpr std::array<std::uint16_t, 4> kFormats{0, 14, 22, 176};
  for (const std::uint16_t format : kFormats) globals += Biff::Xf(format);
  const std::string after = Biff::Record(0x00FC, table) + Biff::Record(0x000A, "");
  const std::string name =
      std::string("\x02\x01", 2) + Biff::Number(u'流', 2) + Biff::Number(u'水', 2);
  const std::size_t sheet_at = globals.size() + 4 + 6 + name.size() + after.size();
  std::string book =
      globals + Biff::Record(0x0085, Biff::Number(sheet_at, 4) + Biff::Number(0, 2) + name) + after;
  HT_CHECK(book.size() == sheet_at);
  book += bof(0x0010) +
          Biff::Record(0x0200, Biff::Number(0, 4) + Biff::Number(rows, 4) + Biff::Number(0, 2) +
                                   Biff::Number(columns, 2) + Biff::Number(0, 2)) +
          cells + Biff::Record(0x000A, "");
  book.resize(std::max<std::size_t>((book.size() + 511) / 512 * 512, 4096));

  const std::size_t sectors = book.size() / 512;
  constexpr std::uint32_t kEnd = 0xFFFFFFFE;
  constexpr std::uint32_t kFree = 0xFFFFFFFF;
  std::string header = std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) + std::string(16, '\0') +
                       Biff::Number(0x3E, 2) + Biff::Number(3, 2) + Biff::Number(0xFFFE, 2) +
                       Biff::Number(9, 2) + Biff::Number(6, 2) + std::string(10, '\0') +
                       Biff::Number(1, 4) + Biff::Number(1, 4) + Biff::Number(0, 4) +
                       Biff::Number(4096, 4) + Biff::Number(kEnd, 4) + Biff::Number(0, 4) +
                       Biff::Number(kEnd, 4) + Biff::Number(0, 4) + Biff::Number(0, 4);
  while (header.size() < 512) header += Biff::Number(kFree, 4);
  std::string fat = Biff::Number(0xFFFFFFFD, 4) + Biff::Number(kEnd, 4);
  for (std::size_t i = 0; i < sectors; ++i) {
    fat += Biff::Number(i + 1 == sectors ? kEnd : i + 3, 4);
  }
  while (fat.size() < 512) fat += Biff::Number(kFree, 4);
  HT_CHECK(fat.size() == 512);
  const auto entry = [&](std::u16string_view label, int type, std::uint32_t child,
                         std::uint32_t start, std::size_t size) {
    std::string text;
    for (const char16_t unit : label) text += Biff::Number(unit, 2);
    text.resize(64);
    return text + Biff::Number(label.empty() ? 0 : label.size() * 2 + 2, 2) +
           Biff::Number(static_cast<std::uint64_t>(type), 1) + Biff::Number(1, 1) +
           Biff::Number(kFree, 4) + Biff::Number(kFree, 4) + Biff::Number(child, 4) +
           std::string(36, '\0') + Biff::Number(start, 4) + Biff::Number(size, 8);
  };
  return header + fat + entry(u"Root Entry", 5, 1, kEnd, 0) +
         entry(u"Workbook", 2, kFree, 2, book.size()) + entry(u"", 0, kFree, 0, 0) +
         entry(u"", 0, kFree, 0, 0) + book;
}

}  // namespace hetang::files
