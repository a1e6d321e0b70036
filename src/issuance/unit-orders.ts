import { refuse } from "../carbon/refusal.ts";
import type { Actor } from "../kernel/actor.ts";
import { canonicalBytes, type Json, sha256Bytes } from "../kernel/canonical.ts";
import { assertState, Fault } from "../kernel/fault.ts";
import type { Mirror, NetworkName } from "../ledger/ledger.ts";
import type { Tx } from "../platform/database.ts";
import { takeTurn } from "../platform/turns.ts";
import { sameBytes } from "../proof/text.ts";
import type { IssuanceDeps } from "./append.ts";
import { type Holding, listHoldings, lockTokenById, passUnits } from "./holdings-store.ts";
import { type IssuanceView, listIssuances, placeOf } from "./issuance-store.ts";
import { issuanceNotFound } from "./parties.ts";
import { lockIssuance } from "./store.ts";

/** What transfers and retirements have in common: whose units, how many are free, and the same call again. */

export type UnitDeps = IssuanceDeps & {
  readonly network: NetworkName;
  readonly mirror: Mirror;
  /** Where retired units go; undefined: they are burnt. */
  readonly retirementAccountId: string | undefined;
};

/** An order as it was asked for: the same key with the same content is the same order, for ever. */
export type Asked = { readonly idempotencyKey: string; readonly fingerprint: Uint8Array };

export function askedOf(idempotencyKey: string, content: Json): Asked {
  return { idempotencyKey, fingerprint: sha256Bytes(canonicalBytes(content)) };
}

/** The first order of the key. @throws {Fault} `idempotency-key-reused` when it was another one */
export function sameOrder<T extends Asked>(found: T | undefined, asked: Asked): T | undefined {
  if (found === undefined || sameBytes(found.fingerprint, asked.fingerprint)) return found;
  throw new Fault(
    "idempotency-key-reused",
    "This Idempotency-Key was used with another body: choose a new key for a new order.",
  );
}

/** Two calls with one key wait for each other, whatever plants they are about: until the transaction ends. */
export async function lockKey(tx: Tx, orgId: string, { idempotencyKey }: Asked): Promise<void> {
  await takeTurn(tx, "unit order", orgId, idempotencyKey);
}

export type Taken = {
  readonly issuance: IssuanceView;
  readonly holding: Holding;
  readonly treasuryAccountId: string;
};

/**
 * Sets units of an issuance aside, in one of its tokens, under the plant's lock: from here to the end of the
 * transaction nobody else can count on them.
 *
 * @throws {Fault} `not-found`, `issuance-state` before it is issued, `rule-violated` when there are not so many, or
 *   only in a token that is deleted on the ledger, or the token is halted
 */
export async function takeUnits(
  tx: Tx,
  actor: Actor,
  issuanceId: string,
  units: bigint,
  move: "transfer" | "retirement",
): Promise<Taken> {
  const key = await placeOf(tx, issuanceId);
  if (key === undefined || key.orgId !== actor.orgId) throw issuanceNotFound(issuanceId);
  assertState((await lockIssuance(tx, key)) !== undefined, "an issuance without its plant");
  const issuance = (await listIssuances(tx, key, key.periodId)).find((one) => one.issuanceId === issuanceId);
  assertState(issuance !== undefined, "an issuance without its row");
  if (issuance.state !== "issued") {
    const detail = `Units can be moved once they are issued; this issuance is ${issuance.state}.`;
    throw new Fault("issuance-state", detail, { extensions: { state: issuance.state } });
  }
  const holding = enoughIn(await listHoldings(tx, actor.orgId, issuanceId), units);
  const token = await lockTokenById(tx, holding.tokenId);
  assertState(token !== undefined, `units in the token ${holding.tokenId}, which is not stored`);
  if (token.halted !== null) {
    const detail = `the token ${holding.tokenId} is halted, nothing moves in it: ${token.halted}`;
    refuse({ rule: "token.halted", clause: null, pointer: "", detail });
  }
  await passUnits(tx, holding, move, "order", units);
  return { issuance, holding, treasuryAccountId: token.treasuryAccountId };
}

/** Why units are where they are for good, retired nowhere. */
export const deletedWords = (tokenId: string): string =>
  `the token ${tokenId} is deleted on the ledger, for good: its units can be neither moved nor retired any more, and are not retired`;

/** One order is one transaction in one token, and one that takes orders still if there is any. */
function enoughIn(holdings: readonly Holding[], units: bigint): Holding {
  const enough = holdings.filter(({ free }) => free >= units);
  const found = enough.find(({ tokenDeletedAt }) => tokenDeletedAt === null);
  if (found !== undefined) return found;
  const [dead] = enough;
  if (dead !== undefined) {
    const detail = `${deletedWords(dead.tokenId)}: ${units} units are asked for, and only in it are so many`;
    refuse({ rule: "token.deleted", clause: null, pointer: "", detail });
  }
  const free = holdings.map((one) => `${one.free} in token ${one.tokenId}`).join(" and ");
  const detail = `${units} units are asked for and ${free} are free`;
  return refuse({ rule: "holding.insufficient", clause: null, pointer: "/units", detail });
}
