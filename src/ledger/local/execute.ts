import { proto } from "@hiero-ledger/proto";
import { handlers } from "./dispatch.ts";
import { centsPerHbar, type Fees, feesOf, totalFee } from "./fees.ts";
import { feeAccountNum } from "./genesis.ts";
import type { Outcome } from "./handlers/handler.ts";
import { keyOfAccount } from "./handlers/rules.ts";
import { decodeKey, encodeKey, isSatisfied, isSignedBy } from "./keys.ts";
import { ScheduleStore } from "./schedule-store.ts";
import type { EntryRow, Store } from "./store.ts";
import { TokenStore } from "./token-store.ts";
import type { ParsedTransaction } from "./transaction.ts";
import { feeVerdict, identityVerdict, isValidDuration, type Verdict } from "./verdict.ts";
import { fromLong, nsPerS, Refused, type StatusName, statusCode, toLong } from "./wire.ts";

/** The state that transactions run against, and the clock that gives each its consensus time. */
export type Engine = {
  readonly store: Store;
  readonly tokens: TokenStore;
  readonly schedules: ScheduleStore;
  /** The next consensus time: later than all before. */
  readonly next: () => bigint;
};

export function engineOf(store: Store, next: () => bigint): Engine {
  return { store, next, tokens: new TokenStore(store), schedules: new ScheduleStore(store) };
}

/** One transaction at its consensus time: from a node, part of a batch, or run by a schedule. */
export type Run = {
  readonly transaction: ParsedTransaction;
  /** 0 for what the network runs by itself. */
  readonly nodeNum: bigint;
  readonly consensusNs: bigint;
  /** Of a batch's part: the batch's consensus time. */
  readonly parentNs: bigint | null;
  readonly isSignedBy: (key: proto.IKey) => boolean;
  readonly fees: Fees;
};

/** A part of a batch that has run. */
type DonePart = { readonly run: Run; readonly result: StatusName; readonly charged: Fees | undefined };

export function feesFor({ priceTimes }: Store, transaction: ParsedTransaction): Fees {
  const price = handlers[transaction.kind]?.price(transaction.body) ?? 0n;
  return feesOf(price, transaction.signatures.length, priceTimes);
}

/** By the transaction's own signatures. */
export function signedByItself({ signatures, bodyBytes }: ParsedTransaction): Run["isSignedBy"] {
  return (key) => isSignedBy(key, signatures, bodyBytes);
}

/** Charges, applies and enters one transaction. A failed effect is undone; its fee stays. */
export function execute(engine: Engine, run: Run, verdict: Verdict | undefined): DonePart {
  const charged = chargedFees(run, verdict);
  const paid = charged === undefined ? 0n : chargeFees(engine.store, run, charged);
  const parts: DonePart[] = [];
  let result: StatusName = verdict?.status ?? "SUCCESS";
  let outcome: Outcome | undefined;
  let receipt: proto.ITransactionReceipt = {};
  if (paid === undefined) {
    result = "INSUFFICIENT_PAYER_BALANCE";
  } else if (verdict === undefined) {
    try {
      outcome = engine.store.atomically(() => applyEffect(engine, run, parts));
      receipt = outcome.receipt;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      result = error.status;
      receipt = error.receipt;
      for (const part of parts) enterUndone(engine.store, part);
    }
  }
  const entityNum = outcome?.entityNum ?? handlers[run.transaction.kind]?.target?.(run.transaction.body) ?? null;
  enter(engine.store, run, { result, entityNum, fee: paid ?? 0n, receipt });
  return { run, result, charged };
}

function chargedFees({ fees }: Run, verdict: Verdict | undefined): Fees | undefined {
  if (verdict === undefined || verdict.charge === "all") return fees;
  return verdict.charge === "nobody" ? undefined : { ...fees, service: 0n };
}

/** Returns the sum in tinybars, or undefined (and moves nothing) if the payer has too little. */
function chargeFees(store: Store, run: Run, fees: Fees): bigint | undefined {
  const { payerNum } = run.transaction;
  const sum = totalFee(fees);
  if ((store.account(payerNum)?.balance ?? 0n) < sum) return undefined;
  const nodeFee = run.nodeNum === 0n ? 0n : fees.node;
  store.addToBalance(payerNum, -sum, run.consensusNs);
  if (nodeFee > 0n) store.addToBalance(run.nodeNum, nodeFee, run.consensusNs);
  store.addToBalance(feeAccountNum, sum - nodeFee, run.consensusNs);
  return sum;
}

