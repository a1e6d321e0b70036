import type { BigIntColumn, JsonColumn, Nullable, NullableBigInt } from "./schema-columns.ts";

/** The tables of live streams, as kysely sees them. */
export type StreamTables = {
  stream_heads: { org_id: string; last_no: BigIntColumn; last_at: Date };
  stream_spans: {
    org_id: string;
    last_no: BigIntColumn;
    length: number;
    at: Date;
    kind: "records" | "anchored" | "alert";
    plant_id: Nullable<string>;
    from_seq: NullableBigInt;
    to_seq: NullableBigInt;
    received_from: Nullable<Date>;
    received_to: Nullable<Date>;
    tree_size: NullableBigInt;
    event_id: Nullable<string>;
  };
  stream_tickets: { org_id: string; ticket_hash: Uint8Array; holder: JsonColumn<unknown>; expires_at: Date };
};
