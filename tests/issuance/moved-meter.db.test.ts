import { readFile } from "node:fs/promises";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordClaim } from "../../src/issuance/claims.ts";
import type { Resolution } from "../../src/issuance/meter-serial-store.ts";
import { listClashes, resolveClash } from "../../src/issuance/meter-serials.ts";
import { metersIn } from "../../src/issuance/meter-spans.ts";
import type { Fault } from "../../src/kernel/fault.ts";
import { actorOf, type Parties, partyWorld } from "./parties.ts";
import { designOf, type PlantWorld, refusedBy } from "./world.ts";

let world: Parties;
beforeAll(async () => {
  world = await partyWorld();
});
afterAll(() => world.close());

const registrar = actorOf("registrar", ["registrar"]);
const [first, second] = [
  ["2026-03-01", "2026-03-02"],
  ["2026-03-02", "2026-03-03"],
] as const;
let serials = 0;

/** A meter that stood in one plant and stands in another organisation's by now, which states days on which it had not come yet. */
async function moved() {
  const serial = `MOVED ${++serials}`;
  const before = await world.running({ meter: { serial } });
  const periodId = await world.closed(before);
  // Its place holds another one from the second day on: the serial is free for whoever has the meter now.
  const at = { at: "2026-03-02T00:00:00Z", serial: `NEXT ${serials}`, last: {}, first: {} };
  await before.design({ meter: { serial, replacements: [at] } });
  const after = await world.running({ meter: { serial: serial.toLowerCase().replace(" ", "-") } }, "elsewhere");
  return { before, after, periods: { before: periodId, after: await world.closed(after) } };
}

const clashOf = async (claimant: PlantWorld) =>
  (await listClashes(world.deps, registrar)).filter((clash) => clash.claimant.plantId === claimant.plantId);
const decide = (clashId: string, as: Resolution) =>
  resolveClash(world.register, clashId, { as, reason: "by the log of the works" });
const rule = "meter.days-elsewhere";

describe("a meter that has moved", () => {
  test("is paid for a day in one plant: the other, which states the same day, is refused and told nothing of it", async () => {
    const { before, after, periods } = await moved();
    await world.minting(before, periods.before);
    const refused = (await world.request(after, periods.after).catch((error: unknown) => error)) as Fault;
    expect(refused.facts?.extensions).toMatchObject({ rule });
    const told = JSON.stringify([refused.message, refused.facts]);
    expect(told).not.toContain(before.plantId);
    expect(told).not.toContain("pilot");
    // The day after it had come is nobody else's.
    expect(await refusedBy(world.request(after, await world.closed(after, ...second)))).toBe("not refused");
    expect(await refusedBy(world.request(before, await world.closed(before, ...second)))).toBe("not refused");
  });

  test("is the registrar's to decide on, who is told of it once", async () => {
    const { before, after, periods } = await moved();
    await world.request(after, periods.after);
    for (let i = 0; i < 2; i++) expect(await refusedBy(world.request(before, periods.before))).toBe(rule);
    expect(await clashOf(before)).toMatchObject([
      {
        ...{ claimant: { orgId: "pilot" }, holder: { orgId: "elsewhere", plantId: after.plantId }, resolved: null },
        days: { fromMs: Date.parse(first[0]), toMs: Date.parse(first[1]) },
      },
    ]);
  });

  test.each([
    ["claimant", "not refused", rule],
    ["holder", rule, "not refused"],
    ["distinct", "not refused", "not refused"],
  ] as const)("was on these days where the registrar says: %s, whoever asked first", async (as, claimant, holder) => {
    const { before, after, periods } = await moved();
    const { issuance } = await world.request(after, periods.after);
    await refusedBy(world.request(before, periods.before));
    const [clash] = await clashOf(before);
    await decide(clash?.clashId ?? "", as);
    expect(await refusedBy(world.verify(after, periods.after, issuance.issuanceId))).toBe(holder);
    expect(await refusedBy(world.request(before, periods.before))).toBe(claimant);
    // Where it stands today is another question: the next day is issued there.
    expect(await refusedBy(world.request(after, await world.closed(after, ...second)))).toBe("not refused");
    expect(await clashOf(before)).toHaveLength(1);
  });

  test("stays paid for where it is paid for: days that are minted go to nobody else", async () => {
    const { before, after, periods } = await moved();
    await world.minting(after, periods.after);
    await refusedBy(world.request(before, periods.before));
    const [clash] = await clashOf(before);
    expect(await refusedBy(decide(clash?.clashId ?? "", "claimant"))).toBe("meter.days-minted");
    expect(await refusedBy(world.request(before, periods.before))).toBe(rule);
  });

  test("is free on days for which a request was given up", async () => {
    const { before, after, periods } = await moved();
    await world.request(after, periods.after);
    const claim = { scheme: "I-REC(E)", reference: `IN-${serials}`, from: first[0], to: first[1], energyWh: null };
    await recordClaim(world.deps, after.actor, after.plantId, claim);
    expect(await refusedBy(world.request(before, periods.before))).toBe("not refused");
  });

  test("keeps the days for which an issuance was asked for before they were kept", async () => {
    const { before, periods } = await moved();
    await world.minting(before, periods.before);
    const kept = () => world.db.selectFrom("meter_days").selectAll().where("plant_id", "=", before.plantId).execute();
    const rows = await kept();
    await world.db.deleteFrom("meter_days").execute();
    const text = await readFile(new URL("../../migrations/0047_meter_days.sql", import.meta.url), "utf8");
    const [fill = ""] = /^INSERT INTO meter_days[^;]*;/m.exec(text) ?? [];
    // As a migration runs: by the owner's role, under row-level security.
    await world.db.transaction().execute(async (tx) => {
      await sql`SET LOCAL ROLE hydro_owner`.execute(tx);
      await sql.raw(fill).execute(tx);
    });
    expect(await kept()).toEqual(rows.map((row) => ({ ...row, claim_no: expect.anything() })));
    expect(rows).toHaveLength(1);
  });

  test("is one plant's where two ask at once", async () => {
    for (let i = 0; i < 3; i++) {
      const { before, after, periods } = await moved();
      const asked = await Promise.all([
        refusedBy(world.request(before, periods.before)),
        refusedBy(world.request(after, periods.after)),
      ]);
      expect(asked.sort()).toEqual([rule, "not refused"]);
    }
  });
});

test("a meter's place has each of its serials for its own time, in whatever order its changes are told", () => {
  const change = (at: string, serial: string) => ({ at, serial, last: {}, first: {} });
  const replacements = [change("2026-03-20T12:00:00Z", "c-3"), change("2026-03-10T12:00:00Z", "b 2")];
  const { meters } = designOf({ meter: { serial: "a1", replacements } });
  const at = (text: string) => Date.parse(text);
  expect(metersIn(meters, at("2026-03-05"), at("2026-03-15"))).toEqual([
    { serial: "A1", fromMs: at("2026-03-05"), toMs: at("2026-03-10T12:00:00Z") },
    { serial: "B2", fromMs: at("2026-03-10T12:00:00Z"), toMs: at("2026-03-15") },
  ]);
});
