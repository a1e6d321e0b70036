import { type Course, missedGoals } from "./course.ts";
import type { Evidence } from "./evidence.ts";
import type { Findings } from "./judge.ts";
import type { World } from "./world.ts";

export type Result = ReturnType<typeof report>;

/** Prints what happened. @returns the result, which is the campaign's last word. */
export function report(course: Course, findings: Findings, evidence: Evidence, world: World) {
  const { plan, notes, kills, strikes, drainedS, leftOver } = course;
  const acknowledged = notes.told.length;
  const { stored, anchored, counts } = findings;
  const complaints = [
    ...findings.details,
    ...missedGoals(course).map((goal) => `missed goal: ${goal}`),
    ...notes.refusals.slice(0, 5).map((refusal) => `refused without a reason: ${refusal}`),
    ...kills.deaths,
    ...(evidence.halted === null ? [] : [`anchoring is halted: ${evidence.halted}`]),
    ...(leftOver === undefined ? [] : [`not everything was anchored in time: ${JSON.stringify(leftOver)}`]),
    ...(acknowledged === stored && stored === anchored ? [] : ["acknowledged, stored and anchored differ"]),
  ];
  table("fault", "strikes", strikes);
  table("killed at step", "kills", kills.byStep);
  const starts = world.slots.flatMap((slot) => slot.startsMs).sort((a, b) => a - b);
  console.log(
    `${notes.retries} tries without an answer; ${findings.checkpoints} checkpoints in ${evidence.messages.length} messages;`,
    `a gateway was ready ${Math.round(starts[Math.floor(starts.length / 2)] ?? 0)} ms after its start (median of ${starts.length});`,
    `everything anchored ${drainedS === undefined ? "never" : `${drainedS.toFixed(1)} s after the faults stopped`}.`,
  );
  for (const complaint of complaints) console.log(complaint);
  return {
    seed: plan.seed,
    acknowledged,
    stored,
    anchored,
    // Nothing is issued yet: both stay 0 until there are units to approve and mint.
    approved_units: 0,
    minted_units: 0,
    ...counts,
    kills: kills.atMs.length,
    by_fault: Object.fromEntries(strikes),
    by_step: Object.fromEntries(kills.byStep),
    ok: findings.isClean && complaints.length === 0,
  };
}

function table(name: string, unit: string, counts: ReadonlyMap<string, number>): void {
  const width = Math.max(name.length, ...[...counts.keys()].map((key) => key.length));
  console.log(`\n${name.padEnd(width)}  ${unit}`);
  for (const [key, count] of counts) console.log(`${key.padEnd(width)}  ${String(count).padStart(unit.length)}`);
  console.log("");
}
