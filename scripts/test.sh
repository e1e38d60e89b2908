#!/usr/bin/env bash
# All tests, in three runs: Playwright keeps an event loop in its process, which other tests could not live with.
# With paths as arguments, only those, in one run each kind.
set -uo pipefail
cd "$(dirname "$0")/.."

bin=.venv/bin/python
failed=0
run() { # run WHAT ARGUMENTS...; a part without tests for the given paths (pytest's 5) is no failure
  echo "== $1"
  shift
  local code=0
  "$bin" -m pytest "$@" || code=$?
  [ $code -eq 0 ] || { [ $code -eq 5 ] && [ ${#paths[@]} -gt 0 ]; } || failed=1
}

paths=("$@")
run "in a real Chromium" -m browser "${paths[@]}"
run "with Redis, PostgreSQL and workers of their own" -m scaled "${paths[@]}"
# Last, so that the output ends with the count of most.
run "all others" -n 2 --dist loadgroup -m "not browser and not scaled" "${paths[@]}"
exit $failed
