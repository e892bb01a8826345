// What a file is, by its first bytes.
#pragma once

#include <string_view>

namespace hetang::files {

enum class FileKind {
  empty,
  text,  // Or nothing known: whoever reads it as text finds out.
  zip,   // Also what XLSX is wrapped in.
  xls,   // An OLE2 container, or a bare BIFF stream of before 1993.
  other,
};
FileKind KindOf(std::string_view bytes);

}  // namespace hetang::files
