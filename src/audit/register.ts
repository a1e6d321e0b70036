import { createReadStream } from "node:fs";
import { bytesToHex } from "../kernel/canonical.ts";
import { commitment, parseRecord, type RecordEnvelope } from "../proof/record.ts";
import { CommitmentTable } from "./commitments.ts";
import { membersOf, named } from "./differences.ts";
import { BrokenLink } from "./findings.ts";
import { isRegistrars, RegisterReplay } from "./register-replay.ts";
import { linesOf } from "./sources/lines.ts";

export type RegisterRecord = { readonly record: RecordEnvelope; readonly commitment: string };

/** Records of the registrar's chain as somebody gives them. */
export type RegisterRecords = {
  readonly file: string;
  readonly records: readonly RegisterRecord[];
  /** They are the chain from its record 1 on, without a gap: none is missing before the last of them. */
  readonly isWhole: boolean;
};

/**
 * Reads the registrar's records: its chain's export, or what bundles hold of it. That they are in the log is for whoever
 * has the log's entries. @throws {BrokenLink}
 */
export async function readRegister(file: string): Promise<RegisterRecords> {
  const records: RegisterRecord[] = [];
  const commitments = new CommitmentTable();
  let isWhole = true;
  for await (const line of linesOf(createReadStream(file), file)) {
    const bytes = Uint8Array.from(line);
    const parsed = parseRecord(bytes);
    if (!parsed.ok) throw new BrokenLink("register", `${file}, line ${records.length + 1}: ${parsed.reason}`);
    const { record } = parsed;
    if (!isRegistrars(record)) {
      throw new BrokenLink("register", `${file}: ${named(record)} is not of the registrar's chain`);
    }
    const digest = commitment(bytes);
    isWhole &&= record.seq === records.length + 1 && record.prev === (records.at(-1)?.commitment ?? null);
    if (commitments.add(digest) >= 0) records.push({ record, commitment: bytesToHex(digest) });
  }
  const replay = new RegisterReplay((seq) => commitments.list.at(seq - 1));
  if (isWhole) for (const { record } of records) replay.step(record);
  return { file, records, isWhole: isWhole && records.length > 0 };
}

/** Which accreditation a record withdraws; undefined: none. */
export function withdrawnBy({ kind, members }: RecordEnvelope): string | undefined {
  const { id } = membersOf(membersOf(members.withdrawal).accreditation);
  return kind === "withdrawal" && typeof id === "string" ? id : undefined;
}
