import { hashscanTopicUrl } from "../ledger/hashscan.ts";
import type { NetworkName } from "../ledger/ledger.ts";
import { defaultMirrorUrl } from "../ledger/mirror.ts";
import { formatVerifierKey } from "../proof/note.ts";
import type { Receipt } from "../proof/receipt.ts";
import { entryBundleBytes } from "../proof/tiles.ts";
import { unchecked } from "./findings.ts";
import { entriesOnTopic, LogCheck, type WantedRecords } from "./log-check.ts";
import { successionWords } from "./log-keys.ts";
import { type AuditOptions, UsageError } from "./options.ts";
import type { Report } from "./report.ts";
import { savedNames } from "./saved.ts";
import { entriesFromFile, entriesFromTiles } from "./sources/entries.ts";
import { messagesFromFile, messagesFromMirror, type SourcedMessage } from "./sources/messages.ts";
import { keeping } from "./sources/saved.ts";
import { SourceUnavailable } from "./sources/unavailable.ts";
import { TopicCheck, type TopicHistory } from "./topic-check.ts";

/** Where somebody says that the log is. It only leads there; what is found there must hold by itself. */
export type Pointer = {
  readonly who: "the receipt" | "the gateway";
  readonly network: NetworkName;
  readonly topicId: string;
  /** A link into the mirror's REST face. */
  readonly mirrorUrl: string;
  /** A message that must be there, and is looked at more closely. */
  readonly sequenceNumber?: bigint;
};

export function pointerOf({ network, topicId, mirrorUrl, sequenceNumber }: Receipt): Pointer {
  return { who: "the receipt", network, topicId, mirrorUrl, sequenceNumber: BigInt(sequenceNumber) };
}

/**
 * Reads and checks the topic, and says what had to be taken on trust to find it. `isWanted`: whose direct messages
 * will be looked into.
 */
export async function checkTopic(
  options: AuditOptions,
  report: Report,
  pointer: Pointer | undefined,
  isWanted?: (commitment: Uint8Array) => boolean,
): Promise<TopicHistory> {
  const { key, start, messagesFile, saveDir } = options;
  const topicId = options.topicId ?? pointer?.topicId;
  const messages = openMessages(options, report, topicId, pointer);
  if (pointer?.sequenceNumber !== undefined && pointer.sequenceNumber <= start.after) {
    throw new UsageError(`--after must lie before message ${pointer.sequenceNumber}, which the receipt names.`);
  }
  const check = new TopicCheck({ topicId, key, start, watch: pointer?.sequenceNumber, isWanted });
  const kept = keeping(messages, saveDir, savedNames.messages, ({ json }) => `${JSON.stringify(json)}\n`);
  for await (const { message } of kept) await check.add(message);
  const history = check.finish();
  report.taken.push(
    key === undefined
      ? `the verifier key that message 1 announces: ${formatVerifierKey(history.keys[0] ?? history.key)} (compare it with the operator's published key)`
      : `the verifier key given: ${formatVerifierKey(key)}`,
    ...successionWords(history.successions, key),
  );
  if (options.topicId === undefined) {
    const who = messagesFile === undefined ? `${pointer?.who} names it` : "the saved messages are of it";
    const where = pointer && hashscanTopicUrl(pointer.network, history.topicId);
    report.taken.push(
      `topic ${history.topicId}, because ${who}: compare it with the published one${where ? ` (${where})` : ""}`,
    );
  }
  report.findings.push(...history.findings);
  return history;
}

