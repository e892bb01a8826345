#include "gateway/bank/profile.h"

#include <algorithm>
#include <array>

#include "gateway/bank/codes.h"
#include "gateway/bank/wire.h"
#include "gateway/bank/xml.h"

namespace hetang::bank {
namespace {

using Errors = std::vector<FieldError>;

bool IsPlain(std::string_view text, std::string_view also) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           also.find(c) != std::string_view::npos;
  });
}

void CheckAddress(std::string_view to, std::string_view serial, Errors& errors) {
  if (to.size() != 12 || !IsPlain(to, "")) wire::Report(errors, "To", "code");
  // 40 characters as documented; one front end in use keeps 53.
  if (serial.size() < 13 || serial.size() > 53 || !IsPlain(serial.substr(0, 12), "") ||
      !IsPlain(serial, "_")) {
    wire::Report(errors, "TransSerialNumber", "code");
  }
}

std::string_view Required(pugi::xml_node parent, const std::string& name, Errors& errors) {
  const std::size_t errors_before = errors.size();
  const std::string_view text = wire::TextOf(parent, name, errors);
  if (text.empty() && errors.size() == errors_before) wire::Report(errors, name, "missing");
  return text;
}

// One Head and one Body, and nothing else, below the root.
Status CheckFrame(pugi::xml_node root) {
  const pugi::xml_node head = root.child("Head");
  const pugi::xml_node body = root.child("Body");
  if (!head || !body || head.next_sibling() != body || body.next_sibling() ||
      head.previous_sibling()) {
    return Fail(ErrorCode::invalid, "The message is not one Head and one Body.");
  }
  return {};
}

// Puts the four digits in the place of a bank's own result code. False: the code is not in its
// list.
bool MapResult(const Profile& profile, Text<4>& result) {
  if (profile.results.empty()) return true;
  for (const auto& [own, four_digits] : profile.results) {
    if (own != result.str()) continue;
    result = four_digits;
    return true;
  }
  return false;
}

constexpr std::string_view kFreezeType = "FreezeType";

// The default digits of a freeze's mode, as wire.h writes them.
std::string DigitsOf(FreezeType mode) { return wire::Format(mode); }

// Puts the bank's own code in the place of the default one. A mode that the bank does not have is
// an error.
void WriteFreezeMode(pugi::xml_node body, const Profile& profile, Errors& errors) {
  pugi::xml_node node = body.child(kFreezeType.data());
  if (!node || profile.freeze_modes.empty()) return;
  for (const auto& [mode, own] : profile.freeze_modes) {
    if (DigitsOf(mode) != node.text().get()) continue;
    node.text().set(own.c_str());
    return;
  }
  wire::Report(errors, std::string(kFreezeType), "unsupported");
}

// The other way round.
void ReadFreezeMode(pugi::xml_node body, const Profile& profile, Errors& errors) {
  pugi::xml_node node = body.child(kFreezeType.data());
  if (!node || profile.freeze_modes.empty()) return;
  const std::string_view text = wire::TextOf(body, std::string(kFreezeType), errors);
  for (const auto& [mode, own] : profile.freeze_modes) {
    if (own != text) continue;
    node.text().set(DigitsOf(mode).c_str());
    return;
  }
  wire::Report(errors, std::string(kFreezeType), "choice");
}

Status CheckCarried(const Profile& profile, std::string_view tx_code) {
  if (Carries(profile, tx_code)) return {};
  return Fail(ErrorCode::unsupported, "This bank's profile does not have the message.", "tx_code");
}

void ReadBody(pugi::xml_node node, const Profile& profile, Body& body, Errors& errors) {
  ReadFreezeMode(node, profile, errors);
  if (!errors.empty()) return;
  std::visit(
      [&](auto& message) {
        wire::ReadRecord(node, "", message, errors);
        if constexpr (kIsAnswer<std::remove_cvref_t<decltype(message)>>) {
          if (!message.result.empty() && !MapResult(profile, message.result)) {
            wire::Report(errors, "Result", "choice");
          }
        }
      },
      body);
  // What one field tells about another only counts once each could be read.
  if (errors.empty()) CheckBody(body, errors);
}

}  // namespace

const Profile* FindProfile(std::string_view name) {
  static const std::array<Profile, 4> profiles{
      Profile{.name = "platform"},
      Profile{.name = "platform_gb18030", .encoding = Encoding::gb18030},
      Profile{.name = "platform_two_modes",
              .freeze_modes = {{FreezeType::limit, "01"}, {FreezeType::full, "02"}}},
      Profile{.name = "payment", .payment = true}};
  for (const Profile& profile : profiles) {
    if (profile.name == name) return &profile;
  }
  return nullptr;
}

const Profile& KeepingProfile() { return *FindProfile("payment"); }

bool Carries(const Profile& profile, std::string_view tx_code) {
  const std::optional<Body> body = BodyFor(tx_code);
  if (!body) return false;
  if (tx_code[0] == 'A') return profile.payment;
  const bool is_return =
      std::holds_alternative<ReturnNotice>(*body) || std::holds_alternative<ReturnFeedback>(*body);
  return profile.return_notice || !is_return;
}

