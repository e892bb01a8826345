#include "gateway/bank/samples.h"

#include <boost/mp11.hpp>

#include "base/describe.h"

namespace hetang::bank {
namespace {

constexpr const char* kNumber = "6222020000000000016";
constexpr const char* kOriginal = "SAMPLE0000000000000000000000000000";

// Makes the parts that the samples share.
class Maker {
 public:
  Maker(const SampleBank& bank, Moment now) : bank_(bank), now_(now) {}

  Body Make(SampleKind kind) const {
    switch (kind) {
      case SampleKind::stop:
        return Stop();
      case SampleKind::release:
        return Signed<StopRelease>();
      case SampleKind::extension:
        return Extended<StopExtension>(now_ + Hours(48));
      case SampleKind::freeze:
        return Freeze();
      case SampleKind::lift:
        return Signed<FreezeLift>();
      case SampleKind::renewal:
        return Renewal();
      case SampleKind::return_notice:
        return Return();
      case SampleKind::transactions:
        return Asked<TransactionsQuery>();
      case SampleKind::holder:
        return Asked<HolderQuery>();
      case SampleKind::all_accounts:
        return AllAccounts();
      case SampleKind::watch:
        return Watch();
      case SampleKind::watch_end:
        return EndOfWatch();
      case SampleKind::payment_stop:
        return PaymentToStop();
      case SampleKind::payment_change:
        return PaymentToChange();
      case SampleKind::payment_query:
        return PaymentToAsk();
    }
    return Stop();
  }

 private:
  // An order with its head, its two officers and, where it has one, the earlier order's id.
  template <typename Order>
  Order Begun() const {
    Order order;
    order.head.application_id = kOriginal;
    order.head.case_number = "AJ000000202601010001";
    order.head.case_type = "01";
    order.tail.application_time = now_;
    order.tail.application_org_id = std::string(kCentreNode);
    order.tail.application_org_name = "样例反诈中心";
    order.tail.operator_ = {"08", IdentityNumber("P000001"), PersonName("样例甲"),
                            PhoneNumber("00000000000")};
    order.tail.investigator = {"08", IdentityNumber("P000002"), PersonName("样例乙"), std::nullopt};
    if constexpr (requires { order.original_application_id.str(); }) {
      order.original_application_id = kOriginal;
    }
    if constexpr (requires { order.reason; }) order.reason = "电信网络诈骗";
    return order;
  }
  // The same about an account.
  template <typename Order>
  Order Signed() const {
    Order order = Begun<Order>();
    order.target.bank_id = bank_.code;
    order.target.bank_name = bank_.name;
    order.target.account_name = PersonName("样例户主");
    order.target.account_number = AccountNumber(kNumber);
    return order;
  }
  template <typename Order>
  Order Extended(Moment start) const {
    Order order = Signed<Order>();
    order.postpone_start_time = start;
    order.expire_time = start + Hours(48);
    return order;
  }
  template <typename Order>
  Order Asked() const {
    Order order = Begun<Order>();
    order.target = {SubjectType::natural, bank_.code, bank_.name, PersonName("样例户主"),
                    AccountNumber(kNumber)};
    return order;
  }
  template <typename Order>
  Order AboutPayment() const {
    Order order = Begun<Order>();
    order.head.case_type = "0000";
    order.target = {bank_.code, bank_.name, OrderNumberKind::institution_order,
                    "20260101000000001"};
    return order;
  }

  TransferLeg Victim() const {
    return {Text<12>("900000000000"), Text<100>("样例银行"), PersonName("样例受害人"),
            AccountNumber("6217000000000000024")};
  }
  StopRequest Stop() const {
    StopRequest stop = Signed<StopRequest>();
    stop.transfer_out = Victim();
    stop.transfer_amount_fen = Fen(5'000'000);
    stop.transfer_time = now_ - Minutes(10);
    stop.start_time = now_;
    stop.expire_time = now_ + Hours(48);
    return stop;
  }
  FreezeRequest Freeze() const {
    FreezeRequest freeze = Signed<FreezeRequest>();
    freeze.balance_fen = Fen(5'000'000);
    freeze.freeze_start_time = now_;
    freeze.expire_time = AddMonths(now_, 6);
    freeze.tail.attachments = {{"立案决定书.html", "样例"}, {"协助冻结财产通知书.html", "样例"}};
    return freeze;
  }
  FreezeRenewal Renewal() const {
    auto renewal = Extended<FreezeRenewal>(AddMonths(now_, 6));
    renewal.balance_fen = Fen(5'000'000);
    renewal.expire_time = AddMonths(now_, 12);
    return renewal;
  }
  ReturnNotice Return() const {
    auto notice = Signed<ReturnNotice>();
    notice.decision_number = "样公(刑)返字〔2026〕0001号";
    notice.total_amount_fen = Fen(5'000'000);
    notice.payee = {{"1", "样例银行", PersonName("样例受害人"),
                     AccountNumber("6217000000000000024"), Fen(5'000'000)}};
    notice.tail.attachments = {{"冻结资金协助返还通知书.html", "样例"}};
    return notice;
  }
  AccountsQuery AllAccounts() const {
    auto query = Begun<AccountsQuery>();
    query.subject.bank_id = bank_.code;
    query.subject.bank_name = bank_.name;
    query.subject.account_subject_name = PersonName("样例户主");
    return query;
  }
  WatchRequest Watch() const {
    auto watch = Asked<WatchRequest>();
    watch.interception_order_id = kOriginal;
    watch.interception_start_time = now_;
    watch.interception_end_time = now_ + Days(30);
    return watch;
  }
  WatchEnd EndOfWatch() const {
    auto end = Asked<WatchEnd>();
    end.interception_end_time = now_;
    return end;
  }
  PaymentStop PaymentToStop() const {
    auto stop = AboutPayment<PaymentStop>();
    stop.transfer_out = Victim();
    stop.transfer_amount_fen = Fen(500'000);
    stop.transfer_time = now_ - Minutes(10);
    stop.start_time = now_;
    stop.expire_time = now_ + Hours(48);
    return stop;
  }
  PaymentStopChange PaymentToChange() const {
    auto change = AboutPayment<PaymentStopChange>();
    change.operation_type = PaymentOperation::extend;
    change.expire_time = now_ + Hours(96);
    return change;
  }
  PaymentQuery PaymentToAsk() const { return AboutPayment<PaymentQuery>(); }

  const SampleBank& bank_;
  const Moment now_;
};

}  // namespace

std::vector<SampleKind> AllSampleKinds() {
  std::vector<SampleKind> kinds;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<SampleKind>>(
      [&](auto enumerator) { kinds.push_back(enumerator.value); });
  return kinds;
}

Envelope SampleOf(SampleKind kind, const SampleBank& bank, Moment now) {
  return {bank.code, std::string(kCentreNode) + std::string(28, '0'), Maker(bank, now).Make(kind)};
}

}  // namespace hetang::bank
