import { openCheckpoint } from "../../proof/checkpoint.ts";
import { decodeMessage, type LogMessage } from "../../proof/checkpoint-message.ts";
import { formatVerifierKey, type VerifierKey } from "../../proof/note.ts";
import { BrokenLink } from "../findings.ts";
import { keyOfNote, type LastCheckpoint, LogKeys } from "../log-keys.ts";
import { MessageOrder, type MirrorMessage } from "../message-order.ts";
import { paths } from "./types.ts";

/**
 * The keys of the log, as a bundle shows them: the one that message 1 announces, and each that goes on from the one before by
 * messages that are in the bundle.
 *
 * @param said what the bundle's file of keys says, one a line
 * @throws {BrokenLink}
 */
export async function bundleKeys(
  said: string,
  messages: readonly MirrorMessage[],
  first: VerifierKey,
): Promise<LogKeys> {
  const [own, ...later] = said.trimEnd().split("\n");
  const key = formatVerifierKey(first);
  if (own !== key) throw new BrokenLink("announcement", `${paths.verifierKey} holds ${own}, not the key ${key}`);
  const keys = new LogKeys(first);
  for (const line of later) {
    const { message, log } = announcementOf(messages, line);
    const last = await lastBefore(messages, log, keyOfNote(keys.all, log.previous?.checkpoint));
    const why = await keys.take(log, message, last);
    if (why !== undefined) throw new BrokenLink("successor", `message ${message.sequenceNumber} ${why}`);
  }
  return keys;
}

function announcementOf(messages: readonly MirrorMessage[], verifierKey: string) {
  for (const message of messages) {
    const log = decodeMessage(message.message);
    if (log?.type !== "log" || log.verifierKey !== verifierKey) continue;
    requirePlace(messages, message);
    return { message, log };
  }
  throw new BrokenLink("announcement", `${paths.messages} lacks the message that announces the key ${verifierKey}`);
}

/** The checkpoint that an announcement goes on from, as its own message shows it. */
async function lastBefore(
  messages: readonly MirrorMessage[],
  { previous, origin }: LogMessage,
  key: VerifierKey,
): Promise<LastCheckpoint> {
  const number = BigInt(previous?.sequenceNumber ?? 0);
  const message = messages.find(({ sequenceNumber }) => sequenceNumber === number);
  const decoded = message && decodeMessage(message.message);
  const opened = decoded?.type === "checkpoint" ? await openCheckpoint(decoded.checkpoint, key) : undefined;
  if (message === undefined || opened?.ok !== true) {
    const detail = `${paths.messages} shows no checkpoint of ${key.name} as message ${number}, which ${origin} goes on from`;
    throw new BrokenLink("successor", detail);
  }
  requirePlace(messages, message);
  return { sequenceNumber: number, checkpoint: opened.checkpoint, payerAccountId: message.payerAccountId };
}

/** Its running hash, which holds who paid for it, follows from the message before. @throws {BrokenLink} */
export function requirePlace(messages: readonly MirrorMessage[], message: MirrorMessage): Uint8Array {
  const number = message.sequenceNumber;
  const before = messages.find(({ sequenceNumber }) => sequenceNumber === number - 1n);
  if (number > 1n && before === undefined) {
    const detail = `${paths.messages} lacks message ${number - 1n}, from which number ${number} follows`;
    throw new BrokenLink("sequence", detail);
  }
  const runningHash = before?.runningHash ?? new Uint8Array(48);
  new MessageOrder(message.topicId, { after: number - 1n, runningHash }).add(message);
  return runningHash;
}
