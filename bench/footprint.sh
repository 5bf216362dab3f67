#!/usr/bin/env bash
# What processes cost: seconds from start to ready of every role, memory when idle, and for each partition and connection; and what /metrics costs then.
# A silo and a gateway with PostgreSQL, all on loopback. Prints Markdown on stdout, progress on stderr.
#   PARTITIONS=10000 CONNECTIONS=20000 RUNS=5 bench/footprint.sh        ROWS=start,memory what to measure
#   SILO_ARGS="--seaweedmq-masters HOST:PORT" where the silo keeps records (default: files, of which each partition has two open)
# Memory is what the system says is resident (VmRSS); of what is written per unit a part is room that the garbage collector has not given back.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
partitions=${PARTITIONS:-10000} connections=${CONNECTIONS:-20000} runs=${RUNS:-5} rows=${ROWS:-start,memory} silo_args=${SILO_ARGS:---storage local}
ulimit -n "$(ulimit -Hn)"
[ "$(ulimit -n)" = unlimited ] || [ "$(ulimit -n)" -ge $((connections + 400)) ] ||
  { echo "bench/footprint.sh: $connections connections to one gateway need more open files than $(ulimit -n), which is all that is allowed here" >&2; exit 1; }
work=$(mktemp -d -t kafka-gateway-footprint-XXXXXX)
gateway=src/Silo/bin/Release/net10.0/kafka-gateway.dll node=src/Standalone.Cli/bin/Release/net10.0/kafka-node.dll
declare -A pid
started=() has_postgres=

note() { printf '%(%H:%M:%S)T %s\n' -1 "$*" >&2; }
stop_all() { local p; for p in "${started[@]}"; do kill "$p" 2>/dev/null || true; done; for p in "${started[@]}"; do wait "$p" 2>/dev/null || true; done; started=(); }
finish() { stop_all; [ -z "$has_postgres" ] || scripts/postgres.sh stop "$work/postgres"; [ -n "${KEEP:-}" ] || rm -rf "$work"; }
trap finish EXIT
now() { date +%s.%N; }
since() { awk -v a="$1" -v b="$(now)" 'BEGIN {printf "%.2f", b - a}'; }
median() { sort -g | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }
open_files() { find "/proc/${pid[$1]}/fd" | wc -l; }
resident_kib() { awk '/^VmRSS/ {print $2}' "/proc/${pid[$1]}/status"; }
mib() { awk -v k="$1" 'BEGIN {printf "%.0f", k / 1024}'; }
probe() { dotnet bench/Probe/bin/Release/net10.0/probe.dll "$@"; }

# Starts a process and waits for its line; leaves the seconds that it took in $took and where clients connect in $address.
start() {
  local name=$1 out=$work/$1.out began
  : >"$out"
  began=$(now)
  dotnet "${@:2}" >"$out" 2>"$work/$name.log" &
  pid[$name]=$!
  started+=($!)
  until grep -q '^ready: ' "$out"; do kill -0 "${pid[$name]}" || { cat "$work/$name.log" >&2; exit 1; }; sleep 0.01; done
  took=$(since "$began")
  address=$(sed -n 's#^ready: kafka://##p' "$out")
}
start_silo() {
  operations=$(scripts/free-port.sh)
  start silo $gateway silo --data "$work/records" $silo_args --set node.name=silo-1 --set "silo.listen=127.0.0.1:$(scripts/free-port.sh)" \
    --set "silo.gateway.port=$(scripts/free-port.sh)" --set "operations.listen=127.0.0.1:$operations" --set operations.authentication=none "$@"
}
start_gateway() { start gateway $gateway gateway --listen 127.0.0.1:0 --set node.name=gateway-1 --set operations.listen=none "$@"; }

for project in src/Standalone.Cli src/Silo bench/Probe; do dotnet build $project -c Release -v quiet -nologo >"$work/build.log" || { cat "$work/build.log" >&2; exit 1; }; done
KAFKA_GATEWAY_POSTGRES_CONNECTION=$(scripts/postgres.sh start "$work/postgres" "$(scripts/free-port.sh)")
has_postgres=yes

