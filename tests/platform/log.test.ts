import { expect, test } from "vitest";
import { createLog, redact } from "../../src/platform/log.ts";
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