function applyEffect(engine: Engine, run: Run, parts: DonePart[]): Outcome {
  const { transaction, consensusNs } = run;
  const { store, tokens, schedules } = engine;
  const handler = handlers[transaction.kind];
  if (handler === undefined) throw new Refused("NOT_SUPPORTED");
  handler.check?.(transaction.body);
  const keys = handler.keys?.(transaction.body, engine) ?? [];
  if (!keys.every(run.isSignedBy)) throw new Refused("INVALID_SIGNATURE");
  return handler.handle({
    store,
    tokens,
    schedules,
    transaction,
    consensusNs,
    transfer(fromNum, toNum, tinybars) {
      if ((store.account(fromNum)?.balance ?? 0n) < tinybars) throw new Refused("INSUFFICIENT_PAYER_BALANCE");
      store.addToBalance(fromNum, -tinybars, consensusNs);
      store.addToBalance(toNum, tinybars, consensusNs);
    },
    keysOf: (other) => keysOf(engine, other),
    runPart(part) {
      const done = runPart(engine, part, run);
      parts.push(done);
      return done.result;
    },
    runScheduled: (scheduled, publicKeys) => runScheduled(engine, scheduled, publicKeys),
  });
}

/** Every key that a transaction must be signed with, its payer's first. @throws Refused if none can be told. */
export function keysOf(engine: Engine, transaction: ParsedTransaction): readonly proto.IKey[] {
  const handler = handlers[transaction.kind];
  if (handler === undefined) throw new Refused("NOT_SUPPORTED");
  handler.check?.(transaction.body);
  const payer = engine.store.account(transaction.payerNum);
  if (payer === undefined) throw new Refused("PAYER_ACCOUNT_NOT_FOUND");
  return [keyOfAccount(payer), ...(handler.keys?.(transaction.body, engine) ?? [])];
}

function runPart(engine: Engine, transaction: ParsedTransaction, batch: Run): DonePart {
  const run: Run = {
    transaction,
    nodeNum: batch.nodeNum,
    consensusNs: engine.next(),
    parentNs: batch.consensusNs,
    isSignedBy: signedByItself(transaction),
    fees: feesFor(engine.store, transaction),
  };
  return execute(engine, run, partVerdict(engine, run));
}

/** What a node would have checked had the part come by itself. */
function partVerdict(
  { store }: Engine,
  { transaction, consensusNs, isSignedBy: isSigned, fees }: Run,
): Verdict | undefined {
  const payer = store.account(transaction.payerNum);
  if (payer === undefined) return { status: "PAYER_ACCOUNT_NOT_FOUND", charge: "nobody" };
  if (!isSigned(decodeKey(payer.key))) return { status: "INVALID_PAYER_SIGNATURE", charge: "nobody" };
  if (!isValidDuration(transaction.durationS)) return { status: "INVALID_TRANSACTION_DURATION", charge: "nobody" };
  return identityVerdict(store, transaction, consensusNs) ?? feeVerdict(transaction, fees);
}

/** Returns the consensus time it ran at, whatever its result. Its payer pays the service part alone. */
export function runScheduled(
  engine: Engine,
  transaction: ParsedTransaction,
  publicKeys: readonly Uint8Array[],
): bigint {
  const fees = { ...feesFor(engine.store, transaction), node: 0n, network: 0n };
  const signed = new Set(publicKeys.map((key) => Buffer.from(key).toString("hex")));
  const run: Run = {
    transaction,
    nodeNum: 0n,
    consensusNs: engine.next(),
    parentNs: null,
    isSignedBy: (key) => isSatisfied(key, (publicKey) => signed.has(Buffer.from(publicKey).toString("hex"))),
    fees,
  };
  execute(engine, run, feeVerdict(transaction, fees));
  return run.consensusNs;
}

/** A part of a batch that failed: its effect is gone, its fee and its entry are not. */
function enterUndone(store: Store, { run, result, charged }: DonePart): void {
  const fee = charged === undefined ? 0n : (chargeFees(store, run, charged) ?? 0n);
  const undone = result === "SUCCESS" ? "REVERTED_SUCCESS" : result;
  const entityNum = handlers[run.transaction.kind]?.target?.(run.transaction.body) ?? null;
  enter(store, run, { result: undone, entityNum, fee, receipt: {} });
}

type Ending = Pick<EntryRow, "result" | "entityNum" | "fee"> & { readonly receipt: proto.ITransactionReceipt };

function enter(store: Store, run: Run, ending: Ending): void {
  const { transaction, nodeNum, consensusNs, parentNs } = run;
  const { batchKey } = transaction.body;
  store.insertEntry({
    consensusNs,
    payerNum: transaction.id.accountNum,
    validStartNs: transaction.id.validStartNs,
    nonce: 0n,
    scheduled: transaction.id.scheduled ? 1n : 0n,
    durationS: transaction.durationS,
    nodeNum,
    kind: transaction.kind,
    memo: transaction.body.memo,
    hash: transaction.hash,
    maxFee: fromLong(transaction.body.transactionFee),
    ...ending,
    receipt: encodeReceipt(ending, consensusNs),
    parentNs,
    batchKey: batchKey ? encodeKey(batchKey) : null,
  });
}

function encodeReceipt({ result, receipt }: Ending, consensusNs: bigint): Uint8Array {
  const rate = {
    hbarEquiv: 1,
    centEquiv: centsPerHbar,
    expirationTime: { seconds: toLong(consensusNs / nsPerS + 3600n) },
  };
  return proto.TransactionReceipt.encode({
    ...receipt,
    status: statusCode(result),
    exchangeRate: { currentRate: rate, nextRate: rate },
  }).finish();
}
