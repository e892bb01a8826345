// A small client of the program's own API, for the demo: it comes in by the public door.
#pragma once

#include <memory>
#include <string>

#include <boost/json/value.hpp>

#include "base/result.h"

namespace hetang::app {

class ApiClient {
 public:
  explicit ApiClient(std::string base_url);
  ~ApiClient();

  // Opens a session that later calls use. Error: unauthenticated, unavailable.
  Status SignIn(const std::string& login, const std::string& password);
  // Errors: unavailable (nobody answers), conflict (any answer that is not a success, by status).
  Result<boost::json::value> Get(const std::string& path);
  Result<boost::json::value> Post(const std::string& path, const boost::json::value& body);
  // Posts text as it is, for doors that do not speak JSON.
  Status PostText(const std::string& path, const std::string& text);

 private:
  struct Handle;
  Result<std::string> Perform(const std::string& method, const std::string& path,
                              const std::string& body);

  std::string base_url_;
  std::string csrf_token_;
  std::unique_ptr<Handle> handle_;
};

}  // namespace hetang::app
