#!/usr/bin/env bash
# venv.sh [dev] : makes .venv and installs the pinned requirements; does nothing when they have not changed.
. "$(dirname "$0")/lib.sh"

file=requirements.txt
[ "${1:-}" != dev ] || file=requirements-dev.txt
sum=$(sha256sum "$file" | cut -d' ' -f1)
# requirements-dev.txt holds everything of requirements.txt at the same versions, so either will do for that.
sums=(-e "$sum" -e "$(sha256sum requirements-dev.txt | cut -d' ' -f1)")
[ "$file" = requirements.txt ] || sums=(-e "$sum")
stamp=$VENV/.hemvag-requirements

if [ -x "$PY" ] && [ -f "$stamp" ] && grep -qx "${sums[@]}" "$stamp"; then exit 0; fi

python=$(find_python)
if [ ! -x "$PY" ] || ! "$PY" -m pip --version >/dev/null 2>&1; then
  say "Making $VENV with $("$python" --version)"
  "$python" -m venv --clear "$VENV" || fail "$python could not make a virtual environment in $VENV."
fi
say "Installing Python packages from $file (some ten seconds with a near registry)"
"$PY" -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r "$file" ||
  fail "the Python packages could not be installed (see above)." \
    "Is there a way to a package registry from here? pip's own settings (pip config) are used."
echo "$sum" >"$stamp"
