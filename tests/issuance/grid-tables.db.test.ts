import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { customTableSchema } from "../../src/carbon/custom-table.ts";
import { factorTables } from "../../src/carbon/factors.ts";
import { upload } from "../../src/http/grid-tables.examples.ts";
import { calculateCarbon, calculationSchema } from "../../src/issuance/calculation.ts";
import { getGridTable, listGridTables, uploadGridTable } from "../../src/issuance/grid-tables.ts";
import { createOrganisation } from "../../src/tenancy/tenancy.ts";
import { hourly, periodWorld, refusedBy } from "./world.ts";

let world: Awaited<ReturnType<typeof periodWorld>>;
beforeAll(async () => {
  world = await periodWorld();
  for (const orgId of ["pilot", "neighbour"]) {
    await createOrganisation({ ...world.deps, keyEnvironment: "local" }, { orgId, name: orgId });
  }
});
afterAll(() => world.close());

const tableOf = (change: Record<string, unknown> = {}) => customTableSchema.parse({ ...upload, ...change });
const put = (change: Record<string, unknown> = {}, orgId = "pilot") =>
  uploadGridTable(world.deps, world.bench.actorOf(orgId), tableOf(change));

describe("an uploaded grid table", () => {
  test("stays as it is: equal content answers the first, other content under its id is refused", async () => {
    const one = await put();
    expect(one).toMatchObject({ created: true, table: { id: upload.id } });
    world.bench.now += 1000;
    expect(await put()).toEqual({ ...one, created: false });
    expect(await refusedBy(put({ source: "elsewhere" }))).toBe("already-exists");
    const change = sql`UPDATE grid_tables SET created_by = 'x'`.execute(world.db);
    await expect(change).rejects.toThrow(/never changed/);
    await expect(sql`DELETE FROM grid_tables`.execute(world.db)).rejects.toThrow(/never changed/);
  });

  test("sent twice at once is there once, and of two that differ one wins", async () => {
    const same = await Promise.all([put({ id: "twice" }), put({ id: "twice" })]);
    expect(same.map(({ created }) => created).sort()).toEqual([false, true]);
    const race = ["a", "b"].map((version) => refusedBy(put({ id: "race", version })));
    expect((await Promise.all(race)).sort()).toEqual(["already-exists", "not refused"]);
  });

  test("is its organisation's alone: another may have other content under the same id", async () => {
    await put({ id: "shared" });
    const neighbour = world.bench.actorOf("neighbour");
    const grid = { table: "shared", year: "2025-26", crediting_period: 1 };
    const request = calculationSchema.parse({
      rulebook: "acm0002-v22.0",
      grid,
      design: { project_type: "greenfield" },
      periods: [{ from: "2025-05-01", to: "2025-06-01", net_wh: 1_000_000_000 }],
    });
    expect(await refusedBy(getGridTable(world.deps, neighbour, "shared"))).toBe("not-found");
    expect(await refusedBy(calculateCarbon(world.deps, neighbour, request))).toBe("factor.unknown-table");
    const theirs = [upload.years[0], { ...upload.years[1], bm: "0.1" }];
    expect((await put({ id: "shared", years: theirs }, "neighbour")).created).toBe(true);
    // 0.5 x 0.96 + 0.5 x 0.5, and 0.5 x 0.96 + 0.5 x 0.1.
    const own = await calculateCarbon(world.deps, world.actor, request);
    expect([own, await calculateCarbon(world.deps, neighbour, request)].map(({ totals }) => totals.er_g)).toEqual([
      "730000000",
      "530000000",
    ]);
    const listed = await listGridTables(world.deps, neighbour, { after: "", limit: 100 });
    expect(listed.tables.map(({ table }) => table.id)).toEqual([...[...factorTables.keys()].sort(), "shared"]);
  });

  test("is found page by page, the gateway's own among them, each once", async () => {
    const ids: string[] = [];
    for (let after: string | undefined = ""; after !== undefined; ) {
      const page = await listGridTables(world.deps, world.actor, { after, limit: 2 });
      ids.push(...page.tables.map(({ table }) => table.id));
      after = page.next;
    }
    expect(ids).toEqual([...factorTables.keys(), upload.id, "race", "shared", "twice"].sort());
  });

  test("is uploaded by whoever manages plants, and read by every key", async () => {
    for (const role of ["auditor", "verifier", "device", "issuer"] as const) {
      const actor = { ...world.actor, roles: [role] };
      expect(await refusedBy(uploadGridTable(world.deps, actor, tableOf({ id: "x" })))).toBe("forbidden");
      expect(await refusedBy(getGridTable(world.deps, actor, upload.id))).toBe("not refused");
    }
  });
});

describe("a project design", () => {
  const day = hourly("2026-02-28T23:00:00Z", Array(26).fill(500_000), { imported: 100 });

  test("whose table has no factor for the year of generation is refused at closing, and closes once re-pointed", async () => {
    const plant = await world.plant();
    await plant.design({ grid: { table: "cea-v21.0" } });
    await plant.read(day);
    const { periodId } = await plant.open("2026-03-01", "2026-03-02");
    const why = await plant.close(periodId).catch((error) => error);
    expect(why.facts).toMatchObject({
      extensions: { rule: "factor.unknown-year", clause: expect.stringContaining("TOOL07 v7: data vintage") },
      errors: [{ rule: "factor.unknown-year" }],
    });
    expect(why.message).toMatch(/grid\.table cea-v21\.0 .*ex post.* has no 2025-26: it has 2020-21 to 2024-25/);
    expect(why.message).toMatch(/upload a table that has it .*register the design anew/);
    await put({ id: "with-2025" });
    expect((await plant.design({ grid: { table: "with-2025" } })).version).toBe(2);
    const { json } = await plant.close(periodId);
    expect(json.factor).toMatchObject({
      table: "with-2025",
      year: "2025-26",
      hash: (await getGridTable(world.deps, world.actor, "with-2025")).table.hash,
      ef_cm_g_per_mwh: "730000",
    });
  });

  test("may name a table only for days it is valid for", async () => {
    await put({ id: "expired", valid_until: "2026-03-01" });
    const plant = await world.plant();
    await plant.design({ grid: { table: "expired" } });
    const why = await plant.open("2026-03-01", "2026-03-02").catch((error) => error);
    expect(why.facts).toMatchObject({
      extensions: { rule: "factor.not-valid-then", clause: expect.stringContaining("TOOL07 v7") },
    });
    expect(await refusedBy(plant.open("2026-02-28", "2026-03-01"))).toBe("not refused");
  });

  test("naming a table of nobody is refused", async () => {
    const plant = await world.plant();
    expect(await refusedBy(plant.design({ grid: { table: "nobodys" } }))).toBe("factor.unknown-table");
  });
});
