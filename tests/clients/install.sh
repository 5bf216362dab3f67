#!/usr/bin/env bash
# Installs the real clients the tests run: Debian packages, npm packages (versions locked in
# npm/package-lock.json) and the two native builds (node-rdkafka, rdkafka_performance).
# Idempotent; everything that is not a Debian package goes to $KAFKA_CLIENTS_CACHE, outside the tree.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/lib/env.sh"

say() { echo "clients/install: $*"; }
retry() { # up to 4 times, output only when it failed
  local n out; out=$(mktemp)
  for n in 1 2 3 4; do
    if "$@" >"$out" 2>&1; then rm -f "$out"; return 0; fi
    say "attempt $n failed: $*"; tail -n 15 "$out" | sed 's/^/    /'
    sleep $((n * 3))
  done
  rm -f "$out"; return 1
}
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -E "$@"; fi; }

# --- Debian -----------------------------------------------------------------------------------
packages=(
  kcat python3-confluent-kafka python3-kafka python3-lz4 python3-snappy python3-zstandard
  golang-go golang-github-shopify-sarama-dev golang-github-segmentio-kafka-go-dev
  gcc g++ make pkg-config python3 libssl-dev zlib1g-dev libzstd-dev rapidjson-dev
)
command -v npm >/dev/null || packages+=(npm)
missing=()
for p in "${packages[@]}"; do
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null || true)" = installed ] || missing+=("$p")
done
if [ ${#missing[@]} -gt 0 ]; then
  say "apt: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  retry as_root apt-get update -q
  retry as_root apt-get install -y -q --no-install-recommends "${missing[@]}"
fi

# --- npm --------------------------------------------------------------------------------------
mkdir -p "$KAFKA_CLIENTS_CACHE"
exec 9>"$KAFKA_CLIENTS_CACHE/.lock"
flock 9
stamp=$(cat "$here/npm/package.json" "$here/npm/package-lock.json" | sha256sum | cut -c1-16)
if [ "$(cat "$NPM_DIR/.stamp" 2>/dev/null || true)" != "$stamp" ]; then
  say "npm: $(grep -c '"node_modules/' "$here/npm/package-lock.json") locked packages"
  rm -rf "$NPM_DIR"; mkdir -p "$NPM_DIR"
  cp "$here/npm/package.json" "$here/npm/package-lock.json" "$NPM_DIR/"
  # No package's own script runs here: one of them would download a prebuilt binary.
  retry npm --prefix "$NPM_DIR" ci --ignore-scripts --no-audit --no-fund --loglevel=error
  echo "$stamp" >"$NPM_DIR/.stamp"
fi

# --- node-rdkafka (with the librdkafka sources in its own package) ----------------------------
rdk=$NPM_DIR/node_modules/node-rdkafka
build_node_rdkafka() {
  local include; include=$(cd "$(dirname "$NODE")/.." && pwd)
  # librdkafka first: the package's own build rules race about its config.h.
  ./configure && make -C deps/librdkafka -j"$BUILD_JOBS" libs &&
    "$NODE" "$NPM_DIR/node_modules/node-gyp/bin/node-gyp.js" configure build --nodedir="$include" --python="$PYTHON"
}
if [ ! -e "$rdk/.built" ]; then
  say "building node-rdkafka"
  export -f build_node_rdkafka
  retry env -C "$rdk" PATH="$(dirname "$NODE"):$PATH" JOBS="$BUILD_JOBS" nice -n 10 bash -c build_node_rdkafka
  touch "$rdk/.built"
fi
if [ ! -x "$RDKAFKA_PERFORMANCE" ]; then
  say "building rdkafka_performance"
  retry nice -n 10 make -C "$rdk/deps/librdkafka/examples" -j"$BUILD_JOBS" rdkafka_performance
  mkdir -p "$(dirname "$RDKAFKA_PERFORMANCE")"
  cp "$rdk/deps/librdkafka/examples/rdkafka_performance" "$RDKAFKA_PERFORMANCE"
fi

# --- the two Go programs (Debian's libraries, no module download) ------------------------------
for p in sarama kafka-go; do
  src=$here/$p/main.go; bin=$KAFKA_CLIENTS_CACHE/bin/$p
  [ -e "$src" ] || continue
  if [ ! -x "$bin" ] || [ "$(cat "$bin.stamp" 2>/dev/null || true)" != "$(sha256sum <"$src")" ]; then
    say "building $p"
    mkdir -p "$KAFKA_CLIENTS_CACHE/bin"
    retry env GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE="$KAFKA_CLIENTS_CACHE/go-build" GOFLAGS= \
      nice -n 10 /usr/bin/go build -p "$BUILD_JOBS" -o "$bin" "$src"
    sha256sum <"$src" >"$bin.stamp"
  fi
done
say "ready in $KAFKA_CLIENTS_CACHE"
