#include "sim/layouts.h"

#include <array>

#include "base/text.h"

namespace hetang::sim {
namespace {

constexpr std::string_view kCanonical =
    "card:交易卡号|account:交易账号|holder:账户开户名称|identity:开户人证件号码|time:交易时间|"
    "amount:交易金额|balance:交易余额|direction:收付标志|other:交易对手账卡号|cash:现金标志|"
    "other_name:对手户名|other_identity:对手身份证号|other_bank:对手开户银行|summary:摘要说明|"
    "currency:交易币种|branch:交易网点名称|branch_code:交易网点代码|place:交易发生地|"
    "success:交易是否成功|summons:传票号|terminal:终端号|ip:IP地址|mac:MAC地址|"
    "other_balance:对手交易余额|serial:交易流水号|log:日志号|voucher_kind:凭证种类|voucher:凭证号|"
    "teller:交易柜员号|merchant:商户名称|merchant_code:商户号|remark:备注|type:交易类型|"
    "reason:查询反馈结果原因";
constexpr std::string_view kParty =
    "account:交易账号|card:交易卡号|holder:交易方户名|identity:交易方证件号码|time:交易时间|"
    "direction:收付标志|amount:交易金额|balance:交易余额|currency:交易币种|other:对手账号|"
    "other_name:对手户名|other_bank:对手开户银行|summary:摘要说明|success:交易是否成功|"
    "serial:交易流水号|order:商户订单号|merchant:商户名称|branch:交易网点名称|remark:备注|"
    "reason:查询反馈结果原因";
constexpr std::string_view kHandTool =
    "account:查询账号|other_name:对方账号姓名|other:对方账号卡号|amount:金额|balance:余额|"
    "direction:借贷标志|type:交易类型|success:交易结果|time:交易时间|serial:交易流水号|"
    "open_bank:交易开户行|branch:交易网点名称|summary:交易摘要|merchant:商户名称";
constexpr std::string_view kWallet =
    "time:交易时间|payer_wallet:付款支付帐号|payer_bank:付款银行卡银行名称|"
    "payer_card:付款银行卡号|amount:交易金额|balance:交易余额|payee_wallet:收款支付帐号|"
    "payee_bank:收款银行卡银行名称|payee_card:收款银行卡号|direction:交易主体的出入账标识|"
    "merchant:收款方的商户名称|merchant_code:收款方的商户号|order:订单号";
constexpr std::string_view kPassbook =
    "index:序号|time:交易日期|amount_in:收入金额|amount_out:支出金额|balance:余额|"
    "other:对方账号|other_name:对方户名|summary:摘要|place:交易发生地";
constexpr std::string_view kCompany =
    "account:账号|holder:账户名称|time:交易时间|amount_out:借方发生额|amount_in:贷方发生额|"
    "balance:账户余额|other:对方账号|other_name:对方户名|other_bank:对方开户行|summary:摘要|"
    "remark:用途|serial:流水号";
constexpr std::string_view kInFen =
    "card:卡号|time:交易时间|direction:借贷标志|amount:交易金额(分)|balance:交易余额(分)|"
    "other:对方账号|other_name:对方户名|summary:交易摘要|serial:交易流水号";
constexpr std::string_view kTwoInFen =
    "card:卡号|account:账号|time:入账时间|amount_in:收入金额（分）|amount_out:支出金额（分）|"
    "balance:余额（分）|other:交易对手账卡号|other_name:交易对方|summary:商品说明|serial:流水号";
constexpr std::string_view kShort =
    "card:卡号|account:账号|holder:户名|time:交易时间|direction:收支类型|amount:金额|"
    "balance:余额|other:对方卡号|other_name:对方姓名|summary:摘要|serial:交易号";
constexpr std::string_view kYuanHeader =
    "serial:流水号|card:交易卡号|time:交易时间|direction:借贷方向|amount:交易金额（元）|"
    "balance:账户余额（元）|other:对手账号|other_name:对手户名|summary:摘要说明|cash:现金标志|"
    "success:交易状态|order:订单号";
constexpr std::string_view kSplit =
    "card:交易卡号|account:交易账号|date:交易日期|clock:交易时间|direction:收付标志|"
    "amount:交易额|balance:交易余额|other:交易对手账卡号|other_name:对手户名|"
    "other_bank:对手开户银行|summary:摘要|serial:交易流水号|cash:现金标志";
constexpr std::string_view kBare =
    "account:账号|time:交易时间|direction:收付标志|amount:交易金额|other:对方账号|"
    "other_name:对方户名|summary:摘要";
constexpr std::string_view kBareDay =
    "card:卡号|time:账务日期|direction:收支类型|amount:交易金额|other:对手账号|"
    "other_name:对手户名|summary:交易摘要";
constexpr std::string_view kMinute =
    "card:交易卡号|account:交易账号|time:交易时间|direction:收付标志|amount:交易金额|"
    "balance:交易余额|other:对方账号|other_name:对方姓名|summary:摘要说明|branch:交易网点名称";
constexpr std::string_view kDay =
    "card:交易卡号|account:交易账号|time:交易日期|direction:借贷标志|amount:交易金额|"
    "balance:交易余额|other:交易对手账卡号|other_name:对手户名|summary:摘要说明|serial:流水号";
constexpr std::string_view kNames =
    "time:交易时间|direction:收支类型|amount:金额|balance:余额|other_name:交易对方|"
    "summary:摘要|serial:流水号";
constexpr std::string_view kTitled =
    "time:交易时间|direction:借贷标志|amount:交易金额|balance:账户余额|other:对方账号|"
    "other_name:对方户名|summary:摘要|serial:交易流水号|remark:备注";

using enum FileFormat;
using enum TextEncoding;
using enum Scope;
using enum Fineness;
using T = TimeStyle;
using A = AmountStyle;
using N = NumberStyle;
constexpr auto kOfWallets = LayoutTable::wallet;

constexpr std::array kLayouts{
    Layout{.name = "canonical_gb",
           .encoding = gb18030,
           .number = N::tabbed,
           .titles = 1,
           .columns = kCanonical},
    Layout{.name = "canonical_utf8",
           .crlf = false,
           .newest_first = true,
           .time = T::compact,
           .directions = "贷,借",
           .success = "00,01",
           .columns = kCanonical},
    Layout{.name = "canonical_bom",
           .encoding = utf_8_bom,
           .time = T::slashes,
           .amount = A::commas,
           .directions = "入,出",
           .success = "是,否",
           .totals = true,
           .columns = kCanonical},
    Layout{.name = "canonical_16le",
           .encoding = utf_16le,
           .delimiter = '\t',
           .directions = "收,付",
           .columns = kCanonical},
    Layout{.name = "canonical_16be",
           .encoding = utf_16be,
           .delimiter = '\t',
           .quote_all = true,
           .newest_first = true,
           .time = T::dots,
           .columns = kCanonical},
    Layout{.name = "canonical_book", .format = xlsx, .columns = kCanonical},
    Layout{.name = "canonical_dates",
           .format = xlsx,
           .newest_first = true,
           .time = T::date_cell,
           .amount = A::number,
           .directions = "贷,借",
           .titles = 2,
           .columns = kCanonical},
    Layout{.name = "party_gb",
           .encoding = gb18030,
           .time = T::compact,
           .number = N::tabbed,
           .columns = kParty},
    Layout{.name = "party_utf8",
           .scope = one_account,
           .time = T::chinese,
           .amount = A::yuan,
           .directions = "收入,支出",
           .success = "交易成功,交易失败",
           .titles = 2,
           .totals = true,
           .columns = kParty},
    Layout{.name = "party_serial",
           .format = xlsx,
           .time = T::serial,
           .amount = A::number,
           .columns = kParty},
    Layout{.name = "party_zone",
           .encoding = utf_8_bom,
           .crlf = false,
           .time = T::zone,
           .amount = A::yen,
           .directions = "转入,转出",
           .columns = kParty},
    Layout{.name = "hand_gb", .encoding = gb18030, .directions = "贷,借", .columns = kHandTool},
    Layout{.name = "hand_book",
           .format = xls,
           .scope = one_account,
           .time = T::compact_gap,
           .directions = "贷方,借方",
           .columns = kHandTool},
    Layout{.name = "hand_utf8",
           .quote_all = true,
           .newest_first = true,
           .time = T::slashes,
           .amount = A::commas,
           .directions = "1,0",
           .columns = kHandTool},
    Layout{.name = "hand_day",
           .encoding = gb18030,
           .scope = one_account,
           .fineness = day,
           .time = T::compact,
           .directions = "贷,借",
           .columns = kHandTool},
    Layout{.name = "wallet_utf8", .table = kOfWallets, .directions = "入,出", .columns = kWallet},
    Layout{.name = "wallet_gb",
           .table = kOfWallets,
           .encoding = gb18030,
           .time = T::compact,
           .number = N::tabbed,
           .directions = "进,出",
           .columns = kWallet},
    Layout{.name = "wallet_book",
           .table = kOfWallets,
           .format = xlsx,
           .amount = A::number,
           .directions = "入账,出账",
           .columns = kWallet},
    Layout{.name = "passbook_gb",
           .encoding = gb18030,
           .scope = account_in_title,
           .fineness = day,
           .amount = A::commas,
           .titles = 3,
           .totals = true,
           .columns = kPassbook},
    Layout{.name = "passbook_new",
           .scope = account_in_title,
           .newest_first = true,
           .fineness = day,
           .time = T::slashes,
           .titles = 2,
           .columns = kPassbook},
    Layout{.name = "passbook_book",
           .format = xlsx,
           .scope = account_in_title,
           .fineness = minute,
           .amount = A::number,
           .titles = 3,
           .totals = true,
           .columns = kPassbook},
    Layout{.name = "company_gb",
           .encoding = gb18030,
           .time = T::compact_gap,
           .titles = 1,
           .totals = true,
           .repeats_header = true,
           .columns = kCompany},
    Layout{.name = "company_minute",
           .scope = one_account,
           .newest_first = true,
           .fineness = minute,
           .amount = A::commas,
           .columns = kCompany},
    Layout{.name = "company_16le",
           .encoding = utf_16le,
           .delimiter = '\t',
           .time = T::dots,
           .columns = kCompany},
    Layout{.name = "fen_utf8",
           .time = T::compact,
           .amount = A::fen,
           .directions = "C,D",
           .columns = kInFen},
    Layout{.name = "fen_two_book", .format = xls, .amount = A::fen, .columns = kTwoInFen},
    Layout{.name = "fen_two_gb",
           .encoding = gb18030,
           .newest_first = true,
           .time = T::slashes,
           .amount = A::fen,
           .number = N::blanks,
           .columns = kTwoInFen},
    Layout{.name = "short_wan",
           .encoding = utf_8_bom,
           .amount = A::wan,
           .directions = "收入,支出",
           .columns = kShort},
    Layout{.name = "short_grouped",
           .scope = one_account,
           .time = T::utc,
           .number = N::grouped,
           .directions = "转入,转出",
           .columns = kShort},
    Layout{.name = "short_currency",
           .encoding = gb18030,
           .delimiter = '\t',
           .amount = A::currency,
           .directions = "入账,出账",
           .repeats_header = true,
           .columns = kShort},
    Layout{.name = "yuan_header",
           .newest_first = true,
           .amount = A::plus,
           .directions = "贷,借",
           .success = "成功,失败",
           .columns = kYuanHeader},
    Layout{.name = "yuan_book",
           .format = xlsx,
           .time = T::chinese,
           .amount = A::yen,
           .directions = "贷记,借记",
           .success = "交易成功,交易失败",
           .columns = kYuanHeader},
    Layout{.name = "split_gb", .encoding = gb18030, .time = T::split, .columns = kSplit},
    Layout{.name = "split_utf8",
           .quote_all = true,
           .time = T::split_marks,
           .amount = A::commas,
           .directions = "收,付",
           .columns = kSplit},
    Layout{.name = "bare_gb", .encoding = gb18030, .number = N::tabbed, .columns = kBare},
    Layout{.name = "bare_day",
           .crlf = false,
           .fineness = day,
           .time = T::chinese,
           .directions = "收入,支出",
           .columns = kBareDay},
    Layout{.name = "minute_utf8",
           .fineness = minute,
           .time = T::slashes,
           .number = N::blanks,
           .columns = kMinute},
    Layout{.name = "day_midnight",
           .encoding = gb18030,
           .newest_first = true,
           .fineness = day,
           .time = T::midnight,
           .directions = "贷,借",
           .columns = kDay},
    Layout{.name = "names_only",
           .encoding = gb18030,
           .scope = account_in_title,
           .titles = 2,
           .totals = true,
           .columns = kNames},
    Layout{.name = "titled_utf8",
           .scope = account_in_title,
           .newest_first = true,
           .time = T::compact,
           .amount = A::yuan,
           .directions = "贷,借",
           .titles = 3,
           .columns = kTitled},
};

}  // namespace

std::span<const Layout> Layouts() { return kLayouts; }

std::vector<ColumnOf> ColumnsOf(const Layout& layout) {
  std::vector<ColumnOf> columns;
  for (const std::string_view part : Split(layout.columns, '|')) {
    const std::size_t colon = part.find(':');
    columns.push_back({part.substr(0, colon), part.substr(colon + 1)});
  }
  return columns;
}

bool Layout::Has(std::string_view field) const {
  for (const ColumnOf& column : ColumnsOf(*this)) {
    if (column.field == field) return true;
  }
  return false;
}

bool Layout::is_full() const {
  return fineness == Fineness::second && Has("balance") && Has("serial") && Has("card") &&
         Has("other");
}

}  // namespace hetang::sim
