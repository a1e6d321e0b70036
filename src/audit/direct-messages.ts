import type { PublicFields, RecordMessage } from "../proof/checkpoint-message.ts";
import { CommitmentTable } from "./commitments.ts";
import { BrokenLink, count, type Finding, ok } from "./findings.ts";

/** A record that was made public: the first message of it on the topic. */
export type DirectMessage = {
  readonly sequenceNumber: bigint;
  readonly commitment: Uint8Array;
  readonly leafIndex: number;
  /** Undefined for a record that was not asked for. */
  readonly fields: PublicFields | undefined;
};

/** The direct messages of a topic, by commitment. Of two for one record the first counts. */
export class DirectMessages {
  readonly #commitments = new CommitmentTable();
  readonly #leaves: number[] = [];
  readonly #sequences: bigint[] = [];
  readonly #fields = new Map<number, PublicFields>();
  readonly #isWanted: (commitment: Uint8Array) => boolean;

  /** `isWanted`: whose fields are kept; without it nobody's. */
  constructor(isWanted: (commitment: Uint8Array) => boolean = () => false) {
    this.#isWanted = isWanted;
  }

  get length(): number {
    return this.#leaves.length;
  }

  /**
   * The next one, signed by the log; `covered` leaves are under the checkpoints before it.
   *
   * @returns false for a repeat, which does not count. @throws {BrokenLink}
   */
  add({ commitment, leafIndex, fields }: RecordMessage, sequenceNumber: bigint, covered: number): boolean {
    if (leafIndex >= covered) {
      const detail = `message ${sequenceNumber} makes leaf ${leafIndex} public, but the checkpoints before it cover ${covered} leaves`;
      throw new BrokenLink("direct-message", detail);
    }
    const position = this.#commitments.add(commitment);
    if (position < 0) return false;
    this.#leaves.push(leafIndex);
    this.#sequences.push(sequenceNumber);
    if (this.#isWanted(commitment)) this.#fields.set(position, fields);
    return true;
  }

  findings(): Finding[] {
    if (this.length === 0) return [];
    const records = count(this.length, "record");
    return [ok("direct-message", `${records} made public, each signed and after a checkpoint over its leaf`)];
  }

  at(position: number): DirectMessage {
    return {
      sequenceNumber: this.#sequences[position] as bigint,
      commitment: this.#commitments.list.at(position),
      leafIndex: this.#leaves[position] as number,
      fields: this.#fields.get(position),
    };
  }

  /** The position, or -1. */
  positionOf(commitment: Uint8Array): number {
    return this.#commitments.find(commitment);
  }

  find(commitment: Uint8Array): DirectMessage | undefined {
    const position = this.positionOf(commitment);
    return position < 0 ? undefined : this.at(position);
  }
}
