#include "base/personal.h"

#include "base/text.h"

namespace hetang {
namespace {

// Keeps `front` and `back` code points and hides the rest; a short value is hidden whole.
std::string Hide(std::string_view value, std::size_t front, std::size_t back) {
  const auto points = DecodeUtf8(value);
  if (!points || points->size() <= front + back) return "****";
  std::string out = EncodeUtf8(points->substr(0, front));
  const std::size_t hidden = points->size() - front - back;
  out.append(hidden < 12 ? hidden : 12, '*');
  return out + EncodeUtf8(points->substr(points->size() - back));
}

}  // namespace

std::string MaskPersonal(PersonalKind kind, std::string_view value) {
  if (value.empty()) return {};
  switch (kind) {
    case PersonalKind::name:
      return Hide(value, 1, 0);
    case PersonalKind::phone:
      return Hide(value, 3, 4);
    case PersonalKind::identity:
      return Hide(value, 4, 0);
    case PersonalKind::account:
      return Hide(value, 4, 4);
    case PersonalKind::address:
      return Hide(value, 6, 0);
    case PersonalKind::text:
      return "****";
  }
  return "****";
}

}  // namespace hetang
