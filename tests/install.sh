#!/usr/bin/env bash
# Installs what the solution's own tests need besides the .NET SDK, where it is missing: PostgreSQL, of which tests start servers of their own,
# librdkafka's client for Python, which sits through a rolling restart, Prometheus, which the dashboard and the alerts are put to, and Helm.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
has_postgres() { { ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null; } && command -v psql >/dev/null; }
has_client() { /usr/bin/python3 -c 'import confluent_kafka' 2>/dev/null; }
has_prometheus() { command -v prometheus >/dev/null && command -v promtool >/dev/null; }
has_npm() { command -v npm >/dev/null || command -v helm >/dev/null; }
if has_postgres && has_client && has_prometheus && has_npm; then exec "$here/Deploy.Tests/helm/install.sh"; fi

retry() { # up to 4 times
  local n
  for n in 1 2 3 4; do "$@" && return 0; sleep $((n * 3)); done
  return 1
}
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -E "$@"; fi; }
install() { echo "tests/install: apt: $*"; retry as_root apt-get install -y -q --no-install-recommends "$@" >/dev/null; }

# Debian starts a service when it is installed; nobody here asks for one.
install_idle() { if [ -e /usr/sbin/policy-rc.d ]; then install "$@"; return; fi
  as_root sh -c 'printf "#!/bin/sh\nexit 101\n" >/usr/sbin/policy-rc.d && chmod +x /usr/sbin/policy-rc.d'
  install "$@" || { as_root rm /usr/sbin/policy-rc.d; return 1; }
  as_root rm /usr/sbin/policy-rc.d
}

export DEBIAN_FRONTEND=noninteractive
retry as_root apt-get update -q >/dev/null
if ! has_postgres; then
  # Debian would make and start a server of its own, which nobody here asks for.
  install postgresql-common
  as_root sed -i 's/^#\?create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
  install postgresql
fi
has_client || install python3 python3-confluent-kafka
has_prometheus || install_idle prometheus
has_npm || install npm
retry "$here/Deploy.Tests/helm/install.sh"
