// For tests: a centre with frozen money, its victims, a leader, and the steps of a round.
#pragma once

#include <fstream>
#include <string>
#include <vector>

#include "desk/funds/return_rounds.h"
#include "desk/funds/test_centre.h"
#include "desk/trail/test_trail.h"

namespace hetang::funds {

inline constexpr const char* kMule = "6222020000000000018";
inline constexpr const char* kVictimCard = "6228480000000000018";

class TestReturns : public TestCentre {
 public:
  explicit TestReturns(database::Engine engine) : TestCentre(engine) {
    leader_ = Leader("900201");
    other_leader_ = Leader("900202");
  }

  const auth::Principal& leader() const { return leader_; }
  const auth::Principal& other_leader() const { return other_leader_; }

  // A freeze in force of the account that the case's payment went to.
  Order Freeze(const registry::OpenedCase& opened, Fen held,
               OrderState state = OrderState::frozen) {
    const registry::Payment& payment = opened.payments.front();
    Order order;
    order.kind = OrderKind::freeze;
    order.case_id = opened.record.id;
    order.unit_id = opened.record.unit_id;
    order.account_id = payment.to_account_id.value_or(0);
    order.application_id = bank::NewApplicationId("100201", now());
    order.bank_code = payment.to_bank_code;
    order.bank_name = payment.to_bank_name;
    order.account_number = payment.to_account;
    order.account_holder = payment.to_holder;
    order.amount_fen = held;
    order.state = state;
    order.requested_at = now();
    order.starts_at = now();
    order.expires_at = AddMonths(now(), 6);
    order.operator_id = second().officer_id;
    order.held_fen = held;
    order.freeze_mode = FreezeMode::limit;
    const auto id = Write([&](database::Transaction& tx) { return tx.Insert(order); });
    HT_CHECK(id.has_value());
    order.id = *id;
    return order;
  }

  // The statement of the frozen account, of rows `time,amount,balance,direction,other`.
  void Statement(const std::vector<trail::FileRow>& rows) {
    const std::string path = folder_.path() + "/" + std::to_string(++files_) + ".csv";
    std::ofstream(path, std::ios::binary) << trail::Transactions(rows);
    trail::ImportWish wish;
    wish.files.push_back({path, "rows.csv"});
    const SimulatedClock clock(now());
    HT_CHECK(trail::ImportFiles(db(), clock, wish).has_value());
  }

  template <typename Act>
  auto Do(Act&& act) {
    return Write([&](database::Transaction& tx) { return act(tx); });
  }
  Result<Round> Open(const Order& order, const std::string& early = "") {
    OpenRoundForm form;
    form.order_id = order.id;
    if (!early.empty()) form.early_reason = Text<400>(early);
    return Do([&](auto& tx) { return OpenRound(tx, form, duty(), now()); });
  }
  static ClaimForm ClaimOf(const registry::OpenedCase& opened) {
    ClaimForm form;
    form.case_id = opened.record.id;
    for (const auto& payment : opened.payments) form.payment_ids.push_back(payment.id);
    return form;
  }
  Result<Round> Add(const Round& round, const ClaimForm& form) {
    return Do([&](auto& tx) { return AddClaim(tx, round.id, form, duty(), now()); });
  }
  Round Reload(const Round& round) {
    return *db().Read([&](database::Transaction& tx) { return tx.Get<Round>(round.id); });
  }
  using TestCentre::Reload;
  std::vector<Claim> Claims(const Round& round) {
    return *db().Read([&](database::Transaction& tx) { return ClaimsOf(tx, round.id); });
  }
  std::vector<std::int64_t> Returns(const Round& round) {
    std::vector<std::int64_t> fen;
    for (const Claim& claim : Claims(round)) fen.push_back(claim.return_fen.value());
    return fen;
  }
  Result<Round> Ask(const Round& round) {
    const AskForm form{Reload(round).proposal_digest, Text<400>("被害人身份及资金流向均已核实")};
    return Do([&](auto& tx) { return AskReport(tx, round.id, form, duty(), now()); });
  }
  Result<approval::Request> Approve(const auth::Principal& who, bool approve = true) {
    return Do([&](database::Transaction& tx) -> Result<approval::Request> {
      HT_TRY(const auto requests,
             tx.Find<approval::Request>("WHERE act = 'return_report' ORDER BY id DESC"));
      approval::Decider decider;
      decider.actor = who.actor();
      decider.rights = who.rights;
      decider.units = who.units;
      return approval::Decide(tx, requests.at(0).id, decider, {approve, Text<400>("已核")},
                              ReturnApprovalHandlers(), now());
    });
  }
  Result<Round> Publish(const Round& round) {
    return Do([&](auto& tx) {
      return PublishNotice(tx, round.id, {Text<4000>("返还公告")}, duty(), now());
    });
  }
  Result<Round> DecideIt(const Round& round) {
    return Do([&](auto& tx) { return funds::Decide(tx, round.id, duty(), now()); });
  }
  Result<Round> NotifyBank(const Round& round) {
    return NotifyBank(round, {second().officer_id, true});
  }
  Result<Round> NotifyBank(const Round& round, const NotifyForm& form) {
    return Do([&](auto& tx) { return Notify(tx, round.id, form, duty(), now()); });
  }
  Result<Round> Receipt(const Round& round, const std::vector<ReceiptLine>& lines) {
    const ReceiptForm form{Text<60>("HZ-1"), {}, lines};
    return Do([&](auto& tx) { return RecordReceipt(tx, round.id, form, duty(), now()); });
  }
  // What the bank says when it has given everything.
  std::vector<ReceiptLine> InFull(const Round& round) {
    std::vector<ReceiptLine> lines;
    for (const Claim& claim : Claims(round)) {
      if (claim.executed_fen < claim.return_fen) {
        lines.push_back({claim.id, claim.return_fen - claim.executed_fen, Text<200>()});
      }
    }
    return lines;
  }
  Result<Round> Confirm(const Round& round, const Claim& claim) {
    return Do([&](auto& tx) {
      return ConfirmClaim(tx, round.id, claim.id, {Text<200>("本人已收到")}, duty(), now());
    });
  }
  // From a draft with claims to the decision, by ratio.
  Result<Round> DecideByRatio(const Round& round) {
    HT_TRY_STATUS(Ask(round));
    HT_TRY_STATUS(Approve(leader()));
    HT_TRY_STATUS(Publish(round));
    Advance(Days(30));
    return DecideIt(round);
  }

 private:
  auth::Principal Leader(const std::string& number) {
    const auto added = Write([&](database::Transaction& tx) -> Result<auth::Principal> {
      roster::NewOfficer officer;
      officer.unit_id = duty().unit_id;
      officer.name = Text<40>("覃远山" + number);
      officer.number = Text<20>(number);
      officer.phone = PhoneNumber("000-0000102");
      officer.roles = "leader";
      officer.login = Text<40>("login" + number);
      HT_TRY(const auto made, roster::AddOfficer(tx, officer, {}, now()));
      return roster::Roster().PrincipalOf(tx, made.id);
    });
    HT_CHECK(added.has_value());
    return *added;
  }

  database::TemporaryFolder folder_;
  auth::Principal leader_;
  auth::Principal other_leader_;
  int files_ = 0;
};

}  // namespace hetang::funds
