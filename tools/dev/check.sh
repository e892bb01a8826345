# shellcheck shell=bash
# Looks at what was changed: format, house rules, lint, and the unit tests of the changed modules.

# The commit that the change is measured from: where this branch left main.
change_base() {
  local main
  for main in main origin/main; do
    if git rev-parse -q --verify "$main^{commit}" >/dev/null; then
      git merge-base HEAD "$main" && return 0
    fi
  done
  git rev-parse HEAD
}

# Changed and new files that still exist and whose name matches the given patterns, one a line.
changed_files() {
  local base
  base=$(change_base)
  {
    git diff --name-only --diff-filter=d "$base" -- "$@"
    git ls-files --others --exclude-standard -- "$@"
  } | sort -u
}

check_format() {
  local files
  mapfile -t files < <(changed_files '*.cpp' '*.h')
  [ ${#files[@]} -eq 0 ] && return 0
  say "format of ${#files[@]} changed files"
  clang-format-14 --dry-run -Werror "${files[@]}" || fail "./dev fmt mends the format"
}

check_house() {
  say "house rules"
  build/tidy .
}

# clang-tidy reads how each file is compiled from build/compile_commands.json. A header is looked at
# through the files that include it, so only sources are handed over.
lint() {
  local files=("$@")
  [ ${#files[@]} -eq 0 ] && return 0
  say "clang-tidy on ${#files[@]} files"
  printf '%s\0' "${files[@]}" |
    xargs -0 -n 1 -P "$(nproc)" clang-tidy-14 -p build --quiet \
      2> >(grep -v -e 'warnings\{0,1\} generated' -e 'treated as error' >&2) ||
    fail "clang-tidy found something above"
}

lint_changes() {
  local files
  mapfile -t files < <(changed_files 'src/*.cpp' 'tools/*.cpp' 'tests/*.cpp')
  lint "${files[@]}"
}

# The name of a module's test is its path below src/ with `_` for `/`; see cmake/Module.cmake.
test_changed_modules() {
  local names
  mapfile -t names < <(changed_files 'src/*/*' 'tools/tidy/*' |
    sed -E 's|^src/||; s|^tools/||; s|/[^/]*$||; s|/|_|g' | sort -u)
  [ ${#names[@]} -eq 0 ] && return 0
  say "unit tests of ${names[*]}"
  local pattern
  pattern=$(IFS='|' && printf '^(%s)$' "${names[*]}")
  ctest --test-dir build --output-on-failure --no-tests=ignore -R "$pattern"
}

# The page's own checks, when something of the page changed and it has them.
check_page() {
  [ -f web/package.json ] && [ -n "$(changed_files 'web/*')" ] || return 0
  say "checks of the page"
  npm run --silent check --if-present --prefix web
}

check_changes() {
  check_format
  check_house
  lint_changes
  check_page
  test_changed_modules
  say "checked"
}

run_tidy() {
  [ -f build/build.ninja ] || cmake --preset default >/dev/null
  cmake --build --preset default --target tidy >/dev/null
  check_house
  if [ "${1:-}" != --all ]; then
    lint_changes
    return
  fi
  local files
  mapfile -t files < <(git ls-files 'src/*.cpp' 'tools/*.cpp' 'tests/*.cpp')
  lint "${files[@]}"
}

format_all() {
  git ls-files -z --cached --others --exclude-standard '*.cpp' '*.h' |
    xargs -0 -r clang-format-14 -i
  [ -f web/package.json ] || return 0
  install_node
  npm run --silent format --if-present --prefix web
}
