#!/usr/bin/env bash
# A PostgreSQL server of one's own on loopback, in a folder, for a cluster on this machine.
#   scripts/postgres.sh start FOLDER PORT   makes the folder where it is missing, starts the server, prints a connection string
#   scripts/postgres.sh stop FOLDER
# Needs PostgreSQL's programs (Debian: postgresql). As root it runs as the user postgres, because PostgreSQL refuses to run as root; where that
# user may not enter FOLDER (below /root, say) the server's files are in /var/tmp/kafka-gateway-postgres/FOLDER instead.
set -euo pipefail
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb || true)")
[ -x "$bin/initdb" ] || { echo 'postgres.sh: PostgreSQL is not installed (apt-get install postgresql)' >&2; exit 1; }
folder=$(realpath -m "$2")

as_user() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi; }

own() { mkdir -p "$folder"; if [ "$(id -u)" = 0 ]; then chown postgres:postgres "$folder"; fi; }

own
if ! as_user test -w "$folder"; then
  rmdir "$folder"
  folder=/var/tmp/kafka-gateway-postgres$folder
  own
  echo "postgres.sh: the user postgres cannot enter $(realpath -m "$2"), so the database is in $folder" >&2
fi
case $1 in
  start)
    port=$3
    if [ ! -f "$folder/PG_VERSION" ]; then
      as_user "$bin/initdb" -D "$folder" -U postgres --auth=trust --encoding=UTF8 --no-locale >"/tmp/kafka-gateway-initdb-$$.log" 2>&1 \
        || { cat "/tmp/kafka-gateway-initdb-$$.log" >&2; exit 1; }
      rm -f "/tmp/kafka-gateway-initdb-$$.log"
    fi
    as_user "$bin/pg_ctl" -D "$folder" -w -t 60 -l "$folder/server.log" \
      -o "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories='$folder' -c max_connections=200" start >&2 \
      || { tail -n 20 "$folder/server.log" >&2; exit 1; }
    echo "Host=127.0.0.1;Port=$port;Username=postgres;Database=postgres" ;;
  stop)
    as_user "$bin/pg_ctl" -D "$folder" -m fast -w stop >&2 ;;
  *)
    echo "postgres.sh: start or stop, not '$1'" >&2; exit 2 ;;
esac
