import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createHederaLedger } from "../../../src/ledger/hedera/ledger.ts";
import type { AttemptTerms, Ledger, LedgerWork, PreparedTransaction } from "../../../src/ledger/ledger.ts";
import { type LocalLedger, startLocalLedger } from "../../../src/ledger/local/node.ts";

let local: LocalLedger;
let ledger: Ledger;
let ids = 0;

const openLedger = (requestTimeoutMs = 10_000): Ledger =>
  createHederaLedger({
    network: "local",
    operatorId: local.operator.accountId,
    operatorKey: local.operator.privateKeyDer,
    nodes: local.network,
    mirrorUrl: local.mirrorUrl,
    requestTimeoutMs,
  });

beforeAll(async () => {
  local = await startLocalLedger({ dataDir: ":memory:", blockPeriodMs: 10 });
  ledger = openLedger();
});

afterEach(async () => {
  local.consensus.release();
  await local.faults.clear();
});

afterAll(async () => {
  await ledger.close();
  await local.close();
});

const eventually = <Value>(read: () => Value) => expect.poll(read, { timeout: 4_000 });

/** Terms with an id that no other test uses, valid since `ageS` seconds. */
function newTerms(changes: Partial<AttemptTerms> = {}, ageS = 1): AttemptTerms {
  ids += 1;
  return {
    transactionId: `${ledger.payerAccountId}@${Math.floor(Date.now() / 1000) - ageS}.${String(ids).padStart(9, "0")}`,
    validDurationS: 60,
    nodeAccountId: "0.0.3",
    ...changes,
  };
}

const settled = (prepared: PreparedTransaction, node = prepared.nodeAccountId) =>
  eventually(() => ledger.receipt(prepared.transactionId, node)).toMatchObject({ outcome: "final", status: "SUCCESS" });

async function createTopic(memo = "origin"): Promise<string> {
  const prepared = await ledger.prepare({ kind: "create-topic", memo }, newTerms());
  expect(await ledger.send(prepared)).toEqual({ outcome: "accepted", duplicate: false });
  await settled(prepared);
  const receipt = await ledger.receipt(prepared.transactionId, "0.0.3");
  if (receipt.outcome !== "final" || receipt.topicId === undefined) throw new Error("no topic in the receipt");
  await eventually(() => ledger.mirror.topic(receipt.topicId ?? "")).toBeDefined();
  return receipt.topicId;
}

const messageFor = (topicId: string, text: string): LedgerWork => ({
  kind: "submit-message",
  topicId,
  message: new TextEncoder().encode(text),
});

const messagesOf = async (topicId: string) =>
  (await ledger.mirror.messagesAfter(topicId, 0n, 100)).map(({ message }) => new TextDecoder().decode(message));

describe("a topic", () => {
  test("created for the gateway has its memo, the operator as submit key and no admin key", async () => {
    const topicId = await createTopic("hydro-log/example");
    expect(await ledger.mirror.topic(topicId)).toMatchObject({
      topicId,
      memo: "hydro-log/example",
      submitKey: local.operator.publicKeyHex,
      adminKey: undefined,
    });
  });

  test("shows on the mirror as the entity of its transaction", async () => {
    const prepared = await ledger.prepare({ kind: "create-topic", memo: "" }, newTerms());
    await ledger.send(prepared);
    await settled(prepared);
    const receipt = await ledger.receipt(prepared.transactionId, "0.0.3");
    await eventually(() => ledger.mirror.transactions(prepared.transactionId)).toMatchObject([
      {
        transactionId: prepared.transactionId,
        result: "SUCCESS",
        entityId: receipt.outcome === "final" ? receipt.topicId : "none",
      },
    ]);
  });

  test("that nobody made is undefined, and has no messages", async () => {
    expect(await ledger.mirror.topic("0.0.999999")).toBeUndefined();
    expect(await ledger.mirror.newestMessage("0.0.999999")).toBeUndefined();
    expect(await ledger.mirror.messagesAfter("0.0.999999", 0n, 10)).toEqual([]);
  });
});

