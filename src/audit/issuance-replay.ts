import type { z } from "zod";
import { snapMs } from "../carbon/register-step.ts";
import { type Party, pendingStates, type State, takeStep } from "../issuance/lifecycle.ts";
import { mostPerTransaction, partsOf, tokenKeyOf } from "../issuance/mint-parts.ts";
import { metDeficitG } from "../issuance/statement-wire.ts";
import { bytesToHex, canonicalBytes, canonicalText, type Json, sha256Hex } from "../kernel/canonical.ts";
import type { RecordEnvelope } from "../proof/record.ts";
import { type NamedAccreditation, StepAccreditations } from "./accredited.ts";
import type { ChainBooks } from "./chain-books.ts";
import { broken, checkSignature, read, readIn, taken } from "./issuance-reading.ts";
import {
  claimSchema,
  mintedSchema,
  mintSchema,
  type StepJson,
  statementSchema,
  stepSchema,
} from "./issuance-schemas.ts";
import { Movements } from "./movements.ts";
import type { Issued } from "./units-replay.ts";

type Stated = {
  readonly no: number;
  readonly seq: number;
  readonly recordId: string;
  readonly bytes: Uint8Array;
  readonly unitG: bigint;
  readonly rulebook: string;
  /** With its id before it. */
  readonly rulebookHash: string;
  readonly vintage: number;
  readonly fromAt: string;
  readonly toAt: string;
  readonly headSeq: number;
  readonly meters: readonly string[];
  /** It takes over the generation of its year: the periods of that before it used an annual baseline up. */
  readonly restsOnYear: boolean;
  /** What it makes up for of earlier periods. */
  readonly metG: bigint;
};

type Issuance = {
  readonly periodId: string;
  state: State;
  readonly statement: StepJson["statement"];
  readonly parties: Party[];
  intent: z.output<typeof mintSchema> | undefined;
};

/**
 * Follows every issuance of a plant from its chain alone: that each step was possible where it stood and taken
 * by a party that held no other duty of the period, that the verifier's signature covers the statement, and
 * that what was to be minted is what the statements say, once. Whether a key was accredited is told by the
 * registrar's chain, whose record each step names.
 */
export class IssuanceReplay {
  readonly #books: ChainBooks;
  readonly #commitmentOf: (seq: number) => Uint8Array;
  /** By period: its statements, oldest first, and the grams they say are to be issued and nobody has minted. */
  readonly #statements = new Map<string, Stated[]>();
  readonly #dueG = new Map<string, bigint>();
  readonly #issuances = new Map<string, Issuance>();
  /** Which issuance a transaction minted for: one mint is of one statement. */
  readonly #transactions = new Map<string, string>();
  /** Of which rulebook, vintage and unit a token's units are: what one of them is worth. */
  readonly #tokens = new Map<string, string>();
  readonly #claims = new Map<string, { readonly fromAt: string; readonly toAt: string; readonly recordId: string }>();
  readonly #movements: Movements;
  readonly #accredited = new StepAccreditations();

  /** Mints go into `books` and `movements`; `commitmentOf`: of the chain's record at a place that was read. */
  constructor(books: ChainBooks, commitmentOf: (seq: number) => Uint8Array, movements = new Movements()) {
    this.#books = books;
    this.#commitmentOf = commitmentOf;
    this.#movements = movements;
  }

  /** Of the steps that need one, in their order: that it was in the log before is for the check of the log. */
  get accreditations(): readonly NamedAccreditation[] {
    return this.#accredited.named;
  }

