#include "gateway/message/simulated/sandbox.h"

#include <filesystem>

#include <spdlog/spdlog.h>

#include "base/ids.h"
#include "gateway/bank/file.h"
#include "gateway/bank/simulated/loop.h"
#include "gateway/message/simulated/counter.h"
#include "gateway/message/simulated/postman.h"
#include "gateway/message/transport.h"
#include "platform/http/server.h"

namespace hetang::message::simulated {
namespace {

using bank::simulated::FaultPlan;
using bank::simulated::Loop;

constexpr std::chrono::milliseconds kStepPause{20};

struct NewAnswer {
  PersonalText phone;
  PersonalText text;
};
BOOST_DESCRIBE_STRUCT(NewAnswer, (), (phone, text))

http::Response JsonResponse(std::string body) {
  http::Response response;
  response.body = std::move(body);
  return response;
}

bool IsLoopback(const std::string& address) {
  return address.starts_with("127.") || address == "::1" || address == "localhost";
}

class RunningSandbox final : public Sandbox {
 public:
  RunningSandbox(const SandboxOptions& options, const Clock& clock, const std::string& secret,
                 std::unique_ptr<database::Database> database)
      : options_(options),
        clock_(clock),
        secret_(secret),
        database_(std::move(database)),
        inbox_(*database_, clock, faults_, options_.inbox),
        counter_(inbox_, clock, faults_, secret),
        postman_(*database_, clock, faults_, options_.centre, secret) {}

  Status Begin() {
    HT_TRY_STATUS(faults_.Plan(options_.faults));
    http::Router router;
    AddRoutes(router);
    if (IsLoopback(options_.address)) AddTruth(router);
    http::ServerOptions server_options;
    server_options.address = options_.address;
    server_options.port = options_.port;
    server_options.requests_per_second_per_address = 0;
    http::ServerParts parts;
    parts.clock = &clock_;
    delivery_ = std::make_unique<Loop>([this] { Deliver(); }, kStepPause, clock_);
    HT_TRY(mail_,
           MailServerEnd::Start({options_.address, options_.mail_port, secret_},
                                [this](const Mail& mail) { return counter_.TakeMail(mail); }));
    HT_TRY(server_, http::Server::Start(server_options, router, parts));
    return {};
  }

  ~RunningSandbox() override {
    server_.reset();  // Both end before what their handlers use.
    mail_.reset();
  }

  std::string url() const override {
    return "http://" + options_.address + ":" + std::to_string(server_->port());
  }
  std::string mail_url() const override {
    return "smtp://" + options_.address + ":" + std::to_string(mail_->port());
  }

 private:
  void AddRoutes(http::Router& router) {
    router.Raw({"POST", "/sms/messages", "public", "Takes a short message."},
               [this](const http::Call& call) { return counter_.TakeSms(call); });
    http::Route robot{"POST", "/cgi-bin/webhook/send", "public", "Takes a message for a robot."};
    robot.query_parameters = {"key"};
    router.Raw(robot, [this](const http::Call& call) { return counter_.TakeRobot(call); });
    router.Raw({"POST", "/hooks/{name}", "public", "Takes a webhook."},
               [this](const http::Call& call) { return counter_.TakeWebhook(call); });
  }

  void AddTruth(http::Router& router) {
    http::Route truth{"GET", "/truth/messages", "public", "Shows all that arrived."};
    truth.query_parameters = {"id", "phone", "channel", "since"};
    router.Raw(truth, [this](const http::Call& call) -> Result<http::Response> {
      HT_TRY(std::string body, inbox_.Show(call));
      return JsonResponse(std::move(body));
    });
    router.Raw({"POST", "/truth/answers", "public", "Lets a recipient write back."},
               [this](const http::Call& call) -> Result<http::Response> {
                 HT_TRY(const NewAnswer answer, json::Read<NewAnswer>(call.body));
                 HT_TRY_STATUS(inbox_.AnswerFrom(answer.phone, answer.text));
                 delivery_->Wake();
                 return JsonResponse("{}");
               });
    router.Raw({"POST", "/faults", "public", "Puts a fault plan in the place of the last."},
               [this](const http::Call& call) -> Result<http::Response> {
                 HT_TRY(const FaultPlan plan, json::Read<FaultPlan>(call.body));
                 HT_TRY_STATUS(faults_.Plan(plan));
                 return JsonResponse(json::Write(plan));
               });
  }

  // What fails is tried again at the next step; the books say the same until then.
  void Deliver() {
    const auto taken = postman_.DeliverDue();
    if (!taken) spdlog::warn("The sandbox waits: {}", taken.error().message);
  }

  const SandboxOptions options_;
  const Clock& clock_;
  const std::string secret_;
  Faults faults_;
  std::unique_ptr<database::Database> database_;
  Inbox inbox_;
  Counter counter_;
  Postman postman_;
  std::unique_ptr<Loop> delivery_;
  std::unique_ptr<MailServerEnd> mail_;
  std::unique_ptr<http::Server> server_;
};

}  // namespace

Result<std::unique_ptr<Sandbox>> Sandbox::Start(const SandboxOptions& options, const Clock& clock) {
  std::error_code error;
  std::filesystem::create_directories(options.data, error);
  if (error) return Fail(ErrorCode::unavailable, "The data folder cannot be made.");
  const std::string file =
      options.secret.empty() ? options.data + "/message.secret" : options.secret;
  if (!std::filesystem::exists(file)) {
    HT_TRY_STATUS(bank::CreateFileOnce(file, RandomToken(32) + "\n"));
  }
  HT_TRY(const PersonalText secret, ReadSecretFile(file));
  database::Options database_options;
  database_options.target = options.data + "/messages.db";
  HT_TRY(auto database, database::Database::Open(database_options, Migrations()));
  auto sandbox =
      std::make_unique<RunningSandbox>(options, clock, secret.Reveal(), std::move(database));
  HT_TRY_STATUS(sandbox->Begin());
  return sandbox;
}

}  // namespace hetang::message::simulated
