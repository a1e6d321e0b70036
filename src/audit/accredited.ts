import { z } from "zod";
import type { RecordEnvelope } from "../proof/record.ts";
import { named } from "./differences.ts";
import { broken } from "./issuance-reading.ts";
import type { StepJson } from "./issuance-schemas.ts";

/** Under which of the registrar's records steps of issuances were taken, and what must stand in those. */

/** The registrar's record under which a step says that it was taken, and what the step says of itself. */
export type NamedAccreditation = {
  readonly id: string;
  /** Of its record, 64 hex digits: a leaf of the log. */
  readonly commitment: string;
  /** Place of the step in the plant's chain. */
  readonly seq: number;
  readonly step: AccreditedStep;
};

/** A step that needs an accreditation, as its own record says it. */
export type AccreditedStep = {
  /** `record 12 (rec_...) of plant P`. */
  readonly where: string;
  readonly publicKey: string;
  readonly organisation: string;
  readonly duty: string;
  /** Id and hash of the statement's rulebook. */
  readonly rulebook: string;
  readonly receivedAt: string;
};

const accreditationSchema = z.looseObject({
  accreditation_id: z.string(),
  organisation: z.string(),
  role: z.string(),
  rulebook: z.looseObject({ id: z.string(), hash: z.string() }),
  public_key: z.string(),
  valid_from: z.string(),
  valid_to: z.string(),
});
export type GivenAccreditation = z.output<typeof accreditationSchema>;

/** Undefined for a record that gives none. */
export function accreditationIn({ kind, members }: RecordEnvelope): GivenAccreditation | undefined {
  const read = accreditationSchema.safeParse(members.accreditation);
  return kind === "accreditation" && read.success ? read.data : undefined;
}

/** Why a step was not to be taken under what the registrar gave; undefined: it was, by the times that records say. */
export function whyNotUnder(step: AccreditedStep, given: GivenAccreditation): string | undefined {
  const { accreditation_id: id } = given;
  if (given.public_key !== step.publicKey) return "its key is not the accredited one";
  if (given.organisation !== step.organisation || given.role !== step.duty) {
    return `${id} is of ${given.organisation} as ${given.role}`;
  }
  if (`${given.rulebook.id} ${given.rulebook.hash}` !== step.rulebook) {
    return `${id} is for the rulebook ${given.rulebook.id}`;
  }
  const at = step.receivedAt;
  return at < given.valid_from || at >= given.valid_to ? `${id} did not hold at ${at}` : undefined;
}

/** What steps of one chain say of their accreditations does not contradict itself, with the registrar's records or without. */
export class StepAccreditations {
  /** In the order of the steps. */
  readonly named: NamedAccreditation[] = [];
  readonly #said = new Map<string, string>();
  readonly #holders = new Map<string, string>();

  /** @throws {BrokenLink} */
  take(record: RecordEnvelope, { step, accreditation, party }: StepJson, rulebook: string): void {
    if (accreditation === null) throw broken(record, `it takes the step ${step} under no accreditation`);
    const { accreditation_id: id, record_id, commitment, public_key: publicKey } = accreditation;
    const { organisation = "", duty = "" } = party ?? {};
    const said = [record_id, commitment, publicKey, organisation, duty].join();
    if ((this.#said.get(id) ?? said) !== said) {
      throw broken(record, `the accreditation ${id} is of another record, key or party in a step before it`);
    }
    if ((this.#holders.get(publicKey) ?? organisation) !== organisation) {
      throw broken(record, `the key of ${id} is ${this.#holders.get(publicKey)}'s in a step before it`);
    }
    this.#said.set(id, said);
    this.#holders.set(publicKey, organisation);
    const receivedAt = String(record.members.received_at);
    const own = { where: named(record), publicKey, organisation, duty, rulebook, receivedAt };
    this.named.push({ id, commitment, seq: record.seq, step: own });
  }
}
