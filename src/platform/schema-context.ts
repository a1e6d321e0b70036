import type { Generated } from "kysely";
import type { JsonColumn, Nullable } from "./schema-columns.ts";

/** The tables of context, as kysely sees them. */
export type ContextTables = {
  river_imports: {
    org_id: string;
    plant_id: string;
    import_id: string;
    sha256: Uint8Array;
    rows: number;
    accepted: number;
    created_at: Date;
    created_by: string;
  };
  river_flows: {
    org_id: string;
    plant_id: string;
    station: string;
    at: Date;
    flow_m3s: number;
    import_id: string;
  };
  plant_weather: {
    org_id: string;
    plant_id: string;
    place: string;
    due_at: Date;
    failures: Generated<number>;
    fetched_at: Nullable<Date>;
    source: Nullable<string>;
    sha256: Nullable<Uint8Array>;
    answer: Nullable<Uint8Array>;
    hours: JsonColumn<unknown>;
  };
};
