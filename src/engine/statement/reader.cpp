#include <algorithm>
#include <utility>

#include "engine/statement/columns.h"
#include "engine/statement/header.h"
#include "engine/statement/row.h"
#include "engine/statement/statement.h"
#include "engine/statement/titles.h"

namespace hetang::statement {
namespace {

using enum Column;

constexpr int kHeaderWithin = 30;

bool IsAboutMoney(Table table) { return table == Table::transactions || table == Table::wallet; }

bool HasAny(const std::vector<Column>& columns, std::initializer_list<Column> wanted) {
  return std::find_first_of(columns.begin(), columns.end(), wanted.begin(), wanted.end()) !=
         columns.end();
}

std::vector<std::string> Copy(Cells cells) { return {cells.begin(), cells.end()}; }

std::vector<std::string_view> ViewsOf(const std::vector<std::string>& cells) {
  return {cells.begin(), cells.end()};
}

bool HoldsValue(Cells cells) {
  return std::any_of(cells.begin(), cells.end(), [](std::string_view c) { return IsValue(c); });
}

// `张三：` or `打印日期：2026-03-05`: a label, not a cell of a table.
bool BeginsWithLabel(Cells cells) {
  for (const std::string_view cell : cells) {
    const std::string_view text = CleanText(cell);
    if (text.empty()) continue;
    const std::size_t colon = std::min(text.find("："), text.find(':'));
    return colon != text.npos && colon > 0 && !IsValue(text.substr(0, colon));
  }
  return false;
}

// What banks write into a row instead of an answer.
bool TellsOfFailure(Cells cells) {
  for (const std::string_view cell : cells) {
    for (const std::string_view words : {"查询失败", "查无", "查询不到", "无此", "不存在", "无交易",
                                         "未查到", "未查询到", "没有交易", "无记录"}) {
      if (cell.find(words) != cell.npos) return true;
    }
  }
  return false;
}

std::string_view FirstText(Cells cells) {
  for (const std::string_view cell : cells) {
    if (!CleanText(cell).empty() && !IsValue(cell)) return CleanText(cell);
  }
  return {};
}

}  // namespace

class TableReader::State {
 public:
  explicit State(const Remembered& remembered) : remembered_(&remembered) {}

  Outcome Read(Cells cells) {
    if (mapping_.table == Table::unknown) return BeforeHeader(cells);
    if (std::exchange(just_found_, false) && IsSecondLine(cells)) return NotData{};
    if (IsAboutMoney(mapping_.table)) return ReadMoneyRow(cells);
    return ReadAccountRow(cells);
  }

  Mapping mapping_;
  std::vector<std::string> header_;

 private:
  Unit unit() const {
    if (mapping_.amounts_in_fen || owner_.in_fen) return Unit::fen;
    return mapping_.amounts_in_wan || owner_.in_wan ? Unit::wan : Unit::yuan;
  }

  // --- The header --------------------------------------------------------------------------------

  Outcome BeforeHeader(Cells cells) {
    if (CountFilled(cells) == 0 || IsDecoration(cells)) return NotData{};
    ++rows_;
    if (rows_ <= kHeaderWithin && FindHeader(cells)) return NotData{};
    if (rows_ <= kHeaderWithin && TakeTitle(cells, owner_)) {
      above_ = Copy(cells);
      return NotData{};
    }
    above_ = Copy(cells);
    return LooksLikeData(cells) && !IsTotal(cells) ? Outcome(Refused{"unmapped"})
                                                   : Outcome(NotData{});
  }

  bool FindHeader(Cells cells) {
    if (!remembered_->empty()) {
      const auto found = remembered_->find(HeaderKey(cells));
      if (found != remembered_->end() && found->second.table != Table::unknown) {
        Header header;
        header.mapping = found->second;
        Use(std::move(header), cells);
        return true;
      }
    }
    const auto above = ViewsOf(above_);
    Header header = ReadHeader(cells, above);
    if (header.mapping.table == Table::unknown && !above.empty()) {
      header = ReadTwoLines(above, cells);
    }
    if (header.mapping.table != Table::unknown) {
      Use(std::move(header), cells);
      just_found_ = true;
      return true;
    }
    if (const int likeness = Likeness(cells); header_.empty() || likeness > likeness_) {
      likeness_ = likeness;
      header_ = Copy(cells);
    }
    return false;
  }

