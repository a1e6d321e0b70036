import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createLogKey, type LogKey, noteSigner, readLogKey } from "../../src/anchoring/identity.ts";
import { prepare } from "../../src/bin/admin-console.ts";
import { withMachine } from "../../src/bin/admin-deps.ts";
import { createHederaLedger } from "../../src/ledger/hedera/ledger.ts";
import type { LocalLedger } from "../../src/ledger/local/node.ts";
import { signCheckpoint } from "../../src/proof/checkpoint.ts";
import { encodeCheckpointMessage } from "../../src/proof/checkpoint-message.ts";
import { type BundleWorld, bundleWorld } from "./bundle/world.ts";
import { audit } from "./support.ts";

/** The whole gateway loses the key of its log between one issued period and the next. */

let world: BundleWorld;
let folder: string;
const kept: Record<string, string> = {};
const issuedIn: string[] = [];

const console_ = (...args: string[]) => withMachine(world.gateway.config, prepare(["log", "successor", ...args]));
const because = ["--reason", "the disk with the key is gone", "--by", "Meera Thakur"];
const lostKey = () => `${world.gateway.config.logKeyFile}.lost`;
const verifierKey = async () => (await world.gateway.get("/log/key")).body.trim() as string;
const place = () => ["--url", world.gateway.baseUrl, "--mirror", world.gateway.mirrorUrl];

/** What an auditor of one issued period keeps: its bundle, and the proof of its statement's record. */
async function issue(day: number): Promise<void> {
  const period = await world.closedDay(day);
  const issuance = await world.verified(period);
  await world.issued(issuance);
  const { mint } = (await world.call("issuer", "GET", issuance)).body;
  issuedIn.push(mint.parts[0].token_id);
  await world.anchored(period);
  await world.made(period);
  const { statements } = (await world.call("operator", "GET", period)).body;
  const proof = await world.gateway.get(`/api/v1/records/${statements[0].record_id}/proof`);
  const files = { [`proof-${day}.json`]: JSON.stringify(proof.body) };
  for (const [name, content] of [
    ...Object.entries(files),
    [`bundle-${day}.tar`, await world.bytes("owner", `${period}/bundle`)] as const,
  ]) {
    kept[name] = join(folder, name);
    await writeFile(kept[name], content);
  }
}

beforeAll(async () => {
  world = await bundleWorld();
  folder = await mkdtemp(join(tmpdir(), "hydro-successor-"));
  kept.first = await verifierKey();
  await issue(1);
  kept.unsealed = await world.closedDay(2);
  await world.anchored(kept.unsealed);
}, 120_000);
afterAll(async () => {
  await world?.gateway.stop();
  await rm(folder, { recursive: true, force: true });
});

async function expectHolds(...args: string[]): Promise<string> {
  const { code, out, err } = await audit(args);
  expect({ code, err, out }).toMatchObject({ code: 0, err: "", out: expect.stringContaining("HOLDS") });
  return out;
}

