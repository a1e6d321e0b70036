import { expect, test } from "vitest";
import { priorForest } from "../../src/fraud/prior.ts";
import type { Quantities } from "../../src/hydropower/quantities.ts";
import { assessAndRemember } from "../../src/verification/assess.ts";
import { policyInForce } from "../../src/verification/policy.ts";
import type { DeviceMemory, Verdict } from "../../src/verification/verdict.ts";
import { effectOf, input } from "./builders.ts";
import { calmPlant, firstDayMs, honest } from "./learning.ts";

const hourMs = 3_600_000;

/** One device of the calm plant; times in hours since the first day. */
class Device {
  memory: DeviceMemory | undefined;

  interval(hour: number, quantities: Quantities, hours = 1): Verdict {
    return this.#send(hour, quantities, hours * 3_600);
  }

  instant(hour: number, quantities: Quantities): Verdict {
    return this.#send(hour, quantities, undefined);
  }

  #send(hour: number, quantities: Quantities, intervalS: number | undefined): Verdict {
    const endMs = firstDayMs + hour * hourMs;
    const { memory } = this;
    const device = { kind: "station" as const };
    const given = input({ plant: calmPlant, device, quantities, endMs, intervalS, memory, receivedAtMs: endMs + 1000 });
    const { verdict, memory: after } = assessAndRemember(given, policyInForce, priorForest);
    this.memory = after;
    return verdict;
  }
}

const usual = { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: 800 };
const appliesTemporal = ({ layers }: Verdict) => layers.find(({ layer }) => layer === "temporal")?.applies;

test("instants that run ahead of the intervals hide no inflation: intervals are judged by the memory of intervals", () => {
  const device = new Device();
  for (let i = 1; i <= 60 * 24; i++) device.interval(i, honest(i, 24));
  let flagged = 0;
  for (let i = 60 * 24 + 1; i <= 62 * 24; i++) {
    expect(device.instant(i + 0.07, honest(i, 24)).status).toBe("APPROVED");
    if (device.interval(i, honest(i, 24, { power: 1.15 })).status !== "APPROVED") flagged++;
  }
  expect(flagged).toBeGreaterThan(40);
});

test("an instant without registers takes away none: the next interval's register is still held against its power", () => {
  const device = new Device();
  device.interval(1, { ...usual, power_output_kw: 400, flow_rate_m3s: 1.25, energy_export_kwh_total: 5000 });
  const before = device.memory;
  device.instant(1.5, usual);
  expect(device.memory).toBe(before);
  const verdict = device.interval(2, {
    ...usual,
    power_output_kw: 400,
    flow_rate_m3s: 1.25,
    energy_export_kwh_total: 5900,
  });
  expect(effectOf(verdict, "temporal.register-above-power")).toBe("flag");
});

test("instants in a gap do not hide it", () => {
  const device = new Device();
  device.interval(1, usual);
  device.instant(3, usual);
  expect(effectOf(device.interval(6, usual), "temporal.gap")).toBe("note");
});

test("a device that began with instants is remembered by its intervals from the first one on", () => {
  const device = new Device();
  device.instant(1.01, usual);
  expect(appliesTemporal(device.interval(1, usual))).toBe(false);
  device.instant(2.01, usual);
  expect(appliesTemporal(device.interval(2, usual))).toBe(true);
  // History from long before its instants takes no memory back.
  const instants = new Device();
  instants.instant(500, usual);
  const { memory } = instants;
  instants.interval(100, usual);
  expect(instants.memory).toBe(memory);
});

test("a device that sends no intervals any more is remembered by its instants after a day", () => {
  const device = new Device();
  device.interval(1, usual);
  const before = device.memory;
  device.instant(25, usual);
  expect(device.memory).toBe(before);
  device.instant(25.1, usual);
  expect(device.memory).toMatchObject({ endMs: firstDayMs + 25.1 * hourMs, intervalS: null });
});

test("instants between the intervals of a day are no silence", () => {
  const device = new Device();
  device.interval(24, usual, 24);
  const full = { flow_rate_m3s: 2.75, head_height_m: 45, power_output_kw: 980 };
  expect(effectOf(device.instant(36, full), "temporal.silent-gap")).toBe("none");
});
