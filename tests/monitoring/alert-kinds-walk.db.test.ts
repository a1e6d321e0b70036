import { afterEach, beforeEach, expect, test } from "vitest";
import { telemetryBody } from "../../src/http/schemas.ts";
import { Fault } from "../../src/kernel/fault.ts";
import { acknowledgeAlert, createSilence, endSilence, listAlerts, listSilences } from "../../src/monitoring/alerts.ts";
import { changeDevice } from "../../src/plants/changes.ts";
import { expireLeases } from "../../src/platform/lease.ts";
import { acceptReading } from "../../src/telemetry/accept.ts";
import { pilotBody, pilotTurbine } from "../support/pilot.ts";
import { recordedOf } from "../support/telemetry.ts";
import { type AlertWorld, alertWorld, minuteMs, plantId } from "./alert-world.ts";

/**
 * A random walk over rules of rates, quality, trust, the ledger's lag and ends that come, while two gateways take turns and
 * leases are lost; against a naive model that looks at everything anew with each look.
 */
let world: AlertWorld;
beforeEach(async () => {
  world = await alertWorld();
  await world.bench.addPlant("acme");
  await world.withoutDefaults();
});
afterEach(() => world?.bench.close());

type Pick = (below: number) => number;

/** Lehmer's generator: the same steps at every run. */
function chance(seed: number): Pick {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return Math.floor((state / 2_147_483_647) * below);
  };
}

const rules = {
  rate: { quantity: "head_height_m", direction: "either", per_hour: 60, hysteresis: 20, for_s: 300 },
  quality: { window_s: 1_800, share: 0.4, hysteresis: 0.15, least_readings: 3, for_s: 120 },
  trust: { window_s: 3_600, baseline_s: 7_200, drop: 0.1, hysteresis: 0.05, least_readings: 3, for_s: 0 },
  "ledger-lag": { after_s: 600, for_s: 300 },
  calibration: { of: "calibration", days: 30, for_s: 0 },
  key: { of: "key", days: 1, for_s: 3_600 },
} as const;
type Name = keyof typeof rules;
const names = Object.keys(rules) as Name[];

type Sent = {
  readonly atMs: number;
  readonly head: number | undefined;
  readonly isFine: boolean;
  readonly trust: number;
};
type Open = { readonly isFiring: boolean; readonly sinceMs: number };
type Level = { readonly isBeyond: boolean; readonly isClear: boolean; readonly sinceMs: number };

/** What is open by a rule after a look, from what was open before. */
function after(open: Open | undefined, level: Level | undefined, forS: number, nowMs: number): Open | undefined {
  if (level === undefined) return open;
  if (open?.isFiring) return level.isClear ? undefined : level.isBeyond ? { ...open, sinceMs: level.sinceMs } : open;
  if (!level.isBeyond) return undefined;
  return { isFiring: nowMs - level.sinceMs >= 1_000 * forS, sinceMs: level.sinceMs };
}

/** How the newest change of the head is, and since when it has been too fast; by all that was measured. */
function rateOf(sent: readonly Sent[]): (Level & { readonly atMs: number }) | undefined {
  const known = sent.filter(({ head }) => head !== undefined).toSorted((a, b) => a.atMs - b.atMs);
  const rates = known.slice(1).map((one, i) => {
    const before = known[i] as Sent;
    const perHour = (((one.head ?? 0) - (before.head ?? 0)) / (one.atMs - before.atMs)) * 3_600_000;
    return { fromMs: before.atMs, atMs: one.atMs, perHour: Math.abs(perHour) };
  });
  const newest = rates.at(-1);
  if (newest === undefined) return undefined;
  const { per_hour, hysteresis } = rules.rate;
  const first = rates.at(rates.findLastIndex(({ perHour }) => perHour <= per_hour) + 1);
  const isBeyond = newest.perHour > per_hour;
  const isClear = newest.perHour <= per_hour - hysteresis;
  return { isBeyond, isClear, sinceMs: isBeyond ? (first?.fromMs ?? 0) : newest.atMs, atMs: newest.atMs };
}

/** The naive model, and what was done to the plant. */
class Model {
  readonly open = new Map<Name, Open>();
  readonly #sent: Sent[] = [];
  /** Readings that no look has come to. */
  #unlooked: Sent[] = [];
  readonly #lookedMs = new Map<Name, number>();
  calibration: string | undefined;
  keyEndsMs: number | undefined;

  send(one: Sent): void {
    this.#unlooked.push(one);
  }

