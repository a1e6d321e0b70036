import { hydraulicPowerKw } from "../../src/hydropower/hydraulics.ts";
import type { Quantities } from "../../src/hydropower/quantities.ts";
import { type Policy, policyInForce } from "../../src/verification/policy.ts";
import type { Reason, Verdict } from "../../src/verification/verdict.ts";
import { effectOf } from "./builders.ts";
import { Operation, wobble } from "./learning.ts";
import type { Probe, Scenario } from "./scenario.ts";

/**
 * How a reading differs from what the exact plant always shows, ln: more power for its flow and head, more flow
 * for its opening, more head. `at`: true flow, of design.
 */
export type Shift = {
  readonly power?: number;
  readonly flow?: number;
  readonly head?: number;
  readonly at?: number;
  readonly unmeasured?: boolean;
  readonly spill?: number;
};

const designM3s = 2.8;
/** Where the exact plant runs unless told: a place at which its curve has a value of its own. */
const usual = 0.755;

/** A hundredth of a per cent of noise: weeks without any show nothing of a plant. */
const tiny = (i: number, of: number): number => 1 + 0.0001 * wobble(i, of);

/** A reading of a plant almost without noise: efficiency 0.75 everywhere, gates that open in proportion, head 45 m. */
export function exact(i: number, { power = 0, flow = 0, head = 0, at = usual, unmeasured, spill }: Shift): Quantities {
  const trueM3s = designM3s * at + 0.001 * (1 + wobble(i, 21));
  const flowM3s = trueM3s * Math.exp(flow) * tiny(i, 23);
  const headM = 45 * Math.exp(head) * tiny(i, 24);
  return {
    flow_rate_m3s: flowM3s,
    ...(unmeasured ? {} : { head_height_m: headM }),
    power_output_kw: 0.75 * Math.exp(power) * tiny(i, 22) * hydraulicPowerKw({ flowM3s, headM }),
    gate_opening_pct: (100 * trueM3s) / designM3s,
    ...(spill === undefined ? {} : { spill_flow_m3s: spill * designM3s }),
  };
}

/** So many readings one after another, each shifted as told. */
export function play(
  operation: Operation,
  readings: number,
  shift: Shift | ((i: number) => Shift) = {},
  how: { instant?: boolean } = {},
): Verdict[] {
  return Array.from({ length: readings }, (_, i) => {
    const salt = Math.floor((operation.memory?.endMs ?? 0) / 60_000) % 1_000_003;
    return operation.send(exact(salt, typeof shift === "function" ? shift(i) : shift), undefined, how);
  });
}

/** Days of a plant, told as [days, shift]. */
export const course = (operation: Operation, ...parts: readonly (readonly [number, Shift])[]): Verdict[] =>
  parts.flatMap(([days, shift]) => play(operation, days * aDay, shift));

export const fourHours = 14_400;
/** Readings of four hours: six make a day. */
export const aDay = 6;

export function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** The exact plant after days of four-hour readings under a policy: the next reading closes the last of them. */
export function after(days: number, policy: Policy = policyInForce, shift: Shift = {}): Operation {
  const operation = new Operation(fourHours, policy);
  play(operation, days * aDay, shift);
  return operation;
}

/** Sixty-one days: lines are drawn anew with the next reading. */
export const settled = once(() => after(61));

/** The same for a single reading in an ordinary hour: the reading before took the same water. */
export function readingAfter(operation: Operation, policy: Policy, shift: Shift): Verdict {
  const hourly = operation.fork(policy, 3_600);
  play(hourly, 5);
  return shifted(hourly, shift);
}

/** One reading whose flow is no news: the one before showed as much. */
export function shifted(operation: Operation, shift: Shift): Verdict {
  const { memory } = operation;
  const { flow_rate_m3s } = exact(0, shift);
  if (memory !== undefined) operation.memory = { ...memory, flowM3s: flow_rate_m3s ?? null };
  return play(operation, 1, shift)[0] as Verdict;
}

/** The strongest that any of these verdicts says by one of the rules. */
export function strongest(verdicts: readonly Verdict[], ...rules: readonly string[]): Reason["effect"] | "none" {
  const said = verdicts.flatMap((verdict) => rules.map((rule) => effectOf(verdict, rule)));
  return (["reject", "flag", "note"] as const).find((effect) => said.includes(effect)) ?? "none";
}

/** What one rule says when a value is played, for values on either side of its line. */
export function played(
  guards: readonly string[],
  rules: readonly string[],
  promise: string,
  verdicts: (value: number, policy: Policy) => readonly Verdict[],
  probes: readonly Probe[],
): Scenario {
  return {
    promise: `${promise}: ${probes.map(([value, effect]) => `${value} ${effect}`).join(", ")}`,
    guards,
    outcome: (policy) => probes.map(([value]) => strongest(verdicts(value, policy), ...rules)),
    expected: probes.map(([, effect]) => effect),
  };
}
