#include "platform/document/template.h"

#include <algorithm>

#include "base/text.h"
#include "platform/document/parse.h"

namespace hetang::document {
namespace {

const std::string* Look(const Values* row, const Values& values, std::string_view name) {
  if (row != nullptr) {
    const auto found = row->find(name);
    if (found != row->end()) return &found->second;
  }
  const auto found = values.find(name);
  return found == values.end() ? nullptr : &found->second;
}

// The fields of the rows of a section; null when the document has no such section.
const Values* RowOf(const Fields& known, std::string_view section) {
  static const Values kNone;
  const auto rows = known.rows.find(section);
  if (rows == known.rows.end()) return nullptr;
  return rows->second.empty() ? &kNone : &rows->second.front();
}

bool Shows(const std::vector<Piece>& pieces, std::string_view name) {
  return std::any_of(pieces.begin(), pieces.end(), [&](const Piece& piece) {
    return piece.kind != Piece::Kind::end && piece.text == name && piece.kind != Piece::Kind::text;
  });
}

// Renders the pieces of one scope; `row` is null outside of sections.
Status RenderFlat(std::span<const Piece> pieces, const Values* row, const Fields& fields,
                  std::string& out) {
  for (const Piece& piece : pieces) {
    if (piece.kind == Piece::Kind::text) {
      out += piece.text;
      continue;
    }
    const std::string* value = Look(row, fields.values, piece.text);
    if (value == nullptr) {
      return Invalid({FaultOf(piece.text, "missing_field", "The document has no such value.")});
    }
    out += Escaped(*value);
  }
  return {};
}

}  // namespace

std::string Escaped(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\'':
        safe += "&#39;";
        break;
      default:
        safe += static_cast<unsigned char>(c) < 0x20 && c != '\n' ? ' ' : c;
    }
  }
  return safe;
}

Status CheckBody(std::string_view body, const Fields& known, std::span<const std::string> needed) {
  std::vector<FieldError> faults;
  if (Trim(body).empty()) faults.push_back({"body", "missing", "A template has a body."});
  const std::vector<Piece> pieces = PiecesOf(body, faults);
  const Values* row = nullptr;
  for (const Piece& piece : pieces) {
    if (piece.kind == Piece::Kind::section) {
      row = RowOf(known, piece.text);
      if (row == nullptr) {
        faults.push_back(FaultOf(piece.text, "unknown_section", "The document has no such rows."));
      }
    } else if (piece.kind == Piece::Kind::end) {
      row = nullptr;
    } else if (piece.kind == Piece::Kind::field && Look(row, known.values, piece.text) == nullptr) {
      faults.push_back(FaultOf(piece.text, "unknown_field", "The document has no such field."));
    }
  }
  for (const std::string& name : needed) {
    if (!Shows(pieces, name)) {
      faults.push_back(FaultOf(name, "missing_field", "The document must show this field."));
    }
  }
  CheckMarkup(pieces, faults);
  if (!faults.empty()) return Invalid(std::move(faults));
  return {};
}

Result<std::string> Render(std::string_view body, const Fields& fields) {
  std::vector<FieldError> faults;
  const std::vector<Piece> pieces = PiecesOf(body, faults);
  CheckMarkup(pieces, faults);
  if (!faults.empty()) return Invalid(std::move(faults));
  std::string out;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const std::span<const Piece> rest = std::span(pieces).subspan(i);
    if (pieces[i].kind != Piece::Kind::section) {
      HT_TRY_STATUS(RenderFlat(rest.first(1), nullptr, fields, out));
      continue;
    }
    const auto rows = fields.rows.find(pieces[i].text);
    if (rows == fields.rows.end()) {
      return Invalid({FaultOf(pieces[i].text, "missing_field", "The document has no such rows.")});
    }
    const auto end = std::find_if(rest.begin(), rest.end(), [](const Piece& piece) {
      return piece.kind == Piece::Kind::end;
    });
    const auto length = static_cast<std::size_t>(end - rest.begin());
    for (const Values& row : rows->second) {
      HT_TRY_STATUS(RenderFlat(rest.subspan(1, length - 1), &row, fields, out));
    }
    i += length;
  }
  return out;
}

Result<std::string> RenderLine(std::string_view line, const Values& values) {
  std::vector<FieldError> faults;
  const std::vector<Piece> pieces = PiecesOf(line, faults);
  std::string out;
  for (const Piece& piece : pieces) {
    const std::string* value =
        piece.kind == Piece::Kind::field ? Look(nullptr, values, piece.text) : nullptr;
    if (piece.kind == Piece::Kind::text) {
      out += piece.text;
    } else if (value != nullptr) {
      out += *value;
    } else {
      faults.push_back(FaultOf(piece.text, "unknown_field", "This line has no such field."));
    }
  }
  for (FieldError& fault : faults) fault.path = "number_format" + fault.path.substr(4);
  if (!faults.empty()) return Invalid(std::move(faults));
  return out;
}

std::string DateText(Moment moment, Language language) {
  static constexpr const char* kMonths[] = {"January",   "February", "March",    "April",
                                            "May",       "June",     "July",     "August",
                                            "September", "October",  "November", "December"};
  const Civil civil = CivilOf(moment);
  const std::string day = std::to_string(civil.day);
  const std::string year = std::to_string(civil.year);
  if (language == Language::en) return day + " " + kMonths[civil.month - 1] + " " + year;
  return year + "年" + std::to_string(civil.month) + "月" + day + "日";
}

std::string DateTimeText(Moment moment, Language language) {
  const Civil civil = CivilOf(moment);
  const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  const std::string hour = two(civil.hour);
  const std::string minute = two(civil.minute);
  if (language == Language::en) return DateText(moment, language) + ", " + hour + ":" + minute;
  return DateText(moment, language) + hour + "时" + minute + "分";
}

std::string AmountText(Fen amount) {
  std::string text = FormatYuan(amount);
  const std::size_t first = text.starts_with('-') ? 1 : 0;
  for (std::size_t at = text.size() - 3; at > first + 3;) {
    at -= 3;
    text.insert(at, ",");
  }
  return text;
}

}  // namespace hetang::document
