import { TopicMessageSubmitTransaction } from "@hashgraph/sdk";
import { describe, expect, test } from "vitest";
import {
  createTopic,
  messagesOf,
  mirror,
  newId,
  node,
  prepareMessage,
  receiptOf,
  reconnect,
  startNetwork,
  statusOf,
  stoppedClock,
} from "./support.ts";

describe("faults between client and node", () => {
  test.each(["reset", "silent"] as const)(
    "a reply lost after execution (%s) leaves exactly one message after the same bytes are sent again",
    async (how) => {
      const network = await startNetwork();
      const { ledger, client } = network;
      const topicId = await createTopic(network);
      ledger.faults.arm({ kind: "reply-lost-after", how }, { call: "consensusSubmitMessage" });
      const submit = await prepareMessage(network, topicId, "once");
      submit.setGrpcDeadline(300);
      client.setMaxAttempts(1);
      await expect(submit.execute(client)).rejects.toThrow();
      const again = reconnect(network);
      expect(await statusOf(submit.execute(again.client))).toBe("DUPLICATE_TRANSACTION");
      expect((await receiptOf(again, submit.transactionId ?? newId(ledger))).status.toString()).toBe("SUCCESS");
      expect(await messagesOf(ledger, topicId)).toEqual(["once"]);
    },
  );

  test("a naive retry under a fresh id doubles the message: the ledger hides no mistake", async () => {
    const network = await startNetwork();
    const { ledger, client } = network;
    const topicId = await createTopic(network);
    ledger.faults.arm({ kind: "reply-lost-after", how: "reset" }, { call: "submit" });
    client.setMaxAttempts(1);
    await expect((await prepareMessage(network, topicId, "twice")).execute(client)).rejects.toThrow();
    const again = reconnect(network);
    const retry = await prepareMessage(again, topicId, "twice");
    await retry.execute(again.client);
    await receiptOf(again, retry.transactionId ?? newId(ledger));
    expect(await messagesOf(ledger, topicId)).toEqual(["twice", "twice"]);
  });

  test("a call lost on its way leaves nothing, and the same bytes then run once", async () => {
    const network = await startNetwork();
    const { ledger, client } = network;
    const topicId = await createTopic(network);
    const lost = ledger.faults.arm({ kind: "reply-lost-before", how: "reset" }, { call: "submit", node: "0.0.3" });
    const submit = await prepareMessage(network, topicId, "once");
    client.setMaxAttempts(1);
    await expect(submit.execute(client)).rejects.toThrow();
    expect(lost).toMatchObject({ hits: 1, left: 0 });
    expect(await messagesOf(ledger, topicId)).toEqual([]);
    const again = reconnect(network);
    expect(await statusOf(submit.execute(again.client))).toBe("OK");
    await receiptOf(again, submit.transactionId ?? newId(ledger));
    expect(await messagesOf(ledger, topicId)).toEqual(["once"]);
  });

  test.each(["reset", "silent"] as const)("with a node down (%s) the SDK moves the same id to another", async (how) => {
    const network = await startNetwork();
    const { ledger, client } = network;
    const topicId = await createTopic(network);
    await ledger.faults.nodeDown("0.0.3", how);
    const id = newId(ledger);
    const submit = new TopicMessageSubmitTransaction()
      .setTopicId(topicId)
      .setMessage("once")
      .setTransactionId(id)
      .setNodeAccountIds([node(ledger, 0), node(ledger, 1)])
      .setGrpcDeadline(500);
    const response = await submit.execute(client);
    expect(response.nodeId.toString()).toBe("0.0.4");
    await receiptOf(network, id, node(ledger, 2));
    expect(await messagesOf(ledger, topicId)).toEqual(["once"]);
    await ledger.faults.nodeUp("0.0.3");
    expect((await receiptOf(network, id, node(ledger, 0))).status.toString()).toBe("SUCCESS");
  });

  test("BUSY and other precheck codes are answered as often as armed, and no more", async () => {
    const network = await startNetwork();
    const { ledger, client } = network;
    const topicId = await createTopic(network);
    const busy = ledger.faults.arm({ kind: "precheck", status: "BUSY" }, { call: "submit", times: 2 });
    const submit = await prepareMessage(network, topicId, "patient");
    expect(await statusOf(submit.execute(client))).toBe("OK");
    expect(busy.hits).toBe(2);
    ledger.faults.arm({ kind: "precheck", status: "PLATFORM_NOT_ACTIVE" }, { call: "receipt" });
    expect((await receiptOf(network, submit.transactionId ?? newId(ledger))).status.toString()).toBe("SUCCESS");
  });

  test("a status at consensus takes a fee, uses up the id, and has no effect", async () => {
    const network = await startNetwork();
    const { ledger, client } = network;
    const topicId = await createTopic(network);
    ledger.faults.arm({ kind: "consensus", status: "THROTTLED_AT_CONSENSUS" });
    const submit = await prepareMessage(network, topicId, "throttled");
    await submit.execute(client);
    const id = submit.transactionId ?? newId(ledger);
    expect((await receiptOf(network, id)).status.toString()).toBe("THROTTLED_AT_CONSENSUS");
    expect(await statusOf(submit.execute(client))).toBe("DUPLICATE_TRANSACTION");
    expect(await messagesOf(ledger, topicId)).toEqual([]);
  });

  test("INVALID_PAYER_SIGNATURE at consensus does not use up the id: a good copy still runs", async () => {
    const network = await startNetwork();
    const { ledger, client } = network;
    const topicId = await createTopic(network);
    ledger.faults.arm({ kind: "consensus", status: "INVALID_PAYER_SIGNATURE" });
    const id = newId(ledger);
    for (const index of [0, 1]) {
      await (await prepareMessage(network, topicId, "good", { id, node: node(ledger, index) })).execute(client);
      await receiptOf(network, id);
    }
    expect((await receiptOf(network, id)).status.toString()).toBe("SUCCESS");
    expect(await messagesOf(ledger, topicId)).toEqual(["good"]);
  });

  test("a dropped transaction stays UNKNOWN at its node, then is not found, and never has an effect", async () => {
    const clock = stoppedClock();
    const network = await startNetwork({ clock });
    const { ledger, client } = network;
    const topicId = await createTopic(network);
    ledger.faults.arm({ kind: "dropped" });
    const submit = await prepareMessage(network, topicId, "gone");
    await submit.execute(client);
    const id = submit.transactionId ?? newId(ledger);
    client.setMaxAttempts(1);
    await expect(receiptOf(network, id, node(ledger, 0))).rejects.toThrow("last error being: UNKNOWN");
    clock.move(181_000);
    await expect(receiptOf(network, id, node(ledger, 0))).rejects.toThrow("last error being: RECEIPT_NOT_FOUND");
    expect(await messagesOf(ledger, topicId)).toEqual([]);
  });
});

