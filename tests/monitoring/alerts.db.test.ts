import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { telemetryBody } from "../../src/http/schemas.ts";
import { createChannel, listChannels } from "../../src/monitoring/alert-channels.ts";
import type { AlertDeps } from "../../src/monitoring/alert-pass.ts";
import { alertRuleSchema } from "../../src/monitoring/alert-rule.ts";
import { changeRule, deleteRule, getDefaults, listRules, setDefaults } from "../../src/monitoring/alert-rules.ts";
import {
  acknowledgeAlert,
  closeAlert,
  createSilence,
  endSilence,
  getAlert,
  listAlerts,
} from "../../src/monitoring/alerts.ts";
import { rollUp } from "../../src/monitoring/rollups.ts";
import { changeDevice } from "../../src/plants/changes.ts";
import { emit } from "../../src/platform/events.ts";
import { acceptReading } from "../../src/telemetry/accept.ts";
import { pilotBody, pilotPlant } from "../support/pilot.ts";
import { type AlertWorld, alertWorld, minuteMs, plantId } from "./alert-world.ts";

let world: AlertWorld;
beforeEach(async () => {
  world = await alertWorld();
  await world.bench.addPlant("acme");
});
afterEach(() => world?.bench.close());

const turbine = "TURBINE-001";
const low = { kind: "threshold", quantity: "head_height_m", below: 40, hysteresis: 2, for_s: 600 };

test("of many rules and channels that are made at once no more stand than there may be", async () => {
  const owner = world.owner();
  const before = (await listRules(world.verbs, owner, plantId)).length;
  await Promise.allSettled(Array.from({ length: 110 }, () => world.rule(low)));
  expect([before > 0, (await listRules(world.verbs, owner, plantId)).length]).toEqual([true, 100]);
  const channel = (_: unknown, i: number) =>
    createChannel(world.verbs, owner, {
      ...{ kind: "email", target: `duty-${i}@plant.example`, plants: null, leastSeverity: "info" },
    });
  await Promise.allSettled(Array.from({ length: 30 }, channel));
  expect(await listChannels(world.verbs, owner)).toHaveLength(20);
});

