#include "platform/http/server.h"

#include "platform/http/socket_server.h"

namespace hetang::http {

Result<std::unique_ptr<Server>> Server::Start(const ServerOptions& options, const Router& router,
                                              const ServerParts& parts) {
  if (!options.certificate_file.empty()) return StartTls(options, router, parts);
  return StartOn<TalkingSocket>(options, router, parts, [](auto&) {});
}

}  // namespace hetang::http
