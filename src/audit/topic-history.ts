import type { Checkpoint } from "../proof/checkpoint.ts";
import type { LeafCounts } from "../proof/checkpoint-message.ts";
import type { VerifierKey } from "../proof/note.ts";
import type { HashList } from "./commitments.ts";
import type { DirectMessages } from "./direct-messages.ts";
import type { Finding } from "./findings.ts";
import type { Succession } from "./log-keys.ts";
import type { MirrorMessage, TopicStart } from "./message-order.ts";

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
  /** The log's key; the newest, where one log went on from another. */
  readonly key: VerifierKey;
  /** All of them, in the order of their times. */
  readonly keys: readonly VerifierKey[];
  readonly successions: readonly Succession[];
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
  /** One of the log's keys; undefined: that which message 1 announces is the first. */
  readonly key: VerifierKey | undefined;
  readonly start: TopicStart;
  /** Sequence number of a message to keep. */
  readonly watch?: bigint | undefined;
  /** Of which records the fields of their direct messages are kept; absent: of none. */
  readonly isWanted?: ((commitment: Uint8Array) => boolean) | undefined;
};
