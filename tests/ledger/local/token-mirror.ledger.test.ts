import { NftId, TokenMintTransaction, TransferTransaction } from "@hashgraph/sdk";
import { expect, test } from "vitest";
import { type LedgerFace, type MirrorBody, mirror, startNetwork } from "./support.ts";
import { inSeconds, mintOf, newAccount, newToken, run, scheduleOf } from "./token-support.ts";

/** Every row of a list, two to a page, by the links the mirror gives. */
async function everyPage(ledger: LedgerFace, path: string, member: string): Promise<MirrorBody[]> {
  const rows: MirrorBody[] = [];
  let next: string | null = `${path}${path.includes("?") ? "&" : "?"}limit=2`;
  for (let pages = 0; next !== null; pages++) {
    expect(pages).toBeLessThan(20);
    const { status, body }: { status: number; body: MirrorBody } = await mirror(ledger, next);
    expect(status).toBe(200);
    expect(body[member].length).toBeLessThanOrEqual(2);
    rows.push(...body[member]);
    next = body.links.next?.replace("/api/v1/", "") ?? null;
  }
  return rows;
}

test("lists of tokens, serials, holders, schedules and mints come whole, page after page, either way round", async () => {
  const network = await startNetwork();
  const { ledger } = network;
  const operator = ledger.operator.accountId;
  const tokens = [await newToken(network), await newToken(network, { nft: true }), await newToken(network)];
  const [units, serials] = tokens as [(typeof tokens)[number], (typeof tokens)[number]];
  const metadata = Array.from({ length: 5 }, (_, i) => new Uint8Array([i]));
  await run(network, new TokenMintTransaction().setTokenId(serials).setMetadata(metadata));
  const buyers = [await newAccount(network, -1), await newAccount(network, -1)];
  for (let amount = 1; amount <= 5; amount++) await run(network, mintOf(units, amount));
  for (const buyer of buyers) {
    await run(
      network,
      new TransferTransaction().addTokenTransfer(units, operator, -1).addTokenTransfer(units, buyer.id, 1),
    );
  }
  for (let amount = 1; amount <= 3; amount++) await run(network, scheduleOf(mintOf(units, amount), inSeconds(600)));

  const ids = async (path: string, member: string, name: string) =>
    (await everyPage(ledger, path, member)).map((row) => row[name]);
  const tokenIds = tokens.map(String);
  expect(await ids("tokens", "tokens", "token_id")).toEqual(tokenIds);
  expect(await ids("tokens?order=desc", "tokens", "token_id")).toEqual([...tokenIds].reverse());
  expect(await ids("tokens?type=NON_FUNGIBLE_UNIQUE", "tokens", "token_id")).toEqual([tokenIds[1]]);
  expect(await ids(`tokens?account.id=${buyers[0]?.id}`, "tokens", "token_id")).toEqual([tokenIds[0]]);
  expect(await ids(`accounts/${operator}/tokens`, "tokens", "token_id")).toEqual(tokenIds);
  expect(await ids(`tokens/${serials}/nfts`, "nfts", "serial_number")).toEqual([5, 4, 3, 2, 1]);
  expect(await ids(`tokens/${serials}/nfts?order=asc&serialnumber=gte:2`, "nfts", "serial_number")).toEqual([
    2, 3, 4, 5,
  ]);
  const holders = [...buyers.map((buyer) => buyer.id.toString()).reverse(), operator];
  expect(await ids(`tokens/${units}/balances`, "balances", "account")).toEqual(holders);
  expect(await ids("schedules", "schedules", "schedule_id")).toHaveLength(3);
  const mints = await everyPage(
    ledger,
    `transactions?account.id=${operator}&transactiontype=tokenmint&result=success&order=asc`,
    "transactions",
  );
  const amounts = mints.flatMap((entry) => entry.token_transfers.map((move: { amount: number }) => move.amount));
  expect(amounts).toEqual([1, 2, 3, 4, 5, 1, 2, 3]);
  const { body } = await mirror(ledger, `balances?account.id=${buyers[1]?.id}`);
  expect(body.balances[0]).toMatchObject({ tokens: [{ token_id: tokenIds[0], balance: 1 }] });
});

test("an account's serials follow their owner", async () => {
  const network = await startNetwork();
  const { ledger } = network;
  const token = await newToken(network, { nft: true });
  const buyer = await newAccount(network, -1);
  await run(network, new TokenMintTransaction().setTokenId(token).setMetadata([1, 2].map((n) => new Uint8Array([n]))));
  await run(
    network,
    new TransferTransaction().addNftTransfer(new NftId(token, 2), ledger.operator.accountId, buyer.id),
  );
  const owned = async (account: unknown) =>
    (await mirror(ledger, `accounts/${account}/nfts?token.id=${token}`)).body.nfts.map(
      (row: { serial_number: number }) => row.serial_number,
    );
  expect(await owned(buyer.id)).toEqual([2]);
  expect(await owned(ledger.operator.accountId)).toEqual([1]);
  const filtered = await mirror(ledger, `tokens/${token}/nfts?account.id=${buyer.id}`);
  expect(filtered.body.nfts).toHaveLength(1);
});

test.each([
  ["tokens/0.0.999", 404],
  ["tokens/0.0.999/balances", 404],
  ["tokens/0.0.999/nfts/1", 404],
  ["schedules/0.0.999", 404],
  ["accounts/0.0.999/tokens", 404],
  ["accounts/0.0.999/airdrops/pending", 404],
  ["tokens?type=GOLD", 400],
  ["tokens?token.id=x", 400],
  ["schedules?limit=0", 400],
  ["tokens/0.0.999?colour=red", 400],
  ["transactions?account.id=x", 400],
])("%s is answered with %i", async (path, status) => {
  const { ledger } = await startNetwork();
  expect((await mirror(ledger, path)).status).toBe(status);
});
