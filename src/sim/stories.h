// What victims say: the tricks of the district in words, with the facts in them.
#pragma once

#include <string>
#include <vector>

#include "sim/district.h"
#include "sim/random.h"

namespace hetang::sim {

struct ToldPayment {
  Movement payment;
  Card own;
  Card payee;
};

struct StoryParts {
  Moment began_at;
  std::string victim_name;
  std::string victim_phone;
  std::string victim_identity;
  std::vector<ToldPayment> payments;
};

Story TellStory(const StoryParts& parts, Random& random);

}  // namespace hetang::sim
