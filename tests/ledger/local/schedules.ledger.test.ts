import {
  FileCreateTransaction,
  KeyList,
  PrivateKey,
  ScheduleDeleteTransaction,
  type ScheduleId,
  ScheduleInfoQuery,
  ScheduleSignTransaction,
  Timestamp,
  TopicMessageSubmitTransaction,
} from "@hashgraph/sdk";
import { describe, expect, test } from "vitest";
import { startLocalLedger } from "../../../src/ledger/local/node.ts";
import {
  connect,
  createTopic,
  messagesOf,
  mirror,
  newId,
  receiptOf,
  startNetwork,
  statusOf,
  stoppedClock,
  temporaryFolder,
} from "./support.ts";
import {
  inSeconds,
  mintOf,
  newAccount,
  newToken,
  type Ran,
  run,
  scheduledResult,
  scheduleOf,
  supplyOf,
} from "./token-support.ts";

const scheduleIn = ({ receipt }: Ran): ScheduleId => {
  if (receipt.scheduleId === null) throw new Error(`no schedule: ${receipt.status}`);
  return receipt.scheduleId;
};
const sign = (id: ScheduleId) => new ScheduleSignTransaction().setScheduleId(id);

describe("a scheduled mint", () => {
  test("runs at once when its creation carries all signatures, under the creation's id marked as scheduled", async () => {
    const network = await startNetwork();
    const token = await newToken(network);
    const created = await run(network, scheduleOf(mintOf(token, 70, "statement digest"), inSeconds(600)));
    expect(created.status).toBe("SUCCESS");
    expect(created.receipt.scheduledTransactionId?.toString()).toBe(`${created.id}?scheduled`);
    const scheduled = created.receipt.scheduledTransactionId;
    if (scheduled === null) throw new Error("no scheduled id");
    const receipt = await receiptOf(network, scheduled);
    expect([receipt.status.toString(), receipt.totalSupply?.toString()]).toEqual(["SUCCESS", "70"]);
    const { body } = await mirror(network.ledger, `transactions?account.id=${network.ledger.operator.accountId}`);
    const mint = body.transactions.find((entry: { name: string }) => entry.name === "TOKENMINT");
    expect(mint).toMatchObject({
      scheduled: true,
      node: null,
      nonce: 0,
      result: "SUCCESS",
      memo_base64: Buffer.from("statement digest").toString("base64"),
      token_transfers: [{ amount: 70 }],
    });
    const schedule = (await mirror(network.ledger, `schedules/${scheduleIn(created)}`)).body;
    expect(schedule.executed_timestamp).toBe(mint.consensus_timestamp);
    expect(schedule.signatures).toHaveLength(1);
  });

  test("waits for the second key of two, and executes once however many sign", async () => {
    const network = await startNetwork();
    const [gateway, registrar, third] = [1, 2, 3].map(() => PrivateKey.generateED25519()) as [
      PrivateKey,
      PrivateKey,
      PrivateKey,
    ];
    const supplyKey = new KeyList([gateway.publicKey, registrar.publicKey, third.publicKey], 2);
    const token = await newToken(network, { supplyKey });
    const created = await run(network, scheduleOf(mintOf(token, 70), inSeconds(600)), [gateway]);
    expect(await supplyOf(network.ledger, token)).toBe(0n);
    const id = scheduleIn(created);
    expect((await run(network, sign(id), [gateway])).status).toBe("NO_NEW_VALID_SIGNATURES");
    expect((await run(network, sign(id), [PrivateKey.generateED25519()])).status).toBe("NO_NEW_VALID_SIGNATURES");
    const signed = await run(network, sign(id), [registrar]);
    expect(signed.receipt.scheduledTransactionId?.toString()).toBe(`${created.id}?scheduled`);
    expect(await supplyOf(network.ledger, token)).toBe(70n);
    expect((await run(network, sign(id), [third])).status).toBe("SCHEDULE_ALREADY_EXECUTED");
    expect(await supplyOf(network.ledger, token)).toBe(70n);
    expect(await scheduledResult(network.ledger, created.id)).toEqual(["SUCCESS"]);
    const info = await new ScheduleInfoQuery().setScheduleId(id).execute(network.client);
    expect(info.executed).not.toBeNull();
    expect(info.signers?.toArray()).toHaveLength(3);
  });

  test("created again with the same body answers with the first's ids, executed or not, and mints nothing more", async () => {
    const network = await startNetwork();
    const supply = PrivateKey.generateED25519();
    const token = await newToken(network, { supplyKey: supply.publicKey });
    const expiration = inSeconds(600);
    const first = await run(network, scheduleOf(mintOf(token, 70), expiration));
    for (const keys of [[], [supply], [supply]]) {
      const again = await run(network, scheduleOf(mintOf(token, 70), expiration), keys);
      expect(again.status).toBe("IDENTICAL_SCHEDULE_ALREADY_CREATED");
      expect(again.receipt.scheduleId?.toString()).toBe(scheduleIn(first).toString());
      expect(again.receipt.scheduledTransactionId?.toString()).toBe(`${first.id}?scheduled`);
    }
    expect(await supplyOf(network.ledger, token)).toBe(0n);
    expect((await run(network, sign(scheduleIn(first)), [supply])).status).toBe("SUCCESS");
    const late = await run(network, scheduleOf(mintOf(token, 70), expiration), [supply]);
    expect(late.status).toBe("IDENTICAL_SCHEDULE_ALREADY_CREATED");
    expect(await supplyOf(network.ledger, token)).toBe(70n);
  });

  test("is another one with another amount, inner memo, schedule memo, expiration or wait flag", async () => {
    const network = await startNetwork();
    const token = await newToken(network);
    const expiration = inSeconds(600);
    const others = [
      scheduleOf(mintOf(token, 1), expiration),
      scheduleOf(mintOf(token, 2), expiration),
      scheduleOf(mintOf(token, 1, "another digest"), expiration),
      scheduleOf(mintOf(token, 1), expiration, "another memo"),
      scheduleOf(mintOf(token, 1), new Timestamp(expiration.seconds.add(1), 0)),
      scheduleOf(mintOf(token, 1), expiration).setWaitForExpiry(true),
    ];
    for (const schedule of others) expect((await run(network, schedule)).status).toBe("SUCCESS");
    expect(await supplyOf(network.ledger, token)).toBe(6n);
  });

  test("above the maximum supply fails when it runs, and is used up by that", async () => {
    const network = await startNetwork();
    const token = await newToken(network, { maxSupply: 10 });
    const created = await run(network, scheduleOf(mintOf(token, 11), inSeconds(600)));
    expect(created.status).toBe("SUCCESS");
    expect(await scheduledResult(network.ledger, created.id)).toEqual(["TOKEN_MAX_SUPPLY_REACHED"]);
    expect((await run(network, sign(scheduleIn(created)))).status).toBe("SCHEDULE_ALREADY_EXECUTED");
    expect(await supplyOf(network.ledger, token)).toBe(0n);
  });
});

