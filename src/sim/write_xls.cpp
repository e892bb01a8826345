// The workbook of before 2007: records of BIFF8 as one stream of a compound file (MS-XLS, MS-CFB),
// as little of both as holds text and numbers.
#include <array>
#include <bit>
#include <unordered_map>

#include "sim/sheet_files.h"

namespace hetang::sim {
namespace {

constexpr std::size_t kSector = 512;
constexpr std::size_t kMostRecord = 8224;
constexpr std::uint32_t kEndOfChain = 0xFFFF'FFFE;
constexpr std::uint32_t kFree = 0xFFFF'FFFF;

std::string Number(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text.push_back(static_cast<char>(value >> (8 * i) & 0xFFU));
  return text;
}

std::string Record(std::uint16_t kind, const std::string& body) {
  return Number(kind, 2) + Number(body.size(), 2) + body;
}

std::string Begin(std::uint16_t part) {
  return Record(0x0809, Number(0x0600, 2) + Number(part, 2) + Number(0x0DBB, 2) +
                            Number(0x07CC, 2) + Number(0, 8));
}

std::string Utf16(const std::string& utf8) {
  std::vector<Line> one(1);
  one[0].cells = {{utf8}};
  // Without the mark before and the line's end behind.
  const std::string bytes = WriteText(one, {TextEncoding::utf_16le, '\0', false, false});
  return bytes.substr(2, bytes.size() - 4);
}

// Each text once. A record holds about eight thousand bytes; the rest goes on in further ones.
class SharedTexts {
 public:
  std::size_t Index(const std::string& text) {
    const auto [found, is_new] = numbers_.try_emplace(text, texts_.size());
    if (is_new) texts_.push_back(text);
    ++used_;
    return found->second;
  }

  std::string Records() const {
    std::string records;
    std::uint16_t kind = 0x00FC;
    std::string body = Number(used_, 4) + Number(texts_.size(), 4);
    for (const std::string& text : texts_) {
      const std::string letters = Utf16(text);
      const std::string entry = Number(letters.size() / 2, 2) + Number(1, 1) + letters;
      if (body.size() + entry.size() > kMostRecord) {
        records += Record(kind, body);
        kind = 0x003C;
        body.clear();
      }
      body += entry;
    }
    return records + Record(kind, body);
  }

 private:
  std::unordered_map<std::string, std::size_t> numbers_;
  std::vector<std::string> texts_;
  std::size_t used_ = 0;
};

std::string SheetStream(std::vector<Line>& lines, SharedTexts& texts) {
  std::string cells;
  std::size_t columns = 0;
  for (std::size_t row = 0; row < lines.size(); ++row) {
    columns = std::max(columns, lines[row].cells.size());
    for (std::size_t column = 0; column < lines[row].cells.size(); ++column) {
      const Cell& cell = lines[row].cells[column];
      const std::string place = Number(row, 2) + Number(column, 2) + Number(0, 2);
      if (cell.kind == CellKind::number) {
        cells += Record(0x0203, place + Number(std::bit_cast<std::uint64_t>(cell.value), 8));
      } else if (!cell.text.empty()) {
        cells += Record(0x00FD, place + Number(texts.Index(cell.text), 4));
      }
    }
    lines[row].row = static_cast<int>(row) + 1;
  }
  const std::string size =
      Number(0, 4) + Number(lines.size(), 4) + Number(0, 2) + Number(columns, 2) + Number(0, 2);
  return Begin(0x0010) + Record(0x0200, size) + cells + Record(0x000A, "");
}

std::string BookStream(const SheetOfLines& sheet) {
  SharedTexts texts;
  const std::string cells = SheetStream(*sheet.lines, texts);
  const std::string head =
      Begin(0x0005) + Record(0x0042, Number(0x04B0, 2)) + Record(0x00E0, std::string(20, '\0'));
  const std::string name = Utf16(sheet.name);
  const std::string tail = texts.Records() + Record(0x000A, "");
  const auto bound = [&](std::size_t cells_at) {
    return Record(0x0085, Number(cells_at, 4) + Number(0, 2) + Number(name.size() / 2, 1) +
                              Number(1, 1) + name);
  };
  const std::size_t cells_at = head.size() + bound(0).size() + tail.size();
  return head + bound(cells_at) + tail + cells;
}

std::string Entry(const char16_t* name, int kind, std::uint32_t child, std::uint32_t first,
                  std::size_t size) {
  std::string letters;
  for (const char16_t* c = name; *c != 0; ++c) letters += Number(*c, 2);
  const std::size_t name_bytes = letters.size() + 2;
  letters.resize(64, '\0');
  return letters + Number(name_bytes, 2) + Number(static_cast<std::uint64_t>(kind), 1) +
         Number(1, 1) + Number(kFree, 4) + Number(kFree, 4) + Number(child, 4) +
         std::string(36, '\0') + Number(first, 4) + Number(size, 8);
}

// The stream, the directory, then the table that chains their sectors.
std::string CompoundFile(std::string stream) {
  constexpr std::size_t kLeastStream = 4096;
  const std::size_t padded =
      std::max(kLeastStream, (stream.size() + kSector - 1) / kSector * kSector);
  stream.resize(padded, '\0');
  const std::size_t sectors = stream.size() / kSector;
  constexpr std::size_t kLinks = kSector / 4;
  const std::size_t tables = (sectors + 1) / (kLinks - 1) + 1;
  std::string directory =
      Entry(u"Root Entry", 5, 1, kEndOfChain, 0) + Entry(u"Workbook", 2, kFree, 0, stream.size());
  directory.resize(kSector, '\0');
  std::string links;
  for (std::size_t i = 1; i < sectors; ++i) links += Number(i, 4);
  links += Number(kEndOfChain, 4) + Number(kEndOfChain, 4);
  constexpr std::uint32_t kTable = 0xFFFF'FFFD;
  for (std::size_t i = 0; i < tables; ++i) links += Number(kTable, 4);
  while (links.size() < tables * kSector) links += Number(kFree, 4);
  std::string head("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
  head += std::string(16, '\0') + Number(0x003E, 2) + Number(3, 2) + Number(0xFFFE, 2) +
          Number(9, 2) + Number(6, 2) + Number(0, 6) + Number(0, 4) + Number(tables, 4) +
          Number(sectors, 4) + Number(0, 4) + Number(kLeastStream, 4) + Number(kEndOfChain, 4) +
          Number(0, 4) + Number(kEndOfChain, 4) + Number(0, 4);
  for (std::size_t i = 0; i < tables; ++i) head += Number(sectors + 1 + i, 4);
  while (head.size() < kSector) head += Number(kFree, 4);
  return head + stream + directory + links;
}

}  // namespace

Status WriteOldWorkbook(const std::filesystem::path& path, const SheetOfLines& sheet) {
  return WriteBytes(path, CompoundFile(BookStream(sheet)));
}

}  // namespace hetang::sim
