// What a client is told when its bytes are no request this server takes.
//
// RESTinio closes such a connection without a word. It does report the failure to its logger just
// before, on the same thread: the reason is noted there and the socket asks for it as it is closed.
#pragma once

#include <string>
#include <string_view>

namespace hetang::http {

// The whole answer to a failure the parser reported; empty when there is nobody to tell.
std::string AnswerToParserFailure(std::string_view failure);

void NoteFailure(std::string_view failure) noexcept;  // For the connection that closes next.
std::string TakeLastWords();

}  // namespace hetang::http
