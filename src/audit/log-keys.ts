import { type Checkpoint, claimedCheckpoint, openCheckpoint, sameCheckpoint } from "../proof/checkpoint.ts";
import type { LogMessage } from "../proof/checkpoint-message.ts";
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from "../proof/note.ts";
import { BrokenLink, type Finding, ok } from "./findings.ts";
import type { MirrorMessage } from "./message-order.ts";

/** One log went on from another on its topic: the same tree, under a new key. */
export type Succession = {
  readonly sequenceNumber: bigint;
  readonly from: VerifierKey;
  readonly to: VerifierKey;
  /** Leaves of the last checkpoint under the key of before. */
  readonly size: number;
  readonly payerAccountId: string;
};

/** The newest checkpoint that counts, where the next log says that it goes on from. */
export type LastCheckpoint = {
  readonly sequenceNumber: bigint;
  readonly checkpoint: Checkpoint;
  readonly payerAccountId: string;
};

/**
 * The keys of a log, each of its time. A successor is announced by a message that no key of before signs, since that one may be
 * lost: what ties it to the log is that it names the log's last checkpoint, that the account which paid for that one pays for it
 * (the running hashes show who paid), and that the key of before signs nothing new behind it.
 */
export class LogKeys {
  readonly #successions: Succession[] = [];
  #first: VerifierKey | undefined;

  constructor(first?: VerifierKey) {
    this.#first = first;
  }

  begin(first: VerifierKey): void {
    this.#first = first;
  }

  /** The key that signs now. */
  get newest(): VerifierKey | undefined {
    return this.#successions.at(-1)?.to ?? this.#first;
  }

  /** In the order of their times. */
  get all(): readonly VerifierKey[] {
    return this.#first === undefined ? [] : [this.#first, ...this.#successions.map(({ to }) => to)];
  }

  get successions(): readonly Succession[] {
    return this.#successions;
  }

  /** The key of the log of this name. */
  named(origin: string): VerifierKey | undefined {
    return this.all.find(({ name }) => name === origin);
  }

  /** How that log ended; undefined for the newest. */
  endOf(origin: string): Succession | undefined {
    return this.#successions.find(({ from }) => from.name === origin);
  }

  /**
   * Takes what a message announces as the log's successor.
   *
   * @returns why it is somebody else's, and does not count; undefined where it was taken
   * @throws {BrokenLink} where whoever paid for the log says of its end what the topic does not show
   */
  async take(announced: LogMessage, message: MirrorMessage, last: LastCheckpoint): Promise<string | undefined> {
    const { previous, verifierKey } = announced;
    const [from, to] = [this.newest, parseVerifierKey(verifierKey)];
    const { sequenceNumber, payerAccountId } = message;
    if (from === undefined || to === undefined || previous === undefined) return "announces another log";
    // That of the log before, or of one before that where it ended without a checkpoint of its own.
    const signer = this.named(last.checkpoint.origin) ?? from;
    if (claimedCheckpoint(previous.checkpoint)?.origin !== signer.name || previous.topicId !== message.topicId)
      return `announces another log, ${announced.origin}`;
    if (payerAccountId !== last.payerAccountId)
      return `announces ${announced.origin} as the log that goes on, but ${payerAccountId} paid for it, not ${last.payerAccountId}, which paid for the newest checkpoint: it does not count`;
    const opened = await openCheckpoint(previous.checkpoint, signer);
    const isLast =
      opened.ok &&
      sameCheckpoint(opened.checkpoint, last.checkpoint) &&
      BigInt(previous.sequenceNumber) === last.sequenceNumber;
    if (!isLast || this.named(to.name) !== undefined) {
      const named = claimedCheckpoint(previous.checkpoint)?.size;
      throw new BrokenLink(
        "successor",
        `message ${sequenceNumber} has ${announced.origin} go on from message ${previous.sequenceNumber} with ${named} leaves, but the log's newest checkpoint is that of message ${last.sequenceNumber} with ${last.checkpoint.size} leaves, and not what it names`,
      );
    }
    this.#successions.push({ sequenceNumber, from, to, size: last.checkpoint.size, payerAccountId });
    return undefined;
  }

  /** A new checkpoint under the key of a log that had ended. */
  stillUsed({ from, to, sequenceNumber }: Succession, size: number, by: MirrorMessage): BrokenLink {
    return new BrokenLink(
      "successor",
      `message ${by.sequenceNumber}, paid by ${by.payerAccountId}, publishes ${size} leaves under the key of ${from.name}, after message ${sequenceNumber} had said that ${to.name} goes on from it: one log has two keys at once`,
    );
  }

  findings(): Finding[] {
    return this.#successions.map(({ sequenceNumber, from, to, size }) =>
      ok(
        "successor",
        `from message ${sequenceNumber} on ${to.name} goes on from the ${size} leaves of ${from.name}, whose key signs nothing new behind it: ${formatVerifierKey(to)}`,
      ),
    );
  }
}

/** What somebody who knows the first key alone takes on trust of a later one; nothing where the newest is the key given. */
export function successionWords(successions: readonly Succession[], given: VerifierKey | undefined): string[] {
  const newest = successions.at(-1)?.to;
  if (given !== undefined && newest !== undefined && formatVerifierKey(given) === formatVerifierKey(newest)) return [];
  return successions.map(
    ({ sequenceNumber, from, to, payerAccountId }) =>
      `that ${to.name} goes on from ${from.name}, because message ${sequenceNumber} says so: no key of before signed that, it rests on the key of the account ${payerAccountId}, which paid for it and for the checkpoint before (and on the topic's submit key); compare the key ${formatVerifierKey(to)} with the operator's published one`,
  );
}

/** The key of the log that a signed checkpoint is of; the newest where it is of none of them, and will not open with it. */
export function keyOfNote(keys: readonly VerifierKey[], signedText: string | undefined): VerifierKey {
  const origin = signedText === undefined ? undefined : claimedCheckpoint(signedText)?.origin;
  return keys.find(({ name }) => name === origin) ?? (keys.at(-1) as VerifierKey);
}
