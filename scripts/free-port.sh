#!/usr/bin/env bash
# Prints a port of loopback that is free now: one that nobody listens on and the system does not hand out by itself.
set -euo pipefail
while true; do
  port=$((RANDOM % 12000 + 20000))
  if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then echo "$port"; exit; fi
done
