// Passwords as argon2id hashes. Slow on purpose, so never inside a transaction that others wait
// for when a stranger can start it, and at most two at a time: each takes 64 MiB.
#pragma once

#include <string>
#include <string_view>

namespace hetang::auth {

std::string HashPassword(std::string_view password);

// `hash` empty: no such login. It takes the same time and is false.
bool PasswordFits(std::string_view password, const std::string& hash);

// The SHA-256 of a token or login in hex: what is stored in its place.
std::string StoredForm(std::string_view secret);

}  // namespace hetang::auth
