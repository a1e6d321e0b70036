import { createHash } from "node:crypto";
import { expect } from "vitest";
import { readAnchors } from "../../src/anchoring/outbox.ts";
import type { TopicMessage } from "../../src/ledger/ledger.ts";
import { openCheckpoint } from "../../src/proof/checkpoint.ts";
import { type CheckpointMessage, decodeMessage } from "../../src/proof/checkpoint-message.ts";
import { parseVerifierKey, type VerifierKey } from "../../src/proof/note.ts";
import { isSignedBy } from "../../src/proof/record-message.ts";
import { leafOf, openPlant, publicFieldsOf, type World } from "./world.ts";

/** RFC 9162 section 2.1.1, as it is written there: the reference that the incremental tree is held against. */
export function treeRoot(commitments: readonly Uint8Array[]): Buffer {
  const hash = (...parts: Uint8Array[]) => createHash("sha256").update(Buffer.concat(parts)).digest();
  if (commitments.length === 0) return hash();
  const [only] = commitments;
  if (commitments.length === 1 && only !== undefined) return hash(Uint8Array.of(0), only);
  let split = 1;
  while (split * 2 < commitments.length) split *= 2;
  return hash(Uint8Array.of(1), treeRoot(commitments.slice(0, split)), treeRoot(commitments.slice(split)));
}

export async function topicMessages(world: World): Promise<TopicMessage[]> {
  const { topic_id } = await world.db.selectFrom("log_state").select("topic_id").executeTakeFirstOrThrow();
  const all: TopicMessage[] = [];
  for (;;) {
    const page = await world.ledger.mirror.messagesAfter(topic_id as string, BigInt(all.length), 100);
    if (page.length === 0) return all;
    all.push(...page);
  }
}

/**
 * Checks the whole of it from scratch: what was enqueued is in the log once each and in every plant's order,
 * the leaves rebuild the root, and the one topic carries each growing, signed checkpoint exactly once.
 *
 * @param enqueued number of records per plant
 */
export async function verifyLog(world: World, enqueued: Readonly<Record<string, number>>): Promise<void> {
  const { db } = world;
  const log = await db.selectFrom("log_state").selectAll().executeTakeFirstOrThrow();
  const leaves = await db.selectFrom("log_leaves").selectAll().orderBy("leaf_index").execute();
  expect(leaves.map((leaf) => Number(leaf.leaf_index))).toEqual(leaves.map((_, i) => i));
  for (const [plantId, count] of Object.entries(enqueued)) {
    const own = leaves.filter((leaf) => leaf.plant_id === plantId).map((leaf) => leaf.record_id);
    expect(own).toEqual(Array.from({ length: count }, (_, i) => leafOf(plantId, BigInt(i + 1)).recordId));
  }
  expect(leaves).toHaveLength(Object.values(enqueued).reduce((sum, count) => sum + count, 0));
  const commitments = leaves.map((leaf) => leaf.commitment);
  expect(Number(log.size)).toBe(leaves.length);
  expect(Buffer.from(log.root)).toEqual(treeRoot(commitments));
  expect(await db.selectFrom("outbox").selectAll().execute()).toEqual([]);

  const key = parseVerifierKey(log.verifier_key) as VerifierKey;
  await verifyTopic(world, key, commitments);
  await verifyDirect(world, key, leaves);
  await verifyJournal(world);
  const anchors = await readAnchors(
    db,
    leaves.map((leaf) => leaf.record_id),
  );
  expect([...anchors.values()].filter((anchor) => anchor.state !== "anchored")).toEqual([]);
}

