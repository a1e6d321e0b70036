import { z } from "zod";
import { type PlantDesign, projectDesignSchema } from "../issuance/design-schema.ts";
import { metersIn } from "../issuance/meter-spans.ts";
import type { RecordEnvelope } from "../proof/record.ts";
import { membersOf } from "./differences.ts";
import { BrokenLink, type Finding, ok, unchecked } from "./findings.ts";
import type { RegisterRecords } from "./register.ts";

/**
 * One meter earns in one plant: whose main meters were where while a period was generated of which a mint was committed. Each
 * plant's chain holds by itself when two of them are paid for the same MWh; beside each other they do not.
 */

/** A main meter of a plant during a period that is minted, ms. */
export type MeterClaim = {
  readonly serial: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** `record 12 of plant P`: the statement. */
  readonly where: string;
};

/** Of one plant, as the registrar's records name it. */
export type PlantClaims = {
  readonly orgId: string;
  readonly plantId: string;
  readonly claims: readonly MeterClaim[];
};

type Stated = { readonly fromMs: number; readonly toMs: number; readonly version: unknown };

/** Reads them from a chain, record by record. What is not in its form is for the replay to say. */
export class MeterClaims {
  readonly #designs = new Map<unknown, PlantDesign>();
  readonly #statements = new Map<number, Stated>();
  readonly claims: MeterClaim[] = [];

  next(record: RecordEnvelope): void {
    const { kind, seq, members } = record;
    if (kind === "design") {
      const read = projectDesignSchema.safeParse(members.design);
      if (read.success) this.#designs.set(members.version, read.data);
    } else if (kind === "statement") {
      const { period, design } = membersOf(members.statement);
      const { from_at, to_at } = membersOf(period);
      const [fromMs, toMs] = [Date.parse(String(from_at)), Date.parse(String(to_at))];
      this.#statements.set(seq, { fromMs, toMs, version: membersOf(design).version });
    } else if (kind === "issuance") {
      const { step, statement } = membersOf(members.issuance);
      if (step === "mint") this.#minted(record, Number(membersOf(statement).seq));
    }
  }

  #minted({ plantId }: RecordEnvelope, statementSeq: number): void {
    const stated = this.#statements.get(statementSeq);
    // Of the version that the statement was computed by: a newer one may name other meters, of later days.
    const design = this.#designs.get(stated?.version);
    if (stated === undefined || design === undefined) return;
    const main = design.meters.filter(({ role }) => role === "main");
    const where = `record ${statementSeq} of plant ${plantId}`;
    for (const days of metersIn(main, stated.fromMs, stated.toMs)) this.claims.push({ ...days, where });
  }
}

/**
 * No meter earns in two plants at once, unless the registrar has decided that two share a serial. @throws {BrokenLink} where the
 * registrar's whole chain says nothing of it; without that it is not checked
 */
export function checkMeters(plants: readonly PlantClaims[], register: RegisterRecords | undefined): Finding[] {
  const doubts: string[] = [];
  for (const [n, one] of plants.entries()) {
    for (const other of plants.slice(n + 1).filter((plant) => !isSame(one, plant))) {
      const clash = clashOf(one.claims, other.claims);
      if (clash === undefined || isDistinct(clash.serial, [one, other], register)) continue;
      if (register?.isWhole) throw new BrokenLink("meters", clash.detail);
      doubts.push(clash.detail);
    }
  }
  const [first] = doubts;
  if (first === undefined) return [ok("meters", "no main meter's serial earns in two of these plants at one time")];
  const whether = "whether the registrar decided that two meters share a serial: give its whole chain with --register";
  return [unchecked("meters", `${first}; ${whether}`)];
}

const isSame = (a: PlantClaims, b: PlantClaims): boolean => a.orgId === b.orgId && a.plantId === b.plantId;

function clashOf(some: readonly MeterClaim[], others: readonly MeterClaim[]) {
  for (const a of some) {
    const b = others.find((one) => one.serial === a.serial && one.fromMs < a.toMs && a.fromMs < one.toMs);
    if (b === undefined) continue;
    const atMs = Math.max(a.fromMs, b.fromMs);
    const at = new Date(atMs).toISOString();
    return { serial: a.serial, detail: `the main meter ${a.serial} earns at ${at} by ${a.where} and by ${b.where}` };
  }
  return undefined;
}

const decisionSchema = z.looseObject({
  serial: z.string(),
  claimant: z.looseObject({ organisation: z.string(), plant_id: z.string() }),
  holder: z.looseObject({ organisation: z.string(), plant_id: z.string() }),
  meter_of: z.literal("distinct"),
});

function isDistinct(serial: string, plants: readonly PlantClaims[], register: RegisterRecords | undefined): boolean {
  const both = (names: readonly string[]) => names.toSorted().join("\n");
  const own = both(plants.map(({ orgId, plantId }) => `${orgId} ${plantId}`));
  return (register?.records ?? []).some(({ record: { kind, members } }) => {
    const read = decisionSchema.safeParse(members.decision);
    if (kind !== "meter-decision" || !read.success || read.data.serial !== serial) return false;
    const { claimant, holder } = read.data;
    return both([claimant, holder].map((one) => `${one.organisation} ${one.plant_id}`)) === own;
  });
}
