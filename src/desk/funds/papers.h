// The papers of the money: application, notices, decision and announcement, as fields of documents.
//
// Each struct holds what one paper says; a Paper function turns it into the fields of its template
// (platform/document), figures and capital numerals, dates and words in the paper's language. They
// compute and store nothing. Values are in full, for a paper is a legal document; the announcement
// alone is public and masks names and accounts itself.
//
// What is unknown stays empty and prints as a line to write on. Forms and their fields follow the
// annexes of the rules on returning frozen money (domain: return of frozen funds) and the notices
// that travel with a query or a freeze; wording, numbers and legal bases are templates that a
// centre edits.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/field.h"
#include "desk/register/register.h"
#include "platform/document/document.h"

namespace hetang::funds {

inline constexpr std::string_view kStopApplication = "stop_application";  // 紧急止付申请表
inline constexpr std::string_view kQueryNotice = "query_notice";  // 协助查询财产通知书
inline constexpr std::string_view kFilingDecision = "filing_decision";  // 立案决定书
inline constexpr std::string_view kFreezeNotice = "freeze_notice";  // 协助冻结财产通知书
inline constexpr std::string_view kLiftNotice = "lift_notice";  // 协助解除冻结财产通知书
inline constexpr std::string_view kReturnApplication = "return_application";  // 返还申请表
inline constexpr std::string_view kReturnReport = "return_report";  // 呈请返还资金报告书
inline constexpr std::string_view kReturnDecision = "return_decision";  // 返还决定书
inline constexpr std::string_view kReturnNotice = "return_notice";      // 协助返还通知书
inline constexpr std::string_view kReturnAnnouncement = "return_announcement";  // 返还公告

struct PaperOfficer {
  Text<40> name;
  Text<20> number;
};

// Who acts, and in which case.
struct PaperHead {
  Text<80> unit;
  std::string case_number;
  std::string filing_number;           // Empty: not filed yet.
  PersonName victim;                   // The case bears the victim's name.
  std::vector<PaperOfficer> officers;  // The law asks for two.
};

struct PaperAccount {
  Text<80> bank;
  AccountNumber number;
  PersonName holder;
};

struct StopPaper {
  PaperHead head;
  IdentityNumber victim_identity;
  PhoneNumber victim_phone;
  PaperAccount from;
  std::optional<Moment> paid_at;
  std::optional<Fen> paid;
  PaperAccount account;
  Fen amount;
  std::string application_id;
  Moment requested_at;
  std::optional<Moment> starts_at;
  std::optional<Moment> expires_at;
  Text<200> reason;
  bool late_paperwork = false;
};
document::Fields FieldsOf(const StopPaper& paper, document::Language language);

struct QueryPaper {
  PaperHead head;
  PaperAccount account;
  IdentityNumber holder_identity;
  std::string kind;  // The name of an OrderKind: transactions, holder, all_accounts.
  std::optional<Moment> from;
  std::optional<Moment> until;
  std::string application_id;
};
document::Fields FieldsOf(const QueryPaper& paper, document::Language language);

// The decision to file the case, as a bank is shown it; it is numbered where the case is filed.
struct FilingPaper {
  PaperHead head;
  std::optional<Moment> filed_at;
};
document::Fields FieldsOf(const FilingPaper& paper, document::Language language);

// A freeze that another authority holds already.
struct FormerFreeze {
  Text<80> authority;
  Fen amount;
  std::optional<Moment> until;
};
struct FreezePaper {
  PaperHead head;
  PaperAccount account;
  Fen amount;        // 0: all there is.
  std::string mode;  // limit, no_debit, full
  Moment from;
  Moment until;
  bool is_renewal = false;
  std::vector<FormerFreeze> former;
  std::string application_id;
};
document::Fields FieldsOf(const FreezePaper& paper, document::Language language);

struct LiftPaper {
  PaperHead head;
  PaperAccount account;
  Fen amount;
  std::string freeze_number;  // Of the freeze notice that ends.
  std::optional<Moment> frozen_at;
  Moment lifted_at;
  Text<200> reason;
  std::string application_id;
};
document::Fields FieldsOf(const LiftPaper& paper, document::Language language);

struct PaperVictim {
  PersonName name;
  registry::Sex sex = registry::Sex::unknown;
  IdentityNumber identity;
  Address address;
  PhoneNumber phone;
  std::string case_number;
  PaperAccount to;  // Where the money goes: the victim's own account.
  Fen lost;         // Of this victim, into this account.
  Fen returned;
};

// One round of return on one frozen account, or on money recovered (then `account` is where it is
// kept). The papers about one victim take their place in `victims`.
struct ReturnPaper {
  PaperHead head;
  Text<80> freezing_unit;
  PaperAccount account;
  Fen frozen;
  std::string article;  // single_inflow, traced_by_time, pro_rata, recovered
  Text<400> grounds;    // What proves the article, in a sentence.
  std::vector<PaperVictim> victims;
  std::string decision_number;  // For the notice to the bank.
  std::optional<Moment> announced_from;
  std::optional<Moment> announced_until;
  Text<120> contact;  // Where objections go: address and phone of the centre.
};
document::Fields ReturnApplicationFields(const ReturnPaper& paper, std::size_t victim,
                                         document::Language language);
document::Fields ReturnReportFields(const ReturnPaper& paper, document::Language language);
document::Fields ReturnDecisionFields(const ReturnPaper& paper, std::size_t victim,
                                      document::Language language);
document::Fields ReturnNoticeFields(const ReturnPaper& paper, document::Language language);
document::Fields ReturnAnnouncementFields(const ReturnPaper& paper, document::Language language);

// All kinds of this desk. They live as long as the program.
const document::Kinds& PaperKinds();
// Never null: the name is one of the constants above.
const document::Kind* PaperKind(std::string_view name);

}  // namespace hetang::funds