  get heads(): readonly number[] {
    const all = [...this.#sent, ...this.#unlooked].filter(({ head }) => head !== undefined);
    return all.map(({ atMs }) => atMs).toSorted((a, b) => b - a);
  }

  has(atMs: number): boolean {
    return [...this.#sent, ...this.#unlooked].some((one) => one.atMs === atMs);
  }

  look(nowMs: number, waitingMs: number | undefined): void {
    for (const one of this.#unlooked) {
      this.#sent.push(one);
      if (one.head === undefined) continue;
      const rate = rateOf(this.#sent);
      this.#go("rate", rate, rate?.atMs ?? nowMs);
    }
    this.#unlooked = [];
    this.#lookAtWindow("quality", nowMs, 60_000, (recent) => {
      if (recent.length < rules.quality.least_readings) return undefined;
      const share = recent.filter(({ isFine }) => !isFine).length / recent.length;
      return [share, rules.quality.share, rules.quality.hysteresis];
    });
    this.#lookAtWindow("trust", nowMs, 60_000, (recent) => {
      const { window_s, baseline_s, least_readings, drop, hysteresis } = rules.trust;
      const startMs = nowMs - 1_000 * window_s;
      const before = this.#sent.filter(({ atMs }) => atMs > startMs - 1_000 * baseline_s && atMs <= startMs);
      if (recent.length < least_readings || before.length < least_readings) return undefined;
      return [mean(before) - mean(recent), drop, hysteresis];
    });
    const dueMs = waitingMs === undefined ? undefined : waitingMs + 1_000 * rules["ledger-lag"].after_s;
    const isLate = dueMs !== undefined && nowMs > dueMs;
    const lateMs = this.open.get("ledger-lag")?.sinceMs ?? dueMs ?? nowMs;
    this.#go("ledger-lag", { isBeyond: isLate, isClear: !isLate, sinceMs: lateMs }, nowMs);
    // Its last day counts.
    this.#end("calibration", this.calibration && Date.parse(this.calibration) + dayMs, nowMs);
    this.#end("key", this.keyEndsMs, nowMs);
  }

  #end(name: "calibration" | "key", endMs: number | "" | undefined, nowMs: number): void {
    const sinceMs = (endMs || 0) - rules[name].days * dayMs;
    const isBeyond = Boolean(endMs) && nowMs > sinceMs;
    this.#go(name, { isBeyond, isClear: !isBeyond, sinceMs }, nowMs);
  }

  #lookAtWindow(
    name: "quality" | "trust",
    nowMs: number,
    everyMs: number,
    found: (recent: readonly Sent[]) => readonly [value: number, limit: number, hysteresis: number] | undefined,
  ): void {
    const lookedMs = this.#lookedMs.get(name);
    if (lookedMs !== undefined && nowMs < lookedMs + everyMs) return;
    this.#lookedMs.set(name, nowMs);
    const startMs = nowMs - 1_000 * rules[name].window_s;
    const judged = found(this.#sent.filter(({ atMs }) => atMs > startMs && atMs <= nowMs));
    if (judged === undefined) return;
    const [value, limit, hysteresis] = judged;
    const sinceMs = this.open.get(name)?.sinceMs ?? nowMs;
    this.#go(name, { isBeyond: value > limit, isClear: value <= limit - hysteresis, sinceMs }, nowMs);
  }

  #go(name: Name, level: Level | undefined, nowMs: number): void {
    const open = after(this.open.get(name), level, rules[name].for_s, nowMs);
    if (open === undefined) this.open.delete(name);
    else this.open.set(name, open);
  }
}

const dayMs = 86_400_000;
const mean = (some: readonly Sent[]) => some.reduce((sum, { trust }) => sum + trust, 0) / some.length;