describe("a rule on a value", () => {
  beforeEach(async () => {
    await world.withoutDefaults();
    await world.rule(low);
    await world.look();
  });

  test("is pending until it has held for long enough, fires once, and is over behind its hysteresis", async () => {
    await world.send({ head_height_m: 36 });
    await world.look();
    expect([await world.states(), await world.told()]).toEqual([[`pending ${turbine}`], []]);
    world.later(5);
    await world.send({ head_height_m: 35 });
    await world.look();
    await world.look();
    expect([await world.states(), await world.told()]).toEqual([[`firing ${turbine}`], ["alert.fired"]]);
    const [alert] = await world.alerts();
    expect(alert).toMatchObject({ value: 35, summary: `head_height_m of ${turbine} is 35, below 40 for 10 min` });
    expect(world.bench.now - (alert?.since.getTime() ?? 0)).toBe(10 * minuteMs);
    world.later(5);
    await world.send({ head_height_m: 41 });
    await world.look();
    expect(await world.states()).toEqual([`firing ${turbine}`]);
    world.later(5);
    await world.send({ head_height_m: 42 });
    await world.look();
    expect([await world.states(), await world.told()]).toEqual([
      [`resolved ${turbine}`],
      ["alert.fired", "alert.resolved"],
    ]);
  });

  test("that is over before its time leaves nothing", async () => {
    await world.send({ head_height_m: 36 });
    await world.look();
    world.later(5);
    await world.send({ head_height_m: 45 });
    await world.look();
    expect([await world.states(), await world.told()]).toEqual([[], []]);
  });

  test("finds in one look what it would have found in many: the passes' times change nothing", async () => {
    for (const head of [36, 36, 45, 36, 36]) {
      await world.send({ head_height_m: head });
      world.later(5);
    }
    await world.look();
    expect(await world.told()).toEqual(["alert.fired", "alert.resolved", "alert.fired"]);
    expect(await world.states()).toHaveLength(2);
  });

  test("takes a late reading where it belongs, and history that is filed not at all", async () => {
    world.later(60);
    await world.send({ head_height_m: 36 }, { minutesAgo: 20 });
    await world.send({ head_height_m: 36 }, { minutesAgo: 10 });
    await world.look();
    expect(await world.states()).toEqual([`firing ${turbine}`]);
    await world.send({ head_height_m: 45 }, { minutesAgo: 40 });
    await world.send({ head_height_m: 44 }, { minutesAgo: 0, more: { source: "backfill", reason: "test" } });
    await world.look();
    expect([await world.states(), await world.told()]).toEqual([[`firing ${turbine}`], ["alert.fired"]]);
  });

  test("stays as it is while nothing comes: silence resolves nothing", async () => {
    await world.send({ head_height_m: 36 }, { minutes: 10 });
    await world.look();
    world.later(600);
    await world.look();
    expect(await world.states()).toEqual([`firing ${turbine}`]);
  });

  test("that is changed, switched off or deleted resolves what it found, and a change is looked at anew", async () => {
    await world.send({ head_height_m: 36 }, { minutes: 10 });
    await world.look();
    const [rule] = await listRules(world.verbs, world.owner(), plantId).then((all) =>
      all.filter(({ defaultName }) => defaultName === null),
    );
    const apply = (before: object) => ({ ...before, severity: "critical" }) as never;
    await changeRule(world.verbs, world.owner(), plantId, rule?.ruleId ?? "", { mayChange: () => undefined, apply });
    await world.look();
    expect(await world.states()).toEqual([`resolved ${turbine}`]);
    world.later(5);
    await world.send({ head_height_m: 36 });
    world.later(5);
    await world.send({ head_height_m: 36 });
    await world.look();
    expect((await world.alerts())[0]).toMatchObject({ state: "firing", severity: "critical" });
    await deleteRule(world.verbs, world.owner(), plantId, rule?.ruleId ?? "");
    await world.look();
    const [alert] = await world.alerts();
    expect(alert).toMatchObject({ state: "resolved", resolution: "its rule was changed, switched off or deleted" });
  });

  test("is the organisation's own: another one's readings of a plant of the same name are none of it", async () => {
    await world.bench.addPlant("other");
    await world.send({ head_height_m: 30 }, { minutes: 10, orgId: "other" });
    await world.look();
    expect([await world.states(), await world.states("other")]).toEqual([[], []]);
  });
});

test("a rule on values begins with the reading right after it was made, before any look, and with none before", async () => {
  await world.withoutDefaults();
  const rule = { ...low, for_s: 0 };
  const values = async () => (await world.alerts()).map(({ state, value }) => `${state} ${value}`);
  await world.send({ head_height_m: 36 }, { minutesAgo: 10 });
  const first = await world.rule(rule);
  await world.send({ head_height_m: 35 }, { minutesAgo: 5 });
  await world.look();
  expect(await values()).toEqual(["firing 35"]);
  await deleteRule(world.verbs, world.owner(), plantId, first.ruleId);
  await world.look();
  await world.send({ head_height_m: 34 });
  const off = await world.rule({ ...rule, enabled: false });
  world.later(10);
  await world.send({ head_height_m: 33 }, { minutesAgo: 5 });
  const apply = (before: typeof off.rule) => ({ ...before, enabled: true });
  await changeRule(world.verbs, world.owner(), plantId, off.ruleId, { mayChange: () => undefined, apply });
  await world.look();
  expect(await values()).toEqual(["resolved 35"]);
  await world.send({ head_height_m: 32 });
  await world.look();
  expect(await values()).toEqual(["firing 32", "resolved 35"]);
});

