#!/usr/bin/env bash
# rounds.sh [--rounds N] : one decision and one household in a flat, raced on PostgreSQL and on SQLite.
# The controls afterwards show that the same rounds fail when the guards are taken away.
. "$(dirname "$0")/lib.sh"
. scripts/services.sh

CONTROL_ROUNDS=20
scripts/system-packages.sh test
scripts/venv.sh dev
"$PY" scripts/compile_catalogues.py
folder=$(mktemp -d)
trap 'stop_services; rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM
export DJANGO_SETTINGS_MODULE=homeless_project.settings.development FILES_ROOT=$folder/files

race() {
  "$PY" manage.py migrate --verbosity 0
  "$PY" -m bench.rounds "$@"
}

export DATABASE_URL
say "PostgreSQL"
start_services || fail "PostgreSQL did not start (see above)."
DATABASE_URL=$POSTGRES_URL
race "$@"
race --unguarded --rounds $CONTROL_ROUNDS
stop_services

say "SQLite"
DATABASE_URL=sqlite:///$folder/rounds.sqlite3
race "$@"
race --unguarded --rounds $CONTROL_ROUNDS
