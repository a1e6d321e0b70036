import { expect, onTestFinished, test } from "vitest";
import { createAnchorWaiter } from "../../src/anchoring/waiting.ts";
import { connect } from "../../src/platform/database.ts";
import type { DomainEvent, EventBus } from "../../src/platform/events.ts";
import { scoped } from "../../src/platform/scoped.ts";
import { connectRoles } from "../support/database.ts";
import { leafOf, newGateway, newWorld, type World } from "./world.ts";

/** Events by hand, so that a test decides which of them arrive. */
function manualBus(): Pick<EventBus, "subscribe" | "stop"> & { send(event: DomainEvent): void } {
  const listeners = new Set<(event: DomainEvent) => void>();
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    send(event) {
      for (const listener of listeners) listener(event);
    },
    stop: async () => {},
  };
}

function waiterOn(world: World) {
  const bus = manualBus();
  const serving = connectRoles(world.database);
  const waiter = createAnchorWaiter(serving.db, bus);
  onTestFinished(async () => {
    waiter.stop();
    await serving.close();
  });
  return { bus, waiter };
}

const { orgId, recordId } = leafOf("dam", 1n);
const record = { orgId, recordId };
const forever = new AbortController().signal;

test("whoever waits is answered by the event, whichever gateway did the anchoring", async () => {
  const world = await newWorld();
  const { bus, waiter } = waiterOn(world);
  await world.enqueue("dam", 1);
  const answer = waiter.awaitAnchor(record, 30_000, forever);
  await (await newGateway(world)).settle();
  bus.send({ type: "log.anchored", size: 1 });
  expect(await answer).toMatchObject({ state: "anchored", leafIndex: 0n, treeSize: 1n });
});

test("a lost event costs a poll, not the answer", async () => {
  const world = await newWorld();
  const { waiter } = waiterOn(world);
  await world.enqueue("dam", 1);
  const answer = waiter.awaitAnchor(record, 30_000, forever);
  await (await newGateway(world)).settle();
  expect(await answer).toMatchObject({ state: "anchored" });
});

test("a wait that is over, given up or refused ends with the record pending", async () => {
  const world = await newWorld();
  const { waiter } = waiterOn(world);
  await world.enqueue("dam", 1);
  expect(await waiter.awaitAnchor(record, 0, forever)).toEqual({ state: "pending" });
  expect(await waiter.awaitAnchor(record, 20, forever)).toEqual({ state: "pending" });
  expect(await waiter.awaitAnchor(record, 30_000, AbortSignal.abort())).toEqual({ state: "pending" });
  // Stopped before it has looked for the first time, and while it waits.
  const late = [
    waiter.awaitAnchor(record, 30_000, forever),
    waiter.awaitAnchor({ orgId, recordId: "rec_other" }, 30_000, forever),
  ];
  waiter.stop();
  expect(await Promise.all(late)).toEqual([{ state: "pending" }, { state: "pending" }]);
});

test("a database that goes away leaves the durable record pending, it does not fail the request", async () => {
  const away = connect("postgresql://nobody@127.0.0.1:1/none");
  const waiter = createAnchorWaiter(scoped(away.pool), manualBus());
  onTestFinished(async () => {
    waiter.stop();
    await away.close();
  });
  expect(await waiter.awaitAnchor(record, 50, forever)).toEqual({ state: "pending" });
});
