// A broken invariant: the program says where and stops, in release builds too.
#pragma once

namespace hetang {
[[noreturn]] void CheckFailed(const char* expression, const char* file, int line);
}  // namespace hetang

#define HT_CHECK(expression) \
  ((expression) ? static_cast<void>(0) : ::hetang::CheckFailed(#expression, __FILE__, __LINE__))
