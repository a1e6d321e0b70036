import { bytesToHex } from "../kernel/canonical.ts";
import { Fault } from "../kernel/fault.ts";
import { base32 } from "../kernel/ids.ts";
import { isoFromMs } from "../kernel/time.ts";
import type { ScopedDb } from "../platform/scoped.ts";
import { organisationExists } from "../tenancy/store.ts";
import * as store from "./accreditation-store.ts";
import { type Accreditation, type AccreditedRole, findAccreditation, holderOfKey } from "./accreditation-store.ts";
import type { GatewayDeps } from "./append.ts";
import { rulebookOf } from "./design.ts";
import { appendToRegister, lockRegister, registrarChain } from "./registrar.ts";

/** The registrar's word on who may verify and issue: acts on the machine, never over the API. */

export type NewAccreditation = {
  readonly orgId: string;
  readonly role: AccreditedRole;
  readonly rulebook: string;
  /** Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array;
  readonly validFromMs: number;
  readonly validToMs: number;
};

/**
 * Accredits an organisation for a rulebook, as verifier or as issuer. One public key speaks for one
 * organisation; a second accreditation of the same one (a new key, a longer validity) stands beside the first.
 *
 * @throws {Fault} `not-found`, `invalid-request`, `already-exists`, `rule-violated` for an unknown rulebook
 */
export async function accredit(deps: GatewayDeps, input: NewAccreditation): Promise<Accreditation> {
  const { hash } = rulebookOf(input.rulebook);
  if (input.publicKey.length !== 32) throw new Fault("invalid-request", "An Ed25519 public key has 32 bytes.");
  if (input.validFromMs >= input.validToMs) {
    throw new Fault("invalid-request", "An accreditation ends after it begins.");
  }
  const at = new Date(deps.clock.nowMs());
  const accreditationId = `acc_${base32(deps.random.bytes(16))}`;
  return deps.db.transaction().execute(async (tx) => {
    const { orgId, role, rulebook, publicKey, validFromMs, validToMs } = input;
    if (orgId === registrarChain.orgId || !(await organisationExists(tx, orgId))) {
      throw new Fault("not-found", `There is no organisation ${orgId} that could be accredited.`);
    }
    const content = {
      accreditation: {
        accreditation_id: accreditationId,
        organisation: orgId,
        role,
        rulebook: { id: rulebook, hash },
        public_key: bytesToHex(publicKey),
        valid_from: isoFromMs(validFromMs),
        valid_to: isoFromMs(validToMs),
      },
    };
    // Under the lock of the register's head: two of the registrar's acts never pass each other.
    const record = await appendToRegister(deps, tx, at, { kind: "accreditation", content });
    const holder = await holderOfKey(tx, publicKey);
    if (holder !== undefined && holder !== orgId) {
      throw new Fault(
        "already-exists",
        "This public key is accredited for another organisation: a key is one party's.",
      );
    }
    const { recordId, commitment } = record;
    const validity = { validFrom: new Date(validFromMs), validTo: new Date(validToMs) };
    const made = {
      accreditationId,
      orgId,
      role,
      rulebook,
      publicKey,
      ...validity,
      createdAt: at,
      recordId,
      commitment,
    };
    await store.insertAccreditation(tx, made);
    return { ...made, withdrawn: null };
  });
}

/**
 * Withdraws an accreditation from now on; what was signed under it before stays as it is. Again: the first
 * withdrawal stands.
 *
 * @throws {Fault} `not-found`
 */
export async function withdrawAccreditation(
  deps: GatewayDeps,
  accreditationId: string,
  reason: string,
): Promise<Accreditation> {
  const at = new Date(deps.clock.nowMs());
  return deps.db.transaction().execute(async (tx) => {
    // Read under the register's lock: of two withdrawals at once the second finds the first.
    await lockRegister(tx);
    const before = await findAccreditation(tx, accreditationId);
    if (before === undefined) throw new Fault("not-found", `There is no accreditation ${accreditationId}.`);
    if (before.withdrawn !== null) return before;
    const accreditation = {
      id: accreditationId,
      record_id: before.recordId,
      commitment: bytesToHex(before.commitment),
    };
    const content = { withdrawal: { accreditation, reason } };
    const { recordId } = await appendToRegister(deps, tx, at, { kind: "withdrawal", content });
    await store.markWithdrawn(tx, accreditationId, { at, recordId, reason });
    return { ...before, withdrawn: { at, recordId, reason } };
  });
}

/** All accreditations, or those for one rulebook. Anybody may see rulebook, role, key and validity, not the holder. */
export function listAccreditations(
  deps: { readonly db: ScopedDb },
  rulebook?: string,
): Promise<store.PublishedAccreditation[]> {
  return store.listPublished(deps.db.shared, rulebook);
}
