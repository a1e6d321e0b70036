import { canonicalBytes, type Json } from "../kernel/canonical.ts";
import { energyQuantities, type QuantityName, quantities, quantityNames } from "./quantities.ts";

/**
 * What the owner of a plant may make public of each approved record (direct mode). A public value is the
 * record's own, under the same name, so whoever is shown the record can compare the two.
 */

/** Facts beside the quantities, with the longest JSON text their value can have. */
const facts = {
  timestamp: { longest: 26, about: "End of the interval, or the instant" },
  interval_s: { longest: 5, about: "Length of the interval, s" },
  status: { longest: 10, about: "The verdict: APPROVED" },
  trust_score: { longest: 6, about: "0-1, four decimals" },
  energy_wh: { longest: 24, about: "Estimated net energy, whole Wh as digits" },
  er_g: { longest: 24, about: "Estimated emission reduction, whole grams of CO2 as digits" },
  plant_id: { longest: 66, about: "The plant's id" },
  device_id: { longest: 66, about: "The device's id" },
  org_id: { longest: 66, about: "The organisation's id" },
} as const;
type FactName = keyof typeof facts;

export type PublicField = QuantityName | FactName;
export const publicFieldNames = [...quantityNames, ...(Object.keys(facts) as FactName[])] as const;

/** Bytes that the public form may take: the rest of a topic message of 1,024 holds what every one carries. */
export const longestPublicFormBytes = 700;

/** Says beside a carbon figure that it is one gateway's estimate, not a credit. */
const estimateMember = "estimate";

/** Most bytes that the public form of any record can take with these fields. */
export function mostPublicFormBytes(fields: readonly PublicField[]): number {
  const member = (name: string, longest: number) => name.length + longest + '"":,'.length;
  const estimate = hasEstimate(fields) ? member(estimateMember, "true".length) : 0;
  return fields.reduce((sum, name) => sum + member(name, longestValue(name)), estimate + "{}".length);
}

function longestValue(name: PublicField): number {
  if (name in facts) return facts[name as FactName].longest;
  // Energies have at most 15 digits with a point; any other double at most 17, after "0.00000" or before an exponent.
  if ((energyQuantities as readonly string[]).includes(name)) return 17;
  return quantities[name as QuantityName].min < 0 ? 25 : 24;
}

const hasEstimate = (fields: readonly PublicField[]) => fields.includes("energy_wh") || fields.includes("er_g");

type Members = { readonly [name: string]: Json | undefined };

/** The chosen fields of a reading's record, from its members. What the record does not say is left out. */
export function publicForm(record: Members, fields: readonly PublicField[]): { readonly [name: string]: Json } {
  const form = fields.map((name): [string, Json | undefined] => [name, recordValue(record, name)]);
  if (hasEstimate(fields)) form.push([estimateMember, membersOf(record.carbon).estimate]);
  return Object.fromEntries(form.filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

/** Canonical bytes of {@link publicForm}. */
export function publicFormBytes(record: Members, fields: readonly PublicField[]): Uint8Array {
  return canonicalBytes(publicForm(record, fields));
}

/** What a record says under a public name; undefined for a name that is none, and for what it does not say. */
export function recordValue(record: Members, name: string): Json | undefined {
  switch (name) {
    case "timestamp":
    case "interval_s":
    case "plant_id":
    case "device_id":
    case "org_id":
      return record[name];
    case "status":
    case "trust_score":
      return membersOf(record.verification)[name];
    case "energy_wh":
    case "er_g":
    case estimateMember:
      return membersOf(record.carbon)[name];
    default:
      return Object.hasOwn(quantities, name) ? membersOf(record.readings)[name] : undefined;
  }
}

function membersOf(value: Json | undefined): Members {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Members) : {};
}
