#include <sys/stat.h>

#include "base/text.h"
#include "gateway/bank/file.h"
#include "gateway/message/transport.h"

namespace hetang::message {

Result<PersonalText> ReadSecretFile(const std::string& path) {
  constexpr std::size_t kLeastBytes = 16;
  constexpr std::size_t kMostBytes = 4'096;
  struct stat facts {};
  if (stat(path.c_str(), &facts) != 0) {
    return Fail(ErrorCode::not_found, "There is no secret at " + path + ".");
  }
  if ((facts.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return Fail(ErrorCode::forbidden, "Others may read the secret: chmod 600 " + path + ".");
  }
  HT_TRY(const std::string bytes, bank::ReadFile(path, kMostBytes));
  const std::string secret(Trim(bytes));
  if (secret.size() < kLeastBytes || secret.find_first_of("\r\n") != std::string::npos) {
    return Fail(ErrorCode::invalid, "The secret is shorter than 16 bytes or of several lines.");
  }
  return PersonalText(secret);
}

}  // namespace hetang::message
