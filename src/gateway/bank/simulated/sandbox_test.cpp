#include "gateway/bank/simulated/sandbox.h"

#include <set>

#include <curl/curl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "gateway/bank/channel.h"
#include "gateway/bank/http_post.h"
#include "gateway/bank/simulated/truth.h"
#include "gateway/bank/test_messages.h"
#include "gateway/bank/test_peer.h"
#include "platform/database/test_database.h"

namespace hetang::bank::simulated {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::size_t Append(char* data, std::size_t size, std::size_t count, void* user) {
  static_cast<std::string*>(user)->append(data, size * count);
  return size * count;
}

std::string Get(const std::string& url) {
  std::string body;
  CURL* curl = curl_easy_init();
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &Append);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
  curl_easy_perform(curl);
  curl_easy_cleanup(curl);
  return body;
}

// The body of a request as an answer of the bank that the address names.
std::string BodyOf(const std::string& request) {
  return request.substr(request.find("\r\n\r\n") + 4);
}

class SandboxTest : public testing::Test {
 protected:
  void Start(const std::vector<std::string>& faults = {}) {
    sandbox_.reset();
    options_.data = folder_.path() + "/data";
    options_.centre = centre_.url().substr(0, centre_.url().size() - 2);
    options_.ledger.open_unknown = true;
    options_.faults.faults = faults;
    auto started = Sandbox::Start(options_, clock_);
    ASSERT_TRUE(started.has_value()) << started.error().message;
    sandbox_ = std::move(*started);
    keys_ = *Keys::Load(options_.data + "/bank.keys");
  }
  Status Send(const Envelope& envelope, int timeout_ms = 10'000) {
    HttpChannelOptions options;
    options.url = sandbox_->url() + "/banks/" + kTestBank + "/messages";
    options.key = *keys_.For(kTestBank);
    options.profile = *FindProfile("platform");
    options.timeout_ms = timeout_ms;
    return MakeHttpChannel(std::move(options))->Send(envelope);
  }
  // An order for an account of its own, in the name of now.
  Envelope OrderNumber(int number) {
    StopRequest stop = TestStop();
    stop.head.application_id = "100101-" + std::to_string(number);
    stop.target.account_number = AccountNumber("62220200000" + std::to_string(10000 + number));
    stop.start_time = clock_.Now();
    stop.expire_time = stop.start_time + Hours(48);
    stop.tail.application_time = stop.start_time;
    return TestEnvelope(stop);
  }
  LedgerTruth Truth() {
    const auto value = json::Parse(Get(sandbox_->url() + "/truth/ledger"));
    EXPECT_TRUE(value.has_value());
    const auto truth = json::Read<LedgerTruth>(*value);
    EXPECT_TRUE(truth.has_value());
    return truth.value_or(LedgerTruth{});
  }

  database::TemporaryFolder folder_;
  SystemClock clock_;
  TestPeer centre_{[](const std::string&) { return TestPeer::Reply("", 202); }};
  SandboxOptions options_;
  std::unique_ptr<Sandbox> sandbox_;
  Keys keys_;
};

TEST_F(SandboxTest, AnOrderIsReceiptedThenAnsweredAtTheCentre) {
  Start();
  ASSERT_TRUE(Send(OrderNumber(1)).has_value());
  ASSERT_TRUE(centre_.WaitFor(1));
  const auto incoming =
      ReadAnswer(BodyOf(centre_.requests()[0]), *FindProfile("platform"), kTestBank);
  ASSERT_TRUE(incoming.has_value());
  EXPECT_EQ(std::get<StopFeedback>(incoming->answer).application_id.str(), "100101-1");
  EXPECT_THAT(Truth().stops, SizeIs(1));
  EXPECT_THAT(Get(sandbox_->url() + "/truth/accounts/6222020000010001"), HasSubstr("赵某某"));
}

TEST_F(SandboxTest, AnUnsignedOrderIsNotTaken) {
  Start();
  Poster poster;
  PostRequest request;
  request.url = sandbox_->url() + "/banks/" + kTestBank + "/messages";
  const std::string body = *Write(OrderNumber(1), *FindProfile("platform"));
  request.body = body;
  EXPECT_EQ(poster.Post(request)->status, 401);
  request.headers = {"X-Hetang-Signature: " + Sign(*keys_.For("900000000002"), body)};
  EXPECT_EQ(poster.Post(request)->status, 401);
  request.url = sandbox_->url() + "/banks/123456789012/messages";
  EXPECT_EQ(poster.Post(request)->status, 404);
  EXPECT_THAT(Truth().orders, IsEmpty());
}

