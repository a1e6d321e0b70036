import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestGateway, testGateway } from "../support/gateway.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await testGateway();
});
afterAll(() => gateway?.stop());

/** The script under a heading of README. */
async function scriptUnder(heading: string): Promise<string> {
  const text = await readFile(new URL("../../README.md", import.meta.url), "utf8");
  const section = text.split(/^## /m).find((one) => one.startsWith(`${heading}\n`)) ?? "";
  const script = /^```sh\n(.*?)^```$/ms.exec(section)?.[1];
  if (script === undefined) throw new Error(`README has no script under "${heading}"`);
  return script;
}

/** A shell as README's reader has one: it knows where the gateway is, `curl` and `node`. */
function run(script: string): Promise<{ code: number; out: string; err: string }> {
  // Where a machine has no curl, one that does what the script asks of it stands behind the machine's own.
  const standIn = fileURLToPath(new URL("../support/stand-in", import.meta.url));
  const PATH = [dirname(process.execPath), process.env.PATH, standIn].join(":");
  return new Promise((resolve) => {
    execFile("sh", ["-euc", script], { env: { PATH, BASE: gateway.baseUrl } }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

const requests = () => gateway.logLines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === "request");

test("README's script brings a new organisation from nothing to an anchored reading in at most four calls", async () => {
  const before = requests().length;
  const { code, out, err } = await run(await scriptUnder("From nothing to an anchored reading"));
  expect([code, err]).toEqual([0, ""]);
  expect(out).toMatch(/state: 'anchored'/);

  const calls = requests().slice(before);
  expect(calls.length).toBeLessThanOrEqual(4);
  expect(calls.every(({ status }) => status === 200 || status === 201)).toBe(true);
  // A new organisation's, and none of what stood before.
  const [organisation, ...others] = new Set(calls.flatMap(({ org_id }) => org_id ?? []));
  expect([organisation, others]).toEqual([expect.stringMatching(/^himachal-hydro-/), []]);
  // The ledger itself has the message that the answer names.
  const sequence = /sequence_number: '(\d+)'/.exec(out)?.[1];
  const topic = /topic_id: '([\d.]+)'/.exec(out)?.[1];
  const message = await fetch(`${gateway.mirrorUrl}/api/v1/topics/${topic}/messages/${sequence}`);
  expect(message.status).toBe(200);
});
