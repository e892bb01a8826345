// Workbooks of Office Open XML (ECMA-376): sheets are streamed, shared strings lie in a file of
// their own, so that memory does not grow with either.
#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <optional>
#include <utility>

#include "base/text.h"
#include "platform/files/archive.h"
#include "platform/files/bytes.h"
#include "platform/files/number_format.h"
#include "platform/files/sheet_rows.h"
#include "platform/files/xml_stream.h"

namespace hetang::files {
namespace {

constexpr std::string_view kEncoding = "xlsx";

struct Relation {
  std::string type;
  std::string target;
};

// `_rels/*.rels`: what a part points at.
class RelationReader final : public XmlHandler {
 public:
  void Start(std::string_view element, const XmlAttributes& attributes) override {
    if (element != "Relationship") return;
    relations[std::string(attributes.Get("Id"))] = {std::string(attributes.Get("Type")),
                                                    std::string(attributes.Get("Target"))};
  }
  void End(std::string_view) override {}
  void Text(std::string_view) override {}

  std::map<std::string, Relation> relations;
};

struct SheetEntry {
  std::string name;
  std::string relation;
};

class WorkbookReader final : public XmlHandler {
 public:
  void Start(std::string_view element, const XmlAttributes& attributes) override {
    if (element == "sheet") {
      sheets.push_back(
          {std::string(attributes.Get("name")), std::string(attributes.GetPrefixed("id"))});
    } else if (element == "workbookPr") {
      const std::string_view is = attributes.Get("date1904");
      is_1904 = is == "1" || is == "true" || is == "on";
    }
  }
  void End(std::string_view) override {}
  void Text(std::string_view) override {}

