#include <boost/json/parse.hpp>

#include "base/text.h"
#include "platform/http/router.h"

namespace hetang::http {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

bool IsParameter(std::string_view segment) { return segment.starts_with('{'); }

bool NamesAnId(std::string_view name) { return name == "id" || name.ends_with("_id"); }

object Parameter(std::string_view name, std::string_view in, bool required, object schema) {
  return {{"name", name}, {"in", in}, {"required", required}, {"schema", std::move(schema)}};
}

object SchemaOfParameter(std::string_view name) {
  if (name == "limit") return {{"type", "integer"}, {"minimum", 1}, {"maximum", 200}};
  if (NamesAnId(name)) return {{"type", "integer"}, {"format", "int64"}};
  return {{"type", "string"}};
}

array ParametersOf(const Route& route) {
  array parameters;
  for (const std::string_view segment : Split(std::string_view(route.path).substr(1), '/')) {
    if (!IsParameter(segment)) continue;
    const std::string_view name = segment.substr(1, segment.size() - 2);
    parameters.push_back(Parameter(name, "path", true, SchemaOfParameter(name)));
  }
  for (const std::string& name : route.query_parameters) {
    parameters.push_back(Parameter(name, "query", false, SchemaOfParameter(name)));
  }
  if (route.reveals && route.method == "GET") {
    parameters.push_back(Parameter("reveal", "query", false, {{"type", "boolean"}}));
  }
  if (route.method != "GET" && route.right != "public") {
    const object text{{"type", "string"}, {"maxLength", 200}};
    parameters.push_back(Parameter("X-CSRF-Token", "header", true, text));
    parameters.push_back(Parameter("Idempotency-Key", "header", false, text));
    parameters.push_back(Parameter("If-Match", "header", false, text));
  }
  return parameters;
}

// `GET /api/v1/funds/orders/{id}` is `get_funds_orders_by_id`.
std::string OperationId(const Route& route) {
  std::string id = route.method;
  for (char& c : id) c = static_cast<char>(c - 'A' + 'a');
  std::string_view path(route.path);
  if (path.starts_with("/api/v1/")) path.remove_prefix(7);
  for (std::string_view segment : Split(path.substr(1), '/')) {
    id += IsParameter(segment) ? "_by_" : "_";
    for (const char c : segment) {
      if (c == '-' || c == '.') {
        id += '_';
      } else if (c != '{' && c != '}') {
        id += c;
      }
    }
  }
  return id;
}

std::string TagOf(const Route& route) {
  const auto segments = Split(std::string_view(route.path).substr(1), '/');
  return std::string(segments.size() > 2 && segments[0] == "api" ? segments[2] : segments[0]);
}

object ContentOf(value schema) {
  if (schema.is_null()) return {{"application/octet-stream", object{}}};
  return {{"application/json", object{{"schema", std::move(schema)}}}};
}

object EventStream() {
  const value operation = boost::json::parse(R"({
    "operationId": "get_events", "tags": ["events"],
    "summary": "Streams the journal entries this officer may see, from now on or from a place.",
    "parameters": [
      {"name": "after", "in": "query", "required": false,
       "schema": {"type": "integer", "format": "int64"}},
      {"name": "Last-Event-ID", "in": "header", "required": false, "schema": {"type": "string"}}],
    "responses": {
      "200": {"description": "Server-sent events named `entry`; the id is the position.",
              "content": {"text/event-stream": {"schema": {"$ref": "#/components/schemas/Event"}}}},
      "default": {"$ref": "#/components/responses/Problem"}},
    "security": [{"session": []}]})");
  return {{"get", operation}};
}

constexpr std::string_view kComponents = R"({
  "responses": {"Problem": {"description": "Why it could not be done (RFC 9457).",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}},
  "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": "hetang_session"}}})";

constexpr std::string_view kProblemSchema = R"({
  "type": "object", "required": ["type", "title", "status", "code", "detail", "rule", "errors"],
  "properties": {
    "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
    "code": {"type": "string"}, "detail": {"type": "string"}, "rule": {"type": "string"},
    "errors": {"type": "array", "items": {
      "type": "object", "required": ["path", "code", "message"],
      "properties": {"path": {"type": "string"}, "code": {"type": "string"},
                     "message": {"type": "string"}}}}}})";

