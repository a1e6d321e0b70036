import { factorTables } from "../carbon/factors.ts";
import { rulebooks } from "../carbon/rulebook.ts";
import type { Device, Plant } from "../hydropower/plant.ts";
import { startOfLocalDay } from "../issuance/local-day.ts";
import { makeStatement } from "../issuance/statement.ts";
import { type StatementJson, statedFigures, statementBytes } from "../issuance/statement-wire.ts";
import type { Period } from "../issuance/store.ts";
import type { StatementForm } from "../issuance/types.ts";
import { contentHash, type Json } from "../kernel/canonical.ts";
import type { RecordEnvelope } from "../proof/record.ts";
import type { ChainBooks } from "./chain-books.ts";
import { DesignReplay } from "./design-replay.ts";
import { compareMember, membersOf } from "./differences.ts";
import { FollowersReplay } from "./followers-replay.ts";
import type { MemoryHistory } from "./memory-history.ts";
import { broken, refused } from "./restated.ts";
import { formOf, type Taken, takenSchema } from "./statement-form.ts";
import { VersionOrder } from "./version-order.ts";

/** What a replayed statement was; `unknown` where it rests on data this version does not have. */
export type Restated =
  | { readonly kind: "statement"; readonly form: StatementForm }
  | { readonly kind: "unknown"; readonly why: string };

/** What the plant's chain holds before a statement. */
export type Before = {
  readonly plant: Plant | undefined;
  readonly devices: readonly Device[];
  /** What the assessment remembered. */
  readonly memory: Pick<MemoryHistory, "at" | "lostBy">;
};

/**
 * Makes every statement of a plant again from the records before it, by the code that closes periods, and holds
 * it against the statement byte for byte: registers, decisions, design, grid table and what was carried over. The
 * operator's word alone are invoice, fuel and late calibrations, which are named in the statement.
 */
export class StatementReplay {
  readonly #books: ChainBooks;
  readonly #commitmentOf: (seq: number) => Uint8Array;
  /** An earlier form leaves out what the newer ones hold energy to. */
  readonly #forms = new VersionOrder<StatementForm>();
  readonly #followers: FollowersReplay;
  /** Versions of the project design, each held as it comes. */
  readonly designs: DesignReplay;
  #lastSeq = 0;
  #ended = "";

  constructor(books: ChainBooks, commitmentOf: (seq: number) => Uint8Array) {
    this.#books = books;
    this.#commitmentOf = commitmentOf;
    this.#followers = new FollowersReplay(books);
    this.designs = new DesignReplay(books, commitmentOf);
  }

  /** The chain's next record, whatever it is. @throws {BrokenLink} where a statement must come */
  next(record: RecordEnvelope): void {
    this.#followers.next(record);
  }

  /** The next statement. @throws {BrokenLink} naming the first figure that differs */
  async statement(record: RecordEnvelope, before: Before): Promise<Restated> {
    const { plant } = before;
    const read = this.#read(record, plant);
    if (read === undefined) return unknownForm;
    this.#requireSettled(record, read.taken);
    const why = await this.#compared(record, read.taken, { ...before, ...read, plant: plant as Plant });
    this.#hold(record, read);
    if (why === undefined && read.taken.statement_no > 1)
      await this.#followers.amended({ ...read, record, versions: this.designs.versions, plant: plant as Plant });
    return why === undefined ? { kind: "statement", form: read.form } : { kind: "unknown", why };
  }

