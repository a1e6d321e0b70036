#!/usr/bin/env bash
# A monitoring period of a plant that has a design and metered readings: opened, and closed with its statement.
set -euo pipefail
: "${HYDRO_FROM:?first local day}" "${HYDRO_TO:?first local day after it}"

post() {
  curl -sS --fail-with-body "$HYDRO_URL$1" -H "Authorization: Bearer $HYDRO_API_KEY" \
    -H "Content-Type: application/json" -H "Idempotency-Key: \"$(date +%s%N)\"" -d "$2"
}

plant=/api/v1/plants/$HYDRO_PLANT_ID
period=$(post "$plant/periods" '{ "from": "'"$HYDRO_FROM"'", "to": "'"$HYDRO_TO"'" }')
period_id=$(sed -n 's/.*"period_id":"\([^"]*\)".*/\1/p' <<<"$period")
post "$plant/periods/$period_id/close" '{}'
