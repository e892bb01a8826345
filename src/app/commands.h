// The commands of `hetang`. Each answers its exit code: 0 done, 1 could not be done, 2 wrong use
// (CLI11 answers that one).
#pragma once

#include <string>

#include "app/centre.h"

namespace hetang::app {

// Prints a failure for a person and gives its exit code.
int Report(const Error& error);

int Serve(const CentreOptions& options);

struct VerifyOptions {
  CentreOptions centre;
  std::string head;
  bool json = false;
};
int VerifyJournal(const VerifyOptions& options);

struct OfficerOptions {
  CentreOptions centre;
  std::string login;
  std::string name;
  std::string number;
  std::string phone;
  std::string roles;
  std::string unit_code;  // Empty: the centre itself.
};
// Reads the password from standard input: it never stands in a process list.
int AddOfficer(const OfficerOptions& options);

// Gives the centre the keys that sign each bank's messages: the file that hetang-bank made, or one
// of lines `code hex` that the banks gave.
int SetBankKeys(const CentreOptions& options, const std::string& file);

int Backup(const CentreOptions& options, const std::string& file);
int Restore(const CentreOptions& options, const std::string& file);

// `ADDRESS:PORT` into the server's options.
Status ParseListen(const std::string& listen, http::ServerOptions& server);

// Blocks until SIGINT or SIGTERM. Signals must have been blocked by BlockSignals() before threads
// were started.
void BlockSignals();
void WaitForSignal();

}  // namespace hetang::app
