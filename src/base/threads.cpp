#include "base/threads.h"

#include <sys/resource.h>
#include <unistd.h>

namespace hetang {

void GiveWayToOthers() {
  constexpr int kNice = 10;
  // On Linux a thread has a niceness of its own. Where it is refused the work goes on all the same.
  static_cast<void>(::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNice));
}

}  // namespace hetang
