#include "app/command_trace.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/input_file.h"
#include "app/trace_answer.h"
#include "base/describe.h"
#include "base/json.h"
#include "base/text.h"
#include "engine/trace/test_reference.h"

namespace hetang::app {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

// Files of one test, gone with it.
class Files {
 public:
  Files() {
    std::string name = (fs::temp_directory_path() / "hetang_trace_XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~Files() { fs::remove_all(folder_); }
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;
  std::string Write(const std::string& name, std::string_view text) const {
    const fs::path path = folder_ / name;
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }

 private:
  fs::path folder_;
};

struct Outcome {
  int code = 0;
  std::string out, err;
  boost::json::object json() const { return json::Parse(out, {32, 1 << 30})->get_object(); }
};

Outcome Ask(const TraceOptions& options) {
  std::ostringstream out, err;
  const int code = RunTrace(options, out, err);
  return {code, out.str(), err.str()};
}

Outcome Follow(std::string_view file, const std::string& seeds, const std::string& columns = "") {
  const Files files;
  TraceOptions options;
  options.transfers = files.Write("t.csv", file);
  options.seeds = seeds;
  options.columns = columns;
  return Ask(options);
}

TEST(TraceCommand, PrintsTheWholeAnswerWithTheFieldsOfItsContract) {
  const Outcome outcome = Follow(
      "id,from,to,amount_fen,at,kind\n"
      "p1,victim,mule,10000,2026-03-05T15:10:00+08:00,\n"
      "p2,mule,next,6000,2026-03-05T15:11:00+08:00,transfer\n"
      "p3,mule,ATM 7,1500,2026-03-05T15:12:00+08:00,cash\n",
      "p1");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(
      outcome.out,
      R"({"method":"fifo","tagged_fen":10000,"resting_fen":8500,"exited_fen":1500,)"
      R"("seeds":[{"id":"p1","tagged_fen":10000,"resting_fen":8500,"exited_fen":1500}],)"
      R"("accounts":[{"account":"mule","level":1,"first_at":"2026-03-05T15:10:00+08:00",)"
      R"("last_seen_at":"2026-03-05T15:12:00+08:00","received_fen":10000,"passed_on_fen":6000,)"
      R"("exited_fen":1500,"resting_fen":2500,"by_seed":{"p1":2500},"opening_known":true,)"
      R"("overdrawn":false},)"
      R"({"account":"next","level":2,"first_at":"2026-03-05T15:11:00+08:00",)"
      R"("last_seen_at":"2026-03-05T15:11:00+08:00","received_fen":6000,"passed_on_fen":0,)"
      R"("exited_fen":0,"resting_fen":6000,"by_seed":{"p1":6000},"opening_known":true,)"
      R"("overdrawn":false}],)"
      R"("edges":[{"from":"victim","to":"mule","exit":null,"count":1,"sum_fen":10000,)"
      R"("first_at":"2026-03-05T15:10:00+08:00","transfers":["p1"]},)"
      R"({"from":"mule","to":"next","exit":null,"count":1,"sum_fen":6000,)"
      R"("first_at":"2026-03-05T15:11:00+08:00","transfers":["p2"]},)"
      R"({"from":"mule","to":"ATM 7","exit":"cash","count":1,"sum_fen":1500,)"
      R"("first_at":"2026-03-05T15:12:00+08:00","transfers":["p3"]}],)"
      R"("stop_now":[{"account":"next","resting_fen":6000,)"
      R"("last_seen_at":"2026-03-05T15:11:00+08:00","reason":"resting_unseen"},)"
      R"({"account":"mule","resting_fen":2500,"last_seen_at":"2026-03-05T15:12:00+08:00",)"
      R"("reason":"resting_now"}],)"
      R"("query_next":[{"account":"next","from_at":"2026-03-05T15:11:00+08:00",)"
      R"("received_fen":6000,"reason":"no_statement"}]})"
      "\n");
}

TEST(TraceCommand, PoisonTellsNothingForEachSeed) {
  const Files files;
  TraceOptions options;
  options.transfers = files.Write("t.csv", "from,to,amount_fen,at\nV,B,100,1\nB,C,900,2\n");
  options.seeds = "1";
  options.method = trace::Method::poison;
  const auto answer = Ask(options).json();
  const auto& seed = answer.at("seeds").get_array().at(0).get_object();
  EXPECT_EQ(seed.at("tagged_fen"), 100);
  EXPECT_FALSE(seed.contains("resting_fen"));
  EXPECT_FALSE(seed.contains("exited_fen"));
  const auto& account = answer.at("accounts").get_array().at(1).get_object();
  EXPECT_EQ(account.at("received_fen"), 900);
  EXPECT_FALSE(account.contains("by_seed"));
}

TEST(TraceCommand, WithoutAnIdColumnTheRowNumberIsTheId) {
  const Outcome outcome = Follow("from,to,amount_fen,at\nX,B,5,1\nV,B,100,2\n", "2");
  const auto answer = outcome.json();
  EXPECT_EQ(answer.at("seeds").get_array().at(0).get_object().at("id"), "2");
  EXPECT_EQ(answer.at("tagged_fen"), 100);
}

TEST(TraceCommand, ReadsColumnsInAnyOrderUnderTheNamesThatAreSaid) {
  const Outcome outcome = Follow("time,value,sourceNodeId,extra,targetNodeId\n1,147.8,V,x,B\n", "1",
                                 "from=sourceNodeId,to=targetNodeId,amount=value:yuan,at=time");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.json().at("tagged_fen"), 14780);
  EXPECT_EQ(
      Follow("a,b,c,d\nV,B,147,1\n", "1", "from=a,to=b,amount=c:fen,at=d").json().at("tagged_fen"),
      147);
}

TEST(TraceCommand, ReadsAmountsInFenCentsAndYuanAndTimesOfBothKinds) {
  for (const char* file : {"from,to,amount_fen,at\nV,B,1230,2026-03-05T15:10:00\n",
                           "from,to,amount_cents,ts\nV,B,1230,1772694600\n",
                           "from,to,amount,ts\nV,B,12.3,2026-03-05T07:10:00Z\n",
                           "from,to,amount,at\nV,B,12.30,2026-03-05 15:10:00+08:00\n"}) {
    const Outcome outcome = Follow(file, "1");
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(outcome.json().at("tagged_fen"), 1230) << file;
    EXPECT_THAT(outcome.out, HasSubstr(R"("first_at":"2026-03-05T15:10:00+08:00")")) << file;
  }
}

TEST(TraceCommand, ReadsQuotedCellsAMarkAtTheBeginAndLinesOfBothEnds) {
  const Outcome outcome = Follow(
      "\xEF\xBB\xBF\"from\",to,amount_fen,at,id\r\n"
      "\"V, the \"\"first\"\"\",\"two\nlines\",\"100\",1,\"s 1\"\r\n"
      "\r\n"
      "\"two\nlines\",\xE9\x99\x88,40,2,s2",
      "s 1");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const auto answer = outcome.json();
  const auto& edges = answer.at("edges").get_array();
  EXPECT_EQ(edges.at(0).get_object().at("from"), "V, the \"first\"");
  EXPECT_EQ(edges.at(0).get_object().at("to"), "two\nlines");
  EXPECT_EQ(edges.at(1).get_object().at("to"), "\xE9\x99\x88");
}

TEST(TraceCommand, RowsOfEqualTimeKeepTheOrderOfTheFileAndOthersAreSorted) {
  const auto answer =
      Follow("from,to,amount_fen,at\nB,C,40,5\nX,B,40,1\nV,B,100,5\nB,D,100,5\n", "3").json();
  EXPECT_EQ(answer.at("accounts").get_array().size(), 2U);
  EXPECT_EQ(answer.at("accounts").get_array().at(1).get_object().at("account"), "D");
  EXPECT_EQ(answer.at("accounts").get_array().at(1).get_object().at("received_fen"), 100);
}

TEST(TraceCommand, OpeningBalancesCountBeforeTheFirstRow) {
  const Files files;
  TraceOptions options;
  options.transfers = files.Write("t.csv", "from,to,amount_fen,at\nV,B,100,1\nB,C,60,2\n");
  options.opening = files.Write("o.csv", "account,amount_fen\nB,50\nunheard,9\n");
  options.seeds = "1";
  EXPECT_EQ(Ask(options).json().at("accounts").get_array().at(1).get_object().at("received_fen"),
            10);
}

TEST(TraceCommand, ABlankAccountIsTheOutside) {
  const auto answer = Follow("from,to,amount_fen,at\n,B,100,1\nB,,30,2\n,C,30,3\n", "1").json();
  EXPECT_EQ(answer.at("exited_fen"), 30);
  EXPECT_EQ(answer.at("accounts").get_array().size(), 1U);
  EXPECT_TRUE(answer.at("edges").get_array().at(0).get_object().at("from").is_null());
  EXPECT_TRUE(answer.at("edges").get_array().at(1).get_object().at("to").is_null());
}

TEST(TraceCommand, SeedsMayStandInAFileAndKeepTheirOrder) {
  const Files files;
  TraceOptions options;
  options.transfers = files.Write("t.csv", "from,to,amount_fen,at\nV,B,1,1\nV,B,2,2\nV,B,4,3\n");
  options.seeds = "@" + files.Write("seeds", "3\r\n1\n");
  const auto answer = Ask(options).json();
  ASSERT_EQ(answer.at("seeds").get_array().size(), 2U);
  EXPECT_EQ(answer.at("seeds").get_array().at(0).get_object().at("id"), "3");
  EXPECT_EQ(answer.at("seeds").get_array().at(1).get_object().at("id"), "1");
}

TEST(TraceCommand, AnUnknownOrDoubledSeedIsWrongUseAndNamed) {
  const std::string file = "id,from,to,amount_fen,at\np1,V,B,1,1\np2,V,B,2,2\np2,V,B,3,3\n";
  for (const auto& [seeds, named] : {std::pair("p1,p9", "p9"), std::pair("p1,p1", "p1"),
                                     std::pair("p2", "p2"), std::pair(",", "--seeds")}) {
    const Outcome outcome = Follow(file, seeds);
    EXPECT_EQ(outcome.code, 2) << seeds;
    EXPECT_THAT(outcome.err, HasSubstr(named));
    EXPECT_TRUE(outcome.out.empty());
  }
  EXPECT_EQ(Follow("from,to,amount_fen,at\nV,B,1,1\n", "2").code, 2);
  EXPECT_EQ(Follow("from,to,amount_fen,at\nV,B,1,1\n", "0").code, 2);
  EXPECT_EQ(Follow("from,to,amount_fen,at\n", "1").code, 2);
}

TEST(TraceCommand, AColumnMappingThatIsNoneIsWrongUse) {
  for (const char* columns : {"from", "from=", "whose=a", "from=a,from=b", "amount=:yuan"}) {
    EXPECT_EQ(Follow("from,to,amount_fen,at\nV,B,1,1\n", "1", columns).code, 2) << columns;
  }
}

TEST(TraceCommand, ARowThatCannotBeReadIsNamedAndNothingIsAnswered) {
  const std::string head = "from,to,amount,at\nV,B,1,1\n";
  for (const auto& [row, why] :
       {std::pair("V,B,1.005,2", "more than two decimals"), std::pair("V,B,,2", "not a number"),
        std::pair("V,B,-5,2", "below zero"), std::pair("V,B,1e3,2", "not a number"),
        std::pair("V,B,92233720368547758.08,2", "too large"), std::pair("V,B,1,yesterday", "time"),
        std::pair("V,B,1,2026-02-30", "time"), std::pair("V,B,1", "too few cells"),
        std::pair("\"V,B,1,2", "quote"), std::pair("\"V\"x,B,1,2", "quote"),
        std::pair("\xC0\xAF,B,1,2", "UTF-8"), std::pair("V,B,1,9999999999999", "time")}) {
    const Outcome outcome = Follow(head + row + "\n", "1");
    EXPECT_EQ(outcome.code, 1) << row;
    EXPECT_THAT(outcome.err, HasSubstr("row 2 (line 3)")) << row;
    EXPECT_THAT(outcome.err, HasSubstr(why)) << row;
    EXPECT_TRUE(outcome.out.empty());
  }
  EXPECT_THAT(Follow("from,to,amount_fen,at\nV,B,1.5,1\n", "1").err, HasSubstr("row 1"));
}

TEST(TraceCommand, AFileThatIsNoneIsSaid) {
  EXPECT_EQ(Follow("", "1").code, 1);
  EXPECT_THAT(Follow("from,to,at\nV,B,1\n", "1").err, HasSubstr("amount_fen"));
  EXPECT_THAT(Follow("from,to,amount_fen,at\nV,B,1,1\n", "1", "kind=art").err, HasSubstr("art"));
  TraceOptions options;
  options.transfers = "/nowhere/at/all.csv";
  options.seeds = "1";
  EXPECT_EQ(Ask(options).code, 1);
  EXPECT_THAT(Ask(options).err, HasSubstr("/nowhere/at/all.csv"));
  options.seeds = "@/nowhere/seeds";
  EXPECT_EQ(Ask(options).code, 1);
}

TEST(TraceCommand, AnOpeningThatCannotBeReadNamesItsRow) {
  const Files files;
  TraceOptions options;
  options.transfers = files.Write("t.csv", "from,to,amount_fen,at\nV,B,100,1\n");
  options.seeds = "1";
  for (const char* text : {"account,amount_fen\nB,5\nC,x\n", "account,amount_fen\nB,5\nB,6\n",
                           "account,amount_fen\nB,5\nC\n"}) {
    options.opening = files.Write("o.csv", text);
    EXPECT_EQ(Ask(options).code, 1);
    EXPECT_THAT(Ask(options).err, HasSubstr("row 2"));
  }
}

TEST(TraceCommand, AmountsUpToTheLimitAreTakenAndASumBeyondItNamesTheRow) {
  const std::string head = "from,to,amount_fen,at\n";
  const std::string most = "V,B,9223372036854775807,1\n";
  EXPECT_EQ(Follow(head + most, "1").json().at("tagged_fen"), 9223372036854775807LL);
  const Outcome outcome = Follow(head + most + "X,C,1,2\nX,B,1,3\n", "1");
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("row 3"));
  EXPECT_TRUE(outcome.out.empty());
}

TEST(TraceCommand, APipeIsReadAsAFileIs) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const std::string text = "from,to,amount_fen,at\nV,B,100,1\n";
  ASSERT_EQ(write(ends[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  close(ends[1]);
  const auto input = InputFile::Open("/proc/self/fd/" + std::to_string(ends[0]));
  close(ends[0]);
  ASSERT_TRUE(input.has_value());
  EXPECT_EQ(input->bytes(), text);
}

// The public sample, read here once more by plain means, and asked of the plain reading.
struct Sample {
  std::vector<trace::Transfer> transfers;
  std::vector<std::string> accounts;
  std::map<std::uint32_t, trace::Knowledge> knowledge;
};

Sample ReadSample(const fs::path& path) {
  Sample sample;
  std::map<std::string, std::uint32_t> numbers;
  const auto number = [&](const std::string& name) {
    const auto [place, is_new] = numbers.emplace(name, static_cast<std::uint32_t>(numbers.size()));
    if (is_new) sample.accounts.push_back(name);
    return place->second;
  };
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    const auto cells = Split(line, ',');
    const std::uint32_t from = number(std::string(cells[0]));
    const std::uint32_t to = number(std::string(cells[1]));
    const std::int64_t at_ms = std::stoll(std::string(cells[3])) * 1000;
    const double yuan = std::stod(std::string(cells[2]));
    sample.transfers.push_back({from, to, at_ms, std::llround(yuan * 100), trace::Kind::transfer});
    auto& until = sample.knowledge[from].held_until_ms;
    until = std::max(until.value_or(at_ms), at_ms);
  }
  return sample;
}

class SampleNames final : public TraceNames {
 public:
  SampleNames(const Sample& sample, const trace::Question& question)
      : sample_(sample), question_(question) {}
  boost::json::value Account(std::uint32_t account) const override {
    return boost::json::value(sample_.accounts[account]);
  }
  boost::json::value Seed(std::size_t index) const override {
    return boost::json::value(std::to_string(question_.seeds[index] + 1));
  }
  boost::json::value Transfer(std::uint32_t position) const override {
    return boost::json::value(std::to_string(position + 1));
  }

 private:
  const Sample& sample_;
  const trace::Question& question_;
};

// The plain reading does not rank: the two lists are compared by account.
boost::json::object Unranked(boost::json::object answer) {
  for (const char* name : {"stop_now", "query_next"}) {
    auto& list = answer.at(name).get_array();
    std::sort(list.begin(), list.end(), [](const auto& a, const auto& b) {
      return a.get_object().at("account").get_string() < b.get_object().at("account").get_string();
    });
  }
  return answer;
}

TEST(TraceCommand, EqualsThePlainReadingOnThePublicSample) {
  const fs::path folder = "../shared/data/amlsim";
  if (!fs::exists(folder)) GTEST_SKIP() << folder << " is not here";
  int files = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (!fs::exists(entry.path() / "transactions.csv")) continue;
    ++files;
    const Sample sample = ReadSample(entry.path() / "transactions.csv");
    trace::Question question;
    TraceOptions options;
    for (std::uint32_t i = 0; i < 50; ++i) {
      question.seeds.push_back((i * 7919 + 311) %
                               static_cast<std::uint32_t>(sample.transfers.size()));
      options.seeds += (i == 0 ? "" : ",") + std::to_string(question.seeds.back() + 1);
    }
    options.transfers = (entry.path() / "transactions.csv").string();
    options.columns = "from=sourceNodeId,to=targetNodeId,amount=value:yuan,at=time";
    for (const std::string_view name : EnumNames<trace::Method>()) {
      question.method = options.method = *EnumFromName<trace::Method>(name);
      const Outcome outcome = Ask(options);
      ASSERT_EQ(outcome.code, 0) << outcome.err;
      std::ostringstream plain;
      PrintTrace(trace::reference::Trace(sample.transfers, sample.knowledge, question),
                 SampleNames(sample, question), plain);
      const auto expected = json::Parse(plain.str(), {32, 1 << 30})->get_object();
      ASSERT_EQ(Unranked(outcome.json()), Unranked(expected)) << entry.path() << " " << name;
      ASSERT_GT(expected.at("accounts").get_array().size(), 100U);
    }
  }
  EXPECT_EQ(files, 3);
}

}  // namespace
}  // namespace hetang::app
