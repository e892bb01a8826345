// Data table. The papers in Chinese: title, form of the number, body.
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
<tr><th>申请时间</th><td>{{requested_at}}</td><th>案件编号</th><td>{{case_number}}</td></tr>
<tr><th>立案文号</th><td colspan="3">{{filing_number}}</td></tr>
<tr><th>业务申请编号</th><td colspan="3">{{application_id}}</td></tr>
<tr><th>被害人</th><td>{{victim}}</td><th>联系电话</th><td>{{victim_phone}}</td></tr>
<tr><th>身份证件号码</th><td colspan="3">{{victim_identity}}</td></tr>
<tr><th>付款户名</th><td>{{from_holder}}</td><th>付款开户机构</th><td>{{from_bank}}</td></tr>
<tr><th>付款账号</th><td colspan="3">{{from_account}}</td></tr>
<tr><th>付款时间</th><td>{{paid_at}}</td><th>付款金额</th><td>{{paid}} 元</td></tr>
<tr><th>止付户名</th><td>{{holder}}</td><th>止付开户机构</th><td>{{bank}}</td></tr>
<tr><th>止付账号</th><td colspan="3">{{account}}</td></tr>
<tr><th>止付金额</th><td colspan="3">人民币 {{amount}} 元（大写：{{amount_capitals}}）</td></tr>
<tr><th>止付起止</th><td colspan="3">自银行执行止付时起四十八小时：<br>{{starts_at}} 至 {{expires_at}}</td></tr>
<tr><th>事由</th><td colspan="3" class="keep">{{reason}}</td></tr>
{{#when_late}}<tr><th>补办说明</th><td colspan="3">本次止付于{{requested_at}}先行发出，本表为事后补办的手续，应当在二十四小时内补齐。</td></tr>{{/when_late}}
<tr><th>依据</th><td colspan="3">《中华人民共和国反电信网络诈骗法》第二十条；中国人民银行、工业和信息化部、公安部、工商总局《关于建立电信网络新型违法犯罪涉案账户紧急止付和快速冻结机制的通知》（银发〔2016〕86号）。</td></tr>
<tr><th>申请人承诺</th><td colspan="3">本人所述属实，愿对本申请承担法律责任，并同意公安机关据此通知银行、支付机构止付。<br><br>
<span class="signs"><span>申请人（签名）：<span class="line"></span></span><span class="right">年　　月　　日</span></span></td></tr>
<tr><th>承办民警</th><td colspan="3"><span class="signs"><span>{{officer_one}}　警号 {{officer_one_number}}<br>签名：<span class="line"></span></span><span>{{officer_two}}　警号 {{officer_two_number}}<br>签名：<span class="line"></span></span></span></td></tr>
<tr><th>单位意见</th><td colspan="3"><div class="opinion"><p><br></p><p class="right">{{unit}}（公章）<br>{{made_date}}</p></div></td></tr>
</table>)html";

constexpr std::string_view kQueryNoticeBody = R"html(<p class="unit">{{unit}}</p>
<h1>{{title}}</h1>
<p class="number">{{number}}</p>
<p class="to">{{bank}}：</p>
<p class="text">根据《中华人民共和国刑事诉讼法》第一百四十四条、《中华人民共和国反电信网络诈骗法》第二十条之规定，因侦查{{case_name}}（案件编号：{{case_number}}，立案文号：<span class="short">{{filing_number}}</span>）的需要，请协助查询下列财产，并将查询结果书面（或者经电信网络新型违法犯罪交易风险事件管理平台）反馈我单位。</p>
<table>
<colgroup><col style="width: 24%"><col></colgroup>
<tr><th>账户名称</th><td>{{holder}}</td></tr>
<tr><th>身份证件号码</th><td>{{holder_identity}}</td></tr>
<tr><th>账（卡）号</th><td>{{account}}</td></tr>
<tr><th>查询内容</th><td>{{asked}}</td></tr>
{{#when_period}}<tr><th>查询期间</th><td>{{from}} 至 {{until}}</td></tr>{{/when_period}}
<tr><th>业务申请编号</th><td>{{application_id}}</td></tr>
</table>
<div class="signs"><p>承办人：{{officer_one}}（警号 {{officer_one_number}}）</p><p>承办人：{{officer_two}}（警号 {{officer_two_number}}）</p></div>
<div class="seal"><p class="place">（公章）</p><p>{{unit}}</p><p>{{made_date}}</p></div>
<div class="receipt"><hr class="cut"><h1>{{title}}（回执）</h1>
<p class="to">{{unit}}：</p>
<p class="text">你单位{{number}}收悉。现将{{holder}}（账号 {{account}}）的查询情况反馈如下：</p>
<p><br></p>
<div class="signs"><p>经办人（签名）：<span class="line"></span></p><p>联系电话：<span class="line"></span></p></div>
<div class="seal"><p class="place">（银行业务专用章）</p><p>{{bank}}</p><p>年　　月　　日</p></div></div>)html";

constexpr std::string_view kFilingDecisionBody = R"html(<p class="unit">{{unit}}</p>
<h1>{{title}}</h1>
<p class="number">{{number}}</p>
<p class="text">根据《中华人民共和国刑事诉讼法》第一百一十二条之规定，决定对{{case_name}}（案件编号：{{case_number}}）立案侦查。</p>
<div class="signs"><p>承办人：{{officer_one}}（警号 {{officer_one_number}}）</p><p>承办人：{{officer_two}}（警号 {{officer_two_number}}）</p></div>
<div class="seal"><p class="place">（公章）</p><p>{{unit}}</p><p>{{filed_at}}</p></div>)html";

constexpr std::string_view kFreezeNoticeBody = R"html(<p class="unit">{{unit}}</p>
<h1>{{title}}</h1>
<p class="number">{{number}}</p>
<p class="to">{{bank}}：</p>
<p class="text">根据《中华人民共和国刑事诉讼法》第一百四十四条之规定，因侦查{{case_name}}（案件编号：{{case_number}}，立案文号：<span class="short">{{filing_number}}</span>）的需要，请对下列财产予以{{act}}。冻结期限自{{from}}起至{{until}}止；需要延长的，应当在期限届满前办理继续冻结手续，逾期不办理的，视为自动解除冻结。</p>
<table>
<colgroup><col style="width: 24%"><col></colgroup>
<tr><th>财产种类</th><td>存款（支付账户余额）</td></tr>
<tr><th>账户名称</th><td>{{holder}}</td></tr>
<tr><th>账（卡）号</th><td>{{account}}</td></tr>
<tr><th>冻结金额</th><td>{{#when_amount}}人民币 {{amount}} 元<br>（大写：{{amount_capitals}}）{{/when_amount}}{{#when_all}}账户内全部资金{{/when_all}}</td></tr>
<tr><th>冻结方式</th><td>{{mode}}</td></tr>
<tr><th>起止日期</th><td>{{from}} 至 {{until}}</td></tr>
<tr><th>业务申请编号</th><td>{{application_id}}</td></tr>
{{#former}}<tr><th>在先冻结</th><td>{{former_authority}}，{{former_amount}} 元，至 {{former_until}}；本次为轮候冻结</td></tr>{{/former}}
</table>
<div class="signs"><p>承办人：{{officer_one}}（警号 {{officer_one_number}}）</p><p>承办人：{{officer_two}}（警号 {{officer_two_number}}）</p></div>
<div class="seal"><p class="place">（公章）</p><p>{{unit}}</p><p>{{made_date}}</p></div>
<div class="receipt"><hr class="cut"><h1>{{title}}（回执）</h1>
<p class="to">{{unit}}：</p>
<p class="text">你单位{{number}}收悉。账户{{holder}}（账号 {{account}}）已于 <span class="line"></span> 冻结，实际冻结金额 <span class="line"></span> 元，可用余额 <span class="line"></span> 元；在先冻结机关、金额及期限：<span class="line"></span>。</p>
<div class="signs"><p>经办人（签名）：<span class="line"></span></p><p>联系电话：<span class="line"></span></p></div>
<div class="seal"><p class="place">（银行业务专用章）</p><p>{{bank}}</p><p>年　　月　　日</p></div></div>)html";

constexpr std::string_view kLiftNoticeBody = R"html(<p class="unit">{{unit}}</p>
<h1>{{title}}</h1>
<p class="number">{{number}}</p>
<p class="to">{{bank}}：</p>
<p class="text">根据《中华人民共和国刑事诉讼法》第一百四十五条之规定，因{{reason}}，请对我单位在侦查{{case_name}}（案件编号：{{case_number}}，立案文号：<span class="short">{{filing_number}}</span>）中冻结的下列财产，自{{lifted_at}}起解除冻结。</p>
<table>
<colgroup><col style="width: 24%"><col></colgroup>
<tr><th>财产种类</th><td>存款（支付账户余额）</td></tr>
<tr><th>账户名称</th><td>{{holder}}</td></tr>
<tr><th>账（卡）号</th><td>{{account}}</td></tr>
<tr><th>解除冻结金额</th><td>人民币 {{amount}} 元<br>（大写：{{amount_capitals}}）</td></tr>
<tr><th>原冻结文书</th><td>{{freeze_number}}</td></tr>
<tr><th>原冻结日期</th><td>{{frozen_at}}</td></tr>
<tr><th>业务申请编号</th><td>{{application_id}}</td></tr>
</table>
<div class="signs"><p>承办人：{{officer_one}}（警号 {{officer_one_number}}）</p><p>承办人：{{officer_two}}（警号 {{officer_two_number}}）</p></div>
<div class="seal"><p class="place">（公章）</p><p>{{unit}}</p><p>{{made_date}}</p></div>
<div class="receipt"><hr class="cut"><h1>{{title}}（回执）</h1>
<p class="to">{{unit}}：</p>
<p class="text">你单位{{number}}收悉。账户{{holder}}（账号 {{account}}）已于 <span class="line"></span> 解除冻结，解除金额 <span class="line"></span> 元。</p>
<div class="signs"><p>经办人（签名）：<span class="line"></span></p><p>联系电话：<span class="line"></span></p></div>
<div class="seal"><p class="place">（银行业务专用章）</p><p>{{bank}}</p><p>年　　月　　日</p></div></div>)html";

constexpr std::string_view kReturnApplicationBody = R"html(<h1>{{title}}</h1>
<p class="number">{{number}}</p>
<table>
<colgroup><col style="width: 17%"><col style="width: 33%"><col style="width: 17%"><col style="width: 33%"></colgroup>
<tr><th>被害人</th><td>{{victim}}</td><th>性别</th><td>{{victim_sex}}</td></tr>
<tr><th>身份证件号码（组织机构代码）</th><td>{{victim_identity}}</td><th>联系方式</th><td>{{victim_phone}}</td></tr>
<tr><th>住址</th><td colspan="3">{{victim_address}}</td></tr>
<tr><th>返还户名</th><td>{{to_holder}}</td><th>返还开户行</th><td>{{to_bank}}</td></tr>
<tr><th>返还账号</th><td colspan="3">{{to_account}}</td></tr>
<tr><th>被害人声明</th><td colspan="3">本人（单位）申请返还下列被冻结的资金，所填内容属实；如有虚假，愿承担法律责任。<br><br><span class="signs"><span>被害人（签名）：<span class="line"></span></span><span class="right">年　　月　　日</span></span></td></tr>
<tr><th>受（立）案单位</th><td>{{unit}}</td><th>受（立）案文号</th><td>{{filing_number}}</td></tr>
<tr><th>案件编号</th><td colspan="3">{{case_number}}</td></tr>
<tr><th>涉案账户</th><td>{{account}}</td><th>被骗金额</th><td>{{lost}} 元<br>{{lost_capitals}}</td></tr>
<tr><th>受（立）案单位意见</th><td colspan="3"><div class="opinion"><p>经审查，被害人身份、被骗事实及金额属实，请予协助返还。</p><p class="signs"><span>承办人：{{officer_one}}<br>签名：<span class="line"></span></span><span>承办人：{{officer_two}}<br>签名：<span class="line"></span></span></p><p class="right"><br>{{unit}}（公章）<br>年　　月　　日</p></div></td></tr>
<tr><th>冻结单位</th><td>{{freezing_unit}}</td><th>冻结开户行</th><td>{{bank}}</td></tr>
<tr><th>冻结账户</th><td>{{account}}<br>{{holder}}</td><th>冻结金额</th><td>{{frozen}} 元<br>{{frozen_capitals}}</td></tr>
<tr><th>拟返还金额</th><td colspan="3">{{returned}} 元（大写：{{returned_capitals}}）</td></tr>
<tr><th>冻结单位意见</th><td colspan="3"><div class="opinion"><p><br></p><p class="signs"><span>承办人：<br>签名：<span class="line"></span></span><span>承办人：<br>签名：<span class="line"></span></span></p><p class="right"><br>{{freezing_unit}}（公章）<br>年　　月　　日</p></div></td></tr>
</table>)html";

constexpr std::string_view kReturnReportBody = R"html(<p class="unit">{{unit}}</p>
<h1>{{title}}</h1>
<p class="number">{{number}}</p>
<table>
<colgroup><col style="width: 17%"><col></colgroup>
<tr><th>领导批示</th><td><div class="opinion"><p><br></p><p class="right">签名：<span class="line"></span>　年　　月　　日</p></div></td></tr>
<tr><th>审核意见</th><td><div class="opinion"><p><br></p><p class="right">签名：<span class="line"></span>　年　　月　　日</p></div></td></tr>
</table>
<p class="text">我单位在办理{{case_name}}（案件编号：{{case_number}}，立案文号：<span class="short">{{filing_number}}</span>）中，由{{freezing_unit}}依法冻结{{bank}}账户{{holder}}（账号 {{account}}）内资金人民币 {{frozen}} 元（大写：{{frozen_capitals}}）。</p>
<p class="text">经查：{{grounds}}</p>
<p class="text">{{#when_announced}}本次返还已自{{announced_from}}起公告三十日，公告期内收到的异议已经审查处理。{{/when_announced}}依照《电信网络新型违法犯罪案件冻结资金返还若干规定》{{article}}，拟返还被害人 {{victim_count}} 人，共计人民币 {{returned}} 元（大写：{{returned_capitals}}）；返还后余额 {{remaining}} 元，在原冻结期限内继续冻结。返还明细如下：</p>
<table class="list">
<colgroup><col style="width: 4%"><col style="width: 23%"><col style="width: 41%"><col style="width: 16%"><col style="width: 16%"></colgroup>
<thead><tr><th>序号</th><th>被害人</th><th>返还账户、开户行</th><th>被骗金额（元）</th><th>返还金额（元）</th></tr></thead>
<tbody>{{#victims}}<tr><td class="middle">{{index}}</td><td>{{victim}}</td><td>{{to_account}}　{{to_bank}}</td><td class="amount">{{victim_lost}}</td><td class="amount">{{victim_returned}}</td></tr>{{/victims}}
<tr><td colspan="5" class="amount">合计　被骗 {{lost}} 元　返还 {{returned}} 元</td></tr></tbody>
</table>
<div class="together"><p class="text">妥否，请批示。</p>
<div class="signs"><p>承办人：{{officer_one}}（警号 {{officer_one_number}}）</p><p>承办人：{{officer_two}}（警号 {{officer_two_number}}）</p></div>
<div class="seal"><p>{{unit}}</p><p>{{made_date}}</p></div></div>)html";

constexpr std::string_view kReturnDecisionBody = R"html(<p class="unit">{{unit}}</p>
<h1>{{title}}</h1>
<p class="number">{{number}}</p>
<table>
<colgroup><col style="width: 20%"><col></colgroup>
<tr><th>被害人</th><td>{{victim}}（{{victim_sex}}）</td></tr>
<tr><th>身份证件号码<br>（组织机构代码）</th><td>{{victim_identity}}</td></tr>
<tr><th>住址</th><td>{{victim_address}}</td></tr>
<tr><th>案件名称及编号</th><td>{{case_name}}（{{case_number}}）</td></tr>
</table>
<p class="text">经查，被害人{{victim}}被骗资金中的人民币 {{returned}} 元，现冻结于{{bank}}账户{{holder}}（账号 {{account}}）内。{{grounds}}</p>
<p class="text">依照《中华人民共和国刑事诉讼法》第二百四十五条、《电信网络新型违法犯罪案件冻结资金返还若干规定》{{article}}之规定，决定将上述账户内冻结资金</p>
<p class="indent">人民币 {{returned}} 元（大写：{{returned_capitals}}）</p>
<p class="text">返还被害人{{victim}}，汇入下列账户：</p>
<table>
<colgroup><col style="width: 20%"><col></colgroup>
<tr><th>户名</th><td>{{to_holder}}</td></tr>
<tr><th>开户行</th><td>{{to_bank}}</td></tr>
<tr><th>账号</th><td>{{to_account}}</td></tr>
</table>
<div class="signs"><p>承办人：{{officer_one}}（警号 {{officer_one_number}}）</p><p>承办人：{{officer_two}}（警号 {{officer_two_number}}）</p></div>
<div class="seal"><p class="place">（公章）</p><p>{{unit}}</p><p>{{made_date}}</p></div>
<p class="note">本决定书一式三份：一份交被害人，一份交协助返还的银行，一份附卷。</p>
<div class="sheet"><h1>{{title}}（存根）</h1>
<p class="number">{{number}}</p>
<table>
<colgroup><col style="width: 20%"><col style="width: 30%"><col style="width: 20%"><col style="width: 30%"></colgroup>
<tr><th>案件编号</th><td>{{case_number}}</td><th>被害人</th><td>{{victim}}</td></tr>
<tr><th>转出账户</th><td>{{account}}</td><th>转入账户</th><td>{{to_account}}</td></tr>
<tr><th>返还金额</th><td colspan="3">{{returned}} 元（大写：{{returned_capitals}}）</td></tr>
<tr><th>承办人</th><td>{{officer_one}}、{{officer_two}}</td><th>填发日期</th><td>{{made_date}}</td></tr>
<tr><th>批准人</th><td></td><th>批准时间</th><td></td></tr>
</table></div>)html";

constexpr std::string_view kReturnNoticeBody = R"html(<p class="unit">{{unit}}</p>
<h1>{{title}}</h1>
<p class="number">{{number}}</p>
<p class="to">{{bank}}：</p>
<p class="text">根据《中华人民共和国反电信网络诈骗法》《电信网络新型违法犯罪案件冻结资金返还若干规定》及我单位<span class="short">{{decision_number}}</span>，请将{{case_name}}（案件编号：{{case_number}}）中冻结于下列账户内的资金，按返还明细汇入被害人账户。现场办理返还确有困难的，请在三个工作日内办结，并将办理结果反馈我单位。</p>
<table>
<colgroup><col style="width: 20%"><col></colgroup>
<tr><th>冻结账户</th><td>{{holder}}　{{account}}</td></tr>
<tr><th>冻结金额</th><td>{{frozen}} 元（大写：{{frozen_capitals}}）</td></tr>
<tr><th>返还总额</th><td>{{returned}} 元（大写：{{returned_capitals}}）</td></tr>
<tr><th>返还后余额</th><td>{{remaining}} 元，在原冻结期限内继续冻结</td></tr>
</table>
<table class="list">
<colgroup><col style="width: 7%"><col style="width: 27%"><col style="width: 48%"><col style="width: 18%"></colgroup>
<thead><tr><th>序号</th><th>收款户名</th><th>收款账号、开户行</th><th>返还金额（元）</th></tr></thead>
<tbody>{{#victims}}<tr><td class="middle">{{index}}</td><td>{{to_holder}}</td><td>{{to_account}}　{{to_bank}}</td><td class="amount">{{victim_returned}}</td></tr>{{/victims}}</tbody>
</table>
<div class="together"><div class="signs"><p>承办人：{{officer_one}}（警号 {{officer_one_number}}）</p><p>承办人：{{officer_two}}（警号 {{officer_two_number}}）</p></div>
<div class="seal"><p class="place">（公章）</p><p>{{unit}}</p><p>{{made_date}}</p></div></div>
<div class="receipt"><hr class="cut"><h1>{{title}}（回执）</h1>
<p class="to">{{unit}}：</p>
<p class="text">你单位{{number}}收悉。已于 <span class="line"></span> 将账户 {{account}} 内资金 <span class="line"></span> 元返还被害人 <span class="short"></span> 人；未能办理的及原因：<span class="line"></span>。</p>
<div class="signs"><p>经办人（签名）：<span class="line"></span></p><p>联系电话：<span class="line"></span></p></div>
<div class="seal"><p class="place">（银行业务专用章）</p><p>{{bank}}</p><p>年　　月　　日</p></div></div>)html";

constexpr std::string_view kReturnAnnouncementBody = R"html(<p class="unit">{{unit}}</p>
<h1>{{title}}</h1>
<p class="number">{{number}}</p>
<p class="text">我单位在办理电信网络诈骗案件（案件编号：{{case_number}}）中，依法冻结{{bank}}账户{{holder}}（账号 {{account}}）内资金人民币 {{frozen}} 元（大写：{{frozen_capitals}}）。现依照《电信网络新型违法犯罪案件冻结资金返还若干规定》{{article}}，拟向已查明的被害人 {{victim_count}} 人返还人民币 {{returned}} 元（大写：{{returned_capitals}}），现予公告。</p>
<p class="text">公告期三十日，自{{announced_from}}起至{{announced_until}}止。被害人及其他利害关系人对返还有异议的，以及尚未登记的被害人，请在公告期内携带身份证明和相关证据，向我单位书面提出。公告期满无异议或者异议不成立的，依法返还。</p>
<p class="text">联系方式：{{contact}}</p>
<table class="list">
<colgroup><col style="width: 8%"><col style="width: 22%"><col style="width: 30%"><col style="width: 20%"><col style="width: 20%"></colgroup>
<thead><tr><th>序号</th><th>被害人</th><th>案件编号</th><th>被骗金额（元）</th><th>拟返还金额（元）</th></tr></thead>
<tbody>{{#victims}}<tr><td class="middle">{{index}}</td><td>{{victim}}</td><td>{{victim_case}}</td><td class="amount">{{victim_lost}}</td><td class="amount">{{victim_returned}}</td></tr>{{/victims}}
<tr><td colspan="3" class="middle">合计</td><td class="amount">{{lost}}</td><td class="amount">{{returned}}</td></tr></tbody>
</table>
<div class="together"><p class="text">返还资金不收取任何费用。凡以返还为名要求转账、缴费或者提供密码、验证码的，都是诈骗。</p>
<div class="seal"><p class="place">（公章）</p><p>{{unit}}</p><p>{{made_date}}</p></div></div>)html";

struct Words {
  std::string_view kind;
  std::string_view title;
  std::string_view number_format;
  std::string_view body;
};

constexpr std::array<Words, 10> kWords{{
    {kStopApplication, "紧急止付申请表", "止付申请〔{{year}}〕{{sequence}}号",
     kStopApplicationBody},
    {kQueryNotice, "协助查询财产通知书", "公(刑)查财字〔{{year}}〕{{sequence}}号",
     kQueryNoticeBody},
    {kFilingDecision, "立案决定书", "公(刑)立字〔{{year}}〕{{sequence}}号", kFilingDecisionBody},
    {kFreezeNotice, "协助冻结财产通知书", "公(刑)冻财字〔{{year}}〕{{sequence}}号",
     kFreezeNoticeBody},
    {kLiftNotice, "协助解除冻结财产通知书", "公(刑)解冻财字〔{{year}}〕{{sequence}}号",
     kLiftNoticeBody},
    {kReturnApplication, "冻结资金返还申请表", "返还申请〔{{year}}〕{{sequence}}号",
     kReturnApplicationBody},
    {kReturnReport, "呈请返还资金报告书", "公(刑)呈返字〔{{year}}〕{{sequence}}号",
     kReturnReportBody},
    {kReturnDecision, "返还资金决定书", "公(刑)返字〔{{year}}〕{{sequence}}号",
     kReturnDecisionBody},
    {kReturnNotice, "冻结资金协助返还通知书", "公(刑)协返字〔{{year}}〕{{sequence}}号",
     kReturnNoticeBody},
    {kReturnAnnouncement, "冻结资金返还公告", "返还公告〔{{year}}〕{{sequence}}号",
     kReturnAnnouncementBody},
}};

}  // namespace

document::BuiltIn ChineseWordsOf(std::string_view kind) {
  for (const Words& words : kWords) {
    if (words.kind == kind) {
      return {document::Language::zh, words.title, words.number_format, words.body};
    }
  }
  HT_CHECK(false);
  return {};
}

}  // namespace hetang::funds
