import { describe, expect, test } from "vitest";
import { createTopic, mirror, newId, prepareMessage, receiptOf, startNetwork } from "./support.ts";

async function withMessages(count: number, options: Parameters<typeof startNetwork>[0] = {}) {
  const network = await startNetwork(options);
  const topicId = await createTopic(network);
  const ids = [];
  for (let i = 1; i <= count; i++) {
    const submit = await prepareMessage(network, topicId, `message ${i}`);
    await submit.execute(network.client);
    const id = submit.transactionId ?? newId(network.ledger);
    await receiptOf(network, id);
    ids.push(id);
  }
  return { network, ledger: network.ledger, topicId: topicId.toString(), ids };
}

const time = expect.stringMatching(/^\d{10}\.\d{9}$/);
const base64 = (bytes: number) =>
  expect.stringMatching(new RegExp(`^[A-Za-z0-9+/]{${Math.ceil(bytes / 3) * 4 - 2}}[A-Za-z0-9+/=]{2}$`));

describe("the mirror's shapes", () => {
  test("a topic", async () => {
    const { ledger, topicId } = await withMessages(0);
    const { body } = await mirror(ledger, `topics/${topicId}`);
    expect(body).toEqual({
      admin_key: null,
      auto_renew_account: ledger.operator.accountId,
      auto_renew_period: 7_776_000,
      created_timestamp: time,
      custom_fees: { created_timestamp: time, fixed_fees: [] },
      deleted: false,
      fee_exempt_key_list: [],
      fee_schedule_key: null,
      memo: "a log",
      submit_key: { _type: "ED25519", key: ledger.operator.publicKeyHex },
      timestamp: { from: time, to: null },
      topic_id: topicId,
    });
  });

  test("a message, in the list, by number and by time", async () => {
    const { ledger, topicId, ids } = await withMessages(1);
    const list = await mirror(ledger, `topics/${topicId}/messages`);
    const [message] = list.body.messages;
    expect(list.body).toEqual({ links: { next: null }, messages: [message] });
    expect(message).toEqual({
      chunk_info: {
        initial_transaction_id: {
          account_id: ledger.operator.accountId,
          nonce: 0,
          scheduled: false,
          transaction_valid_start: ids[0]?.toString().split("@")[1],
        },
        number: 1,
        total: 1,
      },
      consensus_timestamp: time,
      message: Buffer.from("message 1").toString("base64"),
      payer_account_id: ledger.operator.accountId,
      running_hash: base64(48),
      running_hash_version: 3,
      sequence_number: 1,
      topic_id: topicId,
    });
    expect((await mirror(ledger, `topics/${topicId}/messages/1`)).body).toEqual(message);
    expect((await mirror(ledger, `topics/messages/${message.consensus_timestamp}`)).body).toEqual(message);
  });

  test("a transaction, by id and in the account's list", async () => {
    const { ledger, topicId, ids } = await withMessages(1);
    const id = String(ids[0])
      .replace("@", "-")
      .replace(/\.(\d+)$/, "-$1");
    const { body } = await mirror(ledger, `transactions/${id}`);
    expect(body.transactions).toHaveLength(1);
    const { assessed_custom_fees, ...entry } = body.transactions[0];
    expect(assessed_custom_fees).toEqual([]);
    // USD 0.0008 at 12 cents for one hbar.
    const fee = 666_667;
    expect(entry).toMatchObject({
      charged_tx_fee: fee,
      consensus_timestamp: time,
      entity_id: topicId,
      memo_base64: "",
      name: "CONSENSUSSUBMITMESSAGE",
      node: "0.0.3",
      nonce: 0,
      parent_consensus_timestamp: null,
      result: "SUCCESS",
      scheduled: false,
      transaction_hash: base64(48),
      transaction_id: id,
      valid_duration_seconds: "120",
      valid_start_timestamp: String(ids[0]).split("@")[1],
    });
    const list = await mirror(
      ledger,
      `transactions?account.id=${ledger.operator.accountId}&transactiontype=CONSENSUSSUBMITMESSAGE`,
    );
    expect(list.body.transactions).toEqual([entry]);
    expect((await mirror(ledger, `transactions/${id}?nonce=1`)).status).toBe(404);
    expect((await mirror(ledger, `transactions/${id}?nonce=0&scheduled=false`)).body).toEqual(body);
  });

  test("accounts, nodes and blocks", async () => {
    const { ledger } = await withMessages(1);
    const account = await mirror(ledger, `accounts/${ledger.operator.accountId}`);
    expect(account.body).toMatchObject({
      account: ledger.operator.accountId,
      balance: { tokens: [], timestamp: time },
      deleted: false,
      key: { _type: "ED25519", key: ledger.operator.publicKeyHex },
    });
    expect(account.body.transactions).toHaveLength(2);
    const charged = account.body.transactions.map((entry: { charged_tx_fee: number }) => entry.charged_tx_fee);
    expect(account.body.balance.balance).toBe(10_000_000 * 1e8 - charged[0] - charged[1]);
    const nodes = await mirror(ledger, "network/nodes");
    expect(nodes.body.nodes.map((node: { node_account_id: string }) => node.node_account_id)).toEqual([
      "0.0.3",
      "0.0.4",
      "0.0.5",
    ]);
    const blocks = await mirror(ledger, "blocks?order=desc&limit=1");
    expect(blocks.body.blocks[0]).toMatchObject({
      hash: expect.stringMatching(/^0x[0-9a-f]{96}$/),
      number: expect.any(Number),
      timestamp: { from: time, to: time },
    });
  });
});

