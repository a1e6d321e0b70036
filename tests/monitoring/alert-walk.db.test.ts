import { afterEach, beforeEach, expect, test } from "vitest";
import { Fault } from "../../src/kernel/fault.ts";
import { changeRule, type KeptRule } from "../../src/monitoring/alert-rules.ts";
import { acknowledgeAlert, createSilence, endSilence, listAlerts, listSilences } from "../../src/monitoring/alerts.ts";
import { expireLeases } from "../../src/platform/lease.ts";
import { type AlertWorld, alertWorld, minuteMs, plantId } from "./alert-world.ts";

/**
 * A random walk over one device's readings, in time and late, and what people do about alerts, while two gateways take turns
 * and die between any two steps; against a naive model that looks at all readings anew with each of them.
 */
let world: AlertWorld;
beforeEach(async () => {
  world = await alertWorld();
  await world.bench.addPlant("acme");
  await world.withoutDefaults();
});
afterEach(() => world?.bench.close());

/** Lehmer's generator: the same steps at every run. */
function chance(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

type Sample = { readonly fromMs: number; readonly atMs: number; readonly value: number };
const rule = { kind: "threshold", quantity: "head_height_m", below: 40, hysteresis: 2, for_s: 600 };
const silentMs = 45 * minuteMs;

/** What is open by all that was measured since a rule began, in the order in which it was accepted. */
function openBy(samples: readonly Sample[], below: number): "pending" | "firing" | undefined {
  let open: "pending" | "firing" | undefined;
  for (let count = 1; count <= samples.length; count++) {
    const known = samples.slice(0, count).toSorted((a, b) => a.atMs - b.atMs);
    const newest = known.at(-1) as Sample;
    const other = known.findLast(({ value }) => value >= below);
    const first = known.find(({ atMs }) => atMs > (other?.atMs ?? Number.NEGATIVE_INFINITY));
    const heldMs = first === undefined ? -1 : newest.atMs - Math.max(first.fromMs, other?.atMs ?? first.fromMs);
    if (open === "firing") open = newest.value >= below + rule.hysteresis ? undefined : "firing";
    else open = heldMs < 0 ? undefined : heldMs >= rule.for_s * 1000 ? "firing" : "pending";
  }
  return open;
}

async function walk(pick: (below: number) => number, steps: number): Promise<void> {
  let kept = (await world.rule(rule)) as KeptRule;
  await world.rule({ kind: "absence", after_s: silentMs / 1000 });
  let below = rule.below;
  let samples: Sample[] = [];
  let unlooked: Sample[] = [];
  let newestMs: number | undefined;
  const ends = new Set<number>();
  const owner = world.owner();
  const send = async (minutesAgo: number) => {
    const minutes = [0, 5, 10][pick(3)] as number;
    const value = [36, 36, 36, 38.5, 40.5, 44][pick(6)] as number;
    const atMs = world.bench.now - minutesAgo * minuteMs;
    // Of two that end at the same instant neither comes before the other.
    if (ends.has(atMs)) return;
    await world.send(
      { head_height_m: value },
      { minutesAgo, minutes: 0, more: minutes === 0 ? { interval_s: undefined } : { interval_s: minutes * 60 } },
    );
    unlooked.push({ fromMs: atMs - minutes * minuteMs, atMs, value });
    ends.add(atMs);
    newestMs = Math.max(newestMs ?? atMs, atMs);
  };
  const some = async () => (await world.alerts())[0]?.alertId ?? "";
  const all = [
    () => send(0),
    () => send(0),
    () => send(0),
    () => send(1 + pick(40)),
    async () => world.later(1 + pick(12)),
    async () => world.later(1 + pick(12)),
    async () => world.later(30 + pick(30)),
    async () => acknowledgeAlert(world.verbs, owner, await some(), "on my way"),
    async () =>
      createSilence(world.verbs, owner, {
        ...(pick(2) ? { plantId } : { plantId, ruleId: kept.ruleId }),
        untilMs: world.bench.now + (1 + pick(60)) * minuteMs,
        reason: "x",
      }),
    async () => {
      const { silences } = await listSilences(world.verbs, owner, { limit: 100 });
      await endSilence(world.verbs, owner, silences[pick(Math.max(1, silences.length))]?.silenceId ?? "");
    },
    async () => {
      if (pick(3) > 0) return;
      below = below === 40 ? 39 : 40;
      const apply = (before: typeof kept.rule) => ({ ...before, below }) as typeof kept.rule;
      kept = await changeRule(world.verbs, owner, plantId, kept.ruleId, { mayChange: () => undefined, apply });
      samples = [];
    },
  ];
  for (let i = 0; i < steps; i++) {
    await all[pick(all.length)]?.().catch((error: unknown) => {
      if (!(error instanceof Fault)) throw error;
    });
    if (pick(2)) continue;
    if (pick(3) === 0) await expireLeases(world.bench.work.db);
    await Promise.all(
      pick(2) ? [world.look(world.depsOf("one")), world.look(world.depsOf("two"))] : [world.look(world.depsOf("one"))],
    );
    await expireLeases(world.bench.work.db);
    await world.look(world.depsOf(pick(2) ? "one" : "two"));
    samples.push(...unlooked);
    unlooked = [];
    const isSilent = newestMs !== undefined && world.bench.now - newestMs > silentMs;
    const { silences } = await listSilences(world.verbs, owner, { limit: 1000, heldAt: new Date(world.bench.now) });
    const { alerts } = await listAlerts(world.verbs, owner, { limit: 1000 });
    const stateOf = (kind: string) => {
      const open = alerts.filter((one) => one.kind === kind && one.state !== "resolved");
      expect(open.length).toBeLessThan(2);
      const [one] = open;
      if (one === undefined || one.state === "pending") return one?.state;
      const isSilenced = silences.some(({ ruleId }) => ruleId === null || ruleId === one.ruleId);
      expect([one.state, kind]).toEqual([isSilenced ? "silenced" : one.acknowledged ? "acknowledged" : "firing", kind]);
      return "firing";
    };
    expect([i, stateOf("threshold"), stateOf("absence")]).toEqual([
      i,
      openBy(samples, below),
      isSilent ? "firing" : undefined,
    ]);
    await expectTold(alerts.filter(({ state }) => state !== "pending").map(({ alertId, state }) => [alertId, state]));
  }
}

/** Of each alert its beginning is told once at most, and its end to whom its beginning was told, once. */
async function expectTold(alerts: readonly (readonly [string, string])[]): Promise<void> {
  const { rows } = await world.bench.connection.pool.query(
    "SELECT type, body FROM tenant_events WHERE type LIKE 'alert.%' ORDER BY event_no",
  );
  const told = Map.groupBy(rows, ({ body }) => JSON.parse(body).data.alert_id as string);
  expect([...told.keys()].filter((id) => !alerts.some(([one]) => one === id))).toEqual([]);
  for (const [alertId, state] of alerts) {
    const types = (told.get(alertId) ?? []).map(({ type }) => type.slice("alert.".length)).join(" ");
    expect(types).toMatch(
      /^((fired|silence-ended)( acknowledged| silenced( acknowledged)?( silence-ended)?)*( resolved)?)?$/,
    );
    expect(types.endsWith("resolved")).toBe(types !== "" && state === "resolved");
    if (state !== "resolved")
      expect(types === "" || /silenced( acknowledged)?$/.test(types)).toBe(state === "silenced");
  }
}

/** Others by hand: `WALK_SEEDS=1,2,3 WALK_STEPS=400`. */
const seeds = (process.env.WALK_SEEDS ?? "3").split(",").map(Number);

test.each(seeds)(
  "whatever comes, whoever acts and whichever gateway looks, alerts say what was measured, and each change is told once (seed %i)",
  { timeout: 400_000 },
  (seed) => walk(chance(seed), Number(process.env.WALK_STEPS ?? 60)),
);
