import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type BundleWorld, bundleWorld } from "./bundle/world.ts";
import { audit, auditProgram } from "./support.ts";

/** A gateway whose clock is two hours ahead of the ledger's, from its first record to the one that commits to a mint. */

let world: BundleWorld;
let folder: string;
let period: string;

beforeAll(async () => {
  let aheadMs = 2 * 3_600_000;
  world = await bundleWorld({ overrides: { clock: { nowMs: () => Date.now() + aheadMs } } });
  folder = await mkdtemp(join(tmpdir(), "hydro-ahead-"));
  period = await world.closedDay(1);
  const issuance = await world.verified(period);
  expect((await world.call("issuer", "POST", `${issuance}/approval`)).status).toBe(201);
  expect((await world.call("issuer", "POST", `${issuance}/mint`)).status).toBe(202);
  // Somebody puts it right, and the mint goes on.
  aheadMs = 0;
  const isIssued = async () => expect((await world.call("issuer", "GET", issuance)).body.state).toBe("issued");
  await vi.waitFor(isIssued, { timeout: 40_000, interval: 200 });
}, 120_000);
afterAll(async () => {
  await world.gateway.stop();
  await rm(folder, { recursive: true, force: true });
});

describe("what a gateway recorded whose clock was ahead", () => {
  test("holds in an audit of its plant, its mint by the ledger's time, and is told", async () => {
    const live = ["plant", "--url", world.gateway.baseUrl, "--plant", "PLANT-HP-001", "--allow-pending"];
    const { code, out } = await auditProgram(live, { HYDRO_API_KEY: world.gateway.apiKey });
    expect([code, out]).toEqual([0, expect.stringContaining("HOLDS")]);
    expect(out).toMatch(
      /note {2}received +\d+ records, the first of them 1, say that they were received up to 120 minutes/,
    );
    expect(out).toMatch(/ok {4}ledger +1 mint/);
  });

  test("holds in its evidence bundle", async () => {
    await world.made(period);
    const bundle = join(folder, "bundle.tar");
    await writeFile(bundle, await world.bytes("owner", `${period}/bundle`));
    const { code, out } = await audit(["bundle", bundle]);
    expect([code, out]).toEqual([0, expect.stringMatching(/note {2}received .*the ledger's time counts/)]);
  });
});
