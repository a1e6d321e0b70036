import { describe, expect, test } from "vitest";
import { priorForest } from "../../src/fraud/prior.ts";
import type { Quantities } from "../../src/hydropower/quantities.ts";
import { randomOf } from "../../src/simulator/random.ts";
import { assessAndRemember } from "../../src/verification/assess.ts";
import { policies, policyInForce } from "../../src/verification/policy.ts";
import type { DeviceMemory, Verdict } from "../../src/verification/verdict.ts";
import { input } from "./builders.ts";

const fromMs = Date.parse("2024-06-01T00:00:00Z");

type Meter = { readonly stepKwh: number; readonly intervalS: number; readonly days?: number };
type Course = {
  /** Power as reported and as the register has it, kW. */
  readonly reportedKw: (i: number) => number;
  readonly registerKw: (i: number) => number;
  readonly isLost?: (i: number) => boolean;
  readonly more?: Quantities;
};

/** Some days, four unless told, of a plant of 1 MW. @returns verdicts, and the kWh of approved intervals that begin where the one before ended */
function played({ stepKwh, intervalS, days = 4 }: Meter, { reportedKw, registerKw, isLost, more }: Course) {
  let memory: DeviceMemory | undefined;
  let [trueKwh, earnedKwh] = [12_345.678, 0];
  const verdicts: Verdict[] = [];
  for (let i = 1; i <= (days * 86_400) / intervalS; i++) {
    trueKwh += (registerKw(i) * intervalS) / 3600;
    if (isLost?.(i)) continue;
    const shownKwh = Number((Math.floor(trueKwh / stepKwh + 1e-6) * stepKwh).toFixed(3));
    const isNext = memory?.endMs === fromMs + (i - 1) * intervalS * 1000;
    const beforeKwh = isNext ? Number(memory?.exportWh) / 1000 : shownKwh;
    const quantities = { power_output_kw: reportedKw(i), energy_export_kwh_total: shownKwh, ...more };
    const reading = input({ quantities, intervalS, memory, endMs: fromMs + i * intervalS * 1000 });
    const after = assessAndRemember(reading, policyInForce, priorForest);
    memory = after.memory;
    verdicts.push(after.verdict);
    if (after.verdict.status === "APPROVED") earnedKwh += shownKwh - beforeKwh;
  }
  return { verdicts, earnedKwh };
}

const swinging = (i: number) => 600 + 300 * Math.sin(i / 50);

describe.each([
  { stepKwh: 0.001, intervalS: 60 },
  { stepKwh: 1, intervalS: 10 },
  { stepKwh: 10, intervalS: 60 },
  { stepKwh: 100, intervalS: 300 },
  { stepKwh: 1_000, intervalS: 900 },
])("a register in steps of $stepKwh kWh beside power, every $intervalS s,", (meter) => {
  test("is believed, gaps or not", () => {
    for (const isLost of [() => false, (i: number) => i % 97 < 3]) {
      const { verdicts } = played(meter, { reportedKw: swinging, registerKw: swinging, isLost });
      expect(verdicts.filter(({ status }) => status !== "APPROVED")).toEqual([]);
    }
  });

  test("earns no more beyond power than two of its steps and what the clocks hide, in sum", () => {
    const beyond = { reportedKw: () => 100, registerKw: () => 600 };
    const claimedKwh = 4 * 24 * 100;
    const mostKwh = 1.15 * claimedKwh + 2 * meter.stepKwh + 5;
    expect(played(meter, beyond).earnedKwh).toBeLessThan(mostKwh);
    // Gaps make room by the root of their number; an energy of no digits makes none.
    const isLost = (i: number) => i % 7 === 0;
    const gaps = Math.min(400, (4 * 86_400) / meter.intervalS / 7);
    const wandersKwh = 1.5 * Math.sqrt(gaps) * meter.stepKwh;
    expect(played(meter, { ...beyond, isLost }).earnedKwh).toBeLessThan(mostKwh + wandersKwh);
    expect(played(meter, { ...beyond, more: { energy_kwh: 0 } }).earnedKwh).toBeLessThan(mostKwh);
  });
});

