// What one account holds while a trace is replayed: pieces of tagged and of clean money, and the
// rule which of them leave first. Every method but poison, which holds no pieces.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/trace/trace.h"

namespace hetang::trace {

inline constexpr std::uint32_t kClean = 0xFFFF'FFFF;

// Money of one origin. A tag is the place of a seed in the question.
struct Piece {
  std::uint32_t tag = kClean;
  std::int64_t fen = 0;
};

// Appends a piece; two neighbours of one tag become one, which no method can tell from two.
void Append(std::vector<Piece>& pieces, Piece piece);

class Holding {
 public:
  explicit Holding(Method method) : method_(method) {}

  std::int64_t total_fen() const { return total_fen_; }
  std::int64_t tagged_fen() const { return tagged_fen_; }

  // False when the total would pass int64; the holding is of no use then.
  [[nodiscard]] bool Put(Piece piece);
  // Takes `fen`, at most the total, and appends the pieces in the order in which they leave.
  void Take(std::int64_t fen, std::vector<Piece>& left);
  // Adds what rests of each tag to `by_tag`.
  void AddTags(std::span<std::int64_t> by_tag) const;

 private:
  std::int64_t TakeOldest(std::int64_t fen, std::vector<Piece>& left);  // Answers what is missing.
  void TakeNewest(std::int64_t fen, std::vector<Piece>& left);
  void TakeShare(std::int64_t fen, std::vector<Piece>& left);
  void TakeClean(std::int64_t fen, std::vector<Piece>& left);
  void Give(Piece piece, std::vector<Piece>& left);

  Method method_;
  // fifo and lifo: all pieces, the oldest first. taint_first: the tagged ones, the oldest first.
  // pro_rata: one for each tag, in seed order. The two last keep clean money in clean_fen_.
  std::vector<Piece> pieces_;
  std::size_t head_ = 0;  // The oldest piece that is still there.
  std::int64_t clean_fen_ = 0;
  std::int64_t total_fen_ = 0;
  std::int64_t tagged_fen_ = 0;
};

}  // namespace hetang::trace
