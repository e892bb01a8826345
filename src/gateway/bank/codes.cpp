// Data table.
#include "gateway/bank/codes.h"

#include <array>

namespace hetang::bank {
namespace {

constexpr std::array kCodes{
    ResultCode{"0000", Outcome::done, "成功", "Done"},
    ResultCode{"0100", Outcome::refused, "证件与账户不符", "The ID does not belong to the account"},
    ResultCode{"0199", Outcome::refused, "身份信息有误（其他）", "Identity wrong (other)"},
    ResultCode{"0200", Outcome::refused, "金额格式错误或为负", "Amount malformed or negative"},
    ResultCode{"0299", Outcome::refused, "金额有误（其他）", "Amount wrong (other)"},
    ResultCode{"0300", Outcome::refused, "账户不存在", "No such account"},
    ResultCode{"0301", Outcome::refused, "户名与账号不符", "Account name does not match"},
    ResultCode{"0302", Outcome::refused, "白名单账户", "The account is whitelisted"},
    ResultCode{"0303", Outcome::refused, "账户已挂失", "The account is reported lost"},
    ResultCode{"0304", Outcome::refused, "账户状态不正常", "The account is not in a normal state"},
    ResultCode{"0399", Outcome::refused, "账户有误（其他）", "Account wrong (other)"},
    ResultCode{"0400", Outcome::refused, "原申请不存在", "The original order is not known"},
    ResultCode{"0499", Outcome::refused, "原申请有误（其他）", "Original order wrong (other)"},
    ResultCode{"0500", Outcome::refused, "必填项缺失", "A mandatory field is missing"},
    ResultCode{"0501", Outcome::refused, "报文无法解析", "The message cannot be read"},
    ResultCode{"0599", Outcome::refused, "报文格式错误（其他）", "Format wrong (other)"},
    ResultCode{"0600", Outcome::refused, "缺少法律文书", "The legal document is missing"},
    ResultCode{"0699", Outcome::refused, "法律文书有误（其他）", "Legal document wrong (other)"},
    ResultCode{"0700", Outcome::refused, "机构代码错误", "Organisation code wrong"},
    ResultCode{"0701", Outcome::refused, "申请机构代码错误", "Applying organisation's code wrong"},
    ResultCode{"0799", Outcome::refused, "机构代码有误（其他）", "Organisation wrong (other)"},
    ResultCode{"0800", Outcome::refused, "日期格式错误", "Date malformed"},
    ResultCode{"0801", Outcome::refused, "超出法律效力期限", "Outside the term the law allows"},
    ResultCode{"0802", Outcome::refused, "申请日期异常", "Odd application date"},
    ResultCode{"0899", Outcome::refused, "日期有误（其他）", "Date wrong (other)"},
    ResultCode{"0900", Outcome::already_done, "该申请已处理", "This order was already processed"},
    ResultCode{"0999", Outcome::already_done, "该申请已处理（其他）", "Already processed (other)"},
    ResultCode{"1000", Outcome::refused, "不支持该业务", "Not supported"},
    ResultCode{"1099", Outcome::refused, "不支持该业务（其他）", "Not supported (other)"},
    ResultCode{"1100", Outcome::unreachable, "行内系统不可达", "The bank's system is unreachable"},
    ResultCode{"1101", Outcome::unreachable, "与平台通讯异常", "Platform communication failed"},
    ResultCode{"1199", Outcome::unreachable, "通讯异常（其他）", "Communication failed (other)"},
    ResultCode{"1200", Outcome::done_with_defect, "止付成功，余额不足",
               "Stopped, but the balance is insufficient"},
    ResultCode{"1300", Outcome::failed, "止付失败（行内原因）", "Stop failed inside the bank"},
    ResultCode{"1301", Outcome::failed, "账户已被止付", "The account is already stopped"},
    ResultCode{"1302", Outcome::failed, "账户已被限额冻结", "The account has a limited freeze"},
    ResultCode{"1303", Outcome::failed, "账户已被全额冻结", "The account is fully frozen"},
    ResultCode{"1304", Outcome::failed, "超过止付次数", "Over the permitted number of stops"},
    ResultCode{"1399", Outcome::failed, "止付失败（其他）", "Stop failed (other)"},
    ResultCode{"1400", Outcome::done_with_defect, "冻结成功，余额不足",
               "Frozen, but the balance is insufficient", true},
    ResultCode{"1401", Outcome::queued, "轮候冻结", "Waits behind an earlier freeze", true},
    ResultCode{"1402", Outcome::done_with_defect, "部分冻结，在先冻结优先",
               "Frozen in part: an earlier freeze ranks first", true},
    ResultCode{"1403", Outcome::failed, "本单位已冻结该账户",
               "This authority has already frozen the account", true},
    ResultCode{"1499", Outcome::failed, "冻结失败（其他）", "Freeze failed (other)", true},
    ResultCode{"1500", Outcome::failed, "解除失败，冻结已到期",
               "Not lifted: the freeze has expired", true},
    ResultCode{"1501", Outcome::failed, "解除失败，冻结已解除", "Not lifted: it is lifted already",
               true},
    ResultCode{"1599", Outcome::failed, "解除冻结失败（其他）", "Lift failed (other)", true},
    ResultCode{"1600", Outcome::failed, "续冻失败，冻结已到期",
               "Not renewed: the freeze has expired", true},
    ResultCode{"1601", Outcome::failed, "续冻失败，冻结已解除", "Not renewed: the freeze is lifted",
               true},
    ResultCode{"1699", Outcome::failed, "续冻失败（其他）", "Renewal failed (other)", true},
    ResultCode{"1700", Outcome::done_with_defect, "部分返还，有账户无法入账",
               "Returned in part: an account could not be credited", true},
    ResultCode{"1701", Outcome::failed, "返还失败，超过冻结金额",
               "Not returned: more than is frozen", true},
    ResultCode{"1702", Outcome::failed, "返还失败，冻结未生效",
               "Not returned: no freeze is in force", true},
    ResultCode{"1703", Outcome::failed, "收款账户无法入账", "The payee cannot be credited", true},
    ResultCode{"1799", Outcome::failed, "返还失败（其他）", "Return failed (other)", true},
    ResultCode{"1800", Outcome::failed, "延期失败，止付已到期",
               "Not extended: the stop has expired"},
    ResultCode{"1899", Outcome::failed, "延期失败（其他）", "Extension failed (other)"},
    ResultCode{"1900", Outcome::failed, "解除失败，止付已到期",
               "Not released: the stop has expired"},
    ResultCode{"1999", Outcome::failed, "解除失败（其他）", "Release failed (other)"},
};

}  // namespace

std::span<const ResultCode> ResultCodes() { return kCodes; }

const ResultCode* FindResultCode(std::string_view code) {
  if (code == kUnwritable.code) return &kUnwritable;
  for (const ResultCode& known : kCodes) {
    if (known.code == code) return &known;
  }
  return nullptr;
}

bool IsInForce(std::string_view result_code) {
  const ResultCode* known = FindResultCode(result_code);
  return known != nullptr &&
         (known->outcome == Outcome::done || known->outcome == Outcome::done_with_defect);
}

}  // namespace hetang::bank
