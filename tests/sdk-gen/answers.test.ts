import { expect, test } from "vitest";
import { neededOf } from "../../sdk-gen/answers.ts";

const answer = (schema: Parameters<typeof neededOf>[0]) => ({ content: { "application/json": { schema } } });

test("what every answer of a call has is what all of its forms need; words go before names, files need nothing", () => {
  const record = { type: "object", required: ["record_id", "status"] };
  const needed = neededOf({
    paths: {
      "/api/v1/plants/{plant_id}": {
        get: { responses: { 200: answer({ $ref: "#/components/schemas/Plant" }), 404: {} } },
      },
      "/api/v1/plants/import": {
        post: {
          responses: {
            200: answer({ anyOf: [record, { type: "object", required: ["status", "later"] }] }),
            202: answer({ ...record, required: ["status", "late"] }),
          },
        },
      },
      "/api/v1/records/export": { get: { responses: { 200: { content: { "text/csv": { schema: record } } } } } },
      "/log/v0.json": { get: { responses: { 200: answer({ type: "object", required: ["key"] }) } } },
    },
    components: { schemas: { Plant: { type: "object", required: ["plant_id", "name"] } } },
  });
  expect(needed).toEqual([
    { call: "^POST .*/api/v1/plants/import$", members: ["status"] },
    { call: "^GET .*/api/v1/plants/[^/]+$", members: ["name", "plant_id"] },
    { call: "^GET .*/log/v0[.]json$", members: ["key"] },
  ]);
});
