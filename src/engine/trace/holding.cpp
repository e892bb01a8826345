#include "engine/trace/holding.h"

#include <algorithm>

#include "base/check.h"

namespace hetang::trace {
namespace {

__extension__ using Wide = unsigned __int128;

}  // namespace

void Append(std::vector<Piece>& pieces, Piece piece) {
  if (piece.fen == 0) return;
  if (!pieces.empty() && pieces.back().tag == piece.tag) {
    pieces.back().fen += piece.fen;
  } else {
    pieces.push_back(piece);
  }
}

bool Holding::Put(Piece piece) {
  if (piece.fen == 0) return true;
  if (__builtin_add_overflow(total_fen_, piece.fen, &total_fen_)) return false;
  if (piece.tag != kClean) tagged_fen_ += piece.fen;
  const bool keeps_order = method_ == Method::fifo || method_ == Method::lifo;
  if (piece.tag == kClean && !keeps_order) {
    clean_fen_ += piece.fen;
  } else if (method_ == Method::pro_rata) {
    const auto place =
        std::lower_bound(pieces_.begin(), pieces_.end(), piece.tag,
                         [](const Piece& held, std::uint32_t tag) { return held.tag < tag; });
    if (place != pieces_.end() && place->tag == piece.tag) {
      place->fen += piece.fen;
    } else {
      pieces_.insert(place, piece);
    }
  } else if (head_ == pieces_.size()) {
    // Nothing is held: what lies before head_ must not be taken for a neighbour.
    pieces_.assign(1, piece);
    head_ = 0;
  } else {
    Append(pieces_, piece);
  }
  return true;
}

void Holding::Take(std::int64_t fen, std::vector<Piece>& left) {
  HT_CHECK(fen >= 0 && fen <= total_fen_);
  if (fen == 0) return;
  switch (method_) {
    case Method::fifo:
      HT_CHECK(TakeOldest(fen, left) == 0);
      break;
    case Method::lifo:
      TakeNewest(fen, left);
      break;
    case Method::taint_first:
      TakeClean(TakeOldest(fen, left), left);
      break;
    case Method::pro_rata:
      TakeShare(fen, left);
      break;
    case Method::poison:
      HT_CHECK(method_ != Method::poison);
  }
  total_fen_ -= fen;
}

void Holding::Give(Piece piece, std::vector<Piece>& left) {
  if (piece.tag != kClean) tagged_fen_ -= piece.fen;
  Append(left, piece);
}

std::int64_t Holding::TakeOldest(std::int64_t fen, std::vector<Piece>& left) {
  while (fen > 0 && head_ < pieces_.size()) {
    Piece& oldest = pieces_[head_];
    const std::int64_t part = std::min(fen, oldest.fen);
    Give({oldest.tag, part}, left);
    oldest.fen -= part;
    fen -= part;
    if (oldest.fen == 0) ++head_;
  }
  // Pieces that left are dropped many at a time, so that a long queue costs nothing for each.
  constexpr std::size_t kFew = 64;
  if (head_ > kFew && head_ > pieces_.size() / 2) {
    pieces_.erase(pieces_.begin(), pieces_.begin() + static_cast<std::ptrdiff_t>(head_));
    head_ = 0;
  }
  return fen;
}

void Holding::TakeNewest(std::int64_t fen, std::vector<Piece>& left) {
  while (fen > 0) {
    Piece& newest = pieces_.back();
    const std::int64_t part = std::min(fen, newest.fen);
    Give({newest.tag, part}, left);
    newest.fen -= part;
    fen -= part;
    if (newest.fen == 0) pieces_.pop_back();
  }
}

void Holding::TakeClean(std::int64_t fen, std::vector<Piece>& left) {
  clean_fen_ -= fen;
  Give({kClean, fen}, left);
}

// Largest remainder: each part gives the floor of its share, and the fen that are still missing
// come one each from the parts whose share was cut most; ties in seed order, clean last.
void Holding::TakeShare(std::int64_t fen, std::vector<Piece>& left) {
  struct Share {
    std::size_t index;
    std::int64_t fen;
    std::uint64_t remainder;
  };
  std::vector<Share> shares;
  shares.reserve(pieces_.size() + 1);
  std::int64_t missing = fen;
  for (std::size_t i = 0; i <= pieces_.size(); ++i) {
    const std::int64_t held = i < pieces_.size() ? pieces_[i].fen : clean_fen_;
    const Wide product = static_cast<Wide>(held) * static_cast<Wide>(fen);
    const auto total = static_cast<Wide>(total_fen_);
    shares.push_back({i, static_cast<std::int64_t>(product / total),
                      static_cast<std::uint64_t>(product % total)});
    missing -= shares.back().fen;
  }
  std::stable_sort(shares.begin(), shares.end(),
                   [](const Share& a, const Share& b) { return a.remainder > b.remainder; });
  for (std::size_t i = 0; missing > 0; ++i, --missing) ++shares[i].fen;
  std::sort(shares.begin(), shares.end(),
            [](const Share& a, const Share& b) { return a.index < b.index; });
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    pieces_[i].fen -= shares[i].fen;
    Give({pieces_[i].tag, shares[i].fen}, left);
  }
  TakeClean(shares.back().fen, left);
  std::erase_if(pieces_, [](const Piece& piece) { return piece.fen == 0; });
}

void Holding::AddTags(std::span<std::int64_t> by_tag) const {
  for (std::size_t i = head_; i < pieces_.size(); ++i) {
    if (pieces_[i].tag != kClean) by_tag[pieces_[i].tag] += pieces_[i].fen;
  }
}

}  // namespace hetang::trace
