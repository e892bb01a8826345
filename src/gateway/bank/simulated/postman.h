// Brings the banks' answers to the centre, again and again until it accepts them, with the faults
// that were asked for.
#pragma once

#include <string>

#include "base/result.h"
#include "base/time.h"
#include "gateway/bank/channel.h"
#include "gateway/bank/http_post.h"
#include "gateway/bank/simulated/books.h"
#include "gateway/bank/simulated/faults.h"
#include "platform/database/database.h"

namespace hetang::bank::simulated {

class Postman {
 public:
  struct Options {
    std::string centre;   // `http://127.0.0.1:8080`; empty: no answers over HTTP.
    std::string folders;  // Holds one drop folder a bank, named by its code.
  };
  Postman(database::Database& database, const Clock& clock, const Directory& banks,
          const Keys& keys, Faults& faults, Options options);

  // Takes every answer that is due to the centre once. Answers how many the centre accepted.
  Result<std::int64_t> DeliverDue();

 private:
  // An answer on its way: the first one of an order, or a further one.
  struct Parcel {
    std::string bank;
    std::string tx_code;
    bool by_folder = false;
    PersonalText feedback;
    std::int64_t coming = 0;  // How often its order has come.
    std::int64_t attempts = 0;
  };
  enum class Fate { delivered, again, later };

  Result<std::int64_t> DeliverAnswers();
  Result<std::int64_t> DeliverNews();
  Moment NextAt(Fate fate, std::int64_t attempts) const;
  Fate Deliver(const Parcel& parcel);
  bool Send(const Parcel& parcel, const BankEntry& bank, std::string_view bytes);
  void SendByOther(const Parcel& parcel, const Envelope& answer);
  void SendHalf(const Parcel& parcel, std::string_view bytes);
  std::string UrlFor(const BankEntry& bank) const;

  database::Database& database_;
  const Clock& clock_;
  const Directory& banks_;
  const Keys& keys_;
  Faults& faults_;
  const Options options_;
  Poster poster_;
};

}  // namespace hetang::bank::simulated
