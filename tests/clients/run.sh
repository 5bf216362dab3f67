#!/usr/bin/env bash
# run.sh BOOTSTRAP [--listed | CLIENT[/SCENARIO]...]: every client x scenario against the brokers at BOOTSTRAP; see README.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/lib/env.sh"
[ $# -ge 1 ] || { echo "usage: run.sh HOST:PORT[,HOST:PORT...] [CLIENT[/SCENARIO]...]" >&2; exit 2; }
if ! [[ $1 =~ ^[^,]+:[0-9]+(,[^,]+:[0-9]+)*$ ]]; then echo "run.sh: '$1' is not HOST:PORT[,HOST:PORT...]" >&2; exit 2; fi
if [ ! -x "$NODE" ] || [ ! -x "$KAFKA_CLIENTS_CACHE/bin/sarama" ]; then "$here/install.sh"; fi
exec "$PYTHON" -u "$here/lib/run.py" "$@"
