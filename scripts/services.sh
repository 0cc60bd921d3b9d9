# A throw-away PostgreSQL cluster and Redis on free ports; sourced by test.sh. Sets POSTGRES_URL and REDIS_URL.

SERVICES=""
SERVICES_OWNER=()

start_services() {
  local bin port redis_port
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
  redis_port=$(free_port)
  (cd "$SERVICES" && "${SERVICES_OWNER[@]}" "$bin/initdb" -D "$SERVICES/data" -U postgres -A trust -E UTF8 \
    --locale=C.UTF-8 --no-sync >"$SERVICES/initdb.log" 2>&1) || { cat "$SERVICES/initdb.log" >&2; return 1; }
  # Durability is not what the suite measures: a cluster that is thrown away need not reach the disk.
  (cd "$SERVICES" && "${PG_CTL[@]}" -w -l "$SERVICES/log" \
    -o "-p $port -k $SERVICES -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off -c max_connections=200" \
    start >/dev/null) || { cat "$SERVICES/log" >&2; return 1; }
  redis-server --port "$redis_port" --bind 127.0.0.1 --save '' --daemonize yes --dir "$SERVICES" \
    --pidfile "$SERVICES/redis.pid" --logfile "" >/dev/null
  POSTGRES_URL=postgres://postgres@127.0.0.1:$port/postgres
  REDIS_URL=redis://127.0.0.1:$redis_port/0
}

stop_services() {
  [ -n "$SERVICES" ] || return 0
  (cd / && "${PG_CTL[@]}" -m immediate stop >/dev/null 2>&1) || true
  [ ! -f "$SERVICES/redis.pid" ] || kill "$(cat "$SERVICES/redis.pid")" 2>/dev/null || true
  rm -rf "$SERVICES"
  SERVICES=""
}
