// Workbooks of Excel before 2007, by libfreexl in a process of its own.
#include <freexl.h>

#include <memory>
#include <utility>

#include "base/text.h"
#include "platform/files/sheet_rows.h"
#include "platform/files/source.h"
#include "platform/files/xls_child.h"

namespace hetang::files {
namespace {

constexpr std::string_view kEncoding = "xls";

std::string Utf16Name(std::string_view ascii) {
  std::string out;
  for (const char c : ascii) out += std::string{c, '\0'};
  return out;
}

// An encrypted XLSX is wrapped in the same container as an XLS.
Error ErrorOf(std::uint32_t code, std::string_view bytes) {
  if (code == XlsWord::kEncrypted ||
      bytes.find(Utf16Name("EncryptedPackage")) != std::string_view::npos) {
    return NotReadable("encrypted", "The workbook is encrypted.");
  }
  switch (-static_cast<int>(code)) {
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

class Reader {
 public:
  Reader(const Source& source, const Limits& limits, TableVisitor& visitor)
      : source_(source), visitor_(visitor), row_(limits) {}

  Status Read() {
    HT_TRY(XlsChild child, XlsChild::Start(source_.path));
    while (true) {
      const auto word = child.Next();
      if (!word) return Refuse(ErrorOf(0, source_.bytes));
      switch (word->kind) {
        case XlsWord::Kind::error:
          return Refuse(ErrorOf(word->number, source_.bytes));
        case XlsWord::Kind::sheet:
          HT_TRY_STATUS(EndSheet());
          rows_ = std::make_unique<SheetRows>(
              Sheet{source_.name, IsUtf8(word->text) ? word->text : "", std::string(kEncoding)},
              visitor_);
          break;
        case XlsWord::Kind::row:
          HT_TRY_STATUS(GiveRow());
          number_ = word->number;
          break;
        case XlsWord::Kind::cell:
          if (IsUtf8(word->text)) row_.Set(word->number, word->text);
          break;
        case XlsWord::Kind::end:
          HT_TRY_STATUS(EndSheet());
          if (has_rows_) return {};
          return Refuse(NotReadable("empty", "There is nothing in the workbook."));
        default:
          return Refuse(ErrorOf(0, source_.bytes));
      }
    }
  }

 private:
  Status Refuse(const Error& error) {
    return visitor_.Unreadable(source_.name, std::string(kEncoding), error);
  }
  Status GiveRow() {
    if (rows_ != nullptr) HT_TRY_STATUS(rows_->Give(number_, row_));
    row_.Clear();
    return {};
  }
  Status EndSheet() {
    HT_TRY_STATUS(GiveRow());
    if (rows_ == nullptr) return {};
    has_rows_ = has_rows_ || rows_->has_begun();
    return rows_->End();
  }

  const Source& source_;
  TableVisitor& visitor_;
  GatheredRow row_;
  std::unique_ptr<SheetRows> rows_;
  std::int64_t number_ = 0;
  bool has_rows_ = false;
};

}  // namespace

Status ReadXls(const Source& source, const Limits& limits, TableVisitor& visitor) {
  return Reader(source, limits, visitor).Read();
}

}  // namespace hetang::files