  /** A period is closed on what earlier ones left; where their records stopped counting they are stated anew first. */
  #requireSettled(record: RecordEnvelope, { statement_no, period }: Taken): void {
    if (statement_no !== 1) return;
    const lost = this.#books.outdated(period.period_id, record.seq);
    if (lost === undefined) return;
    const detail = `the period ${lost.periodId} rests on ${lost.recordId}, which has stopped counting, and is not stated anew before it`;
    throw broken(record, detail);
  }

  /** A statement of whose period the records are not there: held as it stands, for those that build on it. */
  taken(record: RecordEnvelope, plant: Plant | undefined): Restated | { readonly kind: "taken" } {
    const read = this.#read(record, plant);
    if (read === undefined) return unknownForm;
    this.#hold(record, read);
    return { kind: "taken" };
  }

  #read(record: RecordEnvelope, plant: Plant | undefined) {
    const { statement } = record.members;
    const form = formOf(membersOf(statement).v);
    if (form === undefined) return undefined;
    const read = takenSchema.safeParse(statement);
    if (!read.success)
      throw broken(record, `statement is not in its form, first at ${read.error.issues[0]?.path.join(".")}`);
    const newer = this.#forms.next(form, Date.parse(String(record.members.received_at)));
    if (newer !== undefined) {
      throw broken(
        record,
        `it is of form ${form}, behind one of form ${newer}: its gateway makes none of an earlier form`,
      );
    }
    return { taken: read.data, form, period: this.#requirePlace(record, read.data, plant) };
  }

  #hold(record: RecordEnvelope, { taken, period }: { readonly taken: Taken; readonly period: Period }): void {
    const { statement } = record.members;
    this.#books.statement({
      facts: {
        ...statedFigures(statement as unknown as StatementJson),
        recordId: record.recordId,
        seq: BigInt(record.seq),
        commitment: this.#commitmentOf(record.seq),
        createdAt: new Date(0),
      },
      period,
      bytes: statementBytes(statement as unknown as StatementJson),
      headSeq: taken.records.head_seq,
      meters: taken.meters.map(({ device_id }) => device_id),
    });
  }

  /** That the statement may stand where it stands: days, order, and the place of the chain it names. */
  #requirePlace(record: RecordEnvelope, taken: Taken, plant: Plant | undefined): Period {
    const { period_id, from, to, time_zone } = taken.period;
    const { head_seq } = taken.records;
    if (plant === undefined) throw broken(record, "no record before it registers the plant");
    if (time_zone !== plant.time_zone) throw broken(record, `period.time_zone is not the plant's, ${plant.time_zone}`);
    if (head_seq >= record.seq || head_seq < this.#lastSeq) {
      const detail = `records.head_seq ${head_seq} does not lie between the statement before (${this.#lastSeq}) and this one`;
      throw broken(record, detail);
    }
    this.#lastSeq = record.seq;
    const first = taken.statement_no === 1;
    if (first !== (taken.reason === null)) throw broken(record, "an amendment, and nothing else, states a reason");
    if (first && from < this.#ended) {
      throw broken(
        record,
        `its days from ${from} are covered by an earlier statement, which ends before ${this.#ended}`,
      );
    }
    if (first) this.#ended = to;
    const before = this.#books.periodOf(period_id);
    if (before !== undefined && (before.from !== from || before.to !== to)) {
      throw broken(record, `its days are not those the period was closed with, ${before.from} to ${before.to}`);
    }
    const [fromMs, toMs] = [startOfLocalDay(from, time_zone), startOfLocalDay(to, time_zone)];
    if (Date.parse(String(record.members.received_at)) < toMs) {
      throw broken(record, "it was made before its period had ended");
    }
    return { periodId: period_id, from, to, timeZone: time_zone, fromMs, toMs, openedAt: new Date(0) };
  }

  async #compared(
    record: RecordEnvelope,
    taken: Taken,
    {
      period,
      plant,
      devices,
      memory,
      form,
    }: Before & { readonly period: Period; readonly plant: Plant; readonly form: StatementForm },
  ): Promise<string | undefined> {
    const { id, hash } = taken.rulebook;
    if (rulebooks.get(id)?.hash !== hash) return `the rulebook ${id} with hash ${hash} is not in this version`;
    const { head_seq } = taken.records;
    const design = this.designs.of(record, taken);
    if (this.designs.isLost) return "the project design before it could not be read";
    if (design === undefined) throw broken(record, "no record before it registers a project design");
    const { grid } = design.stored.design;
    const statedHash = membersOf(membersOf(record.members.statement).factor).hash;
    if ("table" in grid && design.table === undefined && factorTables.get(grid.table)?.hash !== statedHash) {
      return `the factor table ${grid.table} with hash ${statedHash} is not in this version`;
    }
    const lost = memory.lostBy(head_seq);
    if (lost !== undefined) return `it rests on earlier readings, and ${lost}`;
    const remembered = memory.at(head_seq);
    if (remembered === undefined) return "its head lies too far before it to know what the assessment remembered there";
    const tip = {
      seq: BigInt(head_seq),
      commitment: this.#commitmentOf(head_seq),
      logSize: BigInt(taken.records.log_size),
      assessmentSha256: contentHash(Object.fromEntries(remembered) as Json),
    };
    const task = {
      orgId: record.orgId,
      plantId: record.plantId,
      plant,
      devices,
      period,
      design: design.stored,
      facts: taken.facts,
      reason: taken.reason ?? undefined,
      tip,
      form,
    };
    const tables = design.table === undefined ? factorTables : new Map([[design.table.id, design.table]]);
    const { json } = await makeStatement(this.#books, task, tables).catch((error: unknown) => {
      throw refused(record, "making it again", error);
    });
    compareMember(
      "statements",
      record,
      "statement",
      JSON.parse(new TextDecoder().decode(statementBytes(json))) as Json,
    );
    return undefined;
  }
}

const unknownForm = { kind: "unknown", why: "a statement is of a form not known to this version" } as const;
