// Text that was encoded twice: its bytes were read in a wrong encoding and what came out was
// saved. No byte of it is wrong, yet no name in it can be read.
#pragma once

#include <string_view>

namespace hetang::files {

// `text` is well-formed UTF-8 from the part of a file where its first letters beyond ASCII are.
// True when nearly all its stretches of such letters are UTF-8 read as GBK, UTF-8 or GB18030 read
// as Latin-1, or the marks of letters that were lost on the way.
bool LooksDoublyEncoded(std::string_view text);

}  // namespace hetang::files
