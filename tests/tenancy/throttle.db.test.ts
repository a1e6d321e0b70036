import { afterAll, beforeAll, expect, test } from "vitest";
import { createSeal } from "../../src/tenancy/seal.ts";
import { attempt } from "../../src/tenancy/throttle.ts";
import { connectRoles, type Roles, type TestDatabase, testDatabase } from "../support/database.ts";

let database: TestDatabase;
let roles: Roles;
beforeAll(async () => {
  database = await testDatabase();
  roles = connectRoles(database);
});
afterAll(async () => {
  await roles.close();
  await database.drop();
});

test("who waits by a clock that was a year ahead tries again once it was put back, and is counted anew", async () => {
  let nowMs = Date.parse("2027-11-23T00:00:00Z");
  const deps = { db: roles.db.shared, clock: { nowMs: () => nowMs }, seal: createSeal(new Uint8Array(32)) };
  const tries = async (times: number) => {
    const waits = [];
    for (let i = 0; i < times; i++) waits.push(await attempt(deps, "sign-in", "someone@plants.example"));
    return waits;
  };
  expect(await tries(11)).toEqual([...Array(10).fill(0), 30]);
  nowMs = Date.parse("2026-11-23T00:00:00Z");
  expect(await tries(11)).toEqual([...Array(10).fill(0), 30]);
});
