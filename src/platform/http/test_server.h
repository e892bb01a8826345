// For tests: a real server over a real database, with three officers, a few routes and sessions
// that need no password.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/ids.h"
#include "platform/auth/password.h"
#include "platform/database/test_database.h"
#include "platform/http/server.h"
#include "platform/http/session_routes.h"
#include "platform/http/test_client.h"

namespace hetang::http {

inline constexpr std::int64_t kDuty = 1;    // Unit 1, may write notes and read them.
inline constexpr std::int64_t kReader = 2;  // Unit 2, may only read.
inline constexpr std::int64_t kLeader = 3;  // Unit 1, may also reveal.

class TestDirectory final : public auth::Directory {
 public:
  Result<auth::Principal> PrincipalOf(database::Transaction&, std::int64_t officer) override {
    switch (officer) {
      case kDuty:
        return auth::Principal{kDuty, 1, "Wang", {"duty"}, {"notes:write", "notes:read"}, {1}};
      case kReader:
        return auth::Principal{kReader, 2, "Li", {"auditor"}, {"notes:read"}, {2}};
      case kLeader:
        return auth::Principal{kLeader, 1, "Zhao", {"leader"}, {"notes:read", "register:reveal"},
                               {1, 2}};
      default:
        return Fail(ErrorCode::not_found, "No such officer.");
    }
  }
};

struct Note {
  std::int64_t id = 0;
  Text<40> text;
  PhoneNumber phone;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(Note, (), (id, text, phone, version))

struct NewNote {
  Text<40> text;
  PhoneNumber phone;
  std::int64_t unit_id = 1;
};
BOOST_DESCRIBE_STRUCT(NewNote, (), (text, phone, unit_id))

}  // namespace hetang::http

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<http::Note> = "notes_note";
}  // namespace hetang::database

namespace hetang::http {

inline std::vector<database::Migration> TestMigrations() {
  std::vector<database::Migration> all;
  const auto add = [&all](std::span<const database::Migration> some) {
    all.insert(all.end(), some.begin(), some.end());
  };
  add(journal::Migrations());
  add(auth::Migrations());
  add(Migrations());
  all.push_back({"notes", 1,
                 "CREATE TABLE notes_note (id ID, text TEXT NOT NULL, phone TEXT NOT NULL, "
                 "version INTEGER NOT NULL);\n"});
  return all;
}

inline Result<Note> WriteNote(const Call& call, const NewNote& wanted, database::Transaction& tx) {
  if (wanted.text.str() == "refused") return Fail(ErrorCode::conflict, "No.", "no_such_notes");
  Note note{0, wanted.text, wanted.phone, 1};
  HT_TRY(note.id, tx.Insert(note));
  journal::Entry entry;
  entry.actor = call.who.actor();
  entry.desk = "notes";
  entry.act = "note_written";
  entry.subject = "note";
  entry.subject_id = note.id;
  entry.unit_id = wanted.unit_id;
  HT_TRY_STATUS(journal::Append(tx, entry, call.now));
  return note;
}

inline Router TestRoutes() {
  Router router;
  router.Command<NewNote, Note>({"POST", "/api/v1/notes", "notes:write", "Writes a note."},
                                WriteNote);
  router.Query<Note>({"GET", "/api/v1/notes/{id}", "notes:read", "One note.", true},
                     [](const Call& call, database::Transaction& tx) -> Result<Note> {
                       HT_TRY(const auto id, call.PathId("id"));
                       return tx.Get<Note>(id);
                     });
  router.Command<Nothing, Note>(
      {"POST", "/api/v1/notes/{id}/reveal", "register:reveal", "A note in full.", true},
      [](const Call& call, const Nothing&, database::Transaction& tx) -> Result<Note> {
        HT_TRY(const auto id, call.PathId("id"));
        return tx.Get<Note>(id);
      });
  router.Command<Nothing, Note>(
      {"PUT", "/api/v1/notes/{id}/shout", "notes:write", "Makes a note louder."},
      [](const Call& call, const Nothing&, database::Transaction& tx) -> Result<Note> {
        HT_TRY(const auto id, call.PathId("id"));
        HT_TRY(Note note, tx.Get<Note>(id));
        if (call.if_match != std::to_string(note.version)) {
          return Fail(ErrorCode::stale, "The note changed since it was read.");
        }
        note.text = note.text.str() + "!";
        HT_TRY_STATUS(tx.Update(note));
        return note;
      });
  router.Raw({"POST", "/api/v1/echo", "public", "Gives back what it gets."},
             [](const Call& call) -> Result<Response> {
               Response response;
               response.body = call.body;
               return response;
             });
  return router;
}

class TestServer {
 public:
  explicit TestServer(ServerOptions options = {}, std::span<const Asset> page = {},
                      database::Engine engine = database::Engine::sqlite,
                      const Clock* clock = nullptr)
      : database_(engine, TestMigrations()),
        clock_(clock == nullptr ? own_clock_ : *clock),
        sealer_(std::move(*journal::Sealer::Start(*database_, journal::HashKind::sha256))),
        sessions_(*database_, directory_) {
    Router router = TestRoutes();
    AddSessionRoutes(router, *database_, sessions_, clock_);
    const ServerParts parts{&*database_, &sessions_, sealer_.get(), &clock_, page};
    auto started = Server::Start(options, router, parts);
    EXPECT_TRUE(started.has_value()) << started.error().message;
    server_ = std::move(*started);
  }

