#include "engine/text/names.h"

#include <algorithm>
#include <array>
#include <optional>

#include "engine/text/surnames.h"

namespace hetang::text {
namespace {

Entity Make(const Page& page, Kind kind, Span span, std::string value = {}) {
  Entity entity;
  entity.kind = kind;
  entity.start = span.start;
  entity.end = span.end;
  entity.text = page.Original(span);
  entity.value = value.empty() ? entity.text : std::move(value);
  return entity;
}

bool IsIdLetter(char32_t c) { return IsLatin(c) || IsDigit(c) || c == U'_' || c == U'-'; }

// The id that follows a label within a few places: 微信号是kaoyan88, WeChat (lucky_amy).
std::optional<Span> IdAfter(const Page& page, std::size_t at, std::size_t reach) {
  for (std::size_t start = at; start < at + reach && start < page.size(); ++start) {
    if (EndsSentence(page, start)) return std::nullopt;
    if (!IsLatin(page.At(start)) || IsIdLetter(page.Before(start))) continue;
    std::size_t end = start;
    while (IsIdLetter(page.At(end)) && end - start < 24) ++end;
    const std::size_t size = end - start;
    const auto letters = page.Plain(start, end);
    const bool telling = letters.find_first_of(U"0123456789_-") != letters.npos;
    if (size < 6 || size > 20 || page.At(end) == U'.' || (!telling && start - at > 3))
      return std::nullopt;
    return Span{start, end};
  }
  return std::nullopt;
}

// ---- People ----

bool IsNameEnd(const Page& page, std::size_t at) {
  if (!IsHan(page.At(at))) return true;
  constexpr std::u32string_view kAfter =
      U"的是在已于称说自系等为和与及账卡户名转账处来到报收用之尾向从一这那也就把让被给要又因通过，";
  return kAfter.find(page.At(at)) != kAfter.npos;
}

// Known words that no name holds: 余额, 方卡号.
constexpr CueSet kNoName{Cue::bank,          Cue::app,         Cue::shown,    Cue::total,
                         Cue::card_label,    Cue::phone_label, Cue::id_label, Cue::tail_label,
                         Cue::account_label, Cue::payee,       Cue::paid};

// A full name of two or three places at `at` (four with a double surname); 0 when there is none.
std::size_t NameSize(const Page& page, std::size_t at) {
  const std::size_t surname = SurnameSize(page, at);
  if (surname == 0) return 0;
  for (const std::size_t given : {std::size_t{2}, std::size_t{1}}) {
    const std::size_t end = at + surname + given;
    bool all_han = true;
    for (std::size_t i = at + surname; i < end; ++i) all_han = all_han && IsHan(page.At(i));
    const std::size_t mark = page.MarkFrom(end);
    const bool bank = mark < page.marks().size() && page.marks()[mark].start == end &&
                      page.marks()[mark].cue == Cue::bank;  // 某甲建行.
    if (all_han && (bank || IsNameEnd(page, end)) && !page.HasMark({at, end}, kNoName)) {
      return surname + given;
    }
  }
  return 0;
}

// 杜某芳, 欧阳某某, 文某凯, 向某: the name that police reports give.
std::size_t MaskedNameSize(const Page& page, std::size_t at) {
  const std::size_t surname = SurnameSize(page, at);
  if (surname == 0 || page.At(at + surname) != U'某') return 0;
  std::size_t size = surname + 1;
  if (page.At(at + size) == U'某') return size + 1;
  const bool given = IsHan(page.At(at + size)) && IsGivenName(page.At(at + size)) &&
                     IsNameEnd(page, at + size + 1);
  return given ? size + 1 : size;
}

constexpr std::array<std::u32string_view, 27> kTitles{
    U"老师", U"经理", U"先生", U"女士", U"教授", U"主任", U"警官", U"专员", U"老板",
    U"总监", U"助理", U"导师", U"队长", U"科长", U"参谋", U"班长", U"医生", U"院长",
    U"书记", U"校长", U"会计", U"主管", U"阿姨", U"局长", U"小姐", U"师傅", U"处长"};

std::size_t TitledNameSize(const Page& page, std::size_t at) {
  const std::size_t surname = SurnameSize(page, at);
  if (surname == 0) return 0;
  for (const std::u32string_view title : kTitles) {
    if (page.Has(at + surname, title)) return surname + title.size();
  }
  return 0;
}

constexpr std::array<std::u32string_view, 22> kCompanies{
    U"有限公司", U"经营部", U"百货店", U"商行", U"商贸", U"贸易", U"建材",   U"工作室",
    U"科技",     U"服务部", U"便利店", U"网络", U"超市", U"小店", U"合作社", U"实业",
    U"钢贸",     U"电子",   U"小吃店", U"百货", U"传媒", U"机械"};

// The name of a company that begins at `at`, up to 24 places.
std::size_t CompanySize(const Page& page, std::size_t at) {
  std::size_t end = at;
  while (IsHan(page.At(end)) && end - at < 24) ++end;
  std::size_t best = 0;
  constexpr std::u32string_view kFirst = U"有经百商贸建工科服便网超小合实钢电传机";
  for (std::size_t i = at + 2; i < end; ++i) {
    if (kFirst.find(page.At(i)) == kFirst.npos) continue;
    for (const std::u32string_view word : kCompanies) {
      if (page.Has(i, word) && i + word.size() <= end) best = std::max(best, i + word.size() - at);
    }
  }
  return best;
}

// Words after which a payee's name stands.
constexpr std::array<std::u32string_view, 24> kBeforePayee{
    U"户名", U"收款人", U"收款方", U"账户名", U"户主", U"转给",     U"打给", U"汇给",
    U"付给", U"转入",   U"汇入",   U"转到",   U"打到", U"对方户名", U"对手", U"对方",
    U"收款", U"进",     U"向",     U"给",     U"到",   U"叫",       U"名叫", U"自称"};
constexpr std::u32string_view kBetween = U": 为是叫\"“‘「一个那张了";

std::size_t AfterPayeeWord(const Page& page, std::size_t at) {
  for (const std::u32string_view word : kBeforePayee) {
    if (!page.Has(at, word)) continue;
    std::size_t end = at + word.size();
    while (end - at < word.size() + 4 && end < page.size() &&
           kBetween.find(page.At(end)) != kBetween.npos) {
      ++end;
    }
    return end;
  }
  return 0;
}

class NameFinder {
 public:
  NameFinder(Page& page, std::vector<Entity>& out) : page_(page), out_(out) {}

