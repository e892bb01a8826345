#include <boost/json/serialize.hpp>

#include "base/json.h"
#include "desk/trail/rows.h"
#include "desk/trail/views.h"
#include "platform/files/write_xlsx.h"

namespace hetang::trail {
namespace {

std::string Shown(const AccountNumber& number, Reveal reveal) {
  return reveal == Reveal::in_full ? number.Reveal() : number.Masked();
}
std::string Shown(const PersonName& name, Reveal reveal) {
  return reveal == Reveal::in_full ? name.Reveal() : name.Masked();
}

std::string ExitName(const TraceEdge& edge) {
  return edge.exit ? std::string(EnumName(*edge.exit)) : "";
}

std::string Xml(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return safe;
}

// Every account once, the victims' own first, as a list that all formats draw from.
struct Point {
  std::int64_t id = 0;
  std::string number;
  std::string holder;
  std::string bank;
  std::int64_t level = 0;
  Fen received_fen;
  Fen resting_fen;
  std::string first_at;
};
std::vector<Point> PointsOf(const TraceView& view, Reveal reveal) {
  std::vector<Point> points;
  for (const TraceVictim& victim : view.victims) {
    points.push_back({victim.id,
                      Shown(victim.number, reveal),
                      Shown(victim.holder, reveal),
                      victim.bank_name,
                      0,
                      {},
                      {},
                      ""});
  }
  for (const TraceAccount& account : view.accounts) {
    points.push_back({account.id, Shown(account.number, reveal), Shown(account.holder, reveal),
                      account.bank_name, account.level, account.received_fen, account.resting_fen,
                      FormatIso(account.first_at)});
  }
  return points;
}

std::string ToName(const TraceEdge& edge) {
  return edge.to ? "a" + std::to_string(*edge.to) : "outside";
}

using Rows = std::vector<std::vector<files::ExportCell>>;

Rows AccountRows(const TraceView& view, Reveal reveal) {
  Rows rows{{"id", "level", "number", "holder", "bank", "first_at", "received", "resting"}};
  for (const Point& point : PointsOf(view, reveal)) {
    rows.push_back({std::to_string(point.id), std::to_string(point.level), point.number,
                    point.holder, point.bank, point.first_at, point.received_fen,
                    point.resting_fen});
  }
  return rows;
}

Rows EdgeRows(const TraceView& view) {
  Rows rows{{"from", "to", "exit", "count", "sum", "first_at"}};
  for (const TraceEdge& edge : view.edges) {
    rows.push_back({std::to_string(edge.from), edge.to ? std::to_string(*edge.to) : "",
                    ExitName(edge), std::to_string(edge.count), edge.sum_fen,
                    FormatIso(edge.first_at)});
  }
  return rows;
}

std::string Csv(const Rows& rows) {
  std::string text;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) text += ',';
      if (const auto* cell = std::get_if<std::string>(&row[i])) text += CsvCell(*cell);
      if (const auto* fen = std::get_if<Fen>(&row[i])) text += FormatYuan(*fen);
    }
    text += "\r\n";
  }
  return text;
}

std::string Gexf(const TraceView& view, Reveal reveal) {
  std::string text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://gexf.net/1.3\""
      " version=\"1.3\">\n<graph defaultedgetype=\"directed\">\n<attributes class=\"node\">"
      "<attribute id=\"0\" title=\"level\" type=\"integer\"/><attribute id=\"1\""
      " title=\"resting_fen\" type=\"long\"/></attributes>\n<nodes>\n";
  for (const Point& point : PointsOf(view, reveal)) {
    text += "<node id=\"a" + std::to_string(point.id) + "\" label=\"" +
            Xml(point.number + " " + point.holder) + "\"><attvalues><attvalue for=\"0\" value=\"" +
            std::to_string(point.level) + "\"/><attvalue for=\"1\" value=\"" +
            std::to_string(point.resting_fen.value()) + "\"/></attvalues></node>\n";
  }
  text += "<node id=\"outside\" label=\"outside\"/>\n</nodes>\n<edges>\n";
  for (std::size_t i = 0; i < view.edges.size(); ++i) {
    const TraceEdge& edge = view.edges[i];
    text += "<edge id=\"" + std::to_string(i) + "\" source=\"a" + std::to_string(edge.from) +
            "\" target=\"" + ToName(edge) + "\" label=\"" + ExitName(edge) + "\" weight=\"" +
            FormatYuan(edge.sum_fen) + "\"/>\n";
  }
  return text + "</edges>\n</graph>\n</gexf>\n";
}