  std::uint16_t port() const { return server_->port(); }
  database::Database& database() { return *database_; }
  journal::Sealer& sealer() { return *sealer_; }
  const Clock& clock() { return clock_; }

  // The cookie and CSRF headers of a new session of this officer.
  Headers SessionOf(std::int64_t officer, Duration life = auth::kSessionLife) {
    const std::string token = RandomToken(32);
    const std::string csrf = RandomToken(16);
    const Moment now = clock_.Now();
    const auto opened = database_->Write([&](database::Transaction& tx) {
      return tx.Execute(
          "INSERT INTO auth_session (token_digest, csrf_token, officer_id, opened_at, expires_at) "
          "VALUES (:token, :csrf, :officer, :opened, :expires)",
          auth::StoredForm(token), csrf, officer, now, now + life);
    });
    EXPECT_TRUE(opened.has_value());
    return {{"cookie", "hetang_session=" + token},
            {"x-csrf-token", csrf},
            {"content-type", "application/json"}};
  }

 private:
  database::TestDatabase database_;
  TestDirectory directory_;
  SystemClock own_clock_;
  const Clock& clock_;
  std::unique_ptr<journal::Sealer> sealer_;
  auth::Sessions sessions_;
  std::unique_ptr<Server> server_;  // Ends first.
};

inline Headers With(Headers headers, std::string name, std::string value) {
  headers[std::move(name)] = std::move(value);
  return headers;
}

// The `code`, `rule` and first wrong field of a problem: `invalid//text=missing`.
inline std::string ProblemIn(const Reply& reply) {
  if (HeaderOf(reply.headers, "content-type") != "application/problem+json; charset=utf-8") {
    return "no problem but: " + reply.body;
  }
  const auto parsed = json::Parse(reply.body);
  if (!parsed) return "no JSON but: " + reply.body;
  const auto text = [](const boost::json::value& value) {
    return std::string(value.as_string().c_str());
  };
  std::string said = text(parsed->at("code")) + "/" + text(parsed->at("rule")) + "/";
  const auto& errors = parsed->at("errors").as_array();
  if (!errors.empty()) said += text(errors[0].at("path")) + "=" + text(errors[0].at("code"));
  EXPECT_EQ(parsed->at("status").as_int64(), reply.status);
  return said;
}

}  // namespace hetang::http
