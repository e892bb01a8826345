#include "base/json.h"

#include <charconv>
#include <cstdlib>
#include <memory>
#include <unordered_set>

#include <cxxabi.h>

#include "base/text.h"

namespace hetang::json {
namespace {

// A recursive-descent reader of RFC 8259. It stops at the first error: text that is not JSON has
// no fields to speak of.
class Parser {
 public:
  Parser(std::string_view text, Limits limits) : text_(text), limits_(limits) {}

  Result<boost::json::value> Run() {
    boost::json::value value;
    SkipBlanks();
    if (!ReadValue(value, 0)) return Failure();
    SkipBlanks();
    if (at_ != text_.size()) {
      Stop("text_after_value");
      return Failure();
    }
    return value;
  }

 private:
  tl::unexpected<Error> Failure() const {
    const std::string path = "(byte " + std::to_string(stopped_at_) + ")";
    Error error{code_, "The body is not acceptable JSON.", {}, {}};
    error.fields.push_back({path, std::string(why_), "JSON text refused: " + std::string(why_)});
    return tl::unexpected(std::move(error));
  }

  bool Stop(std::string_view why, ErrorCode code = ErrorCode::invalid) {
    if (why_.empty()) {
      why_ = why;
      code_ = code;
      stopped_at_ = at_;
    }
    return false;
  }

  void SkipBlanks() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t')) {
      ++at_;
    }
  }

  bool TakeWord(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) return Stop("not_json");
    at_ += word.size();
    return true;
  }

  bool ReadValue(boost::json::value& out, std::size_t depth) {
    if (depth > limits_.depth) return Stop("too_deep", ErrorCode::too_large);
    if (at_ >= text_.size()) return Stop("ends_early");
    switch (text_[at_]) {
      case '{':
        return ReadObject(out.emplace_object(), depth);
      case '[':
        return ReadArray(out.emplace_array(), depth);
      case '"': {
        std::string text;
        if (!ReadString(text)) return false;
        out = boost::json::value(text);
        return true;
      }
      case 't':
        out = true;
        return TakeWord("true");
      case 'f':
        out = false;
        return TakeWord("false");
      case 'n':
        out = nullptr;
        return TakeWord("null");
      default:
        return ReadNumber(out);
    }
  }

  bool ReadObject(boost::json::object& out, std::size_t depth) {
    ++at_;
    SkipBlanks();
    if (at_ < text_.size() && text_[at_] == '}') return ++at_, true;
    for (;;) {
      SkipBlanks();
      if (at_ >= text_.size() || text_[at_] != '"') return Stop("not_json");
      std::string key;
      if (!ReadString(key)) return false;
      if (out.contains(key)) return Stop("duplicate_key");
      SkipBlanks();
      if (at_ >= text_.size() || text_[at_] != ':') return Stop("not_json");
      ++at_;
      SkipBlanks();
      boost::json::value value;
      if (!ReadValue(value, depth + 1)) return false;
      out.emplace(key, std::move(value));
      SkipBlanks();
      if (at_ >= text_.size()) return Stop("ends_early");
      if (text_[at_] == '}') return ++at_, true;
      if (text_[at_++] != ',') return Stop("not_json");
    }
  }

  bool ReadArray(boost::json::array& out, std::size_t depth) {
    ++at_;
    SkipBlanks();
    if (at_ < text_.size() && text_[at_] == ']') return ++at_, true;
    for (;;) {
      SkipBlanks();
      boost::json::value value;
      if (!ReadValue(value, depth + 1)) return false;
      out.push_back(std::move(value));
      SkipBlanks();
      if (at_ >= text_.size()) return Stop("ends_early");
      if (text_[at_] == ']') return ++at_, true;
      if (text_[at_++] != ',') return Stop("not_json");
    }
  }

  bool ReadNumber(boost::json::value& out) {
    const std::size_t first = at_;
    if (at_ < text_.size() && text_[at_] == '-') ++at_;
    const std::size_t digits = at_;
    while (IsDigit()) ++at_;
    if (at_ == digits || (text_[digits] == '0' && at_ - digits > 1)) return Stop("not_json");
    bool whole = true;
    if (at_ < text_.size() && text_[at_] == '.') {
      whole = false;
      ++at_;
      if (!IsDigit()) return Stop("not_json");
      while (IsDigit()) ++at_;
    }
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      whole = false;
      ++at_;
      if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
      if (!IsDigit()) return Stop("not_json");
      while (IsDigit()) ++at_;
    }
    const char* begin = text_.data() + first;
    const char* end = text_.data() + at_;
    if (whole) {
      std::int64_t number = 0;
      if (std::from_chars(begin, end, number).ec != std::errc()) return Stop("number_range");
      out = number;
    } else {
      double number = 0;
      if (at_ - first > 64 || std::from_chars(begin, end, number).ec != std::errc()) {
        return Stop("number_range");
      }
      out = number;
    }
    return true;
  }

  bool IsDigit() const { return at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; }

  bool ReadString(std::string& out) {
    ++at_;
    for (;;) {
      const std::size_t first = at_;
      while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\' &&
             static_cast<unsigned char>(text_[at_]) >= 0x20) {
        ++at_;
      }
      out.append(text_.substr(first, at_ - first));
      if (at_ >= text_.size()) return Stop("ends_early");
      if (text_[at_] == '"') return ++at_, true;
      if (text_[at_] != '\\') return Stop("control_character");
      ++at_;
      if (!ReadEscape(out)) return false;
    }
  }

  bool ReadEscape(std::string& out) {
    if (at_ >= text_.size()) return Stop("ends_early");
    constexpr std::string_view kShort = "\"\\/bfnrt";
    constexpr std::string_view kMeans = "\"\\/\b\f\n\r\t";
    const char c = text_[at_++];
    if (const std::size_t i = kShort.find(c); i != std::string_view::npos) {
      out.push_back(kMeans[i]);
      return true;
    }
    if (c != 'u') return Stop("not_json");
    char32_t point = 0;
    if (!ReadHex(point)) return false;
    if (point >= 0xD800 && point < 0xDC00) {
      char32_t low = 0;
      if (text_.substr(at_, 2) != "\\u") return Stop("broken_utf16");
      at_ += 2;
      if (!ReadHex(low)) return false;
      if (low < 0xDC00 || low > 0xDFFF) return Stop("broken_utf16");
      point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
    } else if (point >= 0xDC00 && point <= 0xDFFF) {
      return Stop("broken_utf16");
    }
    AppendUtf8(out, point);
    return true;
  }

  bool ReadHex(char32_t& point) {
    std::uint32_t value = 0;
    const auto hex = text_.substr(at_, 4);
    const auto read = std::from_chars(hex.data(), hex.data() + hex.size(), value, 16);
    if (hex.size() < 4 || read.ptr != hex.data() + 4) return Stop("not_json");
    at_ += 4;
    point = value;
    return true;
  }

  std::string_view text_;
  Limits limits_;
  std::size_t at_ = 0;
  std::size_t stopped_at_ = 0;
  std::string_view why_;
  ErrorCode code_ = ErrorCode::invalid;
};

}  // namespace

