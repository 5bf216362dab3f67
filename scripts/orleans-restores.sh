#!/usr/bin/env bash
# Whether the package feed has Orleans, gRPC and what they need, for the cluster's process or for what is named. Succeeds where it does.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if dotnet restore "${1:-src/Silo}" -v quiet >"$log" 2>&1; then exit 0; fi
# Any other failure is one that the build will tell of.
! grep -qE 'NU1(101|102|103|301).*' "$log"
