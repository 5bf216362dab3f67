#!/usr/bin/env bash
# Makes the passwords and the token that compose.yaml wants, in docker/secrets, which Git does not see. What is there already stays as it is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
mkdir -p secrets
chmod 700 secrets

random() { head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n'; }
# Readable for the users that the containers run as: nobody else gets through the folder.
keep() { [ -s "secrets/$1" ] || { cat >"secrets/$1"; chmod 444 "secrets/$1"; }; }

random | keep postgres-password
random | keep operations-token
random | keep operations-password
random | keep grafana-password
keep kafka-gateway.env <<ENV
KAFKA_GATEWAY_POSTGRES_CONNECTION=Host=postgres;Username=postgres;Password=$(cat secrets/postgres-password);Database=postgres
KAFKA_GATEWAY_OPERATIONS_TOKEN=$(cat secrets/operations-token)
KAFKA_GATEWAY_OPERATIONS_USER=admin
KAFKA_GATEWAY_OPERATIONS_PASSWORD=$(cat secrets/operations-password)
ENV
