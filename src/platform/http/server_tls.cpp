#include "platform/http/socket_server.h"

#include <restinio/tls.hpp>

namespace hetang::http {

Result<std::unique_ptr<Server>> StartTls(const ServerOptions& options, const Router& router,
                                         const ServerParts& parts) {
  return StartOn<restinio::tls_socket_t>(options, router, parts, [&](auto& settings) {
    asio::ssl::context context(asio::ssl::context::tls_server);
    context.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                        asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                        asio::ssl::context::no_tlsv1_1);
    context.use_certificate_chain_file(options.certificate_file);
    context.use_private_key_file(options.key_file, asio::ssl::context::pem);
    settings.tls_context(std::move(context));
  });
}

}  // namespace hetang::http
