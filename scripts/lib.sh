# Shared by the scripts here; sourced, never run. Bash 4 or later.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

VENV=.venv
PY=$VENV/bin/python

say() { printf '==> %s\n' "$*"; }
fail() {
  printf '\nStopped: %s\n' "$1" >&2
  shift
  for line in "$@"; do printf '  %s\n' "$line" >&2; done
  exit 1
}

# The newest Python that the pinned requirements are made for.
find_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3.11 python3.12 python3.13 python3; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null || continue
    if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  fail "no Python 3.11, 3.12 or 3.13 found." "Install one, or name it: PYTHON=/path/to/python3.11 make ..."
}

# Can this account install system packages? Prints the prefix to do it with; fails when it can't.
root_prefix() {
  if [ "$(id -u)" = 0 ]; then
    echo "env"
  elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || { [ -t 0 ] && sudo -v; }; }; then
    echo "sudo env"
  else
    return 1
  fi
}

# install_packages WHY PACKAGE... : through apt, as root or with sudo; otherwise says what to ask for.
install_packages() {
  local why=$1 prefix
  shift
  if ! command -v apt-get >/dev/null; then
    fail "$why needs these system packages, and there is no apt here to install them with:" "$*"
  fi
  if ! prefix=$(root_prefix); then
    fail "$why needs system packages that this account may not install." \
      "Ask your administrator for:" "" "    apt-get install --no-install-recommends $*" "" "and run the same command again."
  fi
  say "Installing system packages: $*"
  local log
  log=$(mktemp)
  # shellcheck disable=SC2086 # the prefix is one or two words on purpose
  if ! { $prefix DEBIAN_FRONTEND=noninteractive apt-get -qq update &&
    $prefix DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends "$@"; } >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    fail "the system packages could not be installed (see above)."
  fi
  rm -f "$log"
}

has_library() { [ -n "$(find /lib /usr/lib /usr/local/lib -name "$1" -print -quit 2>/dev/null)" ]; }

# A TCP port on the loopback address that nobody uses just now.
free_port() { "$PY" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
