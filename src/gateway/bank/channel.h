// Taking a message to the other side, and picking up what it left: over HTTP or by drop folders.
//
// A send that succeeds means that the other side has the message, not that it has answered: the
// answer comes later, by POST to the centre or as a file. A message may be sent again; the receiver
// makes it effective once by its ApplicationID.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "gateway/bank/codes.h"
#include "gateway/bank/directory.h"
#include "gateway/bank/profile.h"
#include "gateway/bank/signature.h"

namespace hetang::bank {

class Channel {
 public:
  virtual ~Channel() = default;
  // Errors: any with rule `unwritable` (this bank's profile cannot say it), unavailable and
  // storage_full (again later), conflict with rule `receipt_NNNN` (the other side has it and will
  // not take it).
  virtual Status Send(const Envelope& envelope) = 0;
};

// POST of the signed XML; only a receipt of the profile that says 0000 for this envelope is
// success. A receipt without a serial counts when it says that the message could not be read
// (05xx): the bank has it, and the same bytes will be no better next time. Safe for use by several
// threads, which then take turns.
struct HttpChannelOptions {
  std::string url;
  std::string key;
  Profile profile;
  int connect_timeout_ms = 3'000;
  int timeout_ms = 10'000;
};
std::unique_ptr<Channel> MakeHttpChannel(HttpChannelOptions options);

// The drop folders of one bank: `upload` (centre to bank) and `receive` (bank to centre); what was
// picked up moves to `done`, what could not be handled to `error`. Files are not signed: whoever
// may write to the folder is believed.
class DropFolder {
 public:
  enum class Side { centre, bank };
  // Makes the four folders where they are missing. Error: unavailable.
  static Result<DropFolder> Open(const std::string& path, Side side);

  // Puts a whole message where the other side looks for it. Errors: storage_full, unavailable.
  Status Put(const std::string& name, std::string_view bytes) const;

  // Gives each waiting message to `take`, in order of name, and moves it away. When `take` fails
  // with unavailable or storage_full the message stays and collecting ends with that error. A file
  // that is too large or no plain file goes to `error` unread. Answers how many were taken.
  using Take = std::function<Status(std::string_view bytes)>;
  Result<std::size_t> Collect(const Take& take) const;

 private:
  DropFolder(std::string path, Side side) : path_(std::move(path)), side_(side) {}
  std::string Outgoing() const;
  std::string Incoming() const;

  std::string path_;
  Side side_;
};

std::unique_ptr<Channel> MakeFolderChannel(DropFolder folder, Profile profile);

// The channel of a directory entry. Errors: invalid (unknown profile; no key for an HTTP bank; no
// address), unavailable (its folder).
Result<std::unique_ptr<Channel>> MakeChannel(const BankEntry& bank, const Keys& keys);

}  // namespace hetang::bank
