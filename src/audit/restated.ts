import { Fault } from "../kernel/fault.ts";
import type { RecordEnvelope } from "../proof/record.ts";
import { named } from "./differences.ts";
import { BrokenLink } from "./findings.ts";

/** Runs what the gateway runs before it writes such a record. @throws {BrokenLink} for what it refuses */
export function attempt<T>(record: RecordEnvelope, what: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw refused(record, what, error);
  }
}

/** What the gateway refuses is as broken where it stands in the chain. @throws what is no refusal */
export function refused(record: RecordEnvelope, what: string, error: unknown): BrokenLink {
  if (!(error instanceof Fault) || error.code !== "rule-violated") throw error;
  return broken(record, `${what} is refused: ${error.message}`);
}

export function broken(record: RecordEnvelope, detail: string): BrokenLink {
  return new BrokenLink("statements", `${named(record)}: ${detail}`);
}