  statement(record: RecordEnvelope): void {
    const json = record.members.statement as Json;
    const said = read(record, "statement", statementSchema);
    const { statement_no: no, period, rulebook, issuance } = said;
    const stated = this.#statements.get(period.period_id) ?? [];
    this.#statements.set(period.period_id, stated);
    if (no !== stated.length + 1) throw broken(record, `statement ${no} of a period that has ${stated.length}`);
    const unitG = BigInt(issuance.unit_g);
    const { from_at: fromAt, to_at: toAt, vintage } = period;
    const { seq, recordId } = record;
    const metG = metDeficitG(said);
    const claimed = this.#claimOf({ fromAt, toAt });
    // An amendment may have had to be made all the same: its period is closed, and rested on what counts no more.
    if (no === 1 && metG > 0n && claimed !== undefined) {
      throw broken(record, `it makes up for ${metG} g of earlier periods with MWh of the claim ${claimed}`);
    }
    const bytes = canonicalBytes(json);
    this.#movements.statements.add(sha256Hex(bytes));
    stated.push({
      ...{ no, seq, recordId, unitG, vintage, fromAt, toAt, metG, bytes },
      rulebook: rulebook.id,
      rulebookHash: `${rulebook.id} ${rulebook.hash}`,
      headSeq: said.records.head_seq,
      restsOnYear: (said.carried_in?.year_to_date_net_wh ?? null) !== null,
      meters: said.meters.map(({ device_id }) => device_id),
    });
    const due = this.#dueG.get(period.period_id) ?? 0n;
    const takenBackG = BigInt(issuance.taken_back_g ?? 0);
    if (takenBackG > due) throw broken(record, `it takes back ${takenBackG} g of ${due} g that were not minted`);
    this.#dueG.set(period.period_id, due - takenBackG + BigInt(issuance.issued_units) * unitG);
  }

  claim(record: RecordEnvelope): void {
    const { claim_id: id, from_at: fromAt, to_at: toAt, withdraws } = read(record, "claim", claimSchema);
    if (withdraws !== null) {
      const claimed = this.#claims.get(withdraws.claim_id);
      if (claimed === undefined || (withdraws.record_id ?? claimed.recordId) !== claimed.recordId)
        throw broken(record, "it takes back a claim that is not there");
      this.#claims.delete(withdraws.claim_id);
    } else if (id !== undefined && fromAt !== undefined && toAt !== undefined) {
      const issued = [...this.#issuances.values()].find(
        ({ intent, periodId }) =>
          intent !== undefined && this.#statements.get(periodId)?.some((one) => one.fromAt < toAt && fromAt < one.toAt),
      );
      if (this.#claims.has(id)) throw broken(record, `${id} is claimed twice`);
      if (fromAt >= toAt) throw broken(record, `${id} ends before it begins`);
      if (issued !== undefined) throw broken(record, `it claims MWh of ${issued.periodId}, which are issued here`);
      const met = [...this.#statements].find(([, all]) => {
        const last = all.at(-1);
        return last !== undefined && last.metG > 0n && last.fromAt < toAt && fromAt < last.toAt;
      });
      if (met !== undefined) throw broken(record, `it claims MWh of ${met[0]}, which make up for earlier periods`);
      this.#claims.set(id, { fromAt, toAt, recordId: record.recordId });
    } else throw broken(record, "claim is not in its form");
  }

  /** @returns what the step has issued, with the last one */
  step(record: RecordEnvelope): Issued | undefined {
    const step = read(record, "issuance", stepSchema);
    const statement = this.#named(record, step);
    const issuance = this.#issuances.get(step.issuance_id) ?? this.#begun(record, step);
    if (canonicalText(issuance.statement) !== canonicalText(step.statement)) {
      throw broken(record, "it is about another statement than the steps before it");
    }
    this.#advance(record, issuance, step);
    if (["verify", "reject", "approve", "mint"].includes(step.step)) {
      this.#accredited.take(record, step, statement.rulebookHash);
    }
    if (step.step === "request") this.#requireOwnHandsClean(record, step, statement);
    if (["verify", "approve", "mint"].includes(step.step)) this.#requireStanding(record, statement);
    if (step.step === "verify") checkSignature(record, step, statement);
    if (step.step === "mint") this.#mint(record, issuance, statement);
    if (step.step !== "issue") return undefined;
    const { minted, issued } = issuedOf(record, step.issuance_id, issuance, statement);
    for (const part of minted.parts) {
      this.#minted(record, step, part, tokenKeyOf(statement));
      const memo = issuance.intent?.parts.find(({ part_no }) => part_no === part.part_no)?.memo;
      const { token_id: tokenId, transaction_id: transactionId, booked } = part;
      this.#movements.minted(memo, { tokenId, transactionId, kind: statement, booked });
    }
    return issued;
  }