describe("the mirror's rules", () => {
  test("pages follow links.next in both orders without gap or repeat, under filters too", async () => {
    const { ledger, topicId } = await withMessages(5);
    const walk = async (start: string) => {
      const numbers: number[] = [];
      for (let next: string | null = start; next !== null; ) {
        const { body } = await mirror(ledger, next.replace("/api/v1/", ""));
        numbers.push(...body.messages.map((row: { sequence_number: number }) => row.sequence_number));
        next = body.links.next;
      }
      return numbers;
    };
    const base = `topics/${topicId}/messages?limit=2`;
    expect(await walk(base)).toEqual([1, 2, 3, 4, 5]);
    expect(await walk(`${base}&order=desc`)).toEqual([5, 4, 3, 2, 1]);
    expect(await walk(`${base}&sequencenumber=gte:2&sequencenumber=lt:5`)).toEqual([2, 3, 4]);
    expect(await walk(`${base}&order=desc&sequencenumber=gt:2`)).toEqual([5, 4, 3]);
    expect(await walk(`${base}&sequencenumber=4`)).toEqual([4]);
    const { body } = await mirror(ledger, `topics/${topicId}/messages/3`);
    expect(await walk(`${base}&timestamp=gt:${body.consensus_timestamp}`)).toEqual([4, 5]);
    const first = await mirror(ledger, "transactions?limit=4");
    const rest = await mirror(ledger, first.body.links.next.replace("/api/v1/", ""));
    expect([first.body.transactions.length, rest.body.transactions.length]).toEqual([4, 2]);
  });

  test("what is not there is 404 and what makes no sense 400, in the mirror's words", async () => {
    const { ledger, topicId } = await withMessages(1);
    const message = async (path: string) => {
      const { status, body } = await mirror(ledger, path);
      return [status, body._status.messages[0].message];
    };
    expect(await message("topics/0.0.99999")).toEqual([404, "Not found"]);
    expect(await message(`topics/${topicId}/messages/2`)).toEqual([404, "Not found"]);
    expect(await message("transactions/0.0.2-1700000000-000000000")).toEqual([404, "Not found"]);
    expect(await message("accounts/0.0.99999")).toEqual([404, "Not found"]);
    expect(await message("nothing")).toEqual([404, "Not found"]);
    expect(await message("transactions/0.0.2@1700000000.000000000")).toEqual([
      400,
      expect.stringContaining("Transaction id"),
    ]);
    expect(await message(`topics/${topicId}/messages?limit=0`)).toEqual([400, "Invalid parameter: limit"]);
    expect(await message(`topics/${topicId}/messages?order=up`)).toEqual([400, "Invalid parameter: order"]);
    expect(await message(`topics/${topicId}/messages?sequencenumber=near:3`)).toEqual([
      400,
      "Invalid parameter: sequencenumber",
    ]);
    expect(await message("blocks?timestamp.to=3")).toEqual([400, "Unknown query parameter: timestamp.to"]);
  });

  test("pages of any origin may read it", async () => {
    const { ledger } = await withMessages(0);
    const response = await fetch(`${ledger.mirrorUrl}/api/v1/blocks`);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect((await fetch(`${ledger.mirrorUrl}/api/v1/blocks`, { method: "OPTIONS" })).status).toBe(204);
  });

  test("the watermark moves though nothing is submitted, and nothing ever enters behind it", async () => {
    const boundaryMs = Math.ceil(Date.now() / 2000) * 2000;
    let nowMs = boundaryMs + 1_000;
    const { ledger, network, topicId } = await withMessages(0, { clock: { nowMs: () => nowMs } });
    const watermark = async () => (await mirror(ledger, "blocks?order=desc&limit=1")).body.blocks[0].timestamp.to;
    expect(await watermark()).toBe(`${boundaryMs / 1000 - 1}.999999999`);
    nowMs += 4_000;
    const moved = await watermark();
    expect(moved).toBe(`${boundaryMs / 1000 + 3}.999999999`);
    // The clock steps back behind the watermark.
    nowMs -= 10_000;
    const submit = await prepareMessage(network, topicId, "m", { id: newId(ledger, 20) });
    await submit.execute(network.client);
    await receiptOf(network, submit.transactionId ?? newId(ledger));
    const { body } = await mirror(ledger, `topics/${topicId}/messages/1`);
    expect(body.consensus_timestamp > moved).toBe(true);
    expect(await watermark()).toBe(moved);
  });
});
