import {
  AccountId,
  KeyList,
  Long,
  NftId,
  PrivateKey,
  TokenBurnTransaction,
  TokenInfoQuery,
  TokenMintTransaction,
  TokenNftInfoQuery,
  TokenSupplyType,
  TokenType,
  TransactionRecordQuery,
  TransferTransaction,
} from "@hashgraph/sdk";
import { describe, expect, test } from "vitest";
import { mirror, startNetwork, statusOf } from "./support.ts";
import { heldBy, mintOf, newAccount, newToken, prepare, run, supplyOf, tokenCreation } from "./token-support.ts";

const text = (value: string) => new TextEncoder().encode(value);

describe("a token", () => {
  test("is what its creation said, to nodes and to the mirror", async () => {
    const network = await startNetwork();
    const admin = PrivateKey.generateED25519();
    const created = await run(network, tokenCreation(network).setAdminKey(admin.publicKey), [admin]);
    const token = created.receipt.tokenId?.toString() ?? "";
    const info = await new TokenInfoQuery().setTokenId(token).execute(network.client);
    expect(info).toMatchObject({
      name: "Hydro credit 2026",
      symbol: "HYC26",
      tokenMemo: "rulebook digest",
      decimals: 3,
    });
    expect(info.maxSupply?.toString()).toBe("1000000");
    expect(info.supplyKey?.toString()).toBe(network.operatorKey.toString());
    expect((await mirror(network.ledger, `tokens/${token}`)).body).toMatchObject({
      admin_key: { _type: "ED25519", key: admin.publicKey.toStringRaw() },
      decimals: "3",
      max_supply: "1000000",
      memo: "rulebook digest",
      supply_key: { _type: "ED25519", key: network.operatorKey.toStringRaw() },
      supply_type: "FINITE",
      total_supply: "0",
      treasury_account_id: network.ledger.operator.accountId,
      type: "FUNGIBLE_COMMON",
    });
  });

  test("is not made without the signatures of its treasury and admin key, or with what cannot be", async () => {
    const network = await startNetwork();
    const treasury = await newAccount(network);
    const creation = () => tokenCreation(network);
    const status = async (transaction: ReturnType<typeof creation>, ...keys: PrivateKey[]) => {
      const sent = await statusOf((await prepare(network, transaction, keys)).execute(network.client));
      if (sent !== "OK") return sent;
      return (await run(network, transaction, keys).catch(() => undefined))?.status;
    };
    expect((await run(network, creation().setTreasuryAccountId(treasury.id))).status).toBe("INVALID_SIGNATURE");
    const admin = PrivateKey.generateED25519();
    expect((await run(network, creation().setAdminKey(admin.publicKey))).status).toBe("INVALID_SIGNATURE");
    expect((await run(network, creation().setTreasuryAccountId(treasury.id), [treasury.key])).status).toBe("SUCCESS");
    expect(await status(creation().setTokenName(""))).toBe("MISSING_TOKEN_NAME");
    expect(await status(creation().setTokenSymbol("é".repeat(51)))).toBe("TOKEN_SYMBOL_TOO_LONG");
    expect(await status(creation().setMaxSupply(0))).toBe("INVALID_TOKEN_MAX_SUPPLY");
    expect(await status(creation().setSupplyType(TokenSupplyType.Infinite))).toBe("INVALID_TOKEN_MAX_SUPPLY");
    expect(await status(creation().setInitialSupply(1_000_001))).toBe("INVALID_TOKEN_INITIAL_SUPPLY");
    expect(await status(creation().setTokenType(TokenType.NonFungibleUnique))).toBe("INVALID_TOKEN_DECIMALS");
    expect(await status(creation().setFreezeKey(admin.publicKey))).toBe("NOT_SUPPORTED");
    expect((await mirror(network.ledger, "tokens")).body.tokens).toHaveLength(1);
  });
});

