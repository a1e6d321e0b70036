import { sql } from "kysely";
import { expect, test, vi } from "vitest";
import { LeaseLost, readLog, updateLog } from "../../src/anchoring/log-store.ts";
import { write } from "../../src/anchoring/tenure.ts";
import { newGateway, newWorld } from "./world.ts";

const leaseMs = 6_000;

test("a holder that was overtaken commits nothing, though its statements travelled with its fence", async () => {
  const world = await newWorld();
  await newGateway(world);
  const grow = (token: bigint, size: number) =>
    write(world.db, { token, leaseMs }, async (tx) => {
      await updateLog(tx, { size });
      return size;
    });
  expect(await grow(5n, 7)).toBe(7);
  await expect(grow(4n, 9)).rejects.toThrow(LeaseLost);
  // Nor does it run: it would take locks in the new holder's way.
  const ran = vi.fn();
  const late = write(world.db, { token: 4n, leaseMs }, (tx) => sql`SELECT 1`.execute(tx).then(ran));
  await expect(late).rejects.toThrow(LeaseLost);
  expect(ran).not.toHaveBeenCalled();
  expect((await readLog(world.db))?.size).toBe(7);
  expect(await grow(5n, 8)).toBe(8);
});

test("what a holder reads with its fence is of after whoever wrote before it, also of a write that was still under way", async () => {
  const world = await newWorld();
  await newGateway(world);
  const blocked = async () => {
    const { rows } = await sql<{ count: number }>`
      SELECT count(*)::integer AS count FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`.execute(world.db);
    return rows[0]?.count;
  };
  let seen: Promise<number | undefined> | undefined;
  await write(world.db, { token: 5n, leaseMs }, async (tx) => {
    await updateLog(tx, { size: 7 });
    seen = write(world.db, { token: 6n, leaseMs }, async (later) => (await readLog(later))?.size);
    await expect.poll(blocked).toBe(1);
  });
  expect(await seen).toBe(7);
});
