#include "sim/sheet_files.h"

#include <ctime>
#include <fstream>
#include <memory>

#include <unicode/ucnv.h>
#include <xlsxwriter.h>
#include <zip.h>

#include "base/check.h"

namespace hetang::sim {
namespace {

constexpr int kBookYear = 2026;

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

Converter OpenConverter(const char* name) {
  UErrorCode error = U_ZERO_ERROR;
  Converter converter(ucnv_open(name, &error));
  HT_CHECK(U_SUCCESS(error) != 0);
  return converter;
}

const char* IcuName(TextEncoding encoding) {
  switch (encoding) {
    case TextEncoding::gb18030:
      return "gb18030";
    case TextEncoding::utf_16le:
      return "UTF-16LE";
    case TextEncoding::utf_16be:
      return "UTF-16BE";
    default:
      return "UTF-8";
  }
}

std::u16string Utf16(std::string_view utf8) {
  const Converter converter = OpenConverter("UTF-8");
  UErrorCode error = U_ZERO_ERROR;
  std::u16string text(utf8.size() + 1, u'\0');
  const auto size =
      ucnv_toUChars(converter.get(), text.data(), static_cast<std::int32_t>(text.size()),
                    utf8.data(), static_cast<std::int32_t>(utf8.size()), &error);
  HT_CHECK(U_SUCCESS(error) != 0);
  text.resize(static_cast<std::size_t>(size));
  return text;
}

std::string Encode(std::string_view utf8, TextEncoding encoding) {
  if (encoding == TextEncoding::utf_8 || encoding == TextEncoding::utf_8_bom) {
    return std::string(utf8);
  }
  const std::u16string text = Utf16(utf8);
  const Converter converter = OpenConverter(IcuName(encoding));
  UErrorCode error = U_ZERO_ERROR;
  std::string bytes(text.size() * 4 + 4, '\0');
  const auto size =
      ucnv_fromUChars(converter.get(), bytes.data(), static_cast<std::int32_t>(bytes.size()),
                      text.data(), static_cast<std::int32_t>(text.size()), &error);
  HT_CHECK(U_SUCCESS(error) != 0);
  bytes.resize(static_cast<std::size_t>(size));
  return bytes;
}

std::string Quoted(std::string_view cell) {
  std::string quoted = "\"";
  for (const char c : cell) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string TextOf(const Line& line, const TextForm& form) {
  std::string text;
  for (std::size_t i = 0; i < line.cells.size(); ++i) {
    if (i > 0) text += form.delimiter;
    const std::string& cell = line.cells[i].text;
    const bool last = i + 1 == line.cells.size();
    if (last && line.fault == LineFault::unterminated_quote) {
      text += '"' + cell;
    } else if (form.quote_all || NeedsQuotes(cell, form)) {
      text += Quoted(cell);
    } else {
      text += cell;
    }
  }
  return text;
}

struct Book {
  lxw_workbook* book = nullptr;
  lxw_format* date = nullptr;
};

void WriteCell(const Book& book, lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column,
               const Cell& cell) {
  if (cell.kind == CellKind::number) {
    worksheet_write_number(sheet, row, column, cell.value, nullptr);
  } else if (cell.kind == CellKind::date) {
    worksheet_write_number(sheet, row, column, cell.value, book.date);
  } else if (!cell.text.empty()) {
    worksheet_write_string(sheet, row, column, cell.text.c_str(), nullptr);
  }
}

Status FailedToWrite() {
  return Fail(ErrorCode::storage_full, "The statement files cannot be written.");
}

}  // namespace

bool NeedsQuotes(std::string_view cell, const TextForm& form) {
  return cell.find(form.delimiter) != std::string_view::npos ||
         cell.find_first_of("\"\r\n") != std::string_view::npos;
}

bool IsForeignTo(std::string_view utf8, TextEncoding encoding) {
  const Converter converter = OpenConverter(IcuName(encoding));
  UErrorCode error = U_ZERO_ERROR;
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  std::u16string text(utf8.size() * 2 + 1, u'\0');
  ucnv_toUChars(converter.get(), text.data(), static_cast<std::int32_t>(text.size()), utf8.data(),
                static_cast<std::int32_t>(utf8.size()), &error);
  return U_FAILURE(error) != 0;
}

std::string WriteText(std::vector<Line>& lines, const TextForm& form) {
  std::string bytes;
  if (form.encoding == TextEncoding::utf_8_bom) bytes = "\xEF\xBB\xBF";
  if (form.encoding == TextEncoding::utf_16le) bytes = "\xFF\xFE";
  if (form.encoding == TextEncoding::utf_16be) bytes = "\xFE\xFF";
  const std::string end = Encode(form.crlf ? "\r\n" : "\n", form.encoding);
  int row = 1;
  for (Line& line : lines) {
    const std::string text = TextOf(line, form);
    line.row = row;
    for (const char c : text) row += c == '\n' ? 1 : 0;
    ++row;
    TextEncoding encoding = form.encoding;
    if (line.fault == LineFault::other_encoding) {
      encoding = encoding == TextEncoding::gb18030 ? TextEncoding::utf_8 : TextEncoding::gb18030;
    }
    bytes += Encode(text, encoding);
    bytes += end;
  }
  return bytes;
}

Status WriteWorkbook(const std::filesystem::path& path, const std::vector<SheetOfLines>& sheets) {
  Book book;
  book.book = workbook_new(path.c_str());
  if (book.book == nullptr) return FailedToWrite();
  // The moment of writing would make the same seed give other bytes.
  lxw_doc_properties properties{};
  std::tm day{};
  day.tm_year = kBookYear - 1900;
  day.tm_mday = 1;
  properties.created = timegm(&day);
  workbook_set_properties(book.book, &properties);
  book.date = workbook_add_format(book.book);
  format_set_num_format(book.date, "yyyy-mm-dd hh:mm:ss");
  for (const SheetOfLines& sheet : sheets) {
    lxw_worksheet* worksheet = workbook_add_worksheet(book.book, sheet.name.c_str());
    lxw_row_t row = 0;
    for (Line& line : *sheet.lines) {
      for (std::size_t i = 0; i < line.cells.size(); ++i) {
        WriteCell(book, worksheet, row, static_cast<lxw_col_t>(i), line.cells[i]);
      }
      line.row = static_cast<int>(++row);
    }
  }
  if (workbook_close(book.book) != LXW_NO_ERROR) return FailedToWrite();
  return {};
}

Status PackZip(const std::filesystem::path& zip, const Members& members) {
  int code = 0;
  zip_t* archive = zip_open(zip.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
  if (archive == nullptr) return FailedToWrite();
  for (const auto& [name, file] : members) {
    zip_source_t* source = zip_source_file(archive, file.c_str(), 0, -1);
    const auto index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
      zip_source_free(source);
      zip_discard(archive);
      return FailedToWrite();
    }
    constexpr std::time_t kDay = 1'772'438'400;  // Of no meaning, but always the same.
    zip_file_set_mtime(archive, static_cast<zip_uint64_t>(index), kDay, 0);
  }
  if (zip_close(archive) != 0) {
    zip_discard(archive);
    return FailedToWrite();
  }
  std::error_code ignored;
  for (const auto& member : members) std::filesystem::remove(member.second, ignored);
  return {};
}

Status WriteBytes(const std::filesystem::path& path, std::string_view bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) return FailedToWrite();
  return {};
}

}  // namespace hetang::sim
