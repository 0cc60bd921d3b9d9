#!/usr/bin/env bash
# demo.sh prepare|serve : from a bare machine to a filled installation, and the server on top of it.
# Everything is idempotent: what somebody entered in the demo stays.
# WEEKS=104 makes two years at the desk instead of the last months.
. "$(dirname "$0")/lib.sh"

export DJANGO_SETTINGS_MODULE=homeless_project.settings.demo
export DATABASE_URL=${DATABASE_URL:-sqlite:///$PWD/var/demo.sqlite3}
address=${HEMVAG_ADDRESS:-127.0.0.1:8000}
[[ $address == *:* ]] || address=$address:8000
host=${address%:*}
port=${address##*:}

refuse_busy_port() {
  "$PY" - "$host" "$port" <<'PYTHON' || fail "port $port on $host is taken by another program." \
    "Choose another address: HEMVAG_ADDRESS=127.0.0.1:8001 make demo"
import socket, sys
with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind((sys.argv[1].strip("[]") or "0.0.0.0", int(sys.argv[2])))
    except OSError:
        sys.exit(1)
PYTHON
}

prepare() {
  scripts/system-packages.sh demo
  scripts/venv.sh
  [ "$1" = prepare ] || refuse_busy_port
  mkdir -p var staticfiles
  "$PY" scripts/compile_catalogues.py
  say "Preparing the database (${DATABASE_URL##*/})"
  "$PY" manage.py migrate --verbosity 0
  "$PY" manage.py demo_data ${WEEKS:+--weeks "$WEEKS"}
}

serve() {
  # Whoever serves beyond this machine has chosen so: the host named is the host admitted.
  export ALLOWED_HOSTS=${ALLOWED_HOSTS:-localhost,127.0.0.1,[::1],${host/0.0.0.0/$(hostname -f 2>/dev/null || hostname)}}
  local shown=$host
  [ "$host" != 0.0.0.0 ] || shown=localhost
  "$PY" manage.py demo_accounts
  printf '\nHemväg runs on http://%s:%s/   (Ctrl+C stops it)\n\n' "$shown" "$port"
  exec "$VENV/bin/gunicorn" homeless_project.wsgi --bind "$address" --workers 2 --no-control-socket --log-level warning
}

case "${1:-serve}" in
  prepare) prepare prepare ;;
  # Not joined with &&, which would let a failed step of the first go unnoticed.
  serve)
    prepare serve
    serve
    ;;
  *) fail "usage: scripts/demo.sh prepare|serve" ;;
esac
