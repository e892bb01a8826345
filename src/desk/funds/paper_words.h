// The wording of the desk's papers as the program brings it, within the desk. A centre edits it.
#pragma once

#include "platform/document/document.h"

namespace hetang::funds {

// Of one kind (papers.h) in one language; a check stops the program when there is none.
document::BuiltIn ChineseWordsOf(std::string_view kind);
document::BuiltIn EnglishWordsOf(std::string_view kind);

}  // namespace hetang::funds