describe("a schedule", () => {
  test("is paid for by the account it names once that has signed", async () => {
    const network = await startNetwork();
    const { ledger } = network;
    const payer = await newAccount(network);
    const token = await newToken(network);
    const balance = async () => (await mirror(ledger, `accounts/${payer.id}`)).body.balance.balance as number;
    const before = await balance();
    const created = await run(network, scheduleOf(mintOf(token, 5), inSeconds(600)).setPayerAccountId(payer.id));
    expect(await supplyOf(ledger, token)).toBe(0n);
    await run(network, sign(scheduleIn(created)), [payer.key]);
    expect(await supplyOf(ledger, token)).toBe(5n);
    expect(await balance()).toBeLessThan(before);
  });

  test("can hold a message for a topic", async () => {
    const network = await startNetwork();
    const topicId = await createTopic(network);
    const inner = new TopicMessageSubmitTransaction().setTopicId(topicId).setMessage("closing");
    expect((await run(network, scheduleOf(inner, inSeconds(600)))).status).toBe("SUCCESS");
    expect(await messagesOf(network.ledger, topicId)).toEqual(["closing"]);
  });

  test("that nobody finished is gone after its time, and the same may then be created anew", async () => {
    const clock = stoppedClock();
    const network = await startNetwork({ clock });
    const { ledger } = network;
    const supply = PrivateKey.generateED25519();
    const token = await newToken(network, { supplyKey: supply.publicKey });
    // Without a time of its own it lives for half an hour.
    const schedule = () => {
      const create = scheduleOf(mintOf(token, 70), inSeconds(0));
      create.setExpirationTime(null as never);
      return create;
    };
    const first = await run(network, schedule());
    clock.move(1_799_000);
    expect((await run(network, schedule(), [], newId(ledger, -1_799))).status).toBe(
      "IDENTICAL_SCHEDULE_ALREADY_CREATED",
    );
    clock.move(2_000);
    const gone = await run(network, sign(scheduleIn(first)), [supply], newId(ledger, -1_801));
    expect(gone.status).toBe("INVALID_SCHEDULE_ID");
    expect((await run(network, schedule(), [supply], newId(ledger, -1_802))).status).toBe("SUCCESS");
    expect(await supplyOf(ledger, token)).toBe(70n);
    const { body } = await mirror(ledger, "schedules");
    expect(body.schedules.map((row: { executed_timestamp: string | null }) => row.executed_timestamp !== null)).toEqual(
      [false, true],
    );
  });

  test("told to wait runs at its expiration and not before, also when nothing else happens", async () => {
    const clock = stoppedClock();
    const network = await startNetwork({ clock });
    const { ledger } = network;
    const token = await newToken(network);
    const created = await run(network, scheduleOf(mintOf(token, 5), inSeconds(600)).setWaitForExpiry(true));
    expect(await supplyOf(ledger, token)).toBe(0n);
    clock.move(500_000);
    expect(await scheduledResult(ledger, created.id)).toEqual([]);
    clock.move(200_000);
    expect(await supplyOf(ledger, token)).toBe(5n);
    expect(await supplyOf(ledger, token)).toBe(5n);
    expect(await scheduledResult(ledger, created.id)).toEqual(["SUCCESS"]);
  });

  test("expires neither in the past nor after 62 days, and holds only what may be scheduled", async () => {
    const network = await startNetwork();
    const token = await newToken(network);
    const status = async (expiration: Timestamp) =>
      (await run(network, scheduleOf(mintOf(token, 1), expiration))).status;
    expect(await status(inSeconds(-1))).toBe("SCHEDULE_EXPIRATION_TIME_MUST_BE_HIGHER_THAN_CONSENSUS_TIME");
    expect(await status(inSeconds(62 * 86_400 + 60))).toBe("SCHEDULE_EXPIRATION_TIME_TOO_FAR_IN_FUTURE");
    expect(await status(inSeconds(62 * 86_400 - 60))).toBe("SUCCESS");
    const unknown = await run(network, scheduleOf(mintOf("0.0.999" as never, 1), inSeconds(600)));
    expect(unknown.status).toBe("UNRESOLVABLE_REQUIRED_SIGNERS");
    const file = new FileCreateTransaction().setContents("x");
    expect(await statusOf(run(network, scheduleOf(file, inSeconds(600))))).toBe(
      "SCHEDULED_TRANSACTION_NOT_IN_WHITELIST",
    );
  });

  test("is deleted by its admin key alone, and then signed by nobody", async () => {
    const network = await startNetwork();
    const [admin, supply] = [PrivateKey.generateED25519(), PrivateKey.generateED25519()];
    const token = await newToken(network, { supplyKey: supply.publicKey });
    const fixed = scheduleIn(await run(network, scheduleOf(mintOf(token, 1), inSeconds(600))));
    const remove = (id: ScheduleId) => new ScheduleDeleteTransaction().setScheduleId(id);
    expect((await run(network, remove(fixed))).status).toBe("SCHEDULE_IS_IMMUTABLE");
    const loose = scheduleIn(
      await run(network, scheduleOf(mintOf(token, 1), inSeconds(600)).setAdminKey(admin.publicKey), [admin]),
    );
    expect((await run(network, remove(loose))).status).toBe("INVALID_SIGNATURE");
    expect((await run(network, remove(loose), [admin])).status).toBe("SUCCESS");
    expect((await run(network, sign(loose), [supply])).status).toBe("SCHEDULE_ALREADY_DELETED");
    expect(await supplyOf(network.ledger, token)).toBe(0n);
  });

  test("and its signatures survive a restart of the ledger, and so does the memory of what was executed", async () => {
    const dataDir = temporaryFolder();
    const [gateway, registrar] = [PrivateKey.generateED25519(), PrivateKey.generateED25519()];
    const supplyKey = new KeyList([gateway.publicKey, registrar.publicKey], 2);
    const expiration = inSeconds(600);
    const ledger = await startLocalLedger({ dataDir, consensusLatencyMs: 0 });
    const before = { ledger, ...connect(ledger) };
    const token = await newToken(before, { supplyKey });
    const created = await run(before, scheduleOf(mintOf(token, 70), expiration), [gateway]);
    before.client.close();
    await ledger.close();
    const after = await startNetwork({ dataDir });
    expect((await run(after, sign(scheduleIn(created)), [registrar])).status).toBe("SUCCESS");
    expect(await supplyOf(after.ledger, token)).toBe(70n);
    const again = await run(after, scheduleOf(mintOf(token, 70), expiration), [gateway, registrar]);
    expect(again.status).toBe("IDENTICAL_SCHEDULE_ALREADY_CREATED");
    expect(await supplyOf(after.ledger, token)).toBe(70n);
  });
});
