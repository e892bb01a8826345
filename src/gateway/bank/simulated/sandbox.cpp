#include "gateway/bank/simulated/sandbox.h"

#include <filesystem>

#include <spdlog/spdlog.h>

#include "gateway/bank/channel.h"
#include "gateway/bank/simulated/loop.h"
#include "gateway/bank/simulated/postman.h"
#include "gateway/bank/simulated/truth.h"
#include "platform/http/server.h"

namespace hetang::bank::simulated {
namespace {

constexpr std::chrono::milliseconds kStepPause{20};
constexpr std::chrono::milliseconds kFolderPause{200};
constexpr std::size_t kTruthBytes = 64u << 20;

http::Response JsonResponse(std::string body) {
  http::Response response;
  response.body = std::move(body);
  return response;
}

std::string_view HeaderOf(const http::Call& call, std::string_view name) {
  const auto found = call.headers.find(name);
  return found == call.headers.end() ? std::string_view() : std::string_view(found->second);
}

bool IsLoopback(const std::string& address) {
  return address.starts_with("127.") || address == "::1" || address == "localhost";
}

class RunningSandbox final : public Sandbox {
 public:
  RunningSandbox(const SandboxOptions& options, const Clock& clock, Keys keys,
                 std::unique_ptr<database::Database> database)
      : options_(options),
        clock_(clock),
        banks_(DemoBanks("")),
        keys_(std::move(keys)),
        database_(std::move(database)),
        ledger_(*database_, clock, banks_, faults_, options_.ledger),
        postman_(*database_, clock, banks_, keys_, faults_, {options_.centre, options_.folders}) {}

  Status Begin() {
    HT_TRY_STATUS(faults_.Plan(options_.faults));
    http::Router router;
    AddRoutes(router);
    http::ServerOptions server_options;
    server_options.address = options_.address;
    server_options.port = options_.port;
    server_options.body_limit = kTruthBytes;
    server_options.requests_per_second_per_address = 0;
    http::ServerParts parts;
    parts.clock = &clock_;
    delivery_ = std::make_unique<Loop>([this] { Log(postman_.DeliverDue()); }, kStepPause, clock_);
    work_ = std::make_unique<Loop>([this] { Work(); }, kStepPause, clock_);
    if (!options_.folders.empty()) {
      for (const BankEntry& bank : banks_.entries()) {
        HT_TRY_STATUS(DropFolder::Open(FolderOf(bank), DropFolder::Side::bank));
      }
      folders_ = std::make_unique<Loop>([this] { CollectFolders(); }, kFolderPause, clock_);
    }
    HT_TRY(server_, http::Server::Start(server_options, router, parts));
    return {};
  }

  ~RunningSandbox() override {
    server_.reset();  // Ends before what its handlers use.
  }

  std::uint16_t port() const override { return server_->port(); }
  std::string url() const override {
    return "http://" + options_.address + ":" + std::to_string(port());
  }
  Result<std::int64_t> Load(std::string_view lines) override { return ledger_.Load(lines); }

 private:
  void AddRoutes(http::Router& router) {
    router.Raw({"POST", "/banks/{code}/messages", "public", "Takes an order for a bank."},
               [this](const http::Call& call) { return Take(call); });
    if (!IsLoopback(options_.address)) return;
    router.Raw({"GET", "/truth/accounts/{number}", "public", "Shows an account."},
               [this](const http::Call& call) { return ShowOne(call); });
    router.Raw({"GET", "/truth/ledger", "public", "Shows all that took effect."},
               [this](const http::Call&) { return ShowAll(); });
    router.Raw({"POST", "/truth/load", "public", "Adds accounts and movements."},
               [this](const http::Call& call) -> Result<http::Response> {
                 HT_TRY(const std::int64_t added, ledger_.Load(call.body));
                 return JsonResponse("{\"added\":" + std::to_string(added) + "}");
               });
    router.Raw({"POST", "/faults", "public", "Puts a fault plan in the place of the last."},
               [this](const http::Call& call) -> Result<http::Response> {
                 HT_TRY(const FaultPlan plan, json::Read<FaultPlan>(call.body));
                 HT_TRY_STATUS(faults_.Plan(plan));
                 return JsonResponse(json::Write(plan));
               });
  }

