import { expect, test } from "vitest";
import { createLog, redact } from "../../src/platform/log.ts";
import { Repeats } from "../../src/platform/repeats.ts";
import { newApiKey } from "../../src/tenancy/api-key.ts";

test("a key never reaches the log, wherever it stands", () => {
  const { text, keyId } = newApiKey("local");
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => lines.push(line) });
  log.info({ headers: { authorization: `Bearer ${text}`, "x-api-key": text }, url: `/x?key=${text}` }, `sent ${text}`);
  log.error({ err: new Error(`bad key ${text}`) }, "failed");
  const all = lines.join("");
  expect(all).not.toContain(text);
  expect(all).not.toContain(text.slice(-39, -7));
  expect(all).toContain(keyId);
});

test("what is not a key stays as it is", () => {
  expect(redact("ghdk_local_short and rec_123")).toBe("ghdk_local_short and rec_123");
});

/** A log, with its lines as they were written. */
function heard() {
  const lines: Record<string, unknown>[] = [];
  const log = createLog("warn", { write: (line) => lines.push(JSON.parse(line)) });
  return { log, lines };
}

const full = (table: number) => Object.assign(new Error(`could not extend file "base/1/${table}"`), { code: "53100" });

test("a full disk that fails ten thousand calls and every loop makes few lines, and one stack", () => {
  const { log, lines } = heard();
  for (let i = 0; i < 10_000; i++) log.error({ req_id: `req_${i}`, err: full(i) }, "request failed");
  for (let i = 0; i < 100; i++)
    for (const loop of ["rollups", "sequencer"]) log.error({ loop, err: full(i) }, "a pass failed");
  expect(lines.map(({ msg, loop }) => [msg, loop])).toEqual([
    ["request failed", undefined],
    ["a pass failed", "rollups"],
    ["a pass failed", "sequencer"],
  ]);
  expect(JSON.stringify(lines[0])).toContain("log.test.ts");
  expect(JSON.stringify(lines.slice(1))).not.toContain("log.test.ts");
  expect(lines[1]).toMatchObject({ err: { code: "53100" } });
});

test("a minute later it is said again in full, with how many were not", () => {
  const repeats = new Repeats();
  expect(repeats.weigh(full(1), "request failed", 0)).toEqual({ how: "full", unsaid: 0 });
  for (let i = 1; i <= 5; i++) expect(repeats.weigh(full(1), "request failed", i)).toEqual({ how: "none" });
  expect(repeats.weigh(full(1), "request failed", 60_000)).toEqual({ how: "full", unsaid: 5 });
});

test("each request that failed for another reason has its line with its id, and each place its stack", () => {
  const { log, lines } = heard();
  const here = () => new TypeError("x is not a function");
  const there = () => new TypeError("x is not a function");
  for (const id of ["a", "b"]) log.error({ req_id: id, err: here() }, "request failed");
  log.error({ req_id: "c", err: there() }, "request failed");
  expect(lines.map(({ req_id }) => req_id)).toEqual(["a", "b", "c"]);
  expect(lines.map(({ err }) => (err as { stack?: string }).stack !== undefined)).toEqual([true, false, true]);
});
