// The page inside the program: every file of web/dist, gzipped at build time (cmake/Page.cmake).
#pragma once

#include <span>

#include "platform/http/server.h"

namespace hetang::app {

std::span<const http::Asset> PageAssets();

}  // namespace hetang::app
