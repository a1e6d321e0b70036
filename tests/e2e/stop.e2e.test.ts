import { once } from "node:events";
import { type ClientRequest, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { replicaOf, type TestGateway, testGateway } from "../support/gateway.ts";
import { pilotBody } from "../support/pilot.ts";

/** What senders of batches are told when the gateway stops. */

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await testGateway();
});
afterAll(() => gateway.stop());

const startMs = Date.now() - 5 * 86_400_000;
let seconds = 0;
const line = () => {
  const timestamp = new Date(startMs + ++seconds * 1_000).toISOString();
  return `${JSON.stringify(pilotBody({}, { timestamp, interval_s: 1 }))}\n`;
};
const lines = (count: number) => Array.from({ length: count }, line).join("");

/** A batch whose sender has more to say. */
function begin(baseUrl: string, body: string, accept: string): ClientRequest {
  const headers = { authorization: `Bearer ${gateway.apiKey}`, "content-type": "application/x-ndjson", accept };
  const sent = request(`${baseUrl}/api/v1/telemetry/batch`, { method: "POST", headers });
  sent.on("error", () => undefined);
  sent.write(body);
  return sent;
}

async function answerTo(sent: ClientRequest): Promise<{ status: number | undefined; body: string }> {
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  return { status: answer.statusCode, body: await text(answer) };
}

const stored = async () =>
  Number((await gateway.roles.owner.pool.query("SELECT count(*) FROM record_ids")).rows[0].count);

test("a batch that a stop ends is answered with what became of each reading until there, and the rest is sent again", async () => {
  const stopping = await replicaOf(gateway, { http: { stopTimeoutMs: 4_000 } });
  const before = await stored();
  const batches = [lines(1_500), lines(700), lines(20)];
  const sent = batches.map((body, i) =>
    begin(stopping.baseUrl, body, i === 0 ? "application/x-ndjson" : "application/json"),
  );
  const answers = Promise.all(sent.map(answerTo));
  await expect.poll(stored, { timeout: 20_000 }).toBe(before + 2_220);
  // One ends its batch in time.
  sent[2]?.end();
  await stopping.stop();

  const [asLines, whole, inTime] = await answers;
  const told = (asLines?.body ?? "").trimEnd().split("\n");
  expect(asLines?.status).toBe(200);
  expect(JSON.parse(told.pop() as string)).toMatchObject({
    complete: false,
    totals: { received: 1_500, accepted: 1_500 },
    problem: { status: 503, type: expect.stringMatching(/deadline-exceeded$/), detail: expect.stringMatching(/stops/) },
  });
  expect(whole?.status).toBe(503);
  const { items, totals } = JSON.parse(whole?.body ?? "");
  expect([items.length, totals.accepted]).toEqual([700, 700]);
  expect([inTime?.status, JSON.parse(inTime?.body ?? "").totals.accepted]).toEqual([200, 20]);
  for (const text of told) expect(JSON.parse(text).result).toBe("accepted");

  const again = await fetch(`${gateway.baseUrl}/api/v1/telemetry/batch`, {
    method: "POST",
    headers: { authorization: `Bearer ${gateway.apiKey}`, "content-type": "application/x-ndjson" },
    body: batches[0] + line(),
  });
  expect(await again.json()).toMatchObject({ totals: { duplicates: 1_500, accepted: 1 } });
}, 60_000);

test("a sender that hangs up in the midst of an answer by lines is no failure of the gateway", async () => {
  const sent = begin(gateway.baseUrl, lines(100), "application/x-ndjson");
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  await once(answer, "data");
  const before = await stored();
  sent.write(lines(100));
  sent.destroy();
  await expect.poll(() => gateway.deps.intake.use.batches, { timeout: 20_000 }).toBe(0);
  expect((await stored()) - before).toBeLessThanOrEqual(100);
  expect(gateway.logLines.filter((said) => said.includes("a batch, or a reading of it, failed"))).toEqual([]);
}, 60_000);
