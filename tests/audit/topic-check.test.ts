import { beforeEach, describe, expect, test } from "vitest";
import { entriesOnTopic, LogCheck } from "../../src/audit/log-check.ts";
import type { MirrorMessage } from "../../src/audit/message-order.ts";
import { TopicCheck, type TopicCheckOptions, type TopicHistory } from "../../src/audit/topic-check.ts";
import { genesisRunningHash } from "../../src/kernel/running-hash.ts";
import { encodeHeartbeatMessage, encodeIssuanceMessage, encodeLogMessage } from "../../src/proof/checkpoint-message.ts";
import { formatVerifierKey } from "../../src/proof/note.ts";
import { testSigner } from "../proof/fixtures.ts";
import { entriesTo, entry, OwnTopic, topicId } from "./support.ts";

const genesis = { after: 0n, runningHash: genesisRunningHash };
let topic: OwnTopic;

beforeEach(async () => {
  topic = await OwnTopic.open();
});

async function read(
  messages: readonly MirrorMessage[],
  options: Partial<TopicCheckOptions> = {},
): Promise<TopicHistory> {
  const check = new TopicCheck({ topicId, key: undefined, start: genesis, ...options });
  for (const message of messages) await check.add(message);
  return check.finish();
}

/** An operator's topic with three checkpoints over 5, 9 and 20 leaves. */
async function honest(): Promise<void> {
  await topic.checkpoint(entriesTo(5), 0);
  await topic.checkpoint(entriesTo(9), 5);
  await topic.checkpoint(entriesTo(20), 9, false);
}

function rebuild(history: TopicHistory, entries: Iterable<Uint8Array>) {
  const check = new LogCheck(history);
  for (const one of entries) check.add(one);
  return check.finish();
}

const states = (findings: readonly { check: string; state: string }[]) =>
  findings.map(({ check, state }) => `${check} ${state}`);

