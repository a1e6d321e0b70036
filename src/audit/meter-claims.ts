import { z } from "zod";
import { projectDesignSchema } from "../issuance/design-schema.ts";
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

type Meter = z.output<typeof projectDesignSchema>["meters"][number];
type Stated = { readonly fromMs: number; readonly toMs: number; readonly headSeq: number };

/** Reads them from a chain, record by record. What is not in its form is for the replay to say. */
export class MeterClaims {
  readonly #designs: { readonly seq: number; readonly meters: readonly Meter[] }[] = [];
  readonly #statements = new Map<number, Stated>();
  readonly claims: MeterClaim[] = [];

  next(record: RecordEnvelope): void {
    const { kind, seq, members } = record;
    if (kind === "design") {
      const read = projectDesignSchema.safeParse(members.design);
      if (read.success) this.#designs.push({ seq, meters: read.data.meters });
    } else if (kind === "statement") {
      const { period, records } = membersOf(members.statement);
      const { from_at, to_at } = membersOf(period);
      const [fromMs, toMs] = [Date.parse(String(from_at)), Date.parse(String(to_at))];
      this.#statements.set(seq, { fromMs, toMs, headSeq: Number(membersOf(records).head_seq) });
    } else if (kind === "issuance") {
      const { step, statement } = membersOf(members.issuance);
      if (step === "mint") this.#minted(record, Number(membersOf(statement).seq));
    }
  }

  #minted({ plantId }: RecordEnvelope, statementSeq: number): void {
    const stated = this.#statements.get(statementSeq);
    const design = this.#designs.findLast(({ seq }) => seq <= (stated?.headSeq ?? 0));
    if (stated === undefined || design === undefined) return;
    for (const meter of design.meters) {
      if (meter.role !== "main") continue;
      for (const [serial, sinceMs, untilMs] of serialsOf(meter)) {
        const [fromMs, toMs] = [Math.max(stated.fromMs, sinceMs), Math.min(stated.toMs, untilMs)];
        const where = `record ${statementSeq} of plant ${plantId}`;
        if (fromMs < toMs) this.claims.push({ serial, fromMs, toMs, where });
      }
    }
  }
}

/** Which serials a meter had, from when to when, ms; spelling does not tell meters apart. */
function serialsOf({ serial, replacements }: Meter): (readonly [string, number, number])[] {
  const known = (text: string) => text.toUpperCase().replaceAll(/[\s-]/g, "");
  const changes = replacements
    .map((one) => ({ serial: known(one.serial), atMs: Date.parse(one.at) }))
    .sort((a, b) => a.atMs - b.atMs);
  const all = [{ serial: known(serial), atMs: Number.NEGATIVE_INFINITY }, ...changes];
  return all.map((one, i) => [one.serial, one.atMs, all[i + 1]?.atMs ?? Number.POSITIVE_INFINITY] as const);
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
