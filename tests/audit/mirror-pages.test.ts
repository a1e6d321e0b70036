import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { base64FromBytes } from "../../src/proof/text.ts";
import { audit, entriesTo, OwnTopic, topicId } from "./support.ts";

test("a topic is read to its end from a mirror that gives fewer messages at a time than it was asked for", async () => {
  const topic = await OwnTopic.open();
  for (let size = 1; size < 7; size++) await topic.checkpoint(entriesTo(size), size - 1);
  const mirror = createServer((request, response) => {
    const after = Number(/sequencenumber=gt:(\d+)/.exec(decodeURIComponent(request.url ?? ""))?.[1]);
    const page = topic.messages.slice(after, after + 3).map((message) => ({
      topic_id: message.topicId,
      sequence_number: Number(message.sequenceNumber),
      consensus_timestamp: message.consensusTimestamp,
      message: base64FromBytes(message.message),
      running_hash: base64FromBytes(message.runningHash),
      running_hash_version: 3,
      payer_account_id: message.payerAccountId,
    }));
    const next = after + 3 < topic.messages.length ? `${request.url}&more` : null;
    response.end(JSON.stringify({ messages: page, links: { next } }));
  });
  await new Promise<void>((resolve) => mirror.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(mirror.address() as AddressInfo).port}`;
  const { code, out } = await audit(["log", "--topic", topicId, "--mirror", url]);
  mirror.close();
  expect(out).toContain("7 messages of topic");
  expect(code).toBe(0);
});

test.each([
  [
    "breaks off",
    (response: ServerResponse) =>
      response.writeHead(200, { "Content-Length": "9" }).write("{", () => response.destroy()),
  ],
  ["never ends", endless],
])("a mirror whose answer %s leaves the audit incomplete and says whose", async (_, answer) => {
  const mirror = createServer((_request, response) => void answer(response));
  await new Promise<void>((resolve) => mirror.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(mirror.address() as AddressInfo).port}`;
  const { code, out } = await audit(["log", "--topic", topicId, "--mirror", url]);
  mirror.closeAllConnections();
  mirror.close();
  expect(out).toContain(`no answer from ${url}`);
  expect(code).toBe(3);
});

function endless(response: ServerResponse): void {
  const more = () => {
    while (!response.destroyed && response.write(Buffer.alloc(1_048_576, " ")));
  };
  response.writeHead(200).on("drain", more);
  more();
}
