import { execFileSync } from "node:child_process";
import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runAudit } from "../../src/audit/command.ts";
import * as examples from "../../src/http/periods.examples.ts";
import { canonicalText, type Json } from "../../src/kernel/canonical.ts";

const statement = canonicalText(examples.statement as unknown as Json);
const { publicKey, privateKey } = generateKeyPairSync("ed25519");
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hydro-sign-"));
  await writeFile(join(folder, "statement.json"), statement);
  await writeFile(join(folder, "key.pem"), privateKey.export({ format: "pem", type: "pkcs8" }));
});
afterAll(() => rm(folder, { recursive: true }));

async function sign(...argv: string[]) {
  let [out, err] = ["", ""];
  const code = await runAudit(
    ["sign", ...argv],
    { folder, dataDir: folder, apiKey: undefined },
    {
      out: { write: (text) => (out += text) },
      err: { write: (text) => (err += text) },
    },
  );
  return { code, out, err };
}

test("prints an Ed25519 signature over the statement's exact bytes, and nothing else", async () => {
  const { code, out, err } = await sign("statement.json", "--key", "key.pem");
  expect([code, out]).toEqual([0, expect.stringMatching(/^[A-Za-z0-9+/]{86}==\n$/)]);
  expect(verify(null, Buffer.from(statement), publicKey, Buffer.from(out, "base64"))).toBe(true);
  expect(err).toContain("SHA-256");
});

test("a line feed at the end is no part of the statement", async () => {
  await writeFile(join(folder, "with-line-feed.json"), `${statement}\n`);
  const plain = await sign("statement.json", "--key", "key.pem");
  expect((await sign("with-line-feed.json", "--key", "key.pem")).out).toBe(plain.out);
});

test.each([
  ["indented", JSON.stringify(examples.statement, null, 2)],
  ["cut off", statement.slice(0, -1)],
  ["with a byte order mark", `\uFEFF${statement}`],
  ["of another kind", "{}"],
])("a file that is %s is refused: its signature would not hold", async (_how, text) => {
  await writeFile(join(folder, "other.json"), text);
  expect(await sign("other.json", "--key", "key.pem")).toMatchObject({ code: 2, out: "" });
});

test("another kind of key, no key and no file are refused", async () => {
  const rsa = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  await writeFile(join(folder, "ec.pem"), rsa.export({ format: "pem", type: "pkcs8" }));
  expect(await sign("statement.json", "--key", "ec.pem")).toMatchObject({
    code: 2,
    err: expect.stringContaining("Ed25519"),
  });
  expect(await sign("statement.json", "--key", "statement.json")).toMatchObject({ code: 2, out: "" });
  expect(await sign("statement.json", "--key", "nowhere.pem")).toMatchObject({ code: 2 });
  expect(await sign("statement.json")).toMatchObject({ code: 2, err: expect.stringContaining("--key KEYFILE") });
});

test("openssl makes the same signature with the same key", async (context) => {
  try {
    execFileSync("openssl", ["version"], { stdio: "ignore" });
  } catch {
    context.skip("openssl is not installed");
  }
  const path = (name: string) => join(folder, name);
  const signature = execFileSync("openssl", [
    ...["pkeyutl", "-sign", "-rawin", "-inkey", path("key.pem"), "-in", path("statement.json")],
  ]);
  expect((await sign("statement.json", "--key", "key.pem")).out.trim()).toBe(signature.toString("base64"));
  expect(createPublicKey(privateKey).equals(publicKey)).toBe(true);
});
