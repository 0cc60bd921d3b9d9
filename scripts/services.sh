# A throw-away PostgreSQL cluster on a free port; sourced by test.sh. Sets POSTGRES_URL.
# Tests that need Redis start one of their own, since they stop, freeze and empty it.

SERVICES=""
SERVICES_OWNER=()

start_services() {
  local bin port
  SERVICES=$(mktemp -d "${TMPDIR:-/tmp}/hemvag-services.XXXXXX")
  bin=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1)
  [ -n "$bin" ] || bin=$(dirname "$(command -v initdb)")
  if [ "$(id -u)" = 0 ]; then
    # PostgreSQL refuses to run as root.
    SERVICES_OWNER=(runuser -u postgres --)
    chown postgres "$SERVICES"
  fi
  PG_CTL=("${SERVICES_OWNER[@]}" "$bin/pg_ctl" -D "$SERVICES/data")
  port=$(free_port)
  (cd "$SERVICES" && "${SERVICES_OWNER[@]}" "$bin/initdb" -D "$SERVICES/data" -U postgres -A trust -E UTF8 \
    --locale=C.UTF-8 --no-sync >"$SERVICES/initdb.log" 2>&1) || { cat "$SERVICES/initdb.log" >&2; return 1; }
  # Durability is not what the suite measures: a cluster that is thrown away need not reach the disk.
  (cd "$SERVICES" && "${PG_CTL[@]}" -w -l "$SERVICES/log" \
    -o "-p $port -k $SERVICES -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off -c max_connections=200" \
    start >/dev/null) || { cat "$SERVICES/log" >&2; return 1; }
  POSTGRES_URL=postgres://postgres@127.0.0.1:$port/postgres
}

stop_services() {
  [ -n "$SERVICES" ] || return 0
  (cd / && "${PG_CTL[@]}" -m immediate stop >/dev/null 2>&1) || true
  rm -rf "$SERVICES"
  SERVICES=""
}
