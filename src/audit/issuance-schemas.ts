import { z } from "zod";
import { duties, states, steps } from "../issuance/lifecycle.ts";

/** What the records of an issuance say, as far as it is replayed: their writer's own forms, read by somebody who trusts nobody. */

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const digits = z.string().regex(/^\d+$/);

/** What each step says beside who took it; nothing that is another step's stands there, as a signature that covers nothing. */
const saidIn = {
  request: [],
  verify: ["accreditation", "signature"],
  reject: ["accreditation", "reason"],
  approve: ["accreditation"],
  mint: ["accreditation", "mint"],
  issue: ["minted"],
  void: ["reason"],
} as const satisfies Record<(typeof steps)[number], readonly string[]>;
const sayable = ["accreditation", "signature", "reason", "mint", "minted"] as const;

const anyStepSchema = z.looseObject({
  issuance_id: z.string(),
  step: z.enum(steps),
  state: z.enum(states),
  period_id: z.string(),
  statement: z.strictObject({
    statement_no: z.int(),
    record_id: z.string(),
    seq: z.int(),
    commitment: hex,
    sha256: hex,
  }),
  party: z.strictObject({ duty: z.enum(duties), organisation: z.string(), key_id: z.string() }).nullable(),
  accreditation: z
    .strictObject({ accreditation_id: z.string(), record_id: z.string(), commitment: hex, public_key: hex })
    .nullable(),
  signature: z.string().nullable(),
  reason: z.string().nullable(),
});
export const stepSchema = anyStepSchema.refine((said) => {
  const own: readonly string[] = saidIn[said.step];
  return sayable.every((name) => own.includes(name) || (said[name] ?? null) === null);
});
export type StepJson = z.output<typeof stepSchema>;

export const mintSchema = z.strictObject({
  intent_id: z.string(),
  token_key: z.string(),
  unit_g: digits,
  amount: digits,
  parts: z.array(z.strictObject({ part_no: z.int(), amount: digits, memo: z.string() })),
});

export const mintedSchema = z.strictObject({
  intent_id: z.string(),
  parts: z.array(
    z.looseObject({
      part_no: z.int(),
      amount: digits,
      token_id: z.string(),
      transaction_id: z.string(),
      booked: z.looseObject({ memo: z.string().nullable() }).optional(),
    }),
  ),
});

export const statementSchema = z.looseObject({
  statement_no: z.int(),
  period: z.looseObject({
    period_id: z.string(),
    from_at: z.iso.datetime(),
    to_at: z.iso.datetime(),
    vintage: z.int(),
  }),
  rulebook: z.looseObject({ id: z.string(), hash: z.string().optional() }),
  issuance: z.looseObject({ unit_g: digits, issued_units: digits, taken_back_g: digits.optional() }),
  records: z.looseObject({ head_seq: z.int() }),
  meters: z.array(z.looseObject({ device_id: z.string() })),
  carried_in: z.looseObject({ year_to_date_net_wh: z.string().nullish() }).optional(),
  er_g: z.string().regex(/^-?\d+$/),
  calculation: z.looseObject({ issuance: z.looseObject({ carry_in_g: z.string().regex(/^-?\d+$/) }) }),
});

export const claimSchema = z.looseObject({
  claim_id: z.string().optional(),
  from_at: z.iso.datetime().optional(),
  to_at: z.iso.datetime().optional(),
  withdraws: z.looseObject({ claim_id: z.string(), record_id: z.string().optional() }).nullable(),
});