describe("faults of the mirror", () => {
  async function publish(network: Awaited<ReturnType<typeof startNetwork>>, topicId: string, text: string) {
    const submit = await prepareMessage(network, topicId, text);
    await submit.execute(network.client);
    await receiptOf(network, submit.transactionId ?? newId(network.ledger));
  }

  async function seen(network: Awaited<ReturnType<typeof startNetwork>>, topicId: string) {
    const messages = await mirror(network.ledger, `topics/${topicId}/messages`);
    const blocks = await mirror(network.ledger, "blocks?order=desc&limit=1");
    return { count: messages.body.messages.length as number, to: blocks.body.blocks[0].timestamp.to as string };
  }

  test("stalled, lagging and split mirrors show what such mirrors show", async () => {
    const clock = stoppedClock();
    const network = await startNetwork({ clock });
    const { ledger } = network;
    const topicId = (await createTopic(network)).toString();
    clock.move(10_000);
    await publish(network, topicId, "one");
    clock.move(10_000);
    const before = await seen(network, topicId);
    expect(before.count).toBe(1);

    ledger.faults.setMirror({ kind: "stalled" });
    await publish(network, topicId, "two");
    clock.move(10_000);
    expect(await seen(network, topicId)).toEqual(before);

    ledger.faults.healMirror();
    const healed = await seen(network, topicId);
    expect(healed.count).toBe(2);
    expect(Number(healed.to)).toBeGreaterThan(Number(before.to));

    ledger.faults.setMirror({ kind: "split" });
    await publish(network, topicId, "three");
    clock.move(10_000);
    const split = await seen(network, topicId);
    expect(split.count).toBe(2);
    expect(Number(split.to)).toBeGreaterThan(Number(healed.to));

    ledger.faults.setMirror({ kind: "lagging", behindMs: 25_000 });
    const lagging = await seen(network, topicId);
    expect(lagging.count).toBe(1);
    expect(Number(lagging.to)).toBeLessThan(Number(split.to));
    ledger.faults.setMirror({ kind: "lagging-entries", behindEntries: 1 });
    expect((await seen(network, topicId)).count).toBe(2);
    ledger.faults.setMirror({ kind: "status", status: 503 });
    expect((await mirror(ledger, `topics/${topicId}`)).status).toBe(503);
  });

  test("with the whole ledger down nothing answers, and all is back afterwards", async () => {
    const network = await startNetwork();
    const { ledger, client } = network;
    const topicId = await createTopic(network);
    ledger.faults.ledgerDown("reset");
    client.setMaxAttempts(1);
    await expect(mirror(ledger, `topics/${topicId}`)).rejects.toThrow("fetch failed");
    const submit = await prepareMessage(network, topicId, "later");
    await expect(submit.execute(client)).rejects.toThrow();
    ledger.faults.ledgerUp();
    const again = reconnect(network);
    await submit.execute(again.client);
    await receiptOf(again, submit.transactionId ?? newId(ledger));
    expect(await messagesOf(ledger, topicId)).toEqual(["later"]);
  });
});

