import { AccountUpdateTransaction, Client, PrivateKey } from "@hashgraph/sdk";
import { expect } from "vitest";
import type { Ledger } from "../../src/ledger/ledger.ts";
import type { LocalLedger } from "../../src/ledger/local/node.ts";

/** Another key for the local ledger's operator, and back: as an operator does who believes that the first one leaked. */
export async function changeOperatorKey({ local, ledger }: { readonly local: LocalLedger; readonly ledger: Ledger }) {
  const { accountId, privateKeyDer } = local.operator;
  const [own, other] = [PrivateKey.fromStringDer(privateKeyDer), PrivateKey.generateED25519()];
  await change(own, other);
  return { changeBack: () => change(other, own) };

  async function change(from: PrivateKey, to: PrivateKey): Promise<void> {
    const client = new Client({ network: { ...local.network }, scheduleNetworkUpdate: false });
    client.setOperator(accountId, from);
    const update = new AccountUpdateTransaction().setAccountId(accountId).setKey(to.publicKey).freezeWith(client);
    await (await update.sign(to)).execute(client);
    client.close();
    const shown = async () => (await ledger.mirror.account(accountId))?.key;
    await expect.poll(shown).toBe(to.publicKey.toStringRaw());
  }
}
