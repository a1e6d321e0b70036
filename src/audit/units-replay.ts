import { z } from "zod";
import {
  type Places,
  passageOf,
  type RetirementState,
  type RetirementStep,
  retirementSteps,
  type TransferState,
  type TransferStep,
  takeRetirementStep,
  takeTransferStep,
  transferSteps,
} from "../issuance/moves.ts";
import {
  retirementStatementSchema,
  statementBytesOf,
  tonnesOf,
  transferStatementSchema,
} from "../issuance/unit-statements.ts";
import { sha256Hex } from "../kernel/canonical.ts";
import type { RecordEnvelope } from "../proof/record.ts";
import { BrokenLink } from "./findings.ts";
import { Movements } from "./movements.ts";

const hex = z.string().regex(/^[0-9a-f]{64}$/);

const told = {
  issuance_id: z.string(),
  transaction_id: z.string().optional(),
  reason: z.string().optional(),
  ordered_by: z.string().optional(),
  asked_by: z.string().optional(),
  sha256: hex.optional(),
};
const transferSchema = z.strictObject({
  ...told,
  step: z.enum(transferSteps).exclude(["book"]),
  transfer_id: z.string(),
  statement: transferStatementSchema.optional(),
});
const retirementSchema = z.strictObject({
  ...told,
  step: z.enum(retirementSteps).exclude(["book"]),
  retirement_id: z.string(),
  statement: retirementStatementSchema.optional(),
});

/** What the registrar found on the ledger and not in the books: its order was lost. */
const bookingSchema = z.object({
  issuance_id: z.string(),
  transaction_id: z.string(),
  token_id: z.string(),
  units: z.string().regex(/^[1-9]\d*$/),
  to_account: z.string().nullable(),
  memo: z.string().nullable(),
  booked_by: z.string().min(1),
  reason: z.string().min(1),
});
const bookedSchemas = {
  transfer: z.strictObject({ ...bookingSchema.shape, step: z.literal("book"), transfer_id: z.string() }),
  retirement: z.strictObject({ ...bookingSchema.shape, step: z.literal("book"), retirement_id: z.string() }),
};

/** What an issuance has minted, as its steps and its statement say. */
export type Issued = {
  readonly issuanceId: string;
  readonly statementSha256: string;
  readonly rulebook: string;
  readonly vintage: number;
  readonly unitG: bigint;
  readonly parts: readonly { readonly tokenId: string; readonly units: bigint }[];
};

type Known = Issued & { readonly places: Map<string, Places> };
type Move<S> = { state: S; readonly issuanceId: string; readonly tokenId: string; readonly units: bigint };

/**
 * Follows issued units out of the treasury from the plant's chain alone: that each transfer and retirement is of units
 * that are free, under the digest of what it says, that each step was possible where it stands, and that no unit is
 * in two places. Whether the ledger did it is the ledger's word; which transaction, the record's: `movements` gather them.
 */
export class UnitsReplay {
  readonly #issuances = new Map<string, Known>();
  readonly #transfers = new Map<string, Move<TransferState>>();
  readonly #retirements = new Map<string, Move<RetirementState>>();
  /** Whose effect a transaction was in a token: it does one thing there, though one claim may take several tokens. */
  readonly #transactions = new Map<string, string>();
  readonly #movements: Movements;

  constructor(movements = new Movements()) {
    this.#movements = movements;
  }

  issued(issued: Issued): void {
    const places = new Map<string, Places>();
    for (const { tokenId, units } of issued.parts) {
      const before = places.get(tokenId)?.minted ?? 0n;
      const minted = before + units;
      places.set(tokenId, { minted, free: minted, moving: 0n, transferred: 0n, retired: 0n });
    }
    this.#issuances.set(issued.issuanceId, { ...issued, places });
  }

