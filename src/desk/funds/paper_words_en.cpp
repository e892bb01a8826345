// Data table. The papers in English: title, form of the number, body.
#include <array>

#include "base/check.h"
#include "desk/funds/paper_words.h"
#include "desk/funds/papers.h"

namespace hetang::funds {
namespace {

constexpr std::string_view kStopApplicationBody = R"html(<p class="unit">{{unit}}</p>
<h1>{{title}}</h1>
<p class="number">{{number}}</p>
<table>
<colgroup><col style="width: 18%"><col style="width: 30%"><col style="width: 17%"><col style="width: 35%"></colgroup>
<tr><th>Asked at</th><td>{{requested_at}}</td><th>Case</th><td>{{case_number}}</td></tr>
<tr><th>Filed as</th><td colspan="3">{{filing_number}}</td></tr>
<tr><th>Application id</th><td colspan="3">{{application_id}}</td></tr>
<tr><th>Victim</th><td>{{victim}}</td><th>Telephone</th><td>{{victim_phone}}</td></tr>
<tr><th>Identity document</th><td colspan="3">{{victim_identity}}</td></tr>
<tr><th>Paid by</th><td>{{from_holder}}</td><th>From bank</th><td>{{from_bank}}</td></tr>
<tr><th>From account</th><td colspan="3">{{from_account}}</td></tr>
<tr><th>Paid at</th><td>{{paid_at}}</td><th>Amount paid</th><td>CNY {{paid}}</td></tr>
<tr><th>Account holder to be stopped</th><td>{{holder}}</td><th>Bank</th><td>{{bank}}</td></tr>
<tr><th>Account to be stopped</th><td colspan="3">{{account}}</td></tr>
<tr><th>Amount to be stopped</th><td colspan="3">CNY {{amount}}<br>in words: {{amount_capitals}}</td></tr>
<tr><th>Duration</th><td colspan="3">48 hours from the moment the bank stops the account:<br>{{starts_at}} to {{expires_at}}</td></tr>
<tr><th>Reason</th><td colspan="3" class="keep">{{reason}}</td></tr>
{{#when_late}}<tr><th>Paperwork</th><td colspan="3">The stop was sent ahead at {{requested_at}}; this form is to be completed within 24 hours.</td></tr>{{/when_late}}
<tr><th>Legal basis</th><td colspan="3">Law of the People's Republic of China against Telecom and Online Fraud, Article 20; notice Yinfa [2016] 86 on urgent stops and quick freezes of accounts in fraud cases.</td></tr>
<tr><th>Statement of the applicant</th><td colspan="3">What I have stated is true; I answer for this application by law and agree that the police have the bank or payment company stop the account.<br><br><span class="signs"><span>Signature: <span class="line"></span></span><span class="right">Date: <span class="line"></span></span></span></td></tr>
<tr><th>Officers</th><td colspan="3"><span class="signs"><span>{{officer_one}}, No. {{officer_one_number}}<br>Signature: <span class="line"></span></span><span>{{officer_two}}, No. {{officer_two_number}}<br>Signature: <span class="line"></span></span></span></td></tr>
<tr><th>Opinion of the unit</th><td colspan="3"><div class="opinion"><p><br></p><p class="right">{{unit}} (official seal)<br>{{made_date}}</p></div></td></tr>
</table>)html";

constexpr std::string_view kQueryNoticeBody = R"html(<p class="unit">{{unit}}</p>
<h1>{{title}}</h1>
<p class="number">{{number}}</p>
<p class="to">To {{bank}}:</p>
<p class="text">Under Article 144 of the Criminal Procedure Law of the People's Republic of China and Article 20 of the Law against Telecom and Online Fraud, in the investigation of {{case_name}} (case {{case_number}}, filed as <span class="short">{{filing_number}}</span>), you are asked to assist in a query of the assets below and to report the result to this unit in writing or through the management platform for fraud risk.</p>
<table>
<colgroup><col style="width: 27%"><col></colgroup>
<tr><th>Holder</th><td>{{holder}}</td></tr>
<tr><th>Identity document</th><td>{{holder_identity}}</td></tr>
<tr><th>Account or card</th><td>{{account}}</td></tr>
<tr><th>Asked for</th><td>{{asked}}</td></tr>
{{#when_period}}<tr><th>Period</th><td>{{from}} to {{until}}</td></tr>{{/when_period}}
<tr><th>Application id</th><td>{{application_id}}</td></tr>
</table>
<div class="signs"><p>Officer: {{officer_one}} (No. {{officer_one_number}})</p><p>Officer: {{officer_two}} (No. {{officer_two_number}})</p></div>
<div class="seal"><p class="place">(official seal)</p><p>{{unit}}</p><p>{{made_date}}</p></div>
<div class="receipt"><hr class="cut"><h1>Receipt: {{title}}</h1>
<p class="to">To {{unit}}:</p>
<p class="text">Your notice {{number}} has arrived. The result of the query on {{holder}} (account {{account}}) is:</p>
<p><br></p>
<div class="signs"><p>Handled by: <span class="line"></span></p><p>Telephone: <span class="line"></span></p></div>
<div class="seal"><p class="place">(business seal of the bank)</p><p>{{bank}}</p><p>Date: <span class="line"></span></p></div></div>)html";

constexpr std::string_view kFilingDecisionBody = R"html(<p class="unit">{{unit}}</p>
<h1>{{title}}</h1>
<p class="number">{{number}}</p>
<p class="text">Under Article 112 of the Criminal Procedure Law of the People's Republic of China it is decided to file and investigate {{case_name}} (case {{case_number}}).</p>
<div class="signs"><p>Officer: {{officer_one}} (No. {{officer_one_number}})</p><p>Officer: {{officer_two}} (No. {{officer_two_number}})</p></div>
<div class="seal"><p class="place">(official seal)</p><p>{{unit}}</p><p>{{filed_at}}</p></div>)html";

constexpr std::string_view kFreezeNoticeBody = R"html(<p class="unit">{{unit}}</p>
<h1>{{title}}</h1>
<p class="number">{{number}}</p>
<p class="to">To {{bank}}:</p>
<p class="text">Under Article 144 of the Criminal Procedure Law of the People's Republic of China, in the investigation of {{case_name}} (case {{case_number}}, filed as <span class="short">{{filing_number}}</span>), you are asked to carry out the {{act}} of the assets below from {{from}} until {{until}}. A longer freeze must be renewed before it ends; one that is not renewed ends by itself.</p>
<table>
<colgroup><col style="width: 27%"><col></colgroup>
<tr><th>Kind of assets</th><td>deposit (balance of a payment account)</td></tr>
<tr><th>Holder</th><td>{{holder}}</td></tr>
<tr><th>Account or card</th><td>{{account}}</td></tr>
<tr><th>Amount frozen</th><td>{{#when_amount}}CNY {{amount}}<br>in words: {{amount_capitals}}{{/when_amount}}{{#when_all}}all there is in the account{{/when_all}}</td></tr>
<tr><th>Mode</th><td>{{mode}}</td></tr>
<tr><th>Period</th><td>{{from}} to {{until}}</td></tr>
<tr><th>Application id</th><td>{{application_id}}</td></tr>
{{#former}}<tr><th>Earlier freeze</th><td>{{former_authority}}, CNY {{former_amount}}, until {{former_until}}; this freeze waits behind it</td></tr>{{/former}}
</table>
<div class="signs"><p>Officer: {{officer_one}} (No. {{officer_one_number}})</p><p>Officer: {{officer_two}} (No. {{officer_two_number}})</p></div>
<div class="seal"><p class="place">(official seal)</p><p>{{unit}}</p><p>{{made_date}}</p></div>
<div class="receipt"><hr class="cut"><h1>Receipt: {{title}}</h1>
<p class="to">To {{unit}}:</p>
<p class="text">Your notice {{number}} has arrived. The account of {{holder}} (account {{account}}) was frozen on <span class="line"></span>; amount frozen <span class="line"></span>, balance available <span class="line"></span>; earlier freeze by, amount, until: <span class="line"></span></p>
<div class="signs"><p>Handled by: <span class="line"></span></p><p>Telephone: <span class="line"></span></p></div>
<div class="seal"><p class="place">(business seal of the bank)</p><p>{{bank}}</p><p>Date: <span class="line"></span></p></div></div>)html";

constexpr std::string_view kLiftNoticeBody = R"html(<p class="unit">{{unit}}</p>
<h1>{{title}}</h1>
<p class="number">{{number}}</p>
<p class="to">To {{bank}}:</p>
<p class="text">Under Article 145 of the Criminal Procedure Law of the People's Republic of China, you are asked to lift from {{lifted_at}} the freeze of the assets below, ordered in the investigation of {{case_name}} (case {{case_number}}, filed as <span class="short">{{filing_number}}</span>). Reason: {{reason}}</p>
<table>
<colgroup><col style="width: 27%"><col></colgroup>
<tr><th>Kind of assets</th><td>deposit (balance of a payment account)</td></tr>
<tr><th>Holder</th><td>{{holder}}</td></tr>
<tr><th>Account or card</th><td>{{account}}</td></tr>
<tr><th>Amount set free</th><td>CNY {{amount}}<br>in words: {{amount_capitals}}</td></tr>
<tr><th>Freeze notice</th><td>{{freeze_number}}</td></tr>
<tr><th>Frozen on</th><td>{{frozen_at}}</td></tr>
<tr><th>Application id</th><td>{{application_id}}</td></tr>
</table>
<div class="signs"><p>Officer: {{officer_one}} (No. {{officer_one_number}})</p><p>Officer: {{officer_two}} (No. {{officer_two_number}})</p></div>
<div class="seal"><p class="place">(official seal)</p><p>{{unit}}</p><p>{{made_date}}</p></div>
<div class="receipt"><hr class="cut"><h1>Receipt: {{title}}</h1>
<p class="to">To {{unit}}:</p>
<p class="text">Your notice {{number}} has arrived. The freeze of the account of {{holder}} (account {{account}}) was lifted on <span class="line"></span>; amount set free <span class="line"></span></p>
<div class="signs"><p>Handled by: <span class="line"></span></p><p>Telephone: <span class="line"></span></p></div>
<div class="seal"><p class="place">(business seal of the bank)</p><p>{{bank}}</p><p>Date: <span class="line"></span></p></div></div>)html";

constexpr std::string_view kReturnApplicationBody = R"html(<h1>{{title}}</h1>
<p class="number">{{number}}</p>
<table>
<colgroup><col style="width: 18%"><col style="width: 32%"><col style="width: 18%"><col style="width: 32%"></colgroup>
<tr><th>Victim</th><td>{{victim}}</td><th>Sex</th><td>{{victim_sex}}</td></tr>
<tr><th>Identity document or organisation code</th><td>{{victim_identity}}</td><th>Telephone</th><td>{{victim_phone}}</td></tr>
<tr><th>Address</th><td colspan="3">{{victim_address}}</td></tr>
<tr><th>Return to holder</th><td>{{to_holder}}</td><th>Bank</th><td>{{to_bank}}</td></tr>
<tr><th>Return to account</th><td colspan="3">{{to_account}}</td></tr>
<tr><th>Statement of the victim</th><td colspan="3">I ask for the return of the frozen money below. What I have stated is true; I answer for it by law.<br><br><span class="signs"><span>Signature: <span class="line"></span></span><span class="right">Date: <span class="line"></span></span></span></td></tr>
<tr><th>Filing unit</th><td>{{unit}}</td><th>Filed as</th><td>{{filing_number}}</td></tr>
<tr><th>Case</th><td colspan="3">{{case_number}}</td></tr>
<tr><th>Account involved</th><td>{{account}}</td><th>Amount lost</th><td>CNY {{lost}}<br>{{lost_capitals}}</td></tr>
<tr><th>Opinion of the filing unit</th><td colspan="3"><div class="opinion"><p>The identity of the victim, the fraud and the amount have been verified. Please assist in the return.</p><p class="signs"><span>Officer: {{officer_one}}<br>Signature: <span class="line"></span></span><span>Officer: {{officer_two}}<br>Signature: <span class="line"></span></span></p><p class="right"><br>{{unit}} (official seal)<br>Date: <span class="line"></span></p></div></td></tr>
<tr><th>Freezing unit</th><td>{{freezing_unit}}</td><th>Bank of the frozen account</th><td>{{bank}}</td></tr>
<tr><th>Frozen account</th><td>{{account}}<br>{{holder}}</td><th>Amount frozen</th><td>CNY {{frozen}}<br>{{frozen_capitals}}</td></tr>
<tr><th>Amount to return</th><td colspan="3">CNY {{returned}}; in words: {{returned_capitals}}</td></tr>
<tr><th>Opinion of the freezing unit</th><td colspan="3"><div class="opinion"><p><br></p><p class="signs"><span>Officer:<br>Signature: <span class="line"></span></span><span>Officer:<br>Signature: <span class="line"></span></span></p><p class="right"><br>{{freezing_unit}} (official seal)<br>Date: <span class="line"></span></p></div></td></tr>
</table>)html";

constexpr std::string_view kReturnReportBody = R"html(<p class="unit">{{unit}}</p>
<h1>{{title}}</h1>
<p class="number">{{number}}</p>
<table>
<colgroup><col style="width: 18%"><col></colgroup>
<tr><th>Decision of the leader</th><td><div class="opinion"><p><br></p><p class="right">Signature: <span class="line"></span> Date: <span class="line"></span></p></div></td></tr>
<tr><th>Opinion of the legal audit</th><td><div class="opinion"><p><br></p><p class="right">Signature: <span class="line"></span> Date: <span class="line"></span></p></div></td></tr>
</table>
<p class="text">In {{case_name}} (case {{case_number}}, filed as <span class="short">{{filing_number}}</span>), {{freezing_unit}} has lawfully frozen CNY {{frozen}} ({{frozen_capitals}}) in the account of {{holder}} at {{bank}} (account {{account}}).</p>
<p class="text">Findings: {{grounds}}</p>
<p class="text">{{#when_announced}}The return was announced for 30 days from {{announced_from}}; objections received were reviewed. {{/when_announced}}Under the rules on returning frozen money in telecom and online fraud cases ({{article}}), it is proposed to return CNY {{returned}} ({{returned_capitals}}) to victims, {{victim_count}} in number. The remaining CNY {{remaining}} stays frozen for the original period. In detail:</p>
<table class="list">
<colgroup><col style="width: 5%"><col style="width: 24%"><col style="width: 39%"><col style="width: 16%"><col style="width: 16%"></colgroup>
<thead><tr><th></th><th>Victim</th><th>Return to account, bank</th><th>Lost (CNY)</th><th>Return (CNY)</th></tr></thead>
<tbody>{{#victims}}<tr><td class="middle">{{index}}</td><td>{{victim}}</td><td>{{to_account}} {{to_bank}}</td><td class="amount">{{victim_lost}}</td><td class="amount">{{victim_returned}}</td></tr>{{/victims}}
<tr><td colspan="5" class="amount">Total: lost CNY {{lost}}, to be returned CNY {{returned}}</td></tr></tbody>
</table>
<div class="together"><p class="text">Submitted for decision.</p>
<div class="signs"><p>Officer: {{officer_one}} (No. {{officer_one_number}})</p><p>Officer: {{officer_two}} (No. {{officer_two_number}})</p></div>
<div class="seal"><p>{{unit}}</p><p>{{made_date}}</p></div></div>)html";

constexpr std::string_view kReturnDecisionBody = R"html(<p class="unit">{{unit}}</p>
<h1>{{title}}</h1>
<p class="number">{{number}}</p>
<table>
<colgroup><col style="width: 27%"><col></colgroup>
<tr><th>Victim</th><td>{{victim}} ({{victim_sex}})</td></tr>
<tr><th>Identity document or organisation code</th><td>{{victim_identity}}</td></tr>
<tr><th>Address</th><td>{{victim_address}}</td></tr>
<tr><th>Case</th><td>{{case_name}} ({{case_number}})</td></tr>
</table>
<p class="text">Of the money that {{victim}} was defrauded of, CNY {{returned}} is frozen in the account of {{holder}} at {{bank}} (account {{account}}). {{grounds}}</p>
<p class="text">Under Article 245 of the Criminal Procedure Law of the People's Republic of China and the rules on returning frozen money in telecom and online fraud cases ({{article}}), it is decided to return from this account</p>
<p class="indent">CNY {{returned}} (in words: {{returned_capitals}})</p>
<p class="text">to {{victim}}, into the account:</p>
<table>
<colgroup><col style="width: 27%"><col></colgroup>
<tr><th>Holder</th><td>{{to_holder}}</td></tr>
<tr><th>Bank</th><td>{{to_bank}}</td></tr>
<tr><th>Account</th><td>{{to_account}}</td></tr>
</table>
<div class="signs"><p>Officer: {{officer_one}} (No. {{officer_one_number}})</p><p>Officer: {{officer_two}} (No. {{officer_two_number}})</p></div>
<div class="seal"><p class="place">(official seal)</p><p>{{unit}}</p><p>{{made_date}}</p></div>
<p class="note">Three copies: for the victim, for the bank that assists, for the file.</p>
<div class="sheet"><h1>Stub: {{title}}</h1>
<p class="number">{{number}}</p>
<table>
<colgroup><col style="width: 18%"><col style="width: 32%"><col style="width: 18%"><col style="width: 32%"></colgroup>
<tr><th>Case</th><td>{{case_number}}</td><th>Victim</th><td>{{victim}}</td></tr>
<tr><th>From account</th><td>{{account}}</td><th>To account</th><td>{{to_account}}</td></tr>
<tr><th>Amount</th><td colspan="3">CNY {{returned}} (in words: {{returned_capitals}})</td></tr>
<tr><th>Officers</th><td>{{officer_one}}, {{officer_two}}</td><th>Issued</th><td>{{made_date}}</td></tr>
<tr><th>Approved by</th><td></td><th>Approved on</th><td></td></tr>
</table></div>)html";

constexpr std::string_view kReturnNoticeBody = R"html(<p class="unit">{{unit}}</p>
<h1>{{title}}</h1>
<p class="number">{{number}}</p>
<p class="to">To {{bank}}:</p>
<p class="text">Under the Law against Telecom and Online Fraud, the rules on returning frozen money in telecom and online fraud cases and our decision <span class="short">{{decision_number}}</span>, please pay the money frozen in the account below in {{case_name}} (case {{case_number}}) to the victims as listed. Where this cannot be done on the spot, please do it within three working days and report the result to this unit.</p>
<table>
<colgroup><col style="width: 25%"><col></colgroup>
<tr><th>Frozen account</th><td>{{holder}}, {{account}}</td></tr>
<tr><th>Amount frozen</th><td>CNY {{frozen}} (in words: {{frozen_capitals}})</td></tr>
<tr><th>Total to return</th><td>CNY {{returned}} (in words: {{returned_capitals}})</td></tr>
<tr><th>Remaining</th><td>CNY {{remaining}}, frozen for the original period</td></tr>
</table>
<table class="list">
<colgroup><col style="width: 6%"><col style="width: 29%"><col style="width: 48%"><col style="width: 17%"></colgroup>
<thead><tr><th></th><th>Payee</th><th>Account, bank</th><th>Amount (CNY)</th></tr></thead>
<tbody>{{#victims}}<tr><td class="middle">{{index}}</td><td>{{to_holder}}</td><td>{{to_account}} {{to_bank}}</td><td class="amount">{{victim_returned}}</td></tr>{{/victims}}</tbody>
</table>
<div class="together"><div class="signs"><p>Officer: {{officer_one}} (No. {{officer_one_number}})</p><p>Officer: {{officer_two}} (No. {{officer_two_number}})</p></div>
<div class="seal"><p class="place">(official seal)</p><p>{{unit}}</p><p>{{made_date}}</p></div></div>
<div class="receipt"><hr class="cut"><h1>Receipt: {{title}}</h1>
<p class="to">To {{unit}}:</p>
<p class="text">Your notice {{number}} has arrived. On <span class="line"></span> the sum of <span class="line"></span> was returned from account {{account}} to <span class="short"></span> victims. Not done, and why: <span class="line"></span></p>
<div class="signs"><p>Handled by: <span class="line"></span></p><p>Telephone: <span class="line"></span></p></div>
<div class="seal"><p class="place">(business seal of the bank)</p><p>{{bank}}</p><p>Date: <span class="line"></span></p></div></div>)html";

constexpr std::string_view kReturnAnnouncementBody = R"html(<p class="unit">{{unit}}</p>
<h1>{{title}}</h1>
<p class="number">{{number}}</p>
<p class="text">In a case of telecom and online fraud (case {{case_number}}) this unit has lawfully frozen CNY {{frozen}} ({{frozen_capitals}}) in the account of {{holder}} at {{bank}} (account {{account}}). Under the rules on returning frozen money in telecom and online fraud cases ({{article}}), it intends to return CNY {{returned}} ({{returned_capitals}}) to the victims found, {{victim_count}} in number. This is hereby announced.</p>
<p class="text">The announcement stands for 30 days, from {{announced_from}} until {{announced_until}}. Victims and other interested parties who object, and victims who are not registered yet, are asked to tell this unit in writing within this time, with proof of identity and evidence. When nobody objects, or no objection holds, the money is returned by law.</p>
<p class="text">Contact: {{contact}}</p>
<table class="list">
<colgroup><col style="width: 8%"><col style="width: 22%"><col style="width: 30%"><col style="width: 20%"><col style="width: 20%"></colgroup>
<thead><tr><th></th><th>Victim</th><th>Case</th><th>Lost (CNY)</th><th>Return (CNY)</th></tr></thead>
<tbody>{{#victims}}<tr><td class="middle">{{index}}</td><td>{{victim}}</td><td>{{victim_case}}</td><td class="amount">{{victim_lost}}</td><td class="amount">{{victim_returned}}</td></tr>{{/victims}}
<tr><td colspan="3" class="middle">Total</td><td class="amount">{{lost}}</td><td class="amount">{{returned}}</td></tr></tbody>
</table>
<div class="together"><p class="text">The return is free of charge. Whoever asks for a transfer, a fee, a password or a code in order to return money is a fraudster.</p>
<div class="seal"><p class="place">(official seal)</p><p>{{unit}}</p><p>{{made_date}}</p></div></div>)html";

struct Words {
  std::string_view kind;
  std::string_view title;
  std::string_view number_format;
  std::string_view body;
};

constexpr std::array<Words, 10> kWords{{
    {kStopApplication, "Application for an Urgent Stop", "Stop application [{{year}}] {{sequence}}",
     kStopApplicationBody},
    {kQueryNotice, "Notice to Assist in a Query of Assets", "Query [{{year}}] {{sequence}}",
     kQueryNoticeBody},
    {kFilingDecision, "Decision to File a Case", "Filing [{{year}}] {{sequence}}",
     kFilingDecisionBody},
    {kFreezeNotice, "Notice to Assist in Freezing Assets", "Freeze [{{year}}] {{sequence}}",
     kFreezeNoticeBody},
    {kLiftNotice, "Notice to Assist in Lifting a Freeze", "Lift [{{year}}] {{sequence}}",
     kLiftNoticeBody},
    {kReturnApplication, "Application for the Return of Frozen Money",
     "Return application [{{year}}] {{sequence}}", kReturnApplicationBody},
    {kReturnReport, "Report Proposing a Return of Money", "Return report [{{year}}] {{sequence}}",
     kReturnReportBody},
    {kReturnDecision, "Decision to Return Money", "Return decision [{{year}}] {{sequence}}",
     kReturnDecisionBody},
    {kReturnNotice, "Notice to Assist in Returning Frozen Money",
     "Return notice [{{year}}] {{sequence}}", kReturnNoticeBody},
    {kReturnAnnouncement, "Announcement of the Return of Frozen Money",
     "Return announcement [{{year}}] {{sequence}}", kReturnAnnouncementBody},
}};

}  // namespace

document::BuiltIn EnglishWordsOf(std::string_view kind) {
  for (const Words& words : kWords) {
    if (words.kind == kind) {
      return {document::Language::en, words.title, words.number_format, words.body};
    }
  }
  HT_CHECK(false);
  return {};
}

}  // namespace hetang::funds
