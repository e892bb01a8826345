// A program started beside this one and ended with it.
#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

#include "base/result.h"

namespace hetang::app {

class ChildProcess {
 public:
  // The child is told to end when this process dies, however it dies. Error: unavailable.
  static Result<ChildProcess> Start(const std::vector<std::string>& arguments);
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&&) = delete;
  ~ChildProcess();  // Asks the child to end and waits for it.
  bool HasEnded();

 private:
  explicit ChildProcess(pid_t pid) : pid_(pid) {}
  pid_t pid_ = -1;
};

// The path of a program that lies in the same directory as this one.
std::string SiblingProgram(const std::string& name);

}  // namespace hetang::app
