import { parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { rollUp } from "../../src/monitoring/rollups.ts";
import { type TestGateway, testGateway } from "../support/gateway.ts";
import { pilotBody } from "../support/pilot.ts";

let gateway: TestGateway;
const plant = "/api/v1/plants/PLANT-HP-001";
const begin = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 5 * 3_600_000;
const at = (minutes: number) => new Date(begin + minutes * 60_000).toISOString();
const span = `from=${at(0)}&to=${at(240)}`;

beforeAll(async () => {
  gateway = await testGateway();
  for (let i = 1; i <= 24; i++) {
    const bad = i === 7 ? { power_output_kw: 5_000 } : { power_output_kw: 880 + i };
    const body = pilotBody(
      { ...bad, ...(i === 5 && { ph: 4.5, turbidity_ntu: 180 }) },
      { timestamp: at(i * 10), interval_s: 600 },
    );
    await gateway.post(body, { prefer: "respond-async" });
  }
  const { db } = gateway.roles.worker;
  while ((await rollUp({ db, clock: { nowMs: () => Date.now() } })) === "more");
});
afterAll(() => gateway.stop());

async function file(query: string): Promise<Uint8Array> {
  const response = await fetch(`${gateway.baseUrl}${plant}/history?${query}`, {
    headers: { authorization: `Bearer ${gateway.apiKey}` },
  });
  expect(response.status).toBe(200);
  return new Uint8Array(await response.arrayBuffer());
}

async function csv(query: string): Promise<Record<string, string>[]> {
  const text = Buffer.from(await file(query)).toString();
  const [heading = "", ...lines] = text.split("\r\n");
  expect(lines.pop()).toBe("");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, i) => [heading.split(",")[i], cell])));
}

async function parquet(query: string): Promise<Record<string, unknown>[]> {
  const bytes = await file(`${query}&format=parquet`);
  return parquetReadObjects({ file: bytes.buffer.slice(0, bytes.length) as ArrayBuffer });
}

const asText = (row: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value === null || value === undefined ? "" : value instanceof Date ? value.toISOString() : String(value),
    ]),
  );

describe("GET /plants/{id}/series", () => {
  test("answers buckets with values, counts and the share of approved readings", async () => {
    const answer = await gateway.get(`${plant}/series?metric=power_output_kw&${span}&resolution=1h`);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ resolution: "1h", interval_s: 3600, behind: 0 });
    const [, second] = answer.body.devices[0].points;
    expect(second).toMatchObject({ timestamp: at(120), min: 888, max: 892, last: 892, count: 5 });
    expect(second.avg).toBeCloseTo((888 + 889 + 890 + 891 + 892) / 5, 9);
    expect(second.quality).toEqual({ approved: 5, flagged: 0, rejected: 1, approved_share: 0.8333 });
    expect(answer.body.devices[0].points[0].quality).toMatchObject({ flagged: 1 });
  });

  test.each([
    ["metric=power", "metric"],
    ["metric=ph&resolution=2h", "resolution"],
    ["metric=ph&max_points=2", "max_points"],
    ["metric=ph&from=2026-05-02T00:00:00Z&to=2026-05-01T00:00:00Z", "from"],
    ["metric=ph&resolution=raw&from=0000-12-31T23:59:59Z", "from"],
    ["metric=ph&from=0001-01-01T00:00:00%2B00:01", "from"],
    ["metric=ph&to=8640000000000000", "to"],
    ["metric=ph&to=9999-12-31T23:59:59-00:01", "to"],
  ])("refuses %s by name", async (query, parameter) => {
    const { status, body } = await gateway.get(`${plant}/series?${query}`);
    expect([status, body.errors?.[0].parameter]).toEqual([400, parameter]);
  });

  test.each(["from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59.999Z", "to=0001-01-01T12:00:00Z"])(
    "answers the longest span there is, and the first: %s",
    async (query) => {
      for (const resolution of ["raw", "1h"]) {
        const { status } = await gateway.get(`${plant}/series?metric=ph&resolution=${resolution}&${query}`);
        expect([resolution, status]).toEqual([resolution, 200]);
      }
    },
  );
});

test("GET /plants/{id}/latest has a reading as soon as it is accepted", async () => {
  const { body: sent } = await gateway.post(pilotBody({ frequency_hz: 50.02 }), { prefer: "respond-async" });
  const { body } = await gateway.get(`${plant}/latest`);
  expect(body.devices[0].values.frequency_hz).toMatchObject({ value: 50.02, record_id: sent.record_id });
  expect(body.devices[0].values.ph).toMatchObject({ value: 4.5, timestamp: at(50), effective_status: "FLAGGED" });
});

describe("GET /plants/{id}/history", () => {
  test("sends every reading of the span, its own verdict beside where it stands", async () => {
    const rows = await csv(`${span}&metric=power_output_kw,ph`);
    expect(rows).toHaveLength(24);
    expect(rows[6]).toMatchObject({ timestamp: at(70), status: "REJECTED", power_output_kw: "5000", ph: "", seq: "9" });
    const record = await gateway.get(`/api/v1/records/${rows[4]?.record_id}`);
    expect(record.body).toMatchObject({ timestamp: at(50), status: "FLAGGED" });
  });

  test("has a column once, however often its quantity is asked for", async () => {
    const heading = Buffer.from(await file(`${span}&metric=ph,power_output_kw,ph&metric=ph`))
      .toString()
      .split("\r\n")[0];
    expect(heading?.split(",").filter((name) => name === "ph")).toEqual(["ph"]);
  });

  test("sends rollups as the series has them", async () => {
    type Point = { timestamp: string; avg: number; quality: { approved: number } };
    // What the review changed shows once the loop has passed it, which may be between the two answers.
    await vi.waitFor(
      async () => {
        const rows = await csv(`${span}&metric=power_output_kw&resolution=1h`);
        const { body } = await gateway.get(`${plant}/series?metric=power_output_kw&${span}&resolution=1h`);
        expect(rows.map(({ timestamp, avg, approved }) => [timestamp, Number(avg), Number(approved)])).toEqual(
          body.devices[0].points.map(({ timestamp, avg, quality }: Point) => [timestamp, avg, quality.approved]),
        );
      },
      { timeout: 60_000, interval: 200 },
    );
  });

  test.each([`${span}`, `${span}&resolution=5m`, "from=2001-01-01T00:00:00Z&to=2001-01-02T00:00:00Z"])(
    "says the same in Parquet, read by another library: %s",
    async (query) => {
      const rows = await csv(query);
      expect((await parquet(query)).map(asText)).toEqual(rows);
    },
  );
});
