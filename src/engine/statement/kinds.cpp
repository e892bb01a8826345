#include "engine/statement/kinds.h"

#include <array>
#include <vector>

#include "engine/statement/points.h"
#include "engine/statement/values.h"

namespace hetang::statement {
namespace {

using Flags = std::uint32_t;
enum Flag : Flags {
  kReversal = 1 << 0,
  kReversed = 1 << 1,  // The row that was reversed says so; it keeps its own kind.
  kInterest = 1 << 2,
  kFee = 1 << 3,
  kNoFee = 1 << 4,
  kCash = 1 << 5,
  kMachine = 1 << 6,  // ATM: cash, unless the machine made a transfer.
  kTransfer = 1 << 7,
  kAbroad = 1 << 8,
  kCompany = 1 << 9,  // A payment company or the clearing house behind it.
  kThroughCompany = 1 << 10,
  kConsumption = 1 << 11,
  kBank = 1 << 12,  // An account of a bank itself.
};

struct Word {
  std::string_view text;  // ASCII words in capitals.
  Flags flags;
};
constexpr std::array kWords{
    Word{"冲正", kReversal},
    Word{"抹账", kReversal},
    Word{"抹帐", kReversal},
    Word{"冲账", kReversal},
    Word{"冲帐", kReversal},
    Word{"冲销", kReversal},
    Word{"撤销", kReversal},
    Word{"撤消", kReversal},
    Word{"退汇", kReversal},
    Word{"红冲", kReversal},
    Word{"反交易", kReversal},
    Word{"蓝冲", kReversal},
    Word{"冲回", kReversal},
    Word{"回冲", kReversal},
    Word{"REVERSAL", kReversal},
    Word{"已冲正", kReversed},
    Word{"被冲正", kReversed},
    Word{"已撤销", kReversed},
    Word{"被撤销", kReversed},
    Word{"被抹账", kReversed},
    Word{"已抹账", kReversed},
    Word{"被冲销", kReversed},
    Word{"被冲账", kReversed},
    Word{"已冲账", kReversed},
    Word{"结息", kInterest},
    Word{"利息", kInterest},
    Word{"付息", kInterest},
    Word{"计息", kInterest},
    Word{"存息", kInterest},
    Word{"INTEREST", kInterest},
    Word{"季息", kInterest},
    Word{"批量入息", kInterest},
    Word{"利息税", kFee},
    Word{"手续费", kFee},
    Word{"年费", kFee},
    Word{"短信费", kFee},
    Word{"短信服务费", kFee},
    Word{"工本费", kFee},
    Word{"账户管理费", kFee},
    Word{"帐户管理费", kFee},
    Word{"小额管理费", kFee},
    Word{"小额账户", kFee},
    Word{"汇划费", kFee},
    Word{"转账费", kFee},
    Word{"汇费", kFee},
    Word{"邮电费", kFee},
    Word{"网银费", kFee},
    Word{"短信通知费", kFee},
    Word{"信使费", kFee},
    Word{"余额变动提醒费", kFee},
    Word{"服务费", kFee},
    Word{"回单费", kFee},
    Word{"挂失费", kFee},
    Word{"对账单费", kFee},
    Word{"证书费", kFee},
    Word{"账户维护费", kFee},
    Word{"扣费", kFee},
    Word{"收费", kFee},
    Word{"管理费", kFee},
    Word{"利息所得税", kFee},
    Word{"代扣税", kFee},
    Word{"FEE", kFee},
    Word{"CHARGE", kFee},
    Word{"免手续费", kNoFee},
    Word{"含手续费", kNoFee},
    Word{"无手续费", kNoFee},
    Word{"零手续费", kNoFee},
    Word{"手续费0", kNoFee},
    Word{"手续费:0", kNoFee},
    Word{"现金", kCash},
    Word{"取现", kCash},
    Word{"取款", kCash},
    Word{"存现", kCash},
    Word{"现存", kCash},
    Word{"现取", kCash},
    Word{"存款", kCash},
    Word{"续存", kCash},
    Word{"支取", kCash},
    Word{"CASH", kCash},
    Word{"WITHDRAWAL", kCash},
    Word{"ATM", kMachine},
    Word{"自助设备", kMachine},
    Word{"CRS", kMachine},
    Word{"非现金", kTransfer},
    Word{"转账", kTransfer},
    Word{"转帐", kTransfer},
    Word{"汇款", kTransfer},
    Word{"转入", kTransfer},
    Word{"转出", kTransfer},
    Word{"转存", kTransfer},
    Word{"转支", kTransfer},
    Word{"TRANSFER", kTransfer},
    Word{"境外", kAbroad},
    Word{"跨境", kAbroad},
    Word{"国外", kAbroad},
    Word{"海外", kAbroad},
    Word{"SWIFT", kAbroad},
    Word{"外汇", kAbroad},
    Word{"国际汇款", kAbroad},
    Word{"购汇", kAbroad},
    Word{"OVERSEAS", kAbroad},
    Word{"ABROAD", kAbroad},
    Word{"西联", kAbroad},
    Word{"速汇金", kAbroad},
    Word{"财付通", kCompany},
    Word{"支付宝", kCompany},
    Word{"微信支付", kCompany},
    Word{"微信转账", kThroughCompany},
    Word{"微信", kThroughCompany},
    Word{"备付金", kCompany},
    Word{"网联", kCompany},
    Word{"银联在线", kCompany},
    Word{"云闪付", kCompany},
    Word{"中国银联", kCompany},
    Word{"银联支付", kCompany},
    Word{"银联商务", kCompany},
    Word{"第三方支付", kCompany},
    Word{"支付科技", kCompany},
    Word{"支付有限", kCompany},
    Word{"支付服务", kCompany},
    Word{"支付股份", kCompany},
    Word{"支付技术", kCompany},
    Word{"网银在线", kCompany},
    Word{"京东支付", kCompany},
    Word{"京东金融", kCompany},
    Word{"快钱", kCompany},
    Word{"拉卡拉", kCompany},
    Word{"通联支付", kCompany},
    Word{"汇付", kCompany},
    Word{"易宝", kCompany},
    Word{"连连", kCompany},
    Word{"富友", kCompany},
    Word{"随行付", kCompany},
    Word{"翼支付", kCompany},
    Word{"易付宝", kCompany},
    Word{"苏宁支付", kCompany},
    Word{"抖音支付", kCompany},
    Word{"合众易宝", kCompany},
    Word{"美团支付", kCompany},
    Word{"平安付", kCompany},
    Word{"壹钱包", kCompany},
    Word{"度小满", kCompany},
    Word{"百度钱包", kCompany},
    Word{"合利宝", kCompany},
    Word{"首信易", kCompany},
    Word{"宝付", kCompany},
    Word{"嘉联支付", kCompany},
    Word{"汇聚支付", kCompany},
    Word{"盛付通", kCompany},
    Word{"新生支付", kCompany},
    Word{"中金支付", kCompany},
    Word{"联动优势", kCompany},
    Word{"银盛", kCompany},
    Word{"待清算", kCompany},
    Word{"TENPAY", kCompany},
    Word{"ALIPAY", kCompany},
    Word{"WECHAT", kThroughCompany},
    Word{"UNIONPAY", kCompany},
    Word{"快捷支付", kThroughCompany},
    Word{"快捷", kThroughCompany},
    Word{"网络支付", kThroughCompany},
    Word{"网关支付", kThroughCompany},
    Word{"协议支付", kThroughCompany},
    Word{"零钱充值", kThroughCompany},
    Word{"零钱通", kThroughCompany},
    Word{"余额宝", kThroughCompany},
    Word{"零钱提现", kThroughCompany},
    Word{"消费", kConsumption},
    Word{"POS", kConsumption},
    Word{"购物", kConsumption},
    Word{"刷卡", kConsumption},
    Word{"商户", kConsumption},
    Word{"扫码", kConsumption},
    Word{"二维码", kConsumption},
    Word{"PURCHASE", kConsumption},
    Word{"退货", kConsumption},
    Word{"银行", kBank},
    Word{"信用社", kBank},
    Word{"农商行", kBank},
    Word{"支行", kBank},
    Word{"中间业务", kBank},
    Word{"手续费收入", kBank},
    Word{"利息支出", kBank},
    Word{"内部", kBank},
    Word{"应付", kBank},
    Word{"库存", kBank},
    Word{"柜员", kBank},
    Word{"尾箱", kBank},
    Word{"过渡", kBank},
    Word{"分理处", kBank},
};

// Words by their first character, so that a text is walked over once.
class Lexicon {
 public:
  Lexicon() {
    for (const Word& word : kWords) {
      std::size_t at = 0;
      buckets_[Slot(NextPoint(word.text, at))].push_back(&word);
    }
  }

