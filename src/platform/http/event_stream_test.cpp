#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/http/event_hub.h"
#include "platform/http/test_server.h"

namespace hetang::http {
namespace {

using testing::HasSubstr;

// Reads a chunked stream of server-sent events.
class EventReader {
 public:
  EventReader(std::uint16_t port, const Headers& headers, const std::string& query = "")
      : client_(port), opened_(client_.Ask("GET", "/api/v1/events" + query, headers)) {}

  const Reply& opened() const { return opened_; }

  // The next event or comment, without those that tell of the clock or set the pause before a
  // reconnect.
  std::string Next() {
    std::string event = NextOfAll();
    while (event.starts_with("retry:") || event.starts_with("event: clock")) event = NextOfAll();
    return event;
  }

  std::string NextOfClock() {
    std::string event = NextOfAll();
    while (!event.starts_with("event: clock") && event != "(closed)") event = NextOfAll();
    return event;
  }

  std::string NextEntry() {
    std::string event = Next();
    while (event.starts_with(":")) event = Next();
    return event;
  }

 private:
  std::string NextOfAll() {
    for (;;) {
      const std::size_t end = text_.find("\n\n");
      if (end == std::string::npos) {
        if (!ReadChunk()) return "(closed)";
        continue;
      }
      std::string event = text_.substr(0, end);
      text_.erase(0, end + 2);
      return event;
    }
  }

  bool ReadChunk() {
    std::string line;
    if (!client_.ReadUntil("\r\n", line)) return false;
    if (line.empty()) return true;  // Between two chunks.
    const std::size_t size = std::stoul(line, nullptr, 16);
    if (size == 0) return false;
    std::string part;
    while (part.size() < size) {
      std::string more;
      // Events hold no CRLF, so the next one ends the chunk.
      if (!client_.ReadUntil("\r\n", more)) return false;
      part += more;
    }
    text_ += part;
    return true;
  }

  TestClient client_;
  Reply opened_;
  std::string text_;
};

class EventStreamTest : public testing::Test {
 protected:
  void Write(std::int64_t unit_id = 1) {
    const std::string body =
        fmt::format(R"({{"text":"secret words","phone":"13812345678","unit_id":{}}})", unit_id);
    const Reply reply =
        TestClient(server_.port()).Ask("POST", "/api/v1/notes", server_.SessionOf(kDuty), body);
    ASSERT_EQ(reply.status, 200) << reply.body;
    ASSERT_TRUE(server_.sealer().Flush());
  }

  static ServerOptions WithQuickHeartbeat() {
    ServerOptions options;
    options.heartbeat_ms = 50;
    return options;
  }

