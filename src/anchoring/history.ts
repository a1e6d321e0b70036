import { assertState } from "../kernel/fault.ts";
import type { TopicMessage } from "../ledger/ledger.ts";
import type { Db } from "../platform/database.ts";
import { claimedCheckpoint, openCheckpoint } from "../proof/checkpoint.ts";
import { type CheckpointMessage, decodeMessage, type LogMessage } from "../proof/checkpoint-message.ts";
import { parseVerifierKey } from "../proof/note.ts";
import { edgeFromNodes, lookupIn, rootNodes, rootOf } from "../proof/tree.ts";
import { anchoredMessages } from "./checkpoint-store.ts";
import { journaledIds } from "./journal.ts";
import type * as store from "./log-store.ts";
import { readNodes } from "./node-store.ts";
import { type Predecessor, readPredecessors } from "./predecessors.ts";
import { type Probe, probeTopic } from "./probe.ts";
import type { SubmitDeps } from "./submit.ts";
import { readOnward } from "./topic.ts";

/**
 * No fork, ever. What stands on the topic is compared with what this database holds, before the first
 * signature of a tenure and again and again after it.
 */

export type LogOnTopic = store.LogState & { readonly topicId: string };

export type History =
  /** Everything on the topic up to the newest message given is an earlier state of our own log. */
  | { readonly state: "own"; readonly messages: readonly TopicMessage[] }
  /** The mirror has not shown everything yet: nothing may be signed on its word. */
  | { readonly state: "unproven"; readonly detail: string }
  | { readonly state: "foreign"; readonly reason: string };

/** Reads the topic onward from the last message accounted for, as far as the mirror shows it. */
export async function readHistory(deps: SubmitDeps, log: LogOnTopic): Promise<History> {
  const messages = await readOnward(deps.ledger.mirror, log.topicId, log.scannedSequence);
  const isGapless = messages.every(({ sequenceNumber }, i) => sequenceNumber === log.scannedSequence + BigInt(i + 1));
  if (!isGapless) return { state: "unproven", detail: "the mirror's answer has holes" };
  const reason = await foreignReason(deps, log, messages);
  return reason === undefined ? { state: "own", messages } : { state: "foreign", reason };
}

/** Under which tenure, and where, a heartbeat of ours last landed. */
export type Landmark = { readonly token: bigint; readonly sequenceNumber: bigint };

/**
 * Proves that nobody signed another history: a heartbeat of our own marks how far the topic has come, and
 * the mirror has to show everything up to it. A lagging mirror therefore blocks; it never lets a fork pass.
 *
 * @param landmark where a message sent in this tenure stands, if one has landed
 */
export async function proveHistory(
  deps: SubmitDeps,
  log: LogOnTopic,
  landmark: bigint | undefined,
  signal: AbortSignal,
): Promise<{ readonly history: History; readonly landmark: bigint | undefined }> {
  const before = await readHistory(deps, log);
  // A topic that is not ours gets no heartbeat.
  if (before.state === "foreign") return { history: before, landmark };
  let mark = landmark;
  if (mark === undefined) {
    const probe = await probeTopic(deps, log.topicId, signal);
    if (probe.outcome !== "landed") return { history: await withoutLandmark(deps, log, probe), landmark };
    mark = probe.sequenceNumber;
    if (mark <= log.scannedSequence) return { history: topicShrank(log, mark), landmark };
  }
  const history = await readHistory(deps, log);
  const shown = history.state === "own" ? (history.messages.at(-1)?.sequenceNumber ?? log.scannedSequence) : mark;
  const detail = `the mirror shows the topic up to message ${shown}, but it has come to ${mark}`;
  return { history: shown < mark ? { state: "unproven", detail } : history, landmark: mark };
}

async function withoutLandmark(
  deps: SubmitDeps,
  log: LogOnTopic,
  probe: Exclude<Probe, { readonly outcome: "landed" }>,
): Promise<History> {
  if (probe.outcome === "unknown") return { state: "unproven", detail: "the ledger does not answer" };
  const gone = probe.status === "INVALID_TOPIC_ID" && (await deps.ledger.mirror.topic(log.topicId)) === undefined;
  return gone
    ? {
        state: "foreign",
        reason: `topic ${log.topicId} does not exist on this ledger: it is another one, or was reset`,
      }
    : { state: "unproven", detail: `the ledger refuses messages to topic ${log.topicId}: ${probe.status}` };
}

