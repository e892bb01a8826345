// For tests: a database of its own for each test on either engine, thrown away afterwards.
//
//   class RosterTest : public testing::TestWithParam<database::Engine> {
//     database::TestDatabase database_{GetParam(), roster::Migrations()};
//   };
//   INSTANTIATE_TEST_SUITE_P(Roster, RosterTest, database::BothEngines(),
//                            testing::PrintToStringParamName());
//
// PostgreSQL is the real one, with fsync on: the server whose address HETANG_TEST_POSTGRESQL holds
// (`postgresql://...` of a database and a role that may create schemas in it), or else one that the
// first test starts and the end of the process stops. Without PostgreSQL its tests fail;
// HETANG_SKIP_POSTGRESQL=1 skips them instead.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <grp.h>
#include <gtest/gtest.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/check.h"
#include "base/ids.h"
#include "platform/database/database.h"

namespace hetang::database {

inline void PrintTo(Engine engine, std::ostream* out) {
  *out << (engine == Engine::sqlite ? "sqlite" : "postgresql");
}

// What INSTANTIATE_TEST_SUITE_P takes.
inline std::vector<Engine> EnginesUnderTest() {
  const char* skip = std::getenv("HETANG_SKIP_POSTGRESQL");
  if (skip != nullptr && std::string_view(skip) == "1") return {Engine::sqlite};
  return {Engine::sqlite, Engine::postgresql};
}
inline auto BothEngines() { return testing::ValuesIn(EnginesUnderTest()); }

// A folder that goes with its owner.
class TemporaryFolder {
 public:
  TemporaryFolder() : path_((std::filesystem::temp_directory_path() / "hetang-XXXXXX").string()) {
    HT_CHECK(::mkdtemp(path_.data()) != nullptr);
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// The PostgreSQL server of this test process. It ends with the process, however that ends.
class TestServer {
 public:
  static TestServer& Get() {
    static TestServer server;
    return server;
  }
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  // Its address, with the tables of one schema in view.
  std::string AddressOf(const std::string& schema) const {
    const char separator = base_.find('?') == std::string::npos ? '?' : '&';
    return base_ + separator + "options=-csearch_path%3D" + schema + "&application_name=" + schema;
  }

  // Runs a statement outside of any test's schema.
  void Run(const std::string& sql) const {
    PGconn* connection = PQconnectdb(base_.c_str());
    PQsetNoticeProcessor(
        connection, [](void*, const char*) {}, nullptr);
    PGresult* result = PQexec(connection, sql.c_str());
    const ExecStatusType status = PQresultStatus(result);
    EXPECT_TRUE(status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
        << PQerrorMessage(connection);
    PQclear(result);
    PQfinish(connection);
  }

 private:
  static constexpr const char* kPrograms = "/usr/lib/postgresql/15/bin/";

  TestServer() {
    if (const char* running = std::getenv("HETANG_TEST_POSTGRESQL"); running != nullptr) {
      base_ = running;
      return;
    }
    folder_ = std::make_unique<TemporaryFolder>();
    const std::string& folder = folder_->path();
    // PostgreSQL refuses to run as root: Debian's package brings an account for it.
    if (::geteuid() == 0) {
      account_ = ::getpwnam("postgres");
      HT_CHECK(account_ != nullptr);
      HT_CHECK(::chown(folder.c_str(), account_->pw_uid, account_->pw_gid) == 0);
    }
    const std::string data = folder + "/data";
    const pid_t made = Start({"initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
                              "--locale=C.UTF-8", "-N"});
    int status = 0;
    HT_CHECK(::waitpid(made, &status, 0) == made && status == 0);
    server_ = Start({"postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-c",
                     "fsync=on", "-c", "max_connections=200"});
    base_ = "postgresql:///postgres?host=" + folder + "&user=postgres";
    while (PQping(base_.c_str()) != PQPING_OK) {
      HT_CHECK(::waitpid(server_, &status, WNOHANG) == 0);
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }

  ~TestServer() {
    if (server_ <= 0) return;
    ::kill(server_, SIGQUIT);
    ::waitpid(server_, nullptr, 0);
  }

  // Starts one of PostgreSQL's programs in a child that is stopped when this process ends.
  pid_t Start(std::vector<std::string> words) const {
    // The whole path, for PostgreSQL's programs look for each other beside their own.
    const std::string program = kPrograms + words[0];
    words[0] = program;
    const std::string log = folder_->path() + "/log";
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const pid_t child = ::fork();
    if (child != 0) return child;
    const int output = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    const bool ready =
        account_ == nullptr || (::setgroups(0, nullptr) == 0 && ::setgid(account_->pw_gid) == 0 &&
                                ::setuid(account_->pw_uid) == 0);
    if (ready && ::prctl(PR_SET_PDEATHSIG, SIGQUIT) == 0 && ::chdir("/") == 0) {
      ::execv(program.c_str(), arguments.data());
    }
    ::_exit(127);
  }

  std::unique_ptr<TemporaryFolder> folder_;
  passwd* account_ = nullptr;
  pid_t server_ = 0;
  std::string base_;
};

class TestDatabase {
 public:
  explicit TestDatabase(Engine engine, std::span<const Migration> migrations, Options options = {})
      : options_(std::move(options)), migrations_(migrations.begin(), migrations.end()) {
    if (engine == Engine::postgresql) {
      // A schema stands for a database: it is as empty, and made and dropped without a checkpoint.
      schema_ = "test_" + RandomToken(8);
      TestServer::Get().Run("CREATE SCHEMA " + schema_);
      options_.target = TestServer::Get().AddressOf(schema_);
    } else {
      options_.target = folder_.path() + "/hetang.db";
    }
    Reopen();
  }
  ~TestDatabase() {
    database_.reset();
    if (!schema_.empty()) TestServer::Get().Run("DROP SCHEMA " + schema_ + " CASCADE");
  }
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  Database& operator*() { return *database_; }
  Database* operator->() { return database_.get(); }
  const Options& options() const { return options_; }
  const std::string& folder() const { return folder_.path(); }

  // PostgreSQL only: ends every connection of this database, as a restarting server does.
  void DropConnections() const {
    TestServer::Get().Run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '" +
        schema_ + "'");
  }

  void Close() { database_.reset(); }
  // Closes it when open, and opens it as a restarted program would.
  void Reopen() {
    Close();
    auto opened = Database::Open(options_, migrations_);
    HT_CHECK(opened.has_value());
    database_ = std::move(*opened);
  }

 private:
  TemporaryFolder folder_;
  std::string schema_;  // On PostgreSQL.
  Options options_;
  std::vector<Migration> migrations_;
  std::unique_ptr<Database> database_;
};

}  // namespace hetang::database
