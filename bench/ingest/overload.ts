import { setTimeout as wait } from "node:timers/promises";
import { sql } from "kysely";
import type { BenchRow } from "../row.ts";
import { openFleets, oursPerSecond } from "./batch.ts";
import { LoadConnection } from "./connection.ts";
import { Fleet } from "./readings.ts";
import { startWorldBesideLedger, type World } from "./world.ts";

/** Senders that do not wait for one another: three times what the gateway takes, whatever that is on this machine. */
const times = 3;
const senders = 48;
const lastsS = 20;
const batchReadings = 1_000;
const mostRssMb = 300;

type Tally = { offered: number; acknowledged: number; refused: number; wrong: number };

/**
 * Three times as much as the gateway takes: what it does not take it refuses with 429 or 503 and a Retry-After, its
 * memory stays bounded, nothing acknowledged is lost or doubled, and afterwards it is as fast as before.
 */
export async function benchOverload(): Promise<BenchRow[]> {
  const world = await startWorldBesideLedger();
  try {
    const fleets = await openFleets(world);
    await oursPerSecond(world, fleets);
    await world.settled();
    const before = await oursPerSecond(world, fleets);
    await world.settled();
    const flood = Array.from({ length: senders }, (_, i) => new Fleet(2, `FLOOD-${i}`));
    for (const fleet of flood) await fleet.register(world);
    const stored = await storedReadings(world);
    const { tally, rssMb } = await overload(world, flood, times * before);
    await world.settled();
    const kept = (await storedReadings(world)) - stored;
    const after = await oursPerSecond(world, fleets);
    console.error(
      `    ${tally.offered} readings offered in ${lastsS} s (${times} x ${Math.round(before)}/s), ${tally.acknowledged} acknowledged, ${tally.refused} batches refused; RSS at most ${Math.round(rssMb)} MB`,
    );
    return [
      {
        name: "ingest/overload-memory",
        ...{ ours: rssMb, reference: null, ratio: null },
        unit: `MB resident at most, offered ${times} times what it takes`,
        target: `<= ${mostRssMb}`,
        holds: rssMb <= mostRssMb,
      },
      {
        name: "ingest/overload-refused",
        ...{ ours: tally.refused, reference: null, ratio: null },
        unit: `batches answered 429 or 503 with Retry-After; other failures: ${tally.wrong}`,
        target: "> 0, and no other failure",
        holds: tally.refused > 0 && tally.wrong === 0,
      },
      {
        name: "ingest/overload-kept",
        ...{ ours: kept, reference: tally.acknowledged, ratio: kept / tally.acknowledged },
        unit: "readings on record; reference: acknowledged",
        target: "exactly 1",
        holds: kept === tally.acknowledged,
      },
      {
        name: "ingest/overload-recovery",
        ...{ ours: after, reference: before, ratio: after / before },
        unit: "readings/s after it; reference: before",
        target: ">= 0.8",
        holds: after / before >= 0.8,
      },
    ];
  } finally {
    await world.stop();
  }
}

async function overload(
  world: World,
  flood: readonly Fleet[],
  perSecond: number,
): Promise<{ tally: Tally; rssMb: number }> {
  const tally: Tally = { offered: 0, acknowledged: 0, refused: 0, wrong: 0 };
  let rssMb = 0;
  const sampling = setInterval(() => {
    rssMb = Math.max(rssMb, world.rssMb());
  }, 100);
  const headers = { authorization: `Bearer ${world.apiKey}`, "content-type": "application/x-ndjson" };
  const endMs = performance.now() + lastsS * 1000;
  // Each sender's own pace; one that is behind sends at once.
  const everyMs = (1000 * senders * batchReadings) / perSecond;
  await Promise.all(
    flood.map(async (fleet, i) => {
      const connection = await LoadConnection.open(world.baseUrl, "/api/v1/telemetry/batch", headers);
      for (let dueMs = performance.now() + (everyMs * i) / flood.length; dueMs < endMs; dueMs += everyMs) {
        await wait(Math.max(0, dueMs - performance.now()));
        if (performance.now() >= endMs) break;
        tally.offered += batchReadings;
        const { status, head, body } = await connection.post(fleet.batch(batchReadings));
        if (status === 200) tally.acknowledged += batchReadings;
        else if ((status === 429 || status === 503) && /^retry-after: \d/im.test(head)) {
          tally.refused++;
          // Refused in its middle, a batch says what of it is on record.
          tally.acknowledged += (JSON.parse(body) as { totals?: { accepted: number } }).totals?.accepted ?? 0;
        } else tally.wrong++;
      }
      connection.close();
    }),
  );
  clearInterval(sampling);
  return { tally, rssMb };
}

async function storedReadings({ db }: World): Promise<number> {
  const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM records WHERE kind = 'reading'`.execute(db);
  return rows[0]?.n ?? 0;
}
