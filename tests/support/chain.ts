import { canonicalBytes, type Json, sha256Hex } from "../../src/kernel/canonical.ts";

export type Members = { [name: string]: Json };

/** What an operator would do who rewrites his own records: changes one, and links the rest behind it anew. */
export function relink(records: readonly Members[], seq: number, change: (record: Members) => void): Uint8Array[] {
  let prev: string | null = null;
  return records.map((record) => {
    if (record.seq === seq) change(record);
    const bytes = canonicalBytes({ ...record, prev });
    prev = sha256Hex(bytes);
    return bytes;
  });
}