function topicShrank({ topicId, scannedSequence }: LogOnTopic, mark: bigint): History {
  const reason = `topic ${topicId} has only ${mark} messages, this database has seen ${scannedSequence}: it is another ledger`;
  return { state: "foreign", reason };
}

async function foreignReason(
  deps: SubmitDeps,
  log: LogOnTopic,
  messages: readonly TopicMessage[],
): Promise<string | undefined> {
  const [first, last] = [messages[0], messages.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const anchored = await anchoredMessages(deps.db, first.sequenceNumber, last.sequenceNumber);
  for (const message of messages) {
    const ours = anchored.get(message.sequenceNumber);
    if (ours !== undefined && Buffer.compare(ours, message.message) !== 0) {
      return `message ${message.sequenceNumber} of the topic is not the checkpoint that this database anchored there`;
    }
    const reason = await foreignMessage(deps, log, message);
    if (reason !== undefined) return `message ${message.sequenceNumber} of the topic ${reason}`;
  }
  return undefined;
}

async function foreignMessage(
  deps: SubmitDeps,
  log: LogOnTopic,
  { message: bytes, transactionId }: TopicMessage,
): Promise<string | undefined> {
  const message = decodeMessage(bytes);
  switch (message?.type) {
    case undefined:
    case "heartbeat":
    // A direct message adds nothing to the log: sent twice it says the same, and the first counts.
    case "record":
    // Nor does a mint's: the network runs its batch once.
    case "issuance":
      return undefined;
    case "log":
      return foreignAnnouncement(deps, log, message);
    case "checkpoint":
      return foreignCheckpoint(deps, log, message, transactionId);
  }
}

async function foreignAnnouncement(
  { db }: SubmitDeps,
  log: LogOnTopic,
  { origin, verifierKey }: LogMessage,
): Promise<string | undefined> {
  const own = await ownLog(db, log, origin);
  if (own === undefined) return `announces another log, ${origin}: the topic is taken`;
  return verifierKey === own.verifierKey ? undefined : "announces this log under another key";
}

/** The log of this name: the present one, or one that it goes on from; undefined for somebody else's. */
async function ownLog(db: Db, log: LogOnTopic, origin: string): Promise<Predecessor | undefined> {
  if (origin === log.origin) return log;
  return (await readPredecessors(db)).find((before) => before.origin === origin);
}

async function foreignCheckpoint(
  deps: SubmitDeps,
  log: LogOnTopic,
  message: CheckpointMessage,
  transactionId: string | undefined,
): Promise<string | undefined> {
  const claimed = claimedCheckpoint(message.checkpoint)?.origin ?? log.origin;
  const own = await ownLog(deps.db, log, claimed);
  if (own === undefined) return `is a checkpoint of another log, ${claimed}: the topic is taken`;
  const key = parseVerifierKey(own.verifierKey);
  assertState(key !== undefined, "the log's verifier key cannot be read");
  const opened = await openCheckpoint(message.checkpoint, key);
  // Not signed by our key: noise, wherever it comes from; nobody can hold it against us.
  if (!opened.ok) return undefined;
  const { size, root } = opened.checkpoint;
  if (own !== log && size > own.size)
    return `has a checkpoint of ${size} leaves under the key of ${own.origin}, which ended at ${own.size}: somebody still signs with it`;
  if (size > log.size)
    return `has a checkpoint of ${size} leaves, this database only ${log.size}: it was restored from an older state, or took over from a server that had come further`;
  const nodes = lookupIn(await readNodes(deps.db, rootNodes(size)));
  if (Buffer.compare(rootOf(edgeFromNodes(size, nodes)), root) !== 0)
    return `has another root for ${size} leaves than this database`;
  if (transactionId === undefined || (await journaledIds(deps.db, [transactionId])).has(transactionId))
    return undefined;
  return `is ours, but this database never signed its transaction ${transactionId}: another copy of the database is at work`;
}
