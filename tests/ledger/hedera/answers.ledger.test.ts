import { proto } from "@hiero-ledger/proto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createHederaLedger } from "../../../src/ledger/hedera/ledger.ts";
import type { Ledger, PreparedTransaction } from "../../../src/ledger/ledger.ts";
import { type ScriptedNode, startScriptedNode } from "./scripted-node.ts";

const code = proto.ResponseCodeEnum;
const terms = { transactionId: "0.0.1001@1708387201.000000042", validDurationS: 30, nodeAccountId: "0.0.3" };
const message = { kind: "submit-message", topicId: "0.0.2002", message: new Uint8Array(200).fill(65) } as const;

const openLedger = (nodes: Record<string, string>, requestTimeoutMs = 10_000): Ledger =>
  createHederaLedger({
    network: "local",
    operatorId: "0.0.1001",
    operatorKey: "11".repeat(32),
    nodes,
    mirrorUrl: "http://127.0.0.1:1",
    requestTimeoutMs,
  });

let node: ScriptedNode;
let ledger: Ledger;
let prepared: PreparedTransaction;

beforeEach(async () => {
  node = await startScriptedNode();
  ledger = openLedger({ [node.address]: "0.0.3" });
  prepared = await ledger.prepare(message, terms);
});

afterEach(async () => {
  await ledger.close();
  node.stop();
});

describe("a send", () => {
  test("that the node takes is accepted", async () => {
    expect(await ledger.send(prepared)).toEqual({ outcome: "accepted", duplicate: false });
  });

  test("of a known id is accepted, as a duplicate", async () => {
    node.script.precheck = code.DUPLICATE_TRANSACTION;
    expect(await ledger.send(prepared)).toEqual({ outcome: "accepted", duplicate: true });
  });

  test.each([
    "BUSY",
    "PLATFORM_TRANSACTION_NOT_CREATED",
    "PLATFORM_NOT_ACTIVE",
    "INVALID_NODE_ACCOUNT",
    "TRANSACTION_EXPIRED",
    "INVALID_TRANSACTION_START",
    "INSUFFICIENT_PAYER_BALANCE",
    "INSUFFICIENT_TX_FEE",
    "INVALID_SIGNATURE",
    "INVALID_TOPIC_ID",
  ] as const)("refused with %s carries the status, after one call", async (status) => {
    node.script.precheck = code[status];
    expect(await ledger.send(prepared)).toEqual({ outcome: "refused", status });
    expect(node.calls()).toBe(1);
  });

  test.each([
    ["the node's own UNKNOWN", code.UNKNOWN],
    ["a code newer than the SDK", 9999],
  ])("answered with %s is unknown", async (_answer, precheck) => {
    node.script.precheck = precheck;
    expect(await ledger.send(prepared)).toMatchObject({ outcome: "unknown" });
  });

  test("that got no answer is unknown, and the next one gets through", async () => {
    const impatient = openLedger({ [node.address]: "0.0.3" }, 200);
    node.script.precheck = "silence";
    expect(await impatient.send(prepared)).toMatchObject({ outcome: "unknown" });
    node.script.precheck = code.OK;
    expect(await impatient.send(prepared)).toMatchObject({ outcome: "accepted" });
    await impatient.close();
  });

  test("repeated after any answer puts the same bytes on the wire", async () => {
    for (const precheck of [code.BUSY, code.TRANSACTION_EXPIRED, code.INVALID_NODE_ACCOUNT, code.OK]) {
      node.script.precheck = precheck;
      await ledger.send(prepared);
    }
    const restarted = openLedger({ [node.address]: "0.0.3" });
    await restarted.send(prepared);
    await restarted.close();
    expect(node.received).toHaveLength(5);
    expect(new Set(node.received.map((bytes) => Buffer.from(bytes).toString("hex"))).size).toBe(1);
  });

  test("leaves no timer that would hold a finished process open", async () => {
    const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;
    await ledger.send(prepared);
    const before = timers();
    for (let call = 0; call < 5; call++) await ledger.send(prepared);
    expect(timers()).toBeLessThan(before + 5);
  });

  test("for a node that is not in the list is unknown and goes nowhere", async () => {
    const elsewhere = await ledger.prepare(message, { ...terms, nodeAccountId: "0.0.9" });
    expect(await ledger.send(elsewhere)).toMatchObject({ outcome: "unknown" });
    expect(node.calls()).toBe(0);
  });

  test("under way when the ledger is closed is unknown, without waiting for its deadline", async () => {
    node.script.precheck = "silence";
    const sending = ledger.send(prepared);
    await expect.poll(() => node.calls(), { timeout: 4_000 }).toBe(1);
    await ledger.close();
    expect(await sending).toMatchObject({ outcome: "unknown" });
  });
});