describe("a topic", () => {
  test("an honest one holds, with the key given and with the announced one", async () => {
    await honest();
    const announced = await read(topic.messages);
    const given = await read(topic.messages, { key: topic.signer.key });
    expect(states(announced.findings)).toEqual(states(given.findings));
    expect(announced.findings.every(({ state }) => state === "ok")).toBe(true);
    expect(announced.checkpoints.map(({ checkpoint }) => checkpoint.size)).toEqual([5, 9, 20]);
  });

  test("reading on from a known message gives the same newest running hash", async () => {
    await honest();
    const [first, second] = topic.messages;
    const start = { after: second?.sequenceNumber ?? 0n, runningHash: second?.runningHash ?? genesisRunningHash };
    const whole = await read(topic.messages);
    const rest = await read(topic.messages.slice(2), { start, key: topic.signer.key });
    expect(rest.last).toEqual(whole.last);
    const wrong = { ...start, runningHash: first?.runningHash ?? genesisRunningHash };
    await expect(read(topic.messages.slice(2), { start: wrong, key: topic.signer.key })).rejects.toThrow(
      /^message 3: its running hash/,
    );
  });

  test.each<[string, (message: MirrorMessage) => MirrorMessage]>([
    ["bytes", (message) => ({ ...message, message: message.message.with(40, message.message[40] === 65 ? 66 : 65) })],
    ["payer", (message) => ({ ...message, payerAccountId: "0.0.3" })],
    ["time", (message) => ({ ...message, consensusTimestamp: "1700000002.000000002" })],
    [
      "running hash",
      (message) => ({ ...message, runningHash: message.runningHash.with(0, 1 ^ (message.runningHash[0] ?? 0)) }),
    ],
  ])("changed %s of a message break its running hash, and the message is named", async (_what, change) => {
    await honest();
    const changed = topic.messages.map((message, i) => (i === 2 ? change(message) : message));
    await expect(read(changed)).rejects.toThrow(/^message 3: its running hash does not follow from message 2/);
  });

  test.each<[string, (messages: readonly MirrorMessage[]) => readonly MirrorMessage[], RegExp]>([
    ["removed", (all) => all.toSpliced(2, 1), /message 4 comes where 3 must: 3 is missing/],
    ["first one removed", (all) => all.slice(1), /message 2 comes where 1 must/],
    ["repeated", (all) => all.toSpliced(2, 0, all[1] as MirrorMessage), /message 2 comes again after message 2/],
    [
      "swapped",
      (all) => all.toSpliced(1, 2, all[2] as MirrorMessage, all[1] as MirrorMessage),
      /message 3 comes where 2 must/,
    ],
    [
      "of another topic",
      (all) => all.with(1, { ...all[1], topicId: "0.0.9" } as MirrorMessage),
      /message 2 is of topic 0\.0\.9/,
    ],
    [
      "of another running hash version",
      (all) => all.with(1, { ...all[1], runningHashVersion: 2 } as MirrorMessage),
      /version 2, not 3/,
    ],
  ])("a message that is %s is found and named", async (_what, tamper, sentence) => {
    await honest();
    await expect(read(tamper(topic.messages))).rejects.toThrow(sentence);
  });

  test("another verifier key than the announced one is refused at the announcement", async () => {
    await honest();
    const other = await testSigner(topic.signer.name, "0b".repeat(32));
    await expect(read(topic.messages, { key: other.key })).rejects.toThrow(
      /message 1 announces the key .*, not the key given/,
    );
  });

  test("what whoever holds the submit key alone writes in the log's name is named, and breaks no audit", async () => {
    await honest();
    const thief = await testSigner(topic.signer.name, "0b".repeat(32));
    await topic.checkpoint(entriesTo(21), 20, true, thief);
    topic.publish(encodeLogMessage({ origin: topic.signer.name, verifierKey: formatVerifierKey(thief.key) }));
    await topic.checkpoint(entriesTo(22), 20);
    const { findings, checkpoints } = await read(topic.messages);
    expect(checkpoints.map(({ sequenceNumber }) => sequenceNumber)).toEqual([2n, 3n, 4n, 7n]);
    expect(findings.at(-1)).toMatchObject({
      check: "other-messages",
      state: "note",
      detail: expect.stringMatching(
        /^2 messages .*message 5 does not count: no signature by the key.*; message 6 announces another key/,
      ),
    });
  });

  test("without announcement and without key there is nothing to start from", async () => {
    const beats = await OwnTopic.open(topic.signer.name, "0a", false);
    beats.publish(encodeHeartbeatMessage({ origin: topic.signer.name, nonce: "a" }));
    await expect(read(beats.messages)).rejects.toThrow(/message 1 announces no log and no verifier key was given/);
    await beats.checkpoint(entriesTo(5), 0);
    expect((await read(beats.messages, { key: topic.signer.key })).checkpoints).toHaveLength(1);
    await expect(read([])).rejects.toThrow(/shows no message after number 0/);
  });

  test("heartbeats, other logs and strangers are told and fail nothing", async () => {
    await honest();
    topic.publish(encodeHeartbeatMessage({ origin: topic.signer.name, nonce: "a" }));
    topic.publish(new TextEncoder().encode("hello"));
    await topic.checkpoint(entriesTo(3), 0, true, await testSigner("other.log/x", "0b".repeat(32)));
    const { findings, checkpoints } = await read(topic.messages);
    expect(checkpoints).toHaveLength(3);
    expect(states(findings).slice(-2)).toEqual(["other-messages note", "heartbeats note"]);
    expect(findings.at(-2)?.detail).toContain(
      "message 6 is of no form this program knows; message 7 is of another log",
    );
  });

  test("mints that are told are counted, those of another log are strangers", async () => {
    await honest();
    const mint = { commitment: entry(1), memo: "ab".repeat(32), tokenId: "0.0.5005", amount: 7n };
    topic.publish(encodeIssuanceMessage({ ...mint, origin: topic.signer.name }));
    topic.publish(encodeIssuanceMessage({ ...mint, origin: "other.log/x" }));
    const { findings, checkpoints } = await read(topic.messages);
    expect(checkpoints).toHaveLength(3);
    expect(findings.at(-2)?.detail).toMatch(/message 6 is of another log/);
    expect(findings.at(-1)).toMatchObject({ check: "issuances", detail: expect.stringMatching(/^1 mint told/) });
  });

  test("of a repeated checkpoint the first message counts, and the repeat is told", async () => {
    await topic.checkpoint(entriesTo(5), 0);
    await topic.checkpoint(entriesTo(5), 0);
    const { findings, checkpoints } = await read(topic.messages);
    expect(checkpoints.map(({ sequenceNumber }) => sequenceNumber)).toEqual([2n]);
    expect(findings.at(-1)).toMatchObject({
      check: "first-wins",
      state: "note",
      detail: expect.stringContaining("message 3 repeats message 2"),
    });
  });

  test("two signed logs of one size are a fork; a smaller one and a skipped leaf are refused", async () => {
    const rewritten = entriesTo(9).with(2, entry("other"));
    await honest();
    await topic.checkpoint(rewritten, 5);
    await expect(read(topic.messages)).rejects.toThrow(/messages 3 and 5 publish two different logs of 9 leaves/);
    topic.messages.length = 0;
    const back = await OwnTopic.open();
    await back.checkpoint(entriesTo(5), 0);
    await back.checkpoint(entriesTo(4), 0);
    await expect(read(back.messages)).rejects.toThrow(/message 3 publishes a log of 4 leaves after message 2 had 5/);
    const skipping = await OwnTopic.open();
    await skipping.checkpoint(entriesTo(5), 0);
    await skipping.checkpoint(entriesTo(9), 6);
    await expect(read(skipping.messages)).rejects.toThrow(/new leaves begin at 6, but the log had 5/);
  });
});

