import { z } from "zod";
import { bytesToHex } from "../kernel/canonical.ts";
import type { RecordEnvelope } from "../proof/record.ts";
import { named } from "./differences.ts";
import { BrokenLink } from "./findings.ts";

const hex = z.string().regex(/^[0-9a-f]{64}$/);

const schemas = {
  accreditation: z.strictObject({
    accreditation_id: z.string(),
    organisation: z.string(),
    role: z.enum(["verifier", "issuer"]),
    rulebook: z.strictObject({ id: z.string(), hash: hex }),
    public_key: hex,
    valid_from: z.iso.datetime(),
    valid_to: z.iso.datetime(),
  }),
  withdrawal: z.strictObject({
    accreditation: z.strictObject({ id: z.string(), record_id: z.string(), commitment: hex }),
    reason: z.string().min(1),
  }),
  decision: z.looseObject({ clash_id: z.string(), meter_of: z.enum(["claimant", "holder", "distinct"]) }),
};

const kinds: readonly string[] = ["accreditation", "withdrawal", "meter-decision"];

/** Of the chain that belongs to no plant. */
export function isRegistrars({ plantId, orgId }: RecordEnvelope): boolean {
  return plantId === "REGISTER" && orgId === "registrar";
}

/**
 * Follows the registrar's chain: that no accreditation is given twice under one id, no key speaks for two
 * organisations, and each withdrawal names one that stands.
 */
export class RegisterReplay {
  readonly #commitmentOf: (seq: number) => Uint8Array;
  readonly #standing = new Map<string, { readonly seq: number; readonly recordId: string }>();
  readonly #holders = new Map<string, string>();
  readonly #decided = new Set<string>();

  constructor(commitmentOf: (seq: number) => Uint8Array) {
    this.#commitmentOf = commitmentOf;
  }

  /** The chain's next record. @returns false for one that is not of this chain @throws {BrokenLink} */
  step(record: RecordEnvelope): boolean {
    if (kinds.includes(record.kind) && !isRegistrars(record)) {
      throw new BrokenLink("register", `${named(record)}: it is a decision of the registrar's, in a chain that is not`);
    }
    switch (record.kind) {
      case "accreditation":
        this.#accredited(record);
        return true;
      case "withdrawal":
        this.#withdrawn(record);
        return true;
      case "meter-decision":
        this.#resolved(record);
        return true;
      default:
        return false;
    }
  }

  #resolved(record: RecordEnvelope): void {
    const { clash_id: id } = read(record, "decision");
    if (this.#decided.has(id)) throw broken(record, `the clash ${id} is decided twice`);
    this.#decided.add(id);
  }

  #accredited(record: RecordEnvelope): void {
    const { accreditation_id: id, organisation, public_key: key, valid_from, valid_to } = read(record, "accreditation");
    if (this.#standing.has(id)) throw broken(record, `${id} is given twice`);
    if (valid_from >= valid_to) throw broken(record, `${id} ends before it begins`);
    if ((this.#holders.get(key) ?? organisation) !== organisation) {
      throw broken(record, `the key of ${id} is another organisation's`);
    }
    this.#holders.set(key, organisation);
    this.#standing.set(id, { seq: record.seq, recordId: record.recordId });
  }

  #withdrawn(record: RecordEnvelope): void {
    const { accreditation } = read(record, "withdrawal");
    const stands = this.#standing.get(accreditation.id);
    const isThere =
      stands?.recordId === accreditation.record_id &&
      bytesToHex(this.#commitmentOf(stands.seq)) === accreditation.commitment;
    if (!isThere) throw broken(record, `it withdraws ${accreditation.id}, which does not stand in the chain before it`);
    this.#standing.delete(accreditation.id);
  }
}

function read<N extends keyof typeof schemas>(record: RecordEnvelope, member: N): z.output<(typeof schemas)[N]> {
  const parsed = schemas[member].safeParse(record.members[member]);
  if (!parsed.success) throw broken(record, `${member} is not in its form`);
  return parsed.data as z.output<(typeof schemas)[N]>;
}

function broken({ seq, recordId }: RecordEnvelope, detail: string): BrokenLink {
  return new BrokenLink("register", `record ${seq} (${recordId}) of the registrar's chain: ${detail}`);
}