describe("a message", () => {
  test("comes back from the mirror byte for byte, with its transaction id, hash and receipt", async () => {
    const topicId = await createTopic();
    const message = new Uint8Array(1024).map((_, i) => i % 256);
    const prepared = await ledger.prepare({ kind: "submit-message", topicId, message }, newTerms());
    await ledger.send(prepared);
    await settled(prepared);
    await eventually(() => ledger.mirror.newestMessage(topicId)).toBeDefined();
    const shown = await ledger.mirror.newestMessage(topicId);
    expect(shown).toMatchObject({
      sequenceNumber: 1n,
      message,
      transactionId: prepared.transactionId,
      payerAccountId: local.operator.accountId,
      runningHashVersion: 3,
    });
    expect(await ledger.receipt(prepared.transactionId, "0.0.3")).toEqual({
      outcome: "final",
      status: "SUCCESS",
      sequenceNumber: 1n,
      runningHash: shown?.runningHash,
    });
    const raw = await fetch(`${ledger.mirrorUrl}/api/v1/transactions?timestamp=${shown?.consensusTimestamp}`);
    const { transactions } = (await raw.json()) as { transactions: { transaction_hash: string }[] };
    expect(transactions.map((entry) => Buffer.from(entry.transaction_hash, "base64").toString("hex"))).toEqual([
      prepared.transactionHash,
    ]);
  });

  test("pages come in order, from after the number asked for", async () => {
    const topicId = await createTopic();
    for (const text of ["one", "two", "three"]) {
      const prepared = await ledger.prepare(messageFor(topicId, text), newTerms());
      await ledger.send(prepared);
      await settled(prepared);
    }
    await eventually(() => messagesOf(topicId)).toEqual(["one", "two", "three"]);
    const page = await ledger.mirror.messagesAfter(topicId, 1n, 1);
    expect(page.map(({ sequenceNumber }) => sequenceNumber)).toEqual([2n]);
    expect((await ledger.mirror.newestMessage(topicId))?.sequenceNumber).toBe(3n);
  });

  test("reaches consensus before the watermark passes it", async () => {
    const topicId = await createTopic();
    const prepared = await ledger.prepare(messageFor(topicId, "x"), newTerms());
    await ledger.send(prepared);
    await eventually(() => ledger.mirror.newestMessage(topicId)).toBeDefined();
    const at = (await ledger.mirror.newestMessage(topicId))?.consensusTimestamp ?? "";
    await eventually(async () => ((await ledger.mirror.watermark()) ?? "") > at).toBe(true);
  });
});

describe("the same bytes sent again", () => {
  test("are accepted as a duplicate and have one effect", async () => {
    const topicId = await createTopic();
    const prepared = await ledger.prepare(messageFor(topicId, "once"), newTerms());
    expect(await ledger.send(prepared)).toEqual({ outcome: "accepted", duplicate: false });
    expect(await ledger.send(prepared)).toEqual({ outcome: "accepted", duplicate: true });
    await settled(prepared);
    expect(await ledger.send(prepared)).toEqual({ outcome: "accepted", duplicate: true });
    await eventually(() => messagesOf(topicId)).toEqual(["once"]);
    expect(await ledger.mirror.transactions(prepared.transactionId)).toHaveLength(1);
  });

  test.each(["silent", "reset"] as const)("after a reply lost (%s) leave exactly one message", async (how) => {
    const topicId = await createTopic();
    const impatient = openLedger(300);
    local.faults.arm({ kind: "reply-lost-after", how }, { call: "submit" });
    const prepared = await impatient.prepare(messageFor(topicId, "once"), newTerms());
    expect(await impatient.send(prepared)).toMatchObject({ outcome: "unknown" });
    expect(await impatient.send(prepared)).toEqual({ outcome: "accepted", duplicate: true });
    await settled(prepared);
    await eventually(() => messagesOf(topicId)).toEqual(["once"]);
    await impatient.close();
  });

  test("after a call lost on its way leave exactly one message", async () => {
    const topicId = await createTopic();
    local.faults.arm({ kind: "reply-lost-before", how: "reset" }, { call: "submit" });
    const prepared = await ledger.prepare(messageFor(topicId, "once"), newTerms());
    expect(await ledger.send(prepared)).toMatchObject({ outcome: "unknown" });
    expect(await ledger.send(prepared)).toEqual({ outcome: "accepted", duplicate: false });
    await settled(prepared);
    await eventually(() => messagesOf(topicId)).toEqual(["once"]);
  });
});

