#!/usr/bin/env bash
# Make .venv hold what a lock says: install.sh server|all. Does nothing, quickly, when it already does.
set -euo pipefail
cd "$(dirname "$0")/.."

die() { echo "$1" >&2; exit 1; }

set_up=${1:?server or all}
case $set_up in
  server) lock=requirements-server.txt ;;
  all) lock=requirements.txt ;;
  *) die "install: say server or all, not $set_up" ;;
esac
# The stamp is the lock that was installed: a copy, not a date, because a checkout changes dates.
stamp=.venv/installed-$set_up.txt
if cmp -s "$lock" "$stamp" && [ -x .venv/bin/python ]; then
  exit 0
fi

new_enough='import sys; sys.exit(sys.version_info < (3, 11))'
python=
for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
  if command -v "$candidate" >/dev/null && "$candidate" -c "$new_enough" 2>/dev/null; then
    python=$candidate
    break
  fi
done
[ -n "$python" ] || die "Astro Numbers needs Python 3.11 or newer; $(${PYTHON:-python3} --version 2>/dev/null || echo "no Python") was found."
[ -w . ] || die "This folder ($PWD) cannot be written to; copy Astro Numbers to a folder of yours."

if ! .venv/bin/python -c "$new_enough" 2>/dev/null; then
  "$python" -c 'import ensurepip, venv' 2>/dev/null \
    || die "This Python has no venv module; on Debian and Ubuntu: apt-get install python3-venv"
  echo "Making an environment in .venv with $("$python" --version) ..."
  "$python" -m venv --clear .venv
fi
.venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null

echo "Installing $lock (once; the next start skips this) ..."
rm -f "$stamp"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --requirement "$lock" \
  || die "Installing $lock failed; the lines above say why. Nothing was started."
cp "$lock" "$stamp"
# What is in the whole lock is in the server's too, with the same pins.
if [ "$set_up" = all ]; then
  cp requirements-server.txt .venv/installed-server.txt
fi