describe("a gateway whose log's key is lost", () => {
  test("says what to do while it keeps readings, and goes on under another key once the operator has said so", async () => {
    const { gateway } = world;
    await expect(console_(...because)).rejects.toThrow(/is the log's own, so it is not lost/);
    await gateway.restart(async () => {
      await rename(gateway.config.logKeyFile, lostKey());
      await createLogKey(gateway.config.logKeyFile);
    });
    // A bundle is made once: its credential under a key that is not the log's could never be verified.
    const sealed = await world.call("operator", "POST", `${kept.unsealed}/bundles`);
    expect([sealed.status, sealed.text]).toEqual([503, expect.stringContaining("does not hold the log's key")]);
    await gateway.restart(() => rm(gateway.config.logKeyFile));
    await vi.waitFor(async () => expect(gateway.logLines.join()).toContain("admin -- log successor"));
    const taken = await gateway.post({
      ...{ plant_id: "PLANT-HP-001", device_id: "TURBINE-001" },
      readings: { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: 900 },
    });
    expect(taken.status).toBe(202);
    expect(() => prepare(["log", "successor", "--reason", "lost"])).toThrow(/--by is missing/);
    const { out, note } = await console_(...because);
    expect(note).toMatch(/ended at \d+ leaves; hydro-mrv\.log\/\w+ goes on from there\. Start the gateway/);
    await gateway.restart();
    expect(await verifierKey()).toBe(out);
    kept.second = out as string;
    await vi.waitFor(async () => {
      const { body } = await gateway.get(`/api/v1/records/${taken.body.record_id}`);
      expect(body.anchor.state).toBe("anchored");
    });
    await issue(3);
    const asJson = await fetch(`${gateway.baseUrl}/log/key`, { headers: { accept: "application/json" } });
    expect(await asJson.json()).toMatchObject({ verifier_key: out, predecessors: [{ verifier_key: kept.first }] });
    expect(new Set(issuedIn).size).toBe(1);
  }, 120_000);

  test("the audit of the log and of the plant hold under each of its keys, and say what ties them together", async () => {
    for (const key of [kept.first, kept.second] as string[]) {
      const out = await expectHolds("log", ...place(), "--verifier-key", key);
      expect(out).toMatch(/successor +from message \d+ on hydro-mrv\.log\/\w+ goes on from the \d+ leaves/);
      expect(out.includes("no key of before signed that")).toBe(key === kept.first);
    }
    expect(await expectHolds("log", ...place())).toMatch(/it rests on the key of the account 0\.0\.\d+/);
    const plant = ["--plant", "PLANT-HP-001", "--key", world.gateway.apiKey];
    await expectHolds("plant", ...plant, ...place(), "--verifier-key", kept.second as string);
  });

  test("proofs and bundles of before and after it hold", async () => {
    const at = ["--mirror", world.gateway.mirrorUrl];
    for (const day of [1, 3]) await expectHolds("record", kept[`proof-${day}.json`] as string, ...at);
    for (const day of [1, 3]) await expectHolds("receipt", kept[`proof-${day}.json`] as string, ...at);
    for (const more of [[], at, ["--verifier-key", kept.first as string]])
      await expectHolds("bundle", kept["bundle-1.tar"] as string, ...more);
    for (const key of [kept.first, kept.second] as string[])
      await expectHolds("bundle", kept["bundle-3.tar"] as string, ...at, "--verifier-key", key);
    const { body: again } = await world.gateway.get(
      `/api/v1/records/${JSON.parse(await text("proof-1.json")).record_id}/proof`,
    );
    expect(again.verifier_key).toBe(kept.first);
  });

  test("the old key signs on: nothing holds that rests on its end, and nothing more is anchored", async () => {
    const { gateway } = world;
    const { receipt } = JSON.parse(await text("proof-3.json"));
    const size = 100_000;
    const origin = (kept.first as string).split("+")[0] as string;
    const signer = noteSigner(origin, (await readLogKey(lostKey())) as LogKey);
    const checkpoint = await signCheckpoint({ origin, size, root: new Uint8Array(32) }, signer);
    const counts = { approved: 1, flagged: 0, rejected: 0, other: 0 };
    await publish(receipt.topic_id, encodeCheckpointMessage({ checkpoint, first: size - 1, counts }));
    await vi.waitFor(async () => {
      const { code, out } = await audit(["log", ...place()]);
      expect(code).toBe(1);
      expect(out).toMatch(
        /BROKEN +successor.*publishes 100000 leaves under the key of .* one log has two keys at once/s,
      );
    });
    await vi.waitFor(
      () => expect(gateway.logLines.join()).toMatch(/which ended at \d+: somebody still signs with it/),
      { timeout: 60_000, interval: 500 },
    );
  }, 90_000);
});

async function text(name: string): Promise<string> {
  return readFile(kept[name] as string, "utf8");
}

/** A message that the operator's account pays for. */
async function publish(topicId: string, message: Uint8Array): Promise<void> {
  const local = world.gateway.localLedger as LocalLedger;
  const { accountId: operatorId, privateKeyDer: operatorKey } = local.operator;
  const { mirrorUrl, network: nodes } = local;
  const ledger = createHederaLedger({ network: "local", operatorId, operatorKey, mirrorUrl, signers: {}, nodes });
  const transactionId = `${operatorId}@${Math.floor(Date.now() / 1000) - 5}.000000001`;
  const terms = { transactionId, nodeAccountId: ledger.nodeAccountIds[0] as string, validDurationS: 120, feeFactor: 1 };
  await ledger.send(await ledger.prepare({ kind: "submit-message", topicId, message }, terms));
  await ledger.close();
}
