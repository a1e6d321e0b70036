import { expect, test } from "vitest";
import { MeterAccount } from "../../src/carbon/registers.ts";
import { priorForest } from "../../src/fraud/prior.ts";
import { wattHours } from "../../src/hydropower/energy.ts";
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

function credited(sent: readonly Sent[], { ratedKw = 1000, rollsOverAtWh }: Terms = {}) {
  const lastS = sent.reduce((sum, { intervalS }) => sum + intervalS, 0);
  const terms = { fromMs, toMs: fromMs + lastS * 1000, capacityW: BigInt(ratedKw * 1000), rollsOverAtWh };
  const account = new MeterAccount(terms);
  account.add({ endMs: fromMs, intervalS: 60, exportWh: null, importWh: 0n, grossWh: null, counts: false });
  let memory: DeviceMemory | undefined;
  let endMs = fromMs;
  const statuses: Status[] = [];
  for (const { intervalS, kw, registerKwh } of sent) {
    endMs += intervalS * 1000;
    const quantities = { power_output_kw: kw, energy_export_kwh_total: registerKwh };
    const reading = input({ quantities, intervalS, memory, endMs, plant: { rated_power_kw: ratedKw } });
    const after = assessAndRemember(reading, policyInForce, priorForest);
    memory = after.memory;
    statuses.push(after.verdict.status);
    const counts = after.verdict.status === "APPROVED";
    const exportWh = registerKwh === undefined ? null : wattHours(registerKwh);
    account.add({ endMs, intervalS, exportWh, importWh: 0n, grossWh: null, counts });
  }
  return { kwh: Number(account.close(false).exportWh) / 1000, statuses };
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
