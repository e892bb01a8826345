// The templates of database.h: records to cells and back, by their description.
#pragma once

#include <algorithm>
#include <chrono>
#include <future>

#include "base/check.h"
#include "platform/database/database.h"

namespace hetang::database {
namespace detail {

template <typename T>
Cell ToCell(const T& value) {
  if constexpr (OptionalOf<T>::value) {
    return value ? ToCell(*value) : Cell{};
  } else if constexpr (std::is_convertible_v<T, std::string_view>) {
    return std::string(std::string_view(value));
  } else if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
    return static_cast<std::int64_t>(value);
  } else {
    return Cell(typename Field<T>::Column(Field<T>::ToColumn(value)));
  }
}

template <typename T>
constexpr CellKind KindOf() {
  if constexpr (OptionalOf<T>::value) {
    return KindOf<typename OptionalOf<T>::Value>();
  } else {
    return std::is_same_v<typename Field<T>::Column, std::int64_t> ? CellKind::integer
                                                                   : CellKind::text;
  }
}

// False when the cell cannot be this type: the schema and the description disagree.
template <typename T>
bool FromCell(Cell& cell, T& out) {
  if constexpr (OptionalOf<T>::value) {
    if (std::holds_alternative<std::monostate>(cell)) {
      out.reset();
      return true;
    }
    return FromCell(cell, out.emplace());
  } else {
    auto* column = std::get_if<typename Field<T>::Column>(&cell);
    if (column == nullptr) return false;
    auto value = Field<T>::FromColumn(std::move(*column));
    if (!value) return false;
    out = std::move(*value);
    return true;
  }
}

template <typename Row>
std::vector<CellKind> ShapeOf() {
  std::vector<CellKind> shape;
  if constexpr (kIsRecord<Row>) {
    ForEachFieldType<Row>([&](std::string_view, auto type) {
      shape.push_back(KindOf<typename decltype(type)::type>());
    });
  } else {
    shape.push_back(KindOf<Row>());
  }
  return shape;
}

template <typename Row>
bool RowFromCells(std::vector<Cell>& cells, Row& row) {
  if constexpr (kIsRecord<Row>) {
    std::size_t i = 0;
    bool good = true;
    ForEachField(
        row, [&](std::string_view, auto& field) { good = FromCell(cells[i++], field) && good; });
    return good;
  } else {
    return FromCell(cells[0], row);
  }
}

// `a, b, c` and `:a, :b, :c` and `a = :a, b = :b` of a record, without `id` when asked.
struct ColumnLists {
  std::string names, placeholders, assignments, names_without_id, placeholders_without_id;
};
template <typename Record>
const ColumnLists& ColumnsOf() {
  static const ColumnLists lists = [] {
    ColumnLists made;
    const auto add = [](std::string& list, const std::string& item) {
      list += (list.empty() ? "" : ", ") + item;
    };
    ForEachFieldType<Record>([&](std::string_view name, auto) {
      const std::string column(name);
      add(made.names, column);
      add(made.placeholders, ":" + column);
      if (column == "id") return;
      add(made.assignments, column + " = :" + column);
      add(made.names_without_id, column);
      add(made.placeholders_without_id, ":" + column);
    });
    return made;
  }();
  return lists;
}

}  // namespace detail

template <typename... Binds>
Result<std::int64_t> Transaction::Execute(std::string_view sql, const Binds&... binds) {
  const std::vector<Cell> cells{detail::ToCell(binds)...};
  std::vector<std::vector<Cell>> rows;
  std::int64_t affected = 0;
  HT_TRY_STATUS(connection_.Run(sql, cells, {}, rows, affected));
  return affected;
}

template <typename Row, typename... Binds>
Result<std::vector<Row>> Transaction::Query(std::string_view sql, const Binds&... binds) {
  static const std::vector<CellKind> shape = detail::ShapeOf<Row>();
  const std::vector<Cell> cells{detail::ToCell(binds)...};
  std::vector<std::vector<Cell>> rows;
  std::int64_t affected = 0;
  HT_TRY_STATUS(connection_.Run(sql, cells, shape, rows, affected));
  std::vector<Row> records(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!detail::RowFromCells(rows[i], records[i])) {
      return Fail(ErrorCode::corrupt, "A stored row does not fit its record.");
    }
  }
  return records;
}

template <typename Record, typename... Binds>
Result<std::vector<Record>> Transaction::Find(std::string_view tail, const Binds&... binds) {
  static const std::string head =
      "SELECT " + detail::ColumnsOf<Record>().names + " FROM " + std::string(kTable<Record>) + " ";
  return Query<Record>(head + std::string(tail), binds...);
}

template <typename Record>
Result<Record> Transaction::Get(std::int64_t id) {
  HT_TRY(auto found, Find<Record>("WHERE id = :id", id));
  if (found.empty()) return Fail(ErrorCode::not_found, "There is no such record.");
  return std::move(found.front());
}

