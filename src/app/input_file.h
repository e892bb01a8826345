// The bytes of a file somebody named on the command line, or of standard input for `-`. A plain
// file is mapped, not copied: its bytes are valid as long as the object lives.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace hetang::app {

class InputFile {
 public:
  InputFile() = default;
  InputFile(InputFile&& other) noexcept;
  InputFile& operator=(InputFile&& other) noexcept;
  ~InputFile();

  // Errors: unavailable. The message names the file.
  static Result<InputFile> Open(const std::string& path);

  std::string_view bytes() const;

 private:
  static Result<InputFile> Read(int file, const std::string& path);

  void* mapped_ = nullptr;
  std::size_t size_ = 0;
  std::string copied_;  // Of what cannot be mapped: a pipe.
};

}  // namespace hetang::app