  TestServer server_{WithQuickHeartbeat()};
};

TEST_F(EventStreamTest, CarriesWhatIsSealedFromNowOn) {
  Write();
  EventReader reader(server_.port(), server_.SessionOf(kDuty));
  EXPECT_EQ(HeaderOf(reader.opened().headers, "content-type"), "text/event-stream");
  Write();
  // The entry before is still "now" when it was sealed a moment ago.
  std::string event = reader.NextEntry();
  if (event.starts_with("id: 1\n")) event = reader.NextEntry();
  EXPECT_THAT(event, HasSubstr("id: 2\nevent: entry\ndata: {\"position\":2,"));
  EXPECT_THAT(event, HasSubstr("\"desk\":\"notes\",\"act\":\"note_written\",\"subject\":\"note\","
                               "\"subject_id\":2,\"case_id\":0,\"unit_id\":1,\"facts\":{}}"));
}

TEST_F(EventStreamTest, ResumesAfterTheLastEventItsClientSaw) {
  for (int i = 0; i < 4; ++i) Write();
  EventReader by_header(server_.port(), With(server_.SessionOf(kDuty), "last-event-id", "2"));
  EXPECT_THAT(by_header.NextEntry(), HasSubstr("id: 3\n"));
  EXPECT_THAT(by_header.NextEntry(), HasSubstr("id: 4\n"));
  EventReader by_query(server_.port(), server_.SessionOf(kDuty), "?after=3");
  EXPECT_THAT(by_query.NextEntry(), HasSubstr("id: 4\n"));
  EventReader from_start(server_.port(), server_.SessionOf(kDuty), "?after=0");
  EXPECT_THAT(from_start.NextEntry(), HasSubstr("id: 1\n"));
}

TEST_F(EventStreamTest, LeavesOutTheEntriesOfOtherUnits) {
  EventReader reader(server_.port(), server_.SessionOf(kReader), "?after=0");
  Write(1);
  Write(2);
  EXPECT_THAT(reader.NextEntry(), HasSubstr("id: 2\n"));
}

TEST_F(EventStreamTest, AQuietStreamIsKeptOpen) {
  EventReader reader(server_.port(), server_.SessionOf(kDuty));
  EXPECT_EQ(reader.Next(), ": here");
  EXPECT_EQ(reader.Next(), ": here");
}

TEST(EventStream, TellsOfAClockThatIsSetAndEndsWithASessionThatItHasOutrun) {
  SimulatedClock clock(Moment{1'775'027'400'000});
  TestServer server({}, {}, database::Engine::sqlite, &clock);
  EventReader reader(server.port(), server.SessionOf(kDuty));
  EXPECT_EQ(HeaderOf(reader.opened().headers, "hetang-now"), "");
  EXPECT_EQ(reader.NextOfClock(), "event: clock\ndata: 1775027400000");
  clock.Advance(Hours(2));
  EXPECT_EQ(reader.NextOfClock(), "event: clock\ndata: 1775034600000");
  const Reply reply = TestClient(server.port()).Ask("GET", "/healthz");
  EXPECT_EQ(HeaderOf(reply.headers, "hetang-now"), "1775034600000 set");
  clock.Advance(Hours(11));
  while (reader.Next() != "(closed)") {
  }
}

TEST_F(EventStreamTest, EndsWithItsSession) {
  const Headers session = server_.SessionOf(kDuty);
  EventReader reader(server_.port(), session);
  ASSERT_EQ(TestClient(server_.port()).Ask("DELETE", "/api/v1/session", session).status, 200);
  std::string event;
  while ((event = reader.Next()) != "(closed)") {
    ASSERT_THAT(event, testing::AnyOf(HasSubstr(": here"), HasSubstr("signed_out")));
  }
}

TEST_F(EventStreamTest, NeedsASession) {
  EventReader reader(server_.port(), {});
  EXPECT_EQ(reader.opened().status, 401);
}

TEST_F(EventStreamTest, EndsWhenTheServerStops) {
  auto server = std::make_unique<TestServer>();
  EventReader reader(server->port(), server->SessionOf(kDuty));
  EXPECT_EQ(reader.opened().status, 200);
  server.reset();
  EXPECT_EQ(reader.NextEntry(), "(closed)");
}

journal::Sealed EntryOf(std::string desk, std::int64_t unit_id) {
  journal::Sealed entry;
  entry.desk = std::move(desk);
  entry.unit_id = unit_id;
  return entry;
}

TEST(EventHub, CarriesTheDesksAnOfficerHasSomeRightOf) {
  const auth::Principal admin{7, 1, "Admin", {"admin"}, {"roster:write", "fundsx:read"}, {1}};
  EXPECT_TRUE(EventHub::Carries(admin, EntryOf("roster", 1)));
  EXPECT_TRUE(EventHub::Carries(admin, EntryOf("roster", 0)));
  EXPECT_FALSE(EventHub::Carries(admin, EntryOf("roster", 2)));
  EXPECT_FALSE(EventHub::Carries(admin, EntryOf("funds", 1)));
  EXPECT_FALSE(EventHub::Carries(admin, EntryOf("fund", 1)));
}

TEST(EventHub, CarriesDeadlinesAndApprovalsOfTheUnitsSeenToEverybody) {
  const auth::Principal nobody{7, 1, "New", {}, {}, {1}};
  EXPECT_TRUE(EventHub::Carries(nobody, EntryOf("deadline", 1)));
  EXPECT_TRUE(EventHub::Carries(nobody, EntryOf("approval", 0)));
  EXPECT_FALSE(EventHub::Carries(nobody, EntryOf("deadline", 2)));
  EXPECT_FALSE(EventHub::Carries(nobody, EntryOf("roster", 1)));
}

// A client that takes as much as the test lets it.
class SlowStream final : public Stream {
 public:
  void Send(std::string text) override {
    const std::lock_guard lock(mutex_);
    waiting_ += text.size();
    most_ = std::max(most_, waiting_);
    for (std::size_t at = text.find("id: "); at != std::string::npos;
         at = text.find("id: ", at + 1)) {
      ++entries_;
    }
  }
  void End() override { gone_ = true; }
  std::size_t waiting() const override {
    const std::lock_guard lock(mutex_);
    return waiting_;
  }
  bool gone() const override { return gone_; }
  void Take() {
    const std::lock_guard lock(mutex_);
    waiting_ = 0;
  }
  std::size_t most() const { return most_; }
  int entries() const {
    const std::lock_guard lock(mutex_);
    return entries_;
  }

 private:
  mutable std::mutex mutex_;
  std::size_t waiting_ = 0;
  std::size_t most_ = 0;
  int entries_ = 0;
  std::atomic<bool> gone_{false};
};

TEST(EventHub, ASlowClientGetsEverythingInPiecesAndHoldsUpNobody) {
  constexpr int kEntries = 20'000;  // More than are kept in memory.
  database::TestDatabase database(database::Engine::sqlite, TestMigrations());
  const auto sealer = std::move(*journal::Sealer::Start(*database, journal::HashKind::sha256));
  TestDirectory directory;
  auth::Sessions sessions(*database, directory);
  SystemClock clock;
  Metrics metrics;
  EventHub hub(*database, sessions, *sealer, clock, metrics, std::chrono::seconds(5));
  const auth::Principal who{kDuty, 1, "Wang", {}, {"notes:read"}, {1}};
  const auto slow = std::make_shared<SlowStream>();
  const auto quick = std::make_shared<SlowStream>();
  hub.Open("t1", who, 0, slow);
  hub.Open("t2", who, 0, quick);
  for (int batch = 0; batch < kEntries / 1000; ++batch) {
    ASSERT_TRUE(database->Write([&](database::Transaction& tx) -> Status {
      for (int i = 0; i < 1000; ++i) {
        journal::Entry entry;
        entry.desk = "notes";
        entry.act = "note_written";
        entry.subject = "note";
        HT_TRY_STATUS(journal::Append(tx, entry, clock.Now()));
      }
      return {};
    }));
  }
  ASSERT_TRUE(sealer->Flush());
  while (quick->entries() < kEntries && !quick->gone()) quick->Take();
  EXPECT_LT(slow->entries(), kEntries);
  while (slow->entries() < kEntries && !slow->gone()) slow->Take();
  EXPECT_EQ(slow->entries(), kEntries);
  EXPECT_LT(slow->most(), 1u << 20);
}

}  // namespace
}  // namespace hetang::http
