#include "platform/document/document.h"

#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/database/test_database.h"

namespace hetang::document {
namespace {

using database::Transaction;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::int64_t kUnit = 3;
constexpr std::int64_t kOtherUnit = 4;
const Moment kNow = *ParseIso("2026-12-31T23:00:00+08:00");

Fields SampleFields(Language, Sample) {
  return {{{"name", "某某"}}, {{"payees", {{{"account", "622202"}}}}}};
}

constexpr char kBody[] =
    "<h1>{{title}}</h1><p>{{number}} {{made_date}}</p><p>{{name}}</p>"
    "{{#payees}}<p>{{account}}</p>{{/payees}}";
constexpr char kFormat[] = "公(刑)返字〔{{year}}〕{{sequence}}号";

Kinds TestKinds(std::string_view body = kBody) {
  Kind decision{"decision", {"name"}, SampleFields, {}};
  decision.built_in = {{Language::zh, "决定书", kFormat, body},
                       {Language::en, "Decision", "D {{year}}-{{sequence}}", body}};
  Kind notice = decision;
  notice.name = "notice";
  return {decision, notice};
}

std::vector<database::Migration> AllMigrations() {
  std::vector<database::Migration> all(journal::Migrations().begin(), journal::Migrations().end());
  all.insert(all.end(), Migrations().begin(), Migrations().end());
  return all;
}

auth::Principal Somebody(std::vector<std::int64_t> units = {kUnit}) {
  auth::Principal who;
  who.officer_id = 7;
  who.unit_id = units.front();
  who.name = Text<64>("韦青禾");
  who.units = std::move(units);
  for (const std::string_view right : {kReadRight, kMakeRight, kVoidRight}) {
    who.rights.emplace_back(right);
  }
  return who;
}

class DocumentTest : public testing::TestWithParam<database::Engine> {
 protected:
  DocumentTest() { HT_CHECK(SeedWith(kinds_).has_value()); }

  template <typename Work>
  std::invoke_result_t<Work, Transaction&> Do(Work work) {
    return database_->Write(work);
  }
  Status SeedWith(const Kinds& kinds) {
    return Do([&](Transaction& tx) { return Seed(tx, kinds); });
  }
  Order OrderOf(std::size_t kind = 0, std::int64_t unit = kUnit) const {
    Order order;
    order.kind = &kinds_[kind];
    order.fields = {{{"name", "瞿安澜 & <李>"}}, {{"payees", {}}}};
    order.unit_id = unit;
    order.subject = "return_round";
    order.subject_id = 12;
    order.case_id = 40;
    return order;
  }
  Result<Document> MakeOne(const Order& order, Moment now = kNow) {
    return Do([&](Transaction& tx) { return Make(tx, order, who_, now); });
  }
  Result<PersonalText> ReadAs(std::int64_t id, const auth::Principal& who) {
    return Do([&](Transaction& tx) { return Read(tx, id, who, kNow); });
  }
  std::vector<std::string> Acts() {
    return *database_->Read([](Transaction& tx) {
      return tx.Query<std::string>("SELECT act FROM journal_entry ORDER BY id");
    });
  }
  Template TemplateOf(std::string_view kind) {
    return database_
        ->Read([&](Transaction& tx) {
          return tx.Find<Template>("WHERE kind = :kind AND language = 'zh'", kind);
        })
        ->front();
  }
  Result<Template> Change(const Template& row, const TemplateForm& form) {
    return Do([&](Transaction& tx) {
      return ChangeTemplate(tx, kinds_, row.id, row.version, form, who_, kNow);
    });
  }

