#include "platform/files/xml_stream.h"

#include <memory>
#include <type_traits>

#include <expat.h>

#include "base/check.h"

namespace hetang::files {
namespace {

constexpr int kChunk = 64 << 10;

std::string_view LocalName(std::string_view name) { return name.substr(name.find(':') + 1); }

struct Reading {
  XML_Parser parser = nullptr;
  XmlHandler* handler = nullptr;
  bool has_doctype = false;
  bool is_done = false;

  void Stop() const { XML_StopParser(parser, XML_FALSE); }
};

void XMLCALL OnStart(void* data, const XML_Char* name, const XML_Char** attributes) {
  auto* const reading = static_cast<Reading*>(data);
  reading->handler->Start(LocalName(name), XmlAttributes(attributes));
}

void XMLCALL OnEnd(void* data, const XML_Char* name) {
  auto* const reading = static_cast<Reading*>(data);
  reading->handler->End(LocalName(name));
  reading->is_done = reading->handler->IsDone();
  if (reading->is_done) reading->Stop();
}

void XMLCALL OnText(void* data, const XML_Char* text, int length) {
  static_cast<Reading*>(data)->handler->Text({text, static_cast<std::size_t>(length)});
}

void XMLCALL OnDoctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
  auto* const reading = static_cast<Reading*>(data);
  reading->has_doctype = true;
  reading->Stop();
}

tl::unexpected<Error> NotWellFormed(XML_Error code) {
  const bool is_cut = code == XML_ERROR_NO_ELEMENTS || code == XML_ERROR_UNCLOSED_TOKEN ||
                      code == XML_ERROR_PARTIAL_CHAR;
  return Fail(NotReadable(is_cut ? "truncated" : "unreadable", "The workbook is damaged."));
}

}  // namespace

std::string_view XmlAttributes::Get(std::string_view name) const {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
    if (name == pair[0]) return pair[1];
  }
  return {};
}

std::string_view XmlAttributes::GetPrefixed(std::string_view name) const {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
    const std::string_view full = pair[0];
    if (full.find(':') != std::string_view::npos && LocalName(full) == name) return pair[1];
  }
  return {};
}

Status ReadXml(ArchiveStream& stream, XmlHandler& handler) {
  const std::unique_ptr<std::remove_pointer_t<XML_Parser>, void (*)(XML_Parser)> parser(
      XML_ParserCreate(nullptr), XML_ParserFree);
  HT_CHECK(parser != nullptr);
  Reading reading{parser.get(), &handler};
  XML_SetUserData(parser.get(), &reading);
  XML_SetElementHandler(parser.get(), OnStart, OnEnd);
  XML_SetCharacterDataHandler(parser.get(), OnText);
  XML_SetStartDoctypeDeclHandler(parser.get(), OnDoctype);
  while (true) {
    char* const buffer = static_cast<char*>(XML_GetBuffer(parser.get(), kChunk));
    HT_CHECK(buffer != nullptr);
    HT_TRY(const std::size_t count, stream.Read(buffer, kChunk));
    const XML_Status status =
        XML_ParseBuffer(parser.get(), static_cast<int>(count), count == 0 ? XML_TRUE : XML_FALSE);
    if (reading.is_done) return {};
    if (reading.has_doctype) {
      return Fail(NotReadable("unreadable", "A document type is not read."));
    }
    if (status != XML_STATUS_OK) return NotWellFormed(XML_GetErrorCode(parser.get()));
    if (count == 0) return {};
  }
}

}  // namespace hetang::files