template <typename Record>
Result<std::int64_t> Transaction::Insert(const Record& record) {
  const auto& lists = detail::ColumnsOf<Record>();
  static const std::string table(kTable<Record>);
  static const std::string with_id = "INSERT INTO " + table + " (" + lists.names + ") VALUES (" +
                                     lists.placeholders + ") RETURNING id";
  static const std::string without_id = "INSERT INTO " + table + " (" + lists.names_without_id +
                                        ") VALUES (" + lists.placeholders_without_id +
                                        ") RETURNING id";
  std::vector<Cell> cells;
  bool has_id = false;
  ForEachField(record, [&](std::string_view name, const auto& field) {
    Cell cell = detail::ToCell(field);
    if (name == "id") {
      has_id = std::get<std::int64_t>(cell) != 0;
      if (!has_id) return;
    }
    cells.push_back(std::move(cell));
  });
  constexpr CellKind kShape[] = {CellKind::integer};
  std::vector<std::vector<Cell>> rows;
  std::int64_t affected = 0;
  HT_TRY_STATUS(connection_.Run(has_id ? with_id : without_id, cells, kShape, rows, affected));
  if (rows.size() != 1) return Fail(ErrorCode::internal, "An insert gave no id.");
  if (has_id && engine_ == Engine::postgresql) {
    // SQLite goes on after the largest id by itself; a PostgreSQL sequence must be told.
    static const std::string sequence = "pg_get_serial_sequence('" + table + "', 'id')";
    static const std::string go_on =
        "SELECT setval(" + sequence + ", GREATEST(nextval(" + sequence + "), CAST(:id AS BIGINT)))";
    HT_TRY_STATUS(connection_.Run(go_on, std::span(cells).first(1), kShape, rows, affected));
  }
  return std::get<std::int64_t>(rows.front().front());
}

template <typename Record>
Status Transaction::InsertAll(std::span<const Record> records) {
  static const std::vector<CellKind> kinds = detail::ShapeOf<Record>();
  if (records.empty()) return {};
  std::vector<Cell> cells;
  cells.reserve(records.size() * kinds.size());
  for (const Record& record : records) {
    ForEachField(record, [&](std::string_view, const auto& field) {
      cells.push_back(detail::ToCell(field));
    });
  }
  return connection_.Load(kTable<Record>, detail::ColumnsOf<Record>().names, kinds, cells);
}

template <typename Record>
Status Transaction::Update(Record& record) {
  static const std::string head = "UPDATE " + std::string(kTable<Record>) + " SET " +
                                  detail::ColumnsOf<Record>().assignments + " WHERE id = :id";
  static const std::string guarded = head + " AND version = :version_read";
  std::vector<Cell> cells;
  std::int64_t id = 0;
  std::int64_t version_read = -1;
  ForEachField(record, [&](std::string_view name, auto& field) {
    Cell cell = detail::ToCell(field);
    if (name == "id") {
      id = std::get<std::int64_t>(cell);
      return;
    }
    if (name == "version") {
      version_read = std::get<std::int64_t>(cell);
      cell = version_read + 1;
    }
    cells.push_back(std::move(cell));
  });
  cells.emplace_back(id);
  if (version_read >= 0) cells.emplace_back(version_read);
  std::vector<std::vector<Cell>> rows;
  std::int64_t affected = 0;
  HT_TRY_STATUS(connection_.Run(version_read >= 0 ? guarded : head, cells, {}, rows, affected));
  if (affected != 1) {
    return Fail(version_read >= 0 ? ErrorCode::stale : ErrorCode::not_found,
                "The record changed since it was read, or is gone.");
  }
  if constexpr (requires { record.version; }) record.version = version_read + 1;
  return {};
}

template <typename Work, typename Put>
auto Database::RunAndWait(Work& work, Put&& put) -> std::invoke_result_t<Work, Transaction&> {
  using Answer = std::invoke_result_t<Work, Transaction&>;
  HT_CHECK(!OnWriterThread());
  std::optional<Answer> answer;
  // Shared with the writer, which may still be telling when this thread has heard and gone on.
  auto committed = std::make_shared<std::promise<Status>>();
  auto told = committed->get_future();
  put(
      [&](Transaction& tx) -> Status {
        answer.emplace(work(tx));
        if (!answer->has_value()) return tl::unexpected(answer->error());
        return {};
      },
      [committed](Status status) { committed->set_value(std::move(status)); });
  Status status = told.get();
  if (!status.has_value()) return tl::unexpected(std::move(status).error());
  return std::move(*answer);
}

template <typename Work>
auto Database::Write(Work&& work) -> std::invoke_result_t<Work, Transaction&> {
  return RunAndWait(
      work, [this](Command command, Done done) { Submit(std::move(command), std::move(done)); });
}

template <typename Work>
auto Database::WriteInBackground(Work&& work) -> std::invoke_result_t<Work, Transaction&> {
  return RunAndWait(work, [this](Command step, Done done) {
    SubmitInBackground(std::move(step), std::move(done));
  });
}

template <typename Record>
Status Database::InsertInBackground(std::span<const Record> records) {
  // What a step has put in must be written when it ends, and a command that came meanwhile waits
  // for that: about as long again. PostgreSQL takes any number at once.
  constexpr std::chrono::milliseconds kLongest{4};
  const std::size_t few = engine() == Engine::sqlite ? 8 : records.size();
  while (!records.empty()) {
    std::size_t done = 0;
    HT_TRY_STATUS(WriteInBackground([&](Transaction& tx) -> Status {
      const auto end = std::chrono::steady_clock::now() + kLongest;
      done = 0;
      do {
        const auto next = records.subspan(done, std::min(few, records.size() - done));
        HT_TRY_STATUS(tx.InsertAll(next));
        done += next.size();
      } while (done < records.size() && !IsAwaited() && std::chrono::steady_clock::now() < end);
      return {};
    }));
    records = records.subspan(done);
  }
  return {};
}

template <typename Work>
auto Database::Read(Work&& work) -> std::invoke_result_t<Work, Transaction&> {
  using Answer = std::invoke_result_t<Work, Transaction&>;
  std::optional<Answer> answer;
  Status status = RunRead([&](Transaction& tx) -> Status {
    answer.emplace(work(tx));
    if (!answer->has_value()) return tl::unexpected(answer->error());
    return {};
  });
  if (!status.has_value()) return tl::unexpected(std::move(status).error());
  return std::move(*answer);
}

}  // namespace hetang::database
