import { plantSchema, publicFieldsOf } from "../hydropower/plant.ts";
import { type PublicField, publicFieldNames, publicForm, recordValue } from "../hydropower/public-fields.ts";
import { canonicalText, type Json } from "../kernel/canonical.ts";
import type { PublicFields } from "../proof/checkpoint-message.ts";
import type { RecordEnvelope } from "../proof/record.ts";
import type { CommitmentTable } from "./commitments.ts";
import type { DirectMessage, DirectMessages } from "./direct-messages.ts";
import { BrokenLink, count, type Finding, note, ok } from "./findings.ts";

type Form = { readonly [name: string]: Json };

/** A record of which a message may or must show this and nothing else. */
type Expected = {
  readonly form: Form;
  /** False: which fields the owner chose is not known here, so any of these may show. */
  readonly isChosen: boolean;
};

/** What the records of a chain say that their direct messages must show. Reads the chain; compared after the topic. */
export class PublicForms {
  /** Undefined while no plant record was read; null: nothing is made public. */
  #chosen: readonly PublicField[] | null | undefined;
  readonly #expected = new Map<number, Expected>();

  /** The chain's next record, at its position among those read. */
  next(record: RecordEnvelope, position: number): void {
    if (record.kind === "plant") {
      const plant = plantSchema.safeParse(record.members.plant);
      this.#chosen = plant.success ? (publicFieldsOf(plant.data) ?? null) : undefined;
    } else if (isApprovedReading(record) && this.#chosen !== null) {
      const form = publicForm(record.members, this.#chosen ?? publicFieldNames);
      this.#expected.set(position, { form, isChosen: this.#chosen !== undefined });
    }
  }

  /** Compares every message of these records with what they say. @throws {BrokenLink} */
  compare(
    chain: { readonly commitments: CommitmentTable; readonly firstSeq: number },
    direct: DirectMessages,
  ): Finding[] {
    const { list } = chain.commitments;
    let [published, missing, firstMissing] = [0, 0, 0];
    for (let position = 0; position < list.length; position++) {
      const [message, expected] = [direct.find(list.at(position)), this.#expected.get(position)];
      const seq = chain.firstSeq + position;
      if (message !== undefined) {
        compareMessage(message, expected, `record ${seq}`);
        published++;
      } else if (expected?.isChosen) {
        if (missing++ === 0) firstMissing = seq;
      }
    }
    const findings: Finding[] = [];
    if (published > 0) {
      const records = count(published, "record");
      findings.push(ok("public-fields", `${records} made public as chosen: each message shows what its record says`));
    }
    if (missing > 0) {
      const records = count(missing, "approved record");
      const detail = `${records} whose owner chose messages of their own, and without one so far; the first is ${firstMissing}`;
      findings.push(note("public-fields", detail));
    }
    return findings;
  }
}

/** Compares the message of one record, whose plant's configuration is not at hand. @throws {BrokenLink} */
export function checkPublicFields(
  record: RecordEnvelope,
  leafIndex: number,
  message: DirectMessage | undefined,
): Finding[] {
  if (message === undefined) return [];
  const { sequenceNumber, fields = {} } = message;
  if (message.leafIndex !== leafIndex) {
    const detail = `message ${sequenceNumber} says that the record is leaf ${message.leafIndex}, but it is leaf ${leafIndex}`;
    throw new BrokenLink("public-fields", detail);
  }
  const expected = isApprovedReading(record)
    ? { form: publicForm(record.members, publicFieldNames), isChosen: false }
    : undefined;
  compareMessage(message, expected, "the record");
  const names = Object.keys(fields).join(", ");
  return [ok("public-fields", `message ${sequenceNumber} makes public what the record says: ${names}`)];
}

function isApprovedReading(record: RecordEnvelope): boolean {
  return record.kind === "reading" && recordValue(record.members, "status") === "APPROVED";
}

function compareMessage(
  { sequenceNumber, fields = {} }: DirectMessage,
  expected: Expected | undefined,
  what: string,
): void {
  const broken = (detail: string) => new BrokenLink("public-fields", `message ${sequenceNumber} ${detail}`);
  if (expected === undefined) {
    throw broken(
      `makes ${what} public, which is not approved or which the plant's owner did not choose to make public`,
    );
  }
  const { form, isChosen } = expected;
  for (const [name, value] of Object.entries(fields)) {
    const recorded = Object.hasOwn(form, name) ? form[name] : undefined;
    if (recorded === undefined) throw broken(`shows ${name} of ${what}, which was not chosen or is not in it`);
    if (canonicalText(recorded) !== canonicalText(value)) {
      throw broken(`shows ${name} ${canonicalText(value)}, but ${what} says ${canonicalText(recorded)}`);
    }
  }
  const absent = isChosen ? Object.keys(form).find((name) => !Object.hasOwn(fields as PublicFields, name)) : undefined;
  if (absent !== undefined) throw broken(`does not show ${absent} of ${what}, which was chosen`);
}
