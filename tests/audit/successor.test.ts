import { beforeEach, describe, expect, test } from "vitest";
import { LogCheck } from "../../src/audit/log-check.ts";
import { successionWords } from "../../src/audit/log-keys.ts";
import { TopicCheck, type TopicCheckOptions, type TopicHistory } from "../../src/audit/topic-check.ts";
import { genesisRunningHash } from "../../src/kernel/running-hash.ts";
import { signCheckpoint } from "../../src/proof/checkpoint.ts";
import { encodeLogMessage } from "../../src/proof/checkpoint-message.ts";
import { leafHash, rootFromLeaves } from "../../src/proof/merkle.ts";
import { formatVerifierKey, type NoteSigner } from "../../src/proof/note.ts";
import { signRecordMessage } from "../../src/proof/record-message.ts";
import { testSigner } from "../proof/fixtures.ts";
import { entriesTo, entry, OwnTopic, topicId } from "./support.ts";

let topic: OwnTopic;
let next: Awaited<ReturnType<typeof testSigner>>;

beforeEach(async () => {
  topic = await OwnTopic.open();
  next = await testSigner("hydro-mrv.log/next", "0b".repeat(32));
  await topic.checkpoint(entriesTo(5), 0);
  await topic.checkpoint(entriesTo(9), 5);
});

/** The message by which a log goes on from the topic's own. */
async function announcement(
  change: { size?: number; sequenceNumber?: number; entries?: readonly Uint8Array[]; signer?: NoteSigner } = {},
) {
  const { entries = entriesTo(change.size ?? 9), signer = topic.signer, sequenceNumber = 3 } = change;
  const head = { origin: topic.signer.name, size: entries.length, root: rootFromLeaves(entries.map(leafHash)) };
  const checkpoint = await signCheckpoint(head, signer);
  const previous = { topicId, sequenceNumber, checkpoint };
  return encodeLogMessage({ origin: next.name, verifierKey: formatVerifierKey(next.key), previous });
}

async function succeeded(): Promise<void> {
  topic.publish(await announcement());
  await topic.checkpoint(entriesTo(20), 9, true, next);
}

async function read(options: Partial<TopicCheckOptions> = {}): Promise<TopicHistory> {
  const start = { after: 0n, runningHash: genesisRunningHash };
  const check = new TopicCheck({ topicId, key: undefined, start, ...options });
  for (const message of topic.messages) await check.add(message);
  return check.finish();
}

function rebuild(history: TopicHistory, entries: readonly Uint8Array[]) {
  const check = new LogCheck(history);
  for (const one of entries) check.add(one);
  return check.finish();
}

const named = ({ findings }: TopicHistory, check: string) => findings.find((one) => one.check === check);

