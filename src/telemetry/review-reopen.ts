import { bytesToHex } from "../kernel/canonical.ts";
import { isoFromMs } from "../kernel/time.ts";
import { type ChainDeps, type ChainHead, type LinkedRecord, link, type RecordDraft } from "../plants/chain.ts";
import type { Tx } from "../platform/database.ts";
import { publish } from "../platform/events.ts";
import type { Reopening } from "../verification/verdict.ts";
import { measureInDoubt, reopenInDoubt } from "./review-store.ts";

/**
 * A reading's verdict doubts earlier ones of its device: a record of its own, right behind the reading, names
 * the span, and the readings in it stop counting until a verifier has decided. Those that are flagged, were
 * reviewed already or arrive later are not touched; where none is left, there is no record.
 *
 * The reading and all before it are written, under the plant's lock; a crash leaves neither or all.
 */
export async function reopenEarlier(
  deps: ChainDeps,
  tx: Tx,
  head: ChainHead,
  reading: LinkedRecord & { readonly deviceId: string },
  span: Reopening,
): Promise<{ readonly record: LinkedRecord; readonly head: ChainHead } | undefined> {
  const { deviceId, receivedAtMs } = reading;
  const records = await measureInDoubt(tx, reading, deviceId, span);
  if (records.count === 0n) return undefined;
  const draft: RecordDraft = {
    kind: "reopen",
    receivedAtMs,
    deviceId,
    verdict: "other",
    content: { reopen: reopenContent(reading, deviceId, span, records) },
  };
  const linked = link(deps, head, draft);
  await reopenInDoubt(tx, deviceId, span, linked.record);
  await publish(tx, { type: "review.changed" });
  return linked;
}

/** What a re-opening record says; whoever replays the chain finds the same. */
export function reopenContent(
  because: { readonly recordId: string; readonly seq: bigint; readonly commitment: Uint8Array },
  deviceId: string,
  span: Reopening,
  records: { readonly count: bigint; readonly sha256: Uint8Array },
) {
  return {
    device_id: deviceId,
    rule: span.rule,
    from: isoFromMs(span.fromMs),
    to: isoFromMs(span.toMs),
    because: { id: because.recordId, seq: Number(because.seq), commitment: bytesToHex(because.commitment) },
    /** Of the readings that stop counting: SHA-256 over their commitments in sorted order. */
    records: { count: Number(records.count), sha256: bytesToHex(records.sha256) },
  };
}
