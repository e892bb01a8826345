#include "engine/text/digits.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/ids.h"
#include "engine/text/digit_rows.h"
#include "engine/text/hotlines.h"
#include "engine/text/issuers.h"
#include "engine/text/numbers.h"

namespace hetang::text {
namespace {

constexpr CueSet kLabels{Cue::card_label,  Cue::account_label, Cue::phone_label,  Cue::id_label,
                         Cue::qq_label,    Cue::wechat_label,  Cue::alipay_label, Cue::tail_label,
                         Cue::order_label, Cue::trap_label,    Cue::payee};

bool IsMobile(std::string_view digits) {
  return digits.size() == 11 && digits[0] == '1' && digits[1] >= '3';
}

int Two(std::string_view digits, std::size_t at) {
  return (digits[at] - '0') * 10 + (digits[at + 1] - '0');
}

// The shape of an identity number: a region, and a date of birth in one of two centuries.
bool LooksLikeIdentity(std::string_view digits17) {
  const int century = Two(digits17, 6);
  const int month = Two(digits17, 10);
  const int day = Two(digits17, 12);
  return digits17[0] >= '1' && digits17[0] <= '8' && (century == 19 || century == 20) &&
         month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

Entity Make(const Page& page, Kind kind, Span span, std::string value) {
  Entity entity;
  entity.kind = kind;
  entity.start = span.start;
  entity.end = span.end;
  entity.text = page.Original(span);
  entity.value = std::move(value);
  return entity;
}

// Reads the identifier that begins at one place of the page.
class NumberReader {
 public:
  NumberReader(const Page& page, std::size_t at)
      : page_(page), at_(at), rows_(RowsFrom(page, at)), label_(page.MarkBefore(at, 12, kLabels)) {
    // A number between the label and this place has taken the label.
    for (std::size_t i = label_ == nullptr ? at : label_->end; i < at; ++i) {
      if (IsDigit(page.At(i))) label_ = nullptr;
      if (label_ == nullptr) break;
    }
  }

  std::optional<Entity> Read() const {
    if (rows_.empty()) return std::nullopt;  // A row of digits too long to be anything.
    if (auto found = Identity()) return found;
    if (Labelled(Cue::order_label) && rows_[0].digits.size() >= 8) return Order();
    if (auto found = Tail()) return found;
    if (auto found = Labelled(Cue::qq_label) ? Messenger(Kind::qq) : std::nullopt) return found;
    if (auto found = Card()) return found;
    if (auto found = Phone()) return found;
    return Account();
  }

 private:
  bool Labelled(Cue cue) const { return label_ != nullptr && label_->cue == cue; }
  bool LabelledNear(Cue cue, std::size_t reach) const {
    return Labelled(cue) && at_ - label_->end <= reach;
  }

  std::optional<Entity> Identity() const {
    for (const Row& row : rows_) {
      const bool has_x = page_.At(row.span.end) == U'x' && !IsLatin(page_.At(row.span.end + 1));
      if (row.digits.size() == 17 && has_x && LooksLikeIdentity(row.digits)) {
        return IdentityOf({row.span.start, row.span.end + 1}, row.digits + 'X');
      }
      if (row.digits.size() != 18) continue;
      const bool labelled = Labelled(Cue::id_label) && row.digits.substr(0, 2) != "00";
      if (LooksLikeIdentity(row.digits)) {
        const bool is_card = row.digits.starts_with("62") && !IsIdentityNumber(row.digits);
        if (labelled || !is_card) return IdentityOf(row.span, row.digits);
      } else if (labelled) {
        return IdentityOf(row.span, row.digits);
      }
    }
    if (Labelled(Cue::id_label) && (rows_[0].digits.size() == 17 || rows_[0].digits.size() == 15)) {
      return IdentityOf(rows_[0].span, rows_[0].digits);
    }
    return std::nullopt;
  }

  std::optional<Entity> IdentityOf(Span span, std::string value) const {
    const bool valid = IsIdentityNumber(value);
    Entity entity = Make(page_, Kind::id_number, span, std::move(value));
    entity.valid = valid;
    if (!valid) entity.form = Form::mistyped;
    return entity;
  }

  std::optional<Entity> Order() const {
    std::size_t end = rows_[0].span.end;
    while (IsDigit(page_.At(end)) || IsLatin(page_.At(end))) ++end;
    const Span span{at_, end};
    std::string value = page_.Original(span);
    return Make(page_, Kind::account, span, std::move(value));
  }

  // 尾号4817; 您账户8709于; card (6941); *小伟 1719. Longer rows glue a date on: 尾号48176月13日.
  std::optional<Entity> Tail() const {
    const Row& row = rows_[0];
    if (page_.Has(row.span.end, U"开头") && row.digits.size() >= 4 && row.digits.size() <= 12) {
      return TailOf(row.digits.size(), row.digits.starts_with("62") ? Kind::card : Kind::account);
    }
    const bool labelled = LabelledNear(Cue::tail_label, 5);
    if (labelled && row.digits.size() >= 3 && row.digits.size() <= 6) {
      const std::size_t size = std::min<std::size_t>(row.digits.size(), 4);
      // A message may begin 短信:您尾号…; the word is no owner then.
      const Mark* owner = page_.MarkBefore(label_->start, 1, {Cue::phone_label, Cue::id_label});
      const Kind kind = owner == nullptr                 ? Kind::card
                        : owner->cue == Cue::phone_label ? Kind::phone
                                                         : Kind::id_number;
      return TailOf(size, kind);
    }
    if (row.digits.size() != 4 || row.groups != 1 || rows_.size() > 1) return std::nullopt;
    const bool starred =
        page_.Before(at_) == U'*' &&
        page_.MarkAfter(at_ + 4, 1, {Cue::account_label, Cue::card_label}) != nullptr;
    if (starred || IsTailInBrackets() || IsTailOfNotice() || FollowsMaskedName())
      return TailOf(4, Kind::card);
    return std::nullopt;
  }

  // CCB card (6941), and 转至某某(5382): a year in brackets is none.
  bool IsTailInBrackets() const {
    const char32_t open = page_.Before(at_);
    const char32_t close = page_.At(at_ + 4);
    if ((open != U'(' && open != U'[') || (close != U')' && close != U']')) return false;
    if (page_.MarkBefore(at_ - 1, 2, {Cue::card_label, Cue::bank}) != nullptr) return true;
    if (StandsByMaskedName(at_ - 1)) return true;
    const bool year = rows_[0].digits.starts_with("19") || rows_[0].digits.starts_with("20");
    const bool paid = page_.MarkBefore(at_ - 1, 8, {Cue::pay, Cue::paid, Cue::payee}) != nullptr;
    return !year && IsHan(page_.Before(at_ - 1)) && (paid || page_.EndsWith(at_ - 1, U"某"));
  }

  bool IsTailOfNotice() const {
    const bool labelled = LabelledNear(Cue::account_label, 1) || LabelledNear(Cue::card_label, 1);
    if (!labelled || page_.MarkBefore(label_->start, 8, {Cue::victim, Cue::bank}) == nullptr) {
      return false;
    }
    if (page_.EndsWith(label_->start, U"您")) return true;
    constexpr std::u32string_view kAfter = U"于在的,)向转支消";
    return kAfter.find(page_.At(at_ + 4)) != kAfter.npos;
  }

  bool FollowsMaskedName() const {
    std::size_t i = at_;
    while (i > 0 && page_.At(i - 1) == U' ') --i;
    return StandsByMaskedName(i) && !IsHan(page_.At(at_ + 4));
  }

  // *小伟 right before `at`.
  bool StandsByMaskedName(std::size_t at) const {
    std::size_t han = 0;
    while (at > 0 && IsHan(page_.At(at - 1)) && han < 3) --at, ++han;
    return han > 0 && page_.Before(at) == U'*';
  }

  std::optional<Entity> TailOf(std::size_t size, Kind kind) const {
    Entity entity = Make(page_, kind, {at_, at_ + size}, rows_[0].digits.substr(0, size));
    entity.valid = false;
    entity.form = Form::tail;
    return entity;
  }

  // An id of 5 to 11 digits that its label names.
  std::optional<Entity> Messenger(Kind kind) const {
    const std::string& digits = rows_[0].digits;
    if (digits.size() < 5 || digits.size() > 11) return std::nullopt;
    return Make(page_, kind, rows_[0].span, digits);
  }

  std::optional<Entity> Card() const {
    const Row* best = nullptr;
    int best_rank = 0;
    for (const Row& row : rows_) {
      if (!LooksLikeCard(row.digits) || row.separator == U'.') continue;
      const Issuer* issuer = IssuerOf(row.digits);
      const bool usual = issuer != nullptr && issuer->length == static_cast<int>(row.digits.size());
      const int rank = (PassesLuhn(row.digits) ? 8 : 0) + (usual ? 4 : 0) + 1;
      if (rank >= best_rank) best = &row, best_rank = rank;
    }
    if (auto cut = CutFromDate(best)) return cut;
    if (best != nullptr) return CardOf(best->span, best->digits);
    return CardByLabel();
  }

  // A card glued to the date after it: 6222 9838 0591 85013月2日.
  std::optional<Entity> CutFromDate(const Row* whole) const {
    if (whole != nullptr && PassesLuhn(whole->digits)) return std::nullopt;
    for (const Row& row : rows_) {
      const char32_t next = page_.At(row.span.end);
      if (next != U'月' && next != U'日' && next != U'时') continue;
      for (const std::size_t cut : {std::size_t{1}, std::size_t{2}}) {
        if (row.digits.size() <= cut) continue;
        std::string digits = row.digits.substr(0, row.digits.size() - cut);
        if (LooksLikeCard(digits) && PassesLuhn(digits)) {
          return CardOf({row.span.start, row.span.end - cut}, std::move(digits));
        }
      }
    }
    return std::nullopt;
  }

  // A number of another length that its label calls a card.
  std::optional<Entity> CardByLabel() const {
    const bool card_like = rows_[0].digits.starts_with("62");
    if (!Labelled(Cue::card_label) && !(card_like && Labelled(Cue::payee))) return std::nullopt;
    const Row* best = nullptr;
    for (const Row& row : rows_) {
      const std::size_t size = row.digits.size();
      if (size >= 12 && size <= 21 && row.separator != U'.') best = &row;
    }
    if (best == nullptr || IsMobile(best->digits)) return std::nullopt;
    if (!card_like && best->digits.size() < 15) return std::nullopt;
    return CardOf(best->span, best->digits);
  }

  std::optional<Entity> CardOf(Span span, std::string digits) const {
    const bool valid = LooksLikeCard(digits) && PassesLuhn(digits);
    const Issuer* issuer = IssuerOf(digits);
    Entity entity = Make(page_, Kind::card, span, std::move(digits));
    entity.valid = valid;
    if (!valid) entity.form = Form::mistyped;
    if (issuer != nullptr) entity.bank = issuer->bank;
    return entity;
  }

  std::optional<Entity> Phone() const {
    for (const Row& row : rows_) {
      if (IsMobile(row.digits)) return MobileOf(row.span, row.digits);
      const std::size_t size = row.digits.size();
      if (size == 13 && row.digits.starts_with("86") && IsMobile(row.digits.substr(2))) {
        return MobileOf(row.span, row.digits.substr(2));
      }
      if (size == 15 && row.digits.starts_with("0086") && IsMobile(row.digits.substr(4))) {
        return MobileOf(row.span, row.digits.substr(4));
      }
    }
    if (Labelled(Cue::account_label) || Labelled(Cue::trap_label)) return std::nullopt;
    if (auto found = Foreign()) return found;
    if (auto found = LandLine()) return found;
    return ServiceNumber();
  }

  // A mobile number may be somebody's payment wallet or messenger id.
  std::optional<Entity> MobileOf(Span span, std::string digits) const {
    Kind kind = Kind::phone;
    if (page_.MarkBefore(at_, 12, Cue::alipay_label) != nullptr &&
        !LabelledNear(Cue::phone_label, 1)) {
      kind = Kind::alipay;
    } else if (Labelled(Cue::alipay_label) || page_.MarkBefore(at_, 8, Cue::alipay_label)) {
      kind = Kind::alipay;
    } else if (LabelledNear(Cue::wechat_label, 3)) {
      kind = Kind::wechat;
    }
    return Make(page_, kind, span, std::move(digits));
  }

  std::optional<Entity> Foreign() const {
    if (!rows_[0].digits.starts_with("00")) return std::nullopt;
    const Row* best = nullptr;
    for (const Row& row : rows_) {
      if (row.digits.size() >= 10 && row.digits.size() <= 16) best = &row;
    }
    if (best == nullptr || !StartsWithCountry(std::string_view(best->digits).substr(2))) {
      return std::nullopt;
    }
    if (best->groups == 1 && !Labelled(Cue::phone_label) && best->digits.size() > 14) {
      return std::nullopt;
    }
    return Make(page_, Kind::phone, best->span, best->digits.substr(2));
  }

  std::optional<Entity> LandLine() const {
    const bool labelled = Labelled(Cue::phone_label);
    for (auto row = rows_.rbegin(); row != rows_.rend(); ++row) {
      const std::size_t size = row->digits.size();
      if (row->digits[0] == '0' && row->digits[1] != '0' && size >= 10 && size <= 12) {
        const std::size_t area = row->digits[1] <= '2' ? 3 : 4;
        if (size - area != 7 && size - area != 8) continue;
        if (row->groups > 1 && rows_[0].digits.size() != area) continue;
        return Make(page_, Kind::phone, row->span, row->digits);
      }
      const bool local = labelled && (size == 7 || size == 8) && row->separator != U'.';
      if (local && row->groups <= 2 && row->digits[0] >= '2') {
        return Make(page_, Kind::phone, row->span, row->digits);
      }
    }
    return std::nullopt;
  }

  // 400-820-8888, and the sender of a text message: 106912550073.
  std::optional<Entity> ServiceNumber() const {
    for (const Row& row : rows_) {
      const std::size_t size = row.digits.size();
      const bool toll = row.digits.starts_with("400") || row.digits.starts_with("800");
      if (size == 10 && toll) return Make(page_, Kind::phone, row.span, row.digits);
    }
    const std::string& digits = rows_[0].digits;
    const bool sender = digits.starts_with("106") && digits.size() >= 10 && digits.size() <= 20;
    if (sender && digits[3] >= '2') return Make(page_, Kind::phone, rows_[0].span, digits);
    return std::nullopt;
  }

  std::optional<Entity> Account() const {
    if (Labelled(Cue::trap_label) || Labelled(Cue::id_label)) return std::nullopt;
    const bool labelled = Labelled(Cue::account_label) || Labelled(Cue::payee) ||
                          page_.MarkBefore(at_, 3, Cue::bank) != nullptr;
    const Row* best = nullptr;
    for (const Row& row : rows_) {
      if (row.separator == U'.' || row.separator == U'?') continue;
      const std::size_t size = row.digits.size();
      // Without a label it must be whole and longer than a phone, or as long as a card.
      const bool fours = row.groups >= 4 &&
                         row.span.end - row.span.start == size + row.groups - 1 &&
                         size > 4 * (row.groups - 1) && rows_[0].digits.size() == 4;
      const std::size_t fewest = labelled ? 9U : row.groups == 1 ? 12U : fours ? 13U : 16U;
      if (size >= fewest && size <= 30) best = &row;
    }
    if (best == nullptr) return std::nullopt;
    return Make(page_, Kind::account, best->span, best->digits);
  }

  const Page& page_;
  std::size_t at_;
  std::vector<Row> rows_;
  const Mark* label_;
};

// +86 139 3116 1636, +95 9 7731 4408, +852-5803 0047.
std::optional<Entity> ReadInternational(const Page& page, std::size_t at) {
  if (!IsDigit(page.At(at + 1))) return std::nullopt;
  const std::vector<Row> rows = RowsFrom(page, at + 1, true);
  const Row* best = nullptr;
  for (const Row& row : rows) {
    const std::size_t size = row.digits.size();
    if (size == 13 && row.digits.starts_with("86") && IsMobile(row.digits.substr(2))) {
      return Make(page, Kind::phone, {at, row.span.end}, row.digits.substr(2));
    }
    if (size >= 8 && size <= 15) best = &row;
  }
  if (best == nullptr || !StartsWithCountry(best->digits)) return std::nullopt;
  std::string value = best->digits;
  if (value.starts_with("86")) value = (value[2] == '0' ? "" : "0") + value.substr(2);
  return Make(page, Kind::phone, {at, best->span.end}, std::move(value));
}

bool IsMask(const Page& page, std::size_t at) {
  const char32_t here = page.At(at);
  return here == U'*' || here == U'x' || here == 0x2022 || here == 0x25CF || here == 0x00D7;
}

// 622690******9670, 430202********1336, 138****1234, ****6723.
std::optional<Entity> ReadMasked(const Page& page, std::size_t at) {
  std::size_t end = at;
  std::string head;
  while (IsDigit(page.At(end)) && head.size() <= 10)
    head.push_back(static_cast<char>(page.At(end++)));
  if (head.size() > 10) return std::nullopt;
  const std::size_t mask_start = end;
  std::size_t masks = 0;
  while (IsMask(page, end) || (page.At(end) == U' ' && masks > 0 && end - at < 40)) {
    masks += page.At(end) == U' ' ? 0U : 1U;
    ++end;
    if (end - mask_start > 40) return std::nullopt;
  }
  if (masks < 2 || (page.At(mask_start) == U'x' && masks < 3)) return std::nullopt;
  std::string last;
  while ((IsDigit(page.At(end)) || (page.At(end) == U'x' && last.size() == 3)) && last.size() < 6) {
    last.push_back(page.At(end) == U'x' ? 'X' : static_cast<char>(page.At(end)));
    ++end;
  }
  if (last.size() < 2 || IsDigit(page.At(end))) return std::nullopt;
  const Mark* label = page.MarkBefore(at, 8, kLabels);
  Kind kind = Kind::card;
  if (label != nullptr && label->cue == Cue::id_label) {
    kind = Kind::id_number;
  } else if (head.size() == 3 && head[0] == '1' && last.size() <= 4) {
    kind = Kind::phone;
  } else if (!head.empty() && !head.starts_with("62") && IssuerOf(head) == nullptr) {
    kind = label != nullptr && label->cue == Cue::card_label ? Kind::card : Kind::account;
  }
  Entity entity = Make(page, kind, {at, end}, std::move(last));
  entity.valid = false;
  entity.form = Form::masked;
  return entity;
}

// The order number after its label, which may begin with letters.
std::optional<Entity> ReadOrder(const Page& page, const Mark& label) {
  std::size_t at = label.end;
  constexpr std::u32string_view kBetween = U"号是为:# ";
  while (at - label.end < 4 && at < page.size() && kBetween.find(page.At(at)) != kBetween.npos)
    ++at;
  std::size_t end = at;
  std::size_t digits = 0;
  while ((IsDigit(page.At(end)) || IsLatin(page.At(end)) || page.At(end) == U'-') &&
         end - at < 64) {
    digits += IsDigit(page.At(end)) ? 1U : 0U;
    ++end;
  }
  if (end - at < 8 || digits < 5) return std::nullopt;
  std::string value = Ascii(page.Plain(at, end));
  const std::string original = page.Original({at, end});
  if (original.size() == value.size()) value = original;
  return Make(page, Kind::account, {at, end}, std::move(value));
}

}  // namespace

void FindNumbers(Page& page, std::vector<Entity>& out) {
  const auto keep = [&](Entity entity) {
    page.Take({entity.start, entity.end});
    out.push_back(std::move(entity));
  };
  for (const Mark& mark : page.marks()) {
    if (mark.cue != Cue::order_label) continue;
    if (auto found = ReadOrder(page, mark); found && page.IsFree({found->start, found->end})) {
      keep(std::move(*found));
    }
  }
  for (std::size_t at = 0; at < page.size();) {
    const char32_t here = page.At(at);
    const bool starts =
        (IsDigit(here) && !IsDigit(page.Before(at))) || here == U'+' || here == U'*';
    if (!starts || !page.IsFree({at, at + 1})) {
      ++at;
      continue;
    }
    std::optional<Entity> found;
    if (here != U'+') found = ReadMasked(page, at);
    if (!found && here == U'+') found = ReadInternational(page, at);
    if (!found && IsDigit(here)) {
      if (const std::size_t end = HotlineEnd(page, at); end > at) {
        page.Take({at, end});
        at = end;
        continue;
      }
      found = NumberReader(page, at).Read();
    }
    if (found && page.IsFree({found->start, found->end})) {
      at = found->end;
      keep(std::move(*found));
    } else {
      ++at;
      while (IsDigit(here) && IsDigit(page.At(at))) ++at;
    }
  }
}

}  // namespace hetang::text
