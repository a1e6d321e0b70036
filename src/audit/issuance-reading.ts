import type { z } from "zod";
import type { RecordEnvelope } from "../proof/record.ts";
import { BrokenLink } from "./findings.ts";

/** How a record of an issuance is read, and what it says when it does not hold. */

/** A step by somebody whose it is not is as broken as an impossible one. */
export function taken<T>(record: RecordEnvelope, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof TypeError) throw broken(record, error.message);
    throw error;
  }
}

export function read<S extends z.ZodType>(record: RecordEnvelope, member: string, schema: S): z.output<S> {
  return readIn(record, record.members, member, schema);
}

export function readIn<S extends z.ZodType>(
  record: RecordEnvelope,
  from: unknown,
  member: string,
  schema: S,
): z.output<S> {
  const parsed = schema.safeParse((from as Record<string, unknown>)[member]);
  if (!parsed.success) throw broken(record, `${member} is not in its form`);
  return parsed.data;
}

export function broken({ seq, recordId, plantId }: RecordEnvelope, detail: string): BrokenLink {
  return new BrokenLink("issuance", `record ${seq} (${recordId}) of plant ${plantId}: ${detail}`);
}
