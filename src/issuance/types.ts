import type { FactorTable } from "../carbon/factors.ts";
import type { RegisterAhead } from "../carbon/register-step.ts";
import type { Device, Plant } from "../hydropower/plant.ts";
import type { PlantKey } from "../plants/store.ts";
import type { ClosingFacts } from "./design-schema.ts";
import type * as store from "./store.ts";

/** The factor tables that a design may name, by id. */
export type Tables = ReadonlyMap<string, FactorTable>;

/** One statement to be made: everything it depends on is named here or lies in the chain at or before `tip`. */
export type StatementTask = PlantKey & {
  readonly plant: Plant;
  readonly devices: readonly Device[];
  readonly period: store.Period;
  readonly design: store.StoredDesign;
  readonly facts: ClosingFacts;
  /** Why a period that was closed is stated anew; undefined: it is closed now. */
  readonly reason: string | undefined;
  readonly tip: store.ChainTip;
  /**
   * Version of the statement's form: under the first one an amendment took nothing back, under the first two no register was
   * held to the power beside it, under the first three each period began anew with what a register may be ahead by, and what
   * was drawn on days in no period counted in none; under the first four the last digit of a power left no room, nor did gaps
   * beside the nameplate.
   */
  readonly form: StatementForm;
};

export type StatementForm = 1 | 2 | 3 | 4 | 5;

/** The form of new statements. */
export const statementForm: StatementForm = 5;

/** Where the period before ended, ms, and what it left of each meter. */
export type TrustedBefore = {
  readonly endMs: number;
  /** The highest export register that counted in it. */
  readonly exportWh: ReadonlyMap<string, bigint>;
  /** By how much the register is ahead of nameplate and power; empty before form 4. */
  readonly ahead: ReadonlyMap<string, RegisterAhead>;
};

/** What a period takes over from the plant's earlier statements. Wh and grams. */
export type CarriedIn = {
  readonly trusted: TrustedBefore | undefined;
  /** Net generation of the calendar year before the period; null: the project has no annual baseline. */
  readonly yearToDateWh: bigint | null;
  /** What this vintage has left below one unit. */
  readonly remainderG: bigint;
  /** What the plant owes from periods of negative reductions. */
  readonly deficitG: bigint;
  /** What the statement that is amended has put into issuance already. */
  readonly alreadyCountedG: bigint;
  /** Units of the period that were stated earlier and are on no way to the ledger: stated anew, not twice. */
  readonly takenBackG: bigint;
  readonly amends: store.StatementFacts | undefined;
};