describe("a mint of units", () => {
  test("adds to supply and treasury, says so in its receipt, and stands on the mirror with its memo", async () => {
    const network = await startNetwork();
    const token = await newToken(network);
    expect((await run(network, mintOf(token, 7000))).receipt.totalSupply?.toString()).toBe("7000");
    const second = await run(network, mintOf(token, 500, "period 8"));
    expect(second.receipt.totalSupply?.toString()).toBe("7500");
    const operator = network.ledger.operator.accountId;
    expect(await heldBy(network.ledger, operator, token)).toBe(7500);
    const path = `transactions?account.id=${operator}&transactiontype=TOKENMINT&result=success&order=asc`;
    const { body } = await mirror(network.ledger, path);
    expect(body.transactions[1]).toMatchObject({
      name: "TOKENMINT",
      entity_id: token.toString(),
      memo_base64: Buffer.from("period 8").toString("base64"),
      token_transfers: [{ account: operator, amount: 500, is_approval: false, token_id: token.toString() }],
    });
    const record = await new TransactionRecordQuery().setTransactionId(second.id).execute(network.client);
    expect(record.tokenTransfers.get(token)?.get(AccountId.fromString(operator))?.toString()).toBe("500");
  });

  test("above the maximum supply leaves the supply as it was, also after burns made room and used it up", async () => {
    const network = await startNetwork();
    const token = await newToken(network, { maxSupply: 100 });
    expect((await run(network, mintOf(token, 60))).status).toBe("SUCCESS");
    expect((await run(network, mintOf(token, 41))).status).toBe("TOKEN_MAX_SUPPLY_REACHED");
    expect(await supplyOf(network.ledger, token)).toBe(60n);
    expect((await run(network, mintOf(token, 40))).status).toBe("SUCCESS");
    expect((await run(network, new TokenBurnTransaction().setTokenId(token).setAmount(10))).status).toBe("SUCCESS");
    expect((await run(network, mintOf(token, 11))).status).toBe("TOKEN_MAX_SUPPLY_REACHED");
    expect((await run(network, mintOf(token, 10))).status).toBe("SUCCESS");
    expect(await supplyOf(network.ledger, token)).toBe(100n);
  });

  test("is exact up to 2^63 - 1, and refused at a node beyond", async () => {
    const network = await startNetwork();
    const max = Long.MAX_VALUE;
    const creation = tokenCreation(network).setMaxSupply(max);
    const token = (await run(network, creation)).receipt.tokenId;
    if (token === null) throw new Error("no token");
    const all = new TokenMintTransaction().setTokenId(token).setAmount(max);
    expect((await run(network, all)).receipt.totalSupply?.toString()).toBe("9223372036854775807");
    expect(await supplyOf(network.ledger, token)).toBe(2n ** 63n - 1n);
    const response = await fetch(`${network.ledger.mirrorUrl}/api/v1/tokens/${token}/balances`);
    expect(await response.text()).toContain('"balance":9223372036854775807');
    const tooMuch = new TokenMintTransaction().setTokenId(token).setAmount(Long.MIN_VALUE.toUnsigned());
    expect(await statusOf(run(network, tooMuch))).toBe("INVALID_TOKEN_MINT_AMOUNT");
    expect((await run(network, mintOf(token, 1))).status).toBe("TOKEN_MAX_SUPPLY_REACHED");
  });

  test("needs the supply key: of two out of three, one is too few and any two are enough", async () => {
    const network = await startNetwork();
    const keys = [1, 2, 3].map(() => PrivateKey.generateED25519());
    const supplyKey = new KeyList(
      keys.map((key) => key.publicKey),
      2,
    );
    const token = await newToken(network, { supplyKey });
    const [a, b, c] = keys as [PrivateKey, PrivateKey, PrivateKey];
    expect((await run(network, mintOf(token, 1))).status).toBe("INVALID_SIGNATURE");
    expect((await run(network, mintOf(token, 1), [a])).status).toBe("INVALID_SIGNATURE");
    expect((await run(network, mintOf(token, 1), [a, a])).status).toBe("INVALID_SIGNATURE");
    expect((await run(network, mintOf(token, 1), [a, c])).status).toBe("SUCCESS");
    expect((await run(network, mintOf(token, 1), [c, b])).status).toBe("SUCCESS");
    expect(await supplyOf(network.ledger, token)).toBe(2n);
  });

  test("of an unknown token, and a burn of more than the treasury has, change nothing", async () => {
    const network = await startNetwork();
    const token = await newToken(network);
    expect((await run(network, new TokenMintTransaction().setTokenId("0.0.999").setAmount(1))).status).toBe(
      "INVALID_TOKEN_ID",
    );
    await run(network, mintOf(token, 5));
    const burn = (amount: number) => run(network, new TokenBurnTransaction().setTokenId(token).setAmount(amount));
    expect((await burn(6)).status).toBe("INVALID_TOKEN_BURN_AMOUNT");
    expect((await burn(5)).status).toBe("SUCCESS");
    expect(await supplyOf(network.ledger, token)).toBe(0n);
  });
});