test("an alert says what was looked at last, and the end of a silence is told with that, however it ends", async () => {
  await world.withoutDefaults();
  await world.rule({ ...low, for_s: 0 });
  await world.rule({ kind: "absence", after_s: 3_600 });
  const heard = async () => {
    const { rows } = await world.bench.connection.pool.query(
      "SELECT body FROM tenant_events WHERE type IN ('alert.fired', 'alert.silence-ended') ORDER BY event_no",
    );
    return rows
      .map(({ body }) => JSON.parse(body).data)
      .map(({ kind, value, summary }) => `${kind} ${value}: ${summary}`);
  };
  const silence = (minutes: number) =>
    createSilence(world.verbs, world.owner(), { plantId, untilMs: world.bench.now + minutes * minuteMs, reason: "x" });
  await world.send({ head_height_m: 36 }, { minutesAgo: 5 });
  await world.look();
  const early = await silence(60);
  await world.send({ head_height_m: 34 });
  await world.look();
  expect(await world.alerts()).toMatchObject([{ state: "silenced", value: 34 }]);
  await endSilence(world.verbs, world.owner(), early.silenceId);
  await silence(5);
  world.later(5);
  await world.send({ head_height_m: 41 });
  await world.look();
  const words = (value: number) => `head_height_m of ${turbine} is ${value}, below 40`;
  expect(await heard()).toEqual([
    `threshold 36: ${words(36)}`,
    `threshold 34: ${words(34)}`,
    // It is not back behind the hysteresis.
    `threshold 41: ${words(34)}`,
  ]);
  world.later(61);
  await world.look();
  world.later(10);
  const sinceMs = async () => (await world.alerts())[0]?.since.getTime();
  const before = (await sinceMs()) ?? 0;
  await world.send({ head_height_m: 41 }, { minutesAgo: 65 });
  await world.look();
  expect([(await world.alerts())[0]?.kind, (await sinceMs()) ?? 0]).toEqual(["absence", before + 6 * minuteMs]);
});

test("a rule on values judges nothing from before it was made, also where another one has yet to look at that", async () => {
  await world.withoutDefaults();
  const rule = { ...low, for_s: 0 };
  const values = async () =>
    (await world.alerts()).map(({ name, state, value }) => `${name}: ${state} ${value}`).sort();
  await world.rule({ ...rule, name: "first" });
  await world.send({ head_height_m: 36 }, { minutesAgo: 10 });
  const second = await world.rule({ ...rule, name: "second" });
  await world.look();
  expect(await values()).toEqual(["first: firing 36"]);
  // What is changed goes on with what nobody has looked at: a value between two looks is not lost to it.
  await world.send({ head_height_m: 35 }, { minutesAgo: 5 });
  const mayChange = () => undefined;
  const lower = (before: typeof second.rule) => ({ ...before, below: 39 }) as typeof second.rule;
  await changeRule(world.verbs, world.owner(), plantId, second.ruleId, { mayChange, apply: lower });
  await world.look();
  expect(await values()).toEqual(["first: firing 35", "second: firing 35"]);
});

test("default rules that somebody made rules on values begin anew when they are switched on again", async () => {
  const [rule] = (await getDefaults(world.verbs, world.owner(), plantId)).rules;
  const apply = () => alertRuleSchema.parse({ ...low, for_s: 0, name: "low" });
  await changeRule(world.verbs, world.owner(), plantId, rule?.ruleId ?? "", { mayChange: () => undefined, apply });
  await world.look();
  await world.withoutDefaults();
  await world.send({ head_height_m: 36 }, { minutesAgo: 10 });
  await world.look();
  await setDefaults(world.verbs, world.owner(), plantId, true, () => undefined);
  await world.look();
  expect(await world.states()).toEqual([]);
  await world.send({ head_height_m: 35 });
  await world.look();
  expect(await world.states()).toEqual([`firing ${turbine}`]);
});

test("a rule on a rate fires on the change between two readings", async () => {
  await world.withoutDefaults();
  await world.rule({ kind: "rate", quantity: "reservoir_level_m", direction: "falling", per_hour: 2 });
  await world.look();
  await world.send({ reservoir_level_m: 610 });
  world.later(5);
  await world.send({ reservoir_level_m: 609.5 });
  await world.look();
  expect(await world.alerts()).toMatchObject([{ state: "firing", value: -6 }]);
});

