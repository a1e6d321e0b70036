import { PrivateKey, TokenDeleteTransaction, TokenMintTransaction, TokenUpdateTransaction } from "@hashgraph/sdk";
import { expect, test } from "vitest";
import { mirror, startNetwork } from "./support.ts";
import { mintOf, newAccount, newToken, run, tokenCreation } from "./token-support.ts";

/** What whoever has a token's admin key can do to it. */

async function changeable(nft = false) {
  const network = await startNetwork();
  const adminKey = PrivateKey.generateED25519();
  const { receipt } = await run(network, tokenCreation(network, { nft }).setAdminKey(adminKey), [adminKey]);
  if (receipt.tokenId === null) throw new Error("no token");
  const { tokenId } = receipt;
  const shown = async () => (await mirror(network.ledger, `tokens/${tokenId}`)).body;
  const held = async (account: unknown) =>
    (await mirror(network.ledger, `accounts/${account}/tokens?token.id=${tokenId}`)).body.tokens[0]?.balance;
  return { network, adminKey, tokenId, shown, held };
}

test("a token's new treasury takes all that the old one holds of it, and what is minted from then on", async () => {
  const { network, adminKey, tokenId, shown, held } = await changeable();
  const other = await newAccount(network, 1);
  await run(network, mintOf(tokenId, 70));
  const update = new TokenUpdateTransaction().setTokenId(tokenId).setTreasuryAccountId(other.id);
  expect((await run(network, update, [adminKey, other.key])).status).toBe("SUCCESS");
  expect(await shown()).toMatchObject({ treasury_account_id: other.id.toString(), total_supply: "70" });
  await run(network, mintOf(tokenId, 5));
  expect([await held(network.ledger.operator.accountId), await held(other.id)]).toEqual([0, 75]);
  const { body } = await mirror(network.ledger, `transactions?account.id=${other.id}&transactiontype=TOKENUPDATE`);
  const amounts = body.transactions[0].token_transfers.map((move: { amount: number }) => move.amount);
  expect(amounts.sort()).toEqual([-70, 70]);
});

test("and all its serials", async () => {
  const { network, adminKey, tokenId, held } = await changeable(true);
  const other = await newAccount(network, 1);
  await run(network, new TokenMintTransaction().setTokenId(tokenId).setMetadata([1, 2].map((n) => Uint8Array.of(n))));
  const update = new TokenUpdateTransaction().setTokenId(tokenId).setTreasuryAccountId(other.id);
  expect((await run(network, update, [adminKey, other.key])).status).toBe("SUCCESS");
  expect([await held(network.ledger.operator.accountId), await held(other.id)]).toEqual([0, 2]);
});

test("it has to sign, to have a place for the token, and the admin key has to sign; without one nobody changes it", async () => {
  const { network, adminKey, tokenId } = await changeable();
  const [open, closed] = [await newAccount(network, 1), await newAccount(network, 0)];
  const to = (account: typeof open, token = tokenId) =>
    new TokenUpdateTransaction().setTokenId(token).setTreasuryAccountId(account.id);
  expect((await run(network, to(open), [adminKey])).status).toBe("INVALID_SIGNATURE");
  expect((await run(network, to(open), [open.key])).status).toBe("INVALID_SIGNATURE");
  expect((await run(network, to(closed), [adminKey, closed.key])).status).toBe("TOKEN_NOT_ASSOCIATED_TO_ACCOUNT");
  const fixed = await newToken(network);
  expect((await run(network, to(open, fixed), [adminKey, open.key])).status).toBe("TOKEN_IS_IMMUTABLE");
});

test("with another supply key the one before mints no more", async () => {
  const { network, adminKey, tokenId } = await changeable();
  const supplyKey = PrivateKey.generateED25519();
  const update = new TokenUpdateTransaction().setTokenId(tokenId).setSupplyKey(supplyKey);
  expect((await run(network, update, [adminKey])).status).toBe("SUCCESS");
  expect((await run(network, mintOf(tokenId, 1))).status).toBe("INVALID_SIGNATURE");
  expect((await run(network, mintOf(tokenId, 1), [supplyKey])).status).toBe("SUCCESS");
});

test("nothing is minted in a token that was deleted, and a mirror says that it is", async () => {
  const { network, adminKey, tokenId, shown } = await changeable();
  expect(await shown()).toMatchObject({ deleted: false });
  const deletion = new TokenDeleteTransaction().setTokenId(tokenId);
  expect((await run(network, deletion, [adminKey])).status).toBe("SUCCESS");
  expect((await run(network, mintOf(tokenId, 1))).status).toBe("TOKEN_WAS_DELETED");
  expect(await shown()).toMatchObject({ deleted: true });
});

test("whatever else an update asks for is refused, not passed over", async () => {
  const { network, adminKey, tokenId } = await changeable();
  const update = new TokenUpdateTransaction().setTokenId(tokenId).setTokenName("Another");
  await expect(run(network, update, [adminKey])).rejects.toThrow("NOT_SUPPORTED");
});
