#include "platform/http/idempotency.h"

#include <thread>

#include <gtest/gtest.h>

#include "platform/http/test_server.h"

namespace hetang::http {
namespace {

constexpr std::string_view kNote = R"({"text":"stop","phone":"13812345678","unit_id":1})";

class IdempotencyTest : public testing::TestWithParam<database::Engine> {
 protected:
  Reply Write(const Headers& session, std::string key, std::string_view body = kNote) {
    return TestClient(server_.port())
        .Ask("POST", "/api/v1/notes", With(session, "idempotency-key", std::move(key)), body);
  }
  std::int64_t CountOf(const std::string& table) {
    return server_.database()
        .Read([&](database::Transaction& tx) {
          return tx.Query<std::int64_t>("SELECT COUNT(*) FROM " + table);
        })
        .value()
        .front();
  }

  TestServer server_{{}, {}, GetParam()};
  Headers session_ = server_.SessionOf(kDuty);
};

TEST_P(IdempotencyTest, TheSameKeyAndBodyGetTheFirstAnswerAgain) {
  const Reply first = Write(session_, "k1");
  const Reply again = Write(session_, "k1");
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(HeaderOf(first.headers, "idempotency-replayed"), "");
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(HeaderOf(again.headers, "etag"), HeaderOf(first.headers, "etag"));
  EXPECT_EQ(HeaderOf(again.headers, "idempotency-replayed"), "true");
  EXPECT_EQ(CountOf("notes_note"), 1);
}

TEST_P(IdempotencyTest, TheSameKeyWithAnotherBodyIsRefused) {
  Write(session_, "k1");
  const Reply reply = Write(session_, "k1", R"({"text":"other","phone":"1","unit_id":1})");
  EXPECT_EQ(ProblemIn(reply), "conflict/idempotency_key_reused/");
  EXPECT_EQ(CountOf("notes_note"), 1);
}

TEST_P(IdempotencyTest, TheSameKeyOnAnotherRecordIsRefused) {
  Write(session_, "k1");
  const Reply reply =
      TestClient(server_.port())
          .Ask("PUT", "/api/v1/notes/1/shout", With(session_, "idempotency-key", "k1"));
  EXPECT_EQ(ProblemIn(reply), "conflict/idempotency_key_reused/");
}

TEST_P(IdempotencyTest, TwoOfficersMayUseTheSameKey) {
  EXPECT_EQ(Write(session_, "k1").status, 200);
  EXPECT_EQ(ProblemIn(Write(server_.SessionOf(kReader), "k1")), "forbidden/notes:write/");
  EXPECT_EQ(Write(server_.SessionOf(kDuty), "k1").headers["idempotency-replayed"], "true");
}

TEST_P(IdempotencyTest, ARefusedCommandMayBeTriedAgainWithItsKey) {
  const std::string_view refused = R"({"text":"refused","phone":"1","unit_id":1})";
  EXPECT_EQ(ProblemIn(Write(session_, "k1", refused)), "conflict/no_such_notes/");
  EXPECT_EQ(CountOf("http_idempotency"), 0);
  EXPECT_EQ(Write(session_, "k1").status, 200);
}

TEST_P(IdempotencyTest, AnAnswerInFullIsNotKept) {
  Write(session_, "key-0");
  const Headers session = With(server_.SessionOf(kLeader), "idempotency-key", "key-1");
  const std::int64_t kept = CountOf("http_idempotency");
  EXPECT_EQ(TestClient(server_.port()).Ask("POST", "/api/v1/notes/1/reveal", session, "{}").status,
            200);
  EXPECT_EQ(CountOf("http_idempotency"), kept);
}

TEST_P(IdempotencyTest, AKeyIsShortAndPrintable) {
  EXPECT_EQ(ProblemIn(Write(session_, std::string(201, 'k'))), "invalid//Idempotency-Key=text");
  EXPECT_EQ(ProblemIn(Write(session_, "a b")), "invalid//Idempotency-Key=text");
  EXPECT_EQ(Write(session_, std::string(200, 'k')).status, 200);
}

TEST_P(IdempotencyTest, OfManyAtTheSameTimeOneIsDone) {
  std::vector<std::thread> clients;
  std::atomic<int> good = 0;
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([&] {
      const Reply reply = Write(session_, "k1");
      if (reply.status == 200) ++good;
    });
  }
  for (auto& client : clients) client.join();
  EXPECT_EQ(good, 8);
  EXPECT_EQ(CountOf("notes_note"), 1);
}

TEST_P(IdempotencyTest, AnswersAreForgottenAfterTwoDaysInSteps) {
  for (const char* key : {"k1", "k2", "k3"}) Write(session_, key);
  const auto forget = [&](Duration later) {
    return server_.database()
        .Write([&](database::Transaction& tx) {
          return ForgetOldAnswers(tx, server_.clock().Now() + later, 2);
        })
        .value();
  };
  EXPECT_EQ(forget(Hours(47)), 0);
  EXPECT_EQ(forget(Hours(49)), 2);
  EXPECT_EQ(forget(Hours(49)), 1);
}

INSTANTIATE_TEST_SUITE_P(Engines, IdempotencyTest, database::BothEngines(),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace hetang::http
