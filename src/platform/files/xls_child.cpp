#include "platform/files/xls_child.h"

#include <fcntl.h>
#include <freexl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>

#include "platform/files/number_format.h"

namespace hetang::files {
namespace {

constexpr std::size_t kMostText = 1 << 20;  // A cell holds 32,767 letters.
constexpr std::size_t kHead = 9;            // Kind, number, length.
constexpr unsigned kMostSeconds = 120;
constexpr std::uint64_t kMostMemory = 2ULL << 30;  // Beyond what the parent has.

using Kind = XlsWord::Kind;

// Says words to the parent; a parent that is gone ends the child.
class Speaker {
 public:
  explicit Speaker(int pipe) : pipe_(pipe) {}
  void Say(Kind kind, std::uint32_t number, std::string_view text = {}) {
    text = text.substr(0, kMostText);
    const auto length = static_cast<std::uint32_t>(text.size());
    char head[kHead];
    head[0] = static_cast<char>(kind);
    std::memcpy(head + 1, &number, 4);
    std::memcpy(head + 5, &length, 4);
    said_.append(head, kHead).append(text);
    if (said_.size() >= 64 << 10) Flush();
  }
  void Flush() {
    if (!WriteAll(pipe_, said_).has_value()) _exit(1);
    said_.clear();
  }

 private:
  int pipe_;
  std::string said_;
};

void Limit(int what, rlim_t most) {
  const struct rlimit limit { most, most };
  setrlimit(static_cast<__rlimit_resource>(what), &limit);
}

// Leaves the child what reading a file takes, and nothing of the parent's connections.
void Confine(int pipe) {
  for (const int number : {SIGALRM, SIGPIPE, SIGSEGV, SIGBUS, SIGABRT, SIGTERM}) {
    signal(number, SIG_DFL);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  if (pipe > 3) close_range(3, static_cast<unsigned>(pipe) - 1, 0);
  close_range(static_cast<unsigned>(pipe) + 1, ~0U, 0);
  alarm(kMostSeconds);
  Limit(RLIMIT_CORE, 0);
  Limit(RLIMIT_FSIZE, 0);
  Limit(RLIMIT_NOFILE, static_cast<rlim_t>(pipe) + 16);
  unsigned long pages = 0;
  std::FILE* const facts = std::fopen("/proc/self/statm", "re");
  if (facts != nullptr && std::fscanf(facts, "%lu", &pages) == 1) {
    Limit(RLIMIT_AS, pages * static_cast<rlim_t>(sysconf(_SC_PAGESIZE)) + kMostMemory);
  }
  if (facts != nullptr) std::fclose(facts);
}

std::string TextOf(const FreeXL_CellValue& value) {
  switch (value.type) {
    case FREEXL_CELL_INT:
      return FormatNumber(value.value.int_value);
    case FREEXL_CELL_DOUBLE:
      return FormatNumber(value.value.double_value);
    case FREEXL_CELL_TEXT:
    case FREEXL_CELL_SST_TEXT:
    case FREEXL_CELL_DATE:
    case FREEXL_CELL_DATETIME:
    case FREEXL_CELL_TIME:
      return value.value.text_value == nullptr ? "" : value.value.text_value;
    default:
      return {};
  }
}

void SaySheet(const void* book, Speaker& speaker) {
  unsigned int rows = 0;
  unsigned short columns = 0;
  if (freexl_worksheet_dimensions(book, &rows, &columns) != FREEXL_OK) return;
  for (unsigned int row = 0; row < rows; ++row) {
    speaker.Say(Kind::row, row + 1);
    for (unsigned short column = 0; column < columns; ++column) {
      FreeXL_CellValue value{};
      if (freexl_get_cell_value(book, row, column, &value) != FREEXL_OK) continue;
      const std::string text = TextOf(value);
      // Empty ones too, so that every row has the columns of its sheet.
      speaker.Say(Kind::cell, column, text);
    }
  }
}

void SayBook(const char* path, Speaker& speaker) {
  const void* book = nullptr;
  const int opened = freexl_open(path, &book);
  if (opened != FREEXL_OK) {
    return speaker.Say(Kind::error, static_cast<std::uint32_t>(std::abs(opened)));
  }
  unsigned int password = 0;
  freexl_get_info(book, FREEXL_BIFF_PASSWORD, &password);
  if (password == FREEXL_BIFF_OBFUSCATED) return speaker.Say(Kind::error, XlsWord::kEncrypted);
  unsigned int count = 0;
  freexl_get_info(book, FREEXL_BIFF_SHEET_COUNT, &count);
  for (unsigned int i = 0; i < count; ++i) {
    const auto index = static_cast<unsigned short>(i);
    const char* name = nullptr;
    if (freexl_get_worksheet_name(book, index, &name) != FREEXL_OK) continue;
    if (freexl_select_active_worksheet(book, index) != FREEXL_OK) continue;
    speaker.Say(Kind::sheet, i, name == nullptr ? "" : name);
    SaySheet(book, speaker);
  }
  speaker.Say(Kind::end, 0);
}

}  // namespace

Result<XlsChild> XlsChild::Start(const std::filesystem::path& path) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return FileFailed(errno);
  Descriptor hear(ends[0]);
  Descriptor say(ends[1]);
  const pid_t pid = fork();
  if (pid < 0) return FileFailed(errno);
  if (pid == 0) {
    Confine(say.get());
    Speaker speaker(say.get());
    SayBook(path.c_str(), speaker);
    speaker.Flush();
    _exit(0);
  }
  return XlsChild(pid, std::move(hear));
}

XlsChild::XlsChild(XlsChild&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      pipe_(std::move(other.pipe_)),
      heard_(std::move(other.heard_)),
      at_(other.at_) {}

XlsChild::~XlsChild() {
  if (pid_ < 0) return;
  kill(pid_, SIGKILL);
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

bool XlsChild::Fill(std::size_t least) {
  if (heard_.size() - at_ >= least) return true;
  heard_.erase(0, at_);
  at_ = 0;
  while (heard_.size() < least) {
    const std::size_t before = heard_.size();
    heard_.resize(before + (64 << 10));
    const ssize_t count = read(pipe_.get(), heard_.data() + before, 64 << 10);
    heard_.resize(before + static_cast<std::size_t>(count > 0 ? count : 0));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
  }
  return true;
}

std::optional<XlsWord> XlsChild::Next() {
  if (!Fill(kHead)) return std::nullopt;
  XlsWord word;
  std::uint32_t length = 0;
  word.kind = static_cast<Kind>(heard_[at_]);
  std::memcpy(&word.number, heard_.data() + at_ + 1, 4);
  std::memcpy(&length, heard_.data() + at_ + 5, 4);
  if (length > kMostText || !Fill(kHead + length)) return std::nullopt;
  word.text.assign(heard_, at_ + kHead, length);
  at_ += kHead + length;
  return word;
}

}  // namespace hetang::files
