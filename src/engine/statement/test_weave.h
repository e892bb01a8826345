// Statements drawn as text, for the tests of weaving. One row a line:
//
//   A.1 2/10:00:05 out 100 B =900 #7 @3 reversal newest wallet
//
// account and sub-account; day and time (`10:00` without seconds, `-` the day alone); direction
// (`?` unknown); amount in fen; counterparty (`-` unknown); then, where given, the balance, the
// serial, the order number, the kind and marks. Rows are numbered from 0 in the order of the lines.
#pragma once

#include <charconv>
#include <cstdio>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <boost/describe/enum_from_string.hpp>
#include <boost/describe/enum_to_string.hpp>

#include "engine/statement/weave.h"

namespace hetang::statement {

class Drawing {
 public:
  explicit Drawing(const std::string& text) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      std::istringstream words(line);
      std::vector<std::string> row;
      for (std::string word; words >> word;) row.push_back(word);
      if (!row.empty()) strands.push_back(Read(row));
    }
  }

  // Each transfer as `A>B 100 1/10:00:05 transfer 0+1`: the rows that witness it, the payer's
  // first; `still` behind it when it does not flow.
  std::string Transfers(const Woven& woven) const {
    std::string text;
    for (const Knot& knot : woven.knots) {
      text += Name(knot.from) + ">" + Name(knot.to) + " " + std::to_string(knot.amount_fen) + " " +
              Time(knot.at_ms) + " " + boost::describe::enum_to_string(knot.kind, "?") + " ";
      if (knot.out != kNoStrand) text += std::to_string(knot.out);
      if (knot.out != kNoStrand && knot.in != kNoStrand) text += "+";
      if (knot.in != kNoStrand) text += std::to_string(knot.in);
      text += knot.flows ? "\n" : " still\n";
    }
    return text;
  }
  std::string Transfers() const { return Transfers(Weave(strands, {})); }

  // The rows in the order of flow: `1 0 2`; two witnesses as `1+0`.
  std::string Order() const {
    std::string text;
    for (const Knot& knot : Weave(strands, {}).knots) {
      if (!text.empty()) text += " ";
      if (knot.out != kNoStrand) text += std::to_string(knot.out);
      if (knot.out != kNoStrand && knot.in != kNoStrand) text += "+";
      if (knot.in != kNoStrand) text += std::to_string(knot.in);
    }
    return text;
  }

  // Each break as `row expected found`.
  std::string Breaks() const {
    std::string text;
    for (const Break& gap : Weave(strands, {}).breaks) {
      text += std::to_string(gap.strand) + " " + std::to_string(gap.expected_fen) + " " +
              std::to_string(gap.found_fen) + "\n";
    }
    return text;
  }
  std::string Openings() const {
    std::string text;
    for (const Opening& opening : Weave(strands, {}).openings) {
      text += Name(opening.account) + " " + std::to_string(opening.opening_fen) + "\n";
    }
    return text;
  }
  // Each doubt as `0 2 | 1`.
  std::string Doubts() const {
    std::string text;
    for (const Doubt& doubt : Weave(strands, {}).doubts) {
      for (const std::uint32_t out : doubt.outs) text += std::to_string(out) + " ";
      text += "|";
      for (const std::uint32_t in : doubt.ins) text += " " + std::to_string(in);
      text += "\n";
    }
    return text;
  }

  std::vector<Strand> strands;

 private:
  static constexpr std::int64_t kFirstDayMs = 1'700'000'000'000 / 86'400'000 * 86'400'000;

  Strand Read(const std::vector<std::string>& row) {
    Strand strand;
    const std::size_t dot = row.at(0).find('.');
    strand.account = Number(row[0].substr(0, dot));
    if (dot != std::string::npos) strand.sub = static_cast<std::uint32_t>(row[0].at(dot + 1) - '0');
    ReadTime(row.at(1), strand);
    if (row.at(2) == "in") strand.direction = Direction::in;
    if (row.at(2) == "out") strand.direction = Direction::out;
    strand.amount_fen = std::stoll(row.at(3));
    strand.other = row.at(4) == "-" ? 0 : Number(row[4]);
    strand.position = strands.size();
    for (std::size_t i = 5; i < row.size(); ++i) ReadMark(row[i], strand);
    return strand;
  }
  static void ReadTime(const std::string& word, Strand& strand) {
    const std::size_t slash = word.find('/');
    const std::int64_t day = slash == std::string::npos ? 1 : std::stoll(word.substr(0, slash));
    const std::string clock = slash == std::string::npos ? word : word.substr(slash + 1);
    int hour = 0, minute = 0, second = 0;
    const int read = std::sscanf(clock.c_str(), "%d:%d:%d", &hour, &minute, &second);
    strand.precision = read >= 3   ? Precision::second
                       : read >= 2 ? Precision::minute
                                   : Precision::day;
    strand.at_ms =
        kFirstDayMs - Hours(8).ms + Days(day).ms + Seconds(hour * 3600 + minute * 60 + second).ms;
  }
  static void ReadMark(const std::string& word, Strand& strand) {
    if (word[0] == '=') {
      strand.balance_fen = std::stoll(word.substr(1));
    } else if (word[0] == '#') {
      strand.serial = static_cast<std::uint32_t>(std::stoul(word.substr(1)));
    } else if (word[0] == '@') {
      strand.order_number = static_cast<std::uint32_t>(std::stoul(word.substr(1)));
    } else if (word == "newest") {
      strand.newest_first = true;
    } else if (word == "wallet") {
      strand.wallet = true;
    } else if (!boost::describe::enum_from_string(word.c_str(), strand.kind)) {
      ADD_FAILURE() << "no such mark: " << word;
    }
  }
  std::uint32_t Number(const std::string& name) {
    const auto number = static_cast<std::uint32_t>(numbers_.size() + 1);
    const auto [found, is_new] = numbers_.try_emplace(name, number);
    if (is_new) names_.push_back(name);
    return found->second;
  }
  std::string Name(std::uint32_t number) const { return number == 0 ? "-" : names_[number - 1]; }
  static std::string Time(std::int64_t at_ms) {
    const std::int64_t local_s = (at_ms - kFirstDayMs + Hours(8).ms) / 1000;
    char text[32];
    std::snprintf(text, sizeof text, "%d/%02d:%02d:%02d", static_cast<int>(local_s / 86'400),
                  static_cast<int>(local_s / 3600 % 24), static_cast<int>(local_s / 60 % 60),
                  static_cast<int>(local_s % 60));
    return text;
  }

  std::map<std::string, std::uint32_t> numbers_;
  std::vector<std::string> names_;
};

}  // namespace hetang::statement
