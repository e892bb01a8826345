#include "platform/http/problem.h"

namespace hetang::http {

Response ProblemWith(int status, const Error& error) {
  const std::string_view code = FactsOf(error.code).name;
  std::string title(code);
  for (char& c : title) c = c == '_' ? ' ' : c;
  title[0] = static_cast<char>(title[0] - 'a' + 'A');
  boost::json::array errors;
  for (const auto& field : error.fields) {
    errors.push_back(boost::json::object{
        {"path", field.path}, {"code", field.code}, {"message", field.message}});
  }
  const boost::json::object problem{{"type", "urn:hetang:problem:" + std::string(code)},
                                    {"title", title},
                                    {"status", status},
                                    {"code", code},
                                    {"detail", error.message},
                                    {"rule", error.rule},
                                    {"errors", std::move(errors)}};
  Response response;
  response.status = status;
  response.content_type = "application/problem+json; charset=utf-8";
  response.body = boost::json::serialize(problem);
  return response;
}

Response ProblemOf(const Error& error) {
  return ProblemWith(FactsOf(error.code).http_status, error);
}

}  // namespace hetang::http
