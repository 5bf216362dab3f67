#!/usr/bin/env bash
# Measures whole brokers with librdkafka's rdkafka_performance: a node in memory, a node with its data in a folder, and, when there is one,
# a peer that is running already: PEER=host:port PEER_PID=pid bench/run.sh. BROKERS=memory,local,all,cluster chooses: "all" is the local node's
# actors as Orleans grains in one process, "cluster" a silo and gateways in processes of their own. All take turns row by row, so that a noisy machine hits them
# alike. "seaweedmq" is one process with its records on the SeaweedMQ of SEAWEEDMQ_MASTERS, whose processes' CPU time counts too: SEAWEEDMQ_PIDS="pid pid".
# Prints Markdown tables on stdout: rates and times as medians, CPU time, which comes in ticks of 10 ms, as means; progress on stderr.
# Needs what tests/clients/install.sh installs.
# RUNS=3 repetitions, SCALE=1 factor on the records a run sends, PEER_SCALE=1 another one for the peer, ROWS=produce,consume,latency what to measure, ONLY=regex among the produce
# rows, NODE_ARGS="--set name=value" for both nodes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. tests/clients/lib/env.sh
runs=${RUNS:-3} scale=${SCALE:-1} peer_scale=${PEER_SCALE:-1} rows=${ROWS:-produce,consume,latency}
work=$(mktemp -d -t kafka-gateway-bench-XXXXXX)
declare -A address pid
IFS=, read -ra brokers <<<"${BROKERS:-memory,local}"

declare -A started
stop() { local node; for node in "${started[@]}"; do kill "$node" 2>/dev/null || true; wait "$node" 2>/dev/null || true; done; rm -rf "$work"; }
trap stop EXIT
note() { printf '%(%H:%M:%S)T %s\n' -1 "$*" >&2; }

# Starts a program that says where clients connect, and waits for that.
start() {
  local name=$1 out=$work/$1.out n
  "${@:2}" ${NODE_ARGS:-} >"$out" 2>"$work/$name.log" &
  started[$name]=$!
  for ((n = 0; n < 600; n++)); do ! grep -q '^ready: ' "$out" || break; sleep 0.1; done
  grep -q '^ready: ' "$out" || { cat "$work/$name.log" >&2; exit 1; }
  address[$name]=$(sed -n 's#^ready: kafka://##p' "$out")
  pid[$name]=${started[$name]}
}

start_broker() {
  local node=src/Standalone.Cli/bin/Release/net10.0/kafka-node.dll gateway=src/Silo/bin/Release/net10.0/kafka-gateway.dll
  case $1 in
    memory) start memory dotnet $node --listen 127.0.0.1:0 --memory ;;
    local) start local dotnet $node --listen 127.0.0.1:0 --data "$work/local" ;;
    all) start all dotnet $gateway all --listen 127.0.0.1:0 --data "$work/all" --set "silo.listen=127.0.0.1:$(scripts/free-port.sh)" --set silo.gateway.port=0 \
      --set operations.listen=none ;;
    seaweedmq)
      start seaweedmq dotnet $gateway all --listen 127.0.0.1:0 --data "$work/seaweedmq" --set "silo.listen=127.0.0.1:$(scripts/free-port.sh)" \
        --set silo.gateway.port=0 --set operations.listen=none --set "seaweedmq.namespace=bench-$RANDOM$RANDOM" \
        --seaweedmq-masters "${SEAWEEDMQ_MASTERS:?the masters of a SeaweedFS that runs}"
      pid[seaweedmq]+=" ${SEAWEEDMQ_PIDS:-}" ;;
    cluster)
      start cluster scripts/cluster.sh 1 --data "$work/cluster" --port 0
      # The silo and the gateways; PostgreSQL is no part of producing and consuming.
      pid[cluster]=$(pgrep -P "${started[cluster]}" | paste -sd' ') ;;
    *) echo "bench/run.sh: no broker '$1'; there are memory, local, all, cluster, seaweedmq" >&2; exit 2 ;;
  esac
}

# Room for the next; a peer that cannot delete keeps what it has.
forget() { probe delete "$@" 2>/dev/null || true; }
probe() { dotnet bench/Probe/bin/Release/net10.0/probe.dll "$@"; }
performance() { timeout 60 "$RDKAFKA_PERFORMANCE" "$@" -b "$broker_address" 2>&1; }
# Ticks of CPU time that processes have used so far, in user and in kernel mode; the name in field 2 may hold blanks.
cpu_ticks() { local p; for p in $1; do sed 's/.*) //' "/proc/$p/stat"; done | awk '{sum += $12 + $13} END {print sum}'; }
mean() { awk '{sum += $1} END {if (NR) printf "%.2f\n", sum / NR; else print "-"}'; }
median() { sort -g | awk '{v[NR] = $1} END {if (NR) print v[int((NR + 1) / 2)]; else print "-"}'; }
percentiles() { sort -g "$1" | awk '{v[NR] = $1} END {printf "%.0f %.0f\n", v[int((NR + 1) / 2)], v[int(NR * 0.99)]}'; }

