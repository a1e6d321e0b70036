import http from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { noteSent } from "../../src/monitoring/alert-channel-store.ts";
import { createChannel, deleteChannel, getChannel } from "../../src/monitoring/alert-channels.ts";
import { type AlertmanagerDeps, tellAlertmanagers } from "../../src/monitoring/alertmanager.ts";
import { createSilence } from "../../src/monitoring/alerts.ts";
import { networksOf } from "../../src/platform/addresses.ts";
import { expireLeases } from "../../src/platform/lease.ts";
import { createOutbound } from "../../src/platform/outbound.ts";
import { type AlertWorld, alertWorld, minuteMs, plantId } from "./alert-world.ts";

/** What Alertmanagers are sent; a real one takes it in tests/tools/alertmanager.ts. */

type Postable = {
  labels: Record<string, string>;
  annotations: Record<string, string>;
  startsAt: string;
  endsAt: string;
};

let world: AlertWorld;
let server: http.Server;
let url: string;
let calls: { path: string; alerts: Postable[] }[];
let status: number;
/** Of the next calls, before that. */
let answers: number[];

beforeEach(async () => {
  calls = [];
  status = 200;
  answers = [];
  server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    calls.push({ path: `${request.method} ${request.url}`, alerts: JSON.parse(Buffer.concat(chunks).toString()) });
    response.writeHead(answers.shift() ?? status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.3", resolve));
  url = `http://127.0.0.3:${(server.address() as AddressInfo).port}/am/`;
  world = await alertWorld();
  await world.bench.addPlant("acme");
  await world.send({});
  world.later(60);
  await world.look();
});
afterEach(async () => {
  await world?.bench.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

const depsOf = (operatorUrl?: string, holderName = "one"): AlertmanagerDeps => {
  const { clock, log } = world.depsOf();
  const outbound = createOutbound({ allowed: networksOf(["127.0.0.3"]) });
  const publicUrl = () => "https://mrv.example";
  return { db: world.bench.work.db, clock, log, metrics: world.metrics, outbound, holderName, operatorUrl, publicUrl };
};
const tell = (deps = depsOf()) => tellAlertmanagers(deps, new AbortController().signal);
const channel = (more: object = {}) =>
  createChannel(world.verbs, world.owner(), {
    ...{ kind: "alertmanager", target: url, plants: null, leastSeverity: "info" },
    ...more,
  } as Parameters<typeof createChannel>[2]);
const agoMinutes = (text: string | undefined) => (Date.parse(text ?? "") - world.bench.now) / minuteMs;

test("an Alertmanager is told what fires, again and again with an end ahead, and its end for a while", async () => {
  await channel();
  await tell();
  world.later(1);
  await tell();
  const [first, second] = calls;
  expect(calls.map(({ path }) => path)).toEqual(Array(2).fill("POST /am/api/v2/alerts"));
  expect(first?.alerts[0]?.labels).toEqual({
    ...{ alertname: "No readings", service: "hydro-mrv-gateway", kind: "absence", severity: "warning" },
    ...{ org_id: "acme", plant_id: plantId, rule_id: "rul_default-absence", subject: "TURBINE-001" },
  });
  expect(second?.alerts[0]?.labels).toEqual(first?.alerts[0]?.labels);
  expect(second?.alerts[0]?.startsAt).toBe(first?.alerts[0]?.startsAt);
  expect(agoMinutes(second?.alerts[0]?.endsAt)).toBe(4);
  await world.send({});
  await world.look();
  await tell();
  world.later(10);
  await tell();
  expect(calls.slice(2).map(({ alerts }) => agoMinutes(alerts[0]?.endsAt))).toEqual([-10, -10]);
  world.later(10);
  await tell();
  expect(calls).toHaveLength(4);
});

test("an alert that fires again is told alone: to an Alertmanager the end of the one before would be its own", async () => {
  await channel();
  await world.rule({ kind: "threshold", quantity: "head_height_m", below: 40, severity: "critical" });
  await world.look();
  for (const head_height_m of [36, 45, 36, 45, 36]) {
    world.later(1);
    await world.send({ head_height_m }, { minutes: 1 });
    await world.look();
  }
  await tell();
  const told = calls[0]?.alerts.filter(({ labels }) => labels.kind === "threshold");
  expect(told?.map(({ startsAt, endsAt }) => [agoMinutes(startsAt), agoMinutes(endsAt)])).toEqual([[0, 4]]);
});

test("what is silenced here has ended there, and what never was told is not told", async () => {
  await channel();
  await tell();
  await createSilence(world.verbs, world.owner(), { plantId, untilMs: world.bench.now + 60 * minuteMs, reason: "x" });
  await tell();
  expect(calls.map(({ alerts }) => agoMinutes(alerts[0]?.endsAt))).toEqual([4, 0]);
});

test("the operator's own gets all organisations' alerts, a tenant's only its own that are meant for it", async () => {
  await world.bench.addPlant("other");
  await createChannel(world.verbs, world.owner("other"), {
    kind: "alertmanager",
    target: url,
    plants: null,
    leastSeverity: "info",
  });
  await channel({ leastSeverity: "critical" });
  await tell();
  expect(calls).toEqual([]);
  await tell(depsOf(url));
  expect(calls.map(({ alerts }) => alerts.map(({ labels }) => labels.org_id))).toEqual([["acme"]]);
});

test("of several gateways one tells; when it is gone another does", async () => {
  await channel();
  await Promise.all(["one", "two", "three"].map((name) => tell(depsOf(undefined, name))));
  expect(calls).toHaveLength(1);
  await expireLeases(world.bench.work.db);
  await tell(depsOf(undefined, "two"));
  expect(calls).toHaveLength(2);
});

test("Alertmanagers that never answer hold up nobody's word to the others", async () => {
  const pit = http.createServer(() => undefined);
  await new Promise<void>((resolve) => pit.listen(0, "127.0.0.3", resolve));
  for (let i = 0; i < 19; i++) {
    const target = `http://127.0.0.3:${(pit.address() as AddressInfo).port}/${i}`;
    const made = await channel({ target });
    await noteSent(world.bench.work.db, made, new Date(world.bench.now - minuteMs), "timeout");
  }
  world.later(1);
  await channel();
  const stop = new AbortController();
  const begun = performance.now();
  const round = tellAlertmanagers(depsOf(), stop.signal);
  await vi.waitFor(() => expect(calls).toHaveLength(1), { timeout: 60_000 });
  const took = performance.now() - begun;
  stop.abort();
  pit.closeAllConnections();
  await round;
  await new Promise<void>((resolve) => pit.close(() => resolve()));
  // A single one of them takes the call's 10 s.
  expect(took).toBeLessThan(8_000);
});

test("an Alertmanager that is back is told what still fires, and what ended meanwhile with its end", async () => {
  const { channelId } = await channel();
  await world.rule({ kind: "threshold", quantity: "head_height_m", below: 40, severity: "critical" });
  await world.rule({ kind: "threshold", quantity: "head_height_m", below: 50, severity: "info" });
  world.later(1);
  await world.send({ head_height_m: 36 }, { minutes: 1 });
  await world.look();
  await tell();
  const told = () =>
    Object.fromEntries(calls.at(-1)?.alerts.map((one) => [one.labels.severity, agoMinutes(one.endsAt)]) ?? []);
  expect(told()).toMatchObject({ critical: 4, info: 4 });
  status = 503;
  for (let i = 1; i <= 6; i++) {
    world.later(1);
    await world.send({ head_height_m: i < 2 ? 36 : 45 }, { minutes: 1 });
    await world.look();
    await tell();
  }
  status = 200;
  world.later(1);
  await tell();
  expect(told()).toMatchObject({ critical: -5, info: 4 });
  expect((await getChannel(world.verbs, world.owner(), channelId)).lastSentAt).toEqual(new Date(world.bench.now));
});

test.each<[string, () => string, string]>([
  ["that answers with an error", () => url, "status 503"],
  ["at an address of the gateway's own network", () => "http://127.0.0.4:9093", "address"],
])("one %s is tried again with the next round, and its channel says why", async (_, target, what) => {
  status = 503;
  const { channelId } = await channel({ target: target() });
  await tell();
  expect(await getChannel(world.verbs, world.owner(), channelId)).toMatchObject({
    lastError: { what },
    lastSentAt: null,
  });
});

test("where one alert is refused the others are told, and the channel says so; where none is taken nothing more is sent", async () => {
  const { channelId } = await channel();
  await sql`
    INSERT INTO alerts SELECT another.* FROM alerts AS one, generate_series(1, 449) AS n,
      jsonb_populate_record(one, jsonb_build_object('alert_id', 'alr_' || n, 'subject', 'GAUGE-' || n)) AS another`.execute(
    world.bench.work.db,
  );
  answers = [400, 200, 200];
  await tell();
  expect(calls.map(({ alerts }) => alerts.length)).toEqual([200, 200, 50]);
  const { lastError, lastSentAt } = await getChannel(world.verbs, world.owner(), channelId);
  expect([lastError?.what, lastSentAt]).toEqual(["status 400", null]);
  world.later(1);
  answers = [503, 200, 200];
  await tell();
  expect(calls.slice(3)).toHaveLength(1);
});

test("an alert that ended before it began, by a clock that was put back, is told as one that an Alertmanager takes", async () => {
  await channel();
  await sql`
    UPDATE alerts SET state = 'resolved', resolution = 'condition', fired_at = ${new Date(world.bench.now)},
      resolved_at = ${new Date(world.bench.now - minuteMs)}`.execute(world.bench.work.db);
  await tell();
  const [alert] = calls[0]?.alerts ?? [];
  expect([alert?.startsAt, alert?.endsAt]).toEqual(Array(2).fill(new Date(world.bench.now).toISOString()));
});

test("an address is sent few codes, however often channels to it are made and deleted, by whomever", async () => {
  await world.bench.addPlant("rival");
  const outcomes: string[] = [];
  for (let i = 0; i < 7; i++) {
    const orgId = i % 2 === 0 ? "acme" : "rival";
    const made = await createChannel(world.verbs, world.owner(orgId), {
      ...{ kind: "email", target: i === 0 ? "ops@plants.example" : "Ops@Plants.example" },
      ...{ plants: null, leastSeverity: "info" },
    }).catch(({ code }: { code: string }) => code);
    outcomes.push(typeof made === "string" ? made : "made");
    if (typeof made !== "string") await deleteChannel(world.verbs, world.owner(orgId), made.channelId);
  }
  expect(outcomes).toEqual([...Array(5).fill("made"), ...Array(2).fill("too-many-attempts")]);
});
