import { z } from "zod";
import type { RecordEnvelope } from "../proof/record.ts";
import { BrokenLink } from "./findings.ts";

const actsSchema = z.array(
  z.strictObject({
    act_no: z.int().min(1),
    at: z.iso.datetime(),
    actor: z.string().nullable(),
    act: z.string().min(1),
    object: z.string().min(1),
    detail: z.looseObject({}),
  }),
);

/** Follows an organisation's own chain: each of its acts is there once. */
export class ActsReplay {
  readonly #seen = new Set<number>();

  /** How many acts the chain holds so far. */
  get count(): number {
    return this.#seen.size;
  }

  /** @throws {BrokenLink} */
  step(record: RecordEnvelope): void {
    const read = actsSchema.min(1).safeParse(record.members.acts);
    if (!read.success) throw broken(record, `its acts do not read: ${read.error.issues[0]?.message}`);
    for (const { act_no: no } of read.data) {
      if (this.#seen.has(no)) throw broken(record, `act ${no} is there twice`);
      this.#seen.add(no);
    }
  }
}

const broken = ({ seq, recordId }: RecordEnvelope, detail: string) =>
  new BrokenLink("administration", `record ${seq} (${recordId}): ${detail}`);
