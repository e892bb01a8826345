// Titles: the rows around a table that say whose statement it is (`账号：6222... 户名：张三`),
// sums, lines, and other rows that hold no data.
#pragma once

#include <string>

#include "engine/statement/header.h"
#include "engine/statement/statement.h"

namespace hetang::statement {

// What the titles told of the queried account.
struct Owner {
  NumberInFile card;
  NumberInFile account;
  PersonName holder;
  IdentityNumber identity;
  bool labelled = false;  // The number stood behind its label, not just somewhere in a title.
  bool wallet = false;
  bool in_fen = false;  // `单位：分`
  bool in_wan = false;

  bool has_number() const { return !card.main.empty() || !account.main.empty(); }
};
// Takes what a row of titles says; true when it said something of the account.
bool TakeTitle(Cells cells, Owner& owner);

// 合计, 小计, `共 12 笔`: the row sums others.
bool IsTotal(Cells cells);
// Nothing but blanks, dashes, asterisks.
bool IsDecoration(Cells cells);
std::size_t CountFilled(Cells cells);

}  // namespace hetang::statement
