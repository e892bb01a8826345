#include "gateway/bank/simulated/postman.h"

#include <algorithm>

#include <curl/curl.h>

#include "base/check.h"
#include "gateway/bank/codes.h"
#include "gateway/bank/simulated/rules.h"

namespace hetang::bank::simulated {
namespace {

constexpr std::int64_t kBatch = 64;
constexpr std::size_t kHugeBytes = 200u << 20;

// 250 ms, 500 ms, 1 s ... at most 30 s: a centre that restarts is found soon.
Duration PauseAfter(std::int64_t attempts) {
  const std::int64_t doublings = std::min<std::int64_t>(attempts - 1, 7);
  return Milliseconds(std::min<std::int64_t>(250 << doublings, 30'000));
}

std::string WithResultOne(std::string bytes) {
  const std::string_view kOpen = "<Result>";
  const std::size_t at = bytes.find(kOpen);
  HT_CHECK(at != std::string::npos);
  return bytes.replace(at + kOpen.size(), 4, "1");
}

// The opposite result. What a success would have to tell is not invented for what the books do not
// hold: there a second failure contradicts the first.
template <typename Feedback>
std::string OppositeOf(const Feedback& feedback) {
  constexpr bool kTellsBooks = std::is_base_of_v<QueryFeedback, Feedback> ||
                               std::is_same_v<Feedback, PaymentDetail> ||
                               std::is_same_v<Feedback, ReturnFeedback>;
  const bool was_in_force = IsInForce(feedback.result.str());
  if (kTellsBooks) return was_in_force ? "0300" : "0399";
  return was_in_force ? "1300" : "0000";
}

// Fills what an answer in force must have.
template <typename Feedback>
void ClaimSuccess(Feedback& feedback, Moment now) {
  if constexpr (requires { feedback.account_balance_fen; }) feedback.account_balance_fen = Fen(0);
  if constexpr (requires { feedback.stopped_amount_fen; }) feedback.stopped_amount_fen = Fen(0);
  if constexpr (requires { feedback.frozed_balance_fen; }) feedback.frozed_balance_fen = Fen(0);
  if constexpr (requires { feedback.unfreeze_balance_fen; }) feedback.unfreeze_balance_fen = Fen(0);
  if constexpr (requires { feedback.start_time; }) feedback.start_time = now;
  if constexpr (requires { feedback.expire_time; }) feedback.expire_time = now + kStopTerm;
  if constexpr (requires { feedback.withdrawal_time; }) feedback.withdrawal_time = now;
}

// The same answer with the opposite result.
Envelope Contradicting(Envelope answer, std::string_view bank_code, Moment now) {
  std::visit(
      [&](auto& message) {
        if constexpr (kIsAnswer<std::remove_cvref_t<decltype(message)>>) {
          message.result = OppositeOf(message);
          if (message.result == "0000") ClaimSuccess(message, now);
        }
      },
      answer.body);
  answer.serial = NewSerial(bank_code);
  return answer;
}

// A connection of our own, to close it when we like.
struct CloseCurl {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};
struct CloseUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

std::string PartOf(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return {};
  std::string value(text);
  curl_free(text);
  return value;
}

}  // namespace

Postman::Postman(database::Database& database, const Clock& clock, const Directory& banks,
                 const Keys& keys, Faults& faults, Options options)
    : database_(database),
      clock_(clock),
      banks_(banks),
      keys_(keys),
      faults_(faults),
      options_(std::move(options)) {}

Result<std::int64_t> Postman::DeliverDue() {
  HT_TRY(const std::int64_t answers, DeliverAnswers());
  HT_TRY(const std::int64_t news, DeliverNews());
  return answers + news;
}

Moment Postman::NextAt(Fate fate, std::int64_t attempts) const {
  return clock_.Now() + (fate == Fate::later ? faults_.late() : PauseAfter(attempts));
}

Result<std::int64_t> Postman::DeliverAnswers() {
  HT_TRY(const auto due, database_.Read([&](database::Transaction& tx) {
    return tx.Find<Order>("WHERE state = :state AND due_at <= :now ORDER BY due_at, id LIMIT :most",
                          OrderState::answered, clock_.Now(), kBatch);
  }));
  std::int64_t accepted = 0;
  for (const Order& order : due) {
    const Fate fate = Deliver({order.bank, order.tx_code, order.by_folder, order.feedback,
                               order.received, order.attempts});
    const std::int64_t attempts = order.attempts + 1;
    const OrderState state = fate == Fate::delivered ? OrderState::delivered : OrderState::answered;
    const Moment due_at = NextAt(fate, attempts);
    // An order that came again meanwhile stays answered, so that it is answered again.
    HT_TRY_STATUS(database_.Write([&](database::Transaction& tx) {
      return tx.Execute(
          "UPDATE sandbox_order SET state = :state, attempts = :attempts, due_at = :due "
          "WHERE id = :id AND received = :received",
          state, attempts, due_at, order.id, order.received);
    }));
    if (fate == Fate::delivered) ++accepted;
  }
  return accepted;
}

Result<std::int64_t> Postman::DeliverNews() {
  // The first answer to an order goes before its news.
  HT_TRY(const auto due, database_.Read([&](database::Transaction& tx) {
    return tx.Find<News>(
        "WHERE state = :state AND due_at <= :now AND order_id NOT IN"
        " (SELECT id FROM sandbox_order WHERE state = :first) ORDER BY due_at, id LIMIT :most",
        OrderState::answered, clock_.Now(), OrderState::answered, kBatch);
  }));
  std::int64_t accepted = 0;
  for (News news : due) {
    HT_TRY(const Order order,
           database_.Read([&](database::Transaction& tx) { return tx.Get<Order>(news.order_id); }));
    const Fate fate = Deliver(
        {order.bank, order.tx_code, order.by_folder, news.feedback, order.received, news.attempts});
    ++news.attempts;
    news.state = fate == Fate::delivered ? OrderState::delivered : OrderState::answered;
    news.due_at = NextAt(fate, news.attempts);
    HT_TRY_STATUS(database_.Write([&](database::Transaction& tx) { return tx.Update(news); }));
    if (fate == Fate::delivered) ++accepted;
  }
  return accepted;
}

Postman::Fate Postman::Deliver(const Parcel& parcel) {
  const BankEntry* bank = banks_.ByCode(parcel.bank);
  HT_CHECK(bank != nullptr);
  const Profile* profile = FindProfile(bank->profile);
  const auto answer = Read(parcel.feedback.Reveal(), KeepingProfile());
  HT_CHECK(profile != nullptr && answer.has_value());
  const auto bytes = Write(*answer, *profile);
  HT_CHECK(bytes.has_value());
  const std::string what = parcel.feedback.Reveal() + "#" + std::to_string(parcel.coming) + "." +
                           std::to_string(parcel.attempts);
  const auto strikes = [&](Fault fault) { return faults_.Strikes(fault, what); };
  const auto sent = [](bool done) { return done ? Fate::delivered : Fate::again; };
  // Once for each answer, or those that went first would wait for it in turn.
  if (parcel.attempts == 0 && strikes(Fault::reorder)) return Fate::later;
  if (strikes(Fault::never)) return Fate::delivered;
  if (strikes(Fault::garbage)) {
    return sent(Send(parcel, *bank, std::string("\x00\xFF<Re\x9Aquest garbage", 19)));
  }
  if (strikes(Fault::wrong_code)) return sent(Send(parcel, *bank, WithResultOne(*bytes)));
  if (strikes(Fault::huge)) Send(parcel, *bank, std::string(kHugeBytes, ' '));
  if (strikes(Fault::other_banks_order)) SendByOther(parcel, *answer);
  if (strikes(Fault::cut)) {
    SendHalf(parcel, *bytes);
    return Fate::again;
  }
  if (!Send(parcel, *bank, *bytes)) return Fate::again;
  if (strikes(Fault::twice)) Send(parcel, *bank, *bytes);
  if (strikes(Fault::contradict)) {
    const auto opposite = Write(Contradicting(*answer, parcel.bank, clock_.Now()), *profile);
    HT_CHECK(opposite.has_value());
    Send(parcel, *bank, *opposite);
  }
  return Fate::delivered;
}

std::string Postman::UrlFor(const BankEntry& bank) const {
  return options_.centre + "/api/v1/gateway/bank/" + bank.code + "/answers";
}

bool Postman::Send(const Parcel& parcel, const BankEntry& bank, std::string_view bytes) {
  if (parcel.by_folder) {
    const auto folder =
        DropFolder::Open(options_.folders + "/" + bank.code, DropFolder::Side::bank);
    return folder.has_value() &&
           folder->Put(parcel.tx_code + "_" + NewSerial(bank.code) + ".xml", bytes).has_value();
  }
  const std::string* key = keys_.For(bank.code);
  if (options_.centre.empty() || key == nullptr) return false;
  PostRequest request;
  request.url = UrlFor(bank);
  request.headers = {"Content-Type: application/xml",
                     std::string(kSignatureHeader) + ": " + Sign(*key, bytes)};
  request.body = bytes;
  const auto reply = poster_.Post(request);
  return reply.has_value() && reply->status >= 200 && reply->status <= 299;
}

void Postman::SendByOther(const Parcel& parcel, const Envelope& answer) {
  for (const BankEntry& other : banks_.entries()) {
    if (other.code == parcel.bank) continue;
    Envelope forged = answer;
    forged.serial = NewSerial(other.code);
    const auto bytes = Write(forged, KeepingProfile());
    HT_CHECK(bytes.has_value());
    Send(parcel, other, *bytes);
    return;
  }
}

void Postman::SendHalf(const Parcel& parcel, std::string_view bytes) {
  const BankEntry* bank = banks_.ByCode(parcel.bank);
  const std::string* key = keys_.For(parcel.bank);
  if (parcel.by_folder || options_.centre.empty() || key == nullptr) return;
  const std::string address = UrlFor(*bank);
  const std::unique_ptr<CURLU, CloseUrl> url(curl_url());
  if (curl_url_set(url.get(), CURLUPART_URL, address.c_str(), 0) != CURLUE_OK) return;
  const std::unique_ptr<CURL, CloseCurl> curl(curl_easy_init());
  curl_easy_setopt(curl.get(), CURLOPT_URL, options_.centre.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT_MS, 3'000L);
  curl_easy_setopt(curl.get(), CURLOPT_CONNECT_ONLY, 1L);
  if (curl_easy_perform(curl.get()) != CURLE_OK) return;
  const std::string head =
      "POST " + PartOf(url.get(), CURLUPART_PATH) +
      " HTTP/1.1\r\nHost: " + PartOf(url.get(), CURLUPART_HOST) +
      "\r\nContent-Type: application/xml\r\nContent-Length: " + std::to_string(bytes.size()) +
      "\r\n" + std::string(kSignatureHeader) + ": " + Sign(*key, bytes) + "\r\n\r\n";
  const std::string half = head + std::string(bytes.substr(0, bytes.size() / 2));
  std::size_t sent = 0;
  curl_easy_send(curl.get(), half.data(), half.size(), &sent);
}

}  // namespace hetang::bank::simulated
