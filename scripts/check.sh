#!/usr/bin/env bash
# Every check that is not a test. All run, so that one call tells everything; fails if any failed.
set -uo pipefail
cd "$(dirname "$0")/.."

bin=.venv/bin
failed=()
check() { # check NAME COMMAND...
  local name=$1
  shift
  echo "== $name"
  "$@" || failed+=("$name")
}

data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT
manage() { DATA_DIR=$data "$bin/python" manage.py "$@"; }
# The production profile: behind a proxy that ends TLS, on PostgreSQL and Redis. Nothing is connected to.
production() {
  HTTPS=1 ALLOWED_HOSTS=school.example DATABASE_URL=postgres://astro:astro@localhost/astro \
    REDIS_URL=redis://localhost:6379/0 manage "$@"
}

check "style" "$bin/ruff" check .
check "format" "$bin/ruff" format --check .
check "types" env DATA_DIR="$data" "$bin/mypy"
check "migrations" manage makemigrations --check --dry-run
check "settings in production" production check --deploy --fail-level WARNING
check "locks" scripts/lock.sh --check
check "packages agree" "$bin/python" -m pip check
check "map and licences" "$bin/python" -m pytest -q -p no:cacheprovider tests/test_architecture.py tests/test_licences.py tests/test_locks.py

if [ ${#failed[@]} -gt 0 ]; then
  printf '\nNOT IN ORDER: %s\n' "${failed[*]}" >&2
  exit 1
fi
printf '\nEverything is in order.\n'