describe("a log that goes on from another", () => {
  test("holds under the announced key, under the first one given and under the newest given", async () => {
    await succeeded();
    for (const key of [undefined, topic.signer.key, next.key]) {
      const history = await read({ key });
      expect(history.checkpoints.map(({ checkpoint }) => checkpoint.size)).toEqual([5, 9, 20]);
      expect(history.keys.map(({ name }) => name)).toEqual([topic.signer.name, next.name]);
      expect(history.findings.every(({ state }) => state === "ok")).toBe(true);
      expect(named(history, "signature")?.detail).toMatch(/^2 checkpoints of .*audit, 1 checkpoint of .*next, each/);
      rebuild(history, entriesTo(20));
    }
    await expect(read({ key: (await testSigner(next.name, "0c".repeat(32))).key })).rejects.toThrow(
      /^message 1 announces the key .*audit.* and later ones .*next.*, not the key given/,
    );
  });

  test("the report says what the link rests on, but to whom trusts the newest key already", async () => {
    await succeeded();
    const { successions } = await read();
    for (const key of [undefined, topic.signer.key]) {
      const [words] = successionWords(successions, key);
      expect(words).toMatch(
        /message 4 says so: no key of before signed that, it rests on the key of the account 0\.0\.2/,
      );
    }
    expect(successionWords(successions, next.key)).toEqual([]);
  });

  test("the tree has to go on: a first checkpoint under the new key over other leaves is broken", async () => {
    topic.publish(await announcement());
    const other = [...entriesTo(8), entry("other"), ...entriesTo(20).slice(9)];
    await topic.checkpoint(other, 9, true, next);
    const history = await read();
    expect(() => rebuild(history, other)).toThrow(/is not the leaf that message 3 lists/);
    expect(() => rebuild(history, entriesTo(20))).toThrow(/message 5: its checkpoint of 20 leaves is not what/);
  });

  test("the old key signs something new behind it: one log has two keys, whoever paid", async () => {
    await succeeded();
    await topic.checkpoint(entriesTo(21), 20);
    await expect(read()).rejects.toThrow(
      /^message 6, paid by 0\.0\.2, publishes 21 leaves under the key of .*audit, after message 4 .*: one log has two keys at once$/,
    );
  });

  test("from behind what the old key signed, the log holds under the new one", async () => {
    await succeeded();
    await topic.checkpoint(entriesTo(21), 20);
    await topic.checkpoint(entriesTo(30), 20, true, next);
    const start = { after: 6n, runningHash: topic.messages[5]?.runningHash as Uint8Array, size: 20 };
    const check = new TopicCheck({ topicId, key: next.key, start });
    for (const message of topic.messages.slice(6)) await check.add(message);
    const history = check.finish();
    expect(history.checkpoints.map(({ checkpoint }) => checkpoint.size)).toEqual([30]);
    rebuild(history, entriesTo(30));
  });

  test("an old checkpoint that is sent again is a repeat; another one of that size is a fork", async () => {
    await succeeded();
    await topic.checkpoint(entriesTo(9), 5);
    expect(named(await read(), "first-wins")?.detail).toContain("message 6 repeats message 3");
    await topic.checkpoint([...entriesTo(8), entry("other")], 5);
    await expect(read()).rejects.toThrow(/two different logs of 9 leaves, both signed: the log is forked/);
  });

  test.each<[string, Parameters<typeof announcement>[0]]>([
    ["another root", { entries: [...entriesTo(8), entry("other")] }],
    ["an earlier checkpoint", { size: 5, sequenceNumber: 2 }],
    ["another message", { sequenceNumber: 2 }],
    ["leaves that were never published", { size: 12 }],
  ])("one that names %s as the last is broken", async (_what, change) => {
    topic.publish(await announcement(change));
    await expect(read()).rejects.toThrow(
      /^message 4 has .*next go on from message .*, but the log's newest checkpoint/,
    );
  });

  test("one that names a checkpoint which the log's key did not sign is broken", async () => {
    const signer = await testSigner(topic.signer.name, "0c".repeat(32));
    topic.publish(await announcement({ signer }));
    await expect(read()).rejects.toThrow(/^message 4 has .*next go on from message 3/);
  });

  test("one that another account paid for does not count, nor does what its key signs", async () => {
    topic.publish(await announcement(), "0.0.666");
    await topic.checkpoint(entriesTo(20), 9, true, next);
    await topic.checkpoint(entriesTo(10), 9);
    const history = await read();
    expect(history.checkpoints.map(({ checkpoint }) => checkpoint.size)).toEqual([5, 9, 10]);
    expect(named(history, "other-messages")?.detail).toMatch(
      /^2 messages .*message 4 announces .*next as the log that goes on, but 0\.0\.666 paid for it, not 0\.0\.2.*; message 5 is of another log/,
    );
    await expect(read({ key: next.key })).rejects.toThrow(/not the key given/);
  });

  test("a log that ended before its first checkpoint is one in the line, and the next goes on from the same place", async () => {
    topic.publish(await announcement());
    const third = await testSigner("hydro-mrv.log/third", "0d".repeat(32));
    const head = { origin: topic.signer.name, size: 9, root: rootFromLeaves(entriesTo(9).map(leafHash)) };
    const previous = { topicId, sequenceNumber: 3, checkpoint: await signCheckpoint(head, topic.signer) };
    topic.publish(encodeLogMessage({ origin: third.name, verifierKey: formatVerifierKey(third.key), previous }));
    await topic.checkpoint(entriesTo(20), 9, true, third);
    for (const key of [undefined, next.key, third.key]) {
      const history = await read({ key });
      expect(history.keys.map(({ name }) => name)).toEqual([topic.signer.name, next.name, third.name]);
      expect(history.size).toBe(20);
    }
    await topic.checkpoint(entriesTo(21), 20, true, next);
    await expect(read()).rejects.toThrow(/publishes 21 leaves under the key of .*next, after message 5/);
  });

  test("records in line when the log ended are made public behind it, and none of leaves that it never had", async () => {
    await succeeded();
    const fields = { energy_wh: "1" };
    for (const leafIndex of [3, 15]) {
      const said = { commitment: entry(leafIndex), leafIndex, fields };
      topic.publish(await signRecordMessage(said, topic.signer));
    }
    const history = await read();
    expect(history.direct.length).toBe(1);
    expect(named(history, "other-messages")?.detail).toMatch(/message 7 makes leaf 15 public under the key of .*audit/);
  });

  test("read from a message behind which no checkpoint of the old log stands, the link is not checked", async () => {
    await succeeded();
    const start = { after: 3n, runningHash: topic.messages[2]?.runningHash as Uint8Array, size: 9 };
    const messages = topic.messages.slice(3);
    const check = new TopicCheck({ topicId, key: topic.signer.key, start });
    for (const message of messages) await check.add(message);
    expect(named(check.finish(), "successor")).toMatchObject({
      state: "unchecked",
      detail: expect.stringContaining("begin before its last one"),
    });
  });
});
