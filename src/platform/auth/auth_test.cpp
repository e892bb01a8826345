#include "platform/auth/auth.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/auth/password.h"
#include "platform/database/test_database.h"

namespace hetang::auth {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::int64_t kWang = 1;
constexpr std::int64_t kLi = 2;
constexpr std::string_view kPassword = "correct horse";

class TestDirectory final : public Directory {
 public:
  Result<Principal> PrincipalOf(database::Transaction&, std::int64_t officer) override {
    ++asked;
    if (gone) return Fail(ErrorCode::not_found, "The officer has left.");
    return Principal{officer, 1, "Wang", {"duty"}, rights, {1}};
  }
  std::vector<std::string> rights = {"notes:read"};
  bool gone = false;
  int asked = 0;
};

class AuthTest : public testing::TestWithParam<database::Engine> {
 protected:
  Status Set(std::int64_t officer, std::string_view login, std::string_view password) {
    const auto done = database_->Write([&](database::Transaction& tx) -> Result<bool> {
      HT_TRY_STATUS(SetPassword(tx, officer, login, password, now_));
      return true;
    });
    if (!done) return Fail(done.error());
    return {};
  }
  Result<Session> Enter(std::string_view login, std::string_view password) {
    return SignIn(*database_, login, password, now_);
  }
  // The failure as `code/rule`.
  std::string Failure(std::string_view login, std::string_view password) {
    const auto session = Enter(login, password);
    if (session) return "signed in";
    return std::string(FactsOf(session.error().code).name) + "/" + session.error().rule;
  }
  void HaveFailed(std::string_view login, std::int64_t times) {
    ASSERT_TRUE(database_->Write([&](database::Transaction& tx) {
      return tx.Execute(
          "INSERT INTO auth_failure (login_digest, failures, last_at, locked_until) "
          "VALUES (:login, :failures, :last, :until)",
          StoredForm(login), times, now_, now_);
    }));
  }
  std::vector<std::string> TextOf(const std::string& sql) {
    return database_->Read([&](database::Transaction& tx) { return tx.Query<std::string>(sql); })
        .value();
  }
  static std::vector<database::Migration> AllMigrations() {
    std::vector<database::Migration> all(journal::Migrations().begin(),
                                         journal::Migrations().end());
    all.insert(all.end(), Migrations().begin(), Migrations().end());
    return all;
  }

