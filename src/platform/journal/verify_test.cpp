#include <gtest/gtest.h>

#include "platform/database/test_database.h"
#include "platform/journal/journal.h"

namespace hetang::journal {
namespace {

using database::Engine;
using database::Transaction;

// Ten entries; the third and the last have a personal value.
class VerifyTest : public testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    Add(1, 10);
    head_ = Prove()->head;
  }

  void Add(std::int64_t first, std::int64_t last) {
    auto sealer = *Sealer::Start(*database_, HashKind::sha256);
    for (std::int64_t i = first; i <= last; ++i) {
      Entry entry;
      entry.actor = {7, 3};
      entry.desk = "funds";
      entry.act = "order_sent";
      entry.subject = "order";
      entry.subject_id = i;
      entry.case_id = 12;
      entry.unit_id = 3;
      entry.why = "emergency";
      entry.facts = {{"n", i}};
      entry.before = DigestOfText("b");
      entry.after = DigestOfText("a");
      if (i == 3 || i == 10) {
        entry.person_id = 9;
        entry.personal = "张三";
      }
      ASSERT_TRUE(database_->Write([&](Transaction& tx) { return Append(tx, entry, Moment{i}); })
                      .has_value());
    }
    ASSERT_TRUE(sealer->Flush().has_value());
  }

  void Tamper(const std::string& sql) {
    const auto touched = database_->Write([&](Transaction& tx) { return tx.Execute(sql); });
    ASSERT_TRUE(touched.has_value()) << sql << ": " << touched.error().message;
    ASSERT_GT(*touched, 0) << sql;
  }

  Result<Proof> Prove(const std::string& head = "") { return Verify(*database_, head); }

  void ExpectBrokenAt(std::int64_t position, const std::string& after) {
    const auto proof = Prove();
    ASSERT_FALSE(proof.has_value()) << after;
    EXPECT_EQ(proof.error().code, ErrorCode::corrupt) << after;
    EXPECT_NE(proof.error().message.find("position " + std::to_string(position) + "."),
              std::string::npos)
        << after << ": " << proof.error().message;
  }

  database::TestDatabase database_{GetParam(), Migrations()};
  std::string head_;
};
INSTANTIATE_TEST_SUITE_P(Engines, VerifyTest, database::BothEngines(),
                         testing::PrintToStringParamName());

TEST_P(VerifyTest, AnUntouchedJournalProvesItself) {
  const auto proof = Prove(head_);
  ASSERT_TRUE(proof.has_value()) << proof.error().message;
  EXPECT_EQ(proof->entries, 10);
  EXPECT_EQ(proof->head, head_);
}

TEST_P(VerifyTest, AnEmptyJournalProvesItselfButHoldsNoHead) {
  database::TestDatabase empty{GetParam(), Migrations()};
  const auto proof = Verify(*empty, "");
  ASSERT_TRUE(proof.has_value()) << proof.error().message;
  EXPECT_EQ(proof->entries, 0);
  EXPECT_EQ(proof->head, "");
  EXPECT_FALSE(Verify(*empty, head_).has_value());
}

TEST_P(VerifyTest, AChangeOfAnyColumnShows) {
  for (const std::string column :
       {"at", "officer_id", "actor_unit_id", "subject_id", "case_id", "unit_id", "person_id"}) {
    Tamper("UPDATE journal_entry SET " + column + " = " + column + " + 1 WHERE subject_id = 5");
    const bool moved = column == "subject_id";
    ExpectBrokenAt(5, column);
    Tamper("UPDATE journal_entry SET " + column + " = " + column + " - 1 WHERE " +
           (moved ? "facts = '{\"n\":5}'" : "subject_id = 5"));
    ASSERT_TRUE(Prove().has_value()) << column;
  }
  for (const std::string column :
       {"desk", "act", "subject", "why", "facts", "before", "after", "personal_digest"}) {
    Tamper("UPDATE journal_entry SET " + column + " = " + column + " || 'x' WHERE subject_id = 5");
    ExpectBrokenAt(5, column);
    Tamper("UPDATE journal_entry SET " + column + " = substr(" + column + ", 1, length(" + column +
           ") - 1) WHERE subject_id = 5");
    ASSERT_TRUE(Prove().has_value()) << column;
  }
}

