import type { Notes } from "./clients.ts";
import type { Backlog } from "./evidence.ts";
import { newStrikes, type Strikes } from "./faults.ts";
import { type Kills, newKills } from "./kills.ts";
import type { Goals, Plan } from "./plan.ts";

/** What the campaign did and what came of it, before anything is judged. */
export type Course = {
  readonly plan: Plan;
  readonly notes: Notes;
  readonly kills: Kills;
  readonly strikes: Strikes;
  /** Seconds from the end of all faults until everything was anchored. */
  drainedS: number | undefined;
  /** What was still open when the patience ended. */
  leftOver: Backlog | undefined;
};

export const newCourse = (plan: Plan): Course => ({
  plan,
  notes: { told: [], contradictions: [], refusals: [], retries: 0 },
  kills: newKills(),
  strikes: newStrikes(),
  drainedS: undefined,
  leftOver: undefined,
});

/** The goals that are not met, in words. */
export function missedGoals({ plan, notes, kills, strikes }: Course): string[] {
  const { goals } = plan;
  const missed: string[] = [];
  const need = (what: string, count: number, goal: number) => {
    if (count < goal) missed.push(`${what}: ${count} of ${goal}`);
  };
  need("acknowledged", notes.told.length, goals.acknowledged);
  need("kills", kills.atMs.length, goals.kills);
  for (const [fault, count] of strikes) need(fault, count, goals.strikes);
  for (const [step, count] of kills.byStep) if (step !== "any moment") need(step, count, goals.killsPerStep);
  need("per cent of acknowledgements between the kills", shareBetweenKills(notes, kills), shareGoal(goals));
  return missed;
}

/** A short campaign is too short for shares. */
const shareGoal = (goals: Goals): number => (goals.killsPerStep > 0 ? 80 : 0);

function shareBetweenKills(notes: Notes, { atMs }: Kills): number {
  const [first = 0, last = 0] = [atMs[0], atMs.at(-1)];
  const between = notes.told.filter((told) => told.atMs >= first && told.atMs <= last).length;
  return notes.told.length === 0 ? 0 : Math.floor((100 * between) / notes.told.length);
}
