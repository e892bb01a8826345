#include "platform/journal/chain.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include "base/check.h"
#include "base/text.h"

namespace hetang::journal {

struct Hasher::Context {
  std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> method{nullptr, &EVP_MD_free};
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> state{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

Hasher::Hasher(HashKind kind) : context_(std::make_unique<Context>()) {
  // Fetched once: looking the method up costs more than hashing an entry.
  context_->method.reset(EVP_MD_fetch(nullptr, kind == HashKind::sm3 ? "SM3" : "SHA256", nullptr));
  HT_CHECK(context_->method != nullptr && context_->state != nullptr);
}

Hasher::~Hasher() = default;

std::string Hasher::Of(std::string_view text) {
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  HT_CHECK(EVP_DigestInit_ex2(context_->state.get(), context_->method.get(), nullptr) == 1);
  HT_CHECK(EVP_DigestUpdate(context_->state.get(), text.data(), text.size()) == 1);
  HT_CHECK(EVP_DigestFinal_ex(context_->state.get(), bytes, &size) == 1);
  return ToHex({reinterpret_cast<const char*>(bytes), size});
}

std::string Chain::HashAfter(std::string_view previous, const StoredEntry& entry) {
  buffer_.assign(previous);
  ForEachField(entry, [&](std::string_view, const auto& field) {
    using FieldT = std::remove_cvref_t<decltype(field)>;
    const auto column = Field<FieldT>::ToColumn(field);
    if constexpr (std::is_same_v<typename Field<FieldT>::Column, std::string>) {
      fmt::format_to(std::back_inserter(buffer_), "{}:{}", column.size(), column);
    } else {
      const fmt::format_int digits(column);
      fmt::format_to(std::back_inserter(buffer_), "{}:{}", digits.size(), digits.c_str());
    }
  });
  return hasher_.Of(buffer_);
}

Result<std::optional<HashKind>> KindOfChain(database::Transaction& tx) {
  HT_TRY(const auto kinds,
         tx.Query<HashKind>("SELECT value FROM journal_meta WHERE name = 'hash_kind'"));
  return kinds.empty() ? std::nullopt : std::optional(kinds.front());
}

}  // namespace hetang::journal
