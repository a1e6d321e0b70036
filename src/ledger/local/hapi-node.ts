import { proto } from "@hiero-ledger/proto";
import type { Consensus } from "./consensus.ts";
import type { Call, CallFault, Faults, Silence } from "./faults.ts";
import { partKinds } from "./handlers/batch.ts";
import { precheck } from "./precheck.ts";
import { answerQuery, encodeResponse } from "./queries.ts";
import type { Store } from "./store.ts";
import {
  keyText,
  type ParsedTransaction,
  parseTransaction,
  receiptLifeNs,
  type TransactionKey,
} from "./transaction.ts";
import { usesUpId } from "./verdict.ts";
import { idText, Refused, type StatusName, statusCode } from "./wire.ts";

/** An encoded answer, or none: the caller's connection is closed or left waiting. */
export type Answer = Uint8Array | Silence;

type NodeDeps = {
  readonly store: Store;
  readonly consensus: Consensus;
  readonly faults: Faults;
  readonly nowNs: () => bigint;
};

/** One node of the network: its own precheck and memory, one state and consensus shared with the others. */
export class HapiNode {
  readonly num: bigint;
  readonly #deps: NodeDeps;
  /** Ids this node took, in order, each until its window closes. Not durable, as in a real node. */
  readonly #taken = new Map<string, bigint>();

  constructor(num: bigint, deps: NodeDeps) {
    this.num = num;
    this.#deps = deps;
  }

  get accountId(): string {
    return idText(this.num);
  }

  /** Serves a `Transaction`; the answer is a `TransactionResponse`. */
  onTransaction(raw: Uint8Array): Answer {
    const down = this.#deps.faults.nodeSilence(this.accountId);
    if (down !== undefined) return down;
    try {
      const transaction = parseTransaction(raw);
      const call = { node: this.accountId, names: ["submit", transaction.kind, ...partKinds(transaction.body)] };
      const answer = () => encodeTransactionResponse(this.#accept(transaction, call));
      return this.#serve(call, answer, encodeTransactionResponse);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return encodeTransactionResponse(error.status);
    }
  }

  /** Serves a `Query`; the answer is a `Response`. @throws if the bytes are no query. */
  onQuery(raw: Uint8Array): Answer {
    const { store, consensus, faults, nowNs } = this.#deps;
    const down = faults.nodeSilence(this.accountId);
    if (down !== undefined) return down;
    const query = proto.Query.decode(raw);
    consensus.settle();
    const names = ["query", query.query ?? "none", ...(query.query === "transactionGetReceipt" ? ["receipt"] : [])];
    const context = { store, nowNs: nowNs(), isPendingHere: (key: TransactionKey) => this.#remembers(key) };
    return this.#serve(
      { node: this.accountId, names },
      () => answerQuery(query, context),
      (status) => encodeResponse(query, status, {}),
    );
  }

  /** Does one call's work under the fault that is armed for it, if any. */
  #serve(call: Call, work: () => Uint8Array, refuse: (status: StatusName) => Uint8Array): Answer {
    const fault: CallFault | undefined = this.#deps.faults.takeForCall(call);
    if (fault?.kind === "precheck") return refuse(fault.status);
    if (fault?.kind === "reply-lost-before") return fault.how ?? "silent";
    const answer = work();
    return fault?.kind === "reply-lost-after" ? (fault.how ?? "silent") : answer;
  }

  #accept(transaction: ParsedTransaction, call: Call): StatusName {
    const { store, consensus, faults, nowNs } = this.#deps;
    try {
      precheck(transaction, {
        store,
        nodeNum: this.num,
        nowNs: nowNs(),
        isKnown: () => this.#remembers(transaction.id) || store.entries(transaction.id).some(usesUpId),
      });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return error.status;
    }
    this.#remember(transaction.id);
    const fault = faults.takeForAccepted(call);
    if (fault?.kind !== "dropped") {
      const forcedStatus = fault?.kind === "consensus" ? fault.status : undefined;
      consensus.submit({ transaction, nodeNum: this.num, forcedStatus });
    }
    return "OK";
  }

  #remember(key: TransactionKey): void {
    const nowNs = this.#deps.nowNs();
    for (const [id, untilNs] of this.#taken) {
      if (untilNs >= nowNs) break;
      this.#taken.delete(id);
    }
    this.#taken.set(keyText(key), key.validStartNs + receiptLifeNs);
  }

  #remembers(key: TransactionKey): boolean {
    const untilNs = this.#taken.get(keyText(key));
    return untilNs !== undefined && untilNs >= this.#deps.nowNs();
  }
}

function encodeTransactionResponse(status: StatusName): Uint8Array {
  return proto.TransactionResponse.encode({ nodeTransactionPrecheckCode: statusCode(status) }).finish();
}