  transfer(record: RecordEnvelope): void {
    if (isBooking(record, "transfer")) {
      const { transfer_id: id, ...said } = read(record, "transfer", bookedSchemas.transfer);
      this.#transfers.set(id, {
        ...this.#booked(record, "transfer", id, this.#transfers.has(id), said),
        state: "done",
      });
      return;
    }
    const said = read(record, "transfer", transferSchema);
    const { transfer_id: id, step, statement } = said;
    if (step === "order") {
      if (statement === undefined) throw broken(record, "an order without its statement");
      const move = this.#ordered(record, said, statement, this.#transfers.has(id));
      if (statement.transfer_id !== id) throw broken(record, "its statement is of another transfer");
      const memo = sha256Hex(statementBytesOf(statement));
      this.#movements.order(record, id, { ...move, what: `the transfer ${id}`, memo, receiver: statement.to_account });
      this.#transfers.set(id, { ...move, state: "ordered" });
      return;
    }
    const move = this.#transfers.get(id);
    const state = move && takeTransferStep(move.state, step);
    if (move === undefined || state === undefined) throw impossible(record, step, id, move?.state);
    this.#goesOn(record, move, said, id);
    if ((step === "fail" || step === "cancel") && said.reason === undefined) throw broken(record, "it says no reason");
    if (step === "arrive" || step === "wait") this.#done(record, { id, ...move }, said.transaction_id);
    this.#pass(record, move, "transfer", step);
    move.state = state;
    this.#movements.went(id, state, step, said.transaction_id);
  }

  retirement(record: RecordEnvelope): void {
    if (isBooking(record, "retirement")) {
      const { retirement_id: id, ...said } = read(record, "retirement", bookedSchemas.retirement);
      const move = this.#booked(record, "retirement", id, this.#retirements.has(id), said);
      this.#retirements.set(id, { ...move, state: "done" });
      return;
    }
    const said = read(record, "retirement", retirementSchema);
    const { retirement_id: id, step, statement } = said;
    if (step === "order") {
      if (statement === undefined) throw broken(record, "an order without its statement");
      const move = this.#ordered(record, said, statement, this.#retirements.has(id));
      this.#checkRetired(record, id, statement, move.units);
      const memo = sha256Hex(statementBytesOf(statement));
      const receiver = statement.account_id ?? undefined;
      this.#movements.order(record, id, { ...move, what: `the retirement ${id}`, memo, receiver });
      this.#retirements.set(id, { ...move, state: "ordered" });
      return;
    }
    const move = this.#retirements.get(id);
    const state = move && takeRetirementStep(move.state, step);
    if (move === undefined || state === undefined) throw impossible(record, step, id, move?.state);
    this.#goesOn(record, move, said, id);
    if (step === "fail" && said.reason === undefined) throw broken(record, "it says no reason");
    if (step === "arrive") this.#done(record, { id, ...move }, said.transaction_id);
    this.#pass(record, move, "retirement", step);
    move.state = state;
    this.#movements.went(id, state, step, said.transaction_id);
  }

  #booked(
    record: RecordEnvelope,
    move: "transfer" | "retirement",
    id: string,
    isKnown: boolean,
    said: z.output<typeof bookingSchema>,
  ): Omit<Move<never>, "state"> {
    if (isKnown) throw broken(record, "it is booked twice");
    const { issuance_id: issuanceId, token_id: tokenId } = said;
    const booked = { issuanceId, tokenId, units: BigInt(said.units) };
    this.#done(record, { id, tokenId }, said.transaction_id);
    this.#pass(record, booked, move, "book");
    const [memo, receiver] = [said.memo ?? undefined, said.to_account ?? undefined];
    this.#movements.booked(id, { ...booked, what: `the ${move} ${id}`, memo, receiver }, said.transaction_id);
    return booked;
  }

  #ordered(
    record: RecordEnvelope,
    { issuance_id: issuanceId, sha256 }: { readonly issuance_id: string; readonly sha256?: string | undefined },
    statement: z.output<typeof transferStatementSchema> | z.output<typeof retirementStatementSchema>,
    isKnown: boolean,
  ): Omit<Move<never>, "state"> {
    if (isKnown) throw broken(record, "it is ordered twice");
    const issued = this.#issuances.get(issuanceId);
    if (issued === undefined) throw broken(record, `nothing of ${issuanceId} is issued before it`);
    if (sha256Hex(statementBytesOf(statement)) !== sha256) throw broken(record, "its digest is not its statement's");
    if (statement.issued_under !== issued.statementSha256) {
      throw broken(record, "it names another monitoring statement than that of its issuance");
    }
    const move = { issuanceId, tokenId: statement.token_id, units: BigInt(statement.units) };
    this.#pass(record, move, "transfer", "order");
    return move;
  }

  #checkRetired(
    record: RecordEnvelope,
    id: string,
    statement: z.output<typeof retirementStatementSchema>,
    units: bigint,
  ): void {
    const issued = this.#issuances.get(String((record.members.retirement as { issuance_id: string }).issuance_id));
    if (issued === undefined) throw broken(record, "it is of no issuance");
    const { rulebook, vintage, unitG } = issued;
    const said = [statement.retirement_id, statement.rulebook, statement.vintage, statement.unit_g, statement.tonnes];
    const is = [id, rulebook, vintage, String(unitG), tonnesOf(units, unitG)];
    const wrong = said.findIndex((one, i) => one !== is[i]);
    if (wrong >= 0) throw broken(record, `its statement says ${said[wrong]} where the chain says ${is[wrong]}`);
    if ((statement.method === "account") !== (statement.account_id !== null)) {
      throw broken(record, "its method and its account do not fit each other");
    }
    if (statement.ordered_at !== record.members.received_at) throw broken(record, "it was ordered at another time");
  }

  #goesOn(
    record: RecordEnvelope,
    { issuanceId }: Move<unknown>,
    said: { readonly issuance_id: string; readonly statement?: unknown },
    id: string,
  ): void {
    if (said.issuance_id !== issuanceId) throw broken(record, `${id} is of ${issuanceId}`);
    if (said.statement !== undefined) throw broken(record, `${id} is stated twice`);
  }

  #done(
    record: RecordEnvelope,
    { id, tokenId }: { readonly id: string; readonly tokenId: string },
    transactionId: string | undefined,
  ): void {
    if (transactionId === undefined) throw broken(record, "it names no transaction");
    const effect = `${transactionId} ${tokenId}`;
    const other = this.#transactions.get(effect) ?? id;
    if (other !== id) throw broken(record, `the transaction ${transactionId} did ${other} already`);
    this.#transactions.set(effect, id);
  }

  #pass(
    record: RecordEnvelope,
    { issuanceId, tokenId, units }: Omit<Move<unknown>, "state">,
    move: "transfer" | "retirement",
    step: TransferStep | RetirementStep,
  ): void {
    const passage = passageOf(move, step);
    if (passage === undefined) return;
    const places = this.#issuances.get(issuanceId)?.places;
    const before = places?.get(tokenId);
    if (places === undefined || before === undefined)
      throw broken(record, `${issuanceId} minted nothing in ${tokenId}`);
    const { from, to } = passage;
    if (before[from] < units) throw broken(record, `it takes ${units} units, of which ${before[from]} are ${from}`);
    places.set(tokenId, { ...before, [from]: before[from] - units, [to]: before[to] + units });
  }
}

function isBooking(record: RecordEnvelope, member: "transfer" | "retirement"): boolean {
  return (record.members[member] as { readonly step?: unknown } | null | undefined)?.step === "book";
}

function impossible(record: RecordEnvelope, step: string, id: string, state: string | undefined): BrokenLink {
  return broken(record, `the step ${step} of ${id}, which is ${state ?? "not ordered before it"}`);
}

function read<S extends z.ZodType>(record: RecordEnvelope, member: string, schema: S): z.output<S> {
  const parsed = schema.safeParse(record.members[member]);
  if (!parsed.success) throw broken(record, `${member} is not in its form`);
  return parsed.data;
}

function broken({ seq, recordId, plantId }: RecordEnvelope, detail: string): BrokenLink {
  return new BrokenLink("units", `record ${seq} (${recordId}) of plant ${plantId}: ${detail}`);
}
