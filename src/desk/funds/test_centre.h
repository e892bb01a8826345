// For tests of this desk and later ones: a centre's database with two officers, two banks and a
// case.
#pragma once

#include <string>
#include <vector>

#include "desk/funds/funds.h"
#include "desk/funds/papers.h"
#include "desk/trail/trail.h"
#include "gateway/bank/profile.h"
#include "platform/database/test_database.h"

namespace hetang::funds {

inline std::vector<database::Migration> TestMigrations(
    const std::vector<database::Migration>& of_later_desks) {
  std::vector<database::Migration> all;
  for (const auto module :
       {journal::Migrations(), outbox::Migrations(), deadline::Migrations(), approval::Migrations(),
        auth::Migrations(), document::Migrations(), roster::Migrations(), registry::Migrations(),
        trail::Migrations(), funds::Migrations()}) {
    all.insert(all.end(), module.begin(), module.end());
  }
  all.insert(all.end(), of_later_desks.begin(), of_later_desks.end());
  return all;
}

inline constexpr std::string_view kBankA = "900000000001";
inline constexpr std::string_view kBankB = "900000000002";

class TestCentre {
 public:
  explicit TestCentre(database::Engine engine,
                      const std::vector<database::Migration>& of_later_desks = {})
      : database_(engine, TestMigrations(of_later_desks)) {
    const auto filled = db().Write([&](database::Transaction& tx) { return Fill(tx); });
    HT_CHECK(filled.has_value());
  }

  database::Database& db() { return *database_; }
  const auth::Principal& duty() const { return duty_; }
  const auth::Principal& second() const { return second_; }
  const auth::Principal& leader() const { return leader_; }
  const auth::Principal& other_leader() const { return other_leader_; }
  Moment now() const { return now_; }
  void Advance(Duration by) { now_ = now_ + by; }

  template <typename Work>
  auto Write(Work&& work) {
    return db().Write(std::forward<Work>(work));
  }

  // A case with one payment of 50,000 yuan, its leg whole, to `account` at bank A.
  registry::OpenedCase OpenCase(std::string account = "6222020000000000018") {
    registry::NewCase form;
    form.unit_id = duty_.unit_id;
    form.began_at = now_ - Minutes(1);
    form.narrative = PersonalText("被骗经过");
    form.victim.name = PersonName("瞿安澜");
    form.victim.phone = PhoneNumber("1990000" + std::to_string(1000 + ++cases_));
    registry::Payment payment;
    payment.amount_fen = Fen(5'000'000);
    payment.at = now_ - Minutes(5);
    payment.from_bank_code = kBankB;
    payment.from_bank_name = Text<80>("乙银行");
    payment.from_account = AccountNumber("6228480000000000018");
    payment.from_holder = PersonName("瞿安澜");
    payment.to_bank_code = kBankA;
    payment.to_bank_name = Text<80>("甲银行");
    payment.to_account = AccountNumber(std::move(account));
    payment.to_holder = PersonName("邬望舒");
    form.payments.push_back(payment);
    auto opened =
        Write([&](database::Transaction& tx) { return registry::OpenCase(tx, form, duty_, now_); });
    HT_CHECK(opened.has_value());
    return *opened;
  }

  StopWish WishFor(const registry::OpenedCase& opened) const {
    StopWish wish;
    wish.record = opened.record;
    wish.payment = opened.payments.front();
    wish.bank_code = wish.payment->to_bank_code;
    wish.account = wish.payment->to_account;
    wish.holder = wish.payment->to_holder;
    wish.amount_fen = wish.payment->amount_fen;
    wish.reason = "涉案账户紧急止付";
    return wish;
  }

  Result<Placed> Place(const StopWish& wish) {
    return Write([&](database::Transaction& tx) { return PlaceStop(tx, wish, duty_, now_); });
  }

  // A case that has been filed.
  registry::OpenedCase FiledCase(std::string account = "6222020000000000018") {
    registry::OpenedCase opened = OpenCase(std::move(account));
    opened.record.state = registry::CaseState::filed;
    opened.record.filing_number = "LA43020220260001";
    opened.record.filed_at = now_;
    const auto filed = Write([&](database::Transaction& tx) { return tx.Update(opened.record); });
    HT_CHECK(filed.has_value());
    return opened;
  }

  // A stop that its bank has answered.
  Order Stopped(const registry::OpenedCase& opened, const char* result = "0000") {
    const auto placed = Place(WishFor(opened));
    HT_CHECK(placed.has_value());
    HT_CHECK(Answer(kBankA, FeedbackFor(placed->order, result)) == Verdict::effective);
    return Reload(placed->order);
  }

  // Any answer as its bank writes it.
  template <typename Feedback>
  std::string Written(const Order& order, Feedback feedback, const char* result = "0000") const {
    feedback.application_id = Text<36>(order.application_id);
    feedback.result = Text<4>(result);
    feedback.feedback_org_name = Text<100>("甲银行");
    if constexpr (requires { feedback.account_number = order.account_number; }) {
      if (!order.account_number.empty()) feedback.account_number = order.account_number;
    }
    bank::Envelope envelope;
    envelope.to = bank::kCentreNode;
    envelope.serial = bank::NewSerial(order.bank_code);
    envelope.body = feedback;
    const auto written = bank::Write(envelope, bank::KeepingProfile());
    HT_CHECK(written.has_value());
    return *written;
  }

  // What left for this order.
  template <typename Message>
  Message SentFor(const Order& order) {
    const auto payloads = db().Read([&](database::Transaction& tx) {
      return tx.Query<PersonalText>("SELECT payload FROM outbox_message WHERE key = :k",
                                    order.application_id);
    });
    return std::get<Message>(bank::Read(payloads->at(0).Reveal(), bank::KeepingProfile())->body);
  }

