import { canonicalText, type Json } from "../kernel/canonical.ts";
import type { RecordEnvelope } from "../proof/record.ts";
import { BrokenLink } from "./findings.ts";

export type Members = { readonly [name: string]: Json | undefined };

/** `record 7 (rec_...) of plant P`. */
export function named({ seq, recordId, plantId }: RecordEnvelope): string {
  return `record ${seq} (${recordId}) of plant ${plantId}`;
}

/** The members of an object; none of anything else. */
export function membersOf(value: Json | undefined): Members {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Members) : {};
}

/** Whether a member of a record says what it must. */
export const saysSo = (record: RecordEnvelope, name: string, recomputed: Json): boolean =>
  canonicalText(record.members[name] ?? null) === canonicalText(recomputed);

/** A member of a record against what it must be; `check` is who asks. @throws {BrokenLink} naming the first difference */
export function compareMember(check: string, record: RecordEnvelope, name: string, recomputed: Json): void {
  if (saysSo(record, name, recomputed)) return;
  const plain = JSON.parse(canonicalText(recomputed)) as Json;
  const { path, said, gives } = firstDifference(record.members[name] ?? null, plain, name);
  throw new BrokenLink(check, `${named(record)}: ${path} says ${said}, but recomputing it gives ${gives}`);
}

/** The first member in which two values differ, and what stands there. */
function firstDifference(
  said: Json | undefined,
  gives: Json | undefined,
  path: string,
): { path: string; said: string; gives: string } {
  const [left, right] = [containerOf(said), containerOf(gives)];
  if (left !== undefined && right !== undefined && Array.isArray(said) === Array.isArray(gives)) {
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
      const [a, b] = [left[key], right[key]];
      if (a === undefined || b === undefined || canonicalText(a) !== canonicalText(b)) {
        return firstDifference(a, b, `${path}.${key}`);
      }
    }
  }
  return { path, said: short(said), gives: short(gives) };
}

function containerOf(value: Json | undefined): Members | undefined {
  return typeof value === "object" && value !== null ? (value as Members) : undefined;
}

function short(value: Json | undefined): string {
  if (value === undefined) return "nothing";
  const text = canonicalText(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
