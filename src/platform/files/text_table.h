// Delimited text in any of the encodings, as rows of cells.
#pragma once

#include <string_view>

#include "platform/files/tables.h"

namespace hetang::files {

struct TextOptions {
  std::size_t chunk_bytes =
      1 << 20;             // Of UTF-16 decoded at once, and of a file given back at once.
  bool is_mapped = false;  // The bytes are those of a MappedFile.
};

// Reads the whole text; `sheet.encoding` is filled in. A text of nothing but blank lines is empty.
// What cannot be read goes to the visitor; errors are the visitor's.
Status ReadText(std::string_view bytes, Sheet sheet, const Limits& limits,
                const TextOptions& options, TableVisitor& visitor);

}  // namespace hetang::files
