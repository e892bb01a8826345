#include "platform/files/write_xlsx.h"

#include <xlsxwriter.h>

#include <ctime>
#include <memory>

#include "base/text.h"
#include "platform/files/bytes.h"

namespace hetang::files {
namespace {

constexpr std::size_t kMostRows = 1'048'576;
constexpr std::size_t kMostColumns = 16'384;
constexpr std::size_t kMostLetters = 32'767;

struct CloseBook {
  void operator()(lxw_workbook* book) const { workbook_close(book); }
};
using Book = std::unique_ptr<lxw_workbook, CloseBook>;

tl::unexpected<Error> Refused(lxw_error code) {
  if (code == LXW_ERROR_SHEETNAME_ALREADY_USED || code == LXW_ERROR_SHEETNAME_LENGTH_EXCEEDED ||
      code == LXW_ERROR_INVALID_SHEETNAME_CHARACTER ||
      code == LXW_ERROR_SHEETNAME_START_END_APOSTROPHE) {
    return Fail(ErrorCode::invalid, "The name of a sheet is not allowed.");
  }
  return Fail(ErrorCode::unavailable, "The workbook could not be written.");
}

// What a cell can hold: so many UTF-16 units, and no control characters.
std::string CellText(const std::string& text) {
  const auto points = DecodeUtf8(text);
  if (!points) return {};
  std::string out;
  std::size_t units = 0;
  for (const char32_t point : *points) {
    units += point >= 0x10000 ? 2 : 1;
    if (units > kMostLetters) break;
    const bool is_control = point < 0x20 && point != '\t' && point != '\n' && point != '\r';
    if (!is_control) AppendUtf8(out, point);
  }
  return out;
}

struct Formats {
  lxw_format* text = nullptr;
  lxw_format* amount = nullptr;
};

lxw_error WriteCell(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const ExportCell& cell,
                    const Formats& formats) {
  if (const auto* const text = std::get_if<std::string>(&cell)) {
    return worksheet_write_string(sheet, row, column, CellText(*text).c_str(), formats.text);
  }
  if (const auto* const amount = std::get_if<Fen>(&cell)) {
    // A number keeps 15 digits; a sum of more stays whole as text.
    if (amount->value() > kMaxFen || amount->value() < -kMaxFen) {
      return worksheet_write_string(sheet, row, column, FormatYuan(*amount).c_str(), formats.text);
    }
    const double yuan = static_cast<double>(amount->value()) / 100;
    return worksheet_write_number(sheet, row, column, yuan, formats.amount);
  }
  return LXW_NO_ERROR;
}

Status WriteSheet(lxw_workbook* book, const ExportSheet& sheet, const Formats& formats) {
  const lxw_error named = workbook_validate_sheet_name(book, sheet.name.c_str());
  if (named != LXW_NO_ERROR) return Refused(named);
  if (sheet.rows.size() > kMostRows) return Fail(ErrorCode::invalid, "A sheet has too many rows.");
  lxw_worksheet* const written = workbook_add_worksheet(book, sheet.name.c_str());
  if (written == nullptr) return Refused(LXW_ERROR_INVALID_SHEETNAME_CHARACTER);
  for (std::size_t row = 0; row < sheet.rows.size(); ++row) {
    const std::vector<ExportCell>& cells = sheet.rows[row];
    if (cells.size() > kMostColumns) return Fail(ErrorCode::invalid, "A row has too many cells.");
    for (std::size_t column = 0; column < cells.size(); ++column) {
      const lxw_error code = WriteCell(written, static_cast<lxw_row_t>(row),
                                       static_cast<lxw_col_t>(column), cells[column], formats);
      if (code != LXW_NO_ERROR) return Refused(code);
    }
  }
  return {};
}

}  // namespace

Result<std::string> WriteXlsx(const std::vector<ExportSheet>& sheets, Moment created) {
  if (sheets.empty()) return Fail(ErrorCode::invalid, "A workbook needs a sheet.");
  HT_TRY(const TemporaryFile file, TemporaryFile::Create());
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  Book book(workbook_new_opt(file.path().c_str(), &options));
  if (book == nullptr) return Refused(LXW_ERROR_CREATING_XLSX_FILE);
  lxw_doc_properties properties{};
  properties.created = static_cast<std::time_t>(created.ms / 1000);
  workbook_set_properties(book.get(), &properties);
  Formats formats{workbook_add_format(book.get()), workbook_add_format(book.get())};
  format_set_num_format(formats.text, "@");
  format_set_num_format(formats.amount, "#,##0.00");
  for (const ExportSheet& sheet : sheets) {
    HT_TRY_STATUS(WriteSheet(book.get(), sheet, formats));
  }
  const lxw_error closed = workbook_close(book.release());
  if (closed != LXW_NO_ERROR) return Refused(closed);
  HT_TRY(const MappedFile written, MappedFile::Open(file.path()));
  return std::string(written.bytes());
}

}  // namespace hetang::files
