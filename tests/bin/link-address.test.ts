import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { linkAddress } from "../../src/bin/link-address.ts";
import { readConfig } from "../../src/config.ts";

async function folderWith(demo?: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "hydro-links-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  if (demo !== undefined) await writeFile(join(folder, "demo.json"), demo);
  return folder;
}
const addressOf = (env: Record<string, string>) => linkAddress(readConfig(env).config);
const demo = JSON.stringify({ base_url: "http://127.0.0.1:9000" });
const ofOthers = { DATABASE_URL: "postgres://serve@db/hydro" };

test("a link of the console leads to where others reach the gateway", async () => {
  const env = { DATA_DIR: await folderWith(demo), PUBLIC_URL: "https://mrv.example/" };
  expect(await addressOf(env)).toEqual({ url: "https://mrv.example" });
});

test("a link of the console leads to the port of the gateway that runs on this machine", async () => {
  expect(await addressOf({ DATA_DIR: await folderWith(demo) })).toEqual({ url: "http://127.0.0.1:9000" });
});

test("a link of the console that may lead nowhere says so", async () => {
  const doubt =
    "PUBLIC_URL is not set here: put the gateway's address, as others reach it, in place of http://127.0.0.1:8080.";
  for (const env of [
    { DATA_DIR: await folderWith() },
    { DATA_DIR: await folderWith("{") },
    { DATA_DIR: await folderWith("{}") },
    { DATA_DIR: await folderWith(demo), ...ofOthers },
  ]) {
    expect(await addressOf(env)).toEqual({ url: "http://127.0.0.1:8080", doubt });
  }
});
