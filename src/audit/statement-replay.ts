import { customTable, customTableSchema } from "../carbon/custom-table.ts";
import { type FactorTable, factorTables } from "../carbon/factors.ts";
import { rulebooks } from "../carbon/rulebook.ts";
import type { Device, Plant } from "../hydropower/plant.ts";
import { requireSameCrediting } from "../issuance/crediting-kept.ts";
import { requireAllowed } from "../issuance/design.ts";
import { designOfDays } from "../issuance/design-in-force.ts";
import { type PlantDesign, projectDesignSchema } from "../issuance/design-schema.ts";
import { startOfLocalDay } from "../issuance/local-day.ts";
import { makeStatement } from "../issuance/statement.ts";
import { type StatementJson, statedFigures, statementBytes } from "../issuance/statement-wire.ts";
import type { Period, StoredDesign } from "../issuance/store.ts";
import type { StatementForm } from "../issuance/types.ts";
import { contentHash, type Json } from "../kernel/canonical.ts";
import { Fault } from "../kernel/fault.ts";
import type { RecordEnvelope } from "../proof/record.ts";
import type { ChainBooks } from "./chain-books.ts";
import { compareMember, membersOf, named } from "./differences.ts";
import { BrokenLink } from "./findings.ts";
import { FollowersReplay } from "./followers-replay.ts";
import type { MemoryHistory } from "./memory-history.ts";
import { formOf, type Taken, takenSchema } from "./statement-form.ts";
import { VersionOrder } from "./version-order.ts";

/** What a replayed statement or design was; `unknown` where it rests on data this version does not have. */
export type Restated =
  | { readonly kind: "statement"; readonly form: StatementForm }
  | { readonly kind: "configuration" }
  | { readonly kind: "unknown"; readonly why: string };

/** What the plant's chain holds before a statement. */
export type Before = {
  readonly plant: Plant | undefined;
  readonly devices: readonly Device[];
  /** What the assessment remembered. */
  readonly memory: Pick<MemoryHistory, "at" | "lostBy">;
};

type ChainDesign = { readonly stored: StoredDesign; readonly seq: number; readonly table: FactorTable | undefined };

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
  readonly #designs: ChainDesign[] = [];
  #designLost = false;
  #lastSeq = 0;
  #ended = "";
  readonly #tables = new Map<string, FactorTable>();

  constructor(books: ChainBooks, commitmentOf: (seq: number) => Uint8Array) {
    this.#books = books;
    this.#commitmentOf = commitmentOf;
    this.#followers = new FollowersReplay(books);
  }

  /** The chain's next record, whatever it is. @throws {BrokenLink} where a statement must come */
  next(record: RecordEnvelope): void {
    this.#followers.next(record);
  }

  /** Uploaded grid tables that designs brought with them, by id. */
  get tables(): readonly FactorTable[] {
    return [...this.#tables.values()];
  }

  /**
   * A version of the project design, of the plant as it is configured there; `lost`: why that could not be read.
   *
   * @throws {BrokenLink}
   */
  design(record: RecordEnvelope, plant: Plant | undefined, lost?: string): Restated {
    if (plant === undefined && lost === undefined) throw broken(record, "no record before it registers the plant");
    const { version, design, rulebook, grid_table } = record.members;
    const read = projectDesignSchema.safeParse(design);
    const table = grid_table === undefined ? undefined : customTableSchema.safeParse(grid_table);
    if (!read.success || table?.success === false || typeof version !== "number") {
      this.#designLost = true;
      return { kind: "unknown", why: "a design record is of a form not known to this version" };
    }
    const chosen = "table" in read.data.grid ? read.data.grid.table : undefined;
    if (table !== undefined && table.data.id !== chosen) {
      throw broken(record, `grid_table is ${table.data.id}, but the design names ${chosen ?? "none"}`);
    }
    const before = this.#designs.at(-1)?.stored.version ?? 0;
    if (!this.#designLost && version !== before + 1) {
      throw broken(record, `version is ${version}, but the design before it is version ${before}`);
    }
    const { id, hash } = membersOf(rulebook);
    if (id !== read.data.rulebook) {
      throw broken(record, `it says that it is under ${String(id)}, but the design names ${read.data.rulebook}`);
    }
    // Whoever writes another hash would else be rid of the check.
    const isOurs = hash === rulebooks.get(read.data.rulebook)?.hash;
    if (plant !== undefined && lost === undefined && isOurs) this.#requireDesign(record, read.data, plant);
    this.#designLost = false;
    const stored = {
      version,
      design: read.data,
      recordId: record.recordId,
      commitment: this.#commitmentOf(record.seq),
      createdAt: new Date(0),
    };
    const custom = table && customTable(table.data);
    if (custom !== undefined) this.#holdTable(record, custom);
    this.#designs.push({ stored, seq: record.seq, table: custom });
    if (lost !== undefined) return { kind: "unknown", why: lost };
    if (isOurs) return { kind: "configuration" };
    const why = `whether ${id} with hash ${String(hash)}, which is not in this version, admits a design`;
    return { kind: "unknown", why };
  }

  #requireDesign(record: RecordEnvelope, design: PlantDesign, plant: Plant): void {
    attempt(record, "its design", () => {
      requireAllowed(design, plant);
      requireSameCrediting(this.#books.statedPeriods, this.#versions, design);
    });
  }

  #holdTable(record: RecordEnvelope, table: FactorTable): void {
    const before = this.#tables.get(table.id);
    if (before !== undefined && before.hash !== table.hash) {
      throw broken(
        record,
        `grid_table ${table.id} is not the one of that id in an earlier design: tables never change`,
      );
    }
    this.#tables.set(table.id, table);
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
      await this.#followers.amended({ ...read, record, versions: this.#versions, plant: plant as Plant });
    return why === undefined ? { kind: "statement", form: read.form } : { kind: "unknown", why };
  }

  get #versions(): readonly StoredDesign[] {
    return this.#designs.map(({ stored }) => stored);
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

  /** The version that held on its days, of those before the place that it names. @throws {BrokenLink} */
  #designOf(record: RecordEnvelope, { period, records }: Taken): ChainDesign | undefined {
    const known = this.#designs.filter(({ seq }) => seq <= records.head_seq);
    const versions = known.map(({ stored }) => stored);
    const found = attempt(record, "its period", () => designOfDays(versions, period));
    return known.find(({ stored }) => stored === found);
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
    const design = this.#designOf(record, taken);
    if (this.#designLost) return "the project design before it could not be read";
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

function attempt<T>(record: RecordEnvelope, what: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw refused(record, what, error);
  }
}

/** What the gateway refuses is as broken where it stands in the chain. @throws what is no refusal */
function refused(record: RecordEnvelope, what: string, error: unknown): BrokenLink {
  if (!(error instanceof Fault) || error.code !== "rule-violated") throw error;
  return broken(record, `${what} is refused: ${error.message}`);
}

const unknownForm = { kind: "unknown", why: "a statement is of a form not known to this version" } as const;

function broken(record: RecordEnvelope, detail: string): BrokenLink {
  return new BrokenLink("statements", `${named(record)}: ${detail}`);
}