describe("absence", () => {
  test("is a default rule: a device that has sent is missed, one that never did is not", async () => {
    await world.look();
    world.later(600);
    await world.look();
    expect(await world.states()).toEqual([]);
    await world.send({});
    world.later(14);
    await world.look();
    expect(await world.states()).toEqual([]);
    world.later(2);
    await world.look();
    expect(await world.alerts()).toMatchObject([{ state: "firing", subject: turbine, name: "No readings" }]);
    await world.send({});
    await world.look();
    expect(await world.told()).toEqual(["alert.fired", "alert.resolved"]);
  });

  test("is not ended by readings that come late, but by the newest that was measured", async () => {
    await world.send({});
    world.later(60);
    await world.look();
    await world.send({}, { minutesAgo: 40 });
    await world.look();
    expect(await world.states()).toEqual([`firing ${turbine}`]);
    await world.send({}, { minutesAgo: 5 });
    await world.look();
    expect(await world.states()).toEqual([`resolved ${turbine}`]);
  });

  test("does not miss a device whose samples come, however long their slots with gaps wait for their records", async () => {
    const orgId = "sampling";
    await world.bench.addPlant(orgId, { ...pilotPlant, accounting: { interval_s: 300 } });
    const told: string[] = [];
    for (let minute = 1; minute <= 45; minute++) {
      world.later(1);
      if (minute % 5 !== 2) await world.send({}, { minutes: 1, orgId });
      await world.look();
      told.push(...(await world.states(orgId)));
    }
    expect(told).toEqual([]);
    world.later(17);
    await world.look();
    expect(await world.states(orgId)).toEqual([`firing ${turbine}`]);
  });

  test("misses a device that tells no time as any other, and not while it sends", async () => {
    const { bench } = world;
    const send = async () => {
      await acceptReading(bench.deps, world.owner(), telemetryBody.parse(pilotBody({})));
      await rollUp({ db: bench.work.db, clock: { nowMs: () => bench.now } });
    };
    await world.send({});
    for (let minute = 0; minute < 30; minute += 10) {
      world.later(10);
      await send();
      await world.look();
    }
    expect(await world.states()).toEqual([]);
    world.later(16);
    await world.look();
    expect(await world.states()).toEqual([`firing ${turbine}`]);
    await send();
    await world.look();
    expect(await world.states()).toEqual([`resolved ${turbine}`]);
  });

  test("does not miss a device of which only history was filed", async () => {
    const more = { source: "backfill", reason: "the year before" };
    await world.send({}, { minutesAgo: 60 * 24 * 30, more });
    await world.send({}, { minutesAgo: 60 * 24, more });
    await world.look();
    expect(await world.states()).toEqual([]);
  });

  test("misses a device all the same when history is filed of its silence, before it is told and after", async () => {
    const more = { source: "backfill", reason: "from the logbook" };
    await world.send({});
    world.later(14);
    await world.send({}, { minutesAgo: 5, more });
    await rollUp({ db: world.bench.work.db, clock: { nowMs: () => world.bench.now } });
    world.later(2);
    await world.look();
    expect(await world.states()).toEqual([`firing ${turbine}`]);
    await world.send({}, { minutesAgo: 2, more });
    await rollUp({ db: world.bench.work.db, clock: { nowMs: () => world.bench.now } });
    await world.look();
    expect(await world.states()).toEqual([`firing ${turbine}`]);
    world.later(5);
    await world.send({});
    await world.look();
    expect(await world.told()).toEqual(["alert.fired", "alert.resolved"]);
  });
});

describe("default rules", () => {
  test("are there from a plant's registration on, and are switched off and on by one call", async () => {
    const kept = await listRules(world.verbs, world.owner(), plantId);
    expect(kept.map(({ defaultName }) => defaultName)).toEqual(["absence", "calibration"]);
    await world.send({});
    world.later(60);
    await setDefaults(world.verbs, world.owner(), plantId, false, () => undefined);
    await world.look();
    expect(await world.states()).toEqual([]);
    await deleteRule(world.verbs, world.owner(), plantId, "rul_default-calibration");
    const on = await setDefaults(world.verbs, world.owner(), plantId, true, () => undefined);
    expect([on.enabled, on.rules.map(({ rule }) => rule.enabled)]).toEqual([true, [true, true]]);
    await world.look();
    expect(await world.states()).toEqual([`firing ${turbine}`]);
  });

  test("are not forced on a plant from before there were alerts", async () => {
    const { pool } = world.bench.connection;
    await pool.query(
      "INSERT INTO alert_plants (org_id, plant_id, defaults_on) SELECT org_id, plant_id, false FROM plants",
    );
    expect(await getDefaults(world.verbs, world.owner(), plantId)).toEqual({ enabled: false, rules: [] });
  });
});

