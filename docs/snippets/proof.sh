#!/usr/bin/env bash
# The proof of a record, checked by hand: the leaf is SHA-256 of the record's bytes. Path and signature are checked by
# any tool for C2SP tlog-proof; here by the gateway's public check, and offline by the SDKs.
set -euo pipefail
: "${HYDRO_RECORD_ID:?says which record}"

get() { curl -sS --fail-with-body -H "Authorization: Bearer $HYDRO_API_KEY" "$HYDRO_URL$1"; }

proof=$(get "/api/v1/records/$HYDRO_RECORD_ID/proof")
commitment=$(sed -n 's/.*"commitment":"\([0-9a-f]*\)".*/\1/p' <<<"$proof")
record=$(get "/api/v1/records/export?plant_id=$HYDRO_PLANT_ID" | grep -F "\"id\":\"$HYDRO_RECORD_ID\"")
echo "told:     $commitment"
echo "computed: $(printf %s "$record" | sha256sum | cut -d ' ' -f 1)"
# The answer of the first call is what the check takes.
curl -sS --fail-with-body "$HYDRO_URL/api/v1/verify" -H "Content-Type: application/json" -d @- <<<"$proof"
