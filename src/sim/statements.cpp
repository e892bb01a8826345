#include "sim/statements.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "sim/page.h"
#include "sim/sheet_files.h"

namespace hetang::sim {
namespace {

std::size_t At(int index) { return static_cast<std::size_t>(index); }

namespace fs = std::filesystem;

class Writer {
 public:
  explicit Writer(const StatementOptions& options)
      : options_(options),
        random_(options.seed * 77 + 5),
        town_(InventTown({options.seed, options.accounts, options.transfers})),
        ledger_(KeepLedger(town_, random_)),
        root_(options.folder / "statements") {
    truth_.seed = options.seed;
  }

  Result<Truth> Run() {
    PlanRowQuirks(town_, ledger_, random_, truth_.planted);
    ChooseConflicts();
    AddTables();
    AddStatements();
    AddOverlaps();
    AddCopies();
    HT_TRY_STATUS(WritePages());
    for (std::size_t i = 0; i < pages_.size(); ++i) {
      const int file = static_cast<int>(i);
      truth_.files.push_back(CountPage(pages_[i], file, town_, ledger_, truth_));
    }
    Conclude(town_, ledger_, truth_);
    CountTraits();
    HT_TRY_STATUS(
        WriteBytes(options_.folder / "truth.json", boost::json::serialize(ToJson(truth_)) + "\n"));
    return std::move(truth_);
  }

 private:
  const TownAccount& Account(int index) const { return town_.accounts[At(index)]; }

  // --- What is in which file ---------------------------------------------------------------------

  std::string NextName(std::string_view layout, std::string_view ending) {
    const int number = ++named_;
    // A third of the files lie in a folder, a third in a zip.
    constexpr int kInRoot = 135;
    constexpr int kInFolder = 155;
    const char* place = number <= kInRoot     ? ""
                        : number <= kInFolder ? "300_folder/"
                                              : "400_pack.zip/inner/";
    return fmt::format("{}{}_{}.{}", place, number, layout, ending);
  }

  static std::string_view EndingOf(const Page& page) {
    if (page.format == FileFormat::xlsx) return "xlsx";
    if (page.format == FileFormat::xls) return "xls";
    return page.form.delimiter == '\t' ? "tsv" : "csv";
  }

  std::vector<int> HeldAccounts() const {
    std::vector<int> held;
    for (int i = 0; i < static_cast<int>(town_.accounts.size()); ++i) {
      if (Account(i).held() && !Account(i).wallet()) held.push_back(i);
    }
    return held;
  }

  // The tables that tie a card to its account come before the statements, or after them.
  void AddTables() {
    const char* first = options_.seed % 2 == 0 ? "100" : "450";
    const std::vector<int> held = HeldAccounts();
    pages_.push_back(AccountsPage(town_, held));
    pages_.back().path = fmt::format("{}_accounts.csv", first);
    pages_.push_back(PersonsPage(town_, held));
    pages_.back().path = fmt::format("{}_persons.csv", first);
    pages_.push_back(SubAccountsPage(town_, held));
    pages_.back().path = fmt::format("{}_sub_accounts.csv", first);
  }

  void AddStatements() {
    for (const Layout& layout : Layouts()) {
      std::vector<int> accounts;
      for (int i = 0; i < static_cast<int>(town_.accounts.size()); ++i) {
        if (Account(i).layout == &layout) accounts.push_back(i);
      }
      if (layout.scope == Scope::many_accounts) {
        AddStatement(layout, accounts);
        continue;
      }
      for (const int account : accounts) AddStatement(layout, {account});
    }
  }

  // Account by account, or all of them in order of time.
  void AddStatement(const Layout& layout, const std::vector<int>& accounts) {
    std::vector<int> rows;
    for (const int account : accounts) {
      const auto& more = ledger_.of_account[At(account)];
      rows.insert(rows.end(), more.begin(), more.end());
    }
    if (rows.empty()) return;
    if (random_.Unit() < 0.5) {
      std::stable_sort(rows.begin(), rows.end(), [&](int a, int b) {
        return ledger_.rows[At(a)].at < ledger_.rows[At(b)].at;
      });
    }
    Page page = StatementPage(town_, ledger_, layout, rows, random_, truth_.planted);
    page.path = NextName(layout.name, EndingOf(page));
    if (page.format != FileFormat::csv) page.sheet = "交易明细信息";
    pages_.push_back(std::move(page));
    if (layout.name == "canonical_book") AddSheets(accounts);
  }