  #minted(
    record: RecordEnvelope,
    { issuance_id: issuanceId }: StepJson,
    { transaction_id: id, token_id: tokenId }: z.output<typeof mintedSchema>["parts"][number],
    kind: string,
  ): void {
    const other = this.#transactions.get(id);
    if (other !== undefined) throw broken(record, `the transaction ${id} minted for ${other} already`);
    this.#transactions.set(id, issuanceId);
    const before = this.#tokens.get(tokenId) ?? kind;
    if (before !== kind) throw broken(record, `the token ${tokenId} is of ${before} already, not of ${kind}`);
    this.#tokens.set(tokenId, kind);
  }

  #begun(record: RecordEnvelope, step: StepJson): Issuance {
    if (step.step !== "request") throw broken(record, `no request before it begins ${step.issuance_id}`);
    const { period_id: periodId, statement } = step;
    const [id, other] = [...this.#issuances].find(([, one]) => keepsOut(one, step)) ?? [];
    if (other !== undefined) {
      throw broken(record, `it begins ${step.issuance_id} while ${id} of the same period is ${other.state}`);
    }
    const issuance: Issuance = { periodId, state: "requested", statement, parties: [], intent: undefined };
    this.#issuances.set(step.issuance_id, issuance);
    return issuance;
  }

  #advance(record: RecordEnvelope, issuance: Issuance, { step, state, party }: StepJson): void {
    const from = issuance.parties.length === 0 ? "closed" : issuance.state;
    const own = party && { duty: party.duty, orgId: party.organisation, keyId: party.key_id };
    if (own?.duty === "operator" && own.orgId !== record.orgId) {
      throw broken(record, `${own.orgId} asks for it, which is not the plant's organisation`);
    }
    const period = [...this.#issuances.values()].filter((one) => one.periodId === issuance.periodId);
    const earlier = { issuance: issuance.parties, period: period.flatMap(({ parties }) => parties) };
    const outcome = taken(record, () => takeStep(from, earlier, step, own));
    if ("refusal" in outcome) throw broken(record, outcome.refusal.detail);
    if (outcome.state !== state)
      throw broken(record, `it says ${state}, but the step ${step} leads to ${outcome.state}`);
    const newest = this.#statements.get(issuance.periodId)?.at(-1);
    if (own !== null && newest?.no !== issuance.statement.statement_no) {
      throw broken(record, `it goes on although statement ${newest?.no} amends the one it is about`);
    }
    issuance.state = state;
    if (own !== null) issuance.parties.push(own);
  }

  /** Whoever decided on readings of the period does not ask for them to be issued. */
  #requireOwnHandsClean(record: RecordEnvelope, { party }: StepJson, { fromAt, toAt }: Stated): void {
    const by = party?.key_id ?? "";
    if (!this.#books.hasDecided(by, Date.parse(fromAt), Date.parse(toAt))) return;
    throw broken(record, `${by} asks for it, who has decided on readings of the period`);
  }

  /** Nothing that the statement rests on has stopped counting. A request is held to it with the verifier's step. */
  #requireStanding(record: RecordEnvelope, statement: Stated): void {
    const all = [...this.#statements.values()].flatMap((stated) => stated.at(-1) ?? []);
    const isOfYear = ({ vintage, toAt }: Stated) => vintage === statement.vintage && toAt <= statement.fromAt;
    for (const one of [statement, ...(statement.restsOnYear ? all.filter(isOfYear) : [])]) {
      this.#requireApproved(record, one);
    }
  }

  #requireApproved(record: RecordEnvelope, { no, seq, fromAt, toAt, headSeq, meters }: Stated): void {
    const window = { afterMs: Date.parse(fromAt) + snapMs, toMs: Date.parse(toAt) + snapMs };
    const places = { since: BigInt(headSeq), now: BigInt(record.seq) };
    const lost = this.#books.lostApproval(meters, window, places);
    if (lost !== undefined)
      throw broken(record, `statement ${no} (record ${seq}) rests on ${lost}, which has stopped counting`);
  }

  #mint(record: RecordEnvelope, issuance: Issuance, statement: Stated): void {
    const mint = readIn(record, record.members.issuance, "mint", mintSchema);
    const due = this.#dueG.get(issuance.periodId) ?? 0n;
    const [amount, unitG] = [BigInt(mint.amount), BigInt(mint.unit_g)];
    if (amount * unitG !== due || unitG !== statement.unitG) {
      throw broken(record, `it mints ${amount} units of ${unitG} g, but the statements say ${due} g`);
    }
    if (mint.token_key !== tokenKeyOf(statement)) {
      throw broken(record, `it mints in ${mint.token_key}, but the statement is of ${tokenKeyOf(statement)}`);
    }
    const claim = this.#claimOf(statement);
    if (claim !== undefined) throw broken(record, `it mints MWh of the claim ${claim}`);
    if (amount === 0n) throw broken(record, "it mints nothing");
    // Counted before they are made: an amount may be of any length.
    const many = (amount + mostPerTransaction - 1n) / mostPerTransaction;
    if (BigInt(mint.parts.length) !== many) throw broken(record, "its parts are not those of its amount");
    const parts = partsOf(amount, issuance.statement.sha256).map((part) => ({
      part_no: part.partNo,
      amount: String(part.amount),
      memo: part.memo,
    }));
    if (canonicalText(parts) !== canonicalText(mint.parts))
      throw broken(record, "its parts are not those of its amount");
    issuance.intent = mint;
    this.#movements.intend(record, read(record, "issuance", stepSchema).issuance_id, mint.parts);
    this.#dueG.set(issuance.periodId, 0n);
    this.#books.intent(issuance.periodId, due, record.seq);
  }

  /** A claim that stands on some of these days. */
  #claimOf(days: Pick<Stated, "fromAt" | "toAt">): string | undefined {
    return [...this.#claims].find(([, one]) => one.fromAt < days.toAt && days.fromAt < one.toAt)?.[0];
  }

  /** The statement a step is about. @throws {BrokenLink} when the chain holds another one there */
  #named(record: RecordEnvelope, { period_id: periodId, statement }: StepJson): Stated {
    const stated = this.#statements.get(periodId)?.find(({ no }) => no === statement.statement_no);
    const isThere =
      stated !== undefined &&
      stated.seq === statement.seq &&
      stated.recordId === statement.record_id &&
      sha256Hex(stated.bytes) === statement.sha256 &&
      bytesToHex(this.#commitmentOf(stated.seq)) === statement.commitment;
    if (isThere) return stated;
    throw broken(record, `it names statement ${statement.statement_no}, which is not so in the chain before it`);
  }
}

/** A period has one request at a time, and a statement none behind its mint: steps of two are never mixed. */
function keepsOut({ periodId, statement, state }: Issuance, step: StepJson): boolean {
  if (periodId !== step.period_id) return false;
  if (pendingStates.includes(state)) return true;
  const isMinted = state === "minting" || state === "issued";
  return isMinted && statement.statement_no === step.statement.statement_no;
}

function issuedOf(record: RecordEnvelope, issuanceId: string, { intent, statement }: Issuance, stated: Stated) {
  const minted = readIn(record, record.members.issuance, "minted", mintedSchema);
  const amounts = (parts: readonly { part_no: number; amount: string }[]) =>
    canonicalText(parts.map(({ part_no, amount }) => ({ part_no, amount })));
  if (intent?.intent_id !== minted.intent_id || amounts(intent.parts) !== amounts(minted.parts)) {
    throw broken(record, "what was minted is not what was to be minted");
  }
  const parts = minted.parts.map(({ token_id: tokenId, amount }) => ({ tokenId, units: BigInt(amount) }));
  const { unitG, rulebook, vintage } = stated;
  const issued: Issued = { issuanceId, statementSha256: statement.sha256, rulebook, vintage, unitG, parts };
  return { minted, issued };
}
