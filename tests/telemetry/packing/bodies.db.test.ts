import { afterAll, beforeAll, expect, test } from "vitest";
import type { TelemetryBody } from "../../../src/hydropower/reading.ts";
import { sha256 } from "../../../src/platform/digest.ts";
import { honestSamples } from "../../../src/simulator/instruments.ts";
import { bodyOf, reportsOf } from "../../../src/simulator/report.ts";
import { drawSite } from "../../../src/simulator/site.ts";
import { acceptReadings } from "../../../src/telemetry/accept-batch.ts";
import { packBodies, unpackBodies } from "../../../src/telemetry/packing/bodies.ts";
import { type Bench, telemetryBench } from "../../support/telemetry.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await telemetryBench();
});
afterAll(() => bench.close());

/** The chain of a simulated plant, as the pipeline wrote it. */
async function chainOf(seed: number, readings: number): Promise<{ commitment: Uint8Array; body: Uint8Array }[]> {
  const site = drawSite(seed);
  const orgId = `org-${seed}`;
  await bench.addPlant(orgId, site.plant, site.device);
  const days = Math.ceil(readings / 280);
  const reports = [...reportsOf(site, honestSamples(site, bench.now - days * 86_400_000, days))].slice(0, readings);
  async function* items() {
    for (let at = 0; at < reports.length; at += 250) {
      yield reports
        .slice(at, at + 250)
        .map((report) => ({ body: JSON.parse(JSON.stringify(bodyOf(site, report))) as TelemetryBody }));
    }
  }
  for await (const _ of acceptReadings(bench.deps, bench.actorOf(orgId), items()));
  const { rows } = await bench.connection.pool.query<{ commitment: Uint8Array; body: Uint8Array }>(
    "SELECT commitment, body FROM records WHERE org_id = $1 ORDER BY seq",
    [orgId],
  );
  return rows;
}

test("records of the pipeline come back byte for byte, in a hundred bytes each instead of fifteen hundred", async () => {
  for (const seed of [1_001, 1_005]) {
    const chain = await chainOf(seed, 1_000);
    expect(chain.length).toBeGreaterThan(900);
    const bodies = chain.map(({ body }) => body);
    const packed = packBodies(bodies);
    const found = unpackBodies(packed);
    expect(found.map((body, i) => Buffer.compare(body, bodies[i] as Uint8Array)).every((order) => order === 0)).toBe(
      true,
    );
    expect(found.map((body) => Buffer.from(sha256(body)).toString("hex"))).toEqual(
      chain.map(({ commitment }) => Buffer.from(commitment).toString("hex")),
    );
    const length = bodies.reduce((sum, body) => sum + body.length, 0);
    expect(length / bodies.length).toBeGreaterThan(1_400);
    // An id and a salt, both random, are 32 of them.
    expect(packed.length / bodies.length).toBeLessThan(100);
  }
});

test("whatever bytes records are, they come back", () => {
  const odd = [
    Buffer.alloc(0),
    Buffer.from("x"),
    Buffer.from(`${Buffer.from(sha256(Buffer.from("x"))).toString("hex")}tail`),
  ];
  const again = Buffer.from(Buffer.from(sha256(odd[2] as Buffer)).toString("hex"));
  const bodies = [...odd, again, again, Buffer.from([0, 255, 254])];
  expect(texts(unpackBodies(packBodies(bodies)))).toEqual(texts(bodies));
  expect(unpackBodies(packBodies([]))).toEqual([]);
});

const texts = (bodies: readonly Uint8Array[]) => bodies.map((body) => Buffer.from(body).toString("latin1"));

test("a segment that breaks off, or goes on, is refused", () => {
  const bodies = Array.from({ length: 20 }, (_, i) => Buffer.from(`{"seq":${i},"value":${i * 7}}`));
  const packed = packBodies(bodies);
  for (let length = 0; length < packed.length; length++)
    expect(() => unpackBodies(packed.subarray(0, length))).toThrow();
  expect(() => unpackBodies(Buffer.concat([packed, Buffer.of(0)]))).toThrow(/goes on behind its end/);
});
