import {
  NftId,
  TokenAirdropTransaction,
  TokenAssociateTransaction,
  TokenCancelAirdropTransaction,
  TokenClaimAirdropTransaction,
  type TokenId,
  TokenMintTransaction,
  TransactionRecordQuery,
  TransferTransaction,
} from "@hashgraph/sdk";
import { beforeEach, describe, expect, test } from "vitest";
import type { LocalLedger } from "../../../src/ledger/local/node.ts";
import { mirror, type Network, startNetwork, statusOf } from "./support.ts";
import { type Account, heldBy, mintOf, newAccount, newToken, run } from "./token-support.ts";

let network: Network<LocalLedger>;
let treasury: string;
let token: TokenId;

beforeEach(async () => {
  network = await startNetwork();
  treasury = network.ledger.operator.accountId;
  token = await newToken(network);
  await run(network, mintOf(token, 1000));
});

const associate = (account: Account, ...tokens: TokenId[]) =>
  run(network, new TokenAssociateTransaction().setAccountId(account.id).setTokenIds(tokens), [account.key]);

const send = (amount: number, to: Account) =>
  new TransferTransaction().addTokenTransfer(token, treasury, -amount).addTokenTransfer(token, to.id, amount);

describe("a transfer of units", () => {
  test("arrives once the receiver is associated, and not before", async () => {
    const buyer = await newAccount(network);
    expect((await run(network, send(10, buyer))).status).toBe("TOKEN_NOT_ASSOCIATED_TO_ACCOUNT");
    expect(await heldBy(network.ledger, buyer.id, token)).toBeUndefined();
    expect((await associate(buyer, token)).status).toBe("SUCCESS");
    expect((await associate(buyer, token)).status).toBe("TOKEN_ALREADY_ASSOCIATED_TO_ACCOUNT");
    expect((await run(network, send(10, buyer))).status).toBe("SUCCESS");
    expect(await heldBy(network.ledger, buyer.id, token)).toBe(10);
    expect(await heldBy(network.ledger, treasury, token)).toBe(990);
  });

  test("uses up free automatic associations, and no more than there are", async () => {
    const one = await newAccount(network, 1);
    const any = await newAccount(network, -1);
    const other = await newToken(network);
    await run(network, mintOf(other, 5));
    expect((await run(network, send(10, one))).status).toBe("SUCCESS");
    const second = (to: Account) =>
      new TransferTransaction().addTokenTransfer(other, treasury, -1).addTokenTransfer(other, to.id, 1);
    expect((await run(network, second(one))).status).toBe("NO_REMAINING_AUTOMATIC_ASSOCIATIONS");
    expect((await run(network, send(10, any))).status).toBe("SUCCESS");
    expect((await run(network, second(any))).status).toBe("SUCCESS");
    const { body } = await mirror(network.ledger, `accounts/${any.id}/tokens`);
    expect(
      body.tokens.map(
        (row: { token_id: string; automatic_association: boolean; balance: number; decimals: number }) => [
          row.token_id,
          row.automatic_association,
          row.balance,
          row.decimals,
        ],
      ),
    ).toEqual([
      [token.toString(), true, 10, 3],
      [other.toString(), true, 1, 3],
    ]);
  });

  test("gives no more than the giver has, and nothing without the giver's signature", async () => {
    const buyer = await newAccount(network, -1);
    expect((await run(network, send(1001, buyer))).status).toBe("INSUFFICIENT_TOKEN_BALANCE");
    await run(network, send(10, buyer));
    const back = () =>
      new TransferTransaction().addTokenTransfer(token, buyer.id, -4).addTokenTransfer(token, treasury, 4);
    expect((await run(network, back())).status).toBe("INVALID_SIGNATURE");
    expect((await run(network, back(), [buyer.key])).status).toBe("SUCCESS");
    expect(await heldBy(network.ledger, buyer.id, token)).toBe(6);
    expect(await heldBy(network.ledger, treasury, token)).toBe(994);
  });

  test("that does not add up to zero is refused by the node", async () => {
    const buyer = await newAccount(network, -1);
    const uneven = new TransferTransaction().addTokenTransfer(token, treasury, -2).addTokenTransfer(token, buyer.id, 3);
    expect(await statusOf(run(network, uneven))).toBe("TRANSFERS_NOT_ZERO_SUM_FOR_TOKEN");
    const hbar = new TransferTransaction().addHbarTransfer(treasury, -1).addHbarTransfer(buyer.id, 2);
    expect(await statusOf(run(network, hbar))).toBe("INVALID_ACCOUNT_AMOUNTS");
  });

  test("moves all it names or nothing: hbar, units and serials together", async () => {
    const certificate = await newToken(network, { nft: true });
    await run(network, new TokenMintTransaction().setTokenId(certificate).setMetadata([new Uint8Array([1])]));
    const buyer = await newAccount(network, -1);
    const before = (await mirror(network.ledger, `accounts/${buyer.id}`)).body.balance.balance;
    const sale = (serial: number) =>
      send(10, buyer)
        .addHbarTransfer(buyer.id, -5)
        .addHbarTransfer(treasury, 5)
        .addNftTransfer(new NftId(certificate, serial), treasury, buyer.id);
    expect((await run(network, sale(2), [buyer.key])).status).toBe("INVALID_NFT_ID");
    expect(await heldBy(network.ledger, buyer.id, token)).toBeUndefined();
    const sold = await run(network, sale(1), [buyer.key]);
    expect(sold.status).toBe("SUCCESS");
    const { body } = await mirror(network.ledger, `accounts/${buyer.id}`);
    expect(body.balance).toMatchObject({
      balance: before - 500_000_000,
      tokens: [
        { token_id: token.toString(), balance: 10 },
        { token_id: certificate.toString(), balance: 1 },
      ],
    });
    const nft = (await mirror(network.ledger, `tokens/${certificate}/nfts/1`)).body;
    expect(nft.account_id).toBe(buyer.id.toString());
    const history = (await mirror(network.ledger, `tokens/${certificate}/nfts/1/transactions`)).body.transactions;
    expect(
      history.map((entry: { type: string; sender_account_id: string | null }) => [entry.type, entry.sender_account_id]),
    ).toEqual([
      ["CRYPTOTRANSFER", treasury],
      ["TOKENMINT", null],
    ]);
    const again = new TransferTransaction().addNftTransfer(new NftId(certificate, 1), treasury, buyer.id);
    expect((await run(network, again)).status).toBe("SENDER_DOES_NOT_OWN_NFT_SERIAL_NO");
  });
});

