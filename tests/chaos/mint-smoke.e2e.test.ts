import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, type TestContext, test } from "vitest";

const program = fileURLToPath(new URL("run.ts", import.meta.url));

type Result = Readonly<Record<"approved_units" | "minted_units" | "tokens" | "doubled" | "lost" | "kills", number>> & {
  readonly ok: boolean;
};

async function campaign(
  { onTestFinished }: TestContext,
  ...args: string[]
): Promise<{ code: number | null; result: Result; printed: string }> {
  const child = spawn(process.execPath, [program, "mint", ...args], { stdio: ["ignore", "pipe", "inherit"] });
  // It ends what it started when it is told to, also when the test's time is over.
  onTestFinished(() => void child.kill());
  let printed = "";
  child.stdout.on("data", (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  const last = printed.trimEnd().split("\n").at(-1) ?? "";
  if (!last.startsWith("{")) throw new Error(`the campaign ended with ${code} and no result:\n${printed}`);
  return { code, result: JSON.parse(last) as Result, printed };
}

// Side by side: each waits for the ledger's time most of the while.
test.concurrent("under faults and kills two issuers at once have every approved unit minted, and none twice", async (context) => {
  const { code, result, printed } = await campaign(context, "--smoke", "--seed", "3");
  expect(result, printed).toMatchObject({ tokens: 1, doubled: 0, lost: 0, torn: 0, ok: true });
  expect(result.minted_units).toBe(result.approved_units);
  expect(result.kills).toBeGreaterThan(0);
  expect(code).toBe(0);
}, 600_000);

test.concurrent("the mint campaign can fail: a fresh id after a lost reply is found as a double", async (context) => {
  const { code, result, printed } = await campaign(context, "--naive", "--seed", "3");
  expect(result.doubled, printed).toBeGreaterThan(0);
  expect([result.ok, code]).toEqual([false, 1]);
}, 600_000);
