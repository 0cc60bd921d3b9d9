#!/usr/bin/env bash
# system-packages.sh demo|test : installs, through apt, the system packages that are missing.
. "$(dirname "$0")/lib.sh"

python=$(find_python)
missing=()
if [ ! -x "$PY" ] && ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  # Debian splits venv into a package of its own, named after the version.
  missing+=("$(basename "$(readlink -f "$python")")-venv")
fi
has_library 'libpango-1.0.so.0' || missing+=(libpango-1.0-0)
has_library 'libpangoft2-1.0.so.0' || missing+=(libpangoft2-1.0-0)

why="This program"
if [ "${1:-demo}" = test ]; then
  why="The test suite"
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null || missing+=(postgresql)
  command -v redis-server >/dev/null || missing+=(redis-server)
  command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing+=(chromium)
  command -v pdftotext >/dev/null || missing+=(poppler-utils)
  compgen -G '/usr/share/fonts/truetype/dejavu/*.ttf' >/dev/null || missing+=(fonts-dejavu-core)
fi

[ ${#missing[@]} -eq 0 ] || install_packages "$why" "${missing[@]}"
