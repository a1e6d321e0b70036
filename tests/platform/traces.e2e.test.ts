import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createLog } from "../../src/platform/log.ts";
import { openTraceExport } from "../../src/platform/trace-export.ts";
import { type Answer, type TestGateway, testGateway } from "../support/gateway.ts";
import { type Collector, type ReceivedSpan, startCollector } from "../support/otlp.ts";
import { pilotPlant, pilotTurbine } from "../support/pilot.ts";

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());
beforeEach(() => {
  collector.spans.length = 0;
  collector.requests.length = 0;
});

/** What a caller sends of its own trace. */
function caller(flags = "01") {
  const [traceId, spanId] = [randomBytes(16).toString("hex"), randomBytes(8).toString("hex")];
  return { traceId, spanId, header: { traceparent: `00-${traceId}-${spanId}-${flags}` } };
}

let minutes = 0;
const body = () => ({
  ...{ plant_id: pilotPlant.plant_id, device_id: pilotTurbine.device_id },
  ...{ timestamp: new Date(Date.now() - ++minutes * 60_000).toISOString(), interval_s: 30 },
  readings: { flow_rate_m3s: 2.5, head_height_m: 45, power_output_kw: 900 },
});

const tracedEnv = () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, OTEL_BSP_SCHEDULE_DELAY: "50" });
const named = (spans: readonly ReceivedSpan[], name: string) => spans.filter((span) => span.name === name);
const anchoredIn = (traceId: string) => () => named(collector.of(traceId), "record.anchored").length;

