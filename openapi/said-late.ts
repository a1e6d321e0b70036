/**
 * What every gateway since the last release refuses, and the release's document did not say: saying it now refuses nobody's
 * call. Sentences of `npm run openapi:breaks`, each to be shown against a gateway of that release before it is put here. A
 * release empties the list: its document says it all.
 */
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
  ...["first", "second"].map((size) => `GET /log/consistency: query parameter ${size} takes less: ${places}`),
];
