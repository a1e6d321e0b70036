import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { expect, test } from "vitest";
import { orderWork } from "../../src/anchoring/outbox.ts";
import { SpanKind, Tracing, traceparentOf } from "../../src/platform/tracing.ts";
import { enqueueWithIds } from "../support/leaves.ts";
import { newWorker, subject } from "./works-world.ts";
import { leafOf, newGateway, newWorld, openPlant, type World } from "./world.ts";

/** Traces of one process, and what it exported. */
function traces() {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const tracing = new Tracing(provider.getTracer("test"));
  /** The trace of a request that is over. */
  const request = (): string => {
    const entry = tracing.enter("request", SpanKind.SERVER, {});
    entry.end({});
    return traceparentOf(entry.context);
  };
  const spans = (name: string) => exporter.getFinishedSpans().filter((span) => span.name === name);
  return { tracing, request, spans };
}

const idsOf = (traceparent: string) => {
  const [, traceId, spanId] = traceparent.split("-");
  return { traceId, spanId };
};
const parentOf = (span: ReadableSpan | undefined) => ({
  traceId: span?.spanContext().traceId,
  spanId: span?.parentSpanContext?.spanId,
});

async function enqueue(world: World, plantId: string, seq: bigint, trace: string): Promise<void> {
  const leaf = { ...leafOf(plantId, seq), trace };
  await world.db.transaction().execute((tx) => enqueueWithIds(tx, [leaf], new Date(world.clock.nowMs())));
}

test("a trace goes on to the ledger's message in the process that comes after a crash", async () => {
  const world = await newWorld();
  const before = await newGateway(world);
  await before.settle();
  const { request } = traces();
  const [one, two] = [request(), request()];
  await enqueue(world, "mill", 1n, one);
  await enqueue(world, "weir", 1n, two);
  // The checkpoint is journaled; then the process is gone.
  await before.pass();
  await world.expireLease();
  const { tracing, spans } = traces();
  const heir = await newGateway(world, { deps: { tracing } });
  await heir.settle();
  const checkpoint = await world.db
    .selectFrom("checkpoints")
    .innerJoin("ledger_jobs", "ledger_jobs.job_id", "checkpoints.job_id")
    .select(["sequence_number", "transaction_id"])
    .where("traces", "is not", null)
    .executeTakeFirstOrThrow();
  const attributes = {
    "hedera.topic_sequence_number": Number(checkpoint.sequence_number),
    "hedera.transaction_id": checkpoint.transaction_id,
  };
  expect(spans("record.anchored").map(parentOf)).toEqual([idsOf(one), idsOf(two)]);
  for (const span of [...spans("record.anchored"), ...spans("hedera.submit_message")])
    expect(span.attributes).toMatchObject(attributes);
  const [whole] = spans("log.checkpoint");
  expect(whole?.links.map(({ context }) => context.traceId)).toEqual([idsOf(one).traceId, idsOf(two).traceId]);
  expect(spans("hedera.submit_message").map(parentOf)).toEqual([
    { traceId: idsOf(one).traceId, spanId: whole?.spanContext().spanId },
  ]);
});

test("an attempt that dies stands in the trace as failed, and the next one as what it is", async () => {
  const world = await newWorld();
  const { tracing, request, spans } = traces();
  const gateway = await newGateway(world, { deps: { tracing } });
  await gateway.settle();
  world.faults.arm({ kind: "consensus", status: "INVALID_TOPIC_MESSAGE" }, { call: "consensusSubmitMessage" });
  await enqueue(world, "mill", 1n, request());
  await gateway.settle();
  expect(
    spans("hedera.submit_message").map(({ attributes }) => [attributes["hedera.attempt"], attributes["error.type"]]),
  ).toEqual([
    [1, "dead"],
    [2, undefined],
  ]);
  expect(spans("record.anchored")).toHaveLength(1);
});

test("of many records a checkpoint keeps 128 traces", async () => {
  const world = await newWorld();
  const { tracing, request, spans } = traces();
  const gateway = await newGateway(world, { deps: { tracing } });
  await gateway.settle();
  const leaves = Array.from({ length: 300 }, (_, i) => ({ ...leafOf("mill", BigInt(i + 1)), trace: request() }));
  await world.db.transaction().execute((tx) => enqueueWithIds(tx, leaves, new Date(world.clock.nowMs())));
  await gateway.settle();
  expect(spans("record.anchored")).toHaveLength(128);
  expect(spans("log.checkpoint")[0]?.links).toHaveLength(128);
});

test("a record's own message and a mint stand in the trace of whoever asked for them", async () => {
  const world = await newWorld();
  const { tracing, request, spans } = traces();
  const gateway = await newGateway(world, { deps: { tracing } });
  await gateway.settle();
  const shown = request();
  await enqueue(world, openPlant, 1n, shown);
  await gateway.settle();
  // The checkpoint's and its own.
  expect(spans("hedera.submit_message").map((span) => span.attributes["hedera.job"])).toEqual(["checkpoint", "record"]);
  expect(parentOf(spans("hedera.submit_message")[1])).toEqual(idsOf(shown));
  const asked = request();
  const { ledger, clock, db } = world;
  const work = {
    kind: "create-fungible-token",
    ...{ name: "Hydro", symbol: "H26", memo: "", decimals: 3, maxSupply: 1_000_000n, adminKey: ledger.payerKey },
    ...{ treasuryAccountId: ledger.payerAccountId, supplyKey: ledger.signerKeys.supply as string },
  } as const;
  const random = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) };
  const facts = { random, at: new Date(clock.nowMs()), trace: asked };
  const order = { kind: "create-token", subject, work, signers: [], scheduled: false } as const;
  await db.transaction().execute((tx) => orderWork(tx, order, facts));
  const worker = newWorker(world);
  Object.assign(worker.deps, { tracing });
  await worker.settle();
  const [created] = spans("hedera.create-token");
  const { transaction_id } = await db
    .selectFrom("ledger_attempts")
    .select("transaction_id")
    .where("entity_id", "like", "0.0.%")
    .orderBy("created_at", "desc")
    .executeTakeFirstOrThrow();
  expect(parentOf(created)).toEqual(idsOf(asked));
  expect(created?.attributes).toMatchObject({ "hedera.transaction_id": transaction_id, "hedera.job": "create-token" });
});
