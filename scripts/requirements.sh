#!/usr/bin/env bash
# requirements.sh [--upgrade] : recompiles both files from pyproject.toml, with the hashes of every wheel.
# pip's own configuration is left out: nothing of this machine or its registry may end in the files.
. "$(dirname "$0")/lib.sh"

compile() {
  local output=$1
  shift
  env -u PIP_FIND_LINKS -u PIP_INDEX_URL -u PIP_EXTRA_INDEX_URL -u PIP_TRUSTED_HOST \
    PIP_CONFIG_FILE=/dev/null CUSTOM_COMPILE_COMMAND="make requirements" \
    "$VENV/bin/pip-compile" --quiet --generate-hashes --strip-extras --allow-unsafe --no-emit-options \
    --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
    --output-file "$output" "$@" pyproject.toml
}

compile requirements.txt "$@"
compile requirements-dev.txt --extra dev --constraint requirements.txt "$@"
if grep -nE 'https?://|file://|/opt/|/home/|--(extra-)?index-url|--find-links' requirements*.txt; then
  fail "a path or an address got into the requirements (see above)."
fi
say "requirements.txt: $(grep -c '==' requirements.txt) packages, requirements-dev.txt: $(grep -c '==' requirements-dev.txt)"