describe("serials", () => {
  test("count up from 1 with their metadata, and a burned number never comes back", async () => {
    const network = await startNetwork();
    const token = await newToken(network, { nft: true, maxSupply: 12 });
    const mint = (...metadata: string[]) =>
      run(network, new TokenMintTransaction().setTokenId(token).setMetadata(metadata.map(text)));
    const first = await mint("hcs://1/0.0.5", "two");
    expect(first.receipt.serials.map(String)).toEqual(["1", "2"]);
    expect(first.receipt.totalSupply?.toString()).toBe("2");
    expect((await run(network, new TokenBurnTransaction().setTokenId(token).setSerials([2]))).status).toBe("SUCCESS");
    expect((await mint("three")).receipt.serials.map(String)).toEqual(["3"]);
    const { body } = await mirror(network.ledger, `tokens/${token}/nfts?order=asc`);
    expect(
      body.nfts.map((nft: { serial_number: number; deleted: boolean; account_id: string | null }) => [
        nft.serial_number,
        nft.deleted,
        nft.account_id,
      ]),
    ).toEqual([
      [1, false, network.ledger.operator.accountId],
      [2, true, null],
      [3, false, network.ledger.operator.accountId],
    ]);
    expect(Buffer.from(body.nfts[0].metadata, "base64").toString()).toBe("hcs://1/0.0.5");
    const [info] = await new TokenNftInfoQuery().setNftId(new NftId(token, 3)).execute(network.client);
    expect(Buffer.from(info?.metadata ?? []).toString()).toBe("three");
    expect(await supplyOf(network.ledger, token)).toBe(2n);
  });

  test("come at most ten at a time with at most 100 bytes each, and never above the maximum", async () => {
    const network = await startNetwork();
    const token = await newToken(network, { nft: true, maxSupply: 12 });
    const mint = (count: number, bytes: number) =>
      statusOf(
        run(
          network,
          new TokenMintTransaction()
            .setTokenId(token)
            .setMetadata(Array.from({ length: count }, () => new Uint8Array(bytes).fill(65))),
        ).then(({ status }) => {
          if (status !== "SUCCESS") throw Object.assign(new Error(status), { status });
        }),
      );
    expect(await mint(11, 1)).toBe("BATCH_SIZE_LIMIT_EXCEEDED");
    expect(await mint(1, 101)).toBe("METADATA_TOO_LONG");
    expect(await mint(10, 100)).toBe("OK");
    expect(await mint(3, 1)).toBe("TOKEN_MAX_SUPPLY_REACHED");
    expect(await mint(2, 1)).toBe("OK");
    const units = new TokenMintTransaction().setTokenId(token).setAmount(1);
    expect((await run(network, units)).status).toBe("INVALID_TOKEN_MINT_METADATA");
    expect(await supplyOf(network.ledger, token)).toBe(12n);
  });

  test("that the treasury gave away cannot be burned by it, nor can burned ones be burned again", async () => {
    const network = await startNetwork();
    const token = await newToken(network, { nft: true });
    const buyer = await newAccount(network, -1);
    await run(network, new TokenMintTransaction().setTokenId(token).setMetadata([text("one"), text("two")]));
    const sale = new TransferTransaction();
    sale.addNftTransfer(new NftId(token, 1), network.ledger.operator.accountId, buyer.id);
    expect((await run(network, sale)).status).toBe("SUCCESS");
    const burn = (serial: number) => run(network, new TokenBurnTransaction().setTokenId(token).setSerials([serial]));
    expect((await burn(1)).status).toBe("TREASURY_MUST_OWN_BURNED_NFT");
    expect((await burn(2)).status).toBe("SUCCESS");
    expect((await burn(2)).status).toBe("INVALID_NFT_ID");
    expect(await supplyOf(network.ledger, token)).toBe(1n);
  });
});
