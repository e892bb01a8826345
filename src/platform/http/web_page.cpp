#include "platform/http/web_page.h"

#include <sodium.h>
#include <zlib.h>

#include "base/check.h"
#include "base/text.h"

namespace hetang::http {
namespace {

std::string Inflated(std::string_view gzip) {
  z_stream stream{};
  constexpr int kGzipWindow = 15 + 16;
  HT_CHECK(inflateInit2(&stream, kGzipWindow) == Z_OK);
  std::string input(gzip);  // zlib wants a pointer to what is not const.
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  std::string out;
  std::string part(256u << 10, '\0');
  int state = Z_OK;
  while (state == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(part.data());
    stream.avail_out = static_cast<uInt>(part.size());
    state = inflate(&stream, Z_NO_FLUSH);
    out.append(part, 0, part.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  HT_CHECK(state == Z_STREAM_END);  // The file is part of this program.
  return out;
}

std::string DigestOfBytes(std::string_view bytes) {
  std::string digest(16, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(digest.data()), digest.size(),
                     reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), nullptr,
                     0);
  return ToHex(digest);
}

}  // namespace

WebPage::WebPage(std::span<const Asset> assets) {
  for (const Asset& asset : assets) files_[asset.path] = {asset, DigestOfBytes(asset.bytes)};
}

std::optional<Response> WebPage::Find(std::string_view path, const Headers& headers) const {
  auto found = files_.find(path == "/" ? "/index.html" : path);
  if (found == files_.end()) {
    const bool is_file = path.substr(path.rfind('/')).find('.') != std::string_view::npos;
    if (is_file || path.starts_with("/api/")) return std::nullopt;
    found = files_.find("/index.html");
    if (found == files_.end()) return std::nullopt;
  }
  const auto& [asset, etag] = found->second;
  Response response;
  response.content_type = std::string(asset.content_type);
  response.etag = etag;
  // Files under /assets/ carry their hash in the name and never change.
  response.headers.emplace_back("Cache-Control", asset.path.starts_with("/assets/")
                                                     ? "public, max-age=31536000, immutable"
                                                     : "no-cache");
  if (asset.gzipped) response.headers.emplace_back("Vary", "Accept-Encoding");
  if (!asset.gzipped) {
    response.body = std::string(asset.bytes);
  } else if (HeaderOf(headers, "accept-encoding").find("gzip") != std::string_view::npos) {
    response.body = std::string(asset.bytes);
    response.headers.emplace_back("Content-Encoding", "gzip");
  } else {
    response.body = Inflated(asset.bytes);
  }
  return response;
}

}  // namespace hetang::http