/** A plant of 5 kW, by the river between 1 and 4.5 kW, whose power is shown in steps; what a register of Wh earns of it. */
function ofFive(
  stepKw: number,
  { beyondKw = 0, more = () => ({}) as Quantities, before = stepKw } = {},
  policy = policyInForce,
) {
  const trueKw = (i: number) => 2.75 + 1.75 * Math.sin(i / 171);
  let memory: DeviceMemory | undefined;
  let [registerKwh, earnedKwh, trueKwh] = [1_234.567, 0, 0];
  const statuses: string[] = [];
  for (let i = 1; i <= 30 * 96; i++) {
    const kw = trueKw(i);
    const stepNow = i <= 96 ? before : stepKw;
    // A cheat rounds down, so that his register may rise the further.
    const shownKw = (beyondKw > 0 ? Math.floor(kw / stepNow) : Math.round(kw / stepNow)) * stepNow;
    const risenKwh = (beyondKw > 0 && i > 96 ? shownKw + beyondKw : kw) / 4;
    registerKwh += risenKwh;
    const power_output_kw = Number(shownKw.toFixed(3));
    const quantities = { power_output_kw, energy_export_kwh_total: Number(registerKwh.toFixed(3)), ...more() };
    const plant = { rated_power_kw: 5, design_flow_m3s: 0.03, design_head_m: 20 };
    const reading = input({ quantities, intervalS: 900, memory, endMs: fromMs + i * 900_000, plant });
    const after = assessAndRemember(reading, policy, priorForest);
    memory = after.memory;
    statuses.push(after.verdict.status);
    if (after.verdict.status === "APPROVED" && i > 1) earnedKwh += risenKwh;
    trueKwh += shownKw / 4;
  }
  return { doubted: statuses.filter((status) => status !== "APPROVED").length, earnedKwh, shownKwh: trueKwh };
}

test("an honest plant of 5 kW that shows whole kW earns all that its register shows", () => {
  expect(ofFive(1).doubted).toBe(0);
  expect(ofFive(0.1).doubted).toBe(0);
  const [before] = policies;
  expect(ofFive(1, {}, before).doubted).toBeGreaterThan(300);
});

test("who rounds power down lets a register rise by half a step more than before, and by none once finer digits were shown", () => {
  const hours = 720;
  const by = (stepKw: number, beyondKw: number, before?: number) => ofFive(stepKw, { beyondKw, before });
  // 15 % may lie between power and register in any case.
  const gained = ({ earnedKwh, shownKwh }: ReturnType<typeof ofFive>) => earnedKwh - 1.15 * shownKwh;
  for (const beyondKw of [0.4, 0.6, 0.8, 1, 1.5]) {
    expect(gained(by(1, beyondKw))).toBeLessThan(0.5 * hours);
    expect(gained(by(1, beyondKw, 0.1))).toBeLessThan(0.05 * hours + 4);
  }
});

/** A link that loses one to three readings in a row, `share` of the time; the same at each run. */
function poorLink(share: number): (i: number) => boolean {
  const random = randomOf(7, 1);
  let left = 0;
  return () => {
    if (left === 0 && random.chance(share)) left = 1 + Math.floor(3 * random.unit());
    return left > 0 && left-- > 0;
  };
}

test.each([
  { stepKwh: 10, intervalS: 60, days: 10, kw: 100 },
  { stepKwh: 100, intervalS: 60, days: 15, kw: 450 },
  { stepKwh: 1_000, intervalS: 300, days: 60, kw: 450 },
  { stepKwh: 1_000, intervalS: 900, days: 120, kw: 450 },
])(
  "an honest register in steps of $stepKwh kWh every $intervalS s is believed on a poor link for $days days",
  (meter) => {
    const powerKw = (i: number) => Number((meter.kw * (1 + 0.3 * Math.sin(i / 37))).toFixed(1));
    // The register may be high by what a meter of its class errs.
    const course = { reportedKw: powerKw, registerKw: (i: number) => 1.02 * powerKw(i), isLost: poorLink(0.1) };
    const doubted = played(meter, course).verdicts.filter(({ reasons }) =>
      reasons.some(({ rule }) => rule === "temporal.register-above-power"),
    );
    expect(doubted).toEqual([]);
  },
);