  database::TestDatabase database_{GetParam(), AllMigrations()};
  Moment now_ = *ParseIso("2026-04-01T15:10:00+08:00");
  TestDirectory directory_;
  Sessions sessions_{*database_, directory_};
};

TEST_P(AuthTest, ASessionLastsAShiftAndNoLonger) {
  ASSERT_TRUE(Set(kWang, "wang", kPassword));
  const auto session = Enter("wang", kPassword);
  ASSERT_TRUE(session.has_value());
  EXPECT_EQ(session->officer_id, kWang);
  EXPECT_EQ(session->expires_at, now_ + Hours(12));
  const auto caller = sessions_.CallerOf(session->token, now_);
  ASSERT_TRUE(caller.has_value());
  EXPECT_EQ(caller->principal.officer_id, kWang);
  EXPECT_EQ(caller->csrf_token, session->csrf_token);
  EXPECT_TRUE(sessions_.CallerOf(session->token, now_ + Hours(12) - Milliseconds(1)));
  EXPECT_FALSE(sessions_.CallerOf(session->token, now_ + Hours(12)));
}

TEST_P(AuthTest, NeitherTokenNorPasswordIsStored) {
  ASSERT_TRUE(Set(kWang, "wang", kPassword));
  const auto session = Enter("wang", kPassword);
  EXPECT_EQ(TextOf("SELECT token_digest FROM auth_session").at(0), StoredForm(session->token));
  EXPECT_NE(StoredForm(session->token), session->token);
  EXPECT_THAT(TextOf("SELECT password_hash FROM auth_login").at(0),
              testing::StartsWith("$argon2id$"));
}

TEST_P(AuthTest, AWrongPasswordAndAnUnknownLoginAreToldAlike) {
  ASSERT_TRUE(Set(kWang, "wang", kPassword));
  EXPECT_EQ(Failure("wang", "wrong horse"), "unauthenticated/wrong_login");
  EXPECT_EQ(Failure("nobody", kPassword), "unauthenticated/wrong_login");
  EXPECT_EQ(Failure("", ""), "unauthenticated/wrong_login");
  EXPECT_EQ(Failure("wang", std::string(100'000, 'x')), "unauthenticated/wrong_login");
}

TEST_P(AuthTest, TheFifthFailureLocksALoginAndEachFurtherOneForTwiceAsLong) {
  ASSERT_TRUE(Set(kWang, "wang", kPassword));
  HaveFailed("wang", 4);
  int seconds = 1;
  for (int i = 0; i < 3; ++i, seconds *= 2) {
    EXPECT_EQ(Failure("wang", "wrong"), "unauthenticated/wrong_login");
    EXPECT_THAT(Enter("wang", kPassword).error().message,
                HasSubstr(fmt::format("wait {} s", seconds)));
    now_ = now_ + Seconds(seconds) - Milliseconds(1);
    EXPECT_EQ(Failure("wang", kPassword), "rate_limited/login_locked");
    now_ = now_ + Milliseconds(1);
  }
  EXPECT_EQ(Failure("wang", kPassword), "signed in");
}

TEST_P(AuthTest, AnUnknownLoginIsLockedAlike) {
  HaveFailed("nobody", 4);
  EXPECT_EQ(Failure("nobody", "wrong"), "unauthenticated/wrong_login");
  EXPECT_EQ(Failure("nobody", "wrong"), "rate_limited/login_locked");
}

TEST_P(AuthTest, ALockIsNeverLongerThanAQuarterOfAnHour) {
  ASSERT_TRUE(Set(kWang, "wang", kPassword));
  HaveFailed("wang", 60);
  EXPECT_EQ(Failure("wang", "wrong"), "unauthenticated/wrong_login");
  EXPECT_THAT(Enter("wang", kPassword).error().message, HasSubstr("wait 900 s"));
  // Nor when the clock jumps back by a day.
  now_ = now_ - Days(1);
  EXPECT_THAT(Enter("wang", kPassword).error().message, HasSubstr("wait 900 s"));
  now_ = now_ + Days(1) + Minutes(15);
  EXPECT_TRUE(Enter("wang", kPassword));
}

TEST_P(AuthTest, ASignInForgivesTheFailuresBefore) {
  ASSERT_TRUE(Set(kWang, "wang", kPassword));
  HaveFailed("wang", 4);
  EXPECT_EQ(Failure("wang", kPassword), "signed in");
  EXPECT_EQ(Failure("wang", "wrong"), "unauthenticated/wrong_login");
  EXPECT_EQ(Failure("wang", kPassword), "signed in");
}

TEST_P(AuthTest, PasswordsAreNotTooSimple) {
  const auto fault = [&](std::string_view login, std::string_view password) {
    const Status set = Set(kWang, login, password);
    return set ? std::string("none") : set.error().fields.at(0).code;
  };
  EXPECT_EQ(fault("wang", "123456789"), "too_short");
  EXPECT_EQ(fault("wang.of.unit.1", "wang.of.unit.1"), "same_as_login");
  EXPECT_EQ(fault("wang", std::string(201, 'x')), "too_long");
  EXPECT_EQ(fault("", kPassword), "text");
  EXPECT_EQ(fault("wang", "密码密码密码密码密码"), "none");
}

TEST_P(AuthTest, ALoginBelongsToOneOfficer) {
  ASSERT_TRUE(Set(kWang, "wang", kPassword));
  const Status taken = Set(kLi, "wang", "another horse");
  ASSERT_FALSE(taken.has_value());
  EXPECT_EQ(taken.error().rule, "login_taken");
  EXPECT_EQ(Enter("wang", kPassword)->officer_id, kWang);
}

TEST_P(AuthTest, ANewPasswordReplacesTheOldAndEndsItsSessions) {
  ASSERT_TRUE(Set(kWang, "wang", kPassword));
  const auto session = Enter("wang", kPassword);
  ASSERT_TRUE(Set(kWang, "wang2", "another horse"));
  EXPECT_FALSE(sessions_.CallerOf(session->token, now_));
  EXPECT_EQ(Failure("wang", kPassword), "unauthenticated/wrong_login");
  EXPECT_TRUE(Enter("wang2", "another horse"));
}

TEST_P(AuthTest, ASignOutEndsTheSessionForGood) {
  ASSERT_TRUE(Set(kWang, "wang", kPassword));
  const auto session = Enter("wang", kPassword);
  ASSERT_TRUE(sessions_.CallerOf(session->token, now_));
  ASSERT_TRUE(SignOut(*database_, session->token, now_));
  sessions_.Forget(session->token);
  EXPECT_FALSE(sessions_.CallerOf(session->token, now_));
  EXPECT_EQ(SignOut(*database_, session->token, now_).error().code, ErrorCode::unauthenticated);
}

TEST_P(AuthTest, AChangeOfRightsTakesEffectWithinTheLifeOfTheCache) {
  ASSERT_TRUE(Set(kWang, "wang", kPassword));
  const std::string token = Enter("wang", kPassword)->token;
  EXPECT_FALSE(sessions_.IsCached(token, now_));
  EXPECT_TRUE(sessions_.CallerOf(token, now_)->principal.May("notes:read"));
  EXPECT_TRUE(sessions_.IsCached(token, now_));
  directory_.rights = {};
  EXPECT_TRUE(sessions_.CallerOf(token, now_ + Seconds(4))->principal.May("notes:read"));
  EXPECT_EQ(directory_.asked, 1);
  EXPECT_FALSE(sessions_.CallerOf(token, now_ + Seconds(5))->principal.May("notes:read"));
  directory_.gone = true;
  EXPECT_EQ(sessions_.CallerOf(token, now_ + Seconds(10)).error().code, ErrorCode::unauthenticated);
}

TEST_P(AuthTest, AClockThatJumpsBackMakesNothingFresh) {
  ASSERT_TRUE(Set(kWang, "wang", kPassword));
  const std::string token = Enter("wang", kPassword)->token;
  ASSERT_TRUE(sessions_.CallerOf(token, now_));
  EXPECT_FALSE(sessions_.IsCached(token, now_ - Hours(1)));
}

TEST_P(AuthTest, TheJournalTellsWhoCameAndNeverWhatAStrangerTyped) {
  ASSERT_TRUE(Set(kWang, "wang", kPassword));
  Failure("my secret password", "oops");
  Failure("wang", "wrong");
  ASSERT_TRUE(SignOut(*database_, Enter("wang", kPassword)->token, now_));
  const auto sealer = std::move(*journal::Sealer::Start(*database_, journal::HashKind::sha256));
  ASSERT_TRUE(sealer->Flush());
  const auto entries =
      database_->Read([](database::Transaction& tx) { return journal::ReadAfter(tx, 0, 100); })
          .value();
  std::string told;
  for (const auto& entry : entries) {
    EXPECT_EQ(entry.desk, "auth");
    EXPECT_THAT(json::Write(entry), Not(HasSubstr("secret")));
    told += fmt::format("{} {} by {}; ", entry.act, entry.subject_id, entry.officer_id);
  }
  EXPECT_EQ(told,
            "password_set 1 by 0; sign_in_failed 0 by 0; sign_in_failed 1 by 0; signed_in 1 by 1; "
            "signed_out 1 by 1; ");
}

INSTANTIATE_TEST_SUITE_P(Engines, AuthTest, database::BothEngines(),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace hetang::auth
