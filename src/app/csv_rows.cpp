#include "app/csv_rows.h"

#include <algorithm>

namespace hetang::app {

CsvRows::CsvRows(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (text.starts_with(kMark)) at_ += kMark.size();
}

CsvRows::Next CsvRows::Read(std::vector<std::string_view>& cells) {
  cells.clear();
  while (at_ != end_ && (*at_ == '\n' || *at_ == '\r')) {
    if (*at_ == '\n') ++line_;
    ++at_;
  }
  row_line_ = line_;
  if (at_ == end_) return Next::end;
  while (true) {
    std::string_view cell;
    if (at_ != end_ && *at_ == '"') {
      if (!ReadQuoted(cell)) return Next::bad_quote;
      cells.push_back(cell);
    } else {
      const char* const begin = at_;
      while (at_ != end_ && *at_ != ',' && *at_ != '\n') ++at_;
      const char* stop = at_;
      if (stop != begin && stop[-1] == '\r' && (at_ == end_ || *at_ == '\n')) --stop;
      cells.emplace_back(begin, static_cast<std::size_t>(stop - begin));
    }
    if (at_ == end_) return Next::row;
    const char divider = *at_++;
    if (divider == ',') continue;
    ++line_;
    return Next::row;
  }
}

// Stands at the opening quote; ends at the comma, the line's end or the end of the text.
bool CsvRows::ReadQuoted(std::string_view& cell) {
  const char* const begin = ++at_;
  bool doubled = false;
  while (true) {
    at_ = std::find(at_, end_, '"');
    if (at_ == end_) return false;
    if (at_ + 1 == end_ || at_[1] != '"') break;
    doubled = true;
    at_ += 2;
  }
  cell = {begin, static_cast<std::size_t>(at_ - begin)};
  line_ += std::count(cell.begin(), cell.end(), '\n');
  ++at_;
  if (at_ != end_ && *at_ == '\r') ++at_;
  if (at_ != end_ && *at_ != ',' && *at_ != '\n') return false;
  if (!doubled) return true;
  std::string& text = unquoted_.emplace_back();
  for (std::size_t i = 0; i < cell.size(); ++i) {
    text += cell[i];
    if (cell[i] == '"') ++i;
  }
  cell = text;
  return true;
}

}  // namespace hetang::app
