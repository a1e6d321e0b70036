import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listClaims, type NewClaim, recordClaim, withdrawClaim } from "../../src/issuance/claims.ts";
import { getIssuance } from "../../src/issuance/issuance-queries.ts";
import type { Resolution } from "../../src/issuance/meter-serial-store.ts";
import { listClashes, resolveClash } from "../../src/issuance/meter-serials.ts";
import { Fault } from "../../src/kernel/fault.ts";
import { actorOf, type Parties, partyWorld } from "./parties.ts";
import { type PlantWorld, refusedBy } from "./world.ts";

let world: Parties;
beforeAll(async () => {
  world = await partyWorld();
});
afterAll(() => world.close());

const registrar = actorOf("registrar", ["registrar"]);
const day: NewClaim = {
  scheme: "I-REC(E)",
  reference: "IN-2026-000417",
  from: "2026-03-01",
  to: "2026-03-02",
  energyWh: null,
};
const claimed = (plant: PlantWorld, more: Partial<NewClaim> = {}) =>
  recordClaim(world.deps, plant.actor, plant.plantId, { ...day, ...more });

describe("MWh that are claimed elsewhere", () => {
  test("are not issued: the request is refused with rule and clause", async () => {
    const plant = await world.running();
    const periodId = await world.closed(plant);
    await claimed(plant);
    const refused = await world.request(plant, periodId).catch((error: Fault) => error);
    expect(refused).toBeInstanceOf(Fault);
    expect((refused as Fault).facts.extensions).toMatchObject({
      rule: "claim.elsewhere",
      clause: expect.stringContaining("certificate or credit, not both"),
    });
  });

  test("hold up a period that overlaps by one day, and not the next one", async () => {
    const plant = await world.running();
    const [first, second] = [await world.closed(plant), await world.closed(plant, "2026-03-02", "2026-03-03")];
    await claimed(plant, { from: "2026-02-20" });
    expect(await refusedBy(world.request(plant, first))).toBe("claim.elsewhere");
    expect((await world.request(plant, second)).issuance.state).toBe("requested");
  });

  test("void a request that still waits", async () => {
    const plant = await world.running();
    const periodId = await world.closed(plant);
    const { issuance } = await world.request(plant, periodId);
    await world.verify(plant, periodId, issuance.issuanceId);
    await claimed(plant);
    const { state, steps } = (await getIssuance(world.deps, plant.actor, issuance.issuanceId)).issuance;
    expect([state, steps.at(-1)?.reason]).toEqual(["voided", "its MWh were claimed under I-REC(E)"]);
  });

  test("cannot be claimed once they are on their way to the ledger", async () => {
    const plant = await world.running();
    const periodId = await world.closed(plant);
    await world.minting(plant, periodId);
    expect(await refusedBy(claimed(plant, { from: "2026-02-01" }))).toBe("claim.issued-here");
    expect(await refusedBy(claimed(plant, { from: "2026-03-02", to: "2026-03-03" }))).toBe("not refused");
  });

  test("are recorded once, in the plant's chain, and freed only by the registrar", async () => {
    const plant = await world.running();
    const periodId = await world.closed(plant);
    const first = await claimed(plant);
    expect(await claimed(plant)).toMatchObject({ created: false, claimId: first.claimId });
    const key = { orgId: "pilot", plantId: plant.plantId };
    await withdrawClaim(world.register, key, first.claimId, "the certificates were cancelled unsold");
    await withdrawClaim(world.register, key, first.claimId, "again");
    const [listed, ...more] = await listClaims(world.deps, plant.actor, plant.plantId);
    expect([listed?.withdrawn?.reason, more]).toEqual(["the certificates were cancelled unsold", []]);
    expect((await world.request(plant, periodId)).issuance.state).toBe("requested");
    expect((await kinds(plant)).filter((kind) => kind === "claim")).toHaveLength(2);
  });

  test("begin in the years 1 to 9999: a day that no time in the answer can name is refused", async () => {
    const plant = await world.running();
    const refused = (await claimed(plant, { from: "0000-01-01" }).catch((error: unknown) => error)) as Fault;
    expect([refused.code, refused.facts.errors?.[0]?.pointer]).toEqual(["invalid-request", "/from"]);
  });

  test.each<[string, Partial<NewClaim>]>([
    ["other days", { to: "2026-03-03" }],
    ["another energy", { energyWh: 370_000_000n }],
  ])("under one number are one claim: with %s it is refused, and what stands is said", async (_about, more) => {
    const plant = await world.running();
    const { claimId } = await claimed(plant);
    const refused = (await claimed(plant, more).catch((error: unknown) => error)) as Fault;
    expect([refused.code, refused.message]).toEqual(["already-exists", expect.stringContaining(claimId)]);
    expect((await kinds(plant)).filter((kind) => kind === "claim")).toHaveLength(1);
  });

  test("and a claim that comes while a mint is committed: exactly one of the two holds", async () => {
    for (let i = 0; i < 5; i++) {
      const plant = await world.running();
      const periodId = await world.closed(plant);
      const { issuance } = await world.request(plant, periodId);
      await world.verify(plant, periodId, issuance.issuanceId);
      await world.approve(issuance.issuanceId);
      const outcomes = await Promise.all([refusedBy(world.mint(issuance.issuanceId)), refusedBy(claimed(plant))]);
      expect(outcomes.filter((outcome) => outcome === "not refused")).toHaveLength(1);
    }
  });
});

