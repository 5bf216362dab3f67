#!/usr/bin/env bash
# Installs what the tests need, builds everything, runs all tests: the solution's own, the operations page in Chromium, real clients, and librdkafka's suite
# against a node.
# Ends with the line "N passed, N failed, N skipped". Arguments name stages to run instead of all: dotnet clients cluster librdkafka
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
stages=${*:-dotnet clients cluster librdkafka}
logs=${TEST_LOGS:-$(mktemp -d -t kafka-gateway-tests-XXXXXX)}
mkdir -p "$logs"
passed=0 failed=0 skipped=0
node_pid=

note() { printf '== %s\n' "$*"; }
stop_node() { if [ -n "$node_pid" ]; then kill "$node_pid" 2>/dev/null || true; wait "$node_pid" 2>/dev/null || true; node_pid=; fi; }
trap stop_node EXIT
command -v dotnet >/dev/null || { echo "test.sh: the .NET 10 SDK is needed (dotnet is not on the PATH)" >&2; exit 1; }

solution=Orleans.KafkaGateway.sln
if ! scripts/orleans-restores.sh $solution; then
  solution=WithoutOrleans.slnf
  echo 'test.sh: the package feed does not have Orleans or gRPC: what needs them (src/Grains, src/Silo, src/SeaweedMq, their tests, the cluster stage) is left out'
fi
note "build (log: $logs/build.log)"
dotnet build "$solution" -c Release -v quiet -nologo >"$logs/build.log" 2>&1 || { cat "$logs/build.log"; exit 1; }

# Shows what a test project's log says of its failures, and keeps their names and messages for the end, where whoever reads only that finds them.
tell_failures() {
  grep -A 25 -E '^ +Failed ' "$2" || true
  awk -v project="$1" '/^ +Failed / {print project ":" $0; message = 0} /^ +Error Message:/ {message = 8} /^ +Stack Trace:/ {message = 0} message-- > 0' "$2" >>"$logs/failures" || true
}

# Adds up the summary lines that dotnet test prints for each test project.
run_dotnet() {
  local project name log line
  for project in tests/*.Tests/*.csproj; do
    name=$(basename "$project" .csproj) log=$logs/$name.log
    if [ "$solution" = WithoutOrleans.slnf ] && [[ $name == Cluster* || $name == SeaweedMq* ]]; then continue; fi
    note "$name"
    dotnet test "$project" -c Release --no-build --nologo >"$log" 2>&1 || true
    line=$(grep -E 'Failed: +[0-9]+, Passed: +[0-9]+, Skipped: +[0-9]+' "$log" | tail -n 1 || true)
    if [ -z "$line" ]; then
      tail -n 40 "$log"; failed=$((failed + 1)); echo "$name did not finish"; continue
    fi
    echo "$line"
    if ! grep -q 'Failed: *0,' <<<"$line"; then tell_failures "$name" "$log"; fi
    failed=$((failed + $(sed -E 's/.*Failed: +([0-9]+).*/\1/' <<<"$line")))
    passed=$((passed + $(sed -E 's/.*Passed: +([0-9]+).*/\1/' <<<"$line")))
    skipped=$((skipped + $(sed -E 's/.*Skipped: +([0-9]+).*/\1/' <<<"$line")))
  done
}

# Starts a node with its data in a new folder and waits for its line; leaves its address in $bootstrap.
start_node() {
  start "$1" dotnet src/Standalone.Cli/bin/Release/net10.0/kafka-node.dll --listen 127.0.0.1:0 --data "$logs/data-$1" "${@:2}"
}

# Starts a program that says where clients connect, and waits for that.
start() {
  local out=$logs/node.out
  : >"$out"
  "${@:2}" >"$out" 2>"$logs/node-$1.log" &
  node_pid=$!
  for _ in $(seq 600); do
    grep -q '^ready: ' "$out" && break
    kill -0 "$node_pid" 2>/dev/null || break
    sleep 0.1
  done
  grep -q '^ready: ' "$out" || { cat "$logs/node-$1.log"; echo "the node did not start"; exit 1; }
  bootstrap=$(sed -n 's#^ready: kafka://##p' "$out")
}

# A suite that ends with the line "N passed, N failed".
run_counted() {
  local log=$logs/$1.log line
  "${@:2}" 2>&1 | tee "$log" || true
  line=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -n 1 || true)
  if [ -z "$line" ]; then failed=$((failed + 1)); echo "$1 did not finish"; return; fi
  passed=$((passed + ${line%% *}))
  failed=$((failed + $(sed -E 's/.*passed, ([0-9]+) failed.*/\1/' <<<"$line")))
}

# A suite with a list of what must pass; what is not in the list is in tests/clients/FINDINGS.md with the reason.
run_listed() {
  local log=$logs/$1.log line
  "${@:2}" 2>&1 | tee "$log" | grep -vE '^(logs:|skipped)' || true
  line=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -n 1 || true)
  if [ -z "$line" ]; then failed=$((failed + 1)); echo "$1 did not finish"; return; fi
  passed=$((passed + ${line%% *}))
  failed=$((failed + $(sed -nE 's/^(is in allow-list.txt|are in expected-pass.txt) and did not pass: (.*)/\2/p' "$log" | awk '/^[0-9 ]+$/ {n += NF; next} {n++} END {print n + 0}')))
}

for stage in $stages; do
  case $stage in
    dotnet)
      tests/install.sh
      run_dotnet ;;
    clients)
      note "real clients"
      tests/clients/install.sh
      start_node clients
      run_listed clients tests/clients/run.sh "$bootstrap" --listed
      stop_node ;;
    cluster)
      [ "$solution" = Orleans.KafkaGateway.sln ] || continue
      note "a cluster"
      tests/clients/install.sh
      export KAFKA_GATEWAY_OPERATIONS_USER=operator KAFKA_GATEWAY_OPERATIONS_PASSWORD=$RANDOM$RANDOM
      start cluster scripts/cluster.sh 3 --data "$logs/data-cluster" --port 0
      note "the operations page in Chromium"
      # shellcheck disable=SC2046  # one address a word
      run_counted operations-page tests/operations-page/run.sh "$bootstrap" $(sed -n 's/^operations: //p' "$logs/node.out")
      note "real clients through two gateways of a cluster"
      run_listed cluster tests/clients/run.sh "$bootstrap" --listed
      stop_node ;;
    librdkafka)
      note "librdkafka's test suite"
      tests/clients/install.sh
      tests/clients/librdkafka/build.sh
      start_node librdkafka --set num.partitions=4
      run_listed librdkafka tests/clients/librdkafka/run.sh "$bootstrap" --listed
      stop_node ;;
    *) echo "test.sh: no stage '$stage'; there are dotnet, clients, cluster, librdkafka" >&2; exit 2 ;;
  esac
done

note "logs: $logs"
if [ -s "$logs/failures" ]; then note "what failed"; cut -c 1-400 "$logs/failures"; fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
