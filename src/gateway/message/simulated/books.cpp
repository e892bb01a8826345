#include "gateway/message/simulated/books.h"

namespace hetang::message::simulated {
namespace {

constexpr database::Migration kMigrations[] = {{"messages", 1, R"(
CREATE TABLE sandbox_arrival (
  id ID,
  channel TEXT NOT NULL,
  message_id TEXT NOT NULL,
  destination TEXT NOT NULL,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  received INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  report TEXT NOT NULL,
  delivery TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL
);
CREATE INDEX sandbox_arrival_by_message ON sandbox_arrival (channel, message_id);
CREATE INDEX sandbox_arrival_by_destination ON sandbox_arrival (destination, received_at);
CREATE INDEX sandbox_arrival_by_due ON sandbox_arrival (report, due_at);
CREATE TABLE sandbox_answer (
  id ID,
  phone TEXT NOT NULL,
  text TEXT NOT NULL,
  state TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL
);
CREATE INDEX sandbox_answer_by_due ON sandbox_answer (state, due_at);
)"}};

}  // namespace

std::span<const database::Migration> Migrations() { return kMigrations; }

}  // namespace hetang::message::simulated