const kinds = async (plant: PlantWorld) =>
  (
    await world.db.selectFrom("records").select("kind").where("plant_id", "=", plant.plantId).orderBy("seq").execute()
  ).map(({ kind }) => kind);

describe("a meter's serial", () => {
  let serials = 0;
  /** Two plants whose designs name the same meter, in other spelling; the first one's comes first. */
  async function twins() {
    const serial = `LG ${1000 + ++serials}-B`;
    const first = await world.running({ meter: { serial } });
    const second = await world.running({ meter: { serial: serial.toLowerCase().replace("-", " ") } });
    const periods = [await world.closed(first), await world.closed(second)] as const;
    const clash = (await listClashes(world.deps, registrar)).find(
      ({ claimant }) => claimant.plantId === second.plantId,
    );
    return { first, second, periods, clashId: clash?.clashId ?? "" };
  }
  const resolve = (clashId: string, as: Resolution) =>
    resolveClash(world.register, clashId, { as, reason: "seen on site" });

  test("that is active in another plant holds up issuance there, and tells nothing of the other", async () => {
    const { first, second, periods } = await twins();
    const refused = await world.request(second, periods[1]).catch((error: Fault) => error);
    expect((refused as Fault).facts.extensions).toMatchObject({ rule: "meter.serial-clash" });
    const told = JSON.stringify([(refused as Fault).message, (refused as Fault).facts]);
    expect(told).not.toContain(first.plantId);
    expect(told).not.toContain("pilot");
    // Whoever came first notices nothing.
    expect((await world.request(first, periods[0])).issuance.state).toBe("requested");
  });

  test.each([
    ["claimant", ["meter.serial-clash", "not refused"]],
    ["holder", ["not refused", "meter.serial-clash"]],
    ["distinct", ["not refused", "not refused"]],
  ] as const)("goes where the registrar says: %s", async (as, outcome) => {
    const { first, second, periods, clashId } = await twins();
    await resolve(clashId, as);
    expect([
      await refusedBy(world.request(first, periods[0])),
      await refusedBy(world.request(second, periods[1])),
    ]).toEqual(outcome);
    expect((await resolve(clashId, as)).resolved?.reason).toBe("seen on site");
    expect(await refusedBy(resolve(clashId, as === "distinct" ? "holder" : "distinct"))).toBe("already-exists");
  });

  test("is free for another plant once the first one's design names it no more", async () => {
    const { first, second, periods } = await twins();
    await first.design({ meter: { serial: `NEW/${first.plantId}` } });
    expect(await refusedBy(world.request(second, periods[1]))).toBe("not refused");
  });

  test("of a replaced meter is the new one's", async () => {
    const serial = `OLD ${1000 + ++serials}`;
    const first = await world.running({ meter: { serial } });
    const replaced = { at: "2026-02-01T00:00:00Z", serial: `${serial}-N`, last: {}, first: {} };
    await first.design({ meter: { serial, replacements: [replaced] } });
    const second = await world.running({ meter: { serial } });
    const periodId = await world.closed(second);
    expect(await refusedBy(world.request(second, periodId))).toBe("not refused");
  });

  test("that two plants register at once is active in one of them", async () => {
    const serial = `RACE-${++serials}`;
    const plants = [await world.running(), await world.running()];
    await Promise.all(plants.map((plant) => plant.design({ meter: { serial } })));
    const rows = await world.db
      .selectFrom("meter_serials")
      .select("state")
      .where("serial", "=", serial.replace("-", ""))
      .execute();
    expect(rows.map(({ state }) => state).sort()).toEqual(["active", "waiting"]);
  });

  test("and its clashes are for the registrar's eyes only", async () => {
    expect(await refusedBy(listClashes(world.deps, actorOf("pilot", ["owner", "operator", "auditor"])))).toBe(
      "forbidden",
    );
  });
});
