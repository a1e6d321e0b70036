import {
  AccountId,
  Client,
  PrivateKey,
  Timestamp,
  TokenDeleteTransaction,
  TokenId,
  TokenUpdateTransaction,
  TransactionId,
} from "@hashgraph/sdk";
import { expect } from "vitest";
import type { Ledger } from "../../src/ledger/ledger.ts";
import type { LocalLedger } from "../../src/ledger/local/node.ts";

/** What the holder of a token's admin key, the operator's, does to it behind the gateway's back. */

type Around = { readonly local: LocalLedger; readonly clock: { nowMs(): number } };

/** Another account of the operator's key, which takes any token. */
export async function otherAccount({ local, ledger, clock }: Around & { readonly ledger: Ledger }) {
  const transactionId = `${ledger.payerAccountId}@${Math.floor(clock.nowMs() / 1000) - 5}.000000999`;
  const nodeAccountId = ledger.nodeAccountIds[0] as string;
  const terms = { transactionId, validDurationS: 60, nodeAccountId };
  const account = { key: ledger.payerKey, maxAutoAssociations: -1, memo: "", initialBalance: 100_000_000_000n };
  await ledger.send(await ledger.prepare({ kind: "create-account", ...account }, terms));
  let accountId = "";
  await expect
    .poll(async () => {
      const report = await ledger.receipt(transactionId, nodeAccountId);
      accountId = (report.outcome === "final" && report.accountId) || "";
      return accountId;
    })
    .not.toBe("");
  return { accountId, key: local.operator.privateKeyDer };
}

/** Another account becomes the treasury, which has to sign too. */
export function giveTreasury(around: Around, tokenId: string, to: { accountId: string; key: string }): Promise<void> {
  const treasury = AccountId.fromString(to.accountId);
  const change = new TokenUpdateTransaction().setTokenId(TokenId.fromString(tokenId)).setTreasuryAccountId(treasury);
  return act(around, change, to.key);
}

export function deleteToken(around: Around, tokenId: string): Promise<void> {
  const { privateKeyDer } = around.local.operator;
  return act(around, new TokenDeleteTransaction().setTokenId(TokenId.fromString(tokenId)), privateKeyDer);
}

async function act({ local, clock }: Around, change: TokenUpdateTransaction | TokenDeleteTransaction, signer: string) {
  const { accountId, privateKeyDer } = local.operator;
  const client = Client.forNetwork(local.network, { scheduleNetworkUpdate: false });
  client.setOperator(accountId, PrivateKey.fromStringDer(privateKeyDer));
  try {
    const start = Timestamp.fromDate(new Date(Math.floor(clock.nowMs()) - 5_000));
    change.setTransactionId(TransactionId.withValidStart(AccountId.fromString(accountId), start)).freezeWith(client);
    await change.sign(PrivateKey.fromStringDer(signer));
    await (await change.execute(client)).getReceipt(client);
  } finally {
    client.close();
  }
}
