// The rows of one sheet of a workbook, from its XML.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/files/bytes.h"
#include "platform/files/number_format.h"
#include "platform/files/tables.h"
#include "platform/files/xml_stream.h"

namespace hetang::files {

// The strings cells share: written to a temporary file and mapped, for there may be as many as
// cells.
class SharedStrings {
 public:
  Status Add(std::string_view text);  // Escapes such as `_x0009_` are undone, blanks taken off.
  Status Finish();
  std::optional<std::string_view> Get(std::uint64_t index) const;

 private:
  std::vector<std::uint64_t> ends_;
  std::uint64_t written_ = 0;
  std::string pending_;  // Not in the file yet; all of it when there is no file.
  std::optional<TemporaryFile> file_;
  std::optional<MappedFile> mapped_;
};

// A row as it is gathered, cell by cell in any order; what is not given is empty.
class GatheredRow {
 public:
  explicit GatheredRow(const Limits& limits) : limits_(limits) {}
  void Clear();
  void Set(std::size_t column, std::string_view text);
  bool HasContent() const { return has_content_; }
  RowFault fault() const { return fault_; }
  std::span<const std::string_view> Cells();  // Valid until the next Set() or Clear().

 private:
  const Limits& limits_;
  std::string text_;
  std::vector<std::pair<std::size_t, std::size_t>> places_;  // Begin and length in `text_`.
  std::vector<std::string_view> cells_;
  bool has_content_ = false;
  RowFault fault_ = RowFault::none;
};

// Gives rows to a visitor, with Begin() before the first.
class SheetRows {
 public:
  SheetRows(Sheet sheet, TableVisitor& visitor) : sheet_(std::move(sheet)), visitor_(visitor) {}
  Status Give(std::int64_t number, GatheredRow& row);
  Status End();
  bool has_begun() const { return has_begun_; }

 private:
  Sheet sheet_;
  TableVisitor& visitor_;
  bool has_begun_ = false;
};

struct SheetContext {
  Sheet sheet;
  const std::vector<DateParts>* styles = nullptr;
  const SharedStrings* strings = nullptr;
  bool is_1904 = false;
};

class SheetReader final : public XmlHandler {
 public:
  SheetReader(SheetContext context, const Limits& limits, TableVisitor& visitor)
      : context_(std::move(context)), row_(limits), rows_(context_.sheet, visitor) {}
  void Start(std::string_view element, const XmlAttributes& attributes) override;
  void End(std::string_view element) override;
  void Text(std::string_view text) override {
    if (is_value_) value_ += text;
  }
  bool IsDone() const override { return !status_.has_value(); }

  const Status& status() const { return status_; }  // What the visitor answered.
  Status Finish() { return rows_.End(); }
  bool has_begun() const { return rows_.has_begun(); }

 private:
  void StartCell(const XmlAttributes& attributes);
  void EndCell();
  std::string NumberText() const;

  SheetContext context_;
  GatheredRow row_;
  SheetRows rows_;
  Status status_;
  std::int64_t number_ = 0;
  std::size_t column_ = 0;  // Of the next cell that does not say.
  std::string type_;
  std::size_t style_ = 0;
  std::string value_;
  bool is_value_ = false;
  bool is_phonetic_ = false;
};

}  // namespace hetang::files
