import type { proto } from "@hiero-ledger/proto";
import { fromLong, Refused } from "../wire.ts";

const maxMemoBytes = 100;
const minAutoRenewS = 2_592_000n;
const maxAutoRenewS = 8_000_001n;

/** The memo of an entity. */
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
