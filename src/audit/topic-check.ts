import { type Checkpoint, claimedCheckpoint, openCheckpoint } from "../proof/checkpoint.ts";
import {
  type CheckpointMessage,
  decodeMessage,
  type IssuanceMessage,
  type LogMessage,
  type RecordMessage,
} from "../proof/checkpoint-message.ts";
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from "../proof/note.ts";
import { isSignedBy } from "../proof/record-message.ts";
import { base64FromBytes, sameBytes } from "../proof/text.ts";
import { HashList } from "./commitments.ts";
import { DirectMessages } from "./direct-messages.ts";
import { BrokenLink, count, type Finding, note, ok, unchecked } from "./findings.ts";
import { type LastCheckpoint, LogKeys } from "./log-keys.ts";
import { MessageOrder, type MirrorMessage, type TopicStart } from "./message-order.ts";
import type { PublishedCheckpoint, TopicCheckOptions, TopicHistory, WatchedMessage } from "./topic-history.ts";

export type { PublishedCheckpoint, TopicCheckOptions, TopicHistory, WatchedMessage };

/**
 * Reads a topic message by message: numbers without a gap, running hashes (version 3) that follow from each
 * other, every checkpoint of the log signed by its key, or by that of the log that goes on from it, one history only.
 * Of a checkpoint that comes twice the first message counts.
 */
export class TopicCheck {
  readonly #start: TopicStart;
  readonly #watch: bigint | undefined;
  readonly #order: MessageOrder;
  readonly #keys: LogKeys;
  readonly #givenKey: VerifierKey | undefined;
  #announcedIn: bigint | undefined;
  /** The newest checkpoint that counts, and whether a message said that a log goes on from one that was not read. */
  #last: LastCheckpoint | undefined;
  #unseen: Finding | undefined;
  #watched: WatchedMessage | undefined;
  readonly #bySize = new Map<number, PublishedCheckpoint>();
  readonly #checkpoints: PublishedCheckpoint[] = [];
  /** Of logs that are no larger than the one at the start: anybody may send a signed checkpoint again. */
  readonly #earlier: PublishedCheckpoint[] = [];
  readonly #listed = new HashList();
  readonly #direct: DirectMessages;
  readonly #repeats: string[] = [];
  readonly #strangers: string[] = [];
  #repeated = 0;
  #foreign = 0;
  #heartbeats = 0;
  #issuances = 0;

  constructor({ topicId, key, start, watch, isWanted }: TopicCheckOptions) {
    this.#direct = new DirectMessages(isWanted);
    this.#order = new MessageOrder(topicId, start);
    this.#keys = new LogKeys(key);
    this.#givenKey = key;
    this.#start = start;
    this.#watch = watch;
  }

  /** @throws {BrokenLink} */
  async add(message: MirrorMessage): Promise<void> {
    const previousRunningHash = this.#order.runningHash;
    this.#order.add(message);
    if (message.sequenceNumber === this.#watch) this.#watched = { message, previousRunningHash };
    const decoded = decodeMessage(message.message);
    if (message.sequenceNumber === 1n) this.#openWith(decoded?.type === "log" ? decoded : undefined);
    else if (decoded?.type === "log") await this.#announcedAgain(decoded, message);
    if (decoded === undefined) this.#stranger(message, "is of no form this program knows");
    else if (decoded.type === "heartbeat") this.#heartbeats++;
    else if (decoded.type === "checkpoint") await this.#checkpoint(decoded, message);
    else if (decoded.type === "record") await this.#directMessage(decoded, message);
    else if (decoded.type === "issuance") this.#issuance(decoded, message);
  }

  /** @throws {BrokenLink} when there was no message. */
  finish(): TopicHistory {
    const { topicId, sequence, runningHash } = this.#order;
    const { newest: key, all: keys, successions } = this.#keys;
    if (topicId === undefined || key === undefined || sequence === this.#start.after) {
      throw new BrokenLink("topic", `the topic shows no message after number ${this.#start.after}`);
    }
    this.#requireGiven(keys);
    return {
      ...{ topicId, key, keys, successions },
      start: this.#start,
      last: { sequenceNumber: sequence, runningHash },
      checkpoints: [...this.#earlier.sort((a, b) => a.checkpoint.size - b.checkpoint.size), ...this.#checkpoints],
      size: this.#checkpoints.at(-1)?.checkpoint.size ?? this.#start.size,
      listed: this.#listed,
      direct: this.#direct,
      watched: this.#watched,
      findings: this.#findings(topicId, keys),
    };
  }

  #openWith(announced: LogMessage | undefined): void {
    const key = announced && parseVerifierKey(announced.verifierKey);
    if (key === undefined) {
      if (this.#givenKey !== undefined) return;
      throw new BrokenLink("announcement", "message 1 announces no log and no verifier key was given: give one");
    }
    this.#keys.begin(key);
    this.#announcedIn = 1n;
  }

  /** The key that the auditor trusts is the first one, or one of a log that goes on from it. */
  #requireGiven(keys: readonly VerifierKey[]): void {
    const given = this.#givenKey && formatVerifierKey(this.#givenKey);
    if (given === undefined || keys.some((key) => formatVerifierKey(key) === given)) return;
    const [first, ...later] = keys.map(formatVerifierKey);
    const since = later.length === 0 ? "" : ` and later ones ${later.join(", ")}`;
    throw new BrokenLink("announcement", `message 1 announces the key ${first}${since}, not the key given, ${given}`);
  }

  async #announcedAgain(log: LogMessage, message: MirrorMessage): Promise<void> {
    const { sequenceNumber } = message;
    const known = this.#keys.named(log.origin);
    if (known !== undefined && log.verifierKey === formatVerifierKey(known)) {
      this.#announcedIn ??= sequenceNumber;
    } else if (known !== undefined) {
      // Not signed by anybody: the key that was given, or came first, stands.
      this.#stranger(message, "announces another key for the log, which does not count");
    } else {
      const why = await this.#successor(log, message);
      if (why !== undefined) this.#stranger(message, why);
    }
  }