  void Run() {
    for (std::size_t at = 0; at < page_.size(); ++at) {
      const char32_t here = page_.At(at);
      if (here == U'*' && IsHan(page_.At(at + 1))) {
        std::size_t end = at + 1;
        while (IsHan(page_.At(end)) && end - at < 3 && !IsNameEnd(page_, end)) ++end;
        Keep({at, end});
        continue;
      }
      if (here == U'“' || here == U'"') Quoted(at);
      if (!IsHan(here)) continue;
      if (const std::size_t after = AfterPayeeWord(page_, at); after != 0) PayeeAt(after);
      if (const std::size_t size = MaskedNameSize(page_, at))
        Keep({at, at + size});
      else if (const std::size_t titled = TitledNameSize(page_, at))
        Keep({at, at + titled});
      else if (IsBeforeBracketedCard(at))
        Keep({at, at + NameSize(page_, at)});
    }
    KeepRepeated();
  }

 private:
  void Keep(Span span, Kind kind = Kind::person) {
    if (span.end <= span.start || span.end > page_.size() || !page_.IsFree(span)) return;
    page_.Take(span);
    out_.push_back(Make(page_, kind, span));
  }

  // A name that was introduced once is known wherever it stands: 向杨某某转账 … 杨某某的卡是.
  void KeepRepeated() {
    constexpr std::size_t kMost = 16;
    std::vector<std::u32string_view> names;
    for (const Entity& entity : out_) {
      const auto name = page_.Plain(entity.start, entity.end);
      if (entity.kind != Kind::person || name.size() < 3 || !IsHan(name.front())) continue;
      if (names.size() < kMost && std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(name);
      }
    }
    const auto text = page_.Plain(0, page_.size());
    for (const auto name : names) {
      for (auto at = text.find(name); at != text.npos; at = text.find(name, at + name.size())) {
        Keep({at, at + name.size()});
      }
    }
  }

