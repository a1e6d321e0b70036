import type { RetirementState, TransferState } from "../issuance/moves.ts";
import type { TokenKind } from "../issuance/tokens.ts";
import type { RecordEnvelope } from "../proof/record.ts";

/** What a chain says of the ledger: the transactions that its records name, and what each must have done there. */

/** A part of a mint that was committed to. Units are a token's smallest. */
export type Intended = {
  readonly issuanceId: string;
  readonly memo: string;
  readonly units: bigint;
  /** Place of the record that commits to it, and when that was accepted, ms. */
  readonly seq: number;
  readonly afterMs: number;
};

/** A part that the ledger has minted, as its record says. */
export type NamedMint = Intended & {
  readonly tokenId: string;
  readonly transactionId: string;
  readonly kind: TokenKind;
  /** By the registrar's word the mint of a statement that was lost with a database, and what the ledger has as its memo. */
  readonly booked?: { readonly memo: string | null } | undefined;
};

/** A transfer or a retirement. */
export type NamedMove = {
  /** `the transfer trf_...`. */
  readonly what: string;
  readonly tokenId: string;
  readonly units: bigint;
  /** Undefined: of a booked one without any. */
  readonly memo: string | undefined;
  /** Undefined: to be burnt; of a booked one, burnt or to several. */
  readonly receiver: string | undefined;
  /** As of what is intended; of a booked one its order's place is not known. */
  readonly seq: number | undefined;
  readonly afterMs: number;
  readonly state: TransferState | RetirementState;
  /** Which transaction did it. */
  readonly arrived: string | undefined;
  /** Which one made the airdrop that waited, and which one took it back. */
  readonly waited: string | undefined;
  readonly recalled: string | undefined;
  /** Its order was lost with a database: the registrar found it on the ledger. */
  readonly isBooked: boolean;
};

/**
 * By so much the gateway's clock may be ahead of the ledger's, ms: a record's own time is the gateway's word, and by its
 * memo a transaction follows from the record anyhow.
 */
export const clockToleranceMs = 3_600_000;

const acceptedAt = ({ members }: RecordEnvelope): number => Date.parse(String(members.received_at));

/** Gathers them while a chain is replayed. */
export class Movements {
  /** SHA-256 of every statement. */
  readonly statements = new Set<string>();
  /** By memo, of all that was committed to. */
  readonly intended = new Map<string, Intended>();
  readonly mints: NamedMint[] = [];
  readonly #moves = new Map<string, NamedMove>();
  #endMs = 0;
  #endSeq = 0;

  get moves(): readonly NamedMove[] {
    return [...this.#moves.values()];
  }

  /** When the newest record was accepted, ms; of several chains, of the one that ends first. */
  get endMs(): number {
    return this.#endMs;
  }

  next(record: RecordEnvelope): void {
    this.#endSeq = record.seq;
    this.#endMs = Math.max(this.#endMs, acceptedAt(record) || 0);
  }

  intend(
    record: RecordEnvelope,
    issuanceId: string,
    parts: readonly { readonly amount: string; readonly memo: string }[],
  ): void {
    for (const { amount, memo } of parts) {
      this.intended.set(memo, {
        ...{ issuanceId, memo, units: BigInt(amount), seq: record.seq },
        afterMs: acceptedAt(record),
      });
    }
  }

  minted(
    memo: string | undefined,
    mint: Pick<NamedMint, "tokenId" | "transactionId" | "kind"> & Pick<Partial<NamedMint>, "booked">,
  ): void {
    const intended = memo === undefined ? undefined : this.intended.get(memo);
    if (intended !== undefined) this.mints.push({ ...intended, ...mint });
  }

  order(
    record: RecordEnvelope,
    id: string,
    move: Pick<NamedMove, "what" | "tokenId" | "units" | "memo" | "receiver">,
  ): void {
    const nothing = { arrived: undefined, waited: undefined, recalled: undefined, isBooked: false };
    this.#moves.set(id, { ...move, ...nothing, seq: record.seq, afterMs: acceptedAt(record), state: "ordered" });
  }

  /** What follows from an order that was lost: when it came is not known. */
  booked(
    id: string,
    move: Pick<NamedMove, "what" | "tokenId" | "units" | "memo" | "receiver">,
    transactionId: string,
  ): void {
    const done = { arrived: transactionId, waited: undefined, recalled: undefined, isBooked: true };
    this.#moves.set(id, { ...move, ...done, seq: undefined, afterMs: Number.NEGATIVE_INFINITY, state: "done" });
  }

  went(id: string, state: NamedMove["state"], step: string, transactionId: string | undefined): void {
    const move = this.#moves.get(id);
    if (move === undefined) return;
    this.#moves.set(id, {
      ...move,
      state,
      ...(step === "arrive" && { arrived: transactionId }),
      ...(step === "wait" && { waited: transactionId }),
      ...(step === "cancel" && { recalled: transactionId }),
    });
  }

  /**
   * Nothing was accepted later than the ledger had it, whatever the gateway's clock showed. `coveredMs`: of the record at
   * a place, ms; NaN or undefined: not known.
   */
  bound(coveredMs: (seq: number) => number | undefined): void {
    const earlier = (ms: number, seq: number | undefined): number => {
      const covered = seq === undefined ? undefined : coveredMs(seq);
      return covered !== undefined && covered < ms ? covered : ms;
    };
    const bounded = <T extends { readonly seq: number | undefined; readonly afterMs: number }>(one: T): T => ({
      ...one,
      afterMs: earlier(one.afterMs, one.seq),
    });
    for (const [memo, one] of this.intended) this.intended.set(memo, bounded(one));
    for (const [i, one] of this.mints.entries()) this.mints[i] = bounded(one);
    for (const [id, one] of this.#moves) this.#moves.set(id, bounded(one));
    this.#endMs = earlier(this.#endMs, this.#endSeq);
  }

  /** Those of several chains together: of plants whose units are of the same tokens. */
  static of(...chains: readonly Movements[]): Movements {
    const all = new Movements();
    all.#endMs = Math.min(...chains.map(({ endMs }) => endMs));
    for (const chain of chains) {
      for (const digest of chain.statements) all.statements.add(digest);
      for (const [memo, one] of chain.intended) all.intended.set(memo, one);
      // The same plant's may be there twice, as when its own export is given beside it.
      for (const [id, move] of chain.#moves) all.#moves.set(id, all.#moves.get(id) ?? move);
      const known = new Set(all.mints.map(({ memo }) => memo));
      all.mints.push(...chain.mints.filter(({ memo }) => !known.has(memo)));
    }
    return all;
  }
}
