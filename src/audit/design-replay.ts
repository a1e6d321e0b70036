import { customTable, customTableSchema } from "../carbon/custom-table.ts";
import type { FactorTable } from "../carbon/factors.ts";
import { rulebooks } from "../carbon/rulebook.ts";
import type { Plant } from "../hydropower/plant.ts";
import { requireSameCrediting } from "../issuance/crediting-kept.ts";
import { requireAllowed } from "../issuance/design.ts";
import { designOfDays } from "../issuance/design-in-force.ts";
import { type PlantDesign, projectDesignSchema } from "../issuance/design-schema.ts";
import type { StoredDesign } from "../issuance/store.ts";
import type { RecordEnvelope } from "../proof/record.ts";
import type { ChainBooks } from "./chain-books.ts";
import { membersOf } from "./differences.ts";
import { attempt, broken } from "./restated.ts";
import type { Taken } from "./statement-form.ts";

/** What a design was; `unknown` where it rests on data this version does not have. */
export type Designed = { readonly kind: "configuration" } | { readonly kind: "unknown"; readonly why: string };

type ChainDesign = { readonly stored: StoredDesign; readonly seq: number; readonly table: FactorTable | undefined };

/** The versions of a plant's project design, in the order of its chain, each allowed where it stands. */
export class DesignReplay {
  readonly #books: ChainBooks;
  readonly #commitmentOf: (seq: number) => Uint8Array;
  readonly #designs: ChainDesign[] = [];
  #isLost = false;
  readonly #tables = new Map<string, FactorTable>();

  constructor(books: ChainBooks, commitmentOf: (seq: number) => Uint8Array) {
    this.#books = books;
    this.#commitmentOf = commitmentOf;
  }

  /** Uploaded grid tables that designs brought with them, by id. */
  get tables(): readonly FactorTable[] {
    return [...this.#tables.values()];
  }

  get versions(): readonly StoredDesign[] {
    return this.#designs.map(({ stored }) => stored);
  }

  /** Whether the newest could not be read. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /**
   * A version of the project design, of the plant as it is configured there; `lost`: why that could not be read.
   *
   * @throws {BrokenLink}
   */
  next(record: RecordEnvelope, plant: Plant | undefined, lost?: string): Designed {
    if (plant === undefined && lost === undefined) throw broken(record, "no record before it registers the plant");
    const { version, design, rulebook, grid_table } = record.members;
    const read = projectDesignSchema.safeParse(design);
    const table = grid_table === undefined ? undefined : customTableSchema.safeParse(grid_table);
    if (!read.success || table?.success === false || typeof version !== "number") {
      this.#isLost = true;
      return { kind: "unknown", why: "a design record is of a form not known to this version" };
    }
    const chosen = "table" in read.data.grid ? read.data.grid.table : undefined;
    if (table !== undefined && table.data.id !== chosen) {
      throw broken(record, `grid_table is ${table.data.id}, but the design names ${chosen ?? "none"}`);
    }
    const before = this.#designs.at(-1)?.stored.version ?? 0;
    if (!this.#isLost && version !== before + 1) {
      throw broken(record, `version is ${version}, but the design before it is version ${before}`);
    }
    const { id, hash } = membersOf(rulebook);
    if (id !== read.data.rulebook) {
      throw broken(record, `it says that it is under ${String(id)}, but the design names ${read.data.rulebook}`);
    }
    // Whoever writes another hash would else be rid of the check.
    const isOurs = hash === rulebooks.get(read.data.rulebook)?.hash;
    if (plant !== undefined && lost === undefined && isOurs) this.#requireDesign(record, read.data, plant);
    this.#isLost = false;
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
      requireSameCrediting(this.#books.statedPeriods, this.versions, design);
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

  /** The version that held on its days, of those before the place that it names. @throws {BrokenLink} */
  of(record: RecordEnvelope, { period, records }: Taken): ChainDesign | undefined {
    const known = this.#designs.filter(({ seq }) => seq <= records.head_seq);
    const versions = known.map(({ stored }) => stored);
    const found = attempt(record, "its period", () => designOfDays(versions, period));
    return known.find(({ stored }) => stored === found);
  }
}
