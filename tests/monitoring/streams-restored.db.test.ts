import { sql } from "kysely";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import type { Wish } from "../../src/monitoring/stream-wish.ts";
import { connect } from "../../src/platform/database.ts";
import { tellStreams } from "../../src/platform/stream-log.ts";
import { dumped } from "../support/dump.ts";
import { wishAll } from "./stream-parts.ts";
import { type Line, type StreamWorld, streamWorld } from "./stream-world.ts";

/** A database that goes back, to a backup or to what a standby had heard of, and counts the same numbers anew. */
let world: StreamWorld;
beforeEach(async () => {
  world = await streamWorld();
});
afterEach(() => world?.close());

const wish: Wish = { ...wishAll, events: new Set(["alert"]) };
const heard = ({ sink }: Line) => sink.named("alert").map(({ data }) => data.no);
const gaps = ({ sink }: Line) => sink.named("gap").map(({ data }) => data.reason);
const lastId = ({ sink }: Line) => sink.heard.at(-1)?.id;

/** As an administrator of the server takes it. */
async function backedUp(): Promise<{ restore(): Promise<void> }> {
  const { db, close } = connect(world.bench.url);
  onTestFinished(() => close());
  return dumped(db);
}

const alert = (no: number) =>
  ({ kind: "event", name: "alert", orgId: "acme", plantId: null, deviceId: null, data: { no } }) as const;

async function tell(...numbers: number[]): Promise<void> {
  for (const no of numbers) {
    await world.later(1_000);
    await world.bench.connection.db.transaction().execute((tx) => tellStreams(tx, [alert(no)]));
  }
  world.wake(0);
  world.wake(1);
}

test("who comes back from before a restore is told of the gap, though the new history is longer than where it stood", async () => {
  await tell(1, 2);
  const backup = await backedUp();
  const line = await world.open(0, wish, undefined);
  await tell(3, 4);
  await expect.poll(() => heard(line)).toEqual([3, 4]);
  line.leave();
  await backup.restore();
  await tell(13, 14, 15);
  const back = await world.open(1, wish, lastId(line));
  await expect.poll(() => gaps(back)).toEqual(["unknown-event"]);
  await tell(16);
  await expect.poll(() => heard(back)).toEqual([16]);
  // What lay in both histories is known in the new one.
  const again = await world.open(0, wish, lastId(back));
  await tell(17);
  await expect.poll(() => heard(again)).toEqual([17]);
  expect(gaps(again)).toEqual([]);
});

test("who stood where the backup was made misses nothing by a restore, and hears of no gap", async () => {
  const line = await world.open(0, wish, undefined);
  await tell(1, 2);
  await expect.poll(() => heard(line)).toEqual([1, 2]);
  line.leave();
  const backup = await backedUp();
  await tell(3);
  await backup.restore();
  await tell(13, 14);
  const back = await world.open(1, wish, lastId(line));
  await expect.poll(() => heard(back)).toEqual([13, 14]);
  expect(gaps(back)).toEqual([]);
});

test("who listens while the database goes back is told of the gap and then all that comes, whether it is shorter or longer then", async () => {
  const backup = await backedUp();
  await tell(1, 2, 3);
  await backup.restore();
  const line = await world.open(0, wish, undefined);
  await tell(11, 12, 13);
  await expect.poll(() => heard(line)).toEqual([11, 12, 13]);
  // Shorter than where it stands, when it is looked at.
  await backup.restore();
  world.wake(0);
  await expect.poll(() => gaps(line)).toEqual(["unknown-event"]);
  await tell(21, 22, 23);
  await expect.poll(() => heard(line)).toEqual([11, 12, 13, 21, 22, 23]);
  // Longer, and never seen shorter.
  await world.bench.connection.db.transaction().execute(async (tx) => {
    await sql`UPDATE stream_runs SET at = at + interval '7 ms'`.execute(tx);
    await tellStreams(tx, [alert(31), alert(32)]);
  });
  world.wake(0);
  await expect.poll(() => gaps(line)).toEqual(["unknown-event", "unknown-event"]);
  await tell(33);
  await expect.poll(() => heard(line)).toEqual([11, 12, 13, 21, 22, 23, 33]);
});

test("an id without a time, as versions before gave it, is taken up as it was", async () => {
  await tell(1, 2, 3);
  const line = await world.open(0, wish, "3");
  await expect.poll(() => heard(line)).toEqual([2, 3]);
  const [, first] = line.sink.heard;
  expect(first?.id).toMatch(/^4\.\d+$/);
});
