#include "platform/document/wording.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hetang::document {
namespace {

using testing::ElementsAre;

const std::string kPage =
    "<h1>A</h1><p class=\"text\">One &amp; <b>two</b></p><table></table>"
    "<p class=\"text\">Three &lt;</p><p>end</p>";

TEST(Wording, ParagraphsAreReadAsTheirText) {
  EXPECT_THAT(ParagraphsIn(kPage), ElementsAre("One & two", "Three <"));
}

TEST(Wording, WhatWasNotEditedStaysAsItWas) {
  EXPECT_EQ(ParagraphsIn(WithParagraphs(kPage, ParagraphsIn(kPage))), ParagraphsIn(kPage));
}

TEST(Wording, MoreGoesBehindTheLastAndWhatHasNoTextIsLeftOut) {
  EXPECT_EQ(WithParagraphs(kPage, {"a", "<b>", "c"}),
            "<h1>A</h1><p class=\"text\">a</p><table></table><p class=\"text\">&lt;b&gt;</p>"
            "<p class=\"text\">c</p><p>end</p>");
  EXPECT_EQ(WithParagraphs(kPage, {"a"}),
            "<h1>A</h1><p class=\"text\">a</p><table></table><p>end</p>");
}

TEST(Wording, APageWithoutParagraphsStaysAsItIs) {
  EXPECT_EQ(WithParagraphs("<h1>A</h1>", {"a"}), "<h1>A</h1>");
}

}  // namespace
}  // namespace hetang::document