describe("fault control over HTTP", () => {
  const order = async (url: string, body: object) => {
    const response = await fetch(`${url}/faults`, { method: "POST", body: JSON.stringify(body) });
    return { status: response.status, body: await response.json() };
  };

  test("arms and clears faults, also while the ledger is down", async () => {
    const { ledger, client } = await startNetwork({ faultControl: true });
    const armed = await order(ledger.mirrorUrl, {
      arm: { kind: "precheck", status: "BUSY" },
      times: 7,
      call: "submit",
    });
    expect(armed.body).toMatchObject({ armed: [{ left: 7, call: "submit" }] });
    await order(ledger.mirrorUrl, { ledger_down: "reset", node_down: "0.0.4", mirror: { kind: "stalled" } });
    await expect(mirror(ledger, "blocks")).rejects.toThrow();
    expect(await order(ledger.mirrorUrl, { clear: true })).toEqual({
      status: 200,
      body: { armed: [], nodes_down: {}, ledger_down: null, mirror: null, prices: 1 },
    });
    expect((await order(ledger.mirrorUrl, { arm: { kind: "precheck", status: "NONSENSE" } })).status).toBe(400);
    expect((await order(ledger.mirrorUrl, { mirror: { kind: "lagging", behindMs: -1 } })).status).toBe(400);
    const submit = new TopicMessageSubmitTransaction()
      .setTopicId("0.0.9999")
      .setMessage("m")
      .setTransactionId(newId(ledger));
    expect(await statusOf(submit.execute(client))).toBe("OK");
  });

  test("does not exist unless asked for", async () => {
    const { ledger } = await startNetwork();
    expect((await order(ledger.mirrorUrl, { ledger_down: "reset" })).status).toBe(404);
    expect((await mirror(ledger, "blocks")).status).toBe(200);
  });
});
