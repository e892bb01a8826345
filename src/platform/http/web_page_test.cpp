#include "platform/http/web_page.h"

#include <gtest/gtest.h>

namespace hetang::http {
namespace {

// `console.log(1)` as gzip writes it.
constexpr unsigned char kZipped[] = {0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02,
                                     0x03, 0x4b, 0xce, 0xcf, 0x2b, 0xce, 0xcf, 0x49, 0xd5,
                                     0xcb, 0xc9, 0x4f, 0xd7, 0x30, 0xd4, 0x04, 0x00, 0x68,
                                     0xfe, 0x01, 0x43, 0x0e, 0x00, 0x00, 0x00};

class WebPageTest : public testing::Test {
 protected:
  static std::string HeaderIn(const Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
      if (key == name) return value;
    }
    return {};
  }

  const std::string_view zipped_{reinterpret_cast<const char*>(kZipped), sizeof kZipped};
  const Asset assets_[2] = {{"/index.html", "text/html", "<html>", false},
                            {"/assets/x-1a2b.js", "text/javascript", zipped_, true}};
  const WebPage page_{assets_};
};

TEST_F(WebPageTest, AFileGoesOutPackedToWhoTakesIt) {
  const auto packed = page_.Find("/assets/x-1a2b.js", {{"accept-encoding", "br, gzip"}});
  EXPECT_EQ(packed->body, zipped_);
  EXPECT_EQ(HeaderIn(*packed, "Content-Encoding"), "gzip");
  const auto plain = page_.Find("/assets/x-1a2b.js", {});
  EXPECT_EQ(plain->body, "console.log(1)");
  EXPECT_EQ(HeaderIn(*plain, "Content-Encoding"), "");
}

TEST_F(WebPageTest, OnlyFilesNamedByTheirHashAreKeptForGood) {
  EXPECT_EQ(HeaderIn(*page_.Find("/assets/x-1a2b.js", {}), "Cache-Control"),
            "public, max-age=31536000, immutable");
  EXPECT_EQ(HeaderIn(*page_.Find("/", {}), "Cache-Control"), "no-cache");
}

TEST_F(WebPageTest, EveryAddressThePageRoutesIsItsIndex) {
  EXPECT_EQ(page_.Find("/", {})->body, "<html>");
  EXPECT_EQ(page_.Find("/cases/17", {})->body, "<html>");
  EXPECT_EQ(page_.Find("/cases/17", {})->etag, page_.Find("/index.html", {})->etag);
}

TEST_F(WebPageTest, AMissingFileOrRouteOfTheApiIsNotTheIndex) {
  EXPECT_FALSE(page_.Find("/assets/gone.js", {}).has_value());
  EXPECT_FALSE(page_.Find("/favicon.ico", {}).has_value());
  EXPECT_FALSE(page_.Find("/api/v1/nothing", {}).has_value());
}

TEST(WebPage, WithoutAnIndexNothingIsFound) { EXPECT_FALSE(WebPage({}).Find("/", {}).has_value()); }

}  // namespace
}  // namespace hetang::http