  // The four tables as four sheets of one workbook.
  void AddSheets(const std::vector<int>& accounts) {
    const std::string path = pages_.back().path;
    Page sheets[] = {PersonsPage(town_, accounts), AccountsPage(town_, accounts)};
    sheets[0].sheet = "人员信息";
    sheets[1].sheet = "账户信息";
    for (Page& sheet : sheets) {
      sheet.path = path;
      sheet.format = FileFormat::xlsx;
      pages_.push_back(std::move(sheet));
    }
  }

  // --- Files that tell again what another one told -----------------------------------------------

  bool CanOverlap(int account) const {
    const TownAccount& facts = Account(account);
    return facts.held() && facts.layout->is_full() && !facts.wallet();
  }
  bool CanRepeat(int index) const {
    const LedgerRow& row = ledger_.rows[At(index)];
    const Trait trait = town_.deeds[At(row.deed)].trait;
    const bool plain = row.quirk == RowQuirk::none || row.quirk == RowQuirk::negative ||
                       row.quirk == RowQuirk::conflicted;
    // The other layout may have no order number, and the first telling of a row is the one kept.
    const bool ordered = trait == Trait::top_up || trait == Trait::withdrawal;
    return plain && !ordered && trait != Trait::failed && trait != Trait::zero;
  }

  // Before the pages, so that the chain of balances is known to be unsure there.
  void ChooseConflicts() {
    std::set<int> contested;
    for (int account = 0; account < static_cast<int>(town_.accounts.size()); ++account) {
      if (!CanOverlap(account) || random_.Unit() > 0.5) continue;
      overlapping_.push_back({account, -1});
      if (random_.Unit() > 0.5) continue;
      for (const int index : ledger_.of_account[At(account)]) {
        LedgerRow& row = ledger_.rows[At(index)];
        const Deed& deed = town_.deeds[At(row.deed)];
        if (row.quirk != RowQuirk::none || deed.trait != Trait::plain) continue;
        if (deed.kind != "transfer" || IsMoved(deed, deed.amount_fen + 100)) continue;
        if (!contested.insert(row.deed).second) continue;  // Not by both of its banks.
        row.quirk = RowQuirk::conflicted;
        overlapping_.back().conflicting = index;
        ++truth_.planted["conflict"];
        break;
      }
    }
  }

  bool IsMoved(const Deed& like, std::int64_t amount_fen) const {
    return std::any_of(town_.deeds.begin(), town_.deeds.end(), [&](const Deed& deed) {
      return deed.payer == like.payer && deed.payee == like.payee && deed.amount_fen == amount_fen;
    });
  }

  const Layout& FullLayoutOtherThan(const Layout& layout) {
    for (;;) {
      const Layout& other = Layouts()[random_.Below(Layouts().size())];
      if (other.is_full() && &other != &layout) return other;
    }
  }

  void AddOverlaps() {
    for (const Overlap& overlap : overlapping_) {
      std::vector<int> rows;
      for (const int index : ledger_.of_account[At(overlap.account)]) {
        if (CanRepeat(index)) rows.push_back(index);
      }
      if (rows.empty()) continue;
      const Layout& layout = FullLayoutOtherThan(*Account(overlap.account).layout);
      Page page = OverlappingPage(town_, ledger_, layout, rows, overlap.conflicting);
      page.path = fmt::format("500_again/{}_{}.{}", ++named_, layout.name, EndingOf(page));
      if (page.format != FileFormat::csv) page.sheet = "Sheet1";
      truth_.planted["overlap"] += static_cast<int>(rows.size());
      pages_.push_back(std::move(page));
    }
  }

  // A copy under another name tells nothing new. Failed rows and rows of unknown direction are kept
  // out: whether a known one is counted under that name too is nobody's promise.
  void AddCopies() {
    const std::size_t originals = pages_.size();
    int copies = 0;
    for (std::size_t i = 3; i < originals && copies < 4; ++i) {
      const Page& page = pages_[i];
      if (page.format != FileFormat::csv || !IsPlainPage(page)) continue;
      const bool provable = page.layout != "bare_gb" && page.layout != "bare_day";
      if (provable && copies >= 2) continue;
      Page copy = page;
      for (PageRow& row : copy.rows) {
        if (row.meaning == Meaning::entry_new) row.meaning = Meaning::entry_known;
        row.ledger_row = row.doubled_row = -1;
      }
      copy.path = fmt::format("600_copies.zip/{}_{}.csv", ++named_, page.layout);
      pages_.push_back(std::move(copy));
      ++copies;
      ++truth_.planted["copy"];
    }
  }

  bool IsPlainPage(const Page& page) const {
    return std::all_of(page.rows.begin(), page.rows.end(), [](const PageRow& row) {
      return row.meaning != Meaning::failed && !row.undirected && !row.conflict;
    });
  }

