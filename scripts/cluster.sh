#!/usr/bin/env bash
# N silos and two gateways on loopback, with PostgreSQL, until Ctrl-C: scripts/cluster.sh N [OPTIONS]
#   --postgres CONNECTION  a database to use; without it a server is started in the data folder
#   --data DIR             the folder for records, the database and logs (default ./data/cluster)
#   --port PORT            the first gateway's port; the second has the next (default 9092; 0 for any free ones)
#   --storage, --seaweedmq-masters and so on go to the silos (default: files that the silos share)
#   anything else goes to every process, such as --set num.partitions=4
# Prints where each process has its operations page, silos first, and a line when clients can connect:
#   operations: http://HOST:PORT/ http://HOST:PORT/ ...
#   ready: kafka://HOST:PORT,HOST:PORT
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
case ${1-} in ''|-h|--help|*[!0-9]*) sed -n '2,10s/^# //p' "${BASH_SOURCE[0]}"; exit 2 ;; esac
silos=$1; shift
data=data/cluster port=9092 postgres=
options=() storage=(--storage local)
while [ $# -gt 0 ]; do
  case $1 in
    --postgres) postgres=$2; shift 2 ;;
    --data) data=$2; shift 2 ;;
    --port) port=$2; shift 2 ;;
    --storage) storage+=("$1" "$2"); storage=("${storage[@]:2}"); shift 2 ;;
    --seaweedmq-*) case ${storage[*]} in '--storage local') storage=() ;; esac; storage+=("$1" "$2"); shift 2 ;;
    *) options+=("$1"); shift ;;
  esac
done
program=src/Silo/bin/Release/net10.0/kafka-gateway.dll
mkdir -p "$data/log"
pids=() pages=() own_postgres=

# Gateways first, so that clients see no silo go that their gateway still counts on.
stop() {
  trap - EXIT INT TERM
  local i
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do kill "${pids[i]}" 2>/dev/null || true; done
  wait || true
  if [ -n "$own_postgres" ]; then scripts/postgres.sh stop "$data/postgres"; fi
}
trap stop EXIT
trap 'exit 0' INT TERM

start() {
  local name=$1 operations
  operations=127.0.0.1:$(scripts/free-port.sh)
  pages+=("http://$operations/")
  KAFKA_GATEWAY_POSTGRES_CONNECTION=$postgres dotnet "$program" "${@:2}" --set "node.name=$name" --set "operations.listen=$operations" ${options[@]+"${options[@]}"} \
    >"$data/log/$name.out" 2>"$data/log/$name.log" &
  pids+=($!)
  eval "pid_of_${name//-/_}=$!"
}

wait_for() {
  local name=$1 pid
  eval "pid=\$pid_of_${name//-/_}"
  until grep -q '^ready: ' "$data/log/$name.out"; do
    kill -0 "$pid" 2>/dev/null || { cat "$data/log/$name.log" >&2; echo "cluster.sh: $name did not start" >&2; exit 1; }
    sleep 0.1
  done
}

if [ -z "$postgres" ]; then
  postgres=$(scripts/postgres.sh start "$data/postgres" "$(scripts/free-port.sh)")
  own_postgres=yes
  echo "PostgreSQL: $postgres" >&2
fi
for i in $(seq "$silos"); do
  start "silo-$i" silo --data "$data/records" "${storage[@]}" --set "silo.listen=127.0.0.1:$(scripts/free-port.sh)" --set "silo.gateway.port=$(scripts/free-port.sh)"
done
for i in $(seq "$silos"); do wait_for "silo-$i"; done
for i in 1 2; do
  start "gateway-$i" gateway --listen "127.0.0.1:$((port ? port + i - 1 : 0))"
done
for i in 1 2; do wait_for "gateway-$i"; done
echo "operations: ${pages[*]}"
echo "ready: kafka://$(sed -n 's#^ready: kafka://##p' "$data"/log/gateway-[12].out | paste -sd,)"
wait
