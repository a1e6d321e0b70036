import { runningHashV3 } from "../kernel/running-hash.ts";
import type { TopicMessage } from "../ledger/ledger.ts";
import { sameBytes } from "../proof/text.ts";
import { BrokenLink } from "./findings.ts";

/** A message as a mirror shows it, its topic included. */
export type MirrorMessage = TopicMessage & { readonly topicId: string };

/** Where reading begins: after the message of this number, whose running hash the auditor knows. 0: the whole topic. */
export type TopicStart = {
  readonly after: bigint;
  readonly runningHash: Uint8Array;
  /** Leaves that the log had by then; undefined where that is not known. */
  readonly size?: number | undefined;
};

/**
 * That messages are one topic's, one after the other: numbers without a gap, times that rise, running hashes
 * (version 3) that follow from each other. What the messages say is not looked at.
 */
export class MessageOrder {
  #topicId: string | undefined;
  #sequence: bigint;
  #runningHash: Uint8Array;
  #consensusNs = -1n;

  constructor(topicId: string | undefined, start: TopicStart) {
    this.#topicId = topicId;
    this.#sequence = start.after;
    this.#runningHash = start.runningHash;
  }

  /** Undefined until there is a message, unless it was given. */
  get topicId(): string | undefined {
    return this.#topicId;
  }

  /** Number of the newest message. */
  get sequence(): bigint {
    return this.#sequence;
  }

  get runningHash(): Uint8Array {
    return this.#runningHash;
  }

  /** The next message. @throws {BrokenLink} */
  add(message: MirrorMessage): void {
    this.#checkPlace(message);
    this.#checkRunningHash(message);
  }

  #checkPlace(message: MirrorMessage): void {
    this.#topicId ??= message.topicId;
    const { sequenceNumber, consensusTimestamp } = message;
    if (message.topicId !== this.#topicId) {
      throw new BrokenLink("topic", `message ${sequenceNumber} is of topic ${message.topicId}, not ${this.#topicId}`);
    }
    const expected = this.#sequence + 1n;
    if (sequenceNumber > expected) {
      const gap = sequenceNumber - expected === 1n ? `${expected} is` : `${expected} to ${sequenceNumber - 1n} are`;
      throw new BrokenLink("sequence", `message ${sequenceNumber} comes where ${expected} must: ${gap} missing`);
    }
    if (sequenceNumber < expected) {
      throw new BrokenLink("sequence", `message ${sequenceNumber} comes again after message ${this.#sequence}`);
    }
    const consensusNs = BigInt(consensusTimestamp.replace(".", ""));
    if (consensusNs <= this.#consensusNs) {
      throw new BrokenLink("consensus-time", `message ${sequenceNumber} is not later than the message before it`);
    }
    this.#sequence = sequenceNumber;
    this.#consensusNs = consensusNs;
  }

  #checkRunningHash(message: MirrorMessage): void {
    const { sequenceNumber, consensusTimestamp } = message;
    if (message.runningHashVersion !== 3) {
      const version = message.runningHashVersion;
      throw new BrokenLink("running-hash", `message ${sequenceNumber} has a running hash of version ${version}, not 3`);
    }
    const computed = runningHashV3({
      previous: this.#runningHash,
      payer: message.payerAccountId,
      topicId: message.topicId,
      consensusTimestamp,
      sequenceNumber,
      message: message.message,
    });
    if (!sameBytes(computed, message.runningHash)) {
      const before = sequenceNumber === 1n ? "an empty topic" : `message ${sequenceNumber - 1n}`;
      throw new BrokenLink(
        "running-hash",
        `message ${sequenceNumber}: its running hash does not follow from ${before} and from its own bytes, payer, number and time: one of them was changed`,
      );
    }
    this.#runningHash = computed;
  }
}
