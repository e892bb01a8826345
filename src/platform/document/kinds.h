// Kinds of document by name, within the folder.
#pragma once

#include "platform/document/document.h"

namespace hetang::document {

// Never null. Error: not_found.
Result<const Kind*> KindNamed(const Kinds& kinds, std::string_view name);

// Every field and section a template of this kind may name.
Fields KnownFieldsOf(const Kind& kind, Language language);

}  // namespace hetang::document