  Result<approval::Request> Decide(std::int64_t request_id, const auth::Principal& who,
                                   bool approve) {
    approval::Decider decider;
    decider.actor = who.actor();
    decider.rights = who.rights;
    decider.units = who.units;
    return Write([&](database::Transaction& tx) {
      return approval::Decide(tx, request_id, decider, {approve, Text<400>("已核")},
                              ApprovalHandlers(), now_);
    });
  }
  // The request that waits about this order.
  std::int64_t RequestAbout(const Order& order) {
    const auto found = db().Read([&](database::Transaction& tx) {
      return tx.Find<approval::Request>(
          "WHERE subject = 'order' AND subject_id = :o AND"
          " state = 'waiting'",
          order.id);
    });
    HT_CHECK(found.has_value() && found->size() == 1);
    return found->front().id;
  }

  // Time goes on: every step of every clock that falls in it is taken, and what has run out is
  // marked so, as the running program does.
  void Pass(Duration by) {
    Advance(by);
    HT_CHECK(deadline::RunDue(db(), now_).has_value());
    const auto due = db().Read([&](database::Transaction& tx) {
      return tx.Find<deadline::Deadline>(
          "WHERE subject = 'order' AND state = 'open' AND"
          " due_at <= :now",
          now_);
    });
    for (const deadline::Deadline& clock : *due) {
      journal::Sealed entry;
      entry.desk = "deadline";
      entry.act = "deadline_fell_due";
      entry.subject = clock.subject;
      entry.subject_id = clock.subject_id;
      entry.at = now_;
      const auto followed = Write([&](database::Transaction& tx) { return OnJournal(tx, entry); });
      HT_CHECK(followed.has_value());
    }
  }

  // What the bank writes about an order, in the profile of the platform.
  std::string FeedbackFor(const Order& order, std::string result) const {
    bank::StopFeedback feedback;
    feedback.application_id = Text<36>(order.application_id);
    feedback.result = Text<4>(std::move(result));
    feedback.account_number = order.account_number;
    feedback.account_balance_fen = Fen(3'210'000);
    feedback.start_time = Moment{order.requested_at.ms / 1000 * 1000};
    feedback.expire_time = *feedback.start_time + Hours(48);
    feedback.feedback_org_name = Text<100>("甲银行");
    bank::Envelope envelope;
    envelope.to = bank::kCentreNode;
    envelope.serial = bank::NewSerial(order.bank_code);
    envelope.body = feedback;
    const auto written = bank::Write(envelope, *bank::FindProfile("platform"));
    HT_CHECK(written.has_value());
    return *written;
  }

  Verdict Answer(std::string_view bank_code, const std::string& raw) {
    const auto verdict =
        Write([&](database::Transaction& tx) { return TakeAnswer(tx, bank_code, raw, now_); });
    HT_CHECK(verdict.has_value());
    return *verdict;
  }

  Order Reload(const Order& order) {
    return *db().Read([&](database::Transaction& tx) { return tx.Get<Order>(order.id); });
  }
  std::int64_t Count(const std::string& from_where) {
    return db()
        .Read([&](database::Transaction& tx) {
          return tx.Query<std::int64_t>("SELECT COUNT(*) FROM " + from_where);
        })
        ->front();
  }

 private:
  Result<auth::Principal> AddOfficer(database::Transaction& tx, std::string name,
                                     std::string number, std::int64_t unit_id,
                                     std::string roles = "duty") {
    roster::NewOfficer officer;
    officer.unit_id = unit_id;
    officer.name = Text<40>(std::move(name));
    officer.number = Text<20>(number);
    officer.phone = PhoneNumber("000-0000101");
    officer.roles = std::move(roles);
    officer.login = Text<40>("login" + number);
    HT_TRY(const auto added, roster::AddOfficer(tx, officer, {}, now_));
    return roster::Roster().PrincipalOf(tx, added.id);
  }

  Status Fill(database::Transaction& tx) {
    HT_TRY_STATUS(roster::Seed(tx, now_));
    HT_TRY_STATUS(registry::Seed(tx));
    HT_TRY_STATUS(Seed(tx));
    HT_TRY_STATUS(document::Seed(tx, PaperKinds()));
    HT_TRY(const auto units, tx.Find<roster::Unit>("WHERE kind = 'centre'"));
    HT_TRY(duty_, AddOfficer(tx, "韦青禾", "900101", units.front().id));
    HT_TRY(second_, AddOfficer(tx, "蓝一舟", "900102", units.front().id));
    HT_TRY(leader_, AddOfficer(tx, "罗领", "900103", units.front().id, "leader"));
    HT_TRY(other_leader_, AddOfficer(tx, "简策", "900104", units.front().id, "leader"));
    for (const auto& [code, name] : {std::pair(kBankA, "甲银行"), std::pair(kBankB, "乙银行")}) {
      Bank bank;
      bank.code = Text<12>(std::string(code));
      bank.name = Text<80>(name);
      bank.phone_24h = Text<40>("000-1110000");
      bank.address = Text<300>("http://127.0.0.1:9/");
      HT_TRY_STATUS(tx.Insert(bank));
    }
    return {};
  }

  database::TestDatabase database_;
  Moment now_ = *ParseIso("2026-03-02T21:00:00+08:00");
  auth::Principal duty_;
  auth::Principal second_;
  auth::Principal leader_;
  auth::Principal other_leader_;
  int cases_ = 0;
};

}  // namespace hetang::funds
