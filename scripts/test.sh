#!/usr/bin/env bash
# All tests, in three runs: Playwright keeps an event loop in its process, which other tests could not live with.
# Real browsers and servers on a busy machine may stumble over time: what failed is run once more, alone, and said
# so at the end. What fails twice has failed. With paths as arguments, only those.
set -uo pipefail
cd "$(dirname "$0")/.."

bin=.venv/bin/python
paths=("$@")
again=()
failed=()

part() { # part WHAT MARKERS PYTEST-OPTIONS...
  local what=$1 markers=$2 code=0
  shift 2
  echo "== $what"
  "$bin" -m pytest -m "$markers" "$@" "${paths[@]}" || code=$?
  # 5: none of the given paths has such tests.
  if [ $code -eq 0 ] || { [ $code -eq 5 ] && [ ${#paths[@]} -gt 0 ]; }; then return; fi
  echo "== $what: what failed, once more"
  again+=("$what")
  "$bin" -m pytest -m "$markers" --last-failed "${paths[@]}" || failed+=("$what")
}

part "in a real Chromium" "browser"
part "with Redis, PostgreSQL and workers of their own" "scaled"
# Last, so that the output ends with the count of most.
part "all others" "not browser and not scaled" -n 2 --dist loadgroup

[ ${#again[@]} -eq 0 ] || printf 'Not at the first try: %s\n' "${again[*]}" >&2
[ ${#failed[@]} -eq 0 ] || printf 'FAILED: %s\n' "${failed[*]}" >&2
exit ${#failed[@]}
