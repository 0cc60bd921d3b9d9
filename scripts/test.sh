#!/usr/bin/env bash
# test.sh [pytest arguments] : the whole suite on SQLite, then on PostgreSQL with the browser tests.
# The browser runs on PostgreSQL: the production engine, and the one that serves several connections at once.
. "$(dirname "$0")/lib.sh"
. scripts/services.sh

scripts/system-packages.sh test
scripts/venv.sh dev
"$PY" scripts/compile_catalogues.py
trap stop_services EXIT
trap 'exit 130' INT TERM
say "Starting a PostgreSQL for the tests"
start_services || fail "PostgreSQL did not start (see above)."

logs=$(mktemp -d)
workers=(-n "${TEST_WORKERS:-auto}" --dist worksteal)
failed=()

run() {
  local name=$1 code=0
  shift
  say "The suite on $name"
  "$VENV/bin/pytest" -q "${workers[@]}" "$@" 2>&1 | tee "$logs/$name" || code=${PIPESTATUS[0]}
  # 5: nothing to run, as when only browser tests were asked for.
  [ "$code" = 0 ] || { [ "$code" = 5 ] && [ "$name" = SQLite ]; } || failed+=("$name")
}

DATABASE_URL=sqlite:// run SQLite -m "not browser" "$@"
DATABASE_URL=$POSTGRES_URL run PostgreSQL "$@"

stop_services
# The last line is a summary of pytest's own: of a run that failed, when one did.
if [ ${#failed[@]} -gt 0 ]; then
  say "Failed on: ${failed[*]}"
  [ "${failed[*]}" = PostgreSQL ] || tail -n 1 "$logs/SQLite"
  [ "${failed[*]}" != PostgreSQL ] || tail -n 1 "$logs/PostgreSQL"
fi
rm -rf "$logs"
[ ${#failed[@]} -eq 0 ]
