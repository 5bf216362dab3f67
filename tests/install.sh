#!/usr/bin/env bash
# Installs what the solution's own tests need besides the .NET SDK: PostgreSQL, where it is missing. Tests start servers of their own.
set -euo pipefail
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && command -v psql >/dev/null && exit 0
command -v initdb >/dev/null && command -v psql >/dev/null && exit 0

retry() { # up to 4 times
  local n
  for n in 1 2 3 4; do "$@" && return 0; sleep $((n * 3)); done
  return 1
}
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -E "$@"; fi; }

echo 'tests/install: apt: postgresql'
export DEBIAN_FRONTEND=noninteractive
install() { retry as_root apt-get install -y -q --no-install-recommends "$@" >/dev/null; }
retry as_root apt-get update -q >/dev/null
# Debian would make and start a server of its own, which nobody here asks for.
install postgresql-common
as_root sed -i 's/^#\?create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
install postgresql
