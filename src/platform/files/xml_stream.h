// XML that is read once from front to back, without a tree. A document type is refused, and with it
// every entity that could expand or point outside.
#pragma once

#include <string_view>

#include "base/result.h"
#include "platform/files/archive.h"

namespace hetang::files {

// Attributes of one element; names without their prefix.
class XmlAttributes {
 public:
  explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}
  // Empty when there is none of the name.
  std::string_view Get(std::string_view name) const;
  // The one of a name with a prefix, such as `r:id`, beside an `id` without.
  std::string_view GetPrefixed(std::string_view name) const;

 private:
  const char** pairs_;
};

class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void Start(std::string_view element, const XmlAttributes& attributes) = 0;
  virtual void End(std::string_view element) = 0;
  virtual void Text(std::string_view text) = 0;
  // Asked after each element: true ends the reading.
  virtual bool IsDone() const { return false; }
};

// Errors: those of the stream; invalid (truncated, unreadable).
Status ReadXml(ArchiveStream& stream, XmlHandler& handler);

}  // namespace hetang::files