  Flags Scan(std::string_view text) const {
    Flags flags = 0;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t begin = at;
      for (const Word* word : buckets_[Slot(Upper(NextPoint(text, at)))]) {
        if (StandsAt(text, begin, word->text)) flags |= word->flags;
      }
    }
    return flags;
  }

 private:
  static constexpr std::size_t kSlots = 1'024;
  static std::size_t Slot(char32_t point) { return (point * 2'654'435'761U >> 22) & (kSlots - 1); }
  static bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

  // An English word stands alone: `POS` is not in `deposit`.
  static bool StandsAt(std::string_view text, std::size_t begin, std::string_view word) {
    if (text.size() - begin < word.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
      const char c = text[begin + i];
      if ((c >= 'a' && c <= 'z' ? c - 32 : c) != word[i]) return false;
    }
    if (!IsLetter(word.front())) return true;
    const std::size_t end = begin + word.size();
    return (begin == 0 || !IsLetter(text[begin - 1])) &&
           (end == text.size() || !IsLetter(text[end]));
  }

  std::array<std::vector<const Word*>, kSlots> buckets_;
};

Flags Scan(std::string_view text) {
  static const Lexicon lexicon;
  return text.empty() ? 0 : lexicon.Scan(text);
}

bool Any(Flags flags, Flags wanted) { return (flags & wanted) != 0; }

bool HasHan(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0xE3) return true;
  }
  return false;
}

bool HasLetter(std::string_view number) {
  for (const char c : number) {
    if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) return true;
  }
  return false;
}

