#!/usr/bin/env bash
# The operations page in Chromium, on a running cluster: run.sh BOOTSTRAP URL... [--screenshots DIR]
# URL is where each process has its operations port, as scripts/cluster.sh prints them: silos first, gateways last. Credentials are those that the cluster was
# given: KAFKA_GATEWAY_OPERATIONS_USER and KAFKA_GATEWAY_OPERATIONS_PASSWORD. With --screenshots nothing is tested: a shop's traffic runs for two and a half
# minutes, and pictures are taken of the page as it looks then.
# Installs Debian's Chromium and the npm packages of package-lock.json (to $KAFKA_CLIENTS_CACHE) where they are missing. Ends with "N passed, N failed".
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
usage() { echo "usage: run.sh HOST:PORT[,HOST:PORT...] URL... [--screenshots DIR]" >&2; exit 2; }
BOOTSTRAP=${1-} urls=() SCREENSHOTS=
[ $# -ge 2 ] || usage
shift
while [ $# -gt 0 ]; do
  case $1 in
    --screenshots) [ $# -ge 2 ] || usage; SCREENSHOTS=$(mkdir -p "$2" && cd "$2" && pwd); shift 2 ;;
    http://*) urls+=("$1"); shift ;;
    *) usage ;;
  esac
done
: "${KAFKA_GATEWAY_OPERATIONS_USER:?is not set}" "${KAFKA_GATEWAY_OPERATIONS_PASSWORD:?is not set}"

retry() { # up to 4 times
  local n
  for n in 1 2 3 4; do "$@" && return 0; sleep $((n * 3)); done
  return 1
}
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -E "$@"; fi; }
missing=()
command -v chromium >/dev/null || missing+=(chromium fonts-liberation)
command -v npm >/dev/null || missing+=(npm)
if [ ${#missing[@]} -gt 0 ]; then
  echo "operations-page: apt: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  retry as_root apt-get update -q >/dev/null
  retry as_root apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null
fi

# Beside the packages, because node looks for them from where a script is.
installed=${KAFKA_CLIENTS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kafka-gateway-clients}/operations-page
mkdir -p "$installed"
stamp=$(cat "$here/package.json" "$here/package-lock.json" | sha256sum | cut -c1-16)
if [ "$(cat "$installed/.stamp" 2>/dev/null || true)" != "$stamp" ]; then
  cp "$here/package.json" "$here/package-lock.json" "$installed/"
  retry npm --prefix "$installed" ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
  echo "$stamp" >"$installed/.stamp"
fi
cp "$here"/*.mjs "$installed/"

export BOOTSTRAP SCREENSHOTS PAGE_URLS="${urls[*]}" KAFKAJS_NO_PARTITIONER_WARNING=1
if [ -n "$SCREENSHOTS" ]; then exec node "$installed/screenshots.mjs"; fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
code=0
node --test --test-reporter=tap "$installed/page.test.mjs" >"$log" 2>&1 || code=$?
grep -E '^ *(ok|not ok) ' "$log" || true
[ "$code" -eq 0 ] || cat "$log"
awk '/^# pass / {passed = $3} /^# fail / {failed = $3} /^# cancelled / {failed += $3} END {printf "%d passed, %d failed, 0 skipped\n", passed, failed}' "$log"
exit "$code"
