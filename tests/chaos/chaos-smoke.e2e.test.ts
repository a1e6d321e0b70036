import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, type TestContext, test } from "vitest";

const program = fileURLToPath(new URL("run.ts", import.meta.url));

type Result = Readonly<Record<"acknowledged" | "stored" | "anchored" | "lost" | "doubled", number>> &
  Readonly<Record<"out_of_order" | "rewritten" | "kills", number>> & { readonly ok: boolean };

async function campaign(
  { onTestFinished }: TestContext,
  ...args: string[]
): Promise<{ code: number | null; result: Result; printed: string }> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  // It ends what it started when it is told to, also when the test's time is over.
  onTestFinished(() => void child.kill());
  let printed = "";
  child.stdout.on("data", (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, result: JSON.parse(printed.trimEnd().split("\n").at(-1) ?? "") as Result, printed };
}

// Side by side: each waits for the ledger's time most of the while.
test.concurrent("most of a minute of faults and kills loses, doubles, reorders and rewrites nothing", async (context) => {
  const { code, result, printed } = await campaign(context, "--smoke", "--seed", "3");
  expect(result, printed).toMatchObject({ lost: 0, doubled: 0, out_of_order: 0, rewritten: 0, ok: true });
  expect([result.stored, result.anchored]).toEqual([result.acknowledged, result.acknowledged]);
  expect(code).toBe(0);
}, 300_000);

test.concurrent("the campaign can fail: a fresh id after a lost reply is found as a double", async (context) => {
  const { code, result, printed } = await campaign(context, "--naive", "--seed", "3");
  expect(result.doubled, printed).toBeGreaterThan(0);
  expect([result.ok, code]).toEqual([false, 1]);
}, 300_000);
