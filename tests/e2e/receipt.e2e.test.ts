import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getProof } from "../../src/audit/proof.ts";
import type { ProofDocument } from "../../src/audit/types.ts";
import { proofSchema } from "../../src/http/proof.schemas.ts";
import { hexToBytes } from "../../src/kernel/canonical.ts";
import { genesisRunningHash, runningHashV3 } from "../../src/kernel/running-hash.ts";
import type { Mirror } from "../../src/ledger/ledger.ts";
import { createMirror } from "../../src/ledger/mirror.ts";
import type { ScopedDb } from "../../src/platform/scoped.ts";
import { parseReceipt } from "../../src/proof/receipt.ts";
import { verifyReceipt } from "../../src/proof/verify-receipt.ts";
import { authenticate } from "../../src/tenancy/tenancy.ts";
import { type TestGateway, testGateway } from "../support/gateway.ts";
import { pilotBody } from "../support/pilot.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await testGateway();
});
afterAll(() => gateway.stop());

async function post(): Promise<string> {
  const answer = await gateway.post(pilotBody());
  expect(answer.status).toBe(201);
  return answer.body.record_id;
}

async function proofOf(recordId: string): Promise<ProofDocument> {
  const { status, body } = await gateway.get(`/api/v1/records/${recordId}/proof`);
  expect(status).toBe(200);
  return body;
}

/** The id of the plant's registration: under the log's very first checkpoint. */
async function firstRecord(): Promise<string> {
  const { body } = await gateway.get("/api/v1/records/export?plant_id=PLANT-HP-001&to_seq=1");
  return JSON.parse(body).id;
}

type MirrorMessage = {
  readonly message: string;
  readonly running_hash: string;
  readonly consensus_timestamp: string;
  readonly payer_account_id: string;
  readonly sequence_number: number;
};

async function onMirror(url: string): Promise<MirrorMessage> {
  return (await (await fetch(url)).json()) as MirrorMessage;
}

/** What an auditor does with a proof and nothing else but a mirror. */
async function audit({ receipt, proof, commitment, verifier_key: verifierKey }: ProofDocument) {
  const { message, ...seen } = await onMirror(receipt.mirror_url);
  const bytes = Buffer.from(message, "base64");
  const result = await verifyReceipt({
    receipt,
    proof,
    message: bytes,
    verifierKey,
    commitment: hexToBytes(commitment),
  });
  expect(result.checks.filter(({ ok }) => !ok)).toEqual([]);
  const { previousRunningHash, consensusTimestamp } = parseReceipt(receipt) ?? {};
  if (previousRunningHash === undefined || consensusTimestamp == null) throw new Error("the receipt is not complete");
  const recomputed = runningHashV3({
    previous: previousRunningHash,
    payer: seen.payer_account_id,
    topicId: receipt.topic_id,
    consensusTimestamp,
    sequenceNumber: BigInt(receipt.sequence_number),
    message: bytes,
  });
  expect(Buffer.from(recomputed).toString("base64")).toBe(receipt.running_hash);
  expect(receipt).toMatchObject({
    running_hash: seen.running_hash,
    consensus_timestamp: seen.consensus_timestamp,
    sequence_number: String(seen.sequence_number),
  });
}

/**
 * The proof as it is in the moments between anchoring and the mirror's word: the consensus time is forgotten
 * in a transaction that only this look sees, and that is rolled back.
 */
async function proofBeforeConfirmation(recordId: string, sequenceNumber: string, mirror: Mirror) {
  const { ledger, tenancy } = gateway.deps;
  const { db } = gateway.roles.owner;
  const actor = await authenticate(tenancy, gateway.apiKey);
  const tx = await db.startTransaction().execute();
  try {
    const forgotten = await tx
      .updateTable("checkpoints")
      .set({ consensus_timestamp: null, running_hash: null })
      .where("sequence_number", "=", BigInt(sequenceNumber))
      .executeTakeFirst();
    expect(forgotten.numUpdatedRows).toBe(1n);
    const inside: ScopedDb = { of: () => tx, person: () => tx, shared: tx, pipelined: (_, work) => work(tx) };
    return await getProof({ db: inside, ledger, mirror }, actor, recordId);
  } finally {
    await tx.rollback().execute();
  }
}

