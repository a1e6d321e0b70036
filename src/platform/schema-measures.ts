import type { BigIntColumn } from "./schema-columns.ts";

/** The tables of what is measured of the ledger, as kysely sees them. */
export type MeasureTables = {
  anchor_waits: { size: BigIntColumn; recorded_at: Date; late: boolean; records: number };
  ledger_charges: { transaction_id: string; kind: string; signed_at: Date };
  ledger_fees: {
    /** ISO date. */
    day: string;
    kind: string;
    transactions: BigIntColumn;
    tinybars: BigIntColumn;
    newest_tinybars: BigIntColumn;
    newest_at: Date;
    first_at: Date;
  };
};
