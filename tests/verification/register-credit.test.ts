import { expect, test } from "vitest";
import { MeterAccount } from "../../src/carbon/registers.ts";
import { priorForest } from "../../src/fraud/prior.ts";
import { wattHours, wattsUp } from "../../src/hydropower/energy.ts";
import { randomOf } from "../../src/simulator/random.ts";
import { assessAndRemember } from "../../src/verification/assess.ts";
import { policyInForce } from "../../src/verification/policy.ts";
import type { DeviceMemory, Status } from "../../src/verification/verdict.ts";
import { input } from "./builders.ts";

// What a main meter is credited with, past its verdicts and its account.

const fromMs = Date.parse("2024-06-01T00:00:00Z");
const dayS = 86_400;

/** An interval that follows on the one before. */
type Sent = { readonly intervalS: number; readonly kw?: number | undefined; readonly registerKwh?: number };
type Terms = { readonly ratedKw?: number; readonly rollsOverAtWh?: bigint };

/** What a meter earns of readings that arrive in an order of their own; by itself each right behind the one before. */
function credited(
  sent: readonly Sent[],
  { ratedKw = 1000, rollsOverAtWh }: Terms = {},
  arrival: readonly number[] = sent.map((_, i) => i),
) {
  const ends = sent.map(
    (
      (endMs) => (one: Sent) =>
        (endMs += one.intervalS * 1000)
    )(fromMs),
  );
  const ratedW = BigInt(ratedKw * 1000);
  const power = { ratedW, othersW: 0n, isOwnTaken: true, isRounded: true };
  const account = new MeterAccount({ fromMs, toMs: ends.at(-1) ?? fromMs, capacityW: ratedW, rollsOverAtWh, power });
  account.add({ endMs: fromMs, intervalS: 60, exportWh: null, importWh: 0n, grossWh: null, counts: false });
  let memory: DeviceMemory | undefined;
  const statuses: Status[] = [];
  for (const i of arrival) {
    const { intervalS, kw, registerKwh } = sent[i] as Sent;
    const quantities = { power_output_kw: kw, energy_export_kwh_total: registerKwh };
    const endMs = ends[i] as number;
    const reading = input({ quantities, intervalS, memory, endMs, plant: { rated_power_kw: ratedKw } });
    const after = assessAndRemember(reading, policyInForce, priorForest);
    memory = after.memory;
    statuses[i] = after.verdict.status;
  }
  sent.forEach(({ intervalS, kw, registerKwh }, i) => {
    const exportWh = registerKwh === undefined ? null : wattHours(registerKwh);
    const reported = { powerW: kw === undefined ? null : wattsUp(kw), energyWh: null };
    const [endMs, counts] = [ends[i] as number, statuses[i] === "APPROVED"];
    account.add({ endMs, intervalS, exportWh, importWh: 0n, grossWh: null, counts, reported });
  });
  const { exportWh, excluded } = account.close(false);
  return { kwh: Number(exportWh) / 1000, statuses, excluded };
}

const days = Array.from({ length: 30 }, (_, day) => day);
const exact = (kwh: number) => Number(kwh.toFixed(3));

test("a register that was left out of a second is held to the reported power behind it", () => {
  const dayKwh = (990 * dayS) / 3600;
  const sent = days.flatMap((day) => [
    { intervalS: 1, kw: 200 },
    { intervalS: dayS - 1, kw: 200, registerKwh: exact(1000.123 + day * dayKwh) },
  ]);
  expect(credited([{ intervalS: 60, kw: 200, registerKwh: 1000.123 }, ...sent]).kwh).toBe(0);
});

test("a register that was not believed is held to the reported power behind it", () => {
  const sent = days.flatMap((day) => [
    { intervalS: 60, kw: 200, registerKwh: exact(1000.123 + day * 200_000) },
    { intervalS: dayS - 60, kw: 200, registerKwh: exact(1000.123 + day * 200_000 + 23_000) },
  ]);
  // The first value is the first of all: what follows it is judged like any other.
  expect(credited(sent).kwh).toBe(0);
});

test("values that were not believed make no room in wide steps", () => {
  const sent = days.flatMap((day) => [
    { intervalS: 60, kw: 20, registerKwh: 1_000_000 + day * 200_000 },
    { intervalS: 7_200, kw: 20, registerKwh: 1_002_000 + day * 200_000 },
  ]);
  const { kwh } = credited([{ intervalS: 60, kw: 20, registerKwh: 1.234 }, ...sent]);
  expect(kwh).toBe(0);
});

test("power that was not believed gives a register in wide steps no room anew", () => {
  let kwh = 1_000_000;
  const sent = Array.from({ length: 180 }, (): Sent[] => {
    const claim = { intervalS: 60, kw: 100_000, registerKwh: kwh };
    kwh += 2000;
    return [claim, { intervalS: 4 * 3600 - 60, kw: 100, registerKwh: kwh }];
  }).flat();
  const all = credited([{ intervalS: 60, kw: 100, registerKwh: 1_000_000 }, ...sent]);
  expect(all.statuses.filter((status) => status === "REJECTED")).toHaveLength(180);
  // A month at 100 kW, and two steps in sum.
  expect(all.kwh).toBeLessThan(1.15 * 30 * 24 * 100 + 2 * 1000 + 5);
});

