#include "gateway/bank/profile.h"

#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "gateway/bank/test_messages.h"

namespace hetang::bank {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;

const Profile& Utf8() { return *FindProfile("platform"); }
const Profile& Gb() { return *FindProfile("platform_gb18030"); }

std::vector<Body> AllBodies() {
  StopRequest with_papers = TestStop();
  with_papers.tail.attachments = {{"申请表.pdf", std::string("\0%PDF\xFF", 6)}, {"空.txt", ""}};
  StopRequest late = TestStop();
  late.application_type = ApplicationType::late_paperwork;
  late.original_application_id = late.head.application_id.str();
  late.transfer_out = {};
  late.transfer_amount_fen.reset();
  late.transfer_time.reset();
  late.target.account_name.reset();
  StopFeedback refused;
  refused.application_id = "100101202604010000000001";
  refused.result = "0300";
  refused.account_number = AccountNumber("6222020000000000016");
  refused.feedback_org_name = "中国工商银行";
  ExtensionFeedback extended;
  static_cast<StopFeedback&>(extended) = TestFeedback();
  TransactionsFeedback not_found;
  not_found.application_id = "100301202604010000000004";
  not_found.result = "0300";
  not_found.feedback_org_name = "中国工商银行";
  std::vector<Body> bodies = {TestStop(),
                              with_papers,
                              late,
                              TestRelease(),
                              TestExtension(),
                              TestFeedback(),
                              refused,
                              extended,
                              TestReleaseFeedback(),
                              TestTransactionsQuery(),
                              TestHolderQuery(),
                              TestAccountsQuery(),
                              TestTransactionsFeedback(),
                              not_found,
                              TestHolderFeedback(),
                              TestAccountsFeedback()};
  const std::vector<Body> more = TestHoldsAndReturns();
  bodies.insert(bodies.end(), more.begin(), more.end());
  return bodies;
}

// Everything a body holds, for comparing.
std::string Dump(const Body& body) {
  std::string text(TxCodeOf(body));
  std::visit(
      [&](const auto& message) {
        text += json::Write(message, Reveal::in_full);
        if constexpr (requires { message.tail; }) {
          for (const Attachment& a : message.tail.attachments) text += ToBase64(a.content);
        }
      },
      body);
  return text;
}

std::string MustWrite(const Body& body, const Profile& profile = Utf8()) {
  const auto bytes = Write(TestEnvelope(body), profile);
  EXPECT_TRUE(bytes.has_value());
  return bytes.value_or("");
}

std::string Replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

Error ErrorOf(std::string_view bytes) {
  const auto read = Read(bytes, Utf8());
  EXPECT_FALSE(read.has_value());
  return read.has_value() ? Error{} : read.error();
}

std::vector<std::string> WrongElements(const Error& error) {
  std::vector<std::string> names;
  for (const FieldError& field : error.fields) names.push_back(field.path + ":" + field.code);
  return names;
}

TEST(Profile, EveryMessageComesBackAsItWentOutInBothEncodings) {
  for (const Profile* profile : {&Utf8(), &Gb()}) {
    for (const Body& body : AllBodies()) {
      const Envelope sent = TestEnvelope(body);
      const auto bytes = Write(sent, *profile);
      ASSERT_TRUE(bytes.has_value());
      EXPECT_EQ(*bytes, *Write(sent, *profile));
      const auto read = Read(*bytes, *profile);
      ASSERT_TRUE(read.has_value()) << read.error().message;
      EXPECT_EQ(Dump(read->body), Dump(body));
      EXPECT_EQ(read->to, sent.to);
      EXPECT_EQ(read->serial, sent.serial);
    }
  }
}

TEST(Profile, TheStopOrderOfTheSampleFileIsWrittenToTheByte) {
  std::ifstream file("src/gateway/bank/testdata/stop.xml", std::ios::binary);
  const std::string golden{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(MustWrite(TestStop()), golden);
}

TEST(Profile, Gb18030BytesAreReadByDeclarationAndWithoutOne) {
  const std::string gb = MustWrite(TestStop(), Gb());
  EXPECT_THAT(gb, HasSubstr("encoding=\"GB18030\""));
  EXPECT_EQ(gb.find("工商"), std::string::npos);
  for (const char* declared : {"gb2312", "GBK", "GB18030"}) {
    EXPECT_TRUE(Read(Replaced(gb, "GB18030", declared), Utf8()).has_value()) << declared;
  }
  const auto bare = Read(gb.substr(gb.find("<Request>")), Utf8());
  ASSERT_TRUE(bare.has_value());
  EXPECT_EQ(Dump(bare->body), Dump(TestStop()));
}

TEST(Profile, AWrongEncodingDeclarationIsRefused) {
  const std::string gb = MustWrite(TestStop(), Gb());
  EXPECT_EQ(ErrorOf(Replaced(gb, "GB18030", "UTF-8")).code, ErrorCode::invalid);
  const std::string utf8 = MustWrite(TestStop());
  EXPECT_EQ(ErrorOf(Replaced(utf8, "UTF-8", "UTF-16")).code, ErrorCode::unsupported);
  EXPECT_EQ(ErrorOf(Replaced(utf8, "UTF-8", "ISO-8859-1")).code, ErrorCode::unsupported);
}

TEST(Profile, AmountsAreWholeYuanUnlessThereAreFen) {
  EXPECT_THAT(MustWrite(TestStop()), HasSubstr("<TransferAmount>235000</TransferAmount>"));
  EXPECT_THAT(MustWrite(TestFeedback()), HasSubstr("<AccountBalance>234500.50</AccountBalance>"));
}

TEST(Profile, AmountsThatAreNotPlainYuanAreRefused) {
  const std::string xml = MustWrite(TestStop());
  for (const char* amount : {"235,000", "+235000", "2.5", "235000.", ".50", "235000.001", "1e5",
                             "0", "-1", "12 000", "0x10", "９００", "99999999999999999999"}) {
    const Error error = ErrorOf(
        Replaced(xml, "<TransferAmount>235000<", "<TransferAmount>" + std::string(amount) + "<"));
    EXPECT_EQ(error.code, ErrorCode::invalid) << amount;
    ASSERT_EQ(error.fields.size(), 1u) << amount;
    EXPECT_EQ(error.fields[0].path, "TransferAmount");
  }
}

TEST(Profile, TimesThatDoNotExistAreRefused) {
  const std::string xml = MustWrite(TestStop());
  for (const char* time : {"20260401", "20260230120000", "20260401250000", "2026-04-01T15:02:00",
                           "202604011502", "2026040115020O"}) {
    EXPECT_THAT(WrongElements(ErrorOf(Replaced(xml, "20260401150200", time))),
                ElementsAre("TransferTime:time"))
        << time;
  }
}

TEST(Profile, AResultMustBeFourDigitsSoOneIsNoSuccess) {
  const std::string xml = MustWrite(TestFeedback());
  for (const char* result : {"1", "0", "00000", "OK", "000a"}) {
    const Error error =
        ErrorOf(Replaced(xml, "<Result>0000<", "<Result>" + std::string(result) + "<"));
    ASSERT_FALSE(error.fields.empty()) << result;
    EXPECT_EQ(error.fields[0].path, "Result") << result;
  }
}

TEST(Profile, ABankWithItsOwnResultCodesIsReadByItsListOnly) {
  Profile own = Utf8();
  own.results = {{"1", "0000"}, {"0", "1300"}};
  const std::string xml = MustWrite(TestFeedback());
  const auto read = ReadAnswer(Replaced(xml, "<Result>0000<", "<Result>1<"), own, kTestBank);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(std::get<StopFeedback>(read->answer).result.str(), "0000");
  EXPECT_FALSE(ReadAnswer(xml, own, kTestBank).has_value());
}

// The elements of the message's body whose absence must be an error naming them.
struct Mandatory {
  Body body;
  std::vector<std::string> elements;
};

TEST(Profile, EachMissingMandatoryElementIsNamed) {
  const std::vector<std::string> order = {"ApplicationID",
                                          "CaseNumber",
                                          "CaseType",
                                          "EmergencyLevel",
                                          "BankID",
                                          "BankName",
                                          "AccountType",
                                          "AccountNumber",
                                          "ApplicationTime",
                                          "ApplicationOrgID",
                                          "ApplicationOrgName",
                                          "OperatorIDType",
                                          "OperatorIDNumber",
                                          "OperatorName",
                                          "OperatorPhoneNumber",
                                          "InvestigatorIDType",
                                          "InvestigatorIDNumber",
                                          "InvestigatorName"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.end(), order.begin(), order.end());
    return more;
  };
  const std::vector<std::string> feedback = {"ApplicationID", "Result", "AccountNumber",
                                             "FeedbackOrgName"};
  std::vector<std::string> in_force = feedback;
  in_force.insert(in_force.end(), {"AccountBalance", "StartTime", "ExpireTime"});
  std::vector<std::string> released = feedback;
  released.push_back("WithdrawalTime");
  const std::vector<Mandatory> cases = {
      {TestStop(),
       with({"ApplicationType", "TransferOutBankID", "TransferOutBankName",
             "TransferOutAccountName", "TransferOutAccountNumber", "Currency", "TransferAmount",
             "TransferTime", "AccountName", "Reason", "StartTime", "ExpireTime"})},
      {TestRelease(), with({"OriginalApplicationID"})},
      {TestExtension(), with({"OriginalApplicationID", "PostponeStartTime", "ExpireTime"})},
      {TestFeedback(), in_force},
      {TestReleaseFeedback(), released}};
  for (const Mandatory& one : cases) {
    const std::string xml = MustWrite(one.body);
    for (const std::string& element : one.elements) {
      const std::size_t begin = xml.find("<" + element + ">");
      const std::string close = "</" + element + ">";
      ASSERT_NE(begin, std::string::npos) << element;
      const std::size_t end = xml.find(close, begin) + close.size();
      for (const std::string& instead : {std::string(), "<" + element + "> </" + element + ">"}) {
        const std::string cut = xml.substr(0, begin) + instead + xml.substr(end);
        EXPECT_THAT(WrongElements(ErrorOf(cut)), ElementsAre(element + ":missing"))
            << TxCodeOf(one.body);
      }
    }
  }
}

TEST(Profile, EveryWrongElementIsReportedAtOnceAndNoValueIsRepeated) {
  std::string xml = MustWrite(TestStop());
  xml = Replaced(xml, "20260401150200", "SECRET1");
  xml = Replaced(xml, "<EmergencyLevel>02<", "<EmergencyLevel>SECRET2<");
  xml = Replaced(xml, "<OperatorName>林一鸣<", "<OperatorName><");
  const Error error = ErrorOf(xml);
  EXPECT_THAT(WrongElements(error),
              ElementsAre("EmergencyLevel:choice", "TransferTime:time", "OperatorName:missing"));
  for (const FieldError& field : error.fields) {
    EXPECT_EQ((field.path + field.code + field.message).find("SECRET"), std::string::npos);
  }
}

TEST(Profile, LatePaperworkNamesAnOriginalAndNeedsNoLeg) {
  StopRequest stop = TestStop();
  stop.application_type = ApplicationType::late_paperwork;
  const auto refused = Write(TestEnvelope(stop), Utf8());
  ASSERT_FALSE(refused.has_value());
  EXPECT_THAT(WrongElements(refused.error()), ElementsAre("OriginalApplicationID:missing"));
}

TEST(Profile, AnUnknownTransactionCodeIsRefused) {
  for (const char* code : {"100999", "300101", "10010", "100101 x", "999999"}) {
    const Error error = ErrorOf(
        Replaced(MustWrite(TestStop()), "<TxCode>100101<", "<TxCode>" + std::string(code) + "<"));
    EXPECT_EQ(error.code, ErrorCode::unsupported) << code;
    EXPECT_EQ(error.rule, "tx_code") << code;
  }
}

TEST(Profile, ThePoliceSidesCodesNameTheSameMessages) {
  EXPECT_TRUE(Read(Replaced(MustWrite(TestStop()), ">100101<", ">200101<"), Utf8()).has_value());
}

TEST(Profile, AnAnswerOfAnotherBankIsRefused) {
  const std::string xml = MustWrite(TestFeedback());
  EXPECT_TRUE(ReadAnswer(xml, Utf8(), kTestBank).has_value());
  const auto other = ReadAnswer(xml, Utf8(), "900000000002");
  ASSERT_FALSE(other.has_value());
  EXPECT_EQ(other.error().rule, "other_bank");
}

TEST(Profile, AnOrderIsNoAnswer) {
  Envelope envelope = TestEnvelope(TestStop());
  envelope.serial.replace(0, 12, kTestBank);
  const auto read = ReadAnswer(*Write(envelope, Utf8()), Utf8(), kTestBank);
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().rule, "not_an_answer");
}

