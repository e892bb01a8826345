#include "gateway/bank/channel.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <future>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/ids.h"
#include "gateway/bank/file.h"
#include "gateway/bank/test_messages.h"
#include "gateway/bank/test_peer.h"

namespace hetang::bank {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Profile& Utf8() { return *FindProfile("platform"); }
constexpr const char* kKey = "0123456789abcdef0123456789abcdef";

std::string GoodReceipt(std::string result = "0000") {
  return WriteReceipt({TestEnvelope(TestStop()).serial, std::move(result), ""}, Utf8());
}

Status SendTo(const std::string& url) {
  HttpChannelOptions options;
  options.url = url;
  options.key = kKey;
  options.profile = Utf8();
  options.timeout_ms = 2'000;
  return MakeHttpChannel(std::move(options))->Send(TestEnvelope(TestStop()));
}

Status SendAnswered(std::string reply) {
  TestPeer peer([&](const std::string&) { return reply; });
  return SendTo(peer.url());
}

TEST(HttpChannel, AGoodReceiptIsSuccessAndTheMessageIsSigned) {
  TestPeer peer([](const std::string&) { return TestPeer::Reply(GoodReceipt()); });
  EXPECT_TRUE(SendTo(peer.url()).has_value());
  const std::vector<std::string> requests = peer.requests();
  ASSERT_EQ(requests.size(), 1u);
  const std::string body = requests[0].substr(requests[0].find("\r\n\r\n") + 4);
  EXPECT_EQ(body, *Write(TestEnvelope(TestStop()), Utf8()));
  EXPECT_THAT(requests[0], HasSubstr("X-Hetang-Signature: " + Sign(kKey, body) + "\r\n"));
}

TEST(HttpChannel, WhatIsNoGoodReceiptIsNoSuccess) {
  const std::string receipt = GoodReceipt();
  const std::string whole = TestPeer::Reply(receipt);
  for (const std::string& reply :
       {std::string(), std::string("garbage"), TestPeer::Reply(receipt, 503),
        TestPeer::Reply(receipt, 404), TestPeer::Reply(""), TestPeer::Reply("ok"),
        whole.substr(0, whole.size() - 40), TestPeer::Reply(std::string(1 << 20, 'x')),
        TestPeer::Reply(WriteReceipt({"900000000001999", "0000", ""}, Utf8())),
        std::string("HTTP/1.1 302 X\r\nLocation: /y\r\nContent-Length: 0\r\n\r\n")}) {
    const Status sent = SendAnswered(reply);
    ASSERT_FALSE(sent.has_value()) << reply.substr(0, 60);
    EXPECT_EQ(sent.error().code, ErrorCode::unavailable) << reply.substr(0, 60);
  }
}

TEST(HttpChannel, AReceiptThatRefusesNamesItsCode) {
  const Status sent = SendAnswered(TestPeer::Reply(GoodReceipt("0700")));
  ASSERT_FALSE(sent.has_value());
  EXPECT_EQ(sent.error().code, ErrorCode::conflict);
  EXPECT_EQ(sent.error().rule, "receipt_0700");
}

TEST(HttpChannel, AReceiptOfWhatCouldNotBeReadRefusesWithoutASerial) {
  std::string without = WriteReceipt({"", "0599", ""}, Utf8());
  const std::string emptied = without;
  without.erase(without.find("<TransSerialNumber"),
                without.find("</Head>") - without.find("<TransSerialNumber"));
  for (const std::string& receipt : {emptied, without}) {
    const Status sent = SendAnswered(TestPeer::Reply(receipt));
    ASSERT_FALSE(sent.has_value());
    EXPECT_EQ(sent.error().code, ErrorCode::conflict);
    EXPECT_EQ(sent.error().rule, "receipt_0599");
  }
}

TEST(HttpChannel, AReceiptOfAnotherMessageOrOfNoneSaysNothingOfThisOne) {
  for (const Receipt& receipt :
       {Receipt{"900000000001999", "0599", ""}, Receipt{"", "0000", ""}, Receipt{"", "0700", ""}}) {
    const Status sent = SendAnswered(TestPeer::Reply(WriteReceipt(receipt, Utf8())));
    ASSERT_FALSE(sent.has_value());
    EXPECT_EQ(sent.error().code, ErrorCode::unavailable) << receipt.serial << receipt.result;
  }
}

TEST(HttpChannel, ASilentSideIsGivenUpInTime) {
  std::promise<void> finished;
  TestPeer peer([&](const std::string&) {
    finished.get_future().wait();
    return std::string();
  });
  HttpChannelOptions options;
  options.url = peer.url();
  options.key = kKey;
  options.profile = Utf8();
  options.timeout_ms = 50;
  const Status sent = MakeHttpChannel(std::move(options))->Send(TestEnvelope(TestStop()));
  finished.set_value();
  ASSERT_FALSE(sent.has_value());
  EXPECT_EQ(sent.error().code, ErrorCode::unavailable);
}

TEST(HttpChannel, NobodyListeningIsUnavailable) {
  std::string url;
  {
    url = TestPeer([](const std::string&) { return ""; }).url();
  }
  EXPECT_EQ(SendTo(url).error().code, ErrorCode::unavailable);
}

TEST(HttpChannel, AMessageThatIsWrongNeverLeaves) {
  TestPeer peer([](const std::string&) { return TestPeer::Reply(GoodReceipt()); });
  HttpChannelOptions options;
  options.url = peer.url();
  options.profile = Utf8();
  StopRequest stop = TestStop();
  stop.reason = "";
  const Status sent = MakeHttpChannel(std::move(options))->Send(TestEnvelope(stop));
  ASSERT_FALSE(sent.has_value());
  EXPECT_EQ(sent.error().code, ErrorCode::invalid);
  EXPECT_THAT(peer.requests(), IsEmpty());
}

class Folders : public testing::Test {
 protected:
  Folders() : path_(fs::temp_directory_path() / ("hetang-bank-" + RandomToken(8))) {}
  ~Folders() override { fs::remove_all(path_); }