  database::TestDatabase database_{GetParam(), AllMigrations()};
  Kinds kinds_ = TestKinds();
  auth::Principal who_ = Somebody();
};

INSTANTIATE_TEST_SUITE_P(Documents, DocumentTest, database::BothEngines(),
                         testing::PrintToStringParamName());

TEST_P(DocumentTest, NumbersRunWithoutGapsForEachKindUnitAndYear) {
  EXPECT_EQ(MakeOne(OrderOf())->number, "公(刑)返字〔2026〕1号");
  EXPECT_EQ(MakeOne(OrderOf())->number, "公(刑)返字〔2026〕2号");
  EXPECT_EQ(MakeOne(OrderOf(1))->sequence, 1);
  EXPECT_EQ(MakeOne(OrderOf(0, kOtherUnit))->sequence, 1);
  // Midnight of the centre, not of Greenwich.
  EXPECT_EQ(MakeOne(OrderOf(), kNow + Hours(1))->number, "公(刑)返字〔2027〕1号");
  Order english = OrderOf();
  english.language = Language::en;
  EXPECT_EQ(MakeOne(english)->number, "D 2026-3");
}

TEST_P(DocumentTest, ADocumentThatIsRolledBackTakesNoNumber) {
  ASSERT_EQ(MakeOne(OrderOf())->sequence, 1);
  const auto undone = Do([&](Transaction& tx) -> Result<Document> {
    HT_TRY(const Document made, Make(tx, OrderOf(), who_, kNow));
    EXPECT_EQ(made.sequence, 2);
    return Fail(ErrorCode::conflict, "Something after it was refused.");
  });
  EXPECT_FALSE(undone.has_value());
  Order incomplete = OrderOf();
  incomplete.fields.values.clear();
  const auto refused = MakeOne(incomplete);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().fields.at(0).path, "body.name");
  EXPECT_EQ(MakeOne(OrderOf())->sequence, 2);
}

TEST_P(DocumentTest, DocumentsMadeAtOnceGetConsecutiveNumbers) {
  constexpr int kMakers = 4;
  constexpr int kEach = 6;
  std::vector<std::jthread> makers;
  for (int i = 0; i < kMakers; ++i) {
    makers.emplace_back([&] {
      for (int n = 0; n < kEach; ++n) EXPECT_TRUE(MakeOne(OrderOf()).has_value());
    });
  }
  makers.clear();
  const auto numbers = *database_->Read([](Transaction& tx) {
    return tx.Query<std::int64_t>("SELECT sequence FROM document_document ORDER BY sequence");
  });
  ASSERT_EQ(numbers.size(), kMakers * kEach);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    EXPECT_EQ(numbers[i], static_cast<std::int64_t>(i) + 1);
  }
}

TEST_P(DocumentTest, APageIsKeptWithItsDigestAndEachReadingIsJournaled) {
  const Document made = *MakeOne(OrderOf());
  const auto page = ReadAs(made.id, who_);
  ASSERT_TRUE(page.has_value());
  EXPECT_THAT(page->Reveal(), HasSubstr("瞿安澜 &amp; &lt;李&gt;"));
  EXPECT_THAT(page->Reveal(), HasSubstr("公(刑)返字〔2026〕1号 2026年12月31日"));
  EXPECT_EQ(journal::DigestOfText(page->Reveal()), made.sha256);
  EXPECT_THAT(Acts(), ElementsAre("document_made", "document_read"));
}

TEST_P(DocumentTest, APageIsReadWithTheRightAndWithinTheUnitOnly) {
  const Document made = *MakeOne(OrderOf());
  auth::Principal without = who_;
  without.rights.clear();
  EXPECT_EQ(ReadAs(made.id, without).error().code, ErrorCode::forbidden);
  EXPECT_EQ(ReadAs(made.id, Somebody({kOtherUnit})).error().rule, "other_unit");
  EXPECT_EQ(ReadAs(made.id + 1, who_).error().code, ErrorCode::not_found);
  EXPECT_THAT(Acts(), ElementsAre("document_made"));
  const auto seen =
      *database_->Read([](Transaction& tx) { return OfCase(tx, 40, Somebody({kOtherUnit})); });
  EXPECT_THAT(seen, IsEmpty());
}

TEST_P(DocumentTest, APageThatWasTamperedWithIsNotShown) {
  const Document made = *MakeOne(OrderOf());
  ASSERT_TRUE(Do([](Transaction& tx) {
                return tx.Execute("UPDATE document_page SET html = html || ' '");
              }).has_value());
  EXPECT_EQ(ReadAs(made.id, who_).error().code, ErrorCode::corrupt);
}

