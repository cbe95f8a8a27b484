#!/usr/bin/env bash
# Installs what GeoStories needs and is not there yet; a second call does nothing and is quick.
#   scripts/setup.sh [--with-browser]
# With GEOSTORIES_DATABASE_URL set, PostgreSQL is somebody else's and is not installed.
set -euo pipefail

UV_VERSION=0.13.9
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"
unset VIRTUAL_ENV PYTHONHOME PYTHONPATH
PATH=${PATH//"$root/.venv/bin:"/} # an activated .venv must not be made from itself

say() { printf 'set-up: %s\n' "$*"; }
fail() { printf 'set-up failed: %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# --- packages of the distribution ------------------------------------------------------------

python_works() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
  local name
  for name in python3 /usr/bin/python3 python3.14 python3.13 python3.12 python3.11; do
    if have "$name" && python_works "$name"; then command -v "$name"; return; fi
  done
  return 1
}

have_postgis() {
  local control version
  for control in /usr/share/postgresql/*/extension/postgis.control; do
    version=${control#/usr/share/postgresql/}
    if [ -x "/usr/lib/postgresql/${version%%/*}/bin/initdb" ]; then return 0; fi
  done
  return 1
}

browser_package() {
  if grep -q '^ID=ubuntu' /etc/os-release; then echo chromium-browser; else echo chromium; fi
}

missing_packages() {
  [ -x .venv/bin/python ] || find_python >/dev/null || echo python3-venv
  if [ -z "${GEOSTORIES_DATABASE_URL:-}" ]; then
    have_postgis || printf '%s\n' postgresql postgresql-postgis
    [ -e /usr/share/hunspell/sv_SE.dic ] || echo hunspell-sv
  fi
  have node || echo nodejs
  have npm || echo npm
  if [ "$1" = --with-browser ]; then have chromium || have chromium-browser || browser_package; fi
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# The distribution would start a server of its own at port 5432; ours is private.
no_system_cluster() {
  local file=/etc/postgresql-common/createcluster.d/00-geostories.conf
  if [ -e /usr/bin/pg_createcluster ] || [ -e "$file" ]; then return; fi
  as_root mkdir -p "$(dirname "$file")"
  echo 'create_main_cluster = false' | as_root tee "$file" >/dev/null
}

install_packages() {
  local by_hand="apt-get update && apt-get install -y $*"
  have apt-get || fail "these are missing and there is no apt-get here to install them: $*"
  [ "$(id -u)" = 0 ] || have sudo || fail "packages are missing; run as root: $by_hand"
  say "installing from the distribution: $*"
  case " $* " in *" postgresql "*) no_system_cluster ;; esac
  # A list that cannot be refreshed is no reason to stop: the install below tells what is missing.
  as_root apt-get update -q -o DPkg::Lock::Timeout=600 >"$log" 2>&1 || true
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
    -o DPkg::Lock::Timeout=600 "$@" >>"$log" 2>&1 </dev/null ||
    { tail -n 15 "$log" >&2; fail "apt-get could not install them; try as root: $by_hand"; }
}

distribution_packages() {
  local -a missing
  mapfile -t missing < <(missing_packages "$1")
  if [ ${#missing[@]} -gt 0 ]; then install_packages "${missing[@]}"; fi
}

# The distribution turns hunspell's words into PostgreSQL's when either is installed. Where PostgreSQL is upgraded
# in the same run, that is left out, and the search would know no compounds.
search_dictionary() {
  local made
  if [ -n "${GEOSTORIES_DATABASE_URL:-}" ] || ! have pg_updatedicts; then return; fi
  for made in /usr/share/postgresql/*/tsearch_data/sv_se.dict; do
    if [ -e "$made" ]; then return; fi
  done
  say "making the search's dictionary of hunspell-sv"
  as_root pg_updatedicts >"$log" 2>&1 || { tail -n 15 "$log" >&2; fail "pg_updatedicts could not make it"; }
}

# --- what lies in this folder ----------------------------------------------------------------

# key FILE…: another one when a file or the version of uv is another.
key() { { echo "$UV_VERSION"; cat "$@"; } | sha256sum | cut -c1-16; }
stamped() { [ "$(cat "$1" 2>/dev/null)" = "$2" ]; }

# The scripts of an environment name its folder: one that was moved or copied is of no use.
environment_works() {
  .venv/bin/python -c '' 2>/dev/null && grep -qF "$root/.venv" .venv/bin/activate
}

virtual_environment() {
  local python
  if environment_works; then return; fi
  python=$(find_python) || fail "Python 3.11 or newer with its venv module is needed"
  say "making .venv with $python"
  rm -rf .venv
  "$python" -m venv .venv || fail "$python could not make a virtual environment in .venv"
}

python_packages() {
  local stamp=.venv/.stamp-python wanted
  wanted=$(key pyproject.toml uv.lock)
  if stamped "$stamp" "$wanted" && environment_works; then return; fi
  rm -f "$stamp"
  virtual_environment
  say "installing Python packages"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION" ||
    fail "pip could not install uv; is the package index within reach?"
  UV_PROJECT_ENVIRONMENT="$root/.venv" UV_PYTHON_DOWNLOADS=never \
    .venv/bin/uv sync --frozen --compile-bytecode --quiet ||
    fail "uv could not install the Python packages of uv.lock"
  printf '%s' "$wanted" >"$stamp"
}

npm_packages() {
  local stamp=node_modules/.stamp wanted
  wanted=$(key package.json package-lock.json)
  if stamped "$stamp" "$wanted"; then return; fi
  say "installing npm packages"
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null ||
    fail "npm could not install the packages of package-lock.json"
  printf '%s' "$wanted" >"$stamp"
}

vendored_files() {
  local stamp=static/vendor/.stamp wanted
  wanted=$(key package-lock.json scripts/vendor.mjs)
  if stamped "$stamp" "$wanted"; then return; fi
  say "copying front-end code, fonts and icons to static/vendor"
  node scripts/vendor.mjs || fail "node_modules lacks a file that scripts/vendor.mjs copies"
  printf '%s' "$wanted" >"$stamp"
}

catalogues() {
  local source
  for source in geostories/wording/*/*/LC_MESSAGES/*.po; do
    if [ ! -e "$source" ] || [ "${source%.po}.mo" -nt "$source" ]; then continue; fi
    say "compiling $source"
    .venv/bin/pybabel --quiet compile --input-file "$source" --output-file "${source%.po}.mo" ||
      fail "$source is not a sound catalogue"
  done
}

# Also where Python may not write it by itself: every process begins in half the time.
bytecode() {
  .venv/bin/python -m compileall -q geostories || fail "the code of geostories/ cannot be compiled"
}

set_up() {
  distribution_packages "${1:-}"
  search_dictionary
  python_packages
  npm_packages
  vendored_files
  catalogues
  bytecode
}

case "${1:-}" in '' | --with-browser) ;; *) fail "unknown argument: $1" ;; esac
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# One set-up at a time in this folder. The lock is the script itself, so that no file is left; it is
# closed for what set_up starts, so that no daemon of an installed package keeps it.
exec 9<"$root/scripts/setup.sh"
flock --nonblock 9 || { say "waiting for another set-up in this folder"; flock 9; }
set_up "$@" 9<&-