describe("an end that comes", () => {
  const until = (date: string) =>
    changeDevice(
      world.bench.deps,
      world.owner(),
      { plantId, deviceId: turbine },
      {
        mayChange: () => undefined,
        apply: (before) => ({ ...before, calibration_valid_until: date }),
      },
    );

  test("of a calibration is told 30 days before, and over with the next certificate", async () => {
    await until("2026-06-15");
    await world.look();
    expect(await world.states()).toEqual([]);
    await until("2026-05-20");
    await world.look();
    expect(await world.alerts()).toMatchObject([
      { state: "firing", severity: "info", summary: `the calibration of ${turbine} ends on 2026-05-20` },
    ]);
    await until("2027-05-20");
    await world.look();
    expect(await world.states()).toEqual([`resolved ${turbine}`]);
  });

  test("of a calibration with a mistyped year is told as any other, in times that can be read", async () => {
    await until("0000-01-01");
    await world.look();
    expect(await world.told()).toEqual(["alert.fired"]);
    expect((await world.alerts())[0]?.since.toISOString()).toBe("0001-01-01T00:00:00.000Z");
  });

  test("of an API key is told, of keys that can act at the plant, and over when it is revoked", async () => {
    await world.withoutDefaults();
    await world.rule({ kind: "expiry", of: "key", days: 14 });
    const { pool } = world.bench.connection;
    const key =
      "INSERT INTO api_keys (key_id, org_id, secret_hash, roles, label, created_at, expires_at, plants) VALUES";
    const ends = new Date(world.bench.now + 10 * 86_400_000).toISOString();
    await pool.query(`${key} ('one', 'acme', sha256('1'), '{device}', 'scada', now(), $1, NULL)`, [ends]);
    await pool.query(`${key} ('two', 'acme', sha256('2'), '{device}', '', now(), $1, '{ELSEWHERE}')`, [ends]);
    await world.look();
    expect(await world.alerts()).toMatchObject([
      { state: "firing", subject: "one", summary: "the API key one (scada) ends on 2026-05-11" },
    ]);
    await pool.query("UPDATE api_keys SET revoked_at = now() WHERE key_id = 'one'");
    await world.look();
    expect(await world.alerts()).toMatchObject([
      { state: "resolved", resolution: "what it was about was renewed or taken away" },
    ]);
  });
});

describe("windows", () => {
  test("data quality: the share that was not approved, of enough readings", async () => {
    await world.withoutDefaults();
    await world.rule({ kind: "quality", window_s: 3600, share: 0.4, least_readings: 4 });
    for (let i = 0; i < 3; i++) await world.send({ ph: 4.5, turbidity_ntu: 180 }, { minutesAgo: 50 - 5 * i });
    await world.look();
    expect(await world.states()).toEqual([]);
    await world.send({}, { minutesAgo: 5 });
    world.later(2);
    await world.look();
    expect(await world.alerts()).toMatchObject([{ state: "firing", value: 0.75 }]);
    world.later(70);
    for (let i = 0; i < 4; i++) await world.send({}, { minutesAgo: 20 - 5 * i });
    await world.look();
    expect(await world.states()).toEqual([`resolved ${turbine}`]);
  });

  test("data quality: is over when every reading is approved, however wide its hysteresis", async () => {
    await world.withoutDefaults();
    await world.rule({ kind: "quality", window_s: 3600, share: 0.4, hysteresis: 0.6, least_readings: 4 });
    for (let i = 0; i < 4; i++) await world.send({ ph: 4.5, turbidity_ntu: 180 }, { minutesAgo: 50 - 5 * i });
    await world.look();
    expect(await world.states()).toEqual([`firing ${turbine}`]);
    world.later(70);
    for (let i = 0; i < 4; i++) await world.send({}, { minutesAgo: 20 - 5 * i });
    await world.look();
    expect(await world.states()).toEqual([`resolved ${turbine}`]);
  });

  test("leave out history that is filed: what it was judged says nothing of what the device sends", async () => {
    await world.withoutDefaults();
    await world.rule({ kind: "quality", window_s: 3600, share: 0.4, least_readings: 4 });
    const more = { source: "backfill", reason: "from the logbook" };
    for (let i = 0; i < 6; i++) await world.send({ ph: 4.5, turbidity_ntu: 180 }, { minutesAgo: 55 - 5 * i, more });
    for (let i = 0; i < 4; i++) await world.send({}, { minutesAgo: 20 - 5 * i });
    await world.look();
    expect(await world.states()).toEqual([]);
  });

  test("trust: the mean score against the time before", async () => {
    await world.withoutDefaults();
    await world.rule({ kind: "trust", window_s: 3600, baseline_s: 7200, drop: 0.1, least_readings: 3 });
    for (let i = 0; i < 4; i++) await world.send({}, { minutesAgo: 120 - 5 * i });
    for (let i = 0; i < 4; i++) await world.send({ ph: 4.5, turbidity_ntu: 180 }, { minutesAgo: 50 - 5 * i });
    await world.look();
    expect(await world.alerts()).toMatchObject([
      { state: "firing", summary: /^the mean trust score of TURBINE-001 fell/ },
    ]);
  });
});

