import { describe, expect, test } from "vitest";
import { wattHours } from "../../src/hydropower/energy.ts";
import { hydraulicPowerKw } from "../../src/hydropower/hydraulics.ts";
import { deviceSchema, plantSchema } from "../../src/hydropower/plant.ts";
import { telemetrySchema } from "../../src/hydropower/reading.ts";
import { sha256Hex } from "../../src/kernel/canonical.ts";
import { plantOf } from "../../src/simulator/machine.ts";
import { type RangeName, ranges } from "../../src/simulator/ranges.ts";
import { bodyOf, firstRegisters, registersAfter, reportsOf } from "../../src/simulator/report.ts";
import { drawSite } from "../../src/simulator/site.ts";
import { honest, seeds, startMs } from "./builders.ts";

const days = 20;

test("the same seed gives the same bytes on any machine", () => {
  const lines = [1, 2, 3].flatMap((seed) => {
    const { site, samples } = honest(seed, 5);
    return Array.from(reportsOf(site, samples), (report) => JSON.stringify(bodyOf(site, report)));
  });
  expect(sha256Hex(new TextEncoder().encode(lines.join("\n")))).toBe(
    "711a31155c0f0bea17f836632056ea513847fd48cf31fb7c4788bb4a2b18a761",
  );
});

test("seeds take turns through every kind of plant and every type of turbine", () => {
  const kinds = new Set(seeds.map((seed) => `${drawSite(seed).kind} ${drawSite(seed).turbineType}`));
  expect(kinds.size).toBe(18);
  expect(new Set(seeds.map((seed) => drawSite(seed).climate))).toEqual(new Set(["monsoon", "snow-melt"]));
});

test("plants are drawn from the stated ranges", () => {
  const within = (name: RangeName, value: number) => {
    expect(value, name).toBeGreaterThanOrEqual(ranges[name].from);
    expect(value, name).toBeLessThanOrEqual(ranges[name].to);
  };
  for (let seed = 0; seed < 200; seed++) {
    const site = drawSite(seed);
    expect(plantSchema.safeParse(site.plant).error, `seed ${seed}`).toBeUndefined();
    expect(deviceSchema.safeParse(site.device).error).toBeUndefined();
    within("ratedPowerKw", site.plant.rated_power_kw);
    within("fitness", site.fitness);
    within("penstockLoss", site.penstockLoss);
    within("meanInflow", site.meanInflowM3s / site.designFlowM3s);
    within("ecoFlow", site.ecoFlowM3s / site.designFlowM3s);
    within(site.grossHeadM < 30 ? "tailwaterLow" : "tailwaterHigh", site.tailwaterRise);
  }
});

describe.each(seeds)("plant %i", (seed) => {
  const { site, samples } = honest(seed, days);
  const reports = [...reportsOf(site, samples)];

  test("sends readings that the wire schema takes", () => {
    const refused = reports
      .filter((_, i) => i % 5 === 0)
      .filter((report) => !telemetrySchema.safeParse(JSON.parse(JSON.stringify(bodyOf(site, report)))).success);
    expect(refused).toEqual([]);
    expect(reports.length).toBeGreaterThan(0.97 * 288 * days);
  });

  test("labels all of it honest", () => {
    expect(new Set(reports.map(({ truth }) => truth))).toEqual(new Set(["honest"]));
  });

  test("has registers that rise by each interval's energy to the watt hour, readings lost or not", () => {
    const inOrder = reports.toSorted((a, b) => a.endMs - b.endMs);
    const exported = inOrder.map(({ quantities }) => wattHours(quantities.energy_export_kwh_total ?? 0));
    expect(exported.every((wh, i) => i === 0 || wh >= (exported[i - 1] ?? 0n))).toBe(true);
    const until = samples.findLastIndex(({ sent }) => sent) + 1;
    const energy = samples.slice(0, until).reduce((sum, { exportWh }) => sum + BigInt(exportWh), 0n);
    expect((exported.at(-1) ?? 0n) - BigInt(firstRegisters(site).exportWh)).toBe(energy);
    expect(BigInt(registersAfter(site, samples.slice(0, until)).exportWh)).toBe(exported.at(-1));
  });

  test("never generates more than its water can give, nor more than its governor lets it", () => {
    const step = plantOf(site);
    const steps = Array.from({ length: 288 * days }, (_, i) => step(startMs + 300_000 * (i + 1)));
    const mostKw = site.fullLoadPower * site.plant.rated_power_kw * (1 + 1e-9);
    const impossible = steps.filter(({ flowM3s, netHeadM, grossHeadM, powerKw, spillM3s }) => {
      const hydraulicKw = hydraulicPowerKw({ flowM3s, headM: netHeadM });
      return powerKw > 0.94 * hydraulicKw + 1e-9 || powerKw > mostKw || netHeadM > grossHeadM || spillM3s < 0;
    });
    expect(impossible).toEqual([]);
  });

  test("receives late what was kept back, and nothing before its time", () => {
    expect(reports.every(({ sentAtMs, endMs }) => sentAtMs >= endMs)).toBe(true);
    expect(reports.every(({ sentAtMs }, i) => i === 0 || sentAtMs >= (reports[i - 1]?.sentAtMs ?? 0))).toBe(true);
  });
});

test("plants differ in how much of their rating they use, from little to nearly all", () => {
  const loads = seeds.map((seed) => {
    const { site, samples } = honest(seed, days);
    return samples.reduce((sum, { powerKw }) => sum + powerKw, 0) / samples.length / site.plant.rated_power_kw;
  });
  expect(Math.min(...loads)).toBeGreaterThan(0.05);
  expect(Math.min(...loads)).toBeLessThan(0.3);
  expect(Math.max(...loads)).toBeGreaterThan(0.7);
  expect(Math.max(...loads)).toBeLessThan(1.02);
});

test("honest plants have trips, maintenance, floods, frozen meters, repairs, losses and outages", () => {
  const events = new Set(seeds.flatMap((seed) => honest(seed, 60).samples.map(({ event }) => event)));
  expect(events).toEqual(
    new Set([
      undefined,
      "trip",
      "start",
      "stop",
      "maintenance",
      "flood",
      "stuck-flow-meter",
      "flow-meter-repaired",
      "lost",
      "network-outage",
    ]),
  );
});

test("a monsoon river carries most in August, a snow-fed one in June", () => {
  const monthOfMost = (climate: string) => {
    const sites = Array.from({ length: 60 }, (_, seed) => drawSite(seed)).filter((site) => site.climate === climate);
    const site = sites.find(({ kind }) => kind === "reservoir");
    if (site === undefined) throw new Error("no such site");
    const step = plantOf(site);
    const water = new Array<number>(12).fill(0);
    const january = Date.parse("2025-01-01T00:00:00Z");
    for (let i = 1; i <= 365 * 288; i++) {
      const endMs = january + 300_000 * i;
      const { flowM3s, spillM3s } = step(endMs);
      const month = new Date(endMs - 1).getUTCMonth();
      water[month] = (water[month] ?? 0) + flowM3s + spillM3s;
    }
    return water.indexOf(Math.max(...water));
  };
  expect([6, 7, 8]).toContain(monthOfMost("monsoon"));
  expect([4, 5, 6]).toContain(monthOfMost("snow-melt"));
});