function openMessages(
  options: AuditOptions,
  report: Report,
  topicId: string | undefined,
  pointer: Pointer | undefined,
): AsyncIterable<SourcedMessage> {
  const { messagesFile, start } = options;
  if (messagesFile !== undefined) {
    report.taken.push(`topic messages saved in ${messagesFile}`);
    report.notProven.push(
      "that the saved messages are those of the ledger: compare the newest running hash with a mirror you trust",
    );
    return messagesFromFile(messagesFile);
  }
  const mirrorUrl = mirrorFor(options, pointer);
  if (topicId === undefined) throw new UsageError("Name the topic with --topic: no receipt or gateway names it.");
  if (mirrorUrl === undefined) throw new UsageError("Name a mirror with --mirror: no receipt or gateway names one.");
  report.taken.push(`topic messages as the mirror ${mirrorUrl} shows them`);
  const ofOneMachine = isOwnMachine(mirrorUrl) || (options.mirrorUrl === undefined && pointer?.network === "local");
  report.notProven.push(
    ofOneMachine
      ? "anything to others: this is a ledger of one machine, whose owner can make a new one at will"
      : "that this mirror shows what the network agreed on: ask a second one with --mirror and compare the newest running hash",
  );
  return messagesFromMirror(mirrorUrl, topicId, { after: start.after, atLeast: pointer?.sequenceNumber });
}

/** Whose word of the ledger is taken; undefined: nobody names one. */
export function mirrorFor(options: AuditOptions, pointer: Pointer | undefined): string | undefined {
  return options.mirrorUrl ?? mirrorOf(pointer) ?? options.localMirrorUrl;
}

/** A public network has a known mirror; only for the local ledger must the link do. */
function mirrorOf(pointer: Pointer | undefined): string | undefined {
  if (pointer === undefined) return undefined;
  return defaultMirrorUrl(pointer.network) ?? pointer.mirrorUrl.replace(/\/api\/v1\/.*$/, "");
}

function isOwnMachine(url: string): boolean {
  return URL.canParse(url) && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);
}

/** Whether the log's entries can be had at all. */
export function entriesAtHand(options: AuditOptions, history: TopicHistory): boolean {
  return openEntries(options, history) !== undefined;
}

type Entries = { readonly entries: AsyncIterable<Uint8Array> | Iterable<Uint8Array>; readonly keep: boolean };

/**
 * Rebuilds the log from its entries, wherever they are to be had, and finds the records' leaves.
 *
 * @returns where the records were found; undefined where the entries are not to be had
 */
export async function checkLog(
  options: AuditOptions,
  report: Report,
  history: TopicHistory,
  wanted: WantedRecords | undefined,
): Promise<LogCheck | undefined> {
  const check = new LogCheck(history, wanted);
  const source = openEntries(options, history);
  if (source === undefined)
    return lacking(report, wanted, "the topic's messages do not list every leaf, and no --tiles were given");
  const dir = source.keep ? options.saveDir : undefined;
  try {
    const kept = keeping(source.entries, dir, savedNames.entries, (entry) => entryBundleBytes([entry]));
    for await (const entry of kept) check.add(entry);
  } catch (error) {
    if (!(error instanceof SourceUnavailable)) throw error;
    return lacking(report, wanted, `the log's entries could not be read: ${error.message}`);
  }
  report.findings.push(...check.finish());
  return check;
}

function lacking(report: Report, wanted: WantedRecords | undefined, why: string): undefined {
  report.findings.push(unchecked("append-only", why));
  if (wanted !== undefined)
    report.findings.push(unchecked("in-log", "whether the records are in the log: see append-only"));
}

function openEntries(options: AuditOptions, history: TopicHistory): Entries | undefined {
  const { entriesFile, tilesUrl, gateway } = options;
  const size = history.checkpoints.at(-1)?.checkpoint.size ?? 0;
  if (entriesFile !== undefined) return { entries: entriesFromFile(entriesFile), keep: true };
  if (tilesUrl !== undefined) return { entries: entriesFromTiles(tilesUrl, size), keep: true };
  const listed = entriesOnTopic(history);
  if (listed !== undefined) return { entries: listed, keep: false };
  return gateway && { entries: entriesFromTiles(`${gateway.url}/log`, size), keep: true };
}
