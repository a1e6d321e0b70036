import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { shared } from "../../sdk-gen/typescript/generate.ts";

const root = join(import.meta.dirname, "..", "..");
const copies = join(root, "sdk-gen", "typescript", "src", "generated");

test.each(shared)("the TypeScript SDK checks proofs by the gateway's own %s (else: npm run sdk)", (name) => {
  expect(readFileSync(join(copies, name), "utf8")).toBe(readFileSync(join(root, "src", name), "utf8"));
});

test("the TypeScript SDK holds nothing of the gateway's but what it copies", () => {
  const held = ["kernel", "proof"].flatMap((folder) =>
    readdirSync(join(copies, folder)).map((name) => `${folder}/${name}`),
  );
  expect(held.sort()).toEqual([...shared].sort());
});
