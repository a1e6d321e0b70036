import { z } from "@hono/zod-openapi";
import { chosenIdSchema } from "../hydropower/reading.ts";
import { retirementStates, transferStates } from "../issuance/moves.ts";
import { issuanceId } from "./issuances.schemas.ts";
import { nextCursor } from "./pages.ts";
import { decimal } from "./periods.schemas.ts";
import { digits, recordId } from "./schemas.ts";

/** Schemas of holdings, transfers and retirements on the wire. */

const id = (prefix: string, name: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`))
    .meta({ id: name, example: `${prefix}_5f2rkq0v9c8hxw3n7d1ytbgm4e` });

export const transferId = id("trf", "TransferId");
export const retirementId = id("ret", "RetirementId");

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const instant = z.iso.datetime();
const hashscan = z.string().nullable().describe("On HashScan; null on the local ledger and before there is one");
const mostUnits = 2n ** 63n - 1n;

const unitsWanted = z
  .string()
  .regex(/^[1-9]\d{0,18}$/, { error: "smallest units of the token as digits, at least 1", abort: true })
  .refine((text) => BigInt(text) <= mostUnits, { error: "at most 2^63 - 1" })
  .describe("Smallest units of the token, as digits: with three decimals 1000 of them are a tonne");

export const idempotencyHeader = z.object({
  "idempotency-key": z
    .string()
    .describe(
      'A new one for each order; the same one and content again is the first order, for ever. 1-255 visible ASCII characters, best as a structured-field string: `"8e03978e"`',
    ),
});

const label = z.string().describe("What the units may be called, and nothing stronger");

export const holdingPageSchema = z
  .object({
    items: z.array(
      z.object({
        plant_id: chosenIdSchema,
        issuance_id: issuanceId,
        token_id: z.string(),
        token_url: hashscan,
        rulebook: z.string(),
        vintage: z.int(),
        unit_g: digits.describe("gCO2 of one unit"),
        minted: digits.describe("Units ever issued; all others add up to this"),
        free: digits.describe("In the treasury, at your disposal unless `token_deleted_at` is said"),
        moving: digits.describe("In the treasury, set aside for transfers and retirements on their way"),
        transferred: digits,
        retired: digits,
        free_t: decimal.describe("`free` in tonnes of CO2"),
        token_deleted_at: instant
          .nullable()
          .describe(
            "When it was first seen that the ledger has the token deleted, for good: its units can be neither transferred nor retired any more (422 `token.deleted`). Null: it is not",
          ),
      }),
    ),
    next_cursor: nextCursor,
  })
  .meta({ id: "HoldingList" });

export const transferBody = z
  .strictObject({
    to_account: z
      .string()
      .max(80)
      .describe("An account of the ledger, `0.0.1234`; with its checksum (HIP-15, `0.0.1234-abcde`) it is checked"),
    units: unitsWanted,
  })
  .meta({ id: "TransferRequest" });

export const transferSchema = z
  .object({
    transfer_id: transferId,
    issuance_id: issuanceId,
    token_id: z.string(),
    units: digits,
    to_account: z.string(),
    account_url: hashscan,
    state: z
      .enum(transferStates)
      .describe(
        "`pending_claim`: the account had no room for the token, so that an airdrop waits there until its owner claims it (HIP-904) or you recall it. `failed` and `cancelled`: the units are yours again",
      ),
    route: z.enum(["transfer", "airdrop"]).nullable().describe("Null until it is planned"),
    reason: z.string().nullable().describe("Why it failed or was cancelled"),
    statement: z.string().describe("What was ordered, in canonical form (RFC 8785)"),
    memo: hash.describe("SHA-256 of `statement`: the memo of the ledger's transaction"),
    transaction_id: z.string().nullable(),
    hashscan_url: hashscan,
    claim_transaction_id: z.string().nullable().describe("With which the receiver took an airdrop that waited"),
    ordered_at: instant,
    recalled_at: instant.nullable(),
    settled_at: instant.nullable(),
    record_id: recordId.describe("Of the order, in the plant's chain"),
  })
  .meta({ id: "Transfer" });
export const transferPageSchema = z
  .object({ items: z.array(transferSchema), next_cursor: nextCursor })
  .meta({ id: "TransferList" });

/** Text that becomes public: one line, without characters that hide or turn other text round. */
const publicText = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((text) => !/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(text), {
      error: "one line of text, without control characters",
    });

export const retirementBody = z
  .strictObject({
    units: unitsWanted,
    beneficiary: z.strictObject({
      name: publicText(200).describe("On whose behalf; becomes public as it is written"),
      id: publicText(100).optional().describe("For example a company number"),
      country: z
        .string()
        .regex(/^[A-Z]{2}$/, { error: "two letters of ISO 3166-1" })
        .optional(),
    }),
    reason: publicText(1000).describe("Becomes public as it is written"),
    use_period: z
      .strictObject({ from: z.iso.date(), to: z.iso.date().describe("Last day") })
      .optional()
      .describe("Days for which the beneficiary claims them"),
  })
  .meta({ id: "RetirementRequest" });

export const retirementSchema = z
  .object({
    retirement_id: retirementId,
    state: z
      .enum(retirementStates)
      .describe(
        "`ordered`: final, and the ledger has not done it yet. `failed`: its token was deleted on the ledger before; nothing is retired by it, and never will be",
      ),
    label,
    units: digits,
    unit_g: digits.describe("gCO2 of one unit"),
    tonnes: decimal.describe("Of CO2, exact"),
    rulebook: z.string(),
    vintage: z.int(),
    beneficiary: z.object({ name: z.string(), id: z.string().nullable(), country: z.string().nullable() }),
    reason: z.string(),
    use_period: z.object({ from: z.string(), to: z.string() }).nullable(),
    method: z.enum(["burn", "account"]).describe("`account`: moved to the retirement account"),
    account_id: z.string().nullable().describe("The retirement account"),
    issued_under: hash.describe("SHA-256 of the monitoring statement: the memo of the mint"),
    statement: z.string().describe("The retirement in canonical form (RFC 8785)"),
    statement_sha256: hash.describe("The memo of the ledger's transaction"),
    token_id: z.string(),
    token_url: hashscan,
    transaction_id: z.string().nullable(),
    hashscan_url: hashscan,
    network: z.string().describe("`local` proves nothing to others"),
    ordered_at: instant,
    retired_at: instant.nullable(),
    failed_at: instant.nullable().describe("When it was found that the ledger will never do it"),
    failure: z.string().nullable().describe("Why the units are not retired; null unless `failed`"),
    links: z.object({ self: z.string(), page: z.string().describe("The same for people") }),
  })
  .meta({ id: "Retirement" });
/** What everybody may know of a retirement. */
export type RetirementAnswer = z.output<typeof retirementSchema>;
export const retirementPageSchema = z
  .object({ items: z.array(retirementSchema), next_cursor: nextCursor })
  .meta({ id: "RetirementPage" });