  async #successor(log: LogMessage, message: MirrorMessage): Promise<string | undefined> {
    const newest = this.#last?.checkpoint.origin ?? this.#keys.newest?.name;
    const goesOn = log.previous?.checkpoint.startsWith(`${newest}\n`);
    if (goesOn !== true) return `announces another log, ${log.origin}`;
    if (this.#last !== undefined) return this.#keys.take(log, message, this.#last);
    const why = `message ${message.sequenceNumber} says that ${log.origin} goes on from ${newest}, of which no checkpoint was read: begin before its last one, or behind that message with the new key`;
    if (this.#start.after !== 0n) this.#unseen = unchecked("successor", why);
    return `announces another log, ${log.origin}`;
  }

  async #checkpoint(decoded: CheckpointMessage, message: MirrorMessage): Promise<void> {
    const { sequenceNumber, payerAccountId } = message;
    const key = this.#keys.named(claimedCheckpoint(decoded.checkpoint)?.origin ?? "") ?? this.#keys.newest;
    const opened = await openCheckpoint(decoded.checkpoint, key as VerifierKey);
    if (!opened.ok) {
      // Whoever holds the topic's submit key can write the log's name; without the log's key it says nothing of the log.
      const ours = decoded.checkpoint.startsWith(`${key?.name}\n`);
      return this.#stranger(message, ours ? `does not count: ${opened.reason}` : "is of another log");
    }
    const { checkpoint } = opened;
    const same = this.#bySize.get(checkpoint.size);
    if (same !== undefined) return this.#again(checkpoint, same, sequenceNumber);
    const ended = this.#keys.endOf(checkpoint.origin);
    if (ended !== undefined && checkpoint.size > ended.size)
      throw this.#keys.stillUsed(ended, checkpoint.size, message);
    if (this.#isOfBefore(decoded, checkpoint, message)) return;
    this.#requireNext(decoded, checkpoint, sequenceNumber);
    const listedAt = decoded.leaves && this.#listed.length;
    for (const leaf of decoded.leaves ?? []) this.#listed.push(leaf);
    const published = { ...placed(decoded, checkpoint, message), listedAt };
    this.#bySize.set(checkpoint.size, published);
    this.#checkpoints.push(published);
    this.#last = { sequenceNumber, checkpoint, payerAccountId };
  }

  /** A checkpoint of before the start, sent again: anybody may who can write to the topic. */
  #isOfBefore(decoded: CheckpointMessage, checkpoint: Checkpoint, message: MirrorMessage): boolean {
    const { size: sizeBefore } = this.#start;
    if (sizeBefore === undefined || checkpoint.size > sizeBefore) return false;
    const old = { ...placed(decoded, checkpoint, message), listedAt: undefined };
    this.#bySize.set(checkpoint.size, old);
    this.#earlier.push(old);
    this.#repeated++;
    const detail = `message ${message.sequenceNumber} publishes the log of ${checkpoint.size} leaves, of before the start`;
    this.#remember(this.#repeats, detail);
    return true;
  }