async function walk(pick: Pick, steps: number): Promise<void> {
  const { bench } = world;
  const { pool } = bench.connection;
  const owner = world.owner();
  const model = new Model();
  const ruleIds = new Map<string, Name>();
  for (const name of names) {
    const kind = name === "calibration" || name === "key" ? "expiry" : name;
    ruleIds.set((await world.rule({ kind, ...rules[name] })).ruleId, name);
  }
  const send = async (atMs: number, head = [44, 45, 46, 50][pick(4)] as number) => {
    if (model.has(atMs)) return;
    const power_output_kw = [900, 900, 900, 950, 90_000][pick(5)] as number;
    const timestamp = new Date(atMs).toISOString();
    const body = telemetryBody.parse(pilotBody({ head_height_m: head, power_output_kw }, { timestamp }));
    const accepted = await acceptReading(bench.deps, owner, body);
    const { status, trustScore } = recordedOf(accepted).record;
    model.send({ atMs, head, isFine: status === "APPROVED", trust: trustScore ?? Number.NaN });
  };
  const until = async (date: string | undefined) => {
    const apply = <T extends object>(before: T) => ({ ...before, calibration_valid_until: date });
    const at = { plantId, deviceId: pilotTurbine.device_id };
    await changeDevice(bench.deps, owner, at, { mayChange: () => undefined, apply });
    model.calibration = date;
  };
  const dateIn = (days: number) => new Date(bench.now + days * dayMs).toISOString().slice(0, 10);
  const some = async () => {
    const { alerts } = await listAlerts(world.verbs, owner, { limit: 50 });
    return alerts[pick(Math.max(1, alerts.length))]?.alertId ?? "";
  };
  const keyEnds = async (endsMs: number | undefined) => {
    await pool.query("DELETE FROM api_keys WHERE key_id = 'ends'");
    model.keyEndsMs = endsMs;
    if (endsMs === undefined) return;
    await pool.query(
      "INSERT INTO api_keys (key_id, org_id, secret_hash, roles, label, created_at, expires_at) VALUES ('ends', 'acme', sha256('1'), '{device}', '', now(), $1)",
      [new Date(endsMs)],
    );
  };
  const all = [
    ...[0, 1, 2, 3].map(() => () => send(bench.now)),
    // Between the two newest: further back it says nothing of how the head changes now.
    async () => {
      const [newest = 0, older = 0] = model.heads;
      if (newest - older > 2_000) await send(older + 1_000 * (1 + pick((newest - older) / 1_000 - 1)));
    },
    ...[0, 1, 2, 3].map(() => async () => world.later(1 + pick(6))),
    async () => world.later(pick(40)),
    async () => pool.query("DELETE FROM outbox"),
    async () => pool.query("DELETE FROM outbox WHERE ctid = (SELECT ctid FROM outbox ORDER BY created_at LIMIT 1)"),
    async () => until([undefined, dateIn(29 + pick(4)), dateIn(-3), dateIn(400)][pick(4)]),
    async () => keyEnds(pick(3) ? bench.now + dayMs + (pick(120) - 60) * minuteMs : undefined),
    async () => acknowledgeAlert(world.verbs, owner, await some(), "on my way"),
    async () =>
      createSilence(world.verbs, owner, {
        ...(pick(2) ? { plantId } : { plantId, ruleId: [...ruleIds.keys()][pick(names.length)] as string }),
        untilMs: bench.now + (1 + pick(40)) * minuteMs,
        reason: "x",
      }),
    async () => {
      const { silences } = await listSilences(world.verbs, owner, { limit: 100 });
      await endSilence(world.verbs, owner, silences[pick(Math.max(1, silences.length))]?.silenceId ?? "");
    },
  ];
  for (let i = 0; i < steps; i++) {
    await all[pick(all.length)]?.().catch((error: unknown) => {
      if (!(error instanceof Fault)) throw error;
    });
    if (pick(2)) continue;
    if (pick(3) === 0) await expireLeases(bench.work.db);
    await Promise.all([world.look(world.depsOf("one")), pick(2) ? world.look(world.depsOf("two")) : undefined]);
    await expireLeases(bench.work.db);
    await world.look(world.depsOf(pick(2) ? "one" : "two"));
    const { rows } = await pool.query("SELECT min(created_at) AS since FROM outbox WHERE plant_id = $1", [plantId]);
    model.look(bench.now, rows[0].since?.getTime());
    await expectOpen(i, model, ruleIds);
  }
}

/** Each rule has the alert open that the model has, in a state that goes with silences; and each is told once. */
async function expectOpen(i: number, model: Model, ruleIds: ReadonlyMap<string, Name>): Promise<void> {
  const owner = world.owner();
  const { alerts } = await listAlerts(world.verbs, owner, { limit: 1_000 });
  const { silences } = await listSilences(world.verbs, owner, { limit: 1_000, heldAt: new Date(world.bench.now) });
  const found = alerts.flatMap(({ ruleId, state, since, acknowledged }) => {
    if (state === "resolved") return [];
    const isSilenced = silences.some((one) => one.ruleId === null || one.ruleId === ruleId);
    if (state !== "pending") expect(state).toBe(isSilenced ? "silenced" : acknowledged ? "acknowledged" : "firing");
    return [[ruleIds.get(ruleId ?? ""), state !== "pending", since.toISOString()]];
  });
  const expected = [...model.open].map(([name, { isFiring, sinceMs }]) => [
    name,
    isFiring,
    new Date(sinceMs).toISOString(),
  ]);
  expect([i, ...found.sort()]).toEqual([i, ...expected.sort()]);
  const { rows } = await world.bench.connection.pool.query(
    "SELECT type, body FROM tenant_events WHERE type LIKE 'alert.%' ORDER BY event_no",
  );
  const told = Map.groupBy(rows, ({ body }) => JSON.parse(body).data.alert_id as string);
  for (const { alertId, state } of alerts) {
    const types = (told.get(alertId) ?? []).map(({ type }) => type.slice("alert.".length)).join(" ");
    if (state === "pending") expect(types).toBe("");
    expect(types).toMatch(
      /^((fired|silence-ended)( acknowledged| silenced( acknowledged)?( silence-ended)?)*( resolved)?)?$/,
    );
    expect(types.endsWith("resolved")).toBe(types !== "" && state === "resolved");
  }
}

/** Others by hand: `WALK_SEEDS=1,2,3 WALK_STEPS=400`. */
const seeds = (process.env.WALK_SEEDS ?? "3").split(",").map(Number);

test.each(seeds)(
  "rates, shares, scores, the ledger's lag and ends that come are told as they were, each once, whichever gateway looks (seed %i)",
  { timeout: 400_000 },
  (seed) => walk(chance(seed), Number(process.env.WALK_STEPS ?? 100)),
);