  void PayeeAt(std::size_t at) {
    if (!page_.IsFree({at, std::min(at + 1, page_.size())})) return;
    if (const std::size_t company = CompanySize(page_, at)) return Keep({at, at + company});
    if (page_.HasMark({at, at + 2}, {Cue::victim, Cue::suspect, Cue::bank, Cue::app})) return;
    if (const std::size_t masked = MaskedNameSize(page_, at)) return Keep({at, at + masked});
    if (const std::size_t size = NameSize(page_, at)) Keep({at, at + size});
  }

  // 邬志鹏（中信银行6226…）: a name right before a card in brackets.
  bool IsBeforeBracketedCard(std::size_t at) const {
    const std::size_t size = NameSize(page_, at);
    if (size == 0) return false;
    std::size_t end = at + size;
    if (page_.At(end) == U'名' && page_.At(end + 1) == U'下') return true;
    if (page_.At(end) == U'(') {
      for (std::size_t i = end + 1; i < end + 14; ++i) {
        if (IsDigit(page_.At(i))) return true;
        if (page_.At(i) == U')') return false;
      }
      return false;
    }
    if (page_.At(end) == U' ') ++end;
    return IsDigit(page_.At(end)) && IsDigit(page_.At(end + 5)) && IsDigit(page_.At(end + 1));
  }

  // “…”平台 or 软件“…” is an application.
  void Quoted(std::size_t at) {
    std::size_t end = at + 1;
    while (end < page_.size() && end - at < 14 && page_.At(end) != U'”' && page_.At(end) != U'"') {
      ++end;
    }
    if (page_.At(end) != U'”' && page_.At(end) != U'"') return;
    const std::size_t after = page_.SkipBlanks(end + 1);
    for (const std::u32string_view word : {U"app", U"平台", U"软件", U"小程序", U"网站"}) {
      if (page_.Has(after, word)) return Keep({at + 1, end}, Kind::app);
    }
    for (const std::u32string_view word : {U"app", U"平台", U"软件", U"小程序", U"下载", U"叫"}) {
      if (page_.EndsWith(at, word) && word != U"叫") return Keep({at + 1, end}, Kind::app);
    }
  }

  Page& page_;
  std::vector<Entity>& out_;
};

}  // namespace

namespace {

// An id with an underscore is a WeChat id even without its label: it has the shape of nothing else.
std::optional<Span> LooseId(const Page& page, std::size_t at) {
  if (!IsLatin(page.At(at)) || IsIdLetter(page.Before(at))) return std::nullopt;
  std::size_t end = at;
  bool underscore = false;
  while (IsIdLetter(page.At(end)) && end - at < 24) underscore |= page.At(end++) == U'_';
  if (!underscore || end - at < 6 || end - at > 20 || page.At(end) == U'.') return std::nullopt;
  return Span{at, end};
}

}  // namespace

void FindHandles(Page& page, std::vector<Entity>& out) {
  const auto keep = [&](Kind kind, Span span) {
    if (!page.IsFree(span)) return;
    page.Take(span);
    out.push_back(Make(page, kind, span, page.Original(span)));
  };
  for (const Mark& mark : page.marks()) {
    const bool wechat = mark.cue == Cue::wechat_label;
    if (!wechat && mark.cue != Cue::qq_label) continue;
    if (const auto span = IdAfter(page, mark.end, 8)) keep(wechat ? Kind::wechat : Kind::qq, *span);
  }
  for (std::size_t at = 0; at < page.size(); ++at) {
    if (const auto span = LooseId(page, at)) keep(Kind::wechat, *span);
  }
}

void FindNames(Page& page, std::vector<Entity>& out) {
  for (const Mark& mark : page.marks()) {
    const bool wallet = mark.cue == Cue::alipay_label;
    if (mark.cue != Cue::bank && mark.cue != Cue::app && !wallet) continue;
    const Span span{mark.start, mark.end};
    if (!page.IsFree(span)) continue;
    page.Take(span);
    const Kind kind = mark.cue == Cue::bank ? Kind::bank : Kind::app;
    out.push_back(Make(page, kind, span, std::string(mark.value)));
  }
  NameFinder(page, out).Run();
}

}  // namespace hetang::text
