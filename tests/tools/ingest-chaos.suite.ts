import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

/** The fault campaign of ingestion, at real programs: each fault once. */

const program = fileURLToPath(new URL("../chaos/run.ts", import.meta.url));

type Counts = Readonly<
  Record<"acknowledged" | "by_mqtt" | "by_post" | "by_batch" | "stored" | "anchored" | "resumes", number>
>;
type Result = Counts & { readonly by_fault: Readonly<Record<string, number>>; readonly ok: boolean };

test("whatever is stopped and started, what was acknowledged is on record once and told once to all who watch", async () => {
  const child = spawn(process.execPath, [program, "ingest", "--smoke", "--seed", "7"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  // It ends what it started when it is told to, also when the test's time is over.
  onTestFinished(() => void child.kill());
  let printed = "";
  child.stdout.on("data", (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  const last = printed.trimEnd().split("\n").at(-1) ?? "";
  if (!last.startsWith("{")) throw new Error(`the campaign ended with ${code} and no result:\n${printed}`);
  const result = JSON.parse(last) as Result;
  expect(result, printed).toMatchObject({ lost: 0, doubled: 0, out_of_order: 0, rewritten: 0, ok: true });
  expect([result.stored, result.anchored]).toEqual([result.acknowledged, result.acknowledged]);
  expect(Math.min(result.by_mqtt, result.by_post, result.by_batch, ...Object.values(result.by_fault))).toBeGreaterThan(
    0,
  );
  expect(result.resumes).toBeGreaterThan(0);
  expect(code).toBe(0);
}, 600_000);
