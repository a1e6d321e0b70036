import { expect, onTestFinished, test } from "vitest";
import { connect } from "../../src/platform/database.ts";
import { cutLine } from "../support/cut-line.ts";
import { verifyLog } from "./verify-log.ts";
import { newGateway, newWorld } from "./world.ts";

/**
 * The connection to PostgreSQL breaks at each statement of an anchoring, before PostgreSQL gets it and before its answer
 * comes, the commits among them; the process lives on with all that it has in mind. Its statements travel together, as
 * they do in a gateway.
 */
test("a connection that breaks at any statement of an anchoring loses and doubles nothing, and the same process goes on", async () => {
  const world = await newWorld();
  const line = await cutLine(world.database.workerUrl);
  const { db, close } = connect(line.url, { onIdleError: () => undefined });
  onTestFinished(async () => {
    line.arm(undefined);
    await close();
    line.close();
  });
  const gateway = await newGateway(world, { deps: { db } });
  const errors = new Set<string>();
  const settle = async () => {
    for (let breaks = 0; ; breaks++) {
      try {
        return await gateway.settle();
      } catch (error) {
        if (breaks === 3) throw error;
        errors.add((error as Error).name);
      }
    }
  };
  let count = 0;
  const round = async (cut: Parameters<typeof line.arm>[0]) => {
    await world.enqueue("dam", 1);
    count++;
    line.arm(cut);
    await settle();
  };
  await round(undefined);
  await round(undefined);
  const { statements } = line;
  expect(statements).toBeGreaterThan(10);
  for (const mode of ["unsent", "unanswered"] as const) {
    for (let statement = 1; statement <= statements; statement++) await round({ statement, mode });
  }
  line.arm(undefined);
  expect(errors).toContain("CommitUnknown");
  await world.expireLease();
  const successor = await newGateway(world);
  await world.enqueue("dam", 1);
  await successor.settle();
  await verifyLog(world, { dam: count + 1 });
}, 120_000);
