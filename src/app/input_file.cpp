#include "app/input_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

namespace hetang::app {
namespace {

tl::unexpected<Error> Unreadable(const std::string& path) {
  return Fail(ErrorCode::unavailable, path + " cannot be read.");
}

// Closes what was opened, also when reading fails.
class Descriptor {
 public:
  explicit Descriptor(int file) : file_(file) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (file_ > STDERR_FILENO) close(file_);
  }
  int get() const { return file_; }

 private:
  int file_;
};

}  // namespace

InputFile::InputFile(InputFile&& other) noexcept { *this = std::move(other); }

InputFile& InputFile::operator=(InputFile&& other) noexcept {
  std::swap(mapped_, other.mapped_);
  std::swap(size_, other.size_);
  std::swap(copied_, other.copied_);
  return *this;
}

InputFile::~InputFile() {
  if (mapped_ != nullptr) munmap(mapped_, size_);
}

std::string_view InputFile::bytes() const {
  if (mapped_ != nullptr) return {static_cast<const char*>(mapped_), size_};
  return copied_;
}

Result<InputFile> InputFile::Open(const std::string& path) {
  const Descriptor file(path == "-" ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return Unreadable(path);
  struct stat facts {};
  if (fstat(file.get(), &facts) != 0) return Unreadable(path);
  if (!S_ISREG(facts.st_mode) || facts.st_size == 0 || path == "-") return Read(file.get(), path);
  InputFile input;
  input.size_ = static_cast<std::size_t>(facts.st_size);
  void* const mapped = mmap(nullptr, input.size_, PROT_READ, MAP_PRIVATE, file.get(), 0);
  if (mapped == MAP_FAILED) return Read(file.get(), path);
  input.mapped_ = mapped;
  madvise(mapped, input.size_, MADV_SEQUENTIAL);
  return input;
}

Result<InputFile> InputFile::Read(int file, const std::string& path) {
  InputFile input;
  std::string part(std::size_t{1} << 20, '\0');
  while (true) {
    const ssize_t count = read(file, part.data(), part.size());
    if (count < 0) return Unreadable(path);
    if (count == 0) return input;
    input.copied_.append(part, 0, static_cast<std::size_t>(count));
  }
}

}  // namespace hetang::app