if [[ $rows == *start* ]]; then
  echo '| role | start to ready, s | resident, MiB |'
  echo '|---|---:|---:|'
  declare -A taken held
  for ((run = 0; run < runs; run++)); do
    note "starts, run $((run + 1)) of $runs"
    start node $node --listen 127.0.0.1:0 --data "$work/node"; taken[kafka-node]+="$took "; held[kafka-node]+="$(resident_kib node) "
    stop_all
    start all $gateway all --listen 127.0.0.1:0 --data "$work/all" --storage local --set operations.listen=none; taken[all]+="$took "; held[all]+="$(resident_kib all) "
    stop_all
    export KAFKA_GATEWAY_POSTGRES_CONNECTION
    start_silo; taken[silo]+="$took "
    start_gateway; taken[gateway]+="$took "
    held[silo]+="$(resident_kib silo) "; held[gateway]+="$(resident_kib gateway) "
    export -n KAFKA_GATEWAY_POSTGRES_CONNECTION
    stop_all
  done
  for role in kafka-node all silo gateway; do
    echo "| $role | $(tr ' ' '\n' <<<"${taken[$role]}" | grep . | median) | $(mib "$(tr ' ' '\n' <<<"${held[$role]}" | grep . | median)") |"
  done
  echo
fi

[[ $rows == *memory* ]] || exit 0
export KAFKA_GATEWAY_POSTGRES_CONNECTION
start_silo
start_gateway
per() { awk -v a="$1" -v b="$2" -v n="$3" 'BEGIN {printf "%.1f", (b - a) / n}'; }
# What one reading of /metrics takes, and what it says.
metrics() {
  local n size lines
  for ((n = 0; n < 10; n++)); do curl -s -o "$work/metrics" -w '%{time_total}\n' "http://127.0.0.1:$operations/metrics" >>"$work/times"; done
  size=$(stat -c %s "$work/metrics") lines=$(grep -vc '^#' "$work/metrics")
  echo "| $1 | $lines | $size | $(awk '{print $1 * 1000}' "$work/times" | median) |"
  rm "$work/times"
}

echo '| | silo, MiB | gateway, MiB | KiB each |'
echo '|---|---:|---:|---:|'
silo=$(resident_kib silo) front=$(resident_kib gateway) files=$(open_files silo)
echo "| ready | $(mib "$silo") | $(mib "$front") | |"
metrics 'nothing yet' >"$work/scrapes"
note "$partitions partitions"
probe create "$address" footprint "$partitions"
began=$(now) before=$silo
probe produce "$address" footprint "$partitions"
took=$(since "$began")
silo=$(resident_kib silo) front=$(resident_kib gateway)
echo "| a record in each of $partitions partitions, after $took s | $(mib "$silo") | $(mib "$front") | $(per "$before" "$silo" "$partitions") a partition, silo; $(per "$files" "$(open_files silo)" "$partitions") open files |"
metrics "$partitions partitions" >>"$work/scrapes"
probe commit "$address" footprint "$partitions" footprint-readers
until [ "$(curl -s "http://127.0.0.1:$operations/metrics" | grep -c '^kafka_consumer_lag')" -ge "$partitions" ]; do sleep 0.5; done
metrics "$partitions partitions, and a group that has committed in each" >>"$work/scrapes"
note "$connections connections"
trips_alone=$(probe round-trips "$address" footprint -1 2000)
before=$(resident_kib gateway)
coproc idle { probe idle "$address" "$connections"; }
read -r took <&"${idle[0]}"
front=$(resident_kib gateway)
trips_among=$(probe round-trips "$address" footprint -1 2000)
cpu_before=$(awk '{print $14 + $15}' "/proc/${pid[gateway]}/stat")
sleep 10
cpu_after=$(awk '{print $14 + $15}' "/proc/${pid[gateway]}/stat")
exec {idle[1]}>&-
echo "| $connections idle connections, made in $took s | $(mib "$(resident_kib silo)") | $(mib "$front") | $(per "$before" "$front" "$connections") a connection, gateway |"
echo
echo '| /metrics of the silo | series | bytes | ms |'
echo '|---|---:|---:|---:|'
cat "$work/scrapes"
echo
echo "Round trip of a produce request, acks -1, p50 and p99 in microseconds: $trips_alone without the idle connections, $trips_among among them."
awk -v t=$((cpu_after - cpu_before)) -v hz="$(getconf CLK_TCK)" 'BEGIN {printf "The gateway with idle connections uses %.2f s of CPU in 10 s.\n", t / hz}'
