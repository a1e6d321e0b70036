import { afterAll, beforeAll, expect, test } from "vitest";
import { createLog } from "../../src/platform/log.ts";
import { createSureTime } from "../../src/platform/sure-time.ts";
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

const yearMs = 365 * 86_400_000;
const aMinute = 60_000;

/** The database's clock is the test's; the gateway's and the mirror's are so far ahead of it. */
function timeWith(off: { readonly gatewayMs: number; readonly mirrorMs?: number }, onAsk = () => {}) {
  const watch = { aheadMs: off.mirrorMs === undefined ? undefined : off.gatewayMs - off.mirrorMs };
  const lines: string[] = [];
  const sure = createSureTime({
    clock: { nowMs: () => Date.now() + off.gatewayMs },
    clockWatch: watch,
    db: roles.worker.db,
    log: createLog("info", { write: (line) => lines.push(line) }),
    async ask() {
      onAsk();
    },
  });
  const aheadMs = async () => ((await sure.nowMs()) ?? Number.NaN) - Date.now();
  return { sure, watch, lines, aheadMs };
}

test("of three clocks whichever is behind says what is old", async () => {
  for (const [gatewayMs, mirrorMs, surely] of [
    [0, 0, 0],
    [yearMs, 0, 0],
    [0, yearMs, 0],
    // The database's is a year ahead of both.
    [-yearMs, -yearMs, -yearMs],
    [yearMs, yearMs, 0],
    [-yearMs, 0, -yearMs],
  ] as const) {
    const { aheadMs } = timeWith({ gatewayMs, mirrorMs });
    expect(Math.abs((await aheadMs()) - surely)).toBeLessThan(aMinute);
  }
});

test("what goes by the database's clock waits while that is ahead of another", async () => {
  const may = ({ sure }: ReturnType<typeof timeWith>) => sure.isTheDatabases();
  expect(await may(timeWith({ gatewayMs: 0, mirrorMs: 0 }))).toBe(true);
  expect(await may(timeWith({ gatewayMs: yearMs, mirrorMs: 0 }))).toBe(true);
  expect(await may(timeWith({ gatewayMs: 0, mirrorMs: -yearMs }))).toBe(false);
  expect(await may(timeWith({ gatewayMs: -yearMs, mirrorMs: -yearMs }))).toBe(false);
  expect(await may(timeWith({ gatewayMs: 0 }))).toBe(false);
});

test("while the mirror does not say what the time is nothing is old, and that is told once", async () => {
  let asked = 0;
  const { sure, watch, lines } = timeWith({ gatewayMs: 0 }, () => asked++);
  expect([await sure.nowMs(), await sure.nowMs(), asked]).toEqual([undefined, undefined, 2]);
  expect(lines.filter((line) => /does not say what the time is/.test(line))).toHaveLength(1);
  watch.aheadMs = 0;
  expect(await sure.nowMs()).toBeGreaterThan(Date.now() - aMinute);
});