async function verifyTopic(world: World, key: VerifierKey, commitments: readonly Uint8Array[]): Promise<void> {
  const messages = await topicMessages(world);
  const decoded = messages.map((message) => decodeMessage(message.message));
  expect(decoded).not.toContain(undefined);
  expect(decoded.filter((message) => message?.type === "log")).toHaveLength(1);
  expect(decoded[0]?.type).toBe("log");
  const stored = await world.db.selectFrom("checkpoints").selectAll().orderBy("size").execute();
  const isCheckpoint = (message: (typeof decoded)[number]): message is CheckpointMessage =>
    message?.type === "checkpoint";
  const checkpoints = decoded.filter(isCheckpoint);
  expect(checkpoints.map((message) => message.checkpoint)).toEqual(stored.map((row) => row.note));
  let size = 0;
  for (const message of checkpoints) {
    const opened = await openCheckpoint(message.checkpoint, key);
    if (!opened.ok) throw new Error(opened.reason);
    expect(message.first).toBe(size);
    expect(opened.checkpoint.size).toBeGreaterThan(size);
    size = opened.checkpoint.size;
    expect(Buffer.from(opened.checkpoint.root)).toEqual(treeRoot(commitments.slice(0, size)));
  }
  for (const row of stored) {
    const message = messages[Number(row.sequence_number) - 1];
    expect(message).toMatchObject({ transactionId: row.transaction_id, consensusTimestamp: row.consensus_timestamp });
    expect(Buffer.from(message?.message ?? [])).toEqual(Buffer.from(row.message));
    expect(Buffer.from(message?.runningHash ?? [])).toEqual(Buffer.from(row.running_hash ?? []));
  }
}

type LeafRow = { leaf_index: bigint; plant_id: string; seq: bigint; commitment: Uint8Array };

/** The open plant's records, and no others, stand on the topic once each, signed, after a checkpoint that covers them. */
async function verifyDirect(world: World, key: VerifierKey, leaves: readonly LeafRow[]): Promise<void> {
  const published = new Set<number>();
  let covered = 0;
  for (const { message } of await topicMessages(world)) {
    const decoded = decodeMessage(message);
    if (decoded?.type === "checkpoint") covered = Number(decoded.checkpoint.split("\n")[1]);
    if (decoded?.type !== "record") continue;
    const leaf = leaves[decoded.leafIndex];
    expect(decoded.leafIndex).toBeLessThan(covered);
    expect(published).not.toContain(decoded.leafIndex);
    published.add(decoded.leafIndex);
    expect(leaf?.plant_id).toBe(openPlant);
    expect(Buffer.from(decoded.commitment)).toEqual(Buffer.from(leaf?.commitment ?? []));
    expect(decoded.fields).toEqual(publicFieldsOf(leaf?.seq ?? 0n));
    expect(await isSignedBy(key, decoded)).toBe(true);
  }
  const chosen = leaves.filter((leaf) => leaf.plant_id === openPlant).map((leaf) => Number(leaf.leaf_index));
  expect([...published].sort((a, b) => a - b)).toEqual(chosen);
}

/** Every job settled by exactly one attempt, and on the ledger exactly one topic and one success for each. */
async function verifyJournal(world: World): Promise<void> {
  const jobs = await world.db.selectFrom("ledger_jobs").selectAll().execute();
  const attempts = await world.db.selectFrom("ledger_attempts").selectAll().execute();
  for (const job of jobs) {
    const own = attempts.filter((attempt) => attempt.job_id === job.job_id);
    expect(own.filter((attempt) => attempt.phase === "succeeded")).toHaveLength(1);
    expect(own.filter((attempt) => attempt.phase === "open")).toEqual([]);
    const results = await Promise.all(own.map((attempt) => world.ledger.mirror.transactions(attempt.transaction_id)));
    expect(results.flat().filter((entry) => entry.result === "SUCCESS")).toHaveLength(1);
  }
  expect(jobs.filter((job) => job.state !== "settled")).toEqual([]);
  expect(await createdTopics(world)).toBeLessThanOrEqual(1);
}

export async function createdTopics(world: World): Promise<number> {
  const url = `${world.local.mirrorUrl}/api/v1/transactions?limit=100&order=asc&transactiontype=CONSENSUSCREATETOPIC&result=success`;
  const answer = (await (await fetch(url)).json()) as { transactions: unknown[] };
  return answer.transactions.length;
}
