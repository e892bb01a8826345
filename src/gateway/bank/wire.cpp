#include "gateway/bank/wire.h"

namespace hetang::bank::wire {

std::string ElementName(std::string_view field) {
  std::string name;
  for (const std::string_view word : Split(field, '_')) {
    if (word.empty() || word == "fen") continue;
    if (word == "id" || word == "ip" || word == "mac") {
      for (const char c : word) name += static_cast<char>(c - 'a' + 'A');
    } else {
      name += static_cast<char>(word[0] - 'a' + 'A');
      name += word.substr(1);
    }
  }
  return name;
}

std::string FormatAmount(Fen amount) {
  std::string text = FormatYuan(amount);
  if (text.ends_with(".00")) text.resize(text.size() - 3);
  return text;
}

std::optional<Fen> ParseAmount(std::string_view text) {
  std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
  const std::size_t point = digits.find('.');
  if (!IsDigits(digits.substr(0, point))) return std::nullopt;
  if (point != std::string_view::npos) {
    const std::string_view decimals = digits.substr(point + 1);
    if (decimals.size() != 2 || !IsDigits(decimals)) return std::nullopt;
  }
  return ParseYuan(text);
}

std::string_view TextOf(pugi::xml_node parent, const std::string& name, Errors& errors) {
  const pugi::xml_node node = parent.child(name.c_str());
  if (!node) return {};
  if (node.next_sibling(name.c_str())) {
    Report(errors, name, "doubled");
    return {};
  }
  const pugi::xml_node content = node.first_child();
  if (!content) return {};
  const bool is_text = content.type() == pugi::node_pcdata || content.type() == pugi::node_cdata;
  if (!is_text || content.next_sibling()) {
    Report(errors, name, "text");
    return {};
  }
  return Trim(content.value());
}

void ReadAttachments(pugi::xml_node parent, std::vector<Attachment>& out, Errors& errors) {
  const pugi::xml_node list = parent.child("Attachments");
  if (list.next_sibling("Attachments")) Report(errors, "Attachments", "doubled");
  for (const pugi::xml_node node : list.children("Attachment")) {
    Attachment attachment;
    bool found = false;
    ReadElement(node, "Filename", true, attachment.filename, found, errors);
    auto content = FromBase64(TextOf(node, "Content", errors));
    if (content) {
      attachment.content = std::move(*content);
    } else {
      Report(errors, "Content", "base64");
    }
    out.push_back(std::move(attachment));
  }
}

}  // namespace hetang::bank::wire
