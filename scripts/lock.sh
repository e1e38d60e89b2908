#!/usr/bin/env bash
# Write the locks from the .in files; with --check, only say whether they are in step.
# The locks name no index: whoever installs decides where packages come from, and the hashes decide what they are.
set -euo pipefail
cd "$(dirname "$0")/.."

uv=.venv/bin/uv
[ -x "$uv" ] || uv=$(command -v uv) || { echo "lock: uv is not here; \`make install-all\` brings it" >&2; exit 1; }
uv=$(readlink -f "$uv")

compile() { # compile OUTPUT INPUTS...: versions already in OUTPUT stay unless an .in file asks for others
  local output=$1
  shift
  "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
    --no-emit-index-url --no-emit-find-links "$@" --output-file "$output" >/dev/null
}

compile_all() (
  cd "$1"
  compile requirements-server.txt requirements.in
  compile requirements.txt requirements.in requirements-train.in requirements-dev.in -c requirements-server.txt
  compile requirements-services.txt requirements-services.in
)

if [ "${1:-}" != "--check" ]; then
  compile_all .
  exit
fi

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp requirements*.in requirements*.txt "$copy"
compile_all "$copy"
for lock in requirements-server.txt requirements.txt requirements-services.txt; do
  if ! diff -u "$lock" "$copy/$lock"; then
    echo "lock: $lock is not what the .in files ask for; run \`make lock\`" >&2
    exit 1
  fi
done
