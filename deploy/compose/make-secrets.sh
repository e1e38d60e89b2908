#!/usr/bin/env bash
# Make what compose.yaml mounts as secrets, once: existing files stay as they are. Keep a copy in a safe place.
set -euo pipefail
cd "$(dirname "$0")"
umask 077
mkdir -p secrets

new() { # new NAME VALUE: the folder is closed to others; the files are mounted one by one and read by another user
  [ -e "secrets/$1.txt" ] && return
  printf '%s\n' "$2" >"secrets/$1.txt"
  chmod 0444 "secrets/$1.txt"
}
random() { head -c 48 /dev/urandom | base64 | tr -dc 'A-Za-z0-9' | head -c 44; }

new secret_key "$(random)"
new pepper "$(random)"
new metrics_token "$(random)"
new backup_passphrase "$(random)"
new postgres_password "$(random)"
new redis_password "$(random)"
new database_url "postgres://astro:$(cat secrets/postgres_password.txt)@postgres:5432/astro"
new redis_url "redis://:$(cat secrets/redis_password.txt)@redis:6379/0"
echo "secrets/ holds $(find secrets -type f | wc -l) files. Copy pepper.txt and backup_passphrase.txt to a safe place."
