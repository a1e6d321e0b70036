import { afterAll, beforeAll, expect, test } from "vitest";
import { telemetryBody } from "../../src/http/schemas.ts";
import type { Actor } from "../../src/kernel/actor.ts";
import { commitGroup } from "../../src/telemetry/commit.ts";
import type { AcceptItem } from "../../src/telemetry/types.ts";
import { pilotBody } from "../support/pilot.ts";
import { type Bench, telemetryBench } from "../support/telemetry.ts";

/** One transaction holds readings of several organisations: it is opened for exactly those. */

let bench: Bench;
beforeAll(async () => {
  bench = await telemetryBench();
  for (const orgId of ["a", "b", "c"]) await bench.addPlant(orgId);
});
afterAll(() => bench?.close());

let minute = 0;
function itemOf(actor: Actor, plantId?: string): AcceptItem {
  const timestamp = new Date(bench.now - 86_400_000 + 60_000 * minute++).toISOString();
  const body = telemetryBody.parse({
    ...(pilotBody({ flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: 900 }, { timestamp }) as object),
    ...(plantId !== undefined && { plant_id: plantId }),
  });
  return { actor, body, receivedAtMs: bench.now, idempotencyKey: undefined };
}

async function readingsOf(orgId: string): Promise<number> {
  const { rows } = await bench.connection.pool.query(
    "SELECT count(*)::int AS n FROM records WHERE org_id = $1 AND kind = 'reading'",
    [orgId],
  );
  return rows[0].n;
}

test("a group of two organisations commits both, each to its own chain", async () => {
  const items = [itemOf(bench.actorOf("a")), itemOf(bench.actorOf("b")), itemOf(bench.actorOf("a"))];
  const outcomes = await commitGroup(bench.deps, items);
  expect(outcomes.map((one) => one.ok && one.value.record?.orgId)).toEqual(["a", "b", "a"]);
  expect([await readingsOf("a"), await readingsOf("b"), await readingsOf("c")]).toEqual([2, 1, 0]);
});

test("a member that means a plant it does not have fails alone", async () => {
  const before = await readingsOf("a");
  const items = [itemOf(bench.actorOf("a")), itemOf(bench.actorOf("b"), "NOBODYS")];
  const [good, wrong] = await commitGroup(bench.deps, items);
  expect(good).toMatchObject({ ok: true });
  expect(wrong).toMatchObject({ ok: false, error: { code: "not-found" } });
  expect(await readingsOf("a")).toBe(before + 1);
});

test("a member whose rows are of an organisation that the group was not opened for finds nothing and writes nothing", async () => {
  const before = [await readingsOf("a"), await readingsOf("c")];
  let asked = 0;
  // As a mistake would: named as b when the transaction is opened, as c from then on.
  const forged: Actor = {
    ...bench.actorOf("b"),
    get orgId() {
      return asked++ === 0 ? "b" : "c";
    },
  };
  const [good, wrong] = await commitGroup(bench.deps, [itemOf(bench.actorOf("a")), itemOf(forged)]);
  expect(good).toMatchObject({ ok: true });
  expect(wrong).toMatchObject({ ok: false, error: { code: "not-found" } });
  expect([await readingsOf("a"), await readingsOf("c")]).toEqual([(before[0] ?? 0) + 1, before[1]]);
});

test("a member that the database refuses costs itself only: the others of its group are committed", async () => {
  const before = [await readingsOf("a"), await readingsOf("b")];
  // A key that no text column takes.
  const poisoned = itemOf(bench.actorOf("b"));
  const bad: AcceptItem = { ...poisoned, idempotencyKey: "nul\u0000" };
  const accepted = await Promise.allSettled([
    bench.deps.commits.submit(itemOf(bench.actorOf("a"))),
    bench.deps.commits.submit(bad),
    bench.deps.commits.submit(itemOf(bench.actorOf("b"))),
  ]);
  expect(accepted.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect([await readingsOf("a"), await readingsOf("b")]).toEqual([(before[0] ?? 0) + 1, (before[1] ?? 0) + 1]);
});