  DropFolder Open(DropFolder::Side side) { return *DropFolder::Open(path_.string(), side); }
  std::vector<std::string> In(const std::string& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(path_ / folder)) {
      names.push_back(entry.path().filename().string());
    }
    return names;
  }
  void Drop(const std::string& name, const std::string& bytes) {
    std::ofstream(path_ / "receive" / name, std::ios::binary) << bytes;
  }
  static DropFolder::Take Into(std::vector<std::string>& taken) {
    return [&taken](std::string_view bytes) -> Status {
      taken.emplace_back(bytes);
      return {};
    };
  }

  fs::path path_;
};

TEST_F(Folders, AMessagePassesFromTheCentreToTheBankAndTheAnswerBack) {
  const DropFolder bank = Open(DropFolder::Side::bank);
  const auto channel = MakeFolderChannel(Open(DropFolder::Side::centre), Utf8());
  const Envelope envelope = TestEnvelope(TestStop());
  ASSERT_TRUE(channel->Send(envelope).has_value());
  ASSERT_TRUE(channel->Send(envelope).has_value());
  std::vector<std::string> taken;
  EXPECT_EQ(*bank.Collect(Into(taken)), 1u);
  EXPECT_THAT(taken, ElementsAre(*Write(envelope, Utf8())));
  ASSERT_TRUE(bank.Put("answer.xml", "answer").has_value());
  taken.clear();
  EXPECT_EQ(*Open(DropFolder::Side::centre).Collect(Into(taken)), 1u);
  EXPECT_THAT(taken, ElementsAre("answer"));
  EXPECT_THAT(In("upload"), IsEmpty());
  EXPECT_THAT(In("receive"), IsEmpty());
}

TEST_F(Folders, AHalfWrittenFileIsNeverRead) {
  const DropFolder centre = Open(DropFolder::Side::centre);
  Drop("answer.xml.tmp", "half");
  Drop(".hidden", "half");
  std::vector<std::string> taken;
  EXPECT_EQ(*centre.Collect(Into(taken)), 0u);
  EXPECT_THAT(taken, IsEmpty());
  fs::rename(path_ / "receive/answer.xml.tmp", path_ / "receive/answer.xml");
  EXPECT_EQ(*centre.Collect(Into(taken)), 1u);
}

