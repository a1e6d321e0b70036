#!/usr/bin/env bash
# Many readings, one a line (NDJSON), up to 10000 at once. Sent again, what is on record answers as a duplicate.
set -euo pipefail

for minute in 01 02 03; do
  printf '{"plant_id":"%s","device_id":"%s","timestamp":"2026-05-04T00:%s:00Z","interval_s":60,' \
    "$HYDRO_PLANT_ID" "$HYDRO_DEVICE_ID" "$minute"
  printf '"source":"backfill","reason":"history of the plant",'
  printf '"readings":{"flow_rate_m3s":2.5,"head_height_m":45,"power_output_kw":900}}\n'
done | curl -sS --fail-with-body "$HYDRO_URL/api/v1/telemetry/batch" \
  -H "Authorization: Bearer $HYDRO_API_KEY" \
  -H "Content-Type: application/x-ndjson" -H "Accept: application/json" \
  --data-binary @-
