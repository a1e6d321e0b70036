import { z } from "zod";
import { closingFactsSchema } from "../issuance/design-schema.ts";
import type { StatementForm } from "../issuance/types.ts";
import type { Json } from "../kernel/canonical.ts";

const digits = z.string().regex(/^-?\d{1,30}$/);
/** None or more: a register that were behind would give the next period room. */
const none = z.string().regex(/^\d{1,30}$/);

/** What is taken from a statement: the choice of days and place, and the operator's word. All else is computed. */
export const takenSchema = z.object({
  period: z.object({
    period_id: z.string(),
    from: z.iso.date(),
    to: z.iso.date(),
    time_zone: z.string(),
    vintage: z.int(),
  }),
  statement_no: z.int().min(1),
  reason: z.string().min(1).nullable(),
  rulebook: z.object({ id: z.string(), hash: z.string() }),
  records: z.object({ head_seq: z.int().min(1), log_size: digits }),
  facts: closingFactsSchema,
  // Checked against what is computed; read here for statements that this version cannot compute.
  eg_facility_wh: digits,
  er_g: digits,
  issuance: z.object({
    unit_g: digits,
    issued_units: digits,
    carry_out_g: digits,
    taken_back_g: digits.optional(),
  }),
  meters: z.array(
    z.object({
      device_id: z.string(),
      trusted_export_wh: digits.nullable(),
      ahead: z.object({ nameplate_wh: none, power_wh: none, gaps: none }).optional(),
    }),
  ),
});
export type Taken = z.output<typeof takenSchema>;

/** Undefined: of a form that this version does not know. */
export function formOf(v: Json | undefined): StatementForm | undefined {
  return v === 1 || v === 2 || v === 3 || v === 4 || v === 5 ? v : undefined;
}