  void Use(Header header, Cells cells) {
    // Titles told the account of the wallet before its table began.
    if (header.mapping.table == Table::transactions && owner_.wallet) {
      header.mapping.table = Table::wallet;
    }
    mapping_ = std::move(header.mapping);
    known_ = header.known;
    ranks_ = std::move(header.ranks);
    places_ = Places(mapping_, ranks_);
    header_ = Copy(cells);
    both_sides_ = HasAny(mapping_.columns, {payer_wallet, payer_card}) &&
                  HasAny(mapping_.columns, {payee_wallet, payee_card});
  }

  // `借方 | 贷方` under `发生额`: the header goes on for a line.
  bool IsSecondLine(Cells cells) {
    if (HoldsValue(cells) || CountFilled(cells) == 0) return false;
    const auto above = ViewsOf(header_);
    Header header = ReadTwoLines(above, cells);
    if (header.mapping.table == Table::unknown || header.known < known_) return false;
    const bool names = std::any_of(cells.begin(), cells.end(), [](std::string_view cell) {
      return FindColumn(cell).column != ignored;
    });
    if (!names) return false;
    Use(std::move(header), above);
    return true;
  }

  // Before a header is found: rows of values under a row of words.
  bool LooksLikeData(Cells cells) {
    constexpr std::size_t kLeastCells = 4;
    const std::size_t filled = CountFilled(cells);
    if (!HoldsValue(cells)) {
      if (filled >= 2 && words_ == 0) words_ = filled;
      return rows_ > kHeaderWithin;
    }
    if (BeginsWithLabel(cells)) return rows_ > kHeaderWithin;
    return rows_ > kHeaderWithin || filled >= kLeastCells || (words_ > 0 && filled * 2 >= words_);
  }

  // --- Rows about money --------------------------------------------------------------------------

  Outcome ReadMoneyRow(Cells cells) {
    const TimeCell told = MomentIn(places_, cells);
    if (told.told != Told::ok) {
      return NotAnEntry(cells, told.told == Told::wrong ? "wrong_time" : "no_time");
    }
    const Money money = MoneyIn(places_, unit(), cells);
    if (money.told == Told::blank) return NotAnEntry(cells, "no_amount");
    const RowContext context{places_, unit(), mapping_.table == Table::wallet, both_sides_, owner_};
    return EntryOf(context, cells, told, money);
  }

  bool BlankMoney(Cells cells) const {
    return places_.Get(cells, amount).empty() && places_.Get(cells, amount_in).empty() &&
           places_.Get(cells, amount_out).empty();
  }

  bool NamesAccount(Cells cells) const {
    for (const Column column : {card, account}) {
      const std::string_view cell = places_.Get(cells, column);
      if (!cell.empty() && IsValue(cell)) return true;
    }
    return false;
  }

  // A row without a moment or an amount: part of the page's dressing, or a row to refuse.
  Outcome NotAnEntry(Cells cells, const char* reason) {
    const std::size_t filled = CountFilled(cells);
    if (filled == 0 || IsDecoration(cells)) return NotData{};
    if (IsTotal(cells) || RepeatsHeader(cells)) return NotData{};
    const bool untimed = places_.Get(cells, time).empty() && places_.Get(cells, date).empty();
    const bool moneyless = BlankMoney(cells);
    const bool named = NamesAccount(cells);
    if (untimed && moneyless) {
      const std::string_view told = places_.Get(cells, failure_reason);
      if (!told.empty()) return QueryFailure{std::string(told)};
      if (named && TellsOfFailure(cells)) return QueryFailure{std::string(FirstText(cells))};
    }
    constexpr std::size_t kMostInTitle = 2;
    const bool dressing = filled <= kMostInTitle || BeginsWithLabel(cells);
    if (moneyless && dressing && !named) {
      // The next block of a file may be about another account.
      if (!places_.has(card) && !places_.has(account)) TakeTitle(cells, owner_);
      return NotData{};
    }
    return Refused{reason};
  }

  // The header again, on a new page or of the next block, whose columns may stand otherwise.
  bool RepeatsHeader(Cells cells) {
    if (HoldsValue(cells)) return false;
    Header header = ReadHeader(cells, {});
    constexpr int kLeastKnown = 3;
    if (header.mapping.table != Table::unknown && header.known >= kLeastKnown) {
      if (IsAboutMoney(header.mapping.table) && !SameCells(cells)) Use(std::move(header), cells);
      return true;
    }
    std::size_t known = 0;
    for (const std::string_view cell : cells) known += FindColumn(cell).column != ignored ? 1U : 0U;
    return known > 0 && known * 2 >= CountFilled(cells);
  }