Result<boost::json::value> Parse(std::string_view text, Limits limits) {
  if (text.size() > limits.bytes) return Fail(ErrorCode::too_large, "The body is too large.");
  if (!IsUtf8(text)) return Invalid({{"(body)", "broken_utf8", "The body is not valid UTF-8."}});
  return Parser(text, limits).Run();
}

namespace detail {

std::string Join(std::string_view path, std::string_view field) {
  if (path.empty()) return std::string(field);
  return std::string(path) + "." + std::string(field);
}

std::string Index(std::string_view path, std::size_t index) {
  return std::string(path) + "[" + std::to_string(index) + "]";
}

void Report(std::vector<FieldError>& errors, std::string_view path, std::string_view code) {
  errors.push_back({path.empty() ? "(body)" : std::string(path), std::string(code),
                    "The field is refused: " + std::string(code) + "."});
}

std::string ShortTypeName(const char* mangled) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> name(
      abi::__cxa_demangle(mangled, nullptr, nullptr, &status), &std::free);
  std::string text = status == 0 ? name.get() : mangled;
  const std::size_t generic = text.find('<');
  std::string arguments;
  if (generic != std::string::npos) {
    arguments = text.substr(generic + 1, text.rfind('>') - generic - 1);
    text = text.substr(0, generic);
    arguments =
        arguments.substr(arguments.rfind(':') == std::string::npos ? 0 : arguments.rfind(':') + 1);
  }
  const std::size_t colon = text.rfind(':');
  return (colon == std::string::npos ? text : text.substr(colon + 1)) + arguments;
}

}  // namespace detail
}  // namespace hetang::json