describe("with a collector", () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await testGateway({ env: { ...tracedEnv(), OTEL_EXPORTER_OTLP_HEADERS: "x-tenant=hydro%20ops" } });
  });
  afterAll(() => gateway.stop());

  test("one request's trace reaches from its caller to its message on the ledger", async () => {
    const { traceId, spanId, header } = caller();
    const answer = await gateway.post(body(), header);
    expect(answer.status).toBe(201);
    await expect.poll(anchoredIn(traceId), { timeout: 20_000 }).toBe(1);
    await expect.poll(() => named(collector.of(traceId), "POST /api/v1/telemetry").length).toBe(1);
    const spans = collector.of(traceId);
    const [request] = named(spans, "POST /api/v1/telemetry") as [ReceivedSpan];
    expect(request).toMatchObject({ parentSpanId: spanId, kind: 2, isError: false });
    expect(request.attributes).toMatchObject({
      "http.request.method": "POST",
      "http.route": "/api/v1/telemetry",
      "http.response.status_code": 201,
      "hydro.request_id": answer.headers.get("x-request-id"),
    });
    expect(request.resource).toMatchObject({ "service.name": "hydro-mrv-gateway", "service.version": "0.1.0" });
    expect(answer.headers.get("traceresponse")).toBe(`00-${traceId}-${request.spanId}-01`);
    for (const stage of [
      "reading.authenticate",
      "reading.read",
      "reading.await_commit",
      "readings.commit_group",
      "anchor.wait",
    ])
      expect(named(spans, stage)[0]?.parentSpanId, stage).toBe(request.spanId);
    const [group] = named(spans, "readings.commit_group") as [ReceivedSpan];
    for (const stage of ["reading.look_up", "reading.assess", "reading.commit"])
      expect(named(spans, stage)[0]?.parentSpanId, stage).toBe(group.spanId);
    const [anchored] = named(spans, "record.anchored") as [ReceivedSpan];
    const [message] = named(spans, "hedera.submit_message") as [ReceivedSpan];
    expect(anchored.parentSpanId).toBe(request.spanId);
    expect(anchored.links).toEqual([{ traceId, spanId: message.spanId }]);
    expect(message).toMatchObject({ kind: 4, parentSpanId: named(spans, "log.checkpoint")[0]?.spanId });
    const { anchor, hedera_tx_id } = answer.body;
    expect(message.attributes).toMatchObject({
      "messaging.destination.name": anchor.topic_id,
      "hedera.topic_sequence_number": Number(anchor.sequence_number),
      "hedera.transaction_id": hedera_tx_id,
    });
    expect(collector.requests[0]).toMatchObject({ path: "/v1/traces", headers: { "x-tenant": "hydro ops" } });
  });

  test("requests that share a commit or a checkpoint each have their own trace to the ledger", async () => {
    const callers = Array.from({ length: 8 }, () => caller());
    await Promise.all(callers.map(({ header }) => gateway.post(body(), { ...header, prefer: "respond-async" })));
    for (const { traceId } of callers) await expect.poll(anchoredIn(traceId), { timeout: 20_000 }).toBe(1);
    for (const { traceId } of callers) {
      const [anchored] = named(collector.of(traceId), "record.anchored") as [ReceivedSpan];
      const [link] = anchored.links;
      const message = collector.spans.find((span) => span.spanId === link?.spanId);
      expect(message?.attributes).toEqual(anchored.attributes);
      const checkpoint = collector.spans.find((span) => span.spanId === message?.parentSpanId);
      expect(checkpoint?.links.map((one) => one.traceId)).toContain(traceId);
      const [commit] = named(collector.of(traceId), "reading.await_commit");
      const group = collector.spans.find((span) => span.spanId === commit?.links[0]?.spanId);
      expect(group?.links.map((one) => one.traceId)).toContain(traceId);
    }
  });

  test("log lines of a request say its trace", async () => {
    const { traceId, header } = caller();
    const answer = await gateway.post({ ...body(), device_id: "NOBODY" }, header);
    expect(answer.status).toBe(404);
    const [, , span] = (answer.headers.get("traceresponse") ?? "").split("-");
    const lines = gateway.logLines.map((line) => JSON.parse(line)).filter((line) => line.trace_id === traceId);
    expect(lines).toMatchObject([{ msg: "request", span_id: span, status: 404 }]);
  });

  test("a caller that does not want to be recorded is not, and nothing of its trace is kept", async () => {
    const { traceId, header } = caller("00");
    const answer = await gateway.post(body(), header);
    expect(answer.headers.get("traceresponse")).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-00$`));
    // What is recorded later is exported later.
    const other = caller();
    await gateway.post(body(), other.header);
    await expect.poll(anchoredIn(other.traceId), { timeout: 20_000 }).toBe(1);
    expect(collector.of(traceId)).toEqual([]);
    const kept = await gateway.roles.owner.db.selectFrom("ledger_jobs").select("traces").execute();
    expect(JSON.stringify(kept)).not.toContain(traceId);
  });

  test("a malformed traceparent begins a trace of its own", async () => {
    for (const traceparent of [
      "",
      "hello",
      `00-${"0".repeat(32)}-${"1".repeat(16)}-01`,
      `ff-${"1".repeat(32)}-${"1".repeat(16)}-01`,
    ]) {
      const answer: Answer = await gateway.post(body(), { traceparent, prefer: "respond-async" });
      expect(answer.headers.get("traceresponse")).toMatch(/^00-(?!0{32}|1{32})[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    }
  });
});

test("without a collector nothing is added to answers, nothing is kept and nobody is called", async () => {
  const gateway = await testGateway();
  try {
    const { traceId, spanId, header } = caller();
    const answer = await gateway.post(body(), header);
    expect(answer.status).toBe(201);
    expect([...answer.headers.keys()].filter((name) => name.startsWith("trace"))).toEqual([]);
    const kept = await gateway.roles.owner.db.selectFrom("ledger_jobs").select("traces").execute();
    expect(kept.every(({ traces }) => traces === null)).toBe(true);
    expect(collector.requests).toEqual([]);
    // The caller's own trace stands in the log all the same.
    const lines = gateway.logLines.map((line) => JSON.parse(line)).filter((line) => line.trace_id === traceId);
    expect(lines).toMatchObject([{ msg: "request", span_id: spanId }]);
  } finally {
    await gateway.stop();
  }
});

test("by ratio so many are recorded, and a caller's wish counts only where the sampler asks the parent", async () => {
  const gateway = await testGateway({
    env: { ...tracedEnv(), OTEL_TRACES_SAMPLER: "traceidratio", OTEL_TRACES_SAMPLER_ARG: "0" },
  });
  try {
    const answer = await gateway.post(body(), caller().header);
    expect(answer.headers.get("traceresponse")).toMatch(/-00$/);
  } finally {
    await gateway.stop();
  }
  expect(collector.spans).toEqual([]);
});

describe("a collector that", () => {
  test("is away harms nobody: readings are taken in, anchored, and the gateway stops", async () => {
    const gateway = await testGateway({
      env: { ...tracedEnv(), OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9", OTEL_EXPORTER_OTLP_TIMEOUT: "200" },
    });
    try {
      expect((await gateway.post(body(), caller().header)).status).toBe(201);
    } finally {
      await gateway.stop();
    }
  });

  test("never answers does not hold up a shutdown", async () => {
    collector.mode = "hang";
    const settings = {
      ...{ url: `${collector.endpoint}/v1/traces`, timeoutMs: 600_000, sampler: "always_on" as const, ratio: 1 },
      ...{ delayMs: 1, attributes: {} },
    };
    const { tracing, stop } = openTraceExport(settings, {}, { version: "0.0.0", log: createLog("silent") });
    for (let i = 0; i < 1_000; i++) tracing.enter(`span ${i}`, 0, {}).end({});
    await stop();
    expect(collector.spans).toEqual([]);
  });

  test.each(["hang", "refuse"] as const)("answers with %s bounds what waits for it", async (mode) => {
    collector.mode = mode;
    const settings = {
      ...{
        url: `${collector.endpoint}/v1/traces`,
        timeoutMs: 300,
        sampler: "always_on" as const,
        ratio: 1,
        delayMs: 1,
      },
      attributes: {},
    } as const;
    const log = createLog("silent");
    const { tracing, stop } = openTraceExport(settings, {}, { version: "0.0.0", log });
    for (let burst = 0; burst < 20; burst++) {
      for (let i = 0; i < 1_000; i++) tracing.enter(`span ${i}`, 0, {}).end({});
      await new Promise((resolve) => setImmediate(resolve));
    }
    collector.mode = "take";
    await stop();
    // What fits into the line, and what was in the air.
    expect(collector.spans.length).toBeLessThanOrEqual(4_096 + 4 * 512);
  });
});
