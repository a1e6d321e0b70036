import { type Checkpoint, openCheckpoint } from "../proof/checkpoint.ts";
import {
  type CheckpointMessage,
  decodeMessage,
  type IssuanceMessage,
  type LeafCounts,
  type LogMessage,
  type RecordMessage,
} from "../proof/checkpoint-message.ts";
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from "../proof/note.ts";
import { isSignedBy } from "../proof/record-message.ts";
import { base64FromBytes, sameBytes } from "../proof/text.ts";
import { HashList } from "./commitments.ts";
import { DirectMessages } from "./direct-messages.ts";
import { BrokenLink, count, type Finding, note, ok } from "./findings.ts";
import { MessageOrder, type MirrorMessage, type TopicStart } from "./message-order.ts";

/** A checkpoint that counts: the first message on the topic that carries it. */
export type PublishedCheckpoint = {
  readonly sequenceNumber: bigint;
  readonly consensusTimestamp: string;
  readonly checkpoint: Checkpoint;
  /** Index of the first leaf the message says is new. */
  readonly first: number;
  /** What the message says of the new leaves; no signature covers it. */
  readonly counts: LeafCounts;
  /** Where the leaves it lists begin in {@link TopicHistory.listed}; undefined when it lists none. */
  readonly listedAt: number | undefined;
};

/** What a verified topic says: the only thing, beside the key, that other checks build on. */
export type TopicHistory = {
  readonly topicId: string;
  readonly key: VerifierKey;
  readonly start: TopicStart;
  readonly last: { readonly sequenceNumber: bigint; readonly runningHash: Uint8Array };
  /** By size, ascending, which is the order of their messages too, but for repeated ones from before the start. */
  readonly checkpoints: readonly PublishedCheckpoint[];
  /** Leaves that the log has; undefined where neither a message nor the start says so. */
  readonly size: number | undefined;
  readonly listed: HashList;
  readonly direct: DirectMessages;
  /** The message asked for, with the running hash before it. */
  readonly watched: WatchedMessage | undefined;
  readonly findings: readonly Finding[];
};

export type WatchedMessage = { readonly message: MirrorMessage; readonly previousRunningHash: Uint8Array };

export type TopicCheckOptions = {
  /** Undefined: whatever topic the first message is of. */
  readonly topicId: string | undefined;
  /** Undefined: the key that message 1 announces. */
  readonly key: VerifierKey | undefined;
  readonly start: TopicStart;
  /** Sequence number of a message to keep. */
  readonly watch?: bigint | undefined;
  /** Of which records the fields of their direct messages are kept; absent: of none. */
  readonly isWanted?: ((commitment: Uint8Array) => boolean) | undefined;
};

/**
 * Reads a topic message by message: numbers without a gap, running hashes (version 3) that follow from each
 * other, every checkpoint of the log signed by its key, one history only. Of a checkpoint that comes twice
 * the first message counts.
 */
