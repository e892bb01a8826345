// Numbers of workbooks as text: what a cell means by its number and its number format.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hetang::files {

// What a number format shows of a moment; neither for an ordinary number.
struct DateParts {
  bool has_date = false;
  bool has_time = false;
};
DateParts PartsOfBuiltin(int format_id);         // ECMA-376 part 1, 18.8.30, Chinese ones included.
DateParts PartsOfFormat(std::string_view code);  // `yyyy"年"m"月"d"日" h:mm`

// The shortest decimal of 15 digits, as many as a workbook keeps; from 1E15 on in scientific
// notation, for then last digits may be lost.
std::string FormatNumber(double value);

// `yyyy-MM-dd HH:mm:ss`, `yyyy-MM-dd` or `HH:mm:ss`, to the nearest second. A number that is no
// moment is shown as a number.
std::string FormatSerial(double serial, DateParts parts, bool is_1904);

}  // namespace hetang::files