describe("an airdrop", () => {
  const drop = (amount: number, to: Account) =>
    new TokenAirdropTransaction().addTokenTransfer(token, treasury, -amount).addTokenTransfer(token, to.id, amount);
  const pending = async (account: Account, state = "pending") =>
    (await mirror(network.ledger, `accounts/${account.id}/airdrops/${state}`)).body.airdrops;

  test("arrives at once at an account that can hold the token", async () => {
    const buyer = await newAccount(network, -1);
    expect((await run(network, drop(10, buyer))).status).toBe("SUCCESS");
    expect(await heldBy(network.ledger, buyer.id, token)).toBe(10);
    expect(await pending(buyer)).toEqual([]);
  });

  test("waits for an account that cannot, adds up, and is claimed once", async () => {
    const buyer = await newAccount(network);
    const first = await run(network, drop(10, buyer));
    await run(network, drop(5, buyer));
    expect(await heldBy(network.ledger, buyer.id, token)).toBeUndefined();
    expect(await heldBy(network.ledger, treasury, token)).toBe(1000);
    expect(await pending(buyer)).toMatchObject([
      { amount: 15, receiver_id: buyer.id.toString(), sender_id: treasury, serial_number: null },
    ]);
    const record = await new TransactionRecordQuery().setTransactionId(first.id).execute(network.client);
    const [waiting] = record.newPendingAirdrops;
    if (waiting?.airdropId === undefined) throw new Error("no pending airdrop in the record");
    const claim = () => new TokenClaimAirdropTransaction().addPendingAirdropId(waiting.airdropId);
    expect((await run(network, claim())).status).toBe("INVALID_SIGNATURE");
    expect((await run(network, claim(), [buyer.key])).status).toBe("SUCCESS");
    expect((await run(network, claim(), [buyer.key])).status).toBe("INVALID_PENDING_AIRDROP_ID");
    expect(await heldBy(network.ledger, buyer.id, token)).toBe(15);
    expect(await heldBy(network.ledger, treasury, token)).toBe(985);
    expect(await pending(buyer)).toEqual([]);
  });

  test("of a serial waits but once, stays the giver's, and can be cancelled by the giver alone", async () => {
    const certificate = await newToken(network, { nft: true });
    await run(network, new TokenMintTransaction().setTokenId(certificate).setMetadata([new Uint8Array([1])]));
    const buyer = await newAccount(network);
    const gift = () => new TokenAirdropTransaction().addNftTransfer(new NftId(certificate, 1), treasury, buyer.id);
    const dropped = await run(network, gift());
    expect(dropped.status).toBe("SUCCESS");
    expect((await run(network, gift())).status).toBe("PENDING_NFT_AIRDROP_ALREADY_EXISTS");
    expect(await pending(buyer)).toMatchObject([{ serial_number: 1, token_id: certificate.toString() }]);
    const record = await new TransactionRecordQuery().setTransactionId(dropped.id).execute(network.client);
    const id = record.newPendingAirdrops[0]?.airdropId;
    if (id === undefined) throw new Error("no pending airdrop in the record");
    expect((await run(network, new TokenCancelAirdropTransaction().addPendingAirdropId(id))).status).toBe("SUCCESS");
    expect(await pending(buyer)).toEqual([]);
    const claim = new TokenClaimAirdropTransaction().addPendingAirdropId(id);
    expect((await run(network, claim, [buyer.key])).status).toBe("INVALID_PENDING_AIRDROP_ID");
    expect((await mirror(network.ledger, `tokens/${certificate}/nfts/1`)).body.account_id).toBe(treasury);
  });

  test("of more than the giver has does not even wait", async () => {
    const buyer = await newAccount(network);
    expect((await run(network, drop(1001, buyer))).status).toBe("INSUFFICIENT_TOKEN_BALANCE");
    expect(await pending(buyer)).toEqual([]);
  });
});
