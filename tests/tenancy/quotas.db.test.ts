import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Connection } from "../../src/platform/database.ts";
import { removeIdleQuotaRows, setQuota, takeSlice } from "../../src/tenancy/quota-store.ts";
import { createQuotas } from "../../src/tenancy/quotas.ts";
import { createOrganisation } from "../../src/tenancy/tenancy.ts";
import { connectRoles, type Roles, type TestDatabase, testDatabase } from "../support/database.ts";

/** So long that no test sees its end. */
const windowS = 86_400 * 365;

let database: TestDatabase;
let roles: Roles;
/** Sees everything. */
let connection: Connection;
beforeAll(async () => {
  database = await testDatabase();
  roles = connectRoles(database);
  connection = roles.owner;
  const tenancy = { db: roles.db, clock: { nowMs: () => Date.now() }, keyEnvironment: "local" as const };
  for (const orgId of ["small", "big", "free"]) await createOrganisation(tenancy, { orgId, name: orgId });
});
afterAll(async () => {
  await roles.close();
  await database.drop();
});

const gateway = (defaults: { keyPerWindow: number; orgPerWindow: number }) =>
  createQuotas({
    db: roles.db,
    defaults: { ...defaults, windowS },
    elapsedMs: () => performance.now(),
    onTrouble: (error) => {
      throw error;
    },
  });

test("gateways that are asked at once never give out more than the quotas, and less by a slice each at most", async () => {
  const gateways = Array.from({ length: 4 }, () => gateway({ keyPerWindow: 120, orgPerWindow: 200 }));
  const asked = Array.from({ length: 800 }, (_, i) => {
    const keyId = i % 2 === 0 ? "key-a" : "key-b";
    return gateways[i % 4]?.take({ orgId: "big", keyId });
  });
  const answers = await Promise.all(asked);
  const passed = answers.filter((standings) => standings?.every(({ exceeded }) => !exceeded));
  expect(passed.length).toBeLessThanOrEqual(200);
  expect(passed.length).toBeGreaterThanOrEqual(200 - 4 * 2);
  const refusedBy = new Set(answers.flatMap((all) => all?.filter(({ exceeded }) => exceeded).map((one) => one.policy)));
  expect(refusedBy).toEqual(new Set(["key", "org"]));
});

test("an organisation's own quota stands above the default, and 0 lifts it", async () => {
  await setQuota(connection.db, "small", { orgPerMinute: null, keyPerMinute: 3 }, new Date());
  await setQuota(connection.db, "free", { orgPerMinute: 0, keyPerMinute: 0 }, new Date());
  const one = gateway({ keyPerWindow: 50, orgPerWindow: 50 });
  const outcome = async (orgId: string) => {
    const standings = [];
    for (let i = 0; i < 5; i++) standings.push(await one.take({ orgId, keyId: `key-of-${orgId}` }));
    return standings.map((all) => all.every(({ exceeded }) => !exceeded));
  };
  expect(await outcome("small")).toEqual([true, true, true, false, false]);
  expect(await outcome("free")).toEqual([true, true, true, true, true]);
  expect(await one.take({ orgId: "free", keyId: "key-of-free" })).toEqual([]);
});

test("a slice asked for in a window that is over counts in the one that runs", async () => {
  const subject = { orgId: "big", policy: "key", subject: "key:late" } as const;
  const { windowNo } = await takeSlice(connection.db, subject, 5, 60);
  await sql`UPDATE quota_use SET window_no = window_no + 3 WHERE subject = 'key:late'`.execute(connection.db);
  const late = await takeSlice(connection.db, subject, 2, 60);
  expect([late.windowNo >= windowNo + 3n, late.taken]).toEqual([true, 7]);
});

test("rows of whoever has asked nothing for a day go; the others stay", async () => {
  await takeSlice(connection.db, { orgId: "big", policy: "key", subject: "key:old" }, 1, 60);
  await takeSlice(connection.db, { orgId: "big", policy: "key", subject: "key:new" }, 1, 60);
  await sql`UPDATE quota_use SET asked_at = asked_at - interval '25 hours' WHERE subject = 'key:old'`.execute(
    connection.db,
  );
  await removeIdleQuotaRows(roles.worker.db);
  const { rows } = await sql<{ subject: string }>`
    SELECT subject FROM quota_use WHERE subject IN ('key:old', 'key:new')`.execute(connection.db);
  expect(rows).toEqual([{ subject: "key:new" }]);
});

test("what a clock took of windows a year ahead is not used up once it was put back", async () => {
  const subject = { orgId: "free", policy: "key", subject: "key:ahead" } as const;
  const db = roles.db.of("free");
  await takeSlice(db, subject, 100, 60);
  await connection.pool.query("UPDATE quota_use SET window_no = window_no + 525600 WHERE subject = 'key:ahead'");
  const [before, after] = [await takeSlice(db, subject, 5, 60), await takeSlice(db, subject, 5, 60)];
  expect(before.taken).toBe(5);
  expect(Number(after.windowNo)).toBeLessThanOrEqual(Math.ceil(Date.now() / 60_000));
});
