import { readFile } from "node:fs/promises";
import { commitment, parseRecord, type RecordEnvelope } from "../proof/record.ts";
import { sameBytes } from "../proof/text.ts";
import type { CheckedChain } from "./chain-check.ts";
import { named } from "./differences.ts";
import { BrokenLink, count, type Finding, note, ok } from "./findings.ts";
import { UsageError } from "./options.ts";
import { checkRecord, evidenceFrom, jsonOf } from "./record-check.ts";
import type { TopicHistory } from "./topic-check.ts";

/**
 * Holds proofs that somebody was given when records were accepted against the chain that is shown now. A chain
 * alone can be cut off at its end, or be a second one behind the same beginning, all of it in the log: only a
 * record that was handed out before, and is in the log as well, convicts whoever left it out.
 *
 * @throws {BrokenLink} naming the file, and what the chain has in place of its record
 * @throws {UsageError} for a file that is no proof document
 */
export async function checkHeld(
  files: readonly string[],
  /** `whole`: the chain is meant to be all there is; else a part of it. */
  chain: CheckedChain & { readonly whole: boolean },
  history: TopicHistory,
): Promise<Finding[]> {
  let last = 0;
  let outside = 0;
  for (const file of files) {
    const { record, digest } = await provenIn(file, history);
    if (record.plantId !== chain.plantId || record.orgId !== chain.orgId) {
      throw new BrokenLink("held", `${file} holds ${named(record)}, not one of plant ${chain.plantId}`);
    }
    if (record.seq < chain.firstSeq || (!chain.whole && record.seq > chain.lastSeq)) outside++;
    else requireShown({ file, record, digest }, chain);
    last = Math.max(last, record.seq);
  }
  const compared = files.length - outside;
  return [
    ...(compared > 0
      ? [ok("held", `${count(compared, "record")} proven before, up to number ${last}, stand in the chain as they did`)]
      : []),
    ...(outside > 0
      ? [note("held", `${count(outside, "record")} proven before and not in this part of the chain`)]
      : []),
  ];
}

/** The record of a proof document, once it is proven: a file that proves nothing convicts nobody. */
async function provenIn(file: string, history: TopicHistory) {
  try {
    const { record, proof, claims } = evidenceFrom(jsonOf(await readFile(file, "utf8"))) ?? { claims: {} };
    if (record === undefined || proof === undefined) throw new UsageError(`${file} is no proof document.`);
    await checkRecord({ record, proof, claims }, history);
    const parsed = parseRecord(record);
    if (!parsed.ok) throw new BrokenLink("held", parsed.reason);
    return { record: parsed.record, digest: commitment(record) };
  } catch (error) {
    if (!(error instanceof BrokenLink)) throw error;
    throw new BrokenLink(error.check, `${file}: ${error.message}`);
  }
}

type Held = { readonly file: string; readonly record: RecordEnvelope; readonly digest: Uint8Array };

function requireShown({ file, record, digest }: Held, { firstSeq, lastSeq, commitments }: CheckedChain): void {
  const proven = `${named(record)} is in the log by the proof in ${file}`;
  if (record.seq > lastSeq) {
    throw new BrokenLink("held", `${proven}, but the chain ends with number ${lastSeq}: its end was left off`);
  }
  if (!sameBytes(commitments.list.at(record.seq - firstSeq), digest)) {
    throw new BrokenLink("held", `${proven}, but the chain has another record ${record.seq}: there are two chains`);
  }
}
