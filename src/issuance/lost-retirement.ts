import { refuse } from "../carbon/refusal.ts";
import { bytesToHex, sha256Bytes, sha256Hex } from "../kernel/canonical.ts";
import type { Tx } from "../platform/database.ts";
import type { HoldingKey } from "./holdings-store.ts";
import type { IssuanceView } from "./issuance-store.ts";
import { bookedMints, type Movement } from "./movement-store.ts";
import * as store from "./retirement-store.ts";
import { type RetirementStatement, retirementStatementSchema, statementBytesOf, tonnesOf } from "./unit-statements.ts";

/**
 * The statement of a retirement whose order was lost with a database, as whoever it was for has kept it: the page of a
 * retirement shows it, and its SHA-256 is the memo of the ledger's transaction. So the ledger itself proves for whom the
 * units were retired, and the page can be there again.
 */

export type LostRetirement = { readonly bytes: Uint8Array; readonly said: RetirementStatement };

const ownId = /^ret_[0-9a-hjkmnp-tv-z]{26}$/;

/**
 * The statement, if it is that of this movement, to the letter.
 *
 * @param text as the page or the answer's `statement` has it
 * @throws {Fault} `rule-violated` (`movement.statement`)
 */
export async function lostRetirement(
  tx: Tx,
  text: string,
  movement: Movement,
  issuance: IssuanceView & { readonly tokenId: string },
): Promise<LostRetirement> {
  const said = parsed(text);
  const bytes = said && statementBytesOf(said);
  if (said === undefined || bytes === undefined || sha256Hex(bytes) !== movement.memo)
    return differs(`its SHA-256 is not the memo of ${movement.transactionId}, ${movement.memo ?? "which has none"}`);
  const { units, kind, toAccount } = movement;
  const is = [
    ...[issuance.tokenId, String(units), issuance.rulebook, issuance.vintage, String(issuance.unitG)],
    ...[tonnesOf(units, issuance.unitG), kind === "burn" ? "burn" : "account", toAccount],
  ];
  const says = [
    ...[said.token_id, said.units, said.rulebook, said.vintage, said.unit_g],
    ...[said.tonnes, said.method, said.account_id],
  ];
  const wrong = says.findIndex((one, i) => one !== is[i]);
  if (wrong >= 0) differs(`it says ${says[wrong]} where the ledger and the books say ${is[wrong]}`);
  if (!ownId.test(said.retirement_id)) differs(`${said.retirement_id} is no id of a retirement`);
  await checkOrigin(tx, said, issuance);
  return { bytes, said };
}

/** Its units were minted under that statement, or under one that was lost and whose mint was booked to this issuance. */
async function checkOrigin(tx: Tx, { issued_under }: RetirementStatement, issuance: IssuanceView): Promise<void> {
  const lost = [...(await bookedMints(tx, issuance.issuanceId)).values()].map(({ memo }) => memo?.split(" ")[0]);
  if ([bytesToHex(issuance.statementSha256), ...lost].includes(issued_under)) return;
  differs(`its units were issued under ${issued_under}, which is not the statement of ${issuance.issuanceId}`);
}

function parsed(text: string): RetirementStatement | undefined {
  try {
    return retirementStatementSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

const differs = (why: string): never =>
  refuse({
    rule: "movement.statement",
    clause: null,
    pointer: "",
    detail: `the statement is not of this movement: ${why}`,
  });

/** Its page, and its line in the public list, as of the time at which the ledger did it. */
export async function insertLostRetirement(
  tx: Tx,
  { bytes, said }: LostRetirement,
  movement: Movement,
  place: HoldingKey & { readonly recordId: string; readonly seq: bigint; readonly by: string },
): Promise<void> {
  const { by, ...key } = place;
  const { transactionId, consensusTimestamp, units } = movement;
  await store.insertRetirement(tx, {
    ...key,
    ...{ retirementId: said.retirement_id, units, method: said.method, accountId: said.account_id },
    ...{ idempotencyKey: `booked ${transactionId}`, fingerprint: sha256Bytes(bytes), requestedBy: by },
    ...{ statement: bytes, memo: sha256Hex(bytes), createdAt: new Date(said.ordered_at) },
  });
  const at = new Date(Math.floor(Number(consensusTimestamp) * 1000));
  await store.markRetired(tx, said.retirement_id, { transactionId, lastSeq: key.seq, at });
}
