import { expect, test } from "vitest";
import { runImport } from "../../src/importer/import.ts";

test.each([
  { what: "a delimiter of no characters", argv: ["--delimiter", ""], apiKey: "ghdk_local_key", says: "--delimiter" },
  { what: "a key that was copied with its ellipsis", argv: [], apiKey: "ghdk_local_…", says: "API key" },
  { what: "a key of two lines", argv: [], apiKey: "ghdk_local_key\nanother", says: "API key" },
])("$what ends the import before it begins, in one sentence that repeats no key", async ({ argv, apiKey, says }) => {
  const said: string[] = [];
  const screen = { write: (text: string) => said.push(text) };
  const around = { folder: "/", dataDir: "/nowhere", apiKey };
  const args = [
    import.meta.filename,
    "--plant",
    "P",
    "--device",
    "D",
    "--url",
    "http://127.0.0.1:9",
    "--patience",
    "0",
  ];
  const terminal = { out: screen, err: screen, signal: new AbortController().signal };
  expect(await runImport([...args, ...argv], around, terminal as never)).toBe(2);
  expect(said.join("")).toContain(says);
  expect(said.join("")).not.toContain("ghdk_");
  expect(said).toHaveLength(1);
});