describe("a receipt", () => {
  const ask = () => ledger.receipt(terms.transactionId, "0.0.3");

  test.each(["SUCCESS", "THROTTLED_AT_CONSENSUS", "INVALID_TOPIC_ID", "TRANSACTION_EXPIRED"] as const)(
    "with status %s is final",
    async (status) => {
      node.script.receiptStatus = code[status];
      expect(await ask()).toEqual({ outcome: "final", status });
    },
  );

  test("stays pending, one call per question, until the network has decided", async () => {
    node.script.receiptStatus = code.UNKNOWN;
    expect(await ask()).toEqual({ outcome: "pending" });
    expect(await ask()).toEqual({ outcome: "pending" });
    expect(node.calls()).toBe(2);
    node.script.receiptStatus = code.SUCCESS;
    expect(await ask()).toMatchObject({ outcome: "final" });
  });

  test("of an id that the node does not know is not-found, after one call", async () => {
    node.script.precheck = code.RECEIPT_NOT_FOUND;
    node.script.receiptStatus = undefined;
    expect(await ask()).toEqual({ outcome: "not-found" });
    expect(node.calls()).toBe(1);
  });

  test.each([
    ["BUSY", code.BUSY, undefined],
    ["a refusal of the question", code.INVALID_TRANSACTION_ID, undefined],
    ["a status newer than the SDK", code.OK, 9999],
    ["nothing in it", code.OK, undefined],
    ["a receipt without a status", code.OK, code.OK],
  ])("answered with %s is unknown, never final", async (_answer, precheck, receiptStatus) => {
    Object.assign(node.script, { precheck, receiptStatus });
    expect(await ask()).toMatchObject({ outcome: "unknown" });
  });
});

describe("an outage", () => {
  const port = () => Number(node.address.split(":")[1]);

  test("of the only node makes every call unknown, and calls get through once it is back", async () => {
    await ledger.send(prepared);
    node.stop();
    for (let call = 0; call < 10; call++) expect(await ledger.send(prepared)).toMatchObject({ outcome: "unknown" });
    expect(await ledger.receipt(terms.transactionId, "0.0.3")).toMatchObject({ outcome: "unknown" });
    node = await startScriptedNode(port());
    await expect.poll(() => ledger.send(prepared), { timeout: 4_000 }).toMatchObject({ outcome: "accepted" });
    expect(await ledger.receipt(terms.transactionId, "0.0.3")).toMatchObject({ outcome: "final" });
  });

  test("of one node leaves the others usable", async () => {
    const second = await startScriptedNode();
    const both = openLedger({ [node.address]: "0.0.3", [second.address]: "0.0.4" });
    node.stop();
    expect(both.nodeAccountIds).toEqual(["0.0.3", "0.0.4"]);
    expect(await both.send(prepared)).toMatchObject({ outcome: "unknown" });
    const forSecond = await both.prepare(message, { ...terms, nodeAccountId: "0.0.4" });
    expect(await both.send(forSecond)).toMatchObject({ outcome: "accepted" });
    expect(await both.receipt(terms.transactionId, "0.0.4")).toMatchObject({ outcome: "final" });
    await both.close();
    second.stop();
  });

  test("ends for one ledger without touching another on the same node: closing one keeps the other's calls", async () => {
    const other = openLedger({ [node.address]: "0.0.3" });
    await other.send(prepared);
    node.script.precheck = "silence";
    const sending = ledger.send(prepared);
    await expect.poll(() => node.calls(), { timeout: 4_000 }).toBe(2);
    await other.close();
    node.script.precheck = code.OK;
    expect(await ledger.receipt(terms.transactionId, "0.0.3")).toMatchObject({ outcome: "final" });
    await ledger.close();
    expect(await sending).toMatchObject({ outcome: "unknown" });
  });
});

describe("a ledger's settings", () => {
  test("that name no account, or give no nodes on the local ledger, are refused in one sentence", () => {
    const options = { network: "local", operatorKey: "11".repeat(32), mirrorUrl: "http://127.0.0.1:1" } as const;
    expect(() => createHederaLedger({ ...options, operatorId: "me", nodes: {} })).toThrow(/^HEDERA_OPERATOR_ID .*\.$/);
    expect(() => createHederaLedger({ ...options, operatorId: "0.0.1001" })).toThrow(/nodes\.$/);
  });

  test.each(["testnet", "previewnet", "mainnet"] as const)("%s brings its own nodes", async (network) => {
    const open = createHederaLedger({
      network,
      operatorId: "0.0.1001",
      operatorKey: "11".repeat(32),
      mirrorUrl: "https://mirror.example",
    });
    expect(open.nodeAccountIds.length).toBeGreaterThanOrEqual(7);
    expect(open.nodeAccountIds[0]).toBe("0.0.3");
    expect(new Set(open.nodeAccountIds).size).toBe(open.nodeAccountIds.length);
    await open.close();
  });
});
