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