test("a change of a rule begins its for_s anew, and what it finds did not hold before", async () => {
  await world.withoutDefaults();
  await world.rule({ kind: "quality", window_s: 3600, share: 0.4, least_readings: 2 });
  for (let i = 0; i < 4; i++) await world.send({ ph: 4.5, turbidity_ntu: 180 }, { minutesAgo: 20 - 5 * i });
  await world.look();
  world.later(20);
  const own = (await listRules(world.verbs, world.owner(), plantId)).find(({ defaultName }) => defaultName === null);
  const apply = (before: object) => ({ ...before, for_s: 900 }) as never;
  await changeRule(world.verbs, world.owner(), plantId, own?.ruleId ?? "", { mayChange: () => undefined, apply });
  await world.look();
  expect(await world.states()).toEqual([`pending ${turbine}`, `resolved ${turbine}`]);
  const changedMs = world.bench.now;
  world.later(15);
  await world.look();
  expect(await world.alerts()).toMatchObject([{ state: "firing", since: new Date(changedMs) }, { state: "resolved" }]);
});

test("ledger lag: records that wait, until the ledger has them", async () => {
  await world.withoutDefaults();
  await world.rule({ kind: "ledger-lag", after_s: 600, for_s: 300 });
  await world.send({});
  world.later(11);
  await world.look();
  expect(await world.states()).toEqual(["pending"]);
  world.later(5);
  await world.look();
  expect(await world.alerts()).toMatchObject([{ state: "firing", subject: "" }]);
  await world.bench.connection.pool.query("DELETE FROM outbox");
  await world.look();
  expect(await world.states()).toEqual(["resolved"]);
});

/** A gateway's look in which something happens right behind its reading of the silences. */
function behindSilences({ depsOf, bench }: AlertWorld, happen: () => Promise<unknown>): AlertDeps {
  let asked: object | undefined;
  const db = bench.work.db.withPlugin({
    transformQuery({ node, queryId }) {
      if (asked === undefined && JSON.stringify(node).includes('"alert_silences"')) asked = queryId;
      return node;
    },
    async transformResult({ queryId, result }) {
      if (queryId === asked) await happen();
      return result;
    },
  });
  return { ...depsOf(), db };
}

