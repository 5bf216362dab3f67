#!/usr/bin/env bash
# Builds librdkafka 2.15.1 (the sources inside the npm package that ../install.sh fetched) and its own test-runner
# into $KAFKA_CLIENTS_CACHE/librdkafka. Idempotent.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../lib/env.sh"
from=$NPM_DIR/node_modules/@confluentinc/kafka-javascript/deps/librdkafka
to=$KAFKA_CLIENTS_CACHE/librdkafka
[ -d "$from" ] || "$here/../install.sh"
stamp=$(sha256sum <"$from/src/rdkafka.h" | cut -c1-16)-$(sha256sum <"$from/tests/test.c" | cut -c1-16)
if [ "$(cat "$to/.built" 2>/dev/null || true)" != "$stamp" ]; then
  echo "clients/librdkafka: building"
  rm -rf "$to"; cp -r "$from" "$to"; cd "$to"
  log=$KAFKA_CLIENTS_CACHE/librdkafka-build.log
  # Without curl and GSSAPI: only tests that need more than a plain broker use them. Built faster without debug symbols, and with -O1.
  { ./configure --disable-curl --disable-gssapi --disable-optimization --disable-debug-symbols --CFLAGS=-O1 --CXXFLAGS=-O1 &&
    nice -n 10 make -j"$BUILD_JOBS" libs &&
    nice -n 10 make -C tests -j"$BUILD_JOBS" build; } >"$log" 2>&1 || { tail -n 30 "$log"; exit 1; }
  echo "$stamp" >.built
fi
echo "clients/librdkafka: $to/tests/test-runner"