describe("the log rebuilt from its entries", () => {
  test("read on from any message, holds where old checkpoints are sent again, and not where one of them is another log's", async () => {
    await topic.checkpoint(entriesTo(5), 0);
    await topic.checkpoint(entriesTo(9), 5);
    await topic.checkpoint(entriesTo(5), 0);
    await topic.checkpoint(entriesTo(20), 9, false);
    const { messages, signer } = topic;
    const readOn = (after: number, size: number) => {
      const start = { after: BigInt(after), runningHash: messages[after - 1]?.runningHash as Uint8Array, size };
      return read(messages.slice(after), { start, key: signer.key });
    };
    for (const [after, size] of [
      [1, 0],
      [2, 5],
      [3, 9],
      [4, 9],
    ] as const) {
      const history = await readOn(after, size);
      expect(rebuild(history, entriesTo(20))[0]).toMatchObject({ check: "append-only", state: "ok" });
      expect([history.size, history.last.sequenceNumber]).toEqual([20, 5n]);
    }
    const other = entriesTo(5).with(2, entry("other"));
    await topic.checkpoint(other, 0);
    await expect(readOn(3, 9)).rejects.toThrow(/messages 4 and 6 publish two different logs of 5 leaves/);
    await expect(readOn(4, 9).then((history) => rebuild(history, entriesTo(20)))).rejects.toThrow(
      /message 6: its checkpoint of 5 leaves is not what the entries lead to/,
    );
  });

  test("every checkpoint has the root of its entries, at chunk borders too", async () => {
    for (const size of [1, 511, 512, 513, 1500])
      await topic.checkpoint(entriesTo(size), topic.messages.length === 1 ? 0 : sizeBefore(size), false);
    const findings = rebuild(await read(topic.messages), entriesTo(1500));
    expect(findings[0]).toMatchObject({
      check: "append-only",
      state: "ok",
      detail: expect.stringContaining("1,500 entries"),
    });
  });

  test("an operator who rewrites an old leaf under his own key is found at the next checkpoint", async () => {
    await topic.checkpoint(entriesTo(5), 0);
    await topic.checkpoint(entriesTo(9), 5);
    const rewritten = entriesTo(20).with(2, entry("forged"));
    await topic.checkpoint(rewritten, 9, false);
    const history = await read(topic.messages);
    const said =
      /message 4: its checkpoint of 20 leaves is not what the entries lead to; up to message 3 \(9 leaves\) they agree/;
    expect(() => rebuild(history, entriesTo(20))).toThrow(said);
    expect(() => rebuild(history, rewritten)).toThrow(/entry 2 of the log is not the leaf that message 2 lists/);
  });

  test("entries that are too few, of other length, or not those a message lists are refused", async () => {
    await honest();
    const history = await read(topic.messages);
    expect(() => rebuild(history, entriesTo(19))).toThrow(/message 4 covers 20 leaves, but only 19 entries/);
    expect(() => rebuild(history, entriesTo(20).with(3, new Uint8Array(31)))).toThrow(
      /entry 3 of the log has 31 bytes/,
    );
    expect(() => rebuild(history, entriesTo(20).with(6, entry("x")))).toThrow(
      /entry 6 of the log is not the leaf that message 3 lists/,
    );
    expect(() => rebuild(history, entriesTo(20).with(15, entry("x")))).toThrow(
      /message 4: its checkpoint of 20 leaves/,
    );
  });

  test("entries beyond the newest checkpoint say nothing and break nothing", async () => {
    await honest();
    expect(states(rebuild(await read(topic.messages), entriesTo(30)))).toEqual(["append-only ok"]);
  });

  test("the topic alone gives all entries exactly when every message lists its leaves", async () => {
    await topic.checkpoint(entriesTo(5), 0);
    await topic.checkpoint(entriesTo(9), 5);
    const history = await read(topic.messages);
    expect([...(entriesOnTopic(history) ?? [])]).toEqual(entriesTo(9));
    await topic.checkpoint(entriesTo(20), 9, false);
    expect(entriesOnTopic(await read(topic.messages))).toBeUndefined();
  });
});

function sizeBefore(size: number): number {
  return { 511: 1, 512: 511, 513: 512, 1500: 513 }[size] ?? 0;
}
