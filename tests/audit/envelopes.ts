import type { Json } from "../../src/kernel/canonical.ts";
import type { RecordEnvelope } from "../../src/proof/record.ts";

/** A record of a plant's chain as the audit has taken it apart. */
export const envelope = (seq: number, kind: string, members: { readonly [name: string]: Json }): RecordEnvelope => ({
  recordId: `rec_${seq}`,
  kind,
  orgId: "operator",
  plantId: "PLANT-1",
  seq,
  prev: null,
  salt: "",
  members,
});

/** The plant of such a chain, as a configuration record tells it. */
export const plant = {
  plant_id: "PLANT-1",
  name: "One",
  time_zone: "UTC",
  commissioned_on: "2020-01-01",
  rated_power_kw: 1000,
  design_head_m: 30,
  design_flow_m3s: 4,
};