TEST_P(VerifyTest, ATextMovedFromOneColumnToTheNextShows) {
  Tamper("UPDATE journal_entry SET desk = 'fundso', act = 'rder_sent' WHERE subject_id = 4");
  ExpectBrokenAt(4, "moved text");
}

TEST_P(VerifyTest, ARemovedEntryShows) {
  Tamper("DELETE FROM journal_entry WHERE subject_id = 6");
  ExpectBrokenAt(6, "removed entry");
}

TEST_P(VerifyTest, ARemovedLastEntryShows) {
  Tamper("DELETE FROM journal_entry WHERE subject_id = 10");
  ExpectBrokenAt(10, "removed last entry");
}

TEST_P(VerifyTest, ARemovedSealShows) {
  Tamper("DELETE FROM journal_seal WHERE position = 1");
  ExpectBrokenAt(1, "removed first seal");
}

TEST_P(VerifyTest, AnEntryTakenOutWithItsSealShows) {
  Tamper("DELETE FROM journal_entry WHERE subject_id = 4");
  Tamper("DELETE FROM journal_seal WHERE position = 4");
  ExpectBrokenAt(4, "hole");
  Tamper("UPDATE journal_seal SET position = position - 100 WHERE position > 4");
  Tamper("UPDATE journal_seal SET position = position + 99 WHERE position < 0");
  ExpectBrokenAt(4, "closed hole");
}

TEST_P(VerifyTest, AChangedHashShows) {
  Tamper(
      "UPDATE journal_seal SET hash = CASE WHEN hash LIKE 'f%' THEN 'e' ELSE 'f' END || "
      "substr(hash, 2) WHERE position = 8");
  ExpectBrokenAt(8, "changed hash");
}

TEST_P(VerifyTest, EntriesThatChangedPlacesShow) {
  Tamper("UPDATE journal_seal SET entry_id = -entry_id WHERE position IN (4, 5)");
  Tamper(
      "UPDATE journal_seal SET entry_id = (SELECT id FROM journal_entry WHERE subject_id = "
      "CASE WHEN position = 4 THEN 5 ELSE 4 END) WHERE position IN (4, 5)");
  ExpectBrokenAt(4, "swapped");
}

TEST_P(VerifyTest, AChangedOrRemovedPersonalValueShows) {
  Tamper(
      "UPDATE journal_personal SET cipher = 'f0' || substr(cipher, 3) WHERE entry_id = "
      "(SELECT entry_id FROM journal_seal WHERE position = 3)");
  ExpectBrokenAt(3, "changed cipher text");
  Tamper(
      "DELETE FROM journal_personal WHERE entry_id = "
      "(SELECT entry_id FROM journal_seal WHERE position = 3)");
  ExpectBrokenAt(3, "removed cipher text");
}

TEST_P(VerifyTest, AnAddedPersonalValueShows) {
  Tamper(
      "INSERT INTO journal_personal (entry_id, person_id, cipher) "
      "SELECT entry_id, 9, 'ab' FROM journal_seal WHERE position = 2");
  ExpectBrokenAt(2, "added cipher text");
}

TEST_P(VerifyTest, ADestroyedKeyIsNoDamage) {
  Tamper("DELETE FROM journal_key WHERE person_id = 9");
  EXPECT_TRUE(Prove(head_).has_value());
}

TEST_P(VerifyTest, ACutTailShowsAgainstAHeadTakenBefore) {
  for (const std::string table : {"entry", "personal"}) {
    Tamper("DELETE FROM journal_" + table + " WHERE " + (table == "entry" ? "id" : "entry_id") +
           " IN (SELECT entry_id FROM journal_seal WHERE position > 7)");
  }
  Tamper("DELETE FROM journal_seal WHERE position > 7");
  EXPECT_EQ(Prove()->entries, 7);  // What is left is a whole chain of its own.
  const auto proof = Prove(head_);
  ASSERT_FALSE(proof.has_value());
  EXPECT_EQ(proof.error().code, ErrorCode::corrupt);
}

TEST_P(VerifyTest, AnOlderHeadStillHoldsAfterMoreEntries) {
  Add(11, 13);
  const auto proof = Prove(head_);
  ASSERT_TRUE(proof.has_value()) << proof.error().message;
  EXPECT_EQ(proof->entries, 13);
  EXPECT_NE(proof->head, head_);
}

}  // namespace
}  // namespace hetang::journal
