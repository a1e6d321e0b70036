#!/usr/bin/env bash
# What stands on record of a plant, page by page: follow `next_cursor` until it is null.
set -euo pipefail

cursor=""
while :; do
  page=$(curl -sS --fail-with-body -G "$HYDRO_URL/api/v1/telemetry" \
    -H "Authorization: Bearer $HYDRO_API_KEY" \
    -d "plant_id=$HYDRO_PLANT_ID" -d "limit=2" ${cursor:+--data-urlencode "cursor=$cursor"})
  echo "$page"
  cursor=$(sed -n 's/.*"next_cursor":"\([^"]*\)".*/\1/p' <<<"$page")
  [ -n "$cursor" ] || break
done
