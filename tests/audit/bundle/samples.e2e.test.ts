import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { archive } from "../../../src/audit/bundle/archive.ts";
import { readTarHeader } from "../../../src/audit/bundle/tar.ts";
import { canonicalText, type Json } from "../../../src/kernel/canonical.ts";
import { audit } from "../support.ts";
import { type BundleWorld, bundleWorld, plant } from "./world.ts";

/** The evidence bundle of a period in which a second meter sent samples. */

const dayMs = Date.parse("2025-02-28T18:30:00Z");

let world: BundleWorld;
let folder: string;
let files: { readonly path: string; readonly content: Buffer }[];

function filesIn(tar: Buffer): typeof files {
  const found: typeof files = [];
  for (let at = 0; ; ) {
    const entry = readTarHeader(tar.subarray(at, at + 512));
    if (entry === undefined) return found.filter(({ path }) => path !== "manifest.json");
    found.push({ path: entry.path, content: tar.subarray(at + 512, at + 512 + entry.size) });
    at += 512 + Math.ceil(entry.size / 512) * 512;
  }
}

beforeAll(async () => {
  world = await bundleWorld();
  folder = await mkdtemp(join(tmpdir(), "hydro-samples-"));
  const { call } = world;
  await call("operator", "POST", `${plant}/devices`, { device_id: "METER-002", kind: "meter" });
  const { headers } = await world.request("operator", "GET", plant);
  const changed = await fetch(`${world.gateway.baseUrl}${plant}`, {
    method: "PATCH",
    headers: {
      authorization: `Bearer ${world.keys.operator}`,
      "content-type": "application/merge-patch+json",
      "if-match": String(headers.get("etag")),
    },
    body: JSON.stringify({ accounting: { interval_s: 900 } }),
  });
  expect(changed.status).toBe(200);
  for (const endS of [300, 600, 900, 1_200, 1_500, 1_800]) {
    const timestamp = new Date(dayMs + 1000 * endS).toISOString();
    const sent = await call("device", "POST", "/api/v1/telemetry", {
      ...{ plant_id: "PLANT-HP-001", device_id: "METER-002", timestamp, interval_s: 300 },
      readings: { energy_kwh: 25.125, energy_export_kwh_total: 1_000 + endS / 10 },
    });
    expect([sent.status, sent.body.kind]).toEqual([202, "sample"]);
  }
  const period = await world.closedDay(1);
  await world.made(period);
  const tar = await world.bytes("owner", `${period}/bundle`);
  files = filesIn(tar);
  await writeFile(join(folder, "bundle.tar"), tar);
}, 60_000);
afterAll(async () => {
  await world.gateway.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The bundle with other samples and a manifest that fits. */
async function withSamples(change: (lines: string[]) => string[]) {
  const forged = files.map(({ path, content }) => {
    if (path !== "samples.ndjson") return { path, content };
    const lines = change(content.toString().split("\n").slice(0, -1));
    return { path, content: Buffer.from(lines.map((line) => `${line}\n`).join("")) };
  });
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive(forged, {})) chunks.push(chunk);
  const name = join(folder, "forged.tar");
  await writeFile(name, Buffer.concat(chunks));
  const { code, out } = await audit(["bundle", name]);
  return { code, broken: out.split("\n").find((line) => line.startsWith("BROKEN")) ?? out };
}

describe("a bundle of records that were made of samples", () => {
  test("holds the samples, and is replayed from them offline", async () => {
    expect(
      files
        .find(({ path }) => path === "samples.ndjson")
        ?.content.toString()
        .split("\n"),
    ).toHaveLength(7);
    const { code, out } = await audit(["bundle", join(folder, "bundle.tar")]);
    expect(out).toMatch(/samples +2 readings made again from 6 samples/);
    expect([code, /HOLDS/.test(out)]).toEqual([0, true]);
  });

  test("is broken where a sample is changed, missing or added, and its record is named", async () => {
    const changed = await withSamples((lines) => {
      const sample = JSON.parse(lines[1] as string) as { readings: { energy_kwh: number } };
      sample.readings.energy_kwh = 26;
      return lines.with(1, canonicalText(sample as unknown as Json));
    });
    const missing = await withSamples((lines) => lines.toSpliced(4, 1));
    const twice = await withSamples((lines) => lines.toSpliced(1, 0, lines[0] as string));
    for (const { code, broken } of [changed, missing, twice]) {
      expect([code, broken]).toEqual([1, expect.stringMatching(/samples.*record \d+ \(rec_[0-9a-z]+\)/)]);
    }
    const added = await withSamples((lines) => [...lines, lines[0] as string]);
    expect([added.code, added.broken]).toEqual([1, expect.stringContaining("samples.ndjson holds more than")]);
    const none = await withSamples(() => []);
    expect(none.broken).toContain("sample 1 is not there");
  });
});
