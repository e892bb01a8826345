#include "engine/statement/row.h"

#include <utility>

#include "engine/statement/kinds.h"
#include "engine/statement/points.h"

namespace hetang::statement {
namespace {

using enum Column;

std::string TextIn(const RowContext& context, Cells cells, Column column) {
  return std::string(context.places.Get(cells, column));
}

bool SameNumber(const NumberInFile& a, const NumberInFile& b) {
  return !a.main.empty() && a.main == b.main;
}

// --- Whose row it is -----------------------------------------------------------------------------

// The queried account and its counterparty.
struct Parties {
  NumberInFile card;
  NumberInFile account;
  NumberInFile other;
  std::string_view other_name;
  std::string other_name_in_number;
  std::string own_name;  // Where it stands beside the number and in no column of its own.
  std::string_view other_bank;
  bool digits_lost = false;
  bool from_title = false;
  Direction direction = Direction::unknown;  // Told by which side is the queried account.

  bool known() const { return !card.main.empty() || !account.main.empty(); }
  bool Is(const NumberInFile& number) const {
    return SameNumber(card, number) || SameNumber(account, number);
  }
};

void TakeOwn(const RowContext& context, Cells cells, Parties& parties) {
  for (const auto& [column, number] :
       {std::pair{card, &parties.card}, std::pair{account, &parties.account}}) {
    const std::string_view cell = context.places.Get(cells, column);
    if (cell.empty()) continue;
    NumberCell read = ReadNumberCell(cell);
    parties.digits_lost = parties.digits_lost || read.digits_lost;
    *number = std::move(read.number);
    if (parties.own_name.empty()) parties.own_name = std::move(read.name);
  }
  if (parties.known() || parties.digits_lost || !context.owner.has_number()) return;
  parties.card = context.owner.card;
  parties.account = context.owner.account;
  parties.from_title = true;
}

void TakeOther(const RowContext& context, Cells cells, Parties& parties) {
  const std::string_view cell = context.places.Get(cells, other_number);
  if (!cell.empty()) {
    NumberCell read = ReadNumberCell(cell);
    parties.other = std::move(read.number);
    parties.other_name_in_number = std::move(read.name);
  }
  parties.other_name = context.places.Get(cells, other_name);
  parties.other_bank = context.places.Get(cells, other_bank);
}

// One side of a table that tells both.
struct Party {
  NumberCell wallet;
  NumberCell card;
  std::string name;
  std::string_view bank;

