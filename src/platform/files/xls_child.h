// Reading XLS in a process of its own. libfreexl does not stand what a stranger may put into a file
// (it reads beyond its buffers on damaged directories), so nothing of ours may share its memory.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/result.h"
#include "platform/files/bytes.h"

namespace hetang::files {

// What the child says, one after another.
struct XlsWord {
  enum class Kind : std::uint8_t {
    sheet = 'S',  // text: its name
    row = 'R',    // number: of the row, from 1
    cell = 'C',   // number: of the column, from 0; text
    error = 'E',  // number: of libfreexl, positive; kEncrypted
    end = 'X',    // All was said.
  };
  static constexpr std::uint32_t kEncrypted = 1000;
  Kind kind = Kind::end;
  std::uint32_t number = 0;
  std::string text;
};

// A child that reads one workbook. It ends with its owner.
class XlsChild {
 public:
  static Result<XlsChild> Start(const std::filesystem::path& path);
  XlsChild(XlsChild&& other) noexcept;
  XlsChild& operator=(XlsChild&&) = delete;
  ~XlsChild();

  // The next word; nothing when the child died or says what makes no sense.
  std::optional<XlsWord> Next();

 private:
  XlsChild(pid_t pid, Descriptor pipe) : pid_(pid), pipe_(std::move(pipe)) {}
  bool Fill(std::size_t least);

  pid_t pid_;
  Descriptor pipe_;
  std::string heard_;
  std::size_t at_ = 0;
};

}  // namespace hetang::files
