// What the trail showed before: every transfer that an import changed or removed as it stood until
// then, and how far each import made statements reach. With the imports' times they tell what was
// known at any moment. Which numbers are one account, and names, are known at every moment as they
// are known now.
#pragma once

#include "desk/trail/plan.h"

namespace hetang::trail {

// A transfer as it was shown from `changed_in` on until `ended_in`; `id` is this record's own.
struct PastTransfer : Transfer {
  std::int64_t transfer_id = 0;
  std::int64_t ended_in = 0;
};
BOOST_DESCRIBE_STRUCT(PastTransfer, (Transfer), (transfer_id, ended_in))

// What one import told of an account's statement.
struct Reach {
  std::int64_t id = 0;
  std::int64_t import_id = 0;
  std::int64_t account_id = 0;
  std::optional<Moment> from_at;
  std::optional<Moment> until_at;
  std::optional<Fen> opening_fen;
};
BOOST_DESCRIBE_STRUCT(Reach, (), (id, import_id, account_id, from_at, until_at, opening_fen))

// The loader of an import that is no import of files: what a person decided about rows.
inline constexpr const char* kByHand = "by hand";

// The last id of a table whose ids are given by whoever writes it.
Result<std::int64_t> LastOf(database::Transaction& tx, std::string_view name);
Status SetLast(database::Transaction& tx, std::string_view name, std::int64_t last);

// Imports that are shown. It grows with every change of what is shown.
Result<std::int64_t> ShownImports(database::Transaction& tx);

// Puts away what `import_id` is about to change, then changes and removes the plan's transfers and
// doubts that are held. Doubts get their ids from `first_doubt` on.
Status Apply(database::Transaction& tx, Plan& plan, std::int64_t import_id,
             std::int64_t first_doubt);
Status NoteReach(database::Transaction& tx, std::vector<Reach> reaches);

}  // namespace hetang::trail

namespace hetang::database {
template <>
inline constexpr std::string_view kTable<trail::PastTransfer> = "trail_past";
template <>
inline constexpr std::string_view kTable<trail::Reach> = "trail_reach";
}  // namespace hetang::database