test("nothing goes round from just below its end where nobody believed that the register stood there", () => {
  const sent = days.flatMap(() => [
    { intervalS: 60, kw: 200, registerKwh: 999_999.999 },
    { intervalS: dayS - 60, kw: 200, registerKwh: 23_000.123 },
  ]);
  const all = [{ intervalS: 60, kw: 200, registerKwh: 1.234 }, ...sent];
  expect(credited(all, { rollsOverAtWh: 1_000_000_000n }).kwh).toBe(0);
});

test("a register beside no power rises no more than full load gives, and two of its steps in sum", () => {
  const sent = Array.from({ length: 2_000 }, (_, i) => ({ intervalS: 60, registerKwh: 1000 * i }));
  const { statuses } = credited(sent, { ratedKw: 5 });
  expect(statuses.filter((status) => status === "APPROVED").length).toBeLessThanOrEqual(4);
  // One that rises as full load does is believed.
  const full = Array.from({ length: 2_000 }, (_, i) => ({ intervalS: 60, registerKwh: Math.floor((5 * i) / 60) }));
  expect(credited(full, { ratedKw: 5 }).statuses.filter((status) => status !== "APPROVED")).toEqual([]);
});

/** Four days of a swinging plant whose register shows steps; what is sent of each minute's reading. */
function honest(stepKwh: number, sentOf: (i: number, shownKwh: number) => number | undefined) {
  let trueKwh = 12_345.678;
  return Array.from({ length: 4 * 1440 }, (_, i): Sent => {
    const kw = exact(600 + 300 * Math.sin(i / 50));
    trueKwh += kw / 60;
    const registerKwh = sentOf(i, exact(Math.floor(trueKwh / stepKwh + 1e-6) * stepKwh));
    return { intervalS: 60, kw, ...(registerKwh !== undefined && { registerKwh }) };
  });
}

test.each([0.001, 0.01, 1, 10, 100, 1000])("an honest register in steps of %d kWh is believed", (stepKwh) => {
  const doubted = (sent: readonly Sent[]) =>
    credited(sent).statuses.flatMap((status, i) => (status === "APPROVED" ? [] : [i]));
  const leftOut = honest(stepKwh, (i, kwh) => (i % 500 < 30 ? undefined : kwh));
  expect(doubted(leftOut)).toEqual([]);
  // A value that is off is doubted; and of wide steps the next two may be, since nobody knows where it stood.
  for (const off of [0, 7, 987_654.321]) {
    const glitch = doubted(honest(stepKwh, (i, kwh) => (i === 3000 ? off : kwh)));
    expect(glitch[0]).toBe(3000);
    expect(glitch.length).toBeLessThanOrEqual(stepKwh < 10 ? 1 : 3);
  }
  // Another meter goes on from its own value.
  const swapped = doubted(honest(stepKwh, (i, kwh) => (i < 3000 ? kwh : exact(kwh - 12_000))));
  expect(swapped[0]).toBe(3000);
  expect(swapped.length).toBeLessThanOrEqual(stepKwh < 10 ? 1 : 3);
});

/** Ten days of quarters of an hour at 200 kW, beside a register that shows full load. */
const inflated = Array.from(
  { length: 960 },
  (_, i): Sent => ({ intervalS: 900, kw: 200, registerKwh: 1000.123 + 240 * i }),
);
const places = inflated.map((_, i) => i);

test.each([
  ["newest first", places.toReversed()],
  [
    "newest first by the day",
    Array.from({ length: 10 }, (_, day) => places.slice(96 * day, 96 * (day + 1)).toReversed()).flat(),
  ],
  ["each second one before the first", places.map((i) => (i % 2 === 0 ? i + 1 : i - 1))],
  ["all second ones first", [...places.filter((i) => i % 2 === 1), ...places.filter((i) => i % 2 === 0)]],
])("intervals that come %s earn no more than their power gives", (_, arrival) => {
  const { kwh, statuses, excluded } = credited(inflated, {}, arrival);
  // The verdicts alone would let them pass: each is judged without memory, or behind a gap.
  expect(statuses.filter((status) => status === "APPROVED").length).toBeGreaterThan(400);
  expect(excluded["energy.beyond-power"]).toBeGreaterThan(100);
  expect(kwh).toBeLessThan(1.15 * 240 * 200 + 5);
});

test("an honest register earns the same in whatever order its intervals come", () => {
  for (const stepKwh of [0.001, 1, 100]) {
    const sent = honest(stepKwh, (_, kwh) => kwh).slice(0, 1440);
    const all = sent.map((_, i) => i);
    const inOrder = credited(sent).kwh;
    for (const arrival of [all.toReversed(), all.map((i) => (i % 2 === 0 ? i + 1 : i - 1))]) {
      expect(credited(sent, {}, arrival).kwh).toBe(inOrder);
    }
  }
});

test("what verdicts let pass in order is credited, however much of their room a register takes", () => {
  for (let seed = 1; seed <= 40; seed++) {
    const random = randomOf(seed);
    const stepKwh = [0.001, 0.1, 1, 10, 100][seed % 5] as number;
    let trueKwh = 1000;
    const sent = Array.from({ length: 700 }, (): Sent => {
      const kw = exact(random.between(0, 1000));
      // Mostly the power; at times somewhat more, up to what is doubted, and rarely far beyond.
      const factor = random.chance(0.02) ? random.between(1, 5) : random.between(0.9, 1.2);
      trueKwh += (factor * kw * 300) / 3600;
      return { intervalS: 300, kw, registerKwh: exact(Math.floor(trueKwh / stepKwh + 1e-6) * stepKwh) };
    });
    expect([seed, credited(sent).excluded["energy.beyond-power"]]).toEqual([seed, undefined]);
  }
});
