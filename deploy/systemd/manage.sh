#!/usr/bin/env bash
# manage.py with the settings and secrets of the units, as their user: as root, deploy/systemd/manage.sh doctor
set -euo pipefail
etc=${ETC:-/etc/astronumbers}
user=${SITE_USER:-astronumbers}
cd "$(dirname "$0")/../.."

set -a
DATA_DIR=${DATA_DIR:-/var/lib/astronumbers}
# shellcheck source=/dev/null
. "$etc/environment"
set +a
# What is a file here is a setting there; one process with SQLite has none of them and keeps its own in DATA_DIR.
for name in secret_key pepper metrics_token database_url redis_url; do
  if [ -e "$etc/$name.txt" ]; then
    declare -x "${name^^}=$(cat "$etc/$name.txt")"
  fi
done
exec setpriv --reuid "$user" --regid "$(id -g "$user")" --init-groups --no-new-privs .venv/bin/python manage.py "$@"