TEST(Profile, WhatAReaderWouldRefuseIsNotWritten) {
  StopRequest stop = TestStop();
  stop.reason = "";
  stop.target.bank_id = "12345";
  stop.tail.operator_.phone_number.reset();
  stop.tail.attachments = {{"../x", ""}};
  const auto written = Write(TestEnvelope(stop), Utf8());
  ASSERT_FALSE(written.has_value());
  EXPECT_THAT(WrongElements(written.error()), ElementsAre("Reason:missing"));
  stop.reason = "x";
  EXPECT_THAT(WrongElements(Write(TestEnvelope(stop), Utf8()).error()),
              ElementsAre("BankID:digits", "OperatorPhoneNumber:missing", "Filename:path"));
  stop = TestStop();
  stop.reason = std::string(
      "a\x01"
      "b");
  EXPECT_THAT(WrongElements(Write(TestEnvelope(stop), Utf8()).error()), ElementsAre("Reason:text"));
}

TEST(Profile, AReceiptComesBackAsItWentOut) {
  const auto read = ReadReceipt(WriteReceipt({"900000000001123", "0500", "缺少要素"}, Gb()));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->serial, "900000000001123");
  EXPECT_EQ(read->result, "0500");
  EXPECT_EQ(read->description, "缺少要素");
  EXPECT_FALSE(ReadReceipt(MustWrite(TestFeedback())).has_value());
  EXPECT_FALSE(ReadReceipt("<html>busy</html>").has_value());
}

