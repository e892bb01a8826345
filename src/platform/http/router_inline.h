// The templates of router.h: typed handlers to bytes and to their description.
#pragma once

#include "platform/http/router.h"

namespace hetang::http {
namespace detail {

template <typename Reply>
Response ResponseOf(const Reply& reply, Reveal reveal) {
  Response response;
  response.body = json::Write(reply, reveal);
  if constexpr (requires { reply.version; }) response.etag = std::to_string(reply.version);
  return response;
}

// The OpenAPI operation of a route. Null schemas stand for bytes.
boost::json::object DescribeRoute(const Route& route, boost::json::value body,
                                  boost::json::value reply);

template <typename T>
boost::json::value SchemaOrNull(boost::json::object& schemas) {
  if constexpr (std::is_same_v<T, Nothing>) {
    return nullptr;
  } else {
    return json::SchemaOf<T>(schemas);
  }
}

}  // namespace detail

template <typename Reply>
void Router::Query(Route route,
                   std::function<Result<Reply>(const Call&, database::Transaction&)> run) {
  Entry entry;
  entry.describe = [route](boost::json::object& schemas) {
    return detail::DescribeRoute(route, nullptr, json::SchemaOf<Reply>(schemas));
  };
  entry.query = [run = std::move(run)](const Call& call,
                                       database::Transaction& tx) -> Result<Response> {
    HT_TRY(const Reply reply, run(call, tx));
    return detail::ResponseOf(reply, call.reveal);
  };
  entry.route = std::move(route);
  Add(std::move(entry));
}

template <typename Body, typename Reply>
void Router::Command(
    Route route,
    std::function<Result<Reply>(const Call&, const Body&, database::Transaction&)> run) {
  Entry entry;
  entry.describe = [route](boost::json::object& schemas) {
    boost::json::value body = detail::SchemaOrNull<Body>(schemas);
    return detail::DescribeRoute(route, std::move(body), json::SchemaOf<Reply>(schemas));
  };
  const Reveal reveal = route.reveals ? Reveal::in_full : Reveal::masked;
  entry.command = [run = std::move(run), reveal](const Call& call, const boost::json::value& value,
                                                 database::Transaction& tx) -> Result<Response> {
    HT_TRY(const Body body, json::Read<Body>(value));
    HT_TRY(const Reply reply, run(call, body, tx));
    return detail::ResponseOf(reply, reveal);
  };
  entry.route = std::move(route);
  Add(std::move(entry));
}

template <typename Body, typename Reply>
void Router::Raw(Route route, RawRun run) {
  Entry entry;
  entry.describe = [route](boost::json::object& schemas) {
    boost::json::value body = detail::SchemaOrNull<Body>(schemas);
    return detail::DescribeRoute(route, std::move(body), detail::SchemaOrNull<Reply>(schemas));
  };
  entry.raw = std::move(run);
  entry.route = std::move(route);
  Add(std::move(entry));
}

}  // namespace hetang::http
