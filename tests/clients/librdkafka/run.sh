#!/usr/bin/env bash
# run.sh BOOTSTRAP [NUMBER...]: librdkafka's own tests against the brokers at BOOTSTRAP; see ../README.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../lib/env.sh"
[ $# -ge 1 ] || { echo "usage: run.sh HOST:PORT[,HOST:PORT...] [NUMBER...]" >&2; exit 2; }
"$here/build.sh" >/dev/null
exec "$PYTHON" -u "$here/run.py" "$@"
