#include "desk/funds/delivery.h"

#include "desk/funds/bank_edit.h"
#include "desk/funds/order_states.h"
#include "desk/funds/orders.h"

namespace hetang::funds {
namespace {

// What is needed to reach a bank, read together.
struct Reach {
  Bank bank;
  std::string key;  // Empty for a drop folder.
};

Result<Reach> ReachOf(database::Transaction& tx, std::string_view code) {
  Reach reach;
  HT_TRY(reach.bank, BankOf(tx, code));
  if (reach.bank.transport == Transport::http) {
    HT_TRY(reach.key, BankKeyOf(tx, code));
  }
  return reach;
}

Result<std::unique_ptr<bank::Channel>> ChannelTo(const Reach& reach, const bank::Profile& profile) {
  if (reach.bank.transport == Transport::folder) {
    HT_TRY(auto folder,
           bank::DropFolder::Open(reach.bank.address.str(), bank::DropFolder::Side::centre));
    return bank::MakeFolderChannel(std::move(folder), profile);
  }
  bank::HttpChannelOptions options;
  options.url = reach.bank.address.str();
  options.key = reach.key;
  options.profile = profile;
  return bank::MakeHttpChannel(std::move(options));
}

// `receipt_0302` names the code with which a bank would not even take the message. One that cannot
// be written in the bank's profile never left; trying again would only hold up those behind it.
std::string CodeOfRefusal(const Error& error) {
  constexpr std::string_view kHead = "receipt_";
  if (error.rule == bank::kUnwritable.code) return error.rule;
  return error.rule.starts_with(kHead) ? error.rule.substr(kHead.size()) : "";
}

}  // namespace

struct BankPost::Line {
  std::int64_t bank_version = -1;
  std::unique_ptr<bank::Channel> channel;
};

BankPost::BankPost(database::Database& database, const Clock& clock)
    : database_(database), clock_(clock) {}
BankPost::~BankPost() = default;

Result<BankPost::Line*> BankPost::LineTo(const std::string& code) {
  HT_TRY(const Reach reach,
         database_.Read([&](database::Transaction& tx) { return ReachOf(tx, code); }));
  const std::lock_guard lock(mutex_);
  std::unique_ptr<Line>& line = lines_[code];
  if (line != nullptr && line->bank_version == reach.bank.version) return line.get();
  auto fresh = std::make_unique<Line>();
  fresh->bank_version = reach.bank.version;
  HT_TRY(const bank::Profile profile, ProfileOf(reach.bank));
  HT_TRY(fresh->channel, ChannelTo(reach, profile));
  line = std::move(fresh);
  return line.get();
}

Status BankPost::Deliver(const outbox::Message& message) {
  HT_TRY(Line * line, LineTo(message.destination));
  HT_TRY(const bank::Envelope envelope,
         bank::Read(message.payload.Reveal(), bank::KeepingProfile()));
  const Status sent = line->channel->Send(envelope);
  const std::string refusal = sent ? "" : CodeOfRefusal(sent.error());
  if (!sent && refusal.empty()) return sent;
  return database_.Write([&](database::Transaction& tx) -> Status {
    if (!refusal.empty()) return MarkRefused(tx, message.key, refusal, clock_.Now());
    return MarkSent(tx, message.key, clock_.Now());
  });
}

Result<int> CollectFromFolders(database::Database& database, Moment now) {
  HT_TRY(const auto banks, database.Read([](database::Transaction& tx) { return BanksOf(tx); }));
  int taken = 0;
  for (const Bank& bank : banks) {
    if (!bank.active || bank.transport != Transport::folder) continue;
    HT_TRY(const auto folder,
           bank::DropFolder::Open(bank.address.str(), bank::DropFolder::Side::centre));
    HT_TRY(const std::size_t count, folder.Collect([&](std::string_view bytes) -> Status {
      HT_TRY_STATUS(database.Write(
          [&](database::Transaction& tx) { return TakeAnswer(tx, bank.code.str(), bytes, now); }));
      return {};
    }));
    taken += static_cast<int>(count);
  }
  return taken;
}

void AddInboundRoute(http::Router& router, database::Database& database, const Clock& clock) {
  http::Route route{"POST", "/api/v1/gateway/bank/{code}/answers", "public",
                    "Where a bank posts its signed answer."};
  router.Raw(route, [&database, &clock](const http::Call& call) -> Result<http::Response> {
    const std::string& code = call.path.find("code")->second;
    const auto signature = call.headers.find("x-hetang-signature");
    const auto key = database.Read([&](database::Transaction& tx) { return BankKeyOf(tx, code); });
    if (!key || signature == call.headers.end()) {
      return Fail(ErrorCode::unauthenticated, "The message is not signed by this bank.");
    }
    HT_TRY_STATUS(bank::CheckSignature(*key, call.body, signature->second));
    HT_TRY_STATUS(database.Write(
        [&](database::Transaction& tx) { return TakeAnswer(tx, code, call.body, clock.Now()); }));
    return http::Response{204, "", "", "", {}};
  });
}

}  // namespace hetang::funds
