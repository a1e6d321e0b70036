import type { LinkedRecord, RecordDraft } from "../plants/chain.ts";
import { lockPlants } from "../plants/heads.ts";
import type { Tx } from "../platform/database.ts";
import { registrarOrg } from "../tenancy/tenancy.ts";
import { type AppendDeps, appendRecord } from "./append.ts";

/**
 * The chain that belongs to no plant: what the registrar decides. It has head, seq, prev and salts like a
 * plant's, enters the log in the same way and is proven and audited in the same way. Its one writer is the
 * operator's console on the machine.
 */
export const registrarChain = { orgId: registrarOrg, plantId: "REGISTER" } as const;

/** Kinds of records of the registrar's chain. */
export const registrarKinds = ["accreditation", "withdrawal", "meter-decision"] as const;
export type RegistrarKind = (typeof registrarKinds)[number];

/** Orders the registrar's acts: what is read under it stands until the transaction ends. */
export async function lockRegister(tx: Tx): Promise<void> {
  await lockPlants(tx, [registrarChain]);
}

/** Appends one decision of the registrar, under the lock of the chain's head until the transaction ends. */
export function appendToRegister(
  deps: AppendDeps,
  tx: Tx,
  at: Date,
  draft: Pick<RecordDraft, "content"> & { readonly kind: RegistrarKind },
): Promise<LinkedRecord> {
  return appendRecord(deps, tx, registrarChain, at, draft);
}