export class TopicCheck {
  readonly #start: TopicStart;
  readonly #watch: bigint | undefined;
  readonly #order: MessageOrder;
  #key: VerifierKey | undefined;
  readonly #givenKey: boolean;
  #announcedIn: bigint | undefined;
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
    this.#key = key;
    this.#givenKey = key !== undefined;
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
    else if (decoded?.type === "log") this.#announcedAgain(decoded, message.sequenceNumber);
    if (decoded === undefined) this.#stranger(message, "is of no form this program knows");
    else if (decoded.type === "heartbeat") this.#heartbeats++;
    else if (decoded.type === "checkpoint") await this.#checkpoint(decoded, message);
    else if (decoded.type === "record") await this.#directMessage(decoded, message);
    else if (decoded.type === "issuance") this.#issuance(decoded, message);
  }

  /** @throws {BrokenLink} when there was no message. */
  finish(): TopicHistory {
    const { topicId, sequence, runningHash } = this.#order;
    if (topicId === undefined || this.#key === undefined || sequence === this.#start.after) {
      throw new BrokenLink("topic", `the topic shows no message after number ${this.#start.after}`);
    }
    return {
      topicId,
      key: this.#key,
      start: this.#start,
      last: { sequenceNumber: sequence, runningHash },
      checkpoints: [...this.#earlier.sort((a, b) => a.checkpoint.size - b.checkpoint.size), ...this.#checkpoints],
      size: this.#checkpoints.at(-1)?.checkpoint.size ?? this.#start.size,
      listed: this.#listed,
      direct: this.#direct,
      watched: this.#watched,
      findings: this.#findings(topicId, this.#key),
    };
  }

  #openWith(announced: LogMessage | undefined): void {
    const key = announced && parseVerifierKey(announced.verifierKey);
    if (key === undefined) {
      if (this.#key !== undefined) return;
      throw new BrokenLink("announcement", "message 1 announces no log and no verifier key was given: give one");
    }
    if (this.#key !== undefined && formatVerifierKey(this.#key) !== formatVerifierKey(key)) {
      throw new BrokenLink(
        "announcement",
        `message 1 announces the key ${formatVerifierKey(key)}, not the key given, ${formatVerifierKey(this.#key)}`,
      );
    }
    this.#key = key;
    this.#announcedIn = 1n;
  }

  #announcedAgain(log: LogMessage, sequenceNumber: bigint): void {
    const key = this.#key && formatVerifierKey(this.#key);
    if (log.verifierKey === key) {
      this.#announcedIn ??= sequenceNumber;
    } else if (log.origin === this.#key?.name) {
      // Not signed by anybody: the key that was given, or came first, stands.
      this.#foreign++;
      this.#remember(
        this.#strangers,
        `message ${sequenceNumber} announces another key for the log, which does not count`,
      );
    } else {
      this.#foreign++;
      this.#remember(this.#strangers, `message ${sequenceNumber} announces another log, ${log.origin}`);
    }
  }

  async #checkpoint(decoded: CheckpointMessage, message: MirrorMessage): Promise<void> {
    const key = this.#key as VerifierKey;
    const { sequenceNumber } = message;
    const opened = await openCheckpoint(decoded.checkpoint, key);
    if (!opened.ok) {
      // Whoever holds the topic's submit key can write the log's name; without the log's key it says nothing of the log.
      const ours = decoded.checkpoint.startsWith(`${key.name}\n`);
      return this.#stranger(message, ours ? `does not count: ${opened.reason}` : "is of another log");
    }
    const { checkpoint } = opened;
    const same = this.#bySize.get(checkpoint.size);
    if (same !== undefined) return this.#again(checkpoint, same, sequenceNumber);
    const { consensusTimestamp } = message;
    const { size: sizeBefore } = this.#start;
    const { first, counts } = decoded;
    if (sizeBefore !== undefined && checkpoint.size <= sizeBefore) {
      const old = { sequenceNumber, consensusTimestamp, checkpoint, first, counts, listedAt: undefined };
      this.#bySize.set(checkpoint.size, old);
      this.#earlier.push(old);
      this.#repeated++;
      const detail = `message ${sequenceNumber} publishes the log of ${checkpoint.size} leaves, of before the start`;
      return this.#remember(this.#repeats, detail);
    }
    const newest = this.#checkpoints.at(-1);
    const size = newest?.checkpoint.size ?? sizeBefore ?? (this.#start.after === 0n ? 0 : decoded.first);
    if (checkpoint.size < size) {
      throw new BrokenLink(
        "one-history",
        `message ${sequenceNumber} publishes a log of ${checkpoint.size} leaves after message ${newest?.sequenceNumber} had ${size}: the log went back`,
      );
    }
    if (decoded.first !== size) {
      throw new BrokenLink(
        "one-history",
        `message ${sequenceNumber} says its new leaves begin at ${decoded.first}, but the log had ${size} before it`,
      );
    }
    const listedAt = decoded.leaves && this.#listed.length;
    for (const leaf of decoded.leaves ?? []) this.#listed.push(leaf);
    const published = { sequenceNumber, consensusTimestamp, checkpoint, first, counts, listedAt };
    this.#bySize.set(checkpoint.size, published);
    this.#checkpoints.push(published);
  }

  async #directMessage(decoded: RecordMessage, message: MirrorMessage): Promise<void> {
    const key = this.#key as VerifierKey;
    if (!(await isSignedBy(key, decoded))) {
      return this.#stranger(message, `is not signed by the key ${key.name}+${key.keyId}`);
    }
    const { sequenceNumber } = message;
    const before = this.#start.after === 0n ? 0 : Number.MAX_SAFE_INTEGER;
    if (this.#direct.add(decoded, sequenceNumber, this.#checkpoints.at(-1)?.checkpoint.size ?? before)) return;
    this.#repeated++;
    this.#remember(this.#repeats, `message ${sequenceNumber} makes leaf ${decoded.leafIndex} public again`);
  }

  /** Told beside a mint, in one batch with it; that the mint is there is for the bundle's check to say. */
  #issuance({ origin }: IssuanceMessage, message: MirrorMessage): void {
    if (origin === this.#key?.name) this.#issuances++;
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

  #findings(topicId: string, key: VerifierKey): Finding[] {
    const { after } = this.#start;
    const { sequence, runningHash } = this.#order;
    const read = sequence - after;
    const from = after === 0n ? "from the first one on" : `after message ${after}, whose running hash was given`;
    const announced = this.#announcedIn === undefined ? "" : `, announced in message ${this.#announcedIn}`;
    const whose = this.#givenKey ? "the key given" : "the key that the topic's first message announces";
    const findings = [
      ok("sequence", `${count(read, "message")} of topic ${topicId}, ${from}, without a gap`),
      ok(
        "running-hash",
        `every running hash (version 3) follows from the one before; the newest, of message ${sequence}, is ${base64FromBytes(runningHash)}`,
      ),
      ok("announcement", `checkpoints are judged by ${whose}: ${formatVerifierKey(key)}${announced}`),
      ok(
        "signature",
        `${count(this.#checkpoints.length, "checkpoint")} of the log ${key.name}, each signed by that key`,
      ),
      ok("one-history", "no two checkpoints of one size differ, and none goes back"),
    ];
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