  bool SameCells(Cells cells) const {
    const auto header = ViewsOf(header_);
    return HeaderKey(cells) == HeaderKey(header);
  }

  // --- Rows about persons and accounts -----------------------------------------------------------

  Outcome ReadAccountRow(Cells cells) {
    const std::size_t filled = CountFilled(cells);
    if (filled == 0 || IsDecoration(cells) || IsTotal(cells)) return NotData{};
    if (!HoldsValue(cells)) {
      Header header = ReadHeader(cells, {});
      if (header.mapping.table != Table::unknown) {
        Use(std::move(header), cells);
        return NotData{};
      }
    }
    AccountRow row = AccountIn(cells);
    const bool numbered = !row.card.main.empty() || !row.account.main.empty();
    if (row.holder.empty() && row.identity.empty()) {
      const std::string_view told = places_.Get(cells, failure_reason);
      const bool failed = !told.empty() && told.find("成功") == told.npos;
      if (failed) return QueryFailure{std::string(told)};
    }
    if (filled == 1 && !numbered) return NotData{};
    if (mapping_.table == Table::persons || !numbered) return OtherRow{};
    // The one account of a file's first block is whose statement follows.
    owner_.card = row.card;
    owner_.account = row.account;
    owner_.holder = row.holder;
    owner_.identity = row.identity;
    return row;
  }

  AccountRow AccountIn(Cells cells) const {
    AccountRow row;
    row.card = ReadNumber(places_.Get(cells, card));
    row.account = ReadNumber(places_.Get(cells, account));
    TakeSubAccount(places_.Get(cells, sub_account), row);
    std::string_view name = places_.Get(cells, holder);
    if (name.empty()) name = places_.Get(cells, person_name);
    row.holder = PersonName(std::string(name));
    std::string_view number = places_.Get(cells, holder_identity);
    if (number.empty()) number = places_.Get(cells, identity);
    row.identity = IdentityNumber(std::string(number));
    row.bank = std::string(places_.Get(cells, bank));
    if (row.bank.empty()) row.bank = std::string(places_.Get(cells, open_branch));
    return row;
  }

  // A sub-account is told as `main_sub`, as its own short number, or as a number like any other.
  static void TakeSubAccount(std::string_view cell, AccountRow& row) {
    if (cell.empty()) return;
    NumberInFile sub = ReadNumber(cell);
    constexpr std::size_t kLongestSub = 8;
    if (!sub.sub.empty() && row.account.main.empty() && !(sub.main == row.card.main)) {
      row.account = std::move(sub);
    } else if (!sub.sub.empty() && (sub.main == row.account.main || sub.main == row.card.main)) {
      (sub.main == row.account.main ? row.account : row.card).sub = std::move(sub.sub);
    } else if (sub.main.Reveal().size() <= kLongestSub || sub.main.empty()) {
      (row.account.main.empty() ? row.card : row.account).sub = std::string(cell);
    } else if (row.account.main.empty()) {
      row.account = std::move(sub);
    } else if (row.card.main.empty()) {
      row.card = std::exchange(row.account, std::move(sub));
    }
  }

  const Remembered* remembered_;
  Owner owner_;
  Places places_;
  std::vector<int> ranks_;
  std::vector<std::string> above_;
  int rows_ = 0;
  int known_ = 0;
  int likeness_ = 0;
  std::size_t words_ = 0;  // Cells of the first row of words.
  bool just_found_ = false;
  bool both_sides_ = false;
};

TableReader::TableReader(const Remembered& remembered)
    : state_(std::make_unique<State>(remembered)) {}
TableReader::TableReader(TableReader&&) noexcept = default;
TableReader& TableReader::operator=(TableReader&&) noexcept = default;
TableReader::~TableReader() = default;

Outcome TableReader::Read(std::span<const std::string_view> cells) { return state_->Read(cells); }
const Mapping& TableReader::mapping() const { return state_->mapping_; }
const std::vector<std::string>& TableReader::header() const { return state_->header_; }

}  // namespace hetang::statement
