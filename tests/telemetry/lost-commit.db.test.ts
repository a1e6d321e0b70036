import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TelemetryBody } from "../../src/hydropower/reading.ts";
import { CommitUnknown } from "../../src/platform/database.ts";
import type { ScopedDb } from "../../src/platform/scoped.ts";
import { acceptReading, createCommits } from "../../src/telemetry/accept.ts";
import { pilotBody } from "../support/pilot.ts";
import { type Bench, telemetryBench } from "../support/telemetry.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await telemetryBench();
});
afterAll(() => bench.close());

/** The first group commits, and its gateway never hears of it. */
function losingDeps() {
  let isLost = false;
  const db: ScopedDb = {
    ...bench.deps.db,
    async pipelined(orgIds, work) {
      const done = await bench.deps.db.pipelined(orgIds, work);
      if (isLost) return done;
      isLost = true;
      throw new CommitUnknown(new Error("Connection terminated unexpectedly"));
    },
  };
  return { ...bench.deps, db, commits: createCommits({ ...bench.deps, db }) };
}

/** Two readings that share a group: how each ended, and how many records there are then. */
async function send(orgId: string, more: readonly object[], keys: readonly (string | undefined)[] = []) {
  await bench.addPlant(orgId);
  const deps = losingDeps();
  const ends = await Promise.allSettled(
    more.map((one, i) => {
      const body = pilotBody({ power_output_kw: 900 + i }, one as Record<string, unknown>) as TelemetryBody;
      return acceptReading(deps, bench.actorOf(orgId), body, { idempotencyKey: keys[i] });
    }),
  );
  const { rows } = await bench.connection.pool.query(
    "SELECT count(*)::int AS n FROM records WHERE org_id = $1 AND kind = 'reading'",
    [orgId],
  );
  return { ends: ends.map(({ status }) => status), records: rows[0]?.n };
}

const minute = (at: string) => ({ timestamp: `2026-05-01T11:${at}:00Z`, interval_s: 60 });

describe("readings whose commit was made and its answer lost", () => {
  test("are on record once: those that tell no time are not tried again", async () => {
    expect(await send("untimed", [{}, {}])).toEqual({ ends: ["rejected", "rejected"], records: 2 });
  });

  test("are answered with their records where these are known again, by their time or their key", async () => {
    const both = { ends: ["fulfilled", "fulfilled"], records: 2 };
    expect(await send("timed", [minute("01"), minute("02")])).toEqual(both);
    expect(await send("keyed", [{}, {}], ["one", "two"])).toEqual(both);
  });
});
