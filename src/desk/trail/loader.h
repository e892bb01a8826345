// Which process loads an import, so that another one can tell whether it still lives.
#pragma once

#include <string>
#include <string_view>

namespace hetang::trail {

// `HOST:PID:START`, the start as the kernel counts it.
const std::string& ThisLoader();

// False when the loader is on this machine and gone, or its number belongs to a younger process.
// A loader elsewhere is taken to live; its import's `touched_at` tells.
bool MayLive(std::string_view loader);

}  // namespace hetang::trail