  std::vector<SheetEntry> sheets;
  bool is_1904 = false;
};

int NumberOf(std::string_view text, int otherwise) {
  int value = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// Which cell formats show a number as a date.
class StyleReader final : public XmlHandler {
 public:
  void Start(std::string_view element, const XmlAttributes& attributes) override {
    if (element == "numFmt") {
      custom_[NumberOf(attributes.Get("numFmtId"), -1)] =
          PartsOfFormat(attributes.Get("formatCode"));
    } else if (element == "cellXfs") {
      is_inside_ = true;
    } else if (element == "xf" && is_inside_) {
      const int id = NumberOf(attributes.Get("numFmtId"), 0);
      const auto custom = custom_.find(id);
      styles.push_back(custom == custom_.end() ? PartsOfBuiltin(id) : custom->second);
    }
  }
  void End(std::string_view element) override {
    if (element == "cellXfs") is_inside_ = false;
  }
  void Text(std::string_view) override {}

  std::vector<DateParts> styles;

 private:
  std::map<int, DateParts> custom_;
  bool is_inside_ = false;
};

class SharedStringReader final : public XmlHandler {
 public:
  explicit SharedStringReader(SharedStrings& strings) : strings_(strings) {}
  void Start(std::string_view element, const XmlAttributes&) override {
    if (element == "si") text_.clear();
    if (element == "rPh") is_phonetic_ = true;
    if (element == "t") is_text_ = !is_phonetic_;
  }
  void End(std::string_view element) override {
    if (element == "t") is_text_ = false;
    if (element == "rPh") is_phonetic_ = false;
    if (element == "si" && status.has_value()) status = strings_.Add(text_);
  }
  void Text(std::string_view text) override {
    if (is_text_) text_ += text;
  }
  bool IsDone() const override { return !status.has_value(); }

  Status status;

 private:
  SharedStrings& strings_;
  std::string text_;
  bool is_text_ = false;
  bool is_phonetic_ = false;
};

// The parts of one workbook, by the paths its relations name.
class Workbook {
 public:
  Workbook(const std::string& name, const Archive& archive, const Limits& limits,
           TableVisitor& visitor)
      : name_(name), archive_(archive), limits_(limits), visitor_(visitor) {}

  Status Read() {
    if (const Status status = Prepare(); !status.has_value()) return Refuse(status.error());
    bool has_rows = false;
    for (const SheetEntry& entry : workbook_.sheets) {
      const auto relation = relations_.relations.find(entry.relation);
      if (relation == relations_.relations.end()) continue;
      if (!relation->second.type.ends_with("/worksheet")) continue;  // Charts, macros, dialogs.
      SheetContext context{{name_, entry.name, std::string(kEncoding)},
                           &styles_.styles,
                           &strings_,
                           workbook_.is_1904};
      SheetReader reader(context, limits_, visitor_);
      const Status status = ReadPart(Resolve(relation->second.target), reader);
      HT_TRY_STATUS(reader.status());
      if (!status.has_value()) return Refuse(status.error());
      HT_TRY_STATUS(reader.Finish());
      has_rows = has_rows || reader.has_begun();
    }
    if (!has_rows) return Refuse(NotReadable("empty", "There is nothing in the workbook."));
    return {};
  }

 private:
  Status Refuse(const Error& error) {
    return visitor_.Unreadable(name_, std::string(kEncoding), error);
  }

  Status ReadPart(const std::string& path, XmlHandler& handler) const {
    const ArchiveMember* const member = archive_.Find(path);
    if (member == nullptr) {
      return Fail(NotReadable("unreadable", "A part of the workbook is missing."));
    }
    HT_TRY(ArchiveStream stream, archive_.Open(*member));
    return ReadXml(stream, handler);
  }

  std::string Resolve(const std::string& target) const {
    if (target.starts_with('/')) return target.substr(1);
    return (std::filesystem::path(folder_) / target).lexically_normal().generic_string();
  }

  // Finds the workbook part; other office documents are told from it by its absence.
  Status FindWorkbook() {
    RelationReader root;
    if (archive_.Find("_rels/.rels") != nullptr) HT_TRY_STATUS(ReadPart("_rels/.rels", root));
    path_ = "xl/workbook.xml";
    for (const auto& [id, relation] : root.relations) {
      if (relation.type.ends_with("/officeDocument")) path_ = Resolve(relation.target);
    }
    if (archive_.Find(path_) == nullptr || !path_.ends_with(".xml") ||
        path_.find("word/") != std::string::npos || path_.find("ppt/") != std::string::npos) {
      return Fail(NotReadable("other_format", "This is no workbook that is read."));
    }
    folder_ = std::filesystem::path(path_).parent_path().generic_string();
    return {};
  }

  Status Prepare() {
    HT_TRY_STATUS(FindWorkbook());
    HT_TRY_STATUS(ReadPart(path_, workbook_));
    const std::string file = std::filesystem::path(path_).filename().string();
    HT_TRY_STATUS(ReadPart(folder_ + "/_rels/" + file + ".rels", relations_));
    for (const auto& [id, relation] : relations_.relations) {
      const std::string path = Resolve(relation.target);
      if (relation.type.ends_with("/styles") && archive_.Find(path) != nullptr) {
        HT_TRY_STATUS(ReadPart(path, styles_));
      } else if (relation.type.ends_with("/sharedStrings") && archive_.Find(path) != nullptr) {
        SharedStringReader reader(strings_);
        HT_TRY_STATUS(ReadPart(path, reader));
        HT_TRY_STATUS(std::move(reader.status));
      }
    }
    return strings_.Finish();
  }

  const std::string& name_;
  const Archive& archive_;
  const Limits& limits_;
  TableVisitor& visitor_;
  std::string path_;
  std::string folder_;
  WorkbookReader workbook_;
  RelationReader relations_;
  StyleReader styles_;
  SharedStrings strings_;
};

}  // namespace

Status ReadXlsx(const std::string& name, const Archive& archive, const Limits& limits,
                TableVisitor& visitor) {
  return Workbook(name, archive, limits, visitor).Read();
}

}  // namespace hetang::files