  Result<http::Response> Take(const http::Call& call) {
    const BankEntry* bank = banks_.ByCode(call.path.find("code")->second);
    if (bank == nullptr) return Fail(ErrorCode::not_found, "There is no such bank.");
    const std::string* key = keys_.For(bank->code);
    if (key == nullptr) return Fail(ErrorCode::unauthenticated, "This bank has no key.");
    HT_TRY_STATUS(CheckSignature(*key, call.body, HeaderOf(call, "x-hetang-signature")));
    const std::string what = call.body + "#" + FormatIso(clock_.Now());
    if (faults_.Strikes(Fault::refuse, what)) {
      return Fail(ErrorCode::unavailable, "The bank refuses on purpose.");
    }
    HT_TRY(const Receipt receipt, ledger_.Receive(*bank, call.body, false));
    work_->Wake();
    http::Response response;
    response.content_type = "application/xml";
    response.body = WriteReceipt(receipt, *FindProfile(bank->profile));
    if (faults_.Strikes(Fault::cut, what)) response.body.resize(response.body.size() / 2);
    return response;
  }

  Result<http::Response> ShowOne(const http::Call& call) {
    const AccountNumber number(call.path.find("number")->second);
    HT_TRY(const AccountTruth truth,
           database_->Read([&](database::Transaction& tx) { return ShowAccount(tx, number); }));
    return JsonResponse(json::Write(truth, Reveal::in_full));
  }

  Result<http::Response> ShowAll() {
    HT_TRY(const LedgerTruth truth,
           database_->Read([](database::Transaction& tx) { return ShowLedger(tx); }));
    return JsonResponse(json::Write(truth, Reveal::in_full));
  }

  void Work() {
    const auto done = ledger_.RunDue();
    Log(done);
    if (done.has_value() && *done > 0) delivery_->Wake();
  }

  std::string FolderOf(const BankEntry& bank) const { return options_.folders + "/" + bank.code; }

  void CollectFolders() {
    for (const BankEntry& bank : banks_.entries()) {
      const auto folder = DropFolder::Open(FolderOf(bank), DropFolder::Side::bank);
      if (!folder.has_value()) continue;
      Log(folder->Collect([&](std::string_view bytes) -> Status {
        HT_TRY(const Receipt receipt, ledger_.Receive(bank, bytes, true));
        if (receipt.result == "0000") return {};
        return Fail(ErrorCode::invalid, "An order in a drop folder was not taken.");
      }));
    }
  }

  // What fails is tried again at the next step; the books say the same until then.
  template <typename T>
  static void Log(const Result<T>& result) {
    if (!result.has_value()) spdlog::warn("The sandbox waits: {}", result.error().message);
  }

  const SandboxOptions options_;
  const Clock& clock_;
  const Directory banks_;
  const Keys keys_;
  Faults faults_;
  std::unique_ptr<database::Database> database_;
  Ledger ledger_;
  Postman postman_;
  std::unique_ptr<http::Server> server_;
  std::unique_ptr<Loop> delivery_;
  std::unique_ptr<Loop> work_;  // Wakes delivery_, so it ends first.
  std::unique_ptr<Loop> folders_;
};

}  // namespace

Result<std::unique_ptr<Sandbox>> Sandbox::Start(const SandboxOptions& options, const Clock& clock) {
  std::error_code error;
  std::filesystem::create_directories(options.data, error);
  if (error) return Fail(ErrorCode::unavailable, "The data folder cannot be made.");
  std::vector<std::string> codes;
  for (const BankEntry& bank : DemoBanks("")) codes.push_back(bank.code);
  HT_TRY(Keys keys, Keys::LoadOrCreate(
                        options.keys.empty() ? options.data + "/bank.keys" : options.keys, codes));
  database::Options database_options;
  database_options.target = options.data + "/bank.db";
  HT_TRY(auto database, database::Database::Open(database_options, Migrations()));
  auto sandbox =
      std::make_unique<RunningSandbox>(options, clock, std::move(keys), std::move(database));
  HT_TRY_STATUS(sandbox->Begin());
  return sandbox;
}

}  // namespace hetang::bank::simulated