// Hostile documents.

TEST(HostileXml, AnExternalEntityIsRefusedBeforeParsing) {
  const std::string xml = Replaced(MustWrite(TestFeedback()), "<Request>",
                                   "<!DOCTYPE Request [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
                                   "<Request>");
  EXPECT_EQ(ErrorOf(Replaced(xml, "已止付", "&x;")).code, ErrorCode::unsupported);
}

TEST(HostileXml, ABillionLaughsIsRefusedBeforeParsing) {
  std::string entities = "<!DOCTYPE Request [<!ENTITY a0 \"ha\">";
  for (int i = 1; i < 10; ++i) {
    entities += "<!ENTITY a" + std::to_string(i) + " \"";
    for (int k = 0; k < 10; ++k) entities += "&a" + std::to_string(i - 1) + ";";
    entities += "\">";
  }
  const std::string xml =
      Replaced(MustWrite(TestFeedback()), "<Request>", entities + "]><Request>");
  EXPECT_EQ(ErrorOf(xml).code, ErrorCode::unsupported);
}

TEST(HostileXml, ReferencesToNoCharacterAreRefused) {
  const std::string xml = MustWrite(TestFeedback());
  for (const char* reference :
       {"&foo;", "&#0;", "&#x0;", "&#xD800;", "&#x110000;", "&#4294967296;", "&#;", "&", "&#x41"}) {
    EXPECT_FALSE(Read(Replaced(xml, "已止付", reference), Utf8()).has_value()) << reference;
  }
  EXPECT_TRUE(Read(Replaced(xml, "已止付", "&#x6B62;&amp;&#20184;"), Utf8()).has_value());
}