describe("people", () => {
  beforeEach(async () => {
    await world.send({});
    world.later(60);
    await world.look();
  });
  const one = async () => (await world.alerts())[0]?.alertId ?? "";
  const acts = async () => {
    const { rows } = await world.bench.connection.pool.query(
      "SELECT act, object FROM admin_acts WHERE act LIKE 'alert%' ORDER BY act_no",
    );
    return rows.map(({ act }) => act);
  };

  test("acknowledge an alert once: it stays open, and the act is in the audit trail", async () => {
    const alertId = await one();
    for (let i = 0; i < 2; i++) await acknowledgeAlert(world.verbs, world.owner(), alertId, "On my way");
    await world.look();
    const { alert, changes } = await getAlert(world.verbs, world.owner(), alertId);
    expect(alert).toMatchObject({ state: "acknowledged", acknowledged: { by: "key-acme", note: "On my way" } });
    expect(changes.map(({ change }) => change)).toEqual(["fired", "acknowledged"]);
    expect([await acts(), await world.told()]).toEqual([["alert.acknowledged"], ["alert.fired", "alert.acknowledged"]]);
    await world.send({});
    await world.look();
    const pastAcknowledging = acknowledgeAlert(world.verbs, world.owner(), alertId, undefined);
    await expect(pastAcknowledging).rejects.toMatchObject({ code: "rule-violated" });
    await expect(closeAlert(world.verbs, world.owner(), alertId, "x")).rejects.toMatchObject({ code: "rule-violated" });
  });

  test("silence what fires, and hear of it again when the silence runs out while it still fires", async () => {
    const untilMs = world.bench.now + 30 * minuteMs;
    const choice = { plantId, untilMs, reason: "Overhaul" };
    await createSilence(world.verbs, world.owner(), choice);
    expect(await world.states()).toEqual([`silenced ${turbine}`]);
    world.later(29);
    await world.look();
    expect(await world.told()).toEqual(["alert.fired", "alert.silenced"]);
    world.later(2);
    await world.look();
    expect([await world.states(), await world.told()]).toEqual([
      [`firing ${turbine}`],
      ["alert.fired", "alert.silenced", "alert.silence-ended"],
    ]);
    expect(await acts()).toEqual(["alert-silence.created"]);
  });

  test("hear nothing of what begins and ends in a silence, and of what a silence that is ended early leaves", async () => {
    await world.send({});
    await world.look();
    const untilMs = world.bench.now + 600 * minuteMs;
    const silence = await createSilence(world.verbs, world.owner(), { plantId, untilMs, reason: "Overhaul" });
    world.later(60);
    await world.look();
    await world.send({});
    await world.look();
    expect(await world.told()).toEqual(["alert.fired", "alert.resolved"]);
    world.later(60);
    await world.look();
    expect(await world.states()).toEqual([`silenced ${turbine}`, `resolved ${turbine}`, `resolved ${turbine}`]);
    await endSilence(world.verbs, world.owner(), silence.silenceId);
    expect((await world.told()).slice(2)).toEqual(["alert.silence-ended"]);
    expect(await acts()).toEqual(["alert-silence.created", "alert-silence.ended"]);
  });

  test("silence an alert, or end that, while a look is under way: it takes back neither, and nobody is told otherwise", async () => {
    const choice = { plantId, untilMs: world.bench.now + 30 * minuteMs, reason: "Overhaul" };
    let silenceId = "";
    await world.look(
      behindSilences(world, async () => {
        silenceId = (await createSilence(world.verbs, world.owner(), choice)).silenceId;
      }),
    );
    expect([await world.states(), await world.told()]).toEqual([
      [`silenced ${turbine}`],
      ["alert.fired", "alert.silenced"],
    ]);
    await world.look(behindSilences(world, () => endSilence(world.verbs, world.owner(), silenceId)));
    expect([await world.states(), (await world.told()).slice(2)]).toEqual([
      [`firing ${turbine}`],
      ["alert.silence-ended"],
    ]);
  });

  test("silence an alert at a gateway whose clock is ahead of the one that looks: it stays silent", async () => {
    const choice = { plantId, untilMs: world.bench.now + 30 * minuteMs, reason: "Overhaul" };
    await createSilence(world.verbs, world.owner(), choice);
    await world.look({ ...world.depsOf(), clock: { nowMs: () => world.bench.now - 3_000 } });
    expect([await world.states(), await world.told()]).toEqual([
      [`silenced ${turbine}`],
      ["alert.fired", "alert.silenced"],
    ]);
  });

  test("of another organisation, or with the wrong role, see and do nothing", async () => {
    await world.bench.addPlant("other");
    const alertId = await one();
    const other = world.owner("other");
    expect((await listAlerts(world.verbs, other, { limit: 10 })).alerts).toEqual([]);
    for (const act of [
      () => getAlert(world.verbs, other, alertId),
      () => acknowledgeAlert(world.verbs, other, alertId, undefined),
      () => createSilence(world.verbs, other, { alertId, untilMs: world.bench.now + 1, reason: "x" }),
    ])
      await expect(act()).rejects.toMatchObject({ code: "not-found" });
    const auditor = { ...world.owner(), roles: ["auditor"] as const };
    await expect(acknowledgeAlert(world.verbs, auditor, alertId, undefined)).rejects.toMatchObject({
      code: "forbidden",
    });
    const narrowed = { ...world.owner(), limits: { plants: ["ELSEWHERE"] } };
    await expect(getAlert(world.verbs, narrowed, alertId)).rejects.toMatchObject({ code: "not-found" });
  });
});

