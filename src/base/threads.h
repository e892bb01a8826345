// How much of the machine a thread takes.
#pragma once

namespace hetang {

// For long work that nobody waits for: from here on this thread runs when others leave it time. It
// cannot be taken back; start a thread for the work.
void GiveWayToOthers();

}  // namespace hetang
