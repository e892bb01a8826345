// What no honest client sends.
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/http/last_words.h"
#include "platform/http/test_server.h"

namespace hetang::http {
namespace {

using testing::HasSubstr;

Router EchoRouter() {
  Router router;
  router.Raw({"POST", "/echo", "public", ""}, [](const Call& call) -> Result<Response> {
    Response response;
    response.body = std::to_string(call.body.size());
    return response;
  });
  return router;
}

std::unique_ptr<Server> StartWith(const ServerOptions& options) {
  return std::move(*Server::Start(options, EchoRouter(), {}));
}

TEST(Limits, ABodyOfTwoHundredMegabytesIsRefusedBeforeItIsSent) {
  const auto server = StartWith({});
  TestClient client(server->port());
  client.Send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 209715200\r\n\r\n");
  EXPECT_EQ(ProblemIn(client.ReadReply()), "too_large/body_limit/");
}

TEST(Limits, AClientThatSendsTheBodyAnywayReadsWhyItWasRefused) {
  ServerOptions options;
  options.body_limit = 1000;
  const auto server = StartWith(options);
  TestClient client(server->port());
  client.Send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
  client.Send(std::string(1'000'000, 'x'));
  EXPECT_EQ(client.ReadReply().status, 413);
}

TEST(Limits, AChunkedBodyIsRefusedWhenItGrowsTooLarge) {
  ServerOptions options;
  options.body_limit = 1000;
  const auto server = StartWith(options);
  TestClient client(server->port());
  client.Send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "1F4\r\n" + std::string(500, 'x') + "\r\n";
  client.Send(chunk + chunk + chunk);
  EXPECT_EQ(client.ReadReply().status, 413);
}

TEST(Limits, ABodyOfTheLimitIsTaken) {
  ServerOptions options;
  options.body_limit = 1000;
  const auto server = StartWith(options);
  TestClient client(server->port());
  EXPECT_EQ(client.Ask("POST", "/echo", {}, std::string(1000, 'x')).body, "1000");
  EXPECT_EQ(client.Ask("POST", "/echo", {}, std::string(1001, 'x')).status, 413);
}

TEST(Limits, LongHeadersAreRefused) {
  const auto server = StartWith({});
  const auto ask = [&](const Headers& headers) {
    return TestClient(server->port()).Ask("POST", "/echo", headers);
  };
  EXPECT_EQ(ask({{"x-long", std::string(8000, 'x')}}).status, 200);
  EXPECT_EQ(ProblemIn(ask({{"x-long", std::string(20'000, 'x')}})), "too_large/header_limit/");
  EXPECT_EQ(ask({{std::string(300, 'x'), "1"}}).status, 431);
  Headers many;
  for (int i = 0; i < 200; ++i) many["x-" + std::to_string(i)] = "1";
  EXPECT_EQ(ask(many).status, 431);
  Headers wide;
  for (int i = 0; i < 50; ++i) wide["x-" + std::to_string(i)] = std::string(3000, 'x');
  EXPECT_EQ(ask(wide).status, 431);
}

TEST(Limits, ALongTargetIsRefused) {
  const auto server = StartWith({});
  EXPECT_EQ(TestClient(server->port()).Ask("GET", "/" + std::string(20'000, 'x')).status, 414);
}

TEST(Limits, WhatIsNoHttpIsRefused) {
  const auto server = StartWith({});
  for (const char* bytes :
       {"\x16\x03\x01\x02\x05", "GET\r\n\r\n", "NONSENSE / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nbroken header\r\n\r\n",
        "POST /echo HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST /echo HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        "POST /echo HTTP/1.1\r\nContent-Length: -1\r\n\r\n"}) {
    TestClient client(server->port());
    client.Send(bytes);
    EXPECT_EQ(ProblemIn(client.ReadReply()), "invalid/malformed_request/") << bytes;
    EXPECT_TRUE(client.IsClosed());
  }
}

TEST(Limits, ABrokenEscapeIsABadRequest) {
  const auto server = StartWith({});
  TestClient client(server->port());
  EXPECT_EQ(client.Ask("GET", "/echo?a=%zz").status, 400);
  EXPECT_EQ(client.Ask("GET", "/echo%").status, 404);
}

TEST(Limits, ARequestThatTricklesInIsCut) {
  ServerOptions options;
  options.request_timeout_ms = 200;
  const auto server = StartWith(options);
  TestClient client(server->port());
  // One byte of a header now and then keeps an idle timer alive, but not the timer of a request.
  client.Send("POST /echo HTTP/1.1\r\nHost: a\r\n");
  std::atomic<bool> closed = false;
  std::thread trickle([&] {
    while (!closed && client.Send("x: y\r\n")) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  });
  EXPECT_TRUE(client.IsClosed());
  closed = true;
  trickle.join();
}

TEST(Limits, OneAddressThatAsksTooOftenIsToldToWait) {
  ServerOptions options;
  options.requests_per_second_per_address = 5;
  const auto server = StartWith(options);
  TestClient client(server->port());
  Reply reply;
  int good = 0;
  while ((reply = client.Ask("POST", "/echo")).status == 200 && good < 1000) ++good;
  EXPECT_GE(good, 5);
  EXPECT_EQ(ProblemIn(reply), "rate_limited//");
  EXPECT_EQ(HeaderOf(reply.headers, "retry-after"), "1");
}

TEST(LastWords, AFailureThatIsNotTheClientsHasNone) {
  EXPECT_EQ(AnswerToParserFailure("[connection:1] read socket error: reset; parsed bytes: 3"), "");
  EXPECT_THAT(AnswerToParserFailure("[connection:1] parser error HPE_CB_body: failed"),
              HasSubstr("HTTP/1.1 413 "));
}

}  // namespace
}  // namespace hetang::http
