import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSecretBytes, readSecretFile } from "../../src/platform/secret-file.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hydro-secret-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const options = { setting: "SOME_SECRET_FILE", mayMake: true };

test("of gateways that start at once one makes the secret, all read the same, and nobody else may", async () => {
  const file = join(folder, "new", "secret");
  const all = await Promise.all(Array.from({ length: 50 }, () => readSecretBytes(file, randomBytes, options)));
  expect(new Set(all.map((secret) => Buffer.from(secret).toString("hex"))).size).toBe(1);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(join(folder, "new"))).toEqual(["secret"]);
  expect((await readFile(file, "utf8")).length).toBe(64);
});

test("what is there is never replaced, and a program beside a gateway makes none", async () => {
  const file = join(folder, "kept");
  await writeFile(file, "a secret of before\n");
  expect(await readSecretFile(file, () => "another", options)).toBe("a secret of before");
  await expect(readSecretFile(join(folder, "absent"), () => "made", { ...options, mayMake: false })).rejects.toThrow(
    /^There is no .*absent: set SOME_SECRET_FILE to the file/,
  );
});

test("a secret that cannot be read is not called one that is not there", async () => {
  const folders = { ...options, mayMake: false };
  await expect(readSecretFile(folder, () => "made", folders)).rejects.toThrow(
    /^SOME_SECRET_FILE .* cannot be read: EISDIR\.$/,
  );
});

test("a secret that is too short stops the start with a sentence that names the setting", async () => {
  const file = join(folder, "short");
  await writeFile(file, "abcd");
  await expect(readSecretBytes(file, randomBytes, options)).rejects.toThrow(/^SOME_SECRET_FILE .* at least 32 bytes/);
});
