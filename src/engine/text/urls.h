// Finds web addresses, IP addresses, crypto addresses and mail-shaped wallet ids, plain or
// disguised.
//
// Read as a dot between the labels of a host: . 。 [.] (.) 【.】 [dot] (dot) " dot " 点. A scheme
// may be defanged (hxxp). A host without a scheme needs a top-level domain that is in use.
#pragma once

#include <vector>

#include "engine/text/page.h"

namespace hetang::text {

void FindAddresses(Page& page, std::vector<Entity>& out);

}  // namespace hetang::text