test("a key of some devices sees and handles the alerts of those alone, and ends no silence of a plant", async () => {
  await world.withoutDefaults();
  await world.rule({ kind: "threshold", quantity: "head_height_m", below: 40 });
  await world.rule({ kind: "ledger-lag", after_s: 60 });
  await world.look();
  await world.send({ head_height_m: 36 });
  world.later(30);
  await world.look();
  expect((await world.states()).sort()).toEqual(["firing", `firing ${turbine}`]);
  const ofDevices = (...devices: string[]) => ({ ...world.owner(), limits: { devices } });
  const seenBy = async (actor: ReturnType<typeof ofDevices>) =>
    (await listAlerts(world.verbs, actor, { limit: 10 })).alerts.map(({ subject }) => subject);
  expect([await seenBy(ofDevices(turbine)), await seenBy(ofDevices("ELSE"))]).toEqual([[turbine], []]);
  const alerts = await world.alerts();
  const [lag = "", low = ""] = ["", turbine].map((of) => alerts.find(({ subject }) => subject === of)?.alertId);
  const { alert } = await getAlert(world.verbs, ofDevices(turbine), low);
  expect(alert.value).toBe(36);
  for (const [actor, alertId] of [
    [ofDevices("ELSE"), low],
    [ofDevices(turbine), lag],
  ] as const) {
    await expect(getAlert(world.verbs, actor, alertId)).rejects.toMatchObject({ code: "not-found" });
    await expect(acknowledgeAlert(world.verbs, actor, alertId, undefined)).rejects.toMatchObject({ code: "not-found" });
  }
  const choice = { plantId, untilMs: world.bench.now + minuteMs, reason: "Overhaul" };
  const { silenceId } = await createSilence(world.verbs, world.owner(), choice);
  await expect(endSilence(world.verbs, ofDevices(turbine), silenceId)).rejects.toMatchObject({ code: "forbidden" });
});

test("the gateway's own alerts come into the list once, with their own event alone, and are closed by a person", async () => {
  const data = {
    ...{ plant_id: plantId, alert_id: "alr_1", record_id: `rec_${"1".repeat(26)}`, effective_status: "REJECTED" },
    ...{ period_id: `per_${"1".repeat(26)}`, statement_no: 1 },
  };
  const event = {
    eventId: `evt_${"0".repeat(26)}`,
    orgId: "acme",
    plantId,
    type: "alert.issuance.record-lost-approval",
    data,
  } as const;
  await world.bench.connection.db.transaction().execute((tx) => emit(tx, [event], new Date(world.bench.now)));
  await Promise.all([world.look(), world.look(world.depsOf("two"))]);
  await world.look();
  const [alert] = await world.alerts();
  expect(alert).toMatchObject({
    alertId: `alr_${"0".repeat(26)}`,
    state: "firing",
    kind: "issuance.record-lost-approval",
  });
  expect(alert?.summary).toMatch(/deficit/);
  const closed = await closeAlert(world.verbs, world.owner(), alert?.alertId ?? "", "amended");
  expect(closed.alert).toMatchObject({ state: "resolved", resolution: "amended" });
  await world.look();
  expect(await world.told()).toEqual(["alert.issuance.record-lost-approval", "alert.resolved"]);
});

test("several gateways that look at the same time tell of each change once", async () => {
  await world.send({});
  world.later(60);
  const names = ["one", "two", "three", "four"];
  await Promise.all(names.map((name) => world.look(world.depsOf(name))));
  world.later(2);
  await Promise.all(names.map((name) => world.look(world.depsOf(name))));
  expect([await world.states(), await world.told()]).toEqual([[`firing ${turbine}`], ["alert.fired"]]);
});

test("one plant that cannot be looked at hinders no other, and is looked at again", async () => {
  await world.bench.addPlant("broken");
  for (const orgId of ["acme", "broken"]) await world.send({}, { orgId });
  await world.look();
  const { pool } = world.bench.connection;
  await pool.query(`ALTER TABLE alerts ADD CONSTRAINT no_broken CHECK (org_id <> 'broken')`);
  world.later(60);
  await world.look();
  expect([await world.states(), await world.states("broken")]).toEqual([[`firing ${turbine}`], []]);
  await pool.query("ALTER TABLE alerts DROP CONSTRAINT no_broken");
  await world.look();
  expect(await world.states("broken")).toEqual([`firing ${turbine}`]);
});
