import { beforeEach, expect, test } from "vitest";
import { anchoringGauges } from "../../src/anchoring/log-store.ts";
import { newSequencerMemory, standOn } from "../../src/anchoring/pass.ts";
import { createLog } from "../../src/platform/log.ts";
import { dumped } from "../support/dump.ts";
import { topicMessages, verifyLog } from "./verify-log.ts";
import { newGateway, newWorld, type TestGateway, type World } from "./world.ts";

/** A standby that had not heard of the last commits takes over under a gateway that goes on running. */
let world: World;
let gateway: TestGateway;
let standby: { restore(): Promise<void> };
beforeEach(async () => {
  world = await newWorld();
  gateway = await newGateway(world);
  await gateway.settle();
  await world.enqueue("dam", 2);
  await gateway.settle();
  standby = await dumped(world.db);
});

/** The connections go with the server, and other readings are taken there. */
async function promote(): Promise<void> {
  await standby.restore();
  await world.cutConnections();
  await world.enqueue("mill", 1);
}

const checkpointsOnTopic = async () =>
  (await topicMessages(world)).filter(({ message }) => new TextDecoder().decode(message).includes('"checkpoint"'));

for (const lost of [1, 2]) {
  test(`a log whose last ${lost} checkpoints a failover lost is not signed a second time`, async () => {
    for (let i = 0; i < lost; i++) {
      await world.enqueue("dam", 1);
      await gateway.settle();
    }
    await promote();
    for (let i = 0; i < 5; i++) await gateway.pass().catch(() => "idle");
    expect(await checkpointsOnTopic()).toHaveLength(1 + lost);
    const { halted, waiting } = await anchoringGauges(world.db);
    expect(halted).toMatch(/took over from a server that had come further/);
    expect(waiting).toBe(1);
  });
}

test("a checkpoint that a failover lost before it was sent is never sent, and the log goes on", async () => {
  await world.enqueue("dam", 1);
  // Signed and journaled, not sent.
  expect(await gateway.pass()).toBe("more");
  await promote();
  await gateway.settle();
  expect(await checkpointsOnTopic()).toHaveLength(2);
  expect((await anchoringGauges(world.db)).halted).toBeNull();
  await verifyLog(world, { dam: 2, mill: 1 });
});

test("what was proven on one server is proven anew on another, however far the log has come there", () => {
  const proven = { ...newSequencerMemory(), guardedToken: 7n, seizedToken: 7n };
  const deps = { log: createLog("silent") };
  const at = (server: string, size: number, root = size) => ({ server, size, root: new Uint8Array([root]) });
  standOn(deps, proven, at("one", 3));
  standOn(deps, proven, at("one", 3));
  standOn(deps, proven, at("one", 5));
  expect(proven.guardedToken).toBe(7n);
  for (const other of [at("two", 5), at("two", 9), at("one", 4), at("one", 5, 6)]) {
    const memory = { ...proven };
    standOn(deps, memory, other);
    expect(memory).toMatchObject({ guardedToken: undefined, seizedToken: undefined });
  }
});
