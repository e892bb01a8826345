// One file on its way through the readers: what it is decides who reads it. Errors of all functions
// here are the visitor's; what cannot be read is told to it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "platform/files/tables.h"

namespace hetang::files {

struct Source {
  std::string name;            // As answers call it.
  std::filesystem::path path;  // Where it lies.
  std::string_view bytes;      // All of it, mapped.
  int depth = 0;               // Of zips it lies in.
};

// What one whole reading may still unpack, over all zips inside each other.
struct Budget {
  std::uint64_t unpacked_bytes = 0;
};

Status ReadSource(const Source& source, const Limits& limits, Budget& budget,
                  TableVisitor& visitor);
Status ReadPath(const std::filesystem::path& path, const std::string& name, int depth,
                const Limits& limits, Budget& budget, TableVisitor& visitor);

Status ReadZip(const Source& source, const Limits& limits, Budget& budget, TableVisitor& visitor);
Status ReadXls(const Source& source, const Limits& limits, TableVisitor& visitor);

// What systems leave behind beside the files somebody meant: `.DS_Store`, `__MACOSX/`, lock files.
bool IsLitter(std::string_view name);

// The error of a file that cannot be read: its rule is the stable name of the reason.
Error NotReadable(std::string_view rule, std::string message);

}  // namespace hetang::files
