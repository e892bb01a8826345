# shellcheck shell=bash
# What the parts of ./dev share. They are sourced with the root of the repository as current folder.

say() { printf '\n== %s\n' "$*"; }

fail() {
  printf './dev: %s\n' "$*" >&2
  exit 1
}

fail_with_log() {
  cat "$1" >&2
  fail "the step above failed"
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "run this as root, for there is no sudo here: $*"
  fi
}
