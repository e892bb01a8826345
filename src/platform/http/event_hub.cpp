#include "platform/http/event_hub.h"

#include <algorithm>
#include <array>

#include <spdlog/spdlog.h>

#include "base/json.h"

namespace hetang::http {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kRecent = 8192;
constexpr std::int64_t kBatch = 500;
constexpr std::size_t kWaitingLimit = 256u << 10;
constexpr milliseconds kRetry{20};  // For a client that could not take all.
constexpr std::array<std::string_view, 3> kForEverybody = {"approval", "auth", "deadline"};

std::string Rendered(const journal::Sealed& entry) {
  const std::string at = FormatIso(entry.at);
  const auto text = [](const std::string& value) {
    return boost::json::serialize(boost::json::string(value));
  };
  return fmt::format(
      "id: {0}\nevent: entry\ndata: {{\"position\":{0},\"at\":\"{1}\",\"desk\":{2},\"act\":{3},"
      "\"subject\":{4},\"subject_id\":{5},\"case_id\":{6},\"unit_id\":{7},\"facts\":{8}}}\n\n",
      entry.position, at, text(entry.desk), text(entry.act), text(entry.subject), entry.subject_id,
      entry.case_id, entry.unit_id, entry.facts.empty() ? "{}" : entry.facts);
}

}  // namespace

bool EventHub::Carries(const auth::Principal& who, const journal::Sealed& entry) {
  if (entry.unit_id != 0 && !who.Sees(entry.unit_id)) return false;
  if (std::find(kForEverybody.begin(), kForEverybody.end(), entry.desk) != kForEverybody.end()) {
    return true;
  }
  return std::any_of(who.rights.begin(), who.rights.end(), [&](const std::string& right) {
    return right.size() > entry.desk.size() && right[entry.desk.size()] == ':' &&
           right.starts_with(entry.desk);
  });
}

EventHub::EventHub(database::Database& database, auth::Sessions& sessions, journal::Sealer& sealer,
                   const Clock& clock, Metrics& metrics, milliseconds beat)
    : database_(database),
      sessions_(sessions),
      clock_(clock),
      metrics_(metrics),
      beat_(beat),
      bell_(std::make_shared<Bell>()) {
  const auto last =
      database_.Read([](database::Transaction& tx) { return journal::LastPosition(tx); });
  if (last) position_ = *last;
  sealer.OnSealed([bell = bell_](std::int64_t) { bell->Ring(); });
  thread_ = std::thread([this] { Run(); });
}

EventHub::~EventHub() {
  bell_->Close();
  thread_.join();
  TakeNewClients();
  for (const auto& client : clients_) client.stream->End();
}

void EventHub::Open(std::string token, auth::Principal who, std::optional<std::int64_t> after,
                    std::shared_ptr<Stream> stream) {
  {
    const std::lock_guard lock(mutex_);
    const std::int64_t from = std::min(after.value_or(position_), position_);
    arriving_.push_back({std::move(token), std::move(who), from, std::move(stream), {}});
  }
  metrics_.StreamOpened(1);
  bell_->Ring();
}

std::int64_t EventHub::position() const {
  const std::lock_guard lock(mutex_);
  return position_;
}

void EventHub::Run() {
  auto beat = std::chrono::steady_clock::now() + beat_;
  bool behind = false;
  Moment seen;
  for (;;) {
    const auto until_beat =
        std::chrono::ceil<milliseconds>(beat - std::chrono::steady_clock::now());
    const milliseconds longest = behind ? kRetry : std::max(until_beat, milliseconds(0));
    if (!bell_->Wait(longest, clock_, seen)) return;
    try {
      TakeNewClients();
      ReadNew();
      behind = Deliver();
      if (TellTime() || std::chrono::steady_clock::now() >= beat) {
        Beat();
        beat = std::chrono::steady_clock::now() + beat_;
      }
    } catch (const std::exception&) {
      spdlog::error("event stream: a round failed and is tried again");
    }
  }
}

void EventHub::TakeNewClients() {
  const std::lock_guard lock(mutex_);
  for (auto& client : arriving_) clients_.push_back(std::move(client));
  arriving_.clear();
}

Result<std::vector<journal::Sealed>> EventHub::ReadAfter(std::int64_t position) {
  return database_.Read(
      [position](database::Transaction& tx) { return journal::ReadAfter(tx, position, kBatch); });
}

void EventHub::ReadNew() {
  for (;;) {
    auto entries = ReadAfter(position());
    if (!entries) {
      spdlog::warn("event stream: the journal cannot be read: {}", entries.error().message);
      return;
    }
    if (entries->empty()) return;
    const std::int64_t last = entries->back().position;
    for (auto& entry : *entries) {
      std::string text = Rendered(entry);
      recent_.push_back({std::move(entry), std::move(text)});
    }
    while (recent_.size() > kRecent) recent_.pop_front();
    const std::lock_guard lock(mutex_);
    position_ = last;
  }
}

// True when somebody could not take all there is.
bool EventHub::Deliver() {
  bool behind = false;
  for (auto& client : clients_) behind = DeliverTo(client) || behind;
  const auto left =
      std::erase_if(clients_, [](const Client& client) { return client.stream->gone(); });
  if (left > 0) metrics_.StreamOpened(-static_cast<int>(left));
  return behind;
}

bool EventHub::DeliverTo(Client& client) {
  if (client.stream->gone()) return false;
  const std::int64_t last = position();
  while (client.position < last) {
    if (client.stream->waiting() >= kWaitingLimit) return true;
    std::string text;
    if (!recent_.empty() && client.position + 1 >= recent_.front().entry.position) {
      // Positions have no gaps, so the place in the queue follows from the number.
      auto next = static_cast<std::size_t>(client.position + 1 - recent_.front().entry.position);
      const std::size_t end = std::min(recent_.size(), next + std::size_t{kBatch});
      for (; next < end; ++next) {
        if (Carries(client.who, recent_[next].entry)) text += recent_[next].text;
        client.position = recent_[next].entry.position;
      }
    } else {
      const auto entries = ReadAfter(client.position);
      if (!entries || entries->empty()) return true;
      for (const auto& entry : *entries) {
        if (Carries(client.who, entry)) text += Rendered(entry);
        client.position = entry.position;
      }
    }
    if (!text.empty()) client.stream->Send(std::move(text));
  }
  return false;
}

// A clock that is set moves for the pages only when they are told. True when it has moved.
bool EventHub::TellTime() {
  if (!clock_.IsSet()) return false;
  const Moment now = clock_.Now();
  bool moved = false;
  for (auto& client : clients_) {
    if (client.told == now || client.stream->gone()) continue;
    moved = true;
    client.told = now;
    client.stream->Send(fmt::format("event: clock\ndata: {}\n\n", now.ms));
  }
  return moved;
}

// Keeps quiet streams open, finds dead ones, and ends those whose session is over.
void EventHub::Beat() {
  for (auto& client : clients_) {
    auto caller = sessions_.CallerOf(client.token, clock_.Now());
    if (caller) {
      client.who = std::move(caller->principal);
      if (client.stream->waiting() == 0) client.stream->Send(": here\n\n");
    } else if (caller.error().code == ErrorCode::unauthenticated) {
      client.stream->End();
    }
  }
}

}  // namespace hetang::http