describe("the receipt", () => {
  test("of a fresh record is complete, and the topic's running hash follows from it", async () => {
    const document = await proofOf(await post());
    expect(proofSchema.parse(document)).toEqual(document);
    await audit(document);
    expect(document.receipt).toMatchObject({ network: "local", hashscan_url: null, block_proof: null });
    const { transaction_id: id, transaction_id_mirror: dashed } = document.receipt;
    expect(id).toMatch(/^0\.0\.\d+@\d+\.\d{9}$/);
    expect(dashed).toBe(id.replace("@", "-").replace(/\.(\d{9})$/, "-$1"));
  });

  test("of a record under the first checkpoint follows the announcement, which only the mirror knows", async () => {
    const document = await proofOf(await firstRecord());
    await audit(document);
    expect(document.receipt.previous_running_hash).not.toBe(Buffer.from(genesisRunningHash).toString("base64"));
  });

  test("of each of several records under different checkpoints holds", async () => {
    const ids = [await post(), await post(), await post()];
    const documents = await Promise.all(ids.map(proofOf));
    expect(new Set(documents.map(({ receipt }) => receipt.sequence_number)).size).toBe(ids.length);
    for (const document of documents) await audit(document);
    const [first, second] = documents.map(({ receipt }) => receipt);
    const follows = BigInt(second?.sequence_number ?? 0) - BigInt(first?.sequence_number ?? 0) === 1n;
    if (follows) expect(second?.previous_running_hash).toBe(first?.running_hash);
  });

  test("asked for before the gateway has noted the consensus time is filled from the mirror", async () => {
    const id = await post();
    const confirmed = await proofOf(id);
    const mirror = createMirror({ url: gateway.mirrorUrl });
    const early = await proofBeforeConfirmation(id, confirmed.receipt.sequence_number, mirror);
    expect(early).toEqual(confirmed);
    await audit(early);
  });

  test("while the mirror is silent says what is missing, without an error", async () => {
    const id = await post();
    const { receipt } = await proofOf(id);
    const silent = createMirror({ url: "http://127.0.0.1:9" });
    const document = await proofBeforeConfirmation(id, receipt.sequence_number, silent);
    expect(document.receipt).toMatchObject({ consensus_timestamp: null, running_hash: null, block_proof: null });
    expect(parseReceipt(document.receipt)).toBeDefined();
    expect(proofSchema.parse(document)).toEqual(document);
  });

  test("is not filled from a mirror that shows another message in its place", async () => {
    const id = await post();
    const { receipt } = await proofOf(id);
    const other = await testGateway();
    try {
      for (let i = 0; i < Number(receipt.sequence_number); i++) await other.post(pilotBody());
      const mirror = createMirror({ url: other.mirrorUrl });
      const foreign = await fetch(receipt.mirror_url.replace(gateway.mirrorUrl, other.mirrorUrl));
      expect(foreign.status).toBe(200);
      const document = await proofBeforeConfirmation(id, receipt.sequence_number, mirror);
      expect(document.receipt).toMatchObject({ consensus_timestamp: null, running_hash: null });
    } finally {
      await other.stop();
    }
  });

  test("is refused with another record's proof, another topic message or a changed place", async () => {
    const [one, other] = [await proofOf(await post()), await proofOf(await post())];
    const message = Buffer.from((await onMirror(one.receipt.mirror_url)).message, "base64");
    const input = { receipt: one.receipt, proof: one.proof, message, verifierKey: one.verifier_key };
    const commitment = hexToBytes(one.commitment);
    expect(await verifyReceipt({ ...input, commitment })).toMatchObject({ valid: true });
    const wrong = [
      { ...input, commitment: hexToBytes(other.commitment) },
      { ...input, commitment, proof: other.proof },
      { ...input, commitment, message: Buffer.from((await onMirror(other.receipt.mirror_url)).message, "base64") },
      { ...input, commitment, receipt: { ...one.receipt, transaction_id: other.receipt.transaction_id } },
    ];
    for (const changed of wrong) expect(await verifyReceipt(changed)).toMatchObject({ valid: false });
  });
});
