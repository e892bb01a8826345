#include "desk/funds/attachments.h"

#include <utility>

#include "desk/funds/return_papers.h"

namespace hetang::funds {
namespace {

std::string Escaped(std::string_view text) {
  std::string html;
  for (const char c : text) {
    if (c == '&') {
      html += "&amp;";
    } else if (c == '<') {
      html += "&lt;";
    } else if (c == '>') {
      html += "&gt;";
    } else {
      html += c;
    }
  }
  return html;
}

using Lines = std::vector<std::pair<std::string, std::string>>;

bank::Attachment PageOf(const std::string& title, const Lines& lines) {
  std::string html = "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>" + title +
                     "</title><h1>" + title + "</h1><dl>";
  for (const auto& [name, value] : lines) {
    html += "<dt>" + Escaped(name) + "</dt><dd>" + Escaped(value) + "</dd>";
  }
  return {Text<200>(title + ".html"), html + "</dl></html>"};
}

std::string ModeName(FreezeMode mode) {
  switch (mode) {
    case FreezeMode::limit:
      return "限额冻结";
    case FreezeMode::no_debit:
      return "只收不付";
    case FreezeMode::full:
      return "不收不付";
  }
  return "";
}

// The latest notice of the round that the order is of.
Result<std::vector<bank::Attachment>> NoticeOf(database::Transaction& tx, const Order& order) {
  HT_TRY(const auto notices, tx.Find<document::Document>(
                                 "WHERE kind = :kind AND subject = :subject AND subject_id IN"
                                 " (SELECT round_id FROM funds_return_share WHERE order_id = :o)"
                                 " AND voided_at IS NULL ORDER BY id DESC LIMIT 1",
                                 kReturnNotice, kReturnSubject, order.id));
  std::vector<bank::Attachment> attached;
  for (const document::Document& notice : notices) {
    HT_TRY(const PersonalText page, document::PageToSend(tx, notice.id));
    attached.push_back({notice.title.str() + ".html", page.Reveal()});
  }
  return attached;
}

Lines SignedBy(const Signers& signers) {
  Lines lines{{"办案单位", signers.unit.name.str()}, {"经办人", signers.handler.name.str()}};
  if (signers.second) lines.emplace_back("协查人", signers.second->name.str());
  return lines;
}

}  // namespace

Result<std::vector<bank::Attachment>> AttachmentsFor(database::Transaction& tx, const Order& order,
                                                     const registry::Case& record,
                                                     const Signers& signers, Moment now) {
  std::vector<bank::Attachment> attached;
  if (order.kind == OrderKind::freeze_return) {
    HT_TRY(attached, NoticeOf(tx, order));
    return attached;
  }
  if (order.kind != OrderKind::freeze && order.kind != OrderKind::freeze_renewal) return attached;
  Lines filing{{"文号", order.filing_number.str()}, {"案件编号", record.number}};
  if (record.filed_at) filing.emplace_back("立案时间", FormatIso(*record.filed_at));
  const FreezeMode mode = order.freeze_mode.value_or(FreezeMode::limit);
  Lines notice{{"文号", order.notice_number.str()},
               {"银行", order.bank_name.str()},
               {"户名", order.account_holder.Reveal()},
               {"账号", order.account_number.Reveal()},
               {"冻结方式", ModeName(mode)},
               {"起始", FormatIso(now)},
               {"截止", FormatIso(order.asked_until.value_or(now))}};
  if (mode == FreezeMode::limit) notice.emplace_back("金额", FormatYuan(order.amount_fen));
  for (Lines* lines : {&filing, &notice}) {
    for (auto& line : SignedBy(signers)) lines->push_back(std::move(line));
  }
  return std::vector{PageOf("立案决定书", filing), PageOf("协助冻结财产通知书", notice)};
}

}  // namespace hetang::funds
