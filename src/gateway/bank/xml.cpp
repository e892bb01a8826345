#include "gateway/bank/xml.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "gateway/bank/profile.h"

namespace hetang::bank {
namespace {

// A message has a few dozen elements, but a statement some sixty marks a row: as many as 8 MiB of
// rows with all their fields hold, and a tenth of what they could hold of empty ones.
constexpr std::size_t kMostMarks = 400'000;
constexpr int kMostDepth = 16;

Status NotWellFormed() { return Fail(ErrorCode::invalid, "The message is not well-formed XML."); }

// Length of the reference `&...;` at the start of `text`, 0 when it is none that is allowed: only
// the five of XML itself and numbers of real characters. Others would need a document type.
std::size_t ReferenceLength(std::string_view text) {
  for (const std::string_view known : {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"}) {
    if (text.starts_with(known)) return known.size();
  }
  if (!text.starts_with("&#")) return 0;
  const bool is_hex = text.size() > 2 && text[2] == 'x';
  const char* begin = text.data() + (is_hex ? 3 : 2);
  const char* end = text.data() + text.size();
  std::uint32_t point = 0;
  const auto [stop, error] = std::from_chars(begin, end, point, is_hex ? 16 : 10);
  if (error != std::errc() || stop == end || *stop != ';') return 0;
  if (point == 0 || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return 0;
  return static_cast<std::size_t>(stop - text.data()) + 1;
}

// Looks at every `<` and `&` once, so that nothing the parser would expand or pile up reaches it.
Status CheckMarkup(std::string_view text) {
  std::size_t marks = 0;
  std::size_t at = text.find_first_of("<&");
  for (; at != std::string_view::npos; at = text.find_first_of("<&", at)) {
    const std::string_view rest = text.substr(at);
    if (rest[0] == '&') {
      const std::size_t length = ReferenceLength(rest);
      if (length == 0) return Fail(ErrorCode::unsupported, "Entities are not read.");
      at += length;
      continue;
    }
    if (++marks > kMostMarks) return Fail(ErrorCode::too_large, "Too many elements.");
    if (rest.starts_with("<!--")) {
      at = text.find("-->", at + 4);
    } else if (rest.starts_with("<![CDATA[")) {
      at = text.find("]]>", at + 9);
    } else if (rest.starts_with("<!")) {
      return Fail(ErrorCode::unsupported, "A document type is not read.");
    } else if (rest.starts_with("<?") && at != 0) {
      return Fail(ErrorCode::unsupported, "Processing instructions are not read.");
    } else {
      ++at;
    }
    if (at == std::string_view::npos) return NotWellFormed();
  }
  return {};
}

Status CheckDepth(pugi::xml_node root) {
  int depth = 1;
  for (pugi::xml_node node = root; node;) {
    if (depth > kMostDepth) return Fail(ErrorCode::too_large, "The elements nest too deep.");
    if (node.first_child()) {
      node = node.first_child();
      ++depth;
      continue;
    }
    while (node != root && !node.next_sibling()) {
      node = node.parent();
      --depth;
    }
    if (node == root) return {};
    node = node.next_sibling();
  }
  return {};
}

struct StringWriter : pugi::xml_writer {
  std::string text;
  void write(const void* data, std::size_t size) override {
    text.append(static_cast<const char*>(data), size);
  }
};

}  // namespace

Status ParseXml(std::string_view bytes, std::string_view root, pugi::xml_document& document) {
  if (bytes.size() > kMostMessageBytes) {
    return Fail(ErrorCode::too_large, "The message is larger than 8 MiB.");
  }
  HT_TRY(const std::string text, XmlToUtf8(bytes));
  if (text.find('\0') != std::string::npos) return NotWellFormed();
  HT_TRY_STATUS(CheckMarkup(text));
  const auto parsed = document.load_buffer(
      text.data(), text.size(), pugi::parse_default | pugi::parse_fragment, pugi::encoding_utf8);
  const pugi::xml_node first = document.first_child();
  // As a fragment, text beside the root is kept, so that it can be refused here.
  if (!parsed || !first || first.next_sibling()) return NotWellFormed();
  if (first.name() != root)
    return Fail(ErrorCode::invalid, "The message has another root element.");
  return CheckDepth(first);
}

std::string SerializeXml(const pugi::xml_document& document, Encoding encoding) {
  StringWriter writer;
  writer.text = encoding == Encoding::utf8 ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                           : "<?xml version=\"1.0\" encoding=\"GB18030\"?>\n";
  document.save(writer, "  ", pugi::format_indent | pugi::format_no_declaration,
                pugi::encoding_utf8);
  return FromUtf8(writer.text, encoding);
}

}  // namespace hetang::bank
