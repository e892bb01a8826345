// Workbooks of Excel before 2007, by libfreexl: held whole, and read from a path.
#include <freexl.h>

#include <memory>

#include "platform/files/number_format.h"
#include "platform/files/sheet_rows.h"
#include "platform/files/source.h"

namespace hetang::files {
namespace {

constexpr std::string_view kEncoding = "xls";

struct CloseBook {
  void operator()(const void* book) const { freexl_close(book); }
};
using Book = std::unique_ptr<const void, CloseBook>;

std::string Utf16Name(std::string_view ascii) {
  std::string out;
  for (const char c : ascii) out += std::string{c, '\0'};
  return out;
}

// An encrypted XLSX is wrapped in the same container as an XLS.
Error ErrorOf(int code, std::string_view bytes) {
  if (bytes.find(Utf16Name("EncryptedPackage")) != std::string_view::npos) {
    return NotReadable("encrypted", "The workbook is encrypted.");
  }
  switch (code) {
    case FREEXL_BIFF_WORKBOOK_NOT_FOUND:
      return NotReadable("other_format", "This is no workbook that is read.");
    case FREEXL_CFBF_READ_ERROR:
    case FREEXL_CFBF_SEEK_ERROR:
    case FREEXL_INVALID_CFBF_HEADER:
    case FREEXL_CFBF_ILLEGAL_FAT_ENTRY:
    case FREEXL_CFBF_EMPTY_FAT_CHAIN:
      return NotReadable("truncated", "The end of the workbook is missing.");
    default:
      return NotReadable("unreadable", "The workbook is damaged.");
  }
}

std::string TextOf(const FreeXL_CellValue& value) {
  switch (value.type) {
    case FREEXL_CELL_INT:
      return FormatNumber(value.value.int_value);
    case FREEXL_CELL_DOUBLE:
      return FormatNumber(value.value.double_value);
    case FREEXL_CELL_TEXT:
    case FREEXL_CELL_SST_TEXT:
    case FREEXL_CELL_DATE:
    case FREEXL_CELL_DATETIME:
    case FREEXL_CELL_TIME:
      return value.value.text_value == nullptr ? "" : value.value.text_value;
    default:
      return {};
  }
}

Status ReadSheet(const void* book, Sheet sheet, const Limits& limits, TableVisitor& visitor,
                 bool& has_rows) {
  unsigned int rows = 0;
  unsigned short columns = 0;
  if (freexl_worksheet_dimensions(book, &rows, &columns) != FREEXL_OK) return {};
  GatheredRow gathered(limits);
  SheetRows giver(std::move(sheet), visitor);
  for (unsigned int row = 0; row < rows; ++row) {
    gathered.Clear();
    for (unsigned short column = 0; column < columns; ++column) {
      FreeXL_CellValue value{};
      if (freexl_get_cell_value(book, row, column, &value) != FREEXL_OK) continue;
      gathered.Set(column, TextOf(value));
    }
    HT_TRY_STATUS(giver.Give(static_cast<std::int64_t>(row) + 1, gathered));
  }
  has_rows = has_rows || giver.has_begun();
  return giver.End();
}

}  // namespace

Status ReadXls(const Source& source, const Limits& limits, TableVisitor& visitor) {
  const auto refuse = [&](const Error& error) {
    return visitor.Unreadable(source.name, std::string(kEncoding), error);
  };
  const void* handle = nullptr;
  const int opened = freexl_open(source.path.c_str(), &handle);
  const Book book(handle);
  if (opened != FREEXL_OK) return refuse(ErrorOf(opened, source.bytes));
  unsigned int password = 0;
  freexl_get_info(book.get(), FREEXL_BIFF_PASSWORD, &password);
  if (password == FREEXL_BIFF_OBFUSCATED) {
    return refuse(NotReadable("encrypted", "The workbook is encrypted."));
  }
  unsigned int count = 0;
  freexl_get_info(book.get(), FREEXL_BIFF_SHEET_COUNT, &count);
  bool has_rows = false;
  for (unsigned int i = 0; i < count; ++i) {
    const auto index = static_cast<unsigned short>(i);
    const char* name = nullptr;
    if (freexl_get_worksheet_name(book.get(), index, &name) != FREEXL_OK) continue;
    if (freexl_select_active_worksheet(book.get(), index) != FREEXL_OK) continue;
    Sheet sheet{source.name, name == nullptr ? "" : name, std::string(kEncoding)};
    HT_TRY_STATUS(ReadSheet(book.get(), std::move(sheet), limits, visitor, has_rows));
  }
  if (!has_rows) return refuse(NotReadable("empty", "There is nothing in the workbook."));
  return {};
}

}  // namespace hetang::files