TEST(HostileXml, DeepNestingIsRefused) {
  for (const int levels : {15, 10'000}) {
    std::string deep;
    for (int i = 0; i < levels; ++i) deep += "<a>";
    for (int i = 0; i < levels; ++i) deep += "</a>";
    EXPECT_EQ(ErrorOf(Replaced(MustWrite(TestFeedback()), "<Body>", "<Body>" + deep)).code,
              ErrorCode::too_large);
  }
}

TEST(HostileXml, NineMegabytesAreRefusedBySize) {
  const std::string xml = Replaced(MustWrite(TestFeedback()), "已止付", std::string(9u << 20, 'x'));
  EXPECT_EQ(ErrorOf(xml).code, ErrorCode::too_large);
}

TEST(HostileXml, ManyElementsAreRefusedByCount) {
  std::string many;
  for (int i = 0; i < 500'000; ++i) many += "<a/>";
  EXPECT_EQ(ErrorOf(Replaced(MustWrite(TestFeedback()), "<Body>", "<Body>" + many)).code,
            ErrorCode::too_large);
}

TEST(HostileXml, EveryTruncationIsRefused) {
  const std::string xml = MustWrite(TestFeedback());
  const std::size_t whole = xml.rfind('>') + 1;
  for (std::size_t size = 0; size < whole; ++size) {
    EXPECT_FALSE(Read(xml.substr(0, size), Utf8()).has_value()) << size;
  }
}

TEST(HostileXml, ADoubledElementOrNestedTextIsRefused) {
  const std::string xml = MustWrite(TestFeedback());
  EXPECT_THAT(WrongElements(ErrorOf(Replaced(xml, "<Result>", "<Result>1300</Result><Result>"))),
              ElementsAre("Result:doubled"));
  EXPECT_THAT(WrongElements(ErrorOf(Replaced(xml, "<Result>0000<", "<Result><b>0000</b><"))),
              ElementsAre("Result:text"));
  EXPECT_THAT(WrongElements(ErrorOf(Replaced(xml, "<Result>0000<", "<Result>00<!-- -->00<"))),
              ElementsAre("Result:text"));
  EXPECT_EQ(ErrorOf(Replaced(xml, "</Body>", "</Body><Body></Body>")).code, ErrorCode::invalid);
  EXPECT_EQ(ErrorOf(xml + "<Request/>").code, ErrorCode::invalid);
  EXPECT_EQ(ErrorOf(xml + "trailing").code, ErrorCode::invalid);
}

TEST(HostileXml, BytesThatAreNotXmlAreRefused) {
  for (const std::string& bytes :
       {std::string(), std::string("\0\0\0", 3), std::string(1000, '\xFF'), std::string("{}"),
        std::string("<"), std::string("<Request>"), std::string("<Request/>"),
        std::string("\xFF\xFE<\0R\0", 6)}) {
    EXPECT_FALSE(Read(bytes, Utf8()).has_value());
  }
}

TEST(HostileXml, AttachmentsThatAreNotBase64AreRefused) {
  StopRequest stop = TestStop();
  stop.tail.attachments = {{"a.pdf", "content"}};
  const std::string xml = MustWrite(stop);
  EXPECT_THAT(WrongElements(ErrorOf(Replaced(xml, ToBase64("content"), "Y29u!GVudA=="))),
              ElementsAre("Content:base64"));
}

TEST(HostileXml, ABanksOwnExtraElementsArePassedOver) {
  const std::string xml = Replaced(MustWrite(TestFeedback()), "<Body>", "<Body><Own>1</Own>");
  EXPECT_TRUE(Read(xml, Utf8()).has_value());
}

TEST(Base64, ComesBackAsItWentOutForEveryLength) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(FromBase64(ToBase64(bytes)), bytes);
    bytes += static_cast<char>(i * 37);
  }
  for (const char* bad : {"A", "AA", "AAA", "A===", "AA=A", "=AAA", "AAAA=", "AA-A"}) {
    EXPECT_EQ(FromBase64(bad), std::nullopt) << bad;
  }
  EXPECT_EQ(FromBase64("Zm9v\r\n YmFy"), "foobar");
}

TEST(Serial, BeginsWithTheSendersCodeAndDiffersEachTime) {
  const std::string serial = NewSerial(kTestBank);
  EXPECT_EQ(serial.size(), 40u);
  EXPECT_TRUE(serial.starts_with(kTestBank));
  EXPECT_NE(serial, NewSerial(kTestBank));
  const std::string id = NewApplicationId("100101", At("2026-04-01T00:00:00+08:00"));
  EXPECT_EQ(id.size(), 36u);
  EXPECT_TRUE(id.starts_with("10010120260401"));
}

}  // namespace
}  // namespace hetang::bank
