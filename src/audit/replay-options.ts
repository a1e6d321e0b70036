import type { RecordEnvelope } from "../proof/record.ts";
import type { DeviceMemory } from "../verification/verdict.ts";
import type { ChainBooks } from "./chain-books.ts";
import { membersOf } from "./differences.ts";
import type { SampleSource } from "./samples.ts";
import type { SignatureSource } from "./signatures.ts";

/** Where a replay begins within a chain, and what it has to know of the records before. */
export type ReplayStart = {
  readonly firstSeq: number;
  /** What the assessment remembered there. */
  readonly memory: ReadonlyMap<string, DeviceMemory>;
  /** Configurations, models, designs, statements, steps of issuances, claims, and moves of units before it, in order. */
  readonly earlier: readonly RecordEnvelope[];
  /** The one statement whose records all lie behind the start: made again; the others are taken as they stand. */
  readonly restated: { readonly periodId: string; readonly statementNo: number };
};

/** Whether all records of a statement are there, so that it is made again. */
export function isRestated(start: ReplayStart | undefined, { members }: RecordEnvelope): boolean {
  if (start === undefined || start.firstSeq === 1) return true;
  const { period, statement_no } = membersOf(members.statement);
  return membersOf(period).period_id === start.restated.periodId && statement_no === start.restated.statementNo;
}

export type ReplayOptions = {
  readonly books?: ChainBooks;
  readonly retrain?: boolean;
  readonly start?: ReplayStart | undefined;
  /** What devices signed; absent: which readings claim to be signed is followed, and no more. */
  readonly signatures?: SignatureSource | undefined;
  /** What records were made of; absent: such records are taken as they stand. */
  readonly samples?: SampleSource | undefined;
};
