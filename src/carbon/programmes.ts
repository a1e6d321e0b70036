import { z } from "zod";
import { contentHash, type Json } from "../kernel/canonical.ts";
import { isListed } from "./countries.ts";
import data from "./lists/programmes.json" with { type: "json" };

const watts = z.string().regex(/^[1-9]\d*$/);

const listSchema = z.strictObject({
  id: z.string().min(1),
  title: z.string().min(1),
  source: z.string().min(1),
  as_of: z.iso.date(),
  notes: z.array(
    z.strictObject({
      programme: z.string().min(1),
      standing: z.enum(["closed", "candidate", "unconfirmed"]),
      /** All that is named must hold. */
      when: z.strictObject({
        country: z.string().length(2).optional(),
        ldc: z.boolean().optional(),
        at_most_w: watts.optional(),
        above_w: watts.optional(),
      }),
      note: z.string().min(1),
      clause: z.string().nullable(),
    }),
  ),
});

const programmes = listSchema.parse(data);
const hash = contentHash(data as Json);

export type ProgrammeNote = {
  readonly programme: string;
  /** Whether a project like this could be registered, as far as known. Never a promise. */
  readonly standing: "closed" | "candidate" | "unconfirmed";
  readonly note: string;
  readonly clause: string | null;
};

export type ProgrammeNotes = {
  readonly list: { readonly id: string; readonly as_of: string; readonly hash: string; readonly source: string };
  readonly notes: readonly ProgrammeNote[];
};

/**
 * What is known of programmes for a plant of this country and size. What depends on a country says nothing
 * where none is given.
 *
 * @param plant capacity in W; country by ISO 3166-1; date: YYYY-MM-DD on which membership is judged
 */
export function programmeNotes(plant: {
  readonly country: string | undefined;
  readonly capacityW: bigint;
  readonly date: string;
}): ProgrammeNotes {
  const { country, capacityW, date } = plant;
  const ldc = country === undefined ? undefined : isListed("un-ldc", country, date);
  const notes = programmes.notes.filter(
    ({ when }) =>
      (when.country === undefined || when.country === country) &&
      (when.ldc === undefined || when.ldc === ldc) &&
      (when.at_most_w === undefined || capacityW <= BigInt(when.at_most_w)) &&
      (when.above_w === undefined || capacityW > BigInt(when.above_w)),
  );
  const { id, as_of, source } = programmes;
  return {
    list: { id, as_of, hash, source },
    notes: notes.map(({ programme, standing, note, clause }) => ({ programme, standing, note, clause })),
  };
}
