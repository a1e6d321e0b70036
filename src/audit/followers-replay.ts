import type { Plant } from "../hydropower/plant.ts";
import { assessed } from "../issuance/design.ts";
import { designOn, type Version } from "../issuance/design-in-force.ts";
import { carriedIn } from "../issuance/statement.ts";
import { carriedInJson, parseStatement } from "../issuance/statement-wire.ts";
import type { Period } from "../issuance/store.ts";
import type { StatementForm } from "../issuance/types.ts";
import { canonicalText, type Json } from "../kernel/canonical.ts";
import type { RecordEnvelope } from "../proof/record.ts";
import type { ChainBooks } from "./chain-books.ts";
import { membersOf, named } from "./differences.ts";
import { BrokenLink } from "./findings.ts";

/** An amendment as it was made: of which period, by which form, beside which designs of the plant. */
type Amended = {
  readonly record: RecordEnvelope;
  readonly period: Period;
  readonly form: StatementForm;
  readonly versions: readonly Version[];
  readonly plant: Plant;
};

/**
 * A period that is stated anew changes what later ones took over from it: a trusted register, what a register is ahead by, the
 * year's generation. Those are stated anew in the same act, one behind the other; else the same energy counts in both.
 */
export class FollowersReplay {
  readonly #books: ChainBooks;
  /** The period that must be stated anew next, and by which record. */
  #due: { readonly period: Period; readonly because: RecordEnvelope } | undefined;

  constructor(books: ChainBooks) {
    this.#books = books;
  }

  /** The chain's next record, before it is taken. @throws {BrokenLink} when another one must come */
  next(record: RecordEnvelope): void {
    const due = this.#due;
    // What waits for the amended statement is voided beside it.
    if (due === undefined || (record.kind === "issuance" && membersOf(record.members.issuance).step === "void")) return;
    const { period_id } = membersOf(membersOf(record.members.statement).period);
    if (record.kind === "statement" && period_id === due.period.periodId) {
      this.#due = undefined;
      return;
    }
    const { periodId, from } = due.period;
    const detail = `${named(due.because)} changes what the later period ${periodId} from ${from} took over, which is not stated anew with it`;
    throw new BrokenLink("statements", detail);
  }

  /** After a statement that amends another is in the books. */
  async amended({ record, period, form, versions, plant }: Amended): Promise<void> {
    const { orgId, plantId, seq } = record;
    const later = (await this.#books.listPeriods()).find(({ from }) => from > period.from);
    if (later === undefined) return;
    const all = await this.#books.listStatements(undefined, BigInt(seq));
    const newest = all.findLast(({ periodId }) => periodId === later.periodId);
    const bytes = newest && (await this.#books.findStatement(undefined, later.periodId, newest.statementNo));
    const design = designOn(versions, later.from)?.design;
    if (bytes === undefined || design === undefined) return;
    const stated = parseStatement(bytes);
    const task = { orgId, plantId, period: later, form, tip: { seq: BigInt(seq) } };
    const now = await carriedIn(this.#books, task, assessed(design, plant).existingPlant);
    const isTouched =
      canonicalText(carriedInJson(now, stated.v) as unknown as Json) !==
      canonicalText(stated.carried_in as unknown as Json);
    if (isTouched) this.#due = { period: later, because: record };
  }
}
