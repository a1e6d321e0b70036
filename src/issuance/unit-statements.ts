import { z } from "zod";
import { textFromMillionths } from "../carbon/decimal.ts";
import { canonicalBytes, type Json } from "../kernel/canonical.ts";

/**
 * What a transfer or a retirement is, in canonical form (RFC 8785). SHA-256 of its bytes, in hex, is the memo of the
 * ledger's transaction, so the ledger says which one it did. A retirement's becomes public; neither names the plant.
 */

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const digits = z.string().regex(/^[1-9]\d*$/);

const units = {
  v: z.literal(1),
  token_id: z.string(),
  units: digits,
  /** SHA-256 of the monitoring statement under which the units were issued: the memo of their mint. */
  issued_under: hex,
};

export const transferStatementSchema = z.strictObject({
  ...units,
  type: z.literal("transfer"),
  transfer_id: z.string(),
  to_account: z.string(),
});
export type TransferStatement = z.output<typeof transferStatementSchema>;

export const retirementStatementSchema = z.strictObject({
  ...units,
  type: z.literal("retirement"),
  retirement_id: z.string(),
  unit_g: digits,
  tonnes: z.string(),
  rulebook: z.string(),
  vintage: z.int(),
  beneficiary: z.strictObject({
    name: z.string(),
    id: z.string().nullable(),
    country: z.string().nullable(),
  }),
  reason: z.string(),
  use_period: z.strictObject({ from: z.string(), to: z.string() }).nullable(),
  method: z.enum(["burn", "account"]),
  account_id: z.string().nullable(),
  ordered_at: z.iso.datetime(),
});
export type RetirementStatement = z.output<typeof retirementStatementSchema>;

export function statementBytesOf(statement: TransferStatement | RetirementStatement): Uint8Array {
  return canonicalBytes(statement as Json);
}

/** The way back, for bytes that this gateway has written. */
export function retirementStatementOf(bytes: Uint8Array): RetirementStatement {
  return retirementStatementSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
}

/** Tonnes of CO2 as exact decimal text: units times the grams of one. */
export function tonnesOf(count: bigint, unitG: bigint): string {
  return textFromMillionths(count * unitG);
}
