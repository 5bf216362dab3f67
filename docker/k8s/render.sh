#!/usr/bin/env bash
# Renders the chart with its default values into this folder, for kubectl: docker/k8s/render.sh [HELM]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
rendered=$(mktemp -d)
trap 'rm -rf "$rendered"' EXIT
"${1:-helm}" template kafka-gateway ../helm/kafka-gateway --skip-tests --output-dir "$rendered" >/dev/null
rm -f ./*.yaml
mv "$rendered"/kafka-gateway/templates/*.yaml .
