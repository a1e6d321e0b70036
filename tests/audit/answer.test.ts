import { describe, expect, test } from "vitest";
import type { PublicMessage } from "../../src/anchoring/outbox.ts";
import { recordAnswer } from "../../src/audit/answer.ts";
import type { LedgerFacts } from "../../src/audit/types.ts";
import { anchoredRecord } from "../../src/http/examples.ts";
import { recordAnswerSchema } from "../../src/http/schemas.ts";
import { canonicalBytes, sha256Bytes } from "../../src/kernel/canonical.ts";
import type { StoredRecord } from "../../src/telemetry/types.ts";

const testnet: LedgerFacts = { network: "testnet", mirrorUrl: "https://mirror.example" };
const local: LedgerFacts = { network: "local", mirrorUrl: "http://127.0.0.1:5551" };
const recordId = "rec_0123456789abcdefghjkmnpqrs";
const { readings, verification, carbon } = anchoredRecord;
const body = canonicalBytes({ id: recordId, kind: "reading", readings, verification, carbon, salt: "00".repeat(16) });

const reading: StoredRecord = {
  recordId,
  orgId: "pilot",
  plantId: "PLANT-HP-001",
  seq: 17n,
  kind: "reading",
  deviceId: "TURBINE-001",
  receivedAt: new Date("2026-05-01T12:00:01.250Z"),
  endedAt: new Date("2026-05-01T12:00:00Z"),
  intervalS: 3600,
  status: "APPROVED",
  effectiveStatus: "APPROVED",
  trustScore: 0.985,
  commitment: sha256Bytes(body),
  body,
  anchor: { state: "pending" },
};

const anchored = (network: "testnet" | "local"): StoredRecord => ({
  ...reading,
  anchor: {
    state: "anchored",
    network,
    leafIndex: 9_007_199_254_740_993n,
    treeSize: 9_007_199_254_740_994n,
    topicId: "0.0.6255930",
    sequenceNumber: 42n,
    consensusTimestamp: "1708387203.123456789",
    transactionId: "0.0.6255927@1708387201.000000000",
  },
});

/** What a caller reads: `undefined` members are gone. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
const told = (...args: Parameters<typeof recordAnswer>): any => JSON.parse(JSON.stringify(recordAnswer(...args)));

describe("the answer about a record", () => {
  test("fits the schema in the document, pending or anchored, on every ledger", () => {
    for (const answer of [told(testnet, reading), told(testnet, anchored("testnet")), told(local, anchored("local"))]) {
      expect(recordAnswerSchema.parse(answer)).toEqual(answer);
    }
  });

  test("names no transaction and no page while the anchor is pending: never an invented id", () => {
    const answer = told(testnet, reading);
    expect([answer.hedera_tx_id, answer.hashscan_url, answer.links.hashscan, answer.links.mirror]).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(answer.anchor).toMatchObject({
      state: "pending",
      network: "testnet",
      sequence_number: null,
      leaf_index: null,
    });
  });

  test("leads to HashScan and to the topic's message once anchored", () => {
    const answer = told(testnet, anchored("testnet"));
    expect(answer.hedera_tx_id).toBe("0.0.6255927@1708387201.000000000");
    expect(answer.hashscan_url).toBe("https://hashscan.io/testnet/transaction/0.0.6255927-1708387201-000000000");
    expect(answer.links).toEqual({
      self: `/api/v1/records/${recordId}`,
      proof: `/api/v1/records/${recordId}/proof`,
      mirror: "https://mirror.example/api/v1/topics/0.0.6255930/messages/42",
      hashscan: answer.hashscan_url,
    });
    expect(answer.anchor.note).toBeUndefined();
  });

  test("names the record's own message where there is one, and says nothing of it where there is none", () => {
    const withMessage = (publicMessage: PublicMessage) => {
      const record = anchored("testnet");
      return told(testnet, { ...record, anchor: { ...record.anchor, publicMessage } as StoredRecord["anchor"] });
    };
    const transactionId = "0.0.6255927@1708387209.000000000";
    const published = withMessage({ state: "published", sequenceNumber: 43n, transactionId });
    expect(published.public_message).toEqual({
      state: "published",
      hedera_tx_id: transactionId,
      hashscan_url: "https://hashscan.io/testnet/transaction/0.0.6255927-1708387209-000000000",
      sequence_number: "43",
      mirror_url: "https://mirror.example/api/v1/topics/0.0.6255930/messages/43",
    });
    const pending = withMessage({ state: "pending" });
    expect(pending.public_message).toMatchObject({ state: "pending", hedera_tx_id: null, sequence_number: null });
    for (const answer of [published, pending]) expect(recordAnswerSchema.parse(answer)).toEqual(answer);
    expect(told(testnet, anchored("testnet"))).not.toHaveProperty("public_message");
  });

  test("keeps counters beyond 2^53 exact", () => {
    const { anchor } = told(testnet, anchored("testnet"));
    expect([anchor.leaf_index, anchor.tree_size]).toEqual(["9007199254740993", "9007199254740994"]);
  });

  test("of the local ledger has a transaction but no page, and says that it proves nothing to others", () => {
    const answer = told(local, anchored("local"));
    expect(answer.hashscan_url).toBeNull();
    expect(answer.hedera_tx_id).not.toBeNull();
    expect(answer.anchor.note).toContain("proves nothing to others");
    expect(told(local, reading).anchor.note).toContain("proves nothing to others");
  });

  test("passes through what the record says and calls it an estimate", () => {
    const answer = told(testnet, reading);
    expect(answer).toMatchObject({
      readings,
      verification,
      carbon,
      status: "APPROVED",
      trust_score: 0.985,
      duplicate: false,
    });
    expect(answer.notice).toContain("unverified estimate");
    expect(told(testnet, reading, { duplicate: true }).duplicate).toBe(true);
  });

  test("gives away neither salt nor organisation", () => {
    expect(JSON.stringify(told(testnet, anchored("testnet")))).not.toMatch(/salt|org_id|pilot/);
  });

  test("about a registration has no verdict and no figures", () => {
    const plantBody = canonicalBytes({ id: recordId, kind: "plant", plant: { plant_id: "PLANT-HP-001" } });
    const plant = {
      ...reading,
      kind: "plant",
      deviceId: null,
      endedAt: null,
      intervalS: null,
      status: null,
      effectiveStatus: null,
      trustScore: null,
      body: plantBody,
    };
    const answer = told(testnet, plant);
    expect(recordAnswerSchema.parse(answer)).toEqual(answer);
    expect(answer).toMatchObject({ kind: "plant", status: null, trust_score: null, timestamp: null, device_id: null });
    expect([answer.carbon, answer.verification, answer.notice]).toEqual([undefined, undefined, undefined]);
  });
});