std::string Graphml(const TraceView& view, Reveal reveal) {
  std::string text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml"
      " xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
      "<key id=\"number\" for=\"node\" attr.name=\"number\" attr.type=\"string\"/>\n"
      "<key id=\"holder\" for=\"node\" attr.name=\"holder\" attr.type=\"string\"/>\n"
      "<key id=\"level\" for=\"node\" attr.name=\"level\" attr.type=\"int\"/>\n"
      "<key id=\"resting\" for=\"node\" attr.name=\"resting_fen\" attr.type=\"long\"/>\n"
      "<key id=\"sum\" for=\"edge\" attr.name=\"sum_fen\" attr.type=\"long\"/>\n"
      "<key id=\"count\" for=\"edge\" attr.name=\"count\" attr.type=\"long\"/>\n"
      "<key id=\"exit\" for=\"edge\" attr.name=\"exit\" attr.type=\"string\"/>\n"
      "<graph edgedefault=\"directed\">\n";
  const auto data = [](std::string_view key, std::string_view value) {
    return "<data key=\"" + std::string(key) + "\">" + Xml(value) + "</data>";
  };
  for (const Point& point : PointsOf(view, reveal)) {
    text += "<node id=\"a" + std::to_string(point.id) + "\">" + data("number", point.number) +
            data("holder", point.holder) + data("level", std::to_string(point.level)) +
            data("resting", std::to_string(point.resting_fen.value())) + "</node>\n";
  }
  text += "<node id=\"outside\"/>\n";
  for (const TraceEdge& edge : view.edges) {
    text += "<edge source=\"a" + std::to_string(edge.from) + "\" target=\"" + ToName(edge) + "\">" +
            data("sum", std::to_string(edge.sum_fen.value())) +
            data("count", std::to_string(edge.count)) + data("exit", ExitName(edge)) + "</edge>\n";
  }
  return text + "</graph>\n</graphml>\n";
}

// Entities of FollowTheMoney, one JSON object a line: bank accounts and payments between them.
std::string FollowTheMoney(const TraceView& view, Reveal reveal) {
  std::string text;
  const auto line = [&](std::string id, std::string_view schema, boost::json::object properties) {
    text += boost::json::serialize(boost::json::object{
                {"id", std::move(id)}, {"schema", schema}, {"properties", std::move(properties)}}) +
            "\n";
  };
  const auto one = [](std::string value) { return boost::json::array{std::move(value)}; };
  for (const Point& point : PointsOf(view, reveal)) {
    line("a" + std::to_string(point.id), "BankAccount",
         {{"accountNumber", one(point.number)},
          {"name", one(point.number)},
          {"bankName", one(point.bank)}});
  }
  for (std::size_t i = 0; i < view.edges.size(); ++i) {
    const TraceEdge& edge = view.edges[i];
    boost::json::object properties{{"payerAccount", one("a" + std::to_string(edge.from))},
                                   {"amount", one(FormatYuan(edge.sum_fen))},
                                   {"currency", one("CNY")},
                                   {"date", one(FormatIso(edge.first_at))}};
    if (edge.to) properties["beneficiaryAccount"] = one("a" + std::to_string(*edge.to));
    if (edge.exit) properties["purpose"] = one(ExitName(edge));
    line("p" + std::to_string(i), "Payment", std::move(properties));
  }
  return text;
}

}  // namespace

Result<http::Response> ExportTrace(const TraceView& view, std::string_view format, Reveal reveal,
                                   Moment now) {
  http::Response response;
  std::string ending(format);
  if (format == "csv") {
    response.content_type = "text/csv; charset=utf-8";
    response.body = "\xEF\xBB\xBF" + Csv(AccountRows(view, reveal)) + "\r\n" + Csv(EdgeRows(view));
  } else if (format == "xlsx") {
    response.content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    HT_TRY(response.body,
           files::WriteXlsx({{"accounts", AccountRows(view, reveal)}, {"edges", EdgeRows(view)}},
                            now));
  } else if (format == "gexf") {
    response.content_type = "application/gexf+xml";
    response.body = Gexf(view, reveal);
  } else if (format == "graphml") {
    response.content_type = "application/graphml+xml";
    response.body = Graphml(view, reveal);
  } else if (format == "ftm") {
    response.content_type = "application/x-ndjson";
    response.body = FollowTheMoney(view, reveal);
    ending = "ftm.json";
  } else {
    return Invalid({{"format", "choice", "csv, xlsx, gexf, graphml or ftm."}});
  }
  response.headers.emplace_back(
      "Content-Disposition",
      "attachment; filename=\"" + view.case_number + "-trace." + ending + "\"");
  return response;
}

}  // namespace hetang::trail
