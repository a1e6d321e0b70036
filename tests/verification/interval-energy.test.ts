import { describe, expect, test } from "vitest";
import { priorForest } from "../../src/fraud/prior.ts";
import { randomOf } from "../../src/simulator/random.ts";
import { assessAndRemember } from "../../src/verification/assess.ts";
import { policyInForce } from "../../src/verification/policy.ts";
import type { DeviceMemory } from "../../src/verification/verdict.ts";
import { input } from "./builders.ts";

// Interval energy that a meter shows in steps of 10 kWh and more, beside the power of the same readings.

const fromMs = Date.parse("2024-06-01T00:00:00Z");

type Meter = { readonly ratedKw: number; readonly stepKwh: number; readonly intervalS: number };
type Told = { readonly kw: number; readonly energyKwh: number };

const meters: readonly Meter[] = [
  { ratedKw: 50, stepKwh: 10, intervalS: 900 },
  { ratedKw: 1_000, stepKwh: 10, intervalS: 300 },
  { ratedKw: 1_000, stepKwh: 100, intervalS: 900 },
  { ratedKw: 1_000, stepKwh: 1_000, intervalS: 3_600 },
  { ratedKw: 20_000, stepKwh: 1_000, intervalS: 300 },
];

/** Judges readings one after the other. `judged` may ask what a reading would be without sending it. */
function plantOf({ ratedKw, intervalS }: Meter) {
  let memory: DeviceMemory | undefined;
  const judge = (i: number, { kw, energyKwh }: Told) => {
    const quantities = { power_output_kw: kw, energy_kwh: Number(energyKwh.toFixed(3)) };
    const plant = { rated_power_kw: ratedKw, design_flow_m3s: (2.8 * ratedKw) / 1000 };
    const reading = input({ quantities, intervalS, memory, plant, endMs: fromMs + i * intervalS * 1000 });
    return assessAndRemember(reading, policyInForce, priorForest);
  };
  const isApproved = (i: number, told: Told) => judge(i, told).verdict.status === "APPROVED";
  const send = (i: number, told: Told) => {
    const after = judge(i, told);
    memory = after.memory;
    return after.verdict.status;
  };
  return { isApproved, send };
}

/** Places of the readings that are doubted of an honest plant of ten days, whose meter errs by half a per cent. */
function doubted(meter: Meter, isLost: (i: number) => boolean, stepOf = (_: number) => meter.stepKwh): number[] {
  const { send } = plantOf(meter);
  let trueKwh = 123_456.7;
  const places: number[] = [];
  for (let i = 1; i <= (10 * 86_400) / meter.intervalS; i++) {
    const kw = Number((meter.ratedKw * (0.55 + 0.35 * Math.sin(i / 41))).toFixed(2));
    const beforeKwh = trueKwh;
    trueKwh += (1.005 * kw * meter.intervalS) / 3600;
    const step = stepOf(i);
    const energyKwh = (Math.floor(trueKwh / step) - Math.floor(beforeKwh / step)) * step;
    if (!isLost(i) && send(i, { kw, energyKwh }) !== "APPROVED") places.push(i);
  }
  return places;
}

describe.each(meters)(
  "a plant of $ratedKw kW whose energy comes in steps of $stepKwh kWh every $intervalS s",
  (meter) => {
    test("is believed behind its first readings, on a good link and on a poor one", () => {
      const random = randomOf(3, 1);
      for (const isLost of [() => false, () => random.chance(0.1)]) {
        expect(doubted(meter, isLost).filter((i) => i > 6)).toEqual([]);
      }
    });

    test("shows no more energy than its power gives, and two steps, in sum", () => {
      const { isApproved, send } = plantOf(meter);
      const kw = meter.ratedKw / 10;
      let [shownKwh, rose] = [0, 0];
      const readings = 1_500;
      for (let i = 1; i <= readings; i++) {
        const most = [3, 2, 1, 0].find((steps) => isApproved(i, { kw, energyKwh: steps * meter.stepKwh })) ?? 0;
        if (send(i, { kw, energyKwh: most * meter.stepKwh }) !== "APPROVED" || most === 0) continue;
        shownKwh += most * meter.stepKwh;
        rose++;
      }
      const poweredKwh = (readings * kw * meter.intervalS) / 3600;
      // And each figure is believed within a tenth of the power and 1 kWh, whatever the steps.
      expect(shownKwh).toBeLessThan(1.1 * poweredKwh + rose + 2 * meter.stepKwh);
    });

    test("claims no more power than its energy shows, and two steps, in sum", () => {
      const { send } = plantOf(meter);
      const kw = meter.ratedKw / 2;
      send(1, { kw, energyKwh: meter.stepKwh });
      let claimedKwh = 0;
      for (let i = 2; i <= 1_000; i++) {
        if (send(i, { kw, energyKwh: 0 }) === "APPROVED") claimedKwh += (kw * meter.intervalS) / 3600;
      }
      expect(claimedKwh).toBeLessThan(2.5 * meter.stepKwh);
    });
  },
);

test("power that is not believed makes no room for energy in wide steps", () => {
  const { send } = plantOf({ ratedKw: 1_000, stepKwh: 100, intervalS: 900 });
  const kw = 20;
  let shownKwh = 0;
  for (let i = 1; i <= 300; i++) {
    if (i % 2 === 0) expect(send(i, { kw: 5_000, energyKwh: 0 })).not.toBe("APPROVED");
    else if (send(i, { kw, energyKwh: 100 }) === "APPROVED") shownKwh += 100;
  }
  expect(shownKwh).toBeLessThan((1.1 * 300 * kw * 900) / 3600 + 2 * 100);
});

test("a meter that showed single kWh has no room for round values later", () => {
  const { send, isApproved } = plantOf({ ratedKw: 1_000, stepKwh: 100, intervalS: 900 });
  for (let i = 1; i <= 3; i++) send(i, { kw: 604, energyKwh: 151 });
  expect(isApproved(4, { kw: 604, energyKwh: 200 })).toBe(false);
  // Nor has one of which nothing is known yet.
  expect(plantOf({ ratedKw: 1_000, stepKwh: 100, intervalS: 900 }).isApproved(1, { kw: 604, energyKwh: 200 })).toBe(
    false,
  );
  // One of single kWh may be off by one of them, with each reading, and by no more.
  const small = plantOf({ ratedKw: 50, stepKwh: 1, intervalS: 900 });
  for (let i = 1; i <= 3; i++) small.send(i, { kw: 4, energyKwh: 1 });
  expect([2, 3].map((energyKwh) => small.isApproved(4, { kw: 4, energyKwh }))).toEqual([true, false]);
});