/** What a plant of 1 MW earns that lets its register rise with every reading for which that is approved, and loses one in three. */
function greedy({ stepKwh, intervalS, days, kw }: Meter & { readonly days: number; readonly kw: number }) {
  let memory: DeviceMemory | undefined;
  let [shownKwh, earnedKwh, intervals] = [100_000, 0, 0];
  for (let i = 1; i <= (days * 86_400) / intervalS; i++) {
    if (i % 3 === 0) continue;
    const judged = (kwh: number) => {
      const quantities = { power_output_kw: kw, energy_export_kwh_total: kwh };
      const reading = input({ quantities, intervalS, memory, endMs: fromMs + i * intervalS * 1000 });
      return assessAndRemember(reading, policyInForce, priorForest);
    };
    // What follows on a lost one begins where none ended: it earns nothing.
    const risen = i % 3 === 2 ? judged(shownKwh + stepKwh) : undefined;
    const rises = risen?.verdict.status === "APPROVED";
    memory = rises ? risen.memory : judged(shownKwh).memory;
    if (rises) [shownKwh, earnedKwh] = [shownKwh + stepKwh, earnedKwh + stepKwh];
    if (i % 3 === 2) intervals++;
  }
  return { earnedKwh, poweredKwh: (intervals * kw * intervalS) / 3600 };
}

test("gaps give a register in wide steps thirty of them in sum, however many there are, and next to none through a standstill", () => {
  const meter = { stepKwh: 100, intervalS: 300, days: 40 };
  const { earnedKwh, poweredKwh } = greedy({ ...meter, kw: 100.001 });
  const stepsBeyond = (earnedKwh - 1.05 * poweredKwh) / meter.stepKwh;
  expect(stepsBeyond).toBeGreaterThan(29);
  expect(stepsBeyond).toBeLessThan(33);
  // At a standstill: two steps, what a meter shows then anyway (0.1 % of the rating), and the root of as good as no gaps.
  expect(greedy({ ...meter, kw: 0 }).earnedKwh).toBeLessThanOrEqual(14 * meter.stepKwh);
});

const remembered = (
  powerKw: number,
  exportWh: string,
  register: DeviceMemory["register"] | undefined,
): DeviceMemory => ({
  ...{ endMs: fromMs, intervalS: 900, status: "APPROVED", flowM3s: null, headM: null, powerKw },
  ...{ exportWh, importWh: null },
  ...(register && { register }),
});

test("a register that stands for less than a step through a silence shows nothing that was kept back", () => {
  const after = (stepWh: number) => {
    const memory = remembered(300, "5000000", { stepWh, aheadWh: 0 });
    const quantities = { power_output_kw: 300, energy_export_kwh_total: 5_000 };
    const reading = input({ quantities, intervalS: 900, endMs: fromMs + 7_200_000, memory });
    return assessAndRemember(reading, policyInForce, priorForest).verdict.status;
  };
  expect([1, 100_000, 1_000_000].map(after)).toEqual(["FLAGGED", "FLAGGED", "APPROVED"]);
});

test("a register that showed a fine step has no room for round values later", () => {
  const risen = (beforeKwh: number, register?: DeviceMemory["register"]) => {
    const memory = remembered(500, String(beforeKwh * 1000), register);
    const quantities = { power_output_kw: 500, energy_export_kwh_total: beforeKwh + 1_000 };
    const reading = input({ quantities, intervalS: 900, endMs: fromMs + 900_000, memory });
    return assessAndRemember(reading, policyInForce, priorForest).verdict.status;
  };
  expect(risen(5_000)).toBe("APPROVED");
  expect(risen(5_000, { stepWh: 1_000_000, aheadWh: 0 })).toBe("APPROVED");
  expect(risen(5_000, { stepWh: 10, aheadWh: 0 })).toBe("REJECTED");
});
