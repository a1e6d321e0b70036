/**
 * What every gateway since the last release refuses, and the release's document did not say: saying it now refuses nobody's
 * call. Sentences of `npm run openapi:breaks`, each to be shown against a gateway of that release before it is put here. A
 * release empties the list: its document says it all.
 */
const notControls = "[^\\x00-\\x1f\\x7f-\\x9f]";
const reason = `takes less: pattern is ^[^\\s\\x00-\\x1f\\x7f-\\x9f]${notControls}{0,499}$ now`;
const places = "maximum none is 9007199254740991 now";

export const saidLate: readonly string[] = [
  // 428 without it, as the operation's answers and the parameter's words said.
  "PUT /api/v1/plants/{plant_id}: header parameter if-match is required now",
  "PATCH /api/v1/plants/{plant_id}: header parameter if-match is required now",
  "PATCH /api/v1/plants/{plant_id}/devices/{device_id}: header parameter if-match is required now",
  // 400 beyond it.
  "GET /api/v1/plants/{plant_id}/design: query parameter version takes less: maximum none is 999999 now",
  ...["export", "signatures"].flatMap((name) =>
    ["from_seq", "to_seq"].map(
      (parameter) => `GET /api/v1/records/${name}: query parameter ${parameter} takes less: ${places}`,
    ),
  ),
  // The same texts as by \P{Cc} and (?=\S), in a form that Python and Go read too.
  ...[
    "POST /api/v1/auth/register: request body /organisation/name",
    "POST /api/v1/auth/register: request body /name",
    "POST /api/v1/auth/verify-email: request body /name",
    "POST /api/v1/members/invitations: request body /name",
  ].map((name) => `${name} takes less: pattern is ^${notControls}*$ now`),
  `POST /api/v1/telemetry: request body /reason ${reason}`,
  `POST /api/v1/telemetry/batch: request body /items/reason ${reason}`,
  ...["first", "second"].map((size) => `GET /log/consistency: query parameter ${size} takes less: ${places}`),
];