  // --- Files -------------------------------------------------------------------------------------

  Status WritePages() {
    std::error_code error;
    fs::remove_all(root_, error);
    std::map<std::string, Members> zips;
    std::map<std::string, std::vector<std::size_t>> books;
    for (std::size_t i = 0; i < pages_.size(); ++i) {
      if (pages_[i].format != FileFormat::csv) books[pages_[i].path].push_back(i);
    }
    std::string written;
    for (Page& page : pages_) {
      if (page.path == written) continue;  // A further sheet.
      written = page.path;
      const fs::path path = PlaceOf(page.path, zips);
      fs::create_directories(path.parent_path(), error);
      if (page.format == FileFormat::csv) {
        HT_TRY_STATUS(WriteTextPage(path, page));
      } else {
        HT_TRY_STATUS(WriteBook(path, books[page.path]));
      }
    }
    for (auto& [zip, members] : zips) {
      std::sort(members.begin(), members.end());
      HT_TRY_STATUS(PackZip(root_ / zip, members));
      fs::remove_all(root_ / (zip + ".parts"), error);
    }
    return {};
  }

  // A member of a zip is written beside it first.
  fs::path PlaceOf(const std::string& path, std::map<std::string, Members>& zips) const {
    const std::size_t zip_end = path.find(".zip/");
    if (zip_end == std::string::npos) return root_ / path;
    const std::string zip = path.substr(0, zip_end + 4);
    const std::string member = path.substr(zip_end + 5);
    const fs::path place = root_ / (zip + ".parts") / member;
    zips[zip].push_back({member, place});
    return place;
  }

  static std::vector<Line> TakeLines(const Page& page) {
    std::vector<Line> lines;
    for (const PageRow& row : page.rows) lines.push_back(row.line);
    return lines;
  }
  static void TellRows(const std::vector<Line>& lines, Page& page) {
    for (std::size_t i = 0; i < lines.size(); ++i) page.rows[i].line.row = lines[i].row;
  }

  Status WriteTextPage(const fs::path& path, Page& page) {
    std::vector<Line> lines = TakeLines(page);
    const std::string bytes = WriteText(lines, page.form);
    TellRows(lines, page);
    return WriteBytes(path, bytes);
  }

  Status WriteBook(const fs::path& path, const std::vector<std::size_t>& sheets) {
    std::vector<std::vector<Line>> lines;
    for (const std::size_t sheet : sheets) lines.push_back(TakeLines(pages_[sheet]));
    std::vector<SheetOfLines> book;
    for (std::size_t i = 0; i < sheets.size(); ++i) {
      book.push_back({pages_[sheets[i]].sheet, &lines[i]});
    }
    if (pages_[sheets.front()].format == FileFormat::xls) {
      HT_TRY_STATUS(WriteOldWorkbook(path, book.front()));
    } else {
      HT_TRY_STATUS(WriteWorkbook(path, book));
    }
    for (std::size_t i = 0; i < sheets.size(); ++i) TellRows(lines[i], pages_[sheets[i]]);
    return {};
  }

  void CountTraits() {
    for (const TransferTruth& transfer : truth_.transfers) {
      if (transfer.trait == Trait::burst) ++truth_.planted["burst"];
      if (transfer.trait == Trait::ambiguous) ++truth_.planted["ambiguous"];
      if (transfer.trait == Trait::late) ++truth_.planted["late"];
      if (transfer.trait == Trait::failed) ++truth_.planted["failed"];
      if (transfer.trait == Trait::reversal) ++truth_.planted["reversal"];
      if (transfer.trait == Trait::self) ++truth_.planted["self"];
      if (transfer.trait == Trait::zero) ++truth_.planted["zero"];
      if (transfer.trait == Trait::top_up) ++truth_.planted["top_up"];
      if (transfer.trait == Trait::withdrawal) ++truth_.planted["withdrawal"];
    }
  }

  struct Overlap {
    int account = 0;
    int conflicting = -1;
  };

  const StatementOptions options_;
  Random random_;
  const Town town_;
  Ledger ledger_;
  const fs::path root_;
  std::vector<Overlap> overlapping_;
  std::vector<Page> pages_;
  Truth truth_;
  int named_ = 109;
};

}  // namespace

Result<Truth> WriteStatements(const StatementOptions& options) {
  constexpr int kLeastAccounts = 80;
  constexpr int kLeastTransfers = 300;
  if (options.accounts < kLeastAccounts || options.transfers < kLeastTransfers) {
    return Fail(ErrorCode::invalid, "A town has at least 80 accounts and 300 transfers.");
  }
  return Writer(options).Run();
}

}  // namespace hetang::sim