  bool empty() const { return wallet.number.main.empty() && card.number.main.empty(); }
  bool lost() const { return empty() && (wallet.digits_lost || card.digits_lost); }
};

Party PartyIn(const RowContext& context, Cells cells, bool payer) {
  const Places& places = context.places;
  Party party;
  party.wallet = ReadNumberCell(places.Get(cells, payer ? payer_wallet : payee_wallet));
  party.card = ReadNumberCell(places.Get(cells, payer ? payer_card : payee_card));
  party.name = TextIn(context, cells, payer ? payer_name : payee_name);
  for (const std::string& name : {party.wallet.name, party.card.name}) {
    if (party.name.empty()) party.name = name;
  }
  if (!payer && party.name.empty()) party.name = TextIn(context, cells, merchant);
  party.bank = places.Get(cells, payer ? payer_bank : payee_bank);
  return party;
}

bool Names(const Party& party, const Parties& own) {
  return own.Is(party.wallet.number) || own.Is(party.card.number);
}

// Which side the queried account is: the one whose number it has; else the one the direction or the
// bank's word for the row (来账, 往账) tells; else the payer.
bool OwnIsPayer(const RowContext& context, Cells cells, const Party& payer, const Party& payee,
                const Parties& own) {
  if (own.known() && Names(payer, own) != Names(payee, own)) return Names(payer, own);
  const Column column = context.places.has(direction) ? direction : transaction_type;
  const Direction told = ReadDirection(context.places.GetRaw(cells, column));
  if (told != Direction::unknown) return told == Direction::out;
  return !payer.empty() || payee.empty();
}

// A wallet is never tied to the bank card its owner paid with: both stay accounts of their own.
void TakeSides(const RowContext& context, Cells cells, Parties& parties) {
  const Party payer = PartyIn(context, cells, true);
  const Party payee = PartyIn(context, cells, false);
  const bool own_is_payer = OwnIsPayer(context, cells, payer, payee, parties);
  const Party& own = own_is_payer ? payer : payee;
  const Party& other = own_is_payer ? payee : payer;
  if (!parties.known()) {
    parties.account = own.wallet.number;
    if (parties.account.main.empty()) parties.card = own.card.number;
    parties.digits_lost = parties.digits_lost || own.lost();
  }
  parties.own_name = own.name;
  parties.other = other.wallet.number;
  if (parties.other.main.empty() || parties.Is(parties.other)) {
    // To or from a card through one's own wallet: the card is the other end.
    if (!other.card.number.main.empty()) parties.other = other.card.number;
  }
  parties.other_name_in_number = other.name;
  parties.other_bank = other.bank;
  if (!context.places.has(direction)) {
    parties.direction = own_is_payer ? Direction::out : Direction::in;
  }
}

// --- Which way -----------------------------------------------------------------------------------

struct Way {
  Direction direction = Direction::unknown;
  bool was_negative = false;
};

Direction Opposite(Direction direction) {
  if (direction == Direction::unknown) return direction;
  return direction == Direction::in ? Direction::out : Direction::in;
}

// Of a table that tells no direction and no sign: purchases and withdrawals leave.
Direction DirectionByWords(const RowContext& context, Cells cells) {
  const std::string_view type = context.places.Get(cells, transaction_type);
  if (const Direction told = ReadDirection(type); told != Direction::unknown) return told;
  for (const std::string_view text : {type, context.places.Get(cells, summary)}) {
    const auto has = [&](std::string_view word) { return text.find(word) != text.npos; };
    if (has("退") || has("撤") || has("冲")) return Direction::unknown;
    for (const std::string_view word : {"消费", "取款", "取现", "手续费", "年费"}) {
      if (has(word)) return Direction::out;
    }
  }
  return Direction::unknown;
}

Way WayOf(const RowContext& context, Cells cells, const Money& money, const Parties& parties) {
  Way way;
  way.was_negative = money.negative;
  if (money.by_column) {
    way.direction = money.direction;
  } else if (context.places.has(direction)) {
    way.direction = ReadDirection(context.places.GetRaw(cells, direction));
  } else if (parties.direction != Direction::unknown) {
    way.direction = parties.direction;
    if (way.direction == Direction::out) way.was_negative = false;  // Written as what left.
  } else if (money.negative) {
    return {Direction::out, false};  // The sign is how such a table tells the direction.
  } else {
    way.direction = DirectionByWords(context, cells);
    if (way.direction == Direction::unknown && money.fen > 0) way.direction = Direction::in;
  }
  if (way.was_negative) way.direction = Opposite(way.direction);
  return way;
}

// --- The entry -----------------------------------------------------------------------------------

void TakeTexts(const RowContext& context, Cells cells, Entry& entry) {
  entry.serial = TextIn(context, cells, serial);
  entry.order_number = TextIn(context, cells, order_number);
  entry.ip = TextIn(context, cells, ip);
  entry.mac = TextIn(context, cells, mac);
  for (const Column column : {summary, remark, transaction_type}) {
    entry.summary = TextIn(context, cells, column);
    if (!entry.summary.empty()) break;
  }
}

std::string PlaceOf(const RowContext& context, Cells cells, trace::Kind kind) {
  const bool shop = kind == trace::Kind::merchant;
  for (const Column column : {shop ? merchant : place, shop ? place : merchant, terminal}) {
    std::string text = TextIn(context, cells, column);
    if (!text.empty()) return text;
  }
  return "";
}

trace::Kind KindIn(const RowContext& context, Cells cells, const Entry& entry, Success success) {
  if (success == Success::failed) return trace::Kind::failed;
  const Places& places = context.places;
  KindSigns signs;
  signs.direction = entry.direction;
  signs.was_negative = entry.was_negative;
  signs.cash_mark = IsCashMark(places.Get(cells, cash_mark));
  signs.foreign_currency = IsForeignCurrency(places.Get(cells, currency));
  signs.wallet = context.wallet;
  signs.status_reversal = success == Success::reversal;
  signs.has_other_number = !entry.other.main.empty() && !SameNumber(entry.other, entry.card) &&
                           !SameNumber(entry.other, entry.account);
  signs.other_number = entry.other.main.Reveal();
  signs.other_name = entry.other_name.Reveal();
  signs.summary = places.Get(cells, summary);
  signs.type = places.Get(cells, transaction_type);
  signs.remark = places.Get(cells, remark);
  signs.merchant = places.Get(cells, merchant);
  return KindOf(signs);
}

void TakeHolder(const RowContext& context, Cells cells, Parties& parties, Entry& entry) {
  entry.holder = PersonName(TextIn(context, cells, holder));
  if (entry.holder.empty()) entry.holder = PersonName(TextIn(context, cells, person_name));
  entry.holder_identity = IdentityNumber(TextIn(context, cells, holder_identity));
  if (entry.holder_identity.empty()) {
    entry.holder_identity = IdentityNumber(TextIn(context, cells, identity));
  }
  if (entry.holder.empty()) entry.holder = PersonName(std::move(parties.own_name));
  if (!parties.from_title) return;
  if (entry.holder.empty()) entry.holder = context.owner.holder;
  if (entry.holder_identity.empty()) entry.holder_identity = context.owner.identity;
}

}  // namespace

// --- Places --------------------------------------------------------------------------------------

Places::Places(const Mapping& mapping, const std::vector<int>& ranks) {
  for (auto& pair : at_) pair.fill(kNone);
  for (std::size_t i = 0; i < mapping.columns.size() && i < kNone; ++i) {
    if (mapping.columns[i] == ignored) continue;
    Add(mapping.columns[i], i, i < ranks.size() ? ranks[i] : 0);
  }
  // `支出金额` beside a column of directions is the amount whichever way it went.
  const bool one_sided = has(amount_in) != has(amount_out);
  if (one_sided && has(direction) && !has(amount)) {
    const Column side = has(amount_in) ? amount_in : amount_out;
    std::swap(at_[static_cast<std::size_t>(amount)], at_[static_cast<std::size_t>(side)]);
  }
}

void Places::Add(Column column, std::size_t place, int rank) {
  auto& at = at_[static_cast<std::size_t>(column)];
  auto& ranks = ranks_[static_cast<std::size_t>(column)];
  const auto here = static_cast<std::uint16_t>(place);
  if (at[0] == kNone || rank < ranks[0]) {
    at = {here, at[0]};
    ranks = {rank, ranks[0]};
  } else if (at[1] == kNone || rank < ranks[1]) {
    at[1] = here;
    ranks[1] = rank;
  }
}

std::string_view Places::GetRaw(Cells cells, Column column) const {
  for (const std::uint16_t at : at_[static_cast<std::size_t>(column)]) {
    if (at >= cells.size()) continue;
    const std::string_view cell = CleanText(cells[at]);
    if (!cell.empty()) return cell;
  }
  return {};
}

std::string_view Places::Get(Cells cells, Column column) const {
  constexpr std::size_t kLongestNothing = 12;
  for (const std::uint16_t at : at_[static_cast<std::size_t>(column)]) {
    if (at >= cells.size()) continue;
    const std::string_view cell = CleanText(cells[at]);
    if (!cell.empty() && (cell.size() > kLongestNothing || !IsBlank(cell))) return cell;
  }
  return {};
}

// --- Moments and money ---------------------------------------------------------------------------

TimeCell MomentIn(const Places& places, Cells cells) {
  constexpr std::size_t kLongestClock = 6;
  const bool split = places.has(date);
  const std::string_view cell = places.Get(cells, time);
  TimeCell read;
  if (!cell.empty()) {
    const bool clock_only = split && cell.size() <= kLongestClock && IsDigits(cell);
    read = clock_only ? ReadClock(cell) : ReadTime(cell);
    if (split && read.told == Told::wrong) read = ReadClock(cell);
  }
  const auto with_clock = [&](TimeCell day) {
    if (day.told != Told::ok || day.precision != Precision::day || !places.has(clock)) return day;
    const TimeCell told = ReadClock(places.Get(cells, clock));
    return told.told == Told::wrong ? told : Join(day, told);
  };
  if (read.told == Told::wrong) return read;
  if (read.has_date) return with_clock(read);
  TimeCell day;
  if (split) day = ReadTime(places.Get(cells, date));
  if (day.told == Told::ok && day.has_date) return with_clock(Join(day, read));
  if (day.told == Told::blank && read.told == Told::blank) return {};
  day.told = Told::wrong;
  return day;
}

Money MoneyIn(const Places& places, Unit unit, Cells cells) {
  Money money;
  const Amount came = ReadAmount(places.Get(cells, amount_in), unit);
  const Amount went = ReadAmount(places.Get(cells, amount_out), unit);
  const auto take = [&](const Amount& read, Direction direction) {
    money.told = read.told;
    money.fen = read.fen;
    money.negative = read.negative;
    money.direction = direction;
    money.by_column = direction != Direction::unknown;
  };
  for (const Amount& read : {came, went}) {
    if (read.told == Told::wrong || read.told == Told::too_large) {
      take(read, Direction::unknown);
      return money;
    }
  }
  if (came.fen > 0 && went.fen > 0) {
    money.both = true;
    money.told = Told::ok;
  } else if (came.fen > 0 || (came.told == Told::ok && went.told != Told::ok)) {
    take(came, Direction::in);
  } else if (went.fen > 0 || (went.told == Told::ok && came.told != Told::ok)) {
    take(went, Direction::out);
  } else {
    const Amount single = ReadAmount(places.Get(cells, amount), unit);
    take(single.told == Told::blank ? came : single, Direction::unknown);
  }
  return money;
}

Outcome EntryOf(const RowContext& context, Cells cells, const TimeCell& time, const Money& money) {
  if (money.told == Told::too_large) return Refused{"amount_too_large"};
  if (money.told == Told::wrong) return Refused{"wrong_amount"};
  if (money.both) return Refused{"both_directions"};
  Parties parties;
  TakeOwn(context, cells, parties);
  if (context.both_sides) {
    TakeSides(context, cells, parties);
  } else {
    TakeOther(context, cells, parties);
  }
  if (parties.digits_lost) return Refused{"digits_lost"};
  if (!parties.known()) return Refused{"no_account"};
  Entry entry;
  const Way way = WayOf(context, cells, money, parties);
  entry.at = time.at();
  entry.precision = time.precision;
  entry.amount_fen = money.fen;
  entry.direction = way.direction;
  entry.was_negative = way.was_negative;
  TakeHolder(context, cells, parties, entry);
  entry.card = std::move(parties.card);
  entry.account = std::move(parties.account);
  entry.other = std::move(parties.other);
  entry.other_name = PersonName(parties.other_name.empty() ? std::move(parties.other_name_in_number)
                                                           : std::string(parties.other_name));
  entry.other_bank = std::string(parties.other_bank);
  const Amount left = ReadAmount(context.places.Get(cells, balance), context.unit);
  if (left.told == Told::ok) entry.balance_fen = left.negative ? -left.fen : left.fen;
  TakeTexts(context, cells, entry);
  const Success done = ReadSuccess(context.places.Get(cells, success));
  entry.kind = KindIn(context, cells, entry, done);
  entry.place = PlaceOf(context, cells, entry.kind);
  entry.wallet = context.wallet;
  return entry;
}

}  // namespace hetang::statement
