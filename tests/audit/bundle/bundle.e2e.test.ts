import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readTarHeader } from "../../../src/audit/bundle/tar.ts";
import { sha256Hex } from "../../../src/kernel/canonical.ts";
import { audit } from "../support.ts";
import { type BundleWorld, bundleWorld } from "./world.ts";

type Place = { readonly path: string; readonly header: number; readonly start: number; readonly size: number };

/** Where the files of an archive lie. */
function placesIn(tar: Buffer): Place[] {
  const places: Place[] = [];
  for (let at = 0; ; ) {
    const entry = readTarHeader(tar.subarray(at, at + 512));
    if (entry === undefined) return places;
    places.push({ ...entry, header: at, start: at + 512 });
    at += 512 + Math.ceil(entry.size / 512) * 512;
  }
}

let world: BundleWorld;
let folder: string;
let first: string;
let third: string;
let file: string;
let tar: Buffer;

beforeAll(async () => {
  world = await bundleWorld();
  folder = await mkdtemp(join(tmpdir(), "hydro-bundle-"));
  first = await world.closedDay(1);
  await world.closedDay(2);
  third = await world.closedDay(3);
  await world.verified(third);
  await world.made(third);
  tar = await world.bytes("owner", `${third}/bundle`);
  file = join(folder, "bundle.tar");
  await writeFile(file, tar);
}, 60_000);
afterAll(async () => {
  await world.gateway.stop();
  await rm(folder, { recursive: true, force: true });
});

async function audited(bytes: Uint8Array, ...more: string[]) {
  const name = join(folder, "other.tar");
  await writeFile(name, bytes);
  return audit(["bundle", name, ...more]);
}

describe("the evidence bundle of a verified period", () => {
  test("is replayed offline from the state that the closing before vouches for, and holds", async () => {
    const { code, out } = await audit(["bundle", file]);
    expect(out).toMatch(/HOLDS/);
    expect(code).toBe(0);
    expect(out).toMatch(/verified statement/);
    expect(out).toMatch(/statements +1 statement made again/);
    expect(out).toMatch(/accreditation +1 step/);
    expect(placesIn(tar).map(({ path }) => path)).toContain("assessment.json");
  });
});