TEST_P(DocumentTest, AVoidDocumentKeepsItsNumberAndSaysSo) {
  const Document made = *MakeOne(OrderOf());
  const auto voided = [&](const char* reason) {
    return Do([&](Transaction& tx) {
      return Void(tx, made.id, Text<200>(reason), who_, kNow + Minutes(1));
    });
  };
  EXPECT_EQ(voided("").error().fields.at(0).path, "reason");
  ASSERT_TRUE(voided("金额有误").has_value());
  EXPECT_EQ(voided("再次").error().rule, "already_void");
  EXPECT_EQ(MakeOne(OrderOf())->sequence, 2);
  EXPECT_THAT(ReadAs(made.id, who_)->Reveal(), HasSubstr("作废 VOID"));
  const auto list =
      *database_->Read([&](Transaction& tx) { return OfSubject(tx, "return_round", 12, who_); });
  ASSERT_EQ(list.size(), 2u);
  EXPECT_THAT(list[0].actions, ElementsAre("read", "void"));
  EXPECT_THAT(list[1].actions, ElementsAre("read"));
  EXPECT_EQ(list[1].void_reason.str(), "金额有误");
}

TEST_P(DocumentTest, AnEditedTemplateIsKeptAndAnUneditedOneRenewed) {
  const TemplateForm form{"我们的决定书", "荷公(刑)返字〔{{year}}〕{{sequence}}号",
                          "<p>{{number}} {{name}}</p>"};
  ASSERT_TRUE(Change(TemplateOf("decision"), form).has_value());
  ASSERT_TRUE(SeedWith(TestKinds("<p>{{number}}, {{name}}</p>")).has_value());
  EXPECT_EQ(TemplateOf("decision").title.str(), "我们的决定书");
  EXPECT_EQ(TemplateOf("notice").body.str(), "<p>{{number}}, {{name}}</p>");
  EXPECT_EQ(MakeOne(OrderOf())->number, "荷公(刑)返字〔2026〕1号");
  const Template edited = TemplateOf("decision");
  ASSERT_TRUE(Do([&](Transaction& tx) {
                return ResetTemplate(tx, kinds_, edited.id, who_, kNow);
              }).has_value());
  EXPECT_EQ(TemplateOf("decision").body.str(), kBody);
  EXPECT_FALSE(TemplateOf("decision").edited);
}

TEST_P(DocumentTest, ATemplateThatIsWrongIsNotKeptAndEveryFaultIsNamed) {
  const Template before = TemplateOf("decision");
  const auto refused = Change(before, {"", "第{{sequence}}号", "<p>{{nmae}}</p>"});
  ASSERT_FALSE(refused.has_value());
  std::vector<std::string> faults;
  for (const FieldError& fault : refused.error().fields) {
    faults.push_back(fault.code + " " + fault.path);
  }
  EXPECT_THAT(faults,
              ElementsAre("missing title", "missing_field number_format", "unknown_field body.nmae",
                          "missing_field body.name", "missing_field body.number"));
  EXPECT_EQ(TemplateOf("decision").version, before.version);
  Template old = before;
  const TemplateForm sound{"决定书", kFormat, kBody};
  ASSERT_TRUE(Change(before, sound).has_value());
  EXPECT_EQ(Change(old, sound).error().code, ErrorCode::stale);
}

TEST(Preview, ShowsTheSampleUnderTheFirstNumber) {
  const Kinds kinds = TestKinds();
  const auto page = Preview(
      kinds[0], {"decision", Language::zh, Sample::usual, {"决定书", kFormat, kBody}}, kNow);
  ASSERT_TRUE(page.has_value());
  EXPECT_THAT(*page, HasSubstr("公(刑)返字〔2026〕1号"));
  EXPECT_THAT(*page, HasSubstr("622202"));
  EXPECT_THAT(*page, Not(HasSubstr("{{")));
}

}  // namespace
}  // namespace hetang::document