describe("a refusal", () => {
  test("of a transaction past its window is TRANSACTION_EXPIRED, and no other id is sent in its place", async () => {
    const topicId = await createTopic();
    const prepared = await ledger.prepare(messageFor(topicId, "late"), newTerms({ validDurationS: 60 }, 100));
    expect(await ledger.send(prepared)).toEqual({ outcome: "refused", status: "TRANSACTION_EXPIRED" });
    expect(await messagesOf(topicId)).toEqual([]);
  });

  test.each(["BUSY", "INSUFFICIENT_PAYER_BALANCE", "PLATFORM_NOT_ACTIVE"] as const)(
    "with %s leaves the bytes good for another try",
    async (status) => {
      const topicId = await createTopic();
      local.faults.arm({ kind: "precheck", status }, { call: "submit" });
      const prepared = await ledger.prepare(messageFor(topicId, "later"), newTerms());
      expect(await ledger.send(prepared)).toEqual({ outcome: "refused", status });
      expect(await ledger.send(prepared)).toEqual({ outcome: "accepted", duplicate: false });
      await settled(prepared);
    },
  );

  test("at consensus is a final receipt with its status, not a refused send", async () => {
    const topicId = await createTopic();
    local.faults.arm({ kind: "consensus", status: "THROTTLED_AT_CONSENSUS" }, { call: "submit" });
    const prepared = await ledger.prepare(messageFor(topicId, "x"), newTerms());
    expect(await ledger.send(prepared)).toEqual({ outcome: "accepted", duplicate: false });
    await eventually(() => ledger.receipt(prepared.transactionId, "0.0.3")).toEqual({
      outcome: "final",
      status: "THROTTLED_AT_CONSENSUS",
    });
    expect(await messagesOf(topicId)).toEqual([]);
  });
});

describe("a receipt", () => {
  test("of an id never sent is not-found", async () => {
    expect(await ledger.receipt(newTerms().transactionId, "0.0.3")).toEqual({ outcome: "not-found" });
    expect(await ledger.mirror.transactions(newTerms().transactionId)).toEqual([]);
  });

  test("is pending as long as consensus is", async () => {
    const topicId = await createTopic();
    const prepared = await ledger.prepare(messageFor(topicId, "x"), newTerms());
    local.consensus.hold();
    await ledger.send(prepared);
    expect(await ledger.receipt(prepared.transactionId, "0.0.3")).toEqual({ outcome: "pending" });
    expect(await ledger.receipt(prepared.transactionId, "0.0.3")).toEqual({ outcome: "pending" });
    local.consensus.release();
    await settled(prepared);
  });

  test("of a settled transaction can be asked of another node", async () => {
    const topicId = await createTopic();
    const prepared = await ledger.prepare(messageFor(topicId, "x"), newTerms());
    await ledger.send(prepared);
    await settled(prepared, "0.0.5");
  });
});

describe("an outage", () => {
  test("of one node leaves the others usable, and that node once it is back", async () => {
    const topicId = await createTopic();
    expect(ledger.nodeAccountIds).toEqual(["0.0.3", "0.0.4", "0.0.5"]);
    await local.faults.nodeDown("0.0.3");
    const first = await ledger.prepare(messageFor(topicId, "through 3"), newTerms());
    expect(await ledger.send(first)).toMatchObject({ outcome: "unknown" });
    expect(await ledger.send(first)).toMatchObject({ outcome: "unknown" });
    const second = await ledger.prepare(messageFor(topicId, "through 4"), newTerms({ nodeAccountId: "0.0.4" }));
    expect(await ledger.send(second)).toMatchObject({ outcome: "accepted" });
    await settled(second);
    await local.faults.nodeUp("0.0.3");
    await eventually(() => ledger.send(first)).toMatchObject({ outcome: "accepted" });
    await settled(first);
    await eventually(() => messagesOf(topicId)).toEqual(["through 4", "through 3"]);
  });
});
