#!/usr/bin/env bash
# A webhook: made, tried out, and its message checked with OpenSSL. What receives it at $HYDRO_HOOK_URL writes the body
# and the three headers to files in $HYDRO_HOOK_DIR, as they came.
set -euo pipefail

post() {
  curl -sS --fail-with-body "$HYDRO_URL$1" -H "Authorization: Bearer $HYDRO_API_KEY" \
    -H "Content-Type: application/json" -H "Idempotency-Key: \"$(date +%s%N)\"" -d "$2"
}

hook=$(post /api/v1/webhooks '{ "url": "'"$HYDRO_HOOK_URL"'", "types": ["record.rejected"] }')
secret=$(sed -n 's/.*"secret":"whsec_\([^"]*\)".*/\1/p' <<<"$hook")
post "/api/v1/webhooks/$(sed -n 's/.*"endpoint_id":"\([^"]*\)".*/\1/p' <<<"$hook")/test" '{}' >/dev/null
until [ -s "$HYDRO_HOOK_DIR/webhook-signature" ]; do sleep 0.2; done

cd "$HYDRO_HOOK_DIR"
signature=$(
  { printf '%s.%s.' "$(cat webhook-id)" "$(cat webhook-timestamp)" && cat body; } |
    openssl dgst -sha256 -binary -mac HMAC \
      -macopt "hexkey:$(printf %s "$secret" | base64 -d | od -An -v -tx1 | tr -d ' \n')" | base64
)
grep -qF "v1,$signature" webhook-signature && echo "verified: $(cat body)"
