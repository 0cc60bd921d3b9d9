#!/usr/bin/env bash
# rounds.sh [--rounds N] [--only X] : raced on PostgreSQL and on SQLite: one decision (application) and one
# household in a flat (flat) by eight, and two who write in one note, one assessment, one plan.
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

case " $* " in
  *" --only note "* | *" --only assessment "* | *" --only plan "*) benches=(writers) ;;
  *" --only "*) benches=(rounds) ;;
  *) benches=(rounds writers) ;;
esac

race() {
  "$PY" manage.py migrate --verbosity 0
  for bench in "${benches[@]}"; do "$PY" -m "bench.$bench" "$@"; done
}

export DATABASE_URL
say "PostgreSQL"
start_services || fail "PostgreSQL did not start (see above)."
DATABASE_URL=$POSTGRES_URL
race "$@"
race "$@" --unguarded --rounds $CONTROL_ROUNDS
stop_services

say "SQLite"
DATABASE_URL=sqlite:///$folder/rounds.sqlite3
race "$@"
race "$@" --unguarded --rounds $CONTROL_ROUNDS
