import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ChainCheck } from "../../src/audit/chain-check.ts";
import type { TelemetryBody } from "../../src/hydropower/reading.ts";
import { lockIssuance } from "../../src/issuance/store.ts";
import type { Actor } from "../../src/kernel/actor.ts";
import { Fault } from "../../src/kernel/fault.ts";
import { changePlant } from "../../src/plants/changes.ts";
import { lockPlants } from "../../src/plants/heads.ts";
import { getPlant, type PlantView, setAnchoring } from "../../src/plants/plants.ts";
import { findVersioned, type PlantKey } from "../../src/plants/store.ts";
import { acceptReading } from "../../src/telemetry/accept.ts";
import { parseBody } from "../../src/telemetry/types.ts";
import { pilotBody, pilotPlant } from "../support/pilot.ts";
import { type Bench, recordedOf, telemetryBench } from "../support/telemetry.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await telemetryBench();
});
afterAll(() => bench.close());

const { plant_id: plantId } = pilotPlant;
const smaller = {
  mayChange: () => undefined,
  apply: () => ({ ...pilotPlant, rated_power_kw: 400, design_flow_m3s: 1.2 }),
};

/** Until so many sessions of this database wait for a lock. */
async function waiting(n: number): Promise<void> {
  for (;;) {
    const { rows } = await bench.connection.pool.query(
      "SELECT count(DISTINCT pid)::int AS n FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database()",
    );
    if ((rows[0] as { n: number }).n >= n) return;
  }
}

test("a reading that waits behind a change is judged by the new configuration, as the auditor does", async () => {
  await bench.addPlant("queue");
  const actor = bench.actorOf("queue");
  const held = await bench.connection.pool.connect();
  await held.query("BEGIN");
  await held.query("SELECT FROM plant_heads WHERE org_id = 'queue' FOR UPDATE");
  const changed = changePlant(bench.deps, actor, plantId, smaller);
  await waiting(1);
  const sent = acceptReading(bench.deps, actor, pilotBody() as TelemetryBody);
  await waiting(2);
  await held.query("COMMIT");
  held.release();
  await changed;
  expect(parseBody(recordedOf(await sent).record).verification).toMatchObject({ status: "REJECTED" });
  const { rows } = await bench.connection.pool.query("SELECT body FROM records WHERE org_id = 'queue' ORDER BY seq");
  const check = new ChainCheck({ plantId, whole: true });
  for (const { body } of rows as { body: Buffer }[]) await check.add(body);
  expect(check.finish().findings).toContainEqual(expect.objectContaining({ check: "replay", state: "ok" }));
});

describe("whoever settles a period of the plant", () => {
  const changes = {
    "a new configuration": (actor: Actor) => changePlant(bench.deps, actor, plantId, smaller),
    "another way of anchoring": (actor: Actor) => setAnchoring(bench.deps, actor, plantId, { anchor_mode: "record" }),
  };
  test.each(Object.entries(changes))("is waited for by %s, which keeps nothing that he needs", async (_name, make) => {
    const orgId = `settled-${Object.values(changes).indexOf(make)}`;
    await bench.addPlant(orgId);
    const place = { orgId, plantId };
    const made = await bench.deps.db
      .of(orgId)
      .transaction()
      .execute(async (tx) => {
        await lockIssuance(tx, place);
        const change = make(bench.actorOf(orgId));
        await waiting(1);
        expect((await lockPlants(tx, [place])).size).toBe(1);
        return { change };
      });
    await made.change;
    expect(await versionOf(place)).toBe(2);
  });
});

/** The number of the plant's configuration in force. */
const versionOf = async (place: PlantKey) => (await findVersioned(bench.deps.db.of(place.orgId), place))?.version;

test("of ten changes from one state one is made", async () => {
  await bench.addPlant("race");
  const actor = bench.actorOf("race");
  const { version } = await getPlant(bench.deps, actor, plantId);
  const mayChange = (standing: PlantView) => {
    if (standing.version !== version) throw new Fault("precondition-failed", "Changed meanwhile.");
  };
  const all = await Promise.allSettled(
    Array.from({ length: 10 }, (_, i) =>
      changePlant(bench.deps, actor, plantId, { mayChange, apply: () => ({ ...pilotPlant, name: `Name ${i}` }) }),
    ),
  );
  expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const refused = all.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []));
  expect(refused).toEqual(Array(9).fill("precondition-failed"));
});

test("the plant of another organisation, and one that a key is not for, are as if they were not there", async () => {
  await bench.addPlant("own");
  const narrowed = { ...bench.actorOf("own"), limits: { plants: ["OTHER"] } };
  const words = async (actor: typeof narrowed | ReturnType<Bench["actorOf"]>) =>
    changePlant(bench.deps, actor, plantId, smaller).catch((error: Error) => error.message);
  await bench.addPlant("foreign", { ...pilotPlant, plant_id: "THEIRS" });
  expect(await words(narrowed)).toBe(await words(bench.actorOf("foreign")));
});
