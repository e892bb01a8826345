// Finds banks, applications, messenger ids written with letters, and the names of people and
// payees.
//
// Names are found by what stands round them (户名…, 收款人…, 转给…, 叫…, 某-forms, 先生, 经理,
// 有限公司): there is no dictionary of people. This is the weakest finder; nothing is decided on it
// alone.
#pragma once

#include <vector>

#include "engine/text/page.h"

namespace hetang::text {

void FindHandles(Page& page, std::vector<Entity>& out);  // WeChat and QQ ids with letters.
void FindNames(Page& page, std::vector<Entity>& out);    // Banks, applications, people, companies.

}  // namespace hetang::text
