#include "platform/document/template.h"

namespace hetang::document {
namespace {

// The look of an official paper: A4, wide margins, Song for headings and Fangsong for text, with
// the fonts that machines without them have instead. Boxes break between pages only where a reader
// would.
constexpr std::string_view kStyle = R"css(
@page { size: A4; margin: 20mm 24mm 19mm 26mm;
  @bottom-center { content: "— " counter(page) " / " counter(pages) " —";
    font: 9pt "SimSun", "Songti SC", "Noto Serif CJK SC", serif; color: #000; } }
* { box-sizing: border-box; }
html { background: #fff; color: #000; }
body { margin: 0; font: 12pt/1.6 "FangSong", "仿宋", "STFangsong", "FangSong_GB2312",
  "Noto Serif CJK SC", "Songti SC", "SimSun", serif; overflow-wrap: anywhere;
  -webkit-print-color-adjust: exact; print-color-adjust: exact; }
:lang(en) body, body:lang(en) { font-family: "Times New Roman", "Liberation Serif",
  "Noto Serif CJK SC", serif; font-size: 11pt; line-height: 1.45; overflow-wrap: break-word; }
h1 { font: bold 21pt/1.3 "SimSun", "宋体", "Songti SC", "Noto Serif CJK SC", serif;
  text-align: center; margin: 0 0 1mm; letter-spacing: .08em; }
h1:lang(en) { letter-spacing: 0; font-size: 18pt; }
h2 { font: bold 13pt/1.4 "SimHei", "黑体", "Noto Sans CJK SC", sans-serif; margin: 5mm 0 1mm; }
.unit { text-align: center; font: 15pt/1.4 "SimSun", "Songti SC", "Noto Serif CJK SC", serif;
  margin: 0; letter-spacing: .12em; }
.unit:lang(en) { letter-spacing: .02em; }
.number { text-align: right; margin: 0 0 3mm; }
.to { margin: 3mm 0 0; }
p { margin: 1.2mm 0; }
p.text, .indent { text-indent: 2em; }
p.text:lang(en), .indent:lang(en) { text-indent: 0; margin: 2mm 0; }
.keep { white-space: pre-line; }
table { width: 100%; border-collapse: collapse; margin: 2mm 0; font-size: 10.5pt; line-height: 1.4;
  table-layout: fixed; }
table:lang(en) { font-size: 10pt; line-height: 1.3; }
th, td { border: .35mm solid #000; padding: 1.1mm 1.7mm; vertical-align: middle;
  text-align: left; }
th { font-weight: normal; text-align: center; }
td.amount, td.count, th.amount { text-align: right; white-space: nowrap; }
td.middle { text-align: center; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
table.list { font-size: 8.5pt; line-height: 1.25; }
table.list th, table.list td { padding: .6mm 1.2mm; }
.opinion { min-height: 16mm; }
.opinion p { margin: 0; }
.right { text-align: right; }
.signs { display: flex; justify-content: space-between; gap: 6mm; margin: 3mm 0 0; }
td .signs { margin: 1.5mm 0 0; }
.signs > * { flex: 1; min-width: 0; }
.line, .short { text-indent: 0; }
.line { display: inline-block; min-width: 32mm; border-bottom: .25mm solid #000; }
td .line { min-width: 24mm; }
.short { display: inline-block; min-width: 16mm; border-bottom: .25mm solid #000; }
.seal { margin: 4mm 2mm 0 auto; width: 78mm; padding-top: 3mm; text-align: center;
  break-inside: avoid; }
.seal .place { color: #555; }
.seal p { margin: 0; text-align: center; }
.cut { border: 0; border-top: .3mm dashed #000; margin: 5mm 0 4mm; }
.receipt, .together { break-inside: avoid; }
.sheet { break-before: page; }
.receipt h1, .sheet h1 { font-size: 16pt; }
.note { font-size: 10pt; line-height: 1.45; margin: 3mm 0 0; }
.void-mark { position: fixed; z-index: 1; inset: 0; display: flex; align-items: center;
  justify-content: center; pointer-events: none; color: #b00020; opacity: .35;
  font: bold 64pt/1.2 "SimHei", "Noto Sans CJK SC", sans-serif; transform: rotate(-28deg);
  white-space: nowrap; }
@media screen { html { background: #e9e9e6; }
  body { position: relative; width: 210mm; max-width: 100%; min-height: 297mm; margin: 5mm auto;
    padding: 20mm 24mm 19mm 26mm; background: #fff; box-shadow: 0 1px 6px rgba(0, 0, 0, .25); } }
@media screen and (max-width: 600px) { body { padding: 6mm 5mm; margin: 0; } }
)css";

constexpr std::string_view kBody = "<body>";

}  // namespace

std::string PageOf(std::string_view title, Language language, std::string_view rendered) {
  std::string page = "<!DOCTYPE html>\n<html lang=\"";
  page += language == Language::zh ? "zh-CN" : "en";
  page += "\">\n<head>\n<meta charset=\"utf-8\">\n";
  page += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>";
  page += Escaped(title);
  page += "</title>\n<style>";
  page += kStyle;
  page += "</style>\n</head>\n";
  page += kBody;
  page += "\n";
  page += rendered;
  page += "\n</body>\n</html>\n";
  return page;
}

std::string MarkedVoid(std::string_view page) {
  std::string marked(page);
  const std::size_t at = marked.find(kBody);
  if (at != marked.npos) {
    marked.insert(at + kBody.size(), "\n<div class=\"void-mark\">作废 VOID</div>");
  }
  return marked;
}

}  // namespace hetang::document
