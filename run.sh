#!/usr/bin/env bash
# Builds and starts a Kafka node on 127.0.0.1:9092 with its data under ./data. Arguments go to the node: ./run.sh --help
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
command -v dotnet >/dev/null || { echo "run.sh: the .NET 10 SDK is needed (dotnet is not on the PATH)" >&2; exit 1; }
[ -d src/Standalone.Cli/bin/Release ] || echo 'building; the first time takes a minute' >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
dotnet build src/Standalone.Cli -c Release -v quiet -nologo >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
rm -f "$log"
exec dotnet src/Standalone.Cli/bin/Release/net10.0/kafka-node.dll "$@"
