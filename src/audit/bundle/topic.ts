import type { Json } from "../../kernel/canonical.ts";
import { type Checkpoint, openCheckpoint, sameCheckpoint } from "../../proof/checkpoint.ts";
import { decodeMessage } from "../../proof/checkpoint-message.ts";
import { verifyConsistency } from "../../proof/merkle.ts";
import { formatVerifierKey, type VerifierKey } from "../../proof/note.ts";
import { parseReceipt, type Receipt } from "../../proof/receipt.ts";
import { hashFromBase64 } from "../../proof/text.ts";
import { parseTlogProof } from "../../proof/tlog-proof.ts";
import { verifyRecordProof } from "../../proof/verify.ts";
import { membersOf } from "../differences.ts";
import { BrokenLink, type Finding, ok } from "../findings.ts";
import { keyOfNote, type LogKeys, type Succession } from "../log-keys.ts";
import type { MirrorMessage } from "../message-order.ts";
import { checkRecord } from "../record-check.ts";
import { messagesInLines } from "../sources/messages.ts";
import { TopicCheck, type TopicHistory } from "../topic-check.ts";
import { bundleKeys, requirePlace } from "./keys.ts";
import type { OpenedBundle } from "./open.ts";
import { type BundleFacts, paths } from "./types.ts";

/** The messages of a bundle, each looked at from the running hash before it, and the checkpoints they publish. */
export type BundleTopic = {
  /** Of the log, and of those that went on from it. */
  readonly keys: readonly VerifierKey[];
  readonly successions: readonly Succession[];
  readonly topicId: string;
  readonly messages: readonly MirrorMessage[];
  /** By size: the topic's history as far as it is that one message, its receipt and its checkpoint. */
  readonly published: ReadonlyMap<number, Published>;
  readonly findings: readonly Finding[];
};

type Published = { readonly history: TopicHistory; readonly receipt: Receipt; readonly checkpoint: Checkpoint };

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** @throws {BrokenLink} */
export async function checkBundleTopic(
  bundle: OpenedBundle,
  facts: BundleFacts,
  given: { readonly key: VerifierKey | undefined; readonly topicId: string | undefined },
): Promise<BundleTopic> {
  const messages = messagesInLines(text(await bundle.read(paths.messages)), paths.messages);
  const [first] = messages;
  if (first?.sequenceNumber !== 1n)
    throw new BrokenLink("announcement", `${paths.messages} does not begin with message 1`);
  const opening = new TopicCheck({
    topicId: given.topicId ?? facts.topic_id,
    key: decodeMessage(first.message)?.type === "log" ? undefined : given.key,
    start: { after: 0n, runningHash: new Uint8Array(48) },
  });
  await opening.add(first);
  const { key, topicId } = opening.finish();
  const keys = await bundleKeys(text(await bundle.read(paths.verifierKey)), messages, key);
  requireGiven(keys.all, given.key);
  const published = new Map<number, Published>();
  for (const size of new Set([facts.statement_size, facts.size])) {
    published.set(size, await publishedAt(bundle, messages, { size, keys, topicId }));
  }
  await checkGrowth(bundle, facts, published);
  const numbers = [...published.values()].map(({ receipt }) => receipt.sequenceNumber).join(" and ");
  const findings = [
    ok("announcement", `message 1 of topic ${topicId} announces the key ${key.name}+${key.keyId}`),
    ...keys.successions.map(({ sequenceNumber, from, to, size }) =>
      ok("successor", `message ${sequenceNumber} has ${to.name} go on from the ${size} leaves of ${from.name}`),
    ),
    ok("published", `message ${numbers} publish the checkpoints, each running hash follows from the one before it`),
    ok("append-only", `the log of ${facts.size} leaves begins with the one of ${facts.statement_size}`),
  ];
  return { keys: keys.all, successions: keys.successions, topicId, messages, published, findings };
}

/** The key that the auditor trusts is one of the log's. @throws {BrokenLink} */
function requireGiven(keys: readonly VerifierKey[], given: VerifierKey | undefined): void {
  const shown = keys.map(formatVerifierKey);
  if (given === undefined || shown.includes(formatVerifierKey(given))) return;
  const [first, ...later] = shown;
  const since = later.length === 0 ? "" : ` and later ones ${later.join(", ")}`;
  const detail = `message 1 announces the key ${first}${since}, not the key given, ${formatVerifierKey(given)}`;
  throw new BrokenLink("announcement", detail);
}