TEST_F(SandboxTest, WhatWasAcknowledgedIsAnsweredAfterARestart) {
  options_.ledger.least_delay = options_.ledger.most_delay = Hours(1);
  Start();
  ASSERT_TRUE(Send(OrderNumber(1)).has_value());
  sandbox_.reset();
  EXPECT_THAT(centre_.requests(), IsEmpty());
  database::Options books;
  books.target = options_.data + "/bank.db";
  {
    // An hour passes.
    const auto database = *database::Database::Open(books, Migrations());
    ASSERT_TRUE(database
                    ->Write([](database::Transaction& tx) {
                      return tx.Execute("UPDATE sandbox_order SET due_at = due_at - 3600000");
                    })
                    .has_value());
  }
  Start();
  EXPECT_TRUE(centre_.WaitFor(1));
}

TEST_F(SandboxTest, AFaultPlanIsReplacedWhileItRuns) {
  Start();
  Poster poster;
  PostRequest request;
  request.url = sandbox_->url() + "/faults";
  request.body = R"({"faults":["refuse=1"],"late_ms":0,"seed":1})";
  EXPECT_EQ(poster.Post(request)->status, 200);
  EXPECT_EQ(Send(OrderNumber(1)).error().code, ErrorCode::unavailable);
  request.body = R"({"faults":["cut=1"],"late_ms":0,"seed":1})";
  EXPECT_EQ(poster.Post(request)->status, 200);
  EXPECT_EQ(Send(OrderNumber(1)).error().code, ErrorCode::unavailable);
  request.body = R"({"faults":["nonsense"],"late_ms":0,"seed":1})";
  EXPECT_EQ(poster.Post(request)->status, 422);
}

TEST_F(SandboxTest, TheTruthIsNotShownToTheNetwork) {
  options_.address = "0.0.0.0";
  Start();
  const std::string base = "http://127.0.0.1:" + std::to_string(sandbox_->port());
  EXPECT_EQ(Get(base + "/truth/ledger").find("opening_fen"), std::string::npos);
}

TEST_F(SandboxTest, AnOrderInADropFolderIsAnsweredThere) {
  options_.folders = folder_.path() + "/folders";
  Start();
  const auto folder =
      *DropFolder::Open(options_.folders + "/" + kTestBank, DropFolder::Side::centre);
  const auto channel = MakeFolderChannel(folder, *FindProfile("platform"));
  ASSERT_TRUE(channel->Send(OrderNumber(1)).has_value());
  std::vector<std::string> answers;
  const Moment limit = clock_.Now() + Seconds(20);
  while (answers.empty() && clock_.Now() < limit) {
    ASSERT_TRUE(folder
                    .Collect([&](std::string_view bytes) -> Status {
                      answers.emplace_back(bytes);
                      return {};
                    })
                    .has_value());
  }
  ASSERT_THAT(answers, SizeIs(1));
  EXPECT_TRUE(ReadAnswer(answers[0], *FindProfile("platform"), kTestBank).has_value());
}

// The sender repeats until it has a good answer, as a centre does; the bank errs in every way.
TEST_F(SandboxTest, EveryOrderIsEffectiveOnceThroughAllFaults) {
  constexpr int kOrders = 60;
  options_.faults.late_ms = 50;
  Start({"late=0.1", "refuse=0.1", "cut=0.1", "twice=0.1", "never=0.1", "wrong_code=0.1",
         "garbage=0.1", "other_banks_order=0.1", "contradict=0.1"});
  std::vector<Envelope> orders;  // Made once: an order that comes again is the same order.
  for (int i = 0; i < kOrders; ++i) orders.push_back(OrderNumber(i));
  std::set<std::string> answered;
  std::size_t looked = 0;
  const Moment limit = clock_.Now() + Seconds(60);
  while (answered.size() < kOrders && clock_.Now() < limit) {
    for (const Envelope& order : orders) {
      if (!answered.contains(ApplicationIdOf(order.body))) (void)Send(order);
    }
    centre_.WaitFor(looked + 1, 200);
    const auto requests = centre_.requests();
    for (; looked < requests.size(); ++looked) {
      const auto incoming =
          ReadAnswer(BodyOf(requests[looked]), *FindProfile("platform"), kTestBank);
      if (!incoming.has_value()) continue;
      std::visit([&](const auto& a) { answered.insert(a.application_id.str()); }, incoming->answer);
    }
  }
  EXPECT_EQ(answered.size(), static_cast<std::size_t>(kOrders));
  const LedgerTruth truth = Truth();
  EXPECT_THAT(truth.orders, SizeIs(kOrders));
  std::set<std::string> effective;
  for (const StopTruth& stop : truth.stops) {
    EXPECT_TRUE(effective.insert(stop.application_id).second) << stop.application_id;
  }
  EXPECT_EQ(effective.size(), static_cast<std::size_t>(kOrders));
}

}  // namespace
}  // namespace hetang::bank::simulated
