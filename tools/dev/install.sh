# shellcheck shell=bash
# Installs what is missing and does nothing, quickly, when nothing is.

# The Node.js that is fetched when the machine's own is missing or too old for Vite.
readonly node_version=22.23.3
readonly npm_version=10.9.9

install_all() {
  install_packages
  if [ -f web/package.json ] || [ -f tests/browser/package.json ]; then
    install_node
    install_modules web
    install_modules tests/browser
  fi
}

# Prints those of the named Debian packages that are not installed.
missing_packages() {
  local installed package
  # dpkg-query fails when it does not know one of the names, and prints the others all the same.
  installed=" $({ dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true; } |
    awk '$1 == "installed" { printf "%s ", $2 }')"
  for package in "$@"; do
    [[ $installed == *" $package "* ]] || printf '%s\n' "$package"
  done
}

install_debian() {
  say "installing Debian packages: $*"
  local apt=(apt-get -qq -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0)
  as_root "${apt[@]}" update
  as_root env DEBIAN_FRONTEND=noninteractive \
    "${apt[@]}" install -y --no-install-recommends "$@" >/dev/null
}

install_packages() {
  if ! command -v dpkg-query >/dev/null; then
    printf './dev: no Debian here; tools/dev/packages.txt names what has to be installed\n' >&2
    return 0
  fi
  local missing
  # No quotes below: the lists are split into their words.
  # shellcheck disable=SC2046,SC2086
  missing=$(missing_packages $(grep -v '^#' tools/dev/packages.txt))
  # shellcheck disable=SC2086
  [ -z "$missing" ] || install_debian $missing
}

# Vite asks for 20.19, 22.12 or newer; Debian 12 has 18.
node_is_new_enough() {
  command -v node >/dev/null && command -v npm >/dev/null && node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    const enough = major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19);
    process.exit(enough ? 0 : 1);'
}

# Puts a Node.js of our own below tools/node and in front of PATH when the machine's will not do.
# npm comes along, for Debian's npm does not run on another Node.js than Debian's.
install_node() {
  node_is_new_enough && return 0
  local bin=$PWD/tools/node/node_modules/.bin
  if [ ! -x "$bin/node" ] || [ ! -x "$bin/npm" ]; then
    command -v npm >/dev/null || install_debian npm
    say "installing Node.js $node_version into tools/node"
    mkdir -p tools/node
    npm install --silent --no-save --no-package-lock --no-audit --no-fund --prefix tools/node \
      "node@$node_version" "npm@$npm_version"
  fi
  export PATH=$bin:$PATH
  hash -r
  node_is_new_enough || fail "Node.js in tools/node does not run; remove that folder and try again"
}

# npm ci in one folder, when its lock file is not the one that was installed last.
install_modules() {
  local folder=$1
  [ -f "$folder/package-lock.json" ] || return 0
  local installed=$folder/node_modules/.installed-lock.json
  cmp -s "$folder/package-lock.json" "$installed" && return 0
  say "installing the npm packages of $folder"
  (cd "$folder" && npm ci --no-audit --no-fund)
  cp "$folder/package-lock.json" "$installed"
}