constexpr std::string_view kEventSchema = R"({
  "type": "object",
  "required": ["position", "at", "desk", "act", "subject", "subject_id", "case_id", "unit_id",
               "facts"],
  "properties": {
    "position": {"type": "integer", "format": "int64"},
    "at": {"type": "string", "format": "date-time"},
    "desk": {"type": "string"}, "act": {"type": "string"}, "subject": {"type": "string"},
    "subject_id": {"type": "integer", "format": "int64"},
    "case_id": {"type": "integer", "format": "int64"},
    "unit_id": {"type": "integer", "format": "int64"}, "facts": {"type": "object"}}})";

// Indented text, so that a change of the contract is read line by line in a review.
void WriteIndented(const value& json, std::string& out, std::size_t depth) {
  const auto line = [&](std::size_t indent) { out += '\n' + std::string(2 * indent, ' '); };
  if (json.is_object() && !json.get_object().empty()) {
    char mark = '{';
    for (const auto& member : json.get_object()) {
      out += mark;
      mark = ',';
      line(depth + 1);
      out += boost::json::serialize(boost::json::string(member.key())) + ": ";
      WriteIndented(member.value(), out, depth + 1);
    }
    line(depth);
    out += '}';
  } else if (json.is_array() && !json.get_array().empty()) {
    char mark = '[';
    for (const auto& item : json.get_array()) {
      out += mark;
      mark = ',';
      line(depth + 1);
      WriteIndented(item, out, depth + 1);
    }
    line(depth);
    out += ']';
  } else {
    out += boost::json::serialize(json);
  }
}

template <typename Map>
object Sorted(const Map& map) {
  object sorted;
  for (const auto& [name, item] : std::map<std::string, value>(map.begin(), map.end())) {
    sorted[name] = item;
  }
  return sorted;
}

}  // namespace

object detail::DescribeRoute(const Route& route, value body, value reply) {
  object operation{{"operationId", OperationId(route)},
                   {"tags", array{TagOf(route)}},
                   {"summary", route.summary}};
  if (array parameters = ParametersOf(route); !parameters.empty()) {
    operation["parameters"] = std::move(parameters);
  }
  if (route.method != "GET" && route.method != "DELETE") {
    const bool required = !body.is_null();
    operation["requestBody"] =
        object{{"required", required}, {"content", ContentOf(std::move(body))}};
  }
  operation["responses"] =
      object{{"200", object{{"description", "Done."}, {"content", ContentOf(std::move(reply))}}},
             {"default", object{{"$ref", "#/components/responses/Problem"}}}};
  operation["security"] = route.right == "public" ? array{} : array{object{{"session", array{}}}};
  if (!route.right.empty() && route.right != "public") operation["x-right"] = route.right;
  return operation;
}

std::string OpenApiOf(const Router& router) {
  object schemas{{"Problem", boost::json::parse(kProblemSchema)},
                 {"Event", boost::json::parse(kEventSchema)}};
  std::map<std::string, std::map<std::string, value>> paths;
  for (const auto& entry : router.entries()) {
    std::string method = entry.route.method;
    for (char& c : method) c = static_cast<char>(c - 'A' + 'a');
    paths[entry.route.path][method] = entry.describe(schemas);
  }
  object described{{"/api/v1/events", EventStream()}};
  for (const auto& [path, operations] : paths) described[path] = Sorted(operations);

  object components = boost::json::parse(kComponents).as_object();
  std::map<std::string, value> by_name;
  for (const auto& member : schemas) by_name.emplace(member.key(), member.value());
  components["schemas"] = Sorted(by_name);
  std::map<std::string, value> sorted_paths;
  for (const auto& member : described) sorted_paths.emplace(member.key(), member.value());
  const object document{{"openapi", "3.1.0"},
                        {"info", object{{"title", "Hetang"}, {"version", "1"}}},
                        {"paths", Sorted(sorted_paths)},
                        {"components", std::move(components)}};
  std::string text;
  WriteIndented(document, text, 0);
  text += '\n';
  return text;
}

}  // namespace hetang::http
