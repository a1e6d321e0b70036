#!/usr/bin/env bash
# One reading: judged, stored, and anchored on the ledger before the answer comes (at most 10 s; else it is pending).
set -euo pipefail

curl -sS --fail-with-body "$HYDRO_URL/api/v1/telemetry" \
  -H "Authorization: Bearer $HYDRO_API_KEY" \
  -H "Content-Type: application/json" \
  -H "Idempotency-Key: \"$(date +%s%N)\"" \
  -d '{
    "plant_id": "'"$HYDRO_PLANT_ID"'",
    "device_id": "'"$HYDRO_DEVICE_ID"'",
    "readings": { "flow_rate_m3s": 2.5, "head_height_m": 45, "power_output_kw": 900 }
  }'