# Runs a command of rdkafka_performance between two readings of the broker's CPU time; appends "rate CPU-seconds-per-GB" to a file.
measured() {
  local file=$1 before after
  shift
  before=$(cpu_ticks "${pid[$broker]}")
  performance "$@" >"$work/out" || { tail -n 3 "$work/out" >&2; return 1; }
  after=$(cpu_ticks "${pid[$broker]}")
  # "% N messages produced (B bytes), ... in Tms: R msgs/s ..." or "% N messages (B bytes) consumed in Tms: R msgs/s ..."
  grep -E 'msgs/s' "$work/out" | grep -v INTERVAL | tail -n 1 | awk -v ticks=$((after - before)) -v hz="$(getconf CLK_TCK)" '{
    match($0, /\([0-9]+ bytes/); bytes = substr($0, RSTART + 1) + 0
    match($0, /: [0-9]+ msgs/); rate = substr($0, RSTART + 2) + 0
    printf "%d %.2f\n", rate, ticks / hz / (bytes / 1e9)
  }' >>"$file"
}

# Of records that a run sends to all, those that the peer gets.
count_of() { if [ "$broker" = peer ]; then awk -v c="$1" -v s="$peer_scale" 'BEGIN {print int(c * s)}'; else echo "$1"; fi; }
on_each() { for broker in "${brokers[@]}"; do broker_address=${address[$broker]} "$@" || note "$broker: failed: $*"; done; }
heading() { local line rule n; line="| $1 |" rule='|---|'; for n in "${@:2}"; do line+=" $n |" rule+='---:|'; done; printf '\n%s\n%s\n' "$line" "$rule"; }
# "rate" and "CPU" of every broker, then the rate of the node's two forms as a share of the peer's.
rate_heading() {
  local columns=() name
  for name in "${brokers[@]}"; do columns+=("$name, records/s" "$name, CPU s/GB"); done
  [ -z "${PEER:-}" ] || columns+=("${brokers[0]} / peer" "${brokers[1]} / peer")
  heading "$1" "${columns[@]}"
}
rate_row() {
  local line="| $1 |" name rate cpu; declare -A rates
  for name in "${brokers[@]}"; do
    rate=$(cut -d' ' -f1 "$work/$name.rates" | median) cpu=$(cut -d' ' -f2 "$work/$name.rates" | mean)
    rates[$name]=$rate line+=" $rate | $cpu |"
    rm -f "$work/$name.rates"
  done
  [ -z "${PEER:-}" ] || line+=$(awk -v m="${rates[${brokers[0]}]}" -v l="${rates[${brokers[1]}]}" -v p="${rates[peer]}" 'BEGIN {printf " %.2f | %.2f |", m / p, l / p}')
  echo "$line"
}
pair_heading() { local columns=() name; for name in "${brokers[@]}"; do columns+=("$name p50" "$name p99"); done; heading "$1" "${columns[@]}"; }
pair_row() {
  local line="| $1 |" name
  for name in "${brokers[@]}"; do
    line+=" $(cut -d' ' -f1 "$work/$name.pairs" | median) | $(cut -d' ' -f2 "$work/$name.pairs" | median) |"
    rm -f "$work/$name.pairs"
  done
  echo "$line"
}

produce_once() { # size acks partitions codec count
  local topic=produce-$1-$2-$3-$4-$RANDOM$RANDOM
  probe create "$broker_address" "$topic" "$3"
  measured "$work/$broker.rates" -P -t "$topic" -s "$1" -a "$2" -z "$4" -c "$(count_of "$5")" "${producer[@]}"
  forget "$broker_address" "$topic"
}
fill() { probe create "$broker_address" "$1" "$2"; performance -P -t "$1" -s "$3" -a 1 -c "$(count_of "$4")" "${producer[@]}" >/dev/null; }
consume_once() { # topic partitions count
  local wanted=() n
  for ((n = 0; n < $2; n++)); do wanted+=(-p "$n"); done
  measured "$work/$broker.rates" -C -t "$1" "${wanted[@]}" -o beginning -c "$(count_of "$3")" "${consumer[@]}"
}
round_trip_once() { probe round-trips "$broker_address" round-trips "$1" "$2" >>"$work/$broker.pairs"; }
client_round_trip_once() { # acks count: librdkafka's own path, from produce call to delivery report, one record under way
  performance -P -l -t round-trips -p 0 -s 100 -a "$1" -c "$2" -r 1000 -A "$work/times" -X linger.ms=0 -X max.in.flight=1 >/dev/null
  tail -n +200 "$work/times" >"$work/warm"; percentiles "$work/warm" >>"$work/$broker.pairs"
}
end_to_end_once() { # records: produced at 1,000 a second while a consumer waits at the tail
  local consumer_pid
  timeout 60 "$RDKAFKA_PERFORMANCE" -C -l -b "$broker_address" -t end-to-end -p 0 -o end -c "$1" -A "$work/times" -X fetch.wait.max.ms=100 >/dev/null 2>&1 &
  consumer_pid=$!
  sleep 1
  performance -P -l -t end-to-end -p 0 -s 100 -a 1 -c $(($1 + 200)) -r 1000 -X linger.ms=0 >/dev/null
  wait "$consumer_pid"
  tail -n +200 "$work/times" >"$work/warm"; percentiles "$work/warm" >>"$work/$broker.pairs"
}

