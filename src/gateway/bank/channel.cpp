#include "gateway/bank/channel.h"

#include <mutex>

#include "gateway/bank/http_post.h"

namespace hetang::bank {
namespace {

// What cannot be written for this bank now cannot be written later either.
Result<std::string> Written(const Envelope& envelope, const Profile& profile) {
  auto bytes = Write(envelope, profile);
  if (!bytes) bytes.error().rule = kUnwritable.code;
  return bytes;
}

Status JudgeReceipt(const PostReply& reply, std::string_view serial) {
  if (reply.status < 200 || reply.status > 299) {
    return Fail(ErrorCode::unavailable,
                "The bank's server answered " + std::to_string(reply.status) + ".");
  }
  const auto receipt = ReadReceipt(reply.body);
  // A bank that could not read a message may not know its serial either.
  const bool is_unread =
      receipt.has_value() && receipt->serial.empty() && receipt->result.starts_with("05");
  if (!receipt.has_value() || (receipt->serial != serial && !is_unread)) {
    return Fail(ErrorCode::unavailable, "The bank's reply is no receipt of this message.");
  }
  if (receipt->result != "0000") {
    return Fail(ErrorCode::conflict, "The bank did not take the message.",
                "receipt_" + receipt->result);
  }
  return {};
}

class HttpChannel final : public Channel {
 public:
  explicit HttpChannel(HttpChannelOptions options) : options_(std::move(options)) {}

  Status Send(const Envelope& envelope) override {
    HT_TRY(const std::string bytes, Written(envelope, options_.profile));
    PostRequest request;
    request.url = options_.url;
    request.headers = {"Content-Type: application/xml",
                       std::string(kSignatureHeader) + ": " + Sign(options_.key, bytes)};
    request.body = bytes;
    request.connect_timeout_ms = options_.connect_timeout_ms;
    request.timeout_ms = options_.timeout_ms;
    const std::lock_guard lock(mutex_);
    const auto reply = poster_.Post(request);
    if (!reply.has_value()) return Fail(ErrorCode::unavailable, reply.error().message);
    return JudgeReceipt(*reply, envelope.serial);
  }

 private:
  const HttpChannelOptions options_;
  std::mutex mutex_;
  Poster poster_;
};

class FolderChannel final : public Channel {
 public:
  FolderChannel(DropFolder folder, Profile profile)
      : folder_(std::move(folder)), profile_(std::move(profile)) {}

  Status Send(const Envelope& envelope) override {
    HT_TRY(const std::string bytes, Written(envelope, profile_));
    // The same message again has the same name: a file that was not picked up yet is replaced.
    return folder_.Put(std::string(TxCodeOf(envelope.body)) + "_" + envelope.serial + ".xml",
                       bytes);
  }

 private:
  const DropFolder folder_;
  const Profile profile_;
};

}  // namespace

std::unique_ptr<Channel> MakeHttpChannel(HttpChannelOptions options) {
  return std::make_unique<HttpChannel>(std::move(options));
}

std::unique_ptr<Channel> MakeFolderChannel(DropFolder folder, Profile profile) {
  return std::make_unique<FolderChannel>(std::move(folder), std::move(profile));
}

Result<std::unique_ptr<Channel>> MakeChannel(const BankEntry& bank, const Keys& keys) {
  const Profile* profile = FindProfile(bank.profile);
  if (profile == nullptr) {
    return Fail(ErrorCode::invalid, "Bank " + bank.code + " names an unknown profile.");
  }
  if (bank.address.empty()) {
    return Fail(ErrorCode::invalid, "Bank " + bank.code + " has no address.");
  }
  if (bank.transport == Transport::folder) {
    HT_TRY(DropFolder folder, DropFolder::Open(bank.address, DropFolder::Side::centre));
    return MakeFolderChannel(std::move(folder), *profile);
  }
  const std::string* key = keys.For(bank.code);
  if (key == nullptr) return Fail(ErrorCode::invalid, "Bank " + bank.code + " has no key.");
  HttpChannelOptions options;
  options.url = bank.address;
  options.key = *key;
  options.profile = *profile;
  return MakeHttpChannel(std::move(options));
}

}  // namespace hetang::bank
