#!/usr/bin/env bash
# check.sh : everything that can be told without running the product. Goes on after a fault, to list them all.
. "$(dirname "$0")/lib.sh"

scripts/system-packages.sh demo
scripts/venv.sh dev
"$PY" scripts/compile_catalogues.py
export DATABASE_URL=sqlite://
failed=()

check() {
  local name=$1 output
  shift
  if output=$("$@" 2>&1); then
    printf '  ok    %s\n' "$name"
  else
    printf '  FAIL  %s\n%s\n' "$name" "$(sed 's/^/        /' <<<"$output")"
    failed+=("$name")
  fi
}

compose_file() {
  local binary
  binary=$("$PY" scripts/find_compose.py) || { echo "no docker-compose here"; return 0; }
  SECRET_KEY=x AUDIT_KEY=x POSTGRES_PASSWORD=x ALLOWED_HOSTS=x $binary -f docker-compose.yml config -q
}

no_registry_hosts() {
  ! git grep -nIE -e '(files\.)?python''hosted|pypi\.(org|python)|registry\.(npmjs|yarnpkg)|--(extra-)?index-url|--find-links' \
    -- . ':!*.map' ':!scripts/check.sh' ':!scripts/requirements.sh' ':!tests/architecture'
}

check "ruff check" "$VENV/bin/ruff" check --quiet .
check "ruff format" "$VENV/bin/ruff" format --check --quiet .
check "layers (import-linter)" "$VENV/bin/lint-imports"
check "types (mypy)" "$VENV/bin/mypy"
check "templates (djlint)" "$VENV/bin/djlint" --quiet --lint templates
check "django check" "$PY" manage.py check --settings homeless_project.settings.test --fail-level WARNING
check "deployment check" scripts/deployment-check.sh
check "migrations" "$PY" manage.py makemigrations --check --dry-run --settings homeless_project.settings.test
check "translations" "$PY" scripts/check_catalogues.py
check "shell scripts" bash -c 'for f in scripts/*.sh .ci/run; do bash -n "$f" || exit 1; done'
check "no registry hosts" no_registry_hosts
check "compose file" compose_file

[ ${#failed[@]} -eq 0 ] || fail "${#failed[@]} of the checks failed: ${failed[*]}"
say "All checks passed"
