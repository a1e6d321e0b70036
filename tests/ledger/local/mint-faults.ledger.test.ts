import {
  BatchTransaction,
  KeyList,
  PrivateKey,
  ScheduleSignTransaction,
  type TokenId,
  TokenMintTransaction,
  type Transaction,
  type TransactionId,
} from "@hashgraph/sdk";
import { describe, expect, test } from "vitest";
import type { CallFault } from "../../../src/ledger/local/faults.ts";
import type { LocalLedger } from "../../../src/ledger/local/node.ts";
import {
  mirror,
  type Network,
  newId,
  node,
  receiptOf,
  reconnect,
  startNetwork,
  statusOf,
  stoppedClock,
} from "./support.ts";
import { inSeconds, mintOf, newToken, prepare, run, scheduledResult, scheduleOf, supplyOf } from "./token-support.ts";

type Scene = { network: Network<LocalLedger>; token: TokenId };

async function batchOfMint(network: Network, token: TokenId): Promise<Transaction> {
  const part = mintOf(token, 70).setTransactionId(newId(network.ledger)).setBatchKey(network.operatorKey);
  await part.freezeWith(network.client).signWithOperator(network.client);
  return new BatchTransaction().setInnerTransactions([part]);
}

/** The three ways to mint 70 units, and the name of the call that does it. */
const ways: readonly [string, string, (scene: Scene) => Promise<Transaction> | Transaction][] = [
  ["a mint", "tokenMint", ({ token }) => mintOf(token, 70)],
  ["a scheduled mint", "scheduleCreate", ({ token }) => scheduleOf(mintOf(token, 70), inSeconds(600))],
  ["a batch with a mint", "atomicBatch", ({ network, token }) => batchOfMint(network, token)],
];

async function scene(): Promise<Scene> {
  const network = await startNetwork();
  return { network, token: await newToken(network) };
}

describe.each(ways)("%s", (_name, call, make) => {
  test.each([
    { kind: "reply-lost-after", how: "reset" },
    { kind: "reply-lost-after", how: "silent" },
    { kind: "reply-lost-before", how: "reset" },
    { kind: "reply-lost-before", how: "silent" },
  ] satisfies CallFault[])(
    "under $kind ($how) takes effect exactly once when the same bytes are sent again",
    async (fault) => {
      const { network, token } = await scene();
      const { ledger, client } = network;
      const armed = ledger.faults.arm(fault, { call });
      const transaction = await prepare(network, await make({ network, token }));
      transaction.setGrpcDeadline(300);
      client.setMaxAttempts(1);
      await expect(transaction.execute(client)).rejects.toThrow();
      expect(armed.hits).toBe(1);
      const again = reconnect(network);
      const expected = fault.kind === "reply-lost-after" ? "DUPLICATE_TRANSACTION" : "OK";
      expect(await statusOf(transaction.execute(again.client))).toBe(expected);
      expect((await receiptOf(again, transaction.transactionId as TransactionId)).status.toString()).toBe("SUCCESS");
      expect(await supplyOf(ledger, token)).toBe(70n);
    },
  );

  test("ended by THROTTLED_AT_CONSENSUS has no effect and has used up its id", async () => {
    const { network, token } = await scene();
    const { ledger, client } = network;
    ledger.faults.arm({ kind: "consensus", status: "THROTTLED_AT_CONSENSUS" }, { call });
    const transaction = await prepare(network, await make({ network, token }));
    await transaction.execute(client);
    const id = transaction.transactionId as TransactionId;
    expect((await receiptOf(network, id)).status.toString()).toBe("THROTTLED_AT_CONSENSUS");
    expect(await statusOf(transaction.execute(client))).toBe("DUPLICATE_TRANSACTION");
    expect(await supplyOf(ledger, token)).toBe(0n);
  });

  test("answered BUSY is not taken, and goes through with the same bytes afterwards", async () => {
    const { network, token } = await scene();
    const { ledger, client } = network;
    const busy = ledger.faults.arm({ kind: "precheck", status: "BUSY" }, { call, times: 2 });
    const transaction = await prepare(network, await make({ network, token }));
    expect(await statusOf(transaction.execute(client))).toBe("OK");
    expect(busy.hits).toBe(2);
    await receiptOf(network, transaction.transactionId as TransactionId);
    expect(await supplyOf(ledger, token)).toBe(70n);
  });

  test("that is dropped never takes effect", async () => {
    const clock = stoppedClock();
    const network = await startNetwork({ clock });
    const token = await newToken(network);
    const { ledger, client } = network;
    ledger.faults.arm({ kind: "dropped" }, { call });
    const transaction = await prepare(network, await make({ network, token }));
    await transaction.execute(client);
    client.setMaxAttempts(1);
    const receipt = () => receiptOf(network, transaction.transactionId as TransactionId, node(ledger, 0));
    await expect(receipt()).rejects.toThrow("last error being: UNKNOWN");
    clock.move(181_000);
    await expect(receipt()).rejects.toThrow("last error being: RECEIPT_NOT_FOUND");
    expect(await supplyOf(ledger, token)).toBe(0n);
  });

  test("sent to two nodes under one id takes effect once", async () => {
    const { network, token } = await scene();
    const { ledger, client } = network;
    const id = newId(ledger);
    const both = [await make({ network, token }), await make({ network, token })];
    ledger.consensus.hold();
    for (const [index, transaction] of both.entries()) {
      transaction
        .setTransactionId(id)
        .setNodeAccountIds([node(ledger, index)])
        .freezeWith(client);
      await transaction.signWithOperator(client);
      await transaction.execute(client);
    }
    expect(ledger.consensus.waiting).toBe(2);
    ledger.consensus.release();
    expect((await receiptOf(network, id)).status.toString()).toBe("SUCCESS");
    expect(await supplyOf(ledger, token)).toBe(70n);
  });
});