async function publishedAt(
  bundle: OpenedBundle,
  messages: readonly MirrorMessage[],
  { size, keys, topicId }: { size: number; keys: LogKeys; topicId: string },
): Promise<Published> {
  const name = paths.receipt(size);
  const receipt = parseReceipt(jsonIn(text(await bundle.read(name)), name));
  if (receipt === undefined) throw new BrokenLink("receipt", `${name}: not a receipt in its form`);
  const number = BigInt(receipt.sequenceNumber);
  const at = messages.findIndex(({ sequenceNumber }) => sequenceNumber === number);
  const message = messages[at];
  if (message === undefined)
    throw new BrokenLink("receipt", `${paths.messages} lacks message ${number}, which ${name} names`);
  const note = text(await bundle.read(paths.checkpoint(size)));
  const key = keyOfNote(keys.all, note);
  const ended = keys.endOf(key.name);
  if (ended !== undefined && (number >= ended.sequenceNumber || size > ended.size)) {
    const detail = `${paths.checkpoint(size)} is signed by the key of ${key.name}, which ended at ${ended.size} leaves`;
    throw new BrokenLink("successor", detail);
  }
  const start = { after: number - 1n, runningHash: requirePlace(messages, message) };
  const check = new TopicCheck({ topicId, key, start, watch: number, isWanted: () => false });
  await check.add(message);
  const history = check.finish();
  const opened = await openCheckpoint(note, key);
  if (!opened.ok) throw new BrokenLink("signature", `${paths.checkpoint(size)}: ${opened.reason}`);
  const shown = history.checkpoints[0]?.checkpoint;
  if (shown === undefined || !sameCheckpoint(shown, opened.checkpoint) || shown.size !== size) {
    throw new BrokenLink("published", `message ${number} does not publish the checkpoint in ${paths.checkpoint(size)}`);
  }
  return { history, receipt, checkpoint: opened.checkpoint };
}

async function checkGrowth(
  bundle: OpenedBundle,
  facts: BundleFacts,
  published: ReadonlyMap<number, Published>,
): Promise<void> {
  const { hashes: said } = membersOf(jsonIn(text(await bundle.read(paths.consistency)), paths.consistency) as Json);
  const hashes = Array.isArray(said) ? said.map((one) => hashFromBase64(String(one))) : [undefined];
  const [older, newer] = [published.get(facts.statement_size), published.get(facts.size)];
  const path = hashes.flatMap((one) => one ?? []) as Uint8Array[];
  const holds =
    older !== undefined &&
    newer !== undefined &&
    hashes.every((one) => one !== undefined) &&
    verifyConsistency({
      firstSize: older.checkpoint.size,
      firstRoot: older.checkpoint.root,
      secondSize: newer.checkpoint.size,
      secondRoot: newer.checkpoint.root,
      path,
    });
  if (!holds) {
    throw new BrokenLink(
      "append-only",
      `${paths.consistency} does not lead from the older checkpoint to the newer one`,
    );
  }
}

/** That a record is a leaf under a checkpoint of the bundle, with its receipt. @throws {BrokenLink} */
export async function checkInLog(
  bundle: OpenedBundle,
  topic: BundleTopic,
  record: Uint8Array,
  place: { readonly recordId: string; readonly size: number; readonly withReceipt?: boolean },
): Promise<readonly Finding[]> {
  const name = paths.proof(place.recordId);
  const proof = text(await bundle.read(name));
  const published = topic.published.get(place.size);
  if (published === undefined)
    throw new BrokenLink("inclusion", `${name}: there is no checkpoint of ${place.size} leaves`);
  if (place.withReceipt === true) {
    return checkRecord({ record, proof, receipt: published.receipt, claims: {} }, published.history);
  }
  const verifierKey = formatVerifierKey(keyOfNote(topic.keys, parseTlogProof(proof)?.checkpoint));
  const { checks, proven } = await verifyRecordProof({ record, proof, verifierKey });
  const failed = checks.find((one) => !one.ok);
  if (failed !== undefined || proven === undefined) {
    throw new BrokenLink(failed?.check ?? "inclusion", `${name}: ${failed?.detail ?? "it does not hold"}`);
  }
  if (!sameCheckpoint(proven.checkpoint, published.checkpoint)) {
    throw new BrokenLink("published", `${name}: its checkpoint is not the one that is published`);
  }
  return [];
}

function jsonIn(content: string, name: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    throw new BrokenLink("archive", `${name} is not JSON`);
  }
}