// Fifteen digits that are no card number: the code of a shop at its acquirer.
bool IsMerchantCode(std::string_view number) {
  constexpr std::size_t kDigits = 15;
  return number.size() == kDigits && !number.starts_with("62");
}

trace::Kind ByWords(const KindSigns& signs, Flags words, Flags name) {
  using enum trace::Kind;
  const bool out = signs.direction == Direction::out && !signs.was_negative;
  const bool named = signs.has_other_number && !signs.other_name.empty();
  // A person's note to a person: the bank books its own fees and interest without one.
  const bool private_note = named && !Any(name, kBank | kFee | kInterest);
  if (Any(words, kInterest) && !Any(words, kFee) && !private_note) return out ? fee : interest;
  if (Any(words, kFee) && !Any(words, kNoFee) && !private_note) return fee;
  const bool foreign_payee =
      signs.has_other_number && (HasLetter(signs.other_number) || !HasHan(signs.other_name));
  const bool may_be_abroad = !signs.has_other_number || (named && foreign_payee);
  const bool cash_words = Any(words, kCash) && !Any(words, kTransfer);
  const bool machine = Any(words, kMachine) && !Any(words, kTransfer);
  const bool spent = Any(words, kConsumption) || !signs.merchant.empty();
  if (Any(words, kAbroad) && may_be_abroad) return abroad;
  const bool own_cash = !named || Any(name, kBank | kCash | kMachine);
  if (signs.cash_mark && own_cash) return signs.foreign_currency ? abroad : cash;
  if ((cash_words || machine) && !signs.has_other_number && !Any(words, kThroughCompany)) {
    return signs.foreign_currency ? abroad : cash;
  }
  if (cash_words && signs.has_other_number && named && Any(name, kCash | kMachine)) return cash;
  if (!signs.wallet && Any(name, kCompany)) return third_party;
  if (!signs.wallet && signs.other_name.empty() && Any(words, kCompany)) return third_party;
  const bool shop = spent && (!signs.has_other_number || IsMerchantCode(signs.other_number) ||
                              (!signs.merchant.empty() && Any(words, kConsumption)));
  if (shop && !Any(words, kTransfer)) {
    return signs.foreign_currency ? abroad : merchant;
  }
  if (!signs.wallet && !signs.has_other_number && Any(words, kCompany | kThroughCompany)) {
    return third_party;
  }
  return transfer;
}

}  // namespace

trace::Kind KindOf(const KindSigns& signs) {
  Flags words = Scan(signs.summary) | Scan(signs.type);
  const Flags remark = Scan(signs.remark);
  if (words == 0) words = remark;
  const bool reversal = Any(words | remark, kReversal) && !Any(words | remark, kReversed);
  if (signs.status_reversal || reversal) return trace::Kind::reversal;
  return ByWords(signs, words, Scan(signs.other_name));
}

}  // namespace hetang::statement
