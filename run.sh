#!/usr/bin/env bash
# Builds and starts Kafka on 127.0.0.1:9092 with its data under ./data: actors as Orleans grains in one process.
#   ./run.sh [OPTIONS]              the default
#   ./run.sh --standalone [OPTIONS] the same without Orleans
#   ./run.sh --cluster N [OPTIONS]  N silos and two gateways on loopback, with PostgreSQL: scripts/cluster.sh --help
# OPTIONS go to the program: ./run.sh --help
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
command -v dotnet >/dev/null || { echo "run.sh: the .NET 10 SDK is needed (dotnet is not on the PATH)" >&2; exit 1; }

build() {
  local log
  [ -d "src/$1/bin/Release" ] || echo 'building; the first time takes a minute' >&2
  log=$(mktemp)
  dotnet build "src/$1" -c Release -v quiet -nologo >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; exit 1; }
  rm -f "$log"
}

standalone() {
  build Standalone.Cli
  exec dotnet src/Standalone.Cli/bin/Release/net10.0/kafka-node.dll "$@"
}

case ${1-} in
  --standalone)
    standalone "${@:2}" ;;
  --cluster)
    scripts/orleans-restores.sh || { echo 'run.sh: a cluster needs Orleans, which the package feed does not have' >&2; exit 1; }
    build Silo
    exec scripts/cluster.sh "${@:2}" ;;
  *)
    if ! scripts/orleans-restores.sh; then
      echo 'run.sh: the package feed does not have Orleans; this is the standalone node' >&2
      standalone "$@"
    fi
    build Silo
    exec dotnet src/Silo/bin/Release/net10.0/kafka-gateway.dll all "$@" ;;
esac
