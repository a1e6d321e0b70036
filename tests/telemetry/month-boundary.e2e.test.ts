import { afterAll, beforeAll, expect, test } from "vitest";
import type { Gateway } from "../../src/gateway.ts";
import { replicaOf, type TestGateway, testGateway } from "../support/gateway.ts";
import { pilotBody } from "../support/pilot.ts";

/**
 * Records lie in the month in which they were received. Two gateways on one database whose clocks stand on the two sides
 * of the end of a month: what one writes lies in another partition than what the other writes.
 */
const now = new Date();
const boundaryMs = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1);
const clockAt = (ms: number) => ({ clock: { nowMs: () => ms } });

let before: TestGateway;
let after: Gateway;
beforeAll(async () => {
  before = await testGateway({ overrides: clockAt(boundaryMs - 20_000) });
  after = await replicaOf(before, clockAt(boundaryMs + 20_000));
});
afterAll(async () => {
  await after.stop();
  await before.stop();
});

async function send(gateway: Pick<Gateway, "baseUrl">, path: string, body: unknown) {
  const headers = {
    authorization: `Bearer ${before.apiKey}`,
    "content-type": "application/json",
    prefer: "respond-async",
  };
  const answer = await fetch(`${gateway.baseUrl}/api/v1/${path}`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  return { status: answer.status, body: (await answer.json()) as any };
}

/** A reading whose interval ends so long before the end of the month. */
const ending = (secondsBefore: number, intervalS: number, powerKw = 900) =>
  pilotBody(
    { power_output_kw: powerKw },
    { timestamp: new Date(boundaryMs - secondsBefore * 1000).toISOString(), interval_s: intervalS },
  );

const accepted = ({ status }: { status: number }) => status === 202;
const both = () => [before, after] as const;

/** What the tables say after it all. */
async function stored() {
  const { rows: parts } = await before.roles.owner.pool.query<{ part: string; n: number }>(
    "SELECT tableoid::regclass::text AS part, count(*)::int AS n FROM records WHERE kind = 'reading' GROUP BY 1 ORDER BY 1",
  );
  const { rows: overlaps } = await before.roles.owner.pool.query(
    `SELECT FROM device_readings AS a JOIN device_readings AS b
       ON (a.org_id, a.plant_id, a.device_id, a.is_interval) = (b.org_id, b.plant_id, b.device_id, b.is_interval)
      AND a.record_id < b.record_id AND a.covers_from < b.covers_to AND b.covers_from < a.covers_to`,
  );
  const { rows: doubled } = await before.roles.owner.pool.query(
    `SELECT plant_id, seq FROM records GROUP BY plant_id, seq HAVING count(*) > 1
     UNION ALL SELECT plant_id, count(*) FROM records GROUP BY plant_id HAVING count(*) <> max(seq)`,
  );
  return { parts, overlaps: overlaps.length, doubled };
}

type Sent = Awaited<ReturnType<typeof send>>;

/** One new record, and one answer that names it as known. */
function expectOnce(pair: readonly Sent[]): void {
  expect(pair.filter(({ body }) => body.duplicate === true).length).toBe(1);
  expect(pair.find(({ body }) => body.duplicate !== true)?.status).toBe(202);
  expect(pair[0]?.body.record_id).toBe(pair[1]?.body.record_id);
}

test("a reading sent to one and then to the other is on record once, in the month of the first", async () => {
  for (let i = 0; i < 10; i++) {
    const body = ending(2_000 + 10 * i, 10);
    const [first, second] = i % 2 === 0 ? both() : both().toReversed();
    const pair = [await send(first as Gateway, "telemetry", body), await send(second as Gateway, "telemetry", body)];
    expectOnce(pair);
    expect(pair[1]?.body.duplicate).toBe(true);
  }
  const { parts, overlaps, doubled } = await stored();
  expect([parts.map(({ n }) => n), overlaps, doubled]).toEqual([[5, 5], 0, []]);
});

test("the same reading sent to both at once is on record once", async () => {
  const sent = Array.from({ length: 40 }, (_, i) => ending(3_600 + 10 * i, 10));
  const answers = await Promise.all(
    sent.map((body, i) =>
      Promise.all((i % 2 === 0 ? both() : both().toReversed()).map((to) => send(to, "telemetry", body))),
    ),
  );
  for (const pair of answers) expectOnce(pair);
  const { parts, overlaps, doubled } = await stored();
  expect(parts.reduce((sum, { n }) => sum + n, 0)).toBe(50);
  expect([overlaps, doubled]).toEqual([0, []]);
});

test("of two that overlap or contradict each other across the month's end one is on record, and the other is told of it", async () => {
  const pairs = Array.from({ length: 20 }, (_, i) => {
    const at = 20_000 + 100 * i;
    return [ending(at, 60), i % 2 === 0 ? ending(at + 30, 60) : ending(at, 60, 870)] as const;
  });
  const answers = await Promise.all(
    pairs.map((pair, i) => Promise.all(pair.map((body, j) => send(both()[(i + j) % 2] as Gateway, "telemetry", body)))),
  );
  for (const pair of answers) {
    expect(pair.map(({ status }) => status).toSorted()).toEqual([202, 409]);
    const winner = pair.find(accepted)?.body.record_id;
    expect(JSON.stringify(pair.find((one) => !accepted(one))?.body)).toContain(winner);
  }
  const { overlaps, doubled } = await stored();
  expect([overlaps, doubled]).toEqual([0, []]);
});

test("batches of the same readings to both at once leave each of them once", async () => {
  const readings = Array.from({ length: 300 }, (_, i) => ending(60_000 + 10 * i, 10));
  const [one, other] = await Promise.all([
    send(before, "telemetry/batch", readings),
    send(after, "telemetry/batch", readings.toReversed()),
  ]);
  expect([one?.body.totals.accepted + other?.body.totals.accepted, one?.body.totals.refused]).toEqual([300, 0]);
  expect(one?.body.totals.duplicates + other?.body.totals.duplicates).toBe(300);
  const again = await send(before, "telemetry/batch", readings);
  expect(again.body.totals).toMatchObject({ accepted: 0, duplicates: 300, refused: 0 });
  const { overlaps, doubled } = await stored();
  expect([overlaps, doubled]).toEqual([0, []]);
});

test("a record of either month is found by its id, with its bytes, through either gateway", async () => {
  const { rows } = await before.roles.owner.pool.query<{ record_id: string }>(
    "SELECT DISTINCT ON (tableoid) record_id FROM records WHERE kind = 'reading' ORDER BY tableoid, seq",
  );
  expect(rows.length).toBe(2);
  for (const { record_id: recordId } of rows) {
    for (const gateway of both()) {
      const headers = { authorization: `Bearer ${before.apiKey}` };
      const answer = await fetch(`${gateway.baseUrl}/api/v1/records/${recordId}`, { headers });
      expect([answer.status, ((await answer.json()) as { record_id: string }).record_id]).toEqual([200, recordId]);
    }
  }
});