  /** It goes on where the one before it ended. @throws {BrokenLink} */
  #requireNext({ first }: CheckpointMessage, checkpoint: Checkpoint, sequenceNumber: bigint): void {
    const newest = this.#checkpoints.at(-1);
    const size = newest?.checkpoint.size ?? this.#start.size ?? (this.#start.after === 0n ? 0 : first);
    if (checkpoint.size < size) {
      throw new BrokenLink(
        "one-history",
        `message ${sequenceNumber} publishes a log of ${checkpoint.size} leaves after message ${newest?.sequenceNumber} had ${size}: the log went back`,
      );
    }
    if (first !== size) {
      throw new BrokenLink(
        "one-history",
        `message ${sequenceNumber} says its new leaves begin at ${first}, but the log had ${size} before it`,
      );
    }
  }

  async #directMessage(decoded: RecordMessage, message: MirrorMessage): Promise<void> {
    const key = (this.#keys.named(decoded.origin) ?? this.#keys.newest) as VerifierKey;
    if (!(await isSignedBy(key, decoded))) {
      return this.#stranger(message, `is not signed by the key ${key.name}+${key.keyId}`);
    }
    // What was in line for the topic when a log ended is sent behind it, of leaves that it had.
    const ended = this.#keys.endOf(key.name);
    if (ended !== undefined && decoded.leafIndex >= ended.size)
      return this.#stranger(
        message,
        `makes leaf ${decoded.leafIndex} public under the key of ${key.name}, which ended`,
      );
    const { sequenceNumber } = message;
    const before = this.#start.after === 0n ? 0 : Number.MAX_SAFE_INTEGER;
    if (this.#direct.add(decoded, sequenceNumber, this.#checkpoints.at(-1)?.checkpoint.size ?? before)) return;
    this.#repeated++;
    this.#remember(this.#repeats, `message ${sequenceNumber} makes leaf ${decoded.leafIndex} public again`);
  }

  /** Told beside a mint, in one batch with it; that the mint is there is for the bundle's check to say. */
  #issuance({ origin }: IssuanceMessage, message: MirrorMessage): void {
    if (this.#keys.named(origin) !== undefined) this.#issuances++;
    else this.#stranger(message, "is of another log");
  }

  #again(checkpoint: Checkpoint, before: PublishedCheckpoint, sequenceNumber: bigint): void {
    if (!sameBytes(checkpoint.root, before.checkpoint.root)) {
      throw new BrokenLink(
        "one-history",
        `messages ${before.sequenceNumber} and ${sequenceNumber} publish two different logs of ${checkpoint.size} leaves, both signed: the log is forked`,
      );
    }
    this.#repeated++;
    this.#remember(this.#repeats, `message ${sequenceNumber} repeats message ${before.sequenceNumber}`);
  }

  #stranger({ sequenceNumber }: MirrorMessage, why: string): void {
    this.#foreign++;
    this.#remember(this.#strangers, `message ${sequenceNumber} ${why}`);
  }

  /** The first few are named in the report, the rest only counted. */
  #remember(list: string[], line: string): void {
    if (list.length < 5) list.push(line);
  }

  #findings(topicId: string, keys: readonly VerifierKey[]): Finding[] {
    const { after } = this.#start;
    const { sequence, runningHash } = this.#order;
    const read = sequence - after;
    const from = after === 0n ? "from the first one on" : `after message ${after}, whose running hash was given`;
    const announced = this.#announcedIn === undefined ? "" : `, announced in message ${this.#announcedIn}`;
    const [key = this.#keys.newest as VerifierKey] = keys;
    const isGiven = this.#givenKey !== undefined && formatVerifierKey(this.#givenKey) === formatVerifierKey(key);
    const whose = isGiven ? "the key given" : "the key that the topic's first message announces";
    const signed = this.#checkpoints.map(({ checkpoint }) => checkpoint.origin);
    const logs = keys.map(
      ({ name }) => `${count(signed.filter((one) => one === name).length, "checkpoint")} of the log ${name}`,
    );
    const findings = [
      ok("sequence", `${count(read, "message")} of topic ${topicId}, ${from}, without a gap`),
      ok(
        "running-hash",
        `every running hash (version 3) follows from the one before; the newest, of message ${sequence}, is ${base64FromBytes(runningHash)}`,
      ),
      ok("announcement", `checkpoints are judged by ${whose}: ${formatVerifierKey(key)}${announced}`),
      ...this.#keys.findings(),
      ok("signature", `${logs.join(", ")}, each signed by ${keys.length === 1 ? "that key" : "the key of its log"}`),
      ok("one-history", "no two checkpoints of one size differ, and none goes back"),
    ];
    if (this.#unseen !== undefined) findings.push(this.#unseen);
    if (this.#repeated > 0) {
      const named = this.#repeats.join("; ");
      findings.push(note("first-wins", `${count(this.#repeated, "repeated message")}; the first counts: ${named}`));
    }
    findings.push(...this.#direct.findings());
    if (this.#foreign > 0) {
      const named = this.#strangers.join("; ");
      findings.push(note("other-messages", `${count(this.#foreign, "message")} not of this log's form: ${named}`));
    }
    if (this.#issuances > 0) {
      const told = `${count(this.#issuances, "mint")} told on the topic; a bundle's check compares each with its batch`;
      findings.push(note("issuances", told));
    }
    if (this.#heartbeats > 0) findings.push(note("heartbeats", `${count(this.#heartbeats, "heartbeat")}`));
    return findings;
  }
}

function placed({ first, counts }: CheckpointMessage, checkpoint: Checkpoint, message: MirrorMessage) {
  const { sequenceNumber, consensusTimestamp } = message;
  return { sequenceNumber, consensusTimestamp, checkpoint, first, counts };
}