dotnet build src/Standalone.Cli -c Release -v quiet -nologo >"$work/build.log" && dotnet build bench/Probe -c Release -v quiet -nologo >>"$work/build.log" || { cat "$work/build.log" >&2; exit 1; }
[ -x "$RDKAFKA_PERFORMANCE" ] || { echo "bench/run.sh: run tests/clients/install.sh first" >&2; exit 1; }
if [[ "${brokers[*]}" =~ all|cluster|seaweedmq ]]; then dotnet build src/Silo -c Release -v quiet -nologo >"$work/build.log" || { cat "$work/build.log" >&2; exit 1; }; fi
for name in "${brokers[@]}"; do start_broker "$name"; done
if [ -n "${PEER:-}" ]; then brokers+=(peer); address[peer]=$PEER pid[peer]=${PEER_PID:?the peer\'s process id}; fi
producer=(-q -X linger.ms=5 -X queue.buffering.max.messages=1000000 -X queue.buffering.max.kbytes=1048576)
consumer=(-q -X fetch.wait.max.ms=100 -X queued.min.messages=1000000 -X enable.auto.commit=false)

note "warming up"
# Both runtimes compile or grow their heap while the first gigabytes pass; what is measured is what comes after that.
for n in 1 2 3; do
  for codec in none lz4; do on_each produce_once 100 -1 6 $codec 1000000; on_each produce_once 1024 1 1 $codec 300000; done
  on_each fill "warm-$n" 1 100 500000
  on_each consume_once "warm-$n" 1 500000
  for broker in "${brokers[@]}"; do forget "${address[$broker]}" "warm-$n"; done
done
for broker in "${brokers[@]}"; do rm -f "$work/$broker.rates"; done

if [[ $rows == *produce* ]]; then
  rate_heading "produce"
  for size in 100 1024; do for acks in 1 -1; do for partitions in 1 6; do for codec in none lz4; do
    [ "$size" = 100 ] && count=2000000 || count=500000
    count=$(awk -v c=$count -v s="$scale" 'BEGIN {print int(c * s)}')
    label="$size B, acks $acks, $partitions partition(s), $codec"
    [[ $label =~ ${ONLY:-.} ]] || continue
    note "produce $label"
    for ((run = 0; run < runs; run++)); do on_each produce_once $size $acks $partitions $codec "$count"; done
    rate_row "$label"
  done; done; done; done
fi

if [[ $rows == *consume* ]]; then
  rate_heading "consume"
  for size in 100 1024; do for partitions in 1 6; do
    [ "$size" = 100 ] && count=2000000 || count=500000
    count=$(awk -v c=$count -v s="$scale" 'BEGIN {print int(c * s)}')
    note "consume $size B, $partitions partitions"
    on_each fill "consume-$size-$partitions" $partitions $size "$count"
    for ((run = 0; run < runs; run++)); do on_each consume_once "consume-$size-$partitions" $partitions "$count"; done
    rate_row "$size B, $partitions partition(s)"
    for broker in "${brokers[@]}"; do forget "${address[$broker]}" "consume-$size-$partitions"; done
  done; done
fi

if [[ $rows == *latency* ]]; then
  for broker in "${brokers[@]}"; do probe create "${address[$broker]}" round-trips 1; probe create "${address[$broker]}" end-to-end 1; done
  pair_heading "microseconds"
  for acks in 1 -1; do
    note "round trips, acks $acks"
    for ((run = 0; run < runs; run++)); do on_each round_trip_once $acks 5000; done
    pair_row "round trip of one produce request, bare socket, acks $acks"
  done
  note "round trips of librdkafka"
  for ((run = 0; run < runs; run++)); do on_each client_round_trip_once 1 2000; done
  pair_row "librdkafka, produce to delivery report, 1,000/s, linger 0, acks 1"
  note "end to end"
  for ((run = 0; run < runs; run++)); do on_each end_to_end_once 2000; done
  pair_row "end to end at 1,000 records/s, linger 0, acks 1"
fi
note "done"