TEST_F(Folders, AReaderBesideAWriterSeesOnlyWholeFiles) {
  const DropFolder bank = Open(DropFolder::Side::bank);
  const DropFolder centre = Open(DropFolder::Side::centre);
  constexpr std::size_t kFiles = 60;
  const std::string whole(300'000, 'x');
  auto writer = std::async(std::launch::async, [&] {
    for (std::size_t i = 0; i < kFiles; ++i) {
      ASSERT_TRUE(bank.Put(std::to_string(i) + ".xml", whole).has_value());
    }
  });
  std::size_t seen = 0;
  while (seen < kFiles) {
    const auto taken = centre.Collect([&](std::string_view bytes) -> Status {
      EXPECT_EQ(bytes.size(), whole.size());
      return {};
    });
    ASSERT_TRUE(taken.has_value());
    seen += *taken;
  }
  writer.get();
}

TEST_F(Folders, WhatCannotBeHandledGoesToErrorAndTheRestGoesOn) {
  const DropFolder centre = Open(DropFolder::Side::centre);
  Drop("1.xml", "bad");
  Drop("2.xml", "good");
  EXPECT_EQ(*centre.Collect([](std::string_view bytes) -> Status {
    if (bytes == "bad") return Fail(ErrorCode::invalid, "bad");
    return {};
  }),
            1u);
  EXPECT_THAT(In("error"), ElementsAre("1.xml"));
  EXPECT_THAT(In("done"), ElementsAre("2.xml"));
}

TEST_F(Folders, AMessageStaysWhileTheCentreCannotStoreIt) {
  const DropFolder centre = Open(DropFolder::Side::centre);
  Drop("1.xml", "good");
  const auto full = centre.Collect(
      [](std::string_view) -> Status { return Fail(ErrorCode::storage_full, "full"); });
  ASSERT_FALSE(full.has_value());
  EXPECT_EQ(full.error().code, ErrorCode::storage_full);
  EXPECT_THAT(In("receive"), ElementsAre("1.xml"));
}

TEST_F(Folders, HugeFilesAndLinksAreNotRead) {
  const DropFolder centre = Open(DropFolder::Side::centre);
  Drop("huge.xml", "");
  fs::resize_file(path_ / "receive/huge.xml", 200u << 20);
  fs::create_symlink("/etc/hostname", path_ / "receive/link.xml");
  std::vector<std::string> taken;
  EXPECT_EQ(*centre.Collect(Into(taken)), 0u);
  EXPECT_THAT(taken, IsEmpty());
  EXPECT_EQ(In("error").size(), 2u);
}

TEST_F(Folders, TwoMessagesOfOneNameAreBothKept) {
  const DropFolder centre = Open(DropFolder::Side::centre);
  std::vector<std::string> taken;
  for (const char* text : {"first", "second"}) {
    Drop("same.xml", text);
    EXPECT_EQ(*centre.Collect(Into(taken)), 1u);
  }
  EXPECT_EQ(In("done").size(), 2u);
}

class KeyFile : public Folders {
 protected:
  KeyFile() { fs::create_directories(path_); }
  std::string File() const { return (path_ / "bank.keys").string(); }
};

TEST_F(KeyFile, IsMadeOnceForItsOwnerOnlyAndReadTheSameAgain) {
  const std::vector<std::string> codes = {kTestBank, "900000000002"};
  EXPECT_EQ(Keys::Load(File()).error().code, ErrorCode::not_found);
  const auto first = Keys::LoadOrCreate(File(), codes);
  ASSERT_TRUE(first.has_value());
  struct stat facts {};
  ASSERT_EQ(stat(File().c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777u, 0600u);
  const auto second = Keys::LoadOrCreate(File(), codes);
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(*first->For(kTestBank), *second->For(kTestBank));
  EXPECT_NE(*first->For(kTestBank), *first->For("900000000002"));
  EXPECT_EQ(first->For("900000000003"), nullptr);
}

TEST_F(KeyFile, TwoProgramsThatMakeItAtOnceEndWithTheSameKeys) {
  const std::vector<std::string> codes = {kTestBank};
  std::vector<std::future<std::string>> made;
  for (int i = 0; i < 8; ++i) {
    made.push_back(std::async(std::launch::async, [&] {
      const auto keys = Keys::LoadOrCreate(File(), codes);
      return keys.has_value() ? *keys->For(kTestBank) : std::string();
    }));
  }
  const std::string first = made[0].get();
  EXPECT_EQ(first.size(), 32u);
  for (std::size_t i = 1; i < made.size(); ++i) EXPECT_EQ(made[i].get(), first);
}

TEST_F(KeyFile, IsRefusedWhenOthersMayReadItOrALineIsWrong) {
  ASSERT_TRUE(WriteFileWhole(path_.string(), "bank.keys", std::string(kTestBank) + " 00\n"));
  EXPECT_EQ(Keys::Load(File()).error().code, ErrorCode::invalid);
  ASSERT_TRUE(WriteFileWhole(path_.string(), "bank.keys", ""));
  chmod(File().c_str(), 0640);
  EXPECT_EQ(Keys::Load(File()).error().code, ErrorCode::forbidden);
}

TEST(Signature, IsRefusedForAnotherKeyAnotherBodyOrAnotherForm) {
  const std::string signature = Sign(kKey, "body");
  EXPECT_TRUE(CheckSignature(kKey, "body", signature).has_value());
  EXPECT_FALSE(CheckSignature("another key of 32 bytes........", "body", signature).has_value());
  EXPECT_FALSE(CheckSignature(kKey, "body ", signature).has_value());
  EXPECT_FALSE(CheckSignature(kKey, "body", "").has_value());
  EXPECT_FALSE(CheckSignature(kKey, "body", signature.substr(1)).has_value());
  EXPECT_FALSE(CheckSignature(kKey, "body", signature + "0").has_value());
  // RFC 4231, test case 2.
  EXPECT_EQ(Sign("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(MakeChannel, AnHttpBankNeedsAKeyAndAKnownProfile) {
  BankEntry bank = DemoBanks("http://127.0.0.1:1")[0];
  EXPECT_EQ(MakeChannel(bank, Keys()).error().code, ErrorCode::invalid);
  bank.profile = "none";
  EXPECT_EQ(MakeChannel(bank, Keys()).error().code, ErrorCode::invalid);
}

}  // namespace
}  // namespace hetang::bank
