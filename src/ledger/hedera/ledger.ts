import { AccountId } from "@hashgraph/sdk";
import type { SigningKey } from "../../platform/signing-key.ts";
import type { Ledger, NetworkName } from "../ledger.ts";
import { createMirror } from "../mirror.ts";
import { type Nodes, renewedNodes } from "./address-book.ts";
import { askReceipt, sendOnce } from "./answers.ts";
import { openClient, replaceNodes } from "./client.ts";
import { parseOperatorKey } from "./operator.ts";
import { prepareTransaction } from "./transaction.ts";

export { parseOperatorKey };

export type HederaOptions = {
  readonly network: NetworkName;
  /** `0.0.1001`. */
  readonly operatorId: string;
  /** See {@link parseOperatorKey}. */
  readonly operatorKey: string | SigningKey;
  /** Further keys that sign where an attempt's terms name them, in the forms of {@link parseOperatorKey}. */
  readonly signers?: Readonly<Record<string, string | SigningKey>>;
  /** Told the head of each answer of the mirror's. */
  readonly onMirrorAnswer?: (headers: Headers) => void;
  /** `host:port` -> node account. Required on `local`; elsewhere the SDK's own list serves. */
  readonly nodes?: Readonly<Record<string, string>>;
  /** Base URL of the mirror REST face, without `/api/v1`. */
  readonly mirrorUrl: string;
  /** Milliseconds until one call to a node or mirror is given up; 10,000 if absent. */
  readonly requestTimeoutMs?: number;
};

/**
 * The ledger through the Hedera SDK, the same code for the local ledger and the public networks.
 * Opens no connection before the first call.
 *
 * @throws Error with one sentence when the operator or the nodes are not usable.
 */
export function createHederaLedger(options: HederaOptions): Ledger {
  const { network, operatorId, nodes, mirrorUrl, requestTimeoutMs = 10_000 } = options;
  if (!/^\d+\.\d+\.\d+$/.test(operatorId)) throw new Error("HEDERA_OPERATOR_ID is not an account such as 0.0.1001.");
  const operator = { accountId: operatorId, key: parseOperatorKey(options.operatorKey) };
  const signers = Object.fromEntries(
    Object.entries(options.signers ?? {}).map(([name, key]) => [
      name,
      parseOperatorKey(key, `HEDERA_${name.toUpperCase()}_KEY`),
    ]),
  );
  const client = openClient({ network, requestTimeoutMs, ...(nodes === undefined ? {} : { nodes }) });
  const mirror = createMirror({ url: mirrorUrl, requestTimeoutMs, onAnswer: options.onMirrorAnswer });
  const nodeAccountIds = sortedAccounts(Object.values(client.network));

  return {
    network,
    payerAccountId: operatorId,
    payerKey: operator.key.publicKeyHex,
    signerKeys: Object.fromEntries(Object.entries(signers).map(([name, key]) => [name, key.publicKeyHex])),
    nodeAccountIds,
    mirror,
    mirrorUrl,
    prepare: (work, terms) => prepareTransaction(operator, work, terms, signers),
    send: (prepared) => sendOnce(client, prepared),
    receipt: (transactionId, nodeAccountId) => askReceipt(client, transactionId, nodeAccountId),
    async renewNodes() {
      const known = Object.fromEntries(Object.entries(client.network).map(([at, account]) => [at, String(account)]));
      const renewed = renewedNodes(network, known, await mirror.nodes());
      if ("refused" in renewed) return renewed;
      const added = otherThan(renewed.nodes, known);
      const removed = otherThan(known, renewed.nodes);
      if (added.length + removed.length > 0) {
        replaceNodes(client, renewed.nodes);
        nodeAccountIds.splice(0, nodeAccountIds.length, ...sortedAccounts(Object.values(client.network)));
      }
      return { added, removed };
    },
    close: async () => client.close(),
  };
}

/** `0.0.3 at 192.0.2.1:50211`, of those that others do not have. */
const otherThan = (nodes: Nodes, others: Nodes): string[] =>
  Object.entries(nodes).flatMap(([at, account]) => (others[at] === account ? [] : [`${account} at ${at}`]));

/** Each account once, in numeric order: the SDK shuffles its nodes, and some have several addresses. */
function sortedAccounts(accounts: readonly (string | AccountId)[]): string[] {
  const byText = new Map(accounts.map((account) => [account.toString(), AccountId.fromString(account.toString())]));
  return [...byText].sort(([, a], [, b]) => a.compare(b)).map(([text]) => text);
}