test("a naive retry of a mint under a fresh id doubles it, and a scheduled mint does not let it", async () => {
  const { network, token } = await scene();
  const { ledger } = network;
  const expiration = inSeconds(600);
  for (const make of [() => mintOf(token, 1), () => scheduleOf(mintOf(token, 1000), expiration)]) {
    ledger.faults.arm({ kind: "reply-lost-after", how: "reset" }, { call: "submit" });
    const hasty = reconnect(network);
    hasty.client.setMaxAttempts(1);
    await expect((await prepare(hasty, make())).execute(hasty.client)).rejects.toThrow();
    await run(reconnect(network), make());
  }
  expect(await supplyOf(ledger, token)).toBe(1002n);
});

test("two signers at once run a scheduled mint once", async () => {
  const network = await startNetwork();
  const { ledger } = network;
  const keys = [1, 2, 3].map(() => PrivateKey.generateED25519());
  const supplyKey = new KeyList(
    keys.map((key) => key.publicKey),
    2,
  );
  const token = await newToken(network, { supplyKey });
  const created = await run(network, scheduleOf(mintOf(token, 70), inSeconds(600)));
  ledger.consensus.hold();
  const ids: TransactionId[] = [];
  for (const key of keys) {
    const sign = new ScheduleSignTransaction().setScheduleId(created.receipt.scheduleId ?? "");
    const signed = await prepare(network, sign, [key]);
    await signed.execute(network.client);
    ids.push(signed.transactionId as TransactionId);
  }
  ledger.consensus.release();
  const results = [];
  for (const id of ids) results.push((await receiptOf(network, id)).status.toString());
  expect(results).toEqual(["SUCCESS", "SUCCESS", "SCHEDULE_ALREADY_EXECUTED"]);
  expect(await scheduledResult(ledger, created.id)).toEqual(["SUCCESS"]);
  expect(await supplyOf(ledger, token)).toBe(70n);
});

test("a mirror that stands still shows supply, holdings, serials and schedules as they were", async () => {
  const network = await startNetwork();
  const { ledger } = network;
  const operator = ledger.operator.accountId;
  const supply = PrivateKey.generateED25519();
  const token = await newToken(network);
  const nft = await newToken(network, { nft: true });
  const guarded = await newToken(network, { supplyKey: supply.publicKey });
  const serial = () => new TokenMintTransaction().setTokenId(nft).setMetadata([new Uint8Array([1])]);
  await run(network, mintOf(token, 5));
  await run(network, serial());
  const created = await run(network, scheduleOf(mintOf(guarded, 70), inSeconds(600)));
  const schedule = created.receipt.scheduleId;
  const seen = async () => ({
    token: (await mirror(ledger, `tokens/${token}`)).body.total_supply,
    nft: (await mirror(ledger, `tokens/${nft}`)).body.total_supply,
    held: (await mirror(ledger, `accounts/${operator}/tokens`)).body.tokens.map(
      (row: { balance: number }) => row.balance,
    ),
    serials: (await mirror(ledger, `tokens/${nft}/nfts`)).body.nfts.length,
    mints: (await mirror(ledger, `transactions?account.id=${operator}&transactiontype=TOKENMINT`)).body.transactions
      .length,
    executed: (await mirror(ledger, `schedules/${schedule}`)).body.executed_timestamp !== null,
    signatures: (await mirror(ledger, `schedules/${schedule}`)).body.signatures.length,
  });
  const before = await seen();
  expect(before).toEqual({
    token: "5",
    nft: "1",
    held: [5, 1, 0],
    serials: 1,
    mints: 2,
    executed: false,
    signatures: 1,
  });
  ledger.faults.setMirror({ kind: "stalled" });
  await run(network, mintOf(token, 7));
  await run(network, serial());
  await run(network, new ScheduleSignTransaction().setScheduleId(schedule ?? ""), [supply]);
  expect(await seen()).toEqual(before);
  ledger.faults.healMirror();
  expect(await seen()).toEqual({
    token: "12",
    nft: "2",
    held: [12, 2, 70],
    serials: 2,
    mints: 5,
    executed: true,
    signatures: 2,
  });
});