bool Carries(const Profile& profile, FreezeType mode) {
  return profile.freeze_modes.empty() ||
         std::any_of(profile.freeze_modes.begin(), profile.freeze_modes.end(),
                     [&](const auto& listed) { return listed.first == mode; });
}

Result<std::string> Write(const Envelope& envelope, const Profile& profile) {
  HT_TRY_STATUS(CheckCarried(profile, TxCodeOf(envelope.body)));
  Errors errors;
  CheckAddress(envelope.to, envelope.serial, errors);
  pugi::xml_document document;
  pugi::xml_node root = document.append_child("Request");
  pugi::xml_node head = root.append_child("Head");
  head.append_child("Mode").text().set(profile.mode.c_str());
  head.append_child("To").text().set(envelope.to.c_str());
  std::string tx_code(TxCodeOf(envelope.body));
  if (tx_code[0] == '1') tx_code[0] = profile.side;
  head.append_child("TxCode").text().set(tx_code.c_str());
  head.append_child("TransSerialNumber").text().set(envelope.serial.c_str());
  pugi::xml_node body = root.append_child("Body");
  std::visit([&](const auto& message) { wire::WriteRecord(body, "", message, errors); },
             envelope.body);
  if (errors.empty()) CheckBody(envelope.body, errors);
  if (errors.empty()) WriteFreezeMode(body, profile, errors);
  if (!errors.empty()) return Invalid(std::move(errors));
  std::string bytes = SerializeXml(document, profile.encoding);
  if (bytes.size() > kMostMessageBytes) {
    return Fail(ErrorCode::too_large, "The message would be larger than 8 MiB.");
  }
  return bytes;
}

Result<Envelope> Read(std::string_view bytes, const Profile& profile) {
  pugi::xml_document document;
  HT_TRY_STATUS(ParseXml(bytes, "Request", document));
  const pugi::xml_node root = document.first_child();
  HT_TRY_STATUS(CheckFrame(root));
  const pugi::xml_node head = root.child("Head");
  Errors errors;
  Required(head, "Mode", errors);
  const std::string_view to = Required(head, "To", errors);
  const std::string_view tx_code = Required(head, "TxCode", errors);
  const std::string_view serial = Required(head, "TransSerialNumber", errors);
  if (!errors.empty()) return Invalid(std::move(errors));
  CheckAddress(to, serial, errors);
  std::optional<Body> body = BodyFor(tx_code);
  if (!body) {
    return Fail(ErrorCode::unsupported, "The transaction code is not known.", "tx_code");
  }
  HT_TRY_STATUS(CheckCarried(profile, tx_code));
  ReadBody(root.child("Body"), profile, *body, errors);
  if (!errors.empty()) return Invalid(std::move(errors));
  return Envelope{std::string(to), std::string(serial), std::move(*body)};
}

Result<Incoming> ReadAnswer(std::string_view bytes, const Profile& profile,
                            std::string_view bank_code) {
  HT_TRY(Envelope envelope, Read(bytes, profile));
  if (envelope.sender() != bank_code) {
    return Fail(ErrorCode::conflict, "Another bank is named as the sender.", "other_bank");
  }
  return std::visit(
      [&](auto& message) -> Result<Incoming> {
        if constexpr (kIsAnswer<std::remove_cvref_t<decltype(message)>>) {
          return Incoming{std::move(envelope.serial), std::move(message)};
        } else {
          return Fail(ErrorCode::invalid, "An order came where an answer belongs.",
                      "not_an_answer");
        }
      },
      envelope.body);
}

std::string WriteReceipt(const Receipt& receipt, const Profile& profile) {
  pugi::xml_document document;
  pugi::xml_node root = document.append_child("Response");
  root.append_child("Head").append_child("TransSerialNumber").text().set(receipt.serial.c_str());
  pugi::xml_node body = root.append_child("Body");
  body.append_child("Result").text().set(receipt.result.c_str());
  if (!receipt.description.empty()) {
    body.append_child("Description").text().set(receipt.description.c_str());
  }
  return SerializeXml(document, profile.encoding);
}

Result<Receipt> ReadReceipt(std::string_view bytes) {
  pugi::xml_document document;
  HT_TRY_STATUS(ParseXml(bytes, "Response", document));
  const pugi::xml_node root = document.first_child();
  HT_TRY_STATUS(CheckFrame(root));
  Errors errors;
  Receipt receipt;
  receipt.serial = wire::TextOf(root.child("Head"), "TransSerialNumber", errors);
  receipt.result = Required(root.child("Body"), "Result", errors);
  receipt.description = wire::TextOf(root.child("Body"), "Description", errors);
  if (receipt.result.size() != 4 || !IsDigits(receipt.result)) {
    wire::Report(errors, "Result", "digits");
  }
  if (!errors.empty()) return Invalid(std::move(errors));
  return receipt;
}

}  // namespace hetang::bank
