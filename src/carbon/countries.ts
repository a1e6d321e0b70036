import { z } from "zod";
import ldc from "./lists/un-ldc.json" with { type: "json" };

const listSchema = z.strictObject({
  id: z.string().min(1),
  title: z.string().min(1),
  source: z.string().min(1),
  as_of: z.iso.date(),
  countries: z.array(
    z.strictObject({
      country: z.string().regex(/^[A-Z]{2}$/),
      /** First day on which it is no longer listed; null: no such day is decided. */
      until: z.iso.date().nullable(),
    }),
  ),
});

/** Countries by dated membership, ISO 3166-1 codes. */
export type CountryList = z.infer<typeof listSchema>;

const lists: ReadonlyMap<string, CountryList> = new Map([listSchema.parse(ldc)].map((list) => [list.id, list]));

/** Whether a country stood on a list on a date (YYYY-MM-DD); undefined for a list nobody ships. */
export function isListed(listId: string, country: string, date: string): boolean | undefined {
  const entries = lists.get(listId)?.countries;
  if (entries === undefined) return undefined;
  const entry = entries.find((one) => one.country === country);
  return entry !== undefined && (entry.until === null || date < entry.until);
}
