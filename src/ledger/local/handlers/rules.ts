import type { proto } from "@hiero-ledger/proto";
import { decodeKey, isSupportedKey } from "../keys.ts";
import type { AccountRow } from "../store.ts";
import { accountNum, fromLong, Refused, type StatusName } from "../wire.ts";
import type { State } from "./handler.ts";

const maxMemoBytes = 100;
const minAutoRenewS = 2_592_000n;
const maxAutoRenewS = 8_000_001n;

/** Amounts are 64-bit signed numbers. */
export const maxAmount = 2n ** 63n - 1n;

/** The memo of an entity or of a transaction. */
export function checkMemo(memo: string | null | undefined): string {
  const text = memo ?? "";
  if (Buffer.byteLength(text) > maxMemoBytes) throw new Refused("MEMO_TOO_LONG");
  if (text.includes("\0")) throw new Refused("INVALID_ZERO_BYTE_IN_STRING");
  return text;
}

/** Seconds. */
export function autoRenewPeriod(period: proto.IDuration | null | undefined): bigint {
  if (!period) throw new Refused("INVALID_RENEWAL_PERIOD");
  const seconds = fromLong(period.seconds);
  if (seconds < minAutoRenewS || seconds > maxAutoRenewS) throw new Refused("AUTORENEW_DURATION_NOT_IN_RANGE");
  return seconds;
}

/** An account that exists; the status says what it is missed as. */
export function accountOf(
  id: proto.IAccountID | null | undefined,
  { store }: Pick<State, "store">,
  status: StatusName = "INVALID_ACCOUNT_ID",
): AccountRow {
  const num = accountNum(id);
  const account = num === undefined ? undefined : store.account(num);
  if (account === undefined) throw new Refused(status);
  return account;
}

export function keyOfAccount(account: AccountRow): proto.IKey {
  return decodeKey(account.key);
}

/** A key that this ledger can check, or nothing. */
export function optionalKey(key: proto.IKey | null | undefined, status: StatusName): proto.IKey | undefined {
  if (!key) return undefined;
  if (!isSupportedKey(key)) throw new Refused(status);
  return key;
}

/** The keys that are there. */
export function present(...keys: readonly (proto.IKey | undefined)[]): proto.IKey[] {
  return keys.filter((key) => key !== undefined);
}
