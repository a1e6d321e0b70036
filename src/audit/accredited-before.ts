import { bytesToHex, hexToBytes } from "../kernel/canonical.ts";
import { isoFromMs } from "../kernel/time.ts";
import { accreditationIn, type NamedAccreditation, whyNotUnder } from "./accredited.ts";
import type { CommitmentTable } from "./commitments.ts";
import { BrokenLink, count, type Finding, note, ok, unchecked } from "./findings.ts";
import { clockToleranceMs } from "./movements.ts";
import { type RegisterRecords, withdrawnBy } from "./register.ts";

/** The plant's chain among the log's leaves. */
type Placed = {
  readonly plantId: string;
  readonly firstSeq: number;
  readonly commitments: CommitmentTable;
  /** Leaves of its records, in order; -1 for what no checkpoint covers yet. */
  readonly leafOf: Float64Array;
  /** Since when each at the latest had been accepted, by the chain's order, ms. */
  readonly acceptedMs: Float64Array;
  /** By when the ledger had a leaf, ms; NaN for what no checkpoint covers yet. */
  readonly coveredMs: (leaf: number) => number;
};

/**
 * That the accreditations which steps name are records of the log, and were there before the steps: one that was made up, or
 * made afterwards, is found without the registrar's chain. With records of it the steps are held to what they say.
 */
export class AccreditedBefore {
  readonly #named: readonly NamedAccreditation[];
  readonly #register: RegisterRecords | undefined;
  /** First leaf by commitment, -1 while not found. */
  readonly #leafOf: Map<string, number>;

  constructor(named: readonly NamedAccreditation[], register?: RegisterRecords) {
    this.#named = named;
    this.#register = register;
    const wanted = [...named, ...(register?.records ?? [])];
    this.#leafOf = new Map(wanted.map(({ commitment }) => [commitment, -1]));
  }

  entry(entry: Uint8Array, leaf: number): void {
    if (this.#leafOf.size === 0) return;
    const commitment = bytesToHex(entry);
    if (this.#leafOf.get(commitment) === -1) this.#leafOf.set(commitment, leaf);
  }

  /** The registrar's records that are leaves of the log. */
  get logged(): RegisterRecords | undefined {
    const register = this.#register;
    if (register === undefined) return undefined;
    const records = register.records.filter(({ commitment }) => this.#leafOf.get(commitment) !== -1);
    return { ...register, records };
  }

  /** @throws {BrokenLink} */
  findings(chain: Placed): Finding[] {
    if (this.#named.length === 0) return [];
    for (const one of this.#named) this.#requireBefore(one, chain);
    const steps = count(this.#named.length, "step");
    const under = new Set(this.#named.map(({ commitment }) => commitment)).size;
    return [
      ok("accredited", `${steps} under ${count(under, "accreditation")}, each in the log before them`),
      ...(this.#register === undefined ? [] : this.#held(chain, this.#register)),
    ];
  }

  #requireBefore({ id, commitment, seq }: NamedAccreditation, chain: Placed): void {
    const stepLeaf = chain.leafOf[seq - chain.firstSeq] ?? -1;
    const leaf = this.#leafOf.get(commitment) ?? -1;
    const isOwn = chain.commitments.find(hexToBytes(commitment)) >= 0;
    if (!isOwn && (stepLeaf < 0 || (leaf >= 0 && leaf < stepLeaf))) return;
    const where = isOwn
      ? "which is a record of the plant's own chain, not of the registrar's"
      : leaf < 0
        ? "which is no leaf of the log"
        : `which is leaf ${leaf} of the log, behind the step's ${stepLeaf}`;
    const step = `plant ${chain.plantId}: record ${seq} is a step under the accreditation ${id} (commitment ${commitment})`;
    throw new BrokenLink("accredited", `${step}, ${where}`);
  }

  /** Each step by the party that was accredited, with its key, for the rulebook, while that held and was not withdrawn. */
  #held(chain: Placed, register: RegisterRecords): Finding[] {
    const [late, lacking] = [[] as string[], [] as string[]];
    for (const { id, commitment, seq, step } of this.#named) {
      const found = register.records.find((one) => one.commitment === commitment)?.record;
      if (found === undefined) {
        lacking.push(`${step.where} (${id})`);
        continue;
      }
      const broken = (detail: string) => new BrokenLink("accreditation", `${step.where}: ${detail}`);
      const given = accreditationIn(found);
      if (given === undefined || given.accreditation_id !== id) throw broken(`what it names is not ${id}`);
      const why = whyNotUnder(step, given);
      if (why !== undefined) throw broken(why);
      const stepLeaf = chain.leafOf[seq - chain.firstSeq] ?? -1;
      const atMs = chain.coveredMs(stepLeaf);
      if (atMs + clockToleranceMs < Date.parse(given.valid_from)) {
        throw broken(`${id} holds from ${given.valid_from}, but the ledger had the step at ${isoFromMs(atMs)}`);
      }
      const sinceMs = chain.acceptedMs[seq - chain.firstSeq] ?? Number.NaN;
      if (sinceMs > Date.parse(given.valid_to) + clockToleranceMs) {
        throw broken(`${id} held until ${given.valid_to}, but what stands before it is of ${isoFromMs(sinceMs)}`);
      }
      if (this.#isWithdrawn(id, { stepLeaf, atMs, receivedAt: step.receivedAt }, chain, register)) {
        throw broken(`${id} had been withdrawn`);
      }
      if (atMs > Date.parse(given.valid_to) + clockToleranceMs) late.push(`${step.where} (${id})`);
    }
    return this.#told(register, { late, lacking });
  }

  /** By the order of the log, and by one of the two clocks: two that come together may be there in either order. */
  #isWithdrawn(
    id: string,
    step: { readonly stepLeaf: number; readonly atMs: number; readonly receivedAt: string },
    chain: Placed,
    { records }: RegisterRecords,
  ): boolean {
    return records.some(({ record, commitment }) => {
      if (withdrawnBy(record) !== id) return false;
      const leaf = this.#leafOf.get(commitment) ?? -1;
      if (leaf < 0 || (step.stepLeaf >= 0 && leaf > step.stepLeaf)) return false;
      const isBefore = String(record.members.received_at) <= step.receivedAt;
      return isBefore || chain.coveredMs(leaf) < step.atMs - clockToleranceMs;
    });
  }

  #told(
    { file, records, isWhole }: RegisterRecords,
    { late, lacking }: { readonly late: readonly string[]; readonly lacking: readonly string[] },
  ): Finding[] {
    const held = this.#named.length - lacking.length;
    const detail = `${count(held, "step")}, each by the party that the registrar had accredited for the rulebook, with the key it signed with`;
    const absent = records.filter(({ commitment }) => this.#leafOf.get(commitment) === -1).length;
    const upTo = isWhole
      ? `withdrawals are known up to record ${records.at(-1)?.record.seq} of the registrar's chain`
      : `${file} is not the registrar's whole chain: a withdrawal may be missing`;
    return [
      ...(held > 0 ? [ok("accreditation", detail), note("accreditation", upTo)] : []),
      ...(absent > 0
        ? [note("accreditation", `${count(absent, "record")} of ${file} in no checkpoint of the topic: left aside`)]
        : []),
      ...some("accreditation", lacking, `under an accreditation whose record is not in ${file}`),
      ...some(
        "accreditation",
        late,
        "of a time that only the gateway says: the ledger had it after the accreditation's end",
      ),
    ];
  }
}

function some(check: string, list: readonly string[], why: string): Finding[] {
  return list.length === 0 ? [] : [unchecked(check, `${count(list.length, "step")} ${why}, the first ${list[0]}`)];
}
