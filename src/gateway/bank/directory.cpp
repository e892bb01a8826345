#include "gateway/bank/directory.h"

#include "base/text.h"

namespace hetang::bank {
namespace {

// Without blanks, in half width and lower case.
std::string Folded(std::string_view text) {
  const auto points = DecodeUtf8(text);
  std::string folded;
  if (!points) return folded;
  for (char32_t point : *points) {
    point = HalfWidth(point);
    if (point == U' ' || point == U'\t' || point == U'\u00A0') continue;
    if (point >= U'A' && point <= U'Z') point += 32;
    AppendUtf8(folded, point);
  }
  return folded;
}

// A branch may follow a name that ends in 行 or 社; `兴业证券` is not the bank 兴业.
bool MayBeFollowed(std::string_view name) { return name.ends_with("行") || name.ends_with("社"); }

// How much of `text` this name explains: all (whole name), its own length (a branch follows), or 0.
std::size_t Fit(std::string_view text, std::string_view name) {
  const std::string folded = Folded(name);
  if (folded == text) return std::string_view::npos;
  return MayBeFollowed(folded) && text.starts_with(folded) ? folded.size() : 0;
}

}  // namespace

const BankEntry* Directory::ByCode(std::string_view code) const {
  for (const BankEntry& entry : entries_) {
    if (entry.code == code) return &entry;
  }
  return nullptr;
}

const BankEntry* Directory::ByName(std::string_view text) const {
  const std::string folded = Folded(text);
  if (folded.empty()) return nullptr;
  const BankEntry* best = nullptr;
  std::size_t best_fit = 0;
  const auto consider = [&](const BankEntry& entry, std::string_view name) {
    const std::size_t fit = Fit(folded, name);
    if (fit <= best_fit) return;
    best_fit = fit;
    best = &entry;
  };
  for (const BankEntry& entry : entries_) {
    for (const std::string* name : {&entry.name, &entry.short_name, &entry.name_en}) {
      consider(entry, *name);
    }
    for (const std::string& alias : entry.aliases) consider(entry, alias);
  }
  return best;
}

}  // namespace hetang::bank
